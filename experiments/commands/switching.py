"""The command `switching`: at which value of each key assumption the verdict changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw
from experiments.present.decision_figures import switching_figure
from experiments.present.decision_sentences import effect_cell, percent, plain, switching
from experiments.present.show import line, table
from experiments.present.words import Words, digits_for
from experiments.run.switching import Curve, Curves, Question, find_curves
from experiments.scenarios.choices import indicator, refuse_point, refuse_same, semester, spring
from experiments.scenarios.timeline import scenarios
from experiments.scenarios.world_names import check_world

if TYPE_CHECKING:
    from sim.indicators import Indicator


def run(call: Call[options.Switching]) -> int:
    """Rank, run, close in, print and store."""
    asked = call.options
    chosen, when = indicator(asked), semester(asked)
    refuse_point(asked)
    refuse_same(asked.scenario, asked.baseline)
    check_world(asked)
    baseline, scenario = scenarios([asked.baseline, asked.scenario])
    found, done, store = find_curves(call, Question(baseline, scenario, chosen, when))
    rows = _rows(found, chosen).assign(scenario=scenario.name, baseline=baseline.name, year=spring(asked))
    curves = pd.concat([curve.table() for curve in found.curves])
    store.write_table("switching", rows)
    store.write_table("switching_curves", curves)
    draw(call, store.folder, store.manifest, lambda: {"switching": switching_figure(rows, curves, asked.language)})
    if found.ranking is not None:
        store.write_table("switching_ranking", found.ranking)
    call.ask(scenario)
    _show(call, found, rows, chosen, scenario.name, baseline.name)
    luck_only = replace(call, options=asked.model_copy(update={"uncertainty": "point"}))
    return close(luck_only, done, store)


def _rows(found: Curves, indicator: Indicator) -> pd.DataFrame:
    from sim.analysis.decision.draws import mass_beyond

    return pd.DataFrame(
        {
            "parameter": curve.parameter, "side": s.side, "own_value": curve.own, "switching_value": s.value,
            "low": s.low, "high": s.high, "verdict": s.here, "verdict_beyond": s.there,
            "probability_beyond": mass_beyond(curve.parameter, s.value) if np.isfinite(s.value) else np.nan,
            "indicator": indicator.name, "unit": indicator.unit,
        }
        for curve in found.curves for s in curve.switches
    )  # fmt: skip


def _show(
    call: Call[options.Switching], found: Curves, rows: pd.DataFrame, indicator: Indicator, scenario: str, baseline: str
) -> None:
    words = call.words
    title = words(
        "Switching values: {indicator} ({unit}), {scenario} against {baseline}, spring {year}, {n} replications",
        indicator=words.label(indicator), unit=words.unit(indicator), scenario=scenario, baseline=baseline,
        year=spring(call.options), n=found.curves[0].differences.shape[0],
    )  # fmt: skip
    columns = ("Parameter", "Unit", "Own value", "Range", "Effect at low", "Effect at high", "Switching value",
               "95 % interval", "Probability beyond", "Verdict beyond")  # fmt: skip
    cells = [row for curve in found.curves for row in _cells(curve, indicator, words)]
    table(title, [words(c) for c in columns], cells, numbers=(2, 3, 4, 5, 6, 7, 8))
    line(_at_own_values(found, indicator, words))
    for text in switching(rows, words):
        line(text)


def _cells(curve: Curve, indicator: Indicator, words: Words) -> list[list[str]]:
    """A row for each switching value of a parameter, or one that says there is none."""
    from sim.analysis.decision.draws import mass_beyond

    means = curve.differences.mean(axis=0)
    span = f"{plain(curve.levels[0], words)} … {plain(curve.levels[-1], words)}"
    ends = [effect_cell(float(means[i]), indicator, words) for i in (0, -1)]
    start = [curve.parameter, words.parameter(curve.parameter, "unit"), plain(curve.own, words), span, *ends]
    found = [s for s in curve.switches if np.isfinite(s.value)]
    if not found:
        return [[*start, words("no switch"), "", "", ""]]
    return [
        [*start, plain(s.value, words), f"{plain(s.low, words)} … {plain(s.high, words)}",
         percent(mass_beyond(curve.parameter, s.value), words), words(s.there)]
        for s in found
    ]  # fmt: skip


def _at_own_values(found: Curves, indicator: Indicator, words: Words) -> str:
    from sim.analysis.comparison import interval
    from sim.analysis.decision.switching import effect

    mean = interval(found.centre)
    digits = digits_for(indicator.smallest_difference)
    low, high = (words.number(x, digits) for x in (mean.low, mean.high))
    return words(
        "With every parameter at its own value the effect is {effect} [{low}, {high}]: {verdict} (smallest difference "
        "that matters {smallest}).",
        effect=effect_cell(mean.mean, indicator, words), low=low, high=high,
        verdict=words(effect(mean.mean, indicator.smallest_difference)),
        smallest=plain(indicator.smallest_difference, words),
    )  # fmt: skip
