from __future__ import annotations

import numpy as np
import pytest

from sim.country.builder import build_country
from sim.country.fit import fit
from sim.luck import Luck

COLUMNS = ["quantity", "published", "simulated", "difference", "source", "status"]


def test_published_counts_hold_to_the_last_unit(norway, registers):
    frame = fit(norway, registers)
    assert list(frame.columns) == COLUMNS
    counts = frame[(frame["status"] == "published") & frame["quantity"].str.startswith(("grunnskole_", "county"))]
    counts = counts[~counts["quantity"].str.endswith("upper-secondary pupils")]
    assert len(counts) > 30
    assert (counts["difference"].abs() < 1e-6).all()


def test_schools_are_those_of_the_register_and_nearly_as_many_as_published(norway, registers):
    """Two sources of one autumn: the register of January 2026 and Statistics Norway."""
    frame = fit(norway, registers).set_index("quantity")
    schools = frame[frame.index.str.startswith("grunnskoler")]
    assert (schools["difference"].abs() < 0.025 * schools["published"]).all()
    assert frame.loc["municipalities_with_one_school", "published"] == 76
    numbers = frame.loc["municipalities_with_two_schools":"municipalities_with_11_or_more_schools"]
    assert len(numbers) == 4
    assert (numbers["difference"] == 0).all()


def test_shares_and_pupils_lie_near_what_is_published(norway, registers):
    frame = fit(norway, registers).set_index("quantity")
    assert 0.0 < frame.loc["combined_share_in_grades_8_10", "difference"] < 0.12
    assert frame.loc["vgs_pupils", "simulated"] / 193_809 == pytest.approx(1.0, abs=0.002)
    assert frame.loc["pupils_per_teaching_fte", "simulated"] == pytest.approx(11.2, abs=0.5)
    assert 0.10 < frame.loc["structural_level_sd_between_municipalities", "simulated"] < 0.20


def test_an_assumption_has_no_published_value(norway, registers):
    frame = fit(norway, registers)
    assert frame.loc[frame["status"] == "assumption", "published"].isna().all()


def test_a_county_is_held_against_its_own_figures_only(p, registers):
    frame = fit(build_country("troms", Luck(1, 0), p, registers), registers).set_index("quantity")
    assert np.isnan(frame.loc["grunnskoler_total", "published"])
    assert frame.loc["county 55 Troms: upper-secondary teachers", "difference"] == 0


def test_tiny_and_oslo_have_a_fit_too(p, registers):
    for world in ("tiny", "oslo"):
        frame = fit(build_country(world, Luck(1, 0), p, registers), registers)
        assert frame["published"].isna().all() or world == "oslo"


def test_a_figure_of_another_year_than_the_register_says_so_in_its_name(norway, registers):
    """Sizes of municipalities are published for 2020 and simulated from the population of 2026."""
    names = fit(norway, registers)["quantity"]
    sizes = names[names.str.startswith(("municipalities_under", "municipalities_over"))]
    assert len(sizes) == 5
    assert sizes.str.contains("published of 2020, simulated of 2026").all()


def test_universities_and_vocational_colleges_are_told_apart(norway, registers, p):
    frame = fit(norway, registers).set_index("quantity")
    assert frame.loc["universities_staff_hours", "simulated"] == pytest.approx(p.country.uh_hours)
    assert frame.loc["vocational_colleges_staff_hours", "simulated"] == pytest.approx(p.country.college_hours)
