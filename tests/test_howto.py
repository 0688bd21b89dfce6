"""The commands of the how-to pages run as they stand, page by page, made small as those of the README are."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from experiments.cli import main
from experiments.commands import COMMANDS
from experiments.refusals import FINE
from tests.experiments.fake_model import replicate
from tests.test_readme import FAKED, ROOT, small

pytestmark = pytest.mark.slow
PAGES = sorted((ROOT / "docs" / "howto").glob("*.md"))
LEFT_OUT = {"calibrate", "meeting"}
"""What takes hours even in the smallest world; `tests/experiments/` has tests of both."""


def typed(page: Path) -> list[list[str]]:
    """The words after the name of the program, call by call."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.removeprefix("uv run ") for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("kompetanse")]


def prepare(page: Path) -> None:
    """Lay out what a page takes for granted: files it shows, a table of one's own, folders of earlier days."""
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        name = re.match("# (.+yaml)", block)
        if name:
            Path(name[1]).write_text(block, encoding="utf-8")
    shutil.copy(ROOT / "sim" / "data" / "municipalities.csv", "mine.csv")
    shutil.copytree(ROOT / "examples" / "plugins", "examples/plugins")
    assert main(["new", "my_idea"]) == FINE
    for folder in ("results/old", "results/small"):
        assert main(small("compare", ["compare", "scenarios=[never]", f"output={folder}"]), replicate) == FINE


@pytest.mark.usefixtures("posterior")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    prepare(page)
    wrong = []
    for words in typed(page):
        name = next(word for word in words if word in COMMANDS)
        if name in LEFT_OUT or any(word.startswith("map=") for word in words):
            continue
        if name == "new":
            Path("my_idea.yaml").unlink()
        code = main(small(name, words), replicate if name in FAKED else None)
        said = capsys.readouterr().err
        wrong += [] if code == FINE else [(words, said)]
    assert wrong == []
