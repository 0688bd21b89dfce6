"""How a measure's hours and groups become what a participant learns (4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.mechanisms.measures import TRACKS
from sim.types import Floats

if TYPE_CHECKING:
    from sim.parameters import CompetenceParameters
    from sim.rules.cascade import Cascade
    from sim.rules.dose import Dose

REFERENCE_HOURS = 40.0
"""Hours of the reference measure of the learning equation."""


def intensity(group_size: Floats, cascade: Cascade, params: CompetenceParameters) -> Floats:
    """Intensity of a group: full up to a small group, lowest from a large one, straight between (0-1)."""
    direct = np.interp(group_size, [params.small_group, params.large_group], [1.0, params.large_group_intensity])
    return cascade(direct, group_size, params.large_group)


def learning_rate(dose: Dose, params: CompetenceParameters) -> float:
    """Eta: the rate at which the reference measure gives the reference gain.

    The reference is 40 hours, mechanism 0.6, intensity 1, implementation 0.8, relevance 1, half of the gap open.
    """
    at_reference = (
        float(dose(np.array([REFERENCE_HOURS]), params.dose_threshold, params.dose_scale)[0]) * 0.6 * 0.8 * 0.5
    )
    return params.reference_gain * params.teacher_sd / at_reference


def time_limit(params: CompetenceParameters) -> float:
    """Hours of a teacher's year that can go to development: planned time, and a part of weekly meeting time."""
    return params.collective_hours + params.meeting_hours


def most_contact(params: CompetenceParameters) -> float:
    """Most hours a teacher can meet a partner in a year."""
    return params.contact_part * time_limit(params)


def relative_dose(dose: Dose, hours: Floats, params: CompetenceParameters) -> Floats:
    """Dose against that of the reference measure of 40 hours, at most 1.2: what builds routines."""
    at_reference = float(dose(np.array([REFERENCE_HOURS]), params.dose_threshold, params.dose_scale)[0])
    result: Floats = np.minimum(dose(hours, params.dose_threshold, params.dose_scale) / at_reference, 1.2)
    return result


def divided_attention(participation: Floats, exponent: float) -> Floats:
    """What is left of a participant's attention in each measure, 0-1, shape (schools, slots).

    Args:
        participation: Share of the staff in each measure; the columns of tracks exclude each other.
        exponent: 0 if attention is not divided at all, 1 if in proportion to the number of measures.
    """
    others = participation.sum(axis=1, keepdims=True) - participation
    tracks = participation[:, TRACKS].sum(axis=1, keepdims=True)
    others[:, TRACKS] = participation.sum(axis=1, keepdims=True) - tracks
    result: Floats = (1.0 + others) ** -exponent
    return result
