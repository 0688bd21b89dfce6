"""Validation: the patterns the model must grow, what was put in, and the mechanisms whose removal must break each."""

from sim.analysis.validation.bands import LEAST_REPLICATIONS, Band, Verdict
from sim.analysis.validation.claims import Claim, Kind, Measure, Pattern
from sim.analysis.validation.judging import Ablated, Finding, Tally, judge, tally
from sim.analysis.validation.patterns import PATTERNS
from sim.analysis.validation.work import Job, jobs, observe, validate

__all__ = [
    "LEAST_REPLICATIONS",
    "PATTERNS",
    "Ablated",
    "Band",
    "Claim",
    "Finding",
    "Job",
    "Kind",
    "Measure",
    "Pattern",
    "Tally",
    "Verdict",
    "jobs",
    "judge",
    "observe",
    "tally",
    "validate",
]
