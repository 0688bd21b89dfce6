"""This file knows which call is made next, and what happens to one that was lost with its process."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from experiments.run.execution.work_item import Loss, T, WorkItem

ATTEMPTS = 3
"""Times a call may lose its process before it is given up (an assumption: once is chance, thrice is the call)."""


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

    def lost(self, attempt: Attempt[T], loss: Loss, times: int = 1) -> list[T]:
        """Take back a call that was lost: it is tried again whole, then in pieces, and then given up.

        Args:
            attempt: What was lost.
            loss: Why.
            times: How many processes it has cost since it was taken.

        Returns:
            Answers that are final: what could be salvaged, and what stands for a call that is given up.
        """
        done, rest = attempt.call.salvaged()
        if rest is None:
            return done
        losses = attempt.losses + times
        pieces = rest.split()
        if len(pieces) > 1 and (loss.repeats or losses >= ATTEMPTS - 1):
            self._again.extend(Attempt(piece, losses=1) for piece in pieces)
        elif loss.repeats or losses >= ATTEMPTS:
            done = [*done, rest.given_up(loss)]
        else:
            self._again.append(Attempt(rest, losses))
        return done
