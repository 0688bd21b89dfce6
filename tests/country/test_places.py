"""Places: national shares as published, counties as published, big cities and small schools in the stated direction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.country.all_schools import all_schools
from sim.country.basis import basis_of
from sim.country.fit import standing
from sim.country.ground import ground_of
from sim.country.school_register import UPPER
from sim.country.unqualified import places_of
from sim.credits import usual_readiness
from sim.luck import Luck
from sim.parameters import Parameters

SHARE = {0: 0.036, 1: 0.036 * 20.4 / 17.5}


@pytest.fixture(scope="module")
def built(p, registers):
    """Schools and basis of a country at given numbers of the country."""

    def build(**values: float):
        changed: Parameters = replace(p, country=replace(p.country, **values))
        basis = basis_of(registers, Luck(1, 0), changed)
        return all_schools(basis)[0], basis

    return build


def by_county(chance, county, number, mine):
    """Mean over the posts of each county's schools, shape (counties,)."""
    return np.bincount(county[mine], (chance * number)[mine]) / np.bincount(county[mine], number[mine])


@pytest.mark.parametrize("values", [{}, {"county_unqualified": 0.5, "city_unqualified": 0.4, "city_exit": 0.25}])
def test_expected_national_shares_are_the_published_ones_whatever_the_places(built, values):
    schools, basis = built(**values)
    places, number = places_of(schools, basis), schools.posts
    for stage, share in SHARE.items():
        mine = (schools.level == UPPER) == bool(stage)
        assert np.average(places.unqualified[mine], weights=number[mine]) == pytest.approx(share, rel=1e-6)
        assert np.average(places.appeal[mine], weights=number[mine]) == pytest.approx(0.0, abs=1e-9)
    assert np.average(np.exp(places.competition), weights=number) == pytest.approx(1.0)


def test_in_upper_secondary_counties_differ_as_teachers_without_pedagogical_education_do(built, registers):
    """Odds against the nation's; expected shares, so to the fourth digit but for scaling to the national share."""
    schools, basis = built()
    chance, number = places_of(schools, basis).unqualified, schools.posts
    upper = schools.level == UPPER
    share = np.bincount(schools.county[upper], (chance * number)[upper]) / np.bincount(
        schools.county[upper], number[upper]
    )
    without = 1.0 - registers["counties"]["vgs_teachers_share_pedagogical_2025"].to_numpy() / 100.0
    found, published = (x / (1 - x) for x in (share, without))
    assert found / found.mean() == pytest.approx(published / published.mean(), rel=0.02)


def test_a_big_city_has_more_unqualified_and_more_who_leave_for_other_work_than_its_centrality_says(built):
    schools, basis = built()
    plain = places_of(*built(city_unqualified=0.0, city_exit=0.0))
    places = places_of(schools, basis)
    oslo = basis.ground.owners.ids[schools.municipality] == "0301"
    compulsory = schools.level != UPPER
    assert (places.competition[oslo] > np.log(1.2)).all()
    mine = oslo & compulsory
    assert places.unqualified[mine].mean() > 1.3 * plain.unqualified[mine].mean()
    shares = by_county(places.unqualified, schools.county, schools.posts, compulsory)
    assert shares[schools.county[oslo][0]] > np.sort(shares)[2], "the largest city has no longer the fewest"


def test_where_more_leave_for_other_work_a_place_draws_better_than_its_unqualified_say(built):
    """The appeal that goes with a share of unqualified is the higher the more teachers must be replaced."""
    usual, drained = (places_of(*built(city_exit=x)) for x in (0.0, 0.25))
    schools, basis = built()
    oslo = (basis.ground.owners.ids[schools.municipality] == "0301") & (schools.level != UPPER)
    assert (drained.appeal[oslo] > usual.appeal[oslo]).all()
    assert drained.unqualified[oslo] == pytest.approx(usual.unqualified[oslo])


def test_without_any_term_of_place_all_places_are_alike(built):
    flat = dict.fromkeys(("unqualified_centrality_slope", "city_unqualified", "city_exit", "county_unqualified"), 0.0)
    places = places_of(*built(**flat))
    assert np.abs(places.appeal).max() < 1e-12
    assert np.abs(places.competition).max() < 1e-12


def test_applications_by_county_are_those_of_the_old_counties_moved(registers):
    """By hand for three: Oslo (whole), Innlandet (Hedmark and most of Oppland), the nation in the mean."""
    factor = ground_of(registers).study_factor
    number = registers["counties"]["county_number"].tolist()
    oslo = (593 + 589 + 542) / 3 / 5658
    innlandet = ((471 + 416 + 439) + 0.916 * (441 + 412 + 390)) / 3 / (2084 + 0.916 * 2071)
    applied = registers["study_applications_by_old_county"]
    nation = applied[applied["year"] >= 2016]["applications"].sum() / 3 / 58_133
    assert factor[number.index("03")] == pytest.approx(oslo / nation)
    assert factor[number.index("34")] == pytest.approx(innlandet / nation)


def test_as_many_lack_credits_as_the_register_says_and_more_in_small_schools(p, norway):
    """66,000 qualified holders in compulsory school; 4 standard errors. Nobody else lacks any."""
    schools, posts = norway.tables["schools"], norway.tables["posts"]
    compulsory = (schools["level"] != UPPER)[posts["school"]] & posts["qualified"]
    share, n = p.study.credits_lacking, compulsory.sum()
    assert abs(posts["lacks_credits"][compulsory].mean() - share) <= 4 * np.sqrt(share * (1 - share) / n)
    assert not posts["lacks_credits"][~compulsory].any()
    small = (schools["pupils"] < 100)[posts["school"]]
    assert posts["lacks_credits"][compulsory & small].mean() > 1.2 * posts["lacks_credits"][compulsory & ~small].mean()


def test_readiness_of_counties_is_what_lacking_credits_do_not_explain(p, norway, registers):
    """Expected rate of each county at its share without credits, scaled to the usual one: the published factor."""
    schools, posts, counties = (standing(norway).tables[name] for name in ("schools", "posts", "counties"))
    county, qualified = schools["county"][posts["school"]], posts["qualified"]
    lacking = np.bincount(county, posts["lacks_credits"]) / np.bincount(county, qualified)
    lacking *= p.study.credits_usual / (posts["lacks_credits"].sum() / qualified.sum())
    logit = usual_readiness(p.study) + counties["readiness"]
    with_, without = (1 / (1 + np.exp(-x)) for x in (logit, logit + p.study.apply_credits))
    rate = (1 - lacking) * with_ + lacking * without
    assert rate == pytest.approx(p.study.apply_rate * ground_of(registers).study_factor, rel=1e-6)
    assert counties["readiness"][counties["id"] == "03"][0] < -0.3
    assert counties["readiness"][counties["id"] == "56"][0] > 0.2
