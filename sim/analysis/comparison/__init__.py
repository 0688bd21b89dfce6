"""Comparison: paired differences on the same luck, how certain they are, for whom they hold, and a plain verdict."""

from sim.analysis.comparison.after_years import effects_after_years
from sim.analysis.comparison.asked import of_those_asked, of_those_asked_and_groups
from sim.analysis.comparison.by_group import effects_by_group
from sim.analysis.comparison.costs import PAYERS, costs
from sim.analysis.comparison.held import counted, held
from sim.analysis.comparison.intervals import CONFIDENCE, Interval, interval
from sim.analysis.comparison.krone import per_krone
from sim.analysis.comparison.municipalities import shares_of_municipalities, winners_and_losers
from sim.analysis.comparison.outcomes import outcomes, sort_of
from sim.analysis.comparison.over_time import effects_over_time
from sim.analysis.comparison.partnerships import partnerships, places
from sim.analysis.comparison.passed import passed
from sim.analysis.comparison.ranked import ranked
from sim.analysis.comparison.scenario_levels import levels
from sim.analysis.comparison.table import COLUMNS, comparison
from sim.analysis.comparison.verdicts import Verdict, verdict

__all__ = [
    "COLUMNS",
    "CONFIDENCE",
    "PAYERS",
    "Interval",
    "Verdict",
    "comparison",
    "costs",
    "counted",
    "effects_after_years",
    "effects_by_group",
    "effects_over_time",
    "held",
    "interval",
    "levels",
    "of_those_asked",
    "of_those_asked_and_groups",
    "outcomes",
    "partnerships",
    "passed",
    "per_krone",
    "places",
    "ranked",
    "shares_of_municipalities",
    "sort_of",
    "verdict",
    "winners_and_losers",
]
