"""The event study of follow-up: who is in it, that years are balanced, and that it agrees with what is judged."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.owner import COUNTY_COUNCIL
from sim.analysis.validation import PATTERNS
from sim.analysis.validation.measures import follow_up
from sim.analysis.validation.measures.event_study import GROUPS, MEASURES, OUTCOMES, SINCE, event_frame
from tests.analysis.validation.made import YEARS, from_year, panel

STRUCTURE, RESULTS = OUTCOMES
INTAKE = np.zeros((len(YEARS), 6))
INTAKE[2:, :2], INTAKE[4:, 2], INTAKE[6:, 1] = 2020, 2022, 2024
LEVEL = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


def followed(**more):
    """Owners 0 and 1 are taken in in 2020, owner 2 in 2022 and owner 1 again in 2024."""
    return panel(owners__follow_intake=INTAKE, **more)


def frame(outcome, *pairs):
    """The frame of replications, each a run and its shadow; None is one that failed."""
    nothing = (np.nan, np.nan)
    return event_frame(outcome, lambda m: np.array([m.of(*pair) if pair else nothing for pair in pairs]))


def by_year(found, group, replication=0):
    mine = found[(found.group == group) & (found.replication == replication)]
    return mine.set_index("years_since")["value"].reindex(SINCE).to_numpy()


def test_each_municipality_counts_once_in_every_year():
    run = followed()
    assert {m.of(run, run)[1] for m in MEASURES.values()} == {3.0}
    council = followed(still={"owners.kind": np.array([0, COUNTY_COUNCIL, 0, 0, 0, 0])})
    assert {m.of(council, council)[1] for m in MEASURES.values()} == {2.0}


def test_who_is_in_it_is_read_from_the_run_with_help_only():
    run, shadow = followed(schools__true_results=LEVEL), panel(schools__true_results=LEVEL)
    assert by_year(frame(RESULTS, (run, shadow)), "shadow") == pytest.approx(np.full(len(SINCE), 0.2))


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.name)
def test_without_any_effect_helped_and_shadow_are_one(outcome):
    run = followed(owners__steering=LEVEL, schools__true_results=LEVEL)
    found = frame(outcome, (run, run))
    assert np.array_equal(by_year(found, "helped"), by_year(found, "shadow"))


def test_years_are_counted_from_each_municipalitys_own_intake():
    since = np.array(YEARS)[:, None] - np.array([2020, 2020, 2022, 0, 0, 0])
    run = followed(schools__true_results=0.01 * since)
    assert by_year(frame(RESULTS, (run, run)), "helped") == pytest.approx(0.01 * np.array(SINCE))


def test_an_effect_from_one_calendar_year_on_comes_at_different_times_since_intake():
    run = followed(schools__true_results=from_year(2023, 0.3))
    found = by_year(frame(RESULTS, (run, followed())), "helped")
    assert found == pytest.approx([0.3 * (2 * (t >= 3) + (t >= 1)) / 3 for t in SINCE])


def test_it_agrees_with_the_effect_that_is_judged():
    levels = {"owners__steering": LEVEL, "owners__structure": LEVEL}
    shadow, run = followed(**levels), followed(**{**levels, "owners__steering": LEVEL + from_year(2022, 0.3)})
    judged = follow_up.effect(run, shadow, follow_up.structure, 3).mean()
    found = frame(STRUCTURE, (run, shadow))
    assert (by_year(found, "helped") - by_year(found, "shadow"))[SINCE.index(3)] == pytest.approx(judged)


def test_replications_that_failed_or_took_nobody_in_are_left_out():
    found = frame(RESULTS, None, (followed(), followed()), (panel(), panel()))
    assert set(found.replication) == {1}
    assert len(found) == len(GROUPS) * len(SINCE)
    assert frame(RESULTS, None).empty


def test_what_is_drawn_is_measured_with_its_pattern_and_stands_in_no_table():
    (pattern,) = (p for p in PATTERNS if p.drawn)
    assert pattern.code == "P12"
    assert {m.name for m in pattern.drawn} <= {m.name for case, m in pattern.needed() if case.name == "default"}
    assert not {m.name for m in pattern.drawn} & {c.measure.name for c in pattern.claims}
