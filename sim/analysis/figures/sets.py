"""Which figures belong to a comparison and which to a run."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, TypeVar

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.comparison import comparison
from sim.analysis.figures.composition import MOST_SCENARIOS, composition
from sim.analysis.figures.difference_panels import difference_paths
from sim.analysis.figures.fan_charts import fan_charts, fan_differences
from sim.analysis.figures.forest import differences
from sim.analysis.figures.frames import replications_of, scenarios_of
from sim.analysis.figures.groups import by_group
from sim.analysis.figures.path_panels import MOST_PANELS, paths
from sim.analysis.figures.places import leading_first
from sim.analysis.figures.sheet import narrow
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import OTHERS, WIDTH
from sim.analysis.words import Words
from sim.indicators import INDICATORS, Indicator
from sim.indicators.composition import PARTS

GROUPS = {"by_size": "size_class", "by_centrality": "centrality_class"}
MOST_NARROW = 3
"""Panels over time where there is room for one beside its names only."""
T = TypeVar("T")


def comparison_figures(
    frame: pd.DataFrame,
    baseline: str,
    language: str | Words = "en",
    *,
    scenarios: Sequence[str] | None = None,
    table: pd.DataFrame | None = None,
    indicators: Sequence[Indicator] | None = None,
    kinds: Container[str] | None = None,
    lead: Indicator | None = None,
    width: float = WIDTH,
    whom: str = "",
) -> dict[str, Figure]:
    """Figures of scenarios compared with a baseline.

    To show other names for scenarios, rename the categories of the frame's column.

    Args:
        frame: Tidy results.
        baseline: The scenario that differences are taken from.
        language: "en", "nb", or words with titles of scenarios.
        scenarios: Those compared with it, in order; all others in the frame if None.
        table: Paired differences in the last semester, if they are known already.
        indicators: What to show; the headline indicators if None.
        kinds: Names of the figures to draw, without number; over time they show what leads only. All of all if None.
        lead: The outcome shown by group and as a spread; the first established one if None.
        width: Of the figures, inches; where it is narrow, over time there are few panels.
        whom: Whose values the nation's are in this frame, in words; empty: its own.

    Returns:
        Figures by name: "paths", "differences", "difference_paths", with several replications "fan" and
        "fan_differences", where those levels were recorded "by_size" and "by_centrality", and where it was recorded
        "composition"; with "_2", "_3" where one figure would be too full. Fans and groups show what leads only.

    Raises:
        ValueError: If the frame does not hold the baseline.
    """
    names = scenarios_of(frame)
    if baseline not in names:
        raise ValueError(f"no results of the baseline {baseline!r}; there are {', '.join(names)}")
    others = [name for name in (names if scenarios is None else scenarios) if name != baseline and name in names]
    shown = _recorded(frame, _headline() if indicators is None else indicators)
    made: dict[str, Figure] = {}
    most = len(shown) if kinds is None else MOST_NARROW if narrow(width) else MOST_PANELS
    how = {"language": language, "baseline": baseline, "width": width}
    parts = [_few(_ordered(frame, [baseline, *few]), few, shown, table, lead, most, how, whom)
             for few in _even(others, len(OTHERS)) or [[]]]  # fmt: skip
    hours = (("composition", _composition(_ordered(frame, [baseline, *few]), language, width))
             for few in _even(others, MOST_SCENARIOS - 1))  # fmt: skip
    for name, figures in chain(*parts, hours):
        if kinds is None or name in kinds:  # a figure that nobody asked for is never drawn
            _add(made, name, figures)
    return made


def _few(
    frame: pd.DataFrame, few: list[str], shown: list[Indicator], table: pd.DataFrame | None, lead: Indicator | None,
    most: int, how: dict[str, Any], whom: str,
) -> Iterator[tuple[str, Iterator[Figure]]]:  # fmt: skip
    """What is shown of as many scenarios as can be told apart, by name; over time so many indicators at most."""
    if not few:
        yield "paths", _paths(frame, shown, how)
        return
    found = comparison(frame, how["baseline"], few, shown) if table is None else table
    found = found[found["scenario"].isin(few)] if len(found) else found
    first = leading_first(found, shown)
    if lead in shown:
        first = [lead, *(i for i in first if i != lead)]
    over_time = [i for i in shown if i in first[:most]]
    yield "paths", _paths(frame, over_time, how)
    last = int(frame["semester"].max())
    yield "differences", (differences(found, first, semester=last, whom=whom, **how) for _ in found.index[:1])
    yield "difference_paths", _difference_paths(frame, over_time, how | {"whom": whom})
    yield "fan", _fans(frame, first[:1], how)
    yield "fan_differences", _fan_differences(frame, first[:1], how)
    for name, level in GROUPS.items():
        yield name, _groups(frame, first, level, how)


def run_figures(
    frame: pd.DataFrame,
    language: str | Words = "en",
    *,
    indicators: Sequence[Indicator] | None = None,
    leading: bool = False,
) -> dict[str, Figure]:
    """Figures of one scenario by itself.

    Args:
        frame: Tidy results.
        language: "en", "nb", or words with titles of scenarios.
        indicators: What to show; the headline indicators if None.
        leading: Whether only the first of them are shown, as many as one figure holds.

    Returns:
        Figures by name: "paths", "paths_2", ..., and where it was recorded "composition".
    """
    made: dict[str, Figure] = {}
    shown = _recorded(frame, _headline() if indicators is None else indicators)
    how = {"language": language, "baseline": None, "width": WIDTH}
    _add(made, "paths", _paths(frame, shown[:MOST_PANELS] if leading else shown, how))
    _add(made, "composition", _composition(frame, language))
    return made


def _headline() -> list[Indicator]:
    return [indicator for indicator in INDICATORS if indicator.headline]


def _recorded(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Indicators with a value for the nation in the frame; panels of nothing would only take room."""
    known = frame[(frame["level"] == "nation") & frame["value"].notna()]
    names = {str(name) for name in known["indicator"].unique()}
    return [indicator for indicator in indicators if indicator.name in names]


def _ordered(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The rows of some scenarios, in the order in which the scenarios are to appear."""
    texts = frame["scenario"].astype(str)
    return pd.concat([frame[texts == name] for name in names])


def _even(items: Sequence[T], most: int) -> list[list[T]]:
    """Items in as few parts of at most `most` as can be, about equally long."""
    n = -(-len(items) // most)
    cuts = [round(k * len(items) / n) for k in range(n + 1)] if n else [0]
    return [list(items[a:b]) for a, b in pairwise(cuts)]


def _add(made: dict[str, Figure], name: str, figures: Iterator[Figure]) -> None:
    """Name figures: the first of a kind plainly, those after it by number."""
    for figure in figures:
        n = sum(key == name or key.removeprefix(name + "_").isdigit() for key in made) + 1
        made[name if n == 1 else f"{name}_{n}"] = figure


def _paths(frame: pd.DataFrame, indicators: list[Indicator], how: dict[str, Any]) -> Iterator[Figure]:
    parts = _even(indicators, MOST_PANELS)
    for k, few in enumerate(parts, start=1):
        yield paths(frame, few, part=(k, len(parts)), **how)


def _difference_paths(frame: pd.DataFrame, indicators: list[Indicator], how: dict[str, Any]) -> Iterator[Figure]:
    parts = _even(indicators, MOST_PANELS)
    for k, few in enumerate(parts, start=1):
        yield difference_paths(frame, few, part=(k, len(parts)), **how)


def _fans(frame: pd.DataFrame, indicators: Sequence[Shown], how: dict[str, Any]) -> Iterator[Figure]:
    """The spread of levels, a panel a scenario; one future has none."""
    if indicators and replications_of(frame) > 1:
        for names in _even(scenarios_of(frame), MOST_PANELS):
            yield fan_charts(_ordered(frame, names), indicators, **how)


def _fan_differences(frame: pd.DataFrame, indicators: Sequence[Shown], how: dict[str, Any]) -> Iterator[Figure]:
    """The spread of differences, a panel an indicator and scenario."""
    if indicators and replications_of(frame) > 1:
        yield fan_differences(frame, indicators, **how)


def _groups(
    frame: pd.DataFrame, indicators: Sequence[Shown], level: str, how: dict[str, Any]
) -> Iterator[Figure]:  # fmt: skip
    """The first indicator recorded at the level stands for all."""
    known = frame[(frame["level"] == level) & (frame["semester"] == frame["semester"].max()) & frame["value"].notna()]
    names = {str(name) for name in known["indicator"].unique()}
    for indicator in [i for i in indicators if i.name in names][:1]:
        yield by_group(frame, indicator, level, **how)


def _composition(frame: pd.DataFrame, language: str | Words, width: float = WIDTH) -> Iterator[Figure]:
    """What collective hours are about, if it was recorded and there are any."""
    parts = _recorded(frame, PARTS)
    if parts:
        yield composition(frame, parts, language, width=width)
