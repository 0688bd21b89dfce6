"""What validation has to run, and the reduced version of the table in one county."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.validation import PATTERNS, fine, jobs, judged, observe
from sim.analysis.validation.work import MEASURE_OF
from sim.simulation import Setup

BREADTH = [p for p in PATTERNS if p.code == "P8"]


def test_a_job_is_a_case_a_horizon_and_a_replication():
    found = jobs(BREADTH, 2)
    assert {(j.case, j.until, j.replication) for j in found} == {
        (case, 2025, r) for case in ("default", "requirement_0_2") for r in (0, 1)
    }
    assert [j.replication for j in found] == [0, 0, 1, 1]
    assert {(j.case, j.until) for j in jobs(PATTERNS, 1)} >= {("default", 2025), ("default", 2030), ("default", 2031)}


def test_what_is_known_is_not_measured_again():
    everything = jobs(PATTERNS, 2)
    known = {(j.case, name, j.replication) for j in everything for name in j.measures}
    assert jobs(PATTERNS, 2, known) == []
    known.remove(("default", "broad_share", 1))
    (left,) = jobs(PATTERNS, 2, known)
    assert (left.case, left.measures, left.replication) == ("default", ("broad_share",), 1)


def test_a_job_measures_what_it_says_and_luck_decides_nothing_else(scenario):
    setup, base = Setup(world="tiny"), scenario("model_2025")
    first, again = (observe(setup, base, jobs(BREADTH, 1)[0]) for _ in range(2))
    assert set(first) == {"broad_share", "broad_share_s"}
    assert first == again
    broad, hours = first["broad_share"]
    assert 0 <= broad <= hours


def test_a_cases_parameters_win_over_the_users(scenario):
    setup = Setup(world="tiny", parameters={"trust_half_years": 2.0})
    (growth, none) = (j for j in jobs([p for p in PATTERNS if p.code == "P4"], 1))
    found = [observe(setup, scenario("model_2025"), job)["gap_closes"][0] for job in (growth, none)]
    assert found[0] > found[1]


def test_every_measure_answers_with_numbers_in_the_smallest_world(scenario):
    setup, base = Setup(world="tiny"), scenario("model_2025")
    found = {}
    for job in jobs(PATTERNS, 1):
        found |= {(job.case, name): value for name, value in observe(setup, base, job).items()}
    assert {name for _, name in found} == set(MEASURE_OF)
    assert all(isinstance(x, float) for value in found.values() for x in value)


@pytest.mark.slow
def test_the_reduced_version_holds_and_its_ablations_break(scenario):
    setup, base, replications = Setup(world="vestland"), scenario("model_2025"), 4
    patterns = [p for p in PATTERNS if any(c.reduced is not None for c in p.clauses)]
    values: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for job in jobs(patterns, replications):
        for name, value in observe(setup, base, job).items():
            values.setdefault((job.case, name), []).append(value)
    rows = [
        row
        for pattern in patterns
        for row in judged(pattern, lambda case, m: np.array(values[case.name, m.name]), reduced=True)
    ]
    failing = [f"{r.pattern.code} {r.clause.en}: {r.value}, {r.ablated}" for r in rows if not fine([r])]
    assert not failing
