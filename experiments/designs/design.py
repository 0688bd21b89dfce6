"""This file knows what is to be run: points x scenarios x replications, each run with an id made of its inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from experiments.designs.points import Point
from experiments.store.fingerprint import digest, source_digest, table_digests
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.simulation import Setup

TOGETHER = 16
"""Most runs that share a history in one task; more would make the loss by a crash larger."""
LEVERS_FROM = 17
"""Semester from which the levers of points act unless another is given: spring 2026."""


@dataclass(frozen=True)
class PlannedRun:
    """One run to be made; where several cells of a design are the same run, the first of them stands here."""

    run_id: str
    point: int
    scenario: Scenario
    replication: int


@dataclass(frozen=True)
class Task:
    """What is run together: runs of one replication on the same luck and parameters, which may share a history."""

    setup: Setup
    replication: int
    runs: tuple[PlannedRun, ...]


@dataclass(frozen=True)
class Design:
    """What is to be run, in a form that knows nothing of processes or folders.

    Attributes:
        setup: What all runs share.
        scenarios: The scenarios, the baseline first.
        replications: Replications of each.
        points: What is varied; one empty point if nothing is.
        levers_from: Semester from which the levers of points act.
        untouched: Name of a scenario that the levers of points leave alone, if there is one.
        about: How the points were chosen, as plain data; it names the folder in their place, so that more of them
            find the same folder.
    """

    setup: Setup
    scenarios: tuple[Scenario, ...]
    replications: int
    points: tuple[Point, ...] = (Point(),)
    levers_from: int = LEVERS_FROM
    untouched: str | None = None
    about: Mapping[str, Any] | None = None

    def setup_at(self, point: int) -> Setup:
        """The setup of a point."""
        return self.points[point].setup(self.setup)

    def scenario_at(self, point: int, scenario: Scenario) -> Scenario:
        """A scenario with the levers of a point."""
        if scenario.name == self.untouched:
            return scenario
        return self.points[point].scenario(scenario, self.levers_from)

    def cells(self, replication: int) -> Iterator[tuple[str, int, str]]:
        """Run id, point and scenario name of every cell of a replication; cells that do not differ share a run."""
        for point, keys in enumerate(self._keys):
            for key, scenario in zip(keys, self.scenarios, strict=True):
                yield digest([key, replication]), point, scenario.name

    def runs(self) -> Iterator[PlannedRun]:
        """All runs, each once, in the order they are made: everything of replication 0, then of 1, and so on.

        An interrupted design is therefore balanced: every scenario and point has about as many runs.
        """
        for replication in range(self.replications):
            for key, (point, place) in self._unique.items():
                scenario = self.scenario_at(point, self.scenarios[place])
                yield PlannedRun(digest([key, replication]), point, scenario, replication)

    @property
    def size(self) -> int:
        """Number of runs."""
        return self.replications * len(self._unique)

    def tasks(self, done: Collection[str] = ()) -> Iterator[Task]:
        """What is left to run, in order; runs of a replication that differ in policy only are run together."""
        left = (run for run in self.runs() if run.run_id not in done)
        waiting: dict[str, list[PlannedRun]] = {}
        replication = 0
        for run in left:
            if run.replication != replication:
                yield from self._tasks_of(waiting)
                waiting, replication = {}, run.replication
            waiting.setdefault(self._grounds[run.point], []).append(run)
        yield from self._tasks_of(waiting)

    def _tasks_of(self, waiting: Mapping[str, list[PlannedRun]]) -> Iterator[Task]:
        for runs in waiting.values():
            source = iter(runs)
            while some := tuple(islice(source, TOGETHER)):
                yield Task(self.setup_at(some[0].point), some[0].replication, some)

    @cached_property
    def question(self) -> str:
        """Hash of the question: all but the number of replications, so that more of them find the same folder."""
        if self.about is not None:
            return digest([self.ground, dict(self.about), self.levers_from])
        names = sorted(digest([s.name, s.canonical()]) for s in self.scenarios)
        return digest([self.ground, names, sorted(point.text() for point in self.points)])

    @cached_property
    def ground(self) -> str:
        """Hash of what all runs of one folder share: world, luck, parameters, data, levels and model."""
        return self._ground(self.setup)

    def _ground(self, setup: Setup) -> str:
        """Hash of all that decides a run but its scenario and replication."""
        return digest([self._shared, setup.uncertainty, dict(setup.parameters)])

    @cached_property
    def _grounds(self) -> list[str]:
        """The ground of each point."""
        return [self._ground(self.setup_at(point)) for point in range(len(self.points))]

    @cached_property
    def _keys(self) -> list[list[str]]:
        """Hash of all that decides a run but its replication, by point and scenario.

        A scenario's name counts as well as its policy, because the records carry it.
        """
        return [[self._key(point, scenario) for scenario in self.scenarios] for point in range(len(self.points))]

    def _key(self, point: int, scenario: Scenario) -> str:
        policy = digest(self.scenario_at(point, scenario).canonical())
        return digest([self._grounds[point], [scenario.name, policy]])

    @cached_property
    def _unique(self) -> dict[str, tuple[int, int]]:
        """The first cell of each run, by key: its point and the place of its scenario."""
        first: dict[str, tuple[int, int]] = {}
        for point, keys in enumerate(self._keys):
            for place, key in enumerate(keys):
                first.setdefault(key, (point, place))
        return first

    @cached_property
    def _shared(self) -> dict[str, object]:
        return {
            "seed": self.setup.seed,
            "world": self.setup.world,
            "horizon": self.setup.horizon,
            "record": sorted(self.setup.record),
            "tables": table_digests(self.setup.tables),
            "source": source_digest(),
        }
