"""The zone in which a difference is too small to matter: a pale field about 0, the same everywhere."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sim.analysis.figures.style import GREY
from sim.analysis.words import Words

FILL, EDGE = "#efefef", "#c4c4c4"
"""Pale as no interval is; the edges tell it from them in grey."""


def zone(ax: Axes, smallest: float, *, upright: bool) -> None:
    """Field from -smallest to smallest and a line at 0; upright where values run along the x axis."""
    span, line = (ax.axvspan, ax.axvline) if upright else (ax.axhspan, ax.axhline)
    span(-smallest, smallest, color=FILL, lw=0, zorder=0)
    for bound in (-smallest, smallest):
        line(bound, color=EDGE, lw=0.5, zorder=0.5)
    line(0, color=GREY, lw=0.6, zorder=1)


def zone_key(words: Words) -> Patch:
    """The zone's entry in a key."""
    return Patch(facecolor=FILL, edgecolor=EDGE, lw=0.5, label=words("too small to matter"))
