"""The response to a lever: the effect with its interval, what it costs, and what limits it, one below the other."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import crown, empty, new_figure, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, INK, OTHERS, WIDTH, styled
from sim.analysis.words import Words, digits_for, mark
from sim.types import Ints

LIMITS = {
    "bound_by_money": mark("money"), "bound_by_time": mark("teachers' time"),
    "bound_by_planning": mark("owners' planning"), "bound_by_university": mark("university staff"),
}  # fmt: skip
"""What can limit collective measures, by the column that says for how many teachers it does."""


@styled()
def response_curve(
    table: pd.DataFrame,
    indicator: Shown,
    lever: str,
    language: str | Words = "en",
    width: float = WIDTH,
    *,
    about: str = "",
) -> Figure:
    """Effect, cost and limits at each value of a lever; values stand at equal distances.

    Args:
        table: One row a value, rising: value, difference, low, high (against the value in force), cost_difference,
            a share for each of `LIMITS`, replications.
        indicator: What the effect is on.
        lever: Name of the lever with its unit, in the language.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        about: The scenario and the spring, for the line below the title.
    """
    words = Words.of(language)
    heading = words("{indicator}: the response to a lever", indicator=words.label(indicator))
    if table["difference"].isna().all():
        return empty(words, heading, width)
    figure = new_figure(5.2, width)
    effect, cost, limits = figure.subplots(3, 1, sharex=True, height_ratios=[3, 2, 2])
    at = np.arange(len(table))
    _effect(effect, at, table, indicator, words)
    _cost(cost, at, table, words)
    _limits(limits, at, table, words)
    limits.set_xlabel(lever)
    limits.xaxis.set_major_locator(FixedLocator(list(at)))
    limits.xaxis.set_major_formatter(FixedFormatter([words.setting(value) for value in table["value"]]))
    limits.set_xlim(-0.5, len(table) - 0.5)
    shown = [name for name in LIMITS if table[name].notna().any()]
    key = [Patch(facecolor=OTHERS[k].colour, label=words(LIMITS[name])) for k, name in enumerate(LIMITS)
           if name in shown]  # fmt: skip
    crown(figure, heading, key, 4, about)
    notes(figure, [replicated(words, int(table["replications"].max())),
                   words("Colours: what limits collective measures, by teachers reached.")])  # fmt: skip
    return described(settle(figure, []), _told(table, indicator, lever, words))


def _effect(ax: Axes, at: Ints, table: pd.DataFrame, indicator: Shown, words: Words) -> None:
    ax.axhline(0.0, color=GREY, lw=0.6)
    low, high = table["low"].to_numpy(), table["high"].to_numpy()
    if np.isfinite(low).any():
        ax.fill_between(at, low, high, color=OTHERS[0].colour, alpha=0.2, lw=0)
    ax.plot(at, table["difference"], color=INK, marker="o", ms=4, lw=1.4)
    ax.set_ylabel(words("difference, {unit}", unit=words.unit(indicator)))
    value_axis(ax.yaxis, words, signed=True)


def _cost(ax: Axes, at: Ints, table: pd.DataFrame, words: Words) -> None:
    ax.axhline(0.0, color=GREY, lw=0.6)
    ax.bar(at, table["cost_difference"], width=0.5, color=GREY)
    ax.set_ylabel(words("total cost, kroner per teacher"))
    value_axis(ax.yaxis, words, 4, signed=True)


def _limits(ax: Axes, at: Ints, table: pd.DataFrame, words: Words) -> None:
    bottom = np.zeros(len(table))
    for k, name in enumerate(LIMITS):
        share = np.nan_to_num(table[name].to_numpy(dtype=np.float64))
        ax.bar(at, share, width=0.7, bottom=bottom, color=OTHERS[k].colour)
        bottom += share
    ax.set_ylim(0.0, 1.0)
    ax.set_ylabel(words("share limited by"))
    value_axis(ax.yaxis, words, 3)


def _told(table: pd.DataFrame, indicator: Shown, lever: str, words: Words) -> str:
    """The ends of the curve in words."""
    digits = digits_for(indicator.smallest_difference)
    ends = [(words.setting(table["value"].iloc[k]), float(table["difference"].iloc[k])) for k in (0, -1)]
    said = [f"{value}: {words.difference(effect, digits)}" for value, effect in ends]
    return words("{lever} from {first} to {last} ({unit}).", lever=lever, first=said[0], last=said[1],
                 unit=words.unit(indicator))  # fmt: skip
