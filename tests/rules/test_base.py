from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass

import pytest

from sim.rules.allocation import Allocation
from sim.rules.base import Rule, number, options, rule_from
from sim.rules.cascade import Cascade
from sim.rules.coverage import Coverage
from sim.rules.demography import Demography
from sim.rules.displacement import Displacement
from sim.rules.dose import Dose
from sim.rules.forgetting import Forgetting
from sim.rules.hour_limit import HourLimit
from sim.rules.market import Market
from sim.rules.partner_choice import PartnerChoice
from sim.rules.quality import Quality
from sim.rules.questions import Questions
from sim.rules.routine_drive import RoutineDrive
from sim.rules.selection import Selection
from sim.rules.topic_choice import TopicChoice
from tests.rules.made import rule_of

DECISIONS = (
    Allocation, Cascade, Coverage, Demography, Displacement, Dose, Forgetting, HourLimit, Market, PartnerChoice,
    Quality, Questions, RoutineDrive, Selection, TopicChoice,
)  # fmt: skip
RULES = [(decision, name) for decision in DECISIONS for name in options(decision)]


def test_a_rule_named_has_the_numbers_declared_for_it_and_a_number_given_replaces_its_own_only():
    wrong = []
    for decision, name in RULES:
        declared = {number: told.value for number, told in options(decision)[name].numbers().items()}
        rule = rule_of(decision, name)
        if type(rule) is not options(decision)[name] or vars(rule) != declared:
            wrong.append(name)
        for key, value in declared.items():
            other = rule_from(decision, decision.plain({"rule": name, key: 0.5 * value}), name)
            if vars(other) != declared | {key: 0.5 * value}:
                wrong.append(f"{name}.{key}")
    assert wrong == []


def test_every_number_of_a_rule_is_declared_once_in_both_languages_within_what_is_legal_and_honest():
    wrong = []
    for decision, name in RULES:
        for key, told in options(decision)[name].numbers().items():
            low, high = told.range or (told.value, told.value)
            sound = {
                "en": told.en.endswith("."),
                "nb": told.nb.endswith(".") and told.nb != told.en,
                "status": told.status in {"sourced", "derived", "assumption"},
                "legal": 0 <= told.value <= told.high,
                "range": 0 <= low <= told.value <= high <= told.high,
                "assumed": told.status != "assumption" or told.range is not None or told.source != "",
            }
            wrong += [f"{name}.{key}: {what}" for what, holds in sound.items() if not holds]
    assert wrong == []


def test_a_rule_cannot_be_changed():
    for decision, name in RULES:
        with pytest.raises(FrozenInstanceError):
            rule_of(decision, name).anything = 1.0


def test_every_decision_is_covered_here():
    assert {rule.__name__ for rule in Rule.__subclasses__() if rule.__module__.startswith("sim.")} == {
        decision.__name__ for decision in DECISIONS
    }


def test_a_new_rule_is_found_by_existing():
    @dataclass(frozen=True)
    class Decision(Rule):
        pass

    @dataclass(frozen=True)
    class MyOwnRule(Decision):
        strength: float = number(1.0, en="Strength.", nb="Styrke.", high=3.0)

    assert options(Decision) == {"my_own_rule": MyOwnRule}
    assert rule_from(Decision, {"rule": "my_own_rule", "strength": 2}, "key") == MyOwnRule(2)
    assert Decision.plain("my_own_rule") == {"rule": "my_own_rule", "strength": 1.0}


REFUSED = {
    "an unknown rule": "lottery",
    "no rule": {"base_share": 0.1},
    "a number the rule does not know": {"rule": "per_teacher", "base_share": 0.1},
    "a missing number": {"rule": "base_plus_per_teacher"},
    "a text": {"rule": "base_plus_per_teacher", "base_share": "much"},
    "yes or no": {"rule": "base_plus_per_teacher", "base_share": True},
    "a negative number": {"rule": "base_plus_per_teacher", "base_share": -0.1},
    "not a number": {"rule": "base_plus_per_teacher", "base_share": float("nan")},
    "nothing": {"rule": "base_plus_per_teacher", "base_share": None},
    "no name": {"rule": None},
    "infinity": {"rule": "base_plus_per_teacher", "base_share": float("inf")},
    "a share above 1": {"rule": "base_plus_per_teacher", "base_share": 1.001},
    "a number for a rule": 3,
    "nothing for a rule": None,
    "a list for a name": {"rule": ["per_teacher"]},
}


@pytest.mark.parametrize("spec", REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_is_refused_in_one_line_that_names_the_lever(spec):
    with pytest.raises(ValueError, match=r"^dekom_s\.allocation") as refusal:
        rule_from(Allocation, spec, "dekom_s.allocation")
    assert "\n" not in str(refusal.value)
