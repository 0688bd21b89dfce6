"""This file knows how calls are made in this process, one after another."""

from __future__ import annotations

from collections.abc import Generator
from typing import final

from experiments.run.execution.agenda import Agenda
from experiments.run.execution.executor import Executor
from experiments.run.execution.work_item import T


@final
class Inline(Executor):
    """This process; nothing protects it from a call that ends it."""

    def outcomes(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls in order."""
        while attempt := agenda.take():
            yield attempt.call()
