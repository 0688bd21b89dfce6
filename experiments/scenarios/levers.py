"""This file knows the lever values of `configs/`: the tree in force when nothing is decided, and the rules' options."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from experiments.paths import configs_folder
from experiments.refusals import BadInput, near
from experiments.scenarios.yaml_file import read_yaml
from sim.policy import Dated, Policy
from sim.rules.base import Rule


@cache
def kinds() -> dict[str, Any]:
    """Type of every lever, by its full name (`section.lever`)."""
    sections = get_type_hints(Policy)
    return {
        f"{section}.{lever}": hint for section, kind in sections.items() for lever, hint in get_type_hints(kind).items()
    }


@cache
def declarations() -> dict[str, Mapping[str, Any]]:
    """Unit, meaning and range of every lever, by its full name."""
    sections = get_type_hints(Policy)
    return {f"{section}.{f.name}": f.metadata for section, kind in sections.items() for f in fields(kind)}


def decision_of(lever: str) -> str | None:
    """Folder of `configs/` that holds the options of a lever, or None if it is not a choice of rule."""
    kind = kinds()[lever]
    is_rule = isinstance(kind, type) and issubclass(kind, Rule)
    return str(kind.__module__).rsplit(".", maxsplit=1)[-1] if is_rule else None


def resolved(lever: str, value: Any) -> Any:
    """A lever value in full: names of rules become the mapping in the option's file, with the user's numbers on top.

    Raises:
        BadInput: If a rule does not exist.
    """
    decision = decision_of(lever)
    if decision is None:
        return deepcopy(value)
    given = {"rule": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not isinstance(given.get("rule"), str):
        raise BadInput(f"{lever}: {value!r} is not a rule; {near('', rule_names(decision))}")
    if given["rule"] not in rule_names(decision):
        raise BadInput(f"{lever}: {given['rule']!r} is not a rule; {near(given['rule'], rule_names(decision))}")
    return {**_option(decision, given["rule"]), **given}


@cache
def rule_names(decision: str) -> tuple[str, ...]:
    """Options of a decision: the files in its folder."""
    return tuple(sorted(path.stem for path in (configs_folder() / decision).glob("*.yaml")))


def _option(decision: str, name: str) -> dict[Any, Any]:
    return read_yaml(configs_folder() / decision / f"{name}.yaml")


def changed(lever: str, before: Any, value: Any) -> Any:
    """A lever's value after a decision: years of a dated value are added to those there are, all else is replaced."""
    if kinds()[lever] == Dated and isinstance(value, Mapping) and isinstance(before, Mapping):
        return {**before, **value}
    return resolved(lever, value)


def root_levers() -> dict[str, dict[str, Any]]:
    """The complete lever tree of `configs/policy/`, rules in full; a new copy each time."""
    return deepcopy(_root())


@cache
def _root() -> dict[str, dict[str, Any]]:
    tree = {}
    for path in sorted((configs_folder() / "policy").glob("*.yaml")):
        content = read_yaml(path)
        tree[path.stem] = {str(k): resolved(f"{path.stem}.{k}", v) for k, v in content.items()}
    return tree
