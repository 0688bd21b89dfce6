"""Each indicator of Dekom Y against a count by hand, one county or school after the other."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.school import UPPER_SECONDARY
from sim.indicators.nation import upper_60_plus
from sim.mechanisms.vocational_round import FIRMS, TEACHERS
from sim.policy import lever_values
from sim.records import Recorder
from sim.schemes import dekom_y
from sim.topics import TOPICS
from tests.laws import live, scenario_of
from tests.vocational import TEACHERS as IN_COUNTY
from tests.vocational import with_vocational_schools

BY_NAME = {indicator.name: indicator for indicator in dekom_y.SCHEME.indicators}
SPRING, COUNTIES = 7, range(2)


@pytest.fixture(scope="module")
def w():
    """Spring 2021, the second year of Dekom Y."""
    scenario = scenario_of(lever_values(), (4, {"dekom_y.active": True, "dekom_y.frame_factor": 3.0}))
    return live(with_vocational_schools(), scenario, SPRING).world


def practice(w):
    total = weight = 0.0
    for s in np.flatnonzero(w.schools.level == UPPER_SECONDARY):
        for t in (TOPICS.row("vocational_programme"), TOPICS.row("workplace_training")):
            concern = sum(float(TOPICS.relevance[k, t]) for k in w.posts.kind[w.posts.school == s])
            total += concern * w.schools.practice[s, t]
            weight += concern
    return total / weight


def firm_competence(w):
    people = [int(w.counties.y_people[c, FIRMS]) for c in COUNTIES]
    return sum(n * w.counties.y_competence[c, FIRMS] for c, n in enumerate(people)) / sum(people)


BY_HAND = {
    "lead_time_vocational": lambda w: sum(w.counties.y_waited) / sum(w.counties.y_served[c].sum() for c in COUNTIES),
    "vocational_reached": lambda w: sum(w.counties.y_served[c, TEACHERS] for c in COUNTIES) / (2 * IN_COUNTY),
    "open_pot_left": lambda w: sum(w.counties.y_left) / sum(w.counties.y_open),
    "y_unspent": lambda w: 1 - sum(w.counties.y_paid) / sum(w.counties.y_frame),
    "firm_competence": firm_competence,
    "vocational_practice": practice,
    "y_frame": lambda w: sum(w.counties.y_frame) / w.posts.n,
    "y_grant": lambda w: sum(w.counties.y_paid) / (2 * IN_COUNTY),
}


def test_the_nations_value_is_the_one_counted_by_hand(w):
    assert set(BY_HAND) == set(BY_NAME)
    differing = {}
    for name, by_hand in BY_HAND.items():
        numerator, denominator = BY_NAME[name].of(w)
        found, expected = numerator.sum() / denominator.sum(), by_hand(w)
        if not expected > 0 or found != pytest.approx(expected, rel=1e-6):
            differing[name] = (found, expected)
    assert differing == {}


def test_what_belongs_to_a_running_scheme_is_undefined_without_one():
    without = live(with_vocational_schools(), scenario_of(lever_values()), 1).world
    lasting = {"firm_competence", "vocational_practice"}
    per_teacher = {"vocational_reached", "y_grant", "y_frame"}
    found = {name: BY_NAME[name].of(without) for name in set(BY_NAME) - lasting}
    assert [name for name, (numerator, _) in found.items() if numerator.any()] == []
    assert {name for name, (_, denominator) in found.items() if denominator.any()} == per_teacher


def test_counties_are_recorded_one_by_one_and_as_the_governors_sum(w):
    recorder = Recorder(w, ["county", "governor"])
    recorder.keep(SPRING)
    kept = recorder.records()
    chosen = kept.indicator == kept.indicators.index("y_grant")
    found = {kept.units[u]: v for u, v in zip(kept.unit[chosen], kept.value[chosen], strict=True)}
    expected = (w.counties.y_paid / IN_COUNTY).tolist()
    assert [found["county0"], found["county1"]] == pytest.approx(expected)
    assert found["governor0"] == pytest.approx(np.mean(expected))


def test_the_old_of_upper_secondary_are_counted_by_hand(w):
    old = [w.posts.age[i] >= 60 for i in range(w.posts.n) if w.schools.level[w.posts.school[i]] == UPPER_SECONDARY]
    numerator, denominator = upper_60_plus.of(w)
    assert (numerator[0], denominator[0]) == (sum(old), len(old))
