"""Plugins in words: what a user has added to the model, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.present.words import Words, mark

_KINDS = {
    "rules": mark("rules"), "schemes": mark("schemes"), "levers": mark("levers"), "parameters": mark("parameters"),
    "indicators": mark("indicators"), "agents": mark("agents"),
}  # fmt: skip


def plugins_told(entries: Sequence[Mapping[str, Any]], words: Words) -> list[tuple[str, str]]:
    """Name of each plugin, and what it adds.

    Args:
        entries: As the manifest has them (`experiments.store.plugins.entries`).
        words: Language.
    """
    return [
        (
            entry["name"],
            "; ".join(f"{words(_KINDS[kind])}: {', '.join(names)}" for kind, names in entry["adds"].items()),
        )
        for entry in entries
    ]
