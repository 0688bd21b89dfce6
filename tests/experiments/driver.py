"""This file knows how a test starts the command line, with a stand-in for the model, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def started(model: str, words: Sequence[str], **options) -> subprocess.Popen:
    """Start `kompetanse <words>` in the current folder; `model` is a function of `fake_model` or `faulty_model`."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.experiments.driver", model, *words]
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options
    )


def main() -> int:
    import sim.analysis.figures
    from experiments import cli
    from tests.experiments import fake_model, faulty_model

    sim.analysis.figures.run_figures = sim.analysis.figures.comparison_figures = lambda *_, **__: {}
    model = getattr(faulty_model, sys.argv[1], None) or getattr(fake_model, sys.argv[1])
    return cli.main(sys.argv[2:], model)


if __name__ == "__main__":
    sys.exit(main())
