from __future__ import annotations

from sim.country.year_ground import PATHS
from sim.rules.base import options
from sim.rules.demography import Demography


def test_every_path_of_the_plan_can_be_chosen_and_one_rule_stands_still():
    rules = options(Demography)
    assert {name: rule.path for name, rule in rules.items()} == {path: path for path in PATHS} | {"constant": ""}
