"""The fast model against the plain one of `benchmarks.reference`, given the same draws.

What is exogenous to the reference is listed in `benchmarks.inputs`. Discrete state must be equal. Continuous
state agrees to the rounding of single precision, in which the fast model keeps competence: after 24 semesters the
largest difference seen is 2e-7 in competence and 1e-6 in the sums of a school; the tolerance is rtol 1e-5 and
atol 2e-6. All schemes are on, all slots of measures are in use and the levers on staff are pulled. That the comparison
can fail is shown by `test_a_changed_mechanism_is_seen`, which runs the reference with one number of the theory changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from benchmarks.inputs import SemesterInputs, WatchedModel
from benchmarks.plain_luck import PlainLuck
from benchmarks.reference import EVERY_TOPIC, UPPER_SECONDARY, ReferenceModel, School
from sim.agents.teacher import ON_LEAVE, OTHER_WORK
from sim.luck import Luck
from sim.mechanisms.measures import SLOTS
from sim.parameters import Parameters, parameters_from
from sim.scenario import Phase, Scenario
from sim.setup import Ground
from sim.timeline import resolved, scenario
from sim.topics import TOPICS
from sim.world import Snapshot
from tests.handmade import handmade

FIRST, LAST = -5, 19
"""The reference takes over at the end of semester -5 and lives on to the end of semester 19, spring 2027."""

SLOW_FROM = 10
"""From this semester on what was learned fades slowly."""

TEACHER = ("qualified", "career", "tenure", "origin", "offer", "study", "age", "route", "lacks_credits")
COUNTS = ("left", "left_public", "unqualified", "novices")
NUMBERS = (
    "routines", "practice", "results", "true_results", "exposure", "environment", "environment_exposure", "measured",
    "turnover", "novice_competence",
)  # fmt: skip
SEED, REPLICATION = 1, 0


def mixed_country():
    """The hand-made country with an upper-secondary school at every owner and some schools hard to staff."""
    country = handmade(owners=6, schools_per_owner=3, posts_per_school=12)
    t = country.tables
    upper = np.arange(18) % 3 == 2
    t["schools"]["level"] = np.where(upper, UPPER_SECONDARY, np.arange(18) % 2).astype(np.int8)
    t["schools"]["environment_level"] = np.linspace(-0.2, 0.2, 18)
    t["schools"]["pupils"] = np.where(np.arange(18) % 3 == 0, 60.0, 120.0)
    t["schools"]["appeal"] = np.repeat(np.tile(np.array([0.5, -0.5]), 3), 3)
    t["schools"]["competition"] = np.tile(np.array([0.3, -0.2, 0.0]), 6)
    t["counties"]["readiness"] = np.array([0.2, -0.2])
    t["posts"]["lacks_credits"] = t["posts"]["qualified"] & (np.arange(len(t["posts"]["uid"])) % 3 == 0)
    t["universities"]["graduates_upper"] = np.array([1.5, 0.5])
    t["universities"]["elsewhere_upper"] = np.array([0.2, 0.1])
    t["universities"]["elsewhere_primary"] = np.array([0.3, 0.2])
    t["counties"]["apprentices"] = np.array([20.0, 30.0])
    kinds = np.flatnonzero(np.array(TOPICS.levels) == "upper")
    posts = upper[t["posts"]["school"]]
    t["posts"]["kind"][posts] = np.resize(kinds, posts.sum())
    return country


def everything() -> Scenario:
    """The schemes of 2025 all on from the start, the staff levers pulled, and forgetting first fast, then slow."""
    decisions = {
        "dekom_s.subject_share_min": 0.3,
        "dekom_y.frame_factor": 3.0,
        "further_education.paid_time": 0.25,
        "staff.pay_premium": 0.1,
        "staff.induction": 0.5,
        "staff.career_paths": 0.8,
        "context.applicants_growth": 0.1,
    }
    levers = decided(scenario("model_2025").phases[-1].levers, decisions)
    slow = decided(levers, {"context.forgetting": "slow_forgetting"})
    return Scenario("everything", {}, (Phase(-1000, levers), Phase(SLOW_FROM, slow)))


def decided(levers: Mapping[str, Any], decisions: Mapping[str, Any]) -> dict[str, Any]:
    """Lever values after some decisions."""
    after = {section: dict(values) for section, values in levers.items()}
    for lever, value in decisions.items():
        section, name = lever.split(".")
        after[section][name] = resolved(lever, value)
    return after


@dataclass(frozen=True)
class History:
    """What the fast model lived through: where it stood at first, then inputs and state of every semester."""

    model: WatchedModel
    start: tuple[int, Snapshot]
    semesters: list[tuple[SemesterInputs, Snapshot]]

    def reference(self, parameters: Parameters) -> ReferenceModel:
        """A reference model that stands where the fast one stood at first."""
        self.model.restore(self.start)
        return ReferenceModel(self.model.world, self.model.market, parameters, PlainLuck(SEED, REPLICATION))


@pytest.fixture(scope="module")
def history() -> History:
    model = WatchedModel(Ground(mixed_country(), parameters_from({}), Luck(SEED, REPLICATION)), everything())
    while model.semester < FIRST:
        model.live_and_tell()
    model.world.universities.cohort_quality += np.array([[0.2], [-0.1]])  # so that graduates bring something
    start = model.save()
    return History(model, start, [(model.live_and_tell(), model.world.save()) for _ in range(FIRST, LAST)])


def differences(history: History, reference: ReferenceModel) -> Iterator[str]:
    """Where the reference departs from the fast model, semester by semester."""
    for inputs, seen in history.semesters:
        reference.step(inputs)
        for name in (*_unequal(reference, seen), *_far(reference, seen), *_wrong_applicants(reference, history, seen)):
            yield f"semester {inputs.semester}: {name}"


def _unequal(reference: ReferenceModel, seen: Snapshot) -> Iterator[str]:
    for name in TEACHER:
        if [getattr(post.teacher, name) for post in reference.posts] != seen[f"posts.{name}"].tolist():
            yield f"posts.{name}"
    if [post.teacher.person for post in reference.posts] != seen["posts.holder"].tolist():
        yield "posts.holder"
    if away_of(reference) != away_in(seen):
        yield "away"
    for name in COUNTS:
        if [getattr(school, name) for school in reference.schools] != seen[f"schools.{name}"].tolist():
            yield f"schools.{name}"


def away_of(reference: ReferenceModel) -> dict[int, tuple[int, ...]]:
    """Those away by their id: how, since when, from where, age and time since graduation."""
    status = {"leave": ON_LEAVE, "work": OTHER_WORK}
    return {
        t.person: (status[t.fate], t.since, t.post.school.row, t.post.kind, t.age, t.career) for t in reference.away
    }


def away_in(seen: Snapshot) -> dict[int, tuple[int, ...]]:
    rows = np.flatnonzero(seen["away.status"])
    names = ("status", "since", "school", "kind", "age", "career")
    return {int(seen["away.holder"][i]): tuple(int(seen[f"away.{name}"][i]) for name in names) for i in rows}


def _far(reference: ReferenceModel, seen: Snapshot) -> Iterator[str]:
    found: dict[str, Any] = {
        f"posts.{name}": [getattr(post.teacher, name) for post in reference.posts] for name in ("base", "learned")
    }
    found |= {f"schools.{name}": [getattr(school, name) for school in reference.schools] for name in NUMBERS}
    if reference.semester >= -1:
        found |= {f"schools.{name}": value for name, value in _sums(reference.schools).items()}
    for name, value in found.items():
        if not np.allclose(value, seen[name], rtol=1e-5, atol=2e-6):
            yield name


def _sums(schools: list[School]) -> dict[str, list[list[float]]]:
    return {
        "competence": [[s.competence(t) for t in EVERY_TOPIC] for s in schools],
        "gap_relevant": [[s.gaps(t, concerned=True) for t in EVERY_TOPIC] for s in schools],
        "gap_other": [[s.gaps(t, concerned=False) for t in EVERY_TOPIC] for s in schools],
        "deep": [[s.deep(t) for t in EVERY_TOPIC] for s in schools],
    }


def _wrong_applicants(reference: ReferenceModel, history: History, seen: Snapshot) -> Iterator[str]:
    if reference.semester < 0 or reference.autumn:
        return
    owner = history.model.world.schools.owner
    applied = np.bincount([owner[reference.posts[row].school.row] for row in reference.applied], minlength=6)
    if applied.tolist() != seen["owners.applications"].tolist():
        yield "owners.applications"
    if any(reference.applied.get(row) != topic for row, topic in reference.given.places.items()):
        yield "a place for somebody who did not apply for it"


def test_the_fast_model_agrees_with_the_plain_reference(history):
    assert list(differences(history, history.reference(parameters_from({})))) == []


def test_the_history_uses_every_mechanism(history):
    last = [seen for inputs, seen in history.semesters if inputs.semester >= 2]
    schools = history.model.world.schools
    assert schools.hard_to_staff.any()
    assert (~schools.hard_to_staff).any()
    for slot in range(SLOTS):
        assert any((seen["schools.topic"][:, slot] >= 0).any() for seen in last)
    assert max((seen["schools.topic"] >= 0).sum(axis=1).max() for seen in last) >= 4
    assert {inputs.slow_forgetting for inputs, _ in history.semesters} == {True, False}
    assert history.semesters[-1][0].applicants > 1.0
    assert any((seen["schools.hours"] >= 3.0).any() for seen in last)
    assert any((seen["posts.study"] >= 0).any() for seen in last)
    assert sum(len(inputs.places) for inputs, _ in history.semesters) > 20
    assert (last[-1]["posts.origin"] >= 0).sum() > 10
    assert last[-1]["schools.routines"].max() > 0.1
    assert any(s.principal_tenure < 2.0 for inputs, _ in history.semesters for s in inputs.schools)
    assert any(s.guides > 0 and s.measures for inputs, _ in history.semesters for s in inputs.schools)


CHANGES = {
    "spill_collective": ("competence", 0.0),
    "spill_individual": ("competence", 0.0),
    "fade_unused": ("competence", 0.49),
    "fade_slow": ("competence", 0.2),
    "career_spill": ("competence", 0.0),
    "subject_use": ("competence", 0.6),
    "refresh_hours": ("competence", 1000.0),
    "novice_gap": ("competence", 0.07),
    "socialisation": ("competence", 0.0),
    "induction_learning": ("competence", 0.0),
    "routine_turnover": ("school", 0.0),
    "turnover_disruption": ("school", 0.0),
    "year_group_noise": ("school", 0.0),
    "guide_routines": ("follow_up", 0.0),
    "weak_results_quits": ("staff", 5.0),
    "autumn_share": ("staff", 0.7),
    "induction_quits": ("staff", -4.0),
    "career_quits": ("staff", 0.0),
    "exit_glu": ("staff", 2.0),
    "leave_back": ("staff", 0.4),
    "retirement_pace": ("staff", 0.5),
    "reserve_seeks": ("staff", 0.9),
    "reserve_elasticity": ("staff", 0.0),
    "others_qualified": ("staff", 0.9),
    "late_ppu": ("staff", 20.0),
    "premium_recruitment": ("staff", -1.0),
    "local_supply_weight": ("staff", 0.0),
    "graduate_effect": ("partnership", 0.0),
    "apply_gap": ("study", 0.0),
    "apply_credits": ("study", 0.0),
    "apply_year_sd": ("study", 0.3),
    "dropout": ("study", 0.4),
    "apply_own_time": ("study", 0.0),
}


def test_a_changed_mechanism_is_seen(history):
    point, unseen = parameters_from({}), []
    for name, (group, value) in CHANGES.items():
        changed = replace(point, **{group: replace(getattr(point, group), **{name: value})})
        if next(differences(history, history.reference(changed)), None) is None:
            unseen.append(name)
    assert unseen == []
