"""The command `report`: one self-contained file from a results folder."""

from __future__ import annotations

from pathlib import Path

from experiments import options
from experiments.call import Call
from experiments.present.export.subject import subject_of
from experiments.present.outlines import outlines_of
from experiments.present.report.folder import write_report
from experiments.present.show import line
from experiments.progress import stage
from experiments.refusals import FINE


def run(call: Call[options.Report]) -> int:
    """Write the report."""
    folder = call.folder()
    beside = [Path(text) for text in call.options.beside or ()]
    world = subject_of(folder).manifest["setup"]["world"] if call.options.map else None
    outlines = outlines_of(call.options, world)
    with stage(call.words("Writing the report")):
        path, _ = write_report(folder, call.options.language, beside, outlines)
    line(call.words("Report: {path}", path=path))
    return FINE
