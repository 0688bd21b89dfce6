"""Sums of the parts of a results folder, by which one that was changed, or that is from elsewhere, is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from experiments.refusals import FolderUnusable
from experiments.store.parts import parts, receipts_of, write_text

NAME = "sums.json"


class Note(NamedTuple):
    """A part as it was: hash of its bytes, how many they are, and when it was last written, in nanoseconds."""

    sum: str
    size: int
    written: int


def verified_sums(folder: Path) -> dict[str, Note]:
    """Notes of the parts that were there when the folder was last closed; they are as they were.

    A part of the same size and time is taken to be, since reading all bytes of a large folder takes minutes; those of
    others are read. Whoever sets the time back goes unseen here, and is found by `kompetanse check`.

    Raises:
        FolderUnusable: If one was changed since.
    """
    noted, found = _read(folder), {}
    for path in parts(folder):
        if path.name in noted:
            with suppress(FileNotFoundError):  # merged into another meanwhile
                found[path.name] = _note(path, noted[path.name])
                if found[path.name].sum != noted[path.name].sum:
                    raise FolderUnusable(
                        f"{path} was changed after it was written; `kompetanse check {folder} mend=true` reads every "
                        "value and sets it aside if it is not what was stored"
                    )
    return found


def find_changed(folder: Path) -> list[Path]:
    """Parts that have other bytes than when the folder was last closed, every byte read."""
    noted, found = _read(folder), []
    for path in parts(folder):
        with suppress(FileNotFoundError):
            found += [path] if path.name in noted and _sum(path) != noted[path.name].sum else []
    return found


def note_sums(folder: Path, known: Mapping[str, Note]) -> None:
    """Note all parts; sums of those that are known are not reckoned again.

    Raises:
        CannotWrite: If the disk is full, or writing is not allowed.
    """
    now = {path.name: _note(path, known.get(path.name)) for path in parts(folder)}
    if now != _read(folder) and folder.is_dir():  # one that was moved away meanwhile is not begun anew
        write_text(folder / NAME, json.dumps(now, indent=0) + "\n")


def refuse_foreign(folder: Path, planned: Collection[str]) -> None:
    """Refuse a folder that holds runs which were never planned in it.

    Raises:
        FolderUnusable: Naming the first part of such runs.
    """
    for path in parts(folder):
        if not all(receipt.run_id in planned for receipt in receipts_of(path)):
            raise FolderUnusable(f"{path} holds runs that were not planned in {folder}; move it to where it belongs")


def _read(folder: Path) -> dict[str, Note]:
    """Notes by the name of a part; none if the folder was never closed, or they are damaged."""
    try:
        noted = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {name: Note(str(sum_), int(size), int(written)) for name, (sum_, size, written) in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _note(path: Path, before: Note | None) -> Note:
    """A part as it is; one of the size and time of before has its sum."""
    about = path.stat()
    now = about.st_size, about.st_mtime_ns
    return Note(before.sum if before and before[1:] == now else _sum(path), *now)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
