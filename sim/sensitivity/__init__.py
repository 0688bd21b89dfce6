"""Sensitivity of outcomes: which parameters, which policy and how much luck move them; arrays in, frames out."""

from sim.sensitivity.blocks import Complete, complete, crossed
from sim.sensitivity.morris import morris_effects
from sim.sensitivity.one_at_a_time import one_at_a_time
from sim.sensitivity.ranking import Factor, block_size, independent, ranked
from sim.sensitivity.regression import regression_importance
from sim.sensitivity.sobol import base_points, sobol_indices
from sim.sensitivity.sources import variance_by_source, variance_of_pair

__all__ = [
    "Complete",
    "Factor",
    "base_points",
    "block_size",
    "complete",
    "crossed",
    "independent",
    "morris_effects",
    "one_at_a_time",
    "ranked",
    "regression_importance",
    "sobol_indices",
    "variance_by_source",
    "variance_of_pair",
]
