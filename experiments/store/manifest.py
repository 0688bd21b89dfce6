"""This file knows the manifest of a results folder: what the folder answers, and with what it was made."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from experiments.designs.design import Design
from experiments.refusals import FolderUnusable
from experiments.store.fingerprint import digest, source_digest, table_digests
from experiments.store.parts import write_text
from sim.scenario import Phase, Scenario

FORMAT = 1
NAME = "manifest.json"
PACKAGES = ("numpy", "pandas", "pyarrow", "numba", "scipy", "mesa")
"""Packages whose versions are noted, because they can change a result or how it is read."""


def new_manifest(command: str, design: Design) -> dict[str, Any]:
    """The manifest of a folder that is about to be filled."""
    setup = asdict(design.setup) | {"tables": table_digests(design.setup.tables)}
    return {
        "format": FORMAT,
        "program": program_version(),
        "command": command,
        "question": design.question,
        "ground": design.ground,
        "source": source_digest(),
        "setup": setup,
        "scenarios": scenario_entries(design),
        "replications": design.replications,
        "levers_from": design.levers_from,
        "untouched": design.untouched,
        "proved": {},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "platform": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": {name: version_of(name) for name in PACKAGES},
    }


def scenario_entries(design: Design) -> dict[str, Any]:
    """The scenarios in full, so that a folder can be made again without the files it was made from."""
    return {
        s.name: {
            "digest": digest(s.canonical()),
            "title": dict(s.title),
            "question": dict(s.question),
            "phases": [{"start": phase.start, "levers": phase.levers} for phase in s.phases],
        }
        for s in design.scenarios
    }


def extended(manifest: dict[str, Any], design: Design, folder: Path) -> dict[str, Any]:
    """The manifest of a folder that gets more runs, if they belong with those it has.

    Raises:
        FolderUnusable: If the runs were made with another model, setup or policy.
    """
    elsewhere = "choose another output="
    if manifest.get("format") != FORMAT:
        raise FolderUnusable(f"{folder} is of another version of the results format; {elsewhere}")
    if manifest["source"] != source_digest():
        raise FolderUnusable(f"{folder} was made by another version of the model; {elsewhere}")
    if manifest["ground"] != design.ground:
        raise FolderUnusable(f"{folder} was made with other values of {_differing(manifest, design)}; {elsewhere}")
    entries = scenario_entries(design)
    for name in entries.keys() & manifest["scenarios"].keys():
        if entries[name]["digest"] != manifest["scenarios"][name]["digest"]:
            raise FolderUnusable(f"{folder} has a scenario {name} with another policy; rename yours, or {elsewhere}")
    return manifest | {
        "scenarios": manifest["scenarios"] | entries,
        "replications": max(manifest["replications"], design.replications),
    }


def _differing(manifest: Mapping[str, Any], design: Design) -> str:
    now = json.loads(json.dumps(new_manifest("", design)["setup"]))
    return ", ".join(key for key in now if now[key] != manifest["setup"].get(key)) or "some option"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a results folder.

    Raises:
        FolderUnusable: If there is none, or it is damaged.
    """
    try:
        manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FolderUnusable(f"{folder} is not a results folder: it has no {NAME}") from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise FolderUnusable(f"{folder / NAME} is damaged; delete it, and the same command writes it again")
    return manifest


def readable_manifest(folder: Path) -> dict[str, Any]:
    """As `read_manifest`, of a folder in the format of this version.

    Raises:
        FolderUnusable: As `read_manifest`, or if the folder is of another format or its manifest lacks something.
    """
    manifest = read_manifest(folder)
    if manifest["format"] != FORMAT:
        said = f"is of format {manifest['format']}, this version reads format {FORMAT}"
        raise FolderUnusable(f"{folder} {said}; use the version that made it: {manifest.get('program', 'unknown')}")
    missing = [key for key in _NEEDED if key not in manifest]
    if missing:
        raise FolderUnusable(f"{folder / NAME} is damaged: it has no {missing[0]}; delete it, and the same command "
                             "writes it again")  # fmt: skip
    return manifest


_NEEDED = ("question", "ground", "source", "setup", "scenarios", "replications", "platform", "packages")


def ground_of(manifest: Mapping[str, Any]) -> str:
    """The hash that the ground of a folder must have, computed from what its manifest says of it."""
    setup = manifest["setup"]
    shared = {key: setup[key] for key in ("seed", "world", "horizon", "tables")}
    shared |= {"record": sorted(setup["record"]), "source": manifest["source"]}
    return digest([shared, setup["uncertainty"], setup["parameters"]])


def stored_scenarios(manifest: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """The scenarios of a folder, rebuilt from its manifest; the baseline first."""
    return tuple(
        Scenario(
            name,
            entry["question"],
            tuple(Phase(p["start"], p["levers"]) for p in entry["phases"]),
            entry.get("title", {}),
        )
        for name, entry in manifest["scenarios"].items()
    )


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, all or nothing."""
    write_text(folder / NAME, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def program_version() -> str:
    """Version of this program."""
    return version_of("kompetanse")


def version_of(package: str) -> str:
    """Version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _commit() -> str | None:
    """The git commit of the source, as a note; None outside a checkout."""
    here = Path(__file__).resolve().parents[1]
    if not (here.parent / ".git").exists():
        return None
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=False, timeout=10
    )
    return asked.stdout.strip() if asked.returncode == 0 else None
