"""The commands, one file each; `COMMANDS` says what each is for and where it is."""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "run": "one scenario",
    "compare": "scenarios against a baseline, paired (the default command)",
    "discover": "when one scenario is better than another: robustness, and a condition on the uncertain parameters",
    "switching": "the value of each key assumption at which the verdict changes",
    "decompose": "what each part of a scenario adds",
    "sweep": "scenarios at the points of a design over levers and uncertainties",
    "report": "report from a results folder: one self-contained file",
    "export": "a results folder as an Excel workbook and CSV files",
    "study": "a ready question, answered by a report; without a name, lists them",
    "country": "builds and describes the simulated country, and its fit to published totals",
    "trace": "tells the story of one municipality, school or university in two scenarios",
    "backtest": "the model of 2017-2025 against published figures, as table and figures",
    "validate": "counts the patterns that are grown, hold and break without their mechanism; exit 0 only if all do",
    "sensitivity": "ranks what a sweep varied by how much it moves the outcomes, and splits variance by source",
    "check": "looks a results folder over: parts, plan, missing or foreign runs",
    "reproduce": "makes a results folder again and holds every value against it",
    "scenarios": "lists scenarios with their questions",
    "origin": "reads back from a figure where it came from: kompetanse origin <file>",
    "new": "writes a commented scenario file you can edit: kompetanse new my_idea",
}
"""Purpose by command; the command `x` is `run` in `experiments.commands.x`."""

DEFAULT = "compare"
DEFAULTS: dict[str, tuple[str, ...]] = {
    "backtest": ("scenario=model_2025", "horizon=2026", "uncertainty=register"),
    "compare": ("uncertainty=register",),
    "discover": ("uncertainty=register", "replications=100"),
    "switching": ("uncertainty=register",),
    "decompose": ("uncertainty=register",),
    "sweep": ("scenarios=[system_2026]", "baseline=null", "replications=5", "factors=uncertain"),
}
"""Options whose default is another one for a command than for all others."""
