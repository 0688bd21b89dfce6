"""Schools are those of the register: only the pupils of those without any are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from sim.country.builder import build_country
from sim.country.fit import standing
from sim.country.registers import load_registers
from sim.country.school_register import COMBINED, LOWER, PRIMARY, UPPER
from sim.country.schools import share_in_upper_grades
from sim.luck import Luck


@pytest.fixture(scope="module")
def registered(registers):
    frame = registers["primary_schools"]
    return frame[frame["kind"] != "unit"].set_index("org_number")


@pytest.fixture(scope="module")
def built(norway):
    """Columns of the primary and lower-secondary schools that the register names."""
    schools = standing(norway).tables["schools"]
    named = (schools["level"] != UPPER) & ~np.char.endswith(schools["id"].astype(str), "-1")
    found = {name: values[named] for name, values in schools.items()}
    return found | {"id": np.array([name.removesuffix("-g") for name in found["id"]], dtype=object)}


def test_every_registered_school_is_there_and_no_other(built, registered):
    assert sorted(built["id"]) == sorted(registered.index)


def test_owner_place_and_grades_are_as_registered(norway, built, registered):
    owners, rows = norway.tables["owners"], registered.loc[built["id"]]
    assert owners["id"][built["municipality"]].tolist() == rows["municipality_number"].tolist()
    assert built["private"].tolist() == (rows["ownership"] == "private").tolist()
    assert np.array_equal(owners["kind"][built["owner"]] == 2, built["private"])
    assert (rows["grade_to"][built["level"] == PRIMARY] <= 7).all()
    assert (rows["grade_from"][built["level"] == LOWER] >= 8).all()
    across = rows[built["level"] == COMBINED]
    assert ((across["grade_from"] < 8) & (across["grade_to"] > 7)).all()


def test_registered_pupils_keep_their_proportions(built, registered):
    rows = registered.loc[built["id"], "pupils_2022_23"].to_numpy(dtype=float)
    for private in (False, True):
        mine = (built["private"] == private) & ~np.isnan(rows)
        factor = built["pupils"][mine].sum() / rows[mine].sum()
        same = built["pupils"][mine] / (factor * rows[mine])
        assert np.abs(same - 1.0).max() < 0.2, private  # 2022 to 2025: counties, stages and centres grow apart a little


def test_sizes_that_are_not_registered_are_drawn_anew_and_look_like_those_that_are(p, registers, registered):
    unknown = registered.index[registered["pupils_2022_23"].isna() & (registered["kind"] == "school")]
    sizes = []
    for replication in range(4):
        schools = standing(build_country("norway", Luck(4, replication), p, registers)).tables["schools"]
        sizes.append(schools["pupils"][np.isin(schools["id"], unknown)])
    assert not np.array_equal(sizes[0], sizes[1])
    known = registered["pupils_2022_23"].dropna()
    assert known.min() * 0.4 < np.min(sizes)
    assert np.max(sizes) < known.max() * 2.1
    # 790 draws with an SD of about 150 pupils: a standard error of 5; other places and levels than the mean school's
    assert np.mean(sizes) == pytest.approx(known.mean(), abs=60)


def test_special_schools_are_small(norway, registered):
    schools = norway.tables["schools"]
    special = np.isin(schools["id"], registered.index[registered["kind"] == "special"])
    assert 30 < special.sum() < 60
    assert schools["pupils"][special].max() < 120


def test_every_municipality_has_a_school_of_its_own_and_76_registered_ones_have_just_one(norway, registered):
    owners, schools = norway.tables["owners"], standing(norway).tables["schools"]
    own = (schools["level"] != UPPER) & ~schools["private"]
    each = np.bincount(schools["owner"][own], minlength=len(owners["id"]))[owners["kind"] == 0]
    assert each.min() == 1
    public = registered[registered["ownership"] == "public"]["municipality_number"].value_counts()
    assert (public == 1).sum() == 76
    assert (each == 1).sum() == 76 + 357 - len(public)


def test_grades_8_to_10_have_their_published_pupils():
    level, pupils = np.array([PRIMARY, COMBINED, LOWER, COMBINED]), np.array([100.0, 200, 50, 100])
    assert share_in_upper_grades(level, pupils, 170.0) == pytest.approx(0.4)


def test_an_own_table_of_schools_replaces_the_register(p, registers, tmp_path):
    frame = registers["primary_schools"].drop(columns=["opened"])  # a column that may be left out
    frame[frame["municipality_number"] != "5601"].to_csv(tmp_path / "mine.csv", index=False)
    country = build_country("finnmark", Luck(1, 0), p, load_registers({"primary_schools": str(tmp_path / "mine.csv")}))
    owners, schools = country.tables["owners"], standing(country).tables["schools"]
    mine = schools["owner"] == owners["id"].tolist().index("5601")
    assert schools["id"][mine].tolist() == ["5601-1"]  # every municipality has a school
