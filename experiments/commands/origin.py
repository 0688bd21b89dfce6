"""The command `origin`: where a figure came from, read from the picture itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from experiments.call import Call
from experiments.command import MARK
from experiments.options import Options
from experiments.present.show import line
from experiments.present.words import mark
from experiments.refusals import FINE, BadInput

_NAMES = {
    "program": mark("program"), "version": mark("version"), "command_line": mark("command line"),
    "command": mark("command"), "world": mark("world"), "scenarios": mark("scenarios"),
    "replications": mark("replications"), "seed": mark("seed"), "question": mark("question (fingerprint)"),
    "created": mark("made"), "source": mark("source (fingerprint)"),
}  # fmt: skip
"""What the facts are called, in the order they are told."""
_SOURCE = "{http://purl.org/dc/elements/1.1/}source"


def run(call: Call[Options]) -> int:
    """Print the origin, a line a fact."""
    if call.word is None:
        raise BadInput("origin: say which file: kompetanse origin <file.png, .svg or .pdf>")
    origin = read_origin(Path(call.word))
    for name in [*(n for n in _NAMES if n in origin), *sorted(set(origin) - set(_NAMES))]:
        said = call.words(_NAMES[name]) if name in _NAMES else name
        line(f"{said}: {_plain(origin[name])}", whole=True)
    return FINE


def _plain(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def read_origin(file: Path) -> dict[str, Any]:
    """Where a saved figure comes from.

    Args:
        file: A PNG, SVG or PDF that `experiments.present.figures.save` wrote.

    Raises:
        BadInput: If the file is missing, none of these, or carries no origin of ours.
    """
    readers = {".png": _in_png, ".svg": _in_svg, ".pdf": _in_pdf}
    if file.suffix.lower() not in readers:
        raise BadInput(f"{file}: origin reads .png, .svg and .pdf")
    if not file.is_file():
        raise BadInput(f"{file}: there is no such file")
    note = readers[file.suffix.lower()](file)
    try:
        origin = json.loads(note or "")
    except ValueError:
        origin = None
    if not isinstance(origin, dict) or origin.get("program") != MARK:
        raise BadInput(f"{file}: it carries no origin; it was not saved by this program, or what saved it again cut it")
    return origin


def _in_png(file: Path) -> str | None:
    """The text chunk; None if there is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as image:
            return str(image.info.get("Source", "")) or None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def _in_svg(file: Path) -> str | None:
    """The source in the metadata; None if there is none."""
    try:
        found = ElementTree.parse(file).getroot().find(f".//{_SOURCE}")
    except (ElementTree.ParseError, UnicodeDecodeError):
        return None
    return found.text if found is not None else None


def _in_pdf(file: Path) -> str | None:
    """The subject in the document's information; None if there is none."""
    found = re.search(rb"/Subject \((.*?)(?<!\\)\)", file.read_bytes(), re.DOTALL)
    return re.sub(r"\\([()\\])", r"\1", found[1].decode("latin-1")) if found else None
