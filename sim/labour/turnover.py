"""This file knows who leaves a post and who moves to another (gjennomtrekk, 4.1)."""

from __future__ import annotations

import numpy as np

from sim.areas import StaffLevers
from sim.kernels import staff as kernel
from sim.labour.displaced import place_displaced
from sim.labour.hiring import hire
from sim.labour.market import Market, logit
from sim.luck import Luck
from sim.parameters import Parameters
from sim.types import Ints
from sim.world import World


def change_staff(
    world: World, market: Market, policy: StaffLevers, p: Parameters, luck: Luck, semester: int,
    *, applicants: float, autumn: bool,
) -> None:  # fmt: skip
    """People leave and arrive: the staff of every school after this half-year's turnover.

    Args:
        world: The tables; posts and schools change.
        market: The labour market at its starting point.
        policy: Levers on recruitment and retention.
        p: All parameters.
        luck: Luck of the replication.
        semester: The semester lived through.
        applicants: Applicants from outside against those of the start, factor.
        autumn: Whether it is an autumn.
    """
    posts, schools = world.posts, world.schools
    posts.tenure += np.int16(1)
    posts.career += np.int16(1)
    fate = _leave(world, market, policy, p, luck, semester, autumn=autumn)
    fate *= posts.open & ~posts.vacant  # who is not there stays
    out = np.flatnonzero((fate == kernel.EXITS) & posts.qualified)
    schools.left_sector += np.bincount(posts.school[out], minlength=schools.n)
    displaced = np.flatnonzero(posts.displaced)
    empty = (fate != kernel.STAYS) | posts.vacant
    empty[place_displaced(world, np.flatnonzero(empty & (fate != kernel.MOVES)), luck, semester)] = False
    movers = np.flatnonzero(fate == kernel.MOVES)
    filled, staying = _place_movers(world, market, movers, np.flatnonzero(empty), luck, semester)
    fate[staying] = kernel.STAYS
    empty[staying], empty[filled] = False, False
    gone = np.flatnonzero(fate != kernel.STAYS)
    schools.count_leavers(posts.school[np.concatenate([gone, displaced])])
    new = (fate != kernel.STAYS) | posts.vacant
    hire(world, market, policy, p, np.flatnonzero(empty), luck, semester, applicants=applicants, autumn=autumn)
    posts.tenure[new] = 0
    posts.vacant = False
    schools.unqualified = np.add.reduceat(~posts.qualified & posts.open, schools.first_post, dtype=np.int64)


def _leave(
    world: World, market: Market, policy: StaffLevers, p: Parameters, luck: Luck, semester: int, *, autumn: bool
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
        np.full(schools.n, np.exp(-s.induction_quits * policy.induction)),
        np.exp(-s.career_quits * policy.career_paths), s.autumn_share, autumn, fate,
    )  # fmt: skip
    return fate


def _place_movers(
    world: World, market: Market, movers: Ints, vacant: Ints, luck: Luck, semester: int
) -> tuple[Ints, Ints]:
    """Movers take posts of their own kind in their own county, and bring along what they know.

    Returns:
        Posts filled, and posts of would-be movers who found none but their own and stay.
    """
    posts = world.posts
    # a post is taken early by chance and by appeal: u ** (1 / weight) orders like an exponential race
    wait = luck.uniform("post is sought", semester, posts.uid[vacant]) ** np.exp(-market.appeal[posts.school[vacant]])
    vacant = vacant[np.argsort(posts.cell[vacant] - wait)]
    movers = movers[np.argsort(posts.cell[movers] - luck.uniform("mover chooses", semester, posts.uid[movers]))]
    target = kernel.match(movers, vacant, posts.cell, posts.school)
    moved = target != movers
    for name in posts.person:
        column = getattr(posts, name)
        column[target[moved]] = column[movers[moved]]
    return target[moved], movers[~moved]
