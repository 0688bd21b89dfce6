"""The yearly plan: what is published holds, what is open and what is closed is told apart, and nothing flickers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.country.builder import build_country
from sim.country.fit import fit_of_years
from sim.country.school_register import LOWER, PRIMARY, UPPER
from sim.country.year_ground import PATHS, _closures
from sim.country.years import whole
from sim.luck import Luck
from sim.parameters import parameters_from

YEARS = range(2012, 2041)


@pytest.fixture(scope="module")
def plan(norway):
    return norway.years


@pytest.fixture(scope="module")
def schools(norway):
    return norway.tables["schools"]


def national(plan, schools, path, year):
    """Pupils of primary and lower secondary in a year."""
    return plan.pupils[plan.at(path, year)][schools["level"] != UPPER].sum()


@pytest.mark.parametrize("replication", range(3))
def test_published_series_hold_in_every_year(p, registers, replication):
    """Pupils and teachers exactly; schools by type but for what the register lacks; size bands by themselves."""
    fit = fit_of_years(build_country("norway", Luck(2, replication), p, registers), registers)
    off = fit["difference"].abs()
    exact = fit["quantity"].isin(["pupils_private", "teachers"])
    assert (off[exact] < 1.0).all()
    kinds = fit["quantity"].isin(["schools_primary", "schools_combined", "schools_lower"])
    moved = fit[kinds].groupby("quantity")["difference"].agg(lambda d: d.max() - d.min())
    assert (moved <= 5).all(), moved  # changes from year to year are the published ones
    assert (off[kinds] <= 0.02 * fit["published"][kinds]).all()
    bands = fit["quantity"].isin(["schools_under_100", "schools_100_299", "schools_300_plus"])
    assert (off[bands] <= 0.08 * fit["published"][bands]).all()
    assert fit["quantity"].nunique() == 9


def test_pupils_of_each_stage_are_the_nations(norway, registers, plan, schools):
    series = registers["school_years"].pivot(index="year", columns="quantity", values="value")
    for year in range(2012, 2026):
        expected = series.loc[year, "pupils_1_7"] + series.loc[year, "pupils_8_10"]
        assert national(plan, schools, "main", year) == pytest.approx(expected, abs=0.5)


def test_a_school_has_posts_and_pupils_or_neither(plan, schools):
    assert np.array_equal(plan.posts > 0, plan.pupils > 0)
    assert (plan.posts.max(axis=0) <= schools["capacity"]).all()
    assert plan.posts.min() == 0


def test_paths_are_the_same_until_the_last_published_year_and_then_part(plan, schools):
    assert all(plan.at(path, 2025) == plan.at("main", 2025) == plan.base for path in PATHS)
    assert len({plan.at(path, 2026) for path in PATHS}) == 3
    for year in (2028, 2035, 2040):
        low, main, high = (national(plan, schools, path, year) for path in ("low", "main", "high"))
        assert low < main < high
        low, main, high = ((plan.posts[plan.at(path, year)] > 0).sum() for path in ("low", "main", "high"))
        assert low <= main <= high


def test_years_outside_the_plan_stand_at_its_ends(plan):
    assert plan.at("main", 2005) == plan.at("main", 2012)
    assert plan.at("low", 2060) == plan.at("low", 2040)


def test_the_country_is_built_as_in_the_last_published_year(norway, plan, schools):
    assert np.array_equal(schools["pupils"], plan.pupils[plan.base])
    assert np.array_equal(schools["n_posts"], plan.posts[plan.base])


def test_who_closes_stays_closed_and_after_2025_only_small_public_primary_schools_close(plan, schools):
    for path in PATHS:
        standing = plan.posts[[plan.at(path, year) for year in YEARS]] > 0
        opened = np.diff(standing.astype(np.int8), axis=0) == 1
        closed = np.diff(standing.astype(np.int8), axis=0) == -1
        assert (opened.sum(axis=0) <= 1).all()
        assert (closed.sum(axis=0) <= 1).all()
        late = closed[13:].any(axis=0)
        assert late.sum() > 20
        assert (schools["level"][late] == PRIMARY).all()
        assert not schools["private"][late].any()
        before = np.array([plan.pupils[plan.at(path, 2012 + int(k)), s] for s in np.flatnonzero(late)
                           for k in [np.argmax(closed[:, s])]])  # fmt: skip
        assert before.max() < 130  # small by its own pupils; those of neighbours that closed may have come


def test_every_municipality_can_teach_grades_1_to_7_in_every_year(norway, plan, schools):
    own = ~schools["private"] & (schools["level"] < LOWER)
    n = int((norway.tables["owners"]["kind"] == 0).sum())
    for column in range(len(plan.posts)):
        has = np.unique(schools["owner"][own & (plan.posts[column] > 0)])
        assert len(has) == n, column


def test_upper_secondary_follows_each_countys_youth(norway, registers, plan, schools):
    youth = registers["county_years"].query("quantity == 'age_16_18'").set_index(["county_number", "year"])["value"]
    upper = schools["level"] == UPPER
    for row, number in enumerate(norway.tables["counties"]["id"]):
        mine = upper & (schools["county"] == row)
        then, now = (plan.pupils[plan.at("main", year)][mine].sum() for year in (2025, 2035))
        assert now / then == pytest.approx(youth[number, 2036] / youth[number, 2026])


def test_a_school_is_the_same_in_its_county_and_in_the_country(p, registers, norway, plan):
    agder = build_country("agder", Luck(1, 0), p, registers)
    place = {uid: row for row, uid in enumerate(norway.tables["schools"]["uid"].tolist())}
    at = [place[uid] for uid in agder.tables["schools"]["uid"].tolist()]
    assert np.array_equal(agder.years.posts, plan.posts[:, at])
    assert np.array_equal(agder.years.pupils, plan.pupils[:, at])


def closed_after_2025(registers, **values):
    """Schools of 2025 that are closed in 2035."""
    country = build_country("norway", Luck(1, 0), parameters_from(values), registers)
    plan = country.years
    return int(((plan.posts[plan.base] > 0) & (plan.posts[plan.at("main", 2035)] == 0)).sum())


def test_more_schools_close_the_higher_the_hazard_and_none_without(registers):
    found = [closed_after_2025(registers, closure_hazard=hazard) for hazard in (0.0, 0.01, 0.03, 0.06)]
    assert found[0] == 0
    assert found == sorted(set(found))


def test_where_pupils_fall_schools_close_sooner(registers):
    assert closed_after_2025(registers, closure_fall=8.0) > closed_after_2025(registers, closure_fall=0.0)


def test_private_schools_open_at_their_rate(registers):
    country = build_country("norway", Luck(1, 0), parameters_from({"private_openings": 2.0}), registers)
    plan, schools = country.years, country.tables["schools"]
    private = schools["private"] & (schools["level"] != UPPER)
    number = [(plan.posts[plan.at("main", year)] > 0)[private].sum() for year in (2025, 2035)]
    assert number[1] - number[0] == 20


def test_without_a_drift_to_the_centre_municipalities_of_a_county_keep_their_shares(registers):
    """A test by one municipality of Agder against the county's others, public pupils of all grades."""
    shares = []
    for drift in (0.0, 0.02):
        country = build_country("agder", Luck(1, 0), parameters_from({"centre_drift": drift}), registers)
        plan, schools, owners = country.years, country.tables["schools"], country.tables["owners"]
        own = ~schools["private"] & (schools["level"] != UPPER)
        central = own & (owners["centrality"][schools["owner"]] > 0.8)
        now, then = (plan.pupils[plan.at("main", year)] for year in (2025, 2035))
        shares.append((then[central].sum() / then[own].sum()) / (now[central].sum() / now[own].sum()))
    assert shares[0] == pytest.approx(1.0, abs=0.01)  # stages grow apart, so not quite
    assert shares[1] > shares[0] + 0.005


def test_closures_are_openings_less_the_rise_in_number():
    seen = np.arange(2012, 2017)
    opened = np.array([0, 0, 2013, 2013, 2015])
    assert _closures(np.array([10.0, 9, 9, 9, 8]), opened, seen).tolist() == [0, 3, 0, 1, 1]
    assert _closures(np.array([10.0, 13, 12, 12, 12]), opened, seen).tolist() == [0, 0, 0, 1, 0]  # made up later


@given(st.integers(1, 12), st.integers(2, 30), st.integers(0, 2**32 - 1))
def test_whole_posts_sum_to_the_total_and_move_with_need(columns, schools, seed):
    rng = np.random.default_rng(seed)
    size = rng.uniform(1.0, 30.0, schools)
    exact = size * np.cumprod(rng.uniform(0.97, 1.03, columns))[:, None]
    standing = rng.uniform(size=(columns, schools)) < 0.9
    exact = np.where(standing, exact, 0.0)
    totals = np.maximum(np.rint(exact.sum(axis=1)), standing.sum(axis=1))
    posts = whole(exact, totals, rng.uniform(size=schools), standing)
    assert np.array_equal(posts.sum(axis=1), totals)
    assert (posts[standing] >= 1).all()
    assert (posts[~standing] == 0).all()
    assert (np.abs(posts - exact)[standing] < 2.0).all()


def test_where_need_only_rises_no_post_closes():
    rng = np.random.default_rng(3)
    exact = rng.uniform(2.0, 50.0, 3000) * np.cumprod(np.full(14, 1.01))[:, None]
    posts = whole(exact, np.rint(exact.sum(axis=1)), rng.uniform(size=3000), np.ones(exact.shape, dtype=bool))
    assert (np.diff(posts, axis=0) < 0).sum() <= 0.001 * (np.diff(posts, axis=0) > 0).sum()
