"""What people answer: within bounds, from what each role can see, and nothing without the schemes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.measures import MAIN, VOCATIONAL
from sim.mechanisms.survey import BEGUN, attainable_share, everybody_is_asked, items, structure
from sim.policy import lever_values
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of

ANSWERS = ("owners.structure", "owners.forum_answer", "owners.answer", "schools.principal_answer",
           "schools.teacher_answer", "networks.unmet")  # fmt: skip


@pytest.fixture(scope="module")
def lived():
    on = {"dekom_s.active": True, "inclusion.active": True, "follow_up.active": True}
    return live(handmade(), scenario_of(lever_values(), (0, on)), 9)


@pytest.fixture
def world(lived):
    saved = lived.world.save()
    yield lived.world
    lived.world.restore(saved)


def ask(world, params, answering=None):
    """Everybody answers by parameters of reports, those of the register unless others are given."""
    everybody_is_asked(now_of(world, params=replace(params, report=answering or params.report)))


def answers(world):
    return {name: world.state()[name].copy() for name in ANSWERS}


SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_every_answer_lies_within_0_and_1_with_any_optimism(lived, params, forum, owner, principal, teacher, support):
    optimistic = replace(params.report, optimism_forum=forum, optimism_owner=owner, optimism_principal=principal,
                  optimism_teacher=teacher, support_in_principle=support)  # fmt: skip
    saved = lived.world.save()
    ask(lived.world, params, optimistic)
    for name, answer in answers(lived.world).items():
        assert ((answer >= 0) & (answer <= 1)).all(), name
    lived.world.restore(saved)


@pytest.mark.parametrize(
    ("role", "answer"),
    [("forum", "owners.forum_answer"), ("owner", "owners.answer"), ("principal", "schools.principal_answer"),
     ("teacher", "schools.teacher_answer")],
)  # fmt: skip
def test_optimism_of_a_role_lifts_its_own_answer_only(world, params, role, answer):
    ask(world, params)
    before = answers(world)
    ask(world, params, replace(params.report, **{f"optimism_{role}": 0.1}))
    for name, after in answers(world).items():
        lifted = np.minimum(before[name] + 0.1, 1.0) if name == answer else before[name]
        assert np.allclose(after, lifted), name


def test_asking_changes_answers_only(world, params):
    before = world.digests()
    ask(world, params, replace(params.report, optimism_forum=0.3, optimism_principal=0.3, support_in_principle=0.1))
    changed = {name for name, digest in world.digests().items() if digest != before[name]}
    assert changed <= set(ANSWERS)


def test_without_any_scheme_only_steering_and_practice_are_reported(levers):
    """Of the five things two are there all the same, for whoever looks; teachers know of one."""
    world = live(handmade(), scenario_of(levers), 9).world
    s = world.schools
    seen = (world.owners.steering[s.owner] + s.mean_practice()) / 5.0
    assert np.allclose(s.principal_answer, seen)
    assert np.allclose(s.teacher_answer, s.mean_practice() / 5.0)
    of_owner = [np.average(seen[s.owner == row], weights=s.n_posts[s.owner == row]) for row in range(world.owners.n)]
    assert np.allclose(world.owners.answer, of_owner)
    first = s.network == 0
    of_network = np.average(seen[first], weights=s.n_posts[first])
    assert np.allclose(world.owners.forum_answer[world.owners.network == 0], of_network)


def test_where_all_is_the_same_everywhere_all_roles_but_those_outside_report_the_same(world, params):
    """One set of items: order between roles comes of what each sees, so it is gone where there is one thing to see."""
    s, n = world.schools, world.networks
    world.owners.steering, s.routines, s.practice, s.participation = 0.5, 0.3, 0.6, 0.0
    s.participation[:, MAIN], s.topic = 1.0, -1
    s.topic[:, MAIN] = 4
    n.topic[:, MAIN], n.in_hand, n.applied, n.purchased, n.partner = 4, 1000, True, False, np.zeros(2, dtype=np.int8)
    ask(world, params)
    told = np.concatenate([world.state()[name] for name in ANSWERS[1:5]])
    assert np.allclose(told, (1.0 + 1.0 + 0.5 + 0.3 + 0.6) / 5.0)


def test_a_plan_without_money_is_no_structure(levers):
    """Seen to fail when a plan counted that nobody paid."""
    poor = (0, {"dekom_s.active": True, "dekom_s.frame_factor": 0.0})
    assert not live(handmade(), scenario_of(levers, poor), 9).world.owners.structure.any()
    ended = scenario_of(levers, (0, {"dekom_s.active": True}), (8, {"dekom_s.active": False}))
    world = live(handmade(), ended, 13).world
    assert not items(world)[:, :2].any()


def test_structure_by_hand(world):
    """Full delivery and a joint plan in the first network, half of the staff in it, routines begun in a third."""
    s, n = world.schools, world.networks
    s.participation[:], s.routines[:] = 0.0, 0.0
    s.participation[:, MAIN], s.participation[:, VOCATIONAL] = 0.5, 1.0
    s.routines[::3, 4] = BEGUN
    n.delivered, n.applied, n.purchased, n.partner = 1.0, [True, False], False, np.array([0, 1], dtype=np.int8)
    n.topic[:, MAIN], n.in_hand[:] = 3, 1000
    first = world.owners.network == 0
    assert np.allclose(structure(world), np.where(first, (0.5 + 1 + 0.5 + 1 / 3) / 4, (0.5 + 0 + 0.5 + 1 / 3) / 4))


def test_hours_that_are_bought_are_no_joint_plan(world):
    world.networks.purchased = False
    joint = structure(world)
    world.networks.purchased = True
    assert np.allclose(joint - structure(world), 0.25 * world.networks.applied[world.owners.network])


def test_support_in_principle_falls_short_of_what_is_delivered(world, params):
    ask(world, params, replace(params.report, support_in_principle=0.85))
    delivered = world.networks.delivered_quality(world.universities.nearness)
    assert np.allclose(world.networks.unmet, np.maximum(0.85 - delivered, 0.0))


@given(st.floats(0, 1), st.floats(0, 0.99))
def test_the_attainable_share_by_its_closed_form(gained, without):
    """What is reached is where one stood, and a part of all that could be gained: that part comes out again."""
    answer = without + gained * (1.0 - without)
    assert attainable_share(np.array([answer]), np.array([without]))[0] == pytest.approx(gained, abs=1e-9)


def test_the_attainable_share_of_no_change_is_0_and_of_everything_1():
    assert attainable_share(np.array([0.4, 1.0, 0.3]), np.array([0.4, 0.4, 0.5])).tolist() == [0.0, 1.0, -0.4]
