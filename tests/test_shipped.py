"""The scenarios that come with the program, lived through: they run, they matter, and the same money stays the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sim.schemes.slots import INCLUSION_LINE, SCHOOLS_LINE

from sim.paths import configs_folder
from sim.policy import lever_values
from sim.scenario import Scenario, year_of
from sim.scenario_file import locate, read_scenario, shipped
from sim.simulation import Setup, replicate, start
from sim.timeline import scenario, scenarios
from sim.world import World
from tests.laws import Purse, check_world, in_world, scenario_of

LAST_SHARED = 17
"""Spring 2026: until here the scenarios of the law of 2026 have one history."""


# ---- the same money


@pytest.fixture(scope="module")
def eve() -> tuple[Purse, tuple[Any, ...]]:
    """The model in the last semester that all scenarios share, and the state to go back to."""
    model = in_world("tiny", scenario("system_2026"), Purse)
    while model.semester < LAST_SHARED:
        model.step()
    return model, model.save()


def by_year(eve: Any, name: str, until: int) -> dict[int, int]:
    """Kroner that all schemes together have been appropriated since spring 2026, by the end of each calendar year."""
    model, saved = eve
    model.restore(saved)
    model.follow(scenario(name))
    before, found = model.appropriated(), {}
    while year_of(model.semester) <= until:
        model.step()
        if model.semester % 2 == 0:
            found[year_of(model.semester)] = model.appropriated() - before
    return found


SAME_MONEY = (
    "individual_first", "collective_first", "long_follow_up", "follow_up_folded_in", "subject_quota",
    "practice_near_incentive", "feedback_money", "stable_money", "practice_schools", "double_purpose_contract",
    "free_partner_choice", "brokered_partners", "experience_matched", "flexible_schools", "shared_school_office",
)  # fmt: skip


@pytest.mark.parametrize("name", SAME_MONEY)
def test_a_scenario_of_the_same_money_costs_the_state_the_same_to_the_krone_every_year(eve, name):
    assert by_year(eve, name, 2029) == by_year(eve, "system_2026", 2029)


def test_stop_and_go_costs_the_same_over_every_two_years_and_not_in_the_first_of_them(eve):
    """Nothing in one year and twice the frame in the next; up to a krone of rounding each time."""
    one, other = (by_year(eve, name, 2034) for name in ("stop_and_go", "system_2026"))
    gap = [other[year] - one[year] for year in range(2026, 2035)]
    assert gap[0] == 0
    assert all(abs(late) <= pair + 1 for pair, late in enumerate(gap[2::2]))
    assert min(gap[1::2]) > 1_000_000


def test_money_that_is_moved_is_given_to_the_other_scheme(eve):
    model, saved = eve
    spent = {}
    for name in ("system_2026", "individual_first", "collective_first"):
        model.restore(saved)
        model.follow(scenario(name))
        collective, individual = model.world.counties.appropriated.sum(), model.individual
        while model.semester < 21:
            model.step()
        spent[name] = (model.world.counties.appropriated.sum() - collective, model.individual - individual)
    usual = spent["system_2026"]
    assert spent["individual_first"][0] < usual[0] < spent["collective_first"][0]
    assert spent["individual_first"][1] > usual[1] > spent["collective_first"][1]
    assert len({sum(money) for money in spent.values()}) == 1


# ---- every scenario runs, holds the laws, and matters


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_keeps_every_law_to_2035(name):
    model = start(Setup(world="tiny"), scenario(name), 0)
    while model.semester < 35:
        model.step()
        check_world(model.world)


@pytest.fixture(scope="session")
def digests() -> dict[str, dict[str, str]]:
    """Fingerprint of the last state of every scenario, by world."""
    found = {}
    for world in ("tiny", "norway"):
        runs = replicate(Setup(world=world, horizon=2035), scenarios(shipped()), 0)
        found[world] = {run.scenario: run.digest for run in runs}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped() if name != "model_2025"])
def test_a_shipped_scenario_differs_from_its_base_before_2035(digests, name):
    base = read_scenario(locate(name, configs_folder())).base
    assert base is not None
    assert any(of_world[name] != of_world[base] for of_world in digests.values())


@pytest.mark.slow
def test_no_two_shipped_scenarios_are_the_same(digests):
    assert len(set(digests["norway"].values())) == len(shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_states_its_question_in_both_languages(name):
    question = scenario(name).question
    assert set(question) == {"en", "nb"}
    assert all(text.endswith("?") and len(text) <= 120 for text in question.values())
    assert question["en"] != question["nb"]


# ---- schemes on and off

SCHEMES = ("dekom_s", "inclusion", "dekom_y", "follow_up", "further_education")


def lived(made: Scenario, last: int = 13) -> Purse:
    model = in_world("tiny", made, Purse)
    while model.semester < last:
        model.step()
        check_world(model.world)
    return model


def nothing_collective(world: World) -> bool:
    counties, networks = world.counties, world.networks
    money = (counties.appropriated, counties.y_appropriated, networks.granted, networks.spent, networks.in_hand,
             world.governors.appropriated, world.owners.follow_grant)  # fmt: skip
    measures = (world.schools.participation, world.schools.hours, world.schools.gain, world.schools.drive)
    return not any(column.any() for column in (*money, *measures)) and bool((world.schools.topic == -1).all())


def test_never_means_no_krone_and_no_measure_in_any_semester():
    model = start(Setup(world="tiny"), scenario("never"), 0)
    while model.semester < 35:
        model.step()
        assert nothing_collective(model.world)
    assert model.world.owners.places.sum() > 0  # individual further education goes on


def test_never_is_all_collective_schemes_off():
    off = {f"{scheme}.active": False for scheme in SCHEMES if scheme != "further_education"}
    made = start(Setup(world="tiny"), scenario_of(lever_values(), (-1000, off)), 0)
    never = start(Setup(world="tiny"), scenario("never"), 0)
    for _ in range(20):
        made.step()
        never.step()
    one, other = made.world.digests(), never.world.digests()
    assert {name for name in one if one[name] != other[name]} == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_can_be_switched_on_alone(scheme):
    on: dict[str, Any] = {f"{name}.active": name == scheme for name in SCHEMES}
    model = lived(scenario_of(lever_values(), (-1000, on | {"dekom_s.upper_secondary": True})))
    w = model.world
    appropriated = {
        "dekom_s": w.counties.appropriated[:, SCHOOLS_LINE].sum(),
        "inclusion": w.counties.appropriated[:, INCLUSION_LINE].sum(),
        "dekom_y": w.counties.y_appropriated.sum(),
        "follow_up": w.governors.appropriated.sum(),
        "further_education": model.individual,
    }
    spent = {
        "dekom_s": w.networks.spent[:, SCHOOLS_LINE].sum(),
        "inclusion": w.networks.spent[:, INCLUSION_LINE].sum(),
        "dekom_y": w.counties.y_spent.sum(),
        "follow_up": (w.governors.guides + w.governors.measures).sum(),
        "further_education": w.owners.study_grant.sum(),
    }
    assert {name for name, kroner in appropriated.items() if kroner > 0} == {scheme}
    assert {name for name, kroner in spent.items() if kroner > 0} == {scheme}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_can_be_switched_off_and_the_others_go_on(scheme):
    on: dict[str, Any] = {f"{name}.active": name != scheme for name in SCHEMES}
    w = lived(scenario_of(lever_values(), (-1000, on | {"dekom_s.upper_secondary": True}))).world
    running = {
        "dekom_s": w.networks.spent[:, SCHOOLS_LINE].any(),
        "inclusion": w.networks.spent[:, INCLUSION_LINE].any(),
        "dekom_y": w.counties.y_spent.any(),
        "follow_up": w.governors.guides.any(),
        "further_education": w.owners.study_grant.any(),
    }
    assert {name for name, runs in running.items() if not runs} == {scheme}


# ---- levers of the core act from their date, and on what they should


def parted(change: dict[str, Any], semesters: int) -> set[str]:
    """Columns that differ between the law of 2026 and the same with one lever changed in autumn 2026."""
    model = start(Setup(world="agder"), scenario("system_2026"), 0)
    while model.semester < LAST_SHARED:
        model.step()
    saved, ends = model.save(), []
    last = scenario("system_2026").phases[-1].levers
    for levers in ({}, change):
        model.restore(saved)
        model.follow(scenario_of(dict(last), (18, levers)))
        for _ in range(semesters):
            model.step()
        ends.append(model.world.digests())
    return {name for name in ends[0] if ends[0][name] != ends[1][name]}


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"dekom_s.equality": 0.5}, {"networks.trust"}),
        ({"teacher_education.practice_schools": 0.5}, {"universities.cohort_quality"}),
        ({"teacher_education.coupling_floor": 0.9}, {"universities.quality"}),
        ({"dekom_s.network_incentive": 1.0}, set()),
        ({"dekom_s.open_pot": 0.5}, {"networks.need"}),  # needs are looked at once more in autumn
        ({"money.to_individual": 0.5}, set()),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_lever_moves_its_own_state_first_and_no_other(change, first):
    """In the first autumn; levers on grants and places decided in spring change nothing before."""
    assert parted(change, 1) == first


@pytest.mark.parametrize(
    ("change", "moved", "still"),
    [
        ({"dekom_s.network_incentive": 1.0}, {"networks.granted"}, {"networks.asked", "counties.appropriated"}),
        ({"dekom_s.open_pot": 0.5}, {"networks.granted", "counties.pot"}, {"networks.asked"}),
        ({"money.to_individual": 0.5}, {"counties.appropriated", "owners.places"}, {"networks.asked"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_levers_on_money_act_with_the_grants_of_the_next_spring(change, moved, still):
    found = parted(change, 2)
    assert moved <= found
    assert not still & found
    assert np.all([not name.startswith("posts.learned") for name in found])
