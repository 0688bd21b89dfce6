"""This file knows the assumptions behind an answer: the register, its status, and what was changed or measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.report.cells import Cell, Shown
from experiments.report.lookups import Speech
from experiments.report.texts import filled
from sim.parameters import register

FIRST = 15
"""Assumptions in the short table."""
EFFECTS = "assumptions_effect"
"""Table with the measured effect of each parameter, most important first."""
_STATUS = {"assumption": 0, "derived": 1, "sourced": 2}


@dataclass(frozen=True)
class Assumptions:
    """The section: sentences, the short table and the whole register."""

    intro: str
    order: str
    first: Shown
    whole: Shown
    all: str


def assumptions(speech: Speech, command: str) -> Assumptions:
    """Everything the answer assumes.

    Args:
        speech: Evidence and language.
        command: The command that would measure effects.
    """
    text = speech.texts["assumptions"]
    known = _ordered(speech)
    changed: Mapping[str, float] = speech.evidence.manifest["setup"]["parameters"]
    ranked = bool(known["effect"].notna().any())
    rows = [_row(speech, row, changed, ranked) for row in known.to_dict("records")]
    return Assumptions(
        intro=_intro(speech, known, changed),
        order=text["ranked"] if ranked else filled(text["unranked"], command=command),
        first=_table(speech, "assumptions-first", text["caption_first"], rows[:FIRST], ranked),
        whole=_table(speech, "assumptions-all", text["caption_all"], rows, ranked),
        all=filled(text["all"], n=len(rows)),
    )


def _ordered(speech: Speech) -> pd.DataFrame:
    """The register, those that matter first: by measured effect, else by how weak the evidence is."""
    known = register().copy()
    known["effect"] = known["name"].map(_effects(speech))
    known["weak"] = known["status"].map(_STATUS)
    known["size"] = -known["effect"].abs()
    changed = list(speech.evidence.manifest["setup"]["parameters"])
    known["kept"] = ~known["name"].isin(changed)
    known["fixed"] = known["kind"] != "uncertainty"
    found = known.assign(grade=known["grade"].fillna(""))
    by = ["size", "kept", "fixed", "weak", "grade"]
    return found.sort_values(by, ascending=[True, True, True, True, False], na_position="last", kind="stable")


def _effects(speech: Speech) -> dict[str, float]:
    """The measured effect of each parameter, where there is a table of them."""
    found = speech.evidence.table(EFFECTS)
    if found is None or not {"parameter", "effect"} <= set(found.columns):
        return {}
    largest = found.assign(size=found["effect"].abs()).sort_values("size").drop_duplicates("parameter", keep="last")
    return dict(zip(largest["parameter"].astype(str), largest["effect"].astype(float), strict=True))


def _intro(speech: Speech, known: pd.DataFrame, changed: Mapping[str, float]) -> str:
    text = speech.texts["assumptions"]
    said = filled(text["changed"], n=len(changed), names=", ".join(changed)) if changed else text["unchanged"]
    drawn = f" {text['drawn']}" if speech.evidence.drawn else ""
    counts = {status: int((known["status"] == status).sum()) for status in _STATUS}
    return filled(text["intro"], n=len(known), changed=said + drawn, **counts)


def _table(speech: Speech, key: str, caption: str, rows: list[list[Cell]], ranked: bool) -> Shown:
    text = speech.texts["assumptions"]
    columns = [text[name] for name in ("parameter", "meaning", "value", "range", "status", "grade", "source")]
    if ranked:
        columns.insert(1, text["effect"])
    return Shown(key, caption, columns, rows, (2, 3) if not ranked else (1, 3, 4))


def _row(speech: Speech, row: Mapping[Any, Any], changed: Mapping[str, float], ranked: bool) -> list[Cell]:
    text, value = speech.texts["assumptions"], float(row["value"])
    name, shown = str(row["name"]), speech.plain(value)
    if name in changed:
        shown = filled(text["overridden"], value=speech.plain(changed[name]), registered=shown)
    ends = "" if math.isnan(row["low"]) else " … ".join(speech.plain(float(row[end])) for end in ("low", "high"))
    cells = [
        Cell(name, None, "name"),
        Cell(f"{row['meaning']} ({row['unit']})"),
        Cell(shown, value, "number changed" if name in changed else "number"),
        Cell(ends, float(row["low"]), "number"),
        Cell(text[row["status"]], None, f"status {row['status']}"),
        Cell(str(row["grade"])),
        Cell("" if pd.isna(row["source"]) else str(row["source"]), None, "source"),
    ]
    if ranked:
        cells.insert(1, Cell(speech.plain(float(row["effect"])), float(row["effect"]), "number"))
    return cells
