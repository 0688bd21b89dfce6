"""The report: one self-contained file that a results folder hands over, and its answer on the screen."""

from experiments.present.report.answer import answer
from experiments.present.report.evidence import Evidence, gathered
from experiments.present.report.folder import write_report
from experiments.present.report.page import report_html
from experiments.present.report.screen import show
from experiments.present.report.speech import Speech

__all__ = ["Evidence", "Speech", "answer", "gathered", "report_html", "show", "write_report"]
