"""This file knows the figures of the report: drawn in its language, inside the page, each told in words."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from experiments.figures import png
from experiments.report.answer import leading
from experiments.report.lookups import BY_NAME, Speech
from experiments.report.texts import filled
from sim.results import load

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEVELS = ("nation", "size_class", "centrality_class")
KINDS = {"differences": "forest", "difference_paths": "paths", "by_size": "groups", "by_centrality": "groups"}
"""Figures of a comparison that the report shows, by the start of their name, and where they stand."""
MAPPED = 100
"""Municipalities with a value below which a map of the country would be mostly empty (assumption)."""


@dataclass(frozen=True)
class Picture:
    """One figure: where it stands, as data inside the page, its caption and its alternative text."""

    kind: str
    data: str
    caption: str
    alt: str


def pictures(speech: Speech) -> list[Picture]:
    """All figures of the comparison, in the order they are made; none if the baseline has no results."""
    return [_picture(speech, kind, figure, scenario) for kind, scenario, figure in _figures(speech)]


def _figures(speech: Speech) -> Iterator[tuple[str, str, Figure]]:
    """Kind, scenario (for those that show only one) and figure."""
    from sim.figures import comparison_figures

    frame, evidence = _frame(speech), speech.evidence
    if evidence.baseline not in set(frame["scenario"].astype(str)):
        return
    known = {str(name) for name in frame["indicator"].unique()}
    shown = [indicator for indicator in speech.headline if indicator.name in known]
    drawn = comparison_figures(frame, evidence.baseline, speech.language, scenarios=evidence.others,
                               table=evidence.comparison, indicators=shown)  # fmt: skip
    for name, figure in drawn.items():
        kind = KINDS.get(name.rstrip("0123456789").rstrip("_"))
        if kind is not None:
            yield kind, "", figure
    for scenario in evidence.others:
        yield from (("map", scenario, figure) for figure in _maps(speech, scenario))


def _maps(speech: Speech, scenario: str) -> Iterator[Figure]:
    """The leading difference by municipality, if there are enough of them."""
    from sim.figures import tile_map

    first, table = leading(speech, scenario), speech.evidence.table("municipalities")
    if first is None or table is None:
        return
    mine = table[(table["scenario"] == scenario) & (table["indicator"] == first["indicator"])]
    if int(mine["difference"].notna().sum()) >= MAPPED:
        numbers = mine["number"].astype(int).map("{:04d}".format)
        renamed = mine.rename(columns={"difference": "mean"}).assign(municipality_number=numbers)
        yield tile_map(renamed, BY_NAME[first["indicator"]], speech.language)


def _frame(speech: Speech) -> pd.DataFrame:
    """Results at point 0, where the answer stands."""
    try:
        frame = load(speech.evidence.folder, level=LEVELS, indicator=[i.name for i in speech.headline])
    except FileNotFoundError:
        return pd.DataFrame(columns=["scenario", "indicator"])
    return frame[frame["point"] == 0]


def _picture(speech: Speech, kind: str, figure: Figure, scenario: str) -> Picture:
    from sim.figures import alt_text

    values = {"baseline": speech.evidence.baseline, "year": speech.year, "scenario": scenario}
    caption = filled(speech.texts["figure"][kind], **values)
    return Picture(kind, base64.b64encode(png(figure)).decode("ascii"), caption, alt_text(figure))
