"""The ways a command can refuse, the exit code of each, and how a problem becomes one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sim.refusals import BadInput, Refusal, near

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = [
    "BAD_INPUT", "CHECK_FAILED", "FINE", "FOLDER_UNUSABLE", "INTERRUPTED", "SOME_FAILED", "BadInput", "CannotWrite",
    "CheckFailed", "FolderUnusable", "Refusal", "first_problem", "near",
]  # fmt: skip

FINE, CHECK_FAILED, BAD_INPUT, SOME_FAILED, FOLDER_UNUSABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130
_NO_KEY = re.compile(r"nullable|\[key\]|[\w-]*\[.*\]|function-\w+|constrained-\w+|str|float|int|literal|model")
"""Parts of a place that pydantic names and that are no keys of the user's."""
_PLAINLY = {
    "int_": "should be a whole number", "float_": "should be a number", "finite_": "should be a finite number",
    "dict_": "should be values by name, {name: value}", "model_": "should be values by name, {name: value}",
    "list_": "should be a list", "string_type": "should be a text", "string_too_short": "should not be empty",
    "date_": "should be a date such as 2026-08-01", "too_short": "should not be empty",
}  # fmt: skip
"""What pydantic says in words of its own, and ours, by how the type of a problem begins."""


class CheckFailed(Refusal):
    """The program found that its own results cannot be trusted."""

    exit_code = CHECK_FAILED


class FolderUnusable(Refusal):
    """A results folder that is locked, damaged or of another version."""

    exit_code = FOLDER_UNUSABLE


class CannotWrite(FolderUnusable):
    """A file of a results folder that cannot be written, most often because the disk is full."""


def first_problem(
    error: ValidationError,
    known: Callable[[int], Iterable[str]],
    what: str = "key",
    missing: str = "missing",
    between: str = ": ",
) -> str:
    """The first problem that pydantic found, as one line: key, value and what was allowed.

    Args:
        error: What pydantic found.
        known: Names that are legal at a depth (1: the outermost).
        what: What a name is called.
        missing: What to say of a name that must be there and is not.
        between: What stands between key and value.
    """
    problem = error.errors()[0]
    where = [str(part) for part in problem["loc"] if not _NO_KEY.fullmatch(str(part))]
    key = ".".join(where)
    if problem["type"] == "extra_forbidden":
        return f"{key}: no such {what}; {near(where[-1], known(len(where)))}"
    if problem["type"] == "missing":
        return f"{key}: {missing}"
    if problem["type"].startswith("bool"):
        return f"{key}{between}{problem['input']}: should be true or false"
    plain = next((said for kind, said in _PLAINLY.items() if problem["type"].startswith(kind)), None)
    said = plain or str(problem["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    return f"{key}: {said}" if problem["type"] == "value_error" else f"{key}{between}{problem['input']!r}: {said}"
