import pytest

from sim.analysis.words import Words


@pytest.mark.parametrize(("language", "value", "digits", "expected"), [
    ("en", -1234.5, 1, "\u22121,234.5"),
    ("nb", -1234.5, 1, "\u22121\u00a0234,5"),
    ("en", -0.0001, 3, "0.000"),
    ("en", float("nan"), 3, "–"),
])  # fmt: skip
def test_numbers_follow_the_language(language, value, digits, expected):
    assert Words(language).number(value, digits) == expected


def test_a_difference_shows_its_sign_unless_it_rounds_to_nothing():
    assert [Words("nb").difference(x, 2) for x in (0.25, -0.25, 0.001)] == ["+0,25", "\u22120,25", "0,00"]


def test_semesters_are_named():
    assert [Words("en").when(t) for t in (0, 1, 35)] == ["autumn 2017", "spring 2018", "spring 2035"]


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="'nn'"):
        Words("nn")
