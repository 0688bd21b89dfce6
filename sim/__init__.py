"""The model: Norwegian competence-development policy for schools, simulated with agents.

`replicate` runs scenarios on the same luck; `load` reads a results folder; `INDICATORS` says what is measured.
"""

from sim.analysis.results import load, stream
from sim.indicators import INDICATORS, Indicator
from sim.parameters import register
from sim.scenario import Phase, Scenario
from sim.simulation import Run, Setup, replicate, warm_up

__all__ = [
    "INDICATORS",
    "Indicator",
    "Phase",
    "Run",
    "Scenario",
    "Setup",
    "load",
    "register",
    "replicate",
    "stream",
    "warm_up",
]
