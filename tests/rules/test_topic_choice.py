"""Laws of every rule of topic choice there is: a new rule is tested by existing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.luck import Luck, stable_ids
from sim.rules.topic_choice import ExpectedGain, RandomTopic, TopicChoice, group_mean
from tests.rules.made import every

RULES = every(TopicChoice)
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.option())
N = 20_000


def gumbel(options_: int, n: int = N) -> np.ndarray:
    return Luck(11, 0).gumbel("topic", 0, stable_ids(np.arange(n)), options_)


def softmax(utility: np.ndarray, precision: float) -> np.ndarray:
    weight = np.exp(precision * (utility - utility.mean()) / max(utility.std(), 1e-12))
    return weight / weight.sum()


@every_rule
@pytest.mark.parametrize("precision", [0.5, 2.0])
def test_choices_follow_the_logit_probabilities_of_standardised_utility(rule, precision):
    """20,000 networks alike; each share within 4 standard errors. Seen to fail with precision times 1.1."""
    gain = np.array([0.30, 0.25, 0.20, 0.10])
    share = np.bincount(rule(np.tile(gain, (N, 1)), gumbel(4), precision), minlength=4) / N
    chance = softmax(rule.utility(gain[None, :])[0], precision)
    assert (np.abs(share - chance) <= 4 * np.sqrt(chance * (1 - chance) / N)).all()


@every_rule
def test_a_closed_option_is_never_taken_and_does_not_change_the_odds_of_others(rule):
    """20,000 networks alike; within 4 standard errors. Seen to fail with closed options in the mean and spread."""
    gain = np.array([0.50, np.nan, 0.45, 0.40])
    share = np.bincount(rule(np.tile(gain, (N, 1)), gumbel(4), 2.0), minlength=4) / N
    chance = softmax(rule.utility(gain[None, [0, 2, 3]])[0], 2.0)
    assert share[1] == 0
    assert (np.abs(share[[0, 2, 3]] - chance) <= 4 * np.sqrt(chance * (1 - chance) / N)).all()


@every_rule
def test_the_only_open_option_is_taken(rule):
    gain = np.full((50, 4), np.nan)
    gain[:, 2] = 0.1
    assert (rule(gain, gumbel(4, 50), 2.0) == 2).all()


@every_rule
def test_the_unit_and_zero_of_gain_do_not_count(rule):
    gain = np.random.default_rng(2).uniform(0, 0.5, (200, 4))
    luck = gumbel(4, 200)
    assert np.array_equal(rule(3 * gain + 1, luck, 2.0), rule(gain, luck, 2.0))


@every_rule
def test_permuting_options_permutes_the_choices(rule):
    gain, order = np.random.default_rng(2).uniform(0, 0.5, (200, 4)), np.array([2, 0, 3, 1])
    luck = gumbel(4, 200)
    assert np.array_equal(order[rule(gain[:, order], luck[:, order], 2.0)], rule(gain, luck, 2.0))


def test_the_decisive_take_the_best():
    gain = np.array([[0.30, 0.31, 0.29, 0.10]])
    assert ExpectedGain()(gain, np.zeros((1, 4)), 1e6)[0] == 1


def test_needs_do_not_count_when_the_topic_is_random():
    gain = np.random.default_rng(2).uniform(0, 0.5, (200, 4))
    luck = gumbel(4, 200)
    assert np.array_equal(RandomTopic()(gain, luck, 2.0), luck.argmax(axis=1))


def three_teachers(share: float) -> float:
    """One teacher whom the topic concerns with a possible gain of 0.6, two others with 0.1 together."""
    arrays = [np.array([[x]]) for x in (1.0, 0.6, 0.1)]
    return float(group_mean(share, *arrays, np.array([3.0]))[0, 0])


@pytest.mark.parametrize(("share", "mean"), [(1 / 3, 0.6), (2 / 3, (0.6 + 0.05) / 2), (1.0, (0.6 + 0.1) / 3)])
def test_three_teachers_by_hand(share, mean):
    assert three_teachers(share) == pytest.approx(mean, rel=1e-12)


def test_a_group_smaller_than_the_relevant_teachers_gains_what_they_gain():
    assert three_teachers(0.1) == pytest.approx(0.6, rel=1e-12)


STAFF = st.tuples(st.integers(0, 40), st.integers(0, 40), st.floats(0.3, 1.0), st.floats(0.0, 0.3)).filter(
    lambda s: s[0] + s[1] > 0
)


@given(STAFF, st.lists(st.floats(0.05, 1.0), min_size=2, max_size=6))
def test_a_larger_group_never_raises_the_mean_gain_when_the_relevant_gain_more(staff, shares):
    relevant, others, much, little = staff
    arrays = [np.array([[x]]) for x in (float(relevant), relevant * much, others * little)]
    mean = [group_mean(share, *arrays, np.array([float(relevant + others)]))[0, 0] for share in sorted(shares)]
    assert (np.diff(mean) <= 1e-12).all()


@given(STAFF, st.floats(0.05, 1.0))
def test_the_mean_gain_lies_between_that_of_the_others_and_that_of_the_relevant(staff, share):
    relevant, others, much, little = staff
    arrays = [np.array([[x]]) for x in (float(relevant), relevant * much, others * little)]
    mean = group_mean(share, *arrays, np.array([float(relevant + others)]))[0, 0]
    assert -1e-9 <= mean <= much + 1e-9


@given(STAFF)
def test_the_mean_gain_of_the_whole_staff_is_the_staffs(staff):
    relevant, others, much, little = staff
    arrays = [np.array([[x]]) for x in (float(relevant), relevant * much, others * little)]
    mean = group_mean(1.0, *arrays, np.array([float(relevant + others)]))[0, 0]
    assert mean == pytest.approx((relevant * much + others * little) / (relevant + others), abs=1e-9)
