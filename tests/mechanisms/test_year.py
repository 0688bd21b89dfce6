"""What the school year does with everybody: leaders, staff, cohorts, learning, practice and results."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.mechanisms.year import (
    NEWCOMER_SEMESTERS,
    everyone_learns,
    leaders_change,
    new_cohort,
    owners_settle,
    partners_learn,
    results_come_in,
    routines_form,
    stock_is_taken,
)
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def world(model):
    return model.world


def exits_of_principals(world, params, policy, years=range(4, 404, 2)):
    """Share of principals who leave in a year, over many autumns."""
    left = []
    for semester in years:
        leaders_change(now_of(world, semester, policy=policy, params=params))
        left.append(world.schools.principal_left.mean())
    return float(np.mean(left))


@pytest.mark.parametrize("support", [0.0, 0.5, 1.0])
def test_principals_leave_at_the_registers_hazard_less_the_support_they_get(levers, params, policy_with, support):
    """20 owners with 60 schools x 200 autumns; 4 standard errors. Seen to fail without the support."""
    world = live(handmade(owners=20, posts_per_school=2), scenario_of(levers), -14).world
    found = exits_of_principals(world, params, policy_with(staff__principal_support=support))
    hazard = params.country.principal_exit * (1.0 - support * params.staff.principal_support_exits)
    assert abs(found - hazard) <= 4 * np.sqrt(hazard * (1 - hazard) / (60 * 200))


def test_education_leaders_leave_small_owners_at_their_own_hazard(levers, params, policy_with):
    """60 owners x 100 autumns, half of them small; 4 standard errors. Seen to fail with one hazard for all."""
    world = live(handmade(owners=60, schools_per_owner=1, posts_per_school=2), scenario_of(levers), -14).world
    small = np.arange(60) % 2 == 0
    world.owners.arrays["size_class"][:] = np.where(small, 0, 2)
    different = replace(params, country=replace(params.country, leader_exit_small=0.4, leader_exit=0.1))
    left = []
    for semester in range(4, 204, 2):
        leaders_change(now_of(world, semester, policy=policy_with(), params=different))
        left.append(world.owners.leader_left.copy())
    share = np.mean(left, axis=0)
    for mine, hazard in ((small, 0.4), (~small, 0.1)):
        assert abs(share[mine].mean() - hazard) <= 4 * np.sqrt(hazard * (1 - hazard) / (30 * 100))


def test_promises_of_many_years_keep_university_staff_and_with_it_trust(levers, params, policy_with):
    """80 links under the same luck: contact persons who stay with money for one year stay with money for ten."""
    world = live(handmade(owners=120, schools_per_owner=1, posts_per_school=2), scenario_of(levers), -14).world
    saved, trust = world.save(), []
    for years in (1, 10):
        world.restore(saved)
        world.networks.trust = 0.9
        for semester in range(4, 14, 2):
            leaders_change(now_of(world, semester, policy=policy_with(dekom_s__commitment_years=years), params=params))
        trust.append(world.networks.trust.copy())
    assert (trust[1] >= trust[0]).all()
    assert (trust[1] > trust[0]).any()


def test_the_cohort_admitted_has_the_size_that_policy_decides(world, policy_with):
    new_cohort(now_of(world, policy=policy_with(teacher_education__admissions_factor=1.3)))
    assert (world.universities.cohort_size[:, -1] == 1.3).all()


def test_before_the_history_owners_find_their_usual_steering_and_no_more(world, params):
    own = world.owners.own_steering
    world.owners.steering = 0.5 * own
    for _ in range(400):
        owners_settle(now_of(world, -5, params=params))
    assert np.allclose(world.owners.steering, own)


def test_stock_is_taken_on_the_eve_only(world, params):
    world.schools.practice = 0.3
    stock_is_taken(now_of(world, -9, params=params))
    assert not np.allclose(world.schools.practice_start, 0.3)
    stock_is_taken(now_of(world, -7, params=params))
    assert np.allclose(world.schools.practice_start, 0.3)
    assert np.allclose(world.schools.exposure, 0.3)


def test_without_measures_nothing_is_learned_and_what_was_learned_fades(world, params, policy_with):
    """Newcomers are left out: they learn what their schools do."""
    world.posts.learned, world.posts.tenure, world.schools.topic = 0.2, 20, -1
    world.posts.study = -1
    before = world.posts.learned.copy()
    everyone_learns(now_of(world, 4, policy=policy_with(), params=params))
    assert (world.posts.learned < before).all()
    assert (world.posts.learned > 0).all()


def test_what_is_slow_to_be_forgotten_lasts_longer(world, params, policy_with):
    saved, kept = world.save(), []
    for view in ("fast_forgetting", "slow_forgetting"):
        world.restore(saved)
        world.posts.learned, world.posts.study = 0.2, -1
        everyone_learns(now_of(world, 4, policy=policy_with(context__forgetting=view), params=params))
        kept.append(world.posts.learned.mean())
    assert kept[1] > kept[0]


def test_a_course_lifts_what_its_student_knows_in_its_topic_only(world, params, policy_with):
    """Half of a course year's gain, of what is left to learn, as far as the topic concerns the teacher."""
    no_fading = replace(params, competence=replace(params.competence, fade_unused=0.0, fade_slow=0.0,
                                                   fade_practised=0.0, spill_individual=0.0))  # fmt: skip
    topic = TOPICS.row("mathematics")
    world.posts.base, world.posts.learned, world.posts.study = 0.4, 0.0, -1
    world.posts.career, world.posts.tenure, world.schools.topic = 40, 20, -1
    world.posts.study[0] = topic
    everyone_learns(now_of(world, 4, policy=policy_with(), params=no_fading))
    relevance = TOPICS.relevance[world.posts.kind[0], topic]
    gain = 0.5 * params.competence.course_gain * relevance * 0.6
    assert world.posts.learned[0, topic] == pytest.approx(gain, rel=1e-5)
    world.posts.learned[0, topic] = 0.0
    assert not world.posts.learned.any()


def test_newcomers_learn_of_their_schools_routines_and_of_induction(world, params, policy_with):
    """Only newcomers, the more the stronger the routines; induction lifts the growth of novices."""
    saved, gained = world.save(), []
    for routines in (0.0, 0.3, 0.6):
        world.restore(saved)
        world.posts.learned, world.posts.study, world.schools.topic, world.schools.routines = 0.0, -1, -1, routines
        everyone_learns(now_of(world, 4, policy=policy_with(), params=params))
        newcomer = world.posts.tenure < NEWCOMER_SEMESTERS
        assert not world.posts.learned[~newcomer].any()
        gained.append(world.posts.learned[newcomer].mean())
    assert gained[0] == 0.0 < gained[1] < gained[2]
    grown = []
    for induction in (0.0, 1.0):
        world.restore(saved)
        before = world.posts.base.copy()
        everyone_learns(now_of(world, 4, policy=policy_with(staff__induction=induction), params=params))
        grown.append((world.posts.base - before)[world.posts.career < 10].mean())
    assert grown[1] == pytest.approx(grown[0] * (1.0 + params.competence.induction_learning), rel=1e-3)


def test_competence_and_gap_of_a_school_make_up_whom_a_topic_concerns(world, params, policy_with):
    everyone_learns(now_of(world, 4, policy=policy_with(), params=params))
    s = world.schools
    assert np.allclose(s.competence + s.gap_relevant + s.gap_other, s.weight, rtol=1e-4, atol=1e-4)
    staff = s.competence / s.weight
    weight = params.school.routine_weight
    assert np.allclose(s.practice, (1.0 - weight) * staff + weight * s.routines)


def test_partners_who_do_nothing_together_learn_nothing_from_each_other(world, params, policy_with):
    world.networks.delivered, world.universities.equal_hours = 0.0, 0.0
    trust, nearness = world.networks.trust.copy(), world.universities.nearness.copy()
    experience = world.universities.experience.copy()
    partners_learn(now_of(world, 4, policy=policy_with(), params=params))
    assert np.array_equal(world.networks.trust, trust)
    assert np.array_equal(world.universities.nearness, nearness)
    assert np.array_equal(world.universities.experience, experience)


def test_joint_work_lifts_steering_trust_and_nearness(world, params, policy_with):
    world.networks.delivered, world.networks.partner = 1.0, np.array([0, 1], dtype=np.int8)
    world.schools.participation[:, 0], world.schools.topic[:, 0], world.schools.drive[:, 0] = 0.8, 3, 0.5
    world.universities.equal_hours = 0.5 * world.universities.staff_hours
    world.owners.leader_tenure, world.owners.steering, world.owners.capacity = 3.0, 0.9, 50.0
    before = {name: array.copy() for name, array in world.state().items()}
    now = now_of(world, 4, policy=policy_with(), params=params)
    routines_form(now)
    partners_learn(now)
    for name in ("owners.steering", "owners.understanding", "universities.nearness", "universities.experience"):
        assert (world.state()[name] > before[name]).all(), name
    pairs = np.arange(2), world.networks.partner
    assert (world.networks.trust[pairs] > before["networks.trust"][pairs]).all()
    assert (world.schools.routines[:, 3] > before["schools.routines"][:, 3]).all()


def test_results_rest_on_practice_since_the_history_began(world, params):
    stock_is_taken(now_of(world, -7, params=params))
    world.schools.left, world.schools.turnover, world.schools.principal_tenure = 0.0, 0.0, 10.0
    start = world.schools.practice_start.copy()
    world.schools.practice += 0.05
    for spring in (1, 3, 5):
        results_come_in(now_of(world, spring, params=params))
    rise = world.schools.mean_practice() - start
    expected = world.schools.structural_level + params.school.pass_through * rise / params.competence.teacher_sd
    assert np.allclose(world.schools.true_results, expected)
    assert (rise > 0.04).all()
