"""Whom an answer is for, in words: the whole country, or those that `target:` names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.present.words import Words, mark
from sim.country.registers import load_registers
from sim.country.world import county_world
from sim.groups import SIZE_CLASSES

_KINDS = {
    "size_class": mark("municipalities with {names} inhabitants"),
    "centrality_class": mark("municipalities of centrality {names}"),
    "municipality": mark("{names}"),
    "county": mark("{names}"),
    "governor": mark("the district of {names}"),
    "follow_up": mark("municipalities in follow-up in {names}"),
}
_WHERE = ("county", "governor")
_MOST = 4
"""Names of municipalities that are written out."""


def whom(target: Mapping[str, Any], world: str, words: Words) -> str:
    """Those an answer is for, as they stand inside a sentence.

    Args:
        target: As it is written.
        world: Name of the part of the country that was run.
        words: Language.
    """
    if not target:
        return _world(world, words)
    named = {kind: words(_KINDS[kind], names=_names(kind, value, words)) for kind, value in target.items()}
    where = [text for kind, text in named.items() if kind in _WHERE]
    which = [text for kind, text in named.items() if kind not in _WHERE]
    return words(" in ").join(", ".join(texts) for texts in (which, where) if texts)


def _world(world: str, words: Words) -> str:
    if world == "norway":
        return words("the whole country")
    counties = load_registers({})["counties"]["county_name"]
    return next((str(name) for name in counties if county_world(name) == world), words("the small country “tiny”"))


def _names(kind: str, value: Any, words: Words) -> str:
    each = [str(name) for name in (value if isinstance(value, list | tuple) else [value])]
    if kind == "municipality" and len(each) > _MOST:
        return words("{n} municipalities", n=len(each))
    *most, last = [_name(kind, name, words) for name in each]
    return words(" and ").join((", ".join(most), last)) if most else last


def _name(kind: str, name: str, words: Words) -> str:
    registers = load_registers({})
    if kind == "county":
        counties = registers["counties"]
        found = {county_world(full): full for full in counties["county_name"]}
        found |= dict(zip(counties["county_number"].astype(str), counties["county_name"], strict=True))
        return str(found.get(name, name))
    if kind in ("governor", "municipality"):
        table, key = ("governors", "governor_id") if kind == "governor" else ("municipalities", "municipality_number")
        return str(dict(zip(registers[table][key].astype(str), registers[table]["name"], strict=True)).get(name, name))
    if name == SIZE_CLASSES[0]:
        return words("fewer than 3,000")
    return words.group(name) if kind == "size_class" else name
