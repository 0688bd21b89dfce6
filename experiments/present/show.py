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
        text = fill(text, get_terminal_size().columns, break_long_words=False, break_on_hyphens=False)
    sys.stdout.write(f"{text}\n")


def complaint(text: str) -> None:
    """Print one line about what went wrong, where it does not mix with results."""
    sys.stderr.write(f"{text}\n")
