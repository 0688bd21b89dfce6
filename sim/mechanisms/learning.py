"""How a measure's hours and groups become what a participant learns (4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.types import Floats

if TYPE_CHECKING:
    from sim.parameters import CompetenceParameters
    from sim.rules.cascade import Cascade
    from sim.rules.dose import Dose


def intensity(group_size: Floats, cascade: Cascade, params: CompetenceParameters) -> Floats:
    """Intensity of a group: full up to a small group, lowest from a large one, straight between (0-1)."""
    direct = np.interp(group_size, [params.small_group, params.large_group], [1.0, params.large_group_intensity])
    return cascade(direct, group_size, params.large_group)


def learning_rate(dose: Dose, params: CompetenceParameters) -> float:
    """Eta: the rate at which the reference measure gives the reference gain.

    The reference is 40 hours, mechanism 0.6, intensity 1, implementation 0.8, relevance 1, half of the gap open.
    """
    at_reference = float(dose(np.array([40.0]), params.dose_threshold, params.dose_scale)[0]) * 0.6 * 0.8 * 0.5
    return params.reference_gain * params.teacher_sd / at_reference
