"""Calls that answer, kill their process, hang or raise an error, importable by worker processes."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from experiments.refusals import BadInput
from experiments.run.calls import WorkItem


@dataclass(frozen=True)
class Squares(WorkItem):
    """Squares of numbers; 13 kills the process, 666 hangs, 404 raises an error."""

    numbers: tuple[int, ...]

    @property
    def runs(self):
        return len(self.numbers)

    def __call__(self):
        if 13 in self.numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        if 666 in self.numbers:
            time.sleep(600)
        if 404 in self.numbers:
            raise BadInput("404: no such number")
        return {n: n * n for n in self.numbers}

    def split(self):
        return [Squares((n,)) for n in self.numbers]

    def give_up(self, loss):
        return dict.fromkeys(self.numbers, loss.type)
