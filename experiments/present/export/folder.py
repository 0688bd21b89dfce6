"""This file knows how a results folder, or that of a study, is exported into a folder, file by file."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from experiments.present.export.about import NAME, read_me
from experiments.present.export.contents import sheets_of
from experiments.present.export.csv_files import write_csv
from experiments.present.export.left_out import that_fit, value_files, where_values_are
from experiments.present.export.runs import Runs
from experiments.present.export.subject import Subject, subject_of
from experiments.present.export.values import write_values
from experiments.present.export.workbook import write_workbook
from experiments.present.words import Words
from experiments.refusals import BadInput
from experiments.store.folder import hold


@dataclass(frozen=True)
class Written:
    """What was written: the workbook, how many CSV files beside it, and a sentence for all that was left out."""

    workbook: Path
    files: int
    notes: tuple[str, ...]


def write_export(folder: Path, output: Path | None, words: Words) -> Written:
    """Write a folder's results as a workbook and CSV files.

    Args:
        folder: Results folder, or that of a study.
        output: Where to; `export/` in the folder if None.
        words: Language.

    Raises:
        FolderUnusable: If it is no results folder, in use, damaged or of another format.
        BadInput: If `output` is a file, or a folder of something else.
    """
    subject = subject_of(folder)
    target = output or folder / "export"
    _refuse_strange(target)
    with ExitStack() as stack:
        for place in subject.folders:
            stack.enter_context(hold(place))
        for leftover in target.glob("*.tmp"):
            leftover.unlink(missing_ok=True)
        return _write(subject, target, folder.resolve().name, words)


def _refuse_strange(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise BadInput(f"output={target}: that is a file; name a folder")
    if target.exists() and any(target.iterdir()) and not (target / f"{NAME}.csv").exists():
        raise BadInput(f"output={target}: holds other files and is not an earlier export; name another folder")


def _write(subject: Subject, target: Path, name: str, words: Words) -> Written:
    runs = {place: Runs(place) for place in subject.folders if (place / "plan.parquet").exists()}
    sheets = list(sheets_of(subject, runs, words.language))
    values, left = value_files(runs, words)
    shown, notes = that_fit(sheets, words)
    notes = [*notes, *left, *where_values_are(values, words)]
    about = read_me(subject, sheets, notes, words)
    for sheet in (about, *sheets):
        write_csv(target, sheet)
    for file, (place, level) in values.items():
        write_values(target / f"{file}.csv", runs[place], level)
    workbook = target / f"{name}.xlsx"
    write_workbook(workbook, [about, *shown], words, str(subject.manifest["created"]))
    return Written(workbook, len(sheets) + len(values) + 1, tuple(notes))
