"""What the schemes add to practice: paired with the same run without them, by school and topic."""

from __future__ import annotations

import numpy as np

from sim.analysis.validation.panel import Panel
from sim.mechanisms.measures import COLLECTIVE
from sim.types import Floats


def mean_practice(run: Panel, year: int) -> Floats:
    """Practice over all topics, weighted by how much they concern the staff, shape (schools,)."""
    weight = run["schools.weight"]
    result: Floats = (run.at("schools.practice", year) * weight).sum(axis=1)
    result /= np.maximum(weight.sum(axis=1), 1e-12)  # a school that is never open has no staff
    return result


def gain_in_practice(run: Panel, without: Panel, year: int, teachers: Floats) -> float:
    """Gain in practice over all topics, mean over teachers.

    Args:
        run: The run with the schemes.
        without: The same without.
        year: Calendar year of the spring.
        teachers: Teachers that count in each school, shape (schools,).
    """
    gain = mean_practice(run, year) - mean_practice(without, year)
    return float((gain * teachers).sum() / max(float(teachers.sum()), 1e-12))


def gain_worked_on(run: Panel, without: Panel, year: int, teachers: Floats) -> float:
    """Gain in practice in the topics of running collective measures, mean over teachers (arguments as above).

    Both runs are read in the topics of the run with the schemes; 0 where no measure runs.
    """
    gain = run.at("schools.practice", year) - without.at("schools.practice", year)
    topic = run.at("schools.topic", year)[:, COLLECTIVE].astype(np.int64)
    counted = (topic >= 0) * teachers[:, None]
    found = np.take_along_axis(gain, np.maximum(topic, 0), axis=1)
    return float((found * counted).sum() / max(float(counted.sum()), 1e-12))
