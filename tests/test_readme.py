"""The commands of the README run as they stand, made small by the same options a reader may give."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from experiments.cli import main
from experiments.commands import COMMANDS, DEFAULT
from experiments.refusals import CHECK_FAILED, FINE
from tests.experiments.fake_model import replicate

ROOT = Path(__file__).parent.parent
SMALL = {"world": "tiny", "replications": "2", "horizon": "2020", "workers": "1", "figures": "none"}
"""What a command is made small by, if it reads it."""
FAKED = {"run", "compare", "sweep", "switching", "decompose"}
"""Commands whose runs are those of a stand-in here; the first command of all is tried with the model."""


def commands() -> list[str]:
    """Every line of a shell block of the README that calls the program, without `uv run` and comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    called = [line.split("#")[0].strip().rpartition("uv run ")[2] for line in lines]
    return [line for line in called if line.startswith("kompetanse")]


def small(command: str, words: list[str]) -> list[str]:
    """The same call in the smallest world."""
    reads = COMMANDS[command].options.model_fields
    kept = [word for word in words if word.split("=")[0] not in SMALL]
    some = ["patterns=[P16]"] if command == "validate" else []
    return [*kept, *(f"{name}={value}" for name, value in SMALL.items() if name in reads), *some]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if "./my_idea.yaml" in command:
        assert main(["new", "my_idea"]) == 0
    words = shlex.split(command)[1:]
    name = next((word for word in words if word in COMMANDS), DEFAULT)
    model = replicate if name in FAKED and words else None
    fine = {FINE, CHECK_FAILED} if name == "validate" else {FINE}  # a pattern may fail in so small a country
    assert main(words if "--help" in words else small(name, words), model) in fine
    assert capsys.readouterr().out


def test_the_readme_names_the_two_commands_that_set_everything_up():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "uv run kompetanse" in text
    assert "uv run pytest" in text
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").count("uv run pytest") == 2


def test_links_of_the_readme_lead_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target
