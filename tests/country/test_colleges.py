"""Vocational colleges stand beside the 19 universities: one a county, partner of its own county, no teacher school."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents import university
from sim.country import colleges
from sim.country.builder import build_country
from sim.country.university_ground import great_circle
from sim.luck import Luck
from sim.topics import TOPICS


@pytest.fixture
def partners(norway):
    return norway.tables["universities"]


@pytest.fixture
def own(partners):
    return partners["kind"] == colleges.VOCATIONAL_COLLEGE


def test_builder_and_model_name_the_kinds_alike():
    kinds = (university.UNIVERSITY, university.VOCATIONAL_COLLEGE)
    assert kinds == (colleges.UNIVERSITY, colleges.VOCATIONAL_COLLEGE)


def test_there_are_19_universities_and_after_them_one_college_a_county(norway, partners, own):
    assert (~own).sum() == 19
    assert own[19:].all()
    assert partners["id"][own].tolist() == [f"fs{number}" for number in norway.tables["counties"]["id"]]
    assert norway.sizes["universities"] == 34


def test_a_college_is_partner_by_duty_of_its_own_county_only_and_leads_nowhere(norway, own):
    counties = norway.tables["counties"]
    assert np.array_equal(counties["partner"][:, own], np.eye(15, dtype=bool))
    assert not counties["lead"][:, own].any()


def test_a_college_stands_at_the_seat_of_its_county(norway, own):
    networks, counties, owners = (norway.tables[name] for name in ("networks", "counties", "owners"))
    at = networks["coordinator"]
    lat, lon = owners["lat"][at][:, None], owners["lon"][at][:, None]
    assert networks["distance"][:, own] == pytest.approx(great_circle(lat, lon, counties["lat"], counties["lon"]))


def test_a_college_educates_no_teachers(norway, partners, own):
    for name in ("graduates_primary", "graduates_upper", "coupling", "quality", "mobility"):
        assert not partners[name][own].any(), name
    assert norway.tables["posts"]["origin"].max() < 19


def test_colleges_share_their_hours_by_apprentices(norway, partners, own, p):
    hours, apprentices = partners["staff_hours"][own], norway.tables["counties"]["apprentices"]
    assert hours.sum() == pytest.approx(p.country.college_hours)
    assert hours / hours.sum() == pytest.approx(apprentices / apprentices.sum())
    assert partners["staff_hours"][~own].sum() == pytest.approx(p.country.uh_hours)


def test_colleges_are_near_practice_but_new_to_school_based_development(p, registers):
    """450 colleges and 570 universities; the means of both differ by far more than four standard errors."""
    tables = [build_country("norway", Luck(4, r), p, registers).tables["universities"] for r in range(30)]
    means = {
        name: [np.mean([t[name][t["kind"] == kind] for t in tables]) for kind in range(2)]
        for name in ("nearness", "experience")
    }
    assert means["nearness"][1] > means["nearness"][0] + 0.1
    assert means["experience"][1] < means["experience"][0] - 0.1


def test_colleges_are_strong_in_vocational_topics(p, registers):
    vocational = np.array(TOPICS.groups) == "vocational"
    tables = [build_country("norway", Luck(4, r), p, registers).tables["universities"] for r in range(5)]
    strength = np.mean([table["topic_strength"][19:] for table in tables], axis=(0, 1))
    assert strength[vocational].min() > strength[~vocational].max() + 0.15


@pytest.mark.parametrize(("world", "number"), [("agder", 1), ("tiny", 3)])
def test_a_part_world_has_the_colleges_of_its_counties_by_the_share_present(p, registers, norway, world, number):
    part = build_country(world, Luck(1, 0), p, registers)
    partners, whole = part.tables["universities"], norway.tables["universities"]
    assert part.sizes["universities"] == len(partners["uid"]) == 19 + number
    assert partners["id"][19:].tolist() == [f"fs{county}" for county in part.tables["counties"]["id"]]
    assert part.tables["networks"]["distance"].shape[1] == part.tables["counties"]["partner"].shape[1] == 19 + number
    at = np.isin(whole["id"], partners["id"][19:])
    here = partners["staff_hours"][19:] / whole["staff_hours"][at]
    if world == "agder":
        assert here == pytest.approx(1.0)
    else:
        assert ((here > 0) & (here < 1)).all()
