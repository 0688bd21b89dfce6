"""What owners decide: which needs they report, and which applications they approve, in what order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents.owner import Owner
from sim.luck import Luck
from sim.mechanisms.needs import topic_weights
from sim.schemes.further_education import FurtherEducationLevers, applications_of, teachers_apply
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def world(levers):
    """Twelve owners with 100 teachers each."""
    return live(handmade(owners=12, schools_per_owner=5), scenario_of(levers), -1).world


# ---- needs


def test_a_report_is_the_owners_profile_its_error_and_what_is_on_the_agenda(world, params, policy_with):
    luck, year = Luck(3, 0), 2020
    semester = 2 * (year - 2018) + 1
    world.owners.each(Owner.report_needs, now_of(world, semester, params=params, policy=policy_with(), luck=luck))
    error = world.owners.assessment_error(params.owner, luck.at(semester))
    agenda = topic_weights(year, params.owner.curriculum_lift, reform=True)
    assert np.allclose(world.owners.assessed_gap, world.owners.profile * error * agenda, rtol=1e-12)
    assert agenda[TOPICS.row("curriculum")] > 1
    assert error.std() > 0.01


def test_an_owner_reports_the_same_alone_as_among_others(world, params):
    now = now_of(world, params=params)
    world.owners.each(Owner.report_needs, now)
    among = world.owners.assessed_gap.copy()
    world.owners.assessed_gap = 0.0
    Owner.report_needs.decide(now, np.array([4]))
    assert np.array_equal(world.owners.assessed_gap[4], among[4])
    assert not np.delete(world.owners.assessed_gap, 4, axis=0).any()


# ---- applications


def ranked(world, params, policy, spring=1, luck=None):
    """The spring's applications, ranked and answered."""
    now = now_of(world, spring, params=params, policy=policy, luck=luck or Luck(4, 0))
    teachers_apply(now)
    world.owners.each(Owner.rank_applications, now)
    return applications_of(world)


def test_every_owner_ranks_its_applications_from_the_first_to_the_last(world, params, policy_with):
    asked = ranked(world, params, policy_with())
    assert len(asked.post) > 20
    for owner in range(world.owners.n):
        ranks = world.posts.wish_rank[asked.post[asked.owner == owner]]
        assert sorted(ranks.tolist()) == list(range(len(ranks)))


def test_the_approved_are_those_ranked_first_as_many_as_the_owner_aims_at_up_to_a_lot(world, params, policy_with):
    params = replace(params, study=replace(params.study, approval_year_sd=0.0, approval_owner_sd=0.0))
    for spring in range(1, 21, 2):
        policy = policy_with(further_education__approval_target=0.6)
        asked = ranked(world, params, policy, spring)
        for owner in range(world.owners.n):
            mine = asked.post[asked.owner == owner]
            approved = world.posts.wish_approved[mine]
            most = policy[FurtherEducationLevers].approval_target * len(mine)
            assert np.floor(most) <= approved.sum() <= np.floor(most) + 1
            assert world.posts.wish_rank[mine][approved].tolist() == [] or (
                world.posts.wish_rank[mine][approved].max() == approved.sum() - 1
            )


def test_an_owner_that_looks_at_gaps_only_ranks_by_them(world, params, policy_with):
    by_gap = replace(params, study=replace(params.study, approval_rank=1.0))
    asked = ranked(world, by_gap, policy_with())
    for owner in range(world.owners.n):
        mine = asked.post[asked.owner == owner]
        order = np.argsort(world.posts.wish_rank[mine])
        gaps = world.posts.wish_gap[mine][order]
        assert (np.diff(gaps) <= 0).all()


def test_the_stipend_is_picked_more_often_where_substitutes_are_scarce(world, params, policy_with):
    """Half of the owners have a fifth of their posts held by the unqualified and a small office; 40 springs."""
    scarce = np.arange(world.owners.n) % 2 == 0
    world.owners.capacity = np.where(scarce, 0.2, 20.0)
    world.schools.unqualified = np.where(scarce[world.schools.owner], 0.2 * world.schools.n_posts, 0.0)
    picked = {True: [], False: []}
    for spring in range(1, 81, 2):
        asked = ranked(world, params, policy_with(), spring)
        for kind in (True, False):
            picked[kind] += world.posts.wish_stipend[asked.post[scarce[asked.owner] == kind]].tolist()
    assert np.mean(picked[True]) > np.mean(picked[False]) + 0.1
