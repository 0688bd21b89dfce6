from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.selection import BelowLimit, Risk, RiskAndSpread, Selection
from tests.rules.made import every

SHIPPED = {rule.option(): rule for rule in every(Selection)}
each = pytest.mark.parametrize("rule", SHIPPED.values(), ids=SHIPPED.keys())
NAN = float("nan")


def risk(share, spread=0.0, weak=True, priority=None):
    n = len(share)
    return Risk(
        share=np.array(share, dtype=np.float64),
        spread=np.broadcast_to(np.asarray(spread, dtype=np.float64), n),
        weak_school=np.broadcast_to(np.asarray(weak), n),
        priority=np.linspace(0.1, 0.9, n) if priority is None else np.array(priority, dtype=np.float64),
    )


def many(seed, n=60):
    rng = np.random.default_rng(seed)
    share = np.where(rng.uniform(size=n) < 0.1, NAN, rng.uniform(size=n))
    return Risk(share, rng.uniform(0, 0.4, n), rng.uniform(size=n) < 0.5, rng.uniform(size=n))


def test_the_rule_of_2020_on_numbers_with_a_known_answer():
    """Two highest shares; then, of four uneven ones, one without a weak school and one even enough fall out."""
    known = risk(
        share=[0.9, 0.8, 0.5, 0.4, 0.3, 0.2, NAN],
        spread=[0.3, 0.0, 0.2, 0.3, 0.1, 0.2, 0.9],
        weak=[True, True, True, False, True, True, True],
        priority=[0.0, 0.0, 0.4, 0.9, 0.9, 0.6, 1.0],
    )
    one = RiskAndSpread(places=2, spread_places=1, spread_level=0.15)(known, 1.0)
    assert one.tolist() == [True, True, False, False, False, True, False]
    two = RiskAndSpread(places=2, spread_places=5, spread_level=0.15)(known, 1.0)
    assert two.tolist() == [True, True, True, False, False, True, False]


def test_equal_shares_are_ranked_by_the_governor():
    chosen = RiskAndSpread(places=1, spread_places=0, spread_level=0)(risk([0.5, 0.5], priority=[0.2, 0.7]), 1.0)
    assert chosen.tolist() == [False, True]


def test_the_rule_of_2017_takes_all_at_or_above_the_limit():
    assert BelowLimit(limit=0.5)(risk([0.6, 0.5, 0.49, NAN]), 1.0).tolist() == [True, True, False, False]


def test_no_places_no_selection():
    assert not RiskAndSpread(places=0, spread_places=0, spread_level=0)(many(1), 0.3).any()


@each
@given(st.integers(0, 1000), st.sampled_from([0.004, 0.06, 0.5, 1.0]))
def test_nobody_without_a_share_is_selected(rule, seed, scale):
    known = many(seed)
    assert not rule(known, scale)[np.isnan(known.share)].any()


@given(st.integers(0, 1000), st.floats(0.001, 2.0))
def test_numbers_scale_with_the_world_and_are_never_more_than_the_places(seed, scale):
    rule = RiskAndSpread(places=30, spread_places=10, spread_level=0.15)
    selected = int(rule(many(seed, 400), scale).sum())
    first, second = (max(1 if scale < 1 else 0, round(places * scale)) for places in (30, 10))
    assert first <= selected <= first + second


@each
@given(st.integers(0, 1000))
def test_relabelling_permutes_the_answer(rule, seed):
    known, order = many(seed), np.random.default_rng(seed).permutation(60)
    turned = Risk(known.share[order], known.spread[order], known.weak_school[order], known.priority[order])
    assert np.array_equal(rule(turned, 0.5), rule(known, 0.5)[order])


@given(st.integers(0, 1000), st.integers(0, 59))
def test_more_risk_never_takes_a_place_away(seed, row):
    known = many(seed)
    rule = RiskAndSpread(places=10, spread_places=0, spread_level=0.15)
    if rule(known, 1.0)[row]:
        worse = known.share.copy()
        worse[row] = min(1.0, worse[row] + 0.1)
        assert rule(Risk(worse, known.spread, known.weak_school, known.priority), 1.0)[row]
