"""This file knows Hydra's multirun: one command line with several values a key, as one line a combination."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from experiments.refusals import BadInput


def jobs(words: Sequence[str]) -> list[list[str]]:
    """Every combination of the values given, the last key fastest: `seed=1,2`, `choice(a,b)`, `range(1,4)`.

    Raises:
        BadInput: If a word cannot be read or has no end of values, or all jobs would write to one folder.
    """
    choices = [_choices(word) for word in words]
    found = [list(job) for job in product(*choices)]
    if len(found) > 1 and any(word.startswith("output=") for word in found[0]) and _one_output(found):
        raise BadInput("output=: the runs of -m need a folder each; leave it out, or give as many as there are runs")
    return found


def _one_output(found: list[list[str]]) -> bool:
    folders = [word for job in found for word in job if word.startswith("output=")]
    return len(set(folders)) < len(found)


def _choices(word: str) -> list[str]:
    try:
        override = OverridesParser.create().parse_override(word)
        if not override.is_sweep_override():
            return [word]
        return _values(override)
    except HydraException:
        raise BadInput(f"{word}: cannot be read; several values are written key=a,b or key=range(1,4)") from None


def _values(override: Override) -> list[str]:
    if not (override.is_choice_sweep() or override.is_range_sweep()):
        raise BadInput(f"{override.input_line}: only choices and ranges can be run one by one; see the command sweep")
    return [f"{override.get_key_element()}={value}" for value in override.sweep_string_iterator()]
