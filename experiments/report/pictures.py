"""This file knows the figures of the report: drawn in its language, each with words for who cannot see."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from experiments.figures import png
from experiments.report.answer import item, strongest
from experiments.report.lookups import BY_NAME, Speech
from experiments.report.texts import filled
from sim.results import load

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEVELS = ("nation", "size_class", "centrality_class")
KINDS = {"differences": "forest", "difference_paths": "paths", "by_size": "groups", "by_centrality": "groups",
         "map": "map"}  # fmt: skip
"""Figures that the report shows, by the start of their name, and the words that go with each."""
NAMED = 3


@dataclass(frozen=True)
class Picture:
    """One figure: what it is, as data inside the page, its caption and its alternative text."""

    kind: str
    name: str
    data: str
    caption: str
    alt: str


def pictures(speech: Speech) -> list[Picture]:
    """All figures of the comparison, in the order they are made; none if the baseline has no results."""
    return [_picture(speech, name, figure) for name, figure in _figures(speech).items() if _kind(name)]


def _figures(speech: Speech) -> Mapping[str, Figure]:
    from sim.figures import comparison_figures

    frame = _frame(speech)
    if speech.evidence.baseline not in set(frame["scenario"].astype(str)):
        return {}
    known = {str(name) for name in frame["indicator"].unique()}
    return comparison_figures(
        frame,
        speech.evidence.baseline,
        speech.language,
        scenarios=speech.evidence.others,
        table=speech.evidence.comparison,
        indicators=[indicator for indicator in speech.headline if indicator.name in known],
    )


def _frame(speech: Speech) -> pd.DataFrame:
    """Results at point 0, where the answer stands."""
    try:
        frame = load(speech.evidence.folder, level=LEVELS, indicator=[i.name for i in speech.headline])
    except FileNotFoundError:
        return pd.DataFrame(columns=["scenario", "indicator"])
    return frame[frame["point"] == 0]


def _kind(name: str) -> str | None:
    stem = name.rstrip("0123456789").rstrip("_")
    return KINDS.get(stem)


def _picture(speech: Speech, name: str, figure: Figure) -> Picture:
    text, kind = speech.texts["figure"], _kind(name) or ""
    values = {"baseline": speech.evidence.baseline, "year": speech.year, "summary": _summary(speech)}
    return Picture(
        kind=kind,
        name=name,
        data=base64.b64encode(png(figure)).decode("ascii"),
        caption=filled(text[kind], **values),
        alt=filled(text[f"alt_{kind}"], **values),
    )


def _summary(speech: Speech) -> str:
    """The strongest differences in words."""
    return " ".join(_sentences(speech))


def _sentences(speech: Speech) -> Iterator[str]:
    for scenario in speech.evidence.others:
        moved = strongest(speech, speech.rows("comparison", scenario))[:NAMED]
        said = speech.and_list(item(speech, row) for row in moved if row["indicator"] in BY_NAME)
        yield f"{scenario}: {said or speech.words('cannot tell')}."
