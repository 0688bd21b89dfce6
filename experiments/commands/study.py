"""The command `study`: a ready question, answered by a report."""

from __future__ import annotations

from pathlib import Path

from experiments import options
from experiments.call import Call
from experiments.present.outlines import outlines_of
from experiments.present.report.answer import answer
from experiments.present.report.folder import write_report
from experiments.present.report.speech import Speech
from experiments.present.show import line
from experiments.present.table import Column, Table
from experiments.present.terminal import show
from experiments.present.words import mark
from experiments.refusals import FINE, SOME_FAILED
from experiments.scenarios.studies import carry_out_part, check_parts, left_out, parts, study_folder, write_note
from experiments.scenarios.study_file import shipped_studies, study
from experiments.scenarios.world_names import check_world
from sim.timeline import scenarios

_COLUMNS = {
    "name": (mark("Study"), 0), "title": (mark("Title"), 3), "question": (mark("Question"), 0),
    "scenarios": (mark("Scenarios"), 2), "baseline": (mark("Baseline"), 1),
}  # fmt: skip
"""Headings by field, and which go first where a terminal is narrow."""


def run(call: Call[options.Study]) -> int:
    """List the studies, or carry one out."""
    if call.word is None:
        return _list(call)
    asked = study(call.word)
    scenarios([asked.baseline, *asked.scenarios])
    check_world(call.options)
    outlines_of(call.options)
    folder = study_folder(call, asked)
    steps = list(parts(call, asked, folder))
    check_parts(call, steps)
    write_note(folder, asked, steps, call.line)
    line(asked.question.get(call.options.language) or next(iter(asked.question.values())))
    codes = []
    for number, part in enumerate(steps, start=1):
        line("")
        line(call.words("Step {number} of {steps}: {command}", number=number, steps=len(steps), command=part.command))
        if left_out(part):
            line(call.words("Left out: it needs pip install 'kompetanse[discovery]'."))
            continue
        codes.append(carry_out_part(part, call))
    _conclude(call, folder)
    return SOME_FAILED if SOME_FAILED in codes else max(codes)


def _list(call: Call[options.Study]) -> int:
    language, words = call.options.language, call.words
    rows = [
        {"name": s.name, "title": s.title.get(language, ""), "question": s.question.get(language, ""),
         "scenarios": ", ".join(s.scenarios), "baseline": s.baseline}
        for s in map(study, shipped_studies())
    ]  # fmt: skip
    columns = [Column(words(heading), (field,), drop=drop) for field, (heading, drop) in _COLUMNS.items()]
    show(Table("studies", "", columns, rows), words)
    return FINE


def _conclude(call: Call[options.Study], folder: Path) -> None:
    """Write the report, and say its answer."""
    path, evidence = write_report(folder, call.options.language)
    said = answer(Speech(evidence, call.options.language))
    line("")
    for text in said:
        line(text)
    line(call.words("Report: {path}", path=path))
