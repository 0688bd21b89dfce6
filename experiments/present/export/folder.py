"""A results folder, or that of a study, exported into a folder: workbook, CSV files, and what has no room in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.present.csv_files import write_csv
from experiments.present.export.book import book_of
from experiments.present.export.results import Runs
from experiments.present.export.sheets import TITLES, sheets_of
from experiments.present.export.subject import READ_ME, Subject, read_me, subject_of
from experiments.present.export.values import MOST, rows_by_level, write_values
from experiments.present.names import word
from experiments.present.report.folder import evidence_in
from experiments.present.report.speech import Speech
from experiments.present.table import Records, Table
from experiments.present.words import Words
from experiments.present.workbook import MOST_ROWS, Page, sheet_titles, write_workbook
from experiments.refusals import BadInput
from experiments.store.folder import hold

_FINEST = ("school", "municipality", "university")
"""Levels that a workbook goes without first."""


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
        return _write(subject, target, folder.resolve().name, words.naming([subject.base, *subject.scenarios()]))


def _refuse_strange(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise BadInput(f"output={target}: that is a file; name a folder")
    if target.exists() and any(target.iterdir()) and not (target / f"{READ_ME}.csv").exists():
        raise BadInput(f"output={target}: holds other files and is not an earlier export; name another folder")


def _write(subject: Subject, target: Path, name: str, words: Words) -> Written:
    runs = {place: Runs(place) for place in subject.folders if (place / "plan.parquet").exists()}
    sheets = list(sheets_of(subject, runs, words))
    told = _speech(subject, words)
    shown, cut = that_fit(sheets, words) if told is None else ([], [])
    files, omitted = value_files(runs, words)
    notes = [*cut, *omitted, *_where_values_are(files, words)]
    titles = sheet_titles([_title(READ_ME, words), *(_title(sheet.name, words) for sheet in sheets)])
    first = read_me(subject, list(zip(titles[1:], sheets, strict=True)), notes, words)
    for sheet in (first, *sheets):
        write_csv(target, sheet, words.language)
    for file, (place, level) in files.items():
        write_values(target / f"{file}.csv", runs[place], level, words.language)
    workbook = target / f"{name}.xlsx"
    if told is None:
        pages = [Page(title, table) for title, table in zip(titles, (first, *shown), strict=True)]
    else:
        pages = book_of(told, next(sheet for sheet in sheets if sheet.name == "parameters"), first)
    write_workbook(workbook, pages, told.words if told else words, str(subject.manifest["created"]))
    return Written(workbook, 1 + len(sheets) + len(files), tuple(notes))


def _speech(subject: Subject, words: Words) -> Speech | None:
    """What the answer of a comparison rests on; None where nothing was compared."""
    try:
        evidence = evidence_in(subject.place)
    except BadInput:
        return None
    return Speech(evidence, words.language) if len(evidence.comparison) else None


def _title(name: str, words: Words) -> str:
    """Title of the sheet of a table; that of a study's further step has the step's name behind."""
    known = next((known for known in sorted(TITLES, key=len, reverse=True) if name.startswith(known)), "")
    return words(TITLES[known]) + name.removeprefix(known) if known else name


def that_fit(sheets: Sequence[Table], words: Words) -> tuple[list[Table], list[str]]:
    """Sheets for the workbook, without the finest levels where there are too many rows; a sentence on each left out."""
    shown, notes = [], []
    for sheet in sheets:
        assert isinstance(sheet.rows, Records)
        frame, without = sheet.rows.frame, []
        for level in _FINEST if "level" in frame else ():
            if len(frame) > MOST_ROWS and (frame["level"] == level).any():
                frame = frame[frame["level"] != level]
                without.append(word(level, words))
        if len(frame) > MOST_ROWS:
            frame, without = frame.iloc[:MOST_ROWS], [*without, words("rows that Excel has no room for")]
        if without:
            notes.append(words("Not in the workbook: {what} of the sheet {name}; they are in {name}.csv.",
                               what=", ".join(without), name=sheet.name))  # fmt: skip
        shown.append(replace(sheet, rows=Records(frame)))
    return shown, notes


def value_files(runs: Mapping[Path, Runs], words: Words) -> tuple[dict[str, tuple[Path, str]], list[str]]:
    """Files of values by replication, each with its folder and level, and a sentence on levels too large for one."""
    files: dict[str, tuple[Path, str]] = {}
    notes = []
    for place, found in runs.items():
        for level, rows in rows_by_level(found).items():
            name = f"values_{level}" if f"values_{level}" not in files else f"values_{level}_{place.name}"
            if rows > MOST:
                call = f'sim.load("{place.as_posix()}", level="{level}")'
                notes.append(words("Not written: {n} values of single replications at the level {level}; in Python, "
                                   "{call}.", n=words.number(rows, 0), level=word(level, words),
                                   call=call))  # fmt: skip
            else:
                files[name] = (place, level)
    return files, notes


def _where_values_are(values: Mapping[str, Any], words: Words) -> list[str]:
    """A sentence that names the files of values by replication, if there are any."""
    if not values:
        return []
    return [words("Not in the workbook: values of single replications; they are in {files}.",
                  files=", ".join(f"{name}.csv" for name in values))]  # fmt: skip
