"""This file knows the command `report`: one self-contained file from a results folder."""

from __future__ import annotations

from pathlib import Path

from experiments.command import Call
from experiments.lock import held
from experiments.manifest import read_manifest
from experiments.parts import write_text
from experiments.refusals import FINE, BadInput
from experiments.report import gathered, report_html
from experiments.show import line

HELP = """Writes report.html into a results folder of compare or study: the question, the answer, differences, for whom,
how sure and why, limits, assumptions, checks, and how to make it again. One file, readable without a network.
Results of other commands are included with beside=: validate, backtest, sensitivity, discover, switching, decompose.

  kompetanse report results/compare-1a2b3c4d
  kompetanse report results/compare-1a2b3c4d language=nb 'beside=[results/validate-5e6f7a8b]'"""


def run(call: Call) -> int:
    """Write the report."""
    if call.word is None:
        raise BadInput("report: name a results folder: kompetanse report results/compare-1a2b3c4d")
    folder = Path(call.word)
    read_manifest(folder)
    with held(folder):
        evidence = gathered(folder, [Path(text) for text in call.options.beside or ()])
        page = report_html(evidence, call.options.language)
        write_text(folder / "report.html", page)
    line(call.words("Report: {path}", path=folder / "report.html"))
    return FINE
