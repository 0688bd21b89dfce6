"""The optional parts of the report: what other commands found, or what makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.present import decisions, sensitivity
from experiments.present.fields import columns
from experiments.present.report.speech import Speech
from experiments.present.table import Row, Table
from experiments.present.words import Words, mark

MOST = 12
"""Rows of an optional table that are shown."""


@dataclass(frozen=True)
class Kind:
    """An optional table: its name, its heading in English, the fields to show, and the command that makes it."""

    name: str
    heading: str
    fields: tuple[str, ...]
    command: str


@dataclass(frozen=True)
class Block:
    """One optional part by its name: what was found in sentences and as a table, or what would make it."""

    name: str
    heading: str
    said: list[str]
    table: Table | None
    missing: str


WHY = (
    Kind("robustness", mark("Robustness and regret"), decisions.ROBUSTNESS, "discover"),
    Kind(
        "sensitivity", mark("Which parameters matter"), ("indicator", "scenario", *sensitivity.RANKING), "sensitivity"
    ),
    Kind("sources", mark("Variance by source"), ("indicator", "source", "share"), "sensitivity"),
    Kind("decomposition", mark("What each part of the package adds"), decisions.DECOMPOSITION, "decompose"),
)
CHANGE = (
    Kind("discovery", mark("Under which conditions"), decisions.DISCOVERY, "discover"),
    Kind("discovery_limits", mark("Limits of the conditions"), ("parameter", "interval", "indicator", "scenario"),
         "discover"),
    Kind("switching", mark("Switching values"), decisions.SWITCHING, "switching"),
)  # fmt: skip
"""What says how sure the answer is and why, and what would change it."""


def blocks(speech: Speech, kinds: Sequence[Kind]) -> list[Block]:
    """The optional parts of a section, in order."""
    return [_block(speech, kind) for kind in kinds
            if kind.name != "discovery_limits" or speech.evidence.table(kind.name) is not None]  # fmt: skip


def _block(speech: Speech, kind: Kind) -> Block:
    words, found = speech.words, speech.evidence.table(kind.name)
    heading = words(kind.heading)
    if found is None:
        missing = words("Not run. Made by: {command}", command=command(speech, kind.command))
        return Block(kind.name, heading, [], None, missing)
    return Block(kind.name, heading, _said(speech, kind.name, found), _table(speech, kind, heading, found), "")


def _said(speech: Speech, name: str, found: pd.DataFrame) -> list[str]:
    """What a table says, in sentences; none for tables that are only looked up."""
    words = speech.words
    if name == "switching":
        return decisions.switched(found, words)
    if name == "discovery":
        limits = speech.evidence.table("discovery_limits")
        rows = found.to_dict("records")
        return [" ".join(decisions.discovered(row, _box(limits, row), words)) for row in rows]
    tell: Callable[[pd.DataFrame, Words], str] | None = {
        "robustness": decisions.robust, "decomposition": decisions.contributed,
    }.get(name)  # fmt: skip
    return [] if tell is None else [tell(rows, words) for _, rows in found.groupby("indicator", sort=False)]


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
        "theories": f"kompetanse compare 'scenarios=[{first}]' baseline={evidence.baseline}{world} theories=named",
        "validate": "kompetanse validate",
        "backtest": "kompetanse backtest",
        "compare": f"kompetanse compare 'scenarios=[{first}]' baseline={evidence.baseline}{world}",
    }  # fmt: skip
    return text[name]


def _table(speech: Speech, kind: Kind, heading: str, found: pd.DataFrame) -> Table:
    words, all_ = speech.words, len(found)
    rows = found.head(MOST).replace([np.inf, -np.inf], np.nan).to_dict("records")  # an open side of a box is left empty
    shown = [c for c in columns(words, *kind.fields, table=kind.name) if set(c.fields) & set(found.columns)]
    more = words("The first {n} of {all} rows; all stand in tables/{name}.csv of {folder}.", n=MOST, all=all_,
                 name=kind.name, folder=speech.evidence.origins[kind.name].as_posix())  # fmt: skip
    return Table(f"block-{kind.name}", heading, shown, rows, [more] if all_ > MOST else [])
