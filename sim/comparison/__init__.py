"""Comparison: paired differences on the same luck, how certain they are, for whom they hold, and a plain verdict."""

from sim.comparison.intervals import CONFIDENCE, Interval, interval
from sim.comparison.scenario_levels import levels
from sim.comparison.table import COLUMNS, comparison
from sim.comparison.verdicts import Verdict, verdict

__all__ = [
    "COLUMNS",
    "CONFIDENCE",
    "Interval",
    "Verdict",
    "comparison",
    "interval",
    "levels",
    "verdict",
]
