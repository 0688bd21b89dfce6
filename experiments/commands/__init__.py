"""The commands, one file each; `COMMANDS` says what each is for and where it is."""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "run": "one scenario",
    "compare": "scenarios against a baseline, paired (the default command)",
    "report": "report from a results folder: one self-contained file",
    "study": "a ready question, answered by a report; without a name, lists them",
    "country": "builds and describes the simulated country, and its fit to published totals",
    "trace": "tells the story of one municipality, school or university in two scenarios",
    "backtest": "the model of 2017-2025 against published figures, as table and figures",
    "validate": "runs the patterns the model must grow, and what must break each; exit 0 only if all hold",
    "scenarios": "lists scenarios with their questions",
    "new": "writes a commented scenario file you can edit: kompetanse new my_idea",
}
"""Purpose by command; the command `x` is `run` in `experiments.commands.x`."""

DEFAULT = "compare"
DEFAULTS: dict[str, tuple[str, ...]] = {
    "backtest": ("scenario=model_2025", "horizon=2026", "uncertainty=register"),
    "compare": ("uncertainty=register",),
}
"""Options whose default is another one for a command than for all others."""
LATER = (
    "sweep", "sensitivity", "discover", "switching", "export",
    "origin", "check", "reproduce",
)  # fmt: skip
"""Commands of later versions, so that asking for one gets a clear answer."""
