"""Sensitivity of outcomes: which parameters, which policy and how much luck move them; arrays in, frames out."""

from sim.sensitivity.morris import morris_effects
from sim.sensitivity.sobol import base_points, sobol_indices

__all__ = ["base_points", "morris_effects", "sobol_indices"]
