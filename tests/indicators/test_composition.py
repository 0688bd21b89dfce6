"""Shares of collective hours by theme: parts of one whole, whatever the schools work on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.indicators.composition import PARTS
from sim.indicators.schools import broad_share
from sim.mechanisms.measures import SLOTS
from sim.policy import lever_values
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, scenario_of

THEMES = [indicator.name.removesuffix("_hours") for indicator in PARTS]
BROAD = {theme for theme, broad in zip(TOPICS.themes, TOPICS.broad, strict=True) if broad}


@pytest.fixture(scope="module")
def world():
    return live(handmade(owners=3), scenario_of(lever_values()), 1).world


def worked_on(world, topics, seed):
    """Set the topics of every slot, with some people for some hours wherever there is one."""
    s, rng = world.schools, np.random.default_rng(seed)
    s.topic = np.resize(np.array(topics, dtype=np.int8), s.topic.shape)
    running = s.topic >= 0
    s.participation = running * rng.uniform(0.1, 1.0, s.topic.shape)
    s.hours = running * rng.uniform(1.0, 40.0, s.topic.shape)


def shares(world):
    """Numerators of all themes, shape (themes, schools), and their common denominator."""
    found = [indicator.of(world) for indicator in PARTS]
    assert all(np.array_equal(found[0][1], denominator) for _, denominator in found)
    return np.stack([numerator for numerator, _ in found]), found[0][1]


topics = st.lists(st.integers(-1, len(TOPICS.codes) - 1), min_size=1, max_size=4 * SLOTS)


@settings(max_examples=40, deadline=None)
@given(topics=topics, seed=st.integers(0, 9))
def test_themes_are_parts_of_one_whole(world, topics, seed):
    worked_on(world, topics, seed)
    parts, whole = shares(world)
    assert parts.min() >= 0
    assert parts.sum(axis=0) == pytest.approx(whole, rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(topics=topics, seed=st.integers(0, 9))
def test_broad_themes_make_the_broad_share(world, topics, seed):
    worked_on(world, topics, seed)
    parts, _ = shares(world)
    mine = [k for k, theme in enumerate(THEMES) if theme in BROAD]
    assert parts[mine].sum(axis=0) == pytest.approx(broad_share.of(world)[0], rel=1e-12)


def test_hours_in_one_topic_only_are_all_in_its_theme(world):
    astray = []
    for topic, code in enumerate(TOPICS.codes):
        worked_on(world, [topic], 0)
        parts, whole = shares(world)
        mine = THEMES.index(TOPICS.themes[topic])
        if not np.allclose(parts[mine], whole, rtol=1e-12) or np.delete(parts, mine, axis=0).any():
            astray.append(code)
    assert astray == []


def test_without_hours_there_is_no_share(world):
    worked_on(world, [-1], 0)
    parts, whole = shares(world)
    assert not parts.any()
    assert not whole.any()


def test_every_theme_has_an_indicator_and_is_broad_throughout_or_not_at_all():
    assert set(THEMES) == set(TOPICS.themes)
    assert not BROAD & {theme for theme, broad in zip(TOPICS.themes, TOPICS.broad, strict=True) if not broad}


def test_no_theme_is_a_headline():
    assert not any(indicator.headline for indicator in PARTS)
