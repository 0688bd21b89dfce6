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
from experiments.present.words import Words, mark
from experiments.refusals import FINE, BadInput
from sim.policy import declarations
from sim.scenario import semester_of
from sim.timeline import rule_names, scenario

_HEAD = """\
name: {name}
title: {{en: "Half of the staff", nb: "Halve personalet"}}   # {title}
question:
  en: "What if only half of the staff had to take part?"
  nb: "Hva om bare halvparten av personalet måtte være med?"
base: {base}             # {holds}
timeline:
  - from: {day}          # {acts}
    set:
      dekom_s.requirement: 0.5   # {change}
  # - from: 2030-08-01        # {further}
  #   set: {{dekom_s.frame_factor: 0.5}}
  # - from: 2026-08-01        # {part}
  #   where: {{size_class: ["below 3,000"]}}   # {kinds}
  #   set: {{owners.capacity_grant_fte: 1.0}}

# {levers}
"""
_SAID = {
    "title": mark("what tables and figures call it"),
    "holds": mark("decides what holds wherever the timeline says nothing"),
    "acts": mark("until 31 July: acts from that spring semester; later: from autumn"),
    "change": mark("change this, and add levers from the list below"),
    "further": mark("further dates may follow"),
    "part": mark("in a part of the country; levers that can say so below"),
    "kinds": mark("or county, governor, centrality_class, municipality"),
    "levers": mark("Levers, with the values that are in force in {base} then."),
}
"""The comments of the file."""
_BASE, _DAY = "system_2026", date(2026, 8, 1)


def run(call: Call[Options]) -> int:
    """Write the file."""
    name = call.word or ""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadInput(f"new {name}: give a name of small letters, digits and underscores, such as new my_idea")
    path = Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_head(name, call.words) + _levers(call.words))
    except FileExistsError:
        raise BadInput(f"{path} exists already; choose another name or delete it") from None
    line(f"{path}")
    line(f"kompetanse compare 'scenarios=[./{path}]'", whole=True)
    return FINE


def _head(name: str, words: Words) -> str:
    """The decisions to edit, with comments in the language."""
    said = {key: words(text, base=_BASE) for key, text in _SAID.items()}
    return _HEAD.format(name=name, base=_BASE, day=_DAY, **said)


def _levers(words: Words) -> str:
    """Every lever as a comment."""
    in_force = scenario(_BASE).levers_at(semester_of(_DAY))
    return "".join(_comment(lever, in_force, words) for lever in declarations())


def _comment(lever: str, in_force: Mapping[str, Any], words: Words) -> str:
    """One lever as a comment: name, value, unit, meaning and what is legal."""
    section, name = lever.split(".")
    declared = declarations()[lever]
    value = _value(in_force[section][name])
    unit, meaning = words.declared(declared.unit), words.declared(declared.en)
    part = words("Can act in a part of the country.") if declared.local else ""
    said = " ".join(filter(None, (meaning, _legal(lever, words), part)))
    return f"# {lever}: {value}  # {unit}; {said}\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and "rule" in value:
        return str(value["rule"])
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{year}: {amount}" for year, amount in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _legal(lever: str, words: Words) -> str:
    if rule_names(lever):
        return words("One of {names}.", names=", ".join(rule_names(lever)))
    declared = declarations()[lever]
    if declared.unit in ("yes or no", "topics"):
        return ""
    return words("From {low} to {high}.", low=f"{declared.low:g}", high=f"{declared.high:g}")
