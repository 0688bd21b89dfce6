"""Options on the cost-effect plane: what each gives, and what it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis import aims, amounts
from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.point_names import PointNames
from sim.analysis.figures.sheet import crown, empty, narrow, new_figure, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, WIDTH, looks, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words


@styled()
def cost_plane(
    options: pd.DataFrame, indicator: Shown, language: str | Words = "en", baseline: str = "",
    semester: int | None = None, width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Effect against cost, a mark an option with 95 % intervals of both; up is better.

    Args:
        options: As `sim.analysis.comparison.ranked` gives them.
        indicator: What they are ranked by.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        semester: The semester of the effect.
        width: Of the figure, inches.
    """
    words = Words.of(language)
    known = options[options["cost"].notna() & options["difference"].notna()]
    if known.empty:
        return empty(words, words("No difference to show"), width)
    times = amounts.times(indicator)
    figure = new_figure(3.5 if narrow(width) else 3.7, width)
    ax = figure.subplots()
    zone(ax, times * indicator.smallest_difference, upright=False)
    ax.axvline(0, color=GREY, lw=0.6, zorder=1)
    names = PointNames(ax)
    style = looks([baseline, *map(str, known["scenario"])], baseline)
    for row in known.to_dict("records"):
        look, x, y = style[str(row["scenario"])], row["cost"], times * row["difference"]
        if np.isfinite(row["low"]):
            ax.plot([x, x], [times * row["low"], times * row["high"]], color=look.colour, lw=1.4, label="_interval")
        if np.isfinite(row["cost_low"]):
            ax.plot([row["cost_low"], row["cost_high"]], [y, y], color=look.colour, lw=1.4, label="_interval")
        ax.plot([x], [y], color=look.colour, marker=look.marker, ms=6, mew=0, ls="none")
        dominated = "\n" + words("(dominated)") if row["dominated"] else ""
        names.add(np.array([x, y]), words.scenario(str(row["scenario"]), 18) + dominated, look.text)
    ax.margins(x=0.08, y=0.08)
    ax.set_xlim(right=ax.get_xlim()[1] + 0.28 * (ax.get_xlim()[1] - ax.get_xlim()[0]))  # room for the last name
    if indicator.direction == "-":
        ax.yaxis.set_inverted(True)
    value_axis(ax.xaxis, words, 4, signed=True)
    value_axis(ax.yaxis, words, 5, signed=True)
    ax.grid()
    ax.set_xlabel(words("Cost of state and owners, kroner per teacher a year"))
    ax.set_ylabel(f"{words.label(indicator)}, {amounts.unit(indicator, words)}")
    about = words("Difference from “{baseline}”, {when}; bars: 95 % intervals; up is better.",
                  baseline=words.scenario(baseline), when=words.when(semester))  # fmt: skip
    crown(figure, _finding(options, indicator, words), [zone_key(words)], 3, about)
    notes(figure, [replicated(words, int(known["replications"].max()))])
    told = (words("{scenario}: {effect} {unit} for {cost} kroner.", scenario=words.scenario(str(row["scenario"])),
                  effect=words.difference(times * row["difference"], 1), unit=amounts.unit(indicator, words),
                  cost=words.difference(row["cost"], 0)) for row in known.to_dict("records"))  # fmt: skip
    return described(settle(figure, [names]), " ".join(told))


def _finding(options: pd.DataFrame, indicator: Shown, words: Words) -> str:
    """Which does most; else which does most harm; else that none is shown to do enough."""
    aim, verdicts = aims.aim(indicator, words), ("down", "up") if indicator.direction == "-" else ("up", "down")
    better, worse = (options[options["verdict"] == verdict] for verdict in verdicts)
    if better.empty and len(worse):
        last = worse.iloc[-1]
        return words("With “{scenario}”, {change}", scenario=words.scenario(str(last["scenario"])),
                     change=aims.change(indicator, float(last["difference"]), words))  # fmt: skip
    if better.empty:
        return words("No option is shown to {aim}", aim=aim)
    best = [words.scenario(str(row)) for row in better.loc[better["rank"] == better["rank"].iloc[0], "scenario"]]
    if len(best) == 1:
        return words("“{best}” does most to {aim}", best=best[0], aim=aim)
    return words("{n} options do most to {aim}, and cannot be told apart", n=len(best), aim=aim)
