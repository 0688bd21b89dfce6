from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields

import pytest

from sim.paths import configs_folder
from sim.rules.allocation import Allocation
from sim.rules.base import Rule, options, rule_from
from sim.rules.cascade import Cascade
from sim.rules.dose import Dose
from sim.rules.forgetting import Forgetting
from sim.rules.partner_choice import PartnerChoice
from sim.rules.quality import Quality
from sim.rules.selection import Selection
from sim.rules.topic_choice import TopicChoice
from sim.strict_yaml import read_yaml

DECISIONS = {
    "allocation": Allocation, "cascade": Cascade, "dose": Dose, "forgetting": Forgetting, "quality": Quality,
    "partner_choice": PartnerChoice, "selection": Selection, "topic_choice": TopicChoice,
}  # fmt: skip
RULES = [(folder, name) for folder, decision in DECISIONS.items() for name in options(decision)]


@pytest.mark.parametrize("folder", DECISIONS)
def test_every_rule_has_one_file_of_its_name_and_every_file_a_rule(folder):
    files = [path.stem for path in (configs_folder() / folder).glob("*.yaml")]
    assert sorted(files) == sorted(options(DECISIONS[folder]))


@pytest.mark.parametrize(("folder", "name"), RULES)
def test_a_rules_file_names_it_and_holds_exactly_its_numbers(folder, name):
    written = read_yaml(configs_folder() / folder / f"{name}.yaml")
    assert written.pop("rule") == name
    assert set(written) == {f.name for f in fields(options(DECISIONS[folder])[name])}


@pytest.mark.parametrize(("folder", "name"), RULES)
def test_a_rule_built_from_its_file_has_the_files_numbers(folder, name):
    written = read_yaml(configs_folder() / folder / f"{name}.yaml")
    rule = rule_from(DECISIONS[folder], written, "key")
    assert type(rule) is options(DECISIONS[folder])[name]
    assert {"rule": name, **vars(rule)} == written


@pytest.mark.parametrize(("folder", "name"), RULES)
def test_a_rule_cannot_be_changed(folder, name):
    rule = rule_from(DECISIONS[folder], read_yaml(configs_folder() / folder / f"{name}.yaml"), "key")
    with pytest.raises(FrozenInstanceError):
        rule.anything = 1.0


def test_every_decision_is_covered_here():
    assert {rule.__name__ for rule in Rule.__subclasses__() if rule.__module__.startswith("sim.")} == {
        decision.__name__ for decision in DECISIONS.values()
    }


def test_a_new_rule_is_found_by_existing():
    @dataclass(frozen=True)
    class Decision(Rule):
        pass

    @dataclass(frozen=True)
    class MyOwnRule(Decision):
        strength: float

    assert options(Decision) == {"my_own_rule": MyOwnRule}
    assert rule_from(Decision, {"rule": "my_own_rule", "strength": 2}, "key") == MyOwnRule(2)


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
