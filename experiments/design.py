"""This file knows what is to be run: points x scenarios x replications, each run with an id made of its inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from experiments.fingerprint import digest, source_digest, table_digests
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.simulation import Setup


@dataclass(frozen=True)
class PlannedRun:
    """One cell of a design."""

    run_id: str
    point: int
    scenario: Scenario
    replication: int


@dataclass(frozen=True)
class Task:
    """What is run together: the scenarios of one replication at one point, on the same luck."""

    setup: Setup
    point: int
    replication: int
    runs: tuple[PlannedRun, ...]


@dataclass(frozen=True)
class Design:
    """What is to be run, in a form that knows nothing of processes or folders.

    Attributes:
        setup: What all runs share.
        scenarios: The scenarios, the baseline first.
        replications: Replications of each.
        points: Parameter values of each point, on top of the setup's; one empty point if nothing is varied.
    """

    setup: Setup
    scenarios: tuple[Scenario, ...]
    replications: int
    points: tuple[Mapping[str, float], ...] = field(default_factory=lambda: ({},))

    def setup_at(self, point: int) -> Setup:
        """The setup of a point."""
        return replace(self.setup, parameters={**self.setup.parameters, **self.points[point]})

    @cached_property
    def runs(self) -> tuple[PlannedRun, ...]:
        """All runs, in the order they are made: everything of replication 0, then of 1, and so on.

        An interrupted design is therefore balanced: every scenario and point has about as many runs. A scenario's
        name counts in the id as well as its policy, because the records carry it.
        """
        policies = [[s.name, digest(s.canonical())] for s in self.scenarios]
        keys = [[digest([self._ground_at(p), policy]) for policy in policies] for p in range(len(self.points))]
        return tuple(
            PlannedRun(digest([keys[point][s], replication]), point, scenario, replication)
            for replication in range(self.replications)
            for point in range(len(self.points))
            for s, scenario in enumerate(self.scenarios)
        )

    def tasks(self, done: Collection[str] = ()) -> Iterator[Task]:
        """What is left to run, in order: one task a replication and point, with the scenarios not yet done."""
        groups: dict[tuple[int, int], list[PlannedRun]] = {}
        for run in self.runs:
            if run.run_id not in done:
                groups.setdefault((run.replication, run.point), []).append(run)
        for (replication, point), runs in groups.items():
            yield Task(self.setup_at(point), point, replication, tuple(runs))

    @cached_property
    def question(self) -> str:
        """Hash of the question: all but the number of replications, so that more of them find the same folder."""
        names = sorted(digest([s.name, s.canonical()]) for s in self.scenarios)
        points = sorted(digest(dict(p)) for p in self.points)
        return digest([self.ground, names, points])

    @cached_property
    def ground(self) -> str:
        """Hash of what all runs of one folder share: world, luck, parameters, data, levels and model."""
        return digest([self._shared, dict(self.setup.parameters)])

    def _ground_at(self, point: int) -> str:
        """Hash of all that decides a run but its scenario and replication."""
        return digest([self._shared, dict(self.setup_at(point).parameters)])

    @cached_property
    def _shared(self) -> dict[str, object]:
        return {
            "seed": self.setup.seed,
            "world": self.setup.world,
            "horizon": self.setup.horizon,
            "uncertainty": self.setup.uncertainty,
            "record": sorted(self.setup.record),
            "tables": table_digests(self.setup.tables),
            "source": source_digest(),
        }
