"""What to learn next: the measurement that decides a difference is named; chance is not, nor are few replications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.present.learning import COLUMNS, TODAY, learn_next, learning_table
from experiments.present.words import Words
from sim.scenario import last_semester

LAST = last_semester(2035)


def results(n: int) -> pd.DataFrame:
    """Routines today decide what the scenario adds to practice; turnover says nothing."""
    rng = np.random.default_rng(1)
    routines, noise = rng.standard_normal((2, n))
    rows = []
    for r in range(n):
        rows += [("base", r, TODAY, "routines", routines[r]), ("base", r, TODAY, "turnover", noise[r])]
        rows += [("base", r, LAST, "practice", 0.5), ("more", r, LAST, "practice", 0.6 + 0.1 * routines[r])]
    return pd.DataFrame(rows, columns=["scenario", "replication", "semester", "indicator", "value"])


def test_the_measurement_that_decides_is_named_and_chance_is_not():
    found = learn_next(results(60), ("base", "more"), 2035)
    assert list(found["measurement"]) == ["routines"]
    assert found.loc[0, "indicator"] == "practice"
    assert found.loc[0, "narrows"] > 0.95
    told = learning_table(found, Words("nb"))
    assert told.title == "Hva det bør skaffes kunnskap om"


def test_few_replications_and_no_results_name_nothing():
    for frame in (results(5), results(0)):
        found = learn_next(frame, ("base", "more"), 2035)
        assert found.empty
        assert list(found) == COLUMNS
