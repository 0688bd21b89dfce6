"""How to run one replication of several scenarios: shared history once, forked where they part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias, TypeVar

from sim.drawn_levers import refuse_unknown_draws, with_drawn_levers
from sim.luck import Luck
from sim.model import CompetenceModel
from sim.plugins import use
from sim.posterior import draw_all
from sim.records import Recorder, Records
from sim.scenario import LAST_SPRING, Scenario, autumn_of, last_semester, parting
from sim.setup import Setup, ground
from sim.target import target_from
from sim.world import Snapshot

__all__ = ["Run", "Setup", "forget_eve", "ground", "recorder", "replicate", "start", "warm_up", "watch"]

K = TypeVar("K")
Kept = TypeVar("Kept", covariant=True)
Branches: TypeAlias = dict[int, Scenario]
"""Scenarios by their place in the order given; two may have the same name."""


@dataclass(frozen=True)
class Run:
    """One finished run: its records and the digest of its last state."""

    scenario: str
    replication: int
    records: Records
    digest: str


def warm_up(setup: Setup, scenario: Scenario) -> None:
    """Compile the loops once, in the smallest world, so that worker processes find them in the cache.

    Args:
        setup: What all runs have in common.
        scenario: Any scenario.
    """
    replicate(replace(setup, world="tiny", horizon=2019, tables={}), [scenario], 0)


def start(setup: Setup, scenario: Scenario, replication: int) -> CompetenceModel:
    """A model on the eve of the first year that is kept; levers are as the scenario has them."""
    return CompetenceModel(
        scenario=scenario, horizon=setup.horizon, ground=ground(setup, replication), since=setup.since, collect=False
    )


_EVES: dict[str, tuple[CompetenceModel, tuple[int, Snapshot]]] = {}
"""The eve last used, by all that decides it: the years that are not kept are the same under many policies."""


def _eve(setup: Setup, scenario: Scenario, replication: int) -> CompetenceModel:
    """As `start`, without living again through the years just lived through; so only one is in use at a time."""
    eve = autumn_of(setup.since)
    before = [(phase.start, phase.text) for phase in scenario.phases if phase.start < eve]
    key = repr((replace(setup, horizon=LAST_SPRING, record=(), target={}), replication, before))
    if key not in _EVES:
        forget_eve()
        model = start(setup, scenario, replication)
        _EVES[key] = (model, model.save())
    model, saved = _EVES[key]
    model.restore(saved)
    model.follow(scenario)
    return model


def forget_eve() -> None:
    """Let the next run begin from nothing, as a run that proves another must."""
    _EVES.clear()


def replicate(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """Run one replication of every scenario on the same luck, sharing history and forking where they part.

    Args:
        setup: What all runs have in common.
        scenarios: Scenarios.
        replication: Number of the replication, 0, 1, ...

    Returns:
        One finished run per scenario, in the order given.
    """
    ended = watch(setup, scenarios, replication, lambda model: recorder(setup, model))
    return [Run(s.name, replication, kept, digest) for s, (kept, digest) in zip(scenarios, ended, strict=True)]


def recorder(setup: Setup, model: CompetenceModel) -> Recorder:
    """What records a model as a setup asks for."""
    return Recorder(model.world, setup.record, target_from(setup.target))


class Keeper(Protocol[Kept]):
    """Keeps what is wanted of a run, semester by semester."""

    def keep(self, semester: int) -> None:
        """Keep what is wanted of the semester that has ended."""

    def fork(self) -> Keeper[Kept]:
        """A keeper that goes on from here on its own."""

    def records(self) -> Kept:
        """All that was kept."""


def watch(
    setup: Setup, scenarios: Sequence[Scenario], replication: int, keeper: Callable[[CompetenceModel], Keeper[K]]
) -> list[tuple[K, str]]:
    """As `replicate`, keeping what the keeper wants of each run.

    Args:
        setup: What all runs have in common.
        scenarios: Scenarios.
        replication: Number of the replication, 0, 1, ...
        keeper: Makes a keeper for a model on the eve of the first year that is kept.

    Returns:
        What was kept of each scenario, and the digest of its last state, in the order given.
    """
    use(setup.plugins)
    drawn = draw_all(setup.uncertainty, Luck(setup.seed, replication)).levers
    if drawn or setup.levers:
        refuse_unknown_draws(setup.levers)
        scenarios = [with_drawn_levers(scenario, {**drawn, **setup.levers}) for scenario in scenarios]
    model = _eve(setup, scenarios[0], replication)
    ended: dict[int, tuple[K, str]] = {}
    _branch(model, keeper(model), dict(enumerate(scenarios)), last_semester(setup.horizon), ended)
    return [ended[place] for place in range(len(scenarios))]


def _branch(
    model: CompetenceModel, keeper: Keeper[K], scenarios: Branches, last: int, ended: dict[int, tuple[K, str]]
) -> None:
    """Live through what the scenarios share, then through each group of those that still agree."""
    fork = parting(list(scenarios.values()), model.semester + 1, last)
    model.follow(next(iter(scenarios.values())))
    while model.semester < fork - 1:
        model.live()
        keeper.keep(model.semester)
    if fork > last:
        for place in scenarios:
            ended[place] = (keeper.records(), model.world.digest())
        return
    saved = model.save()
    for group in _alike(scenarios, fork):
        model.restore(saved)
        _branch(model, keeper.fork(), group, last, ended)


def _alike(scenarios: Branches, semester: int) -> list[Branches]:
    """Scenarios grouped by the levers in force in a semester, in the order given."""
    groups: dict[str, Branches] = {}
    for place, scenario in scenarios.items():
        groups.setdefault(scenario.phase_at(semester).text, {})[place] = scenario
    return list(groups.values())
