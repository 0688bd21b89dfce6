"""Periphery: what follows from applicants who prefer central places, and what vanishes with that preference."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from sim import Setup
from sim.agents.owner import MUNICIPALITY
from sim.agents.school import UPPER_SECONDARY
from sim.areas import ContextLevers
from sim.policy import lever_values
from sim.simulation import start
from sim.timeline import resolved
from tests.handmade import handmade
from tests.laws import live, scenario_of

STILL = scenario_of(lever_values(), (-1000, {"context.demography": resolved("context.demography", "constant")}))
"""No schemes, and a country that stands still: where schools grow, posts are filled that nobody has left."""
FLAT = dict.fromkeys(("unqualified_centrality_slope", "city_unqualified", "city_exit", "county_unqualified"), 0.0)


def nine_years(parameters, replication):
    """Compulsory schools by municipality: centrality, and posts, unqualified, leavers and novices of 2017-2026."""
    model = start(Setup(parameters=parameters), STILL, replication)
    schools, owners = model.world.schools, model.world.owners
    own, compulsory = owners.kind == MUNICIPALITY, schools.level < UPPER_SECONDARY
    total = np.zeros((4, int(own.sum())))
    while model.semester < 17:
        model.step()
        if model.semester % 2:
            counts = (schools.n_posts, schools.unqualified, schools.left, schools.novices)
            by_place = [
                np.bincount(schools.municipality, weights=compulsory * x, minlength=owners.n)[own] for x in counts
            ]
            total += np.array(by_place)
    return owners.centrality[own], total


def rank_correlations(parameters, replications=3):
    """Centrality against the unqualified share, turnover and the share of vacancies that graduates fill."""
    found = []
    for r in range(replications):
        place, (posts, unqualified, left, novices) = nine_years(parameters, r)
        some = left > 0
        ratios = (unqualified / posts, left / posts, novices / np.maximum(left, 1))
        found.append([spearmanr(place[some], x[some])[0] for x in ratios])
    return np.mean(found, axis=0)


@pytest.mark.slow
def test_with_fewer_applicants_the_periphery_has_more_unqualified_and_more_turnover():
    unqualified, turnover, _ = rank_correlations({})
    assert unqualified < -0.3
    assert turnover < -0.3


@pytest.mark.slow
@pytest.mark.xfail(strict=True, reason="experience is hired before newcomers, and seeks central places: -0.4")
def test_with_fewer_applicants_the_periphery_fills_fewer_vacancies_with_graduates():
    assert rank_correlations({})[2] > 0.05


@pytest.mark.slow
def test_where_applicants_do_not_depend_on_the_place_nothing_follows_centrality():
    """Three replications of 357 municipalities: a correlation of nothing has a standard error of 0.03."""
    assert np.abs(rank_correlations(FLAT)).max() < 0.1


def test_a_path_of_applicants_counts_from_2025(policy_with):
    context = policy_with(context__applicants_growth=-0.02)[ContextLevers]
    assert [context.applicants_in(year) for year in (2017, 2025, 2026)] == [1.0, 1.0, 0.98]
    assert context.applicants_in(2035) == pytest.approx(0.98**10)


def test_declining_applicants_change_nothing_before_2026_and_leave_more_posts_to_the_unqualified_after(levers):
    """The same luck; 1,440 posts, a tenth fewer applicants every year."""
    country = handmade(owners=24)
    usual, fewer = (live(country, scenario_of(levers, (0, {"context.applicants_growth": g})), 16) for g in (0.0, -0.1))
    assert usual.world.digest() == fewer.world.digest()
    while usual.semester < 33:
        usual.step()
        fewer.step()
    assert (~fewer.world.posts.qualified).sum() > 1.5 * (~usual.world.posts.qualified).sum()
