"""What a calibration found, as tables: each target, each calibrated number, and what is only known together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.present.table import Column, Table
from experiments.present.words import Words, mark

_TARGETS = {
    "target": mark("Target"), "role": mark("Role"), "band": mark("Published"), "discrepancy": mark("Discrepancy"),
    "predicted": mark("Predicted"),
    "distance": mark("Off by (tolerances)"), "explained": mark("Explained"), "excludes": mark("Excludes"),
    "alone": mark("Alone"),
}  # fmt: skip
_ROLES = {"fit": mark("fitted"), "check": mark("check")}


def targets_table(told: Mapping[str, Any], words: Words) -> Table:
    """Every target with what the members' runs give, how far off that is, and what it excludes of the register."""
    rows = [
        {
            **row,
            "role": words(_ROLES[row["role"]]),
            "band": _bounds(row["low"], row["high"], words),
            "predicted": _range(row, words),
        }
        for row in told["fit"]
    ]
    kinds = {"discrepancy": "plain", "distance": "difference"}
    kinds |= dict.fromkeys(("explained", "excludes", "alone"), "share")
    drop = {"discrepancy": 3, "explained": 2, "alone": 1}
    shown = [
        Column(words(text), (name,), kinds.get(name, "name" if name == "target" else "text"),  # type: ignore[arg-type]
               1 if name == "distance" else None, drop.get(name, 0))
        for name, text in _TARGETS.items()
    ]  # fmt: skip
    note = words(
        "Checks were never used in the fit. Excludes: share of the register that is three tolerances off or more."
    )
    return Table("calibrated_targets", words("Targets and what the members give"), shown, rows, [note])


def learned_tables(told: Mapping[str, Any], words: Words) -> Iterator[Table]:
    """What the targets moved, and what they only know together."""
    numbers = sorted(told["numbers"], key=lambda row: row["width"])
    shown = [
        Column(words("Calibrated"), ("name",), "name"),
        Column(words("Moved"), ("moved",), "yes"),
        Column(words("Width left"), ("width",), "share"),
        Column(words("Shift of mean rank"), ("shift",), "difference", 2),
        Column(words("Ranks, 90 %"), ("rank_low", "rank_high"), "span", 2),
    ]
    note = words("Ranks are those of the register's range: 0 its low end, 1 its high end.")
    yield Table("calibrated_numbers", words("What the targets moved"), shown, numbers, [note])
    if told["together"]:
        pairs = [Column(words("Calibrated"), ("one",), "name"), Column(words("With"), ("other",), "name"),
                 Column("r", ("r",), "difference", 2)]  # fmt: skip
        yield Table("calibrated_together", words("Known better together than alone"), pairs, told["together"])
    if told["theories"]:
        rows = [{**row, "excluded_by": ", ".join(row["excluded_by"])} for row in told["theories"]]
        shown = [Column(words("Theory"), ("theory",), "name"), Column(words("Stands"), ("stands",), "yes"),
                 Column(words("Targets missed by three tolerances"), ("excluded_by",)),
                 Column(words("Farthest (tolerances)"), ("farthest",), "number", 1)]  # fmt: skip
        yield Table("calibrated_theories", words("Theories that the targets leave standing"), shown, rows)


def _bounds(low: float | None, high: float | None, words: Words) -> str:
    """A published value, or the bounds of a band."""
    ends = [None if bound is None or abs(bound) == float("inf") else words.plain(bound) for bound in (low, high)]
    if ends[0] is None:
        return f"≤ {ends[1]}"
    if ends[1] is None:
        return f"≥ {ends[0]}"
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} … {ends[1]}"


def _range(row: Mapping[str, Any], words: Words) -> str:
    middle, low, high = (row[name] for name in ("predicted", "predicted_low", "predicted_high"))
    if middle is None or middle != middle:
        return words("undefined")
    return f"{words.plain(middle)} ({words.plain(low)} … {words.plain(high)})"
