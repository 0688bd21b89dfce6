"""The table of targets: what is shipped can be measured, what cannot be used is refused, distances are tolerances."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.calibration.distances import count_hits, distance
from sim.analysis.calibration.factors import Factors
from sim.analysis.calibration.measuring import check_statistics, horizon_of, levels_of, measure_run, roles_of
from sim.analysis.calibration.targets import COLUMNS, Kind, Scale, read_targets, scaled
from sim.drawn_levers import draw_levers
from sim.luck import Luck
from sim.parameters import draw
from sim.simulation import Setup
from sim.timeline import scenario

ROW = {
    "name": "mine", "statistic": "participation", "place": "", "year": "2020", "kind": "number", "value": "0.7",
    "low": "", "high": "", "se": "0.01", "discrepancy": "0.05", "reason": "because", "scale": "none", "role": "fit",
    "grade": "B", "source": "somewhere",
}  # fmt: skip


def read(tmp_path, **changed):
    path = tmp_path / "targets.csv"
    pd.DataFrame([ROW | changed]).to_csv(path, index=False)
    found = read_targets(path)
    check_statistics(found)
    return found


def test_what_is_shipped_can_be_measured():
    check_statistics(read_targets())
    assert {target.role.value for target in read_targets()} == {"fit", "check"}


def test_a_county_has_targets_of_its_own(tmp_path):
    (target,) = read(tmp_path, place="county:42", kind="interval", value="", low="0.2", high="")
    assert levels_of([target]) == ("nation", "county")
    assert (target.low, target.high, target.kind) == (0.2, np.inf, Kind.INTERVAL)
    assert roles_of([target]) == ("model",)
    assert horizon_of([target]) == 2021


def test_rows_that_cannot_be_used_are_refused_with_row_column_and_what_was_allowed(tmp_path):
    wrong = {
        "kind=guess is none of number, interval, ordering": {"kind": "guess"},
        "role=both is none of fit, check": {"role": "both"},
        "se=much is not a number": {"se": "much"},
        "a number needs a value": {"value": ""},
        "leave nothing, or everything, allowed": {"kind": "interval", "low": "", "high": ""},
        "nor both 0": {"se": "0", "discrepancy": "0"},
        "reason": {"reason": ""},
        "neither a published quantity nor an indicator": {"statistic": "happiness"},
        "has no values at village": {"place": "village:1"},
        "without a year is none of": {"year": ""},
    }
    unsaid = []
    for said, changed in wrong.items():
        with pytest.raises(ValueError, match="targets, mine: ") as refused:
            read(tmp_path, **changed)
        unsaid += [] if said in str(refused.value) else [(said, str(refused.value))]
    assert unsaid == []


def test_a_table_without_a_column_or_with_a_name_twice_is_refused(tmp_path):
    path = tmp_path / "targets.csv"
    pd.DataFrame([ROW]).drop(columns="role").to_csv(path, index=False)
    with pytest.raises(ValueError, match="no column role"):
        read_targets(path)
    pd.DataFrame([ROW, ROW]).to_csv(path, index=False)
    with pytest.raises(ValueError, match="mine stands there twice"):
        read_targets(path)
    assert set(COLUMNS) == set(ROW)


def test_distances_are_tolerances_outside_bounds_and_nothing_inside(tmp_path):
    (exact,) = read(tmp_path, se="0.03", discrepancy="0.04")
    told = distance({"mine": 0.8}, [exact]).iloc[0]
    assert told["distance"] == pytest.approx(2.0)
    assert distance({"mine": 0.8}, [exact], {"mine": 0.05**2}).iloc[0]["distance"] == pytest.approx(2**0.5)
    (band,) = read(tmp_path, kind="interval", value="", low="0.5", high="0.9", scale="logit")
    inside, above, undefined = (distance({"mine": v}, [band]).iloc[0] for v in (0.6, 0.99, np.nan))
    assert (inside["distance"], inside["hit"]) == (0.0, True)
    assert above["distance"] > 2
    assert np.isnan(undefined["distance"])
    assert not undefined["hit"]


def test_a_scale_keeps_order_and_its_edges(tmp_path):
    values = np.array([0.0, 1e-9, 0.2, 0.5, 0.9, 1.0])
    for scale in (Scale.LOG, Scale.LOGIT):
        found = scaled(values, scale)
        assert np.isfinite(found).all()
        assert (np.diff(found) >= 0).all()
    assert np.isnan(scaled(np.array([np.nan]), Scale.LOGIT)).all()


def test_hits_are_counted_with_all_but_one_and_two(tmp_path):
    (target,) = read(tmp_path, discrepancy="0.1", se="0")
    values = np.array([[0.7, 0.7, 0.7], [0.7, 0.7, 2.0], [0.7, 2.0, np.nan], [2.0, 2.0, 2.0]])
    assert count_hits(values, [target] * 3, np.zeros(3)) == {"all": 0.25, "but_one": 0.5, "but_two": 0.75}


def test_ranks_are_the_draws_of_the_register():
    luck = Luck(3, 5)
    factors = Factors.all()
    parameters, levers = factors.values(factors.draw(luck))
    assert parameters == pytest.approx(draw(luck))
    assert levers == pytest.approx(draw_levers(luck))
    assert "exit_qualified" not in Factors.all(["exit_qualified"]).names


def test_a_run_says_what_its_targets_ask():
    targets = [t for t in read_targets() if t.year is not None and t.year <= 2018]
    found = measure_run(Setup(world="tiny"), scenario("model_2025"), targets, 0)
    assert set(found) == {t.name for t in targets}
    assert all(np.isfinite(list(found.values())))
