"""The command `export`: a results folder as an Excel workbook and as CSV files."""

from __future__ import annotations

from pathlib import Path

from experiments import options
from experiments.call import Call
from experiments.present.export import write_export
from experiments.present.show import line
from experiments.progress import stage
from experiments.refusals import FINE


def run(call: Call[options.Placed]) -> int:
    """Write workbook and files, and say what was left out."""
    folder = call.folder()
    output = Path(call.options.output) if call.options.output else None
    with stage(call.words("Writing workbook and files")):
        written = write_export(folder, output, call.words)
    line(call.words("Workbook: {path}", path=written.workbook))
    line(call.words("CSV files: {n}, in {folder}", n=written.files, folder=written.workbook.parent))
    for note in written.notes:
        line(note)
    return FINE
