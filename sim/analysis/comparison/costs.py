"""What a scenario costs a year, by payer: per teacher of those asked about, and in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from sim.analysis.comparison.asked import of_those_asked
from sim.analysis.comparison.intervals import Interval, interval
from sim.analysis.comparison.pairs import of_indicators, pairs
from sim.types import Floats

PAYERS: dict[str, tuple[str, ...]] = {
    "state": ("cost_state",),
    "owners": ("cost_owners",),
    "money": ("cost_state", "cost_owners"),
    "time": ("cost_time",),
}
"""Indicators that make up what each payer gives, kroner of 2025 per teacher and school year; money is both payers'."""
COSTS = ("scenario", "payer", "difference", "low", "high", "million", "million_low", "million_high", "replications")
_POSTS = ("teachers_compulsory", "teachers_upper")


def costs(frame: pd.DataFrame, baseline: str, since: Mapping[str, int]) -> pd.DataFrame:
    """Difference in cost, mean over the school years from the parting to the horizon.

    Args:
        frame: Tidy results with the levels nation and, where a question has a target, target, in every spring.
        baseline: The scenario that differences are taken from.
        since: By scenario, the first semester in which it decides something else than the baseline.

    Returns:
        One row a scenario and payer (`PAYERS`), columns `COSTS`: kroner of 2025 per teacher of those asked about and
        year, and million kroner a year in the whole country, each with the 95 % interval of the mean. Nothing where
        money was not recorded.
    """
    names = sorted({*(name for parts in PAYERS.values() for name in parts), *_POSTS})
    level = frame["level"].astype(str)
    spring = frame["semester"] % 2 == 1
    asked = of_indicators(of_those_asked(frame[spring]), names)
    nation = of_indicators(frame[spring & (level == "nation")], names)
    rows: list[dict[str, object]] = []
    for other, start in since.items():
        each = _by_name(asked[asked["semester"] >= start], baseline, other)
        whole = _by_name(nation[nation["semester"] >= start], baseline, other)
        if set(names) <= each.keys() and set(names) <= whole.keys():
            rows += [_row(payer, parts, each, whole) | {"scenario": other} for payer, parts in PAYERS.items()]
    return pd.DataFrame(rows, columns=list(COSTS))


_Both = tuple[Floats, Floats]


def _by_name(frame: pd.DataFrame, baseline: str, other: str) -> dict[str, _Both]:
    """Values of an indicator in both scenarios, shape (years, replications) each."""
    found = pairs(frame, baseline, other, ["indicator", "semester"])
    names = found.keys["indicator"].to_numpy()
    return {str(name): (found.before[names == name], found.after[names == name]) for name in dict.fromkeys(names)}


def _row(payer: str, parts: Sequence[str], each: dict[str, _Both], whole: dict[str, _Both]) -> dict[str, object]:
    """One payer: per teacher, and times all teachers of the scenario in million kroner."""
    posts = [_sum(whole[name][side] for name in _POSTS) for side in (0, 1)]
    apiece = _sum(each[name][1] - each[name][0] for name in parts)
    in_all = _sum(whole[name][1] * posts[1] - whole[name][0] * posts[0] for name in parts)
    found, million = _interval(apiece), _interval(in_all / 1e6)
    return {
        "payer": payer, "difference": found.mean, "low": found.low, "high": found.high, "million": million.mean,
        "million_low": million.low, "million_high": million.high, "replications": found.n,
    }  # fmt: skip


def _sum(values: Iterable[Floats]) -> Floats:
    return np.asarray(np.sum(list(values), axis=0))


def _interval(differences: Floats) -> Interval:
    """Interval of the mean over years, in the replications that have all of them."""
    mean = differences.mean(axis=0)
    return interval(mean[np.isfinite(mean)])
