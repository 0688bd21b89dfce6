"""What was made of the runs of a folder, and from what, so that the same is not made again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from experiments.designs.design import Design
from experiments.store.fingerprint import digest, file_digest, program_digest, versions
from experiments.store.parts import receipts, write_text

NAME = "made.json"


def inputs_of(folder: Path, design: Design | None, *more: Any) -> str:
    """Hash of all that an answer rests on: runs, program, versions, and what else is named.

    Args:
        folder: Results folder.
        design: Whose runs; all that the folder holds if None.
        more: What else decides the answer, as plain data: language, indicators, digests of files.
    """
    wanted = None if design is None else set(design.run_ids())
    runs = sorted((r.run_id, r.stored) for r in receipts(folder) if wanted is None or r.run_id in wanted)
    return digest([runs, program_digest(), versions(), list(more)])


def is_made(folder: Path, name: str, inputs: str) -> bool:
    """Whether something was made from these inputs before, and its files are as they were written."""
    entry = _read(folder).get(name, {})
    files = entry.get("files", {})
    return entry.get("inputs") == inputs and all(
        (folder / file).is_file() and file_digest(folder / file) == known for file, known in files.items()
    )


def note_made(folder: Path, name: str, inputs: str, files: Iterable[Path]) -> None:
    """Note what was made, from what, and in which files."""
    known = {file.relative_to(folder).as_posix(): file_digest(file) for file in files}
    made = _read(folder) | {name: {"inputs": inputs, "files": known}}
    write_text(folder / NAME, json.dumps(made, indent=1) + "\n")


def _read(folder: Path) -> dict[str, Any]:
    """What is noted; nothing if the note is missing or damaged, and then all is made again."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def read_tables(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """Tables as they were written."""
    import pandas as pd

    return {name: pd.read_csv(folder / "tables" / f"{name}.csv") for name in names}
