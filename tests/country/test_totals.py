"""Registered schools and published totals hold exactly, in every replication."""

from __future__ import annotations

import numpy as np
import pytest

from sim.careers import AGES, GLU, PPU, VOCATIONAL, ages_in
from sim.country.builder import build_country
from sim.country.fit import standing
from sim.country.school_register import UPPER
from sim.luck import Luck, stable_ids
from sim.parameters import parameters_from


def check_totals(country):
    country = standing(country)
    schools, owners = country.tables["schools"], country.tables["owners"]
    upper = schools["level"] == UPPER
    private = schools["private"]
    assert (~upper & ~private).sum() == 2385  # with one in each of three municipalities the register has lost
    assert (~upper & private).sum() == 273
    assert np.bincount(schools["level"]).tolist()[:3] == [1448, 720, 490]
    bands = np.bincount(np.searchsorted([100, 300], schools["pupils"][~upper], side="right"))
    assert bands == pytest.approx([713, 1074, 876], rel=0.08)  # 726, 1094, 892 of 2712 in 2023-24, scaled
    pupils = schools["pupils"].astype(np.float64)
    assert pupils[~upper & ~private].sum() == pytest.approx(589_453, abs=1)
    assert pupils[~upper & private].sum() == pytest.approx(32_508, abs=1)
    assert schools["n_posts"][~upper].sum() == 70_682  # derived from the published FTE of 2024-25
    assert schools["n_posts"][upper].sum() == 28_919
    kind = owners["kind"][schools["owner"]][upper]
    assert ((kind < 2).sum(), (kind == 2).sum(), (kind == 3).sum()) == (302, 96, 2)
    assert len(owners["id"]) == 387
    assert country.tables["counties"]["training_offices"].sum() == 334
    assert country.tables["counties"]["training_firms"].sum() == 28_100


@pytest.mark.parametrize("replication", range(6))
def test_totals_hold_in_every_replication(p, registers, replication):
    check_totals(build_country("norway", Luck(3, replication), p, registers))


@pytest.mark.parametrize("draw", range(12))
def test_totals_hold_wherever_the_parameters_are_drawn_from_their_ranges(rows, registers, draw):
    values = {}
    uncertain = [row for row in rows if row["kind"] == "uncertainty"]
    u = Luck(5, draw).uniform("parameters", 0, stable_ids([row["name"] for row in uncertain]))
    for row, share in zip(uncertain, u, strict=True):
        values[row["name"]] = float(row["low"]) + share * (float(row["high"]) - float(row["low"]))
    check_totals(build_country("norway", Luck(5, draw), parameters_from(values), registers))


def test_upper_secondary_posts_are_those_of_each_county(norway, registers):
    schools = norway.tables["schools"]
    upper = schools["level"] == UPPER
    posts = np.bincount(schools["county"][upper], weights=schools["n_posts"][upper])
    assert posts.tolist() == registers["counties"]["vgs_teachers_2025"].tolist()


def test_teaching_fte_weighs_the_counties_public_posts(norway):
    """As published for 2019-20; in other years posts follow the counties' own pupils."""
    schools, years = norway.tables["schools"], norway.years
    public = (schools["level"] != UPPER) & ~schools["private"]
    finnmark = norway.tables["counties"]["id"].tolist().index("56")
    posts = years.posts[years.at("main", 2019)].astype(np.int64) * public
    assert posts[schools["county"] == finnmark].sum() / posts.sum() == pytest.approx(1142 / 58134, abs=3e-4)
    assert norway.share == 1.0


def test_the_unqualified_share_is_solved_for(p, registers):
    shares = []
    for replication in range(5):
        country = build_country("norway", Luck(9, replication), p, registers)
        upper = (country.tables["schools"]["level"] == UPPER)[country.tables["posts"]["school"]]
        unqualified = ~country.tables["posts"]["qualified"]
        shares.append((unqualified[~upper].mean(), unqualified[upper].mean()))
    # five builds: one standard error is 0.0004 (primary) and 0.0006 (upper); four of them are allowed
    assert np.mean(shares, axis=0) == pytest.approx([0.036, 0.036 * 20.4 / 17.5], abs=0.0024)


def test_the_periphery_has_more_unqualified_teachers(norway):
    schools, posts = norway.tables["schools"], norway.tables["posts"]
    central = norway.tables["owners"]["centrality"][schools["municipality"]][posts["school"]]
    unqualified = ~posts["qualified"]
    assert unqualified[central < 0.6].mean() > 1.5 * unqualified[central > 0.85].mean()


def test_small_schools_have_fewer_pupils_a_teacher(norway):
    schools = standing(norway).tables["schools"]
    primary = schools["level"] != UPPER
    ratio = schools["pupils"] / schools["n_posts"]
    assert ratio[primary & (schools["pupils"] < 100)].mean() < 8
    assert ratio[primary & (schools["pupils"] >= 300)].mean() > 8.5


def test_the_built_ages_are_those_of_the_year_the_burn_in_begins(p, norway):
    """Qualified holders by route and year of age against the moved-back ages; 4 standard errors at every age.

    In compulsory school, where counties are alike.
    """
    schools, posts, year = norway.tables["schools"], norway.tables["posts"], 2014 - int(p.staff.burn_in_years)
    assert (posts["route"] >= 0).tolist() == posts["qualified"].tolist()
    low = (schools["level"] != UPPER)[posts["school"]]
    for route in (GLU, PPU):
        age = posts["age"][low & (posts["route"] == route)]
        share = np.diff(ages_in(year, p.staff)[route], prepend=0.0)
        error = 4 * np.sqrt(share / len(age)) + 2e-4
        assert (np.abs(np.bincount(age, minlength=AGES) / len(age) - share) <= error).all()


def test_routes_follow_what_posts_teach_and_where_graduates_come_from(norway):
    """70,000 and 28,000 qualified holders, 4 standard errors."""
    schools, posts, u = norway.tables["schools"], norway.tables["posts"], norway.tables["universities"]
    upper = (schools["level"] == UPPER)[posts["school"]]
    low = posts["route"][~upper & posts["qualified"]]
    share = 1.0 - u["graduates_glu"].sum() / u["graduates_primary"].sum()
    assert abs((low == PPU).mean() - share) <= 4 * np.sqrt(share * (1 - share) / len(low))
    assert set(low.tolist()) == {GLU, PPU}
    assert set(posts["route"][upper & posts["qualified"]].tolist()) == {PPU, VOCATIONAL}


def test_kinds_of_teachers_have_the_shares_of_their_level(norway):
    from sim.topics import TOPICS

    schools, posts = norway.tables["schools"], norway.tables["posts"]
    upper = (schools["level"] == UPPER)[posts["school"]]
    share = np.bincount(posts["kind"][upper], minlength=len(TOPICS.kinds)) / upper.sum()
    own = np.array([level == "upper" for level in TOPICS.levels])
    assert share[~own].sum() == 0
    assert share[own] == pytest.approx(TOPICS.shares[own], abs=0.01)
