"""Sums of the parts of a results folder, by which one that was changed, or that is from elsewhere, is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path

from experiments.refusals import FolderUnusable
from experiments.store.parts import parts, receipts_of, write_text

NAME = "sums.json"


def verified_sums(folder: Path) -> dict[str, str]:
    """Sums of the parts that were there when the folder was last closed; they are as they were.

    Raises:
        FolderUnusable: If one was changed since.
    """
    try:
        noted = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # never closed, or damaged: `kompetanse check` reads every value
    known = {path.name: path for path in parts(folder)} if isinstance(noted, dict) else {}
    found = {name: _sum(path) for name, path in known.items() if name in noted}
    for name, now in found.items():
        if now != noted[name]:
            raise FolderUnusable(
                f"{known[name]} was changed after it was written; `kompetanse check {folder} mend=true` reads every "
                "value and sets it aside if it is not what was stored"
            )
    return found


def note_sums(folder: Path, known: Mapping[str, str]) -> None:
    """Note the sums of all parts; those that are known are not reckoned again.

    Raises:
        CannotWrite: If the disk is full, or writing is not allowed.
    """
    now = {path.name: known.get(path.name) or _sum(path) for path in parts(folder)}
    if now != known and folder.is_dir():  # one that was moved away meanwhile is not begun anew
        write_text(folder / NAME, json.dumps(now, indent=0) + "\n")


def refuse_foreign(folder: Path, planned: Collection[str]) -> None:
    """Refuse a folder that holds runs which were never planned in it.

    Raises:
        FolderUnusable: Naming the first part of such runs.
    """
    for path in parts(folder):
        if not all(receipt.run_id in planned for receipt in receipts_of(path)):
            raise FolderUnusable(f"{path} holds runs that were not planned in {folder}; move it to where it belongs")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
