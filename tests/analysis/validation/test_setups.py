"""Cases and roles: scenarios that differ from the base in what they name, and in nothing else."""

from __future__ import annotations

import pytest

from sim.analysis.validation.setups import CASES, DEFAULT, ROLES, STOP, STOP_AND_GO, Case, Change, changed
from sim.parameters import parameters_from
from sim.policy import policy_from
from sim.scenario import parting

BASE = "model_2025"


def differing(a, b) -> set[str]:
    return {f"{s}.{k}" for s in a for k in a[s] if a[s][k] != b[s][k]}


def test_a_change_wins_over_the_scenario_from_its_semester_on(scenario):
    base = scenario(BASE)
    found = changed(base, "made", (Change(6, {"dekom_s.forum_weight": 9.0}),))
    for semester in range(-5, 30):
        wanted = {"dekom_s.forum_weight"} if semester >= 6 else set()
        assert differing(found.levers_at(semester), base.levers_at(semester)) == wanted


def test_no_change_is_the_base(scenario):
    base = scenario(BASE)
    assert parting([base, DEFAULT.scenario(base, "model")], -10, 40) == 41


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_every_role_of_every_case_is_legal(scenario, case: Case, role):
    found = case.scenario(scenario(BASE), role)
    assert found.name == role
    for phase in found.phases:
        policy_from(phase.levers)
    parameters_from(case.parameters)


def test_roles_share_their_history_until_they_part(scenario):
    base = scenario(BASE)
    for role, first in (("never", 0), ("shadow", 5), ("ended", STOP)):
        assert parting([DEFAULT.scenario(base, "model"), DEFAULT.scenario(base, role)], -12, 40) == first


def test_stop_and_go_is_the_same_money_over_two_years(scenario):
    found = STOP_AND_GO.scenario(scenario(BASE), "model")
    factors = [found.levers_at(semester)["dekom_s"]["frame_factor"] for semester in range(1, 17, 2)]
    assert factors == [2.0, 0.0] * 4


def test_cases_have_names_of_their_own():
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.en and case.nb for case in CASES if case is not DEFAULT)
