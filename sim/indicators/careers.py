"""Indicators of careers: who is out of school some years on, and who has come back (by the school she was in last)."""

from __future__ import annotations

import numpy as np

from sim.actors.teacher import OTHER_WORK, People
from sim.careers import GLU
from sim.indicators.registry import Indicator, Ratio
from sim.types import Bools, Floats
from sim.world import World


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


def exit_five_years(w: World) -> Ratio:
    """Graduates of grunnskolelærerutdanning who began in school five years ago and are not in school now."""

    def began(people: People) -> Bools:
        recent: Bools = (people.career >> 1 == 5) & (people.route == GLU) & people.in_school(5)
        return recent

    return _out_of_school(w, began(w.posts), began(w.away))


def exit_ten_years(w: World) -> Ratio:
    """Qualified teachers of ten years ago, those retired left out, who are not in school now."""
    return _out_of_school(w, *(people.ten_years_ago(in_school=True) for people in (w.posts, w.away)))


def returns(w: World) -> Ratio:
    """Qualified people out of school ten years ago who are back, against teachers of then who are out now."""
    nobody, out = np.zeros(w.posts.n, dtype=bool), w.away.status == OTHER_WORK
    back = _by_school(w, w.posts.ten_years_ago(in_school=False), w.away.ten_years_ago(in_school=False) & ~out)
    return back, _by_school(w, nobody, w.away.ten_years_ago(in_school=True) & out)


SOURCE = "Statistics Norway, Analyse 2019/18"
CAREER_INDICATORS = (
    Indicator("exit_five_years", "share of graduates", "GLU graduates who began five years ago and are not in school, "
              "leave counted as in / all who began", "schools", "flow", "-", 0.01, "graduates who began", False,
              "New teachers out of school after five years", "Nyutdannede ute av skolen etter fem år",
              "Statistics Norway, cohort of 2010", exit_five_years),
    Indicator("exit_ten_years", "share of teachers", "qualified teachers of ten years ago in other work / those not "
              "retired", "schools", "flow", "-", 0.01, "teachers of ten years ago", False,
              "Teachers in other work after ten years", "Lærere i annet arbeid etter ti år", SOURCE, exit_ten_years),
    Indicator("returns", "per teacher lost", "out of school ten years ago and back / in school then and out now",
              "schools", "flow", "+", 0.05, "teachers in other work", False, "Teachers who come back to school",
              "Lærere som vender tilbake til skolen", SOURCE, returns),
)  # fmt: skip
