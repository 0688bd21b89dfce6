"""This file knows how a figure is saved: as PNG and SVG that carry where they come from, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.store.parts import write_atomically

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def save(figure: Figure, folder: Path, name: str, origin: Mapping[str, Any]) -> list[Path]:
    """Save a figure under `figures/` of a results folder.

    Args:
        figure: The figure; it is not changed.
        folder: Results folder.
        name: File name without ending.
        origin: Where the figure comes from (question, seed, version, command); plain data.

    Returns:
        The files written.
    """
    import matplotlib as mpl

    note = json.dumps(dict(origin), sort_keys=True)
    metadata: dict[str, dict[str, Any]] = {
        "png": {"Title": name, "Source": note, "Software": None},
        "svg": {"Title": name, "Source": note, "Date": None, "Creator": None},
    }
    paths = []
    for kind, noted in metadata.items():
        path = folder / "figures" / f"{name}.{kind}"
        with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
            write_atomically(path, lambda to, k=kind, m=noted: figure.savefig(to, format=k, metadata=m, dpi=150))
        paths.append(path)
    return paths


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
