"""Which tables an export has: those that commands left in each folder, results, and what explains them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.present.export.levers import differing_levers
from experiments.present.export.results import Runs, over_replications
from experiments.present.export.subject import Subject
from experiments.present.fields import columns_of
from experiments.present.table import Records, Table
from experiments.present.words import Words, mark
from experiments.refusals import FolderUnusable
from experiments.store.parts import failures
from sim.country.registers import load_registers
from sim.indicators import INDICATORS
from sim.register_texts import register_in

TITLES = {
    "read_me": mark("read_me"), "comparison": mark("comparison"), "over_time": mark("over_time"),
    "by_group": mark("by_group"), "municipalities": mark("municipalities"),
    "shares_of_municipalities": mark("shares_of_municipalities"), "per_krone": mark("per_krone"),
    "costs": mark("costs"), "after_years": mark("after_years"), "passed": mark("passed"),
    "learn_next": mark("learn_next"), "levels": mark("levels"), "partnerships": mark("partnerships"),
    "switching": mark("switching"),
    "switching_curves": mark("switching_curves"), "switching_ranking": mark("switching_ranking"),
    "theories": mark("theories"), "theories_counted": mark("theories_counted"), "response": mark("response"),
    "decomposition": mark("decomposition"), "robustness": mark("robustness"),
    "discovery": mark("discovery"),
    "discovery_limits": mark("discovery_limits"), "discovery_trajectory": mark("discovery_trajectory"),
    "sensitivity": mark("sensitivity"), "sources": mark("sources"), "assumptions_effect": mark("assumptions_effect"),
    "points": mark("points"), "summary": mark("summary"), "validation": mark("validation"),
    "backtest": mark("backtest"), "forecast": mark("forecast"), "key": mark("key"), "docking": mark("docking"),
    "fit": mark("fit"), "years": mark("years"), "size": mark("size"),
    "results": mark("results"), "design": mark("design"), "failures": mark("failures"),
    "indicators": mark("indicators"), "parameters": mark("parameters"), "scenarios": mark("scenarios"),
}  # fmt: skip
"""Titles of sheets by the name of their table, in English."""
ABOUT = {
    "comparison": mark("Paired difference from the base scenario in the last spring, with intervals and verdicts."),
    "over_time": mark("Paired difference from the base scenario in every spring."),
    "by_group": mark(
        "For whom: paired difference in the last spring by group of municipalities, schools, or by county."
    ),
    "municipalities": mark(
        "Paired difference by municipality, with rank and its uncertainty; inner states are synthetic."
    ),
    "shares_of_municipalities": mark("Share of municipalities that gain and lose."),
    "per_krone": mark("Effect for each krone that a scenario costs more."),
    "costs": mark("Difference in cost a year by payer, mean over the years from the parting."),
    "after_years": mark("Paired difference 3, 8 and 15 school years after the parting."),
    "passed": mark("How many of 100 municipalities the middle one would pass by each difference."),
    "learn_next": mark("What could be measured today that would narrow the answer most."),
    "partnerships": mark("Which universities serve which counties, how much and how well."),
    "levels": mark("Level of every indicator in the last spring."),
    "switching": mark("Value of each key assumption at which the verdict changes."),
    "switching_curves": mark("Paired difference along each key assumption."),
    "switching_ranking": mark("How much of the difference each assumption explains."),
    "theories": mark("What each theory says of each headline difference, and whether the verdict holds."),
    "theories_counted": mark("In how many theories each headline verdict holds."),
    "response": mark("Outcome, cost and limits at each value of a lever."),
    "decomposition": mark("What each part of a scenario adds."),
    "robustness": mark("Regret, and how often each scenario is best or good enough, over futures."),
    "discovery": mark("Condition on uncertain parameters under which a scenario is better."),
    "sensitivity": mark("How much each factor moves each outcome."),
    "sources": mark("Share of variance by source: luck, parameters, policy."),
    "assumptions_effect": mark("The assumptions that were varied, with how much each moves the outcomes."),
    "points": mark("Values of the factors at each point of the sweep."),
    "summary": mark("Mean and spread of the headline indicators at each point."),
    "validation": mark("Patterns that the model must grow, and what must break them."),
    "backtest": mark("Modelled against published series."),
    "forecast": mark("What was foretold from 2019, scored against what came."),
    "key": mark("How well the national key predicts the governors' shares."),
    "docking": mark("Supply of teachers by cohort accounting against LÆRERMOD."),
    "fit": mark("Fit of the simulated country to published totals."),
    "years": mark("Fit of the simulated country to published series, by school year."),
    "size": mark("How many units of each kind the country has."),
    "results": mark("Mean over replications of every indicator in every school year."),
    "design": mark("What each point of the design holds fixed."),
    "failures": mark("Runs that failed; they are in no other sheet."),
    "indicators": mark("Every indicator, with its smallest difference that matters."),
    "parameters": mark("The register of parameters, with the values used."),
    "scenarios": mark("Levers in which each scenario differs from the base scenario, and when."),
}
"""What each table holds, in English."""
OTHER = mark("A table of the command that made the folder.")
TEXT = ("number", "unit", "group", "reference", "name", "case", "indicator", "parameter", "part")
"""Columns that stay text even where all their cells are digits: a municipality's number keeps its leading zero."""
_WHOLE = re.compile(r"-?(0|[1-9]\d*)")
_PARAMETER = ("name", "meaning", "unit", "value_used", "drawn", "value", "low", "high", "distribution",
              "correlated_with", "kind", "status", "grade", "source", "group")  # fmt: skip
_NAMED = {
    "county": ("counties", "county_number", "county_name"),
    "governor": ("governors", "governor_id", "name"),
    "municipality": ("municipalities", "municipality_number", "name"),
    "university": ("uh_institutions", "inst_id", "name"),
}
"""Register, key and name of the levels whose units have names."""


def sheets_of(subject: Subject, runs: Mapping[Path, Runs], words: Words) -> Iterator[Table]:
    """Every table but the first sheet, each name once.

    Args:
        subject: What is exported.
        runs: Runs of each of its folders that has some.
        words: Language and titles of scenarios.

    Raises:
        FolderUnusable: If a table or a part is damaged.
    """
    taken: set[str] = set()
    for name, frame, place in _of_each(subject.folders, runs):
        own = name if name not in taken else f"{name}_{place.name}"
        taken.add(own)
        yield replace(_sheet(name, frame, words), name=own)
    yield _sheet("indicators", _indicators(words), words)
    yield _sheet("parameters", _parameters(subject.manifest["setup"], words), words)
    yield _sheet("scenarios", differing_levers(subject.scenarios(), subject.base), words)


def _sheet(name: str, frame: pd.DataFrame, words: Words) -> Table:
    return Table(name, words(ABOUT.get(name, OTHER)), columns_of(frame, words, name), Records(frame))


def _of_each(folders: Iterable[Path], runs: Mapping[Path, Runs]) -> Iterator[tuple[str, pd.DataFrame, Path]]:
    """Tables, results and failures of every folder, with the folder they come from."""
    named = _names()
    for place in folders:
        for name, table in tables_in(place):
            yield name, table, place
        if place in runs:
            yield "results", over_replications(runs[place], named), place
            if runs[place].plan["point"].nunique() > 1:
                yield "design", _points(runs[place].plan), place
        failed = [vars(f) | {"traceback": ""} for f in failures(place)]
        if failed:
            yield "failures", pd.DataFrame(failed).drop(columns=["traceback", "run_id"]), place


def _points(plan: pd.DataFrame) -> pd.DataFrame:
    texts = ["point", "uncertainty", "parameters", "levers"]
    return plan[texts].astype(dict.fromkeys(texts[1:], "str")).drop_duplicates().sort_values("point")


# ---- tables that commands left


def tables_in(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Name and content of every table, the comparison first; tables without a column are left out.

    Raises:
        FolderUnusable: If one is damaged.
    """
    for path in sorted((folder / "tables").glob("*.csv"), key=lambda path: (path.stem != "comparison", path.stem)):
        try:
            yield path.stem, read_table(path)
        except pd.errors.EmptyDataError:
            continue
        except (ValueError, OSError):
            raise FolderUnusable(f"{path} is damaged; give the command that made the folder again") from None


def read_table(path: Path) -> pd.DataFrame:
    """A table with every digit of its numbers, and codes as text."""
    written = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    return written.assign(**{str(name): _typed(written[name]) for name in written if name not in TEXT})


def _typed(column: pd.Series) -> pd.Series:
    """A column as what all its cells are: yes or no, whole numbers, numbers, or text."""
    cells = set(column.dropna())
    if cells and cells <= {"True", "False"}:
        return column.map({"True": True, "False": False})
    if cells and all(_WHOLE.fullmatch(cell) for cell in cells):
        return column.map(int, na_action="ignore").astype("Int64")
    try:
        return column.map(float, na_action="ignore").astype("float64")
    except ValueError:
        return column


# ---- what explains


def _indicators(words: Words) -> pd.DataFrame:
    """Every indicator: name, label, unit, smallest difference that matters, direction, definition."""
    return pd.DataFrame(
        {
            "indicator": i.name,
            "label": words.label(i),
            "unit": i.unit,
            "smallest_difference": i.smallest_difference,
            "direction": i.direction,
            "headline": i.headline,
            "definition": words.declared(i.formula),
            "stock_or_flow": i.stock_or_flow,
            "weight": words.declared(i.weight),
            "source": words.declared(i.source),
        }
        for i in INDICATORS
    )


def _parameters(setup: Mapping[str, Any], words: Words) -> pd.DataFrame:
    """The register with the value used; empty where each replication drew its own from the range (`drawn`)."""
    known = register_in(words.language).reset_index()
    given = known["name"].map(dict(setup["parameters"]))
    known["drawn"] = (known["kind"] == "uncertainty") & (setup["uncertainty"] != "point") & given.isna()
    known["value_used"] = given.fillna(known["value"].astype(float)).mask(known["drawn"])
    return known[list(_PARAMETER)]


def _names() -> pd.DataFrame:
    """Names of the units that have one, from the registers shipped: level, unit, name."""
    found = load_registers()
    frames = [
        pd.DataFrame({"level": level, "unit": found[table][key].astype("str"), "name": found[table][name]})
        for level, (table, key, name) in _NAMED.items()
    ]
    return pd.concat(frames, ignore_index=True)
