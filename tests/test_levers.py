"""Levers: each declared once, legal where it says so, refused in one line where not; policies built of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.levers import Dated, in_force, is_rule
from sim.policy import check_lever, declarations, lever_kinds, lever_values, policy_from, sections
from sim.schemes import SCHEMES
from sim.schemes.dekom_s import DekomSLevers
from sim.schemes.further_education import FurtherEducationLevers
from sim.topics import TOPICS

LEVERS = [(name, hint, declarations()[name]) for name, hint in lever_kinds().items()]
NUMBERS = [lever for lever in LEVERS if lever[1] in (int, float) or lever[1] == Dated]
SECTIONS = sections()
BEYOND = 1e-6


def refusal(values: dict[str, Any]) -> str:
    """What building a policy of these values is refused with; "" where it is not."""
    try:
        policy_from(values)
    except ValueError as error:
        return str(error)
    return ""


def with_(lever: str, value: Any) -> dict[str, Any]:
    """All values but for one lever."""
    levers, (section, name) = lever_values(), lever.split(".")
    levers[section][name] = value
    return levers


# ---- what is declared


def offenders(holds: Callable[[str, Any, Any], bool]) -> list[str]:
    """Levers for which something does not hold, given name, type and declaration."""
    return [name for name, hint, told in LEVERS if not holds(name, hint, told)]


def values_of(told: Any) -> list[float]:
    """The numbers a lever stands at."""
    return [float(v) for v in (told.value.values() if isinstance(told.value, Mapping) else [told.value])]


def test_every_lever_has_a_unit_and_a_meaning_in_both_languages():
    assert offenders(lambda _, __, told: bool(told.unit.strip())) == []
    assert offenders(lambda _, __, told: told.en.endswith(".") and told.nb.endswith(".")) == []
    assert offenders(lambda _, __, told: told.en != told.nb) == []


def test_every_lever_is_of_a_known_status_and_says_what_its_value_rests_on():
    """A choice that describes policy as it is needs no more than its status."""
    assert offenders(lambda _, __, told: told.status in {"sourced", "derived", "assumption"}) == []
    assert offenders(lambda _, __, told: told.status != "derived" or told.source != "") == []


NOTHING_TODAY = 0.0
"""Levers that no policy has pulled: what they stand at is not a guess."""

WITHOUT_A_RANGE = {
    "dekom_s.frame": "drawn through its factor",
    "inclusion.frame": "drawn through its factor",
    "further_education.frame": "drawn through its factor",
    "further_education.stipend": "a published amount, carried forward by prices",
    "further_education.rate_level": "the range of each year stands in study_places.csv",
    "dekom_s.plan_years_min": "not stated yet",
    "dekom_s.plan_years_max": "not stated yet",
}


def test_a_number_that_is_assumed_or_derived_has_an_honest_range():
    unsure = [lever for lever in NUMBERS if lever[2].status != "sourced" and values_of(lever[2]) != [NOTHING_TODAY]]
    assert {name for name, _, told in unsure if told.range is None} == set(WITHOUT_A_RANGE)


def test_value_and_honest_range_lie_within_what_is_legal_and_the_value_within_the_range():
    def in_order(name: str, hint: Any, told: Any) -> bool:
        if (name, hint, told) not in NUMBERS:
            return told.range is None
        low, high = told.range or (told.low, told.high)
        return told.low <= low < high <= told.high and all(low <= value <= high for value in values_of(told))

    assert offenders(in_order) == []


def test_both_ends_of_every_honest_range_are_legal():
    ranges = [(name, hint, end) for name, hint, told in NUMBERS if told.range for end in told.range]
    for name, hint, end in ranges:
        check_lever(name, {2020: float(end)} if hint == Dated else hint(end))


def test_every_scheme_is_a_section_and_no_section_has_the_name_of_another():
    assert [scheme.name for scheme in SCHEMES] == list(SECTIONS)[: len(SCHEMES)]
    assert len(set(SECTIONS.values())) == len(SECTIONS)
    assert len(lever_kinds()) == sum(len(kind.kinds()) for kind in SECTIONS.values())


def test_the_declared_values_make_a_policy_and_are_new_at_every_call():
    assert refusal(lever_values()) == ""
    lever_values()["dekom_s"]["frame"][2017] = 0.0
    assert lever_values()["dekom_s"]["frame"][2017] > 0


# ---- what is refused


def just_outside(hint: Any, told: Any) -> list[Any]:
    step = 1 if hint is int else BEYOND * max(1.0, told.high)
    low, high = (hint(end) if hint is int else end for end in (told.low, told.high))
    return [{2020: v} for v in (low - step, high + step)] if hint == Dated else [low - step, high + step]


def wrong(hint: Any) -> list[Any]:
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


def test_a_number_outside_its_range_is_refused_with_its_key_and_value():
    passed = []
    for name, hint, told in NUMBERS:
        for value in just_outside(hint, told):
            number, text = value[2020] if hint == Dated else value, refusal(with_(name, value))
            if not text.startswith(name) or repr(number) not in text or "\n" in text:
                passed.append((name, value, text))
    assert passed == []


def test_a_wrong_type_is_refused_in_one_line_that_names_the_lever():
    texts = {(name, repr(value)): refusal(with_(name, value)) for name, hint, _ in LEVERS for value in wrong(hint)}
    assert {key: text for key, text in texts.items() if not text.startswith(key[0]) or "\n" in text} == {}
    assert len(texts) > 500


TOGETHER = {
    "uh_share": {"coordinator_share": 0.0}, "coordinator_share": {"uh_share": 0.0},
    "open_share": {"boards_share": 0.0}, "boards_share": {"open_share": 0.0},
    "substitute_share": {"teacher_share": 0.0}, "priority_share": {"teacher_share": 0.0},
    "teacher_share": {"substitute_share": 0.01, "priority_share": 0.01},
    "plan_years_min": {"plan_years_max": 10}, "plan_years_max": {"plan_years_min": 1},
}  # fmt: skip
"""Where the other levers have to stand so that both ends of one are legal."""
REFUSED_TOGETHER = {("further_education.teacher_share", 1.0)}
"""The state pays something of a substitute, so the teacher cannot pay all of it."""


def test_the_ends_of_what_is_legal_are_accepted_and_used_as_they_are():
    wrong_ends = []
    for lever, hint, told in NUMBERS:
        section, name = lever.split(".")
        for end in (told.low, told.high):
            value: Any = {2020: float(end)} if hint == Dated else hint(end)
            levers = with_(lever, value)
            levers[section] |= TOGETHER.get(name, {})
            if (lever, end) in REFUSED_TOGETHER:
                assert refusal(levers).startswith(lever)
            elif getattr(policy_from(levers).section(section), name) != value:
                wrong_ends.append((lever, end))
    assert wrong_ends == []


def test_a_missing_lever_is_named():
    texts = {}
    for lever, _, _ in LEVERS:
        levers, (section, name) = lever_values(), lever.split(".")
        del levers[section][name]
        texts[lever] = refusal(levers)
    assert {lever: text for lever, text in texts.items() if text != f"{lever}: missing"} == {}


def test_an_unknown_lever_is_named_with_what_is_known():
    texts = {section: refusal(with_(f"{section}.bribes", 1)) for section in SECTIONS}
    for section, kind in SECTIONS.items():
        assert texts[section].startswith(f"{section}.bribes: unknown; known are ")
        assert all(name in texts[section] for name in kind.kinds())


def test_a_section_that_is_missing_or_is_no_section_is_named_in_one_line():
    for section in SECTIONS:
        levers = lever_values()
        del levers[section]
        assert refusal(levers) == f"policy.{section}: missing"
        for value in (None, 3, "off", [1]):
            text = refusal(lever_values() | {section: value})
            assert text.startswith(f"{section}: ")
            assert "\n" not in text


def test_an_unknown_section_is_named(levers):
    assert refusal(levers | {"church": {}}).startswith("policy.church: unknown; known are context, dekom_s")


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
    built = policy_from(levers).section(section)
    assert {name: getattr(built, name) for name in values} == values


def test_years_may_be_written_as_text(levers):
    levers["dekom_s"]["frame"] = {"2017": 1e6, "2019": 2e6}
    assert policy_from(levers)[DekomSLevers].frame == {2017: 1e6, 2019: 2e6}


def test_every_topic_may_have_priority(levers):
    levers["further_education"]["priority_topics"] = list(TOPICS.codes)
    assert policy_from(levers)[FurtherEducationLevers].priority_topics == TOPICS.codes


def test_building_a_policy_leaves_the_values_as_they_were(levers):
    before = deepcopy(levers)
    policy_from(levers)
    assert levers == before == lever_values()


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
