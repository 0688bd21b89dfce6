"""Hashes that name things: source code, users' tables and recorded values; and the versions that decide a number."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sim.records import Records

KINDS = {".py", ".csv", ".json", ".yaml", ".txt", ".html", ".css", ".js", ".po", ".mplstyle"}
"""Endings of the files that decide what a run gives, or what is made of it."""
PACKAGES = ("numpy", "pandas", "pyarrow", "numba", "scipy", "mesa")
"""Packages whose version can change a number, or how it is stored."""


def digest(value: Any, size: int = 16) -> str:
    """Hash of plain data; the order of keys does not matter."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


@cache
def source_digest() -> str:
    """Hash of the model: code and data of `sim/` but for its analysis and the posterior, whatever the line endings."""
    return _tree("sim", without=("analysis/", "data/posterior/"))


@cache
def posterior_digest() -> str:
    """Hash of the posterior that is shipped; empty if there is none."""
    from sim.posterior import NAME, folder

    paths = sorted(folder().glob(f"{NAME}.*"))
    return digest([file_digest(path) for path in paths]) if paths else ""


def drawn_from(uncertainty: str) -> str:
    """What decides the numbers that a run draws, for its name: the posterior's hash goes into runs that use it."""
    return f"posterior {posterior_digest()}" if uncertainty == "posterior" else uncertainty


@cache
def program_digest() -> str:
    """Hash of all that makes an answer of runs: code and data of `sim/` and `experiments/`."""
    return digest([_tree("sim"), _tree("experiments")])


def _tree(package: str, without: tuple[str, ...] = ()) -> str:
    root = Path(str(files(package)))
    paths = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file() and p.suffix in KINDS}
    return digest({name: file_digest(p) for name, p in paths.items() if not name.startswith(without)})


@cache
def versions() -> dict[str, Any]:
    """Versions of all that can change a number, as the manifest has them: platform with Python, and packages."""
    platform_ = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return {"platform": platform_, "packages": {name: version_of(name) for name in PACKAGES}}


def other_versions(there: Mapping[str, Any]) -> list[str]:
    """What of the versions of a manifest is another here, each with both."""
    before, now = ({"platform": v["platform"], **v["packages"]} for v in (there, versions()))
    return [f"{name}: {before.get(name)} there, {now[name]} here" for name in now if before.get(name) != now[name]]


def version_of(package: str) -> str:
    """Version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def table_digests(tables: Mapping[str, str]) -> dict[str, str]:
    """Hash of the content of each of the user's tables; where the files lie does not matter."""
    return {name: file_digest(Path(path)) for name, path in tables.items()}


def file_digest(path: Path) -> str:
    """Hash of a file's content, whatever its line endings."""
    content = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def values_digest(records: Records, until: int | None = None) -> str:
    """Hash of recorded values, to the last bit, with what they are values of.

    Args:
        records: Values of one run.
        until: The last semester that counts; all if None.
    """
    hasher = hashlib.blake2b(digest_size=16)
    hasher.update(json.dumps([records.levels, records.units, records.indicators]).encode())
    chosen = slice(None) if until is None else records.semester <= until
    for column in (records.semester, records.level, records.unit, records.indicator, records.value):
        array = np.ascontiguousarray(column[chosen])
        hasher.update(array.astype(array.dtype.newbyteorder("<"), copy=False).data)
    return hasher.hexdigest()
