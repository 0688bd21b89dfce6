"""A report written into a results folder, of a comparison or of a study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from experiments.present.outlines import remembered
from experiments.present.report.evidence import Evidence, gathered
from experiments.present.report.page import report_html
from experiments.refusals import FolderUnusable
from experiments.scenarios.studies import read_note
from experiments.store.folder import hold
from experiments.store.manifest import NAME, read_manifest
from experiments.store.parts import write_text


def evidence_in(folder: Path, beside: Sequence[Path] = ()) -> Evidence:
    """What a report on a folder rests on.

    Raises:
        FolderUnusable: If it is no results folder, or damaged.
        BadInput: If it holds no comparison.
    """
    note = read_note(folder)
    if note is None:
        return gathered(folder, [*beside, *_of_the_model(folder, folder)])
    first, *others = (folder / part for part in note["parts"])
    there = [place for place in others if (place / NAME).exists()]
    places = [*there, *beside, *_of_the_model(folder, first)]
    return gathered(first, places, note["question"], note["headline"], note["command"], note["about"])


def _of_the_model(folder: Path, made: Path) -> Iterator[Path]:
    """Folders next to a report's that validate or backtest the same model: of each the whole country's, the latest."""
    source = read_manifest(made)["source"]
    for command in ("validate", "backtest"):
        found = []
        for path in folder.parent.glob(f"{command}-*"):
            with suppress(FolderUnusable):
                manifest = read_manifest(path)
                if manifest["source"] == source:
                    found.append((manifest["setup"]["world"] == "norway", str(manifest["created"]), path))
        yield from (path for *_, path in sorted(found)[-1:])


def write_report(
    folder: Path, language: str, beside: Sequence[Path] = (), outlines: Path | None = None
) -> tuple[Path, Evidence]:
    """Write report.html into a folder; returns the file and what it rests on.

    Args:
        folder: Of a comparison or a study.
        language: "en" or "nb".
        beside: Folders whose tables are used too.
        outlines: GeoJSON to draw maps on; if None, the one that the comparison was drawn on, if it is still there.

    Raises:
        FolderUnusable: If it is no results folder, in use, or damaged.
        BadInput: If it holds no comparison.
    """
    if read_note(folder) is None:
        read_manifest(folder)
    with hold(folder):
        evidence = evidence_in(folder, beside)
        path = folder / "report.html"
        write_text(path, report_html(evidence, language, outlines or remembered(evidence.config)))
    return path, evidence
