"""The commands, one file each; `COMMANDS` maps a command's name to its module."""

COMMANDS: dict[str, str] = {
    "run": "experiments.commands.run",
    "compare": "experiments.commands.compare",
    "country": "experiments.commands.country",
    "scenarios": "experiments.commands.scenarios",
    "new": "experiments.commands.new",
}
DEFAULT = "compare"
LATER = (
    "sweep", "sensitivity", "discover", "switching", "validate", "backtest", "trace", "study", "report", "export",
    "origin", "check", "reproduce",
)  # fmt: skip
"""Commands of later versions, so that asking for one gets a clear answer."""
