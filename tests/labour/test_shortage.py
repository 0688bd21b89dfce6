"""Shortage can grow: more who leave and fewer who apply raise the unqualified share; and every null runs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.agents.teacher import OTHER_WORK
from sim.areas import ContextLevers
from sim.luck import Luck
from tests.handmade import handmade
from tests.labour.conftest import before_anybody_moves, turn
from tests.laws import check_world, live, scenario_of

RATES = ("exit_qualified", "move_qualified", "exit_unqualified", "leave_young", "leave_older", "leave_small_school")
NULLS = {
    "nobody leaves by choice": dict.fromkeys(RATES, 0.0),
    "nobody leaves at all": dict.fromkeys((*RATES, "retirement_pace", "losses_usual"), 0.0),
    "everybody leaves": {"exit_qualified": 1.0, "exit_unqualified": 1.0},
    "everybody goes on leave": {"leave_young": 1.0, "leave_older": 1.0},
    "nobody comes back from leave": {"leave_back": 0.0},
    "no reserve": {"reserve_share": 0.0},
    "nobody of the reserve seeks a school": {"reserve_seeks": 0.0},
    "nobody comes by another education": {"others_qualified": 0.0},
    "no shortage is felt": {"applicants_elasticity": 0.0, "reserve_elasticity": 0.0},
    "all leave in autumn": {"autumn_share": 1.0},
    "none leave in autumn": {"autumn_share": 0.0},
    "only the county counts": {"local_supply_weight": 1.0},
    "only the nation counts": {"local_supply_weight": 0.0},
}


@pytest.mark.parametrize("name", NULLS)
def test_every_null_runs_by_the_laws(levers, name):
    model = live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True})), 6, parameters=NULLS[name])
    check_world(model.world)


def share(levers, parameters=None, **changed):
    """Unqualified share of 1,440 posts, mean of years 13-18 of turnover and nothing else, in 4 replications."""
    found = []
    for r in range(4):
        model = before_anybody_moves(levers, handmade(owners=24), parameters, **changed)
        model.luck, seen = Luck(1, r), []
        for semester in range(36):
            turn(model, semester)
            seen.append(model.world.schools.unqualified.sum() / model.world.posts.n)
        found.append(np.mean(seen[24:]))
    return np.array(found)


def rises(shares):
    """Whether means rise from point to point within two standard errors, and from first to last beyond them."""
    for low, high in pairwise(shares):
        if (high - low).mean() < -2 * (high - low).std(ddof=1) / np.sqrt(len(low)):
            return False
    gain = shares[-1] - shares[0]
    return bool(gain.mean() > 2 * gain.std(ddof=1) / np.sqrt(len(gain)))


def test_the_more_leave_for_other_work_the_more_posts_are_held_by_the_unqualified(levers):
    """Six points; the same luck in 4 replications. Seen to fail when intercepts are solved anew."""
    shares = [share(levers, {"exit_qualified": x}) for x in (0.0, 0.013, 0.026, 0.05, 0.1, 0.5)]
    assert rises(shares)
    assert shares[-1].mean() > 0.4
    assert shares[0].mean() < 0.04


def test_the_fewer_apply_the_more_posts_are_held_by_the_unqualified(levers):
    """Six points of the lever, the same luck in 4 replications; without any applicants nobody qualified is hired."""
    shares = [share(levers, context__applicants=x) for x in (4.0, 2.0, 1.0, 0.67, 0.33, 0.0)]
    assert rises(shares)
    assert shares[-1].mean() > 0.4
    assert shares[0].mean() > 0.0


def test_an_elastic_reserve_makes_up_for_fewer_applicants_in_part_and_never_for_more(levers):
    """Half the applicants at three elasticities: fewer unqualified the more elastic, and not fewer than usual."""
    usual = share(levers)
    half = [share(levers, {"reserve_elasticity": e}, context__applicants=0.5) for e in (3.0, 1.0, 0.0)]
    assert rises(half)
    assert (half[0] - usual).mean() > 0


def test_without_applicants_no_qualified_person_is_hired(levers):
    model = before_anybody_moves(levers, context__applicants=0.0)
    posts, away = model.world.posts, model.world.away
    before = set(posts.holder[posts.qualified].tolist()) | set(away.holder[away.status != OTHER_WORK].tolist())
    for semester in range(4):
        turn(model, semester)
        assert set(posts.holder[posts.qualified].tolist()) <= before


def test_a_factor_of_one_is_the_market_observed_and_growth_multiplies_it(policy_with):
    context = policy_with(context__applicants=0.8, context__applicants_growth=-0.05)[ContextLevers]
    assert context.applicants_in(2025) == pytest.approx(0.8)
    assert context.applicants_in(2027) == pytest.approx(0.8 * 0.95**2)
