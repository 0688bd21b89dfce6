"""This file knows the sentences of the semester, in their order, as they are written in `CompetenceModel`."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache

from sim.model import CompetenceModel
from sim.scenario import is_autumn

SEASONS = ("burn_in", "autumn", "spring")
"""The methods that are lists of sentences."""


@cache
def sentences(season: str) -> tuple[str, ...]:
    """Names of the sentences of a season, in the order they are written.

    Args:
        season: "burn_in", "autumn" or "spring".
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(getattr(CompetenceModel, season))))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    spoken = [
        f for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id == "self"
    ]
    spoken.sort(key=lambda f: (f.lineno, f.col_offset))
    return tuple(dict.fromkeys(f.attr for f in spoken))


def sentences_of(semester: int) -> tuple[str, ...]:
    """Names of the sentences of a semester."""
    if semester < 0:
        return sentences("burn_in")
    return sentences("autumn" if is_autumn(semester) else "spring")


def listen(model: CompetenceModel, heard: Callable[[str], None]) -> None:
    """Call `heard` with its name after every sentence the model speaks from now on."""
    for name in dict.fromkeys(name for season in SEASONS for name in sentences(season)):
        setattr(model, name, _then(getattr(model, name), name, heard))


def _then(sentence: Callable[[], None], name: str, heard: Callable[[str], None]) -> Callable[[], None]:
    def spoken() -> None:
        sentence()
        heard(name)

    return spoken
