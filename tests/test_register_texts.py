"""The register reads in Bokmål too: complete, without texts that nobody asks for, with the same figures."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from sim.parameters import register
from sim.register_texts import TEXTS, bokmaal, register_in


def figures(text: str) -> list[str]:
    """The digits of a text, without the marks that differ between the languages (1,200 and 1200; 0.5 and 0,5)."""
    return re.findall(r"\d+", re.sub(r"(?<=\d)[., ](?=\d)", "", text))


def test_every_text_is_translated_and_no_other():
    assert set(bokmaal()) == {text for column in TEXTS for text in register()[column]}
    assert all(text.strip() == text != "" for text in bokmaal().values())


@pytest.mark.parametrize("column", TEXTS)
def test_texts_that_differ_stay_apart(column):
    both = pd.DataFrame({"en": register_in("en")[column], "nb": register_in("nb")[column]}).drop_duplicates()
    again = both[both["nb"].duplicated(keep=False)]
    assert set(again["en"]) <= {"people", "persons"}


def test_a_translation_has_the_figures_of_the_original():
    differing = {
        english: norwegian
        for english, norwegian in bokmaal().items()
        if sorted(figures(english)) != sorted(figures(norwegian))
    }
    assert differing == {}


def test_only_texts_differ_between_the_languages():
    english, norwegian = register_in("en"), register_in("nb")
    pd.testing.assert_frame_equal(english.drop(columns=list(TEXTS)), norwegian.drop(columns=list(TEXTS)))
    assert norwegian.loc["trust_start", "meaning"] == "Tillit mellom fremmede"
    assert norwegian.loc["office_scale", "unit"] == "årsverk"
    pd.testing.assert_frame_equal(english.reset_index()[list(register().columns)], register())
