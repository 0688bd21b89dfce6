"""This file knows what a reader must be told of an export: its first sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pandas as pd

from experiments.present.export.sheet import Sheet
from experiments.present.export.subject import Subject
from experiments.present.export.workbook import titles
from experiments.present.words import Words

NAME = "read_me"


def read_me(subject: Subject, sheets: Sequence[Sheet], notes: Sequence[str], words: Words) -> Sheet:
    """The first sheet: what this is, how it was made, how to read it, and what each sheet holds.

    Args:
        subject: What is exported.
        sheets: The other sheets, those that are only CSV files too.
        notes: Sentences on what was left out and where it is.
        words: Language.
    """
    rows = [(words(item), text) for item, text in (*_origin(subject, words), *_reading(subject, words))]
    rows += [(words("Left out"), note) for note in notes]
    for sheet, title in zip(sheets, titles([NAME, *(s.name for s in sheets)], words)[1:], strict=True):
        n = words.number(len(sheet.frame), 0)
        rows.append((words("Sheet {title}", title=title), words("{about} Rows: {n}. File: {name}.csv.",
                     about=words(sheet.about), n=n, name=sheet.name)))  # fmt: skip
    return Sheet(NAME, pd.DataFrame(rows, columns=["item", "about"]), "")


def _origin(subject: Subject, words: Words) -> Iterator[tuple[str, str]]:
    manifest, setup = subject.manifest, subject.manifest["setup"]
    yield "What this is", words("Results of kompetanse, an agent-based simulation of competence-development policy for "
                                "Norwegian schools: what its mechanisms imply, not a forecast.")  # fmt: skip
    if subject.question:
        yield "Question", subject.question.get(words.language, "")
    for name, entry in manifest["scenarios"].items():
        yield "Scenario", f"{name}: {entry['question'].get(words.language) or next(iter(entry['question'].values()))}"
    yield "Base scenario", subject.base.name
    yield "Command", subject.command
    yield "World", str(setup["world"])
    yield "Last spring", str(setup["horizon"])
    yield "Replications", str(manifest["replications"])
    yield "Seed", str(setup["seed"])
    yield "Parameters", words(_UNCERTAINTY[setup["uncertainty"]])
    if setup["parameters"]:
        yield "Parameters changed", json.dumps(setup["parameters"])
    yield "Program", f"kompetanse {manifest.get('program', '')}"
    yield "Digest of the model's code and data", manifest["source"]
    yield "Made", str(manifest.get("created", ""))
    yield "Language", {"en": "English", "nb": "Bokmål"}[words.language]


def _reading(subject: Subject, words: Words) -> Iterator[tuple[str, str]]:
    folders = ", ".join(folder.as_posix() for folder in subject.folders)
    yield "Results folder", folders
    yield (
        "What is synthetic",
        words(
            "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication."
        ),
    )
    yield (
        "Licence of the data",
        words(
            "Facts from public registers under CC BY 4.0, CC0 and NLOD; credit Statistics Norway, "
            "Utdanningsdirektoratet, Kartverket and GeoNames. Program: MIT. See docs/data.md."
        ),
    )
    yield (
        "Numbers",
        words(
            "Shares are numbers from 0 to 1, never per cent; money is in kroner of 2025; an empty cell means undefined "
            "or unknown. CSV files hold every digit; cells of the workbook show those that make sense."
        ),
    )
    yield (
        "Intervals",
        words(
            "A 95 % interval says how well the mean is known with so many replications; nine in ten futures says how "
            "far single futures lie apart."
        ),
    )
    yield (
        "Files",
        words(
            "CSV files are for programs: UTF-8, comma, decimal point, columns by identifier. The workbook is for "
            "people, with headers in words."
        ),
    )


_UNCERTAINTY = {
    "register": "Drawn from their ranges in each replication, the same in every scenario.",
    "point": "At their values: intervals show luck only.",
}
