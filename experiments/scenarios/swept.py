"""A sweep over levers seen as a page for a meeting: its factors are the dials and switches."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.refusals import BadInput
from experiments.scenarios.meeting_file import USUAL, MeetingFile, meeting_file
from sim.analysis.words import Words
from sim.levers import is_rule
from sim.policy import declarations, lever_kinds
from sim.scenario import Scenario

_STEPS = 20
"""Steps of a dial from end to end."""


def of_sweep(folder: Path, manifest: Mapping[str, Any], base: Scenario) -> MeetingFile:
    """The page that a sweep's folder makes.

    Args:
        folder: Its results folder, for messages.
        manifest: What it says of itself.
        base: The scenario that differences are taken from.

    Raises:
        BadInput: If it varies something other than levers, or has more than one scenario beside its baseline.
    """
    others = [name for name in manifest["scenarios"] if name != base.name]
    if len(others) > 1:
        raise BadInput(f"{folder}: a page moves one scenario, and the sweep has {', '.join(others)}")
    factors = manifest["design"]["factors"]
    for factor in factors:
        if factor["kind"] != "lever":
            raise BadInput(f"{folder}: varies {factor['name']}, which is no lever; a page moves policy")
    usual = meeting_file(USUAL)
    form = {
        "name": "sweep",
        "title": {"en": f"Around {base.name}", "nb": f"Rundt {base.name}"},
        "base": base.name,
        "levers_from": _day(int(manifest["levers_from"])),
        "dials": [_dial(factor) for factor in factors if not _turns(factor)],
        "switches": [_switch(factor, base, int(manifest["levers_from"])) for factor in factors if _turns(factor)],
        "costs": usual.costs,
        "outcomes": usual.outcomes,
    }
    return MeetingFile.model_validate(form)


def _day(semester: int) -> str:
    """The first day of a semester."""
    return f"{2017 + semester // 2}-08-01" if semester % 2 == 0 else f"{2018 + semester // 2}-01-01"


def _turns(factor: Mapping[str, Any]) -> bool:
    """Whether a factor is one of a few things rather than a number."""
    return lever_kinds()[factor["name"]] is bool or is_rule(lever_kinds()[factor["name"]])


def _texts(lever: str) -> dict[str, dict[str, str]]:
    declared = declarations()[lever]
    units = {language: Words(language).declared(declared.unit) for language in ("en", "nb")}
    return {"title": {"en": declared.en.rstrip("."), "nb": declared.nb.rstrip(".")}, "unit": units}


def _dial(factor: Mapping[str, Any]) -> dict[str, Any]:
    values = factor.get("values")
    low, high = (min(values), max(values)) if values else (factor["low"], factor["high"])
    name = str(factor["name"])
    step = 1.0 if lever_kinds()[name] is int else (high - low) / _STEPS
    ends = (float(low), float(high))
    return {"name": name.replace(".", "_"), **_texts(name), "range": ends, "step": step, "levers": {name: 1.0}}


def _switch(factor: Mapping[str, Any], base: Scenario, semester: int) -> dict[str, Any]:
    """A switch, what the base has first."""
    name = str(factor["name"])
    section, lever = name.split(".")
    now = base.levers_at(semester)[section][lever]
    now = now["rule"] if isinstance(now, Mapping) else now
    options = [now, *(value for value in factor["values"] if value != now)]
    said = [{"value": o, "title": {k: Words(k).setting(o) for k in ("en", "nb")}} for o in options]
    return {"name": name.replace(".", "_"), "title": _texts(name)["title"], "lever": name, "options": said}
