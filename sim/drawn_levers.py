"""Levers whose value is an assumption are drawn like parameters, the same in every scenario that leaves them alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.levers import Dated, is_rule
from sim.luck import Luck, stable_ids
from sim.parameters import triangular
from sim.policy import declarations, lever_kinds, lever_values
from sim.refusals import BadInput, near
from sim.remembered import remembered
from sim.scenario import Scenario


class Uncertain(NamedTuple):
    """One number of policy that is uncertain.

    Attributes:
        lever: Full name of the lever.
        number: Name of the rule's number, empty if the lever itself is the number.
        value, low, high: Its value today, and where it may honestly lie; of years, factors on all of them.
    """

    lever: str
    number: str
    value: float
    low: float
    high: float

    @property
    def name(self) -> str:
        """Name that stands for it in tables."""
        return f"{self.lever}.{self.number}" if self.number else self.lever

    def text(self, what: Literal["meaning", "unit", "source"], language: str) -> str:
        """What is declared of it; of a rule's number, what the rule declares."""
        told = declarations()[self.lever]
        if self.number:
            chosen = lever_kinds()[self.lever].plain(told.value)["rule"]
            number = lever_kinds()[self.lever].named(chosen).numbers()[self.number]
            return str({"unit": "", "source": number.source}.get(what, number.nb if language == "nb" else number.en))
        unit = "factor" if lever_kinds()[self.lever] == Dated else told.unit
        return {"unit": unit, "source": told.source}.get(what, told.nb if language == "nb" else told.en)


@remembered
def uncertain_levers() -> tuple[Uncertain, ...]:
    """Every number of policy with an honest range, in the order of the policy."""
    found: list[Uncertain] = []
    for lever, declared in declarations().items():
        kind = lever_kinds()[lever]
        if is_rule(kind):
            chosen = kind.plain(declared.value)
            numbers = kind.named(chosen["rule"]).numbers()
            found += [Uncertain(lever, n, d.value, *d.range) for n, d in numbers.items() if d.range is not None]
        elif declared.range is not None:
            low, high = declared.range
            if kind == Dated:
                middle = max(declared.value.values())
                found.append(Uncertain(lever, "", 1.0, low / middle, high / middle))
            elif kind is float:
                found.append(Uncertain(lever, "", float(declared.value), low, high))
    return tuple(found)


def draw_levers(luck: Luck) -> dict[str, float]:
    """One draw of every uncertain number of policy, by name; the mode is its value today."""
    known = uncertain_levers()
    u = luck.uniform("levers", 0, stable_ids([one.name for one in known]))
    low, mode, high = (np.array([getattr(one, side) for one in known]) for side in ("low", "value", "high"))
    return dict(zip((one.name for one in known), triangular(u, low, mode, high).tolist(), strict=True))


def refuse_unknown_draws(given: Mapping[str, float]) -> None:
    """Refuse values of what is no uncertain number of policy: they would do nothing.

    Raises:
        BadInput: For the first.
    """
    known = [one.name for one in uncertain_levers()]
    for name in given:
        if name not in known:
            raise BadInput(f"levers.{name}: not an uncertain number of policy; {near(name, known)}")


def own_values(levers: Iterable[str]) -> dict[str, float]:
    """The uncertain numbers of some levers at their values today: what is varied by design is not drawn besides."""
    varied = set(levers)
    return {one.name: one.value for one in uncertain_levers() if one.lever in varied}


def with_drawn_levers(scenario: Scenario, drawn: Mapping[str, float]) -> Scenario:
    """The scenario with drawn values wherever it leaves a lever at its value today; what it decides stands.

    Args:
        scenario: The timeline.
        drawn: Values by name, as `draw_levers` gives them, or some of them.
    """
    return replace(scenario, phases=tuple(replace(p, levers=_changed(p.levers, drawn)) for p in scenario.phases))


def _changed(levers: Mapping[str, Any], drawn: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    today = lever_values()
    changed = {section: dict(values) for section, values in levers.items()}
    for one in (known for known in uncertain_levers() if known.name in drawn):
        section, name = one.lever.split(".")
        value, before = changed[section][name], today[section][name]
        if one.number:
            if value.get("rule") == before["rule"] and value[one.number] == before[one.number]:
                changed[section][name] = {**value, one.number: drawn[one.name]}
        elif isinstance(before, Mapping):
            usual = {str(year): v for year, v in before.items()}  # years are texts in what was stored
            same = {year: v * drawn[one.name] for year, v in value.items() if usual.get(str(year)) == v}
            changed[section][name] = {**value, **same}
        elif value == before:
            changed[section][name] = drawn[one.name]
    return changed
