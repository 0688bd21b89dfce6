"""A comparison as tables: for whom, who gains and loses, what an effect costs, and under which theories it holds."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.present.fields import column, columns
from experiments.present.table import Column, Row, Table
from experiments.present.words import Words


def by_group(rows: Sequence[Row], words: Words, title: str, group: str, reference: str) -> Table:
    """One difference in each group of a level.

    Args:
        rows: Of the table `by_group`, of one scenario, indicator and level, with cells in natural units.
        words: Language.
        title: What the table is called.
        group: What the groups are groups of.
        reference: Whose difference the contrast is taken from.
    """
    shown = [
        column(words, "group", heading=group),
        column(words, "difference"),
        Column(words("95 % interval"), ("interval",), "interval"),
        column(words, "verdict_alone", heading=words("Verdict")),
        column(words, "contrast", heading=reference),
        Column(words("95 % interval"), ("contrast_interval",), "interval"),
    ]
    return Table(f"groups-{rows[0]['scenario']}-{rows[0]['level']}", title, shown, rows)


def shares(rows: Sequence[Row], words: Words, title: str) -> Table:
    """How many municipalities gain and lose, an indicator a row (of the table `shares_of_municipalities`)."""
    note = words(
        "Share of municipalities in a single future, on average, whose difference is beyond the smallest that matters, "
        "with 95 % interval. Surely: the mean over all replications is established for that municipality."
    )
    fields = ("indicator", "gaining", "losing", "alike", "surely_gaining", "surely_losing")
    return Table(f"shares-{rows[0]['scenario']}", title, columns(words, *fields), rows, [note])


def prices(rows: Sequence[Row], words: Words, name: str, title: str) -> Table:
    """What an effect costs (of the table `per_krone`)."""
    note = words(
        "A dash: the interval of the difference in cost holds 0, so the ratio is not defined. A scenario that is "
        "cheaper and worse has a positive ratio too: what is lost per 1,000 kroner saved."
    )
    fields = ("indicator", "scenario", "cost", "discount_rate", "cost_difference", "per_thousand",
              "per_thousand_interval")  # fmt: skip
    return Table(name, title, columns(words, *fields), rows, [note])


def theories(rows: Sequence[Row], words: Words) -> Table:
    """In how many theories each verdict holds, and in which it does not."""
    shown = columns(words, "scenario", "indicator", "verdict", "holding", "against_theories", table="theories")
    note = words("Both sides are under the same theory. A verdict that cannot be told is held up against nothing.")
    told = [{**row, "holding": _of_theories(row, words), "against_theories": row["against"]} for row in rows]
    return Table("theories", words("Verdicts under other theories"), shown, told, [note])


def under_both(rows: Sequence[Row], words: Words) -> Table:
    """Each headline verdict under the register and under the posterior (of the table `both`)."""
    fields = ("scenario", "indicator", "difference_before", "verdict_before", "difference", "verdict", "other")
    others = sum(bool(row["other"]) for row in rows)
    title = words("Verdicts under register and posterior: {n} of {all} differ", n=others, all=len(rows))
    note = words(
        "Register: all that is uncertain is drawn from its range. Posterior: what was calibrated is drawn as published "
        "figures leave it. Both on the same luck."
    )
    return Table("both", title, columns(words, *fields, table="both"), rows, [note])


def _of_theories(row: Row, words: Words) -> str:
    return words("{k} of {n}", k=row["holding"], n=row["theories"]) if row["theories"] else ""
