"""People away: they keep what they are, forget at the usual pace, come back as themselves, and leave working life."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents.teacher import FREE, ON_LEAVE, OTHER_WORK
from sim.areas import ContextLevers
from sim.careers import retires
from sim.labour.away import go_away, leave_working_life, return_to, who_is_drawn
from sim.luck import Luck
from tests.handmade import handmade
from tests.labour.conftest import before_anybody_moves, turn
from tests.laws import check_posts, live, scenario_of


def test_as_many_are_away_at_the_start_as_the_register_says(levers, p):
    """1,440 posts; 4 standard errors of a binomial count, and those on leave as many as go and come back in a year."""
    model = before_anybody_moves(levers, handmade(owners=24))
    posts, away, s = model.world.posts, model.world.away, p.staff
    qualified = int(posts.qualified.sum())
    others = (away.status == OTHER_WORK).sum() / qualified
    assert abs(others - s.reserve_share) <= 4 * np.sqrt(s.reserve_share / qualified)
    expected = np.where(posts.age < 40, s.leave_young, s.leave_older)[posts.qualified].mean() / s.leave_back
    assert abs((away.status == ON_LEAVE).sum() / qualified - expected) <= 4 * np.sqrt(expected / qualified)


def test_who_goes_and_comes_back_is_herself_but_for_what_she_has_forgotten(start):
    """Three years away: what is left of what she learned is what is not forgotten of it, all of her base."""
    posts, away = start.world.posts, start.world.away
    rows = np.flatnonzero(posts.qualified)[:5]
    posts.learned[rows] = 0.4
    before = {name: array[rows].copy() for name, array in posts.arrays.items()}
    go_away(start.world, rows, np.zeros(5, dtype=bool), 0)
    posts.holder[rows] = 0
    back = np.array([np.flatnonzero(away.holder == person)[0] for person in before["holder"]])
    return_to(replace(start.now, draws=Luck(1, 0).at(6)), back, rows)
    for name in ("holder", "base", "route", "origin", "career", "age", "qualified", "served"):
        assert np.array_equal(posts.arrays[name][rows], before[name]), name
    kept = (1.0 - start.policy[ContextLevers].forgetting(start.params.competence)) ** 3
    assert posts.learned[rows] == pytest.approx(0.4 * kept)
    assert (away.status[back] == FREE).all()


@pytest.mark.parametrize("forgetting", ["fast_forgetting", "slow_forgetting"])
def test_those_away_forget_as_fast_as_the_view_of_learning_in_force_says(levers, forgetting):
    model = before_anybody_moves(levers, context__forgetting={"rule": forgetting})
    posts, away = model.world.posts, model.world.away
    away.learned[:], away.since[:] = 0.3, -4
    people = away.holder[away.holder > 0].copy()
    turn(model, 0)
    back = np.flatnonzero(np.isin(posts.holder, people))
    assert len(back) > 5
    kept = (1.0 - model.policy[ContextLevers].forgetting(model.params.competence)) ** 2
    assert posts.learned[back] == pytest.approx(0.3 * kept, rel=1e-5)


def test_rows_of_people_away_are_used_again_and_those_away_longest_are_lost_sight_of(start):
    posts, away = start.world.posts, start.world.away
    away.status[:], away.since[:] = OTHER_WORK, np.arange(away.n) - away.n
    away.status[:3] = ON_LEAVE
    away.holder[:] = np.arange(1, away.n + 1)
    rows = np.arange(10)
    go_away(start.world, rows, np.zeros(10, dtype=bool), 0)
    assert np.array_equal(np.flatnonzero(away.since == 0), np.arange(3, 13)), "of those on leave nobody is lost"
    assert set(posts.holder[rows].tolist()) <= set(away.holder.tolist())


def test_those_away_leave_working_life_at_their_age(start, p):
    """4,000 draws of a whole table at two ages, 4 standard errors."""
    away, found = start.world.away, []
    saved = start.save()
    for r in range(10):
        start.restore(saved)
        away.status[:], away.age[:] = OTHER_WORK, np.where(np.arange(away.n) % 2, 64, 40)
        away.holder[:] = np.arange(1, away.n + 1)
        leave_working_life(replace(start.now, draws=Luck(3, r).at(0)))
        found.append((away.status == FREE)[1::2].mean())
        assert (away.status[::2] == OTHER_WORK).all()
    hazard = retires(p.staff)[64]
    assert abs(np.mean(found) - hazard) <= 4 * np.sqrt(hazard * (1 - hazard) / (10 * away.n / 2))


def test_nobody_comes_back_in_the_half_year_in_which_she_left(start):
    away = start.world.away
    away.since[:] = 4
    always = np.ones(start.world.schools.n)
    for semester, expected in ((4, 0), (5, (away.status == OTHER_WORK).sum())):
        rows = who_is_drawn(away, OTHER_WORK, always, "any", Luck(1, 0).at(semester))
        assert len(rows) == expected


def test_identity_and_memory_survive_a_fork(levers):
    """Saved, lived on, restored: the same people away and the same digest as without."""
    model = live(handmade(owners=12), scenario_of(levers, (0, {"dekom_s.active": True})), 2)
    saved, digest = model.save(), model.world.digest()
    for _ in range(4):
        model.step()
    assert model.world.digest() != digest
    model.restore(saved)
    assert model.world.digest() == digest
    check_posts(model.world)
