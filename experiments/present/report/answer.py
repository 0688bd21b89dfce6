"""The answer in three sentences: what differs and how much, how sure that is, and for whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from experiments.present.report.evidence import Evidence
from experiments.present.report.speech import Speech, has
from experiments.present.table import Row
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
    words, rows = speech.words, speech.rows("comparison", scenario)
    names = {"scenario": words.scenario(scenario), "baseline": speech.baseline, "year": speech.year}
    compared = [row for row in rows if row["verdict"] != "undefined"]
    if not compared:
        return [words("There is no difference to report: no run of “{scenario}” and “{baseline}” gave a value in both.",
                      **names)]  # fmt: skip
    if max(int(row["replications"]) for row in compared) < 2:
        return _one_replication(speech, names)
    if all(row["difference"] == 0 and row["low"] == row["high"] for row in compared):
        alike = words(
            "“{scenario}” and “{baseline}” give the same results until spring {year}: every difference is exactly 0, "
            "which says that they decide nothing differently before then that acts, not that a policy has no effect.",
            **names,
        )
        return [alike, _sure(speech, rows, None), _for_none(speech)]
    moved = strongest(speech, rows)
    sure = _sure(speech, rows, next(iter(moved), None))
    return [_first(speech, rows, moved, names), sure, _whom(speech, moved) + _only_in(speech, rows, scenario)]


def _one_replication(speech: Speech, names: dict[str, object]) -> list[str]:
    words = speech.words
    return [
        words("One replication of “{scenario}” and “{baseline}” was made, which is too few to say what differs by "
              "spring {year}.", **names),
        words("This rests on one replication, so no interval can be given, nothing is shown to differ, and the numbers "
              "may be luck alone."),
        words("For whom a difference holds cannot be said from one replication."),
    ]  # fmt: skip


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
    words, n = speech.words, len(rows)
    if moved:
        listed = named(speech, moved[:MOST])
        said = (
            words("Compared with “{baseline}”, “{scenario}” moves {n} of {all} headline indicators by as much as "
                  "matters by spring {year}, first of all {list}.", n=len(moved), all=n, list=listed, **names)
            if len(moved) > 1 else
            words("Compared with “{baseline}”, “{scenario}” moves 1 of {all} headline indicators by as much as matters "
                  "by spring {year}: {list}.", all=n, list=listed, **names)
        )  # fmt: skip
        return said + _asked(speech, rows, moved)
    small, open_ = (sum(row["verdict"] == v for row in rows) for v in ("too small to matter", "cannot tell"))
    if small == n:
        return words(
            "Compared with “{baseline}”, “{scenario}” moves none of the {all} headline indicators by as much as "
            "matters by spring {year}: all differences are too small to matter.",
            all=n, **names,
        )  # fmt: skip
    return words(
        "Compared with “{baseline}”, “{scenario}” is not shown to move any headline indicator by as much as matters by "
        "spring {year}: of {all}, {small} differ too little to matter, and for {open} the replications cannot tell.",
        all=n, small=small, open=open_, **names,
    )  # fmt: skip


def _asked(speech: Speech, rows: Sequence[Row], moved: Sequence[Row]) -> str:
    """Of what the question is about, where only other things moved: that none did, and what was nearest to it."""
    asked = [row for row in rows if row["indicator"] in speech.evidence.headline and not math.isnan(row["difference"])]
    if not asked or any(row in asked for row in moved):
        return ""
    near = max(asked, key=lambda row: abs(row["difference"]) / BY_NAME[row["indicator"]].smallest_difference)
    indicator, words = BY_NAME[near["indicator"]], speech.words
    nearest = words(
        "{indicator} with {difference} {unit} ({interval})",
        indicator=inside(words.label(indicator)), unit=words.unit(indicator),
        difference=speech.number(near, "difference", sign=True), interval=speech.interval(near),
    )  # fmt: skip
    return " " + words(
        "Of the {n} that the question is about, none moves by as much as matters; nearest to it is {nearest}, where "
        "{smallest} would matter.",
        n=len(asked), nearest=nearest, smallest=words.plain(indicator.smallest_difference),
    )  # fmt: skip


def named(speech: Speech, rows: Iterable[Row]) -> str:
    """Differences one after the other."""
    return "; ".join(item(speech, row) for row in rows)


def item(speech: Speech, row: Row) -> str:
    """One difference in words: indicator, direction, size, unit and interval."""
    words, indicator = speech.words, BY_NAME[row["indicator"]]
    size = dict(row) | {"difference": abs(float(row["difference"]))}
    values = {"indicator": inside(words.label(indicator)), "size": speech.number(size, "difference"),
              "unit": words.unit(indicator), "interval": speech.interval(row)}  # fmt: skip
    if row["verdict"] == "up":
        return words("{indicator} up by {size} {unit} ({interval})", **values)
    return words("{indicator} down by {size} {unit} ({interval})", **values)


def inside(label: str) -> str:
    """An indicator's name as it stands inside a sentence."""
    name = label.startswith("Dekom") or not label[1:2].islower()
    return label if name else label[0].lower() + label[1:]


def _sure(speech: Speech, rows: Sequence[Row], first: Row | None) -> str:
    """How sure the answer is; of the first established difference, what luck alone and single futures are like."""
    words, n = speech.words, max(int(row["replications"]) for row in rows)
    parts = [] if first is None else [*_first_known(speech, first), *_counts(speech, rows)]
    if n < FEW:
        parts.append(words("fewer than 20 replications are few: treat every verdict as provisional"))
    rest = "".join(f"; {part}" for part in parts)
    if speech.evidence.drawn:
        return words(
            "The intervals rest on {n} paired replications and hold both luck and what the register says is unknown of "
            "the parameters{rest}.",
            n=n, rest=rest,
        )  # fmt: skip
    return words(
        "The intervals rest on {n} paired replications with all parameters at their values, so they show luck only and "
        "are narrower than what is really unknown{rest}.",
        n=n, rest=rest,
    )  # fmt: skip


def _first_known(speech: Speech, first: Row) -> list[str]:
    words = speech.words
    if not has([first], "spread_low"):
        return []
    spread = {end: speech.number(first, f"spread_{end}", sign=True) for end in ("low", "high")}
    if not speech.evidence.drawn or not has([first], "luck_low"):
        return [words("nine in ten single futures lie between {low} and {high} in the first of these", **spread)]
    return [
        words(
            "from luck alone, with the parameters that were drawn, the interval of the first of these differences "
            "would be {interval}, and nine in ten single futures lie between {low} and {high}",
            interval=speech.interval(first, "luck_"),
            **spread,
        )
    ]  # fmt: skip


def _counts(speech: Speech, rows: Sequence[Row]) -> list[str]:
    """How many differences have the other verdicts; those that none has are not named."""
    words = speech.words
    open_, small, undefined = (
        sum(row["verdict"] == kind for row in rows) for kind in ("cannot tell", "too small to matter", "undefined")
    )
    said = []
    if open_:
        said.append(words("{n} of the {all} differences cannot be told from none", n=open_, all=len(rows)))
    if small:
        said.append(words.many("1 is too small to matter", "{n} are too small to matter", small))
    if undefined:
        said.append(words.many("1 is not defined in one of the scenarios",
                               "{n} are not defined in one of the scenarios", undefined))  # fmt: skip
    return said


def leading(speech: Speech, scenario: str) -> Row | None:
    """The difference that "for whom" is told by: the first of the headline that is established, else the first."""
    known = {row["indicator"] for row in speech.rows("by_group", scenario)}
    rows = [row for row in speech.rows("comparison", scenario) if row["indicator"] in known]
    return next(iter([row for row in rows if row["verdict"] in ("up", "down")] or rows), None)


def _for_none(speech: Speech) -> str:
    return speech.words("As no difference is established, none is claimed for any group.")


def _whom(speech: Speech, moved: Sequence[Row]) -> str:
    words = speech.words
    if not moved:
        return _for_none(speech)
    if speech.evidence.table("by_group") is None:
        return words("For whom is not known from this folder, which holds no results by group.")
    first = leading(speech, moved[0]["scenario"])
    settled = first is not None and first["verdict"] in ("up", "down")
    rows = speech.rows("by_group", first["scenario"], level="size_class", indicator=first["indicator"]) if first else []
    groups = [row for row in rows if not math.isnan(row["difference"])]
    if first is None or not settled or not groups:
        return words("None of the indicators that moved exists for groups of municipalities, so for whom is not known.")
    low, high = (pick(groups, key=lambda row: float(row["difference"])) for pick in (min, max))
    values = {
        "indicator": words.label(BY_NAME[first["indicator"]]), "shares": _shares(speech, first),
        "low": speech.number(low, "difference", sign=True), "high": speech.number(high, "difference", sign=True),
    }  # fmt: skip
    if any(row["contrast_verdict"] in ("up", "down") for row in groups):
        return words(
            "By municipality size the difference in “{indicator}” runs from {low} ({low_group}) to {high} "
            "({high_group}){shares}.",
            low_group=words.group(low["group"]), high_group=words.group(high["group"]), **values,
        )  # fmt: skip
    return words(
        "The difference in “{indicator}” is about the same in municipalities of all sizes ({low} to {high}){shares}.",
        **values,
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
    return " " + speech.words(
        "Too small to matter in the nation, but not everywhere: in municipalities of one size (inhabitants: {group}), "
        "{item}, by its own interval.",
        group=speech.words.group(row["group"]), item=item(speech, dict(row) | {"verdict": row["verdict_alone"]}),
    )  # fmt: skip


def _shares(speech: Speech, first: Row) -> str:
    for row in speech.rows("shares_of_municipalities", first["scenario"], indicator=first["indicator"]):
        shares = {key: speech.words.percent(float(row[key])) for key in ("gaining", "losing")}
        return speech.words(
            ", and in a single future {gaining} of the municipalities gain by as much as matters, while {losing} lose",
            **shares,
        )
    return ""
