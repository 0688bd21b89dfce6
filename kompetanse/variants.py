"""A user's own variants in this Python session."""

from __future__ import annotations

from pathlib import Path

from sim.plugins import Plugin, find_plugin
from sim.plugins import use as use_plugins


def use(*plugins: str | Path) -> tuple[Plugin, ...]:
    """From here on, everything has these plugins and no others; without arguments the model is as it was shipped.

    A file that was edited is read again. A class that is defined in a notebook instead of a file works in `simulate`
    and in a `Model`, but workers do not have it, and nothing says when it changes.

    Args:
        plugins: Files (`./mine.py`), folders of packages, or names of entry points.

    Returns:
        The plugins now in use.

    Raises:
        BadInput: One line for the first that cannot be used.
    """
    found = tuple(find_plugin(str(reference)) for reference in plugins)
    use_plugins(found)
    return found
