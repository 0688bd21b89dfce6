"""Theories: named positions, each legal and sourced, that act on both sides; every single departure from the model."""

from __future__ import annotations

import pytest

from sim.parameters import parameters_from, register
from sim.policy import check_lever, lever_kinds, lever_values, plain_value
from sim.rules.base import options
from sim.setup import Setup
from sim.simulation import replicate
from sim.theories import CONTESTED, DEFAULT, NAMED, departures, theories, theory
from sim.timeline import scenario
from tests.laws import scenario_of


def test_every_theory_says_what_it_holds_in_two_languages_and_who_holds_it():
    wanting = [one.name for one in NAMED if not (one.en.endswith(".") and one.nb.endswith(".") and one.source)]
    wanting += [one.name for one in theories() if one.en == one.nb]
    assert wanting == []
    assert len({one.name for one in theories()}) == len(theories())


def test_whatever_a_theory_sets_is_legal_and_within_the_honest_range_of_the_register():
    wrong, known = [], register().set_index("name")
    for one in theories():
        for lever, value in one.levers.items():
            check_lever(lever, plain_value(lever, value))
        parameters_from(dict(one.parameters))
        for name, value in one.parameters.items():
            low, high = known.loc[name, ["low", "high"]].astype(float)
            if not low <= value <= high:
                wrong.append(f"{one.name}: {name} = {value} is not from {low} to {high}")
    assert wrong == []


def test_departures_are_every_alternative_to_every_contested_rule_alone():
    today = lever_values()
    found = {(lever, str(value)) for one in departures() for lever, value in one.levers.items()}
    expected = {
        (lever, rule)
        for lever in CONTESTED
        for rule in options(lever_kinds()[lever])
        if rule != today[lever.split(".")[0]][lever.split(".")[1]]["rule"]
    }
    assert found == expected
    assert all(len(one.levers) == 1 and not one.parameters for one in departures())


def test_a_theory_changes_what_it_says_from_the_beginning_and_nothing_else():
    base = scenario("system_2026")
    one = theory("market").applied_to(base)
    assert (one.name, len(one.phases)) == (base.name, len(base.phases))
    for before, after in zip(base.phases, one.phases, strict=True):
        changed = {
            f"{section}.{lever}"
            for section, values in after.levers.items()
            for lever, value in values.items()
            if value != before.levers[section][lever]
        }
        assert changed == set(theory("market").levers)
        assert after.local == before.local
    assert DEFAULT.applied_to(base) == base


def test_an_unknown_theory_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="'hope' does not exist; known are default, programme"):
        theory("hope")


def test_every_theory_runs_and_moves_what_the_schemes_do():
    """Where money is short and some buy without partnership; a theory that changes no number is none."""
    setup, idle = Setup(world="tiny", horizon=2021), []
    scarce = {"dekom_s.active": True, "dekom_s.frame_factor": 0.2, "dekom_s.partnership_required": False}
    pair = (scenario_of(lever_values(), (0, scarce)), scenario("never"))
    usual = [run.digest for run in replicate(setup, pair, 0)]
    for one in theories()[1:]:
        under = Setup(world="tiny", horizon=2021, parameters=dict(one.parameters))
        if [run.digest for run in replicate(under, [one.applied_to(s) for s in pair], 0)] == usual:
            idle.append(one.name)
    # no teacher is short of time in a country so small, and no group is that large where fewer schools are served
    assert set(idle) <= {"no_limit", "passed_on"}
