"""What a run leaves for the patterns: the state of every unit, each spring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.columns import total_by
from sim.mechanisms.measures import COLLECTIVE, INCLUSION, OWN, QUOTA, TRACKS, VOCATIONAL
from sim.model import CompetenceModel
from sim.parameters import Parameters
from sim.scenario import is_autumn, year_of
from sim.topics import TOPICS
from sim.types import Floats, Ints
from sim.world import World

Array = npt.NDArray[Any]

COLUMNS = (
    "owners.steering", "owners.understanding", "owners.structure", "owners.forum_answer", "owners.answer",
    "owners.leader_left", "owners.follow_intake", "owners.applications", "owners.approved", "owners.places",
    "owners.staff_time", "networks.active", "networks.was_active", "networks.delivered", "networks.unmet",
    "networks.lead", "networks.in_hand", "networks.inside", "schools.practice", "schools.topic", "schools.involvement",
    "schools.turnover", "schools.unqualified", "schools.novices",
    "schools.principal_tenure", "schools.principal_answer", "schools.teacher_answer", "schools.true_results",
    "schools.routines", "universities.nearness", "universities.quality", "universities.hours", "counties.y_open",
    "counties.y_left", "counties.y_people", "counties.y_served", "counties.y_waited", "counties.y_paid",
    "counties.y_competence",
)  # fmt: skip
"""Columns kept as they are; tables and columns by name."""

OF_DEKOM_S = (*TRACKS, QUOTA, INCLUSION)
"""Slots that Dekom S pays for, with Kompetanseløftet, which runs on it."""

SIZES = (
    "schools.n_posts", "schools.pupils", "schools.weight", "schools.teaching", "owners.staff", "networks.staff",
    "counties.posts_upper", "universities.graduates_primary", "universities.graduates_upper",
)  # fmt: skip
"""Columns of sizes, which move little: the panel has their means over the springs beside what never changes."""


HOURS = {"collective": COLLECTIVE, "s": (*TRACKS, QUOTA), "own": (OWN,), "y": (VOCATIONAL,)}
"""Slots whose participant-hours are kept apart: of all schemes for whole staffs, of Dekom S alone, of the schools' own
development, of Dekom Y."""


def participant_hours(world: World, slots: tuple[int, ...], weight: Floats) -> Floats:
    """Participant-hours in the measures of some slots, each weighted by its topic, shape (schools,).

    Args:
        world: The tables.
        slots: Slots of measures.
        weight: Weight of each topic, shape (topics,).
    """
    s = world.schools
    topic = s.topic[:, slots]
    weighted = np.where(topic >= 0, weight[np.maximum(topic, 0)], 0.0)
    hours: Floats = (s.participation[:, slots] * s.hours[:, slots] * weighted).sum(axis=1) * s.n_posts
    return hours


def relevance_to_participants(world: World, slot: int) -> Floats:
    """How relevant a slot's topic is to those who take part, mean of each school, 0 where nobody does, 0-1."""
    posts, n = world.posts, world.schools.n
    taking = np.flatnonzero((posts.enrolled >> slot) & 1)
    school = posts.school[taking]
    topic = world.schools.topic[school, slot]
    relevance = np.where(topic >= 0, TOPICS.relevance[posts.kind[taking], np.maximum(topic, 0)], 0.0)
    people = np.bincount(school, minlength=n)
    mean: Floats = total_by(school.astype(np.int64), relevance.astype(np.float64), n) / np.maximum(people, 1)
    return mean


def fitting_hours(world: World, slots: tuple[int, ...]) -> Floats:
    """Participant-hours of some slots, weighted by how relevant the topic is to the participants, shape (schools,)."""
    everything = np.ones(len(TOPICS.codes))
    parts = [participant_hours(world, (slot,), everything) * relevance_to_participants(world, slot) for slot in slots]
    fitting: Floats = np.sum(parts, axis=0)
    return fitting


def people_in_dekom_s(world: World) -> Floats:
    """Teachers in at least one measure of Dekom S or Kompetanseløftet, shape (schools,)."""
    taking = world.schools.participation
    outside = (1.0 - taking[:, TRACKS].sum(axis=1)) * (1.0 - taking[:, QUOTA]) * (1.0 - taking[:, INCLUSION])
    people: Floats = (1.0 - outside) * world.schools.n_posts
    return people


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

    def rows(self, name: str) -> Ints:
        """A column of row numbers or codes that never changes."""
        return self.still[name].astype(np.int64)


class Watcher:
    """Keeps the springs of a run; a keeper as `sim.simulation.watch` wants it."""

    def __init__(self, model: CompetenceModel) -> None:
        """Prepare to watch a model from here on."""
        self.model = model
        self.years: list[int] = []
        self.yearly: dict[str, list[Array]] = {}
        self.autumn = self._hours_of_dekom_y()

    def keep(self, semester: int) -> None:
        """Keep the state, if it is spring; measures of Dekom Y last a semester, so the autumn's are remembered."""
        if is_autumn(semester):
            self.autumn = self._hours_of_dekom_y()
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
        found["networks.quality"] = world.networks.delivered_quality(world.universities.nearness)
        found["universities.graduating"] = world.universities.cohort_quality[:, 0]  # the programme of next autumn's
        subjects = TOPICS.subject
        found["schools.deep_in_subjects"] = world.schools.deep[:, subjects].sum(axis=1)
        found["schools.subject_competence"] = world.schools.competence[:, subjects].sum(axis=1)
        found["schools.people_in_s"] = people_in_dekom_s(world)
        found["schools.hours_fitting_s"] = fitting_hours(world, HOURS["s"])
        for scheme in ("collective", "s", "own"):
            found |= self._hours(scheme)
        found |= {name: hours + self.autumn[name] for name, hours in self._hours_of_dekom_y().items()}
        return {name: _single(values) for name, values in found.items()}

    def _hours(self, scheme: str) -> dict[str, Floats]:
        world, slots = self.model.world, HOURS[scheme]
        return {
            f"schools.hours_{scheme}": participant_hours(world, slots, np.ones(len(TOPICS.codes))),
            f"schools.hours_broad_{scheme}": participant_hours(world, slots, TOPICS.broad.astype(np.float64)),
        }

    def _hours_of_dekom_y(self) -> dict[str, Floats]:
        fitting = fitting_hours(self.model.world, HOURS["y"])
        return self._hours("y") | {"schools.hours_fitting_y": fitting}

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
                for name, spec in tables[table].declared.items()
                if spec.static
            }
            | {name: np.mean(self.yearly[name], axis=0) for name in SIZES if self.years},
            parameters=self.model.params,
            share=self.model.share,
        )


def _single(values: Array) -> Array:
    return values.astype(np.float32) if values.dtype == np.float64 else values
