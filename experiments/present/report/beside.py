"""What stands below the first sentences: outcomes with what they are as much as, and a line each on all else."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.present.report.clauses import MOST, by_definition, listed, names_of, told
from experiments.present.report.lead import asked, has_moved, is_outcome, strongest
from experiments.present.report.price import cost_rows
from experiments.present.report.speech import Speech
from experiments.present.table import Row
from experiments.present.words import mark
from sim.analysis import amounts
from sim.analysis.comparison import sort_of
from sim.indicators import BY_NAME


def outcomes_of(speech: Speech, scenario: str, lead: Row | None) -> list[str]:
    """Established outcomes of a scenario with what they are as much as, the leading one first."""
    moved = strongest(speech, speech.rows("comparison", scenario))
    first = [row for row in moved if lead is not None and row["indicator"] == lead["indicator"]]
    chosen = [*first, *(row for row in moved if row not in first)][:MOST]
    return [_with_conversion(speech, row) for row in chosen]


def _with_conversion(speech: Speech, row: Row) -> str:
    words, indicator = speech.words, BY_NAME[row["indicator"]]
    bounds = amounts.interval(indicator, row["low"], row["high"], words)
    as_much = amounts.as_much_as(indicator, row["difference"], passed_by(speech, row), words)
    where = "" if "municipality" in indicator.levels or not speech.evidence.target else words(" (whole country)")
    said = f"{words.label(indicator)}{where}: {amounts.amount(indicator, row['difference'], words)} ({bounds})"
    return f"{said}, {as_much}." if as_much else f"{said}."


def passed_by(speech: Speech, row: Row) -> float | None:
    """Places among 100 municipalities that a difference is worth, if that is known."""
    found = speech.evidence.table("passed")
    if found is None:
        return None
    mine = found[(found["scenario"] == row["scenario"]) & (found["indicator"] == row["indicator"])]
    return None if mine.empty else float(mine["passed"].iloc[0])


def lines_of(speech: Speech, options: Sequence[str], of: str) -> list[str]:
    """A line each on what is done, what the decision settles, the other options, what is small and what is unknown.

    Args:
        speech: Evidence and language.
        options: Those of which what is small and what is unknown is said.
        of: The one that the answer tells of.
    """
    words, rows = speech.words, speech.rows("comparison", of)
    settled = [row for row in rows if has_moved(row) and by_definition(row)]
    done = [row for row in rows if has_moved(row) and sort_of(BY_NAME[row["indicator"]]) == "activity"
            and row not in settled]  # fmt: skip
    each = [[row for row in speech.rows("comparison", name) if is_outcome(row)] for name in options]
    unsure = [row for mine in each for row in mine if row["verdict"] == "cannot tell"]
    lines = (
        (mark("What is done: {list}."), [told(speech, row) for row in done]),
        (mark("True by definition, and no finding: {list}."), [told(speech, row) for row in settled]),
        (
            mark("The other options: {list}."),
            [said for name in speech.evidence.others if name != of and (said := _other(speech, name))],
        ),
        (mark("Too little to matter: {list}."), names_of(speech, each, "too small to matter")),
        (mark("Cannot be told: {list}."), _unsure(speech, unsure)),
    )
    return [words(text, list=listed(each_of, words)) for text, each_of in lines if each_of]


def _other(speech: Speech, scenario: str) -> str:
    """What an option costs, and the two foremost outcomes, or what is done, that it changes; nothing if none."""
    words, rows = speech.words, speech.rows("comparison", scenario)
    moved = sorted(strongest(speech, rows), key=lambda row: BY_NAME[row["indicator"]] not in asked(speech))
    done = [row for row in rows if has_moved(row) and not is_outcome(row) and not by_definition(row)]
    said = [told(speech, row) for row in [*moved, *done][: MOST - 1]]
    if not said:
        return ""
    cost = cost_rows(speech, scenario).get("money")
    if cost:
        said.insert(0, words("{cost} kroner per teacher a year", cost=words.difference(cost["difference"], 0)))
    return words("“{scenario}” ({list})", scenario=words.scenario(scenario), list=", ".join(said))


def _unsure(speech: Speech, rows: Sequence[Row]) -> list[str]:
    """Outcomes of which something cannot be told, with the options of which it cannot, if that is not all of them."""
    words, n = speech.words, len(speech.evidence.others)
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["indicator"], []).append(words.scenario(row["scenario"]))
    return [
        amounts.inside(words.label(BY_NAME[name]))
        + (f" ({', '.join(words('“{name}”', name=one) for one in of)})" if n > 1 and len(of) < n else "")
        for name, of in found.items()
    ]
