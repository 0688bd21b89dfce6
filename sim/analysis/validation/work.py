"""What validation has to run: one job a case, horizon and replication."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sim.analysis.validation.judging import Measure, Pattern, pair
from sim.analysis.validation.panel import Watcher
from sim.analysis.validation.patterns import PATTERNS
from sim.analysis.validation.setups import CASES, Case
from sim.scenario import Scenario
from sim.simulation import Setup, watch


@dataclass(frozen=True)
class Job:
    """Runs that share their numbers, luck and horizon, and what is measured on them; plain data.

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


Known = Collection[tuple[str, str, int]]
"""What has been measured: case, measure and replication."""


def jobs(patterns: Sequence[Pattern], replications: int, known: Known = ()) -> list[Job]:
    """What is left to run to judge patterns, replication by replication, so that an early end is balanced."""
    needed = [need for pattern in patterns for need in pattern.needed()]
    found: list[Job] = []
    for replication in range(replications):
        wanted: dict[tuple[str, int], set[str]] = {}
        for case, measure in needed:
            if (case.name, measure.name, replication) not in known:
                wanted.setdefault((case.name, measure.until), set()).add(measure.name)
        found += [Job(case, until, tuple(sorted(names)), replication) for (case, until), names in wanted.items()]
    return found


def observe(setup: Setup, base: Scenario, job: Job) -> dict[str, tuple[float, float]]:
    """Make the runs of a job and measure them.

    Args:
        setup: World, seed, data and parameters; a case's own parameters win over these.
        base: The schemes of 2017-2025.
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
    return {m.name: pair(m.of(*(panels[role] for role in m.roles))) for m in measures}


CASE_OF: dict[str, Case] = {case.name: case for case in CASES}
MEASURE_OF: dict[str, Measure] = {measure.name: measure for p in PATTERNS for _, measure in p.needed()}
