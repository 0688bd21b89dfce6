"""This file knows what a process on another machine must share with this one to make the same runs."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from experiments.refusals import BadInput
from experiments.store.fingerprint import source_digest
from experiments.store.lock import holder

_NUMERIC = ("numpy", "numba", "scipy", "mesa")
"""Packages whose version can change a result in its last bit."""


@dataclass(frozen=True)
class CommonGround:
    """What must be the same where runs are made; called on a worker, it refuses if it is not.

    Attributes:
        folder: Results folder, as an absolute path.
        holder: Who holds it.
        source: Hash of the model.
        versions: Versions of Python and of the packages that reckon.
    """

    folder: Path
    holder: str
    source: str
    versions: str

    def __call__(self) -> None:
        """Compare this process with the one that asked.

        Raises:
            BadInput: For the first difference.
        """
        if holder(self.folder) != self.holder:
            raise BadInput(f"it does not see {self.folder} as the command does; the folder must be shared")
        if source_digest() != self.source:
            raise BadInput("it has another version of the model; install the same on all machines")
        if _versions() != self.versions:
            raise BadInput(f"it has {_versions()}, the command has {self.versions}; install the same on all machines")


def common_ground(folder: Path) -> CommonGround:
    """What processes that write into a folder, held by this process, must share with it."""
    folder = folder.absolute()
    return CommonGround(folder, holder(folder), source_digest(), _versions())


@cache
def _versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _NUMERIC)
    return f"Python {platform.python_version()}, {packages}"
