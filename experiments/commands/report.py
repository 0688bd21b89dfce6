"""This file knows the command `report`: one self-contained file from a results folder."""

from __future__ import annotations

from pathlib import Path

from experiments.command import Call
from experiments.present.outlines import outlines_of
from experiments.present.report import write_report
from experiments.present.show import line
from experiments.refusals import FINE
from experiments.store.folders import named_folder

HELP = """Writes report.html into a results folder of compare or study: the question, the answer, differences, for whom,
how sure and why, limits, assumptions, checks, and how to make it again. One file, readable without a network.
Results of other commands are included with beside=: sensitivity, discover, switching, decompose; those of validate and
backtest of the same model are found by themselves where they lie in the same place.
map=<file.geojson> draws maps on outlines of your own; without it, on those that the comparison was drawn on.

  kompetanse report results/compare-1a2b3c4d
  kompetanse report results/compare-1a2b3c4d language=nb 'beside=[results/validate-5e6f7a8b]'"""


def run(call: Call) -> int:
    """Write the report."""
    folder = named_folder(call, {"beside", "map"})
    beside, outlines = [Path(text) for text in call.options.beside or ()], outlines_of(call.options)
    path, _ = write_report(folder, call.options.language, beside, outlines)
    line(call.words("Report: {path}", path=path))
    return FINE
