"""The commands as functions: the same options, checked by the same code, the same folders, no printing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar, Unpack

import numpy as np
import pandas as pd

from experiments import options
from experiments.command import RECORDED
from experiments.commands import compare as comparing
from experiments.commands import sweep as sweeping
from experiments.designs.design import Design, check_points
from experiments.present.sweep_tables import write_tables
from experiments.run.execution import Execution
from experiments.run.precision import aim_of, until_known
from experiments.run.runner import Account, carry_out
from experiments.run.uncertainty import choose_uncertainty
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store, default_folder, open_folder
from experiments.store.reading import read_results
from kompetanse.answers import Comparison, Runs, Sweep
from kompetanse.one_run import ScenarioLike
from sim.analysis.comparison import levels
from sim.indicators import INDICATORS
from sim.scenario import Scenario
from sim.timeline import scenario as read_scenario
from sim.timeline import scenarios as read_scenarios

Kind = TypeVar("Kind", bound=options.Replicated)


class Shared(TypedDict, total=False):
    """Options of all questions; their meaning and defaults are those of the command (`kompetanse compare --help`)."""

    world: str
    seed: int
    horizon: int
    replications: int
    uncertainty: Literal["point", "register", "posterior"]
    parameters: Mapping[str, float]
    tables: Mapping[str, str]
    plugins: Sequence[str]
    record: Sequence[str]
    output: str
    workers: int
    executor: Literal["local", "inline", "dask"]
    scheduler: str
    run_timeout: float
    on_error: Literal["continue", "stop"]


def run(scenario: ScenarioLike = "system_2026", **shared: Unpack[Shared]) -> Runs:
    """Run one scenario on many kinds of luck.

    Args:
        scenario: A name, a path, what a scenario file holds, or a `Scenario`.
        shared: World, horizon, replications and the like.

    Raises:
        BadInput: For the first option that cannot be used, in the words of the command line.
    """
    asked = _checked(options.Run, shared, scenario=_text(scenario))
    found = (read_scenario(scenario),)
    design = Design(asked.setup(), found, asked.replications, record=asked.levels((*RECORDED, "partnership")))
    with _made("run", asked, design) as (store, done):
        table = levels(read_results(design, store.folder, level="nation"), found[0].name, INDICATORS)
        store.write_table("levels", table)
        return Runs(store.folder, design, _failures(done), table)


def compare(
    scenarios: ScenarioLike | Sequence[ScenarioLike] = ("system_2026", "model_2025", "never"),
    baseline: ScenarioLike = "system_2026",
    *,
    theories: str | Sequence[str] | None = None,
    precision: Mapping[str, Any] | None = None,
    target: Mapping[str, Any] | None = None,
    both: bool = False,
    **shared: Unpack[Shared],
) -> Comparison:
    """Compare scenarios with a baseline on the same luck.

    Parameters are drawn unless `uncertainty="point"`: from the posterior while one is shipped and holds.

    Args:
        scenarios: One or several, each a name, a path, what a scenario file holds, or a `Scenario`.
        baseline: What differences are taken from.
        theories: What verdicts are held up against: "named", "all", or names.
        precision: Replicate until a difference is known so well: {"indicator": "practice", "half_width": 0.002}; also
            scenario, year, and cap on the replications.
        target: Whom the question is about, such as {"size_class": "below 3,000"}; None for the whole country.
        both: Also under the register, beside the posterior; twice the runs.
        shared: World, horizon, replications and the like.

    Raises:
        BadInput: For the first option that cannot be used, in the words of the command line.
        CheckFailed: If runs that must be the same differ.
    """
    given = _several(scenarios)
    names = {"scenarios": [_text(one) or "-" for one in given]}
    own = {"theories": theories, "precision": precision, "target": target, "both": both}
    asked = _checked(options.Compare, shared, **own, baseline=_text(baseline), **_if_texts(names))
    chosen, changed = choose_uncertainty(asked.uncertainty, shared, asked.both)
    if changed:
        warnings.warn(f"the posterior was made before {changed} changed; the register is drawn from", stacklevel=2)
    asked = asked.model_copy(update={"uncertainty": chosen})
    others = [one for one in given if one is not baseline and one != baseline]
    comparing.refuse_nothing([str(one) for one in others], asked.baseline)
    found = read_scenarios([baseline, *others])
    design_for = partial(comparing.design_comparison, asked, found=found)
    make = partial(_made, "compare", asked, prove=True)
    design = design_for(asked.replications)
    aim = aim_of(asked.precision, design, asked.horizon)
    if aim is not None:
        design, _ = until_known(make, design_for, asked.replications, aim, lambda *_: None)
    with make(design) as (store, done):
        tables = comparing.comparison_tables(design, store)
        held = comparing.hold_up(asked, tables.comparison, design, store)
        beside = comparing.put_beside(asked, tables.comparison, design, store)
        return Comparison(store.folder, design, _failures(done), tables, held, beside)


def sweep(
    factors: str | Sequence[str] | Mapping[str, Any] = "uncertain",
    scenarios: ScenarioLike | Sequence[ScenarioLike] = "system_2026",
    baseline: ScenarioLike | None = None,
    *,
    design: str = "sobol_points",
    points: int | None = None,
    levers_from: date = date(2026, 8, 1),
    correlations: Mapping[str, Mapping[str, float]] | None = None,
    **shared: Unpack[Shared],
) -> Sweep:
    """Run scenarios at the points of a design over uncertainties and levers.

    Args:
        factors: What is varied: "uncertain" (all of the register), names, or names with [low, high], {"values": [...]}
            or None (what is usual).
        scenarios: What is run at each point.
        baseline: What differences are taken from; None for nothing.
        design: sobol_points, latin_hypercube, sobol, morris, grid, one_at_a_time, or the path of a CSV file.
        points: How many; None for what is usual.
        levers_from: Day from which levers that are varied act.
        correlations: Between factors.
        shared: World, horizon, replications and the like.

    Raises:
        BadInput: For the first option that cannot be used, in the words of the command line.
    """
    given = _several(scenarios)
    names = {"scenarios": [_text(one) or "-" for one in given]}
    own = {"factors": factors, "design": design, "points": points, "levers_from": levers_from}
    asked = _checked(options.Sweep, shared, **own, correlations=correlations, baseline=_text(baseline),
                     **_if_texts(names))  # fmt: skip
    sample = sweeping.sample_points(asked)
    chosen = [one for one in given if one != baseline]
    found = read_scenarios([*([] if baseline is None else [baseline]), *chosen])
    if baseline is not None:
        asked = asked.model_copy(update={"baseline": found[0].name})
    planned = sweeping.design_sweep(asked, sample, found)
    check_points(planned)
    with _made("sweep", asked, planned, about=sample) as (store, done):
        return Sweep(store.folder, planned, _failures(done), sample.frame(), write_tables(sample, planned, store))


# ---- what they share


def _checked(kind: type[Kind], shared: Mapping[str, Any], **own: Any) -> Kind:
    """Options of a command, checked as on the command line; what is None is left at its default."""
    given = {name: _plain(value) for name, value in {**own, **shared}.items() if value is not None}
    asked = options.check(kind, {**kind().model_dump(mode="json"), **given})
    check_world(asked)
    return asked


def _plain(value: Any) -> Any:
    """A value as it would come from the command line: lists, plain mappings and numbers."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Path):
        return str(value)
    return [_plain(part) for part in value] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _several(given: ScenarioLike | Sequence[ScenarioLike]) -> list[ScenarioLike]:
    alone = isinstance(given, str | Path | Mapping | Scenario)
    return [given] if alone else list(given)  # type: ignore[list-item,arg-type]


def _text(reference: ScenarioLike | None) -> str | None:
    """Name or path of a scenario that is given by one."""
    return str(reference) if isinstance(reference, str | Path) else None


def _if_texts(names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Names for the check of options, unless one is an object, which is checked when it is read."""
    return {} if "-" in names["scenarios"] else names


@contextmanager
def _made(
    command: str, asked: options.Replicated, design: Design, *, prove: bool = False, about: Any = None
) -> Iterator[tuple[Store, Account]]:
    """Make the runs that are missing in the folder of a question, which is open meanwhile."""
    folder = Path(asked.output) if asked.output else default_folder(command, design)
    execution = Execution(asked.cores(), asked.executor, asked.on_error, asked.run_timeout, asked.scheduler)
    with open_folder(folder, command, design, asked.model_dump(mode="json")) as store:
        if about is not None:
            store.note(design=about.describe())
            store.write_design(about.frame())
        yield store, carry_out(design, store, execution, prove=prove)


def _failures(done: Account) -> pd.DataFrame:
    """Failed runs, one row each; a warning says so, since what is left stands in tables as if it were all."""
    if done.failures:
        first = done.failures[0]
        warnings.warn(f"{len(done.failures)} runs failed; first: {first.scenario}, replication {first.replication}: "
                      f"{first.type}: {first.message}", stacklevel=3)  # fmt: skip
    return pd.DataFrame([asdict(failure) for failure in done.failures])
