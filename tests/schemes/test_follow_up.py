"""The follow-up scheme on tables made by hand, and against its own shadow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mesa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.owner import PRIVATE
from sim.country.world import Country
from sim.luck import Luck
from sim.policy import lever_values, policy_from
from sim.population import populate
from sim.rules.risk import RISK_YEARS
from sim.schemes.follow_up import (
    FollowUpLevers,
    assess,
    follow_up_goes_on,
    guides_help,
    select,
    weighted_mean,
)
from tests.handmade import handmade
from tests.laws import live, now_of, policy_of, scenario_of

AUTUMN, SPRING, YEAR = 6, 5, 2020
COMBINED = 1


def country(owners: int = 24, *, pupils: float = 200.0, spread: float = 0.0, **sizes: int) -> Country:
    """Municipalities with schools of all ten grades, alike in their structural level unless told otherwise."""
    made = handmade(owners=owners, **sizes)
    schools = made.tables["schools"]
    n = len(schools["uid"])
    schools["level"] = np.full(n, COMBINED, dtype=np.int8)
    schools["pupils"] = np.full(n, pupils)
    level = spread * np.random.default_rng(3).normal(size=(2, owners))[:, schools["owner"]]
    schools["structural_level"], schools["environment_level"] = level
    return made


@pytest.fixture
def build(params):
    """Worlds on the eve of the history, populated but not lived in."""

    def made(*args: Any, replication: int = 0, **kwargs: Any):
        world = populate(mesa.Model(rng=0), country(*args, **kwargs), params, Luck(1, replication))
        world.schools.gap_relevant = 1.0  # needs to choose among
        return world

    return made


RULE = {"rule": "risk_and_spread", "places": 5, "spread_places": 2, "spread_level": 0.1}


def levers_of(**changes: Any) -> FollowUpLevers:
    """Levers of the scheme, which runs and selects few."""
    values = lever_values()
    values["follow_up"] |= {"active": True, "selection": RULE} | changes
    return policy_from(values)[FollowUpLevers]


@pytest.fixture(scope="module")
def scheme() -> FollowUpLevers:
    return levers_of()


def autumn(world, scheme, params, frame=10_000_000, year=YEAR, luck=None):
    semester, policy = AUTUMN + 2 * (year - YEAR), policy_of(scheme)
    follow_up_goes_on(now_of(world, semester, policy=policy, params=params, luck=luck, frames={"follow_up": frame}))


def spring(world, scheme, params, year=YEAR, luck=None):
    select(now_of(world, SPRING + 2 * (year - YEAR), policy=policy_of(scheme), params=params, luck=luck))


def guide(world, scheme, params):
    guides_help(now_of(world, policy=policy_of(scheme), params=params))


def assessed(world, params, luck=None):
    return assess(world, params.follow_up, (luck or Luck(1, 0)).at(SPRING))


def on_path(world, policy, years, grant=0):
    """Put the first owners into given years of the path; nobody is on it anew, the year's intake was held."""
    world.owners.follow_year[: len(years)] = years
    world.owners.follow_intake[: len(years)] = np.where(np.array(years) > 0, YEAR, YEAR - 1)


# ---- the path


def test_the_path_is_a_preparatory_year_and_two_with_measures(build, scheme, params):
    world = build()
    spring(world, scheme, params)
    chosen = world.owners.follow_intake == YEAR
    assert 0 < chosen.sum() <= 7
    never = replace(scheme, intake_every=10)
    seen = []
    for year in range(YEAR, YEAR + 5):
        autumn(world, never, params, year=year)
        o = world.owners
        seen.append((set(o.follow_year[chosen].tolist()), (o.follow_grant[chosen] > 0).all(), o.guidance[chosen].max()))
        assert not o.follow_year[~chosen].any()
        assert not o.follow_grant[~chosen].any()
    years, paid, guided = zip(*seen, strict=True)
    assert years == ({1}, {2}, {3}, {0}, {0})
    assert paid == (False, True, True, False, False)
    f = params.follow_up
    assert guided == pytest.approx((1.0, f.guide_delivery, f.guide_delivery, 0.0, 0.0))


def test_sustaining_years_have_lighter_guides_and_no_money(build, scheme, params):
    world, longer = build(), replace(scheme, sustain_years=1)
    on_path(world, scheme, [3])
    autumn(world, longer, params)
    assert world.owners.follow_year[0] == 4
    assert world.owners.guidance[0] == pytest.approx(params.follow_up.guide_sustain)
    assert world.owners.follow_grant[0] == 0
    autumn(world, longer, params, year=YEAR + 1)
    assert world.owners.follow_year[0] == 0


def test_a_scheme_that_ends_lets_everybody_go(build, scheme, params):
    world = build()
    on_path(world, scheme, [1, 2, 3])
    autumn(world, replace(scheme, active=False), params, frame=0)
    for column in ("follow_year", "follow_grant", "guidance"):
        assert not getattr(world.owners, column).any()
    assert (world.owners.follow_topic == -1).all()


def test_the_plan_keeps_its_topic_the_largest_need_of_the_staff(build, scheme, params):
    world = build()
    on_path(world, scheme, [1])
    world.schools.gap_other[world.schools.owner == 0, 7] = 10.0
    autumn(world, scheme, params)
    assert world.owners.follow_topic[0] == 7
    world.schools.gap_other[world.schools.owner == 0, 3] = 100.0
    autumn(world, scheme, params, year=YEAR + 1)
    assert world.owners.follow_topic[0] == 7
    assert (world.owners.follow_topic[1:] == -1).all()


# ---- intakes


@pytest.mark.parametrize(("every", "years"), [(2, [2018, 2020, 2022]), (1, list(range(2017, 2023))), (3, [2017, 2020])])
def test_intakes_fall_in_calendar_years(build, scheme, params, every, years):
    seen = []
    for year in range(2017, 2023):
        world = build()
        spring(world, replace(scheme, intake_every=every), params, year=year)
        if world.owners.follow_intake.any():
            seen.append(year)
    assert seen == years


def test_a_scheme_that_starts_in_an_autumn_selects_at_once(build, scheme, params):
    world = build()
    autumn(world, scheme, params, year=2017)
    assert (world.owners.follow_year == 1).any()
    assert (world.owners.follow_intake[world.owners.follow_year == 1] == 2017).all()
    spring(world, scheme, params, year=2018)
    before = world.owners.follow_intake.copy()
    assert (before == 2018).any()
    for year in (2018, 2019):
        autumn(world, scheme, params, year=year)
        assert np.array_equal(world.owners.follow_intake, before)


@pytest.mark.parametrize(
    ("every", "last", "year", "missed"),
    [
        (2, 2018, 2020, True),  # the spring of 2020 had no intake
        (2, 2018, 2019, False),
        (2, 2020, 2020, False),
        (2, 2020, 2021, False),
        (2, 2019, 2021, True),
        (1, 2020, 2021, True),
        (1, 2021, 2021, False),
        (3, 2020, 2022, False),
        (3, 2020, 2023, True),
    ],
)
def test_autumn_selects_where_the_intake_that_was_due_is_missing(build, scheme, params, every, last, year, missed):
    """One owner, long through, was taken in last; those selected start on the path at once."""
    world = build()
    world.owners.follow_intake[0] = last
    world.owners.follow_year[0] = 9
    autumn(world, replace(scheme, intake_every=every), params, year=year)
    taken = world.owners.follow_intake[1:] == year
    assert taken.any() == missed
    assert np.array_equal(world.owners.follow_year[1:] == 1, taken)


def test_autumn_selects_nobody_where_the_scheme_does_not_run(build, scheme, params):
    world = build()
    autumn(world, replace(scheme, active=False), params, frame=0)
    assert not world.owners.follow_intake.any()


def test_nobody_is_selected_while_on_the_path_and_may_come_back_after_it(build, scheme, params):
    world = build()
    spring(world, scheme, params)
    first = world.owners.follow_intake == YEAR
    autumn(world, scheme, params)
    spring(world, scheme, params, year=YEAR + 2)
    assert not (first & (world.owners.follow_intake == YEAR + 2)).any()
    world.owners.follow_year = 0
    spring(world, scheme, params, year=YEAR + 4)
    assert (first & (world.owners.follow_intake == YEAR + 4)).any()


def test_no_places_nobody_on_the_path(build, params):
    rule = {"rule": "risk_and_spread", "places": 0, "spread_places": 0, "spread_level": 0.0}
    nobody = levers_of(selection=rule)
    world = build()
    for year in range(YEAR, YEAR + 4):
        spring(world, nobody, params, year=year)
        autumn(world, nobody, params, year=year)
    assert not world.owners.follow_year.any()
    g = world.governors
    assert (g.pot.sum(), g.lapsed.sum()) == (10_000_000, 30_000_000)
    assert g.appropriated.sum() == 40_000_000
    assert not g.guides.any()
    assert not g.measures.any()


def test_those_who_decline_are_not_taken_in(build, scheme, params):
    world = build(120)
    some = replace(params, follow_up=replace(params.follow_up, acceptance=0.5))
    wide = replace(scheme, selection=replace(scheme.selection, places=100, spread_places=0))
    spring(world, wide, some)
    taken = int((world.owners.follow_intake == YEAR).sum())
    assert abs(taken - 50) <= 4 * 5  # 100 asked, standard error 5


# ---- risk


def test_only_municipalities_have_a_risk(build, scheme, params):
    world = build()
    world.owners.kind[:3] = PRIVATE
    risk = assessed(world, params)
    assert np.isnan(risk.share[:3]).all()
    assert np.isfinite(risk.share[3:]).all()
    assert not risk.weak_school[:3].any()


def test_risk_of_one_municipality_by_hand(build, scheme, params):
    """All at the mean but one school of owner 0 far below in one of three equal schools: below the mean, not far."""
    world, limit = build(), params.follow_up.risk_limit
    world.schools.measured = 0.0
    mine = np.flatnonzero(world.schools.owner == 0)
    world.schools.measured[mine[0]] = -2.0 * limit
    world.owners.steering = 0.3
    risk = assessed(world, params)
    assert risk.share[0] == pytest.approx(1 / 3)  # its mean is two thirds of the limit below, 1 point of 3 each
    assert not risk.share[1:].any()
    assert risk.spread[0] == pytest.approx(np.std([1.0, 0.0, 0.0]))
    assert not risk.spread[1:].any()
    assert risk.priority == pytest.approx(0.7)
    assert np.array_equal(world.owners.risk, risk.share)


def test_a_municipalitys_values_are_weighted_by_pupils(params):
    measured = np.arange(6.0).reshape(3, 2, 1)
    pupils = np.array([[10.0], [30.0], [0.0]])
    mean = weighted_mean(np.array([0, 0, 1]), measured, pupils, 2)
    assert mean[0, :, 0].tolist() == [1.5, 2.5]
    assert not mean[1].any()


def test_lower_levels_give_more_risk(build, params):
    world = build(60, spread=0.15, pupils=2000.0)
    risk = assessed(world, params)
    level = np.bincount(world.schools.owner, world.schools.structural_level + world.schools.environment_level)
    assert np.corrcoef(level, risk.share)[0, 1] < -0.7


def test_small_municipalities_swing_more_from_year_to_year(build, params):
    """200 municipalities without any real difference: the spread of risk is all noise."""
    small, large = (build(200, pupils=n) for n in (20.0, 2000.0))
    spread = [assessed(w, params).share.std() for w in (small, large)]
    assert spread[0] > 1.5 * spread[1]


def test_what_selection_picked_regresses_to_the_mean_without_treatment(build, scheme, params):
    """40 schools of small municipalities alike in everything: those picked fall back when three new years are in."""
    before, after, mean = [], [], []
    for replication in range(10):
        luck, world = Luck(1, replication), build(40, pupils=40.0, replication=replication)
        spring(world, scheme, params, luck=luck)
        picked = world.owners.follow_intake == YEAR
        before.append(world.owners.risk[picked].mean())
        for year in range(RISK_YEARS):
            world.schools.measure(params.school, luck.at(SPRING + 2 + 2 * year))
        spring(world, replace(scheme, active=False), params, year=YEAR + RISK_YEARS, luck=luck)
        after.append(world.owners.risk[picked].mean())
        mean.append(world.owners.risk.mean())
    assert np.mean(before) > np.mean(mean) + 0.1
    error = np.std(after) / np.sqrt(len(after))
    assert abs(np.mean(after) - np.mean(mean)) <= 4 * error


def test_relabelling_permutes_who_is_selected(build, scheme, params):
    """The same municipalities in another order, with two counties and one governor as before."""
    plain, order = country(), np.random.default_rng(5).permutation(24)
    turned = country()
    for name, column in plain.tables["owners"].items():
        turned.tables["owners"][name] = column[order]
    place = np.argsort(order).astype(np.int32)
    for name in ("owner", "municipality"):
        turned.tables["schools"][name] = place[plain.tables["schools"][name]]
    found = []
    for made in (plain, turned):
        world = populate(mesa.Model(rng=0), made, params, Luck(1, 0))
        spring(world, scheme, params)
        found.append(dict(zip(world.owners.id.tolist(), world.owners.follow_intake.tolist(), strict=True)))
    assert any(found[0].values())
    assert found[0] == found[1]


# ---- money


PATHS = st.one_of(
    st.lists(st.integers(0, 4), min_size=24, max_size=24),
    st.sampled_from([[0] * 24, [3] * 24, [0] * 23 + [3]]),  # guides at most: money is left over
)


@given(PATHS, st.integers(0, 30_000_000), st.floats(0, 5), st.booleans(), st.sampled_from([2010, YEAR]))
def test_every_krone_is_at_hand_paid_or_lapsed(params, scheme, worlds, years, frame, intensity, shadow, intake):
    world, strong = worlds, replace(scheme, intensity=intensity, sustain_years=1, shadow=shadow)
    world.owners.follow_year = np.array(years, dtype=np.int32)
    world.owners.follow_intake = intake
    g = world.governors
    left, lapsed = g.pot.copy(), g.lapsed.copy()
    before = g.guides.sum(), g.measures.sum()
    autumn(world, strong, params, frame=frame)
    assert (g.pot >= 0).all()
    assert np.array_equal(g.appropriated, g.pot + g.guides + g.measures + g.lapsed)
    assert np.array_equal(g.lapsed - lapsed, left)
    assert g.guides.sum() - before[0] == world.owners.guide_money.sum()
    assert g.measures.sum() - before[1] == world.owners.follow_grant.sum()
    assert (world.owners.follow_grant >= 0).all()


@pytest.fixture(scope="module")
def worlds(params):
    """One world that Hypothesis runs through many autumns: money is conserved over all of them."""
    return populate(mesa.Model(rng=0), country(), params, Luck(1, 0))


def test_what_guides_leave_goes_to_those_with_measures(build, scheme, params):
    world = build()
    on_path(world, scheme, [1, 2, 0])
    world.owners.follow_intake[2] = YEAR
    autumn(world, scheme, params)
    f, o = params.follow_up, world.owners
    assert o.follow_year[:3].tolist() == [2, 3, 1]
    guides = round(f.guide_cost * (1 + 2 * f.guide_delivery))
    assert world.governors.guides.sum() == guides
    assert o.follow_grant.sum() == world.governors.measures.sum() == 10_000_000 - guides
    assert o.follow_grant[0] == o.follow_grant[1] > 0


PAID = ("guidance", "guide_money", "follow_grant")


def test_what_nobody_was_paid_goes_back_to_the_state_a_year_later(build, scheme, params):
    world, never = build(), replace(scheme, intake_every=10)
    on_path(world, never, [3])
    autumn(world, never, params)  # the last year is over: nobody is left
    g = world.governors
    assert (g.pot.sum(), g.lapsed.sum()) == (10_000_000, 0)
    autumn(world, never, params, frame=4_000_000, year=YEAR + 1)
    assert (g.pot.sum(), g.lapsed.sum()) == (4_000_000, 10_000_000)
    assert g.appropriated.sum() == 14_000_000


def test_guides_and_measures_are_for_the_year(build, scheme, params):
    world, never = build(), replace(scheme, intake_every=10)
    on_path(world, never, [2])
    autumn(world, never, params)
    assert all(getattr(world.owners, name)[0] > 0 for name in PAID)
    autumn(world, never, params, year=YEAR + 1)
    assert not any(getattr(world.owners, name).any() for name in PAID)


def test_a_shadow_pays_nobody_whatever_was_paid_before(build, scheme, params):
    world, never = build(), replace(scheme, intake_every=10)
    on_path(world, never, [1, 1])
    autumn(world, never, params)
    assert all(getattr(world.owners, name)[0] > 0 for name in PAID)
    paid = world.governors.guides.sum(), world.governors.measures.sum()
    autumn(world, replace(never, shadow=True), params, year=YEAR + 1)
    assert world.owners.follow_year[:2].tolist() == [3, 3]
    assert not any(getattr(world.owners, name).any() for name in PAID)
    assert (world.governors.guides.sum(), world.governors.measures.sum()) == paid
    assert (world.owners.follow_topic == -1).all()


def test_too_little_money_shortens_the_guides_time(build, scheme, params):
    world = build()
    world.owners.follow_intake[:4] = YEAR
    autumn(world, scheme, params, frame=round(params.follow_up.guide_cost))
    assert world.owners.guidance[:4] == pytest.approx(0.25)
    assert world.governors.guides.sum() == round(params.follow_up.guide_cost)
    assert not world.governors.pot.any()


def test_larger_municipalities_get_more_but_less_than_in_proportion(build, scheme, params):
    world = build()
    on_path(world, scheme, [1, 1])
    world.owners.staff[:2] = [50.0, 500.0]
    autumn(world, scheme, params, frame=20_000_000)
    small, large = world.owners.follow_grant[:2]
    base = params.follow_up.measures_base
    assert large / small == pytest.approx((500 + base) / (50 + base), rel=1e-6)


# ---- guides


@pytest.mark.parametrize("tenure", [-0.5, 0.0, 1.0, 5.0])
def test_guides_lift_steering_by_the_closed_form(build, scheme, params, tenure):
    world, f = build(), params.follow_up
    world.owners.guidance, world.owners.leader_tenure, world.owners.steering = 1.0, tenure, 0.4
    world.owners.leader_left = tenure <= 0
    use = f.guide_new_leader + (1 - f.guide_new_leader) * min(max(tenure, 0.0) / f.guide_leader_years, 1.0)
    use = use * (0.5 + 0.5 * world.owners.effort(params.owner)) * (f.stall_help if tenure <= 0 else 1.0)
    for _ in range(6):
        guide(world, scheme, params)
    assert world.owners.steering == pytest.approx(1 - 0.6 * np.exp(-3 * f.guide_steering * use), rel=1e-12)


def test_guides_build_routines_only_in_topics_worked_on(build, scheme, params):
    world = build()
    world.schools.topic[:, 0], world.schools.routines = 4, 0.2
    world.owners.guidance[0], world.owners.leader_tenure = 1.0, 9.0
    guide(world, scheme, params)
    mine, topics = world.schools.owner == 0, np.arange(world.schools.routines.shape[1])
    use = 0.5 + 0.5 * world.owners.effort(params.owner)[0]  # of an office that has no more time than its own
    by_hand = 1 - 0.8 * np.exp(-0.5 * params.follow_up.guide_routines * use)
    assert world.schools.routines[mine, 4] == pytest.approx(by_hand)
    assert (world.schools.routines[mine][:, topics != 4] == 0.2).all()
    assert (world.schools.routines[~mine] == 0.2).all()


def test_a_national_corps_has_less_effect(build, scheme, params):
    grown = []
    for local in (True, False):
        world = build()
        world.owners.guidance, world.owners.leader_tenure, world.owners.steering = 1.0, 9.0, 0.0
        guide(world, replace(scheme, local_guides=local), params)
        grown.append(-np.log(1 - world.owners.steering[0]))
    assert grown[1] / grown[0] == pytest.approx(params.follow_up.national_guides)


@given(st.floats(0, 5), st.floats(0, 1), st.floats(-1, 20))
def test_steering_and_routines_stay_within_0_and_1(params, scheme, worlds, guidance, start, tenure):
    o, s = worlds.owners, worlds.schools
    o.guidance, o.steering, o.leader_tenure, s.routines = guidance, start, tenure, start
    s.topic[:, 0] = 2
    strong = replace(params, follow_up=replace(params.follow_up, guide_steering=0.6, guide_routines=0.3))
    for _ in range(5):
        guide(worlds, scheme, strong)
    assert ((o.steering >= start) & (o.steering <= 1)).all()
    assert ((s.routines >= start) & (s.routines <= 1)).all()


# ---- against its shadow


STATUS = {"owners.follow_year", "owners.follow_intake"}


def test_a_shadow_changes_nothing_but_status(levers, params):
    made = country(12)
    off = live(made, scenario_of(levers, (0, {"dekom_s.active": True})), 11)
    change = {"dekom_s.active": True, "follow_up.active": True, "follow_up.shadow": True}
    shadow = live(made, scenario_of(levers, (0, change)), 11)
    assert (shadow.world.owners.follow_intake > 0).any()
    one, other = off.world.digests(), shadow.world.digests()
    assert {name for name in one if one[name] != other[name]} == STATUS


def test_treatment_lifts_steering_of_those_it_shadows(levers, params):
    """The same municipalities on the same luck, with and without help, after a whole path."""
    made, help_ = country(12), {"dekom_s.active": True, "follow_up.active": True}
    shadow = live(made, scenario_of(levers, (0, {**help_, "follow_up.shadow": True})), 5).world
    treated = live(made, scenario_of(levers, (0, help_)), 5).world
    ours, never = shadow.owners.follow_intake == 2017, treated.owners.follow_intake == 0
    assert np.array_equal(ours, treated.owners.follow_intake == 2017)
    lift = treated.owners.steering - shadow.owners.steering
    assert (lift[ours] > 0.02).all()
    assert np.abs(lift[never]).max() < 0.001  # only through the trust of shared networks
