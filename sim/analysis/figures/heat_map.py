"""The heat map of two levers: mean effect as colour and number, hatched where unclear."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis.figures.alt import described
from sim.analysis.figures.diverging import HATCH, colour_of, scale, unclear
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import crown, empty, new_figure, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, WIDTH, styled
from sim.analysis.words import Words, digits_for


@styled()
def heat_map(
    table: pd.DataFrame,
    indicator: Shown,
    x_name: str,
    y_name: str,
    language: str | Words = "en",
    replications: int | None = None,
    width: float = WIDTH,
) -> Figure:
    """Mean effect for each pair of lever values, the lowest at the bottom left.

    Args:
        table: One row a cell: x, y (lever values), mean, low, high (difference and 95 % interval, NaN if unknown).
        indicator: What the difference is of.
        x_name: Name of the lever along, with its unit, in the language.
        y_name: The same of the lever upwards.
        language: "en", "nb", or words with titles of scenarios.
        replications: Behind each cell, for the note.
        width: Of the figure, inches.
    """
    words = Words.of(language)
    levers = {"x": _lever(x_name), "y": _lever(y_name)}
    heading = words("{indicator}: difference by {x} and {y}", indicator=words.label(indicator), **levers)
    known = table[table["mean"].notna()]
    if known.empty:
        return empty(words, heading, width)
    xs, ys = sorted(known["x"].unique()), sorted(known["y"].unique())
    figure, ax = _sheet(len(xs), len(ys), width)
    bound = float(known["mean"].abs().max())
    hidden = unclear(known, indicator.smallest_difference)
    for (_, row), faint in zip(known.iterrows(), hidden, strict=True):
        at = xs.index(row["x"]), ys.index(row["y"])
        _cell(ax, at, float(row["mean"]), bound, indicator, words, faint=bool(faint))
    _axes(ax, xs, ys, x_name, y_name, words)
    _scale(figure, ax, bound, indicator, words)
    label = words("95 % interval covers 0, or too small to matter")
    crown(figure, heading, [Patch(facecolor="white", edgecolor=INK, hatch=HATCH, lw=0.4, label=label)])
    notes(figure, [replicated(words, replications) if replications else ""])
    where = {"x_name": x_name, "y_name": y_name, "n": int(hidden.sum()), "all": len(known)}
    return described(settle(figure, []), _told(known, indicator, where, words))


def _sheet(across: int, up: int, width: float) -> tuple[Figure, Axes]:
    """Cells no wider than they need to be; in a column as narrow as it is."""
    figure = new_figure(1.7 + 0.36 * up, min(width, 1.9 + 0.75 * across) if width == WIDTH else width)
    return figure, figure.subplots()


def _told(known: pd.DataFrame, indicator: Shown, where: dict[str, object], words: Words) -> str:
    """The cell with the largest difference."""
    top = known.iloc[int(known["mean"].abs().to_numpy().argmax())]
    value = (
        words.difference(float(top["mean"]), digits_for(indicator.smallest_difference)) + " " + words.unit(indicator)
    )
    return words("Largest difference {value} at {x_name} {x}, {y_name} {y}; hatched are {n} of {all} cells.",
                 value=value, x=words.plain(float(top["x"])), y=words.plain(float(top["y"])), **where)  # fmt: skip


def _cell(
    ax: Axes, at: tuple[int, int], mean: float, bound: float, indicator: Shown, words: Words, *, faint: bool
) -> None:
    """One cell with its number on a plain ground."""
    (x, y), face = at, colour_of(mean, bound)
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=face, edgecolor="white", lw=1.2))
    if faint:
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="none", edgecolor="#777777", hatch=HATCH, lw=0))
    dark = 0.299 * face[0] + 0.587 * face[1] + 0.114 * face[2] < 0.5
    box = {"facecolor": face, "edgecolor": "none", "boxstyle": "round,pad=0.15"} if faint else None
    said = words.difference(mean, digits_for(indicator.smallest_difference))
    ax.text(x, y, said, ha="center", va="center", fontsize=6.3, color="white" if dark else INK, bbox=box)


def _axes(ax: Axes, xs: list[float], ys: list[float], x_name: str, y_name: str, words: Words) -> None:
    ax.set_xlim(-0.5, len(xs) - 0.5)
    ax.set_ylim(-0.5, len(ys) - 0.5)
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    for axis, values in ((ax.xaxis, xs), (ax.yaxis, ys)):
        axis.set_major_locator(FixedLocator(list(range(len(values)))))
        axis.set_major_formatter(FixedFormatter([words.plain(float(v)) for v in values]))
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)


def _lever(name: str) -> str:
    """A lever's name without its unit, as it stands inside a sentence."""
    plain = name.rsplit(",", 1)[0]
    return plain if plain[1:2].isupper() else plain[:1].lower() + plain[1:]


def _scale(figure: Figure, ax: Axes, bound: float, indicator: Shown, words: Words) -> None:
    bar = figure.colorbar(scale(bound), ax=ax, fraction=0.05, pad=0.02, aspect=18)
    bar.outline.set_visible(False)
    bar.set_label(words("mean difference, {unit}", unit=words.unit(indicator)))
    value_axis(bar.ax.yaxis, words)
