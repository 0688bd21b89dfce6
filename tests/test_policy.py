from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policy import Dated, Policy, in_force, lever_values, policy_from
from sim.rules.base import Rule
from sim.topics import TOPICS

LEVERS = [
    (section, f.name, get_type_hints(kind)[f.name], f.metadata)
    for section, kind in get_type_hints(Policy).items()
    for f in fields(kind)
]
SECTIONS = get_type_hints(Policy)
BEYOND = 1e-6
PAIRS = [
    ("uh_share", "coordinator_share"), ("plan_years_min", "plan_years_max"), ("open_share", "boards_share"),
]  # fmt: skip
PARTNERS = dict(PAIRS) | {two: one for one, two in PAIRS}


def is_rule(hint):
    return isinstance(hint, type) and issubclass(hint, Rule)


def named(levers):
    return [pytest.param(*one, id=f"{one[0]}.{one[1]}") for one in levers]


def just_outside(hint, meta):
    step = 1 if hint is int else BEYOND * max(1.0, meta["high"])
    values = [meta["low"] - step, meta["high"] + step]
    return [{2020: v} for v in values] if hint == Dated else values


def wrong(hint):
    """Values of a wrong type: always of another kind of YAML."""
    if hint is bool:
        return [0, 1, "yes", None, [True]]
    if hint is int:
        return [2.0, True, "2", None, [2], {"a": 2}]
    if hint is float:
        return [True, "0.5", None, [0.5], {"a": 0.5}, float("nan"), float("inf"), -float("inf")]
    if hint == Dated:
        return [5.0, None, {}, [2017], {"first": 1.0}, {1.5: 1.0}, {1800: 1.0}, {2020: "much"}, {2020: True}]
    if is_rule(hint):
        return [3, None, [], "no_such_rule", "", {}, {"rule": "no_such_rule"}, {"rule": None}]
    return ["mathematics", None, 3, {"mathematics": True}, ["rocket_science"], [3]]


def refusal(levers, section, name, value):
    levers[section][name] = value
    with pytest.raises(ValueError, match=rf"^{section}\.{name}") as caught:
        policy_from(levers)
    text = str(caught.value)
    assert "\n" not in text
    return text


NUMBERS = named([x for x in LEVERS if x[2] in (int, float) or x[2] == Dated])
EVERY = named(LEVERS)
each_number = pytest.mark.parametrize(("section", "name", "hint", "meta"), NUMBERS)
each_lever = pytest.mark.parametrize(("section", "name", "hint", "meta"), EVERY)


@each_lever
def test_a_lever_states_its_unit_and_meaning(section, name, hint, meta):
    assert meta["unit"]
    assert meta["doc"].endswith(".")
    assert meta["low"] < meta["high"]


@each_number
def test_a_number_outside_its_range_is_refused_with_its_key_and_value(levers, section, name, hint, meta):
    for value in just_outside(hint, meta):
        number = value[2020] if hint == Dated else value
        assert repr(number) in refusal(levers, section, name, value)


@each_number
def test_the_ends_of_the_range_are_legal(levers, section, name, hint, meta):
    for end in (meta["low"], meta["high"]):
        number = hint(end) if hint is int else float(end)
        levers[section][name] = {2020: number} if hint == Dated else number
        if name in PARTNERS:
            levers[section][PARTNERS[name]] = number if hint is int else 0.0
        if name in {"substitute_share", "priority_share"}:
            levers[section]["teacher_share"] = 0.0
        if name == "teacher_share" and end == 1.0:
            continue  # the state pays something of a substitute: refused by `check`
        assert getattr(getattr(policy_from(levers), section), name) == levers[section][name]


@each_lever
def test_a_wrong_type_is_refused_in_one_line_that_names_the_lever(levers, section, name, hint, meta):
    for value in wrong(hint):
        refusal(levers, section, name, value)


@each_lever
def test_a_missing_lever_is_named(levers, section, name, hint, meta):
    del levers[section][name]
    with pytest.raises(ValueError, match=rf"^{section}\.{name}: missing$"):
        policy_from(levers)


@pytest.mark.parametrize("section", SECTIONS)
def test_an_unknown_lever_is_named_with_what_is_known(levers, section):
    text = refusal(levers, section, "bribes", 1)
    assert all(f.name in text for f in fields(SECTIONS[section]))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_missing_section_is_named(levers, section):
    del levers[section]
    with pytest.raises(ValueError, match=rf"^policy\.{section}: missing$"):
        policy_from(levers)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("value", [None, 3, "off", [1]])
def test_a_section_that_is_no_section_is_refused_in_one_line(levers, section, value):
    levers[section] = value
    with pytest.raises(ValueError, match=rf"^{section}: ") as caught:
        policy_from(levers)
    assert "\n" not in str(caught.value)


def test_an_unknown_section_is_named(levers):
    with pytest.raises(ValueError, match=r"^policy\.church: unknown; known are context, dekom_s"):
        policy_from(levers | {"church": {}})


COMBINATIONS = [
    ("dekom_y", {"open_share": 0.8, "boards_share": 0.3}, r"^dekom_y\.open_share: .*1\.1 of the frame, at most 1$"),
    ("dekom_s", {"plan_years_min": 4, "plan_years_max": 3}, r"^dekom_s\.plan_years_max: 3 is below plan_years_min, 4$"),
    ("dekom_s", {"uh_share": 0.8, "coordinator_share": 0.3}, r"^dekom_s\.uh_share: .*1\.1 of the grant"),
    ("further_education", {"priority_share": 0.8}, r"^further_education\.teacher_share: .* is 1\.05, at most 1"),
]


@pytest.mark.parametrize(("section", "values", "message"), COMBINATIONS)
def test_levers_that_do_not_go_together_are_refused(levers, section, values, message):
    levers[section].update(values)
    with pytest.raises(ValueError, match=message):
        policy_from(levers)


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("dekom_s", {"plan_years_min": 3, "plan_years_max": 3}),
        ("dekom_s", {"uh_share": 0.75, "coordinator_share": 0.25}),
        ("further_education", {"priority_share": 0.5, "substitute_share": 0.5, "teacher_share": 0.5}),
    ],
)
def test_levers_at_the_edge_of_going_together_are_accepted(levers, section, values):
    levers[section].update(values)
    built = getattr(policy_from(levers), section)
    assert {name: getattr(built, name) for name in values} == values


def test_years_may_be_written_as_text(levers):
    levers["dekom_s"]["frame"] = {"2017": 1e6, "2019": 2e6}
    assert policy_from(levers).dekom_s.frame == {2017: 1e6, 2019: 2e6}


def test_every_topic_may_have_priority(levers):
    levers["further_education"]["priority_topics"] = list(TOPICS.codes)
    assert policy_from(levers).further_education.priority_topics == TOPICS.codes


def test_building_a_policy_leaves_the_values_as_they_were(levers):
    policy_from(levers)
    assert levers == lever_values()


DATED = st.dictionaries(st.integers(1990, 2100), st.floats(0, 1e11), max_size=6)


@given(DATED, st.integers(1980, 2110))
def test_the_latest_value_begun_is_in_force_and_none_before_the_first(dated, year):
    expected = 0.0
    for begun in range(1980, year + 1):
        expected = dated.get(begun, expected)
    assert in_force(dated, year) == expected


@pytest.mark.parametrize(("year", "value"), [(2016, 0.0), (2017, 1.0), (2018, 1.0), (2019, 3.0), (2050, 3.0)])
def test_a_frame_of_two_years_by_hand(year, value):
    assert in_force({2019: 3.0, 2017: 1.0}, year) == value
