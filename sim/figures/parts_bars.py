"""This file knows the figure of a package taken apart: what each part adds, and the whole, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.figures.alt import described
from sim.figures.bars import Bar, draw_bars, factor_axes, finish
from sim.figures.labels import settle
from sim.figures.panels import empty
from sim.figures.shown import Shown
from sim.figures.style import OTHERS, PALE, WIDTH, ZONE, styled
from sim.figures.words import Words, digits_for, scenario_label

TOTAL = "total"
"""What the row of the whole package is called."""


@styled()
def parts_bars(
    table: pd.DataFrame, indicator: Shown, scenarios: tuple[str, str], language: str = "en", width: float = WIDTH
) -> Figure:
    """What each part of a package adds (Shapley value), the largest first, and the whole package below.

    Args:
        table: One row a part and one for the `TOTAL`: part, adds, low, high (mean and its 95 % interval),
            replications.
        indicator: What the parts add to.
        scenarios: The package, and the baseline that it is added to.
        language: "en" or "nb".
        width: Of the figure, inches.
    """
    words = Words(language)
    heading = words("What each part of {scenario} adds to {baseline}: {indicator}", indicator=words.label(indicator),
                    scenario=scenario_label(scenarios[0], 99), baseline=scenario_label(scenarios[1], 99))  # fmt: skip
    known = table[table["adds"].notna()]
    if known.empty:
        return empty(words, heading)
    whole = known["part"] == TOTAL
    order = known["adds"].abs().where(~whole, -np.inf).sort_values(ascending=False, kind="stable").index
    shown = known.loc[order].assign(part=known["part"].where(~whole, words("the whole package")))
    figure, ax = factor_axes([str(p) for p in shown["part"]], None, width)
    smallest = indicator.smallest_difference
    ax.axvspan(-smallest, smallest, color=ZONE, lw=0, zorder=0)
    ax.axhline(len(shown) - 1.5, color=PALE, lw=0.8)
    bars = [Bar("adds", "low", "high", "mean addition over all orders (Shapley value)", OTHERS[0].colour)]
    draw_bars(ax, shown, bars)
    ax.set_xlabel(words("Difference, {unit}", unit=words.unit(indicator)))
    sums = words("The parts add up to the whole. Grey: too small to matter.")
    finish(figure, ax, heading, bars, words, [words.pairs(int(shown["replications"].max())), sums])
    return described(settle(figure, []), _told(shown, indicator, words))


def _told(shown: pd.DataFrame, indicator: Shown, words: Words) -> str:
    """Every part with its value and interval."""
    digits = digits_for(indicator)
    told = []
    for _, row in shown.iterrows():
        value, low, high = (words.difference(float(row[name]), digits) for name in ("adds", "low", "high"))
        told.append(f"{str(row['part']).replace('_', ' ')} {value} [{low}; {high}]")
    return f"{'; '.join(told)} ({words.unit(indicator)})."
