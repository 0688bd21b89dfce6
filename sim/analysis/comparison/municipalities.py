"""Who wins and who loses: the effect in each municipality, its rank, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.intervals import Interval, interval
from sim.analysis.comparison.pairs import Pairs, in_last_semester, of_indicators, pairs
from sim.analysis.comparison.ranks import rank_interval, ranks
from sim.analysis.comparison.verdicts import holm, p_value, verdict, verdict_among
from sim.groups import SIZE_CLASSES, SIZE_LIMITS
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

FEW = 3000.0
"""Inhabitants below which a municipality's result is marked with caution: about 50 teacher posts, 2 or 3 schools."""
MUNICIPALITIES = (
    "scenario", "indicator", "unit", "number", "name", "difference", "low", "high", "replications", "better_off",
    "worse_off", "rank", "rank_low", "rank_high", "p_adjusted", "verdict", "few", "size_class",
    "synthetic",
)  # fmt: skip
SHARES = (
    "scenario", "indicator", "unit", "municipalities", "gaining", "gaining_low", "gaining_high", "losing", "losing_low",
    "losing_high", "alike", "alike_low", "alike_high", "surely_gaining", "surely_losing",
)  # fmt: skip


def winners_and_losers(
    frame: pd.DataFrame,
    baseline: str,
    others: Sequence[str],
    indicators: Sequence[Indicator],
    register: pd.DataFrame,
) -> pd.DataFrame:
    """Paired difference in each municipality in the last semester, with rank and probability of being better off.

    Registers are real, all else about a municipality is drawn anew in each replication: a row tells of places of
    this size, centrality and region rather than of the named one. Every row is therefore marked `synthetic`.

    Args:
        frame: Tidy results with the column unit and the level municipality.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: What to compare; those without a better direction, or not recorded there, are left out.
        register: The register of municipalities: municipality_number, name and population_2026.

    Returns:
        One row a scenario, indicator and municipality (`MUNICIPALITIES`). `better_off`, `worse_off`: share of
        replications in which it is better or worse off, by the indicator's direction and by more than rounding;
        `rank`: 1 gains most, `rank_low, rank_high` hold nine in ten rankings from replications drawn anew;
        `p_adjusted`: Holm's over the municipalities of the scenario and indicator, and what `verdict` rests on;
        `few`: fewer than 3,000 inhabitants, so that single teachers decide.
    """
    parts = [
        _municipalities(values, indicator).assign(scenario=other, indicator=indicator.name, unit=indicator.unit)
        for other, indicator, values in _each(frame, baseline, others, indicators)
    ]
    found = pd.concat(parts) if parts else pd.DataFrame(columns=[c for c in MUNICIPALITIES if c not in _REGISTERED])
    known = register.assign(number=register["municipality_number"].astype(str))
    size = np.searchsorted(SIZE_LIMITS, known["population_2026"], side="right")
    known = known.assign(few=known["population_2026"] < FEW, size_class=np.take(SIZE_CLASSES, size), synthetic=True)
    return found.merge(known[["number", *_REGISTERED]], on="number", how="left")[list(MUNICIPALITIES)]


_REGISTERED = ("name", "few", "size_class", "synthetic")


def _each(
    frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Indicator]
) -> Iterator[tuple[str, Indicator, Pairs]]:
    """Pairs of all municipalities, by scenario and indicator."""
    directed = [indicator for indicator in indicators if indicator.direction != "0"]
    last = in_last_semester(frame, "municipality")
    for indicator in directed:
        mine = of_indicators(last, [indicator.name])
        for other in others if len(mine) else ():
            yield other, indicator, pairs(mine, baseline, other, ["unit"])


def _municipalities(paired: Pairs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one scenario and indicator."""
    better = paired.difference if indicator.direction == "+" else -paired.difference
    finite = [paired.finite(row) for row in range(len(better))]
    means = [interval(x) for x in finite]
    adjusted = holm(np.array([p_value(x) for x in finite]))
    low, high = rank_interval(better)
    return pd.DataFrame(
        {
            "number": paired.keys["unit"],
            "difference": [m.mean for m in means],
            "low": [m.low for m in means],
            "high": [m.high for m in means],
            "replications": [m.n for m in means],
            "better_off": _share(better, better > 0),
            "worse_off": _share(better, better < 0),
            "rank": ranks(better),
            "rank_low": low,
            "rank_high": high,
            "p_adjusted": adjusted,
            "verdict": _verdicts(means, adjusted, indicator.smallest_difference),
        }
    )


def _verdicts(means: Sequence[Interval], adjusted: Floats, smallest: float) -> list[str]:
    return [verdict_among(verdict(m, smallest), float(p)) for m, p in zip(means, adjusted, strict=True)]


def _share(values: Floats, which: Bools) -> Floats:
    """Share of a row's finite values that are of a kind, shape (rows,); NaN where there are none."""
    n = np.isfinite(values).sum(axis=1)
    return np.where(n > 0, which.sum(axis=1) / np.maximum(n, 1), np.nan)


def shares_of_municipalities(
    frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """How many municipalities gain, lose or are as before, in the last semester.

    Args:
        frame: Tidy results with the column unit and the level municipality.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: What to compare; those without a better direction are left out.

    Returns:
        One row a scenario and indicator (`SHARES`). `gaining`, `losing`, `alike`: mean over replications of the share
        of municipalities whose difference is beyond, or within, the smallest that matters, with 95 % intervals of
        the mean; `surely_gaining`, `surely_losing`: share of municipalities with such a verdict on their mean.
    """
    rows = [
        {"scenario": other, "indicator": indicator.name, "unit": indicator.unit} | _shares(paired, indicator)
        for other, indicator, paired in _each(frame, baseline, others, indicators)
    ]
    return pd.DataFrame(rows, columns=list(SHARES))


def _shares(paired: Pairs, indicator: Indicator) -> dict[str, float]:
    better = paired.difference if indicator.direction == "+" else -paired.difference
    better = better[:, np.isfinite(better).any(axis=0)]
    smallest = indicator.smallest_difference
    kinds = {"gaining": better > smallest, "losing": better < -smallest, "alike": np.abs(better) <= smallest}
    found: dict[str, float] = {"municipalities": int(np.isfinite(better).any(axis=1).sum())}
    for name, which in kinds.items():
        mean = interval(_share(better.T, which.T))
        found |= {name: mean.mean, f"{name}_low": mean.low, f"{name}_high": mean.high}
    rows = [row[np.isfinite(row)] for row in better]
    adjusted = holm(np.array([p_value(x) for x in rows]))
    verdicts = _verdicts([interval(x) for x in rows], adjusted, smallest)
    defined = max(found["municipalities"], 1)
    return found | {f"surely_{k}": verdicts.count(v) / defined for k, v in (("gaining", "up"), ("losing", "down"))}
