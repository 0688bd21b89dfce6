"""This file knows the sentences of the report, by key, in English and Bokmål."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import yaml

Texts: TypeAlias = Mapping[str, Any]
"""Sections by name; in each, sentences (or lists of sentences) by key."""


@cache
def texts(language: str) -> Texts:
    """All sentences of one language.

    Args:
        language: "en" or "nb".
    """
    written = files("experiments.present.report") / "texts" / f"{language}.yaml"
    found: Texts = yaml.safe_load(written.read_text(encoding="utf-8"))
    return found


def filled(text: str, **values: object) -> str:
    """A sentence with its places filled in."""
    return text.format(**values)
