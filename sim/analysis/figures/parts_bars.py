"""The figure of a package taken apart: what each part adds, and the whole, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.figures.alt import described
from sim.analysis.figures.bars import DARK, Bar, draw_bars, factor_axes, key, named
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import compared, crown, empty, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import PALE, WIDTH, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, digits_for, mark

TOTAL = "total"
"""What the row of the whole package is called."""
BARS = (Bar("adds", "low", "high", mark("mean addition over all orders (Shapley value)"), DARK),)


@styled()
def parts_bars(
    table: pd.DataFrame, indicator: Shown, language: str | Words = "en", width: float = WIDTH, *, scenario: str = "",
    baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """What each part of a package adds (Shapley value), the largest first, and the whole package below.

    Args:
        table: One row a part and one for the `TOTAL`: part, adds, low, high (mean and its 95 % interval),
            replications.
        indicator: What the parts add to.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        scenario: The package, and
        baseline: what it is added to, and
        semester: when, for the line below the title.
    """
    words = Words.of(language)
    heading = words("What each part adds: {indicator}", indicator=words.label(indicator))
    known = table[table["adds"].notna()]
    if known.empty:
        return empty(words, heading, width)
    whole = known["part"] == TOTAL
    order = known["adds"].abs().where(~whole, -np.inf).sort_values(ascending=False, kind="stable").index
    shown = known.loc[order].assign(part=known["part"].where(~whole, words("the whole package")))
    figure, ax = factor_axes([named(part, None) for part in shown["part"]], width)
    draw_bars(ax, shown, BARS)
    zone(ax, indicator.smallest_difference, upright=True)
    ax.axhline(len(shown) - 1.5, color=PALE, lw=0.8)
    value_axis(ax.xaxis, words)
    ax.set_xlabel(words("Difference, {unit}", unit=words.unit(indicator)))
    about = compared(words, scenario, baseline, semester)
    crown(figure, heading, [*key(BARS, shown, words), zone_key(words)], 2, about)
    notes(figure, [replicated(words, int(shown["replications"].max())), words("The parts add up to the whole.")])
    told = _told(shown, indicator, words)
    return described(settle(figure, []), f"{about}: {told}" if about else told)


def _told(shown: pd.DataFrame, indicator: Shown, words: Words) -> str:
    """Every part with its value and interval."""
    digits = digits_for(indicator.smallest_difference)
    told = []
    for _, row in shown.iterrows():
        value, low, high = (words.difference(float(row[name]), digits) for name in ("adds", "low", "high"))
        told.append(f"{named(row['part'], None)} {value} [{low}; {high}]")
    return f"{'; '.join(told)} ({words.unit(indicator)})."
