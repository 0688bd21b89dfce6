"""Graduates by year: as published where known, else students due, and a year nearly without."""

from __future__ import annotations

import numpy as np
import pytest

from sim.country.basis import basis_of
from sim.country.graduates import PROGRAMMES, graduates, national_graduates
from sim.luck import Luck
from sim.parameters import parameters_from


@pytest.fixture(scope="module")
def basis(registers, p):
    return basis_of(registers, Luck(1, 0), p)


def glu(basis, p, year):
    """Graduates of both GLU programmes in a spring."""
    ground = basis.ground.graduates
    return national_graduates(ground, p.country)[year - ground.year[0], :2].sum()


def test_the_years_published_are_as_published(basis, p):
    assert glu(basis, p, 2020) == 2019
    assert glu(basis, p, 2021) == 407


def test_the_year_the_programme_grew_longer_is_nearly_without_and_the_next_catches_up(basis, p):
    assert glu(basis, p, 2021) < 0.25 * glu(basis, p, 2020)
    assert 0.7 < glu(basis, p, 2022) / glu(basis, p, 2020) < 1.0  # one year's late ones are missing
    assert glu(basis, p, 2023) > glu(basis, p, 2022)


def test_fewer_admitted_are_fewer_graduates_five_years_on(basis, p, registers):
    students = registers["teacher_students"].query("programme in ('glu_1_7', 'glu_5_10')")
    new = students.groupby("year")["new_students"].sum()
    assert glu(basis, p, 2029) / glu(basis, p, 2026) == pytest.approx(
        (0.8 * new[2024] + 0.2 * new[2023]) / (0.8 * new[2021] + 0.2 * new[2020]), rel=1e-6
    )


def test_late_graduates_are_moved_not_lost(basis):
    """Over all years as many graduate whatever the share that is late, but for the ends and the published years."""
    ground = basis.ground.graduates
    totals = [
        national_graduates(ground, parameters_from({"graduates_late": late}).country)[10:].sum() for late in (0.0, 0.25)
    ]
    assert totals[1] == pytest.approx(totals[0], rel=0.01)


def test_universities_share_glu_by_what_they_had_and_follow_places_filled_after_2026(basis, p):
    ground, u = basis.ground.graduates, basis.ground.universities
    found = graduates(ground, u, p.country)
    row = {name: i for i, name in enumerate(u.ids)}
    in_2020, in_2028 = found[2020 - ground.year[0]].sum(axis=1), found[2028 - ground.year[0]].sum(axis=1)
    assert in_2020[row["HVL"]] > in_2020[row["UIA"]] > in_2020[row["HVO"]] > in_2020[row["NIH"]]
    assert in_2028[row["UIS"]] / in_2020[row["UIS"]] > 1.2 * in_2028[row["NORD"]] / in_2020[row["NORD"]]
    assert (found >= 0).all()


def test_only_those_who_work_in_school_a_year_on_begin(basis, p):
    ground = basis.ground.graduates
    number = graduates(ground, basis.ground.universities, p.country).sum(axis=1)
    begin, everybody = number[:, :2].sum(axis=1), national_graduates(ground, p.country).sum(axis=1)
    assert number[:, 3:].sum(axis=1) + begin == pytest.approx(everybody)  # nobody is lost
    assert ((begin / everybody > 0.70) & (begin / everybody < 0.85)).all()  # about three in four of all new teachers
    assert len(PROGRAMMES) == ground.begins.shape[0]


def test_the_plan_has_the_graduates_of_every_year_and_the_country_those_of_the_base_year(norway):
    plan, universities = norway.years, norway.tables["universities"]
    assert plan.graduates.shape[0] == plan.column.shape[1]
    base = plan.graduates[plan.place(2025)]
    assert np.array_equal(universities["graduates_primary"][: len(base)], base[:, 0])
    assert np.array_equal(universities["graduates_upper"][: len(base)], base[:, 1])
    assert not universities["graduates_primary"][len(base) :].any()
