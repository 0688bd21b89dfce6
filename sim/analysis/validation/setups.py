"""The runs that validation needs: what is left out of a run, and which mechanism is switched off."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sim.scenario import Phase, Scenario

ALWAYS = -1000
"""A change in force from here on holds in the burn-in too."""

HISTORY, FOLLOW_UP_2020, STOP = 0, 5, 17
"""Semesters: autumn 2017; spring 2020, when the follow-up scheme got its second version; spring 2026."""


@dataclass(frozen=True)
class Change:
    """Lever values ("section.lever") in force from a semester on, whatever the scenario decides."""

    start: int
    levers: Mapping[str, Any]


def changed(scenario: Scenario, name: str, changes: tuple[Change, ...]) -> Scenario:
    """The scenario under another name, with changes that win over its own decisions."""
    starts = sorted({phase.start for phase in scenario.phases} | {change.start for change in changes})
    return Scenario(name, scenario.question, tuple(Phase(s, _levers(scenario, changes, s)) for s in starts))


def _levers(scenario: Scenario, changes: tuple[Change, ...], semester: int) -> Mapping[str, Any]:
    levers: dict[str, dict[str, Any]] = deepcopy(dict(scenario.levers_at(semester)))
    for change in sorted(changes, key=lambda c: c.start):
        if change.start <= semester:
            for key, value in change.levers.items():
                section, lever = key.split(".")
                levers[section] = {**levers[section], lever: value}
    return levers


_NOTHING_COLLECTIVE = {
    "dekom_s.active": False, "inclusion.active": False, "dekom_y.active": False, "follow_up.active": False,
}  # fmt: skip

ROLES: Mapping[str, tuple[Change, ...]] = {
    "model": (),
    "never": (Change(HISTORY, _NOTHING_COLLECTIVE),),
    "no_s": (Change(HISTORY, {"dekom_s.active": False, "inclusion.active": False}),),
    "no_y": (Change(HISTORY, {"dekom_y.active": False}),),
    "no_study": (Change(HISTORY, {"further_education.active": False}),),
    "study_cut": (Change(HISTORY, {"further_education.frame_factor": 0.7}),),
    "shadow": (Change(FOLLOW_UP_2020, {"follow_up.shadow": True}),),
    "ended": (Change(STOP, _NOTHING_COLLECTIVE),),
}
"""What a run leaves out of the schemes of 2017-2025: nothing; everything collective; Dekom S with Kompetanseløftet,
which runs on it; Dekom Y; further education; 30 % of its money; the help of the follow-up scheme from 2020; everything
collective from 2026."""


@dataclass(frozen=True)
class Case:
    """The model as it is, or with a mechanism switched off; every run of a case shares its numbers and levers.

    Attributes:
        name: Identifier.
        en, nb: What is switched off.
        parameters: Numbers of the theory that differ from the register.
        changes: Levers that differ in every run.
    """

    name: str
    en: str = ""
    nb: str = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    def scenario(self, base: Scenario, role: str) -> Scenario:
        """The scenario of a role in this case."""
        return changed(base, role, self.changes + ROLES[role])


def _levers_off(name: str, en: str, nb: str, levers: Mapping[str, Any]) -> Case:
    return Case(name, en, nb, changes=(Change(ALWAYS, levers),))


DEFAULT = Case("default")

STOP_AND_GO = Case(
    "stop_and_go", "stop-and-go money", "rykk og napp i midlene",
    changes=tuple(
        Change(spring, {"dekom_s.frame_factor": factor, "inclusion.frame_factor": factor})
        for begun in range(1, 40, 4)
        for spring, factor in ((begun, 2.0), (begun + 2, 0.0))
    ),
)  # fmt: skip
"""From 2018 twice the frame in one calendar year and nothing in the next; the same money over two years."""

EQUAL_OWNERS = Case(
    "equal_owners", "equal owners", "like eiere",
    {
        "office_elasticity": 0.0, "office_sd": 0.0, "office_scale": 2.0, "office_council": 2.0, "office_private": 2.0,
        "office_state": 2.0, "steering_capacity": 0.0, "steering_stability": 0.0, "steering_sd": 0.0,
        "understanding_sd": 0.0, "profile_sd": 0.0, "leader_exit_small": 0.17, "few_applicants_small": 0.6,
    },
)  # fmt: skip
"""One school office for all, and no other difference between owners at the start or in how their leaders leave."""

NO_STEERING = Case(
    "no_steering", "no path from steering to quality", "ingen vei fra styring til kvalitet",
    {"success_steering": 0.0, "dominance_loss": 0.0, "steering_loss": 0.0, "steering_growth": 0.0,
     "participation_steering": 0.0, "involvement_steering": 0.0},
)  # fmt: skip
"""Steering neither makes work succeed nor keeps the university from dominating, nor lifts participation and through
it involvement; it does not grow by the activity that trust grows by, and is not lost in the same leader exits."""

NO_INVOLVEMENT = Case(
    "no_involvement", "no path from involvement to quality", "ingen vei fra lokal forankring til kvalitet",
    {"success_involvement": 0.0, "involvement_growth": 0.0, "participation_involvement": 0.0},
)  # fmt: skip
"""Involvement neither makes work succeed nor lifts participation, and through it steering and understanding; and it
does not grow by the activity that trust grows by."""

NO_UNDERSTANDING = Case(
    "no_understanding", "no path between understanding and quality", "ingen vei mellom forståelse og kvalitet",
    {"success_understanding": 0.0, "understanding_growth": 0.0, "understanding_loss": 0.0},
)  # fmt: skip
"""Understanding does not make work succeed, does not grow by activity and trust, is not lost in the same exits."""

NO_TRUST_GROWTH = Case("no_trust_growth", "trust does not grow", "tillit vokser ikke", {"trust_half_years": 1e9})

EQUAL_SPEED = Case(
    "equal_speed", "structure, routines and practice move equally fast", "struktur, rutiner og praksis like raske",
    {
        "reference_gain": 5.0, "dose_threshold": 0.0, "fade_unused": 0.0, "fade_practised": 0.0,
        "implementation_midpoint": 0.0, "routine_gain": 50.0, "routine_loss": 0.0, "routine_turnover": 0.0,
        "trust_half_years": 0.01, "dominance_loss": 0.0, "trust_exit_loss": 0.0,
    },
)  # fmt: skip
"""Routines and practice follow a measure at once, as agreements and participation do, and stay."""

EQUAL_START = Case(
    "equal_start", "equal start", "lik start",
    {"uh_nearness_experience": 0.0, "uh_nearness_sd": 0.0, "uh_experience_sd": 0.0},
)  # fmt: skip
"""All universities begin equally practice-near and equally experienced; what P6 is measured on."""

NO_LEARNING_BY_DOING = Case(
    "no_learning_by_doing", "no learning by doing", "ingen læring ved å gjøre",
    {**EQUAL_START.parameters, "nearness_gain": 0.0},
)  # fmt: skip

COUPLING_ONE = _levers_off(
    "coupling_one", "coupling 1", "kobling 1", {"teacher_education.coupling_floor": 1.0}
)  # fmt: skip

SHORT_PROGRAMME = Case(
    "short_programme", "no pipeline: graduates meet the programme of their last year",
    "ingen forsinkelse: kandidatene møter utdanningen slik den er siste år", {"programme_years": 1.0},
)  # fmt: skip

SMALL_GROUPS = _levers_off(
    "requirement_0_2", "requirement 0.2", "krav 0,2", {"dekom_s.requirement": 0.2, "inclusion.requirement": 0.2}
)  # fmt: skip

Y_AS_S = _levers_off("y_as_s", "Dekom Y by the rules of Dekom S", "Dekom Y etter reglene i Dekom S",
                     {"dekom_y.rounds": 0})  # fmt: skip

ALL_AWARE = _levers_off("all_aware", "awareness 1", "alle kjenner ordningen", {"dekom_y.awareness_floor": 1.0})

NO_EXPOSURE = Case("no_exposure", "no three-year exposure", "ingen treårig eksponering", {"exposure_years": 1.0})

HARMLESS_EXITS = Case(
    "harmless_exits", "exits do not touch steering", "lederskifter rører ikke styringen",
    {"steering_loss": 0.0, "vacancy_years": 0.0, "guide_new_leader": 1.0},
)  # fmt: skip
"""Steering is not lost, an empty post does not stop its growth, and guides help new leaders as they help others."""

ROUTINES_CARRY = Case(
    "routines_carry", "routines carry all practice and trust comes at once",
    "rutiner bærer all praksis, og tilliten kommer straks", {"routine_weight": 1.0, "trust_half_years": 0.01},
)  # fmt: skip

ONLY_APPLICANTS = Case(
    "only_applicants", "only applicants per post depend on centrality", "bare søkere per stilling følger sentralitet",
    {"structural_centrality": 0.0, "unqualified_smallness_slope": 0.0, "city_unqualified": 0.0, "city_exit": 0.0,
     "county_unqualified": 0.0},
)  # fmt: skip
"""The condition under which P15 is measured: results and the staff at the start do not follow centrality or size, and
neither big cities nor counties differ otherwise."""

FLAT_APPLICANTS = Case(
    "flat_applicants", "applicants per post do not depend on centrality", "søkere per stilling følger ikke sentralitet",
    {**ONLY_APPLICANTS.parameters, "unqualified_centrality_slope": 0.0},
)  # fmt: skip

NO_DISCIPLINE = Case("no_discipline", "discipline off", "ingen disiplin", {"routine_discipline": 0.0})

CASES: tuple[Case, ...] = (
    DEFAULT, STOP_AND_GO, EQUAL_OWNERS, NO_STEERING, NO_INVOLVEMENT, NO_UNDERSTANDING, NO_TRUST_GROWTH, EQUAL_SPEED,
    EQUAL_START, NO_LEARNING_BY_DOING, COUPLING_ONE, SHORT_PROGRAMME, SMALL_GROUPS, Y_AS_S, ALL_AWARE, NO_EXPOSURE,
    HARMLESS_EXITS, ROUTINES_CARRY, ONLY_APPLICANTS, FLAT_APPLICANTS, NO_DISCIPLINE,
)  # fmt: skip
