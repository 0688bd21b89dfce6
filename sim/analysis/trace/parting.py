"""Where two runs part: the first sentence after which they are no longer the same to the bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.trace.sentences import sentences_of

END = "end_of_semester"
"""Stands for what happens after the last sentence."""

State = Mapping[str, Any]
"""What is compared, by "table.column": arrays, or fingerprints of them."""

Heard = Sequence[tuple[str, State]]
"""The state after each sentence of one semester, in the order spoken."""


@dataclass(frozen=True)
class Parting:
    """The first difference between two runs.

    Attributes:
        semester: When; 0 = autumn 2017.
        sentence: Name of the sentence after which they differ.
        columns: What differs then, by "table.column".
    """

    semester: int
    sentence: str
    columns: tuple[str, ...]


def first_difference(semester: int, one: Heard, two: Heard) -> Parting | None:
    """The first sentence of a semester after which two runs differ, or None if they never do.

    A sentence that only one of them speaks is compared with what the other was before it.
    """
    order = [*sentences_of(semester), END]
    for sentence in order:
        columns = differing(_after(sentence, order, one), _after(sentence, order, two))
        if columns:
            return Parting(semester, sentence, columns)
    return None


def differing(one: State, two: State) -> tuple[str, ...]:
    """Columns in which two states differ."""
    return tuple(name for name in one if not np.array_equal(one[name], two[name]))


def _after(sentence: str, order: Sequence[str], heard: Heard) -> State:
    """The state of a run when a sentence has been spoken, or would have been."""
    upto: set[str] = set(order[: order.index(sentence) + 1])
    last: State = heard[0][1]
    for name, state in heard:
        if name in upto or not name:
            last = state
    return last
