"""Switching values: where along a parameter a mean effect stops mattering or starts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import stdtrit

from sim.analysis.comparison import CONFIDENCE
from sim.types import Bools, Floats

Effect: TypeAlias = Literal["up", "down", "too small to matter"]
GRID = 1001
"""Values at which the effect is tested against the line, over the whole range."""
NEAR = 0.02
"""A value this close to one that was run, as a share of the range, is not run again."""


@dataclass(frozen=True)
class Switch:
    """Where the verdict on a mean effect changes on one side of a parameter's own value.

    Attributes:
        side: Below or above the parameter's own value.
        here: Verdict on the mean at the parameter's own value.
        there: Verdict beyond the switching value, or at the end of the range if there is none.
        value: The switching value (omslagspunkt); NaN if the mean does not switch within the range.
        low, high: Where it lies with 95 % confidence, cut at the range; NaN where no value of the side is possible.
            With `value` NaN they are values at which a switch cannot be ruled out.
    """

    side: Literal["below", "above"]
    here: Effect
    there: Effect
    value: float
    low: float
    high: float


def effect(mean: float, smallest: float) -> Effect:
    """Verdict on a mean, given the smallest difference that matters (> 0)."""
    if abs(mean) < smallest:
        return "too small to matter"
    return "up" if mean > 0 else "down"


def switches(levels: Floats, differences: Floats, centre: float, smallest: float) -> list[Switch]:
    """Switching values of one parameter, below and above its own value; straight between the values that were run.

    Args:
        levels: Values of the parameter that were run, rising; one of them is `centre`. Shape (m,).
        differences: Paired difference by replication and value, all finite, shape (n, m).
        centre: The parameter's own value.
        smallest: The smallest difference that matters, > 0.

    Returns:
        One for each side that has values: the first change of verdict outward from `centre`. Its interval inverts
        the paired t-test of the difference against the line that is crossed.

    Source:
        Fieller (1954), JRSS B 16(2), for intervals by inversion; HM Treasury, The Green Book (2022), 5.6, for
        switching values.
    """
    middle = int(np.flatnonzero(levels == centre)[0])
    found = []
    if middle > 0:
        found.append(_switch("below", levels, differences, np.arange(middle, -1, -1), smallest))
    if middle < len(levels) - 1:
        found.append(_switch("above", levels, differences, np.arange(middle, len(levels)), smallest))
    return found


def _switch(
    side: Literal["below", "above"], levels: Floats, differences: Floats, outward: np.ndarray, smallest: float
) -> Switch:
    means = differences.mean(axis=0)[outward]
    here = effect(float(means[0]), smallest)
    changed = [effect(float(m), smallest) != here for m in means]
    if not any(changed):
        line = _line(float(means[0]), float(means[-1]), smallest)
        low, high = _possible(levels, differences, line, np.nan, side, levels[outward[0]])
        return Switch(side, here, here, np.nan, low, high)
    after = int(np.argmax(changed))
    line = _line(float(means[after - 1]), float(means[after]), smallest)
    x0, x1 = (float(levels[outward[i]]) for i in (after - 1, after))
    step = (line - means[after - 1]) / (means[after] - means[after - 1])
    value = x0 + float(step) * (x1 - x0)
    low, high = _possible(levels, differences, line, value, side, levels[outward[0]])
    return Switch(side, here, _beyond(here, line), value, low, high)


def _line(before: float, after: float, smallest: float) -> float:
    """The line between verdicts that a mean crosses first, or would cross if it went on."""
    if abs(before) >= smallest:
        return float(np.copysign(smallest, before))
    return float(np.copysign(smallest, after))


def _beyond(here: Effect, line: float) -> Effect:
    if here != "too small to matter":
        return "too small to matter"
    return "up" if line > 0 else "down"


def _possible(
    levels: Floats, differences: Floats, line: float, value: float, side: str, centre: float
) -> tuple[float, float]:
    """Ends of the values at which the mean may lie on the line: those around `value`, or on a side if it is NaN."""
    grid = np.linspace(levels[0], levels[-1], GRID)
    open_ = _not_refused(np.array([np.interp(grid, levels, row) for row in differences]), line)
    if np.isnan(value):
        on_side = grid < centre if side == "below" else grid > centre
        accepted = grid[open_ & on_side]
        return (float(accepted[0]), float(accepted[-1])) if len(accepted) else (np.nan, np.nan)
    below, above = grid[(grid <= value) & ~open_], grid[(grid >= value) & ~open_]
    low = float(below[-1]) if len(below) else float(grid[0])
    high = float(above[0]) if len(above) else float(grid[-1])
    return low, high


def _not_refused(differences: Floats, line: float) -> Bools:
    """Where a t-test does not refuse that the mean is on the line, shape (values,); everywhere for one replication."""
    n = len(differences)
    if n < 2:
        return np.ones(differences.shape[1], dtype=np.bool_)
    error = differences.std(axis=0, ddof=1) / np.sqrt(n)
    result: Bools = np.abs(differences.mean(axis=0) - line) <= stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * error
    return result


def to_run(levels: Floats, differences: Floats, centre: float, smallest: float) -> list[float]:
    """Values to run next: where the verdict seems to switch, unless one as near was run already."""
    near = NEAR * (levels[-1] - levels[0])
    found = [s.value for s in switches(levels, differences, centre, smallest)]
    return [v for v in found if np.isfinite(v) and np.abs(levels - v).min() > near]
