"""Refusals: what the user can mend is told in one line, with a hint at what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_ENDLESS = re.compile(r"(\S{200})\S+")
"""A word so long that the rest of it says nothing."""
MOST = 40
"""Names of which all are told where none is close."""


class Refusal(ValueError):  # noqa: N818 - a refusal is an answer, not an error of the program
    """Something the user can mend; its text is one line, shown as it stands.

    Attributes:
        exit_code: With what a program should end that meets it.
    """

    exit_code = 2

    def __init__(self, text: str) -> None:
        super().__init__(_ENDLESS.sub(r"\1…", " ".join(text.split())))


class BadInput(Refusal):
    """A key, value, name or file that cannot be used."""


def near(word: str, known: Iterable[str]) -> str:
    """A hint at what may have been meant: close matches, or those there are if none is close."""
    known = list(known)
    close = get_close_matches(word, known, n=3, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    more = f" and {len(known) - MOST} more" if len(known) > MOST else ""
    return f"known are {', '.join(known[:MOST])}{more}"
