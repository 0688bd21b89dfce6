"""Comparison: paired differences on the same luck, how certain they are, for whom they hold, and a plain verdict."""

from sim.comparison.by_group import effects_by_group
from sim.comparison.intervals import CONFIDENCE, Interval, interval
from sim.comparison.krone import per_krone
from sim.comparison.municipalities import shares_of_municipalities, winners_and_losers
from sim.comparison.over_time import effects_over_time
from sim.comparison.partnerships import partnerships, places
from sim.comparison.scenario_levels import levels
from sim.comparison.table import COLUMNS, comparison
from sim.comparison.verdicts import Verdict, verdict

__all__ = [
    "COLUMNS",
    "CONFIDENCE",
    "Interval",
    "Verdict",
    "comparison",
    "effects_by_group",
    "effects_over_time",
    "interval",
    "levels",
    "partnerships",
    "per_krone",
    "places",
    "shares_of_municipalities",
    "verdict",
    "winners_and_losers",
]
