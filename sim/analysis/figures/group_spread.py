"""How municipalities are spread inside groups: a dot each, with median, quartiles and number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis import amounts
from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import compared, crown, empty, narrow, new_figure, notes
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, OTHERS, WIDTH, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, mark

FEW = 10
"""A group with fewer municipalities gets a caution, and no band (assumption)."""
SYNTHETIC = mark("Named municipalities' inner state is synthetic: read patterns, not places.")


@styled()
def group_spread(
    table: pd.DataFrame, indicator: Shown, groups: Sequence[str], language: str | Words = "en", width: float = WIDTH, *,
    scenario: str = "", baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """Effects of municipalities by group.

    Args:
        table: One row a municipality: group, value (mean difference over replications).
        indicator: What the difference is of.
        groups: Order of the groups; those without rows are left out.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        scenario: The scenario whose difference it is, and
        baseline: from which, and
        semester: when, for the line below the title.
    """
    words = Words.of(language)
    heading = words("{indicator}: municipalities by group", indicator=words.label(indicator))
    found = {g: np.sort(table.loc[table["group"] == g, "value"].dropna().to_numpy(dtype=np.float64)) for g in groups}
    times = amounts.times(indicator)
    found = {g: times * values for g, values in found.items() if len(values)}
    if not found:
        return empty(words, heading, width)
    figure = new_figure(1.5 + 0.5 * len(found), width if narrow(width) else 0.8 * WIDTH)
    ax = figure.subplots()
    zone(ax, times * indicator.smallest_difference, upright=True)
    for place, values in enumerate(found.values()):
        _strip(ax, place, values)
    _furnish(ax, found, indicator, words)
    crown(figure, heading, _key(words), 3, compared(words, scenario, baseline, semester))
    few = any(len(values) < FEW for values in found.values())
    said = [words("Few: below {few} municipalities; read with caution.", few=FEW) if few else ""]
    notes(figure, [words("Spread is between municipalities, not uncertainty of a mean."), *said, words(SYNTHETIC)])
    medians = {g: words.difference(float(np.median(v)), amounts.digits(indicator)) for g, v in found.items()}
    told = [words("{group}: median {median}, n = {n}.", group=words.group(g), median=medians[g], n=len(values))
            for g, values in found.items()]  # fmt: skip
    return described(settle(figure, []), " ".join(told))


def _strip(ax: Axes, place: int, values: np.typing.NDArray[np.float64]) -> None:
    """Dots in their order, moved up and down in a fixed pattern so that they do not hide each other."""
    look = OTHERS[0]
    aside = 0.5 * (np.arange(len(values)) * 0.618034 % 1.0 - 0.5)
    ax.plot(values, place + aside, ls="none", marker="o", ms=2.4, mew=0, color=look.colour, alpha=0.55)
    if len(values) >= FEW:
        least, low, high, most = np.quantile(values, [0.1, 0.25, 0.75, 0.9])
        ax.plot([least, most], [place + 0.38] * 2, color=INK, lw=0.9, label="_range")
        ax.plot([low, high], [place + 0.38] * 2, color=INK, lw=3.2, solid_capstyle="butt", label="_half")
    middle = float(np.median(values))
    ax.plot([middle], [place + 0.38], marker="o", ms=4.2, mfc="white", mec=INK, mew=0.9, label="_median")


def _furnish(ax: Axes, found: dict[str, np.typing.NDArray[np.float64]], indicator: Shown, words: Words) -> None:
    names = [
        words.group(group) + "\n" + words("n = {n}, few" if len(v) < FEW else "n = {n}", n=len(v))
        for group, v in found.items()
    ]
    ax.set_ylim(len(found) - 0.4, -0.5)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(found)))))
    ax.yaxis.set_major_formatter(FixedFormatter(names))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.margins(x=0.05)
    ax.set_xlabel(words("Difference, {unit}", unit=amounts.unit(indicator, words)))
    value_axis(ax.xaxis, words)
    ax.grid(axis="x")


def _key(words: Words) -> list[Line2D | Patch]:
    one = words("one municipality (mean over replications)")
    return [
        Line2D([], [], ls="none", marker="o", ms=2.8, mew=0, color=OTHERS[0].colour, label=one),
        Line2D([], [], ls="none", marker="o", ms=4.2, mfc="white", mec=INK, mew=0.9, label=words("median")),
        Line2D([], [], color=INK, lw=3.2, label=words("middle half")),
        Line2D([], [], color=INK, lw=0.9, label=words("10th–90th percentile")),
        zone_key(words),
    ]
