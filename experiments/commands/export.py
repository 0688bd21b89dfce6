"""This file knows the command `export`: a results folder as an Excel workbook and as CSV files."""

from __future__ import annotations

from pathlib import Path

from experiments.command import Call
from experiments.present.export import write_export
from experiments.present.show import line
from experiments.refusals import FINE
from experiments.store.folders import named_folder

HELP = """Writes a results folder, of any command or of a study, as one Excel workbook and the same sheets as CSV files,
into export/ in that folder: what it is and how it was made, the tables of the command, results over replications,
indicators, parameters with the value used, and the levers in which scenarios differ. Values of single replications
are CSV files only, one a level.

  kompetanse export results/compare-1a2b3c4d
  kompetanse export results/compare-1a2b3c4d language=nb output=for_the_ministry"""


def run(call: Call) -> int:
    """Write workbook and files, and say what was left out."""
    folder = named_folder(call, {"output"})
    output = Path(call.options.output) if call.options.output else None
    written = write_export(folder, output, call.words)
    line(call.words("Workbook: {path}", path=written.workbook))
    line(call.words("CSV files: {n}, in {folder}", n=written.files, folder=written.workbook.parent))
    for note in written.notes:
        line(note)
    return FINE
