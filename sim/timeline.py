"""How scenario files become scenarios: bases followed, decisions merged by date, values checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from sim.levers import Dated, is_rule
from sim.places import Place
from sim.policy import lever_kinds, lever_values, plain_value, policy_from
from sim.refusals import BadInput, near
from sim.rules.base import options
from sim.scenario import Phase, Scenario, semester_of
from sim.scenario_file import (
    Entry,
    ScenarioFile,
    is_path,
    is_shipped,
    locate,
    read_scenario,
    scenario_from,
    shipped,
)
from sim.schemes import SCHEMES

BEFORE = -1000
"""The first phase starts this early, so that it holds in any burn-in."""


def scenario(reference: str | Path | Mapping[str, Any] | Scenario) -> Scenario:
    """The scenario that is meant, with the complete levers of each phase.

    Args:
        reference: A name, a path, what a file would hold as plain data (a path in `base` is relative to the current
            folder), or a scenario, which is only checked.

    Raises:
        BadInput: If it or one of its bases does not exist, or a value is not legal.
    """
    if isinstance(reference, Scenario):
        refuse_illegal(reference)
        return reference
    chain = _chain(reference)
    written = chain[-1]
    own = not isinstance(reference, Mapping) and is_path(str(reference)) and not is_shipped(str(reference))
    if own and written.name in shipped():
        raise BadInput(f"{Path(str(reference)).name}: name: {written.name!r} is a scenario that comes with the "
                       "program; give yours another name")  # fmt: skip
    phases = _phases(chain)
    found = Scenario(written.name, written.question, phases, written.title, idle=_idle(written, phases))
    refuse_illegal(found)
    return found


def scenarios(references: Sequence[str | Path | Mapping[str, Any] | Scenario]) -> list[Scenario]:
    """Several scenarios, each under a name of its own.

    Raises:
        BadInput: As `scenario`, and if two have the same name.
    """
    found = [scenario(reference) for reference in references]
    names = [s.name for s in found]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"scenario {name!r} is given twice; scenarios of one comparison need different names")
    return found


def _chain(reference: str | Path | Mapping[str, Any]) -> list[ScenarioFile]:
    """What the scenario and its bases say, the root first."""
    chain: list[ScenarioFile] = []
    if isinstance(reference, Mapping):
        chain.append(scenario_from(reference))
        reference = chain[0].base or ""
    seen: list[Path] = []
    next_reference: str | None = str(reference) or None
    beside = Path.cwd()
    while next_reference is not None:
        path = locate(next_reference, beside).resolve()
        if path in seen:
            loop = " -> ".join(p.stem for p in [*seen, path])
            raise BadInput(f"scenario {reference!r}: its bases go in a circle: {loop}")
        seen.append(path)
        written = read_scenario(path)
        chain.insert(0, written)
        next_reference, beside = written.base, path.parent
    return chain


def _phases(chain: Sequence[ScenarioFile]) -> tuple[Phase, ...]:
    """Phases of a chain: by date; at the same date the base decides first and the derived scenario last."""
    decisions: list[tuple[Entry, int]] = [(e, depth) for depth, file in enumerate(chain) for e in file.timeline]
    decisions.sort(key=lambda d: (d[0].day, d[1]))
    levers = lever_values()
    phases = [Phase(BEFORE, deepcopy(levers))]
    local: dict[str, tuple[Place, dict[str, Any]]] = {}
    for entry, _ in decisions:
        for name, value in entry.set.items():
            section, lever = name.split(".")
            if entry.where is None:
                levers[section][lever] = changed(name, levers[section][lever], value)
            else:
                local.setdefault(entry.where.text, (entry.where, {}))[1][name] = resolved(name, value)
        phase = Phase(semester_of(entry.day), deepcopy(levers), deepcopy(tuple(local.values())))
        if phases[-1].start == phase.start:
            phases.pop()
        if not phases or phases[-1].text != phase.text:
            phases.append(phase)
    return tuple(phases)


def _idle(written: ScenarioFile, phases: Sequence[Phase]) -> tuple[str, ...]:
    """Levers that a file sets though neither their scheme nor one that merges into it runs from then on."""
    feeders = {s.name: {s.name, *(o.name for o in SCHEMES for m in o.moves if m.merges and m.to == s.name)}
               for s in SCHEMES}  # fmt: skip
    found = []
    for entry in written.timeline:
        begun = [phase for phase in phases if phase.start <= semester_of(entry.day)]
        later = [phase.levers for phase in phases[len(begun) - 1 :]]
        for name in entry.set:
            section, lever = name.split(".")
            able = feeders.get(section, set())
            if able and lever != "active" and not any(levers[one]["active"] for levers in later for one in able):
                found.append(name)
    return tuple(dict.fromkeys(found))


def refuse_illegal(found: Scenario) -> None:
    """Refuse a scenario with a value out of range.

    Raises:
        BadInput: For the first such value.
    """
    for phase in found.phases:
        try:
            policy_from(phase.levers, phase.local)
        except ValueError as error:
            raise BadInput(f"scenario {found.name}: {error}") from None


def rule_names(lever: str) -> tuple[str, ...]:
    """Rules a lever can choose between; empty if it is no choice of rule."""
    kind = lever_kinds()[lever]
    return tuple(sorted(options(kind))) if is_rule(kind) else ()


def resolved(lever: str, value: Any) -> Any:
    """A lever value in full: names of rules become mappings, with the user's numbers on top.

    Raises:
        BadInput: If a rule does not exist.
    """
    known = rule_names(lever)
    name = value.get("rule") if isinstance(value, Mapping) else value
    if known and (not isinstance(name, str) or name not in known):
        said = repr(name) if isinstance(name, str) else repr(value)
        raise BadInput(f"{lever}: {said} is not a rule; {near(name if isinstance(name, str) else '', known)}")
    return plain_value(lever, value)


def changed(lever: str, before: Any, value: Any) -> Any:
    """A lever's value after a decision: years of a dated value are added to those there are, all else is replaced."""
    if lever_kinds()[lever] == Dated and isinstance(value, Mapping) and isinstance(before, Mapping):
        return {**before, **value}
    return resolved(lever, value)
