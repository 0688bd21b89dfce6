"""This file knows how the tutorial is kept true: its commands are run, and what they print stands below them."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_STEP = re.compile(r"```(sh|python)\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
_SECONDS = re.compile(r"\d+(?:[.,]\d+)?(?= ?s\b)")


def tutorial(text: str) -> str:
    """The tutorial with the output of every step as it is now.

    A step is a block of shell commands or of Python; all steps run in one empty folder, Python in one namespace. Times
    are left out, because they differ from machine to machine.
    """
    names: dict[str, Any] = {}
    with _empty_folder():
        return _STEP.sub(lambda step: _with_output(step, names), text)


def _with_output(step: re.Match[str], names: dict[str, Any]) -> str:
    kind, source = step[1], step[2]
    said = _shell(source) if kind == "sh" else _python(source, names)
    shown = "\n".join(line.rstrip() for line in _SECONDS.sub("…", said).strip("\n").splitlines())
    return f"```{kind}\n{source}```\n" + (f"\n```text\n{shown}\n```\n" if shown else "")


def _shell(source: str) -> str:
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


def _python(source: str, names: dict[str, Any]) -> str:
    """What a cell of a notebook prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(source, "tutorial", "exec"), names)
    return said.getvalue()


@contextlib.contextmanager
def _empty_folder() -> Iterator[None]:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
