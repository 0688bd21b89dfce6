"""This file knows the command `origin`: where a figure came from, read from the picture itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from experiments.command import Call
from experiments.present.show import line
from experiments.refusals import FINE, BadInput
from experiments.store.origin import read_origin

HELP = """Reads back from a PNG or SVG which run it shows, with what program and by which command it was made.

  kompetanse origin results/compare-64374d2c/figures/paths.png"""

_FIRST = ("program", "version", "command_line", "command", "world", "scenarios", "replications", "seed", "question")


def run(call: Call) -> int:
    """Print the origin, a line a fact."""
    if call.word is None:
        raise BadInput("origin: say which file: kompetanse origin <file.png or file.svg>")
    origin = read_origin(Path(call.word))
    names = [name for name in _FIRST if name in origin] + sorted(set(origin) - set(_FIRST))
    for name in names:
        line(f"{call.words(name.replace('_', ' '))}: {_plain(origin[name])}")
    return FINE


def _plain(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
