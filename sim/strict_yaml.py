"""YAML files read strictly: a mapping at the top, no key twice, dates and codes as text, 1e8 as a number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from sim.refusals import BadInput
from sim.text_file import read_text

_DEEPEST, _LARGEST = 40, 1_000_000
"""Most values within each other, and most values in all, those referred to counted each time."""
_PLAINLY = {"unhashable key": "a key must be a text", "constructor for the tag": "the key << is not used"}
"""What the reader of YAML says in words of its own, and ours."""
_NUMBER = re.compile(r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$")
_WHOLE = re.compile(r"^[-+]?(0|[1-9][0-9]*)$")
_TEXT = re.compile(r"^0[0-9]+$")
"""A code such as 0301, which is no number."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, which in addition refuses a key that is given twice."""


def _mapping(loader: Any, node: Any, deep: bool = False) -> dict[Any, Any]:
    seen = []
    for key, _ in node.value:
        name = loader.construct_object(key, deep=True)
        if name in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{name!r} is given twice", key.start_mark)
        seen.append(name)
    return dict(yaml.SafeLoader.construct_mapping(loader, node, deep=deep))


def _number(_: Any, node: Any) -> float:
    return float(node.value)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if not tag.endswith((":timestamp", ":float", ":int"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:str", _TEXT, ["0"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _WHOLE, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+0123456789."))
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


def read_yaml(path: Path) -> dict[Any, Any]:
    """Content of a YAML file whose top level is a mapping.

    Raises:
        BadInput: If the file cannot be read, is not YAML, is nested deeply, uses aliases, or is not a mapping.
    """
    text = read_text(path, "YAML")
    try:
        _refuse_wild(path, text)
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise BadInput(f"{path}: {_said(error)}{_hint(text, error)}") from None
    except BadInput:
        raise
    except ValueError:
        raise BadInput(f"{path}: not valid YAML: a number has too many digits") from None
    if not isinstance(content, dict):
        raise BadInput(f"{path}: must be a list of `key: value` lines")
    return content


def _refuse_wild(path: Path, text: str) -> None:
    """Refuse what would exhaust the reader: values within values without end, and texts that multiply themselves."""
    size = 0
    sizes: dict[str, int] = {}
    begun: list[tuple[str, int]] = []
    for event in yaml.parse(text, Loader=_Loader):
        anchor = str(getattr(event, "anchor", None))
        alias = isinstance(event, yaml.AliasEvent)
        size += sizes.get(anchor, 1) if alias else 1
        if isinstance(event, yaml.CollectionStartEvent):
            begun.append((anchor, size))
        elif isinstance(event, yaml.CollectionEndEvent):
            name, start = begun.pop()
            sizes[name] = size - start
        endless = alias and anchor in [name for name, _ in begun]
        problems = {
            "nested too deeply": len(begun) > _DEEPEST or endless or size > _LARGEST,
            "tags such as !!int are not used": getattr(event, "tag", None),
        }
        for problem in (problem for problem, is_so in problems.items() if is_so):
            raise BadInput(f"{path}: line {1 + getattr(event.start_mark, 'line', 0)}: {problem}")


def _said(error: yaml.YAMLError) -> str:
    """What is wrong, and in which line."""
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read")
    said = next((ours for theirs, ours in _PLAINLY.items() if theirs in said), said)
    return f"not valid YAML: {said}" if mark is None else f"line {mark.line + 1}: not valid YAML: {said}"


def _hint(text: str, error: yaml.YAMLError) -> str:
    """What to do about the one trap that ordinary sentences set: a question mark before a comma in braces."""
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines) or not lines[mark.line][mark.column :].startswith("?"):
        return ""
    return '; put texts between braces in quotes: {en: "What if ...?", nb: "Hva om ...?"}'
