from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.decision.draws import drawn_parameters, mass_below, mass_beyond, triangle, uncertain
from sim.analysis.decision.screening import screened
from sim.drawn_levers import draw_levers
from sim.luck import Luck
from sim.parameters import draw
from sim.simulation import Setup, ground

NAMES = st.sampled_from(sorted(uncertain().index))


def test_rows_are_what_the_replications_run_with():
    setup = Setup(world="tiny", uncertainty="register", parameters={"risk_limit": 0.3}, seed=7)
    frame = drawn_parameters(setup, [2, 5])
    assert list(frame.index) == [2, 5]
    assert "risk_limit" not in frame
    _, parameters, _ = ground(setup, 5)
    assert frame.loc[5, "routine_gain"] == parameters.school.routine_gain
    luck = Luck(7, 2)
    assert frame.loc[2].to_dict() == {k: v for k, v in (draw(luck) | draw_levers(luck)).items() if k != "risk_limit"}
    held = Setup(world="tiny", uncertainty="register", levers={"dekom_s.contact_hours": 20.0})
    assert "dekom_s.contact_hours" not in drawn_parameters(held, [2])


@given(NAMES, st.floats(0, 1), st.floats(0, 1))
def test_mass_is_a_rising_probability_that_ends_at_the_range(name, one, other):
    low, _, high = triangle(name)
    first, second = (low + min(one, other) * (high - low), low + max(one, other) * (high - low))
    assert 0 <= mass_below(name, first) <= mass_below(name, second) <= 1
    assert (mass_below(name, low), mass_below(name, high)) == (0.0, 1.0)
    assert 0 <= mass_beyond(name, first) <= 1


def test_mass_is_the_share_of_draws_below():
    """600 draws; SE of a share of 0.3 is 0.019, tolerance 3 SE."""
    frame = drawn_parameters(Setup(), range(600))
    for name in ("routine_gain", "exit_qualified", "acceptance"):
        value = float(frame[name].quantile(0.3))
        assert mass_below(name, value) == pytest.approx(0.3, abs=0.056)


def test_the_far_side_is_seen_from_the_parameters_own_value():
    low, own, high = triangle("routine_gain")
    assert mass_beyond("routine_gain", (own + high) / 2) == pytest.approx(
        1 - mass_below("routine_gain", (own + high) / 2)
    )
    assert mass_beyond("routine_gain", (own + low) / 2) == pytest.approx(mass_below("routine_gain", (own + low) / 2))


def test_screening_finds_straight_and_bent_effects_among_many_and_tells_their_sign():
    frame = drawn_parameters(Setup(), range(120))
    scaled = (frame - frame.mean()) / frame.std()
    noise = np.random.default_rng(1).normal(size=120)
    response = (-scaled["routine_gain"] + 0.9 * scaled["risk_limit"] ** 2 + 0.3 * noise).to_numpy()
    table = screened(frame, response)
    assert set(table["parameter"][:2]) == {"routine_gain", "risk_limit"}
    assert table.set_index("parameter").loc["routine_gain", "slope"] < 0
    assert (table["explained"].between(0, 1)).all()


def test_p_values_of_noise_are_uniform():
    """235 parameters against noise, 5 times; SE of a share of 0.1 in 1175 is 0.009, tolerance 4 SE."""
    rng, frame = np.random.default_rng(3), drawn_parameters(Setup(), range(40))
    p = np.concatenate([screened(frame, rng.normal(size=40))["p"] for _ in range(5)])
    assert np.mean(p < 0.1) == pytest.approx(0.1, abs=0.036)


def test_a_response_or_parameter_that_does_not_vary_explains_nothing():
    frame = drawn_parameters(Setup(), range(10)).assign(still=1.0)
    assert screened(frame, np.ones(10))["explained"].max() == 0.0
    table = screened(frame, np.arange(10.0)).set_index("parameter")
    assert table.loc["still", "explained"] == 0.0


def test_the_interval_of_a_slope_holds_the_true_slope_as_often_as_it_says():
    """Truth: the response rises by 2 over the range and has noise of 1; 400 sets of 30, so 3 SE are 0.033."""
    rng = np.random.default_rng(5)
    held = []
    for _ in range(400):
        x = rng.permutation(np.linspace(0.0, 10.0, 30))
        row = screened(pd.DataFrame({"a": x}), 0.2 * x + rng.normal(size=30)).iloc[0]
        held.append(row["slope_low"] <= 2.0 <= row["slope_high"])
    assert np.mean(held) == pytest.approx(0.95, abs=0.033)


def test_a_slope_without_noise_has_no_width():
    row = screened(pd.DataFrame({"a": np.arange(10.0)}), np.arange(10.0) * 3).iloc[0]
    assert row[["slope", "slope_low", "slope_high"]].to_numpy(float) == pytest.approx([27.0, 27.0, 27.0])
