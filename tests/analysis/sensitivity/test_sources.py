"""Components of variance are found again where they were put in, and shares say what was cut off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.sensitivity import variance_by_source, variance_of_pair
from sim.analysis.sensitivity.components import components
from sim.analysis.sensitivity.sources import SOURCES

TRUTH = {
    "luck": 0.64, "parameters": 1.0, "policy": 0.49, "parameters x luck": 0.25, "parameters x policy": 0.16,
    "policy x luck": 0.09, "parameters x policy x luck": 0.36,
}  # fmt: skip
EFFECTS = {
    "luck": (2,), "parameters": (0,), "policy": (1,), "parameters x luck": (0, 2), "parameters x policy": (0, 1),
    "policy x luck": (1, 2), "parameters x policy x luck": (0, 1, 2),
}  # fmt: skip


def made(rng, p, s, r, truth=TRUTH):
    """A crossed table: normal effects with these variances, scenarios evenly spaced; scenario effects sum to 0."""
    table = np.zeros((p, s, r))
    for name, axes in EFFECTS.items():
        if 1 in axes and s == 1:
            continue
        shape = [n if axis in axes else 1 for axis, n in enumerate((p, s, r))]
        effect = np.broadcast_to(np.linspace(-1, 1, s)[:, None], shape) if name == "policy" else rng.normal(size=shape)
        if 1 in axes:
            effect = effect - effect.mean(axis=1, keepdims=True)
            effect = effect / effect.std() if name == "policy" else effect * np.sqrt(s / (s - 1))
        table = table + effect * np.sqrt(truth[name])
    return table


@pytest.mark.parametrize(("s", "r"), [(3, 8), (2, 5), (1, 4)])
def test_components_are_those_that_were_put_in(s, r):
    """300 tables of 20 points; the mean estimate is within 4 standard errors of the truth."""
    found = []
    for k in range(300):
        rng = np.random.default_rng([5, k])
        found.append({e: c.estimate for e, c in components(made(rng, 20, s, r), rng).items()})
    for name, effect in EFFECTS.items():
        if effect in found[0]:
            drawn = np.array([f[effect] for f in found])
            assert abs(drawn.mean() - TRUTH[name]) < 4 * drawn.std(ddof=1) / np.sqrt(len(drawn)), name


def test_without_taking_interactions_out_they_are_not():
    """The variance of points' means holds luck that acts on each apart: 300 tables, off by more than 8 errors."""
    truth = TRUTH | {"parameters": 0.01}
    means = [made(np.random.default_rng([5, k]), 20, 2, 5, truth).mean(axis=(1, 2)) for k in range(300)]
    drawn = np.array([mean.var(ddof=1) for mean in means])
    assert drawn.mean() - truth["parameters"] > 8 * drawn.std(ddof=1) / np.sqrt(len(drawn))


@pytest.mark.parametrize(("s", "r"), [(3, 8), (1, 4)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(s, r):
    """200 tables of 30 points, 95 % nominal: at least 0.95 less 4 standard errors (0.015 each)."""
    whole = sum(v for name, v in TRUTH.items() if s > 1 or "policy" not in name)
    held = {}
    for k in range(200):
        for row in variance_by_source(made(np.random.default_rng([6, k]), 30, s, r), seed=k).itertuples():
            of_variance = row.low <= TRUTH[row.source] <= row.high
            of_share = row.share_low <= TRUTH[row.source] / whole <= row.share_high
            held[row.source] = held.get(row.source, np.zeros(2)) + np.array([of_variance, of_share])
    assert all((n / 200 >= 0.89).all() for n in held.values()), held


def test_a_table_of_one_source_has_only_that():
    x = np.arange(6.0)
    for axis, name in enumerate(("parameters", "policy", "luck")):
        table = np.broadcast_to(x.reshape([6 if a == axis else 1 for a in range(3)]), (6, 6, 6))
        found = variance_by_source(table).set_index("source")["share"]
        assert found[name] == pytest.approx(1.0)
        assert found.drop(name).abs().max() < 1e-12


@given(arrays(np.float64, (3, 2, 3), elements=st.floats(-1e3, 1e3)))
def test_shares_are_shares(table):
    found = variance_by_source(table)
    assert tuple(found["source"]) == SOURCES
    assert (found["variance"] >= 0).all()
    assert ((found["variance"] == 0) | ~found["truncated"]).all()
    assert found["share"].isna().all() or found["share"].sum() == pytest.approx(1.0)


def test_what_is_cut_off_at_0_is_marked():
    table = np.array([[1.0, -1.0], [-1.0, 1.0]])[:, None, :]
    found = variance_by_source(table).set_index("source")
    assert found["truncated"].to_dict() == {"luck": True, "parameters": True, "parameters x luck": False}
    assert found["share"].tolist() == [0.0, 0.0, 1.0]


def test_an_axis_of_one_has_no_source():
    assert set(variance_by_source(np.random.default_rng(1).normal(size=(4, 1, 3)))["source"]) == {
        "luck", "parameters", "parameters x luck",
    }  # fmt: skip
    assert set(variance_by_source(np.random.default_rng(1).normal(size=(4, 2, 1)))["source"]) == {
        "parameters", "policy", "parameters x policy",
    }  # fmt: skip


def own_luck(luck, policy_x_luck):
    return dict.fromkeys(EFFECTS, 0.0) | {"luck": luck, "policy": 0.49, "policy x luck": policy_x_luck}


def test_a_pair_of_runs_gives_back_what_parameters_add():
    """300 pairs, two scenarios, R = 40; medians within 10 % (cutting off at 0 is rare, but moves means)."""
    found = []
    for k in range(300):
        rng = np.random.default_rng([8, k])
        point, register = (made(rng, 1, 2, 40, own_luck(*v))[0] for v in ((0.5, 0.1), (2.5, 0.6)))
        found.append(variance_of_pair(point, register, seed=k).set_index("source"))
    truth = {"luck": 0.5, "parameters": 2.0, "policy": 0.49, "parameters x policy": 0.5, "policy x luck": 0.1}
    for name, value in truth.items():
        assert np.median([f.loc[name, "variance"] for f in found]) == pytest.approx(value, rel=0.1)
        assert np.mean([f.loc[name, "low"] <= value <= f.loc[name, "high"] for f in found]) > 0.89


def test_what_is_no_crossed_table_is_refused():
    for table in (np.ones((3, 2)), np.ones((1, 1, 1)), np.full((2, 2, 2), np.nan)):
        with pytest.raises(ValueError, match=r"points x scenarios x replications|finite"):
            variance_by_source(table)
    with pytest.raises(ValueError, match="at least 2 replications"):
        variance_of_pair(np.ones((2, 1)), np.ones((2, 5)))
