"""Which documents are generated, and how generated parts stand between markers in a written one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from experiments.documents.assumptions import assumptions
from experiments.documents.calibration import calibration
from experiments.documents.catalogues import indicators, scenarios
from experiments.documents.commands import commands
from experiments.documents.description import parts
from experiments.documents.patterns import patterns
from experiments.documents.rules import rules
from experiments.documents.tutorial import NAME, tutorial
from experiments.present.meeting import meeting_html, read_story
from experiments.store.parts import write_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
"""Folder of the documents; a wheel has none."""

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)


def documents() -> dict[str, str]:
    """Text of every generated document but the tutorial, by its name in `docs/`."""
    written = (DOCS / "model.md").read_text(encoding="utf-8")
    told = read_story((DOCS / "meeting.html").read_text(encoding="utf-8"))
    return {
        "assumptions.md": assumptions(),
        "rules.md": rules(DOCS / "rules.csv"),
        "patterns.md": patterns(),
        "calibration.md": calibration(),
        "model.md": filled(written, parts()),
        "commands.md": commands(),
        "scenarios.md": scenarios("en"),
        "indicators.md": indicators("en"),
        "nb/scenarioer.md": scenarios("nb"),
        "nb/indikatorer.md": indicators("nb"),
        "meeting.html": meeting_html(told, "en"),
        "nb/moete.html": meeting_html(told, "nb"),
    }


def write(names: Sequence[str] = ()) -> list[str]:
    """Write generated documents and return their names; the tutorial takes some minutes, because it is run.

    Args:
        names: Which, such as "tutorial.md"; all of them if empty.
    """
    made = documents() if set(names) != {NAME} else {}
    asked = list(names) or [*made, NAME]
    if NAME in asked:
        made[NAME] = tutorial((DOCS / NAME).read_text(encoding="utf-8"), DOCS / "images")
    for name in asked:
        write_text(DOCS / name, made[name])
    return asked


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
