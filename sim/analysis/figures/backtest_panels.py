"""How the model is drawn against published series: small multiples over years, and the subject mix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.analysis.backtest import ranges
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import only_lowest, panel_grid, value_axis
from sim.analysis.figures.sheet import crown, notes
from sim.analysis.figures.style import GREY, INK, OTHERS, WIDTH, styled
from sim.analysis.published import QUANTITIES, SERIES, Quantity, Series
from sim.analysis.words import Words, mark

HEADINGS = {
    "staff": mark("Model and published figures: teachers"),
    "schools": mark("Model and published figures: schools"),
    "study": mark("Model and published figures: further education"),
    "subjects": mark("Model and published figures: subjects of further-education places, {year}"),
    "money": mark("Model and published figures: money"),
}
BAND = 0.25
SEEN = OTHERS[1].colour
"""Colour of published figures."""
FACES = {"check": SEEN, "set": "white", "input": "#d3d3d3"}
"""How markers are filled by the role of a figure: full if it never set anything, hollow if it set a parameter, grey if
the model was handed it."""
MARKERS = ("o", "s", "^", "D", "v")


@styled()
def backtest_figures(
    table: pd.DataFrame, values: pd.DataFrame, language: str | Words = "en", width: float = WIDTH
) -> dict[str, Figure]:
    """Figures of the model against published figures.

    Args:
        table: What `sim.analysis.backtest.backtest` returns.
        values: What `sim.analysis.backtest.modelled` returns.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figures, inches.

    Returns:
        Figures "backtest_staff", "backtest_schools", "backtest_study", "backtest_subjects" and "backtest_money".
    """
    words, found = Words.of(language), ranges(values)
    replications = int(values.dropna(subset="value")["replication"].nunique())
    made = {}
    for group in HEADINGS:
        shown = [quantity for quantity in QUANTITIES if quantity.group == group]
        if group == "subjects":
            figure = _subjects(shown, table, words, replications, width)
        else:
            figure = _over_time(shown, found, table, words, replications, width)
        made[f"backtest_{group}"] = figure
    return made


def _over_time(
    shown: Sequence[Quantity], found: pd.DataFrame, table: pd.DataFrame, words: Words, replications: int, width: float
) -> Figure:
    """One panel a quantity: the model's mean and range by year, published figures as markers."""
    figure, axes = panel_grid(len(shown), width)
    for ax, quantity in zip(axes, shown, strict=True):
        _panel(ax, quantity, found[found["quantity"] == quantity.name], table, words)
    only_lowest(axes)
    mine = table[table["series"].isin([series.name for series in SERIES if series.quantity in shown])]
    crown(figure, words(HEADINGS[shown[0].group]), _key(mine, words, replications), columns=2)
    notes(figure, [_made_of(words, replications)])
    return settle(figure, [])


def _panel(ax: Axes, quantity: Quantity, mine: pd.DataFrame, table: pd.DataFrame, words: Words) -> None:
    mine = mine.sort_values("year")
    ax.fill_between(mine["year"], mine["low"], mine["high"], color=INK, alpha=BAND, lw=0)
    ax.plot(mine["year"], mine["modelled"], color=INK, lw=1.4)
    several = [series for series in SERIES if series.quantity is quantity]
    for series, marker in zip(several, MARKERS, strict=False):
        rows = table[table["series"] == series.name]
        for role, points in rows.groupby("role"):
            _mark(ax, points["year"].tolist(), points["observed"].tolist(), marker, str(role))
    ax.set_title(words.label(quantity))
    ax.grid(axis="y")
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))
    years = [*mine["year"], *table["year"]]
    ax.set_xlim(min(years) - 0.4, max(years) + 0.4)
    ax.set_ylim(0.0, _top(ax, len(several)))
    value_axis(ax.yaxis, words)
    ax.set_ylabel(words.unit(quantity))
    ax.set_xlabel(words("Year"))
    if len(several) > 1:
        _name(ax, several, words)


def _name(ax: Axes, several: Sequence[Series], words: Words) -> None:
    """Names of several series in one panel, above what is drawn."""
    handles = [_named(series, marker, words) for series, marker in zip(several, MARKERS, strict=False)]
    ax.legend(handles=handles, loc="upper left", fontsize=6, borderaxespad=0.1, handletextpad=0.3, labelspacing=0.2)


def _top(ax: Axes, series: int) -> float:
    """End of a value axis that begins at 0, so that what hardly moves looks so; room for names of several series."""
    high = float(ax.get_ylim()[1])
    return max(high, 1e-9) * (1.0 + (0.19 * series if series > 1 else 0.04))


def _mark(ax: Axes, x: Sequence[float], y: Sequence[float], marker: str, role: str) -> None:
    """Published figures of a role."""
    ax.plot(x, y, ls="none", marker=marker, ms=4.6, mew=1.1, mec=SEEN, mfc=FACES[role], zorder=4,
            clip_on=False)  # fmt: skip


def _subjects(shown: Sequence[Quantity], table: pd.DataFrame, words: Words, replications: int, width: float) -> Figure:
    """One row a subject in the year it is published for: the model's mean and range, and the published share."""
    rows = table.set_index("series").loc[[quantity.name for quantity in shown]]
    numbers = rows[["low", "high", "modelled", "observed"]].to_numpy(dtype=np.float64)
    figure, (ax,) = panel_grid(1, width)
    for place, (low, high, mean, seen) in enumerate(numbers):
        ax.plot([low, high], [place, place], color=INK, alpha=BAND, lw=6, solid_capstyle="butt")
        ax.plot([mean], [place], color=INK, marker="|", ms=9, mew=1.6)
        _mark(ax, [seen], [place], "o", str(rows["role"].iloc[place]))
    ax.yaxis.set_major_locator(FixedLocator(list(np.arange(len(shown)))))
    ax.set_yticklabels([words.label(quantity) for quantity in shown])
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_xlim(0.0, 1.1 * float(np.nanmax(numbers)))
    ax.grid(axis="x")
    value_axis(ax.xaxis, words)
    ax.set_xlabel(words.unit(shown[0]))
    heading = words(HEADINGS["subjects"], year=int(rows["year"].iloc[0]))
    crown(figure, heading, _key(rows, words, replications, line="|"), columns=1)
    notes(figure, [_made_of(words, replications)])
    return settle(figure, [])


def _key(rows: pd.DataFrame, words: Words, replications: int, line: str = "") -> list[Line2D | Patch]:
    """What is drawn of these published figures and of the model."""
    width = 0 if line else 1.4
    model = Line2D([], [], color=INK, lw=width, marker=line or None, ms=9, mew=1.6, label=words("model, mean"))
    band = Patch(color=INK, alpha=BAND, lw=0, label=words("model, 95 % range over replications"))
    seen = [
        Line2D([], [], ls="none", marker="o", ms=4.6, mew=1.1, mec=SEEN, mfc=FACES[role], label=words(text))
        for role, text in (
            ("check", mark("published, not used")),
            ("set", mark("published, used to set parameters")),
            ("input", mark("published, handed to the model")),
        )
        if (rows["role"] == role).any()
    ]
    return [*([model] if replications else []), *([band] if replications > 1 else []), *seen]


def _named(series: Series, marker: str, words: Words) -> Line2D:
    name = words.pick(series.label_en, series.label_nb)
    return Line2D([], [], ls="none", marker=marker, ms=4, mew=0.9, mec=GREY, mfc="white", label=name)


def _made_of(words: Words, replications: int) -> str:
    if replications == 0:
        return words("The model gave no values.")
    return words.many("1 replication: no range can be given.", "{n} replications.", replications)
