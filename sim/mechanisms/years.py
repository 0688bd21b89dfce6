"""A new school year in the country itself: pupils come and go, schools close and open, and posts with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import UPPER_SECONDARY, Schools
from sim.areas import ContextLevers
from sim.columns import total_by
from sim.country.graduates import NUMBERS
from sim.country.years import Years
from sim.labour import count_unqualified, hard_to_staff
from sim.parameters import Parameters, SchoolParameters
from sim.topics import TOPICS
from sim.types import Bools, Floats, Ints
from sim.world import World

if TYPE_CHECKING:
    from sim.now import Now

INHERITED = ("practice_start", "environment_start", "exposure", "environment_exposure", "measured")
"""Columns of a school that opens: the mean of the schools its pupils and teachers come from."""


def years_move(now: Now) -> None:
    """A school year begins with its own pupils, schools and posts, before people come and go.

    A teacher whose post is closed keeps its row until the labour market has placed her; a post that opens is empty
    until then.
    """
    path = now.policy[ContextLevers].demography.path
    if now.years is None or not path:
        return
    world, schools = now.world, now.world.schools
    before = schools.n_posts.copy()
    stand(world, now.years, path, now.year)
    changed = np.flatnonzero(before != schools.n_posts)
    if len(changed):
        schools_change(schools, before.astype(np.int64), now.params.school)
        count_again(world, now.params, changed)
        count_unqualified(world)


def stand_as_begun(world: World, years: Years | None, path: str, year: int, params: Parameters) -> None:
    """Before the first autumn the country stands as in that year.

    Args:
        world: The tables, as built for the base year.
        years: The yearly plan; none if the country stands still.
        path: Path of the population, empty if the country stands still.
        year: Year of the first autumn.
        params: The parameters.
    """
    if years is not None and path:
        stand(world, years, path, year)
        count_again(world, params, np.arange(world.schools.n))


def stand(world: World, years: Years, path: str, year: int) -> None:
    """Give schools the pupils and posts of a year, and universities their graduates; the rows of posts never move.

    Args:
        world: The tables.
        years: The yearly plan.
        path: Path of the population.
        year: The autumn.
    """
    schools, u, column = world.schools, world.universities, years.at(path, year)
    schools.pupils, schools.n_posts = years.pupils[column], years.posts[column]
    open_posts(world)
    graduates = years.graduates[years.place(year)]
    for name, number in zip(NUMBERS, graduates.T, strict=True):
        u.arrays[name][: len(graduates)] = number


def open_posts(world: World) -> None:
    """A school's posts are the first `n_posts` of its rows."""
    schools = world.schools
    world.posts.open = np.arange(world.posts.n) < np.repeat(schools.first_post + schools.n_posts, schools.capacity)
    world.posts.enrolled[~world.posts.open] = 0


def count_again(world: World, params: Parameters, changed: Ints) -> None:
    """Count what follows from pupils and posts: kinds of teachers, staff of owners, networks and counties.

    Args:
        world: The tables.
        params: The parameters.
        changed: Schools whose posts have changed.
    """
    schools, owners, networks, counties = world.schools, world.owners, world.networks, world.counties
    posts = schools.n_posts.astype(np.float64)
    schools.hard_to_staff = hard_to_staff(world, params)
    cell = world.posts.school.astype(np.int64) * len(TOPICS.kinds) + world.posts.kind
    schools.kinds = np.bincount(cell[world.posts.open], minlength=schools.kinds.size).reshape(schools.kinds.shape)
    relevance, concerns, teaches = np.split(TOPICS.facts, 3, axis=1)
    of_kind = np.concatenate([relevance, concerns > 0, teaches], axis=1, dtype=np.float64)
    found = np.einsum("sk,kt->st", schools.kinds[changed], of_kind)  # a product of matrices would wake every processor
    schools.weight[changed], schools.concerned[changed], schools.teaching[changed] = np.split(found, 3, axis=1)
    owners.staff = total_by(schools.owner, posts, owners.n)
    joined = owners.network >= 0
    networks.staff = total_by(owners.network[joined], owners.staff[joined], networks.n)
    member = schools.network >= 0
    networks.kinds = total_by(schools.network[member].astype(np.int64), schools.kinds[member], networks.n)
    counties.staff = total_by(schools.county, posts, counties.n)
    counties.posts_upper = total_by(schools.county, posts * (schools.level == UPPER_SECONDARY), counties.n)
    counties.posts_primary = counties.staff - counties.posts_upper


@dataclass(frozen=True)
class Change:
    """The schools of owners that close or open a school this autumn; shape (m,) each.

    Attributes:
        rows: Rows of the schools.
        owner: Their owner, by consecutive numbers.
        before: Posts of the year before.
        closed, opened: Whether a school closes, opens.
    """

    rows: Ints
    owner: Ints
    before: Floats
    closed: Bools
    opened: Bools

    def mean(self, values: Floats, weight: Floats) -> Floats:
        """Weighted mean of values over the schools of each school's owner, shape as the values; 0 without weight."""
        n, flat = int(self.owner.max()) + 1, values.reshape(len(self.rows), -1)
        total = total_by(self.owner, weight[:, None] * flat, n)
        mean = total / np.maximum(total_by(self.owner, weight, n), 1e-9)[:, None]
        result: Floats = mean[self.owner].reshape(values.shape)
        return result


def schools_change(schools: Schools, before: Ints, params: SchoolParameters) -> None:
    """The memory of schools that close, and what schools that open begin with (nedleggelse, oppstart).

    Args:
        schools: The schools, with this year's posts.
        before: Posts of the year before, shape (schools,).
        params: Parameters of schools.
    """
    closed, opened = (before > 0) & (schools.n_posts == 0), (before == 0) & (schools.n_posts > 0)
    rows = np.flatnonzero(np.isin(schools.owner, schools.owner[closed | opened]))
    if not len(rows):
        return
    owner = np.unique(schools.owner[rows], return_inverse=True)[1].astype(np.int64)
    change = Change(rows, owner, before[rows].astype(np.float64), closed[rows], opened[rows])
    hand_on_routines(schools, change, 1.0 - params.routine_closure_loss)
    begin(schools, change)


def hand_on_routines(schools: Schools, change: Change, kept: float) -> None:
    """Teachers of a closed school go to the owner's others and bring along what is left of its routines.

    A new school begins with what is left of those of the schools around it.

    Args:
        schools: The schools.
        change: Those of owners that close or open one.
        kept: Part of a school's routines that its people bring along.
    """
    come = change.before * change.closed
    newcomers = change.mean(change.closed.astype(np.float64), np.maximum(change.before, schools.n_posts[change.rows]))
    for column in (schools.routines, schools.own_routines):
        routines = column[change.rows]
        brought, start = kept * change.mean(routines, come), kept * change.mean(routines, change.before)
        routines += newcomers[:, None] * (brought - routines)
        routines[change.opened], routines[change.closed] = start[change.opened], 0.0
        column[change.rows] = routines


def begin(schools: Schools, change: Change) -> None:
    """First state of schools that open: a new principal, no measures, and results that go on from those around.

    Args:
        schools: The schools.
        change: Those of owners that close or open one.
    """
    rows = change.rows[change.opened]
    moving = change.rows[change.closed | change.opened]
    schools.topic[moving], schools.participation[moving] = -1, 0.0
    schools.principal_tenure[rows], schools.involvement[rows] = 0.0, schools.own_involvement[rows]

    def around(column: Floats) -> Floats:
        return change.mean(column[change.rows], change.before)[change.opened]

    for name in INHERITED:
        schools.arrays[name][rows] = around(schools.arrays[name])
    for column, level in (
        (schools.true_results, schools.structural_level),
        (schools.environment, schools.environment_level),
    ):
        column[rows] = level[rows] + around(column - level)
    schools.results[rows] = schools.true_results[rows]
