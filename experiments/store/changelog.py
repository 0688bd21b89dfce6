"""The entries of the changelog that say results changed, so that a folder can note which of them it was made with."""

from __future__ import annotations

import re
from functools import cache

from experiments.store.fingerprint import digest
from sim.paths import changelog_file

_ENTRY = re.compile(r"^- \*\*Changes results\*\*(.*?)(?=^- |^#|\Z)", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (\S+)(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@cache
def result_changes() -> dict[str, str]:
    """Entries that say results changed, by their hash, the newest first."""
    return {key: text for texts in _sections().values() for key, text in texts.items()}


def changes_since(version: str) -> set[str]:
    """Hashes of the entries in sections above that of a version; all if it has no section."""
    sections = list(_sections().items())
    names = [name for name, _ in sections]
    until = names.index(version) if version in names else len(names)
    return {key for _, texts in sections[:until] for key in texts}


@cache
def _sections() -> dict[str, dict[str, str]]:
    file = changelog_file()
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return {name: {digest(entry, 4): entry for entry in map(_plain, _ENTRY.findall(body))}
            for name, body in _SECTION.findall(text)}  # fmt: skip


def _plain(entry: str) -> str:
    """An entry as one line, without its marks."""
    return " ".join(entry.replace("`", "").split()).lstrip(".: ")
