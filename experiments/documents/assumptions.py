"""`docs/assumptions.md`: every parameter of the register and every lever, with its value and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.documents.markdown import cell, number, table
from sim.levers import Declaration
from sim.parameters import groups, register
from sim.policy import lever_values, sections
from sim.timeline import rule_names

_HEAD = """\
# Assumptions

Every number of the model, once. Generated from the register in `sim/data/parameters/` and the levers declared in
`sim/schemes/` and `sim/areas.py` by `uv run python -m experiments.documents`; do not edit.

A **parameter** is a number of the theory. *Kind*: an uncertainty is drawn from its range with `uncertainty=register`,
a constant is not. *Status*: sourced (a published figure), derived (worked out from published figures) or assumption
(ours, with a range that is swept). *Grade*: A published figure for Norway, B close evidence, C indirect evidence,
D judgement. A **lever** is what policy decides; its value here is the one in force when a scenario decides nothing, its
range where the value may honestly lie.
Change a parameter with `parameters.<name>=<value>`, a lever in a scenario file."""

_COLUMNS = ("Parameter", "Meaning", "Unit", "Value", "Range", "Distribution", "Kind", "Status", "Grade", "Source")
_LEVERS = ("Lever", "Meaning", "Unit", "Value", "Legal", "Range", "Status", "Source")


def assumptions() -> str:
    """The whole document."""
    blocks = [_HEAD, "## Parameters", _summary()]
    for group, kind in groups().items():
        rows = register()[register()["group"] == group].to_dict("records")
        blocks += [f"### {group}", str(kind.__doc__), table(_COLUMNS, [_parameter(row) for row in rows])]
    blocks += ["## Levers"]
    for section, levers in lever_values().items():
        declared = sections()[section].declared()
        rows_ = [_lever(f"{section}.{name}", value, declared[name]) for name, value in levers.items()]
        blocks += [f"### {section}", str(sections()[section].__doc__), table(_LEVERS, rows_)]
    return "\n\n".join(blocks) + "\n"


def _summary() -> str:
    """How many parameters there are of each status, by group."""
    statuses = ("sourced", "derived", "assumption")
    counted = Counter(zip(register()["group"], register()["status"], strict=True))
    numbers = {group: [counted[group, status] for status in statuses] for group in groups()}
    numbers["all"] = [sum(column) for column in zip(*numbers.values(), strict=True)]
    rows = [[group, *by_status, sum(by_status)] for group, by_status in numbers.items()]
    return table(("Group", *statuses, "all"), rows)


def _parameter(row: Mapping[Any, Any]) -> list[object]:
    bounds = "" if pd.isna(row["low"]) else f"{number(row['low'])} to {number(row['high'])}"
    with_ = "" if pd.isna(row["correlated_with"]) else f", with {row['correlated_with']}"
    return [
        f"`{row['name']}`", row["meaning"], row["unit"], float(row["value"]), bounds, f"{row['distribution']}{with_}",
        row["kind"], row["status"], row["grade"], row["source"],
    ]  # fmt: skip


def _lever(name: str, value: Any, declared: Declaration) -> list[object]:
    bounds = "" if declared.range is None else f"{number(declared.range[0])} to {number(declared.range[1])}"
    return [f"`{name}`", declared.en, declared.unit, _value(value), _legal(name, declared), bounds, declared.status,
            declared.source]  # fmt: skip


def _value(value: Any) -> str:
    """A lever's value: the rule with its numbers, years with theirs, or just the value."""
    if isinstance(value, Mapping) and "rule" in value:
        numbers = ", ".join(f"{key} {number(v)}" for key, v in value.items() if key != "rule")
        return f"{value['rule']}" + (f" ({numbers})" if numbers else "")
    if isinstance(value, Mapping):
        return "; ".join(f"{year}: {number(amount)}" for year, amount in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return cell(value)


def _legal(name: str, declared: Declaration) -> str:
    if rule_names(name):
        return "one of " + ", ".join(rule_names(name))
    if declared.unit in ("yes or no", "topics"):
        return declared.unit
    return f"{number(declared.low)} to {number(declared.high)}"
