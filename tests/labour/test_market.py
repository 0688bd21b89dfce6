from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.careers import odds
from sim.country.world import Country
from sim.kernels.staff import NOVICE_YEARS
from sim.labour import hard_to_staff, open_market
from sim.labour.market import appeal_of, logit, stage_of, supply_from_outside
from sim.parameters import parameters_from
from tests.handmade import handmade
from tests.laws import live, scenario_of


def partly_remote(**sizes) -> Country:
    """The hand-made country with every second owner small and far from the centre."""
    made = handmade(**sizes)
    tables = {name: dict(columns) for name, columns in made.tables.items()}
    remote = np.arange(len(tables["owners"]["uid"])) % 2 == 1
    tables["owners"]["centrality"] = np.where(remote, 0.4, 0.8)
    tables["schools"]["pupils"] = np.where(remote[tables["schools"]["owner"]], 60.0, 300.0)
    return Country(made.world, made.share, made.sizes, tables)


@pytest.fixture(scope="module")
def remote() -> Country:
    return partly_remote(owners=12)


@pytest.fixture
def world(remote, levers):
    return live(remote, scenario_of(levers), -14).world


def renewal(p):
    """Mean factor on odds from schools with a new principal."""
    new = 1 - (1 - p.country.principal_exit) ** p.school.principal_dip_years
    return 1 + new * (np.exp(p.staff.principal_change_quits) - 1)


def yearly(market, world, premium=0.0, renewed=1.0):
    """Yearly hazards of leaving the sector and of moving, of every qualified teacher at a settled school."""
    posts = world.posts
    factor = np.exp(market.hard * world.schools.hard_to_staff[posts.school] - premium) * renewed
    years = np.minimum(posts.career // 2, len(market.age_odds) - 1)
    leaving, moving = market.exit_odds * market.age_odds[years] * factor, market.move_odds * factor
    return (leaving / (1 + leaving))[posts.qualified], (moving / (1 + moving))[posts.qualified]


CASES = [{}, {"leave_small_school": 0.3}, {"novice_exit_odds": 2.5, "late_exit_odds": 1.0}, {"exit_qualified": 0.085}]


@pytest.mark.parametrize("values", CASES)
def test_the_mean_hazards_of_qualified_teachers_are_the_published_ones(world, values):
    p = parameters_from(values)
    leaving, moving = yearly(open_market(world, p), world, renewed=renewal(p))
    assert leaving.mean() == pytest.approx(p.staff.exit_qualified, abs=1e-6)
    assert moving.mean() == pytest.approx(p.staff.move_qualified, abs=1e-6)


@pytest.mark.parametrize("values", CASES)
def test_teachers_of_retirement_age_at_ordinary_schools_leave_at_the_published_rate(world, values):
    p = parameters_from(values)
    market = open_market(world, p)
    leaving = market.exit_odds * market.age_odds[-1]
    assert leaving / (1 + leaving) == pytest.approx(p.staff.retirement_hazard, abs=1e-9)


def test_unqualified_teachers_leave_at_the_published_rate(world, p):
    share = open_market(world, p).unqualified_odds
    assert share / (1 + share) == pytest.approx(p.staff.exit_unqualified)


def test_novices_leave_more_and_the_middle_aged_less(world, p):
    age = open_market(world, p).age_odds
    assert (age[:NOVICE_YEARS] == p.staff.novice_exit_odds).all()
    assert (age[NOVICE_YEARS:29] == 1.0).all()
    assert (age[29:34] == p.staff.senior_exit_odds).all()


def test_a_premium_of_10_percent_lowers_quits_at_hard_to_staff_schools_by_the_published_points(world, p):
    """At the reference of the register, 18 in a hundred leave such a school; sector exits and moves together."""
    s = p.staff
    hard = logit(s.leave_small_school) - logit(s.exit_qualified + s.move_qualified)
    premium = logit(s.leave_small_school) - logit(s.leave_small_school - s.premium_quits)

    def leave(term):
        parts = [odds(share) * np.exp(term) for share in (s.exit_qualified, s.move_qualified)]
        out, move = (part / (1 + part) for part in parts)
        return out + (1 - out) * move

    assert open_market(world, p).hard == pytest.approx(hard)
    assert leave(hard) == pytest.approx(s.leave_small_school, abs=0.005)
    assert leave(hard) - leave(hard - premium) == pytest.approx(s.premium_quits, abs=0.005)


def test_more_teachers_leave_hard_to_staff_schools(world, p):
    leaving, moving = yearly(open_market(world, p), world)
    hard = world.schools.hard_to_staff[world.posts.school][world.posts.qualified]
    assert leaving[hard].mean() > leaving[~hard].mean()
    assert moving[hard].mean() > moving[~hard].mean()


@pytest.mark.parametrize(
    ("pupils", "below", "hard"),
    [(99, 0.01, True), (100, 0.01, False), (99, -0.01, False), (20, 0.5, True), (20, -0.5, False)],
)
def test_small_schools_with_few_applicants_are_hard_to_staff(world, p, pupils, below, hard):
    """One school moved to a place that lies `below` the threshold of appeal; the mean place hardly moves."""
    appeal = appeal_of(world, p)
    slope = -p.country.unqualified_centrality_slope
    owner = world.schools.municipality[0]
    centre = world.owners.centrality[owner] - appeal[0] / slope
    world.schools.pupils[0] = pupils
    for _ in range(50):  # the mean moves along a little
        world.owners.centrality[owner] = centre - (p.staff.hard_to_staff_appeal + below) / slope
        centre = np.average(world.owners.centrality[world.schools.municipality], weights=world.schools.n_posts)
    assert hard_to_staff(world, p)[0] == hard


def test_where_applicants_do_not_depend_on_the_place_no_school_is_hard_to_staff(world, p):
    flat = replace(p, country=replace(p.country, unqualified_centrality_slope=0.0))
    assert hard_to_staff(world, p).any()
    assert not hard_to_staff(world, flat).any()


def test_the_built_share_of_unqualified_is_stationary_by_hand(world, p):
    """Inflow of unqualified, exits of qualified not replaced by qualified, equals their outflow."""
    flat = replace(p, country=replace(p.country, unqualified_centrality_slope=0.0))
    s, market = p.staff, open_market(world, flat)
    hired = [1 / (1 + np.exp(-(market.fill[0] - penalty))) for penalty in (0.0, s.midyear_penalty)]
    mean = s.autumn_share * hired[0] + (1 - s.autumn_share) * hired[1]
    share = (~world.posts.qualified).mean()
    assert (1 - share) * s.exit_qualified * (1 - mean) == pytest.approx(share * s.exit_unqualified * mean, rel=1e-6)


def test_without_slope_no_place_is_more_appealing(world, p):
    flat = replace(p, country=replace(p.country, unqualified_centrality_slope=0.0))
    assert not open_market(world, flat).appeal.any()


def test_central_places_have_more_applicants_when_the_slope_of_unqualified_is_negative(world, p):
    place = world.owners.centrality[world.schools.municipality]
    assert p.country.unqualified_centrality_slope < 0
    assert np.corrcoef(place, open_market(world, p).appeal)[0, 1] == pytest.approx(1.0)


def test_appeal_moves_no_school_at_the_mean_place(world, p):
    assert np.average(open_market(world, p).appeal, weights=world.schools.n_posts) == pytest.approx(0, abs=1e-12)


def test_applicants_of_a_year_are_graduates_and_returners(world, p):
    autumn, spring = (supply_from_outside(world, p, autumn=autumn) for autumn in (True, False))
    u, s, n = world.universities, p.staff, world.posts.n
    graduates = (u.graduates_primary[:, None] * u.mobility).sum()
    assert (autumn + spring).sum() == pytest.approx(graduates + s.return_share * s.exit_qualified * n)
    assert spring.sum() == pytest.approx((1 - s.autumn_share) * s.return_share * s.exit_qualified * n)


def test_applicants_per_vacancy_at_the_start_are_those_of_each_season(world, p):
    share, s = (~world.posts.qualified).mean(), p.staff
    leavers = world.posts.n * (s.exit_qualified * (1 - share) + s.exit_unqualified * share)
    usual = open_market(world, p).usual
    for row, season in enumerate((s.autumn_share, 1 - s.autumn_share)):
        supply = supply_from_outside(world, p, autumn=row == 0).sum()
        assert usual[row, 0] == pytest.approx(supply / (season * leavers))


def test_every_school_of_the_handmade_country_is_in_the_first_stage(world):
    assert not stage_of(world).any()
