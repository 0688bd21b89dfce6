"""This file knows how the origin of a figure is read back from the picture itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from experiments.refusals import BadInput

MARK = "kompetanse"
"""Value of `program` in every origin, so that a picture of another program is not taken for ours."""
_SOURCE = "{http://purl.org/dc/elements/1.1/}source"


def read_origin(file: Path) -> dict[str, Any]:
    """Where a saved figure comes from.

    Args:
        file: A PNG or SVG that `experiments.present.figures.save` wrote.

    Raises:
        BadInput: If the file is missing, neither, or carries no origin of ours.
    """
    readers = {".png": _in_png, ".svg": _in_svg}
    if file.suffix.lower() not in readers:
        raise BadInput(f"{file}: origin reads .png and .svg")
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
