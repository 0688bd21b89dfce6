"""For whom an effect holds: the paired difference in each group, and between groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.effects import EFFECT, effect
from sim.analysis.comparison.intervals import Interval, interval
from sim.analysis.comparison.pairs import in_last_semester, of_indicators, pairs
from sim.analysis.comparison.verdicts import verdict
from sim.groups import GROUPS
from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

BY_GROUP = (
    "scenario", "indicator", "unit", "level", "group", *EFFECT, "verdict_alone", "reference", "contrast",
    "contrast_low", "contrast_high", "contrast_verdict",
)  # fmt: skip
NATION = "norway"


def effects_by_group(
    frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Indicator], level: str
) -> pd.DataFrame:
    """Paired difference in each group of one level in the last semester, and how it differs from a reference.

    The reference is the last of ordered groups (large municipalities, the least central, upper-secondary schools,
    the highest turnover) and the whole nation for counties and governors.

    Args:
        frame: Tidy results with the column unit, and the level nation beside the level asked for.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: What to compare; those that do not exist at the level are left out.
        level: Such as size_class, centrality_class, school_size_class, turnover_class, county or governor.

    Returns:
        One row a scenario, indicator and group (`BY_GROUP`): the effect in the group; `contrast`: that effect less
        the one in the reference, paired by replication, with its 95 % interval and verdict. No row is adjusted for
        the number of groups.
    """
    last = pd.concat([in_last_semester(frame, name) for name in ("nation", level)])
    rows = []
    for other in others:
        paired = pairs(of_indicators(last, [i.name for i in indicators]), baseline, other, ["indicator", "unit"])
        place = {key: row for row, key in enumerate(zip(paired.keys["indicator"], paired.keys["unit"], strict=True))}
        for indicator in indicators:
            found = {unit: paired.difference[row] for (name, unit), row in place.items() if name == indicator.name}
            rows += _rows(other, indicator, level, found)
    return pd.DataFrame(rows, columns=list(BY_GROUP))


def _rows(other: str, indicator: Indicator, level: str, found: dict[str, Floats]) -> list[dict[str, object]]:
    """Rows of one scenario and indicator; `found` are the differences by unit, shape (replications,) each."""
    names = [name for name in GROUPS.get(level, sorted(found.keys() - {NATION})) if name in found]
    reference = names[-1] if level in GROUPS and names else NATION
    return [_row(name, reference, found, indicator) | {"scenario": other, "level": level} for name in names]


def _row(name: str, reference: str, found: dict[str, Floats], indicator: Indicator) -> dict[str, object]:
    """One group by itself and against the reference."""
    differences, smallest, other = _finite(found[name]), indicator.smallest_difference, name != reference
    against = interval(_finite(found[name] - found[reference])) if other else _NONE
    return {
        "indicator": indicator.name,
        "unit": indicator.unit,
        "group": name,
        **effect(differences),
        "verdict_alone": verdict(interval(differences), smallest),
        "reference": reference,
        "contrast": against.mean,
        "contrast_low": against.low,
        "contrast_high": against.high,
        "contrast_verdict": verdict(against, smallest) if other else "",
    }


_NONE = Interval(np.nan, np.nan, np.nan, 0)


def _finite(x: Floats) -> Floats:
    kept: Floats = x[np.isfinite(x)]
    return kept
