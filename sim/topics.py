"""The topics of competence development and whom each concerns (data, not code)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pandas as pd

from sim.types import Bools, Floats, Singles

RELEVANT = 0.5
"""A topic concerns a teacher from this relevance on; below it she is a guest in the measure."""

OWN_SUBJECT = 0.9
"""From this relevance on a topic is what the teacher teaches."""


@dataclass(frozen=True)
class Topics:
    """The topics (temaer) and the kinds of teacher.

    Attributes:
        codes, names_en, names_nb, groups: One text a topic; groups are broad, subject, special, vocational.
        themes: The theme of each topic, finer than groups where topics are broad, coarser elsewhere (our assumption).
        broad: Whether a topic is broad (concerns all teachers), shape (topics,).
        subject: Whether a subject measure may be about it: everything that is not broad, shape (topics,).
        kinds, levels: Code and school level of each kind of teacher.
        shares: Share of each kind among the teachers of its level, shape (kinds,).
        relevance: How far a topic concerns each kind of teacher, 0-1, shape (kinds, topics).
        facts: Three blocks of topics for the compiled loops: relevance; relevance where the topic concerns the
            teacher, else 0; 1 where she teaches it, else 0; shape (kinds, 3 topics).
    """

    codes: tuple[str, ...]
    names_en: tuple[str, ...]
    names_nb: tuple[str, ...]
    groups: tuple[str, ...]
    themes: tuple[str, ...]
    broad: Bools
    subject: Bools
    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    shares: Floats
    relevance: Singles
    facts: Singles

    def row(self, code: str) -> int:
        """Row number of a topic."""
        return self.codes.index(code)


def _read() -> Topics:
    data = files("sim") / "data"
    with (data / "topics.csv").open(encoding="utf-8") as file:
        topics = pd.read_csv(file)
    with (data / "teacher_kinds.csv").open(encoding="utf-8") as file:
        kinds = pd.read_csv(file)
    codes = tuple(topics["code"])
    broad = (topics["group"] == "broad").to_numpy()
    relevance = np.ascontiguousarray(kinds[list(codes)].to_numpy(dtype=np.float32))  # rows side by side: much faster
    concerns = np.where(relevance >= RELEVANT, relevance, 0.0)
    teaches = relevance >= OWN_SUBJECT
    return Topics(
        codes=codes,
        names_en=tuple(topics["name_en"]),
        names_nb=tuple(topics["name_nb"]),
        groups=tuple(topics["group"]),
        themes=tuple(topics["theme"]),
        broad=broad,
        subject=~broad,
        kinds=tuple(kinds["code"]),
        levels=tuple(kinds["level"]),
        shares=kinds["share"].to_numpy(dtype=np.float64),
        relevance=relevance,
        facts=np.ascontiguousarray(np.concatenate([relevance, concerns, teaches], axis=1), dtype=np.float32),
    )


TOPICS = _read()
