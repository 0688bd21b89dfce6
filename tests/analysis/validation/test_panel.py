"""What is kept of a run: springs only, exactly as they were, also where scenarios fork."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.validation.panel import (
    COLUMNS,
    Panel,
    Watcher,
    fitting_hours,
    participant_hours,
    people_in_dekom_s,
    relevance_to_participants,
)
from sim.analysis.validation.setups import DEFAULT
from sim.mechanisms.measures import INCLUSION, MAIN, QUOTA, TRACKS
from sim.model import CompetenceModel
from sim.scenario import is_autumn
from sim.simulation import Setup, replicate, watch
from sim.topics import TOPICS

SMALL = Setup(world="tiny", horizon=2023)


@pytest.fixture
def lived(model: CompetenceModel) -> CompetenceModel:
    while model.semester < 5:
        model.step()
    return model


def test_springs_are_kept_as_they_were(model):
    watcher, seen = Watcher(model), []
    for _ in range(4):
        model.step()
        watcher.keep(model.semester)
        seen.append(model.world.owners.steering.copy())
    panel = watcher.records()
    assert panel.years == (2018, 2019)
    assert panel.over("owners.steering", 2018, 2019) == pytest.approx(np.stack(seen[1::2]), rel=1e-6)
    assert panel.at("owners.steering", 2019).shape == (model.world.owners.n,)
    assert set(COLUMNS) <= set(panel.yearly)


def test_what_never_changes_stands_once_sizes_as_means_and_posts_are_left_out(lived):
    panel, sizes = Watcher(lived), []
    for _ in range(4):
        lived.step()
        panel.keep(lived.semester)
        if not is_autumn(lived.semester):
            sizes.append(lived.world.schools.n_posts.copy())
    still = panel.records().still
    assert still["schools.capacity"] is lived.world.schools.arrays["capacity"]
    np.testing.assert_allclose(still["schools.n_posts"], np.mean(sizes, axis=0))
    assert not any(name.startswith("posts.") for name in still)


def test_a_fork_goes_on_alone(lived):
    watcher = Watcher(lived)
    watcher.keep(5)
    fork = watcher.fork()
    fork.keep(7)
    assert watcher.records().years == (2020,)
    assert fork.records().years == (2020, 2021)


def test_hours_are_those_of_participants_and_topics_weigh(lived):
    s = lived.world.schools
    every = np.ones(len(TOPICS.codes))
    hours = participant_hours(lived.world, (MAIN,), every)
    running = s.topic[:, MAIN] >= 0
    assert running.any()
    assert hours == pytest.approx(running * s.participation[:, MAIN] * s.hours[:, MAIN] * s.n_posts)
    assert participant_hours(lived.world, (MAIN,), 0 * every).sum() == 0
    by_slot = [participant_hours(lived.world, (slot,), every) for slot in TRACKS]
    assert participant_hours(lived.world, TRACKS, every) == pytest.approx(np.sum(by_slot, axis=0))


def test_relevance_is_that_to_those_who_take_part(lived):
    world = lived.world
    posts, topic = world.posts, world.schools.topic
    taking = ((posts.enrolled >> MAIN) & 1).astype(bool)
    found = relevance_to_participants(world, MAIN)
    for school in np.unique(posts.school[taking])[:20]:
        mine = taking & (posts.school == school)
        assert found[school] == pytest.approx(TOPICS.relevance[posts.kind[mine], topic[school, MAIN]].mean())
    hours = participant_hours(world, (MAIN,), np.ones(len(TOPICS.codes)))
    assert fitting_hours(world, (MAIN,)) == pytest.approx(hours * found)


def test_nobody_is_counted_twice_in_dekom_s(lived):
    s = lived.world.schools
    s.participation[:] = 0.0
    s.participation[:, [*TRACKS, QUOTA, INCLUSION]] = [0.3, 0.2, 0.1, 0.5, 0.5]
    assert people_in_dekom_s(lived.world) == pytest.approx((1 - 0.4 * 0.5 * 0.5) * s.n_posts)


def test_watching_changes_nothing_and_forks_agree_with_straight_runs(scenario):
    base = scenario("model_2025")
    chosen = [DEFAULT.scenario(base, role) for role in ("model", "shadow", "never")]
    together = watch(SMALL, chosen, 0, Watcher)
    recorded = replicate(SMALL, chosen, 0)
    assert [digest for _, digest in together] == [run.digest for run in recorded]
    for one, (panel, digest) in zip(chosen, together, strict=True):
        ((straight, alone),) = watch(SMALL, [one], 0, Watcher)
        assert alone == digest
        assert isinstance(panel, Panel)
        assert all(np.array_equal(panel.yearly[name], straight.yearly[name]) for name in panel.yearly)
