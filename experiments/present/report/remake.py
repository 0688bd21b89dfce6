"""This file knows the commands that make a results folder and its report again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from experiments.commands import COMMANDS
from experiments.present.report.lookups import Speech

_IDLE = ("workers", "executor", "scheduler", "output", "language", "on_error", "run_timeout", "figures", "format")
"""Options that never change a result."""


def commands(speech: Speech) -> list[str]:
    """The command that made the comparison, with every option that differs from its default."""
    evidence = speech.evidence
    return [evidence.command or command_of(evidence.manifest, evidence.config)]


def command_of(manifest: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    """The command that made a results folder, from its manifest and options; without what changes no result."""
    standard = COMMANDS[str(manifest["command"])].options().model_dump(mode="json")
    words = ["kompetanse", str(manifest["command"])]
    for key, value in config.items():
        if key not in _IDLE and (value != standard.get(key) or key == "uncertainty"):
            words += _words(str(key), value)
    return shlex.join(words)


def _words(key: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}.{name}={_value(part)}" for name, part in value.items()]
    return [f"{key}={_value(value)}"]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{','.join(_value(part) for part in value)}]"
    return "null" if value is None else str(value)


def report_command(speech: Speech) -> str:
    """The command that makes this report again."""
    evidence = speech.evidence
    place = evidence.folder.parent if evidence.command else evidence.folder
    others = dict.fromkeys(path.as_posix() for path in evidence.origins.values() if place not in (path, path.parent))
    beside = [f"beside=[{','.join(others)}]"] if others else []
    return shlex.join(["kompetanse", "report", place.as_posix(), f"language={speech.language}", *beside])
