"""This file knows the tables of differences: indicator by indicator, for whom, and who gains and loses."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.present.report.answer import leading
from experiments.present.report.cells import Cell, Shown
from experiments.present.report.lookups import Row, Speech, has
from experiments.present.report.texts import filled
from experiments.present.words import digits_for
from sim.indicators import BY_NAME

LEVELS = ("size_class", "centrality_class", "turnover_class", "school_size_class", "county", "governor")
"""Levels that say for whom, the most asked for first."""
VERDICT = 5
"""Place of the verdict in the table of differences."""
ENDS = 5
"""Municipalities shown at each end."""


def differences(speech: Speech, scenario: str) -> Shown | None:
    """All headline indicators of a scenario against the baseline; None if there is no row."""
    rows = speech.rows("comparison", scenario)
    if not rows:
        return None
    text, baseline = speech.texts["differences"], speech.evidence.baseline
    columns = [text["indicator"], baseline, scenario, text["difference"], text["interval"], text["verdict"]]
    optional = [key for key in ("luck", "spread", "share") if has(rows, _FIRST[key])]
    columns += [text["smallest"], *(text[key] for key in optional)]
    return Shown(
        key=f"differences-{scenario}",
        caption=filled(text["caption"], scenario=scenario, baseline=baseline, year=speech.year),
        columns=columns,
        rows=[_difference(speech, row, optional) for row in rows],
        numbers=[i for i in range(1, len(columns)) if i != VERDICT],
        notes=[text["note_terms"], text["note_holm" if has(rows, "p_adjusted") else "note_plain"]],
    )


_FIRST = {"luck": "luck_low", "spread": "spread_low", "share": "share_up"}
"""Columns that tell whether an optional part of the table is there."""


def _difference(speech: Speech, row: Row, optional: Sequence[str]) -> list[Cell]:
    indicator = BY_NAME[row["indicator"]]
    share = float(row.get("share_up", math.nan))
    extra = {
        "luck": lambda: speech.interval_cell(row, "luck_"),
        "spread": lambda: speech.interval_cell(row, "spread_"),
        "share": lambda: Cell(speech.share(share), share, "number"),
    }
    smallest = indicator.smallest_difference
    return [
        Cell(f"{speech.words.label(indicator)} ({speech.words.unit(indicator)})"),
        speech.cell(row, "baseline_level"),
        speech.cell(row, "level"),
        speech.cell(row, "difference", sign=True),
        speech.interval_cell(row),
        speech.verdict_cell(str(row["verdict"])),
        Cell(speech.words.number(smallest, max(digits_for(smallest) - 1, 0)), smallest, "number"),
        *(extra[key]() for key in optional),
    ]


def by_group(speech: Speech, scenario: str) -> list[Shown]:
    """One table a level for the leading difference."""
    first = leading(speech, scenario)
    if first is None:
        return []
    found = []
    for level in LEVELS:
        rows = speech.rows("by_group", scenario, level=level, indicator=first["indicator"])
        if rows:
            found.append(_groups(speech, scenario, level, rows))
    return found


def _groups(speech: Speech, scenario: str, level: str, rows: Sequence[Row]) -> Shown:
    text, common = speech.texts["whom"], speech.texts["differences"]
    indicator = BY_NAME[rows[0]["indicator"]]
    reference = text["reference_norway" if rows[0]["reference"] == "norway" else "reference_last"]
    title = {"indicator": speech.words.label(indicator), "level": text[level]}
    return Shown(
        key=f"groups-{scenario}-{level}",
        caption=filled(text["caption"], scenario=scenario, baseline=speech.evidence.baseline, **title)
        + f" ({speech.words.unit(indicator)})",
        columns=[text["group"], common["difference"], common["interval"], common["verdict"],
                 filled(text["contrast"], reference=reference), common["interval"]],
        rows=[
            [Cell(speech.group(level, row["group"]), float(place)), speech.cell(row, "difference", sign=True),
             speech.interval_cell(row), speech.verdict_cell(str(row["verdict_alone"])),
             speech.cell(row, "contrast", sign=True), speech.interval_cell(row, "contrast_")]
            for place, row in enumerate(rows)
        ],
        numbers=(1, 2, 4, 5),
    )  # fmt: skip


def shares(speech: Speech, scenario: str) -> Shown | None:
    """How many municipalities gain and lose, by indicator."""
    rows = speech.rows("shares_of_municipalities", scenario)
    if not rows:
        return None
    text, common = speech.texts["whom"], speech.texts["differences"]
    kinds = ("gaining", "losing", "alike")
    return Shown(
        key=f"shares-{scenario}",
        caption=filled(text["shares_caption"], scenario=scenario, baseline=speech.evidence.baseline),
        columns=[common["indicator"], *(text[kind] for kind in kinds), text["surely"]],
        rows=[[Cell(speech.words.label(BY_NAME[row["indicator"]])), *(_share(speech, row, kind) for kind in kinds),
               Cell(f"{speech.share(row['surely_gaining'])} / {speech.share(row['surely_losing'])}",
                    float(row["surely_gaining"]) - float(row["surely_losing"]), "number")] for row in rows],
        numbers=(1, 2, 3, 4),
        notes=[text["shares_note"]],
    )  # fmt: skip


def _share(speech: Speech, row: Row, kind: str) -> Cell:
    low, high = (float(row[f"{kind}_{end}"]) for end in ("low", "high"))
    bounds = "" if math.isnan(low) else f" ({speech.share(max(low, 0.0))} … {speech.share(min(high, 1.0))})"
    return Cell(speech.share(float(row[kind])) + bounds, float(row[kind]), "number")


def winners(speech: Speech, scenario: str) -> Shown | None:
    """The municipalities that gain most and least by the leading difference, each with its caution."""
    first = leading(speech, scenario)
    rows = [] if first is None else speech.rows("municipalities", scenario, indicator=first["indicator"])
    rows = sorted((row for row in rows if not math.isnan(row["rank"])), key=lambda row: float(row["rank"]))
    if not rows:
        return None
    text, common = speech.texts["whom"], speech.texts["differences"]
    chosen = rows if len(rows) <= 2 * ENDS else rows[:ENDS] + rows[-ENDS:]
    return Shown(
        key=f"winners-{scenario}",
        caption=filled(text["winners_caption"], indicator=speech.words.label(BY_NAME[rows[0]["indicator"]]),
                       scenario=scenario, baseline=speech.evidence.baseline),
        columns=[text["municipality"], common["difference"], common["interval"], text["rank"], text["better"],
                 common["verdict"], text["caution"]],
        rows=[_town(speech, row) for row in chosen],
        numbers=(1, 2, 3, 4),
        notes=[text["synthetic"]],
    )  # fmt: skip


def _town(speech: Speech, row: Row) -> list[Cell]:
    text, number = speech.texts["whom"], speech.words.number
    ends = "–".join(number(float(row[key]), 0) for key in ("rank_low", "rank_high"))
    return [
        Cell(str(row["name"])),
        speech.cell(row, "difference", sign=True),
        speech.interval_cell(row),
        Cell(f"{number(float(row['rank']), 0)} ({ends})", float(row["rank"]), "number"),
        Cell(speech.share(float(row["better_off"])), float(row["better_off"]), "number"),
        speech.verdict_cell(str(row["verdict"])),
        Cell(text["few"] if row["few"] else ""),
    ]
