"""What validation has to run: no run twice, the same answers whoever asks, and any theory on every run alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.validation import PATTERNS, jobs, observe, validate
from sim.analysis.validation.setups import Change, changed
from sim.analysis.validation.work import MEASURE_OF
from sim.scenario import Scenario
from sim.simulation import Setup
from sim.theories import theory

BREADTH = [p for p in PATTERNS if p.code == "P8"]
SMALL = Setup(world="tiny")


def test_a_job_is_a_case_and_a_replication():
    found = jobs(BREADTH, 2)
    assert {(j.case, j.until, j.replication) for j in found} == {
        (case, 2025, r) for case in ("default", "requirement_0_2") for r in (0, 1)
    }
    assert [j.replication for j in found] == [0, 0, 1, 1]


def test_patterns_share_their_runs():
    everything = jobs(PATTERNS, 1)
    assert len({j.case for j in everything}) == len(everything)
    alone = sum(len(jobs([p], 1)) for p in PATTERNS)
    assert len(everything) < alone
    assert {j.case for j in jobs(PATTERNS, 1, ablations=False)} == {"default", "equal_start", "no_head_start"}


def test_what_is_known_is_not_measured_again():
    everything = jobs(PATTERNS, 2)
    known = {(j.case, name, j.replication) for j in everything for name in j.measures}
    assert jobs(PATTERNS, 2, known) == []
    known.remove(("default", "broad_share", 1))
    (left,) = jobs(PATTERNS, 2, known)
    assert (left.case, left.measures, left.until, left.replication) == ("default", ("broad_share",), 2025, 1)


def test_a_job_measures_what_it_says_and_luck_decides_nothing_else(scenario):
    base = scenario("model_2025")
    first, again = (observe(SMALL, base, jobs(BREADTH, 1)[0]) for _ in range(2))
    assert set(first) == {"broad_share", "broad_share_s", "broad_share_own"}
    assert first == again
    broad, hours = first["broad_share"]
    assert 0 <= broad <= hours


def test_a_cases_parameters_win_over_the_users(scenario):
    setup = replace(SMALL, parameters={"trust_half_years": 2.0})
    cases = {j.case: j for j in jobs([p for p in PATTERNS if p.code == "P4"], 1)}
    base = scenario("model_2025")
    grown, none = (observe(setup, base, cases[name])["gap_closes"][0] for name in ("default", "no_trust_growth"))
    assert grown > none


def test_every_measure_answers_with_numbers_in_the_smallest_world(scenario):
    base, found = scenario("model_2025"), {}
    for job in jobs(PATTERNS, 1, ablations=False):
        found |= observe(SMALL, base, job)
    assert set(found) == set(MEASURE_OF)
    assert all(isinstance(x, float) for value in found.values() for x in value)


def nobody_must(base: Scenario) -> Scenario:
    """A theory that can be seen in the answer: no requirement to take part."""
    return changed(base, base.name, (Change(0, {"dekom_s.requirement": 0.2, "inclusion.requirement": 0.2}),))


def test_a_theory_is_laid_on_every_run_alike(scenario):
    base = scenario("model_2025")
    under = validate(SMALL, base, 2, BREADTH, under=nobody_must, ablations=False)
    usual = validate(SMALL, base, 2, BREADTH)
    assert [f.value for f in under] == [f.value for f in validate(SMALL, nobody_must(base), 2, BREADTH)]
    assert under[0].value == usual[0].ablated[0].value
    assert all(f.ablated == () for f in under)
    assert np.isfinite([f.value.mean for f in usual]).all()


def test_a_named_theory_is_such_a_transformation(scenario):
    base, depth = scenario("model_2025"), [p for p in PATTERNS if p.code == "P9"]
    usual = validate(SMALL, base, 1, depth, ablations=False)
    found = validate(SMALL, base, 1, depth, under=theory("subject").applied_to, ablations=False)
    assert [f.value.mean for f in found] != [f.value.mean for f in usual]


@pytest.mark.slow
def test_every_case_runs_and_hardly_a_value_is_undefined_in_a_county(scenario):
    found = validate(Setup(world="agder"), scenario("model_2025"), 2)
    undefined = {f.claim.measure.name for f in found if np.isnan(f.value.mean)}
    assert undefined <= {"feedback_varies"}  # a county has too few universities to differ
    assert all(np.isfinite(a.value.mean) for f in found for a in f.ablated if f.claim.measure.name not in undefined)
