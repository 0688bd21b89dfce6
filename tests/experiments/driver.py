"""How a test starts the command line, with a stand-in for the model, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]


def started(model: str, words: Sequence[str], **options) -> subprocess.Popen:
    """Start `kompetanse <words>` in the current folder; `model` is a function of `fake_model` or `faulty_model`."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.experiments.driver", model, *words]
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options
    )


def workers_of(process: subprocess.Popen) -> list[psutil.Process]:
    """Worker processes of a program that was started: children of the one child that they are born from."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
        return [member for member in family if member.ppid() != process.pid]
    except psutil.NoSuchProcess:
        return []


def main() -> int:
    from experiments import cli

    models = (import_module(f"tests.experiments.{name}") for name in ("faulty_model", "fake_model"))
    model = next(getattr(module, sys.argv[1]) for module in models if hasattr(module, sys.argv[1]))
    return cli.main(sys.argv[2:], model)


if __name__ == "__main__":
    sys.exit(main())
