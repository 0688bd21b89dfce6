"""This file knows how the first problem in what a user wrote, as pydantic finds it, becomes one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import ValidationError

from experiments.refusals import near

_NO_KEYS = ("nullable", "function-after", "[key]")
"""Parts of a place that name a step of the check, not a key."""


def first_problem(
    error: ValidationError,
    known: Callable[[int], Iterable[str]],
    what: str = "key",
    missing: str = "missing",
    between: str = ": ",
) -> str:
    """The first problem: key, value and what was allowed.

    Args:
        error: What pydantic found.
        known: Names that are legal at a depth (1: the outermost).
        what: What a name is called.
        missing: What to say of a name that must be there and is not.
        between: What stands between key and value.
    """
    problem = error.errors()[0]
    where = [str(part) for part in problem["loc"] if part not in _NO_KEYS]
    key = ".".join(where)
    if problem["type"] == "extra_forbidden":
        return f"{key}: no such {what}; {near(where[-1], known(len(where)))}"
    if problem["type"] == "missing":
        return f"{key}: {missing}"
    said = str(problem["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    return f"{key}: {said}" if problem["type"] == "value_error" else f"{key}{between}{problem['input']!r}: {said}"
