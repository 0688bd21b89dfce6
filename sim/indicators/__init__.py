"""The indicators: what is measured of the model, each once (`INDICATORS`)."""

from collections.abc import Iterable
from types import ModuleType

from sim.indicator import Indicator
from sim.indicators import careers, composition, money, nation, owners, reports, schools, ties, universities
from sim.schemes import SCHEMES


def _declared_in(module: ModuleType) -> Iterable[Indicator]:
    """Indicators of a module, in the order they are written."""
    return (thing for thing in vars(module).values() if isinstance(thing, Indicator))


INDICATORS: list[Indicator] = [
    *(
        found
        for module in (schools, careers, owners, universities, nation, reports, money)
        for found in _declared_in(module)
    ),
    *(found for scheme in SCHEMES for found in scheme.indicators),
    *composition.PARTS,
    *_declared_in(ties),
]
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
"""The indicators by name."""

__all__ = ["BY_NAME", "INDICATORS", "Indicator"]
