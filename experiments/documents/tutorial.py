"""How the tutorial is kept true: its commands are run, and what they print stands below them."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAME = "tutorial.md"
STEP = re.compile(
    r"```(?P<kind>sh|python|yaml)\n(?P<source>.*?)```\n"
    r"(?P<extract>\n<!-- shown: first (?P<first>\d+), last (?P<last>\d+) -->\n)?"
    r"(?:\n```text\n(?P<shown>.*?)```\n)?",
    re.DOTALL,
)
"""A step: commands, a cell of a notebook or a file that the reader writes; an extract if less is shown; output."""
PICTURE = re.compile(r"!\[[^\]]*\]\(images/(?P<name>\w+\.png)\)\n<!-- made: (?P<made>\S+) -->")
"""A picture, and the file that one of the steps makes."""
_VARY = (
    (re.compile(r"\d+(?:[.,]\d+)?(?= ?s\b)"), "…"),  # seconds
    (re.compile(r"\b[0-9a-f]{32}\b"), "…"),  # hashes of code, data and question
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:]+(?:\+[\d:]+)?"), "…"),  # moments
    (re.compile(r"\b\d+(?= cores\b)|(?<=\bprocesses: )\d+"), "…"),
    (re.compile(r"(?<=\bParts) +\d+"), " " * 29 + "…"),  # a part holds what took some seconds
)
"""What differs from machine to machine or with every change of the code, and is left out."""


@dataclass
class _Reader:
    """Somebody who takes the steps one after the other, with an open notebook."""

    names: dict[str, Any] = field(default_factory=dict)

    def step(self, step: re.Match[str]) -> str:
        """The step with its output as it is now."""
        source, extract = step["source"], step["extract"] or ""
        said = {"sh": _shell, "python": self._python, "yaml": _file}[step["kind"]](source)
        lines = [line.rstrip() for line in masked(said).strip("\n").splitlines()]
        if extract:
            lines = _extract(lines, int(step["first"]), int(step["last"]))
        shown = "\n".join(lines)
        return f"```{step['kind']}\n{source}```\n{extract}" + (f"\n```text\n{shown}\n```\n" if shown else "")

    def _python(self, source: str) -> str:
        """What a cell of a notebook prints."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(source, NAME, "exec"), self.names)
        return said.getvalue()


def tutorial(text: str, pictures: Path | None = None) -> str:
    """The tutorial with the output of every step as it is now.

    All steps are taken in one empty folder, in their order, the cells in one notebook.

    Args:
        text: The tutorial as it stands.
        pictures: Folder that the pictures are copied into, if they are to be renewed.

    Raises:
        RuntimeError: If a command ends with another exit code than 0.
        FileNotFoundError: If no step makes a picture.
    """
    with _empty_folder():
        found = STEP.sub(_Reader().step, text)
        for picture in PICTURE.finditer(found):
            made = Path(picture["made"])
            if not made.is_file():
                raise FileNotFoundError(f"no step makes {made}")
            if pictures is not None:
                shutil.copyfile(made, pictures / picture["name"])
    return found


def masked(text: str) -> str:
    """Output without what must vary."""
    for pattern, instead in _VARY:
        text = pattern.sub(instead, text)
    return text


def _extract(lines: list[str], first: int, last: int) -> list[str]:
    """The beginning and the end, and a mark between them."""
    left_out = len(lines) - first - last
    return lines if left_out <= 0 else [*lines[:first], "[…]", *lines[len(lines) - last :]]


def _shell(source: str) -> str:
    """What commands print that stand a line each."""
    from experiments.cli import main

    said = io.StringIO()
    for command in source.splitlines():
        words = shlex.split(command, comments=True)
        program = words.index("kompetanse")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()) as complaints:
            code = main(words[program + 1 :])
        if code != 0:
            raise RuntimeError(f"{command}: ended with {code}: {complaints.getvalue().strip()}")
    return said.getvalue()


def _file(source: str) -> str:
    """The reader writes the file that the first line names."""
    name = source.splitlines()[0].removeprefix("# ")
    Path(name).write_text(source, encoding="utf-8")
    return ""


@contextlib.contextmanager
def _empty_folder() -> Iterator[None]:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
