"""`docs/rules.md`: every rule of the schemes, and the class, function or lever that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.documents.markdown import table

_HEAD = """\
# Rules of the schemes

Every rule of the schemes as published, in our words, with its source, the date from which it holds, and what carries
it in the code. A link leads to the file; the name after it is the class, function, column or lever to look for.
Generated from `docs/rules.csv` by `uv run python -m experiments.documents`; edit that file, not this one. Codes are
those used in comments of the code. A rule that is not modelled says why."""

_COLUMNS = ("Code", "Rule", "In force", "Carried by", "Remark", "Source")


def read_rules(path: Path) -> pd.DataFrame:
    """The rules as written, one row each, all text; several objects or sources are separated by spaces."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def rules(path: Path) -> str:
    """The whole document."""
    blocks = [_HEAD]
    for scheme, of_scheme in read_rules(path).groupby("scheme", sort=False):
        blocks += [f"## {scheme}", table(_COLUMNS, [_row(row) for row in of_scheme.to_dict("records")])]
    return "\n\n".join(blocks) + "\n"


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
