"""What is measured of the follow-up scheme, against its shadow control, intakes pooled (P12, P13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.agents.owner import MUNICIPALITY
from sim.analysis.validation.judging import measure
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.statistics import means_by, thirds
from sim.types import Bools, Floats

INTAKES = (2020, 2022, 2024)
"""Springs of the intakes that are pooled; year 1 of the path is the school year after."""
FADED = 7
"""Year of the path four years after the last with measures."""
UNTIL = INTAKES[-1] + FADED


def structure(run: Panel, year: int) -> Floats:
    """Structure of each owner: mean of its steering and of activity, joint plan, participation and routines begun."""
    return 0.5 * (run.at("owners.steering", year) + run.at("owners.structure", year))


def results(run: Panel, year: int) -> Floats:
    """Pupil results of each owner's schools without sampling noise, weighted by pupils, pupil SD."""
    owner, n = run.rows("schools.owner"), len(run.still["owners.kind"])
    return means_by(owner, run.at("schools.true_results", year), run["schools.pupils"], n)


@dataclass(frozen=True)
class Effects:
    """Treated less shadow, in SD between municipalities of the shadow run, one row a municipality and intake.

    Attributes:
        structure_3, structure_faded: Structure in year 3 and four years after.
        results_1, results_3: Results in years 1 and 3.
        exits: Education leaders who left in years 1-3.
        once: Whether the municipality was not taken in again before the last of these years.
    """

    structure_3: Floats
    structure_faded: Floats
    results_1: Floats
    results_3: Floats
    exits: Floats
    once: Bools


def intakes(run: Panel) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """Intakes that are pooled, each with the rows of the municipalities for which it is the first of them."""
    municipal = run.rows("owners.kind") == MUNICIPALITY
    seen = np.zeros(len(municipal), dtype=bool)
    for intake in INTAKES:
        mine = np.flatnonzero(municipal & (run.at("owners.follow_intake", intake) == intake) & ~seen)
        seen[mine] = True
        yield intake, mine


def effects(run: Panel, shadow: Panel) -> Effects:
    """Effects in the municipalities of the treated run's intakes; each counts at its first of these intakes."""
    municipal = run.rows("owners.kind") == MUNICIPALITY
    parts: dict[str, list[Floats]] = {name: [] for name in Effects.__annotations__}
    for intake, mine in intakes(run):
        for name, of, year in (
            ("structure_3", structure, 3), ("structure_faded", structure, FADED), ("results_1", results, 1),
            ("results_3", results, 3),
        ):  # fmt: skip
            spread = float(of(shadow, intake + year)[municipal].std())
            difference = of(run, intake + year)[mine] - of(shadow, intake + year)[mine]
            parts[name].append(difference / spread if spread > 0 else np.full(len(mine), np.nan))
        parts["exits"].append(run.over("owners.leader_left", intake + 1, intake + 3)[:, mine].sum(axis=0))
        parts["once"].append(run.at("owners.follow_intake", intake + FADED)[mine] == intake)
    return Effects(**{name: np.concatenate(values) for name, values in parts.items()})  # type: ignore[arg-type]


@measure("model", "shadow", until=UNTIL)
def follow_up_structure(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on structure in year 3, municipal SD."""
    found = effects(run, shadow).structure_3
    return float(found.sum()), float(len(found))


@measure("model", "shadow", until=UNTIL)
def results_come_later(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on results in year 1 against year 3."""
    found = effects(run, shadow)
    return float(found.results_1.sum()), float(found.results_3.sum())


@measure("model", "shadow", until=UNTIL)
def follow_up_results(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on results in year 3, municipal SD."""
    found = effects(run, shadow).results_3
    return float(found.sum()), float(len(found))


@measure("model", "shadow", until=UNTIL)
def structure_against_results(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on structure less effect on results, both in year 3 and in municipal SD."""
    found = effects(run, shadow)
    return float((found.structure_3 - found.results_3).sum()), float(len(found.exits))


@measure("model", "shadow", until=UNTIL)
def exits_tell(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Effect on structure in year 3, the third with fewest against the third with most exits of leaders."""
    found = effects(run, shadow)
    few, many = thirds(found.exits)
    if not few.any() or not many.any():
        return np.nan, np.nan
    return float(found.structure_3[few].mean()), float(found.structure_3[many].mean())


@measure("model", "shadow", until=UNTIL)
def fades(run: Panel, shadow: Panel) -> tuple[float, float]:
    """Share of the effect on structure in year 3 that is gone four years after, where nobody is taken in again."""
    found = effects(run, shadow)
    year_3, later = found.structure_3[found.once], found.structure_faded[found.once]
    return float((year_3 - later).sum()), float(year_3.sum())
