from __future__ import annotations

import builtins

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.decision import prim
from sim.analysis.decision.box import Box, Fit
from sim.analysis.decision.discovery import Discovery, discover, halves, judged_together, quasi_p, simplified
from sim.analysis.decision.prim import PrimMissing, peeled


def draws(n=200, parameters=12, seed=1):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.random((n, parameters)), columns=[f"p{i}" for i in range(parameters)])


def test_a_known_condition_is_found_with_its_limits():
    x = draws()
    better = ~((x["p3"] > 0.6) & (x["p7"] < 0.5)).to_numpy()
    found = discover(x, better)
    assert (found.found, found.unless) == ("condition", True)
    assert set(found.box.limits) == {"p3", "p7"}
    assert found.box.limits["p3"] == (pytest.approx(0.6, abs=0.05), np.inf)
    assert found.box.limits["p7"] == (-np.inf, pytest.approx(0.5, abs=0.05))
    assert found.held_out.density > 0.8
    assert found.held_out.coverage > 0.8
    assert found.held_out.chance < 1e-6
    assert list(found.limits["parameter"]) == list(found.box.limits)


def test_where_one_is_mostly_worse_the_condition_says_when_it_is_better():
    x = draws()
    found = discover(x, (x["p2"] > 0.75).to_numpy())
    assert (found.found, found.unless) == ("condition", False)
    assert found.box.limits == {"p2": (pytest.approx(0.75, abs=0.05), np.inf)}


def test_a_condition_among_as_many_parameters_as_the_register_has_is_found():
    x = draws(n=160, parameters=235)
    found = discover(x, (x["p100"] < 0.7).to_numpy())
    assert found.found == "condition"
    assert list(found.box.limits) == ["p100"]


@pytest.mark.parametrize(("better", "said"), [(np.ones(9, bool), "always"), (np.zeros(9, bool), "never")])
def test_without_both_outcomes_nothing_is_searched(better, said):
    assert discover(draws(9), better).found == said


def test_a_few_exceptions_are_not_searched():
    better = np.ones(50, dtype=bool)
    better[:5] = False
    assert discover(draws(50), better).found == "too few"


@pytest.mark.slow
def test_pure_noise_gives_no_condition():
    """40 noise sets of 200 replications and 235 parameters: a level of 0.05 allows 2, SE 1.4, band 3 SE.

    Seen to fail (13 sets have a condition) if the box is judged where it was searched instead of where held out.
    """
    rng = np.random.default_rng(2)
    held = [discover(draws(200, 235, seed), rng.random(200) < 0.6).found == "condition" for seed in range(40)]
    assert sum(held) <= 6


def test_in_the_sample_that_was_searched_even_noise_looks_dense():
    found = discover(draws(60, 20, 4), np.random.default_rng(4).random(60) < 0.6)
    assert found.found == "no condition"
    last = found.trajectory.iloc[-1]
    assert last["density"] > 0.8 > last["density_held_out"]


def test_the_trajectory_goes_from_everything_to_a_dense_box():
    x = draws()
    path = discover(x, (x["p3"] < 0.6).to_numpy()).trajectory
    first = path.iloc[0]
    assert (first["parameters"], first["coverage"], first["mass"]) == (0, 1.0, 1.0)
    assert path["density"].max() == 1.0


@given(st.lists(st.booleans(), min_size=2, max_size=60).map(np.array))
def test_both_halves_have_their_share_of_both_outcomes(outcome):
    first = halves(outcome, pd.DataFrame({"a": np.arange(len(outcome))}))
    for kind in (outcome, ~outcome):
        assert 0 <= (first & kind).sum() - (~first & kind).sum() <= 1


@given(st.integers(1, 30), st.data())
def test_measures_of_a_fit_are_bounded_and_all_of_everything_is_plain(n, data):
    outcomes, inside = data.draw(st.integers(0, n)), data.draw(st.integers(0, n))
    hits = data.draw(st.integers(max(0, inside + outcomes - n), min(inside, outcomes)))
    found = Fit(inside, hits, outcomes, n)
    assert -1 <= found.phi <= 1
    assert 0 <= found.chance <= 1
    assert 0 <= found.mass <= 1
    everything = Fit(n, outcomes, outcomes, n)
    assert (everything.density, everything.phi, everything.chance) == (everything.base, 0.0, pytest.approx(1.0))


def test_the_chance_of_a_fit_is_that_of_dealing_outcomes_out():
    """Four replications, two outcomes, a box of two that holds both: one of six ways."""
    assert Fit(2, 2, 2, 4).chance == pytest.approx(1 / 6)


def test_a_box_counts_its_limits_as_inside_and_lifting_all_of_them_holds_everybody():
    x = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [5.0, 5.0, 6.0]})
    box = Box({"a": (1.0, 2.0), "b": (-np.inf, 5.0)})
    assert box.inside(x).tolist() == [False, True, False]
    assert box.sides() == [("a", 0), ("a", 1), ("b", 1)]
    assert box.without("b", 1).inside(x).tolist() == [False, True, True]
    assert box.without("b", 1).without("a", 0).without("a", 1).limits == {}


def test_limits_that_tell_nothing_are_lifted_and_at_most_three_parameters_stay():
    x = draws(300, 6)
    outcome = ((x[["p0", "p1", "p2", "p3"]] > 0.3).all(axis=1)).to_numpy()
    box = Box({f"p{i}": (0.3, np.inf) for i in range(4)} | {"p5": (0.1, np.inf)})
    kept = simplified(box, x, outcome)
    assert len(kept.limits) == 3
    assert "p5" not in kept.limits


def test_our_quasi_p_values_are_the_librarys_own():
    x = draws(120, 3)
    outcome = ((x["p0"] > 0.6) & (x["p1"] < 0.8)).to_numpy()
    found = prim._searched(x, outcome.astype(np.int64))
    chances = found.p_values if hasattr(found, "p_values") else found.qp  # versions 3 and 2
    compared = 0
    for box, theirs in zip(prim.peeled(x, outcome), chances, strict=True):
        for name, side in box.sides():
            assert quasi_p(box, name, side, x, outcome) == pytest.approx(theirs[name][side])
            compared += 1
    assert compared > 10


def test_without_the_library_one_clear_error(monkeypatch):
    plain = builtins.__import__

    def without(name, *rest, **named):
        if name.startswith("ema_workbench"):
            raise ImportError(name)
        return plain(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PrimMissing, match="not installed"):
        peeled(draws(20), np.arange(20) < 10)


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=40))
def test_replications_of_one_point_are_never_on_both_sides(states):
    points, outcome = np.array([p for p, _ in states]), np.array([o for _, o in states])
    first = halves(outcome, pd.DataFrame({"a": points / 2, "b": 1.0}))
    for point in set(points):
        assert len(set(first[points == point])) == 1


def test_of_many_searches_one_in_twenty_by_chance_is_no_condition():
    others = [*(Discovery("no condition", 0.5, 40, chance=0.5) for _ in range(14)), Discovery("never", 0.0, 40)]
    lucky, clear = (Discovery("condition", 0.5, 40, chance=chance) for chance in (0.0134, 0.001))
    assert judged_together([lucky])[0].found == "condition"
    found = judged_together([lucky, *others])
    assert (found[0].found, found[0].chance) == ("no condition", pytest.approx(15 * 0.0134))
    assert np.isnan(found[-1].chance)
    assert [one.found for one in judged_together([lucky, *others[:2], clear])][::3] == ["condition", "condition"]
