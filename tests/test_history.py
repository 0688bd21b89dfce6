"""The years before the schemes, autumn 2014 to spring 2017: a history like any other, without the schemes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.labour import open_market
from sim.mechanisms.measures import COLLECTIVE
from sim.model import CompetenceModel
from sim.parameters import parameters_from
from sim.scenario import first_autumn
from sim.setup import Setup
from sim.setup import ground as lay_ground
from sim.simulation import forget_eve, replicate, start
from sim.timeline import scenario

EARLY = Setup(world="tiny", horizon=2019, since=2014)
LATE = Setup(world="tiny", horizon=2019)


@pytest.fixture(scope="module")
def runs():
    forget_eve()
    scenarios = [scenario(name) for name in ("model_2025", "never")]
    return {setup.since: replicate(setup, scenarios, 0) for setup in (EARLY, LATE)}


def nation(run, name, before):
    kept = run.records
    rows = (kept.indicator == kept.indicators.index(name)) & (kept.semester < before)
    return kept.value[rows]


def test_it_begins_in_autumn_2014_and_is_kept_from_where_it_is_asked(runs):
    assert [int(runs[since][0].records.semester.min()) for since in (2014, 2017)] == [-6, 0]
    assert first_autumn(3.0) == -12


def test_before_2017_no_scheme_pays_or_has_participants(runs):
    for run in runs[2014]:
        for name in ("collective_grant", "participation", "y_frame"):
            found = nation(run, name, 0)
            assert len(found) == 3, name
            assert np.nan_to_num(found).max() == 0.0, name
        assert (nation(run, "individual_grant", 0) > 0).all()
        assert (nation(run, "applications", 0) > 0).all()


def test_nothing_runs_in_a_scheme_before_2017():
    model = start(EARLY, scenario("model_2025"), 0)
    while model.semester < -1:
        model.live()
        assert (model.world.schools.topic[:, COLLECTIVE] == -1).all()
        assert not model.world.networks.granted.any()


def test_what_is_kept_decides_nothing(runs):
    """From autumn 2017 on a run is the same to the bit, however much of its history is kept."""
    for early, late in zip(runs[2014], runs[2017], strict=True):
        assert early.digest == late.digest
        kept = early.records.semester >= 0
        assert np.array_equal(early.records.value[kept], late.records.value, equal_nan=True)


def test_a_forked_history_is_that_of_a_straight_run(runs):
    for run in runs[2014]:
        forget_eve()
        (alone,) = replicate(EARLY, [scenario(run.scenario)], 0)
        assert alone.digest == run.digest
        assert np.array_equal(alone.records.value, run.records.value, equal_nan=True)


def test_intercepts_solved_for_the_years_to_2019_do_not_know_what_came_after():
    def market(until, world_years):
        parameters = parameters_from({"usual_growth_until": until})
        model = CompetenceModel(ground=ground._replace(parameters=parameters), settle=False, collect=False)
        return open_market(model.world, parameters, world_years)

    ground = lay_ground(EARLY, 0)
    years = ground.country.years
    other = replace(years, posts=years.posts.copy())
    other.posts[years.place(2020) : years.base + 1] += 1
    for until, same in ((2019.0, True), (2025.0, False)):
        assert np.array_equal(market(until, years).fill, market(until, other).fill) == same
