"""This file knows what every engine offers: answers to calls, in any order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator

from experiments.run.execution.agenda import Agenda
from experiments.run.execution.work_item import T


class Executor(ABC):
    """Where calls are made; it never changes an answer."""

    @abstractmethod
    def outcomes(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls of an agenda and yield each answer as it comes; closing the generator stops the rest.

        An error that a call raises is raised here and ends the rest. A call whose process ended goes back to the
        agenda, which decides whether it is tried again.

        Args:
            agenda: What to do; drawn from only as fast as it can be done.
        """
