"""YAML as people write it: what could be taken in two ways is a text, what cannot be used is refused in one line."""

from __future__ import annotations

import pytest

from sim.refusals import BadInput
from sim.strict_yaml import read_yaml

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]" for old, new in
                                                   zip("abcdefgh", "bcdefghi", strict=True))  # fmt: skip
REFUSED = {
    "nested lists": ("a: " + "[" * 100_000, "line 1: nested too deeply"),
    "nested mappings": ("{a: " * 100_000, "line 1: nested too deeply"),
    "nested lines": ("\n".join(" " * k + "a:" for k in range(500)), "line 41: nested too deeply"),
    "nested items": ("a:\n " + "- " * 50_000, "nested too deeply"),
    "texts that multiply themselves": (LAUGHS, "nested too deeply"),
    "a list within itself": ("a: &a [*a]", "nested too deeply"),
    "a tag": ("a: !!python/object:os.system x", "tags such as !!int are not used"),
    "a number without end": ("a: " + "9" * 5000, "a number has too many digits"),
    "a key twice": ("a: 1\nb: 2\na: 3", "line 3: not valid YAML: 'a' is given twice"),
    "a list as key": ("? [a]\n: 3", "a key must be a text"),
    "a merge": ("a: {<<: 3}", "the key << is not used"),
    "a tab": ("a:\n\t- 3", "line 2: not valid YAML"),
    "a list": ("- a", "must be a list of `key: value` lines"),
    "a text": ("a", "must be a list of `key: value` lines"),
    "nothing": ("", "must be a list of `key: value` lines"),
    "an end in a quote": ('a: "b', "not valid YAML"),
}


def test_what_cannot_be_used_is_refused_in_one_line(tmp_path):
    wrong = {}
    for name, (text, says) in REFUSED.items():
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as refused:
            read_yaml(path)
        said = str(refused.value)
        if says not in said or "\n" in said or "<unicode" in said or not said.startswith(str(path)):
            wrong[name] = said
    assert wrong == {}


def test_numbers_are_numbers_and_codes_and_dates_are_texts(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("a: [0301, 1103, 1:30, 0x1F, 1_000, 0.1_5, 1e8, -3, .5, 0, 0.0, yes, null, 2026-08-01]\n"
                    "b: &b [1]\nc: *b\nd: blåbær\n", encoding="iso-8859-1")  # fmt: skip
    assert read_yaml(path) == {
        "a": ["0301", 1103, "1:30", "0x1F", "1_000", "0.1_5", 1e8, -3, 0.5, 0, 0.0, True, None, "2026-08-01"],
        "b": [1], "c": [1], "d": "blåbær",
    }  # fmt: skip
