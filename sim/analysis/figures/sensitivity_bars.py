"""The bars of sensitivity: tornado, Morris, Sobol and importance by regression."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.figures.bars import DARK, LIGHT, Bar, Kind, bar_figure
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import WIDTH, styled
from sim.analysis.words import Words, mark

TORNADO = Kind(
    mark("One at a time: {indicator}"), mark("Change, {unit}"),
    (Bar("at_low", "at_low_low", "at_low_high", mark("at the lowest value"), LIGHT),
     Bar("at_high", "at_high_low", "at_high_high", mark("at the highest value"), DARK)),
    told=1, swing=True,
)  # fmt: skip
MORRIS = Kind(
    mark("Screening (Morris): {indicator}"), mark("Elementary effect over the range, {unit}"),
    (Bar("mu_star", "mu_star_low", "mu_star_high", mark("mean absolute effect μ*"), DARK),
     Bar("sigma", "", "", mark("spread of effects σ"), LIGHT)),
)  # fmt: skip
SOBOL = Kind(
    mark("What the spread comes from (Sobol): {indicator}"), mark("Share of the variance (no unit)"),
    (Bar("first", "first_low", "first_high", mark("by itself (first order)"), DARK),
     Bar("total", "total_low", "total_high", mark("with interactions (total)"), LIGHT)),
    told=1,
)  # fmt: skip
IMPORTANCE = Kind(
    mark("Importance by regression: {indicator}"), mark("Size of the standardised coefficient (no unit)"),
    (Bar("importance", "importance_low", "importance_high", "", DARK),),
)  # fmt: skip


@styled()
def tornado(
    table: pd.DataFrame,
    indicator: Shown,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """Swings of one indicator as each factor goes to its lowest and highest value, the others at their own.

    Args:
        table: One row a factor: factor, at_low, at_low_low, at_low_high, at_high, at_high_low, at_high_high: the
            mean change and its 95 % interval at the two ends.
        indicator: What changes.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    return bar_figure(TORNADO, table, indicator, language, labels, width)


@styled()
def morris_bars(
    table: pd.DataFrame,
    indicator: Shown,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """Mean absolute elementary effects with bootstrap intervals, and the spread of effects beside them.

    Args:
        table: One row a factor: factor, mu_star, mu_star_low, mu_star_high, sigma.
        indicator: What the effects are on.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    return bar_figure(MORRIS, table, indicator, language, labels, width)


@styled()
def sobol_bars(
    table: pd.DataFrame,
    indicator: Shown,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """First-order and total Sobol indices with bootstrap intervals.

    Args:
        table: One row a factor: factor, first, first_low, first_high, total, total_low, total_high.
        indicator: Whose variance it is.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    return bar_figure(SOBOL, table, indicator, language, labels, width)


@styled()
def importance_bars(
    table: pd.DataFrame,
    indicator: Shown,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """How much of an outcome each factor explains by regression, the largest first.

    Args:
        table: One row a factor: factor, importance, importance_low, importance_high (0-1).
        indicator: What is explained.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    return bar_figure(IMPORTANCE, table, indicator, language, labels, width)
