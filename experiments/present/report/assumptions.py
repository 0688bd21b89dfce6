"""This file knows the assumptions behind an answer: the register, its status, and what was changed or measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from experiments.present.report.answer import leading
from experiments.present.report.cells import Cell, Shown
from experiments.present.report.lookups import Row, Speech
from experiments.present.report.texts import filled
from experiments.present.sensitivity_tables import EFFECTS
from experiments.present.words import digits_for
from sim.indicators import BY_NAME, Indicator
from sim.register_texts import register_in

FIRST = 15
"""Assumptions in the short table."""
_STATUS = {"assumption": 0, "derived": 1, "sourced": 2}


@dataclass(frozen=True)
class Assumptions:
    """The section: sentences, the short table and the whole register."""

    intro: str
    order: str
    first: Shown
    whole: Shown
    all: str


@dataclass(frozen=True)
class Effects:
    """How much each parameter moves one difference.

    Attributes:
        rows: By parameter: effect, effect_low, effect_high.
        indicator: What the difference is in.
        scenario, against: Between which scenarios; `against` is empty for a level.
    """

    rows: Mapping[str, Row]
    indicator: Indicator
    scenario: str
    against: str


def assumptions(speech: Speech, command: str) -> Assumptions:
    """Everything the answer assumes.

    Args:
        speech: Evidence and language.
        command: The command that would measure effects.
    """
    text = speech.texts["assumptions"]
    effects = _effects(speech)
    known = _ordered(speech, effects)
    changed: Mapping[str, float] = speech.evidence.manifest["setup"]["parameters"]
    rows = [_row(speech, row, changed, effects) for row in known.to_dict("records")]
    return Assumptions(
        intro=_intro(speech, known, changed),
        order=filled(text["unranked"], command=command) if effects is None else _ranked(speech, effects),
        first=_table(speech, "assumptions-first", text["caption_first"], rows[:FIRST], effects),
        whole=_table(speech, "assumptions-all", text["caption_all"], rows, effects),
        all=filled(text["all"], n=len(rows)),
    )


def _ordered(speech: Speech, effects: Effects | None) -> pd.DataFrame:
    """The register, those that matter first: by measured effect, else by how weak the evidence is."""
    known = register_in(speech.language).reset_index()
    measured = {} if effects is None else {name: float(row["effect"]) for name, row in effects.rows.items()}
    known["effect"] = known["name"].map(measured).astype(float)
    known["weak"] = known["status"].map(_STATUS)
    known["size"] = -known["effect"].abs()
    changed = list(speech.evidence.manifest["setup"]["parameters"])
    known["kept"] = ~known["name"].isin(changed)
    known["fixed"] = known["kind"] != "uncertainty"
    found = known.assign(grade=known["grade"].fillna(""))
    by = ["size", "kept", "fixed", "weak", "grade"]
    return found.sort_values(by, ascending=[True, True, True, True, False], na_position="last", kind="stable")


def _effects(speech: Speech) -> Effects | None:
    """Measured effects on the leading difference, or on the first other that was measured."""
    found = speech.evidence.table(EFFECTS)
    if found is None:
        return None
    first = leading(speech, speech.evidence.others[0])
    wanted = [] if first is None else [(first["indicator"], first["scenario"])]
    there = list(zip(found["indicator"], found["scenario"], strict=True))
    indicator, scenario = next((pair for pair in wanted if pair in there), there[0])
    mine = found[(found["indicator"] == indicator) & (found["scenario"] == scenario)]
    against = mine["against"].fillna("").iloc[0]
    return Effects({row["parameter"]: row for row in mine.to_dict("records")}, BY_NAME[indicator], scenario, against)


def _ranked(speech: Speech, effects: Effects) -> str:
    """What the effects are effects on, and how many of them are told from none."""
    text = speech.texts["assumptions"]
    told = [row for row in effects.rows.values() if row["effect_low"] > 0 or row["effect_high"] < 0]
    outcome = text["outcome_difference" if effects.against else "outcome_level"]
    return filled(
        text["ranked"], indicator=speech.words.label(effects.indicator), n=len(effects.rows), told=len(told),
        smallest=speech.plain(effects.indicator.smallest_difference), unit=speech.words.unit(effects.indicator),
        outcome=filled(outcome, scenario=effects.scenario, baseline=effects.against),
    )  # fmt: skip


def _intro(speech: Speech, known: pd.DataFrame, changed: Mapping[str, float]) -> str:
    text = speech.texts["assumptions"]
    said = filled(text["changed"], n=len(changed), names=", ".join(changed)) if changed else text["unchanged"]
    drawn = f" {text['drawn']}" if speech.evidence.drawn else ""
    counts = {status: int((known["status"] == status).sum()) for status in _STATUS}
    return filled(text["intro"], n=len(known), changed=said + drawn, **counts)


def _table(speech: Speech, key: str, caption: str, rows: list[list[Cell]], effects: Effects | None) -> Shown:
    text = speech.texts["assumptions"]
    columns = [text[name] for name in ("parameter", "meaning", "value", "range", "status", "grade", "source")]
    if effects is None:
        return Shown(key, caption, columns, rows, (2, 3))
    indicator = effects.indicator
    heading = filled(text["effect"], indicator=speech.words.label(indicator), unit=speech.words.unit(indicator))
    return Shown(key, caption, [columns[0], heading, *columns[1:]], rows, (1, 3, 4))


def _row(speech: Speech, row: Row, changed: Mapping[str, float], effects: Effects | None) -> list[Cell]:
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
        Cell(text[row["status"]], None, f"kind {row['status']}"),
        Cell(str(row["grade"])),
        Cell("" if pd.isna(row["source"]) else str(row["source"]), None, "source"),
    ]
    if effects is not None:
        cells.insert(1, _effect(speech, effects, name))
    return cells


def _effect(speech: Speech, effects: Effects, name: str) -> Cell:
    """A parameter's effect with its interval; sorted by size; empty if it was not measured."""
    row = effects.rows.get(name)
    if row is None:
        return Cell("–", 0.0, "number")
    digits = digits_for(effects.indicator.smallest_difference)
    bounds = speech.words.interval(row["effect_low"], row["effect_high"], digits)
    return Cell(f"{speech.words.difference(row['effect'], digits)} ({bounds})", abs(float(row["effect"])), "number")
