"""What an answer consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from experiments.present.words import mark

SCOPE = mark(
    "Not modelled: kindergartens, which share the money of 2026, other school policy, pay agreements, families and "
    "politics. The answer says what the model's mechanisms imply; it is no forecast."
)


@dataclass(frozen=True)
class Answer:
    """What is said first.

    Attributes:
        sentences: What changes for whom, how sure that is, and at what cost.
        about: What the outcomes are of, where there are several options.
        outcomes: In natural units, the most important first.
        lines: What does not move, what cannot be told, and what follows from the decision itself.
        scope: What is not modelled.
        options: All scenarios in their order, as `ranked` gives them; None if the question is about one of them.
        of: The scenario that the outcomes are of; empty if there is none.
    """

    sentences: list[str]
    outcomes: list[str]
    lines: list[str]
    scope: str
    options: pd.DataFrame | None
    about: str = ""
    of: str = ""

    def __iter__(self) -> Iterator[str]:
        """Every line of text."""
        outcomes = [*filter(None, [self.about]), *(f"– {outcome}" for outcome in self.outcomes)]
        return iter([*self.sentences, *outcomes, *self.lines, self.scope])
