"""This file knows how what decision support finds is said in sentences, from the rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.present.words import Words, digits_for

if TYPE_CHECKING:
    from sim.indicators import Indicator

Row = Mapping[Any, Any]


def percent(value: float, words: Words) -> str:
    """A share as a percentage; a dash where there is none."""
    return words.number(value) if np.isnan(value) else f"{words.number(100 * value, 0)} %"


def plain(value: float, words: Words) -> str:
    """A number of unknown size with three significant digits."""
    if value == 0 or not np.isfinite(value):
        return words.number(value, 0)
    return words.number(value, int(np.clip(2 - np.floor(np.log10(abs(value))), 0, 6)))


def condition(limits: pd.DataFrame, words: Words) -> str:
    """The limits of a box as one clause, with the register's meaning and unit of each parameter.

    Args:
        limits: Of `discover`: parameter, low, high; infinite where open.
        words: Language.
    """
    clauses = []
    for name, low, high in limits[["parameter", "low", "high"]].itertuples(index=False):
        if np.isinf(high):
            text = '"{meaning}" is above {low} {unit}'
        elif np.isinf(low):
            text = '"{meaning}" is below {high} {unit}'
        else:
            text = '"{meaning}" lies between {low} and {high} {unit}'
        clauses.append(
            words(text, meaning=words.parameter(name, "meaning"), unit=unit(name, words), low=plain(low, words),
                  high=plain(high, words))
        )  # fmt: skip
    return words(" and ").join(clauses)


def exact(value: float, words: Words) -> str:
    """A number that was chosen, with the digits that it was chosen with."""
    return words.number(value, max(0, -Decimal(repr(float(value))).normalize().as_tuple().exponent))  # type: ignore[operator]


def unit(parameter: str, words: Words) -> str:
    """Unit of a parameter and its name, in brackets."""
    return f"({words.parameter(parameter, 'unit')}; {parameter})"


def _indicator(name: str) -> Indicator:
    from sim.indicators import BY_NAME  # late: refusals must not wait for the model

    return BY_NAME[name]


def discovered(row: Row, limits: pd.DataFrame | None, words: Words) -> list[str]:
    """How often a scenario is better, when, and how sure that is.

    Args:
        row: Of the table `discovery`.
        limits: Those of the box that was found.
        words: Language.
    """
    text = (
        "{scenario} is better than {baseline} by at least {threshold} in {share} of {n} states of the world "
        "({indicator}, {unit}, spring {year})."
    )
    alike = (
        "Neither {scenario} nor {baseline} is better than the other by {threshold} in any of {n} states of the world "
        "({indicator}, {unit}, spring {year})."
    )
    names = {"scenario": row["better_scenario"], "baseline": row["than"]}
    indicator = _indicator(row["indicator"])
    first = words(
        alike if row["found"] == "never" else text, **names, threshold=exact(row["threshold"], words), n=row["states"],
        year=row["year"], share=percent(row["better"], words), indicator=words.label(indicator),
        unit=words.unit(indicator),
    )  # fmt: skip
    if row["found"] in ("always", "never"):
        return [first]
    if row["found"] == "condition" and limits is not None:
        said = "{scenario} is better than {baseline} " + ("unless" if row["unless"] else "only if") + " {condition}."
        return [first, words(said, **names, condition=condition(limits, words)), _how_sure(row, words)]
    if row["found"] == "no condition":
        return [first, words("No simple condition found: what half of the states suggest does not hold in the other "
                             "half better than by chance.")]  # fmt: skip
    if row["found"] == "too few":
        rarer = round(min(row["better"], 1 - row["better"]) * row["states"])
        return [first, words("The other outcome is too rare to search for a condition ({k} of {n}); more replications= "
                             "may help.", k=rarer, n=row["states"])]  # fmt: skip
    raise ValueError(f"unknown outcome of a search: {row['found']!r}")


def _how_sure(row: Row, words: Words) -> str:
    text = (
        "How sure: in states held out ({n}), {density} of those where this holds have that outcome, against {base} of "
        "all, and it covers {coverage} of that outcome; chance does as well with probability {chance}. Where it was "
        "searched it was {searched}: the fall is what searching overstates."
    )
    shares = {name: percent(row[f"{name}_held_out"], words) for name in ("density", "base", "coverage")}
    return words(text, n=int(row["n_held_out"]), chance=plain(row["chance_held_out"], words),
                 searched=percent(row["density_searched"], words), **shares)  # fmt: skip


def robust(rows: pd.DataFrame, words: Words) -> str:
    """Which scenario is regretted least in one indicator, against the next.

    Args:
        rows: Of the table `robustness`, of one indicator.
        words: Language.
    """
    indicator = _indicator(rows["indicator"].iloc[0])
    digits = digits_for(indicator.smallest_difference)
    first, second = rows.sort_values("regret", kind="stable").head(2).to_dict("records")
    text = (
        'In "{indicator}" {first} is regretted least over {n} states of the world: {regret} {unit} on average, against '
        "{more} for {second}. It is the best of the {scenarios} in {best} of the states."
    )
    return words(
        text, indicator=words.label(indicator), unit=words.unit(indicator), first=first["scenario"],
        second=second["scenario"], n=first["states"], best=percent(first["best"], words), scenarios=len(rows),
        regret=words.number(first["regret"], digits), more=words.number(second["regret"], digits),
    )  # fmt: skip


def contributed(rows: pd.DataFrame, words: Words) -> str:
    """What the parts of a package add to its effect on one indicator, the largest first.

    Args:
        rows: Of the table `decomposition`, of one indicator.
        words: Language.
    """
    indicator = _indicator(rows["indicator"].iloc[0])
    digits = digits_for(indicator.smallest_difference)
    whole = rows[rows["part"] == "total"].to_dict("records")
    parts = rows[rows["part"] != "total"].sort_values("adds", key=np.abs, ascending=False, kind="stable")
    said = [_share_of(row, digits, words) for row in [*whole, *parts.to_dict("records")]]
    return words("{indicator} ({unit}): {total} in all; of it {parts}.", indicator=words.label(indicator),
                 unit=words.unit(indicator), total=said[0], parts="; ".join(said[1:]))  # fmt: skip


def _share_of(row: Row, digits: int, words: Words) -> str:
    bounds = words.interval(row["low"], row["high"], digits)
    name = "" if row["part"] == "total" else f"{row['part']} "
    return f"{name}{words.difference(row['adds'], digits)} ({bounds})"


def switching(rows: pd.DataFrame, words: Words) -> list[str]:
    """Every switching value in a sentence, the most plausible first; then where there is none.

    Args:
        rows: The table `switching`.
        words: Language.
    """
    found = rows[np.isfinite(rows["switching_value"])].sort_values("probability_beyond", ascending=False, kind="stable")
    said = [switched(row, words) for row in found.to_dict("records")]
    still = rows[~rows["parameter"].isin(found["parameter"])]
    open_ = list(dict.fromkeys(still.loc[np.isfinite(still["low"]), "parameter"]))
    firm = [name for name in dict.fromkeys(still["parameter"]) if name not in open_]
    if firm:
        said.append(words("No switch in the range of {names}.", names=", ".join(firm)))
    if open_:
        text = "Not ruled out within the range of {names}: luck is too large for that, more replications= would tell."
        said.append(words(text, names=", ".join(open_)))
    return said


def switched(row: Row, words: Words) -> str:
    """One switching value, with its interval and how plausible the register finds what lies beyond.

    Args:
        row: Of the table `switching`.
        words: Language.
    """
    text = (
        'If "{meaning}" is {side} {value} {unit} [{low}, {high}] (own value {own}), the verdict is {verdict}; the '
        "register gives that a probability of {beyond}."
    )
    numbers = {"value": "switching_value", "low": "low", "high": "high", "own": "own_value"}
    return words(
        text, meaning=words.parameter(row["parameter"], "meaning"), unit=unit(row["parameter"], words),
        side=words(row["side"]), verdict=words(row["verdict_beyond"]), beyond=percent(row["probability_beyond"], words),
        **{key: plain(row[column], words) for key, column in numbers.items()},
    )  # fmt: skip


def effect_cell(value: float, indicator: Indicator, words: Words) -> str:
    """An effect with its sign, in the digits of its indicator."""
    return words.difference(value, digits_for(indicator.smallest_difference))
