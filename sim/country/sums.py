"""Which sums must hold between the registers before a country is built from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

BASE = "2025-26"
"""School year of the country: figures of other years are scaled to it (docs/data.md)."""

TOLERANCE = 0.01
"""Tables of different origin may differ by this share; a missing county or a doubled row differs by more."""

NEEDED = {
    "grunnskoler_total": BASE,
    "grunnskoler_public": BASE,
    "grunnskoler_private": BASE,
    "grunnskoler_primary_only": BASE,
    "grunnskoler_combined": BASE,
    "grunnskoler_lower_secondary_only": BASE,
    "grunnskole_pupils": BASE,
    "grunnskole_pupils_public": BASE,
    "grunnskole_pupils_private": BASE,
    "grunnskole_pupils_grades_8_10": BASE,
    "grunnskole_teachers_persons": "2019-20",
    "grunnskole_without_approved_education": "2012-13",
    "grunnskole_fte_without_teacher_education": "2020",
    "vgs_fte_without_teacher_education": "2020",
    "training_companies_approved": "2021-22",
}
"""National figures the builder works from, with the year of the row it reads."""


def check_sums(tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse registers whose parts do not add up.

    Raises:
        ValueError: One line that names the sum, what it is and what it should be.
    """
    total = _needed(tables["national_totals"])
    schools, pupils = total["grunnskoler_total"], total["grunnskole_pupils"]
    levels = ("primary_only", "combined", "lower_secondary_only")
    exact = [
        (
            "public and private",
            total["grunnskoler_public"] + total["grunnskoler_private"],
            "grunnskoler_total",
            schools,
        ),
        (
            "three levels",
            sum(total[f"grunnskoler_{level}"] for level in levels),
            "grunnskoler_total",
            schools,
        ),
        (
            "public and private",
            total["grunnskole_pupils_public"] + total["grunnskole_pupils_private"],
            "grunnskole_pupils",
            pupils,
        ),
    ]
    for parts, found, name, expected in exact:
        if found != expected:
            raise ValueError(f"national_totals.{name}: {expected:g}, but {parts} sum to {found:g}")
    _check_old_counties(tables["teaching_fte_by_old_county"])
    _check_applications(tables["study_applications_by_old_county"], tables["teaching_fte_by_old_county"])
    _check_pairs(tables)
    _check_coverage(tables)
    _check_ranges(tables)


def _needed(totals: pd.DataFrame) -> dict[str, float]:
    found = {(q, y): v for q, y, v in zip(totals["quantity"], totals["year"], totals["value"], strict=True)}
    for quantity, year in NEEDED.items():
        if (quantity, year) not in found:
            raise ValueError(f"national_totals.quantity: {quantity!r} of {year} is missing; the builder needs it")
    return {quantity: found[quantity, year] for quantity, year in NEEDED.items()}


def _check_applications(applications: pd.DataFrame, fte: pd.DataFrame) -> None:
    """Every old county has applications in every year that any has."""
    given = set(zip(applications["old_county"], applications["year"], strict=True))
    for name in sorted(set(fte["old_county"])):
        for year in sorted(set(applications["year"])):
            if (name, year) not in given:
                raise ValueError(f"study_applications_by_old_county.old_county: {name!r} has no row of {year}")


def _check_old_counties(frame: pd.DataFrame) -> None:
    shares = frame.groupby("old_county")["share"].sum()
    for name, share in shares.items():
        if not np.isclose(share, 1.0, atol=1e-6):
            raise ValueError(f"teaching_fte_by_old_county.share: the rows of {name!r} sum to {share:g}, not 1")
    for name, values in frame.groupby("old_county")["teaching_fte_2019_20"]:
        if values.nunique() > 1:
            raise ValueError(
                f"teaching_fte_by_old_county.teaching_fte_2019_20: rows of {name!r} differ; one value is allowed"
            )


def _check_pairs(tables: Mapping[str, pd.DataFrame]) -> None:
    """Sums between tables, where both figures are published."""
    counties, upper = tables["counties"], tables["upper_secondary_schools"]
    pairs = [
        (
            "population",
            "2026-01-01",
            "municipalities.population_2026",
            tables["municipalities"]["population_2026"].sum(),
        ),
        ("vgs_pupils", BASE, "upper_secondary_schools.pupils_2025_26", upper["pupils_2025_26"].sum()),
        ("vgs_pupils", BASE, "counties.vgs_pupils_2025_26", counties["vgs_pupils_2025_26"].sum()),
        ("vgs_teachers_persons", "2025", "counties.vgs_teachers_2025", counties["vgs_teachers_2025"].sum()),
        ("youth_16_18", "2026-01-01", "counties.age_16_18_2026", counties["age_16_18_2026"].sum()),
        (
            "apprentice_contracts_running",
            "2025-10-01",
            "counties.apprentice_contracts_2025",
            counties["apprentice_contracts_2025"].sum(),
        ),
        ("training_offices", "2026", "training_offices.org_number", len(tables["training_offices"])),
    ]
    totals = tables["national_totals"]
    for quantity, year, where, found in pairs:
        row = totals[(totals["quantity"] == quantity) & (totals["year"] == year)]
        if len(row) and abs(found / float(row["value"].iloc[0]) - 1.0) > TOLERANCE:
            expected = float(row["value"].iloc[0])
            raise ValueError(
                f"{where}: sums to {found:g}, but national_totals has {quantity} {expected:g} "
                f"(allowed: within {TOLERANCE:.0%}; replace both tables together)"
            )


def _check_coverage(tables: Mapping[str, pd.DataFrame]) -> None:
    """Every county needs municipalities, teaching posts and a public upper-secondary school."""
    upper = tables["upper_secondary_schools"]
    parts = {
        "municipalities": tables["municipalities"]["county_number"],
        "teaching_fte_by_old_county": tables["teaching_fte_by_old_county"]["county_number"],
        "upper_secondary_schools": upper.loc[upper["ownership"] == "county", "county_number"],
    }
    for county in tables["counties"]["county_number"]:
        for table, named in parts.items():
            if county not in set(named):
                raise ValueError(f"{table}.county_number: county {county!r} has no row; each county needs one")


def _check_ranges(tables: Mapping[str, pd.DataFrame]) -> None:
    """A figure lies within its own range."""
    for name, value in (("price_index", "change_percent"), ("scheme_frames", "million_kroner")):
        frame = tables[name]
        for row in frame[(frame["low"] > frame[value]) | (frame[value] > frame["high"])].to_dict("records"):
            raise ValueError(
                f"{name}.{value}: {row[value]:g} in {row['year']} is outside its range {row['low']:g}-{row['high']:g}"
            )
