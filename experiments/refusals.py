"""This file knows the ways a command can refuse, and the exit code of each."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

FINE, CHECK_FAILED, BAD_INPUT, SOME_FAILED, FOLDER_UNUSABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """Something the user can mend; its text is one line, shown as it stands."""

    exit_code = BAD_INPUT

    def __init__(self, text: str) -> None:
        super().__init__(" ".join(text.split()))


class BadInput(Refusal):
    """A command, key, value or file that cannot be used."""


class CheckFailed(Refusal):
    """The program found that its own results cannot be trusted."""

    exit_code = CHECK_FAILED


class FolderUnusable(Refusal):
    """A results folder that is locked, damaged or of another version."""

    exit_code = FOLDER_UNUSABLE


class CannotWrite(FolderUnusable):
    """A file of a results folder that cannot be written, most often because the disk is full."""


def near(word: str, known: Iterable[str]) -> str:
    """A hint at what may have been meant: close matches, or all there are if none is close."""
    known = list(known)
    close = get_close_matches(word, known, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(known)}"
