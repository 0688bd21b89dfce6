"""Verdicts held up against theories, counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.comparison import counted, held
from sim.indicators import BY_NAME

PRACTICE, DEPTH = BY_NAME["practice"], BY_NAME["depth"]


def frame(effect: float, replications: int = 6) -> pd.DataFrame:
    """Two scenarios whose practice differs by an effect, alike in depth."""
    rng = np.random.default_rng(1)
    rows = []
    for r in range(replications):
        luck = rng.normal(0, 0.01)
        for name, lift in (("base", 0.0), ("other", effect + rng.normal(0, 1e-4))):
            rows += [(name, r, 35, "nation", "norway", "practice", 0.4 + luck + lift),
                     (name, r, 35, "nation", "norway", "depth", 0.2 + luck)]  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "replication", "semester", "level", "unit", "indicator", "value"])


ANSWER = pd.DataFrame({"scenario": ["other"] * 2, "indicator": ["practice", "depth"], "verdict": ["up", "cannot tell"]})


def test_a_verdict_holds_where_a_theory_gives_the_same():
    frames = {"same": frame(0.02), "opposite": frame(-0.02), "nothing": frame(0.0), "not run": frame(0.02).head(0)}
    found = held(ANSWER, frames, "base", [PRACTICE, DEPTH])
    practice = found[found["indicator"] == "practice"].set_index("theory")
    assert practice["verdict_alone"].to_dict() == {"same": "up", "opposite": "down", "nothing": "too small to matter"}
    assert practice["holds"].to_dict() == {"same": True, "opposite": False, "nothing": False}
    assert found[found["indicator"] == "depth"]["holds"].isna().all(), "what cannot be told is held up against nothing"
    row, other = counted(found).to_dict("records")
    assert (row["holding"], row["theories"], row["against"]) == (1, 3, "opposite, nothing")
    assert (other["holding"], other["theories"]) == (0, 0)
