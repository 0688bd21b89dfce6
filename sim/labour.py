"""This file knows the labour market of teachers: who leaves, who comes, and how well posts are filled (4.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.actors.school import UPPER_SECONDARY
from sim.columns import total_by
from sim.kernels import staff as kernel
from sim.luck import Luck
from sim.parameters import Parameters
from sim.policy import StaffPolicy
from sim.topics import OWN_SUBJECT, TOPICS
from sim.types import Bools, Floats, Ints
from sim.world import World

CAREER_YEARS = 61
NOVICE_YEARS = 5
SMALL_SCHOOL = 100
"""Pupils below which a school counts as small (size band of the Directorate)."""
REMOTE_CLASS = 5
"""Centrality class from which a municipality counts as far from the centre."""


def odds(share: float) -> float:
    """Odds of a share."""
    return share / (1.0 - share)


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
        appeal: Logit of a qualified hire from the centrality of each school's place, shape (schools,).
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
    hard = logit(s.leave_small_school) - logit(s.exit_qualified + s.move_qualified)
    age = np.ones(CAREER_YEARS)
    age[:NOVICE_YEARS], age[29:34], age[34:40] = s.novice_exit_odds, s.senior_exit_odds, s.late_exit_odds
    factor, count = _groups(world, np.exp(hard))
    exit_odds = odds(s.exit_qualified)
    for _ in range(60):  # fixed point: the mean hazard over the staff is the published one
        age[40:] = odds(s.retirement_hazard) / exit_odds
        exit_odds *= s.exit_qualified / _mean_hazard(exit_odds * age[:, None] * factor, count)
    age[40:] = odds(s.retirement_hazard) / exit_odds
    move_odds = odds(s.move_qualified)
    for _ in range(30):
        move_odds *= s.move_qualified / _mean_hazard(move_odds * np.ones((CAREER_YEARS, 1)) * factor, count)
    place = world.owners.centrality[world.schools.municipality]
    centre = float(np.average(place, weights=world.schools.n_posts))
    appeal = p.country.unqualified_centrality_slope * (place - centre)
    share = _unqualified_share(world)
    return Market(
        exit_odds=exit_odds,
        move_odds=move_odds,
        unqualified_odds=odds(s.exit_unqualified),
        age_odds=age,
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


def _stage(world: World) -> Ints:
    return (world.schools.level == UPPER_SECONDARY).astype(np.int64)


def _supply(world: World, p: Parameters, *, autumn: bool) -> Floats:
    """Qualified applicants from outside by county and stage this semester, shape (counties, 2)."""
    u, c = world.universities, world.counties
    stock = np.stack([c.posts_primary, c.posts_upper], axis=1)
    season = p.staff.autumn_share if autumn else 1.0 - p.staff.autumn_share
    returners = p.staff.return_share * p.staff.exit_qualified * season * stock
    if not autumn:
        return returners
    size = u.cohort_size[:, 0]
    graduates = np.stack([(u.graduates_primary * size) @ u.mobility, (u.graduates_upper * size) @ u.mobility], axis=1)
    return returners + graduates


def _unqualified_share(world: World) -> Floats:
    """Share of unqualified posts in the country as built, primary and upper secondary, shape (2,)."""
    posts = world.posts
    stage = _stage(world)[posts.school]
    count = np.bincount(stage, minlength=2)
    unqualified = np.bincount(stage, weights=~posts.qualified, minlength=2)
    return np.clip(unqualified / np.maximum(count, 1), 0.002, 0.5)


def _usual_supply(world: World, p: Parameters, share: Floats) -> Floats:
    """Applicants from outside per vacancy at the start, by season and stage, shape (2, 2)."""
    s = p.staff
    stock = np.array([world.counties.posts_primary.sum(), world.counties.posts_upper.sum()])
    yearly = stock * (s.exit_qualified * (1.0 - share) + s.exit_unqualified * share)
    seasons = np.array([s.autumn_share, 1.0 - s.autumn_share])
    supply = np.stack([_supply(world, p, autumn=autumn).sum(axis=0) for autumn in (True, False)])
    return np.maximum(supply, 0.1) / np.maximum(seasons[:, None] * yearly[None, :], 0.5)


def _fill(world: World, p: Parameters, appeal: Floats, target: float, *, upper: bool) -> float:
    """Intercept of a qualified hire at which the stationary share of unqualified posts is the one built."""
    s = p.staff
    mine = _stage(world) == int(upper)
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


def change_staff(
    world: World, market: Market, policy: StaffPolicy, p: Parameters, luck: Luck, semester: int, *, autumn: bool
) -> None:
    """People leave and arrive: the staff of every school after this half-year's turnover."""
    posts, schools = world.posts, world.schools
    posts.tenure += np.int16(1)
    posts.career += np.int16(1)
    fate = _leave(world, market, policy, p, luck, semester, autumn=autumn)
    gone = np.flatnonzero(fate)
    movers = gone[fate[gone] == kernel.MOVES]
    schools.count_leavers(posts.school[gone])
    filled = _place_movers(world, market, movers, gone, luck, semester)
    fate[filled] = kernel.STAYS
    vacant = np.flatnonzero(fate)
    _hire(world, market, policy, p, vacant, luck, semester, autumn=autumn)
    posts.tenure[gone] = 0
    schools.unqualified = np.add.reduceat(~posts.qualified, schools.first_post, dtype=np.int64)


def _leave(
    world: World, market: Market, policy: StaffPolicy, p: Parameters, luck: Luck, semester: int, *, autumn: bool
) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """What each post's teacher does (see the compiled loop)."""
    posts, schools, s = world.posts, world.schools, p.staff
    premium = (logit(s.leave_small_school) - logit(s.leave_small_school - s.premium_quits)) / 0.10
    new_principal = schools.principal_tenure < p.school.principal_dip_years
    weak = np.average(schools.true_results, weights=schools.pupils) - schools.true_results
    term = schools.hard_to_staff * (market.hard - premium * policy.pay_premium)
    term += s.principal_change_quits * new_principal + s.weak_results_quits * weak
    fate = np.zeros(posts.n, dtype=np.int8)
    kernel.leave(
        np.uint64(luck.key("teacher leaves", semester)), posts.uid, posts.school, posts.qualified, posts.career,
        market.exit_odds, market.move_odds, market.unqualified_odds, market.age_odds, np.exp(term),
        np.full(schools.n, np.exp(-s.induction_quits * policy.induction)), s.autumn_share, autumn, fate,
    )  # fmt: skip
    return fate


def _place_movers(world: World, market: Market, movers: Ints, vacant: Ints, luck: Luck, semester: int) -> Ints:
    """Movers take posts of their own kind in their own county, and bring along what they know.

    Returns:
        Posts filled, shape of `movers`.
    """
    posts = world.posts
    # a post is taken early by chance and by appeal: u ** (1 / weight) orders like an exponential race
    wait = luck.uniform("post is sought", semester, posts.uid[vacant]) ** np.exp(-market.appeal[posts.school[vacant]])
    vacant = vacant[np.argsort(posts.cell[vacant] - wait)]
    movers = movers[np.argsort(posts.cell[movers] - luck.uniform("mover chooses", semester, posts.uid[movers]))]
    cell = posts.cell[movers]
    first = np.searchsorted(posts.cell[vacant], cell, side="left")
    rank = np.arange(len(movers)) - np.searchsorted(cell, cell, side="left")
    target = vacant[first + rank]
    for j in np.flatnonzero(target == movers):  # nobody moves to the post just left: change with a neighbour
        for k in (j - 1, j + 1):
            if 0 <= k < len(movers) and cell[k] == cell[j]:
                target[j], target[k] = target[k], target[j]
                break
    for name in posts.person:
        column = getattr(posts, name)
        column[target] = column[movers]
    return target


def _hire(
    world: World, market: Market, policy: StaffPolicy, p: Parameters, vacant: Ints, luck: Luck, semester: int,
    *, autumn: bool,
) -> None:  # fmt: skip
    """Graduates and returners fill vacancies where enough of them apply; the rest goes to unqualified people."""
    posts, schools = world.posts, world.schools
    school = posts.school[vacant]
    stage = _stage(world)[school]
    county = schools.county[school]
    chance = _chance_of_qualified(world, market, policy, p, school, stage, county, autumn=autumn)
    qualified = luck.uniform("qualified hire", semester, posts.uid[vacant]) < chance
    posts.qualified[vacant] = qualified
    posts.origin[vacant] = -1
    posts.offer[vacant] = -1
    posts.study[vacant] = -1
    years = 5.0 + 20.0 * luck.uniform("career of a returner", semester, posts.uid[vacant])
    posts.career[vacant] = np.where(qualified, 2.0 * years, 0.0).astype(np.int16)
    bonus = np.zeros(len(vacant))
    if autumn:
        for level in range(2):
            mine = np.flatnonzero(qualified & (stage == level))
            bonus[mine] = _place_graduates(world, p, vacant[mine], county[mine], level, luck, semester)
    draw_people(world, p, vacant, bonus, luck, semester)
    novice = vacant[posts.origin[vacant] >= 0]
    mean = (posts.base[novice] * TOPICS.relevance[posts.kind[novice]]).sum(axis=1, dtype=np.float64)
    mean /= TOPICS.relevance.sum(axis=1, dtype=np.float64)[posts.kind[novice]]
    schools.novices += np.bincount(posts.school[novice], minlength=schools.n)
    schools.novice_competence += np.bincount(posts.school[novice], weights=mean, minlength=schools.n)


def _chance_of_qualified(
    world: World, market: Market, policy: StaffPolicy, p: Parameters, school: Ints, stage: Ints, county: Ints,
    *, autumn: bool,
) -> Floats:  # fmt: skip
    """Chance that each vacancy is filled with a qualified teacher, from applicants per vacancy."""
    s, n = p.staff, world.counties.n
    supply = _supply(world, p, autumn=autumn)
    vacancies = total_by(county * 2 + stage, np.ones(len(school)), 2 * n).reshape(n, 2)
    usual = market.usual[0 if autumn else 1]
    local = np.log(np.maximum(supply, 0.1) / np.maximum(vacancies, 0.5)) - np.log(usual)
    national = np.log(np.maximum(supply.sum(axis=0), 0.1) / np.maximum(vacancies.sum(axis=0), 0.5)) - np.log(usual)
    weight = s.local_supply_weight
    applicants = weight * local[county, stage] + (1.0 - weight) * national[stage]
    hired = 1.0 / (1.0 + np.exp(-market.fill[stage]))
    premium = s.premium_recruitment / (hired * (1.0 - hired)) / 0.10 * policy.pay_premium
    term = market.fill[stage] + market.appeal[school] + s.applicants_elasticity * applicants
    term += premium * world.schools.hard_to_staff[school]
    if not autumn:
        term -= s.midyear_penalty
    result: Floats = 1.0 / (1.0 + np.exp(-term))
    return result


def _place_graduates(
    world: World, p: Parameters, hired: Ints, county: Ints, level: int, luck: Luck, semester: int
) -> Floats:
    """Give qualified hires of a stage to the county's graduates as far as these go; return their bonus."""
    posts, u = world.posts, world.universities
    output = (u.graduates_upper if level else u.graduates_primary) * u.cohort_size[:, 0]
    arriving = output[:, None] * u.mobility  # people by university and county
    order = np.lexsort((luck.uniform("graduate is hired", semester, posts.uid[hired]), county))
    rank = np.arange(len(hired)) - np.searchsorted(county[order], county[order], side="left")
    total = arriving.sum(axis=0)
    graduate = np.zeros(len(hired), dtype=bool)
    graduate[order] = rank < total[county[order]]
    pick = luck.uniform("graduate's university", semester, posts.uid[hired])
    cumulated = np.cumsum(arriving, axis=0) / np.maximum(total, 1e-9)
    origin = np.minimum((cumulated.T[county] < pick[:, None]).sum(axis=1), u.n - 1)
    rows = hired[graduate]
    posts.origin[rows] = origin[graduate].astype(np.int8)
    posts.career[rows] = 0
    gained = u.cohort_quality[:, 0] - u.quality_start
    return np.where(graduate, p.partnership.graduate_effect * gained[origin], 0.0)


def draw_people(world: World, p: Parameters, rows: Ints, bonus: Floats, luck: Luck, semester: int) -> None:
    """New people in the given posts: their competence is drawn (see the compiled loop)."""
    posts, c = world.posts, p.competence
    kernel.arrive(
        np.uint64(luck.key("competence of a newcomer", semester)), rows, posts.uid, posts.kind, posts.qualified,
        posts.career, bonus, TOPICS.relevance, np.float32(OWN_SUBJECT), c.base_qualified, c.base_unqualified,
        c.own_subject_bonus, c.teacher_sd * np.sqrt(c.common_share), c.teacher_sd * np.sqrt(1.0 - c.common_share),
        c.novice_gap, 2.0 * c.experience_years, posts.base, posts.learned,
    )  # fmt: skip


def hard_to_staff(pupils: Floats, centrality_class: Ints) -> Bools:
    """Small schools far from the centre."""
    return (pupils < SMALL_SCHOOL) & (centrality_class >= REMOTE_CLASS)
