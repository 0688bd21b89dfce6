"""Calls that any process can make, which is made next, and what becomes of one that lost its process."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, final

T = TypeVar("T")
ATTEMPTS = 3
"""Times a call may lose its process before it is given up (an assumption: once is chance, thrice is the call)."""


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
OUT_OF_MEMORY = Loss("memory", "MemoryError", "the run wanted more memory than there was", repeats=True)


def time_out(limit: float) -> Loss:
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
        """Do the work.

        Raises:
            MemoryError: The process may hold too much of earlier calls; the call is then one that was lost.
        """

    @abstractmethod
    def give_up(self, loss: Loss) -> T:
        """What stands in the place of the answer when it cannot be had."""

    def split(self) -> Sequence[WorkItem[T]]:
        """The same work as smaller calls, so that the one at fault stands alone; itself if it is as small as can be."""
        return [self]

    def salvage(self) -> tuple[list[T], WorkItem[T] | None]:
        """What had been done and kept before the process ended, and what is left; nothing and all if unknown."""
        return [], self


@dataclass(frozen=True)
class Attempt(Generic[T]):
    """A call and how many processes it has lost."""

    call: WorkItem[T]
    losses: int = 0


class Agenda(Generic[T]):
    """Calls that are left to make: those to be made again first, then new ones in their order, drawn as needed."""

    def __init__(self, calls: Iterable[WorkItem[T]]) -> None:
        self._new = iter(calls)
        self._again: deque[Attempt[T]] = deque()

    def take(self) -> Attempt[T] | None:
        """The next call to make, or None if none is waiting; a lost one may still come back."""
        if self._again:
            return self._again.popleft()
        call = next(self._new, None)
        return None if call is None else Attempt(call)

    def lose(self, attempt: Attempt[T], loss: Loss, times: int = 1) -> list[T]:
        """Take back a call that was lost: it is tried again whole, then in pieces, and then given up.

        Args:
            attempt: What was lost.
            loss: Why.
            times: How many processes it has cost since it was taken.

        Returns:
            Answers that are final: what could be salvaged, and what stands for a call that is given up.
        """
        done, rest = attempt.call.salvage()
        if rest is None:
            return done
        losses = attempt.losses + times
        pieces = rest.split()
        if len(pieces) > 1 and (loss.repeats or losses >= ATTEMPTS - 1):
            self._again.extend(Attempt(piece, losses=1) for piece in pieces)
        elif loss.repeats or losses >= ATTEMPTS:
            done = [*done, rest.give_up(loss)]
        else:
            self._again.append(Attempt(rest, losses))
        return done


class Executor(ABC):
    """Where calls are made; it never changes an answer."""

    @abstractmethod
    def answers(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls of an agenda and yield each answer as it comes; closing the generator stops the rest.

        An error that a call raises is raised here and ends the rest. A call whose process ended goes back to the
        agenda, which decides whether it is tried again.

        Args:
            agenda: What to do; drawn from only as fast as it can be done.
        """


@final
class Inline(Executor):
    """This process; nothing protects it from a call that ends it."""

    def answers(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls in order; what wants too much memory has no other process to be tried in."""
        while attempt := agenda.take():
            try:
                answers = [attempt.call()]
            except MemoryError:
                answers = agenda.lose(attempt, OUT_OF_MEMORY)
            yield from answers
