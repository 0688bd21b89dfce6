"""What each register table must look like: its columns, keys, types and ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Allowed:
    """What a cell may hold.

    Attributes:
        kind: Type of the value.
        low: Least number allowed.
        high: Greatest number allowed.
        options: Texts allowed; empty for any.
        table: Register whose key the cell must name.
        many: Whether the cell holds several keys, separated by spaces.
        empty: Whether the cell may be empty (unknown).
        optional: Whether the whole column may be absent.
    """

    kind: Literal["text", "whole", "number"]
    low: float = float("-inf")
    high: float = float("inf")
    options: tuple[str, ...] = ()
    table: str = ""
    many: bool = False
    empty: bool = False
    optional: bool = False


def _text(*options: str, empty: bool = False) -> Allowed:
    return Allowed("text", options=options, empty=empty)


def _key(table: str, *, empty: bool = False, many: bool = False) -> Allowed:
    return Allowed("text", table=table, empty=empty, many=many)


def _whole(low: float, high: float, *, empty: bool = False) -> Allowed:
    return Allowed("whole", low, high, empty=empty)


def _number(low: float, high: float, *, empty: bool = False) -> Allowed:
    return Allowed("number", low, high, empty=empty)


_NOTE = Allowed("text", empty=True, optional=True)
_LATITUDE = _number(57, 72)
_LONGITUDE = _number(4, 32)
_OFFER = _whole(0, 1, empty=True)
_PERCENT = _number(0, 100)
_PEOPLE = _whole(0, 1e7)
_MILLION = _number(0, 1e5)

DIGITS = {"municipality_number": 4, "seat_municipality_number": 4, "county_number": 2, "approved_in_counties": 2,
          "org_number": 9}  # fmt: skip
"""Digits of the codes in columns of these names."""

KEYS: dict[str, tuple[str, ...]] = {
    "governors": ("governor_id",),
    "counties": ("county_number",),
    "municipalities": ("municipality_number",),
    "primary_schools": ("org_number",),
    "school_years": ("quantity", "year"),
    "county_years": ("quantity", "county_number", "year"),
    "population_alternatives": ("alternative", "ages", "year"),
    "upper_secondary_schools": ("org_number",),
    "training_offices": ("org_number",),
    "uh_institutions": ("inst_id",),
    "uh_campuses": ("inst_id", "campus"),
    "uh_county_partners": ("county_number", "inst_id"),
    "national_totals": ("quantity", "year"),
    "teacher_education_applicants": ("programme_type", "year"),
    "teacher_programmes": ("programme",),
    "teacher_students": ("programme", "year"),
    "teacher_graduates": ("programme", "year", "inst_id"),
    "teaching_fte_by_old_county": ("old_county", "county_number"),
    "study_applications_by_old_county": ("old_county", "year"),
    "price_index": ("year",),
    "state_accounts": ("post", "year", "account", "status"),
    "governor_grants": ("governor_id", "year"),
    "scheme_frames": ("scheme", "year"),
}
"""Columns that together name a row of each table; rows are kept in the order of these columns."""

COLUMNS: dict[str, dict[str, Allowed]] = {
    "governors": {
        "governor_id": _text(),
        "name": _text(),
        "seat_municipality_number": _key("municipalities"),
        "seat_place": _NOTE,
        "seat_lat": _LATITUDE,
        "seat_lon": _LONGITUDE,
    },
    "counties": {
        "county_number": _text(),
        "county_name": _text(),
        "council_name": _text(),
        "governor_id": _key("governors"),
        "seat_municipality_number": _key("municipalities"),
        "seat_place": _NOTE,
        "seat_lat": _LATITUDE,
        "seat_lon": _LONGITUDE,
        "age_16_18_2026": _whole(1, 1e6),
        "vgs_pupils_2025_26": _PEOPLE,
        "vgs_teachers_2025": _PEOPLE,
        "vgs_teachers_share_pedagogical_2025": _PERCENT,
        "vgs_teachers_share_60plus_2025": _number(0, 60),
        "vgs_pupils_per_teacher_fte_2025": _number(1, 50),
        "cost_per_pupil_nok_2025": _number(1e4, 1e6),
        "apprentice_contracts_2025": _PEOPLE,
        "apprenticeship_applicants_2026": _PEOPLE,
        "apprenticeship_placed_share_2025": _PERCENT,
        "completion_share_cohort2019": _PERCENT,
        "grunnskolepoeng_2025": _number(20, 60),
        "grunnskolepoeng_2026": _number(20, 60),
    },
    "municipalities": {
        "municipality_number": _text(),
        "name": _text(),
        "county_number": _key("counties"),
        "population_2026": _whole(1, 5e6),
        "centrality_index_2024": _whole(0, 1000),
        "centrality_class_2024": _whole(1, 6),
        "admin_centre": _NOTE,
        "centre_place_geonames": _NOTE,
        "centre_lat": _LATITUDE,
        "centre_lon": _LONGITUDE,
        "sami_admin_area": _whole(0, 1),
    },
    "primary_schools": {
        "org_number": _text(),
        "name": _text(),
        "municipality_number": _key("municipalities"),
        "ownership": _text("public", "private"),
        "grade_from": _whole(1, 10),
        "grade_to": _whole(1, 13),
        "kind": _text("school", "special", "unit"),
        "pupils_2022_23": _whole(1, 3000, empty=True),
        "opened": Allowed("whole", 2013, 2100, empty=True, optional=True),
    },
    "school_years": {
        "quantity": _text(),
        "year": _whole(2000, 2100),
        "value": _number(0, 1e7),
        "status": _text("published", "derived"),
        "source": _NOTE,
    },
    "county_years": {
        "quantity": _text("age_16_18", "upper_teachers"),
        "county_number": _key("counties"),
        "year": _whole(2000, 2100),
        "value": _number(1, 1e7),
        "status": _text("published", "derived", "projection"),
        "source": _NOTE,
    },
    "population_alternatives": {
        "alternative": _text("main", "low_fertility", "high_fertility", "low_immigration", "high_immigration"),
        "ages": _text("6-12", "13-15", "16-18"),
        "year": _whole(2000, 2100),
        "persons": _whole(1, 1e7),
    },
    "upper_secondary_schools": {
        "org_number": _text(),
        "name": _text(),
        "municipality_number": _key("municipalities", empty=True),
        "county_number": _key("counties"),
        "ownership": _text("county", "private", "state", "unknown"),
        "pupils_2025_26": _whole(0, 10000),
        "distance_or_exam_unit": _whole(0, 1),
    },
    "training_offices": {
        "org_number": _text(),
        "name": _text(),
        "municipality_number": _key("municipalities"),
        "county_number": _key("counties"),
        "apprentices_2026": _whole(0, 1e5, empty=True),
        "approved_in_counties": _key("counties", many=True, empty=True),
    },
    "uh_institutions": {
        "inst_id": _text(),
        "name": _text(),
        "kind": _NOTE,
        "ownership": _text("state", "private"),
        "offers_glu_1_7": _OFFER,
        "offers_glu_5_10": _OFFER,
        "offers_lektor": _OFFER,
        "offers_ppu": _OFFER,
        "offers_ppu_y": _OFFER,
        "offers_yfl": _OFFER,
        "places_filled_2022": _number(0, 2, empty=True),
        "size_class": _whole(1, 5),
        "evidence": _NOTE,
        "note": _NOTE,
    },
    "uh_campuses": {
        "inst_id": _key("uh_institutions"),
        "campus": _text(),
        "municipality_number": _key("municipalities"),
        "county_number": _key("counties"),
        "lat": _LATITUDE,
        "lon": _LONGITUDE,
        "teacher_education": _whole(0, 1),
        "evidence": _NOTE,
    },
    "uh_county_partners": {
        "county_number": _key("counties"),
        "inst_id": _key("uh_institutions"),
        "role": _text("lead", "partner"),
        "evidence": _NOTE,
    },
    "national_totals": {
        "quantity": _text(),
        "value": _number(0, 1e12),
        "unit": _text(),
        "year": _text(),
        "source": _text(),
        "note": Allowed("text", empty=True),
    },
    "teacher_education_applicants": {
        "programme_type": _text(),
        "year": _whole(1990, 2100),
        "first_choice_applicants": _PEOPLE,
        "planned_places": _PEOPLE,
    },
    "teacher_programmes": {
        "programme": _text(),
        "length": _whole(1, 8),
        "completion": _number(0, 1),
        "length_before": _whole(1, 8, empty=True),
        "last_admitted_before": _whole(1990, 2100, empty=True),
        "completion_before": _number(0, 1, empty=True),
        "in_school_share": _number(0, 1),
        "primary_share": _number(0, 1),
        "source": _NOTE,
    },
    "teacher_students": {
        "programme": _key("teacher_programmes"),
        "year": _whole(1990, 2100),
        "new_students": _PEOPLE,
        "status": _text("published", "derived"),
        "source": _NOTE,
    },
    "teacher_graduates": {
        "programme": _text(),
        "year": _whole(1990, 2100),
        "inst_id": _text(),
        "graduates": _PEOPLE,
        "status": _text("published", "derived"),
        "source": _NOTE,
    },
    "teaching_fte_by_old_county": {
        "old_county": _text(),
        "teaching_fte_2019_20": _number(1, 1e6),
        "county_number": _key("counties"),
        "share": _number(0, 1),
        "basis": _NOTE,
    },
    "study_applications_by_old_county": {
        "old_county": _text(),
        "year": _whole(2000, 2100),
        "applications": _PEOPLE,
    },
    "price_index": {
        "year": _whole(1990, 2100),
        "change_percent": _number(-20, 50),
        "low": _number(-20, 50),
        "high": _number(-20, 50),
        "status": _text("published", "recalled", "assumption"),
        "source": _NOTE,
    },
    "state_accounts": {
        "post": _text("21", "22", "61"),
        "year": _whole(1990, 2100),
        "account": _text(),
        "name": _NOTE,
        "million_kroner": _MILLION,
        "status": _text("accounts", "adopted", "revised", "proposed"),
    },
    "governor_grants": {
        "governor_id": _key("governors"),
        "year": _whole(1990, 2100),
        "million_kroner": _MILLION,
        "status": _text("complete", "partial"),
    },
    "scheme_frames": {
        "scheme": _text(),
        "year": _whole(1990, 2100),
        "million_kroner": _MILLION,
        "low": _MILLION,
        "high": _MILLION,
        "status": _text("published", "derived", "assumption"),
        "source": _NOTE,
    },
}
"""Every column of every register, by table name."""
