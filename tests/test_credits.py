"""Credits that are required, and the rate at which those with and without them apply, against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.credits import REQUIRED, earned, readiness, usual_readiness
from sim.parameters import parameters_from
from sim.topics import TOPICS


@given(st.floats(0.01, 0.5), st.floats(0.0, 1.0), st.floats(0.0, 3.0))
def test_those_with_and_without_credits_have_the_rate_together(rate, lacking, weight):
    logit = readiness(rate, lacking, weight)
    with_, without = (1 / (1 + np.exp(-x)) for x in (logit, logit + weight))
    assert (1 - lacking) * with_ + lacking * without == pytest.approx(rate, rel=1e-6)


def test_where_nobody_lacks_credits_or_they_do_not_matter_readiness_is_the_rates_logit():
    expected = np.log(0.2 / 0.8)
    assert readiness(0.2, 0.0, 2.0) == pytest.approx(expected)
    assert readiness(0.2, 0.4, 0.0) == pytest.approx(expected)


def test_the_usual_readiness_is_that_of_the_register():
    p = parameters_from({}).study
    assert usual_readiness(p) == readiness(p.apply_rate, p.credits_usual, p.apply_credits)
    assert usual_readiness(replace(p, apply_credits=2.0)) < usual_readiness(p)


def test_credits_are_required_in_three_own_subjects_of_compulsory_school():
    for kind, level in enumerate(TOPICS.levels):
        subjects = {TOPICS.codes[t] for t in np.flatnonzero(REQUIRED[kind])}
        assert subjects <= {"norwegian", "mathematics", "english"}
        assert not (level == "upper" and subjects)
    assert {TOPICS.kinds[k] for k in np.flatnonzero(REQUIRED.any(axis=1))} >= {
        "lower_norwegian",
        "primary_mathematics_science",
    }
    kind = np.array([TOPICS.kinds.index("lower_norwegian")] * 2, dtype=np.int8)
    topic = np.array([TOPICS.row("norwegian"), TOPICS.row("english")], dtype=np.int8)
    assert earned(kind, topic).tolist() == [True, False]
