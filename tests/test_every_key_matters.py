"""Every parameter and every lever, moved, changes some result; what moves nothing should go."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.levers import root_levers
from sim.model import CompetenceModel
from sim.parameters import register
from sim.policy import Policy
from sim.scenario import Scenario
from sim.simulation import Setup, start
from tests.laws import scenario_of

pytestmark = pytest.mark.slow

LAST = {"tiny": 9, "norway": 15}
"""How long a world lives: what needs large networks or graduates of a later cohort shows in the nation only."""

BUSY = (0, {"dekom_s.active": True, "dekom_s.upper_secondary": True, "dekom_s.subject_share_min": 0.3})
HELP = (0, {"staff.principal_support": 0.5, "staff.induction": 0.5, "staff.pay_premium": 0.05})


def digest(world: str, scenario: Scenario, parameters: dict[str, float] | None = None) -> str:
    """Fingerprint of the state after a few years, static columns of the country included."""
    return _live(start(Setup(world=world, parameters=parameters or {}), scenario, 0), LAST[world])


def _live(model: CompetenceModel, last: int) -> str:
    while model.semester < last:
        model.step()
    static = [
        t.arrays[n].tobytes() for t in model.world.tables().values() for n in t.columns if t.arrays[n].dtype != "O"
    ]
    return model.world.digest() + str(hash(b"".join(static)))


@pytest.fixture(scope="module")
def levers() -> dict[str, Any]:
    return root_levers()


@pytest.fixture(scope="session")
def usual() -> dict[str, str]:
    return {world: digest(world, scenario_of(root_levers(), BUSY, HELP)) for world in LAST}


BOUNDS = {
    "school_smallest": 10.0, "school_mean_smallest": 60.0, "network_largest": 3.0, "burn_in_years": 5.0,
    "exposure_years": 2.0,
}  # fmt: skip


def moved(row: Any) -> float:
    """A value inside the parameter's range and away from its value; constants move a fifth, bounds until they bind."""
    if row.name in BOUNDS:
        return BOUNDS[row.name]
    if row.kind != "uncertainty":
        return float(row.value) * 0.8 if row.value else 1.0
    return float(row.high if row.high - row.value >= row.value - row.low else row.low)


@pytest.mark.parametrize("row", list(register().itertuples()), ids=lambda row: row.name)
def test_a_parameter_changes_some_result(row, levers, usual):
    value = moved(row)
    scenario = scenario_of(levers, BUSY, HELP)
    assert any(digest(world, scenario, {row.name: value}) != usual[world] for world in LAST)


OTHER = {
    "active": False, "upper_secondary": False, "frame": {2009: 5e8}, "frame_factor": 0.5, "own_share": 0.1,
    "uh_share": 0.4, "coordinator_share": 0.2, "requirement": 0.4, "subject_share_min": 0.5,
    "county_key": {"rule": "equal_shares"}, "allocation": {"rule": "equal_shares"}, "forum_weight": 0.5,
    "partner_choice": {"rule": "free_choice"}, "topic_choice": {"rule": "random_topic"}, "plan_years_min": 1,
    "plan_years_max": 5, "contact_hours": 15.0, "price_per_hour": 1500.0, "substitute_cost": 400_000.0,
    "substitute_share": 0.5, "priority_share": 0.6, "teacher_share": 0.1, "stipend": 100_000.0, "paid_time": 0.25,
    "owner_decides": True, "priority_topics": ["science"], "approval_target": 0.5,
    "pay_premium": 0.1, "induction": 1.0, "principal_support": 1.0, "capacity_grant_fte": 1.0, "shared_office": 0.5,
    "coupling_floor": 0.5, "admissions_factor": 1.2, "curriculum_reform": False, "dose": {"rule": "any_dose"},
}  # fmt: skip


@pytest.mark.parametrize("key", [f"{s}.{k}" for s, values in root_levers().items() for k in values])
def test_a_lever_changes_some_result(key, levers, usual):
    section, lever = key.split(".")
    assert section in Policy.__dataclass_fields__
    # admissions act on graduates five years on; all else is decided when the history begins
    when = -1000 if lever == "admissions_factor" else 0
    changes = sorted([BUSY, HELP, (when, {key: OTHER[lever]})], key=lambda change: change[0])
    changed = scenario_of(levers, *changes)
    assert any(digest(world, changed) != usual[world] for world in LAST)


def test_luck_matters(levers, usual):
    other = start(Setup(world="tiny"), scenario_of(levers, BUSY, HELP), 1)
    assert _live(other, LAST["tiny"]) != usual["tiny"]
