"""The report: one self-contained file that a results folder hands over."""

from experiments.report.answer import answers
from experiments.report.evidence import Evidence, gathered
from experiments.report.page import report_html

__all__ = ["Evidence", "answers", "gathered", "report_html"]
