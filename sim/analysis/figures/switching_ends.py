"""The figure of switching values: the effect at both ends of the range of each parameter."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis.figures.alt import described
from sim.analysis.figures.bars import MOST
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import compared, crown, empty, narrow, new_figure, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, OTHERS, PALE, WIDTH, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, digits_for

LOW, HIGH = OTHERS[4], OTHERS[0]
"""Looks of the two ends."""


@styled()
def switching_ends(
    curves: pd.DataFrame,
    switches: pd.DataFrame,
    indicator: Shown,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
    *,
    scenario: str = "",
    baseline: str = "",
    semester: int | None = None,
) -> Figure:
    """Effect of a scenario with each parameter at its lowest and highest value, and where its verdict changes.

    Args:
        curves: One row a parameter and value that was run, rising: parameter, value, difference, low, high (mean
            difference and its 95 % interval), replications.
        switches: One row a parameter and side: parameter, own_value, switching_value (NaN if the verdict holds) and
            low (NaN if no value of the side can be one).
        indicator: What the effect is on.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of parameters with their units, to show instead of their own.
        width: Of the figure, inches.
        scenario: The scenario that has the effect, and
        baseline: against which, and
        semester: when, for the line below the title.
    """
    words = Words.of(language)
    heading = words("Switching values: {indicator}", indicator=words.label(indicator))
    ends = _ends(curves)
    if ends.empty:
        return empty(words, heading, width)
    about = compared(words, scenario, baseline, semester)
    figure, told = _drawn(ends, curves, switches, indicator, labels, width, words)
    crown(figure, heading, _key(words), 2, about)
    order = words("The parameter that moves the effect most stands first.")
    notes(figure, [replicated(words, int(curves["replications"].max())), order])
    return described(settle(figure, []), f"{about}: {told}" if about else told)


def _drawn(
    ends: pd.DataFrame, curves: pd.DataFrame, switches: pd.DataFrame, indicator: Shown,
    labels: Mapping[str, str] | None, width: float, words: Words,
) -> tuple[Figure, str]:  # fmt: skip
    """The rows on their sheet, and in words."""
    named = [fill((labels or {}).get(p, p.replace("_", " ")), 24 if narrow(width) else 36) for p in ends.index]
    said = [_said(str(p), row, switches, words) for p, row in ends.iterrows()]
    own = _own(curves, switches)
    figure, ax = _sheet(named, said, width)
    _fields(ax, own, indicator, words)
    for place, (_, row) in enumerate(ends.iterrows()):
        _row(ax, place, row)
    return figure, _told(named, said, own, indicator, words)


def _ends(curves: pd.DataFrame) -> pd.DataFrame:
    """The lowest and the highest value of each parameter, side by side, the largest swing first."""
    ordered = curves[curves["difference"].notna()].sort_values("value", kind="stable").groupby("parameter", sort=False)
    found = ordered.first().add_suffix("_at_low").join(ordered.last().add_suffix("_at_high"))
    swing = (found["difference_at_high"] - found["difference_at_low"]).abs()
    return found.loc[swing.sort_values(ascending=False, kind="stable").index].head(MOST)


def _own(curves: pd.DataFrame, switches: pd.DataFrame) -> float:
    """The effect with every parameter at its own value."""
    own = switches.drop_duplicates("parameter").set_index("parameter")["own_value"]
    at = curves[np.isclose(curves["value"], curves["parameter"].map(own), rtol=1e-9, atol=0.0)]
    return float(at["difference"].iloc[0])


def _row(ax: Axes, place: int, row: pd.Series) -> None:
    """Both ends with their intervals, a line between them."""
    ends = {"low": (LOW, place - 0.13), "high": (HIGH, place + 0.13)}
    ax.plot([row[f"difference_at_{end}"] for end in ends], [place, place], color=PALE, lw=5, solid_capstyle="butt")
    for end, (look, y) in ends.items():
        bounds = [row[f"low_at_{end}"], row[f"high_at_{end}"]]
        if np.isfinite(bounds).all():
            ax.plot(bounds, [y, y], color=look.colour, lw=1.2, label="_interval")
        ax.plot([row[f"difference_at_{end}"]], [y], color=look.colour, marker=look.marker, ms=4.6, mew=0, ls="none")


def _said(parameter: str, row: pd.Series, switches: pd.DataFrame, words: Words) -> str:
    """Where the verdict changes, and the range that was tried."""
    mine = switches[switches["parameter"] == parameter]
    found = [words.plain(value) for value in mine["switching_value"].dropna()]
    unsure = (mine["switching_value"].isna() & mine["low"].notna()).any()
    first = words("switches at {values}", values=", ".join(found)) if found else words("no switch")
    if unsure and not found:
        first = words("a switch is not ruled out")
    numbers = {"own": mine["own_value"].iloc[0], "low": row["value_at_low"], "high": row["value_at_high"]}
    tried = words(
        "own {own}, from {low} to {high}", **{key: words.plain(float(value)) for key, value in numbers.items()}
    )
    return f"{first}\n{tried}"


def _told(named: list[str], said: list[str], own: float, indicator: Shown, words: Words) -> str:
    told = words("With every parameter at its own value {effect} {unit}.", unit=words.unit(indicator),
                 effect=words.difference(own, digits_for(indicator.smallest_difference)))  # fmt: skip
    each = "; ".join(f"{name}: {text}" for name, text in zip(named, said, strict=True))
    return f"{told} {each}"


def _sheet(named: list[str], said: list[str], width: float) -> tuple[Figure, Axes]:
    """A row a parameter, its name at the left and what is said of it at the right."""
    lines = sum(max(2, name.count("\n") + 1) for name in named)
    figure = new_figure(1.9 + 0.1 * len(named) + 0.13 * lines, width)
    ax = figure.subplots()
    for place, text in enumerate(said):
        ax.text(1.02, place, text, transform=ax.get_yaxis_transform(), va="center", fontsize=6.3, linespacing=1.2)
        ax.axhline(place + 0.5, color=PALE, lw=0.5)
    ax.set_ylim(len(named) - 0.5, -0.5)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(named)))))
    ax.yaxis.set_major_formatter(FixedFormatter(named))
    ax.tick_params(axis="y", length=0, labelsize=6.3)
    ax.spines["left"].set_visible(False)
    return figure, ax


def _fields(ax: Axes, own: float, indicator: Shown, words: Words) -> None:
    """The zone of effects too small to matter, 0, the effect at own values, and the value axis."""
    zone(ax, indicator.smallest_difference, upright=True)
    ax.axvline(own, color=INK, lw=0.8, ls=(0, (2.5, 1.2)), zorder=1)
    ax.margins(x=0.05)
    ax.grid(axis="x")
    ax.set_xlabel(words("Difference, {unit}", unit=words.unit(indicator)))
    value_axis(ax.xaxis, words)


def _key(words: Words) -> list[Line2D | Patch]:
    ends = ((LOW, words("at the lowest value")), (HIGH, words("at the highest value")))
    own = words("every parameter at its own value")
    return [
        *(Line2D([], [], color=k.colour, marker=k.marker, ms=4.6, mew=0, lw=1.2, label=n) for k, n in ends),
        Line2D([], [], color=INK, lw=0.8, ls=(0, (2.5, 1.2)), label=own),
        zone_key(words),
    ]
