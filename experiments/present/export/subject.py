"""What is exported: the results folders, the command that made them, the base scenario; and its first sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.present.fields import columns
from experiments.present.plugins import plugins_told
from experiments.present.report.evidence import config_in
from experiments.present.report.quality import command_of
from experiments.present.table import Row, Table
from experiments.present.words import SYNTHETIC, Words
from experiments.scenarios.studies import read_note
from experiments.store.manifest import NAME as MANIFEST
from experiments.store.manifest import read_manifest, stored_scenarios
from sim.scenario import Scenario
from sim.timeline import scenario

READ_ME = "read_me"
"""Name of the first sheet."""
_ALTERNATIVE = "system_2026"
"""What a folder without a baseline is held against."""


@dataclass(frozen=True)
class Subject:
    """What is exported.

    Attributes:
        place: What was named: a results folder, or that of a study.
        folders: Results folders: one, or the steps of a study.
        manifest: Manifest of the first.
        command: The command that made it.
        question: Question of a study, by language; empty if it is none.
        base: Scenario that others are held against.
    """

    place: Path
    folders: tuple[Path, ...]
    manifest: Mapping[str, Any]
    command: str
    question: Mapping[str, str]
    base: Scenario

    def scenarios(self) -> list[Scenario]:
        """The scenarios of all folders, each once."""
        every = [s for place in self.folders for s in stored_scenarios(read_manifest(place))]
        return list({s.name: s for s in every}.values())


def subject_of(folder: Path) -> Subject:
    """What a folder holds, before anything is read but its notes.

    Raises:
        FolderUnusable: If it is no results folder, damaged or of another format.
    """
    note = read_note(folder)
    places = (folder,)
    if note is not None:
        places = tuple(place for part in note["parts"] if ((place := folder / part) / MANIFEST).exists()) or places
    manifest = read_manifest(places[0])
    config = config_in(places[0])
    command = note["command"] if note else command_of(manifest, config)
    return Subject(folder, places, manifest, command, note["question"] if note else {}, _base(manifest, config))


def _base(manifest: Mapping[str, Any], config: Mapping[str, Any]) -> Scenario:
    """The baseline of a folder if it was run there, else the zero alternative of today."""
    there = {s.name: s for s in stored_scenarios(manifest)}
    found = there.get(str(config.get("baseline")))
    if found is None and manifest["command"] in ("compare", "discover", "switching", "decompose"):
        found = next(iter(there.values()), None)  # a file of the user's own, by the name it gives itself
    return found or there.get(_ALTERNATIVE) or scenario(_ALTERNATIVE)


def read_me(subject: Subject, sheets: Sequence[tuple[str, Table]], notes: Sequence[str], words: Words) -> Table:
    """The first sheet: what this is, how it was made, how to read it, and what each sheet holds.

    Args:
        subject: What is exported.
        sheets: Titles and tables of the other sheets, those that are only CSV files too.
        notes: Sentences on what was left out and where it is.
        words: Language and titles of scenarios.
    """
    told = [*_origin(subject, words), *_reading(subject, words), *((words("Left out"), note) for note in notes)]
    for title, table in sheets:
        about = words("{about} Rows: {n}. File: {name}.csv.", about=table.title, n=words.number(len(table.rows), 0),
                      name=table.name)  # fmt: skip
        if len(table.rows):
            told.append((words("Table {title}", title=title), about))
    rows: list[Row] = [{"item": item, "about": about} for item, about in told]
    return Table(READ_ME, "", columns(words, "item", "about"), rows)


def _origin(subject: Subject, words: Words) -> Iterator[tuple[str, str]]:
    manifest, setup = subject.manifest, subject.manifest["setup"]
    yield (
        words("What this is"),
        words(
            "Results of kompetanse, an agent-based simulation of competence-development policy for Norwegian schools: "
            "what its mechanisms imply, not a forecast."
        ),
    )
    if subject.question:
        yield words("Question"), subject.question.get(words.language, "")
    for name, entry in manifest["scenarios"].items():
        question = entry["question"].get(words.language) or next(iter(entry["question"].values()))
        yield words("Scenario"), f"{words.scenario(name)} ({name}): {question}"
    yield words("Base scenario"), words.scenario(subject.base.name)
    yield words("Command"), subject.command
    yield words("World"), str(setup["world"])
    yield words("Last spring"), str(setup["horizon"])
    yield words("Replications"), str(manifest["replications"])
    yield words("Seed"), str(setup["seed"])
    if setup["uncertainty"] == "register":
        yield words("Parameters"), words("Drawn from their ranges in each replication, the same in every scenario.")
    elif setup["uncertainty"] == "posterior":
        yield words("Parameters"), words("Drawn from the posterior in each replication, the same in every scenario.")
    else:
        yield words("Parameters"), words("At their values: intervals show luck only.")
    if setup["parameters"]:
        yield words("Parameters changed"), json.dumps(setup["parameters"])
    yield words("Program"), f"kompetanse {manifest.get('program', '')}"
    yield words("Digest of the model's code and data"), manifest["source"]
    for name, adds in plugins_told(manifest.get("plugins", ()), words):
        yield words("Plugin"), f"{name}: {adds}"
    yield words("Made"), str(manifest.get("created", ""))
    yield words("Language"), {"en": "English", "nb": "Bokmål"}[words.language]


def _reading(subject: Subject, words: Words) -> Iterator[tuple[str, str]]:
    yield words("Results folder"), ", ".join(folder.as_posix() for folder in subject.folders)
    yield words("What is synthetic"), words(SYNTHETIC)
    yield (
        words("Licence of the data"),
        words(
            "Facts from public registers under CC BY 4.0, CC0 and NLOD; credit Statistics Norway, "
            "Utdanningsdirektoratet, Kartverket and GeoNames. Program: MIT. See docs/data.md."
        ),
    )
    yield (
        words("Numbers"),
        words(
            "Shares are numbers from 0 to 1, never per cent; money is in kroner of 2025; an empty cell means undefined "
            "or unknown. CSV files hold every digit; cells of the workbook show those that make sense."
        ),
    )
    yield (
        words("Intervals"),
        words(
            "A 95 % interval says how well the mean is known with so many replications; nine in ten futures says how "
            "far single futures lie apart."
        ),
    )
    yield (
        words("Files"),
        words(
            "CSV files are for programs: UTF-8, comma, decimal point, columns by identifier. The workbook is for "
            "people, with headers in words."
        ),
    )
