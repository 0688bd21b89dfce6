"""How figures look: one style, and a colour, line and marker for each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, ContextDecorator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from matplotlib import style

INK, GREY, PALE = "#222222", "#666666", "#dddddd"
WIDTH = 7.2
"""Width of a figure over two columns of a journal, inches (183 mm)."""
COLUMN = 3.5
"""Width of a figure in one column, inches (89 mm)."""

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 7.5,
    "text.color": INK,
    "axes.titlesize": 8,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 7,
    "axes.labelcolor": GREY,
    "axes.edgecolor": "#999999",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.xmargin": 0.0,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.color": "#999999",
    "ytick.color": "#999999",
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "legend.fontsize": 7,
    "figure.titlesize": 10,
    "figure.titleweight": "bold",
    "svg.fonttype": "none",
    "svg.hashsalt": "kompetanse",
    "text.hinting": "none",
}


class styled(ContextDecorator):  # noqa: N801  used as a decorator
    """Whatever is drawn inside looks the same, whatever the caller's settings, which it leaves alone."""

    def __init__(self) -> None:
        self._context: list[AbstractContextManager[None]] = []

    def __enter__(self) -> styled:
        """Put the style on."""
        context: AbstractContextManager[None] = style.context(["default", STYLE])
        context.__enter__()
        self._context.append(context)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the style off."""
        self._context.pop().__exit__(kind, error, trace)


@dataclass(frozen=True)
class Look:
    """How one scenario is drawn: told apart by colour, and without colour by line and marker.

    Attributes:
        colour: Of lines, bands and markers.
        text: A darker shade of it that can be read as text on white.
        line, marker: As Matplotlib names them.
        width: Of the line, points.
    """

    colour: str
    text: str
    line: Any
    marker: str
    width: float = 1.4


BASELINE = Look(INK, INK, "-", "o", 1.8)
OTHERS = (  # colours of Okabe and Ito (2008)
    Look("#0072b2", "#005a8c", (0, (6, 1.6)), "s"),
    Look("#d55e00", "#a84a00", (0, (1.2, 1.2)), "^"),
    Look("#009e73", "#00714f", (0, (6, 1.4, 1.2, 1.4)), "D"),
    Look("#cc79a7", "#98456f", (0, (3, 1.2, 1, 1.2, 1, 1.2)), "v"),
    Look("#e69f00", "#8f6200", (0, (2.8, 1.4)), "P"),
    Look("#56b4e9", "#20709f", (0, (9, 2, 3, 2)), "X"),
)


def looks(scenarios: Sequence[str], baseline: str | None) -> dict[str, Look]:
    """The look of every scenario; the baseline, or an only scenario, is black.

    Args:
        scenarios: Names in order.
        baseline: The one that others are compared with, if any.

    Raises:
        ValueError: If there are more scenarios than can be told apart.
    """
    first = baseline if baseline is not None else next(iter(scenarios), "")
    others = [name for name in scenarios if name != first]
    if len(others) > len(OTHERS):
        raise ValueError(f"a figure shows at most {len(OTHERS) + 1} scenarios, got {len(others) + 1}")
    return {first: BASELINE, **dict(zip(others, OTHERS, strict=False))}
