"""The model: Norwegian competence-development policy for schools, simulated with agents.

`replicate` runs scenarios on the same luck; `load` reads a results folder; `INDICATORS` says what is measured. A name
is imported when it is first used, so that a program that needs little of the model starts fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
_HOMES = {
    "sim.analysis.results": ("load", "stream"),
    "sim.indicators": ("INDICATORS", "Indicator"),
    "sim.parameters": ("register",),
    "sim.scenario": ("Phase", "Scenario"),
    "sim.simulation": ("Run", "Setup", "replicate", "warm_up"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(module), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
