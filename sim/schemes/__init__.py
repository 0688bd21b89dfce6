"""The schemes (ordninger): each in one file, which ends with its declaration; this list composes the model."""

from collections.abc import Iterator
from contextlib import contextmanager

from sim.schemes import dekom_s, dekom_y, follow_up, further_education, guidance, inclusion
from sim.schemes.base import Scheme

SCHEMES: list[Scheme] = [
    dekom_s.SCHEME, inclusion.SCHEME, dekom_y.SCHEME, follow_up.SCHEME, further_education.SCHEME,
    guidance.SCHEME,
]  # fmt: skip
"""Every scheme there is, in the order in which they act at the same moment of the school year."""


@contextmanager
def added(scheme: Scheme) -> Iterator[None]:
    """Add a scheme of one's own, with its levers, columns, stages, accounts and indicators, until the context ends.

    Args:
        scheme: The scheme.

    Raises:
        ValueError: If its name, or that of one of its indicators, is taken.
    """
    from sim.indicators import BY_NAME, INDICATORS

    taken = {s.name for s in SCHEMES} & {scheme.name} | BY_NAME.keys() & {i.name for i in scheme.indicators}
    if taken:
        raise ValueError(f"{scheme.name}: there is a {sorted(taken)[0]} already")
    SCHEMES.append(scheme)
    INDICATORS.extend(scheme.indicators)
    BY_NAME.update({indicator.name: indicator for indicator in scheme.indicators})
    try:
        yield
    finally:
        SCHEMES.remove(scheme)
        for indicator in scheme.indicators:
            INDICATORS.remove(indicator)
            del BY_NAME[indicator.name]


__all__ = ["SCHEMES", "Scheme", "added"]
