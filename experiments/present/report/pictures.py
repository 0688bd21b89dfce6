"""The figures of the report: drawn in its language, inside the page, each told in words."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.present import drawings
from experiments.present.figures import png
from experiments.present.names import factor
from experiments.present.report.clauses import for_whom
from experiments.present.report.lead import asked_about, judged_by, led_by, options_in_order
from experiments.present.report.learned import posterior_behind
from experiments.present.report.speech import Speech
from experiments.present.words import mark
from experiments.store.reading import ASKED
from sim.analysis.comparison import of_those_asked_and_groups
from sim.analysis.results import load
from sim.indicators.composition import PARTS
from sim.scenario import last_semester

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEVELS = (*ASKED, "size_class", "centrality_class")
KINDS = {"difference_paths": "paths", "fan_differences": "futures", "by_size": "groups",
         "by_centrality": "groups", "composition": "composition"}  # fmt: skip
"""Figures of a comparison that the report shows, by the start of their name, and where they stand."""
CAPTIONS = {
    "composition": mark("What the hours of collective development are about."),
    "map": mark("The inner state of named municipalities is synthetic."),
    "futures": mark("How different single futures are: the mean difference from “{baseline}” with its 95 % interval, "
                    "and bands that hold 50, 80 and 95 % of futures."),
    "decomposition": mark("What each part of the package adds, with 95 % intervals. The parts add up to the whole."),
    "discovery_limits": mark("The condition as limits on uncertain parameters inside the full ranges of the register, "
                             "and how it was found."),
    "switching": mark("The effect with each parameter at both ends of its range, the others at their own values, and "
                      "the value at which the verdict changes."),
}  # fmt: skip
"""What figures need to have said beside their titles, by where they stand."""


@dataclass(frozen=True)
class Picture:
    """One figure.

    Attributes:
        kind: Where it stands; that of decision support stands below the table of the same name.
        scenario: The only scenario that it shows, if it does not show all.
        data: PNG as base64.
        caption: What it shows.
        alt: It in words.
        share: Its width, as a share of the widest figures'.
        narrow: The same for a phone, if it is drawn for one too.
    """

    kind: str
    scenario: str
    data: str
    caption: str
    alt: str
    share: float
    narrow: str = ""


def pictures(speech: Speech, outlines: Path | None = None) -> list[Picture]:
    """All figures, in the order they are made; none of the comparison if the baseline has no results.

    Args:
        speech: Evidence and language.
        outlines: GeoJSON to draw maps on; without it they are tile maps.
    """
    return [*_key(speech), *_learned(speech), *_compared(speech), *_places(speech, outlines), *_decided(speech)]


def _key(speech: Speech) -> Iterator[Picture]:
    """The key figure, also as wide as a phone: options by effect and cost, or the differences of the only one."""
    from sim.analysis.figures import COLUMN, WIDTH, cost_plane, differences

    evidence, last = speech.evidence, last_semester(speech.year)
    if evidence.table("comparison") is None:
        return
    about = asked_about(speech)
    how: dict[str, Any] = {"language": speech.words, "baseline": evidence.baseline, "semester": last}
    those = for_whom(speech) if evidence.target else ""
    if about is None:
        indicator = judged_by(speech)
        options = options_in_order(speech, indicator)
        wide, narrow = (cost_plane(options, indicator, width=width, **how) for width in (WIDTH, COLUMN))
    else:
        table = evidence.comparison
        mine = table[table["scenario"] == about]
        wide, narrow = (differences(mine, speech.headline, width=width, whom=those, **how) for width in (WIDTH, COLUMN))
    yield replace(_picture(speech, "key", wide, ""), narrow=_encoded(narrow))


def _learned(speech: Speech) -> Iterator[Picture]:
    """Register and posterior of every calibrated number, also as wide as a phone."""
    from sim.analysis.figures import COLUMN, WIDTH, learned_ranks

    told = posterior_behind(speech)
    if told is not None:
        numbers = pd.DataFrame(told["numbers"])
        labels = {name: factor(name, speech.words) for name in numbers["name"]}
        wide, narrow = (learned_ranks(numbers, speech.words, labels, width) for width in (WIDTH, COLUMN))
        yield replace(_picture(speech, "learned", wide, ""), narrow=_encoded(narrow))


def _compared(speech: Speech) -> Iterator[Picture]:
    """Groups, courses and spread of what leads, also as wide as a phone."""
    from sim.analysis.figures import COLUMN, WIDTH, comparison_figures

    frame, evidence = _frame(speech), speech.evidence
    if evidence.baseline not in set(frame["scenario"].astype(str)):
        return
    known = {str(name) for name in frame["indicator"].unique()}
    shown = [indicator for indicator in speech.headline if indicator.name in known]
    wide, narrow = (
        comparison_figures(frame, evidence.baseline, speech.words, scenarios=evidence.others, lead=led_by(speech),
                           table=evidence.comparison, indicators=shown, kinds=KINDS, width=width,
                           whom=for_whom(speech) if evidence.target else "")
        for width in (WIDTH, COLUMN)
    )  # fmt: skip
    for name, figure in wide.items():
        kind = KINDS[name.rstrip("0123456789").rstrip("_")]
        yield replace(_picture(speech, kind, figure, ""), narrow=_encoded(narrow[name]) if name in narrow else "")


def _places(speech: Speech, outlines: Path | None) -> Iterator[Picture]:
    """Map, winners and spread of the leading difference of each scenario, also as wide as a phone."""
    from sim.analysis.figures import COLUMN, WIDTH, place_figures

    municipalities, first = _table(speech, "municipalities", "size_class"), led_by(speech)
    if municipalities is None:
        return
    indicators = [first, *(i for i in speech.headline if i != first)]
    wide, narrow = (
        place_figures(speech.evidence.comparison, municipalities, indicators, speech.words, outlines, width=width,
                      baseline=speech.evidence.baseline, semester=last_semester(speech.year))
        for width in (WIDTH, COLUMN)
    )  # fmt: skip
    for (kind, scenario), figure in wide.items():
        yield replace(_picture(speech, kind, figure, scenario), narrow=_encoded(narrow[kind, scenario]))


def _decided(speech: Speech) -> Iterator[Picture]:
    """Figures of decision support, also as wide as a phone."""
    from sim.analysis.figures import COLUMN, WIDTH

    for (kind, wide), (_, narrow) in zip(*(_decisions(speech, width) for width in (WIDTH, COLUMN)), strict=True):
        yield replace(_picture(speech, kind, wide, ""), narrow=_encoded(narrow))


def _decisions(speech: Speech, width: float) -> Iterator[tuple[str, Figure]]:
    """Figures of decision support, of the tables that are there."""
    parts = _table(speech, "decomposition", "scenario", "year")
    if parts is not None:
        yield from (("decomposition", one) for one in drawings.parts(parts, speech.words, width=width).values())
    found, limits, peels = (
        _table(speech, name, "scenario", *more)
        for name, more in (("discovery", ["than"]), ("discovery_limits", []), ("discovery_trajectory", []))
    )
    if found is not None and limits is not None and peels is not None:
        boxes = drawings.boxes(found, limits, peels, speech.words, width=width)
        yield from (("discovery_limits", figure) for figure in boxes.values())
    switches, curves = _table(speech, "switching", "scenario", "year"), _table(speech, "switching_curves")
    if switches is not None and curves is not None:
        yield "switching", drawings.switching(switches, curves, speech.words, width=width)


def _table(speech: Speech, name: str, *needed: str) -> pd.DataFrame | None:
    """A table that has rows and the columns needed, which one of an earlier version may lack."""
    found = speech.evidence.table(name)
    return found if found is not None and set(needed) <= set(found.columns) else None


def _frame(speech: Speech) -> pd.DataFrame:
    """Results at point 0, where the answer stands."""
    try:
        names = [i.name for i in (*speech.headline, *PARTS)]
        frame = load(speech.evidence.folder, level=LEVELS, indicator=names)
    except FileNotFoundError:
        return pd.DataFrame(columns=["scenario", "indicator"])
    return of_those_asked_and_groups(frame[frame["point"] == 0])


def _picture(speech: Speech, kind: str, figure: Figure, scenario: str) -> Picture:
    from sim.analysis.figures import WIDTH, alt_text

    caption = speech.words(CAPTIONS[kind], baseline=speech.baseline) if kind in CAPTIONS else ""
    return Picture(kind, scenario, _encoded(figure), caption, alt_text(figure), round(figure.get_figwidth() / WIDTH, 3))


def _encoded(figure: Figure) -> str:
    return base64.b64encode(png(figure)).decode("ascii")
