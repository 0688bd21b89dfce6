"""What no register has follows the published shape it is drawn from."""

from __future__ import annotations

import numpy as np
import pytest

from sim.country.builder import build_country
from sim.luck import Luck


def test_offices_grow_less_than_in_proportion_to_population(norway):
    owners = norway.tables["owners"]
    own = owners["kind"] == 0
    slope = np.polyfit(np.log(owners["population"][own]), np.log(owners["office_fte"][own]), 1)[0]
    assert 0.6 < slope < 0.9
    small = owners["office_fte"][own & (owners["size_class"] == 0)]
    assert 0.3 < small.mean() < 1.0


def test_leaders_stay_shorter_in_the_smallest_municipalities(p, registers):
    small, large = [], []
    for replication in range(6):
        owners = build_country("norway", Luck(6, replication), p, registers).tables["owners"]
        small.append(owners["leader_tenure"][owners["size_class"] == 0].mean())
        large.append(owners["leader_tenure"][(owners["size_class"] > 0) & (owners["size_class"] < 4)].mean())
    # means of about 770 and 1370 exponential draws: standard errors below 0.15 years
    assert np.mean(small) == pytest.approx(-1 / np.log(1 - 0.24), abs=0.5)
    assert np.mean(large) == pytest.approx(-1 / np.log(1 - 0.17), abs=0.6)


def test_teachers_come_mostly_from_the_universities_nearby(norway):
    schools, posts, universities = (norway.tables[name] for name in ("schools", "posts", "universities"))
    agder = norway.tables["counties"]["id"].tolist().index("42")
    here = (schools["county"] == agder)[posts["school"]] & (posts["origin"] >= 0)
    share = np.bincount(posts["origin"][here], minlength=19) / here.sum()
    assert universities["id"][int(np.argmax(share))] == "UIA"


def test_results_have_mean_zero_and_their_published_county_gradient(norway):
    schools = norway.tables["schools"]
    assert np.average(schools["structural_level"], weights=schools["pupils"]) == pytest.approx(0, abs=1e-12)
    n = len(norway.tables["counties"]["id"])
    weight = schools["pupils"].astype(float)
    level = np.bincount(schools["county"], weights=weight * schools["structural_level"], minlength=n)
    level /= np.bincount(schools["county"], weights=weight, minlength=n)
    assert np.corrcoef(level, norway.tables["counties"]["grunnskolepoeng"])[0, 1] > 0.7


def test_learning_environment_has_mean_zero_and_follows_results_in_part(p, registers):
    """Four replications of 2,700 schools in 357 municipalities: a correlation's standard error stays below 0.03."""
    found = []
    for replication in range(4):
        schools = build_country("norway", Luck(7, replication), p, registers).tables["schools"]
        assert np.average(schools["environment_level"], weights=schools["pupils"]) == pytest.approx(0, abs=1e-12)
        found.append(np.corrcoef(schools["environment_level"], schools["structural_level"])[0, 1])
    assert np.mean(found) == pytest.approx(p.country.environment_correlation, abs=0.12)  # spreads are not quite equal
