"""The command `switching`: at which value of each key assumption the verdict changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw
from experiments.present.decisions import switched
from experiments.present.decisions import switching as switching_table
from experiments.present.drawings import switching as switching_figure
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import Words, digits_for
from experiments.run.switching import Curve, Curves, Question, find_curves
from experiments.scenarios.choices import as_in_folder, indicator, refuse_point, refuse_same, semester, spring
from experiments.scenarios.world_names import check_world
from sim.timeline import scenarios

if TYPE_CHECKING:
    from sim.indicators import Indicator


def run(call: Call[options.Switching]) -> int:
    """Rank, run, close in, print and store."""
    call = as_in_folder(call)
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
    words = call.words.naming([baseline, scenario])
    draw(call, store.folder, store.manifest, lambda: {"switching": switching_figure(rows, curves, words)})
    if found.ranking is not None:
        store.write_table("switching_ranking", found.ranking)
    call.ask(scenario)
    _show(call, found, rows, chosen, words)
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


def _show(call: Call[options.Switching], found: Curves, rows: pd.DataFrame, indicator: Indicator, words: Words) -> None:
    first = rows.iloc[0]
    title = words(
        "Switching values: {indicator} ({unit}), “{scenario}” against “{baseline}”, spring {year}, {replications}",
        indicator=words.label(indicator), unit=words.unit(indicator), scenario=words.scenario(first["scenario"]),
        baseline=words.scenario(first["baseline"]), year=spring(call.options),
        replications=words.replications(found.curves[0].differences.shape[0]),
    )  # fmt: skip
    shown = [row for curve in found.curves for row in _tried(curve, rows[rows["parameter"] == curve.parameter], words)]
    show(switching_table(shown, words, title), words)
    line(_at_own_values(found, indicator, words))
    for text in switched(rows, words):
        line(text)


def _tried(curve: Curve, rows: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """A row for each switching value of a parameter, or one that says there is none, with what was tried."""
    means = curve.differences.mean(axis=0)
    tried = {"lowest": curve.levels[0], "highest": curve.levels[-1], "at_lowest": means[0], "at_highest": means[-1],
             "unit": words.parameter(curve.parameter, "unit")}  # fmt: skip
    found = [row | tried for row in rows[np.isfinite(rows["switching_value"])].to_dict("records")]
    none = {"parameter": curve.parameter, "own_value": curve.own, "switching_value": words("no switch"),
            "indicator": rows["indicator"].iloc[0]}  # fmt: skip
    return found or [none | tried]


def _at_own_values(found: Curves, indicator: Indicator, words: Words) -> str:
    from sim.analysis.comparison import interval
    from sim.analysis.decision.switching import effect

    mean = interval(found.centre)
    digits = digits_for(indicator.smallest_difference)
    return words(
        "With every parameter at its own value the effect is {effect} ({interval}): {verdict} (smallest difference "
        "that matters {smallest}).",
        effect=words.difference(mean.mean, digits), interval=words.interval(mean.low, mean.high, digits),
        verdict=words(effect(mean.mean, indicator.smallest_difference)),
        smallest=words.plain(indicator.smallest_difference),
    )  # fmt: skip
