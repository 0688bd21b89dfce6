from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.areas import StaffLevers
from sim.policy import policy_from
from sim.scenario import (
    Phase,
    Scenario,
    is_autumn,
    last_semester,
    parting,
    semester_of,
    year_of,
)
from sim.scenario_file import shipped
from tests.handmade import handmade
from tests.laws import live

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
STARTS = st.lists(st.integers(0, 40), max_size=5, unique=True).map(sorted)


def made(name, phases):
    return Scenario(name, {"en": "?"}, tuple(Phase(start, {"section": {"lever": value}}) for start, value in phases))


def timeline(starts):
    return made("made", [(-1000, 0.0), *((start, float(start + 1)) for start in starts)])


@pytest.mark.parametrize(
    ("day", "semester"),
    [
        (date(2017, 1, 1), -1),
        (date(2017, 7, 31), -1),
        (date(2017, 8, 1), 0),
        (date(2017, 12, 31), 0),
        (date(2018, 1, 1), 1),
        (date(2018, 7, 31), 1),
        (date(2018, 8, 1), 2),
        (date(2026, 8, 1), 18),
        (date(2035, 7, 31), 35),
    ],
)
def test_a_date_acts_from_its_semester(day, semester):
    assert semester_of(day) == semester


@given(DAYS)
def test_a_date_acts_in_its_own_calendar_year(day):
    assert year_of(semester_of(day)) == day.year


@given(DAYS)
def test_a_date_acts_in_autumn_from_august(day):
    assert is_autumn(semester_of(day)) == (day.month >= 8)


@given(DAYS)
def test_a_later_date_never_acts_earlier_and_a_day_moves_a_semester_at_the_most(day):
    assert 0 <= semester_of(day + timedelta(days=1)) - semester_of(day) <= 1


@pytest.mark.parametrize(("semester", "year"), [(-2, 2016), (-1, 2017), (0, 2017), (1, 2018), (2, 2018), (35, 2035)])
def test_the_calendar_year_of_a_semester(semester, year):
    assert year_of(semester) == year


@given(st.integers(2018, 2100))
def test_a_run_ends_in_spring_of_its_horizon(horizon):
    last = last_semester(horizon)
    assert not is_autumn(last)
    assert year_of(last) == horizon
    assert year_of(last + 1) == horizon
    assert is_autumn(last + 1)


@given(STARTS, st.integers(-20, 50))
def test_the_latest_phase_begun_is_in_force(starts, semester):
    expected = 0.0
    for start in starts:
        if start <= semester:
            expected = float(start + 1)
    assert timeline(starts).levers_at(semester) == {"section": {"lever": expected}}


@given(st.integers(0, 10), st.integers(-20, -1))
def test_the_first_phase_is_in_force_before_it_begins(start, semester):
    assert made("made", [(start, 1.0)]).levers_at(semester) == {"section": {"lever": 1.0}}


@given(STARTS, STARTS)
def test_scenarios_part_at_the_first_semester_in_which_their_levers_differ(one, other):
    a, b = timeline(one), timeline(other)
    differ = [s for s in range(0, 36) if a.levers_at(s) != b.levers_at(s)]
    assert parting([a, b], 0, 35) == (differ[0] if differ else 36)


@given(STARTS)
def test_a_scenario_never_parts_from_itself(starts):
    assert parting([timeline(starts), timeline(starts)], 0, 35) == 36


def test_the_order_in_which_levers_are_written_does_not_count():
    a = Scenario("a", {}, (Phase(0, {"x": {"one": 1, "two": 2}}),))
    b = Scenario("b", {}, (Phase(0, {"x": {"two": 2, "one": 1}}),))
    assert parting([a, b], 0, 9) == 10
    assert a.canonical() == b.canonical()


def test_the_first_to_leave_decides_when_many_part():
    a, b, c = (timeline(starts) for starts in ([], [9], [4, 9]))
    assert parting([a, b, c], 0, 35) == 4


def test_names_and_questions_do_not_count_in_what_a_scenario_is():
    a, b = made("a", [(0, 1.0)]), Scenario("b", {"nb": "!"}, made("a", [(0, 1.0)]).phases)
    assert a.canonical() == b.canonical()


@given(STARTS, STARTS)
def test_scenarios_with_one_canonical_text_are_one_policy(one, other):
    a, b = timeline(one), timeline(other)
    assert (a.canonical() == b.canonical()) == (one == other)


def test_every_phase_of_a_shipped_scenario_is_a_policy_in_order_of_time(scenario):
    unordered = []
    for name in shipped():
        starts = [phase.start for phase in scenario(name).phases]
        if starts != sorted(set(starts)) or starts[0] > 0:
            unordered.append(name)
        for phase in scenario(name).phases:
            policy_from(phase.levers)
    assert unordered == []


def test_a_shipped_scenario_leaves_history_before_2026_as_it_was(scenario):
    others = set(shipped()) - {"model_2025", "never"}
    parts = {name: parting([scenario("model_2025"), scenario(name)], 0, 60) for name in others}
    assert {name: at for name, at in parts.items() if not semester_of(date(2026, 1, 1)) <= at <= 60} == {}


def test_dekom_s_begins_in_2017_and_takes_in_upper_secondary_in_2019(scenario):
    found = scenario("model_2025")
    assert [s for s in range(-4, 10) if found.levers_at(s)["dekom_s"]["active"]] == list(range(10))
    assert [s for s in range(-4, 10) if found.levers_at(s)["dekom_s"]["upper_secondary"]] == list(range(3, 10))


def test_a_model_follows_the_first_phase_before_it_begins(levers):
    levers["staff"]["pay_premium"] = 0.07
    model = live(handmade(), Scenario("late", {"en": "?"}, (Phase(0, levers),)), -13)
    assert model.policy[StaffLevers].pay_premium == 0.07
