"""The report: one self-contained file that a results folder hands over."""

from experiments.present.report.answer import answers
from experiments.present.report.evidence import Evidence, gathered
from experiments.present.report.folder import write_report
from experiments.present.report.page import report_html

__all__ = ["Evidence", "answers", "gathered", "report_html", "write_report"]
