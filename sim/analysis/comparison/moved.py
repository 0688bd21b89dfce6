"""How verdicts of the same question moved from one version of the model to another."""

from __future__ import annotations

import numpy as np
import pandas as pd

KEYS = ["scenario", "indicator"]


def moved_verdicts(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Each difference that both versions have, before and now.

    Args:
        old: Table `comparison` of the older version.
        new: That of the newer one.

    Returns:
        One row a scenario and indicator in the order of the newer table: `difference_before`, `difference`, `moved`
        (now less before) with its 95 % interval `moved_low`, `moved_high`, `verdict_before`, `verdict`, and whether
        the verdict is another, `other`. The interval takes the two as made on luck of their own; on the same luck
        it is too wide.
    """
    columns = [*KEYS, "difference", "low", "high", "verdict"]
    both = new[columns].merge(old[columns], on=KEYS, suffixes=("", "_before"))
    now, before = ((both[f"high{end}"] - both[f"low{end}"]).to_numpy() / 2 for end in ("", "_before"))
    moved, half = both["difference"] - both["difference_before"], np.hypot(now, before)
    return both.assign(moved=moved, moved_low=moved - half, moved_high=moved + half,
                       other=both["verdict"] != both["verdict_before"])[
        [*KEYS, "difference_before", "difference", "moved", "moved_low", "moved_high", "verdict_before", "verdict",
         "other"]
    ]  # fmt: skip
