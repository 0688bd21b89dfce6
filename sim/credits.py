"""Credits that subjects require of their teachers (kompetansekrav), and how readily those who lack them apply."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.parameters import StudyParameters
from sim.topics import OWN_SUBJECT, TOPICS
from sim.types import Bools, Smalls

_SUBJECTS = [TOPICS.row(code) for code in ("norwegian", "mathematics", "english")]
REQUIRED = np.zeros(TOPICS.relevance.shape, dtype=bool)
"""Whether a kind of teacher must have credits in a topic, shape (kinds, topics): rules of 2015, compulsory school."""
REQUIRED[:, _SUBJECTS] = TOPICS.relevance[:, _SUBJECTS] >= OWN_SUBJECT
REQUIRED[[level == "upper" for level in TOPICS.levels]] = False


def earned(kind: Smalls, topic: Smalls) -> Bools:
    """Whether a finished course gave credits that were required of its participant, shape as given."""
    result: Bools = REQUIRED[kind, topic]
    return result


@lru_cache(maxsize=16)
def usual_readiness(p: StudyParameters) -> float:
    """Logit of applying at which the nation's observed rate comes out, for one who lacks no credits."""
    return readiness(p.apply_rate, p.credits_usual, p.apply_credits)


def readiness(rate: float, lacking: float, weight: float) -> float:
    """Logit at which some who lack credits, and whose logit is higher by a weight, and the others have a rate together.

    Args:
        rate: The rate of all, share.
        lacking: Who lacks credits, share.
        weight: How much higher their logit is.
    """
    low, high = -30.0, 30.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        mean = (1.0 - lacking) / (1.0 + np.exp(-middle)) + lacking / (1.0 + np.exp(-middle - weight))
        low, high = (low, middle) if mean > rate else (middle, high)
    return 0.5 * (low + high)
