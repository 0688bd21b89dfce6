"""Whether verdicts hold under other theories: the same comparison, both sides under the same reading of research."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.comparison.table import comparison

if TYPE_CHECKING:
    from sim.indicators import Indicator

COLUMNS = ("scenario", "indicator", "unit", "theory", "difference", "low", "high", "replications", "verdict_alone",
           "verdict", "holds")  # fmt: skip


def held(
    answer: pd.DataFrame, frames: Mapping[str, pd.DataFrame], baseline: str, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Every verdict beside what each theory says of the same difference.

    Args:
        answer: The comparison under the model as it is.
        frames: Tidy results of the same scenarios under each theory, by its name; an empty one is left out.
        baseline: The scenario that differences are taken from.
        indicators: Whose verdicts are held up.

    Returns:
        One row a scenario, indicator and theory, columns `COLUMNS`: `verdict_alone` under the theory (on that
        difference alone, because each theory is one reading and not a further test), `verdict` of the answer, and
        whether they agree; missing where the answer cannot tell.
    """
    others = list(dict.fromkeys(answer["scenario"].astype(str)))
    given = answer.set_index(["scenario", "indicator"])["verdict"]
    rows: list[dict[str, object]] = []
    for theory, frame in frames.items():
        if frame.empty:
            continue
        for row in comparison(frame, baseline, others, indicators).to_dict("records"):
            verdict = given.get((row["scenario"], row["indicator"]))
            told = verdict not in (None, "cannot tell", "undefined")
            agrees = row["verdict_alone"] == verdict if told else None
            named = {str(name): value for name, value in row.items()}
            rows.append({**named, "theory": theory, "verdict": verdict, "holds": agrees})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def counted(found: pd.DataFrame) -> pd.DataFrame:
    """In how many theories each verdict holds.

    Args:
        found: As `held` gives it.

    Returns:
        One row a scenario and indicator: verdict, holding (theories), theories, against (names of those in which the
        verdict is another, separated by commas).
    """
    rows = []
    for (scenario, indicator), mine in found.groupby(["scenario", "indicator"], sort=False):
        against = mine[mine["holds"].eq(False)]["theory"]
        told = mine["holds"].notna()
        rows.append({
            "scenario": scenario, "indicator": indicator, "unit": mine["unit"].iloc[0],
            "verdict": mine["verdict"].iloc[0], "holding": int(mine["holds"].eq(True).sum()),
            "theories": int(told.sum()), "against": ", ".join(against),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "indicator", "unit", "verdict", "holding", "theories", "against"])
