"""This file knows which documents are generated, and how generated parts stand between markers in a written one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from experiments.documents.assumptions import assumptions
from experiments.documents.description import parts
from experiments.documents.rules import rules
from experiments.parts import write_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
"""Folder of the documents; a wheel has none."""

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)


def documents() -> dict[str, str]:
    """Text of every generated document, by its name in `docs/`."""
    written = (DOCS / "model.md").read_text(encoding="utf-8")
    return {
        "assumptions.md": assumptions(),
        "rules.md": rules(DOCS / "rules.csv"),
        "model.md": filled(written, parts()),
    }


def write() -> list[str]:
    """Write all generated documents; returns their names."""
    made = documents()
    for name, text in made.items():
        write_text(DOCS / name, text)
    return list(made)


def filled(text: str, generated: Mapping[str, str]) -> str:
    """A written text with its generated parts as they are now.

    Args:
        text: The text, with parts between `<!-- generated: name -->` and `<!-- end of generated -->`.
        generated: The parts by name.

    Raises:
        KeyError: If the text asks for a part there is not.
        ValueError: If a part is asked for nowhere.
    """
    asked = [match[2] for match in _PART.finditer(text)]
    idle = set(generated) - set(asked)
    if idle:
        raise ValueError(f"generated parts that the text does not ask for: {', '.join(sorted(idle))}")
    return _PART.sub(lambda match: f"{match[1]}{generated[match[2]]}\n{match[3]}", text)
