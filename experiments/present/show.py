"""Lines on the screen."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from textwrap import fill


def line(text: str, *, whole: bool = False) -> None:
    """Print one line of results; on a terminal over as many as it needs, no word broken.

    Args:
        text: What is printed.
        whole: Whether it stays one line, as a command that is to be copied must.
    """
    if sys.stdout.isatty() and not whole:
        text = folded(text, get_terminal_size().columns)
    sys.stdout.write(f"{text}\n")


def complaint(text: str) -> None:
    """Print one line about what went wrong, where it does not mix with results."""
    if sys.stderr.isatty():
        text = folded(text, get_terminal_size().columns)
    sys.stderr.write(f"{text}\n")


def folded(text: str, width: int) -> str:
    """A text over as many lines as it needs; no word, no number and no per cent of a number is broken."""
    if len(text) <= width:
        return text
    return fill(text.replace(" %", "\u00a0%"), width, break_long_words=False, break_on_hyphens=False)
