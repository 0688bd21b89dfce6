"""Every world is a well-formed part of the same country."""

from __future__ import annotations

import numpy as np
import pytest

from sim.careers import LAST_AGE
from sim.country.builder import build_country
from sim.country.fit import standing
from sim.country.registers import load_registers
from sim.country.school_register import UPPER
from sim.country.world import world_names
from sim.luck import Luck

NAMES = world_names(load_registers())
UNIVERSITIES = 19


@pytest.fixture(scope="module", params=NAMES)
def country(request, p, registers):
    return build_country(request.param, Luck(1, 0), p, registers)


def test_worlds_are_norway_tiny_and_the_counties():
    assert NAMES[:2] == ("norway", "tiny")
    assert set(NAMES[2:]) == {
        "agder",
        "akershus",
        "buskerud",
        "finnmark",
        "innlandet",
        "more_og_romsdal",
        "nordland",
        "oslo",
        "ostfold",
        "rogaland",
        "telemark",
        "troms",
        "trondelag",
        "vestfold",
        "vestland",
    }


def test_rows_point_at_rows_that_are_there(country):
    t = country.tables
    links = {
        ("counties", "governor"): "governors",
        ("owners", "county"): "counties",
        ("networks", "county"): "counties",
        ("networks", "coordinator"): "owners",
        ("schools", "owner"): "owners",
        ("schools", "municipality"): "owners",
        ("schools", "county"): "counties",
        ("posts", "school"): "schools",
    }
    for (table, column), target in links.items():
        rows = t[table][column]
        assert rows.dtype == np.int32, (table, column)
        assert rows.min() >= 0, (table, column)
        assert rows.max() < len(t[target]["uid"]), (table, column)


def test_no_owner_is_without_schools_and_no_network_without_members(country):
    t = country.tables
    assert set(t["schools"]["owner"]) == set(range(len(t["owners"]["id"])))
    member = t["owners"]["network"]
    assert set(member[member >= 0]) == set(range(len(t["networks"]["id"])))
    assert (t["owners"]["kind"][member < 0] == 3).all()
    coordinator = t["networks"]["coordinator"]
    assert (member[coordinator] == np.arange(len(coordinator))).all()


def test_posts_of_a_school_and_schools_of_an_owner_are_contiguous(country):
    schools, posts = country.tables["schools"], country.tables["posts"]
    assert (np.diff(schools["owner"]) >= 0).all()
    assert schools["first_post"].tolist() == (np.cumsum(schools["capacity"]) - schools["capacity"]).tolist()
    assert (posts["school"] == np.repeat(np.arange(len(schools["uid"])), schools["capacity"])).all()
    assert schools["n_posts"].min() >= 0
    assert (schools["n_posts"] <= schools["capacity"]).all()
    assert schools["capacity"].max() <= 400


def test_values_keep_their_bounds(country):
    t = country.tables
    for table, names in {
        "owners": ("centrality", "steering", "understanding"),
        "schools": ("involvement",),
        "counties": ("forum_power",),
        "universities": ("nearness", "experience", "coupling", "quality", "staff_exit", "topic_strength", "mobility"),
    }.items():
        for name in names:
            assert t[table][name].min() >= 0, (table, name)
            assert t[table][name].max() <= 1, (table, name)
    posts = t["posts"]
    assert (posts["tenure"] <= posts["career"]).all()
    assert posts["tenure"].min() >= 0
    assert 20 <= posts["age"].min() <= posts["age"].max() < LAST_AGE
    assert (posts["career"] <= 2 * (posts["age"] - 19)).all()
    assert (posts["origin"][~posts["qualified"]] == -1).all()
    assert posts["origin"].max() < country.sizes["universities"]
    assert (t["owners"]["office_fte"] > 0).all()
    assert np.abs(t["schools"]["structural_level"]).max() < 1.5
    assert t["universities"]["mobility"].sum(axis=1).max() <= 1 + 1e-9


def test_no_value_is_missing_and_ids_are_unique(country):
    for table, columns in country.tables.items():
        assert len(set(columns["uid"].tolist())) == len(columns["uid"]), table
        for name, values in columns.items():
            if values.dtype.kind == "f":
                assert np.isfinite(values).all(), (table, name)


def test_networks_are_municipalities_of_one_county_or_one_other_owner(country):
    owners, networks = country.tables["owners"], country.tables["networks"]
    for row in range(len(networks["id"])):
        members = owners["network"] == row
        assert len(set(owners["county"][members])) == 1
        assert len(set(owners["kind"][members])) == 1
        assert members.sum() <= 6
        if networks["kind"][row] != 0:
            assert members.sum() == 1


def test_municipalities_can_teach_all_ten_grades(norway):
    schools, owners = standing(norway).tables["schools"], norway.tables["owners"]
    lacking = []
    for row in np.flatnonzero(owners["kind"] == 0):
        levels = set(schools["level"][(schools["owner"] == row)].tolist())
        if not (levels & {1, 2} and levels & {0, 1}):
            lacking.append(owners["name"][row])
    assert sorted(lacking) == ["Grong", "Hægebostad"]  # as registered: only grades 1-7


@pytest.mark.parametrize("replication", range(4))
def test_tiny_has_3_counties_12_owners_and_60_schools(p, registers, replication):
    tiny = build_country("tiny", Luck(2, replication), p, registers)
    t = tiny.tables
    assert [len(t[name]["uid"]) for name in ("counties", "owners")] == [3, 12]
    assert (t["schools"]["n_posts"] > 0).sum() == 60
    assert 0 < (t["schools"]["n_posts"] == 0).sum() <= 6
    assert set(t["schools"]["level"]) == {0, 1, 2, UPPER}
    assert set(t["owners"]["size_class"]) >= {0, 3, 4}
    assert len(t["posts"]["uid"]) < 4000


def test_oslo_is_one_owner_of_all_its_public_schools(p, registers):
    oslo = build_country("oslo", Luck(1, 0), p, registers)
    owners, schools = oslo.tables["owners"], oslo.tables["schools"]
    assert owners["id"].tolist() == ["0301", "pr03"]
    assert owners["is_county_council"].tolist() == [True, False]
    assert (schools["owner"][~schools["private"]] == 0).all()


def test_an_unknown_world_is_refused_with_the_names_that_exist(p, registers):
    with pytest.raises(ValueError, match="world: 'utopia' is not one of norway, tiny, agder"):
        build_country("utopia", Luck(1, 0), p, registers)


def test_the_counties_sum_to_the_nation(p, registers, norway):
    parts = [build_country(name, Luck(1, 0), p, registers) for name in NAMES[2:]]
    assert sum(part.share for part in parts) == pytest.approx(1.0)
    whole = norway.tables["universities"]["staff_hours"]
    hours = sum(part.tables["universities"]["staff_hours"][:UNIVERSITIES] for part in parts)
    assert hours == pytest.approx(whole[:UNIVERSITIES])
    colleges = [part.tables["universities"]["staff_hours"][-1] for part in by_county(parts)]
    assert colleges == whole[UNIVERSITIES:].tolist()
    assert sum(len(part.tables["owners"]["uid"]) for part in parts) == 387
    mobility = np.concatenate([part.tables["universities"]["mobility"][:UNIVERSITIES] for part in parts], axis=1)
    assert mobility.sum(axis=1) == pytest.approx(1.0)


def by_county(parts):
    """Part worlds of one county each, in the order of county numbers."""
    return sorted(parts, key=lambda part: part.tables["counties"]["id"][0])
