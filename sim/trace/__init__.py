"""The story of one unit in two scenarios, semester by semester, and the step where they part."""

from sim.trace.lines import Amount, Line, Topic, Value
from sim.trace.parting import Parting
from sim.trace.run import Chapter, Trace, trace
from sim.trace.sentences import sentences, sentences_of
from sim.trace.unit import KINDS, Unit, find_unit, units_of

__all__ = [
    "KINDS", "Amount", "Chapter", "Line", "Parting", "Topic", "Trace", "Unit", "Value", "find_unit", "sentences",
    "sentences_of", "trace", "units_of",
]  # fmt: skip
