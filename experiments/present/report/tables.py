"""The tables of a report on one comparison: differences, for whom, who gains and loses, and at what price."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.present import comparison
from experiments.present.names import word
from experiments.present.report.answer import leading
from experiments.present.report.speech import Speech, has
from experiments.present.table import Cell, Row, Table
from sim.analysis.comparison.krone import RATES
from sim.indicators import BY_NAME

LEVELS = ("size_class", "centrality_class", "turnover_class", "school_size_class", "county", "governor")
"""Levels that say for whom, the most asked for first."""
ENDS = 5
"""Municipalities shown at each end."""


def differences(speech: Speech, scenario: str) -> Table | None:
    """All headline indicators of a scenario against the baseline; None if there is no row."""
    rows, words = speech.rows("comparison", scenario), speech.words
    if not rows:
        return None
    title = words("“{scenario}” against “{baseline}”, spring {year}", scenario=words.scenario(scenario),
                  baseline=speech.baseline, year=speech.year)  # fmt: skip
    told = [row | {"smallest_difference": BY_NAME[row["indicator"]].smallest_difference} for row in map(dict, rows)]
    made = comparison.differences(told, words, speech.evidence.baseline, scenario, title,
                                  ("smallest_difference", "share_up"))  # fmt: skip
    return Table(made.name, made.title, made.columns, made.rows, _notes(speech, rows))


def _notes(speech: Speech, rows: Sequence[Row]) -> list[str]:
    words = speech.words
    terms = words(
        "Difference: mean over paired replications. 95 % interval: where the mean of very many replications lies. Luck "
        "only: the same from luck alone, with the parameters drawn. 9 in 10 futures: where single replications lie. "
        "Smallest that matters: set before any run, an assumption of ours."
    )
    if has(rows, "p_adjusted"):
        return [terms, words(
            "Up and down hold for all the headline differences of the comparison taken together, with 95 % confidence "
            "(Holm's method). The interval of each row is by itself."
        )]  # fmt: skip
    return [terms, words("Each verdict is by its own interval; with many rows some will be up or down by luck.")]


def by_group(speech: Speech, scenario: str) -> list[Table]:
    """One table a level for the leading difference."""
    first = leading(speech, scenario)
    if first is None:
        return []
    found = [speech.rows("by_group", scenario, level=level, indicator=first["indicator"]) for level in LEVELS]
    return [_groups(speech, scenario, rows) for rows in found if rows]


def _groups(speech: Speech, scenario: str, rows: Sequence[Row]) -> Table:
    words, level = speech.words, rows[0]["level"]
    title = words(
        "{indicator}: “{scenario}” against “{baseline}”, by {level} ({unit})",
        indicator=words.label(BY_NAME[rows[0]["indicator"]]), unit=words.unit(BY_NAME[rows[0]["indicator"]]),
        scenario=words.scenario(scenario), baseline=speech.baseline, level=word(level, words),
    )  # fmt: skip
    reference = words(
        "Less that of the whole nation" if rows[0]["reference"] == "norway" else "Less that of the last row"
    )
    told = [{**row, "group": Cell(speech.group(level, row["group"]), float(place))} for place, row in enumerate(rows)]
    return comparison.by_group(told, words, title, words("Group"), reference)


def shares(speech: Speech, scenario: str) -> Table | None:
    """How many municipalities gain and lose, by indicator."""
    rows, words = speech.rows("shares_of_municipalities", scenario), speech.words
    title = words("Municipalities that gain and lose, “{scenario}” against “{baseline}”",
                  scenario=words.scenario(scenario), baseline=speech.baseline)  # fmt: skip
    return comparison.shares(rows, words, title) if rows else None


def winners(speech: Speech, scenario: str) -> Table | None:
    """The municipalities that gain most and least by the leading difference, each with its caution."""
    first = leading(speech, scenario)
    rows = [] if first is None else speech.rows("municipalities", scenario, indicator=first["indicator"])
    rows = sorted((row for row in rows if not math.isnan(row["rank"])), key=lambda row: float(row["rank"]))
    if not rows:
        return None
    words = speech.words
    title = words(
        "{indicator}: the five municipalities that gain most and the five that gain least, “{scenario}” against "
        "“{baseline}”",
        indicator=words.label(BY_NAME[rows[0]["indicator"]]), scenario=words.scenario(scenario),
        baseline=speech.baseline,
    )  # fmt: skip
    return comparison.winners(rows if len(rows) <= 2 * ENDS else rows[:ENDS] + rows[-ENDS:], words, title)


def per_krone(speech: Speech) -> list[Table]:
    """Effect for each 1,000 kroner, of headline indicators that are established to move; none if none does.

    Returns:
        The indicators that the question is about (all, if it names none that moved), discounted; then all of them at
        both rates, if that is more.
    """
    words, rows = speech.words, [row for name in speech.evidence.others for row in _moved(speech, name)]
    if not rows:
        return []
    discounted = [row for row in rows if row["discount_rate"] == max(RATES)]
    asked = [row for row in discounted if row["indicator"] in speech.evidence.headline] or discounted
    title = words(
        "Effect for each 1,000 kroner per teacher spent from the parting to the horizon, discounted by 4 % a year"
    )
    whole = words("All indicators that moved, with and without discounting")
    return [comparison.prices(asked, words, "per-krone", title), comparison.prices(rows, words, "per-krone-all", whole)]


def _moved(speech: Speech, scenario: str) -> list[Row]:
    """Rows of a scenario whose indicator moved and has a better direction."""
    moved = {row["indicator"] for row in speech.rows("comparison", scenario) if row["verdict"] in ("up", "down")}
    found = speech.rows("per_krone", scenario)
    return [row for row in found if row["indicator"] in moved and BY_NAME[row["indicator"]].direction != "0"]
