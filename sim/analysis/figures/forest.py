"""The forest plot: paired differences of all indicators on one axis, each in units that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import offset_copy

from sim.analysis.figures.alt import described
from sim.analysis.figures.forest_layout import Parts, forest_parts, furnish, name_indicator
from sim.analysis.figures.labels import settle
from sim.analysis.figures.sheet import crown, empty, notes, numbered, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, WIDTH, Look, looks, styled
from sim.analysis.words import Words, digits_for, mark

SYMBOLS = {mark("up"): "▲", mark("down"): "▼", mark("too small to matter"): "≈", mark("cannot tell"): "?",
           mark("undefined"): "–"}  # fmt: skip
QUIET: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "spread": (mark("9 in 10 futures"), {"color": "#b5b5b5", "lw": 2.8, "solid_capstyle": "butt"}),
    "luck": (
        mark("95 % interval from luck alone"),
        {"color": "#4a4a4a", "lw": 0.8, "marker": "|", "ms": 3.4, "mew": 0.8},
    ),
}
"""What stands below a difference, in grey, the wider first: start of its two columns, name and line."""
BELOW = -4.0
"""How far below a difference they stand, points."""


@styled()
def differences(
    table: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    baseline: str = "",
    semester: int | None = None,
    part: tuple[int, int] = (1, 1),
    width: float = WIDTH,
) -> Figure:
    """Forest plot of paired differences, each divided by the smallest difference that matters.

    Args:
        table: One row an indicator and scenario: scenario, indicator, difference, low, high, replications, verdict;
            where known also luck_low, luck_high (95 % interval from luck alone) and spread_low, spread_high (of nine
            in ten futures), which are drawn in grey below the difference.
        indicators: Those to show, in order.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        semester: The semester they are of, for the title.
        part: Number of this figure and of all that belong together.
        width: Of the figure, inches.

    Returns:
        The figure, with verdict, difference in the indicator's own unit and interval at the right.
    """
    words = Words.of(language)
    title = words("Difference from “{baseline}”, {when}", baseline=words.scenario(baseline), when=words.when(semester))
    heading = numbered(title, part, words)
    names = [str(name) for name in table["scenario"].drop_duplicates()]
    known = table[table["difference"].notna() & table["indicator"].isin([i.name for i in indicators])]
    shown = [i for i in indicators if (known["indicator"] == i.name).any()]
    if not shown:
        return empty(words, heading, width)
    style = {name: look for name, look in looks([baseline, *names], baseline).items() if name in names}
    figure, parts = forest_parts(len(shown), len(names), width)
    for place, indicator in enumerate(shown):
        _indicator(parts, place, known[known["indicator"] == indicator.name], indicator, style, words)
    furnish(parts, len(shown), words)
    crown(figure, heading, _key(style, known, words))
    notes(figure, _notes(table, [i for i in indicators if i not in shown], words))
    return described(settle(figure, []), _told(known, shown, names, words))


def _indicator(
    parts: Parts, place: int, rows: pd.DataFrame, indicator: Shown, style: dict[str, Look], words: Words
) -> None:
    """Name and differences of one indicator."""
    name_indicator(parts, place, indicator, words)
    for at, (name, look) in zip(parts.heights(place, len(style)), style.items(), strict=True):
        _difference(parts, at, rows[rows["scenario"] == name], indicator, look, words)


def _difference(parts: Parts, at: float, row: pd.DataFrame, indicator: Shown, look: Look, words: Words) -> None:
    """One dot with its interval, and its numbers; a dash if there is no value."""
    mean, low, high = (float(row[field].iloc[0]) if len(row) else np.nan for field in ("difference", "low", "high"))
    judged = str(row["verdict"].iloc[0]) if len(row) else "undefined"
    smallest, digits = indicator.smallest_difference, digits_for(indicator.smallest_difference)
    _quiet(parts, at, row, smallest)
    if np.isfinite(low):
        parts.plot.plot([low / smallest, high / smallest], [at, at], color=look.colour, lw=1.3, label="_interval")
    if np.isfinite(mean):
        parts.plot.plot([mean / smallest], [at], color=look.colour, marker=look.marker, ms=4.2, mew=0, ls="none")
    symbol, value, bounds, _ = parts.columns
    parts.write(symbol, at, SYMBOLS[judged], "center", 6.2, look.text)
    parts.write(value, at, words.difference(mean, digits), "right", 6.2, look.text)
    if np.isfinite(low):
        both = f"[{words.difference(low, digits)}; {words.difference(high, digits)}]"
        parts.write(bounds, at, both, "left", 6.2, look.text)


def _quiet(parts: Parts, at: float, row: pd.DataFrame, smallest: float) -> None:
    """Spread of futures and interval from luck alone, in grey below a difference."""
    below = offset_copy(parts.plot.transData, parts.plot.get_figure(root=True), y=BELOW, units="points")
    for kind, (_, line) in QUIET.items():
        if _has(row, kind):
            ends = [float(row[f"{kind}_{side}"].iloc[0]) / smallest for side in ("low", "high")]
            parts.plot.plot(ends, [at, at], transform=below, label=f"_{kind}", zorder=1.8, **line)


def _has(rows: pd.DataFrame, kind: str) -> bool:
    """Whether there are bounds of a kind, of more than one future."""
    columns = [f"{kind}_low", f"{kind}_high"]
    return set(columns) <= set(rows.columns) and bool((rows[columns].notna().all(axis=1) & rows["low"].notna()).any())


def _key(style: dict[str, Look], known: pd.DataFrame, words: Words) -> list[Line2D]:
    dots = [
        Line2D([], [], color=look.colour, marker=look.marker, ms=4.2, mew=0, lw=1.3, label=words.scenario(name))
        for name, look in style.items()
    ]
    mean = Line2D([], [], color=INK, lw=1.3, label=words("95 % interval of the mean effect"))
    quiet = [Line2D([], [], label=words(text), **line) for kind, (text, line) in QUIET.items() if _has(known, kind)]
    return [*dots, *([mean] if known["low"].notna().any() else []), *reversed(quiet)]


def _notes(table: pd.DataFrame, absent: Sequence[Shown], words: Words) -> list[str]:
    symbols = "   ".join(f"{symbol}\u00a0{words(text)}" for text, symbol in SYMBOLS.items()) + "."
    gaps = words("No values: {what}.", what="; ".join(words.label(i) for i in absent)) if absent else ""
    return [symbols, replicated(words, int(table["replications"].max())), gaps]


def _told(known: pd.DataFrame, shown: Sequence[Shown], names: Sequence[str], words: Words) -> str:
    """What is clearly up and down in each scenario."""
    said = []
    for name in names:
        mine = known[known["scenario"] == name].set_index("indicator")["verdict"]
        which = {v: [words.label(i) for i in shown if mine.get(i.name) == v] for v in ("up", "down")}
        parts = [f"{words(verdict)}: {', '.join(labels)}" for verdict, labels in which.items() if labels]
        said.append(f"{words.scenario(name)}: {'; '.join(parts) or words('nothing is clearly up or down')}.")
    return " ".join(said)
