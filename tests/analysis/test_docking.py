from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.docking import AGES, TOLERANCE, docking, supply_of_stock


def test_laerermods_supply_is_reproduced_within_5_percent_to_2040():
    found = docking()
    assert sorted(found["programme"].unique()) == ["glu", "lektor", "ppu"]
    assert found.groupby("programme")["year"].agg(["min", "max"]).to_numpy().tolist() == [[2024, 2040]] * 3
    off = found[~found["inside"]]
    assert off.empty, off
    assert found["difference"].abs().max() <= TOLERANCE == 0.05
    exact = found[found["programme"] != "lektor"]
    assert exact["difference"].abs().max() < 0.01  # where ages are published


def test_everybody_is_counted_until_too_old():
    rng = np.random.default_rng(2)
    stock, new = rng.uniform(0, 100, len(AGES)), rng.uniform(0, 10, (5, len(AGES)))
    total = supply_of_stock(stock, new, np.ones(len(AGES)))
    left = stock[-1]  # the oldest go; no later graduate is as old in five years
    assert total[0] == pytest.approx(stock.sum())
    assert total[1] == pytest.approx(stock.sum() - left + new[0].sum())


def test_without_graduates_supply_runs_out_and_more_graduates_are_more_supply():
    stock, work = np.ones(len(AGES)), np.linspace(1.0, 0.0, len(AGES))
    none, some, many = (supply_of_stock(stock, np.full((60, len(AGES)), n), work) for n in (0.0, 0.1, 0.2))
    assert (np.diff(none) <= 0).all()
    assert none[-1] == 0.0
    assert (some[1:] > none[1:]).all()
    assert (many[1:] > some[1:]).all()
