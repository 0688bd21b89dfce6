"""The network of partnerships on the map: universities, whom they serve, and how strong each tie is."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.map_frame import map_figure, scale_below
from sim.analysis.figures.point_names import PointNames
from sim.analysis.figures.projection import kilometres, municipality_centres
from sim.analysis.figures.sheet import crown, empty, narrow, notes
from sim.analysis.figures.style import GREY, INK, OTHERS, WIDTH, styled
from sim.analysis.words import Words, mark
from sim.types import Floats

QUALITY = LinearSegmentedColormap.from_list("quality", ["#d9c9b4", "#e69f00", "#8a3b00"])
"""From weak to good; darker is better."""
NETWORKS, TEACHERS = mark("networks"), mark("teachers")
"""What the width of a line shows."""
WIDEST, NEAR = 4.0, 25.0
"""Width of the strongest tie, points; a tie shorter than this, km, is drawn as a ring."""


@styled()
def partnership_network(
    ties: pd.DataFrame,
    places: pd.DataFrame,
    weight_name: str = NETWORKS,
    language: str | Words = "en",
    width: float = WIDTH,
    semester: int | None = None,
) -> Figure:
    """Ties between universities and units, on the map.

    Args:
        ties: One row a tie: university, unit, weight (> 0), quality (0-1), quality_low, quality_high (95 % interval;
            may be left out), share (of replications that have the tie; may be left out).
        places: One row a university or unit: name, kind ("university" or "unit"), lat, lon.
        weight_name: What the width of a line shows, in English.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        semester: When, to be told.
    """
    words = Words.of(language)
    heading = words("Universities and those they serve")
    where = places.drop_duplicates(["name", "kind"]).set_index(["kind", "name"])
    spots = dict(zip(where.index, kilometres(where["lat"].to_numpy(float), where["lon"].to_numpy(float)), strict=True))
    known = _known(ties, spots)
    if known.empty:
        return empty(words, heading, width)
    every = np.array(list(spots.values()))
    away = 0.03 * np.ptp(every, axis=0).max() + NEAR
    low, high = every.min(axis=0) - away, every.max(axis=0) + away
    figure, ax = map_figure(width, low, high)
    _land(ax, low, high)
    colours = ScalarMappable(Normalize(*_bounds(known)), QUALITY)
    _ties(ax, known, spots, colours.to_rgba(known["quality"].to_numpy(float)))
    names = _places(ax, known, spots, 28 if narrow(width) else 48)
    scale_below(figure, ax, colours, words("quality of partnership (0–1)"), words)
    crown(figure, heading, _key(float(known["weight"].max()), words(weight_name), words), 1, over=True)
    when = words.when(semester) + "." if semester is not None else ""
    notes(figure, [when[:1].upper() + when[1:], *_certainty(known, words)])
    return described(settle(figure, [names]), _told(known, words(weight_name), words))


def _known(ties: pd.DataFrame, spots: dict[tuple[str, str], Floats]) -> pd.DataFrame:
    """Ties that are there and lie somewhere, the better ones last."""
    known = ties[(ties["weight"] > 0) & ties["quality"].notna()].sort_values(["quality", "university", "unit"])
    ends = zip(known["university"], known["unit"], strict=True)
    return known[[("university", u) in spots and ("unit", v) in spots for u, v in ends]]


def _bounds(known: pd.DataFrame) -> tuple[float, float]:
    """Range of the colours: that of the ties, out to the next tenths, so that differences are seen."""
    low, high = np.floor(10 * known["quality"].min() + 1e-9) / 10, np.ceil(10 * known["quality"].max() - 1e-9) / 10
    return float(low), float(max(high, low + 0.1))


def _told(known: pd.DataFrame, name: str, words: Words) -> str:
    """How many there are, and the strongest."""
    best = known.iloc[int(known["weight"].to_numpy().argmax())]
    return words(
        "{n} partnerships of {universities} universities; the strongest is {university} with {unit} ({weight}).",
        n=len(known), universities=known["university"].nunique(), university=best["university"], unit=best["unit"],
        weight=_amount(float(best["weight"]), name, words),
    )  # fmt: skip


def _ties(ax: Axes, known: pd.DataFrame, spots: dict[tuple[str, str], Floats], colours: Floats) -> None:
    """Lines, the better ones on top."""
    pairs = [
        (spots["university", u], spots["unit", v]) for u, v in zip(known["university"], known["unit"], strict=True)
    ]
    widths = np.maximum(WIDEST * np.sqrt(known["weight"].to_numpy(float) / float(known["weight"].max())), 0.5)
    _in_place(ax, known, spots, widths, colours)
    ax.add_collection(LineCollection(pairs, linewidths=widths, colors=list(colours), zorder=2))


def _in_place(
    ax: Axes, known: pd.DataFrame, spots: dict[tuple[str, str], Floats], widths: Floats, colours: Floats
) -> None:
    """A ring round the university for a tie that is too short to be seen as a line."""
    for university, unit, wide, colour in zip(known["university"], known["unit"], widths, colours, strict=True):
        ends = spots["university", university], spots["unit", unit]
        if np.hypot(*(ends[0] - ends[1])) < NEAR:
            ax.plot(*ends[0], marker="o", ms=9 + wide, mfc="none", mec=tuple(colour), mew=wide, zorder=2)


def _land(ax: Axes, low: Floats, high: Floats) -> None:
    """A pale dot a municipality, so that one sees where on the map one is."""
    centres = municipality_centres()
    inside = ((centres > low) & (centres < high)).all(axis=1)
    ax.plot(*centres[inside].T, ls="none", marker="o", ms=2.0, mew=0, color="#dedede", zorder=0)


def _places(ax: Axes, known: pd.DataFrame, spots: dict[tuple[str, str], Floats], letters: int) -> PointNames:
    """Squares with names for universities, small rings for units."""
    units = np.array([spots["unit", v] for v in dict.fromkeys(known["unit"])])
    ax.plot(units[:, 0], units[:, 1], ls="none", marker="o", ms=3.2, mfc="white", mec=INK, mew=0.7, zorder=3)
    named = PointNames(ax)
    for name in sorted(dict.fromkeys(known["university"])):
        spot = spots["university", name]
        ax.plot(*spot, marker="s", ms=5, mfc=OTHERS[0].colour, mec="white", mew=0.6, zorder=4)
        named.add(spot, fill(name, letters, break_long_words=False), OTHERS[0].text)
    return named


def _amount(weight: float, name: str, words: Words) -> str:
    """A weight in two digits that count."""
    rounded = float(f"{weight:.2g}")
    return f"{words.number(rounded, 0 if rounded >= 10 or rounded == round(rounded) else 1)} {name}"


def _key(most: float, name: str, words: Words) -> list[Line2D]:
    strengths = [most, most / 4]
    weights = [_amount(s, name, words) for s in strengths]
    lines = [Line2D([], [], color=GREY, lw=WIDEST * np.sqrt(s / most), label=words("width: {weight}", weight=weight))
             for s, weight in zip(strengths, weights, strict=True)]  # fmt: skip
    square = Line2D([], [], ls="none", marker="s", ms=5, mfc=OTHERS[0].colour, mec="white",
                    label=words("university or university college"))  # fmt: skip
    ring = Line2D([], [], ls="none", marker="o", ms=3.2, mfc="white", mec=INK, mew=0.7,
                  label=words("county or municipality"))  # fmt: skip
    here = Line2D(
        [], [], ls="none", marker="o", ms=8, mfc="none", mec=GREY, mew=1.6, label=words("tie in the same place")
    )
    return [square, ring, here, *lines]


def _certainty(known: pd.DataFrame, words: Words) -> list[str]:
    """How far the ties and their quality are known."""
    often = words("Shown are ties in half of the replications or more.") if "share" in known else ""
    if not {"quality_low", "quality_high"} <= set(known.columns) or known["quality_low"].isna().all():
        return [often, words("No interval was given.")]
    half = (known["quality_high"] - known["quality_low"]) / 2
    usual, most = (words.number(float(x), 2) for x in (half.median(), half.max()))
    return [often, words("Mean over replications; 95 % interval of quality: half of the ties within ±{usual}, all "
                         "±{most}.", usual=usual, most=most)]  # fmt: skip
