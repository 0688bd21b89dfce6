"""What every part of the builder works from: registers, ground, luck and parameters."""

from __future__ import annotations

from dataclasses import dataclass

from sim.country.ground import Ground, ground_of
from sim.country.parameters import CountryParameters
from sim.country.registers import Registers
from sim.luck import Luck
from sim.parameters import Parameters, StaffParameters, StudyParameters


@dataclass(frozen=True)
class Basis:
    """The basis (grunnlag) of one country.

    Attributes:
        registers: Checked registers.
        ground: The same as arrays, with what follows from them.
        luck: Luck of the replication.
        p: Parameters of the country.
        staff: Parameters of turnover, from which ages and places follow.
        study: Parameters of further education, from which readiness to apply follows.
    """

    registers: Registers
    ground: Ground
    luck: Luck
    p: CountryParameters
    staff: StaffParameters
    study: StudyParameters


def basis_of(registers: Registers, luck: Luck, p: Parameters) -> Basis:
    """Gather the basis of one country."""
    return Basis(registers, ground_of(registers), luck, p.country, p.staff, p.study)
