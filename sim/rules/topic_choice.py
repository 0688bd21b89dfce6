"""How an owner or network chooses the topic and group of its next collective measure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule
from sim.types import Floats, Ints


@dataclass(frozen=True)
class TopicChoice(Rule, ABC):
    """Choose one topic from expected gains, given luck."""

    @abstractmethod
    def utility(self, gain: Floats) -> Floats:
        """Utility of each option, shape of `gain`; minus infinity where an option is not open."""

    @final
    def __call__(self, gain: Floats, luck: Floats, precision: float) -> Ints:
        """The option each network takes (logit), shape (n,).

        Args:
            gain: Mean expected gain per participant; NaN where an option is not open, shape (n, options).
            luck: Standard Gumbel draws, shape (n, options).
            precision: How decisive one standard deviation of utility is (beta).
        """
        utility = self.utility(gain)
        open_ = np.isfinite(utility)
        count = np.maximum(open_.sum(axis=1, keepdims=True), 1)
        shown = np.where(open_, utility, 0.0)
        mean = shown.sum(axis=1, keepdims=True) / count
        spread = np.sqrt((np.where(open_, utility - mean, 0.0) ** 2).sum(axis=1, keepdims=True) / count)
        standard = (shown - mean) / np.maximum(spread, 1e-12)
        pick: Ints = np.argmax(np.where(open_, precision * standard + luck, -np.inf), axis=1)
        return pick


@final
@dataclass(frozen=True)
class ExpectedGain(TopicChoice):
    """Mean expected gain per participant (forventet utbytte)."""

    def utility(self, gain: Floats) -> Floats:
        return np.where(np.isnan(gain), -np.inf, gain)


@final
@dataclass(frozen=True)
class RandomTopic(TopicChoice):
    """Needs do not count: every open option is equally likely (a null to compare with)."""

    def utility(self, gain: Floats) -> Floats:
        return np.where(np.isnan(gain), -np.inf, 0.0)


def group_mean(share: float, relevant: Floats, gain_relevant: Floats, gain_other: Floats, staff: Floats) -> Floats:
    """Mean gain per participant when a group is filled with the most relevant teachers first.

    Args:
        share: Group size as share of the staff, above 0.
        relevant: Number of teachers the topic concerns, shape (n, t).
        gain_relevant: Sum of their possible gains (relevance x gap), shape (n, t).
        gain_other: Sum of the other teachers' possible gains, shape (n, t).
        staff: Number of teachers, > 0, shape (n,).

    Returns:
        Shape (n, t).
    """
    places = share * staff[:, None]
    first = np.minimum(places, relevant)
    others = np.maximum(staff[:, None] - relevant, 1e-9)
    mean_relevant, mean_other = gain_relevant / np.maximum(relevant, 1e-9), gain_other / others
    result: Floats = (first * mean_relevant + (places - first) * mean_other) / np.maximum(places, 1e-9)
    return result
