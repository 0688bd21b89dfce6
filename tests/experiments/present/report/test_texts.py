"""The report says the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from experiments.present.report.texts import texts

PLACE = re.compile(r"\{(\w+)\}")


def sentences(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from sentences(part, f"{path}.{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from sentences(part, f"{path}.{number}")
    else:
        yield path, value


def test_both_languages_have_the_same_sentences_with_the_same_places():
    english, norwegian = (dict(sentences(texts(language))) for language in ("en", "nb"))
    assert list(english) == list(norwegian)
    for path, text in english.items():
        assert isinstance(text, str), path
        assert isinstance(norwegian[path], str), path
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(norwegian[path])), path


def test_no_sentence_was_left_untranslated():
    english, norwegian = (dict(sentences(texts(language))) for language in ("en", "nb"))
    long = {path for path, text in english.items() if text.count(" ") >= 2}
    same = {path for path in long if english[path] == norwegian[path] and PLACE.sub("", english[path]).count(" ") > 2}
    assert not same


def test_every_section_of_sentences_is_used():
    package = files("experiments.present.report")
    used = "".join(p.read_text(encoding="utf-8") for p in package.iterdir() if p.name.endswith(".py"))
    used += (package / "templates" / "report.html").read_text(encoding="utf-8")
    for section in texts("en"):
        assert section in used, section
