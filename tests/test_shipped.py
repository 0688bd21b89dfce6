"""The scenarios that come with the program, lived through: they run, they matter, and the same money stays the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.mechanisms.measures import INCLUSION_LINE, OWN, SCHOOLS_LINE, SLOTS
from sim.model import CompetenceModel
from sim.paths import configs_folder
from sim.policy import lever_values
from sim.scenario import year_of
from sim.scenario_file import locate, read_scenario, shipped
from sim.schemes import SCHEMES
from sim.schemes.dekom_s import Grants, Pots
from sim.setup import Setup
from sim.simulation import replicate
from sim.timeline import scenario, scenarios
from sim.world import Snapshot, World
from tests.laws import Watch, appropriated, in_world, scenario_of

LAST_SHARED = 17
"""Spring 2026: until here the scenarios of the law of 2026 have one history."""


# ---- the same money


Eve = tuple[CompetenceModel, tuple[int, Snapshot]]


def eve_of_2026(world: str) -> Eve:
    """A model in the last semester that all scenarios share, and the state to go back to."""
    model = in_world(world, scenario("system_2026"))
    while model.semester < LAST_SHARED:
        model.step()
    return model, model.save()


@pytest.fixture(scope="module")
def eve() -> Eve:
    return eve_of_2026("tiny")


def by_year(eve: Eve, name: str, until: int) -> dict[int, int]:
    """Kroner that all schemes together have been appropriated since spring 2026, by the end of each calendar year."""
    model, saved = eve
    model.restore(saved)
    model.follow(scenario(name))
    before, found = sum(appropriated(model.world).values()), {}
    while year_of(model.semester) <= until:
        model.step()
        if model.semester % 2 == 0:
            found[year_of(model.semester)] = sum(appropriated(model.world).values()) - before
    return found


SAME_MONEY = (
    "individual_first", "collective_first", "long_follow_up", "follow_up_folded_in", "subject_quota",
    "practice_near_incentive", "feedback_money", "stable_money", "practice_schools", "double_purpose_contract",
    "free_partner_choice", "brokered_partners", "experience_matched", "flexible_schools", "shared_school_office",
)  # fmt: skip


def test_a_scenario_of_the_same_money_costs_the_state_the_same_to_the_krone_every_year(eve):
    usual = by_year(eve, "system_2026", 2029)
    assert min(usual.values()) > 0
    assert [name for name in SAME_MONEY if by_year(eve, name, 2029) != usual] == []


def test_stop_and_go_costs_the_same_over_every_two_years_and_not_in_the_first_of_them(eve):
    """Nothing in one year and twice the frame in the next; up to a krone of rounding each time."""
    one, other = (by_year(eve, name, 2034) for name in ("stop_and_go", "system_2026"))
    gap = [other[year] - one[year] for year in range(2026, 2035)]
    assert gap[0] == 0
    assert all(abs(late) <= pair + 1 for pair, late in enumerate(gap[2::2]))
    assert min(gap[1::2]) > 1_000_000


def test_money_that_is_moved_is_given_to_the_other_scheme(eve):
    model, saved = eve
    came = {}
    for name in ("system_2026", "individual_first", "collective_first"):
        model.restore(saved)
        model.follow(scenario(name))
        before = appropriated(model.world)
        while model.semester < 21:
            model.step()
        after = appropriated(model.world)
        came[name] = (after["dekom_s"] - before["dekom_s"], after["further_education"] - before["further_education"])
    usual = came["system_2026"]
    assert came["individual_first"][0] < usual[0] < came["collective_first"][0]
    assert came["individual_first"][1] > usual[1] > came["collective_first"][1]
    assert len({sum(money) for money in came.values()}) == 1


# ---- every scenario runs, holds the laws, and matters


@pytest.mark.slow
def test_every_shipped_scenario_keeps_every_law_to_2035():
    for name in shipped():
        model = in_world("tiny", scenario(name))
        Watch(model)
        while model.semester < 35:
            model.step()


@pytest.fixture(scope="session")
def digests() -> dict[str, dict[str, str]]:
    """Fingerprint of the last state of every scenario, by world."""
    found = {}
    for world in ("tiny", "norway"):
        runs = replicate(Setup(world=world, horizon=2035), scenarios(shipped()), 0)
        found[world] = {run.scenario: run.digest for run in runs}
    return found


@pytest.mark.slow
def test_a_shipped_scenario_differs_from_its_base_before_2035(digests):
    bases = {name: read_scenario(locate(name, configs_folder())).base for name in shipped() if name != "model_2025"}
    assert None not in bases.values()
    assert [n for n, base in bases.items() if all(of_world[n] == of_world[base] for of_world in digests.values())] == []


@pytest.mark.slow
def test_no_two_shipped_scenarios_are_the_same(digests):
    assert len(set(digests["norway"].values())) == len(shipped())


def test_every_shipped_scenario_states_its_question_in_both_languages():
    wanting = []
    for name in shipped():
        question = scenario(name).question
        sound = set(question) == {"en", "nb"} and question["en"] != question["nb"]
        if not sound or not all(text.endswith("?") and len(text) <= 120 for text in question.values()):
            wanting.append(name)
    assert wanting == []


# ---- schemes on and off

NAMES = [scheme.name for scheme in SCHEMES]
WITHOUT_ACCOUNT = {"inclusion"}
"""Its money is a line of the collective account, which is asked for that line below."""


def lived(changes: dict[str, Any], last: int = 13) -> CompetenceModel:
    """The smallest world under some decisions from long ago on, every law held after every stage."""
    model = in_world("tiny", scenario_of(lever_values(), (-1000, changes)))
    Watch(model)
    while model.semester < last:
        model.step()
    return model


def money_of(world: World) -> dict[str, tuple[int, int]]:
    """Kroner appropriated and spent so far by scheme; the lines of the collective account apart."""
    found = {}
    for scheme in SCHEMES:
        for account in scheme.accounts:
            found[scheme.name] = (int(account.appropriated(world).sum()), int(account.spent(world).sum()))
    pots, grants = world[Pots], world[Grants]
    for name, line in (("dekom_s", SCHOOLS_LINE), ("inclusion", INCLUSION_LINE)):
        found[name] = (int(pots.appropriated[:, line].sum()), int(grants.spent[:, line].sum()))
    return found


INDIVIDUAL = ("further_education", "guidance")
"""Schemes that are no part of the decentralised model; they go on without it."""


def nothing_collective(world: World) -> bool:
    """Whether no collective scheme has had a krone, and no school a measure but of its own."""
    money = [kroner for name, kroner in money_of(world).items() if name not in INDIVIDUAL]
    schools = world.schools
    paid_for = [slot for slot in range(SLOTS) if slot != OWN]
    measures = (schools.participation, schools.hours, schools.gain, schools.drive, schools.topic + 1)
    return not any(map(any, money)) and not any(m[:, paid_for].any() for m in measures)


def test_every_scheme_has_its_money_counted_here():
    assert set(money_of(lived({}, -1).world)) == set(NAMES)
    assert {scheme.name for scheme in SCHEMES if not scheme.accounts} == WITHOUT_ACCOUNT


def test_never_means_no_krone_and_no_measure_in_any_semester():
    model = in_world("tiny", scenario("never"))
    while model.semester < 35:
        model.step()
        assert nothing_collective(model.world)
    assert model.world.owners.places.sum() > 0  # individual further education goes on
    own = model.world.schools.participation[:, OWN]  # and so does what schools do by themselves
    assert np.allclose(own, model.params.school.own_participation)
    assert np.array_equal(model.world.schools.own_routines, model.world.schools.routines)


def test_never_is_all_collective_schemes_off():
    """To spring 2025; then `never`, too, lets upper secondary into the grant for guidance."""
    made = lived({f"{name}.active": name in INDIVIDUAL for name in NAMES}, 15)
    never = in_world("tiny", scenario("never"))
    while never.semester < 15:
        never.step()
    one, other = made.world.digests(), never.world.digests()
    assert {name for name in one if one[name] != other[name]} == set()


@pytest.mark.parametrize("scheme", NAMES)
def test_each_scheme_can_be_switched_on_alone(scheme):
    on: dict[str, Any] = {f"{name}.active": name == scheme for name in NAMES}
    found = money_of(lived(on | {"dekom_s.upper_secondary": True}).world)
    assert {name for name, (kroner, _) in found.items() if kroner > 0} == {scheme}
    assert {name for name, (_, kroner) in found.items() if kroner > 0} == {scheme}


@pytest.mark.parametrize("scheme", NAMES)
def test_each_scheme_can_be_switched_off_and_the_others_go_on(scheme):
    on: dict[str, Any] = {f"{name}.active": name != scheme for name in NAMES}
    found = money_of(lived(on | {"dekom_s.upper_secondary": True}).world)
    assert {name for name, (_, kroner) in found.items() if kroner == 0} == {scheme}


# ---- levers of the core act from their date, and on what they should


@pytest.fixture(scope="module")
def in_agder() -> Eve:
    return eve_of_2026("agder")


def parted(eve: Eve, change: dict[str, Any], semesters: int) -> set[str]:
    """Columns that differ between the law of 2026 and the same with one lever changed in autumn 2026."""
    (model, saved), ends = eve, []
    last = scenario("system_2026").phases[-1].levers
    for levers in ({}, change):
        model.restore(saved)
        model.follow(scenario_of(dict(last), (18, levers)))
        for _ in range(semesters):
            model.step()
        ends.append(model.world.digests())
    return {name for name in ends[0] if ends[0][name] != ends[1][name]}


LOOKED_AT_ONCE_MORE = {"owners.assessed_gap", "counties.open_to_grants"} | {
    f"networks.{name}"
    for name in (
        "need", "reported_relevant", "reported_other", "reported_concerned", "eligible", "weakness",
        "application_quality", "wished", "recommended", "straight", "decided",
    )
}  # fmt: skip
"""What an open pot moves in its first autumn: needs are reported and weighed, but nothing was kept to be granted."""


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"dekom_s.equality": 0.5}, {"networks.trust"}),
        ({"teacher_education.practice_schools": 0.5}, {"universities.cohort_quality"}),
        ({"teacher_education.coupling_floor": 0.9}, {"universities.quality"}),
        ({"dekom_s.network_incentive": 1.0}, set()),
        ({"dekom_s.open_pot": 0.5}, LOOKED_AT_ONCE_MORE),
        ({"money.to_individual": 0.5}, set()),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_lever_moves_its_own_state_first_and_no_other(in_agder, change, first):
    """In the first autumn; levers on grants and places decided in spring change nothing before."""
    assert parted(in_agder, change, 1) == first


@pytest.mark.parametrize(
    ("change", "moved", "still"),
    [
        ({"dekom_s.network_incentive": 1.0}, {"networks.granted"}, {"networks.asked", "counties.appropriated"}),
        ({"dekom_s.open_pot": 0.5}, {"networks.granted", "counties.pot"}, {"networks.asked"}),
        ({"money.to_individual": 0.5}, {"counties.appropriated", "owners.places"}, {"networks.asked"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_levers_on_money_act_with_the_grants_of_the_next_spring(in_agder, change, moved, still):
    found = parted(in_agder, change, 2)
    assert moved <= found
    assert not still & found
    assert np.all([not name.startswith("posts.learned") for name in found])
