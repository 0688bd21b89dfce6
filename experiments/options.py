"""This file knows the options of every command: which there are and what values are legal (defaults: config.yaml)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from experiments.problems import first_problem
from experiments.refusals import BadInput, near
from experiments.scenarios.scenario_file import Day
from sim.scenario import FIRST_YEAR

if TYPE_CHECKING:
    from sim.simulation import Setup

Level = Literal[
    "nation", "county", "governor", "size_class", "centrality_class", "turnover_class", "school_size_class",
    "municipality", "university", "partnership", "school",
]  # fmt: skip
LEVELS: tuple[Level, ...] = (
    "nation", "county", "governor", "size_class", "centrality_class", "turnover_class", "school_size_class",
    "municipality", "university", "partnership", "school",
)  # fmt: skip
Text = Annotated[str, Field(min_length=1)]


class Precision(BaseModel):
    """How well a difference is to be known (see `experiments.run.precision`)."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    indicator: Text | None
    scenario: Text | None
    year: int | None
    half_width: Annotated[FiniteFloat, Field(gt=0)] | None
    cap: Annotated[int, Field(ge=20, le=1_000_000)]


class Options(BaseModel):
    """The options of one call, checked; no field has a default here, all of them are in `configs/config.yaml`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    scenario: Text
    scenarios: Annotated[list[Text], Field(min_length=1)]
    baseline: Text | None
    design: Text
    points: Annotated[int, Field(ge=1, le=1_000_000)] | None
    factors: Text | list[Text] | dict[str, Any] | None
    correlations: dict[str, dict[str, Annotated[FiniteFloat, Field(gt=-1, lt=1)]]] | None
    levers_from: Day
    world: Text
    unit: Text | None
    indicator: Text | Annotated[list[Text], Field(min_length=1)] | None
    year: Annotated[int, Field(ge=FIRST_YEAR + 1, le=2100)] | None
    threshold: FiniteFloat | None
    most: Annotated[int, Field(ge=1, le=1000)]
    parts: dict[str, Annotated[list[Text], Field(min_length=1)]]
    patterns: Annotated[list[Text], Field(min_length=1)] | None
    replications: Annotated[int, Field(ge=1, le=1_000_000)]
    replication: Annotated[int, Field(ge=0, lt=1_000_000)]
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    horizon: Annotated[int, Field(ge=FIRST_YEAR + 1, le=2100)]
    uncertainty: Literal["point", "register"]
    workers: Annotated[int, Field(ge=1, le=4096)] | None
    executor: Literal["inline", "local", "dask"]
    scheduler: Text | None
    output: Text | None
    record: Annotated[list[Level], Field(min_length=1)] | None
    on_error: Literal["continue", "stop"]
    run_timeout: Annotated[FiniteFloat, Field(gt=0)] | None
    precision: Precision
    mend: bool
    anyway: bool
    beside: Annotated[list[Text], Field(min_length=1)] | None
    map: Text | None
    figures: Literal["answer", "all"]
    format: Literal["png", "svg", "pdf"]
    language: Literal["en", "nb"]
    parameters: dict[str, FiniteFloat]
    tables: dict[str, Text]

    def against(self) -> str:
        """The baseline, where one is needed.

        Raises:
            BadInput: If there is none.
        """
        if self.baseline is None:
            raise BadInput("baseline=null: a scenario to compare with is needed; only sweep goes without")
        return self.baseline

    def cores(self) -> int:
        """Worker processes to use."""
        return self.workers or _available_cores()

    def setup(self, levels: tuple[Level, ...]) -> Setup:
        """What decides a run beside scenario and replication; `levels` holds unless `record` was given."""
        from sim.simulation import Setup

        chosen = self.record or levels
        return Setup(
            world=self.world,
            seed=self.seed,
            horizon=self.horizon,
            uncertainty=self.uncertainty,
            parameters=dict(sorted(self.parameters.items())),
            record=tuple(level for level in LEVELS if level in chosen),
            tables={name: os.path.abspath(path) for name, path in sorted(self.tables.items())},
        )


def _available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def checked(values: Mapping[str, Any]) -> Options:
    """Options from composed values.

    Raises:
        BadInput: For the first problem: one line with key, value and what was allowed.
    """
    try:
        options = Options.model_validate(dict(values))
    except ValidationError as error:
        missing = "missing; an option can be changed, not removed"
        raise BadInput(first_problem(error, _known, "option", missing, between="=")) from None
    _check_execution(options)
    _check_parameters(options.parameters)
    _check_tables(options.tables)
    return options


def _check_execution(options: Options) -> None:
    if options.executor != "local" and options.run_timeout is not None:
        raise BadInput(
            f"run_timeout={options.run_timeout:g}: executor={options.executor} cannot stop a run; use executor=local"
        )
    if options.executor == "dask" and options.scheduler is None:
        raise BadInput("scheduler=null: executor=dask needs tcp://<address>:<port>, or the path of a scheduler file")
    if options.executor != "dask" and options.scheduler is not None:
        raise BadInput(f"scheduler={options.scheduler}: executor={options.executor} has none; use executor=dask")


def _known(depth: int) -> list[str]:
    return list(Options.model_fields if depth == 1 else Precision.model_fields)


def _check_parameters(parameters: Mapping[str, float]) -> None:
    if not parameters:
        return
    from sim.parameters import parameters_from, register

    known = [str(name) for name in register()["name"]]
    for name in parameters:
        if name not in known:
            raise BadInput(f"parameters.{name}: not in the register of parameters; {_hint(name, known)}")
    try:
        parameters_from(parameters)
    except ValueError as error:
        raise BadInput(str(error)) from None


def _hint(name: str, known: list[str]) -> str:
    hint = near(name, known)
    return hint if hint.startswith("did") else f"it has {len(known)} others, in sim/data/parameters"


def _check_tables(tables: Mapping[str, str]) -> None:
    for name, path in tables.items():
        if not os.path.isfile(path):
            raise BadInput(f"tables.{name}={path}: there is no such file")
