"""Effect per krone: money adds up from the parting, is discounted, and never divides by what may be nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.comparison import per_krone
from sim.analysis.comparison.krone import COSTS, PER_KRONE
from tests.analysis.comparison.made import indicator, noise, two

N = 12
KINDS = COSTS["money and time"]


def made(grant: float, effect: float = 0.2, sd: float = 1.0) -> pd.DataFrame:
    """500 kroner more of own time, and `grant` of state money, in each of the springs 33 and 35."""
    extra = dict.fromkeys(KINDS, 0.0) | {"cost_state": grant, "cost_time": 500.0}
    luck = noise(1, N)
    money = [two(luck, luck + e + sd * noise(s, N), name=n, semester=s) for n, e in extra.items() for s in (33, 35)]
    return pd.concat([*money, two(luck, luck + effect)])


def of(frame: pd.DataFrame, since: int = 32) -> pd.DataFrame:
    return per_krone(frame, "a", ["b"], [indicator()], {"b": since}).set_index(["cost", "discount_rate"])


def test_costs_are_summed_and_discounted_to_the_parting():
    found = of(made(1000.0, sd=0.0))
    later = 1.0 / 1.04
    costs = found["cost_difference"].to_dict()
    assert costs["money", 0.0] == pytest.approx(2000.0)
    assert costs["money", 0.04] == pytest.approx(1000.0 * (1 + later))
    assert costs["money and time", 0.0] == pytest.approx(3000.0)
    assert found.loc[("money", 0.0), "per_thousand"] == pytest.approx(0.1)
    assert of(made(1000.0, sd=0.0), since=34)["cost_difference"].iloc[0] == pytest.approx(1000.0)


def test_it_is_undefined_where_grants_may_be_equal_but_not_where_time_differs():
    found = of(made(0.0, sd=20.0))
    assert np.isnan(found.loc[("money", 0.0), ["per_thousand", "per_thousand_low"]].to_numpy(dtype=float)).all()
    assert found.loc[("money and time", 0.0), "per_thousand"] == pytest.approx(0.2, rel=0.1)


def test_without_money_recorded_it_is_undefined():
    found = of(two(noise(1, N), noise(1, N) + 1.0))
    assert found["per_thousand"].isna().all()
    assert set(found.reset_index().columns) == set(PER_KRONE)


def test_swapping_scenario_and_baseline_leaves_the_effect_per_krone():
    frame = made(1000.0)
    there, back = of(frame), per_krone(frame, "b", ["a"], [indicator()], {"a": 32}).set_index(["cost", "discount_rate"])
    for column in ("per_thousand", "per_thousand_low", "per_thousand_high"):
        assert there[column].to_numpy() == pytest.approx(back[column].to_numpy())
    assert there["cost_difference"].to_numpy() == pytest.approx(-back["cost_difference"].to_numpy())
