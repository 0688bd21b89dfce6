"""Calibration: what the model is fitted to, how far a run is from it, and what the figures leave standing."""

from sim.analysis.calibration.distances import distance
from sim.analysis.calibration.factors import Factors
from sim.analysis.calibration.measuring import measure_run
from sim.analysis.calibration.targets import Target, read_targets

__all__ = ["Factors", "Target", "distance", "measure_run", "read_targets"]
