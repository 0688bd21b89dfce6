"""The tables of a sensitivity analysis: ranked factors, variance by source, effect of assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.store.reading import Sweep
from sim.analysis.comparison import Interval, verdict
from sim.analysis.sensitivity import block_size, complete, independent, ranked, variance_by_source, variance_of_pair
from sim.types import Floats

if TYPE_CHECKING:
    from sim.analysis.sensitivity import Complete
    from sim.indicators import Indicator

EFFECTS = "assumptions_effect"
"""Name of the table that says how much each parameter moves an outcome."""
_REGISTER = ["meaning", "unit", "value", "low", "high", "status", "grade", "source"]


@dataclass(frozen=True)
class Analysis:
    """What a sweep says of some indicators in one year.

    Attributes:
        sensitivity: One row an outcome and factor; an outcome is an indicator in a scenario, or its difference there
            from the scenario `against`.
        sources: One row an indicator and source of variance.
        notes: Problems, one a line: what could not be analysed and why.
        left_out: Most blocks of points and most replications that were left out of an indicator as not complete.
    """

    sensitivity: pd.DataFrame
    sources: pd.DataFrame
    notes: tuple[str, ...]
    left_out: tuple[int, int]


def analysed(sweep: Sweep, indicators: list[Indicator], year: int, baseline: str | None, seed: int) -> Analysis:
    """Rank the factors of a sweep and split variance by source, for each indicator."""
    outcomes = sweep.outcomes([i.name for i in indicators], year)
    size = block_size(sweep.kind, len(sweep.factors))
    rankings, sources, notes, left = [], [], [], [(0, 0)]
    for indicator in indicators:
        whole = complete(outcomes[indicator.name], size)
        left.append((whole.blocks_left_out, whole.replications_left_out))
        told: dict[str, Any] = {"indicator": indicator.name, "unit": indicator.unit, "year": year}
        try:
            rankings += [found.assign(**told) for found in _rankings(sweep, whole, baseline, seed)]
            sources.append(_sources(sweep, whole, seed).assign(**told))
        except ValueError as error:
            notes.append(f"{indicator.name}: {error}")
    most = max(b for b, _ in left), max(r for _, r in left)
    return Analysis(_joined(rankings), _joined(sources), tuple(notes), most)


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    first = ["indicator", "unit", "year", "scenario", "against"]
    if not frames:
        return pd.DataFrame(columns=first)
    whole = pd.concat(frames, ignore_index=True)
    return whole[[*(c for c in first if c in whole), *(c for c in whole if c not in first)]]


def _rankings(sweep: Sweep, whole: Complete, baseline: str | None, seed: int) -> list[pd.DataFrame]:
    """Ranked factors for every scenario: its difference from the baseline if there is one, else its level."""
    if not sweep.factors:
        return []
    points, frames = sweep.points[whole.points], []
    for place, scenario in enumerate(sweep.scenarios):
        if scenario == baseline and len(sweep.scenarios) > 1:
            continue
        outcome, against = whole.outcome[:, place], ""
        if baseline in sweep.scenarios and scenario != baseline:
            outcome, against = outcome - whole.outcome[:, sweep.scenarios.index(baseline)], baseline
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
