"""This file knows what is exported: the results folders, the command that made them, and the base scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.present.report.evidence import config_in
from experiments.present.report.remake import command_of
from experiments.scenarios.studies import read_note
from experiments.scenarios.timeline import scenario
from experiments.store.manifest import NAME as MANIFEST
from experiments.store.manifest import read_manifest, stored_scenarios
from sim.scenario import Scenario

_ALTERNATIVE = "system_2026"
"""What a folder without a baseline is held against."""


@dataclass(frozen=True)
class Subject:
    """What is exported.

    Attributes:
        folders: Results folders: one, or the steps of a study.
        manifest: Manifest of the first.
        command: The command that made it.
        question: Question of a study, by language; empty if it is none.
        base: Scenario that others are held against.
    """

    folders: tuple[Path, ...]
    manifest: Mapping[str, Any]
    command: str
    question: Mapping[str, str]
    base: Scenario


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
    return Subject(places, manifest, command, note["question"] if note else {}, _base(manifest, config))


def _base(manifest: Mapping[str, Any], config: Mapping[str, Any]) -> Scenario:
    """The baseline of a folder if it was run there, else the zero alternative of today."""
    there = {s.name: s for s in stored_scenarios(manifest)}
    found = there.get(str(config.get("baseline")))
    if found is None and manifest["command"] in ("compare", "discover", "switching", "decompose"):
        found = next(iter(there.values()), None)  # a file of the user's own, by the name it gives itself
    return found or there.get(_ALTERNATIVE) or scenario(_ALTERNATIVE)
