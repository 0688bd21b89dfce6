"""Each indicator of further education against a count by hand, one post after the other."""

from __future__ import annotations

import pytest

from sim.policy import lever_values
from sim.schemes import further_education
from sim.schemes.further_education import MIX
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, scenario_of

BY_NAME = {indicator.name: indicator for indicator in further_education.SCHEME.indicators}
SPRING = 3


@pytest.fixture(scope="module")
def w():
    """Spring 2019; every course runs, so that every subject has places."""
    country = handmade(owners=12, schools_per_owner=5)
    return live(country, scenario_of(lever_values()), SPRING, parameters={"course_least": 0.0}).world


def granted(w):
    return [i for i in range(w.posts.n) if w.posts.offer[i] >= 0]


def share_of_places(w, chosen):
    return sum(chosen(i) for i in granted(w)) / len(granted(w))


def per_teacher(w, column):
    return sum(float(x) for x in column) / w.posts.n


BY_HAND = {
    "individual_grant": lambda w: per_teacher(w, w.owners.study_grant),
    "studying": lambda w: per_teacher(w, w.owners.students),
    "applications": lambda w: per_teacher(w, w.owners.applications),
    "approved": lambda w: per_teacher(w, w.owners.approved),
    "places": lambda w: len(granted(w)) / w.posts.n,
    "approval": lambda w: sum(w.owners.approved) / sum(w.owners.applications),
    "grant_rate": lambda w: len(granted(w)) / sum(w.owners.approved),
    "frame_used": lambda w: sum(w.owners.study_granted) / sum(w.owners.study_frame),
    "stipends": lambda w: share_of_places(w, lambda i: bool(w.posts.stipend[i])),
    "individual_own": lambda w: per_teacher(w, w.owners.study_own),
    "individual_time": lambda w: per_teacher(w, w.owners.study_time),
}
BY_HAND |= {
    f"places_{code}": lambda w, code=code: share_of_places(w, lambda i: TOPICS.codes[w.posts.offer[i]] == code)
    for code in MIX
}


def test_the_nations_value_is_the_one_counted_by_hand(w):
    assert set(BY_HAND) == set(BY_NAME)
    differing = {}
    for name, by_hand in BY_HAND.items():
        numerator, denominator = BY_NAME[name].of(w)
        found, expected = numerator.sum() / denominator.sum(), by_hand(w)
        if not expected > 0 or found != pytest.approx(expected, rel=1e-12):
            differing[name] = (found, expected)
    assert differing == {}
