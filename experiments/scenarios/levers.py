"""Lever values as a scenario file writes them: YAML read strictly, rules by name, decisions on top of each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from experiments.refusals import BadInput, near
from sim.levers import Dated, is_rule
from sim.policy import lever_kinds, plain_value
from sim.rules.base import options


def read_yaml(path: Path) -> dict[Any, Any]:
    """Content of a YAML file whose top level is a mapping (repeated keys are refused, 1e8 is a number).

    Raises:
        BadInput: If the file cannot be read, is not YAML or is not a mapping.
    """
    try:
        loaded = OmegaConf.load(path)
        content = OmegaConf.to_container(loaded, resolve=False)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from None
    except (yaml.YAMLError, OmegaConfBaseException) as error:
        raise BadInput(f"{path}: not valid YAML: {error}{_hint(path, error)}") from None
    if not isinstance(content, dict):
        raise BadInput(f"{path}: must be a list of `key: value` lines")
    return content


def _hint(path: Path, error: Exception) -> str:
    """What to do about the one trap that ordinary sentences set: a question mark before a comma in braces."""
    mark = getattr(error, "problem_mark", None)
    lines = path.read_text(encoding="utf-8").splitlines()
    if mark is None or not lines[mark.line][mark.column :].startswith("?"):
        return ""
    return '; put texts between braces in quotes: {en: "What if ...?", nb: "Hva om ...?"}'


def rule_names(lever: str) -> tuple[str, ...]:
    """Rules a lever can choose between; empty if it is no choice of rule."""
    kind = lever_kinds()[lever]
    return tuple(sorted(options(kind))) if is_rule(kind) else ()


def resolved(lever: str, value: Any) -> Any:
    """A lever value in full: names of rules become mappings, with the user's numbers on top.

    Raises:
        BadInput: If a rule does not exist.
    """
    name = value.get("rule") if isinstance(value, Mapping) else value
    known = rule_names(lever)
    if known and (not isinstance(name, str) or name not in known):
        hint = near(name if isinstance(name, str) else "", known)
        raise BadInput(f"{lever}: {value if not isinstance(name, str) else name!r} is not a rule; {hint}")
    return plain_value(lever, value)


def changed(lever: str, before: Any, value: Any) -> Any:
    """A lever's value after a decision: years of a dated value are added to those there are, all else is replaced."""
    if lever_kinds()[lever] == Dated and isinstance(value, Mapping) and isinstance(before, Mapping):
        return {**before, **value}
    return resolved(lever, value)
