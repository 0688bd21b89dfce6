"""Who takes which vacancy: pairs in order, own school first, and what happens when posts close or open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.teacher import FREE, ON_LEAVE, OTHER_WORK
from sim.country.world import Country
from sim.labour.placing import pair
from tests.handmade import handmade
from tests.labour.conftest import before_anybody_moves, turn, without
from tests.laws import check_posts

KEYS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=15)


@given(KEYS, KEYS)
def test_all_who_agree_in_the_first_key_are_paired_before_any_by_the_second(seekers, vacancies):
    """As many pairs as either side allows, key by key, and nobody twice."""
    wish, offer = (np.array(side, dtype=np.int64).reshape(-1, 2).T for side in (seekers, vacancies))
    one, other = pair((wish[0], wish[1]), (offer[0], offer[1]))
    assert len(set(one.tolist())) == len(one) == len(other) == len(set(other.tolist()))
    assert all(wish[0, i] == offer[0, j] or wish[1, i] == offer[1, j] for i, j in zip(one, other, strict=True))
    first = sum(min((wish[0] == k).sum(), (offer[0] == k).sum()) for k in range(6))
    assert sum(wish[0, i] == offer[0, j] for i, j in zip(one, other, strict=True)) >= first
    left = [np.delete(side[1], found) for side, found in ((wish, one), (offer, other))]
    assert not set(left[0].tolist()) & set(left[1].tolist()), "two who agree were left alone"


def with_room(posts: int, capacity: int) -> Country:
    """The hand-made country with so many open posts in each school, and room for more."""
    country = handmade(owners=12, posts_per_school=capacity)
    country.tables["schools"]["n_posts"] = np.full(36, posts, dtype=np.int32)
    return country


@pytest.fixture
def roomy(levers):
    return before_anybody_moves(levers, with_room(16, 20))


def test_closed_posts_hold_nobody_from_the_start(roomy):
    check_posts(roomy.world)
    assert (roomy.world.posts.holder > 0).sum() == 36 * 16


@pytest.mark.parametrize("semester", range(4))
def test_posts_that_open_and_close_every_autumn_break_no_law(roomy, semester):
    rng, schools = np.random.default_rng(semester), roomy.world.schools
    for step in range(8):
        if step % 2 == 0:
            schools.n_posts = rng.integers(0, 21, schools.n)
        turn(roomy, semester * 8 + step)
        check_posts(roomy.world)


def still(model):
    """Nobody leaves of herself: what happens is the work of posts that close and open."""
    without(model, exit_qualified=0.0, move_qualified=0.0, exit_unqualified=0.0, leave_young=0.0, leave_older=0.0,
            retirement_pace=0.0, leave_small_school=0.0)  # fmt: skip
    model.world.posts.age[:] = 30


def test_who_loses_her_post_goes_to_a_vacant_one_of_her_kind_in_the_county(roomy):
    """Two schools close and all others open as many posts: nobody is away or out who was in post."""
    still(roomy)
    posts, schools, away = roomy.world.posts, roomy.world.schools, roomy.world.away
    away.status[:], away.holder[:] = FREE, 0
    holder, cell = posts.holder.copy(), posts.cell.copy()
    schools.n_posts = 20
    schools.n_posts[:2] = 0
    turn(roomy)
    at = {int(person): row for row, person in enumerate(posts.holder) if person}
    displaced = np.flatnonzero((holder > 0) & (posts.school < 2) & posts.qualified[: posts.n])
    found = [(row, at[int(holder[row])]) for row in np.flatnonzero((holder > 0) & (posts.school < 2))
             if int(holder[row]) in at]  # fmt: skip
    assert len(displaced) == 0
    assert len(found) > 25
    assert all(cell[old] == cell[new] for old, new in found)
    kept = np.isin(holder[(holder > 0) & (posts.school >= 2)], posts.holder)
    assert kept.all()


def test_who_finds_none_goes_to_other_work_and_the_old_retire(roomy):
    still(roomy)
    posts, schools, away = roomy.world.posts, roomy.world.schools, roomy.world.away
    away.status[:], away.holder[:] = FREE, 0
    posts.age[:] = np.where(np.arange(posts.n) % 2, 30, 61)
    held, qualified = posts.holder > 0, posts.qualified.copy()
    people = posts.holder.copy()
    schools.n_posts = 0
    turn(roomy)
    assert not posts.holder.any()
    assert (away.status[away.status > 0] == OTHER_WORK).all()
    young = held & qualified & (np.arange(posts.n) % 2 == 1)
    assert set(away.holder[away.status > 0].tolist()) == set(people[young].tolist())


def test_a_post_that_closes_is_kept_by_nobody_else_in_the_school_if_another_is_vacant(roomy):
    """One post fewer in a school where somebody of that kind retires: she who would lose it takes the vacant one."""
    still(roomy)
    posts, schools = roomy.world.posts, roomy.world.schools
    last, same = 15, np.flatnonzero((posts.school == 0) & (posts.kind == posts.kind[15]) & (posts.holder > 0))[0]
    person = int(posts.holder[last])
    posts.age[same] = 80
    schools.n_posts[0] = 15
    turn(roomy)
    assert int(posts.holder[same]) == person
    assert posts.tenure[same] > 0


def test_nobody_who_comes_back_displaces_anybody_and_who_finds_no_post_waits(start):
    still(start)
    world = start.world
    away = world.away
    away.since[:], before = -20, away.holder[away.status == ON_LEAVE].copy()
    holder = world.posts.holder.copy()
    turn(start)
    assert np.array_equal(world.posts.holder, holder)
    assert set(before.tolist()) == set(away.holder[away.status == ON_LEAVE].tolist())


def test_those_back_from_leave_go_home_if_they_can(levers):
    """One post of her kind falls vacant at her school, and others elsewhere in the county."""
    model = before_anybody_moves(levers)
    still(model)
    without(model, leave_back=1.0, exit_qualified=0.0, move_qualified=0.0, exit_unqualified=0.0, leave_young=0.0,
            leave_older=0.0, retirement_pace=0.0)  # fmt: skip
    posts, away = model.world.posts, model.world.away
    row = int(np.flatnonzero(away.status == ON_LEAVE)[0])
    away.status[np.arange(away.n) != row] = FREE
    away.holder[np.arange(away.n) != row] = 0
    away.age[row], person = 30, int(away.holder[row])
    home = (posts.school == away.school[row]) & (posts.kind == away.kind[row])
    county = model.world.schools.county
    near = (county[posts.school] == county[away.school[row]]) & (posts.kind == away.kind[row])
    posts.age[near] = 80
    turn(model)
    assert person in posts.holder[home].tolist()
