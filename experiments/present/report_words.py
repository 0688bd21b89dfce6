"""This file knows the Bokmål of the commands report and study; the report's own sentences stand in report/texts/."""

from __future__ import annotations

REPORT_NB = {
    "Report: {path}": "Rapport: {path}",
    "Study": "Studie",
    "Scenarios": "Scenarioer",
    "Baseline": "Referanse",
    "Step {number} of {steps}: {command}": "Steg {number} av {steps}: {command}",
    "Left out: it needs pip install 'kompetanse[discovery]'.": (
        "Utelatt: det krever pip install 'kompetanse[discovery]'."
    ),
    "Statistics Norway": "Statistisk sentralbyrå",
    "National School Register (NSR)": "Nasjonalt skoleregister (NSR)",
    "National register of training offices (NOR)": "Nasjonalt register over opplæringskontorer (NOR)",
}
