"""This file knows what a work item is, and what can keep it from giving its answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Loss:
    """Why a call gave no answer, in the words of the failure table.

    Attributes:
        stage, type, message: As in the failure table.
        repeats: Whether the same call would most likely be lost again, so that trying it whole again is idle.
    """

    stage: str
    type: str
    message: str
    repeats: bool = False


WORKER_DIED = Loss(
    "worker", "WorkerDied", "the run's worker process was killed each time it was tried, most often for want of memory"
)


def timed_out(limit: float) -> Loss:
    """The loss of a run that took longer than allowed.

    Args:
        limit: Seconds a run may take.
    """
    message = f"the run was stopped: it took longer than the {limit:g} s of run_timeout={limit:g}"
    return Loss("time limit", "TimeOut", message, repeats=True)


class WorkItem(ABC, Generic[T]):
    """A call that any process can make, as plain data that can be pickled; made twice, it has the effect of once."""

    runs: int = 1
    """Runs in it; a time limit is for each."""

    @abstractmethod
    def __call__(self) -> T:
        """Do the work."""

    @abstractmethod
    def given_up(self, loss: Loss) -> T:
        """What stands in the place of the answer when it cannot be had."""

    def split(self) -> Sequence[WorkItem[T]]:
        """The same work as smaller calls, so that the one at fault stands alone; itself if it is as small as can be."""
        return [self]

    def salvaged(self) -> tuple[list[T], WorkItem[T] | None]:
        """What had been done and kept before the process ended, and what is left; nothing and all if unknown."""
        return [], self
