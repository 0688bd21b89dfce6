"""The labour market of the observed country: its intercepts against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.country.world import Country
from sim.labour import hard_to_staff, open_market
from sim.labour.market import losses_of, odds, reserve, stage_of, supply
from sim.parameters import parameters_from
from tests.labour.conftest import before_anybody_moves, partly_remote


@pytest.fixture(scope="module")
def remote() -> Country:
    return partly_remote(owners=12)


@pytest.fixture
def world(remote, levers):
    return before_anybody_moves(levers, remote).world


def quits(s, term):
    """Share that leaves a school by choice, when a term is added to both logits."""
    parts = [odds(share) * np.exp(term) for share in (s.exit_qualified, s.move_qualified)]
    stay = [1 / (1 + part) for part in parts]
    return 1 - stay[0] * stay[1]


def test_those_who_leave_hard_to_staff_schools_and_stay_for_extra_pay_are_the_published_shares(world, p):
    """What is neither retirement nor leave is a choice; both kinds of choice move."""
    s, market = p.staff, open_market(world, p)
    others = s.losses_usual - s.exit_qualified + 0.5 * (s.leave_young + s.leave_older)
    hard, paid = quits(s, market.hard), quits(s, market.hard - 0.10 * market.premium)
    assert hard + others == pytest.approx(s.leave_small_school, abs=0.005)
    assert hard - paid == pytest.approx(s.premium_quits, abs=0.005)


NOBODY_LEAVES = dict.fromkeys(
    ("exit_qualified", "move_qualified", "exit_unqualified", "leave_young", "leave_older", "leave_small_school",
     "losses_usual", "retirement_pace"), 0.0,
)  # fmt: skip


@pytest.mark.parametrize("name", [*NOBODY_LEAVES, "leave_back", "reserve_share", "reserve_seeks", "others_qualified"])
def test_a_rate_that_is_nothing_or_all_leaves_everything_finite(world, name):
    for value in (0.0, 1.0):
        market = open_market(world, parameters_from({name: value}))
        found = (market.hard, market.premium, market.fill, market.usual)
        assert all(np.isfinite(x).all() for x in found), value


def test_what_people_do_does_not_move_what_was_observed(world, p):
    """Leaving ten times as often changes no intercept: it makes posts harder to fill instead."""
    wild = replace(p, staff=replace(p.staff, exit_qualified=0.27, leave_young=0.4, retirement_pace=3.0))
    usual, market = open_market(world, p), open_market(world, wild)
    assert np.array_equal(market.fill, usual.fill)
    assert np.array_equal(market.usual, usual.usual)


@pytest.mark.parametrize(
    ("pupils", "below", "hard"),
    [(99, 0.01, True), (100, 0.01, False), (99, -0.01, False), (20, 0.5, True), (20, -0.5, False)],
)
def test_small_schools_with_few_applicants_are_hard_to_staff(world, p, pupils, below, hard):
    world.schools.pupils[0], world.schools.appeal[0] = pupils, -p.staff.hard_to_staff_appeal - below
    assert hard_to_staff(world, p)[0] == hard


def test_where_applicants_do_not_depend_on_the_place_no_school_is_hard_to_staff(world, p):
    assert hard_to_staff(world, p).any()
    world.schools.appeal[:] = 0.0
    assert not hard_to_staff(world, p).any()


def by_hand(world, market, s):
    """Inflow and outflow of unqualified posts at the built share, with losses, appeal and season of every school."""
    share, losses, flow = (~world.posts.qualified).mean(), losses_of(world, s), np.zeros(2)
    for school in range(world.schools.n):
        hired = 0.0
        for season, penalty in ((s.autumn_share, 0.0), (1 - s.autumn_share, s.midyear_penalty)):
            hired += season / (1 + np.exp(-(market.fill[0] + world.schools.appeal[school] - penalty)))
        unqualified = losses[school] * (1 - hired)
        stationary = unqualified / (unqualified + s.exit_unqualified * hired)
        flow += np.array([stationary, share]) * world.schools.n_posts[school]
    return flow


def test_the_built_share_of_unqualified_is_stationary_by_hand(world, p):
    """Usual losses not replaced by qualified people equal the unqualified replaced by them, in the mean of schools."""
    world.schools.competition[:] = np.linspace(-0.5, 0.5, world.schools.n)
    stationary, built = by_hand(world, open_market(world, p), p.staff)
    assert stationary == pytest.approx(built, rel=1e-6)


def test_where_other_work_draws_more_teachers_away_more_must_be_replaced(world, p):
    world.schools.competition[:] = np.log(2.0)
    usual = p.staff.losses_usual
    assert losses_of(world, p.staff) == pytest.approx(usual + p.staff.exit_qualified)
    world.schools.competition[:] = 0.0
    assert losses_of(world, p.staff) == pytest.approx(usual)


def test_applicants_are_the_newcomers_and_those_of_the_reserve_who_seek_one(world, p):
    graduates, seek = supply(world, p.staff, autumn=True)
    none, spring = supply(world, p.staff, autumn=False)
    coming = (1.0 + p.staff.others_qualified) * world.universities.graduates_primary.sum()
    assert graduates.sum() == pytest.approx(coming)
    assert seek.sum() == pytest.approx(p.staff.reserve_seeks * reserve(world).sum())
    assert np.array_equal(seek, spring)
    assert not none.any()
    assert reserve(world).sum() == (world.away.status == 2).sum()


def test_applicants_per_vacancy_at_the_start_are_those_of_each_season(world, p):
    nation = replace(p, staff=replace(p.staff, local_supply_weight=0.0))
    share, s = (~world.posts.qualified).mean(), p.staff
    leavers = world.posts.n * (s.losses_usual * (1 - share) + s.exit_unqualified * share)
    usual = open_market(world, nation).usual
    for row, season in enumerate((s.autumn_share, 1 - s.autumn_share)):
        applicants = np.sum(supply(world, s, autumn=row == 0))
        assert usual[row, :, 0] == pytest.approx(np.log(applicants / (season * leavers)))


def test_every_school_of_the_handmade_country_is_in_the_first_stage(world):
    assert not stage_of(world).any()
