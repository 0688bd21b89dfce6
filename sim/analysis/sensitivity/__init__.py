"""Sensitivity of outcomes: which parameters, which policy and how much luck move them; arrays in, frames out."""

from sim.analysis.sensitivity.blocks import Complete, complete, crossed
from sim.analysis.sensitivity.morris import morris_effects
from sim.analysis.sensitivity.one_at_a_time import one_at_a_time
from sim.analysis.sensitivity.ranking import Factor, block_size, independent, ranked
from sim.analysis.sensitivity.regression import regression_importance
from sim.analysis.sensitivity.sobol import base_points, sobol_indices
from sim.analysis.sensitivity.sources import variance_by_source, variance_of_pair

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
