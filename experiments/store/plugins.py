"""Plugins in a results folder: kept beside the results they made, and used again by whoever reads them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.refusals import FolderUnusable
from sim.plugins import Plugin, added_by, content_digest

FOLDER = "plugins"


def entries(plugins: Sequence[Plugin]) -> list[dict[str, Any]]:
    """What the manifest says of plugins: name, hash, the file they are kept in, and what they add, by kind."""
    return [
        {"name": plugin.name, "digest": plugin.digest, "file": f"{FOLDER}/{number}_{Path(plugin.path).name}",
         "adds": {kind: list(names) for kind, names in added_by(plugin).items()}}
        for number, plugin in enumerate(plugins)
    ]  # fmt: skip


def keep(folder: Path, plugins: Sequence[Plugin]) -> None:
    """Copy plugins into a results folder."""
    for plugin, entry in zip(plugins, entries(plugins), strict=True):
        there = folder / entry["file"]
        there.parent.mkdir(parents=True, exist_ok=True)
        if Path(plugin.path).is_dir():
            shutil.copytree(plugin.path, there, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(plugin.path, there)


def of_folder(folder: Path) -> tuple[Plugin, ...]:
    """The plugins that made the results of a folder, or of the steps of a study in it; none if it says nothing.

    Raises:
        FolderUnusable: As `kept`.
    """
    for path in (folder / "manifest.json", *sorted(folder.glob("*/manifest.json"))):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # whoever needs it will say what is wrong
        if isinstance(manifest, dict) and manifest.get("plugins"):
            return kept(path.parent, manifest)
    return ()


def kept(folder: Path, manifest: Mapping[str, Any]) -> tuple[Plugin, ...]:
    """The plugins that made the results of a folder.

    Raises:
        FolderUnusable: If one is missing, or not what it was.
    """
    found = []
    for entry in manifest.get("plugins", ()):
        path = (folder / entry["file"]).resolve()
        if not path.exists() or content_digest(path) != entry["digest"]:
            raise FolderUnusable(f"{folder}: {entry['file']}, which made its results, is missing or not what it was")
        found.append(Plugin(entry["name"], str(path), entry["digest"]))
    return tuple(found)
