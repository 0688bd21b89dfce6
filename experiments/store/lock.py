"""This file knows how one process at a time holds a results folder."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from experiments.refusals import FolderUnusable


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder; the operating system lets go of it whenever the process ends, however it ends.

    Raises:
        FolderUnusable: If another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+", encoding="utf-8") as file:
        if not _take(file):
            by = holder(folder) or "another process"
            raise FolderUnusable(f"{folder} is in use by {by}; wait for it, or choose another output=")
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()} since {datetime.now():%Y-%m-%d %H:%M}\n")
        file.flush()
        yield


def holder(folder: Path) -> str:
    """Who holds a folder or held it last, in words; empty if nobody has."""
    try:
        return (folder / ".lock").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


_FAR = 2**30
"""The locked byte lies far behind the text, so that others can read who holds the folder."""

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
