"""What the schemes add to practice: paired with the same run without them, by school and topic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.analysis.validation.panel import Panel
from sim.mechanisms.measures import COLLECTIVE
from sim.mechanisms.survey import attainable_share
from sim.types import Floats


def mean_practice(run: Panel, year: int) -> Floats:
    """Practice over all topics, weighted by how much they concern the staff, shape (schools,)."""
    weight = run["schools.weight"]
    result: Floats = (run.at("schools.practice", year) * weight).sum(axis=1)
    result /= np.maximum(weight.sum(axis=1), 1e-12)  # a school that is never open has no staff
    return result


def gain_worked_on(run: Panel, without: Panel, year: int, teachers: Floats) -> float:
    """Gain in practice in the topics of running collective measures, mean over teachers.

    Both runs are read in the topics of the run with the schemes; 0 where no measure runs.

    Args:
        run: The run with the schemes.
        without: The same without.
        year: Calendar year of the spring.
        teachers: Teachers that count in each school, shape (schools,).
    """
    gain = run.at("schools.practice", year) - without.at("schools.practice", year)
    topic = run.at("schools.topic", year)[:, COLLECTIVE].astype(np.int64)
    counted = (topic >= 0) * teachers[:, None]
    found = np.take_along_axis(gain, np.maximum(topic, 0), axis=1)
    return float((found * counted).sum() / max(float(counted.sum()), 1e-12))


def attained(run: Panel, without: Panel, name: str, year: int, slots: Sequence[int]) -> Floats:
    """How much of what could be gained has been, in the topics of some slots, shape (schools,); 0 where none runs.

    Args:
        run: The run with the scheme.
        without: The same without.
        name: "schools.practice" or "schools.routines".
        year: Calendar year of the spring.
        slots: Slots of the scheme's measures.
    """
    share = attainable_share(run.at(name, year), without.at(name, year))
    topic = run.at("schools.topic", year)[:, slots].astype(np.int64)
    running = topic >= 0
    found = np.take_along_axis(share, np.maximum(topic, 0), axis=1) * running
    mean: Floats = found.sum(axis=1) / np.maximum(running.sum(axis=1), 1)
    return mean
