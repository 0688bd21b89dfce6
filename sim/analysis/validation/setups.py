"""The runs that validation needs: what is left out of a run, and which one mechanism is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.scenario import Phase, Scenario

HISTORY, FOLLOW_UP_2020, STOP = 0, 5, 17
"""Semesters: autumn 2017; spring 2020, when the follow-up scheme got its second version; spring 2026."""

GAP = (7, 11)
"""Semesters of the spring in which collective money stops coming, 2021, and of the one in which it is back, 2023."""


@dataclass(frozen=True)
class Change:
    """Lever values ("section.lever") in force from a semester on, whatever the scenario decides."""

    start: int
    levers: Mapping[str, Any]


def changed(scenario: Scenario, name: str, changes: tuple[Change, ...]) -> Scenario:
    """The scenario under another name, with changes that win over its own decisions, in every part of the country."""
    starts = sorted({phase.start for phase in scenario.phases} | {change.start for change in changes})
    return Scenario(name, scenario.question, tuple(_phase(scenario, changes, start) for start in starts))


def _phase(scenario: Scenario, changes: tuple[Change, ...], start: int) -> Phase:
    usual = scenario.phase_at(start)
    levers: dict[str, dict[str, Any]] = {section: dict(values) for section, values in usual.levers.items()}
    won: set[str] = set()
    for change in sorted(changes, key=lambda c: c.start):
        if change.start <= start:
            won |= set(change.levers)
            for key, value in change.levers.items():
                section, lever = key.split(".")
                levers[section][lever] = value
    local = tuple((place, {k: v for k, v in values.items() if k not in won}) for place, values in usual.local)
    return Phase(start, levers, local)


_NOTHING_COLLECTIVE = {
    "dekom_s.active": False, "inclusion.active": False, "dekom_y.active": False, "follow_up.active": False,
}  # fmt: skip


def _frames(factor: float) -> Mapping[str, Any]:
    """The collective frames times a factor."""
    return {"dekom_s.frame_factor": factor, "inclusion.frame_factor": factor}


ROLES: Mapping[str, tuple[Change, ...]] = {
    "model": (),
    "never": (Change(HISTORY, _NOTHING_COLLECTIVE),),
    "no_s": (Change(HISTORY, {"dekom_s.active": False, "inclusion.active": False}),),
    "no_y": (Change(HISTORY, {"dekom_y.active": False}),),
    "no_study": (Change(HISTORY, {"further_education.active": False}),),
    "interrupted": (Change(GAP[0], _frames(0.0)), Change(GAP[1], _frames(1.0))),
    "shadow": (Change(FOLLOW_UP_2020, {"follow_up.shadow": True}),),
    "ended": (Change(STOP, _NOTHING_COLLECTIVE),),
}
"""What a run leaves out of the schemes of 2017-2025: nothing; everything collective; Dekom S with Kompetanseløftet,
which runs on it; Dekom Y; further education; two years of collective money; the help of the follow-up scheme from 2020;
everything collective from 2026."""


@dataclass(frozen=True)
class Case:
    """The model as it is, under a condition, or with one mechanism taken away; every run of a case shares it.

    Attributes:
        name: Identifier.
        en, nb: What is different.
        parameters: Numbers of the theory that differ from the register.
        levers: Levers that differ in every run, from the beginning of the history.
    """

    name: str
    en: str = ""
    nb: str = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, Any] = field(default_factory=dict)

    def scenario(self, base: Scenario, role: str) -> Scenario:
        """The scenario of a role in this case."""
        return changed(base, role, (Change(HISTORY, self.levers), *ROLES[role]))

    def without(self, name: str, en: str, nb: str, **parameters: float) -> Case:
        """The same case with a mechanism taken away (parameters by name)."""
        return Case(name, en, nb, {**self.parameters, **parameters}, self.levers)


DEFAULT = Case("default")

EQUAL_START = Case(
    "equal_start", "universities begin alike", "universitetene begynner likt",
    {"uh_nearness_experience": 0.0, "uh_nearness_sd": 0.0, "uh_experience_sd": 0.0},
)  # fmt: skip
"""A condition, no ablation: differences between universities that appear from here are grown."""

NO_HEAD_START = Case(
    "no_head_start", "steering does not follow capacity when history begins",
    "styringen følger ikke kapasiteten når historien begynner", {"steering_capacity": 0.0},
)  # fmt: skip
"""A condition, no ablation: what capacity does is done from here on."""

# ---- one mechanism taken away from the model as it is

NO_LOYALTY = DEFAULT.without("no_loyalty", "having worked together does not count when partners are chosen",
                             "tidligere samarbeid teller ikke når partner velges", loyalty=0.0)  # fmt: skip
NOBODY_LEAVES = DEFAULT.without("nobody_leaves", "no network leaves", "ingen nettverk går ut", leave_rate=0.0)
ALL_SUCCEED_ALIKE = DEFAULT.without("all_succeed_alike", "no threshold: all joint work succeeds alike",
                                    "ingen terskel: alt felles arbeid lykkes like godt",
                                    implementation_steepness=0.0)  # fmt: skip
STEERING_IDLE = DEFAULT.without("steering_idle", "steering does not make joint work succeed",
                                "styring får ikke felles arbeid til å lykkes", success_steering=0.0)  # fmt: skip
INVOLVEMENT_IDLE = DEFAULT.without("involvement_idle", "local involvement does not make joint work succeed",
                                   "lokal forankring får ikke felles arbeid til å lykkes",
                                   success_involvement=0.0)  # fmt: skip
UNDERSTANDING_IDLE = DEFAULT.without("understanding_idle", "understanding does not make joint work succeed",
                                     "forståelse får ikke felles arbeid til å lykkes",
                                     success_understanding=0.0)  # fmt: skip
NO_TRUST_GROWTH = DEFAULT.without("no_trust_growth", "trust does not grow", "tillit vokser ikke",
                                  trust_half_years=1e9)  # fmt: skip
TRUST_AT_ONCE = DEFAULT.without("trust_at_once", "trust is there at once", "tilliten er der med en gang",
                                trust_half_years=0.01)  # fmt: skip
ALL_TAKE_PART = DEFAULT.without("all_take_part", "all who are to take part do", "alle som skal delta, deltar",
                                participation_floor=1.0)  # fmt: skip
SHORT_PROGRAMME = DEFAULT.without("short_programme", "no pipeline: a programme of one year",
                                  "ingen forsinkelse: utdanningen tar ett år", programme_years=1.0)  # fmt: skip
GUIDES_LEAVE_STEERING = DEFAULT.without("guides_leave_steering", "guides do not strengthen steering",
                                        "veiledere styrker ikke styringen", guide_steering=0.0)  # fmt: skip
NO_EXPOSURE = DEFAULT.without("no_exposure", "a year of changed practice has full effect",
                              "ett år med endret praksis har full virkning", exposure_years=1.0)  # fmt: skip
HARMLESS_EXITS = DEFAULT.without("harmless_exits", "leaders take no steering along",
                                 "ledere tar ikke med seg styring", steering_loss=0.0)  # fmt: skip
NO_RESTART = DEFAULT.without("no_restart", "guides lose no time when a leader leaves",
                             "veiledere mister ingen tid når en leder slutter", stall_help=1.0)  # fmt: skip
LEADERS_STAY = DEFAULT.without("leaders_stay", "education leaders do not leave", "skolesjefer slutter ikke",
                               leader_exit=1e-6, leader_exit_small=1e-6)  # fmt: skip
NO_ROUTINES = DEFAULT.without("no_routines", "routines carry no practice", "rutiner bærer ingen praksis",
                              routine_weight=0.0)  # fmt: skip
FLAT_APPLICANTS = DEFAULT.without("flat_applicants", "applicants per post do not follow centrality",
                                  "søkere per stilling følger ikke sentralitet",
                                  unqualified_centrality_slope=0.0)  # fmt: skip
LASTING_ROUTINES = DEFAULT.without("lasting_routines", "turnover does not wear routines",
                                   "gjennomtrekk sliter ikke på rutiner", routine_turnover=0.0)  # fmt: skip
NO_DISCIPLINE = DEFAULT.without("no_discipline", "discipline protects nothing", "disiplin verner ingenting",
                                routine_discipline=0.0)  # fmt: skip

# ---- one mechanism taken away under a condition

CAPACITY_ENOUGH = NO_HEAD_START.without("capacity_enough", "any school office is enough",
                                        "ethvert skolekontor er stort nok", capacity_half=1e-9)  # fmt: skip

EQUAL_START_ALIKE = EQUAL_START.without("equal_start_alike", ALL_SUCCEED_ALIKE.en, ALL_SUCCEED_ALIKE.nb,
                                        **ALL_SUCCEED_ALIKE.parameters)  # fmt: skip
NO_LEARNING_BY_DOING = EQUAL_START.without("no_learning_by_doing", "universities do not learn by doing",
                                           "universitetene lærer ikke av å gjøre", nearness_gain=0.0)  # fmt: skip

# ---- one lever, where the mechanism is a rule of a scheme or of the survey

COUPLING_ONE = Case("coupling_one", "partnership staff teach future teachers",
                    "de som arbeider i partnerskap, underviser også studenter",
                    levers={"teacher_education.coupling_floor": 1.0})  # fmt: skip
SMALL_GROUPS = Case("requirement_0_2", "one in five must take part", "én av fem skal delta",
                    levers={"dekom_s.requirement": 0.2, "inclusion.requirement": 0.2})  # fmt: skip
Y_AS_S = Case("y_as_s", "Dekom Y decides in spring, as Dekom S", "Dekom Y vedtar om våren, som Dekom S",
              levers={"dekom_y.rounds": 0})  # fmt: skip
QUESTIONS_BY_ROLE = Case("questions_by_role", "each role is asked about its own matters",
                         "hver rolle blir spurt om sitt eget",
                         levers={"context.questions": {"rule": "by_role"}})  # fmt: skip
