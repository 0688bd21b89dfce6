"""Ages of graduates and staff, leaving working life, and routes, against closed forms and published figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.teacher import BEGIN, another_autumn
from sim.careers import (
    AGES,
    LEAST_AGE,
    age_of_graduates,
    ages_in,
    ages_of_staff,
    leaves_work,
    retires,
    routes_of,
    semesters_since,
    teacher_ages,
    working,
)
from sim.parameters import parameters_from
from sim.topics import TOPICS

STAFF = parameters_from({}).staff
YEARS = st.integers(2005, 2021)


def test_the_table_holds_the_ages_that_were_published():
    """Statistics Norway, LÆRERMOD 2021: employed by route, summed over its programmes."""
    employed = teacher_ages().groupby("route")["employed"].sum()
    assert employed.to_dict() == {"glu": 56365, "ppu": 33468 + 5980, "vocational": 14403}
    assert (teacher_ages()[["educated", "employed", "fte"]] >= 0).all(axis=None)
    assert (teacher_ages()["employed"] <= teacher_ages()["educated"]).all()


def test_survival_under_the_hazards_is_the_share_in_work_by_age():
    """From 62 on to the last digit, by single year; before, over the whole span."""
    share, hazard = working(), leaves_work()
    left = np.cumprod(1.0 - hazard)
    for age in range(61, 75):
        assert left[age] / left[61] == pytest.approx(share[age] / share[61])
    assert left[60] / left[49] == pytest.approx(share[61] / share[50], rel=1e-9)
    assert not hazard[:50].any()
    assert (hazard[75:] == 1.0).all()
    assert ((hazard >= 0) & (hazard <= 1)).all()


def test_the_pace_of_retirement_acts_from_62_on_and_keeps_hazards_shares():
    fast, usual = retires(replace(STAFF, retirement_pace=9.0)), leaves_work()
    assert np.array_equal(fast[:62], usual[:62])
    assert (fast[62:75] >= usual[62:75]).all()
    assert fast.max() == 1.0
    assert not retires(replace(STAFF, retirement_pace=0.0))[62:75].any()


@given(YEARS)
def test_ages_of_a_year_are_shares_between_the_youngest_graduate_and_the_oldest_in_work(year):
    upto = ages_in(year, STAFF)
    assert upto.shape == (4, AGES)
    assert (np.diff(upto, axis=1) >= 0).all()
    assert upto[:, -1] == pytest.approx(1.0)
    assert (upto[np.arange(4), LEAST_AGE.astype(int) - 2] < 0.01).all()
    assert (upto[:3, 74] > 0.999).all()


def test_in_the_year_observed_the_ages_are_those_observed():
    upto, ages = ages_in(2021, STAFF), teacher_ages()
    for route, name in enumerate(("glu", "ppu", "vocational")):
        mine = ages[ages["route"] == name].set_index("age")
        expected = mine["educated"] * working()[mine.index]
        assert np.diff(upto[route], prepend=0.0)[mine.index] == pytest.approx(expected / expected.sum(), abs=2e-3)


def test_the_staff_of_2011_was_older_than_that_of_2021_as_published():
    """Over 55: 28 % in 2011 and 22 % in 2018 (Fafo 2022:05, both stages); here without those who are unqualified."""
    over = {year: 1.0 - np.average(ages_in(year, STAFF)[:3, 55], weights=[0.58, 0.31, 0.11]) for year in (2011, 2018)}
    assert over[2011] == pytest.approx(0.28, abs=0.03)
    assert over[2018] == pytest.approx(0.22, abs=0.03)
    assert over[2011] > over[2018]


def test_ages_are_drawn_from_their_distribution(p):
    """100,000 draws of each route, 4 standard errors at every age."""
    n = 100_000
    for route in (-1, 0, 1, 2):
        age = ages_of_staff(np.full(n, route), np.random.default_rng(1).uniform(size=n), ages_in(2011, p.staff))
        share = np.diff(ages_in(2011, p.staff)[route], prepend=0.0)
        assert (np.abs(np.bincount(age, minlength=AGES) / n - share) <= 4 * np.sqrt(share / n) + 1e-5).all()


def test_graduates_are_as_old_as_the_register_says(p):
    """Mean age is the least plus the mean delay, less half a year for whole years; 100,000 draws, 5 standard errors."""
    n, late = 100_000, (p.staff.late_glu, p.staff.late_ppu, p.staff.late_vocational, p.staff.late_unqualified)
    for route in (-1, 0, 1):
        age = age_of_graduates(np.full(n, route), np.random.default_rng(2).uniform(size=n), p.staff)
        assert age.min() == LEAST_AGE[route]
        expected = LEAST_AGE[route] + late[route] - 0.5
        assert abs(age.mean() - expected) < 0.1 + 5 * late[route] / np.sqrt(n)
        assert age.max() < 62


@given(st.integers(24, 74), st.integers(0, 2), st.floats(0.001, 0.999))
def test_nobody_graduated_before_the_least_age(age, route, u):
    semesters = semesters_since(np.array([age]), np.array([route]), np.array([u]), STAFF)[0]
    assert 0 <= semesters <= 2 * max(age + 1 - LEAST_AGE[route], 0)


def test_what_a_post_teaches_decides_the_route(p):
    """Vocational posts, others in upper secondary, and in compulsory school a quarter with PPU and the like."""
    kinds, u = np.arange(len(TOPICS.kinds)), np.full(len(TOPICS.kinds), 0.5)
    route = routes_of(kinds, u, 0.25)
    assert {TOPICS.kinds[k] for k in np.flatnonzero(route == 2)} == {"upper_vocational"}
    assert {TOPICS.levels[k] for k in np.flatnonzero(route == 1)} == {"upper"}
    assert {TOPICS.levels[k] for k in np.flatnonzero(route == 0)} == {"primary", "lower"}
    low = routes_of(kinds, np.full(len(kinds), 0.1), 0.25)
    assert set(low[[level != "upper" for level in TOPICS.levels]].tolist()) == {1}


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_the_latest_eleven_autumns_are_remembered_and_no_more(seen):
    """Bit k is whether she belonged to a school k autumns ago; ten years are known after eleven autumns."""
    served = np.array([BEGIN], dtype=np.int16)
    for here in seen:
        served = another_autumn(served, np.array([here]))
    for years, here in enumerate(reversed(seen[-11:])):
        assert bool((served[0] >> years) & 1) == here or (years == 10 and len(seen) < 11)
    assert bool(served[0] & 0x0800) == (len(seen) >= 11)
