"""Which theories verdicts and patterns are held up against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.options import Theorised
from experiments.refusals import BadInput

if TYPE_CHECKING:
    from sim.theories import Theory

OF_A_THEORY = 10
"""Most replications of a theory; the fewest that support a claim in `validate`."""


def theories_of(asked: Theorised) -> tuple[Theory, ...]:
    """The theories asked for.

    Raises:
        BadInput: If one does not exist.
    """
    from sim.theories import NAMED, departures, theory

    if asked.theories is None:
        return ()
    if asked.theories in ("named", "all"):
        return NAMED if asked.theories == "named" else (*NAMED, *departures())
    names = [asked.theories] if isinstance(asked.theories, str) else asked.theories
    try:
        return tuple(theory(name) for name in names)
    except ValueError as error:
        raise BadInput(f"theories: {error}") from None
