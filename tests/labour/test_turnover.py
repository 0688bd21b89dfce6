from __future__ import annotations

import numpy as np
import pytest

from sim.areas import StaffLevers
from sim.kernels import staff as kernel
from sim.kernels.staff import NOVICE_YEARS, PENSION_YEARS
from sim.labour import change_staff
from sim.luck import Luck, stable_ids
from sim.parameters import parameters_from
from tests.handmade import handmade
from tests.labour.test_market import partly_remote
from tests.laws import live, scenario_of


@pytest.fixture
def start(levers):
    """The hand-made country before anybody has moved."""
    return live(handmade(owners=12), scenario_of(levers), -14)


def tag(world):
    """Give everybody a competence by which she is known again; newcomers have 0 in what they learned."""
    everyone = np.arange(1, world.posts.n + 1, dtype=np.float32)
    world.posts.learned[:, 0] = everyone
    return everyone


def turn(model, semester=0, levers=None, p=None):
    levers = levers or model.policy[StaffLevers]
    change_staff(model.world, model.market, levers, p or model.params, model.luck, semester,
                 applicants=1.0, autumn=semester % 2 == 0)  # fmt: skip
    return model.world.posts.learned[:, 0]


@pytest.mark.parametrize("semester", range(6))
def test_nobody_is_in_two_posts(start, semester):
    tag(start.world)
    known = turn(start, semester)
    known = known[known > 0]
    assert len(known) == len(np.unique(known))
    assert len(known) < start.world.posts.n


@pytest.mark.parametrize("semester", range(6))
def test_every_post_is_filled_by_somebody_known_or_by_a_newcomer(start, semester):
    tag(start.world)
    known, posts = turn(start, semester), start.world.posts
    newcomer = known == 0
    assert (posts.tenure[newcomer] == 0).all()
    assert (posts.learned[newcomer] == 0).all()
    assert (posts.base[newcomer] > 0).any(axis=1).all()
    assert (posts.study[newcomer] == -1).all()


@pytest.mark.parametrize("semester", range(6))
def test_a_mover_brings_along_exactly_what_she_knows_and_is(start, semester):
    posts = start.world.posts
    everyone = tag(start.world)
    posts.study = (np.arange(posts.n) % 16).astype(np.int8)
    before = {name: getattr(posts, name).copy() for name in posts.person}
    before["career"] += 1
    known = turn(start, semester)
    stayed = np.flatnonzero(known > 0)
    origin = known[stayed].astype(int) - 1
    assert (origin != stayed).any() or semester == 1  # by luck nobody moves that spring
    assert set(origin.tolist()) <= set((everyone - 1).astype(int).tolist())
    for name in posts.person:
        assert np.array_equal(getattr(posts, name)[stayed], before[name][origin]), name


@pytest.mark.parametrize("semester", range(6))
def test_movers_stay_in_their_county_and_kind(start, semester):
    tag(start.world)
    cell = start.world.posts.cell.copy()
    known = turn(start, semester)
    stayed = np.flatnonzero(known > 0)
    assert np.array_equal(cell[stayed], cell[known[stayed].astype(int) - 1])


def test_nobody_leaves_her_post_to_come_back_to_it(start):
    posts = start.world.posts
    tag(start.world)
    tenure = posts.tenure.copy()
    known = turn(start)
    here = known == np.arange(1, posts.n + 1)
    assert np.array_equal(posts.tenure[here], tenure[here] + 1)


def test_those_who_stay_grow_older_in_the_school_and_the_others_start_anew(start):
    posts = start.world.posts
    tag(start.world)
    tenure = posts.tenure.copy()
    known = turn(start)
    settled = (known == np.arange(1, posts.n + 1)) & (posts.tenure > 0)
    assert np.array_equal(posts.tenure[settled], tenure[settled] + 1)
    assert (posts.tenure[known != np.arange(1, posts.n + 1)] == 0).all()


def test_the_counts_of_schools_are_those_of_their_posts(start):
    start.world.schools.begin_year()
    turn(start)
    posts, schools = start.world.posts, start.world.schools
    n = schools.n
    assert np.array_equal(schools.left, np.bincount(posts.school[posts.tenure == 0], minlength=n))
    assert np.array_equal(schools.unqualified, np.bincount(posts.school, weights=~posts.qualified, minlength=n))
    assert np.array_equal(schools.turnover, schools.left / schools.n_posts)


def test_a_mover_never_lands_in_the_school_she_left(start):
    posts = start.world.posts
    tag(start.world)
    known = turn(start)
    came = np.flatnonzero((known > 0) & (posts.tenure == 0))
    left = posts.school[known[came].astype(int) - 1]
    assert (posts.school[came] != left).all()


def leavers(levers, country, parameters=None, premium=0.0, replications=40):
    """Share of each school's teachers who leave in the first year, mean over replications."""
    policy = scenario_of(levers, (-1000, {"staff.pay_premium": premium}))
    model = live(country, policy, -14, parameters=parameters)
    saved, shares = model.save(), []
    for r in range(replications):
        model.restore(saved)
        model.luck = Luck(5, r)
        model.world.schools.begin_year()
        model.world.schools.principal_tenure = 9.0
        model.world.schools.true_results = 0.0
        turn(model, 0)
        turn(model, 1)
        shares.append(model.world.schools.left / model.world.schools.n_posts)
    return model.world, np.array(shares)


def test_a_year_of_two_halves_has_the_leavers_the_register_says(levers):
    """40 replications of 720 posts, 4 standard errors. Everybody is qualified; those who come may leave again.

    Seen to fail with the whole year's hazard in both halves.
    """
    country = handmade(owners=12)
    country.tables["posts"]["qualified"][:] = True
    even = {"novice_exit_odds": 1.0, "senior_exit_odds": 1.0, "late_exit_odds": 1.0, "retirement_hazard": 0.07,
            "exit_unqualified": 0.07, "induction_quits": 0.0}  # fmt: skip
    _, shares = leavers(levers, country, even)
    s = parameters_from(even).staff
    halves = [s.autumn_share * h for h in (s.exit_qualified, s.move_qualified)]
    later = [(h - a) / (1 - a) for h, a in zip((s.exit_qualified, s.move_qualified), halves, strict=True)]
    expected = sum(out + (1 - out) * move for out, move in (halves, later))
    yearly = shares.mean(axis=1)
    assert abs(yearly.mean() - expected) <= 4 * yearly.std(ddof=1) / np.sqrt(len(yearly))


def test_a_pay_premium_of_10_percent_keeps_about_6_in_100_at_hard_to_staff_schools(levers, p):
    """40 paired replications of 360 posts; 4 standard errors and a point for ages. Seen to fail at premium 0."""
    country = partly_remote(owners=12)
    world, without = leavers(levers, country)
    _, with_ = leavers(levers, country, premium=0.10)
    hard = world.schools.hard_to_staff
    kept = (without - with_)[:, hard].mean(axis=1)
    assert abs(kept.mean() - p.staff.premium_quits) <= 4 * kept.std(ddof=1) / np.sqrt(len(kept)) + 0.01
    assert np.array_equal(without[0, ~hard], with_[0, ~hard]) or abs((without - with_)[:, ~hard].mean()) < 0.005


CONCERNED = {
    "pay_premium": lambda world, years: world.schools.hard_to_staff[world.posts.school],
    "induction": lambda world, years: world.posts.qualified & (years < NOVICE_YEARS),
    "career_paths": lambda world, years: world.posts.qualified & (years >= NOVICE_YEARS) & (years < PENSION_YEARS),
}
"""Whom each lever keeps, by years of career."""


@pytest.mark.parametrize("lever", CONCERNED)
def test_what_keeps_teachers_keeps_some_and_drives_nobody_away(levers, lever):
    """The same luck: whoever stays without the lever stays with it, and only those concerned stay longer."""
    country = partly_remote(owners=60)
    usual, helped = (live(country, scenario_of(levers, (-1000, {f"staff.{lever}": x})), -14) for x in (0.0, 1.0))
    tag(usual.world)
    tag(helped.world)
    here = np.arange(1, usual.world.posts.n + 1)
    concerned = CONCERNED[lever](usual.world, (usual.world.posts.career + 1) // 2)
    stay, stay_helped = turn(usual) == here, turn(helped) == here
    settled, settled_helped = stay & (usual.world.posts.tenure > 0), stay_helped & (helped.world.posts.tenure > 0)
    assert (settled_helped | ~settled).all()
    gained = settled_helped & ~settled
    assert gained.any()
    assert concerned[gained].all()


def test_career_paths_lower_the_odds_of_leaving_by_the_registers_logit(levers):
    """The compiled loop against the odds by hand: 400,000 teachers of ten years, 4 standard errors.

    Seen to fail with the lever ignored.
    """
    n, odds = 400_000, 0.1
    fate = np.zeros(n, dtype=np.int8)
    kernel.leave(
        np.uint64(9), stable_ids(np.arange(n)), np.zeros(n, dtype=np.int32), np.ones(n, dtype=bool),
        np.full(n, 20, dtype=np.int16), odds, 0.0, 0.3, np.ones(61), np.ones(1), np.ones(1), float(np.exp(-0.3)),
        1.0, True, fate,
    )  # fmt: skip
    expected = odds * np.exp(-0.3) / (1 + odds * np.exp(-0.3))
    assert abs((fate == kernel.EXITS).mean() - expected) <= 4 * np.sqrt(expected * (1 - expected) / n)


def test_teachers_leave_weak_schools_more(levers):
    model = live(handmade(owners=12), scenario_of(levers), -14, parameters={"weak_results_quits": 0.8})
    saved, left = model.save(), np.zeros(model.world.schools.n)
    for r in range(20):
        model.restore(saved)
        model.luck = Luck(5, r)
        model.world.schools.begin_year()
        model.world.schools.true_results = np.where(np.arange(model.world.schools.n) % 2, 1.0, -1.0)
        turn(model)
        left += model.world.schools.left
    assert left[::2].sum() > left[1::2].sum()
