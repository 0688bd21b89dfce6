"""The parts of a report as one page, and the template they fill."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.present.comparison import theories, under_both
from experiments.present.report.answer import answer
from experiments.present.report.assumptions import assumptions
from experiments.present.report.blocks import CHANGE, WHY, blocks, command
from experiments.present.report.clauses import told
from experiments.present.report.evidence import Evidence
from experiments.present.report.lead import is_better, judged_by, strongest
from experiments.present.report.learned import learned
from experiments.present.report.pictures import pictures
from experiments.present.report.quality import (
    checks,
    commands,
    data,
    failed_patterns,
    folder_hash,
    report_command,
    versions,
)
from experiments.present.report.speech import Speech
from experiments.present.report.tables import (
    after_years,
    by_group,
    differences,
    options_table,
    overview,
    per_krone,
    shares,
)
from experiments.present.report.whom import whom
from experiments.present.words import mark

VALID = timedelta(days=365)
"""How long a report holds after its runs (assumption: a year, or until the model changes)."""
TURNS = 4
"""Sentences on what would change the answer, before all that folds."""
SECTIONS = {
    "differences": mark("What differs"),
    "whom": mark("For whom"),
    "time": mark("Over time"),
    "change": mark("What would change the answer"),
    "appendix": mark("Appendix"),
    "sure": mark("How sure, and why"),
    "learned": mark("What published figures taught"),
    "limits": mark("What the model cannot say"),
    "assumptions": mark("Assumptions used"),
    "quality": mark("Quality-assurance log"),
    "remake": mark("How to make it again"),
    "six": mark("The six questions of the instruction for official studies"),
    "aqua": mark("Logs of the AQuA book"),
}
"""Headings of the page, in order."""


def report_html(evidence: Evidence, language: str, outlines: Path | None = None) -> str:
    """The report as one HTML page that needs no other file.

    Args:
        evidence: What it rests on.
        language: "en" or "nb".
        outlines: GeoJSON to draw maps on; without it they are tile maps.
    """
    speech = Speech(evidence, language)
    environment = Environment(
        loader=PackageLoader("experiments.present.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("report.html").render(_context(speech, outlines)) + "\n"


def _context(speech: Speech, outlines: Path | None) -> dict[str, Any]:
    evidence, words = speech.evidence, speech.words
    said, change = answer(speech), blocks(speech, CHANGE)
    held, both = evidence.table("theories_counted"), evidence.table("both")
    return {
        "answer": said,
        "options": None if said.options is None else options_table(speech, said.options, judged_by(speech)),
        "overview": None if said.options is None else overview(speech),
        "theories": None if held is None else theories(held.to_dict("records"), words),
        "both": None if both is None else under_both(both.to_dict("records"), words),
        "learned": learned(speech),
        "turning": [sentence for part in change for sentence in part.said][:TURNS],
        "words": words,
        "sections": {key: words(heading) for key, heading in SECTIONS.items()},
        "question": speech.asked,
        "baseline": speech.baseline,
        "world": whom({}, evidence.manifest["setup"]["world"], words),
        "evidence": evidence,
        "year": speech.year,
        "hash": folder_hash(speech),
        "scenarios": [_scenario(speech, name) for name in evidence.others],
        "pictures": pictures(speech, outlines),
        "why": blocks(speech, WHY),
        "change": change,
        "per_krone": per_krone(speech),
        "whom_missing": None if evidence.table("by_group") is not None else command(speech, "compare"),
        "assumptions": assumptions(speech, command(speech, "sensitivity")),
        "checks": checks(speech),
        "failed_patterns": failed_patterns(speech),
        "versions": versions(speech),
        "data": data(speech),
        "commands": commands(speech),
        "report_command": report_command(speech),
        "sunset": _sunset(speech),
    }


def _scenario(speech: Speech, name: str) -> dict[str, Any]:
    """All that is told of one scenario against the baseline."""
    return {
        "name": name,
        "title": speech.words.scenario(name),
        "question": speech.question(name),
        "differences": differences(speech, name),
        "after_years": after_years(speech, name),
        "groups": by_group(speech, name),
        "shares": shares(speech, name),
        "effects": _effects(speech, name),
    }


def _effects(speech: Speech, scenario: str) -> list[str]:
    """Established effects by whether they are for the better."""
    words, moved = speech.words, strongest(speech, speech.rows("comparison", scenario))
    kinds = {True: mark("Better: {list}."), False: mark("Worse: {list}.")}
    found = []
    for good, text in kinds.items():
        rows = [row for row in moved if is_better(row) is good]
        if rows:
            found.append(words(text, list="; ".join(told(speech, row) for row in rows)))
    return found or [words("No effect on a headline indicator is established.")]


def _sunset(speech: Speech) -> str:
    made = date.fromisoformat(str(speech.evidence.manifest["created"])[:10])
    return (made + VALID).isoformat()
