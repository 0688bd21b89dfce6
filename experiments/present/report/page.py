"""This file knows how the parts of a report become one page, and the template they fill."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.present.report.answer import answer, item, strongest
from experiments.present.report.assumptions import assumptions
from experiments.present.report.blocks import CHANGE, WHY, blocks, command
from experiments.present.report.differences import by_group, differences, shares, winners
from experiments.present.report.evidence import Evidence
from experiments.present.report.lookups import Row, Speech
from experiments.present.report.pictures import pictures
from experiments.present.report.prices import per_krone
from experiments.present.report.quality import checks, data, failed_patterns, folder_hash, versions
from experiments.present.report.remake import commands, report_command
from experiments.present.report.texts import filled
from sim.indicators import BY_NAME

VALID = timedelta(days=365)
"""How long a report holds after its runs (assumption: a year, or until the model changes)."""


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
    environment.filters["fill"] = filled
    return environment.get_template("report.html").render(_context(speech, outlines)) + "\n"


def _context(speech: Speech, outlines: Path | None) -> dict[str, Any]:
    evidence = speech.evidence
    return {
        "t": speech.texts,
        "lang": speech.language,
        "question": _question(speech),
        "baseline": evidence.baseline,
        "evidence": evidence,
        "year": speech.year,
        "place": "/".join(evidence.folder.parts[-2 if evidence.command else -1 :]),
        "hash": folder_hash(speech),
        "scenarios": [_scenario(speech, name) for name in evidence.others],
        "pictures": pictures(speech, outlines),
        "why": blocks(speech, WHY),
        "change": blocks(speech, CHANGE),
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


def _question(speech: Speech) -> str:
    """The study's question, that of the only scenario, or how several differ."""
    evidence = speech.evidence
    if evidence.question:
        return evidence.question.get(speech.language) or next(iter(evidence.question.values()))
    if len(evidence.others) == 1:
        return speech.question(evidence.others[0])
    *most, last = evidence.others
    named = speech.texts["page"]["and"].join((", ".join(most), last))
    return filled(speech.texts["page"]["several"], scenarios=named, baseline=evidence.baseline)


def _scenario(speech: Speech, name: str) -> dict[str, Any]:
    """All that is told of one scenario against the baseline."""
    return {
        "name": name,
        "question": speech.question(name),
        "answer": answer(speech, name),
        "differences": differences(speech, name),
        "groups": by_group(speech, name),
        "shares": shares(speech, name),
        "winners": winners(speech, name),
        "effects": _effects(speech, name),
    }


def _effects(speech: Speech, scenario: str) -> list[str]:
    """Established effects by whether they are for the better."""
    text, moved = speech.texts["six"], strongest(speech, speech.rows("comparison", scenario))
    found = []
    for kind, rows in (("better", [r for r in moved if _good(r)]), ("worse", [r for r in moved if _good(r) is False]),
                       ("neither", [r for r in moved if _good(r) is None])):  # fmt: skip
        if rows:
            found.append(filled(text[f"effects_{kind}"], list=speech.and_list(item(speech, row) for row in rows)))
    return found or [text["effects_none"]]


def _good(row: Row) -> bool | None:
    """Whether an established difference is for the better; None where neither direction is."""
    direction = BY_NAME[row["indicator"]].direction
    return None if direction == "0" else (direction == "+") == (row["verdict"] == "up")


def _sunset(speech: Speech) -> str:
    made = date.fromisoformat(str(speech.evidence.manifest["created"])[:10])
    return (made + VALID).isoformat()
