"""Every parameter, every lever and every rule, moved, changes some result; what moves nothing should go."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from sim.levers import is_rule
from sim.model import CompetenceModel
from sim.parameters import register
from sim.policy import lever_kinds, lever_values
from sim.scenario import Scenario
from sim.simulation import Setup, start
from sim.timeline import resolved, rule_names
from sim.world import Snapshot
from tests.laws import scenario_of

pytestmark = pytest.mark.slow

LAST = {"tiny": 11, "norway": 15}
"""How long a world lives: what needs large networks or graduates of a later cohort shows in the nation only."""

Levers = dict[str, Any]

BUSY: Levers = {
    "dekom_s.active": True, "dekom_s.upper_secondary": True, "dekom_s.subject_share_min": 0.3,
    "inclusion.active": True, "inclusion.frame": {2017: 1e8}, "dekom_y.active": True, "dekom_y.frame": {2017: 55e6},
    "follow_up.active": True, "staff.principal_support": 0.5, "staff.induction": 0.5, "staff.pay_premium": 0.05,
    "staff.career_paths": 0.5, "guidance.active": True, "guidance.frame": {2017: 7e7},
}  # fmt: skip
"""In force from autumn 2017 in every run: all schemes on, and some help to staff."""

LOCAL = {"follow_up.local_guides": False}
OLD_RULE = {"follow_up.selection": {"rule": "below_limit", "limit": 0.5}, "follow_up.intake_every": 1}
SCARCE_Y = {"dekom_y.frame_factor": 0.2}
COMPANY: dict[str, Levers] = {
    # what a lever or parameter needs to be in force before it can matter
    "market_quality": {"dekom_s.partnership_required": False},
    "fade_slow": {"context.forgetting": {"rule": "slow_forgetting"}},
    "bonus_gain": {"dekom_s.nearness_bonus": 0.2},
    "feedback_money": {"teacher_education.feedback_share": 0.2},
    "study_place": {"teacher_education.admissions_factor": 1.2},
    "practice_school_gain": {"teacher_education.practice_schools": 0.5},
    "national_guides": LOCAL,
    "guide_sustain": {"follow_up.sustain_years": 1},
    "follow_up.intake_every": OLD_RULE | {"follow_up.intake_every": 2},
    "dekom_y.school_first": SCARCE_Y,
    "forum_advice": SCARCE_Y,
    "smallest_group": {"dekom_s.requirement": 0.05},
    "commitment_exits": {"dekom_s.commitment_years": 4},
    "dekom_s.handling_months": {"dekom_s.flexible": True},
    "context.cascade": {
        "dekom_s.frame_factor": 0.05, "dekom_s.coverage": resolved("dekom_s.coverage", "everybody_thinner"),
    },
    "guides_most": {"follow_up.frame_factor": 0.1},
    "idle_leave": {"dekom_s.frame": {2017: 4e8, 2019: 0.0, 2021: 4e8}, "inclusion.active": False},
}  # fmt: skip
"""Company a key needs, by its name; keys that are not named need none beyond `BUSY`."""

BOUNDS = {
    "network_largest": 3.0, "burn_in_years": 5.0, "exposure_years": 2.0,
}  # fmt: skip
"""Where a bound has to be moved to bind."""

OTHER: dict[str, Any] = {
    "active": False, "frame": {2009: 5e8}, "frame_factor": 0.5, "requirement": 0.4,
    "dekom_s.upper_secondary": False, "dekom_s.own_share": 0.1, "dekom_s.uh_share": 0.4,
    "dekom_s.coordinator_share": 0.2, "dekom_s.subject_share_min": 0.5, "dekom_s.forum_weight": 0.5,
    "dekom_s.plan_years_min": 1, "dekom_s.plan_years_max": 5, "dekom_s.contact_hours": 15.0,
    "dekom_s.price_per_hour": 1500.0, "dekom_s.partnership_required": False, "dekom_s.vocational_colleges": True,
    "dekom_s.shared_with_others": 0.2, "dekom_s.equality": 0.5, "dekom_s.commitment_years": 4,
    "dekom_s.handling_months": 3.0, "dekom_s.nearness_bonus": 0.2, "dekom_s.flexible": True, "dekom_s.county_hub": True,
    "dekom_s.county_line": True, "dekom_s.open_pot": 0.4, "dekom_s.network_incentive": 0.5,
    "dekom_y.rounds": 1, "dekom_y.open_share": 0.3, "dekom_y.boards_share": 0.1, "dekom_y.school_first": False,
    "dekom_y.placement_days": 5.0, "dekom_y.placement_rate": 2500.0, "dekom_y.course_rate": 2000.0,
    "dekom_y.course_hours": 40.0, "dekom_y.awareness_floor": 0.9, "dekom_y.handling_months": 3.0,
    "follow_up.shadow": True, "follow_up.intake_every": 3, "follow_up.preparatory_years": 0,
    "follow_up.delivery_years": 1, "follow_up.sustain_years": 2, "follow_up.intensity": 2.0,
    "follow_up.local_guides": False,
    "money.to_individual": 0.5, "money.to_collective": 0.1, "money.inclusion_merged": True,
    "money.follow_up_folded": True, "money.growth": 0.1,
    "further_education.substitute_cost": 400_000.0, "further_education.substitute_share": 0.5,
    "further_education.priority_share": 0.6, "further_education.teacher_share": 0.1,
    "further_education.stipend": 100_000.0, "further_education.paid_time": 0.25,
    "further_education.owner_decides": True, "further_education.priority_topics": ["science"],
    "further_education.approval_target": 0.5, "further_education.other_staff": 0.1,
    "further_education.rate_level": {2009: 0.8}, "guidance.upper_secondary": True, "guidance.reach_target": 0.9,
    "staff.pay_premium": 0.1, "staff.induction": 1.0, "staff.principal_support": 1.0, "staff.career_paths": 1.0,
    "owners.capacity_grant_fte": 1.0, "owners.shared_office": 0.5,
    "teacher_education.coupling_floor": 0.5, "teacher_education.admissions_factor": 1.2,
    "teacher_education.feedback_share": 0.2, "teacher_education.practice_schools": 0.5,
    "context.curriculum_reform": False, "context.pandemic": False, "context.applicants": 0.5,
    "context.applicants_growth": -0.05,
}  # fmt: skip
"""Another value of each lever, by its name or, where sections share it, by the lever's."""

LATER = {"money.growth", "context.applicants_growth", "context.demography"}
"""What acts after 2025 only."""
ALIKE = {("dekom_s.governor_key", "national_key")}
"""Rules that give what another does: what the national key has beside teachers is the same all over a county."""


# ---- how a change is looked for


def fingerprint(model: CompetenceModel) -> str:
    """Of the whole state, static columns of the country included."""
    static = [
        columns.arrays[name].tobytes()
        for columns in model.world.tables().values()
        for name, spec in columns.declared.items()
        if spec.static and columns.arrays[name].dtype != "O"
    ]
    return model.world.digest() + str(hash(b"".join(static)))


def lived(world: str, scenario: Scenario, parameters: dict[str, float], last: int) -> str:
    """Fingerprint after some years that are lived through from nothing."""
    model = start(Setup(world=world, parameters=parameters), scenario, 0)
    while model.semester < last:
        model.step()
    return fingerprint(model)


@cache
def eve(world: str) -> tuple[CompetenceModel, tuple[int, Snapshot]]:
    """A model on the eve of autumn 2017: what policy decides from then on has this history in common."""
    model = start(Setup(world=world), made("", {}), 0)
    return model, model.save()


def lived_on(world: str, scenario: Scenario, last: int) -> str:
    """Fingerprint after some years from the eve of autumn 2017 on."""
    model, saved = eve(world)
    model.restore(saved)
    model.follow(scenario)
    while model.semester < last:
        model.step()
    return fingerprint(model)


def made(key: str, change: Levers) -> Scenario:
    """All schemes on, the company a key needs, and a change."""
    when = -1000 if early(key) else 0
    changes = sorted([(0, BUSY | COMPANY.get(key, {})), (when, change)], key=lambda c: c[0])
    return scenario_of(lever_values(), *changes)


def early(key: str) -> bool:
    """Whether a lever has to act before the history to be seen: admissions act on graduates five years on."""
    return key.endswith("admissions_factor")


@cache
def usual(key: str, world: str, last: int) -> str:
    return lived_on(world, made(key, {}), last)


def last_of(key: str, world: str) -> int:
    return 19 if key in LATER else LAST[world]


def matters(key: str, *, change: Levers | None = None, parameters: dict[str, float] | None = None) -> bool:
    """Whether a change shows in the smallest world, or else in the whole country."""
    company = key if key in COMPANY or key in LATER else ""
    for world in LAST:
        scenario, last = made(key, change or {}), last_of(key, world)
        straight = parameters is not None or early(key)
        after = lived(world, scenario, parameters or {}, last) if straight else lived_on(world, scenario, last)
        if after != usual(company, world, last):
            return True
    return False


# ---- what must matter


def moved(row: Any) -> float:
    """A value inside the parameter's range and away from its value; constants move a fifth, bounds until they bind."""
    if row.name in BOUNDS:
        return BOUNDS[row.name]
    if row.kind != "uncertainty":
        return float(row.value) * 0.8 if row.value else 1.0
    return float(row.high if row.high - row.value >= row.value - row.low else row.low)


@pytest.mark.parametrize("group", list(register()["group"].unique()))
def test_every_parameter_changes_some_result(group):
    mine = register()[register()["group"] == group].itertuples()
    assert [row.name for row in mine if not matters(row.name, parameters={row.name: moved(row)})] == []


KINDS = lever_kinds()
NUMBERS = [key for key, kind in KINDS.items() if not is_rule(kind)]


@pytest.mark.parametrize("section", list(lever_values()))
def test_every_lever_changes_some_result(section):
    mine = [key for key in NUMBERS if key.startswith(f"{section}.")]
    other = {key: OTHER[key] if key in OTHER else OTHER[key.split(".")[1]] for key in mine}
    assert [key for key in mine if not matters(key, change={key: other[key]})] == []


def test_every_other_rule_can_be_chosen_and_changes_some_result():
    idle = []
    for key in set(KINDS) - set(NUMBERS):
        section, lever = key.split(".")
        others = set(rule_names(key)) - {lever_values()[section][lever]["rule"]} - {n for k, n in ALIKE if k == key}
        idle += [(key, name) for name in others if not matters(key, change={key: resolved(key, name)})]
    assert idle == []


def test_every_number_of_a_rule_changes_some_result():
    idle = []
    for key in set(KINDS) - set(NUMBERS):
        for name in rule_names(key):
            rule = resolved(key, name)
            for number in set(rule) - {"rule"}:
                pair = ({key: rule}, {key: rule | {number: 0.5 * rule[number]}})
                if all(len({lived_on(w, made(key, change), LAST[w]) for change in pair}) == 1 for w in LAST):
                    idle.append((key, name, number))
    assert idle == []


def test_luck_matters():
    other = start(Setup(world="tiny"), made("", {}), 1)
    while other.semester < LAST["tiny"]:
        other.step()
    assert other.world.digest() not in usual("", "tiny", LAST["tiny"])


def test_every_lever_has_another_value_here():
    assert {key for key in NUMBERS if key not in OTHER and key.split(".")[1] not in OTHER} == set()
    assert set(COMPANY) <= set(register()["name"]) | set(lever_kinds())
