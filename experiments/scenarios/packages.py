"""How a scenario is taken apart: decisions grouped into parts, and a scenario for every subset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from experiments.refusals import BadInput, near
from sim.scenario import Phase, Scenario
from sim.timeline import refuse_illegal


@dataclass(frozen=True)
class Package:
    """A scenario as a bundle of parts on top of another one.

    Attributes:
        baseline: The scenario without any of the parts.
        whole: The scenario with all of them.
        parts: Levers (`section.lever`) of each part, by its name.
    """

    baseline: Scenario
    whole: Scenario
    parts: Mapping[str, frozenset[str]]

    def name_of(self, some: frozenset[str]) -> str:
        """Name of the scenario with some of the parts."""
        if not some or some == frozenset(self.parts):
            return self.whole.name if some else self.baseline.name
        return f"{self.whole.name}({'+'.join(part for part in self.parts if part in some)})"

    def scenario(self, some: frozenset[str]) -> Scenario:
        """The baseline with some of the parts decided as in the whole.

        Raises:
            BadInput: If these decisions are not legal without the others.
        """
        if not some or some == frozenset(self.parts):
            return self.whole if some else self.baseline
        taken = frozenset[str]().union(*(self.parts[part] for part in some))
        found = Scenario(self.name_of(some), self.whole.question, _mixed(self.baseline, self.whole, taken))
        refuse_illegal(found)
        return found


def package(baseline: Scenario, whole: Scenario, groups: Mapping[str, Sequence[str]]) -> Package:
    """What a scenario decides differently from another, in parts.

    Args:
        baseline: Where parts are added; any scenario, related to the other or not.
        whole: What all parts together make of it.
        groups: Sections or levers by name of the part; if none are given, one part a section (a scheme), or one a
            lever if only one section differs.

    Raises:
        BadInput: If there are fewer than two parts, or groups leave out, repeat or invent a decision.
    """
    differing = _differing(baseline, whole)
    if groups:
        parts = _grouped(differing, groups, whole.name)
    else:
        sections = list(dict.fromkeys(lever.split(".")[0] for lever in differing))
        parts = {s: frozenset(lever for lever in differing if lever.startswith(f"{s}.")) for s in sections}
        if len(sections) == 1:
            parts = {lever: frozenset([lever]) for lever in differing}
    if len(parts) < 2:
        decided = ", ".join(differing) or "nothing"
        raise BadInput(f"{whole.name} against {baseline.name}: decides {decided}; a package needs two parts or more")
    return Package(baseline, whole, parts)


def _differing(one: Scenario, other: Scenario) -> list[str]:
    """Levers that ever differ between two scenarios, in the order of the policy."""
    found: dict[str, None] = {}
    for start in _starts(one, other):
        before, after = one.levers_at(start), other.levers_at(start)
        for section, levers in before.items():
            found |= {f"{section}.{name}": None for name in levers if levers[name] != after[section][name]}
    order = [f"{section}.{name}" for section, levers in one.phases[0].levers.items() for name in levers]
    return [lever for lever in order if lever in found]


def _starts(*scenarios: Scenario) -> list[int]:
    return sorted({phase.start for scenario in scenarios for phase in scenario.phases})


def _mixed(baseline: Scenario, whole: Scenario, taken: frozenset[str]) -> tuple[Phase, ...]:
    """Phases with the levers taken as in the whole, all others as in the baseline."""
    phases: list[Phase] = []
    for start in _starts(baseline, whole):
        theirs = whole.levers_at(start)
        levers = {
            section: {k: theirs[section][k] if f"{section}.{k}" in taken else v for k, v in mine.items()}
            for section, mine in baseline.levers_at(start).items()
        }
        if not phases or phases[-1].levers != levers:
            phases.append(Phase(start, levers))
    return tuple(phases)


def _grouped(differing: Sequence[str], groups: Mapping[str, Sequence[str]], name: str) -> dict[str, frozenset[str]]:
    parts: dict[str, frozenset[str]] = {}
    for part, members in groups.items():
        levers: set[str] = set()
        for member in members:
            found = {lever for lever in differing if lever == member or lever.startswith(f"{member}.")}
            if not found:
                raise BadInput(f"parts.{part}: {name} does not decide {member}; {near(member, differing)}")
            levers |= found
        parts[part] = frozenset(levers)
    _refuse_uneven(differing, parts.values())
    return parts


def _refuse_uneven(differing: Sequence[str], parts: Iterable[frozenset[str]]) -> None:
    """Refuse groups that leave out a decision or hold one twice: their effects would not add up to the whole."""
    held = [lever for part in parts for lever in part]
    for lever in differing:
        if held.count(lever) != 1:
            raise BadInput(f"parts: {lever} is in {held.count(lever)} parts; each decision must be in exactly one")
