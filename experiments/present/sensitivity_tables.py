"""The tables of a sensitivity analysis: ranked factors, variance by source, effect of assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.store.reading import Sweep
from sim.analysis.comparison import Interval, verdict
from sim.analysis.sensitivity import block_size, complete, independent, ranked, variance_by_source, variance_of_pair
from sim.analysis.words import mark
from sim.types import Floats

if TYPE_CHECKING:
    from sim.analysis.sensitivity import Complete
    from sim.indicators import Indicator

EFFECTS = "assumptions_effect"
"""Name of the table that says how much each parameter moves an outcome."""
_REGISTER = ["meaning", "unit", "value", "low", "high", "status", "grade", "source"]


UNDEFINED = mark("undefined under “{scenarios}”")
UNDEFINED_IN_PART = mark("undefined in {n} of {runs} runs; the blocks of points with them are left out")
UNDEFINED_BASELINE = mark("undefined under “{scenarios}”, so there is no difference from it")


class Note(NamedTuple):
    """Why something of an indicator is not given.

    Attributes:
        indicator: Its name.
        why: The reason, with places for the values.
        scenarios: Names of the scenarios it holds for.
        values: What stands in other places.
    """

    indicator: str
    why: str
    scenarios: tuple[str, ...] = ()
    values: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Analysis:
    """What a sweep says of some indicators in one year.

    Attributes:
        sensitivity: One row an outcome and factor; an outcome is an indicator in a scenario, or its difference there
            from the scenario `against`.
        sources: One row an indicator and source of variance.
        notes: What could not be analysed and why: indicator, reason, and the scenarios it holds for.
        left_out: Blocks of points and replications that were left out because a run is missing or has failed.
    """

    sensitivity: pd.DataFrame
    sources: pd.DataFrame
    notes: tuple[Note, ...]
    left_out: tuple[int, int]


def analysed(sweep: Sweep, indicators: list[Indicator], year: int, baseline: str | None, seed: int) -> Analysis:
    """Rank the factors of a sweep and split variance by source, for each indicator."""
    outcomes = sweep.outcomes([i.name for i in indicators], year)
    size, ended = block_size(sweep.kind, len(sweep.factors)), sweep.finished()
    rankings, sources, notes = [], [], list[Note]()
    for indicator in indicators:
        values = outcomes[indicator.name]
        told: dict[str, Any] = {"indicator": indicator.name, "unit": indicator.unit, "year": year}
        kept, found = _defined(sweep, indicator.name, values, ended, baseline)
        notes += found
        if not kept:
            continue
        whole = complete(values[:, [sweep.scenarios.index(name) for name in kept]], size)
        try:
            ranking = _rankings(sweep, whole, kept, baseline, seed)
            rankings += [frame.assign(**told) for frame in ranking]
            sources.append(_sources(sweep, whole, seed).assign(**told))
        except ValueError as error:
            notes.append(Note(indicator.name, str(error)))
            continue
        for frame in ranking:
            notes += [Note(indicator.name, why, (str(frame["scenario"].iloc[0]),))
                      for why in frame["withheld"].unique() if why]  # fmt: skip
    missing = complete(ended, size)
    left = missing.blocks_left_out, missing.replications_left_out
    return Analysis(_joined(rankings), _joined(sources), tuple(notes), left)


def _defined(
    sweep: Sweep, indicator: str, values: Floats, ended: Floats, baseline: str | None
) -> tuple[list[str], list[Note]]:
    """Scenarios in which an indicator has a value in some run, and what to say of the others and of single runs."""
    undefined = np.isfinite(ended) & np.isnan(values)
    nowhere = [name for place, name in enumerate(sweep.scenarios) if not np.isfinite(values[:, place]).any()]
    kept = [name for name in sweep.scenarios if name not in nowhere]
    notes = []
    if nowhere and np.isfinite(ended).any():
        why = UNDEFINED_BASELINE if baseline in nowhere and kept else UNDEFINED
        notes.append(Note(indicator, why, tuple(nowhere)))
    some = undefined[:, [sweep.scenarios.index(name) for name in kept]]
    if some.any():
        counts = {"n": int(some.sum()), "runs": int(some.size)}
        notes.append(Note(indicator, UNDEFINED_IN_PART, values=counts))
    return kept, notes


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    first = ["indicator", "unit", "year", "scenario", "against"]
    if not frames:
        return pd.DataFrame(columns=first)
    whole = pd.concat(frames, ignore_index=True)
    return whole[[*(c for c in first if c in whole), *(c for c in whole if c not in first)]]


def _rankings(
    sweep: Sweep, whole: Complete, scenarios: list[str], baseline: str | None, seed: int
) -> list[pd.DataFrame]:
    """Ranked factors for every scenario: its difference from the baseline if there is one, else its level."""
    if not sweep.factors:
        return []
    points, frames = sweep.points[whole.points], []
    for place, scenario in enumerate(scenarios):
        if scenario == baseline and len(scenarios) > 1:
            continue
        outcome, against = whole.outcome[:, place], ""
        if baseline in scenarios and scenario != baseline:
            outcome, against = outcome - whole.outcome[:, scenarios.index(baseline)], baseline
        found = ranked(sweep.kind, sweep.factors, points, outcome, seed)
        told = {"scenario": scenario, "against": against, "points": len(points), "replications": outcome.shape[1]}
        frames.append(found.assign(**told))
    return frames


def _sources(sweep: Sweep, whole: Complete, seed: int) -> pd.DataFrame:
    pair = np.array(sweep.uncertainties)[whole.points]
    if sorted(pair) == ["point", "register"]:
        point, register = (_only(whole.outcome, pair == name) for name in ("point", "register"))
        return variance_of_pair(point, register, seed)
    found = variance_by_source(independent(sweep.kind, whole.outcome, len(sweep.factors)), seed)
    return found.assign(source=found["source"].str.replace("parameters", sweep.varied))


def _only(outcome: Floats, chosen: np.ndarray) -> Floats:
    return np.asarray(outcome[chosen][0])


def assumptions_effect(sensitivity: pd.DataFrame, indicators: list[Indicator]) -> pd.DataFrame:
    """The assumptions register with how much each parameter that was varied moves each outcome.

    Returns:
        One row a parameter and outcome: parameter, what the register says of it, the outcome (indicator, scenario,
        against, year), effect (change from the low to the high end of what was varied) with _low and _high, and
        verdict (up, down, cannot tell, too small to matter).
    """
    from sim.parameters import register

    smallest = {i.name: i.smallest_difference for i in indicators}
    known = register().set_index("name")[_REGISTER]
    mine = sensitivity[sensitivity["factor"].isin(known.index)] if len(sensitivity) else sensitivity
    rows = [
        {"parameter": row["factor"], **known.loc[row["factor"]].to_dict(),
         **{k: row[k] for k in ("indicator", "scenario", "against", "year", "effect", "effect_low", "effect_high")},
         "verdict": verdict(Interval(row["effect"], row["effect_low"], row["effect_high"], row["replications"]),
                            smallest[row["indicator"]])}
        for row in mine.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows)
