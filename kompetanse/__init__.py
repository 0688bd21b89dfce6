"""The program from Python: ask a question, run a scenario, sweep, or drive the model by a plain function.

    import kompetanse as ko

    answer = ko.compare("doubled", world="agder", replications=5)     # as `kompetanse compare`, with the same checks
    answer.table                                                      # paired differences with intervals and verdicts
    answer.figures()["differences"]                                   # a figure, returned and not saved

    frame = ko.simulate({"fade_unused": 0.3}, seed=1, world="tiny")   # one run as a tidy frame, nothing stored
    model = ko.Model("tiny", "system_2026"); model.step()             # an ordinary Mesa model

What cannot be used raises `ko.BadInput` with the sentence that the command line prints. Names are imported when they
are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kompetanse.answers import Answer, Comparison, Runs, Sweep
    from kompetanse.ask import compare, run, sweep
    from kompetanse.catalogue import indicators, levers, parameters, scenarios
    from kompetanse.one_run import simulate
    from kompetanse.variants import use
    from sim.analysis.results import load, stream
    from sim.model import CompetenceModel as Model
    from sim.refusals import BadInput
    from sim.scenario import Scenario
    from sim.timeline import scenario

__all__ = [
    "Answer", "BadInput", "Comparison", "Model", "Runs", "Scenario", "Sweep", "compare", "indicators", "levers", "load",
    "parameters", "run", "scenario", "scenarios", "simulate", "stream", "sweep", "use",
]  # fmt: skip
_HOMES = {
    "kompetanse.answers": {"Answer": "Answer", "Comparison": "Comparison", "Runs": "Runs", "Sweep": "Sweep"},
    "kompetanse.ask": {"compare": "compare", "run": "run", "sweep": "sweep"},
    "kompetanse.catalogue": {name: name for name in ("indicators", "levers", "parameters", "scenarios")},
    "kompetanse.one_run": {"simulate": "simulate"},
    "kompetanse.variants": {"use": "use"},
    "sim.analysis.results": {"load": "load", "stream": "stream"},
    "sim.model": {"Model": "CompetenceModel"},
    "sim.refusals": {"BadInput": "BadInput"},
    "sim.scenario": {"Scenario": "Scenario"},
    "sim.timeline": {"scenario": "scenario"},
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(module), names[name])
            globals()[name] = found
            return found
    raise AttributeError(f"module 'kompetanse' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
