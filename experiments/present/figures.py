"""How a figure is saved: as a picture that carries where it comes from, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from experiments.store.parts import write_atomically

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["png", "svg", "pdf"]
ANSWER = ("differences", "difference_paths", "by_size", "map")
"""Figures of a comparison that its answer shows, by name; the others are drawn where all are asked for."""


def save(figure: Figure, folder: Path, name: str, origin: Mapping[str, Any], kind: Format = "png") -> Path:
    """Save a figure under `figures/` of a results folder.

    Args:
        figure: The figure; it is not changed.
        folder: Results folder.
        name: File name without ending.
        origin: Where the figure comes from (question, seed, version, command); plain data.
        kind: Ending of the file.

    Returns:
        The file.
    """
    import matplotlib as mpl

    note = json.dumps(dict(origin), sort_keys=True)
    metadata: dict[str, dict[str, Any]] = {
        "png": {"Title": name, "Source": note, "Software": None},
        "svg": {"Title": name, "Source": note, "Date": None, "Creator": None},
        "pdf": {"Title": name, "Subject": note, "CreationDate": None, "Creator": None, "Producer": None},
    }
    path = folder / "figures" / f"{name}.{kind}"
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none", "pdf.fonttype": 42}):
        write_atomically(path, lambda to: figure.savefig(to, format=kind, metadata=metadata[kind], dpi=150))
    return path


def png(figure: Figure, dpi: int = 160) -> bytes:
    """A figure as the bytes of a small PNG of 256 colours, the same each time.

    Args:
        figure: The figure; it is not changed.
        dpi: Dots per inch.
    """
    from PIL import Image

    drawn, small = BytesIO(), BytesIO()
    figure.savefig(drawn, format="png", dpi=dpi, metadata={"Software": None})
    with Image.open(drawn) as image:
        few = image.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(small, format="PNG", optimize=True)
    return small.getvalue()
