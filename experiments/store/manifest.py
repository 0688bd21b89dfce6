"""The manifest of a results folder: what the folder answers, and with what it was made."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.designs.design import Design
from experiments.refusals import FolderUnusable
from experiments.store import plugins
from experiments.store.changelog import result_changes
from experiments.store.fingerprint import (
    digest,
    drawn_from,
    other_versions,
    source_digest,
    table_digests,
    version_of,
    versions,
)
from experiments.store.parts import parts, read_seal, write_text
from sim.scenario import FIRST_YEAR, Phase, Scenario

FORMAT = 2
NAME = "manifest.json"
_NEEDED = ("question", "ground", "source", "setup", "record", "scenarios", "replications", "platform", "packages")
_OF_THE_FOLDER = ("proved", "parity")
"""Entries that a manifest gets later, and that are found again when they are wanted."""


def new_manifest(command: str, design: Design) -> dict[str, Any]:
    """The manifest of a folder that is about to be filled."""
    setup = asdict(design.setup) | {"tables": table_digests(design.setup.tables)}
    del setup["record"], setup["plugins"]
    told = plugins.entries(design.setup.plugins)
    return {
        "format": FORMAT,
        "program": version_of("kompetanse"),
        "command": command,
        "question": design.question,
        "ground": design.ground,
        "source": source_digest(),
        "changes": list(result_changes()),
        "setup": setup,
        "drawn_from": drawn_from(design.setup.uncertainty),
        "record": list(design.record),
        "scenarios": _entries(design),
        "replications": design.replications,
        "levers_from": design.levers_from,
        "untouched": design.untouched,
        "proved": {},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        **versions(),
        **({"plugins": told} if told else {}),
    }


def _entries(design: Design) -> dict[str, Any]:
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


def extend(manifest: dict[str, Any], design: Design, folder: Path) -> dict[str, Any]:
    """The manifest of a folder that gets more runs, if they belong with those it has.

    Raises:
        FolderUnusable: If the runs were made with another model, setup or policy, or with other versions.
    """
    elsewhere = "choose another output="
    if manifest["source"] != source_digest():
        raise FolderUnusable(f"{folder} was made by another version of the model; {elsewhere}")
    if others := other_versions(manifest):
        raise FolderUnusable(
            f"{folder} was made with other versions ({'; '.join(others)}); install those, or {elsewhere}"
        )
    if manifest["ground"] != design.ground:
        raise FolderUnusable(f"{folder} was made with other values of {_differing(manifest, design)}; {elsewhere}")
    entries = _entries(design)
    for name in entries.keys() & manifest["scenarios"].keys():
        if entries[name]["digest"] != manifest["scenarios"][name]["digest"]:
            raise FolderUnusable(f"{folder} has a scenario {name} with another policy; rename yours, or {elsewhere}")
    return manifest | {
        "scenarios": manifest["scenarios"] | entries,
        "replications": max(manifest["replications"], design.replications),
    }


def _differing(manifest: Mapping[str, Any], design: Design) -> str:
    now = json.loads(json.dumps(new_manifest("", design)))
    names = [key for key, value in now["setup"].items() if value != manifest["setup"].get(key)]
    names += [name for name in ("record", "plugins") if now.get(name) != manifest.get(name)]
    return ", ".join(names) or "some option"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a results folder, in the format of this version.

    Raises:
        FolderUnusable: If there is none, it is damaged, or the folder is of another version.
    """
    mend = f"; `kompetanse check {folder} mend=true` writes it again from the parts"
    try:
        manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        said = f"has no {NAME}{mend}" if parts(folder) else f"is not a results folder: it has no {NAME}"
        raise FolderUnusable(f"{folder} {said}") from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise FolderUnusable(f"{folder / NAME} is damaged{mend}")
    if manifest["format"] != FORMAT:
        said = f"is of format {manifest['format']}, this version reads format {FORMAT}"
        raise FolderUnusable(f"{folder} {said}; use the version that made it: {manifest.get('program', 'unknown')}")
    missing = [key for key in _NEEDED if key not in manifest]
    if missing:
        raise FolderUnusable(f"{folder / NAME} is damaged: it has no {missing[0]}{mend}")
    return manifest


def seal_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What of a manifest goes into every part, so that it can be written again from them."""
    return {key: value for key, value in manifest.items() if key not in _OF_THE_FOLDER}


def rebuild_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest as the parts of a folder tell it; None if there is no part that does.

    Raises:
        FolderUnusable: If a part is damaged.
    """
    found: dict[str, Any] = {}
    for path in parts(folder):
        told = read_seal(path)["manifest"]
        if not told:
            continue
        scenarios = found.get("scenarios", {}) | told["scenarios"]
        replications = max(found.get("replications", 0), told["replications"])
        most = max((found.get("design", {}), told.get("design", {})), key=lambda design: design.get("points", 0))
        found = {**told, **found, "scenarios": scenarios, "replications": replications}
        found |= {"design": most} if most else {}
    return found | {"proved": {}} if found else None


def ground_of(manifest: Mapping[str, Any]) -> str:
    """The hash that the ground of a folder must have, computed from what its manifest says of it."""
    setup = manifest["setup"]
    made_with = {"platform": manifest["platform"], "packages": manifest["packages"]}
    world = [setup[key] for key in ("seed", "world", "horizon", "tables")]
    asked = [setup["levers"], setup.get("since", FIRST_YEAR), setup.get("target", {})]
    own = [plugin["digest"] for plugin in manifest.get("plugins", ())]
    shared = digest([*world, manifest["source"], made_with, *asked, *own])
    return digest([shared, sorted(manifest["record"]), source_of_draws(manifest), setup["parameters"]])


def source_of_draws(manifest: Mapping[str, Any]) -> str:
    """What the numbers of a folder were drawn from; folders made before there was a posterior do not say."""
    return str(manifest.get("drawn_from", manifest["setup"]["uncertainty"]))


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


def _commit() -> str | None:
    """The git commit of the source, as a note; None outside a checkout."""
    here = Path(__file__).resolve().parents[1]
    if not (here.parent / ".git").exists():
        return None
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=False, timeout=10
    )
    return asked.stdout.strip() if asked.returncode == 0 else None
