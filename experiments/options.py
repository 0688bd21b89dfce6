"""The options: what each means, its default and its legal values, in small groups that commands put together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, ValidationError
from pydantic.fields import FieldInfo

from experiments.refusals import BadInput, first_problem, near
from sim.groups import LEVELS
from sim.scenario import FIRST_SPRING, LAST_SPRING

if TYPE_CHECKING:
    from sim.simulation import Setup

GRAINS = ("semester", "year", "five_years", "last")
"""How often a level is stored: every semester, every spring, every fifth spring back from the horizon, the last."""

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1)]
Names = Text | int | Annotated[list[Text | int], Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Spring = Annotated[int, Field(ge=FIRST_SPRING, le=LAST_SPRING)]
Uncertainty = Literal["point", "register", "posterior"]
Correlation = Annotated[FiniteFloat, Field(gt=-1, lt=1)]


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


Day = Annotated[date, BeforeValidator(_day), Field(ge=date(2017, 1, 1), le=date(2100, 12, 31))]


def option(default: Any, about: str, example: str | None = None) -> Any:
    """An option of a command.

    Args:
        default: Its value if it is not given.
        about: What it means, with its unit; one line of help.
        example: A value as it is typed, where the default does not show how.
    """
    return Field(default=default, description=about, examples=[example] if example else None, validate_default=False)


class Precision(BaseModel):
    """How well a difference is to be known (see `experiments.run.precision`)."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    indicator: Text | None = None
    scenario: Text | None = None
    year: int | None = None
    half_width: Annotated[FiniteFloat, Field(gt=0)] | None = None
    cap: Annotated[int, Field(ge=20, le=1_000_000)] = 500


class Options(BaseModel):
    """What every command reads."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    language: Literal["en", "nb"] = option("en", "of tables, figures and pages: en, or nb for bokmål")


class Placed(Options):
    """Where results go."""

    output: Text | None = option(None, "folder of the results", "results/mine")


class Country(Options):
    """The simulated country."""

    world: Text = option("norway", "the country, a county such as agder, or tiny")
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = option(1, "root of all luck")
    parameters: dict[str, FiniteFloat] = option({}, "of the register: parameters.exit_qualified=0.1")
    tables: dict[str, Text] = option({}, "of the country: tables.counties=my.csv")
    plugins: Texts | None = option(None, "own rules and more, such as [./mine.py]")

    def setup(self) -> Setup:
        """What all runs have in common; what is recorded is the design's to say."""
        from sim.simulation import Setup

        shared = {name: getattr(self, name) for name in ("horizon", "uncertainty", "target") if hasattr(self, name)}
        tables = {name: os.path.abspath(path) for name, path in sorted(self.tables.items())}
        return Setup(self.world, self.seed, parameters=dict(sorted(self.parameters.items())), tables=tables, **shared)


class Simulated(Country):
    """Runs of the model."""

    horizon: Spring = option(2035, "the last semester is spring of this year")
    uncertainty: Uncertainty = option("point", "of parameters: point, or drawn: register, posterior")


class Spread(Options):
    """Where runs are made."""

    workers: Annotated[int, Field(ge=1, le=4096)] | None = option(None, "processes; null: one a core")
    executor: Literal["inline", "local", "dask"] = option("local", "local processes, inline (this one), or dask")
    scheduler: Text | None = option(None, "of executor=dask", "tcp://10.0.0.1:8786")
    run_timeout: Annotated[FiniteFloat, Field(gt=0)] | None = option(None, "seconds a run may take; null: no limit")

    def cores(self) -> int:
        """Worker processes to use."""
        return self.workers or _available_cores()


class Replicated(Simulated, Spread, Placed):
    """Runs on many kinds of luck, stored."""

    replications: Count = option(20, "runs of each scenario, each with other luck")
    on_error: Literal["continue", "stop"] = option("continue", "when a run fails: continue with others, or stop")
    record: Texts | None = option(None, "levels to store", "[nation,municipality:year]")

    def levels(self, usual: tuple[str, ...]) -> tuple[str, ...]:
        """Levels to store with how often, as `level:grain`; `usual` holds unless `record` was given.

        Those a question is about are a level of their own, `target`.

        Raises:
            BadInput: If there is no such level or grain, or the nation is missing.
        """
        found = dict(_level(text) for text in self.record or usual)
        if "nation" not in found:
            raise BadInput("record: the level nation is always needed; add it")
        asked = ("target:semester",) if getattr(self, "target", None) else ()
        return (*(f"{level}:{found[level]}" for level in LEVELS if level in found), *asked)


class Against(Options):
    """What differences are taken from."""

    baseline: Text = option("system_2026", "scenario that differences are taken from")


class Targeted(Options):
    """Whom the question is about."""

    target: dict[str, Names] = option({}, "whom verdicts are for, as target.county=agder")


class Drawn(Options):
    """Figures."""

    figures: Literal["answer", "all", "none"] = option("answer", "those the answer shows, all, or none")
    format: Literal["png", "svg", "pdf"] = option("png", "of figures: png, svg or pdf")


class Mapped(Drawn):
    """Figures, some of them maps."""

    map: Text | None = option(None, "GeoJSON of municipalities; null: maps are tiles")
    anyway: bool = option(False, "true: draw on a map that lacks municipalities too")


class Judged(Options):
    """What a decision is judged by."""

    indicator: Text | Texts | None = option(None, "judged by; null: practice; several: [practice,depth]")
    year: Spring | None = option(None, "in the spring of this year; null: the horizon")


# ---- one class a command


class Theorised(Options):
    """Positions on what is contested."""

    theories: Text | Texts | None = option(None, "to hold verdicts against: named, all, or names")


class Run(Replicated, Drawn):
    """Options of `run`."""

    scenario: Text = option("system_2026", "a name (kompetanse scenarios), or a file: ./my.yaml")


class Compare(Against, Targeted, Replicated, Mapped, Theorised):
    """Options of `compare`."""

    scenarios: Texts = option(["system_2026", "model_2025", "never"], "what is compared with the baseline")
    uncertainty: Uncertainty = option("register", "point, register, posterior (default once shipped)")
    both: bool = option(False, "true: under posterior and register, twice the runs")
    precision: Precision = option(Precision(), "until known so: {indicator:practice,half_width:0.002}")  # fmt: skip
    undrawn: Texts | None = option(None, "levers not drawn, such as [dekom_s.requirement]")

    def setup(self) -> Setup:
        """What all runs have in common."""
        from sim.drawn_levers import own_values
        from sim.policy import lever_kinds

        for name in self.undrawn or ():
            if name not in lever_kinds():
                raise BadInput(f"undrawn={name}: no such lever; {near(name, lever_kinds())}")
        return replace(super().setup(), levers=own_values(self.undrawn or ()))


class Discover(Against, Judged, Targeted, Replicated, Drawn):
    """Options of `discover`."""

    scenarios: Texts = option(["system_2026", "model_2025", "never"], "what is compared with the baseline")
    uncertainty: Uncertainty = "register"
    replications: Count = 100
    threshold: FiniteFloat | None = option(None, "effect that is good enough; null: what matters")
    most: Annotated[int, Field(ge=1, le=1000)] = option(8, "parameters that are looked at closely")


class Switching(Against, Judged, Targeted, Replicated, Drawn):
    """Options of `switching`."""

    scenario: Text = option("system_2026", "the scenario whose verdict may switch")
    uncertainty: Uncertainty = "register"
    factors: Text | Texts | dict[str, Any] | None = option(None, "moved, such as [fade_unused]; null: by rank")
    most: Annotated[int, Field(ge=1, le=1000)] = option(8, "parameters that are looked at closely")


class Decompose(Against, Judged, Replicated, Drawn):
    """Options of `decompose`."""

    scenario: Text = option("system_2026", "the scenario that is taken apart")
    uncertainty: Uncertainty = "register"
    parts: dict[str, Texts] = option({}, "parts.pay=[staff.pay_premium] groups decisions")


class Response(Judged, Replicated, Drawn):
    """Options of `response`."""

    scenario: Text = option("system_2026", "the scenario in which the lever is moved")
    lever: Text | Texts = option("dekom_s.frame_factor", "what is moved; several take the same value", "[a.x,b.x]")
    values: Texts | None = option(None, "what it is moved to; null: over its range", "[0.2,0.5,1]")
    levers_from: Day = option(date(2026, 8, 1), "day from which it is moved")
    uncertainty: Uncertainty = "register"


class Sweep(Replicated, Drawn):
    """Options of `sweep`."""

    scenarios: Texts = option(["system_2026"], "what is run at each point")
    baseline: Text | None = option(None, "what differences are taken from; null: nothing")
    replications: Count = 5
    design: Text = option("sobol_points", "or latin_hypercube, sobol, morris, grid, one_at_a_time, ./mine.csv")
    points: Count | None = option(None, "how many points (base points, trajectories, levels)")
    factors: Text | Texts | dict[str, Any] | None = option(
        "uncertain", "what is varied, such as {fade_unused:[0.1,0.4]}"
    )
    correlations: dict[str, dict[str, Correlation]] | None = option(None, "between factors", "{a:{b:0.5}}")
    levers_from: Day = option(date(2026, 8, 1), "day from which levers that are varied act")
    indicator: Text | Texts | None = option(None, "of heat maps; null: practice")


class Meeting(Replicated):
    """Options of `meeting`."""

    uncertainty: Uncertainty = option("register", "point, register, posterior (default once shipped)")
    replications: Count = 16
    points: Count = option(128, "mixes that are run; fewer take less time, and the page misses by more")


class Sensitivity(Drawn):
    """Options of `sensitivity`."""

    baseline: Text = option("system_2026", "differences are taken from it if the sweep has it")
    indicator: Text | Texts | None = option(None, "such as practice; null: all, their leading factors")
    year: Spring | None = option(None, "in the spring of this year; null: the horizon")
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = option(1, "root of the luck of resampling")


class Study(Targeted, Country, Spread, Placed, Mapped):
    """Options of `study`; they hold for every step that reads them."""

    horizon: Spring = option(2035, "the last semester is spring of this year")
    replications: Count | None = option(None, "of every step; null: the study's own")
    on_error: Literal["continue", "stop"] = option("continue", "when a run fails: continue with others, or stop")
    uncertainty: Uncertainty | None = option(None, "of every step: point, register, posterior; null: its own")
    both: bool = option(False, "true: its comparison under posterior and register, twice the runs")


class BuildCountry(Country, Placed):
    """Options of `country`."""


class Trace(Against, Simulated, Placed):
    """Options of `trace`."""

    unit: Text | None = option(None, "municipality:5001, school:4203-03 or university:UIA")
    scenarios: Texts = option(["never"], "two, or one beside the baseline")
    replication: Annotated[int, Field(ge=0, lt=1_000_000)] = option(0, "which replication is told")


class Backtest(Replicated, Drawn):
    """Options of `backtest`."""

    drivers: Literal["real", "known_2019"] = option("real", "pupils, money as they came (real), or known_2019")
    scenario: Text = option("model_2025", "a name (kompetanse scenarios), or a file: ./my.yaml")
    horizon: Spring = 2026
    uncertainty: Uncertainty = "register"


class Validate(Country, Spread, Placed, Drawn, Theorised):
    """Options of `validate`."""

    replications: Count = option(20, "runs of each case, each with other luck")
    uncertainty: Uncertainty = option("point", "of parameters: point, or drawn: register, posterior")
    patterns: Texts | None = option(None, "such as [P1,P7]; null: all")


class Report(Options):
    """Options of `report`."""

    beside: Texts | None = option(None, "other results folders whose tables it uses")
    map: Text | None = option(None, "GeoJSON of municipalities; null: as compared on")
    anyway: bool = option(False, "true: draw on a map that lacks municipalities too")


class Changes(Placed):
    """Options of `changes`."""

    new: Text | None = option(None, "the newer of the two folders, also as a second word")


class Calibrate(Country, Spread, Placed, Theorised):
    """Options of `calibrate`."""

    targets: Text | None = option(None, "your own table of targets; null: those shipped", "./mine.csv")
    active: Texts | None = option(None, "calibrated numbers; null: those that screening finds", "[apply_rate]")
    screening: Text | None = option(None, "the part of the country that is screened in; null: the world", "agder")
    trajectories: Count = option(6, "of the screening; each is a run per uncertain number")
    points: Count | None = option(None, "runs of the first wave; null: ten per calibrated number")
    waves: Annotated[int, Field(ge=1, le=20)] = option(4, "of history matching, at most")
    members: Annotated[int, Field(ge=20, le=100_000)] = option(300, "of the posterior, each run for real")


class Check(Options):
    """Options of `check`."""

    mend: bool = option(False, "true: set damaged parts aside, write the rest again")


class Reproduce(Spread):
    """Options of `reproduce`."""

    replications: Count | None = option(None, "only the first replications; null: all")
    anyway: bool = option(False, "true: run on other code, data or versions too")


Asked = TypeVar("Asked", bound=Options)


def check(kind: type[Asked], values: Mapping[str, Any]) -> Asked:
    """The options of a command from composed values.

    Raises:
        BadInput: For the first problem: one line with key, value and what was allowed.
    """
    try:
        options = kind.model_validate(dict(values))
    except ValidationError as error:
        raise BadInput(first_problem(error, lambda depth: _names(kind, depth), "option", between="=")) from None
    if isinstance(options, Country) and options.plugins:
        from sim.plugins import find_plugin, use

        use([find_plugin(reference) for reference in options.plugins])
    for refuse in (_refuse_unknown_scenarios, _refuse_executor, _refuse_parameters, _refuse_tables, _refuse_target):
        refuse(options)
    return options


def _names(kind: type[Options], depth: int) -> list[str]:
    return list((kind if depth == 1 else Precision).model_fields)


def _refuse_unknown_scenarios(options: Options) -> None:
    """Refuse scenarios that do not exist, before anything heavy is loaded."""
    from pathlib import Path

    from sim.scenario_file import locate

    given = [getattr(options, name, None) for name in ("scenario", "baseline")]
    for name in [*given, *getattr(options, "scenarios", [])]:
        if name is not None:
            locate(name, Path.cwd())


def _refuse_executor(options: Options) -> None:
    if not isinstance(options, Spread):
        return
    executor, scheduler, limit = options.executor, options.scheduler, options.run_timeout
    if executor != "local" and limit is not None:
        raise BadInput(f"run_timeout={limit:g}: executor={executor} cannot stop a run; use executor=local")
    if executor == "dask" and scheduler is None:
        raise BadInput("scheduler=null: executor=dask needs tcp://<address>:<port>, or the path of a scheduler file")
    if executor != "dask" and scheduler is not None:
        raise BadInput(f"scheduler={scheduler}: executor={executor} has none; use executor=dask")


def _refuse_parameters(options: Options) -> None:
    if isinstance(options, Country) and options.parameters:
        from sim.parameters import parameters_from

        parameters_from(options.parameters)


def _refuse_tables(options: Options) -> None:
    for name, path in options.tables.items() if isinstance(options, Country) else ():
        if not os.path.isfile(path):
            raise BadInput(f"tables.{name}={path}: there is no such file")


def _refuse_target(options: Options) -> None:
    if isinstance(options, Targeted) and options.target:
        from sim.target import target_from

        target_from(options.target)


def _level(text: str) -> tuple[str, str]:
    """Level and grain of an entry of `record`: the nation every semester, all others every spring unless said."""
    level, _, grain = text.partition(":")
    if level not in LEVELS:
        raise BadInput(f"record={text}: no such level; {near(level, LEVELS)}")
    grain = grain or ("semester" if level == "nation" else "year")
    if grain not in GRAINS:
        raise BadInput(f"record={text}: {level} can be stored every {', '.join(GRAINS)}; write {level}:year")
    return level, grain


def _available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


# ---- what is known of an option


def forms(hint: Any) -> set[str]:
    """Which forms the values of an option take: null, text, texts (a list), mapping, decimal, value."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return forms(parts[0])
    if origin is Literal or hint in (str, date):
        return {"text"}
    if hint is float:
        return {"decimal"}
    if origin is list:
        return {"texts"}
    if origin is dict or (isinstance(hint, type) and issubclass(hint, BaseModel)):
        return {"mapping"}
    if parts:
        return set().union(*(forms(part) for part in parts))
    return {"null"} if hint is NoneType else {"value"}


def declared(kind: type[Options], name: str) -> FieldInfo:
    """An option with what it means; a command that only changes the default says no more."""
    for ancestor in kind.__mro__:
        field = ancestor.__dict__.get("__pydantic_fields__", {}).get(name)
        if field is not None and field.description:
            return field  # type: ignore[no-any-return]
    return kind.model_fields[name]
