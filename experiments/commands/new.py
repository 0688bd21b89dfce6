"""This file knows the command `new`: it writes a commented scenario file that an analyst can edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.command import Call
from experiments.levers import decision_of, declarations, root_levers, rule_names
from experiments.refusals import FINE, BadInput
from experiments.show import line

HELP = """Writes <name>.yaml in the current folder, with every lever in a comment; an existing file is never touched.

  kompetanse new my_idea
  kompetanse compare 'scenarios=[./my_idea.yaml]' baseline=model_2025"""

_HEAD = """\
name: {name}
question:
  en: What if ...?
  nb: Hva om ...?
base: model_2025              # decides what holds wherever the timeline says nothing
timeline:
  - from: 2026-08-01          # until 31 July: acts from that spring semester; later: from autumn
    set:
      dekom_s.own_share: 0.30 # change this, and add levers from the list below
  # - from: 2030-08-01        # further dates may follow
  #   set: {{dekom_s.active: false}}

# Levers, with the values in force when nothing is decided.
"""


def run(call: Call) -> int:
    """Write the file."""
    name = call.word or ""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadInput(f"new {name}: give a name of small letters, digits and underscores, such as new my_idea")
    path = Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_HEAD.format(name=name) + "".join(_comment(lever) for lever in declarations()))
    except FileExistsError:
        raise BadInput(f"{path} exists already; choose another name or delete it") from None
    line(f"{path}")
    line(f"kompetanse compare 'scenarios=[./{path}]' baseline=model_2025")
    return FINE


def _comment(lever: str) -> str:
    """One lever as a comment: name, value, unit, meaning and what is legal."""
    section, name = lever.split(".")
    declared = declarations()[lever]
    value = _value(root_levers()[section][name])
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
