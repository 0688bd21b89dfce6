"""This file knows what has no room: in the workbook, or in a file that is still of use; and where it is instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.present.export.runs import Runs
from experiments.present.export.sheet import Sheet
from experiments.present.export.values import MOST, rows_by_level
from experiments.present.export.workbook import MOST_ROWS
from experiments.present.words import Words

_FINEST = ("school", "municipality", "university")
"""Levels that a workbook goes without first."""


def that_fit(sheets: Sequence[Sheet], words: Words) -> tuple[list[Sheet], list[str]]:
    """Sheets for the workbook, without the finest levels where there are too many rows; a sentence on each left out."""
    shown, notes = [], []
    for sheet in sheets:
        frame, without = sheet.frame, []
        for level in _FINEST if "level" in frame else ():
            if len(frame) > MOST_ROWS and (frame["level"] == level).any():
                frame = frame[frame["level"] != level]
                without.append(words(level))
        if len(frame) > MOST_ROWS:
            frame, without = frame.iloc[:MOST_ROWS], [*without, words("rows that Excel has no room for")]
        if without:
            text = "Not in the workbook: {what} of the sheet {name}; they are in {name}.csv."
            notes.append(words(text, what=", ".join(without), name=sheet.name))
        shown.append(replace(sheet, frame=frame))
    return shown, notes


def value_files(runs: Mapping[Path, Runs], words: Words) -> tuple[dict[str, tuple[Path, str]], list[str]]:
    """Files of values by replication, each with its folder and level, and a sentence on levels too large for one."""
    files: dict[str, tuple[Path, str]] = {}
    notes = []
    for place, found in runs.items():
        for level, rows in rows_by_level(found).items():
            name = f"values_{level}" if f"values_{level}" not in files else f"values_{level}_{place.name}"
            if rows > MOST:
                text = "Not written: {n} values of single replications at the level {level}; in Python, {call}."
                call = f'sim.load("{place.as_posix()}", level="{level}")'
                notes.append(words(text, n=words.number(rows, 0), level=words(level), call=call))
            else:
                files[name] = (place, level)
    return files, notes


def where_values_are(values: Mapping[str, Any], words: Words) -> list[str]:
    """A sentence that names the files of values by replication, if there are any."""
    text = "Not in the workbook: values of single replications; they are in {files}."
    return [words(text, files=", ".join(f"{name}.csv" for name in values))] if values else []
