"""Effects 3, 8 and 15 years after the parting: the springs they are read in, and whether they still move."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.comparison.after_years import effects_after_years, moving
from sim.analysis.comparison.intervals import Interval
from tests.analysis.comparison.made import indicator, noise, two


def path(effect, springs) -> pd.DataFrame:
    """Twelve replications of a baseline and of a scenario that differs by `effect(years since 0)` in each spring."""
    return pd.concat(
        two(noise(s, 12), noise(s, 12) + effect((s + 1) / 2) + 1e-4 * noise(s + 100, 12), semester=s) for s in springs
    )


def test_it_is_read_in_the_spring_that_ends_the_year():
    frame = path(lambda years: 0.01 * years, range(1, 30, 2))
    autumn = effects_after_years(frame, "a", {"b": 0}, [indicator()])
    spring = effects_after_years(frame, "a", {"b": 3}, [indicator()])
    assert autumn[["years", "semester"]].to_numpy().tolist() == [[3, 5], [8, 15], [15, 29]]
    assert autumn["difference"].to_numpy() == pytest.approx([0.03, 0.08, 0.15], abs=1e-3)
    assert spring[["years", "semester"]].to_numpy().tolist() == [[3, 9], [8, 19]]  # the 15th is beyond the horizon


def test_a_path_that_settles_is_told_from_one_that_grows_and_one_that_goes_back():
    told = [
        list(effects_after_years(path(effect, range(1, 30, 2)), "a", {"b": 0}, [indicator()])["moves"])
        for effect in (lambda y: 0.02 * y, lambda y: 0.1 * (1 - np.exp(-y)), lambda y: 0.3 - 0.01 * y)
    ]
    assert told == [["on"] * 3, ["on", "", ""], ["back"] * 3]


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1), st.floats(1e-4, 1))
def test_what_may_stand_still_or_does_not_matter_does_not_move(difference, pace, half, smallest):
    said = moving(difference, Interval(pace, pace - half, pace + half, 12), smallest)
    if abs(pace) <= half or abs(pace) * 5 < smallest:
        assert said == ""
    assert said == moving(-difference, Interval(-pace, -pace - half, half - pace, 12), smallest)
