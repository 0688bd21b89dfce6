"""Cases and roles: scenarios that differ from the base in what they name, and in nothing else."""

from __future__ import annotations

from sim.analysis.validation.patterns import CASES
from sim.analysis.validation.setups import DEFAULT, EQUAL_START, GAP, NO_LEARNING_BY_DOING, ROLES, STOP, Change, changed
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


def test_every_role_of_every_case_is_legal(scenario):
    base = scenario(BASE)
    for case in CASES.values():
        parameters_from(case.parameters)
        for role in ROLES:
            found = case.scenario(base, role)
            assert found.name == role
            for phase in found.phases:
                policy_from(phase.levers)


def test_a_case_begins_with_the_history_so_that_what_is_before_is_lived_once(scenario):
    base = scenario(BASE)
    for case in CASES.values():
        assert parting([base, case.scenario(base, "model")], -12, -1) == 0, case.name


def test_a_mechanism_is_taken_away_from_its_condition():
    differs = {k for k, v in NO_LEARNING_BY_DOING.parameters.items() if EQUAL_START.parameters.get(k) != v}
    assert differs == {"nearness_gain"}


def test_roles_share_their_history_until_they_part(scenario):
    base = scenario(BASE)
    for role, first in (("never", 0), ("shadow", 5), ("ended", STOP), ("interrupted", GAP[0])):
        assert parting([DEFAULT.scenario(base, "model"), DEFAULT.scenario(base, role)], -12, 40) == first


def test_the_gap_is_two_years_of_collective_money(scenario):
    found, base = DEFAULT.scenario(scenario(BASE), "interrupted"), scenario(BASE)
    springs = range(1, 21, 2)
    factors = [found.levers_at(semester)["dekom_s"]["frame_factor"] for semester in springs]
    assert factors == [0.0 if GAP[0] <= semester < GAP[1] else 1.0 for semester in springs]
    assert factors.count(0.0) == 2
    assert parting([base, found], GAP[1], 40) == 41
