"""This file knows the answer in three sentences: what differs and how much, how sure that is, and for whom."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.present.report.evidence import Evidence
from experiments.present.report.lookups import Row, Speech, has
from experiments.present.report.texts import filled
from sim.indicators import BY_NAME

MOST = 3
"""Differences that are named in a sentence, at most."""
FEW = 20
"""Replications below which verdicts are called provisional (assumption)."""


def answers(evidence: Evidence, language: str) -> list[str]:
    """The sentences on all scenarios, in order.

    Args:
        evidence: What they rest on.
        language: "en" or "nb".
    """
    speech = Speech(evidence, language)
    return [sentence for scenario in evidence.others for sentence in answer(speech, scenario)]


def answer(speech: Speech, scenario: str) -> list[str]:
    """Three sentences on one scenario against the baseline, or two if nothing was compared.

    Args:
        speech: Evidence and language.
        scenario: The scenario that is compared.
    """
    rows = speech.rows("comparison", scenario)
    names = {"scenario": scenario, "baseline": speech.evidence.baseline, "year": speech.year}
    text = speech.texts["answer"]
    compared = [row for row in rows if row["verdict"] != "undefined"]
    if not compared:
        return [filled(text["nothing"], **names)]
    if max(int(row["replications"]) for row in compared) < 2:
        return [filled(text["one_first"], **names), text["one"], text["one_whom"]]
    if all(row["difference"] == 0 and row["low"] == row["high"] for row in compared):
        return [filled(text["alike"], **names), _sure(speech, rows, None), text["whom_none"]]
    moved = strongest(speech, rows)
    sure = _sure(speech, rows, next(iter(moved), None))
    return [_first(speech, rows, moved, names), sure, _whom(speech, moved) + _only_in(speech, rows, scenario)]


def strongest(speech: Speech, rows: Sequence[Row]) -> list[Row]:
    """Rows that are up or down: those that the question is about first, then the largest.

    Largest is meant by the difference divided by the smallest that matters; indicators without a better direction
    (such as money) come last.
    """
    asked = speech.evidence.headline

    def place(row: Row) -> tuple[bool, bool, float]:
        indicator = BY_NAME[row["indicator"]]
        size = abs(float(row["difference"])) / indicator.smallest_difference
        return indicator.direction == "0", indicator.name not in asked, -size

    return sorted((row for row in rows if row["verdict"] in ("up", "down")), key=place)


def _first(speech: Speech, rows: Sequence[Row], moved: Sequence[Row], names: dict[str, object]) -> str:
    text, n = speech.texts["answer"], len(rows)
    if moved:
        named = speech.and_list(item(speech, row) for row in moved[:MOST])
        said = filled(text["moved" if len(moved) > 1 else "moved_one"], n=len(moved), all=n, list=named, **names)
        return said + _asked(speech, rows, moved)
    small, open_ = (sum(row["verdict"] == v for row in rows) for v in ("too small to matter", "cannot tell"))
    if small == n:
        return filled(text["too_small"], all=n, **names)
    return filled(text["unsettled"], all=n, small=small, open=open_, **names)


def _asked(speech: Speech, rows: Sequence[Row], moved: Sequence[Row]) -> str:
    """Of what the question is about, where only other things moved: that none did, and what was nearest to it."""
    asked = [row for row in rows if row["indicator"] in speech.evidence.headline and not math.isnan(row["difference"])]
    if not asked or any(row in asked for row in moved):
        return ""
    near = max(asked, key=lambda row: abs(row["difference"]) / BY_NAME[row["indicator"]].smallest_difference)
    indicator, text = BY_NAME[near["indicator"]], speech.texts["answer"]
    nearest = filled(
        text["nearest"], indicator=inside(speech.words.label(indicator)), unit=speech.words.unit(indicator),
        difference=speech.number(near, "difference", sign=True), interval=speech.interval(near),
    )  # fmt: skip
    return " " + filled(text["asked"], n=len(asked), nearest=nearest,
                        smallest=speech.plain(indicator.smallest_difference))  # fmt: skip


def item(speech: Speech, row: Row) -> str:
    """One difference in words: indicator, direction, size, unit and interval."""
    text, indicator = speech.texts["answer"], BY_NAME[row["indicator"]]
    size = dict(row) | {"difference": abs(float(row["difference"]))}
    return filled(
        text["items"],
        indicator=inside(speech.words.label(indicator)),
        verdict=text[f"verb_{row['verdict']}"],
        size=speech.number(size, "difference"),
        unit=speech.words.unit(indicator),
        interval=speech.interval(row),
    )


def inside(label: str) -> str:
    """An indicator's name as it stands inside a sentence."""
    name = label.startswith("Dekom") or not label[1:2].islower()
    return label if name else label[0].lower() + label[1:]


def _sure(speech: Speech, rows: Sequence[Row], first: Row | None) -> str:
    """How sure the answer is; of the first established difference, what luck alone and single futures are like."""
    text = speech.texts["answer"]
    n = max(int(row["replications"]) for row in rows)
    parts = [] if first is None else [*_first_known(speech, first), *_counts(speech, rows)]
    if n < FEW:
        parts.append(text["few"])
    rest = "".join(f"; {part}" for part in parts)
    return filled(text["sure_register" if speech.evidence.drawn else "sure_point"], n=n, rest=rest)


def _first_known(speech: Speech, first: Row) -> list[str]:
    text = speech.texts["answer"]
    if not has([first], "spread_low"):
        return []
    if not speech.evidence.drawn or not has([first], "luck_low"):
        return [filled(text["spread"], **_spread(speech, first))]
    difference = speech.number(first, "luck_difference", sign=True)
    interval = speech.interval(first, "luck_")
    return [filled(text["luck"], difference=difference, interval=interval, **_spread(speech, first))]


def _counts(speech: Speech, rows: Sequence[Row]) -> list[str]:
    """How many differences have the other verdicts; those that none has are not named."""
    kinds = {"open": "cannot tell", "small": "too small to matter", "undefined": "undefined"}
    counts = {key: sum(row["verdict"] == kind for row in rows) for key, kind in kinds.items()}
    return [filled(speech.texts["answer"][key], n=n, all=len(rows)) for key, n in counts.items() if n]


def _spread(speech: Speech, row: Row) -> dict[str, str]:
    return {"low": speech.number(row, "spread_low", sign=True), "high": speech.number(row, "spread_high", sign=True)}


def leading(speech: Speech, scenario: str) -> Row | None:
    """The difference that "for whom" is told by: the first of the headline that is established, else the first."""
    known = {row["indicator"] for row in speech.rows("by_group", scenario)}
    rows = [row for row in speech.rows("comparison", scenario) if row["indicator"] in known]
    return next(iter([row for row in rows if row["verdict"] in ("up", "down")] or rows), None)


def _whom(speech: Speech, moved: Sequence[Row]) -> str:
    text = speech.texts["answer"]
    if not moved:
        return str(text["whom_none"])
    if speech.evidence.table("by_group") is None:
        return str(text["whom_missing"])
    first = leading(speech, moved[0]["scenario"])
    if first is None or first["verdict"] not in ("up", "down"):
        return str(text["whom_absent"])
    found = speech.rows("by_group", first["scenario"], level="size_class", indicator=first["indicator"])
    groups = [row for row in found if not math.isnan(row["difference"])]
    if not groups:
        return str(text["whom_absent"])
    low, high = (pick(groups, key=lambda row: float(row["difference"])) for pick in (min, max))
    differ = any(row["contrast_verdict"] in ("up", "down") for row in groups)
    return filled(
        text["whom_range" if differ else "whom_alike"],
        indicator=speech.words.label(BY_NAME[first["indicator"]]),
        low=speech.number(low, "difference", sign=True),
        high=speech.number(high, "difference", sign=True),
        low_group=speech.group("size_class", low["group"]),
        high_group=speech.group("size_class", high["group"]),
        shares=_shares(speech, first),
    )


def _only_in(speech: Speech, rows: Sequence[Row], scenario: str) -> str:
    """What is too small to matter in the nation, but not in municipalities of one size; the largest of the headline."""
    small = {row["indicator"] for row in rows if row["verdict"] == "too small to matter"}
    found = [
        row for row in speech.rows("by_group", scenario, level="size_class")
        if row["indicator"] in small and row["verdict_alone"] in ("up", "down")
        and row["contrast_verdict"] in ("up", "down") and BY_NAME[row["indicator"]].direction != "0"
    ]  # fmt: skip
    if not found:
        return ""
    row = max(found, key=lambda row: abs(row["difference"]) / BY_NAME[row["indicator"]].smallest_difference)
    told = item(speech, dict(row) | {"verdict": row["verdict_alone"]})
    return " " + filled(speech.texts["answer"]["whom_only"], group=speech.group("size_class", row["group"]), item=told)


def _shares(speech: Speech, first: Row) -> str:
    for row in speech.rows("shares_of_municipalities", first["scenario"], indicator=first["indicator"]):
        shares = {key: speech.share(float(row[key])) for key in ("gaining", "losing")}
        return filled(speech.texts["answer"]["whom_shares"], **shares)
    return ""
