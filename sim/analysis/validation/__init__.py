"""Validation: the patterns the model must grow, and the mechanisms whose removal must break each (model section 7)."""

from sim.analysis.validation.judging import Measure, Pattern, Row, fine, judged
from sim.analysis.validation.patterns import PATTERNS
from sim.analysis.validation.work import Job, jobs, observe

__all__ = ["PATTERNS", "Job", "Measure", "Pattern", "Row", "fine", "jobs", "judged", "observe"]
