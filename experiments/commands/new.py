"""The command `new`: it writes a commented scenario file that an analyst can edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from experiments.call import Call
from experiments.options import Options
from experiments.present.show import line
from experiments.refusals import FINE, BadInput
from experiments.scenarios.levers import decision_of, declarations, rule_names
from experiments.scenarios.timeline import scenario
from sim.scenario import semester_of

_HEAD = """\
name: {name}
question:
  en: "What if only half of the staff had to take part?"
  nb: "Hva om bare halvparten av personalet måtte være med?"
base: {base}             # decides what holds wherever the timeline says nothing
timeline:
  - from: {day}          # until 31 July: acts from that spring semester; later: from autumn
    set:
      dekom_s.requirement: 0.5   # change this, and add levers from the list below
  # - from: 2030-08-01        # further dates may follow
  #   set: {{dekom_s.frame_factor: 0.5}}

# Levers, with the values that are in force in {base} then.
"""
_BASE, _DAY = "system_2026", date(2026, 8, 1)


def run(call: Call[Options]) -> int:
    """Write the file."""
    name = call.word or ""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadInput(f"new {name}: give a name of small letters, digits and underscores, such as new my_idea")
    path = Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_HEAD.format(name=name, base=_BASE, day=_DAY) + _levers())
    except FileExistsError:
        raise BadInput(f"{path} exists already; choose another name or delete it") from None
    line(f"{path}")
    line(f"kompetanse compare 'scenarios=[./{path}]'")
    return FINE


def _levers() -> str:
    """Every lever as a comment."""
    in_force = scenario(_BASE).levers_at(semester_of(_DAY))
    return "".join(_comment(lever, in_force) for lever in declarations())


def _comment(lever: str, in_force: Mapping[str, Any]) -> str:
    """One lever as a comment: name, value, unit, meaning and what is legal."""
    section, name = lever.split(".")
    declared = declarations()[lever]
    value = _value(in_force[section][name])
    return f"# {lever}: {value}  # {declared['unit']}; {declared['doc']} {_legal(lever)}".rstrip() + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and "rule" in value:
        return str(value["rule"])
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{year}: {amount}" for year, amount in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _legal(lever: str) -> str:
    decision = decision_of(lever)
    if decision is not None:
        return f"One of {', '.join(rule_names(decision))}."
    declared = declarations()[lever]
    if declared["unit"] in ("yes or no", "topics"):
        return ""
    return f"From {declared['low']:g} to {declared['high']:g}."
