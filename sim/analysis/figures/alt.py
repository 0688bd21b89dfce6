"""How a figure is told in words, for those who cannot see it."""

from __future__ import annotations

from matplotlib.figure import Figure


def described(figure: Figure, message: str) -> Figure:
    """Keep with a figure what it shows, in one or two sentences with numbers, in the figure's language."""
    figure.set_label(_line(message))
    return figure


def alt_text(figure: Figure) -> str:
    """Title, message and notes of a figure, in its language.

    Args:
        figure: One that a function of `sim.analysis.figures` returned; without a message the titles of its panels
            stand for it.
    """
    heading = [_line(text.get_text()) for text in figure.texts[:1]]
    message = str(figure.get_label()) or "; ".join(
        t for t in (_line(ax.get_title(loc="left")) for ax in figure.axes) if t
    )
    return " ".join(_ended(part) for part in (*heading, message, _line(figure.get_supxlabel())) if part)


def _line(text: str) -> str:
    return " ".join(text.split())


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else text + "."
