"""The assumptions behind an answer: the register, its status, and what was changed or measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.present.fields import column, columns
from experiments.present.report.lead import led_by
from experiments.present.report.learned import posterior_behind, tests_of
from experiments.present.report.speech import Speech
from experiments.present.sensitivity_tables import EFFECTS
from experiments.present.table import Cell, Column, Row, Table
from experiments.present.words import digits_for, mark
from sim.indicators import BY_NAME, Indicator
from sim.register_texts import register_in

FIRST = 15
"""Assumptions in the short table."""
_TESTED = {"moved": mark("moved it"), "tested": mark("tested it"), "untested": mark("never tested it")}
_STATUS = {"assumption": 0, "derived": 1, "sourced": 2}


@dataclass(frozen=True)
class Assumptions:
    """The section: sentences, the short table and the whole register."""

    intro: str
    order: str
    first: Table
    whole: Table
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
    words, effects = speech.words, _effects(speech)
    known = _ordered(speech, effects)
    changed: Mapping[str, float] = speech.evidence.manifest["setup"]["parameters"]
    rows = [_row(speech, row, changed, effects) for row in known.to_dict("records")]
    return Assumptions(
        intro=_intro(speech, known, changed),
        order=_unranked(speech, command) if effects is None else _ranked(speech, effects),
        first=_table(speech, "assumptions-first", words("The assumptions to question first"), rows[:FIRST], effects),
        whole=_table(speech, "assumptions-all", words("The whole register of parameters"), rows, effects),
        all=words("All {n} parameters", n=len(rows)),
    )


def _ordered(speech: Speech, effects: Effects | None) -> pd.DataFrame:
    """The register, those that matter first: by measured effect, else by how weak the evidence is."""
    known = register_in(speech.words.language).reset_index()
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
    first = led_by(speech).name
    there = list(zip(found["indicator"], found["scenario"], strict=True))
    indicator, scenario = next((pair for pair in there if pair[0] == first), there[0])
    mine = found[(found["indicator"] == indicator) & (found["scenario"] == scenario)]
    against = mine["against"].fillna("").iloc[0]
    return Effects({row["parameter"]: row for row in mine.to_dict("records")}, BY_NAME[indicator], scenario, against)


def _unranked(speech: Speech, command: str) -> str:
    return speech.words(
        "Their effect on this answer was not measured; they stand in the register's order, weakest evidence first. "
        "Made by: {command}",
        command=command,
    )


def _ranked(speech: Speech, effects: Effects) -> str:
    """What the effects are effects on, and how many of them are told from none."""
    words = speech.words
    told = [row for row in effects.rows.values() if row["effect_low"] > 0 or row["effect_high"] < 0]
    scenario = words.scenario(effects.scenario)
    outcome = words("the level of “{scenario}”", scenario=scenario)
    if effects.against:
        outcome = words("the difference between “{scenario}” and “{baseline}”", scenario=scenario,
                        baseline=words.scenario(effects.against))  # fmt: skip
    return words(
        "Those that move {outcome} in “{indicator}” most come first. Effect: how much it changes when the parameter "
        "goes from its least to its largest value and all else varies as drawn, by a straight line, with 95 % "
        "interval. For {told} of {n} parameters the interval leaves out 0; chance alone would do that for about one in "
        "twenty. The smallest difference that matters is {smallest} {unit}.",
        indicator=words.label(effects.indicator), n=len(effects.rows), told=len(told), outcome=outcome,
        smallest=words.plain(effects.indicator.smallest_difference), unit=words.unit(effects.indicator),
    )  # fmt: skip


def _intro(speech: Speech, known: pd.DataFrame, changed: Mapping[str, float]) -> str:
    words = speech.words
    counts = {status: int((known["status"] == status).sum()) for status in _STATUS}
    said = words(
        "The register has {n} parameters: {sourced} with a published source, {derived} worked out from published "
        "figures, {assumption} assumptions of ours with a range.",
        n=len(known), **counts,
    )  # fmt: skip
    if changed:
        said += " " + words("{n} stand at another value than the register's in this comparison: {names}.",
                            n=len(changed), names=", ".join(changed))  # fmt: skip
    else:
        said += " " + words("All stand at the register's values in this comparison.")
    if speech.evidence.drawn:
        said += " " + words("In each replication the uncertain ones are drawn from their ranges.")
    told = posterior_behind(speech)
    if told is not None:
        said += " " + words("Those that were calibrated are drawn as published figures leave them.")
        first = [tests_of(told).get(str(name)) for name in known["name"].head(FIRST)]
        said += " " + words("Of the {n} to question first, {untested} were never tested by a published figure.",
                            n=len(first), untested=first.count("untested"))  # fmt: skip
    return said


def _table(speech: Speech, name: str, title: str, rows: list[Row], effects: Effects | None) -> Table:
    words = speech.words
    shown = [
        column(words, "parameter"),
        *columns(words, "meaning", "value", "interval", "status", "grade", "source", table="parameters"),
    ]
    if "tested" in rows[0]:
        shown.insert(2, Column(words("Published figures"), ("tested",)))
    if effects is not None:
        heading = words("Effect on {indicator} ({unit})", indicator=words.label(effects.indicator),
                        unit=words.unit(effects.indicator))  # fmt: skip
        shown.insert(1, column(words, "effect", heading=heading))
    return Table(name, title, shown, rows)


def _row(speech: Speech, row: Row, changed: Mapping[str, float], effects: Effects | None) -> Row:
    words, name = speech.words, str(row["name"])
    shown: dict[str, Any] = {
        "parameter": name, "meaning": f"{row['meaning']} ({row['unit']})", "value": row["value"], "low": row["low"],
        "high": row["high"], "status": row["status"], "grade": row["grade"], "source": row["source"],
    }  # fmt: skip
    if name in changed:
        text = words("{value} (register: {registered})", value=words.plain(changed[name], 4),
                     registered=words.plain(row["value"], 4))  # fmt: skip
        shown["value"] = Cell(text, float(row["value"]), "changed")
    told = posterior_behind(speech)
    if told is not None:
        tested = tests_of(told).get(name)
        shown["tested"] = words(_TESTED[tested]) if tested else ""
    if effects is not None:
        shown["effect"] = _effect(speech, effects, name)
    return shown


def _effect(speech: Speech, effects: Effects, name: str) -> Cell:
    """A parameter's effect with its interval; sorted by size; empty if it was not measured."""
    row, words = effects.rows.get(name), speech.words
    if row is None:
        return Cell("–", 0.0)
    digits = digits_for(effects.indicator.smallest_difference)
    bounds = words.interval(row["effect_low"], row["effect_high"], digits)
    return Cell(f"{words.difference(row['effect'], digits)} ({bounds})", abs(float(row["effect"])))
