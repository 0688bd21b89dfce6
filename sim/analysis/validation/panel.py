"""What a run leaves for the patterns: the state of every unit, each spring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.columns import total_by
from sim.mechanisms.measures import COLLECTIVE, MAIN, QUOTA, VOCATIONAL
from sim.model import CompetenceModel
from sim.parameters import Parameters
from sim.scenario import is_autumn, year_of
from sim.topics import TOPICS
from sim.types import Floats
from sim.world import World

Array = npt.NDArray[Any]

COLUMNS = (
    "owners.steering", "owners.understanding", "owners.structure", "owners.forum_answer", "owners.answer",
    "owners.leader_left", "owners.follow_intake", "owners.applications", "owners.approved", "owners.places",
    "owners.staff_time", "networks.active", "networks.was_active", "networks.delivered", "networks.unmet",
    "networks.lead", "networks.in_hand", "schools.practice", "schools.topic", "schools.involvement",
    "schools.turnover", "schools.unqualified", "schools.novices", "schools.novice_competence",
    "schools.principal_tenure", "schools.principal_answer", "schools.teacher_answer", "schools.true_results",
    "schools.routines", "universities.nearness", "universities.hours", "counties.y_open", "counties.y_left",
    "counties.y_people", "counties.y_served", "counties.y_waited", "counties.y_paid",
)  # fmt: skip
"""Columns kept as they are; tables and columns by name."""

SIZES = (
    "schools.n_posts", "schools.pupils", "schools.weight", "schools.teaching", "owners.staff", "networks.staff",
    "counties.posts_upper",
)  # fmt: skip
"""Columns of sizes, which move little: the panel has their means over the springs beside what never changes."""


def delivered_quality(world: World) -> Floats:
    """Trust x practice-nearness of the partner that delivered this school year, shape (networks,)."""
    return world.networks.delivered_quality(world.universities.nearness)


def graduating_quality(world: World) -> Floats:
    """Quality of the programme that next autumn's graduates were admitted to, shape (universities,)."""
    return world.universities.cohort_quality[:, 0]


def deep_in_subjects(world: World) -> Floats:
    """Subject teachers above the line of depth, shape (schools,)."""
    result: Floats = world.schools.deep[:, TOPICS.subject].sum(axis=1)
    return result


def hours_of(world: World, slots: tuple[int, ...], topics: Floats) -> Floats:
    """Participant-hours in the measures of some slots, each weighted by its topic, shape (schools,).

    Args:
        world: The tables.
        slots: Slots of measures.
        topics: Weight of each topic by school, shape (schools, topics).
    """
    s, rows = world.schools, np.arange(world.schools.n)
    total = np.zeros(s.n)
    for slot in slots:
        topic = s.topic[:, slot]
        weight = np.where(topic >= 0, topics[rows, np.maximum(topic, 0)], 0.0)
        total += s.participation[:, slot] * s.hours[:, slot] * s.n_posts * weight
    return total


def relevance_to_participants(world: World) -> Callable[[int], Floats]:
    """How relevant each topic is to those who take part in a slot's measures, given that the most relevant go first.

    Returns:
        From slot to relevance 0-1, shape (schools, topics).
    """
    s, posts, topics = world.schools, world.posts, len(TOPICS.codes)
    facts = TOPICS.facts[posts.kind, topics : 2 * topics] * posts.open[:, None]
    concerned = total_by(posts.school, facts.astype(np.float64), s.n)
    inside = concerned / np.maximum(s.concerned, 1.0)
    outside = (s.weight - concerned) / np.maximum(s.n_posts[:, None] - s.concerned, 1.0)

    def relevance(slot: int) -> Floats:
        places = (s.participation[:, slot] * s.n_posts)[:, None]
        first = np.minimum(places, s.concerned)
        result: Floats = (first * inside + (places - first) * outside) / np.maximum(places, 1e-9)
        return result

    return relevance


@dataclass(frozen=True)
class Panel:
    """The springs of one run.

    Attributes:
        years: Calendar year of each spring kept.
        yearly: By name, an array of shape (years, units, ...).
        still: Columns that never change, and sizes as the mean of the springs, by "table.column".
        parameters: The numbers of the run.
        share: The world's share of the nation.
    """

    years: tuple[int, ...]
    yearly: Mapping[str, Array]
    still: Mapping[str, Array]
    parameters: Parameters
    share: float

    def at(self, name: str, year: int) -> Floats:
        """Values in the spring of a year, shape (units, ...)."""
        kept: Floats = self.over(name, year, year)[0]
        return kept

    def over(self, name: str, first: int, last: int) -> Floats:
        """Values in the springs from one year to another, shape (years, units, ...)."""
        start = self.years.index(first)
        kept: Floats = self.yearly[name][start : start + last - first + 1].astype(np.float64)
        return kept

    def __getitem__(self, name: str) -> Floats:
        """What never changes, and sizes, by "table.column"."""
        return self.still[name].astype(np.float64)

    def rows(self, name: str) -> npt.NDArray[np.int64]:
        """A column of row numbers or codes that never changes."""
        return self.still[name].astype(np.int64)


class Watcher:
    """Keeps the springs of a run; a keeper as `sim.simulation.watch` wants it."""

    def __init__(self, model: CompetenceModel) -> None:
        """Prepare to watch a model from here on."""
        self.model = model
        self.years: list[int] = []
        self.yearly: dict[str, list[Array]] = {}
        self.autumn = self.scheme_hours("y", (VOCATIONAL,))

    def keep(self, semester: int) -> None:
        """Keep the state, if it is spring; measures of Dekom Y last a semester, so the autumn's are remembered."""
        if is_autumn(semester):
            self.autumn = self.scheme_hours("y", (VOCATIONAL,))
            return
        self.years.append(year_of(semester))
        for name, values in self.seen().items():
            self.yearly.setdefault(name, []).append(values)

    def seen(self) -> dict[str, Array]:
        """What there is to keep now, in single precision where it is a number with decimals."""
        world = self.model.world
        tables = world.tables()
        found: dict[str, Array] = {}
        for name in (*COLUMNS, *SIZES):
            table, column = name.split(".")
            found[name] = tables[table].arrays[column].copy()
        found["networks.quality"] = delivered_quality(world)
        found["universities.graduating"] = graduating_quality(world)
        found["schools.deep_in_subjects"] = deep_in_subjects(world)
        everything = np.ones((world.schools.n, len(TOPICS.codes)))
        found["schools.hours"] = hours_of(world, COLLECTIVE, everything)
        found["schools.hours_broad"] = hours_of(world, COLLECTIVE, everything * TOPICS.broad)
        found |= self.scheme_hours("s", (MAIN, QUOTA))
        found |= {name: hours + self.autumn[name] for name, hours in self.scheme_hours("y", (VOCATIONAL,)).items()}
        return {name: _single(values) for name, values in found.items()}

    def scheme_hours(self, scheme: str, slots: tuple[int, ...]) -> dict[str, Floats]:
        """Participant-hours of a scheme, and the same weighted by how relevant the topic is to the participants."""
        world = self.model.world
        everything = np.ones((world.schools.n, len(TOPICS.codes)))
        relevance = relevance_to_participants(world)
        fitting = [hours_of(world, (slot,), relevance(slot)) for slot in slots]
        return {
            f"schools.hours_{scheme}": hours_of(world, slots, everything),
            f"schools.hours_broad_{scheme}": hours_of(world, slots, everything * TOPICS.broad),
            f"schools.hours_fitting_{scheme}": np.sum(fitting, axis=0),
        }

    def fork(self) -> Watcher:
        """A watcher that goes on from here on its own."""
        other = object.__new__(Watcher)
        other.model, other.autumn = self.model, self.autumn
        other.years = list(self.years)
        other.yearly = {name: list(values) for name, values in self.yearly.items()}
        return other

    def records(self) -> Panel:
        """All that was kept."""
        tables = self.model.world.tables()
        return Panel(
            years=tuple(self.years),
            yearly={name: np.stack(values) for name, values in self.yearly.items()},
            still={
                f"{table}.{name}": tables[table].arrays[name]
                for table in tables
                if table != "posts"
                for name, spec in tables[table].columns.items()
                if spec.static
            }
            | {name: np.mean(self.yearly[name], axis=0) for name in SIZES if self.years},
            parameters=self.model.params,
            share=self.model.share,
        )


def _single(values: Array) -> Array:
    return values.astype(np.float32) if values.dtype == np.float64 else values
