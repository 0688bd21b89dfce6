"""A command reads every option that it declares, so that none is taken and then forgotten."""

from __future__ import annotations

from pathlib import Path

from experiments.cli import main
from experiments.commands import COMMANDS
from experiments.options import Options
from tests.experiments.fake_choice import replicate as choose
from tests.experiments.fake_model import replicate
from tests.experiments.fake_targets import measure

TINY = "world=tiny horizon=2020 replications=2 workers=1 figures=none"
MADE = {
    "run": f"output=run {TINY[:-4]}answer",
    "compare": f"scenarios=[model_2025] baseline=never output=compare uncertainty=point {TINY}",
    "discover": f"scenarios=[model_2025] baseline=never output=discover {TINY}",
    "switching": f"scenario=model_2025 baseline=never factors=[exit_qualified] output=switching {TINY}",
    "decompose": f"system_2026 baseline=model_2025 output=decompose {TINY}",
    "response": f"lever=dekom_s.own_share values=[0.1] output=response {TINY}",
    "sweep": f"factors=[exit_qualified] points=2 output=sweep {TINY}",
    "sensitivity": "sweep figures=none",
    "meeting": "./page.yaml world=tiny horizon=2028 points=16 replications=4 workers=1 output=meeting",
    "report": "compare",
    "export": "compare",
    "check": "compare",
    "reproduce": "compare",
    "changes": "compare compare",
    "study": "./mine.yaml world=tiny horizon=2020 workers=1 output=study",
    "country": "world=tiny output=country",
    "trace": "unit=university:UIA scenarios=[model_2025,never] world=tiny horizon=2018 output=trace",
    "backtest": "world=tiny replications=2 workers=1 figures=none output=backtest",
    "validate": "patterns=[P4] world=tiny replications=2 workers=1 figures=none output=validate",
    "calibrate": "world=tiny active=[apply_rate] points=12 members=20 waves=1 workers=1 output=calibrate",
    "scenarios": "",
    "schedule": "",
    "origin": "run/figures/paths.png",
    "new": "mine_too",
}
"""A call of each command that is as small as can be, later ones in the folders of earlier ones."""
WHERE_DRAWN = {"figures", "format", "map", "anyway"}
"""Read where a figure or a map is drawn (`experiments.command.draw`), which most calls here do not."""
SELDOM = {"new": {"language"}}
"""Of no use before the file has texts in both languages."""
MINE = """
{name: mine, question: {en: "Why?"}, baseline: never, scenarios: [model_2025], headline: [practice], replications: 2,
 steps: [{compare: {}}]}
"""
PAGE = """
{name: page, title: {en: Page}, base: system_2026, levers_from: 2026-08-01, costs: [], outcomes: [practice],
 dials: [{name: pay, title: {en: Pay}, unit: {en: share}, range: [0, 1], step: 0.1, levers: {staff.pay_premium: 1}}]}
"""


def test_no_command_declares_what_it_does_not_read(monkeypatch, blank):
    seen: set[str] = set()
    look = Options.__getattribute__

    def noting(self, name):
        seen.add(name)
        return look(self, name)

    assert list(COMMANDS) == sorted(MADE, key=list(COMMANDS).index)
    Path("mine.yaml").write_text(MINE, encoding="utf-8")
    Path("page.yaml").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(Options, "__getattribute__", noting, raising=False)
    monkeypatch.setattr("sim.analysis.calibration.measuring.measure_run", measure)
    idle = {}
    for command, words in MADE.items():
        seen.clear()
        real = {"switching": choose, "validate": None, "calibrate": None}
        code = main([command, *words.split()], real.get(command, replicate))
        assert code in (0, 1), command
        idle[command] = set(COMMANDS[command].options.model_fields) - seen - WHERE_DRAWN - SELDOM.get(command, set())
    assert not any(idle.values()), {command: names for command, names in idle.items() if names}
