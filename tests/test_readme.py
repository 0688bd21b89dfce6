"""The commands of the README run as they stand, made small by the same options a reader may give."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from experiments.cli import main
from experiments.refusals import CHECK_FAILED, FINE

ROOT = Path(__file__).parent.parent
SMALL = {"world": "tiny", "replications": "2", "horizon": "2020", "workers": "1"}
TAKES = {"country": ("world",), "trace": ("world", "horizon")}
"""What a command can be made small by, where it is not by all of these."""


def commands() -> list[str]:
    """Every line of a shell block of the README that calls the program, without `uv run` and comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    called = [line.split("#")[0].strip().rpartition("uv run ")[2] for line in lines]
    return [line for line in called if line.startswith("kompetanse")]


def small(words: list[str]) -> list[str]:
    """The same call in the smallest world; what a command cannot take is left out."""
    if any(flag in words for flag in ("--help", "scenarios", "new")):
        return words
    given = dict(word.split("=", 1) for word in words if "=" in word)
    kept = [word for word in words if word.split("=")[0] not in SMALL]
    takes = TAKES.get(words[0] if words else "", tuple(SMALL))
    extra = {key: SMALL[key] for key in takes}
    own = {"scenario", "scenarios", "baseline", "language", "output", "unit"}
    own |= {"design", "factors", "points", "precision"}
    assert not (given.keys() - own - SMALL.keys()), given
    some = ["patterns=[P16]"] if words[:1] == ["validate"] else []
    return [*kept, *(f"{key}={value}" for key, value in extra.items()), *some]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if command != "kompetanse":  # drawing takes seconds; once is enough
        monkeypatch.setattr("sim.analysis.figures.comparison_figures", lambda *_, **__: {})
        monkeypatch.setattr("sim.analysis.figures.run_figures", lambda *_, **__: {})
    if "./my_idea.yaml" in command:
        assert main(["new", "my_idea"]) == 0
    words = shlex.split(command)[1:]
    fine = {FINE, CHECK_FAILED} if words[:1] == ["validate"] else {FINE}  # a pattern may fail in so small a country
    assert main(small(words)) in fine
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
