"""Winners and losers: how many municipalities of each size gain and lose, never which."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis.amounts import inside
from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.sheet import compared, crown, empty, new_figure, notes
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import OTHERS, WIDTH, styled
from sim.analysis.words import Words, mark
from sim.groups import SIZE_CLASSES

KINDS = {
    "better": (mark("better off"), OTHERS[0].colour, "white"),
    "neither": (mark("not shown to differ"), "#d9d9d9", "#222222"),
    "worse": (mark("worse off"), OTHERS[1].colour, "white"),
}
"""What municipalities can be, with the colour of the bar and of its number."""


@styled()
def winners_and_losers(
    table: pd.DataFrame, indicator: Shown, language: str | Words = "en", width: float = WIDTH, *,
    scenario: str = "", baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """How many municipalities of each size class are better off, worse off, or not shown to differ.

    Args:
        table: One row a municipality: size_class, mean difference and the verdict on it.
        indicator: What the difference is of.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        scenario: The scenario whose difference it is, and
        baseline: from which, and
        semester: when, for the line below the title.
    """
    words, good = Words.of(language), "down" if indicator.direction == "-" else "up"
    table = table[table["mean"].notna()]
    kind = table["verdict"].map({good: "better", {"up": "down", "down": "up"}[good]: "worse"}).fillna("neither")
    counts = pd.crosstab(table["size_class"], kind).reindex(index=SIZE_CLASSES, columns=list(KINDS), fill_value=0)
    counts = counts[counts.sum(axis=1) > 0]
    if counts.empty:
        return empty(words, words.label(indicator), width)
    figure = new_figure(1.5 + 0.34 * len(counts), min(width, 0.8 * WIDTH))
    ax = figure.subplots()
    left = counts.iloc[:, 0] * 0.0
    for name, (_, colour, ink) in KINDS.items():
        share = counts[name] / counts.sum(axis=1)
        ax.barh(range(len(counts)), share, left=left, color=colour, height=0.7)
        for place, (n, start, part) in enumerate(zip(counts[name], left, share, strict=True)):
            if n:
                ax.text(start + part / 2, place, words.number(n, 0), ha="center", va="center", fontsize=7, color=ink)
        left = left + share
    ax.set_ylim(len(counts) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(counts)))))
    ax.yaxis.set_major_formatter(FixedFormatter([words.group(str(name)) for name in counts.index]))
    ax.tick_params(axis="y", length=0)
    ax.set_xticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.set_ylabel(words("Inhabitants"))
    better, worse, all_ = int(counts["better"].sum()), int(counts["worse"].sum()), int(counts.to_numpy().sum())
    heading = words("{indicator}: {better} of {all} municipalities better off, {worse} worse off",
                    indicator=words.label(indicator), better=better, worse=worse, all=all_)  # fmt: skip
    key = [Patch(color=colour, label=words(text)) for text, colour, _ in KINDS.values()]
    crown(figure, heading, key, 3, compared(words, scenario, baseline, semester))
    notes(figure, [words("Number of municipalities by size. By the mean difference in {indicator}, all municipalities "
                         "taken together (Holm).", indicator=inside(words.label(indicator)))])  # fmt: skip
    return described(settle(figure, []), " ".join(_told(counts, words)))


def _told(counts: pd.DataFrame, words: Words) -> Iterator[str]:
    for name, row in counts.iterrows():
        numbers = {kind: int(row[kind]) for kind in KINDS}
        yield words("{group}: {better} better off, {worse} worse off, {neither} not shown to differ.",
                    group=words.group(str(name)), **numbers)  # fmt: skip
