"""Guidance of new teachers: what the grant reaches, what it saves owners, and that no krone is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents.school import UPPER_SECONDARY
from sim.kernels.staff import EARLY_SEMESTERS
from sim.schemes.guidance import ACCOUNT, GuidanceMoney, guidance_grant, guidance_reach, new_teachers_are_guided
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of

AUTUMN_2019 = 4


@pytest.fixture
def world(levers):
    """Twelve owners, of whose teachers every third is new and one owner has none."""
    world = live(handmade(owners=12), scenario_of(levers), -1).world
    posts = world.posts
    posts.career = np.where(np.arange(posts.n) % 3, 40, 1).astype(np.int16)
    posts.career[world.schools.owner[posts.school] == 0] = 40
    posts.qualified = True
    return world


def guide(world, policy_with, params, *, kroner, added=0.15, semester=AUTUMN_2019, **levers):
    """An autumn with a frame; returns the reach by school."""
    given = {"guidance__active": True, "guidance__frame": {2017: kroner}}
    policy = policy_with(**given | {f"guidance__{name}": value for name, value in levers.items()})
    s = replace(params, staff=replace(params.staff, guidance_added=added))
    new_teachers_are_guided(now_of(world, semester, params=s, policy=policy))
    assert (ACCOUNT.lost(world) == 0).all()
    return world.schools.guided.copy()


def with_new(world):
    return world.schools.owner > 0


def test_money_adds_reach_from_what_it_was_without_and_never_more_than_all(world, policy_with, params):
    reach = [guide(world, policy_with, params, kroner=k)[with_new(world)] for k in (0, 1e5, 2e5, 4e5, 1e9)]
    assert (reach[0] == params.staff.guided_usual).all()
    assert (np.diff(np.stack(reach), axis=0) >= 0).all()
    assert (reach[1] < reach[2]).all()
    assert reach[2] - reach[0] == pytest.approx(2 * (reach[1] - reach[0]), rel=1e-3)
    assert (guide(world, policy_with, params, kroner=1e9, added=1.0) <= 1.0).all()


def test_a_grant_of_which_nothing_is_added_saves_owners_all_of_it(world, policy_with, params):
    reach = guide(world, policy_with, params, kroner=1e5, added=0.0)
    mine = world[GuidanceMoney]
    assert (reach == params.staff.guided_usual).all()
    assert mine.guidance_relief == pytest.approx(mine.guidance_grant)


def test_what_reaches_more_teachers_and_what_owners_save_is_the_grant(world, policy_with, params):
    reach = guide(world, policy_with, params, kroner=2e5)
    mine, owners = world[GuidanceMoney], world.schools.owner
    new = np.zeros(world.owners.n)
    new[owners] = mine.guided_teachers[owners] / reach
    more = (reach - params.staff.guided_usual) * new[owners] * params.staff.induction_cost
    per_owner = np.zeros(world.owners.n)
    per_owner[owners] = more
    assert mine.guidance_relief + per_owner == pytest.approx(mine.guidance_grant)


def test_the_grant_follows_new_teachers_and_what_guides_do_not_cost_goes_back(world, policy_with, params):
    guide(world, policy_with, params, kroner=2e5)
    mine = world[GuidanceMoney]
    assert mine.guidance_grant[0] == 0
    assert mine.guidance_grant.sum() == 2e5 == mine.guidance_frame.sum()
    guide(world, policy_with, params, kroner=1e9)
    assert mine.guidance_lapsed.sum() > 0
    assert (mine.guidance_grant <= params.staff.induction_cost * world.posts.n).all()


def test_without_any_new_teacher_the_frame_goes_back(world, policy_with, params):
    world.posts.career = np.int16(40)
    guide(world, policy_with, params, kroner=2e5)
    assert world[GuidanceMoney].guidance_lapsed.sum() == 2e5


def test_a_target_beyond_the_grant_is_met_at_the_owners_cost(world, policy_with, params):
    reach = guide(world, policy_with, params, kroner=1e5, reach_target=0.9)
    mine = world[GuidanceMoney]
    assert (reach == 0.9).all()
    assert (mine.guidance_own[1:] > 0).all()
    assert mine.guidance_own[0] == 0
    assert guide(world, policy_with, params, kroner=1e5, reach_target=0.9, active=False) == pytest.approx(
        params.staff.guided_usual
    )


def test_upper_secondary_schools_are_left_out_until_they_are_let_in(world, policy_with, params):
    world.schools.level[-1] = UPPER_SECONDARY
    usual = params.staff.guided_usual
    assert guide(world, policy_with, params, kroner=2e5)[-1] == usual
    assert guide(world, policy_with, params, kroner=2e5, upper_secondary=True)[-1] > usual


def test_only_the_first_two_years_of_a_qualified_teacher_count(world, policy_with, params):
    guide(world, policy_with, params, kroner=2e5)
    people = world[GuidanceMoney].guided_teachers.sum()
    world.posts.career[world.posts.career < EARLY_SEMESTERS] = EARLY_SEMESTERS - 1
    guide(world, policy_with, params, kroner=2e5)
    assert world[GuidanceMoney].guided_teachers.sum() == people
    world.posts.qualified = False
    guide(world, policy_with, params, kroner=2e5)
    assert world[GuidanceMoney].guided_teachers.sum() == 0


def test_reach_adds_to_the_lever_on_induction_and_is_never_counted_twice(world, policy_with, params):
    """At the usual reach only the lever counts; full reach of both is full induction."""
    s, schools = params.staff, world.schools
    guide(world, policy_with, params, kroner=0)
    assert schools.induction(0.3, s) == pytest.approx(0.3)
    reach = guide(world, policy_with, params, kroner=4e5)
    assert schools.induction(0.0, s) == pytest.approx(reach - s.guided_usual)
    assert (schools.induction(1.0, s) == 1.0).all()


def test_indicators_are_the_share_guided_and_the_grant_for_each_of_them(world, policy_with, params):
    world.schools.novices = 2.0
    reach = guide(world, policy_with, params, kroner=2e5)
    above, below = guidance_reach.of(world)
    assert above.sum() / below.sum() == pytest.approx(reach.mean())
    grant, people = guidance_grant.of(world)
    assert grant.sum() / people.sum() == pytest.approx(2e5 / world[GuidanceMoney].guided_teachers.sum())
