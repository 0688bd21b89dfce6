"""The table of patterns: every row says what it is, why, and from where; what is grown can fail and can break."""

from __future__ import annotations

import numpy as np

from sim.analysis.comparison import Interval
from sim.analysis.validation import LEAST_REPLICATIONS, PATTERNS, Kind, Verdict
from sim.analysis.validation.patterns import CASES, MEASURES
from sim.analysis.validation.setups import DEFAULT, ROLES
from sim.parameters import register
from sim.policy import lever_kinds

ROWS = [(f"{p.code} {c.measure.name} {c.case.name}", c) for p in PATTERNS for c in p.claims]


def test_the_patterns_are_those_of_the_theory():
    assert [p.code for p in PATTERNS] == [f"P{i}" for i in range(1, 18)]
    assert all(p.claims and p.en and p.nb for p in PATTERNS)


def test_every_row_has_kind_reason_and_source_in_both_languages():
    wrong = [name for name, c in ROWS if not all((c.en, c.nb, c.why_en, c.why_nb, c.source, isinstance(c.kind, Kind)))]
    wrong += [
        f"{name}: not a sentence" for name, c in ROWS for why in (c.why_en, c.why_nb) if why[-1] != "." or ". " in why
    ]
    assert not wrong


def test_what_is_grown_has_a_band_a_grade_and_a_mechanism_and_the_rest_is_shown():
    wrong = []
    for name, c in ROWS:
        claimed = (c.band is not None, c.grade in ("A", "B", "C", "D"), bool(c.ablations))
        if claimed != ((True,) * 3 if c.kind is Kind.GROWN else (False,) * 3):
            wrong.append(f"{name}: {c.kind} with band, grade, ablations {claimed}")
    assert not wrong


def test_a_value_beyond_either_bound_of_a_band_fails():
    wrong = []
    for name, c in ROWS:
        if c.band is None:
            continue
        for bound, beyond in ((c.band.low, -1.0), (c.band.high, 1.0)):
            value = bound + beyond * max(abs(bound), 1.0)
            if np.isfinite(bound) and c.band.judge(Interval(value, value, value, LEAST_REPLICATIONS)) is not Verdict.NO:
                wrong.append(f"{name}: {value} holds in {c.band}")
        if not c.band.two_sided:
            wrong.append(f"{name}: {c.band} has one side only")
    assert not wrong


def stem(key: str) -> str:
    """A parameter or lever without its scheme or size class: the same number in two places is one mechanism."""
    return key.split(".")[-1].removesuffix("_small")


def test_an_ablation_takes_away_one_mechanism_and_no_more():
    wrong = []
    for name, c in ROWS:
        for case in c.ablations:
            changed = {k for k, v in case.parameters.items() if c.case.parameters.get(k) != v} | set(case.levers)
            if len({stem(key) for key in changed}) != 1 or set(c.case.parameters) - set(case.parameters):
                wrong.append(f"{name}, {case.name}: {sorted(changed)}")
    assert not wrong


def test_ablations_name_parameters_and_levers_there_are_and_change_them():
    values = register().set_index("name")["value"]
    wrong = [f"{case.name}: {key}" for case in CASES.values() for key in case.levers if key not in lever_kinds()]
    for case in CASES.values():
        wrong += [f"{case.name}: {k}" for k, v in case.parameters.items() if k not in values.index or values[k] == v]
    assert not wrong


def test_measures_and_cases_have_one_name_each_and_all_are_used():
    needed = [need for p in PATTERNS for need in p.needed()]
    used = {m.name for _, m in needed}
    assert len(used) == len({id(m) for _, m in needed})
    assert set(MEASURES) <= used
    assert {case.name for case, _ in needed} == set(CASES)
    assert {role for _, m in needed for role in m.roles} == set(ROLES)
    assert all(case.en and case.nb for case in CASES.values() if case is not DEFAULT)


def test_what_was_found_to_be_put_in_is_not_claimed():
    """Values that restate a number, and delays that are calendars, are never counted."""
    for measure in ("share_active", "dissolution", "lead_ratio", "fit_ratio", "unclaimed", "unqualified_in_periphery",
                    "approval", "grant_rate", "volume"):  # fmt: skip
        assert [c.kind for _, c in ROWS if c.measure.name == measure] == [Kind.INPUT], measure
