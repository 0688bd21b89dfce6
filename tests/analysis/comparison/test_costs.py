"""Costs add up over payers and are nothing where nothing differs; options that cost more for less are dominated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.comparison import costs, of_those_asked, passed, ranked
from tests.analysis.comparison.made import indicator, noise, rows, two

N = 8
EXTRA = {"cost_state": 300.0, "cost_owners": -100.0, "cost_time": 50.0}


def made(extra: dict[str, float], level="nation") -> pd.DataFrame:
    """Costs of 1,000 kroner and more in two springs, and a hundred teachers."""
    luck = 1000.0 + noise(1, N)
    money = [two(luck, luck + e, name=n, semester=s, level=level) for n, e in extra.items() for s in (33, 35)]
    posts = [two(np.full(N, n), np.full(N, n), name=name, semester=s, level=level)
             for name, n in (("teachers_compulsory", 60.0), ("teachers_upper", 40.0)) for s in (33, 35)]  # fmt: skip
    return pd.concat([*money, *posts])


def test_payers_add_up_per_teacher_and_in_all():
    found = costs(made(EXTRA), "a", {"b": 32}).set_index("payer")
    assert found["difference"].to_dict() == pytest.approx({"state": 300, "owners": -100, "money": 200, "time": 50})
    assert found.loc["money", "million"] == pytest.approx(200 * 100 / 1e6)
    assert found.loc["money", "low"] <= 200 + 1e-9 <= found.loc["money", "high"] + 1e-6


def test_nothing_differs_where_nothing_is_decided_and_nothing_is_said_where_money_was_not_recorded():
    null = costs(made(dict.fromkeys(EXTRA, 0.0)), "a", {"b": 32})
    assert (null[["difference", "low", "high", "million"]].abs() < 1e-9).all(axis=None)
    assert costs(two(noise(1, N), noise(1, N)), "a", {"b": 32}).empty


def test_those_asked_about_stand_for_the_nation_where_they_have_values():
    asked, only = made(dict.fromkeys(EXTRA, 10.0), level="target"), two(noise(1, N), noise(1, N), name="results_spread")
    frame = pd.concat([made(EXTRA), asked, only])
    found = of_those_asked(frame)
    assert set(found["level"]) == {"nation"}
    assert len(found) == len(asked) + len(only)
    by_payer = costs(frame, "a", {"b": 32}).set_index("payer")
    assert by_payer.loc["state", "difference"] == pytest.approx(10.0)
    assert by_payer.loc["state", "million"] == pytest.approx(300 * 100 / 1e6)


def options(*rows: tuple[str, float, float, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Options by effect, half width and cost."""
    effects = pd.DataFrame([{"scenario": s, "indicator": "practice", "difference": d, "low": d - h, "high": d + h,
                             "verdict": "up", "share_up": 1.0, "replications": 9} for s, d, h, _ in rows])  # fmt: skip
    prices = [{"scenario": s, "payer": "money", "difference": c, "low": c, "high": c} for s, _, _, c in rows]
    return effects, pd.DataFrame(prices)


def test_options_are_ranked_and_those_that_cost_more_for_less_are_dominated():
    some = options(("a", 1.0, 0.1, 50.0), ("b", 3.0, 0.1, 10.0), ("c", 2.95, 0.1, 90.0), ("d", 0.5, 0.1, 5.0))
    found = ranked(*some, "practice", "+").set_index("scenario")
    assert found["rank"].to_dict() == {"b": 1, "c": 1, "a": 3, "d": 4}
    assert found["dominated"].to_dict() == {"b": False, "c": False, "a": True, "d": False}
    assert list(ranked(*some, "practice", "-")["scenario"]) == ["d", "a", "c", "b"]
    assert ranked(*some, "practice", "-")["share_better"].eq(0.0).all()


def test_places_passed_have_the_sign_of_the_difference_and_grow_with_it():
    order = pd.concat([rows("a", [k / 100], level="municipality", unit=str(k)) for k in range(100)])
    for difference, places in ((0.1, 10), (-0.1, -10), (5.0, 50)):
        told = pd.DataFrame([{"scenario": "b", "indicator": "practice", "difference": difference}])
        found = passed(told, order, "a", [indicator()])
        assert found["passed"].iloc[0] == pytest.approx(places, abs=1.01)
        assert passed(told, order[:30], "a", [indicator()]).empty
