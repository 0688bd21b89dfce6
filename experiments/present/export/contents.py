"""This file knows which sheets an export has: the tables of each folder, results, and what explains them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from experiments.present.export.known import indicators, names, parameters
from experiments.present.export.levers import differing_levers
from experiments.present.export.results import over_replications
from experiments.present.export.runs import Runs
from experiments.present.export.sheet import Sheet
from experiments.present.export.subject import Subject
from experiments.present.export.tables import ABOUT, OTHER, tables_in
from experiments.store.manifest import read_manifest, stored_scenarios
from experiments.store.parts import failures


def sheets_of(subject: Subject, runs: Mapping[Path, Runs], language: str) -> Iterator[Sheet]:
    """Every sheet but the first, each name once.

    Args:
        subject: What is exported.
        runs: Runs of each of its folders that has some.
        language: Of the indicators' labels.

    Raises:
        FolderUnusable: If a table or a part is damaged.
    """
    taken: set[str] = set()
    for sheet, place in _of_each(subject.folders, runs):
        name = sheet.name if sheet.name not in taken else f"{sheet.name}_{place.name}"
        taken.add(name)
        yield replace(sheet, name=name)
    setup = subject.manifest["setup"]
    every = [s for place in subject.folders for s in stored_scenarios(read_manifest(place))]
    unlike = differing_levers(list({s.name: s for s in every}.values()), subject.base)
    yield Sheet("indicators", indicators(language), "Every indicator, with its smallest difference that matters.")
    yield Sheet("parameters", parameters(setup, language), "The register of parameters, with the values used.")
    yield Sheet("scenarios", unlike, "Levers in which each scenario differs from the base scenario, and when.")


def _of_each(folders: Iterable[Path], runs: Mapping[Path, Runs]) -> Iterator[tuple[Sheet, Path]]:
    """Tables, results and failures of every folder, with the folder they come from."""
    named = names()
    for place in folders:
        for name, table in tables_in(place):
            yield Sheet(name, table, ABOUT.get(name, OTHER)), place
        if place in runs:
            found = over_replications(runs[place], named)
            yield Sheet("results", found, "Mean over replications of every indicator in every school year."), place
            if runs[place].plan["point"].nunique() > 1:
                yield Sheet("design", _points(runs[place].plan), "What each point of the design holds fixed."), place
        failed = [vars(f) | {"traceback": ""} for f in failures(place)]
        if failed:
            frame = pd.DataFrame(failed).drop(columns=["traceback", "run_id"])
            yield Sheet("failures", frame, "Runs that failed; they are in no other sheet."), place


def _points(plan: pd.DataFrame) -> pd.DataFrame:
    texts = ["point", "uncertainty", "parameters", "levers"]
    return plan[texts].astype(dict.fromkeys(texts[1:], "str")).drop_duplicates().sort_values("point")
