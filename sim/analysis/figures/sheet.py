"""The sheet a figure stands on: its size, title, key and notes, drawn in one style wherever saved."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from textwrap import fill
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.legend import Legend

from sim.analysis.figures.style import GREY, WIDTH, styled
from sim.analysis.words import Words

EDGE = 0.012
"""Where title, key and notes begin, in widths of the sheet."""


class Sheet(Figure):
    """A figure that looks the same and is the same bytes each time, whatever the settings it is saved under."""

    @styled()
    def draw(self, renderer: RendererBase) -> None:
        """Draw in the style the sheet was laid out in."""
        super().draw(renderer)

    def _repr_png_(self) -> bytes:
        """The picture that a notebook shows."""
        to = BytesIO()
        self.savefig(to, format="png", dpi=110)
        return to.getvalue()


def narrow(width: float) -> bool:
    """Whether a figure of this width, inches, has room for one panel beside its labels only."""
    return width < 0.75 * WIDTH


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure that arranges itself; sizes in inches."""
    return Sheet(figsize=(width, height), layout=_engine(1.0))


def _engine(top: float) -> ConstrainedLayoutEngine:
    return ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.06, hspace=0.04, wspace=0.03, rect=(0, 0, 1, top))


def crown(
    figure: Figure, heading: str, handles: Sequence[Any] = (), columns: int = 4, about: str = "", *, over: bool = False
) -> None:  # fmt: skip
    """The title and below it the key, at the left; the panels get the room that is left.

    Args:
        figure: Where they stand.
        heading: The title.
        handles: Lines and patches of the key.
        columns: Of the key, at most; as many as fit.
        about: What the title leaves open, such as the scenarios compared; a line below it.
        over: Whether the key lies over an empty corner of the panel, and takes no room.
    """
    height = float(figure.get_figheight())
    heading = _wrapped(figure, heading, 11.4)
    figure.text(EDGE, 1 - 0.07 / height, heading, ha="left", va="top", fontsize=10, fontweight="bold")
    below = 0.09 + 0.165 * (heading.count("\n") + 1)
    if about:
        about = _wrapped(figure, about, 17)
        figure.text(EDGE, 1 - (below + 0.02) / height, about, ha="left", va="top", color=GREY)
        below += 0.03 + 0.125 * (about.count("\n") + 1)
    if handles:
        key = _key(figure, handles, min(columns, len(handles)), 1 - (below + 0.05) / height)
        below += 0.0 if over else 0.11 + key.get_window_extent().height / figure.dpi
    figure.set_layout_engine(_engine(1 - below / height))


def _key(figure: Figure, handles: Sequence[Any], columns: int, top: float) -> Legend:
    """The key in as many columns as fit, up to those wished for; read by row, or two columns by column."""
    columns = -(-len(handles) // -(-len(handles) // columns))
    ordered = [handle for k in range(columns) for handle in handles[k::columns]] if columns > 2 else list(handles)
    labels = ["\n".join(_wrapped(figure, line, 16) for line in str(h.get_label()).split("\n")) for h in ordered]
    key = figure.legend(handles=ordered, labels=labels, loc="upper left", ncols=columns, borderaxespad=0,
                        borderpad=0, bbox_to_anchor=(EDGE, top))  # fmt: skip
    key.set_in_layout(False)
    if columns > 1 and key.get_window_extent().width > (1 - 2 * EDGE) * figure.bbox.width:
        key.remove()
        return _key(figure, handles, columns - 1, top)
    return key


def notes(figure: Figure, sentences: Sequence[str]) -> None:
    """Notes below the figure."""
    text = _wrapped(figure, " ".join(s for s in sentences if s), 20)
    note = figure.supxlabel(text, ha="left", fontsize=6.5, color=GREY, linespacing=1.25)
    note.set_x(EDGE)


def of_whom(about: str, whom: str) -> str:
    """What a figure is about, and whose values it shows."""
    return f"{about} {whom[0].upper()}{whom[1:]}." if whom else about


def numbered(heading: str, part: tuple[int, int], words: Words) -> str:
    """A title, with the number of the part if the figure is one of several."""
    number = words("({part} of {parts})", part=part[0], parts=part[1]) if part[1] > 1 else ""
    return f"{heading} {number}".rstrip()


def compared(words: Words, scenario: str, baseline: str, semester: int | None) -> str:
    """Whose difference it is, from what and when; nothing where the scenario is not known."""
    if not scenario:
        return ""
    return words("“{scenario}” less “{baseline}”, {when}", scenario=words.scenario(scenario),
                 baseline=words.scenario(baseline), when=words.when(semester))  # fmt: skip


def replicated(words: Words, n: int, *, paired: bool = True) -> str:
    """A sentence on the number of replications."""
    if n == 1:
        return words("1 replication: no interval can be given.")
    if paired:
        return words("{n} replications, paired on the same luck.", n=n)
    return words.many("1 replication.", "{n} replications.", n)


def empty(words: Words, heading: str, width: float = WIDTH) -> Figure:
    """A figure that says there is nothing to show."""
    figure = new_figure(1.2, width)
    crown(figure, heading)
    notes(figure, [words("No values to show.")])
    return figure


def _wrapped(figure: Figure, text: str, per_inch: float) -> str:
    """A text over as many lines as it needs, a number never apart from its per cent."""
    tied = text.replace(" %", "\u00a0%")
    return fill(tied, int(per_inch * figure.get_figwidth()), break_long_words=False).replace("\u00a0%", " %")
