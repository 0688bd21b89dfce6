"""Entries of the changelog that change results: the only reason for which reference values may move."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
MARK = "**Changes results"


def entries() -> list[str]:
    """A short digest of every entry marked as changing results, in the order of the file."""
    text = CHANGELOG.read_text(encoding="utf-8")
    found = re.findall(r"^- (.*(?:\n  .*)*)", text, flags=re.MULTILINE)
    marked = [" ".join(entry.split()) for entry in found if entry.startswith(MARK)]
    return [hashlib.blake2b(entry.encode(), digest_size=4).hexdigest() for entry in marked]
