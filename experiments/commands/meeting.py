"""The command `meeting`: one offline page that people move in a meeting, fitted to runs that it makes if need be."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, make_runs
from experiments.designs.design import Design
from experiments.designs.meeting import design_meeting
from experiments.present.checks import grown
from experiments.present.meeting import Story, meeting_html
from experiments.present.show import line
from experiments.present.words import Words
from experiments.progress import stage
from experiments.refusals import FINE, BadInput, FolderUnusable
from experiments.run.runner import count_missing
from experiments.run.uncertainty import settle
from experiments.scenarios.meeting_file import USUAL, MeetingFile, meeting_file
from experiments.scenarios.swept import of_sweep
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store, hold
from experiments.store.manifest import read_manifest, stored_scenarios
from experiments.store.paired import read_moved
from experiments.store.parts import write_text
from sim.analysis.emulator import fit
from sim.timeline import scenario

RECORDED = ("nation:last", "size_class:last")
PAGE = "meeting.html"


def run(call: Call[options.Meeting]) -> int:
    """Make the runs that are missing, fit, and write the page; of a folder that has runs, only the page."""
    folder = Path(call.word or "")
    if call.word and folder.is_dir():
        return _of_folder(call, folder)
    check_world(call.options)
    call = settle(call)
    asked, file = call.options, meeting_file(call.word or USUAL)
    base = scenario(file.base)
    design = design_meeting(file, asked.setup(), base, asked.points, asked.replications, asked.levels(RECORDED))
    with call.open(design) as store:
        store.note(meeting=file.model_dump(mode="json"))
        _show_plan(call, design, store)
        done = make_runs(call, design, store, estimate=True)
        _write(call, store.folder, store.manifest)
        return close(call, done, store)


def _of_folder(call: Call[options.Meeting], folder: Path) -> int:
    """The page of a folder that `meeting` or `sweep` filled.

    Raises:
        BadInput: If options are given that only making runs reads, or the folder is of something else.
    """
    for name in sorted(call.given - {"language"}):
        raise BadInput(f"{name}: {folder} has its runs already; only language= is read")
    manifest = read_manifest(folder)
    with hold(folder):
        _write(call, folder, manifest)
    return FINE


def _show_plan(call: Call[options.Meeting], design: Design, store: Store) -> None:
    words, left = call.words, count_missing(design, store, prove=False)
    line(words("{points} points x {replications} replications, with what they are held against: {runs} runs.",
               points=call.options.points, replications=design.replications, runs=design.size))  # fmt: skip
    line(words("{found} found, {left} to make; processes: {workers}. Folder: {folder}",
               found=design.size - left, left=left, workers=call.options.cores(), folder=store.folder))  # fmt: skip


def _write(call: Call[options.Meeting], folder: Path, manifest: Mapping[str, Any]) -> None:
    """Fit and write the page."""
    words = call.words
    with stage(words("Fitting the page")):
        told = story(folder, manifest, words)
        path = folder / PAGE
        write_text(path, meeting_html(told, call.options.language))
    line(words("Page: {path} ({size} kB)", path=path, size=words.number(path.stat().st_size / 1000, 0)))


def story(folder: Path, manifest: Mapping[str, Any], words: Words) -> Story:
    """What the page of a folder rests on.

    Raises:
        BadInput: If the folder is of something else, or holds too little.
    """
    file, base, untouched = _asked_of(folder, manifest)
    moved = read_moved(folder, file, base, untouched, int(manifest["setup"]["horizon"]))
    if moved.left_out:
        line(words("Points left out because runs are missing: {n}.", n=moved.left_out))
    try:
        emulator = fit(file.space(base), moved.x, moved.chosen, moved.outcomes)
    except ValueError as error:
        raise BadInput(f"{folder}: {error}") from None
    made = f"kompetanse meeting {folder.as_posix()}"
    return Story(file, base, emulator, manifest, len(moved.x), moved.runs, moved.teachers,
                 _validated(folder, manifest), made)  # fmt: skip


def _asked_of(folder: Path, manifest: Mapping[str, Any]) -> tuple[MeetingFile, Any, str | None]:
    """The page as written, the scenario it changes, and that scenario's name where points leave it alone."""
    known = {one.name: one for one in stored_scenarios(manifest)}
    if "meeting" in manifest:
        file = MeetingFile.model_validate(manifest["meeting"])
        return file, next(iter(known.values())), None
    untouched = manifest.get("untouched")
    if "design" not in manifest or not untouched:
        said = "meeting reads a folder of meeting, or of a sweep over levers with baseline="
        raise BadInput(f"{folder} was made by `{manifest['command']}`; {said}")
    return of_sweep(folder, manifest, known[untouched]), known[untouched], str(untouched)


def _validated(folder: Path, manifest: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Grown patterns as validation of the same model beside the folder found them; None if there is none."""
    for path in sorted(folder.parent.glob("validate-*"), reverse=True):
        with suppress(FolderUnusable, OSError):
            if read_manifest(path)["source"] == manifest["source"]:
                found = pd.read_csv(path / "tables" / "validation.csv")
                rows = grown(found)[["pattern", "title", "measured", "holds"]].to_dict("records")
                return [{str(name): value for name, value in row.items()} for row in rows]
    return None
