"""What validation has to run, one job a case and replication, and how to run it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.validation.claims import Measure, Pattern, Result
from sim.analysis.validation.judging import Finding, judge
from sim.analysis.validation.panel import Watcher
from sim.analysis.validation.patterns import PATTERNS
from sim.analysis.validation.setups import Case
from sim.scenario import Scenario
from sim.simulation import Setup, watch
from sim.types import Floats

Known = Collection[tuple[str, str, int]]
"""What has been measured: case, measure and replication."""

CASE_OF: dict[str, Case] = {case.name: case for pattern in PATTERNS for case, _ in pattern.needed()}
MEASURE_OF: dict[str, Measure] = {measure.name: measure for pattern in PATTERNS for _, measure in pattern.needed()}


@dataclass(frozen=True)
class Job:
    """Runs that share their numbers, luck and history, and what is measured on them; plain data.

    Attributes:
        case: Name of the case.
        until: Calendar year of the last spring.
        measures: Names of the measures.
        replication: Number of the replication.
    """

    case: str
    until: int
    measures: tuple[str, ...]
    replication: int


def jobs(patterns: Sequence[Pattern], replications: int, known: Known = (), *, ablations: bool = True) -> list[Job]:
    """What is left to run to judge patterns, replication by replication, so that an early end is balanced.

    Args:
        patterns: Patterns to judge; what several of them need is run once.
        replications: How many.
        known: What has been measured before.
        ablations: Whether to take mechanisms away as well; the patterns alone cost about a quarter.
    """
    needed = [need for pattern in patterns for need in pattern.needed(ablations=ablations)]
    found: list[Job] = []
    for replication in range(replications):
        wanted: dict[str, set[str]] = {}
        for case, measure in needed:
            if (case.name, measure.name, replication) not in known:
                wanted.setdefault(case.name, set()).add(measure.name)
        for case_name, names in wanted.items():
            until = max(MEASURE_OF[name].until for name in names)
            found.append(Job(case_name, until, tuple(sorted(names)), replication))
    return found


def observe(setup: Setup, base: Scenario, job: Job) -> dict[str, tuple[float, float]]:
    """Make the runs of a job and measure them.

    Args:
        setup: World, seed, data and parameters; a case's own parameters win over these.
        base: The schemes of 2017-2025, under whatever theory: every run is made from it.
        job: What to run and measure.

    Returns:
        By measure, numerator and denominator.
    """
    case = CASE_OF[job.case]
    measures = [MEASURE_OF[name] for name in job.measures]
    roles = list(dict.fromkeys(role for measure in measures for role in measure.roles))
    own = replace(setup, parameters={**setup.parameters, **case.parameters}, horizon=job.until)
    runs = watch(own, [case.scenario(base, role) for role in roles], job.replication, Watcher)
    panels = {role: panel for role, (panel, _) in zip(roles, runs, strict=True)}
    return {m.name: _pair(m.of(*(panels[role] for role in m.roles))) for m in measures}


def validate(
    setup: Setup, base: Scenario, replications: int, patterns: Sequence[Pattern] = PATTERNS, *,
    under: Callable[[Scenario], Scenario] | None = None, ablations: bool = True,
) -> list[Finding]:  # fmt: skip
    """Judge patterns here and now, in one process.

    Args:
        setup: World, seed, data and parameters.
        base: The schemes of 2017-2025.
        replications: How many; fewer than ten support no claim.
        patterns: Patterns to judge.
        under: From a scenario to the same under another theory of how the world works; it is laid on every run alike,
            so both sides of each difference hold it. What numbers the theory has belong into `setup`.
        ablations: Whether to take mechanisms away as well.
    """
    scenario = under(base) if under else base
    values: dict[tuple[str, str], Floats] = {}
    for job in jobs(patterns, replications, ablations=ablations):
        for name, value in observe(setup, scenario, job).items():
            values.setdefault((job.case, name), np.full((replications, 2), np.nan))[job.replication] = value
    return [
        finding
        for pattern in patterns
        for finding in judge(pattern, lambda case, measure: values[case.name, measure.name], ablations=ablations)
    ]


def _pair(result: Result) -> tuple[float, float]:
    """A result as numerator and denominator."""
    return result if isinstance(result, tuple) else (result, 1.0)
