"""This file knows how scenario files become scenarios: bases followed, decisions merged by date, values checked."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from experiments.refusals import BadInput
from experiments.scenarios.levers import changed, root_levers
from experiments.scenarios.scenario_file import Entry, ScenarioFile, locate, read_scenario
from sim.scenario import Phase, Scenario, semester_of

BEFORE = -1000
"""The first phase starts this early, so that it holds in any burn-in."""


def scenario(reference: str) -> Scenario:
    """The scenario that a name or path means, with the complete levers of each phase.

    Raises:
        BadInput: If it or one of its bases does not exist, or a value is not legal.
    """
    chain = _chain(reference)
    written = chain[-1]
    found = Scenario(
        name=written.name,
        question={str(language): text for language, text in written.question.items()},
        phases=_phases(chain),
        title={str(language): text for language, text in written.title.items()},
    )
    refuse_illegal(found)
    return found


def scenarios(references: Sequence[str]) -> list[Scenario]:
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


def _chain(reference: str) -> list[ScenarioFile]:
    """The scenario's file and those of its bases, the root first."""
    chain: list[ScenarioFile] = []
    seen: list[Path] = []
    next_reference: str | None = reference
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
    levers = root_levers()
    phases = [Phase(BEFORE, deepcopy(levers))]
    for entry, _ in decisions:
        _decide(levers, entry)
        start = semester_of(entry.day)
        if phases[-1].start == start:
            phases.pop()
        if not phases or phases[-1].levers != levers:
            phases.append(Phase(start, deepcopy(levers)))
    return tuple(phases)


def _decide(levers: dict[str, dict[str, Any]], entry: Entry) -> None:
    for name, value in entry.set.items():
        section, lever = name.split(".")
        levers[section][lever] = changed(name, levers[section][lever], value)


def refuse_illegal(found: Scenario) -> None:
    """Refuse a scenario with a value out of range.

    Raises:
        BadInput: For the first such value.
    """
    from sim.policy import policy_from

    for phase in found.phases:
        try:
            policy_from(phase.levers)
        except ValueError as error:
            raise BadInput(f"scenario {found.name}: {error}") from None
