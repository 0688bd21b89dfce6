"""A half-year of turnover (gjennomtrekk): who leaves, who has a right to a post, who moves, and who is hired."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.agents.owner import PRIVATE
from sim.agents.teacher import ON_LEAVE, another_autumn
from sim.areas import StaffLevers
from sim.careers import PENSION_AGE, retires
from sim.kernels import staff as kernel
from sim.labour.away import (
    count_unqualified,
    empty,
    go_away,
    leave_by_age,
    leave_working_life,
    return_to,
    who_is_drawn,
)
from sim.labour.hiring import hire
from sim.labour.market import odds
from sim.labour.placing import Moves, cell, most_sought, move_people, own_post, pair, place_movers
from sim.types import Bools, Ids, Ints, Shorts, Smalls
from sim.world import World

if TYPE_CHECKING:
    from sim.now import Now


class Leavers(NamedTuple):
    """Holders of posts who leave, move or lose them, as they were before, each of shape (n,)."""

    post: Ints
    holder: Ids
    qualified: Bools
    tenure: Shorts


def change_staff(now: Now) -> None:
    """People leave, come back, move and begin: the staff of every school after this half-year's turnover.

    Whose post has closed takes a vacant one of her kind in her own school or county, else goes to other work, or
    retires if old enough; nobody holds a closed post.
    """
    world, posts = now.world, now.world.posts
    _grow_older(now)
    fate = _decide(now)
    gone = np.flatnonzero(fate != kernel.STAYS)
    leavers = Leavers(gone, posts.holder[gone], posts.qualified[gone], posts.tenure[gone])
    movers, displaced = gone[fate[gone] == kernel.MOVES], gone[fate[gone] == kernel.LOSES_POST]
    back = _come_back(now)
    _go(world, gone, fate[gone], now.semester)
    sought = most_sought(world, np.concatenate([vacant_posts(world), movers]), now.draws)
    held = posts.holder[sought]
    moves = [
        _settle_with_right(now, sought, displaced, back),
        _settle_movers(now, sought, movers),
        _settle_displaced(world, sought, displaced),
    ]
    _let_go(world, displaced, gone[~posts.open[gone]], now.semester)
    hire(now, still_vacant(world, sought))
    posts.tenure[sought[posts.holder[sought] != held]] = 0
    _count(world, leavers, (np.concatenate([m[0] for m in moves]), np.concatenate([m[1] for m in moves])))
    if now.autumn:
        posts.served = another_autumn(posts.served, posts.holder > 0)
        world.away.served = another_autumn(world.away.served, world.away.status == ON_LEAVE)


def vacant_posts(world: World) -> Ints:
    """Open posts that nobody holds."""
    return np.flatnonzero(world.posts.open & (world.posts.holder == 0))


def still_vacant(world: World, sought: Ints) -> Ints:
    """Those of some posts that nobody holds, in their order."""
    vacant: Ints = sought[world.posts.holder[sought] == 0]
    return vacant


def _grow_older(now: Now) -> None:
    """Half a year passes for everybody; once a year some of those away leave working life."""
    posts, away = now.world.posts, now.world.away
    posts.tenure += np.int16(1)
    posts.career += np.int16(1)
    away.career += np.int16(1)
    if now.autumn:
        posts.age += posts.holder > 0
        away.age += away.holder > 0
        leave_working_life(now)


def _decide(now: Now) -> Smalls:
    """What the holder of each post does (see the compiled loop)."""
    posts, schools, s = now.world.posts, now.world.schools, now.params.staff
    levers, market = now.policy[StaffLevers], now.market
    new_principal = schools.principal_tenure < now.params.school.principal_dip_years
    weak = np.average(schools.true_results, weights=schools.pupils) - schools.true_results
    term = market.hard * schools.hard_to_staff + s.principal_change_quits * new_principal + s.weak_results_quits * weak
    here, paid = np.exp(term), np.exp(-market.premium * levers.pay_premium * schools.hard_to_staff)
    leaving = kernel.Leaving(
        out=retires(s),
        leave=leave_by_age(s),
        work=odds(s.exit_qualified) * here * paid * np.exp(schools.competition),
        route=np.array([s.exit_glu, 1.0, 1.0]),
        move=odds(s.move_qualified) * here * paid,
        unqualified=odds(s.exit_unqualified) * here,
        early=np.exp(-s.induction_quits * schools.induction(levers.induction, s)),
        experienced=float(np.exp(-s.career_quits * levers.career_paths)),
    )
    staff = kernel.Staff(
        posts.uid, posts.holder, posts.school, posts.qualified, posts.age, posts.career, posts.route,
        schools.first_post + schools.n_posts,
    )  # fmt: skip
    fate = np.zeros(posts.n, dtype=np.int8)
    kernel.leave(now.draws.key("teacher leaves"), staff, leaving, s.autumn_share, now.autumn, fate)
    return fate


def _go(world: World, rows: Ints, fate: Smalls, semester: int) -> None:
    """Those who leave school go away, or out for good; the others stay where they are for now."""
    on_leave = fate == kernel.GOES_ON_LEAVE
    away = on_leave | (fate == kernel.TO_OTHER_WORK)
    go_away(world, rows[away], on_leave[away], semester)
    world.posts.holder[rows[fate >= kernel.GOES_ON_LEAVE]] = 0


def _come_back(now: Now) -> Ints:
    """Rows of those who want to come back from leave this autumn."""
    if not now.autumn:
        return np.empty(0, dtype=np.int64)
    chance = np.full(now.world.schools.n, now.params.staff.leave_back)
    return who_is_drawn(now.world.away, ON_LEAVE, chance, "comes back from leave", now.draws)


def _settle_with_right(now: Now, sought: Ints, displaced: Ints, back: Ints) -> Moves:
    """Those whose post has closed, and those back from leave, take vacant posts at their own school or in the county.

    Args:
        now: The semester; posts and those away change.
        sought: Posts that are or may fall vacant, the most sought first.
        displaced: Posts that have closed under their holders.
        back: Rows of those who come back from leave; who finds no post waits.

    Returns:
        The posts that the displaced left and took.
    """
    world, posts, away = now.world, now.world.posts, now.world.away
    vacant = still_vacant(world, sought)
    school = np.concatenate([posts.school[displaced], away.school[back]])
    kind = np.concatenate([posts.kind[displaced], away.kind[back]])
    at, of = posts.school[vacant], posts.kind[vacant]
    one, other = pair((own_post(school, kind), cell(world, school, kind)), (own_post(at, of), posts.cell[vacant]))
    stayed = one < len(displaced)
    old, new = displaced[one[stayed]], vacant[other[stayed]]
    move_people(world, old, new)
    posts.holder[old] = 0
    return_to(now, back[one[~stayed] - len(displaced)], vacant[other[~stayed]])
    return old, new


def _settle_movers(now: Now, sought: Ints, movers: Ints) -> Moves:
    """Movers take vacant posts and those of each other."""
    posts, mine = now.world.posts, np.zeros(now.world.posts.n, dtype=bool)
    mine[movers] = True
    old, new = place_movers(now.world, movers, sought[(posts.holder[sought] == 0) | mine[sought]], now.draws)
    come = posts.holder[new]
    posts.holder[old], posts.holder[new] = 0, come
    return old, new


def _settle_displaced(world: World, sought: Ints, displaced: Ints) -> Moves:
    """Those whose post has closed and who found none yet take what movers left in their county."""
    posts, vacant = world.posts, still_vacant(world, sought)
    left = displaced[posts.holder[displaced] > 0]
    one, other = pair((posts.cell[left],), (posts.cell[vacant],))
    move_people(world, left[one], vacant[other])
    posts.holder[left[one]] = 0
    return left[one], vacant[other]


def _let_go(world: World, displaced: Ints, closed: Ints, semester: int) -> None:
    """Who found no post goes to other work, or out if unqualified or of pension age; closed posts are emptied."""
    posts = world.posts
    left = displaced[posts.holder[displaced] > 0]
    away = left[posts.qualified[left] & (posts.age[left] < PENSION_AGE)]
    go_away(world, away, np.zeros(len(away), dtype=bool), semester)
    empty(posts, closed)


def _count(world: World, leavers: Leavers, moves: Moves) -> None:
    """Schools count who left them, and who left municipal and county schools; who stays in a school keeps her time.

    Args:
        world: The tables.
        leavers: Holders of posts who would leave, as they were before.
        moves: Posts that people left and took.
    """
    posts, schools, (old, new) = world.posts, world.schools, moves
    taken = np.full(len(leavers.post), -1)
    taken[np.searchsorted(leavers.post, old)] = new
    school = posts.school[leavers.post]
    same = (taken >= 0) & (posts.school[taken] == school)
    posts.tenure[taken[same]] = leavers.tenure[same]
    left = (posts.holder[leavers.post] != leavers.holder) & ~same
    schools.count_leavers(school[left])
    public = (world.owners.kind < PRIVATE)[schools.owner]
    lost = left & leavers.qualified & public[school] & ~((taken >= 0) & public[posts.school[taken]])
    schools.left_public += np.bincount(school[lost], minlength=schools.n)
    count_unqualified(world)
