"""The labour market of the observed country: intercepts that give its published shares, solved once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import UPPER_SECONDARY
from sim.agents.teacher import OTHER_WORK
from sim.areas import ContextLevers
from sim.columns import total_by
from sim.parameters import Parameters, StaffParameters
from sim.types import Bools, Floats, Ints
from sim.world import World

if TYPE_CHECKING:
    from sim.country.years import Years
    from sim.now import Now

SMALL_SCHOOL = 100
"""Pupils below which a school counts as small (size band of the Directorate)."""


def odds(share: float) -> float:
    """Odds of a share, finite even where it is 1."""
    return min(share, 1.0 - 1e-9) / (1.0 - min(share, 1.0 - 1e-9))


def logit(share: float) -> float:
    """Log odds of a share, finite even where it is 0 or 1."""
    return float(np.log(max(odds(share), 1e-9)))


@dataclass(frozen=True)
class Market:
    """The labour market of the country as built and observed.

    Attributes:
        hard: Rise in the logit of leaving at a hard-to-staff school.
        premium: Fall in it per unit of extra pay there.
        fill: Intercept of a qualified hire, primary and upper secondary, shape (2,).
        usual: Log of applicants per vacancy in a usual autumn and spring, shape (2, counties, 2 stages).
    """

    hard: float
    premium: float
    fill: Floats
    usual: Floats


def open_market(world: World, p: Parameters, years: Years | None = None) -> Market:
    """Find the intercepts at which the country has its published shares under its usual losses and growth.

    What the country loses in a usual year is a published figure (`losses_usual`), not what people do in the model: so
    if they leave more often, because a lever, demography or another number makes them, posts are filled worse. So is
    what is added: posts grew in the years in which the shares were observed, and will be fewer in those to come.

    Args:
        world: The tables, as the country begins.
        p: All parameters.
        years: The yearly plan; none if posts have always been as many.
    """
    share, growth = _unqualified_share(world), _growth(world, years, int(p.staff.usual_growth_until))
    hard, premium = _hardness(p.staff)
    return Market(
        hard=hard,
        premium=premium,
        fill=np.array([_fill(world, p.staff, share, growth.sum(axis=0), stage) for stage in range(2)]),
        usual=_usual_supply(world, p.staff, share, growth),
    )


def _hardness(s: StaffParameters) -> tuple[float, float]:
    """Rise in the logit of leaving where a school is hard to staff, and its fall per unit of extra pay.

    Published is who leaves such a school for any reason; what is not retirement or leave is a choice, and moves.
    """
    choice = 1.0 - (1.0 - s.exit_qualified) * (1.0 - s.move_qualified)
    others = s.losses_usual - s.exit_qualified + 0.5 * (s.leave_young + s.leave_older)
    there = max(s.leave_small_school - max(others, 0.0), choice)
    kept = logit(there) - logit(max(there - s.premium_quits, 0.0))
    return logit(there) - logit(choice), kept / 0.10


def stage_of(world: World) -> Ints:
    """Stage of each school: 0 primary and lower secondary, 1 upper secondary, shape (schools,)."""
    upper: Ints = (world.schools.level == UPPER_SECONDARY).astype(np.int64)
    return upper


def graduates_by_county(world: World, stage: int) -> Floats:
    """Graduates of the autumn who begin in schools, shape (universities, counties)."""
    u = world.universities
    output = (u.graduates_primary, u.graduates_upper)[stage] * u.cohort_size[:, 0]
    result: Floats = output[:, None] * u.mobility
    return result


def graduates_in_all(world: World, stage: int) -> Floats:
    """Graduates of the autumn, whether they begin in schools or not, shape (universities, counties)."""
    u = world.universities
    output = (u.graduates_primary + u.elsewhere_primary, u.graduates_upper + u.elsewhere_upper)[stage]
    result: Floats = (output * u.cohort_size[:, 0])[:, None] * u.mobility
    return result


def reserve(world: World) -> Floats:
    """People in other work who were teachers last, by county and stage, shape (counties, 2)."""
    away = world.away
    there = np.bincount(away.school[away.status == OTHER_WORK], minlength=world.schools.n)
    return total_by(world.schools.county * 2 + stage_of(world), there, 2 * world.counties.n).reshape(-1, 2)


def in_season(s: StaffParameters, *, autumn: bool) -> float:
    """Part of a year that falls in the half-year."""
    return s.autumn_share if autumn else 1.0 - s.autumn_share


def applicants_by_county(now: Now) -> Floats:
    """Applicants from outside against those observed to 2025 (søkere), factor, shape (counties,)."""
    here = np.full(now.world.counties.n, now.lever(ContextLevers, "applicants", "counties"), dtype=np.float64)
    return here * now.policy[ContextLevers].growth_to(now.year)


def supply(world: World, s: StaffParameters, *, autumn: bool) -> tuple[Floats, Floats]:
    """Newcomers, who come in autumn, and those in other work who usually seek a school; each of shape (counties, 2).

    Newcomers are graduates, and people whose other education meets the requirements.
    """
    seek = s.reserve_seeks * reserve(world)
    if not autumn:
        return np.zeros_like(seek), seek
    graduates = [graduates_by_county(world, stage).sum(axis=0) for stage in range(2)]
    return (1.0 + s.others_qualified) * np.stack(graduates, axis=1), seek


def _unqualified_share(world: World) -> Floats:
    """Share of unqualified posts in the country as built, primary and upper secondary, shape (2,)."""
    posts = world.posts
    held = posts.holder > 0
    stage = stage_of(world)[posts.school]
    count = np.bincount(stage, weights=held, minlength=2)
    unqualified = np.bincount(stage, weights=held & ~posts.qualified, minlength=2)
    return np.clip(unqualified / np.maximum(count, 1), 0.002, 0.5)


def per_vacancy(applicants: Floats, vacancies: Floats, s: StaffParameters) -> Floats:
    """Log of applicants per vacancy, in the county and in the nation by their weights; all of shape (counties, 2)."""
    local = np.log(np.maximum(applicants, 0.1) / np.maximum(vacancies, 0.5))
    nation = np.log(np.maximum(applicants.sum(axis=0), 0.1) / np.maximum(vacancies.sum(axis=0), 0.5))
    mixed: Floats = s.local_supply_weight * local + (1.0 - s.local_supply_weight) * nation
    return mixed


def _growth(world: World, years: Years | None, until: int) -> Floats:
    """Posts added in a usual year, the mean of those observed until one, by county and stage, shape (counties, 2)."""
    n = world.counties.n
    if years is None:
        return np.zeros((n, 2))
    last = min(years.place(until), years.base)
    added = (years.posts[last].astype(np.float64) - years.posts[0]) / max(last, 1)
    return total_by(world.schools.county * 2 + stage_of(world), added, 2 * n).reshape(n, 2)


def _usual_supply(world: World, s: StaffParameters, share: Floats, growth: Floats) -> Floats:
    """Log of applicants per vacancy in a usual year, by season, county and stage, shape (2, counties, 2)."""
    schools = world.schools
    stage = stage_of(world)
    leavers = losses_of(world, s) * (1.0 - share[stage]) + s.exit_unqualified * share[stage]
    yearly = total_by(schools.county * 2 + stage, schools.n_posts * leavers, 2 * world.counties.n).reshape(-1, 2)
    usual = []
    for autumn in (True, False):
        graduates, seek = supply(world, s, autumn=autumn)
        vacancies = in_season(s, autumn=autumn) * yearly + growth * autumn
        usual.append(per_vacancy(graduates + seek, vacancies, s))
    return np.stack(usual)


def _fill(world: World, s: StaffParameters, target: Floats, growth: Floats, stage: int) -> float:
    """Intercept of a qualified hire at which the share of unqualified posts stays the one built.

    Args:
        world: The tables.
        s: Parameters of turnover.
        target: Share of unqualified posts, primary and upper secondary.
        growth: Posts added in a usual year, primary and upper secondary.
        stage: Which of them.
    """
    mine = stage_of(world) == stage
    weight = world.schools.n_posts[mine].astype(np.float64)
    if weight.sum() == 0:
        return 0.0
    appeal, losses, added = world.schools.appeal[mine], losses_of(world, s)[mine], growth[stage] / weight.sum()
    low, high = -8.0, 12.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        autumn = 1.0 / (1.0 + np.exp(-(middle + appeal)))
        spring = 1.0 / (1.0 + np.exp(-(middle + appeal - s.midyear_penalty)))
        hired = s.autumn_share * autumn + (1.0 - s.autumn_share) * spring
        inflow = (losses + added) * (1.0 - hired)
        diluted = losses * (1.0 - hired) + added + s.exit_unqualified * hired
        share = np.average(np.clip(inflow / np.maximum(diluted, 1e-12), 0.0, 1.0), weights=weight)
        low, high = (middle, high) if share > target[stage] else (low, middle)
    return 0.5 * (low + high)


def losses_of(world: World, s: StaffParameters) -> Floats:
    """Share of qualified teachers who usually retire or leave for other work in a year, by school."""
    losses: Floats = s.losses_usual + s.exit_qualified * np.expm1(world.schools.competition)
    return np.maximum(losses, 0.0)


def hard_to_staff(world: World, p: Parameters) -> Bools:
    """Small schools whose place draws few applicants (vanskelige å bemanne), shape (schools,)."""
    return (world.schools.pupils < SMALL_SCHOOL) & (world.schools.appeal < -p.staff.hard_to_staff_appeal)
