"""The tutorial's commands run, what it shows is what they print, and what it says of that is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image

from experiments.cli import main
from experiments.documents.tutorial import PICTURE, STEP, masked, tutorial
from experiments.documents.writing import DOCS

TEXT = (DOCS / "tutorial.md").read_text(encoding="utf-8")
STEPS = list(STEP.finditer(TEXT))
COMMANDS = [line for step in STEPS if step["kind"] == "sh" for line in step["source"].splitlines()]
ANALYST = {
    "scenarios",
    "compare",
    "trace",
    "new",
    "switching",
    "study",
    "report",
    "export",
    "check",
    "reproduce",
    "origin",
}
RESEARCHER = {"sweep", "sensitivity", "discover"}
AGAIN = "run `uv run python -m experiments.documents tutorial.md`, and read whether the text still says what is shown"


@pytest.mark.slow
@pytest.mark.usefixtures("posterior")
def test_every_step_prints_what_the_tutorial_shows_and_draws_its_pictures(tmp_path):
    assert tutorial(TEXT, tmp_path) == TEXT, AGAIN
    drawn = sorted(tmp_path.glob("*.png"))
    assert drawn
    there = [DOCS / "images" / picture.name for picture in drawn]
    assert [one.name for one, other in zip(drawn, there, strict=True) if pixels(one) != pixels(other)] == []


def pixels(picture: Path) -> bytes:
    """What is seen of a picture; its file also says when it was made."""
    with Image.open(picture) as image:
        return image.convert("RGB").tobytes()


# ---- form


def test_every_block_is_a_step_or_its_output():
    blocks = re.findall(r"^```(\w+)\n", TEXT, re.MULTILINE)
    assert blocks.count("text") == sum(step["shown"] is not None for step in STEPS)
    assert len(blocks) - blocks.count("text") == len(STEPS)


def test_a_command_can_be_copied_and_its_options_are_legal(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    main(["new", "my_idea"])
    for command in COMMANDS:
        assert command.startswith("uv run kompetanse ")
        assert "results/" not in command or "-" not in command.rpartition("results/")[2], "no name that changes"
        assert main([*shlex.split(command)[3:], "--cfg", "job"]) == 0, command
        assert capsys.readouterr().err == ""


def test_both_hours_use_what_they_promise():
    analyst, researcher = TEXT.split("## The researcher's first hour")
    for text, promised in ((analyst, ANALYST), (researcher, RESEARCHER)):
        assert promised <= {shlex.split(c)[3] for c in COMMANDS if c in text}
    assert "sim.load(" in researcher
    assert "architecture.md#where-a-new-thing-goes" in researcher


def test_links_and_pictures_are_there_and_pictures_have_words():
    for target in re.findall(r"\]\(([^)#]+)", TEXT):
        assert (DOCS / target).exists(), target
    assert len(PICTURE.findall(TEXT)) == TEXT.count("![") == 2
    assert all(len(words) > 40 for words in re.findall(r"!\[([^\]]*)\]", TEXT))
    assert "Where a new thing goes" in (DOCS / "architecture.md").read_text(encoding="utf-8")


def test_nothing_that_must_vary_is_shown():
    for step in STEPS:
        assert masked(step["shown"] or "") == (step["shown"] or "")


# ---- what the text says of what is shown


def row(command: str, label: str) -> list[str]:
    """Cells of a row of the table that a command printed."""
    shown = next(step["shown"] for step in STEPS if command in step["source"])
    line = next(line for line in shown.splitlines() if line.strip().startswith(label))
    return re.split(r"\s{2,}", line.strip())


def interval(cells: list[str]) -> tuple[float, float]:
    """The first interval of a row."""
    found = next(cell for cell in cells if re.search(r"\d (?:to|…) ", cell))
    low, high = (float(end.replace("−", "-")) for end in re.split(r" to | … ", found))
    return low, high


FIRST = "output=results/first"


def test_the_three_rows_to_practise_on_are_as_described():
    steering, practice, depth = (row(FIRST, n) for n in ("Owner steering", "Teaching practice", "Subject depth"))
    assert [cells[-1] for cells in (steering, practice, depth)] == ["down", "cannot tell", "too small to matter"]
    low, high = interval(steering)
    assert high < -2
    assert f"by {-high:.1f} to {-low:.1f} points of 100" in TEXT
    assert steering[4].removeprefix("−") in TEXT.split("**Do not say**")[1].split("**Say**")[0]
    low, high = interval(practice)
    assert low < -0.5 < high < 0
    low, high = interval(depth)
    assert low > -1
    assert high < 1


def test_more_replications_say_more_closely_what_cannot_be_told_yet():
    asked = "output=results/my_idea"
    commands = (next(c for c in COMMANDS if asked in c and f"replications={n} " in c) for n in (6, 20))
    few, many = (row(command, "Taking part in collective") for command in commands)
    assert "cannot tell" in few
    assert "cannot tell" in many
    (low, high), (lower, higher) = interval(few), interval(many)
    assert higher - lower < 0.5 * (high - low)
    assert lower < higher < 0


def test_both_designs_name_the_same_factor_first():
    for folder in ("hypercube", "morris"):
        shown = next(step["shown"] for step in STEPS if f"sensitivity results/{folder}" in step["source"])
        assert shown.index("Growth of routines") < shown.index("Loss of what was learned"), folder


# ---- the reader


def test_steps_are_taken_in_order_and_output_is_renewed(tmp_path):
    file = "```yaml\n# a.txt\nx: 1\n```\n\n"
    reads = '```python\nfrom pathlib import Path\ny = Path("a.txt").read_text()[-2]\n```\n\n'
    says = '```python\nfor i in range(6):\n    print(i, y, "took 3.2 s")\n```\n\n'
    page = file + reads + says + "<!-- shown: first 1, last 2 -->\n\n```text\nold\n```\nend\n"
    once = tutorial(page)
    assert once.endswith("```text\n0 1 took … s\n[…]\n4 1 took … s\n5 1 took … s\n```\nend\n")
    assert tutorial(once) == once
    assert not Path("a.txt").exists()


def test_a_command_that_fails_stops_the_tutorial():
    with pytest.raises(RuntimeError, match="ended with 2"):
        tutorial("```sh\nuv run kompetanse compare scenarios=[nope]\n```\n")


def test_a_picture_that_no_step_makes_is_found_out():
    with pytest.raises(FileNotFoundError, match=r"gone\.png"):
        tutorial("![x](images/a.png)\n<!-- made: gone.png -->\n")
