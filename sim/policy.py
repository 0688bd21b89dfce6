"""A policy: one section of levers for every scheme and area, all in force at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from sim.areas import AREAS
from sim.levers import Declaration, Levers, levers_from, plain, refuse_strangers, value_from
from sim.schemes import SCHEMES

if TYPE_CHECKING:
    from sim.places import Place

L = TypeVar("L", bound=Levers)


class Policy:
    """Everything policy decides in one phase of a scenario; a section is asked for by the class of its levers.

    `policy[DekomSLevers].requirement` is the lever `dekom_s.requirement`.
    """

    def __init__(self, sections: Mapping[str, Levers], local: Sequence[tuple[Place, str, Any]] = ()) -> None:
        """Keep the sections.

        Args:
            sections: Every section of `sections()`, by name.
            local: Places, levers by full name, and the values they have there; later ones win.
        """
        self._of_kind = {type(levers): levers for levers in sections.values()}
        self._of_name = dict(sections)
        self._name_of = {type(levers): name for name, levers in sections.items()}
        self.local = tuple(local)

    def in_places(self, kind: type[Levers], name: str) -> list[tuple[Place, Any]]:
        """Places in which a lever has a value of its own, with the value."""
        lever = f"{self._name_of[kind]}.{name}"
        return [(place, value) for place, one, value in self.local if one == lever]

    def __getitem__(self, kind: type[L]) -> L:
        """The section whose levers are of a class."""
        return self._of_kind[kind]  # type: ignore[return-value]

    def section(self, name: str) -> Levers:
        """The section of a name."""
        return self._of_name[name]


def sections() -> dict[str, type[Levers]]:
    """Class of the levers of every section, by name: schemes first, then areas."""
    return {scheme.name: scheme.levers for scheme in SCHEMES} | AREAS


def lever_kinds() -> dict[str, Any]:
    """Type of every lever, by its full name (`section.lever`)."""
    return {f"{name}.{lever}": hint for name, kind in sections().items() for lever, hint in kind.kinds().items()}


def declarations() -> dict[str, Declaration]:
    """What is declared of every lever, by its full name."""
    return {f"{name}.{lever}": told for name, kind in sections().items() for lever, told in kind.declared().items()}


def lever_values() -> dict[str, dict[str, Any]]:
    """Values while no scenario decides: section -> lever -> plain value, rules in full; a new copy each time."""
    return {name: kind.values() for name, kind in sections().items()}


def plain_value(lever: str, value: Any) -> Any:
    """A value of a lever as plain data in full; a rule's name becomes the rule with its numbers.

    Args:
        lever: Full name, `section.lever`.
        value: As a scenario writes it.

    Raises:
        ValueError: If there is no such rule.
    """
    try:
        return plain(lever_kinds()[lever], value)
    except ValueError as error:
        raise ValueError(f"{lever}: {error}") from None


def policy_from(values: Mapping[str, Any], local: Sequence[tuple[Place, Mapping[str, Any]]] = ()) -> Policy:
    """Build a policy from complete plain values.

    Args:
        values: Section name -> lever name -> value.
        local: Places with the plain values that levers have there, by full name.

    Raises:
        ValueError: If a key is unknown or missing or a value is of the wrong type or out of range.
    """
    known = sections()
    refuse_strangers("policy", values, known)
    built = {name: levers_from(kind, name, values[name]) for name, kind in known.items()}
    there = [
        (place, lever, value_of(lever, value)) for place, plain_values in local for lever, value in plain_values.items()
    ]
    return Policy(built, there)


def check_lever(lever: str, value: Any) -> None:
    """Refuse a value that is not legal for a lever, whatever the other levers are.

    Args:
        lever: Full name, `section.lever`.
        value: Plain; a rule as a mapping in full.

    Raises:
        ValueError: If the value is of the wrong type or out of range.
    """
    value_of(lever, value)


def value_of(lever: str, value: Any) -> Any:
    """A lever's plain value as the model uses it.

    Raises:
        ValueError: If the value is of the wrong type or out of range.
    """
    section, name = lever.split(".")
    return value_from(sections()[section], section, name, value)
