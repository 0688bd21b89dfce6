"""This file knows the labour market at its starting point: the intercepts that reproduce published rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.agents.school import UPPER_SECONDARY
from sim.careers import CAREER_YEARS, age_odds, odds
from sim.parameters import Parameters
from sim.types import Bools, Floats, Ints
from sim.world import World

SMALL_SCHOOL = 100
"""Pupils below which a school counts as small (size band of the Directorate)."""


def logit(share: float) -> float:
    """Log odds of a share."""
    return float(np.log(odds(share)))


@dataclass(frozen=True)
class Market:
    """The labour market at its starting point: odds and intercepts that reproduce the published rates.

    Attributes:
        exit_odds, move_odds, unqualified_odds: Yearly odds of leaving at a reference teacher and school.
        age_odds: Factor by years of career, shape (CAREER_YEARS,).
        hard: Rise in the logit of leaving at a hard-to-staff school.
        appeal: How well each school's place draws applicants, logit of a qualified hire, shape (schools,).
        fill: Intercept of a qualified hire, primary and upper secondary, shape (2,).
        usual: Applicants per vacancy at the start, by season (autumn, spring) and stage, shape (2, 2).
    """

    exit_odds: float
    move_odds: float
    unqualified_odds: float
    age_odds: Floats
    hard: float
    appeal: Floats
    fill: Floats
    usual: Floats


def open_market(world: World, p: Parameters) -> Market:
    """Find the intercepts at which the country as built has the published rates."""
    s = p.staff
    hard = max(0.0, logit(s.leave_small_school) - logit(s.exit_qualified + s.move_qualified))
    factor, count = _groups(world, np.exp(hard))
    renewed = 1.0 - (1.0 - p.country.principal_exit) ** p.school.principal_dip_years  # schools with a new principal
    factor = factor * (1.0 + renewed * (np.exp(s.principal_change_quits) - 1.0))
    exit_odds = odds(s.exit_qualified)
    for _ in range(60):  # fixed point: the mean hazard over the staff is the published one
        exit_odds *= s.exit_qualified / _mean_hazard(exit_odds * age_odds(s, exit_odds)[:, None] * factor, count)
    move_odds = odds(s.move_qualified)
    for _ in range(30):
        move_odds *= s.move_qualified / _mean_hazard(move_odds * np.ones((CAREER_YEARS, 1)) * factor, count)
    appeal, share = appeal_of(world, p), _unqualified_share(world)
    return Market(
        exit_odds=exit_odds,
        move_odds=move_odds,
        unqualified_odds=odds(s.exit_unqualified),
        age_odds=age_odds(s, exit_odds),
        hard=hard,
        appeal=appeal,
        fill=np.array([_fill(world, p, appeal, share[stage], upper=stage == 1) for stage in range(2)]),
        usual=_usual_supply(world, p, share),
    )


def _groups(world: World, factor_hard: float) -> tuple[Floats, Floats]:
    """School factor (1, 2) and number of qualified posts by year of career and group (CAREER_YEARS, 2)."""
    posts = world.posts
    years = np.minimum(posts.career // 2, CAREER_YEARS - 1)
    hard = world.schools.hard_to_staff[posts.school].astype(np.int64)
    flat = (years * 2 + hard)[posts.qualified]
    count = np.bincount(flat, minlength=2 * CAREER_YEARS).reshape(CAREER_YEARS, 2).astype(np.float64)
    return np.array([[1.0, factor_hard]]), count


def _mean_hazard(odds_: Floats, count: Floats) -> float:
    return float((odds_ / (1.0 + odds_) * count).sum() / count.sum())


def stage_of(world: World) -> Ints:
    """Stage of each school: 0 primary and lower secondary, 1 upper secondary, shape (schools,)."""
    upper: Ints = (world.schools.level == UPPER_SECONDARY).astype(np.int64)
    return upper


def graduates_by_county(world: World, stage: int) -> Floats:
    """This autumn's graduates who look for work, people by university and county, shape (universities, counties)."""
    u = world.universities
    output = (u.graduates_primary, u.graduates_upper)[stage] * u.cohort_size[:, 0]
    result: Floats = output[:, None] * u.mobility
    return result


def supply_from_outside(world: World, p: Parameters, *, autumn: bool) -> Floats:
    """Qualified applicants from outside by county and stage in a semester like the first, shape (counties, 2)."""
    c = world.counties
    stock = np.stack([c.posts_primary, c.posts_upper], axis=1)
    season = p.staff.autumn_share if autumn else 1.0 - p.staff.autumn_share
    returners = p.staff.return_share * p.staff.exit_qualified * season * stock
    if not autumn:
        return returners
    graduates = [graduates_by_county(world, stage).sum(axis=0) for stage in range(2)]
    supply: Floats = returners + np.stack(graduates, axis=1)
    return supply


def _unqualified_share(world: World) -> Floats:
    """Share of unqualified posts in the country as built, primary and upper secondary, shape (2,)."""
    posts = world.posts
    stage = stage_of(world)[posts.school]
    count = np.bincount(stage, weights=posts.open, minlength=2)
    unqualified = np.bincount(stage, weights=posts.open & ~posts.qualified, minlength=2)
    return np.clip(unqualified / np.maximum(count, 1), 0.002, 0.5)


def _usual_supply(world: World, p: Parameters, share: Floats) -> Floats:
    """Applicants from outside per vacancy at the start, by season and stage, shape (2, 2)."""
    s = p.staff
    stock = np.array([world.counties.posts_primary.sum(), world.counties.posts_upper.sum()])
    yearly = stock * (s.exit_qualified * (1.0 - share) + s.exit_unqualified * share)
    seasons = np.array([s.autumn_share, 1.0 - s.autumn_share])
    supply = np.stack([supply_from_outside(world, p, autumn=autumn).sum(axis=0) for autumn in (True, False)])
    usual: Floats = np.maximum(supply, 0.1) / np.maximum(seasons[:, None] * yearly[None, :], 0.5)
    return usual


def _fill(world: World, p: Parameters, appeal: Floats, target: float, *, upper: bool) -> float:
    """Intercept of a qualified hire at which the stationary share of unqualified posts is the one built."""
    s = p.staff
    mine = stage_of(world) == int(upper)
    if not mine.any():
        return 0.0
    weight = world.schools.n_posts[mine].astype(np.float64)
    low, high = -8.0, 12.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        autumn = 1.0 / (1.0 + np.exp(-(middle + appeal[mine])))
        spring = 1.0 / (1.0 + np.exp(-(middle + appeal[mine] - s.midyear_penalty)))
        hired = s.autumn_share * autumn + (1.0 - s.autumn_share) * spring
        inflow = s.exit_qualified * (1.0 - hired)
        share = np.average(inflow / (inflow + s.exit_unqualified * hired), weights=weight)
        low, high = (middle, high) if share > target else (low, middle)
    return 0.5 * (low + high)


def appeal_of(world: World, p: Parameters) -> Floats:
    """How well the place of each school draws applicants: logit of a qualified hire against the mean place.

    The one thing about the labour market that depends on centrality (sentralitet); all other differences between
    centre and periphery follow from it. The register states the slope of being unqualified, hence the sign.

    Returns:
        Shape (schools,), with mean 0 over posts.
    """
    place = world.owners.centrality[world.schools.municipality]
    centre = float(np.average(place, weights=world.schools.n_posts))
    return -p.country.unqualified_centrality_slope * (place - centre)


def hard_to_staff(world: World, p: Parameters) -> Bools:
    """Small schools whose place draws few applicants (vanskelige å bemanne), shape (schools,)."""
    return (world.schools.pupils < SMALL_SCHOOL) & (appeal_of(world, p) < -p.staff.hard_to_staff_appeal)
