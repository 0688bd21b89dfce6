"""This file knows the command `origin`: where a figure came from, read from the picture itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from experiments.command import Call
from experiments.present.show import line
from experiments.present.words import mark
from experiments.refusals import FINE, BadInput
from experiments.store.origin import read_origin

HELP = """Reads back from a PNG or SVG which run it shows, with what program and by which command it was made.

  kompetanse origin results/compare-64374d2c/figures/paths.png"""

_NAMES = {
    "program": mark("program"), "version": mark("version"), "command_line": mark("command line"),
    "command": mark("command"), "world": mark("world"), "scenarios": mark("scenarios"),
    "replications": mark("replications"), "seed": mark("seed"), "question": mark("question (fingerprint)"),
    "created": mark("made"), "source": mark("source (fingerprint)"),
}  # fmt: skip
"""What the facts are called, in the order they are told."""


def run(call: Call) -> int:
    """Print the origin, a line a fact."""
    if call.word is None:
        raise BadInput("origin: say which file: kompetanse origin <file.png or file.svg>")
    origin = read_origin(Path(call.word))
    for name in [*(n for n in _NAMES if n in origin), *sorted(set(origin) - set(_NAMES))]:
        said = call.words(_NAMES[name]) if name in _NAMES else name
        line(f"{said}: {_plain(origin[name])}", whole=True)
    return FINE


def _plain(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
