"""`docs/rules.md`: every rule of the schemes, and the class, function or lever that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.documents.markdown import table
from sim.paths import configs_folder
from sim.policy import sections
from sim.scenario_file import locate, parse_scenario

_HEAD = """\
# Rules of the schemes

Every rule of the schemes as published, in our words, with its source, the date from which it holds, and what carries
it in the code. A link leads to the file; the name after it is the class, function, column or lever to look for.
Generated from `docs/rules.csv` by `uv run python -m experiments.documents`; edit that file, not this one. Codes are
those used in comments of the code. A rule that is not modelled says why. Of the system of 2026 each decision that
changes behaviour is a lever, and the table says what the scenario `system_2026` sets it to."""

_REFORM, _SCENARIO = "System of 2026", "system_2026"

_COLUMNS = ("Code", "Rule", "In force", "Carried by", "Remark", "Source")


def read_rules(path: Path) -> pd.DataFrame:
    """The rules as written, one row each, all text; several objects or sources are separated by spaces."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def rules(path: Path) -> str:
    """The whole document."""
    blocks = [_HEAD]
    for scheme, of_scheme in read_rules(path).groupby("scheme", sort=False):
        rows = [_row(row) for row in of_scheme.to_dict("records")]
        columns: tuple[str, ...] = _COLUMNS
        if scheme == _REFORM:
            columns = (*_COLUMNS[:4], f"In `{_SCENARIO}`", *_COLUMNS[4:])
            rows = [[*row[:4], set_by(names), *row[4:]] for row, names in zip(rows, of_scheme["object"], strict=True)]
        blocks += [f"## {scheme}", table(columns, rows)]
    return "\n\n".join(blocks) + "\n"


def decided() -> dict[str, str]:
    """What the reform's scenario sets, as it is written, by the full name of the lever."""
    entries = parse_scenario(locate(_SCENARIO, configs_folder())).timeline
    return {lever: _written(value) for entry in entries for lever, value in entry.set.items()}


def levers_of(objects: str) -> list[str]:
    """Full names of the levers among the objects of a rule."""
    section = {kind.__name__: name for name, kind in sections().items()}
    named = (name.partition(":")[2].split(".") for name in objects.split() if "Levers." in name)
    return [f"{section[kind]}.{lever}" for kind, lever in named]


def set_by(objects: str) -> str:
    """What the reform's scenario sets of a rule's levers."""
    found = decided()
    return "<br>".join(f"`{lever}` {found[lever]}" for lever in levers_of(objects) if lever in found) or "–"


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {number}" for key, number in value.items())
    return {True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _row(row: Mapping[Any, Any]) -> list[str]:
    carried = "<br>".join(_link(name) for name in row["object"].split()) or "–"
    return [row["code"], row["rule"], row["in_force"], carried, row["note"], _sources(row["source"])]


def _sources(source: str) -> str:
    words = source.split()
    if not all(word.startswith("http") for word in words):
        return source
    return " ".join(f"<{word}>" for word in words)


def _link(name: str) -> str:
    """Link to the file of an object, with its name; a link with a line number would rot with every edit."""
    module, _, qualname = name.partition(":")
    file = f"{module.replace('.', '/')}.py"
    return f"[{file}](../{file})" + (f" `{qualname}`" if qualname else "")


def found(name: str) -> object:
    """The object a rule names as `module:qualname`, or the module itself.

    Raises:
        ModuleNotFoundError, AttributeError: If there is no such thing.
    """
    module, _, qualname = name.partition(":")
    thing: object = import_module(module)
    for part in qualname.split(".") if qualname else []:
        fields = getattr(thing, "__dataclass_fields__", {}) if is_dataclass(thing) else {}
        thing = fields[part] if part in fields else getattr(thing, part)
    return thing
