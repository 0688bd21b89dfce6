"""Indicators of careers: who is out of school some years on, and who has come back (by the school she was in last)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.teacher import OTHER_WORK, People
from sim.careers import GLU
from sim.indicator import Ratio, indicator
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.world import World

SOURCE = "Statistics Norway, Analyse 2019/18"


def _by_school(world: World, in_post: Bools, away: Bools) -> Floats:
    """Number of people by school: those in post, and those away by the school they were in last."""
    posts, gone, n = world.posts, world.away, world.schools.n
    here = np.bincount(posts.school[np.flatnonzero(in_post)], minlength=n)
    there = np.bincount(gone.school[np.flatnonzero(away)], minlength=n)
    return (here + there).astype(np.float64)


def _out_of_school(world: World, in_post: Bools, away: Bools) -> Ratio:
    """Of some people in post and away those who are out of school; leave counts as in."""
    nobody, out = np.zeros(world.posts.n, dtype=bool), world.away.status == OTHER_WORK
    return _by_school(world, nobody, away & out), _by_school(world, in_post, away)


@indicator(
    unit="share of graduates",
    formula="GLU graduates who began five years ago and are not in school, leave counted as in / all who began",
    base="schools", kind="flow", better="-", smallest=0.01, weight="graduates who began",
    en="New teachers out of school after five years", nb="Nyutdannede ute av skolen etter fem år",
    source="Statistics Norway, cohort of 2010",
)  # fmt: skip
def exit_five_years(world: World) -> Ratio:
    """Graduates of grunnskolelærerutdanning who began in school five years ago and are not in school now."""

    def began(people: People) -> Bools:
        recent: Bools = (people.career >> 1 == 5) & (people.route == GLU) & people.in_school(5)
        return recent

    return _out_of_school(world, began(world.posts), began(world.away))


@indicator(
    unit="share of teachers", formula="qualified teachers of ten years ago in other work / those not retired",
    base="schools", kind="flow", better="-", smallest=0.01, weight="teachers of ten years ago",
    en="Teachers in other work after ten years", nb="Lærere i annet arbeid etter ti år", source=SOURCE,
)  # fmt: skip
def exit_ten_years(world: World) -> Ratio:
    """Qualified teachers of ten years ago, those retired left out, who are not in school now."""
    return _out_of_school(world, *(people.ten_years_ago(in_school=True) for people in (world.posts, world.away)))


@indicator(
    unit="per teacher lost", formula="out of school ten years ago and back / in school then and out now",
    base="schools", kind="flow", better="+", smallest=0.05, weight="teachers in other work",
    en="Teachers who come back to school", nb="Lærere som vender tilbake til skolen", source=SOURCE,
)  # fmt: skip
def returns(world: World) -> Ratio:
    """Qualified people out of school ten years ago who are back, against teachers of then who are out now."""
    posts, away = world.posts, world.away
    nobody, out = np.zeros(posts.n, dtype=bool), away.status == OTHER_WORK
    back = _by_school(world, posts.ten_years_ago(in_school=False), away.ten_years_ago(in_school=False) & ~out)
    return back, _by_school(world, nobody, away.ten_years_ago(in_school=True) & out)
