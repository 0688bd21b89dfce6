"""YAML files read strictly: a mapping at the top, no key twice, dates as text, 1e8 as a number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from sim.refusals import BadInput

_NUMBER = re.compile(r"^[-+]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$")


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
    return float(node.value.replace("_", ""))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if not tag.endswith((":timestamp", ":float"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+0123456789."))
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


def read_yaml(path: Path) -> dict[Any, Any]:
    """Content of a YAML file whose top level is a mapping.

    Raises:
        BadInput: If the file cannot be read, is not YAML or is not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = yaml.load(text, Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from None
    except yaml.YAMLError as error:
        raise BadInput(f"{path}: not valid YAML: {error}{_hint(text, error)}") from None
    except RecursionError:
        raise BadInput(f"{path}: not valid YAML: nested too deeply") from None
    if not isinstance(content, dict):
        raise BadInput(f"{path}: must be a list of `key: value` lines")
    return content


def _hint(text: str, error: yaml.YAMLError) -> str:
    """What to do about the one trap that ordinary sentences set: a question mark before a comma in braces."""
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines) or not lines[mark.line][mark.column :].startswith("?"):
        return ""
    return '; put texts between braces in quotes: {en: "What if ...?", nb: "Hva om ...?"}'
