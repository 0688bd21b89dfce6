"""The response to a lever: what is moved, over which values, and the curve that comes of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.analysis.response import COST, LIMITS, Lever, curve, is_monotone, usual_values
from sim.indicators import BY_NAME
from sim.policy import declarations, lever_kinds
from sim.refusals import BadInput
from sim.scenario import semester_of
from sim.timeline import scenario

AUTUMN = semester_of(date(2026, 8, 1))


def test_a_lever_is_moved_from_its_day_on_and_nothing_else_is():
    base, lever = scenario("system_2026"), Lever(("dekom_s.frame_factor", "dekom_y.frame_factor"), AUTUMN)
    moved = lever.at(base, 0.25)
    for start in (0, AUTUMN - 1, AUTUMN, AUTUMN + 30):
        before, after = base.levers_at(start), moved.levers_at(start)
        changed = {f"{s}.{k}" for s, levers in after.items() for k, v in levers.items() if v != before[s][k]}
        assert changed == (set(lever.names) if start >= AUTUMN else set())
    assert lever.at(base, 1.0).canonical() != moved.canonical()
    assert lever.now(base) == 1.0
    assert Lever(("context.market",), AUTUMN).now(base) == "one_off_courses"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("dekom_s.nope", 1.0, "lever=dekom_s.nope: no such lever; did you mean"),
        ("dekom_s.requirement", 3.0, "values: dekom_s.requirement: 3.0 is not from 0.05 to 1"),
        ("context.market", "bazaar", "values: context.market: "),
    ],
)
def test_what_cannot_be_moved_is_refused_in_one_line(name, value, said):
    with pytest.raises(BadInput) as refused:
        Lever((name,), AUTUMN).at(scenario("system_2026"), value)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_usual_values_are_legal_and_have_the_one_in_force():
    base, wrong = scenario("system_2026"), []
    for name, kind in lever_kinds().items():
        if kind not in (int, float, bool):
            continue
        lever, told = Lever((name,), AUTUMN), declarations()[name]
        values = usual_values(name, lever.now(base))
        sound = lever.now(base) in values and list(values) == sorted(set(values)) and len(values) > 1
        if not sound or not all(told.low <= value <= told.high for value in values):
            wrong.append((name, values))
    assert wrong == []


def test_a_curve_by_hand():
    """Two replications; the effect is the paired difference from the value in force, cost and limits are means."""
    levels = {"a": (0.50, 0.60), "b": (0.52, 0.64)}
    rows = [(s, r, "practice", levels[s][r]) for s in levels for r in range(2)]
    rows += [(s, r, COST, 100.0 * (s == "b") + r) for s in levels for r in range(2)]
    rows += [(s, r, LIMITS[0], 0.5 + 0.25 * r) for s in levels for r in range(2)]
    frame = pd.DataFrame(rows, columns=["scenario", "replication", "indicator", "value"])
    found = curve(frame, {"a": 1.0, "b": 2.0}, "a", [BY_NAME["practice"]]).set_index("value")
    assert found["difference"].tolist() == pytest.approx([0.0, 0.03])
    assert found["level"].tolist() == pytest.approx([0.55, 0.58])
    assert found["cost_difference"].tolist() == [0.0, 100.0]
    assert found["bound_by_money"].tolist() == [0.625, 0.625]
    assert found["bound_by_time"].isna().all()


def test_monotone_is_one_optimum_at_most_beyond_the_noise():
    rising, hill = np.array([[0.0, 1.0, 2.0, 3.0]] * 3), np.array([[0.0, 1.0, 2.0, 1.0]] * 3)
    waves = np.array([[0.0, 1.0, 0.0, 1.0]] * 3)
    noise = waves + np.array([[0.0], [0.0], [0.0]]) + 5.0 * np.random.default_rng(1).normal(size=(3, 4))
    assert [is_monotone(x) for x in (rising, hill, waves, noise)] == [True, True, False, True]
