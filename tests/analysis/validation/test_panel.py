"""What is kept of a run: springs only, exactly as they were, also where scenarios fork."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.validation.panel import COLUMNS, Panel, Watcher, hours_of, relevance_to_participants
from sim.analysis.validation.setups import DEFAULT
from sim.mechanisms.measures import MAIN
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
    everything = np.ones((s.n, len(TOPICS.codes)))
    hours = hours_of(lived.world, (MAIN,), everything)
    running = s.topic[:, MAIN] >= 0
    assert running.any()
    assert hours == pytest.approx(running * s.participation[:, MAIN] * s.hours[:, MAIN] * s.n_posts)
    assert hours_of(lived.world, (MAIN,), 0 * everything).sum() == 0


def test_the_most_relevant_go_first(lived):
    s = lived.world.schools
    s.participation[:, MAIN] = 1.0 / s.n_posts  # one place in each school
    first = relevance_to_participants(lived.world)(MAIN)
    s.participation[:, MAIN] = 1.0
    all_ = relevance_to_participants(lived.world)(MAIN)
    assert all_ == pytest.approx(s.weight / s.n_posts[:, None])
    assert (first >= all_ - 1e-12).all()
    norwegian = TOPICS.row("norwegian")
    assert first[:, norwegian] == pytest.approx(
        np.where(s.concerned[:, norwegian] > 0, 1.0, all_[:, norwegian]), abs=0.5
    )


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
