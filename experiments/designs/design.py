"""What is to be run: points x scenarios x replications, each run with an id made of all that decides it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from experiments.refusals import BadInput
from experiments.store.fingerprint import digest, drawn_from, source_digest, table_digests, versions
from sim.scenario import Phase, Scenario, last_semester, parting

if TYPE_CHECKING:
    from sim.simulation import Setup

TOGETHER = 16
"""Most runs that share a history in one task; more would make the loss by a crash larger."""
LEVERS_FROM = 17
"""Semester from which the levers of points act unless another is given: spring 2026."""
NATION = ("nation:semester",)
"""What is stored where only the nation is asked about."""
NEXT = "next"
"""Uncertainty of a point whose replications have the parameters that the next one draws: the same, on other luck."""


@dataclass(frozen=True)
class Point:
    """One point of a design; an empty one varies nothing.

    Attributes:
        parameters: Values of the register's parameters, and of levers that are drawn like them where scenarios leave
            them alone (`sim.drawn_levers`; their names have points), by name.
        levers: Values of levers, by full name (`section.lever`), decided on top of the scenarios.
        uncertainty: "point", "register", "posterior" or `NEXT` where this point differs from the setup in it.
        record: What is stored of its runs; None for what the design stores.
    """

    parameters: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, Any] = field(default_factory=dict)
    uncertainty: str | None = None
    record: tuple[str, ...] | None = None

    def setup(self, shared: Setup, replication: int) -> Setup:
        """The setup of a replication at this point."""
        drawn = {name: value for name, value in self.parameters.items() if "." in name}
        values = {**shared.parameters, **{name: v for name, v in self.parameters.items() if name not in drawn}}
        if drawn:
            shared = replace(shared, levers={**shared.levers, **drawn})
        if self.uncertainty != NEXT:
            return replace(shared, parameters=values, uncertainty=self.uncertainty or shared.uncertainty)
        from sim.luck import Luck
        from sim.posterior import draw_all

        others = draw_all(shared.uncertainty, Luck(shared.seed, replication + 1))
        levers = {**others.levers, **shared.levers}
        return replace(shared, parameters={**others.parameters, **values}, levers=levers, uncertainty="point")

    @cached_property
    def readings(self) -> dict[str, Any]:
        """Of the levers those that are readings of research: they hold on both sides of a difference, always."""
        if not self.levers:
            return {}
        from sim.theories import CONTESTED

        return {name: value for name, value in self.levers.items() if name in CONTESTED}

    @property
    def policy(self) -> dict[str, Any]:
        """Of the levers those that are policy."""
        return {name: value for name, value in self.levers.items() if name not in self.readings}

    def scenario(self, scenario: Scenario, start: int) -> Scenario:
        """A scenario with this point's levers in force from a semester on, whatever it decides itself."""
        if not self.levers:
            return scenario
        before = [phase for phase in scenario.phases if phase.start < start]
        after = [phase for phase in scenario.phases if phase.start > start]
        turn = replace(scenario.phase_at(start), start=start)
        return replace(scenario, phases=(*before, *(self._decide(phase) for phase in (turn, *after))))

    def _decide(self, phase: Phase) -> Phase:
        from sim.timeline import changed

        levers = dict(phase.levers)  # sections that no lever touches stay the same objects, so points cost little
        for name, value in self.levers.items():
            section, lever = name.split(".")
            levers[section] = {**levers[section], lever: changed(name, levers[section][lever], value)}
        return replace(phase, levers=levers)

    def plain(self) -> list[Any]:
        """What is varied, as plain data, the same for the same point."""
        return [dict(self.parameters), dict(self.levers), self.uncertainty]


@dataclass(frozen=True)
class PlannedRun:
    """One run to be made; where several cells of a design are the same run, the first of them stands here."""

    run_id: str
    point: int
    scenario: Scenario
    replication: int


@dataclass(frozen=True)
class Task:
    """What is run together: runs of one replication on the same luck and parameters, which may share a history.

    Attributes:
        setup: What all have in common.
        replication: Number of the replication.
        runs: The runs.
        record: What is stored of them, as `level:grain`.
        varied: The points of the runs, by number.
        early: Semesters up to which values are hashed too, so that scenarios can be held against each other.
    """

    setup: Setup
    replication: int
    runs: tuple[PlannedRun, ...]
    record: tuple[str, ...] = NATION
    varied: Mapping[int, Point] = field(default_factory=dict)
    early: tuple[int, ...] = ()


@dataclass(frozen=True)
class Design:
    """What is to be run, in a form that knows nothing of processes or folders.

    Attributes:
        setup: What all runs share.
        scenarios: The scenarios, the baseline first.
        replications: Replications of each.
        points: What is varied; one empty point if nothing is.
        record: What is stored of a run, as `level:grain`.
        levers_from: Semester from which the levers of points act.
        untouched: Name of a scenario that levers of points leave alone, if there is one; readings of research do not.
        about: How the points were chosen, as plain data; it names the folder in their place, so that more of them
            find the same folder.
        only: Replications of points that do not have all, by number of the point.
        paired: Whether scenarios are the same until they part, which is then held against their runs.
    """

    setup: Setup
    scenarios: tuple[Scenario, ...]
    replications: int
    points: Sequence[Point] = (Point(),)
    record: tuple[str, ...] = NATION
    levers_from: int = LEVERS_FROM
    untouched: str | None = None
    about: Mapping[str, Any] | None = None
    only: Mapping[int, range] = field(default_factory=dict)
    paired: bool = False

    def setup_at(self, point: int, replication: int = 0) -> Setup:
        """The setup of a replication at a point, with the levels to record."""
        levels = tuple(entry.split(":")[0] for entry in self.record_at(point) if not entry.startswith("target:"))
        return replace(self.points[point].setup(self.setup, replication), record=levels)

    def record_at(self, point: int) -> tuple[str, ...]:
        """What is stored of the runs of a point, as `level:grain`."""
        return self.points[point].record or self.record

    def scenario_at(self, point: int, scenario: Scenario) -> Scenario:
        """A scenario with the levers of a point: readings of research from the beginning, policy from its day."""
        varied = self.points[point]
        found = replace(varied, levers=varied.readings).scenario(scenario, scenario.phases[0].start)
        if scenario.name == self.untouched:
            return found
        return replace(varied, levers=varied.policy).scenario(found, self.levers_from)

    def cells(self, replication: int) -> Iterator[tuple[str, int, str]]:
        """Run id, point and scenario name of every cell of a replication; cells that do not differ share a run."""
        for point, keys in enumerate(self._keys):
            if replication in self.only.get(point, [replication]):
                for key, scenario in zip(keys, self.scenarios, strict=True):
                    yield digest([key, replication]), point, scenario.name

    def run_ids(self) -> Iterator[str]:
        """Ids of all runs, each once, in the order they are made."""
        for _, run_id, _, _ in self._ordered():
            yield run_id

    def runs(self) -> Iterator[PlannedRun]:
        """All runs, each once, in the order they are made: everything of replication 0, then of 1, and so on.

        An interrupted design is therefore balanced: every scenario and point has about as many runs.
        """
        return (self._run(*found) for found in self._ordered())

    def runs_of(self, replication: int) -> Iterator[PlannedRun]:
        """The runs of one replication."""
        return (self._run(*found) for found in self._ordered(replication))

    def _ordered(self, only: int | None = None) -> Iterator[tuple[int, str, int, int]]:
        """Replication, id, point and place of the scenario of every run, or of those of one replication."""
        for replication in range(self.replications) if only is None else [only]:
            lacking = {point for point, some in self.only.items() if replication not in some}
            for key, (point, place) in self._unique.items():
                if point not in lacking:
                    yield replication, digest([key, replication]), point, place

    def _run(self, replication: int, run_id: str, point: int, place: int) -> PlannedRun:
        return PlannedRun(run_id, point, self.scenario_at(point, self.scenarios[place]), replication)

    @property
    def size(self) -> int:
        """Number of runs."""
        few = {point: sum(r < self.replications for r in some) for point, some in self.only.items()}
        return sum(few.get(point, self.replications) for point, _ in self._unique.values())

    def tasks(self, done: Collection[str] = ()) -> Iterator[Task]:
        """What is left to run, in order; runs of a replication that differ in policies of the history are together."""
        waiting: dict[str, list[tuple[int, str, int, int]]] = {}
        now = 0
        for found in self._ordered():
            if found[1] in done:
                continue
            if found[0] != now:
                yield from self._tasks_of(waiting.values())
                waiting, now = {}, found[0]
            waiting.setdefault(self._grounds[found[2]] + self._eve(found[2]), []).append(found)
        yield from self._tasks_of(waiting.values())

    def _eve(self, point: int) -> str:
        """Levers of a point that act before the history begins: only runs that agree in them may share a beginning."""
        varied = self.points[point]
        return json.dumps(dict(varied.levers if self.levers_from < 0 else varied.readings), sort_keys=True)

    def _tasks_of(self, waiting: Iterable[list[tuple[int, str, int, int]]]) -> Iterator[Task]:
        for found in waiting:
            source = (self._run(*one) for one in found)
            while some := tuple(islice(source, TOGETHER)):
                point = some[0].point
                varied = {run.point: self.points[run.point] for run in some}
                replication = some[0].replication
                yield Task(
                    self.setup_at(point, replication), replication, some, self.record_at(point), varied, self.early
                )

    @cached_property
    def early(self) -> tuple[int, ...]:
        """The last semesters that scenarios share with the baseline; none where they need not share any."""
        if not self.paired:
            return ()
        last = last_semester(self.setup.horizon)
        baseline, *others = self.scenarios
        return tuple(sorted({parting([baseline, other], 0, last) - 1 for other in others}))

    @cached_property
    def question(self) -> str:
        """Hash of the question: all but the number of replications, so that more of them find the same folder."""
        if self.about is not None:
            return digest([self.ground, dict(self.about), self.levers_from])
        names = sorted(digest([s.name, s.canonical()]) for s in self.scenarios)
        return digest([self.ground, names, sorted(json.dumps(p.plain(), sort_keys=True) for p in self.points)])

    @cached_property
    def ground(self) -> str:
        """Hash of what all runs of one folder share: world, luck, parameters, data, model and versions."""
        return self._ground(self.record, self.setup.uncertainty, self.setup.parameters)

    def _ground(self, record: Sequence[str], uncertainty: str, parameters: Mapping[str, float]) -> str:
        """Hash of all that decides a run but its scenario and replication."""
        return digest([self._shared, sorted(record), drawn_from(uncertainty), dict(parameters)])

    @cached_property
    def _grounds(self) -> list[str]:
        """The ground of each point."""
        own, shared = self.setup.uncertainty, self.setup.parameters
        return [
            self._ground(point.record or self.record, point.uncertainty or own, {**shared, **point.parameters})
            for point in self.points
        ]

    @cached_property
    def _keys(self) -> list[list[str]]:
        """Hash of all that decides a run but its replication, by point and scenario.

        A scenario's name counts as well as its policy, because the records carry it.
        """
        policies = [(scenario.name, digest(scenario.canonical())) for scenario in self.scenarios]
        return [
            [digest([ground, name, policy, self._levers(point, name)]) for name, policy in policies]
            for ground, point in zip(self._grounds, self.points, strict=True)
        ]

    def _levers(self, point: Point, scenario: str) -> list[Any]:
        """What the levers of a point change in a scenario."""
        policy = [point.policy, self.levers_from] if point.policy and scenario != self.untouched else []
        return [*policy, {"readings": point.readings}] if point.readings else policy

    @cached_property
    def _unique(self) -> dict[str, tuple[int, int]]:
        """The first cell of each run, by key: its point and the place of its scenario."""
        first: dict[str, tuple[int, int]] = {}
        for point, keys in enumerate(self._keys):
            for place, key in enumerate(keys):
                first.setdefault(key, (point, place))
        return first

    @cached_property
    def _shared(self) -> str:
        """Hash of what decides every run of the design."""
        setup = self.setup
        return digest(
            [
                setup.seed,
                setup.world,
                setup.horizon,
                table_digests(setup.tables),
                source_digest(),
                versions(),
                dict(setup.levers),
                setup.since,
                dict(setup.target),
                *(plugin.digest for plugin in setup.plugins),
            ]
        )


def check_points(design: Design) -> None:
    """Refuse points whose levers do not go together in some scenario, before anything is run.

    Raises:
        BadInput: For the first such point, naming scenario and lever.
    """
    from sim.policy import policy_from

    sound: set[str] = set()
    for number, point in enumerate(design.points):
        for scenario in design.scenarios if point.levers else ():
            for phase in design.scenario_at(number, scenario).phases:
                if phase.text not in sound and (phase.start >= design.levers_from or point.readings):
                    try:
                        policy_from(phase.levers)
                    except ValueError as error:
                        raise BadInput(f"point {number} in scenario {scenario.name}: {error}") from None
                    sound.add(phase.text)
