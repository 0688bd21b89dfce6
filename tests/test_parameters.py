from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.luck import Luck
from sim.parameters import draw, groups, parameters_from, register

GROUPS = groups()
ROWS = register().set_index("name")
UNCERTAIN = ROWS[ROWS["kind"] == "uncertainty"]
LOW, MODE, HIGH = (UNCERTAIN[c].to_numpy(dtype=np.float64) for c in ("low", "value", "high"))
DRAWS = 600


@pytest.fixture(scope="module")
def draws():
    """One row a replication, one column an uncertain parameter."""
    return np.array([list(draw(Luck(3, r)).values()) for r in range(DRAWS)])


def test_the_register_and_the_fields_name_the_same_parameters():
    registered = {group: ROWS.index[ROWS["group"] == group].tolist() for group in ROWS["group"].unique()}
    assert registered == {group: [f.name for f in fields(kind)] for group, kind in GROUPS.items()}


def test_no_name_stands_for_two_parameters():
    assert ROWS.index.is_unique


def test_every_parameter_has_its_texts():
    for column in ("meaning", "unit", "source"):
        assert ROWS.index[ROWS[column].fillna("").str.strip() == ""].tolist() == [], column


SORTS = {
    "status": {"sourced", "derived", "assumption"},
    "grade": set("ABCD"),
    "kind": {"uncertainty", "constant"},
    "distribution": {"triangular", "fixed"},
}


def test_every_parameter_is_of_a_known_sort():
    for column, allowed in SORTS.items():
        assert ROWS.index[~ROWS[column].isin(allowed)].tolist() == [], column


def test_a_constant_is_fixed_and_an_uncertainty_is_not():
    assert ((ROWS["kind"] == "constant") == (ROWS["distribution"] == "fixed")).all()


def test_a_constant_has_no_range():
    assert ROWS.loc[ROWS["kind"] == "constant", ["low", "high"]].isna().all(axis=None)


def test_an_uncertainty_has_a_range_around_its_value():
    assert (LOW < HIGH).all()
    assert (LOW <= MODE).all()
    assert (MODE <= HIGH).all()


def test_a_correlated_parameter_names_another():
    named = ROWS["correlated_with"].dropna()
    assert set(named) <= set(ROWS.index) - set(named.index)


def test_a_share_has_a_range_within_0_and_1():
    share = UNCERTAIN[UNCERTAIN["unit"].isin(["0-1", "share", "share per year"])]
    rates = {"routine_gain", "nearness_gain"}  # rates per year, not parts of a whole
    assert (share["low"].astype(float) >= 0).all()
    assert (share.drop(index=rates, errors="ignore")["high"].astype(float) <= 1).all()


def test_parameters_stand_at_the_registers_values():
    built = parameters_from({})
    for name, row in ROWS.iterrows():
        assert getattr(getattr(built, row["group"]), name) == float(row["value"])


def test_a_replacement_changes_its_parameter_and_no_other():
    old, new = parameters_from({}), parameters_from({"dose_threshold": 3})
    assert new.competence.dose_threshold == 3.0
    assert {g for g in GROUPS if getattr(old, g) != getattr(new, g)} == {"competence"}
    changed = [f for f, v in vars(old.competence).items() if getattr(new.competence, f) != v]
    assert changed == ["dose_threshold"]


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"^parameters\.luckiness: not in the register of parameters; "):
        parameters_from({"luckiness": 1.0})


def test_what_is_no_number_is_refused():
    for value in (True, "3", None, float("nan"), float("inf"), [1.0]):
        with pytest.raises(ValueError, match=r"^parameters\.dose_threshold: .* is not a number"):
            parameters_from({"dose_threshold": value})


@pytest.mark.parametrize(("name", "value"), [("exit_qualified", 1.01), ("exit_qualified", -0.01), ("office_least", -1)])
def test_what_no_calculation_could_use_is_refused(name, value):
    with pytest.raises(ValueError, match=rf"^parameters\.{name}: {value} is not a number from 0"):
        parameters_from({name: value})


@pytest.mark.parametrize("end", ["low", "high"])
def test_both_ends_of_every_range_are_legal(end):
    ends = UNCERTAIN[end].astype(float).to_dict()
    assert parameters_from(ends).owner.capacity_half == ends["capacity_half"]


def test_every_uncertain_parameter_is_drawn_and_no_constant():
    assert list(draw(Luck(1, 0))) == UNCERTAIN.index.tolist()


def test_draws_lie_within_the_range(draws):
    assert (draws >= LOW - 1e-9 * np.abs(LOW)).all()
    assert (draws <= HIGH + 1e-9 * np.abs(HIGH)).all()


def test_draws_have_the_mean_of_the_triangle(draws):
    """600 replications; every parameter within 4 standard errors. Seen to fail with the mode in the middle."""
    error = np.sqrt((LOW**2 + MODE**2 + HIGH**2 - LOW * MODE - LOW * HIGH - MODE * HIGH) / 18 / DRAWS)
    assert (np.abs(draws.mean(axis=0) - (LOW + MODE + HIGH) / 3) <= 4 * error).all()


def test_as_many_draws_lie_below_the_mode_as_the_triangle_says(draws):
    """600 replications; every parameter within 4 standard errors. Seen to fail with the mode in the middle."""
    share = (MODE - LOW) / (HIGH - LOW)
    error = np.sqrt(share * (1 - share) / DRAWS)
    assert (np.abs((draws < MODE).mean(axis=0) - share) <= 4 * error + 1e-12).all()


def test_parameters_are_drawn_apart_unless_the_register_says_otherwise(draws):
    """600 replications; every pair's correlation within 5.5 standard errors (about 10,000 pairs)."""
    linked = [UNCERTAIN.index.get_loc(name) for name in UNCERTAIN["correlated_with"].dropna().index]
    together = np.delete(draws, linked, axis=1)
    r = np.corrcoef(together, rowvar=False) - np.eye(together.shape[1])
    assert np.abs(r).max() <= 5.5 / np.sqrt(DRAWS)


def test_correlated_parameters_are_drawn_together(draws):
    """600 replications; a correlation of at least 5 standard errors."""
    for name, other in UNCERTAIN["correlated_with"].dropna().items():
        one, two = (draws[:, UNCERTAIN.index.get_loc(n)] for n in (name, other))
        assert np.corrcoef(one, two)[0, 1] > 5 / np.sqrt(DRAWS)


def test_the_same_replication_draws_the_same_and_another_does_not():
    assert draw(Luck(1, 4)) == draw(Luck(1, 4))
    assert not set(draw(Luck(1, 4)).values()) & set(draw(Luck(1, 5)).values())
    assert not set(draw(Luck(1, 4)).values()) & set(draw(Luck(2, 4)).values())


def test_every_draw_makes_parameters():
    for r in range(3):
        drawn = draw(Luck(1, r))
        built = parameters_from(drawn)
        assert built.study.apply_rate == drawn["apply_rate"]
