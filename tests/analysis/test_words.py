"""Numbers follow the language, names their scenarios, and every text is there in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from sim.analysis.published import observed
from sim.analysis.words import UNITS, Words, catalogue, digits_for
from sim.country.builder import build_country
from sim.country.fit import fit
from sim.country.registers import load_registers
from sim.groups import GROUPS
from sim.indicators import INDICATORS
from sim.luck import Luck
from sim.parameters import Parameters
from sim.policy import declarations
from sim.register_texts import bokmaal
from sim.scenario import Scenario
from sim.schemes import SCHEMES
from sim.world import World
from tests.texts import used

EN, NB = Words("en"), Words("nb")
NAN, INF = float("nan"), float("inf")
PLACE = re.compile(r"\{(\w+)\}")


# ---- numbers


def test_numbers_follow_the_language():
    for words, value, digits, said in (
        (EN, -1234.5, 1, "−1,234.5"),
        (NB, -1234.5, 1, "−1\u00a0234,5"),
        (EN, 1e6, 0, "1,000,000"),
        (NB, 0.5, 3, "0,500"),
        (EN, -0.0001, 3, "0.000"),
        (EN, NAN, 3, "–"),
        (EN, INF, 3, "∞"),
        (NB, -INF, 3, "−∞"),
    ):
        assert words.number(value, digits) == said


def test_a_difference_shows_its_sign_unless_it_rounds_to_nothing():
    assert [NB.difference(x, 2) for x in (0.25, -0.25, 0.001, -0.001)] == ["+0,25", "−0,25", "0,00", "0,00"]


def test_numbers_of_unknown_size_have_the_digits_that_count_and_no_zeros():
    said = [EN.plain(x) for x in (0.0, 0.07, 0.0123456, 12.5, 999.4, 1234.6, -0.5, 1e-4)]
    assert said == ["0", "0.07", "0.0123", "12.5", "999", "1,235", "−0.5", "0.0001"]


def test_shares_are_told_in_per_cent_with_their_interval_inside_0_and_100():
    assert [EN.percent(0.614), NB.percent(0.5, -0.1, 1.2), EN.percent(NAN)] == [
        "61\u00a0%", "50\u00a0% (0–100)", "–",
    ]  # fmt: skip


def test_intervals_have_two_ends_or_a_dash():
    assert [NB.interval(-0.1, 0.2, 1), EN.interval(1, 2, 0, signed=False), EN.interval(NAN, NAN)] == [
        "−0,1 … +0,2", "1 … 2", "–",
    ]  # fmt: skip


def test_decimals_show_a_tenth_of_the_smallest_difference_that_matters():
    assert [digits_for(x) for x in (0.005, 0.01, 1.0, 100.0, 1e-9, 0.0)] == [4, 3, 1, 0, 5, 3]


# ---- names


def test_semesters_and_numbers_of_things_are_named():
    assert [EN.when(t) for t in (0, 1, 35)] == ["autumn 2017", "spring 2018", "spring 2035"]
    assert [NB.replications(n) for n in (0, 1, 1200)] == [
        "0 replikasjoner",
        "1 replikasjon",
        "1\u00a0200 replikasjoner",
    ]


def test_scenarios_go_by_their_titles_and_by_their_names_where_those_do_not_tell_them_apart():
    def named(name: str, **title: str) -> Scenario:
        return Scenario(name, {"en": "?"}, (), title)

    words = EN.naming([named("a", en="More", nb="Mer"), named("b_c"), named("d", nb="Flere"), named("e", en="More")])
    assert [words.scenario(name) for name in ("a", "b_c", "d", "e", "f_g")] == [
        "More (a)", "b c", "Flere", "More (e)", "f g",
    ]  # fmt: skip
    assert NB.naming([named("a", en="More", nb="Mer")]).scenario("a") == "Mer"
    assert NB.naming([named("a", en="A longer title of two lines")]).scenario("a", 14).count("\n") == 1


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="'nn'"):
        Words("nn")


# ---- both languages


def test_the_catalogue_has_every_text_that_is_used_and_no_other():
    known, there = catalogue("nb"), used()
    assert sorted(set(there) - set(known)) == []
    assert sorted(set(known) - set(there)) == []
    assert [text for text, forms in there.items() if len(forms) != len(known[text])] == []
    assert [text for text, said in known.items() if not all(said)] == []


def test_translations_have_the_places_of_their_texts():
    unlike = [
        (text, said)
        for text, told in catalogue("nb").items()
        for of, said in zip(used()[text], told, strict=True)
        if set(PLACE.findall(of)) != set(PLACE.findall(said))
    ]
    assert unlike == []


def test_no_sentence_was_left_untranslated():
    same = [text for text, said in catalogue("nb").items() if said == (text,)]
    assert [text for text in same if len(re.findall(r"[^\W\d_]{3,}", PLACE.sub("", text))) > 2] == []


def test_whatever_is_declared_says_what_it_is_in_both_languages(p):
    known, there = catalogue("nb", "declared"), set(declared(p))
    assert sorted(there - set(known) - set(bokmaal())) == []
    assert sorted(set(known) - there) == []
    assert [text for text, said in known.items() if not all(said)] == []


def declared(p: Parameters) -> Iterator[str]:
    """What levers, indicators, columns, groups, fitted and published figures say of themselves, in English."""
    for lever in declarations().values():
        yield from (lever.en, lever.unit)
    for indicator in INDICATORS:
        yield from filter(None, (indicator.formula, indicator.weight, indicator.source))
    for table in (*get_type_hints(World).values(), *(part for scheme in SCHEMES for part in scheme.columns)):
        yield from (str(column.doc) for column in getattr(table, "columns", {}).values())
    for level, groups in GROUPS.items():
        yield from () if level == "centrality_class" else groups
    registers = load_registers()
    yield from fit(build_country("norway", Luck(1, 0), p, registers), registers)["source"]
    yield from observed()["source"]


def test_every_indicator_and_unit_has_words():
    assert {i.unit for i in INDICATORS} <= set(UNITS)
    assert [unit for unit, said in UNITS.items() if len(set(said)) == 1] == []
    assert [i.name for i in INDICATORS if not i.label_en or not i.label_nb] == []
