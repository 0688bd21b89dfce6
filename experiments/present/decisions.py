"""What decision support finds, as tables and in sentences: robustness, conditions, switching values, parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.present.fields import column, columns
from experiments.present.names import part
from experiments.present.table import Row, Table
from experiments.present.words import Words, digits_for

if TYPE_CHECKING:
    from sim.indicators import Indicator

ROBUSTNESS = ("scenario", "indicator", "regret", "regret_interval", "regret_90", "regret_most", "best", "good_enough",
              "states")  # fmt: skip
DECOMPOSITION = ("scenario", "part", "indicator", "adds", "interval", "share", "order_error", "verdict")
DISCOVERY = ("indicator", "scenario", "better_scenario", "better", "states", "found")
SWITCHING = ("parameter", "side", "own_value", "switching_value", "interval", "verdict_beyond", "probability_beyond",
             "indicator")  # fmt: skip
LIMITS = ("bound_by_money", "bound_by_time", "bound_by_planning", "bound_by_university")

# ---- tables


def robustness(rows: Collection[Row], words: Words, title: str) -> Table:
    """Regret, and how often each scenario is best or good enough (of the table `robustness`)."""
    return Table("robustness", title, columns(words, *(name for name in ROBUSTNESS if name != "states")), rows)


def decomposition(rows: Collection[Row], words: Words, title: str) -> Table:
    """What each part of a package adds to one indicator (of the table `decomposition`)."""
    fields = [name for name in DECOMPOSITION if name not in ("scenario", "indicator")]
    return Table("decomposition", title, columns(words, *fields), rows)


def response(rows: Collection[Row], words: Words, title: str) -> Table:
    """Outcome, cost and limits at each value of a lever (of the table `response`)."""
    fields = ("value", "level", "difference", "interval", "verdict", "cost_difference", *LIMITS)
    return Table("response", title, columns(words, *fields, table="response"), rows)


def switching(rows: Collection[Row], words: Words, title: str) -> Table:
    """The effect along each parameter and where its verdict changes.

    Args:
        rows: Of the table `switching`, with lowest, highest (tried), at_lowest and at_highest (effect there), and the
            register's unit of the parameter; a parameter without a switch once, its switching value missing.
        words: Language.
        title: What the table is called.
    """
    start = columns(words, "parameter", "own_value", table="switching")
    shown = [
        start[0],
        column(words, "unit", heading=words("Unit"), kind="text", drop=6),
        start[1],
        column(words, "tried", heading=words("Range"), kind="span", fields=("lowest", "highest"), drop=5),
        column(words, "at_lowest", heading=words("Effect at low"), kind="difference", drop=4),
        column(words, "at_highest", heading=words("Effect at high"), kind="difference", drop=4),
        column(words, "switching_value"),
        column(words, "interval", table="switching", drop=3),
        *columns(words, "probability_beyond", "verdict_beyond"),
    ]
    return Table("switching", title, shown, rows)


# ---- sentences


def _indicator(name: str) -> Indicator:
    from sim.indicators import BY_NAME  # late: refusals must not wait for the model

    return BY_NAME[name]


def condition(limits: pd.DataFrame, words: Words) -> str:
    """The limits of a box as one clause, with the register's meaning and unit of each parameter.

    Args:
        limits: Of `discover`: parameter, low, high; infinite where open.
        words: Language.
    """
    clauses = []
    for name, low, high in limits[["parameter", "low", "high"]].itertuples(index=False):
        text = words("“{meaning}” lies between {low} and {high} {unit}")
        if np.isinf(high):
            text = words("“{meaning}” is above {low} {unit}")
        elif np.isinf(low):
            text = words("“{meaning}” is below {high} {unit}")
        meaning = words.parameter(name, "meaning")
        clauses.append(
            text.format(meaning=meaning, unit=_unit(name, words), low=words.plain(low), high=words.plain(high))
        )
    return words(" and ").join(clauses)


def _unit(parameter: str, words: Words) -> str:
    """Unit of a parameter and its name, in brackets."""
    return f"({'; '.join(filter(None, (words.parameter(parameter, 'unit'), parameter)))})"


def discovered(row: Row, limits: pd.DataFrame | None, words: Words) -> list[str]:
    """How often a scenario is better, when, and how sure that is.

    Args:
        row: Of the table `discovery`.
        limits: Those of the box that was found.
        words: Language and titles of scenarios.
    """
    names = {"scenario": words.scenario(row["better_scenario"]), "baseline": words.scenario(row["than"])}
    first = _how_often(row, names, words)
    if row["found"] in ("always", "never"):
        return [first]
    if row["found"] == "condition" and limits is not None:
        said = (
            words("“{scenario}” is better than “{baseline}” unless {condition}.")
            if row["unless"]
            else words("“{scenario}” is better than “{baseline}” only if {condition}.")
        )
        return [first, said.format(condition=condition(limits, words), **names), _how_sure(row, words)]
    if row["found"] == "no condition":
        return [first, words("No simple condition found: what half of the states suggest does not hold in the other "
                             "half better than by chance.")]  # fmt: skip
    if row["found"] == "too few":
        rarer = round(min(row["better"], 1 - row["better"]) * row["states"])
        return [first, words("The other outcome is too rare to search for a condition ({k} of {n}); more replications= "
                             "may help.", k=rarer, n=row["states"])]  # fmt: skip
    raise ValueError(f"unknown outcome of a search: {row['found']!r}")


def _how_often(row: Row, names: Mapping[str, str], words: Words) -> str:
    indicator = _indicator(row["indicator"])
    values = {"threshold": words.plain(row["threshold"]), "n": row["states"], "year": row["year"],
              "indicator": words.label(indicator), "unit": words.unit(indicator), **names}  # fmt: skip
    if row["found"] == "never":
        return words(
            "Neither “{scenario}” nor “{baseline}” is better than the other by {threshold} in any of {n} states of the "
            "world ({indicator}, {unit}, spring {year}).",
            **values,
        )
    return words(
        "“{scenario}” is better than “{baseline}” by at least {threshold} in {share} of {n} states of the world "
        "({indicator}, {unit}, spring {year}).",
        share=words.percent(row["better"]), **values,
    )  # fmt: skip


def _how_sure(row: Row, words: Words) -> str:
    shares = {name: words.percent(row[f"{name}_held_out"]) for name in ("density", "base", "coverage")}
    return words(
        "How sure: in states held out ({n}), {density} of those where this holds have that outcome, against {base} of "
        "all, and it covers {coverage} of that outcome; chance does as well in as many searches with probability "
        "{chance}. Where it was searched it was {searched}: the fall is what searching overstates.",
        n=int(row["n_held_out"]), chance=words.plain(row.get("p_adjusted", row["chance_held_out"])),
        searched=words.percent(row["density_searched"]), **shares,
    )  # fmt: skip


def robust(rows: pd.DataFrame, words: Words) -> str:
    """Which scenario is regretted least in one indicator, against the next (rows of the table `robustness`)."""
    indicator = _indicator(rows["indicator"].iloc[0])
    digits = digits_for(indicator.smallest_difference)
    first, second = rows.sort_values("regret", kind="stable").head(2).to_dict("records")
    return words(
        "In “{indicator}”, “{first}” is regretted least over {n} states of the world: {regret} {unit} on average, "
        "against {more} for “{second}”. It is the best of the {scenarios} in {best} of the states.",
        indicator=words.label(indicator), unit=words.unit(indicator), first=words.scenario(first["scenario"]),
        second=words.scenario(second["scenario"]), n=first["states"], best=words.percent(first["best"]),
        scenarios=len(rows), regret=words.number(first["regret"], digits), more=words.number(second["regret"], digits),
    )  # fmt: skip


def contributed(rows: pd.DataFrame, words: Words) -> str:
    """What the parts of a package add to its effect on one indicator, the largest first (of `decomposition`)."""
    indicator = _indicator(rows["indicator"].iloc[0])
    digits = digits_for(indicator.smallest_difference)
    whole = rows[rows["part"] == "total"].to_dict("records")
    parts = rows[rows["part"] != "total"].sort_values("adds", key=np.abs, ascending=False, kind="stable")
    said = [_share_of(row, digits, words) for row in [*whole, *parts.to_dict("records")]]
    return words("{indicator} ({unit}): {total} in all; of it {parts}.", indicator=words.label(indicator),
                 unit=words.unit(indicator), total=said[0], parts="; ".join(said[1:]))  # fmt: skip


def _share_of(row: Row, digits: int, words: Words) -> str:
    bounds = words.interval(row["low"], row["high"], digits)
    name = "" if row["part"] == "total" else f"{part(row['part'], words)} "
    return f"{name}{words.difference(row['adds'], digits)} ({bounds})"


def switched(rows: pd.DataFrame, words: Words) -> list[str]:
    """Every switching value in a sentence, the most plausible first; then where there is none (of `switching`)."""
    found = rows[np.isfinite(rows["switching_value"])].sort_values("probability_beyond", ascending=False, kind="stable")
    said = [_switch(row, words) for row in found.to_dict("records")]
    still = rows[~rows["parameter"].isin(found["parameter"])]
    open_ = list(dict.fromkeys(still.loc[np.isfinite(still["low"]), "parameter"]))
    firm = [name for name in dict.fromkeys(still["parameter"]) if name not in open_]
    if firm:
        said.append(words("No switch in the range of {names}.", names=", ".join(firm)))
    if open_:
        said.append(words("Not ruled out within the range of {names}: luck is too large for that, more replications= "
                          "would tell.", names=", ".join(open_)))  # fmt: skip
    return said


def _switch(row: Row, words: Words) -> str:
    """One switching value, with its interval and how plausible the register finds what lies beyond."""
    numbers: dict[str, Any] = {"value": "switching_value", "low": "low", "high": "high", "own": "own_value"}
    return words(
        "If “{meaning}” is {side} {value} {unit} [{low}, {high}] (own value {own}), the verdict is {verdict}; the "
        "register gives that a probability of {beyond}.",
        meaning=words.parameter(row["parameter"], "meaning"), unit=_unit(row["parameter"], words),
        side=words(row["side"]), verdict=words(row["verdict_beyond"]), beyond=words.percent(row["probability_beyond"]),
        **{key: words.plain(row[field]) for key, field in numbers.items()},
    )  # fmt: skip
