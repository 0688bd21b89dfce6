"""What a decision is judged by: which scenarios, which indicators, in which spring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from experiments.call import Call
from experiments.options import Asked, Decompose, Discover, Judged, Replicated, Response, Sweep, Switching
from experiments.refusals import BadInput, near
from sim.scenario import FIRST_YEAR, last_semester

if TYPE_CHECKING:
    from sim.indicators import Indicator

Decision: TypeAlias = "Discover | Switching | Decompose | Response"
"""Options of commands that judge a decision in a spring."""
USUAL = "practice"
"""The indicator that a decision is judged by unless another is asked for: what teaching is like."""


def as_in_folder(call: Call[Asked]) -> Call[Asked]:
    """The call with the horizon of the folder it reads, unless another was given."""
    if call.word is None or "horizon" in call.given:
        return call
    from experiments.store.manifest import read_manifest

    horizon = int(read_manifest(Path(call.word))["setup"]["horizon"])
    return replace(call, options=call.options.model_copy(update={"horizon": horizon}))


def indicators(options: Judged | Sweep) -> list[Indicator]:
    """The indicators asked for; the usual one if none is.

    Raises:
        BadInput: If one does not exist for the nation.
    """
    from sim.indicators import INDICATORS

    known = {indicator.name: indicator for indicator in INDICATORS if "nation" in indicator.levels}
    asked = options.indicator or [USUAL]
    names = [asked] if isinstance(asked, str) else asked
    for name in names:
        if name not in known:
            raise BadInput(f"indicator={name}: no such indicator; {near(name, known)}")
    return [known[name] for name in names]


def indicator(options: Judged) -> Indicator:
    """The one indicator asked for.

    Raises:
        BadInput: As `indicators`, and if there are several.
    """
    found = indicators(options)
    if len(found) > 1:
        raise BadInput(f"indicator=[{','.join(i.name for i in found)}]: one at a time here; write indicator=<name>")
    return found[0]


def spring(options: Decision) -> int:
    """The year asked for; the horizon if none is.

    Raises:
        BadInput: If no spring of it is simulated.
    """
    year = options.horizon if options.year is None else options.year
    if not FIRST_YEAR < year <= options.horizon:
        raise BadInput(f"year={year}: must lie within {FIRST_YEAR + 1}-{options.horizon} (horizon=)")
    return year


def semester(options: Decision) -> int:
    """The spring semester of the year asked for."""
    return last_semester(spring(options))


def refuse_same(scenario: str, baseline: str) -> None:
    """Refuse to compare a scenario with itself.

    Raises:
        BadInput: If both are the same.
    """
    if scenario == baseline:
        raise BadInput(f"scenario={scenario}: that is the baseline too; name another scenario, or another baseline=")


def refuse_point(options: Replicated) -> None:
    """Refuse to look for parameters that matter where none is uncertain.

    Raises:
        BadInput: If parameters stay at their values.
    """
    if options.uncertainty == "point":
        raise BadInput("uncertainty=point: nothing is uncertain then; leave it at register for this command")


def parameters_asked(factors: str | list[str] | dict[str, Any], held: Mapping[str, float]) -> list[str]:
    """Names of uncertain parameters as given in `factors=`.

    Raises:
        BadInput: If one is not uncertain in the register, given twice, or held at a value by `parameters=`.
    """
    from sim.analysis.decision.draws import uncertain

    names = [factors] if isinstance(factors, str) else list(factors)
    known = [str(name) for name in uncertain().index]
    for name in names:
        if name not in known:
            raise BadInput(f"factors: {name} is not an uncertain parameter of the register; {near(name, known)}")
        if names.count(name) > 1:
            raise BadInput(f"factors: {name} is given twice")
        if name in held:
            raise BadInput(f"factors: {name} is also held by parameters.{name}={held[name]:g}; leave one out")
    return names
