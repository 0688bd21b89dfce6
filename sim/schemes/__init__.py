"""The schemes (ordninger): each in one file, which ends with its declaration; this list composes the model."""

from sim.schemes import dekom_s, dekom_y, follow_up, further_education, guidance, inclusion
from sim.schemes.base import Scheme

SCHEMES: list[Scheme] = [
    dekom_s.SCHEME, inclusion.SCHEME, dekom_y.SCHEME, follow_up.SCHEME, further_education.SCHEME,
    guidance.SCHEME,
]  # fmt: skip
"""Every scheme there is, in the order in which they act at the same moment of the school year."""


__all__ = ["SCHEMES", "Scheme"]
