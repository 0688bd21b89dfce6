"""This file knows the optional parts of the report: what other commands found, or what makes it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.present.decision_sentences import contributed, discovered, robust, switching
from experiments.present.report.cells import Cell, Shown
from experiments.present.report.lookups import Row, Speech
from experiments.present.report.texts import filled
from experiments.present.words import digits_for
from sim.indicators import BY_NAME

MOST = 12
"""Rows of an optional table that are shown."""


@dataclass(frozen=True)
class Kind:
    """An optional table: its name, the columns to show, and the command that makes it."""

    name: str
    columns: tuple[str, ...]
    command: str
    signed: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    by: str | None = None


@dataclass(frozen=True)
class Block:
    """One optional part by its name: what was found in sentences and as a table, or what would make it."""

    name: str
    heading: str
    said: list[str]
    table: Shown | None
    missing: str


WHY = (
    Kind("robustness", ("scenario", "indicator", "regret", "regret_90", "regret_most", "best", "good_enough", "states"),
         "discover", shares=("best", "good_enough")),
    Kind("sensitivity", ("factor", "indicator", "scenario", "importance", "importance_low", "importance_high", "effect",
                         "effect_low", "effect_high"), "sensitivity", ("effect", "effect_low", "effect_high")),
    Kind("sources", ("indicator", "source", "share", "low", "high"), "sensitivity", shares=("share", "low", "high")),
    Kind("decomposition", ("scenario", "part", "indicator", "adds", "low", "high", "share", "verdict"), "decompose",
         ("adds", "low", "high"), ("share",)),
)  # fmt: skip
CHANGE = (
    Kind("discovery", ("indicator", "scenario", "better_scenario", "better", "states", "found"), "discover",
         shares=("better",)),
    Kind("discovery_limits", ("parameter", "low", "high", "indicator", "scenario"), "discover"),
    Kind("switching", ("parameter", "side", "own_value", "switching_value", "low", "high", "verdict_beyond",
                       "probability_beyond", "indicator"), "switching", shares=("probability_beyond",)),
)  # fmt: skip
"""What says how sure the answer is and why, and what would change it."""


def blocks(speech: Speech, kinds: Sequence[Kind]) -> list[Block]:
    """The optional parts of a section, in order."""
    return [_block(speech, kind) for kind in kinds if kind.name != "discovery_limits" or _has(speech, kind)]


def _has(speech: Speech, kind: Kind) -> bool:
    return speech.evidence.table(kind.name) is not None


def _block(speech: Speech, kind: Kind) -> Block:
    heading = speech.texts["blocks"][kind.name]
    found = speech.evidence.table(kind.name)
    if found is None:
        missing = filled(speech.texts["sure"]["missing"], command=command(speech, kind.command))
        return Block(kind.name, heading, [], None, missing)
    return Block(kind.name, heading, _said(speech, kind.name, found), _table(speech, kind, heading, found), "")


def _said(speech: Speech, name: str, found: pd.DataFrame) -> list[str]:
    """What a table says, in sentences; none for tables that are only looked up."""
    if name == "switching":
        return switching(found, speech.words)
    if name == "discovery":
        limits = speech.evidence.table("discovery_limits")
        return [" ".join(discovered(row, _box(limits, row), speech.words)) for row in found.to_dict("records")]
    tell = {"robustness": robust, "decomposition": contributed}.get(name)
    return [] if tell is None else [tell(rows, speech.words) for _, rows in found.groupby("indicator", sort=False)]


def _box(limits: pd.DataFrame | None, row: Row) -> pd.DataFrame | None:
    """The limits of the condition that one row tells of."""
    if limits is None:
        return None
    mine: pd.DataFrame = limits[(limits["indicator"] == row["indicator"]) & (limits["scenario"] == row["scenario"])]
    return mine


def command(speech: Speech, name: str) -> str:
    """The command that would make a table for this comparison, as it is typed."""
    evidence = speech.evidence
    first, where = evidence.others[0], evidence.folder.as_posix()
    world = f" world={evidence.manifest['setup']['world']}"
    text = {
        "discover": f"kompetanse discover {where} baseline={evidence.baseline}",
        "switching": f"kompetanse switching scenario={first} baseline={evidence.baseline}{world}",
        "decompose": f"kompetanse decompose scenario={first} baseline={evidence.baseline}{world}",
        "sensitivity": f"kompetanse sweep 'scenarios=[{first}]' baseline={evidence.baseline}{world}; "
                       "kompetanse sensitivity results/sweep-...",
        "validate": "kompetanse validate",
        "backtest": "kompetanse backtest",
        "compare": f"kompetanse compare 'scenarios=[{first}]' baseline={evidence.baseline}{world}",
    }  # fmt: skip
    return text[name]


def _table(speech: Speech, kind: Kind, heading: str, found: pd.DataFrame) -> Shown:
    text = speech.texts["blocks"]
    columns = [name for name in kind.columns if name in found.columns]
    numbers = [i for i, name in enumerate(columns) if pd.api.types.is_numeric_dtype(found[name])]
    rows = found.to_dict("records")
    values = {"n": MOST, "all": len(rows), "name": kind.name, "folder": speech.evidence.origins[kind.name].as_posix()}
    return Shown(
        key=f"block-{kind.name}",
        caption=heading,
        columns=[text["columns"].get(name, name) for name in columns],
        rows=[[_cell(speech, kind, row, name) for name in columns] for row in rows[:MOST]],
        numbers=numbers,
        notes=[filled(text["truncated"], **values)] if len(rows) > MOST else [],
    )


def _cell(speech: Speech, kind: Kind, row: Row, name: str) -> Cell:
    value: Any = row[name]
    if isinstance(value, str):
        return _text(speech, name, value)
    if isinstance(value, bool):
        return Cell(speech.words("yes" if value else "no"))
    if pd.isna(value) or math.isinf(value):  # no value, or a side of a box that is open
        return Cell("–", None, "number")
    if name in kind.shares:
        return Cell(speech.share(float(value)), float(value), "number")
    return Cell(_number(speech, kind, row, name), float(value), "number")


def _text(speech: Speech, name: str, value: str) -> Cell:
    if name == "indicator" and value in BY_NAME:
        return Cell(speech.words.label(BY_NAME[value]))
    return speech.verdict_cell(value) if name == "verdict" else Cell(speech.words(value))


def _number(speech: Speech, kind: Kind, row: Row, name: str) -> str:
    """A number: effects and regrets in the decimals of their indicator, others with the digits they need."""
    value, indicator = float(row[name]), BY_NAME.get(str(row.get("indicator")))
    if indicator is not None and (name in kind.signed or name.startswith("regret")):
        write = speech.words.difference if name in kind.signed else speech.words.number
        return write(value, digits_for(indicator.smallest_difference))
    return speech.plain(value)
