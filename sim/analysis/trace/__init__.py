"""The story of one unit in two scenarios, semester by semester, and the step where they part."""

from sim.analysis.trace.lines import Amount, Line, Topic, Value
from sim.analysis.trace.parting import Parting
from sim.analysis.trace.run import Chapter, Trace, trace
from sim.analysis.trace.sentences import sentences_of
from sim.analysis.trace.unit import KINDS, Unit, find_unit, units_of

__all__ = [
    "KINDS", "Amount", "Chapter", "Line", "Parting", "Topic", "Trace", "Unit", "Value", "find_unit", "sentences",
    "sentences_of", "trace", "units_of",
]  # fmt: skip
