"""Emulator: paired differences between the points of a sweep, with its own error and with luck."""

from sim.analysis.emulator.fitting import fit, fit_cell
from sim.analysis.emulator.model import Cell, Emulator, Prediction
from sim.analysis.emulator.space import Dial, Space, Switch

__all__ = ["Cell", "Dial", "Emulator", "Prediction", "Space", "Switch", "fit", "fit_cell"]
