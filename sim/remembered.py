"""Values that are worked out once, and again when a plugin comes or goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_CLEAR: list[Callable[[], None]] = []


def remembered(work_out: Callable[P, R]) -> Callable[P, R]:
    """As `functools.cache`, for what follows from the rules, schemes, levers, parameters or indicators there are."""
    kept = cache(work_out)
    _CLEAR.append(kept.cache_clear)

    @wraps(work_out)
    def recall(*args: P.args, **names: P.kwargs) -> R:
        return kept(*args, **names)  # type: ignore[arg-type]

    return recall


def forget() -> None:
    """Let everything be worked out again."""
    for clear in _CLEAR:
        clear()
