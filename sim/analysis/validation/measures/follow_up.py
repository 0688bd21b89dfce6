"""What is measured of the follow-up scheme, against its shadow control, intakes pooled (P12, P13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.agents.owner import MUNICIPALITY
from sim.analysis.validation.claims import measure
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.statistics import means_by, years_to
from sim.types import Bools, Floats, Ints

INTAKES = (2020, 2022, 2024)
"""Springs of the intakes that are pooled; year 1 of the path is the school year after."""
FADED = 7
"""Year of the path four years after the last with measures."""
UNTIL = INTAKES[-1] + FADED
BETTER = 0.02
"""Rise in structure from which a municipality counts as improved (our assumption, as for the figure)."""


def structure(run: Panel, year: int) -> Floats:
    """Structure of each owner: mean of its steering and of activity, joint plan, participation and routines begun."""
    return 0.5 * (run.at("owners.steering", year) + run.at("owners.structure", year))


def results(run: Panel, year: int) -> Floats:
    """Pupil results of each owner's schools without sampling noise, weighted by pupils, pupil SD."""
    owner, n = run.rows("schools.owner"), len(run.still["owners.kind"])
    return means_by(owner, run.at("schools.true_results", year), run["schools.pupils"], n)


def intakes(run: Panel) -> Iterator[tuple[int, Ints]]:
    """Intakes that are pooled, each with the rows of the municipalities for which it is the first of them."""
    municipal = run.rows("owners.kind") == MUNICIPALITY
    seen = np.zeros(len(municipal), dtype=bool)
    for intake in INTAKES:
        mine = np.flatnonzero(municipal & (run.at("owners.follow_intake", intake) == intake) & ~seen)
        seen[mine] = True
        yield intake, mine


def effect(run: Panel, shadow: Panel, of: Callable[[Panel, int], Floats], year: int) -> Floats:
    """Helped less shadow in a year of the path, one number a municipality; each counts at its first pooled intake."""
    return np.concatenate([(of(run, i + year) - of(shadow, i + year))[mine] for i, mine in intakes(run)])


def in_municipal_sd(run: Panel, shadow: Panel, of: Callable[[Panel, int], Floats], year: int) -> Floats:
    """The same in SD between municipalities of the shadow run."""
    municipal = run.rows("owners.kind") == MUNICIPALITY
    parts = []
    for intake, mine in intakes(run):
        usual = of(shadow, intake + year)
        spread = float(usual[municipal].std())
        parts.append((of(run, intake + year) - usual)[mine] / spread if spread > 0 else np.full(len(mine), np.nan))
    return np.concatenate(parts)


def _path(run: Panel, shadow: Panel, of: Callable[[Panel, int], Floats]) -> Floats:
    """Mean effect in years 1-7 of the path, shape (7,)."""
    found = [effect(run, shadow, of, year) for year in range(1, FADED + 1)]
    return np.array([values.mean() if len(values) else np.nan for values in found])


@dataclass(frozen=True)
class Helped:
    """What became of each municipality on the path.

    Attributes:
        exits: Education leaders who left in years 1-3.
        once: Whether it was not taken in again before the last of the years followed.
    """

    exits: Floats
    once: Bools


def helped(run: Panel) -> Helped:
    """What became of each municipality on the path, in the order of `effect`."""
    exits, once = [np.zeros(0)], [np.zeros(0, dtype=bool)]
    for intake, mine in intakes(run):
        exits.append(run.over("owners.leader_left", intake + 1, intake + 3)[:, mine].sum(axis=0))
        once.append(run.at("owners.follow_intake", intake + FADED)[mine] == intake)
    return Helped(np.concatenate(exits), np.concatenate(once))


@measure("model", "shadow", until=UNTIL)
def improved(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Municipalities with better structure in year 3 than without help."""
    found = effect(run, shadow, structure, 3)
    return float((found >= BETTER).sum()), float(len(found))


@measure("model", "shadow", until=UNTIL)
def results_after_structure(run: Panel, shadow: Panel) -> float:
    """Years to half of the highest effect in years 1-7: pupil results less structure."""
    return years_to(0.5, _path(run, shadow, results)) - years_to(0.5, _path(run, shadow, structure))


@measure("model", "shadow", until=UNTIL)
def follow_up_structure(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on structure in year 3, municipal SD."""
    found = in_municipal_sd(run, shadow, structure, 3)
    return float(found.sum()), float(len(found))


@measure("model", "shadow", until=UNTIL)
def follow_up_results(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on results in year 3, municipal SD."""
    found = in_municipal_sd(run, shadow, results, 3)
    return float(found.sum()), float(len(found))


@measure("model", "shadow", until=UNTIL)
def exits_tell(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on structure in year 3: municipalities whose leader stayed against those that lost one or more."""
    found, exits = effect(run, shadow, structure, 3), helped(run).exits
    stayed, lost = found[exits == 0], found[exits > 0]
    if not len(stayed) or not len(lost):
        return np.nan, np.nan
    return float(stayed.mean()), float(lost.mean())


@measure("model", "shadow", until=UNTIL)
def fades(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Share of the effect on structure in year 3 that is gone four years after, where nobody is taken in again."""
    once = helped(run).once
    year_3, later = (effect(run, shadow, structure, year)[once] for year in (3, FADED))
    return float((year_3 - later).sum()), float(year_3.sum())
