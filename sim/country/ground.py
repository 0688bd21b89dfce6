"""The ground: what registers say and no luck changes, as arrays, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from sim.country.draws import uids
from sim.country.graduates import GraduateGround, graduate_ground
from sim.country.registers import Registers
from sim.country.school_register import SchoolRegister, school_register
from sim.country.university_ground import UniversityGround, great_circle, university_ground
from sim.country.year_ground import YearGround, year_ground, years_of_plan
from sim.groups import SIZE_LIMITS
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts

MUNICIPALITY, COUNTY_COUNCIL, PRIVATE, STATE = range(4)
"""Kinds of school owner."""

CENTRALITY_LIMITS = (925, 870, 775, 670, 565)
"""Least index of centrality classes 1-5 (Statistics Norway, KLASS 128); lower is class 6."""


@dataclass(frozen=True)
class Owners:
    """School owners (skoleeiere) by county: municipalities, county council, private owners; the state last."""

    ids: Texts
    names: Texts
    uid: Ids
    kind: Smalls
    county: Rows
    population: Ints
    centrality: Floats
    size_class: Smalls
    lat: Floats
    lon: Floats
    sami: Bools
    is_county_council: Bools


@dataclass(frozen=True)
class UpperSchools:
    """Upper-secondary schools (videregående skoler) of the register; exam offices and net schools are left out."""

    ids: Texts
    uid: Ids
    owner: Rows
    municipality: Rows
    county: Rows
    private: Bools
    pupils: Ints


@dataclass(frozen=True)
class Ground:
    """The registers as arrays; rows are those of the whole country.

    Attributes:
        municipality: Owner row of each municipality, shape (municipalities,).
        council: Owner row of each county's council (Oslo: the municipality), shape (counties,).
        private_owner: Owner row of each county's private owners, shape (counties,).
        teacher_weight: Teaching FTE in primary and lower secondary by 2024 county, shape (counties,).
        study_factor: Applications for further education per teaching FTE of each county against the nation, 2016-18,
            shape (counties,).
        distance: Kilometres from each owner to the nearest campus of each university and to the seat of each county,
            where its vocational college stands, shape (owners, universities + counties).
    """

    governors: pd.DataFrame
    counties: pd.DataFrame
    county_uid: Ids
    owners: Owners
    municipality: Rows
    council: Rows
    private_owner: Rows
    schools: SchoolRegister
    years: YearGround
    upper: UpperSchools
    universities: UniversityGround
    graduates: GraduateGround
    teacher_weight: Floats
    study_factor: Floats
    distance: Floats


@lru_cache(maxsize=8)
def ground_of(registers: Registers) -> Ground:
    """The registers as arrays, computed once for each set of registers."""
    counties = registers["counties"]
    owners, municipality, council, private_owner = _owners(registers)
    universities = university_ground(registers)
    schools = school_register(registers)
    years = year_ground(registers, schools)
    return Ground(
        governors=registers["governors"],
        counties=counties,
        county_uid=uids("counties", _texts(counties["county_number"])),
        owners=owners,
        municipality=municipality,
        council=council,
        private_owner=private_owner,
        schools=schools,
        years=years,
        upper=_upper_schools(registers, municipality, council, private_owner, len(owners.ids) - 1),
        universities=universities,
        graduates=graduate_ground(registers, years_of_plan(years), universities),
        teacher_weight=_by_new_county(registers, _teaching_fte(registers)),
        study_factor=_study_factor(registers),
        distance=_distance(owners, universities, counties),
    )


def _distance(owners: Owners, universities: UniversityGround, counties: pd.DataFrame) -> Floats:
    seat_lat, seat_lon = (counties[name].to_numpy(dtype=np.float64) for name in ("seat_lat", "seat_lon"))
    to_seat = great_circle(owners.lat[:, None], owners.lon[:, None], seat_lat, seat_lon)
    return np.concatenate([universities.distance_from(owners.lat, owners.lon), to_seat], axis=1)


def rows_of(keys: pd.Series, named: pd.Series) -> Rows:
    """Row number in `keys` of each text in `named`."""
    row = {key: i for i, key in enumerate(keys)}
    return np.array([row[name] for name in named], dtype=np.int32)


def _texts(values: object) -> Texts:
    return np.asarray(values, dtype=object)


def _owners(registers: Registers) -> tuple[Owners, Rows, Rows, Rows]:
    """All owners in order, and the owner rows of municipalities, councils and private owners."""
    m, counties = registers["municipalities"], registers["counties"]
    number = counties["county_number"]
    m_county = rows_of(number, m["county_number"])
    alone = np.bincount(m_county, minlength=len(counties)) == 1
    place = counties.rename(columns={"seat_lat": "centre_lat", "seat_lon": "centre_lon"})
    common = place.assign(population_2026=0, centrality_index_2024=0, sami_admin_area=0, county=range(len(place)))
    parts = [
        m.assign(id=m["municipality_number"], county=m_county, kind=MUNICIPALITY, joint=alone[m_county]),
        common.assign(id="fk" + number, name=place["council_name"], kind=COUNTY_COUNCIL, joint=True)[~alone],
        common.assign(id="pr" + number, name="Private eiere i " + place["county_name"], kind=PRIVATE, joint=False),
        _state(registers, m_county),
    ]
    frame = pd.concat(parts, join="inner", ignore_index=True)
    frame = frame.assign(last=frame["kind"] == STATE).sort_values(["last", "county", "kind", "id"], ignore_index=True)
    row = {name: i for i, name in enumerate(frame["id"])}
    municipality = np.array([row[name] for name in m["municipality_number"]], dtype=np.int32)
    only = {int(c): int(municipality[i]) for i, c in enumerate(m_county)}
    council = np.array([only[c] if alone[c] else row[f"fk{k}"] for c, k in enumerate(number)], dtype=np.int32)
    private_owner = np.array([row[f"pr{k}"] for k in number], dtype=np.int32)
    return _owner_arrays(frame), municipality, council, private_owner


def _state(registers: Registers, m_county: Rows) -> pd.DataFrame:
    """The state as owner, placed at the mean of its schools (the Sámi upper-secondary schools)."""
    upper, m = registers["upper_secondary_schools"], registers["municipalities"]
    own = upper[(upper["ownership"] == "state") & (upper["municipality_number"] != "")]
    own = own.sort_values("pupils_2025_26", ascending=False)
    at = rows_of(m["municipality_number"], own["municipality_number"])
    first = int(at[0]) if len(at) else 0
    return pd.DataFrame(
        {
            "id": ["st"],
            "name": "Staten",
            "county": int(m_county[first]),
            "kind": STATE,
            "joint": False,
            "centre_lat": float(m["centre_lat"].iloc[first]),
            "centre_lon": float(m["centre_lon"].iloc[first]),
            "population_2026": 0,
            "centrality_index_2024": 0,
            "sami_admin_area": 0,
        }
    )


def _owner_arrays(frame: pd.DataFrame) -> Owners:
    population = frame["population_2026"].to_numpy(dtype=np.int64)
    kind = frame["kind"].to_numpy(dtype=np.int8)
    size = np.searchsorted(SIZE_LIMITS, population, side="right")
    ids = _texts(frame["id"])
    return Owners(
        ids=ids,
        names=_texts(frame["name"]),
        uid=uids("owners", ids),
        kind=kind,
        county=frame["county"].to_numpy(dtype=np.int32),
        population=population,
        centrality=frame["centrality_index_2024"].to_numpy(dtype=np.float64) / 1000.0,
        size_class=np.where(kind == MUNICIPALITY, size, 4).astype(np.int8),  # 4: not a municipality
        lat=frame["centre_lat"].to_numpy(dtype=np.float64),
        lon=frame["centre_lon"].to_numpy(dtype=np.float64),
        sami=frame["sami_admin_area"].to_numpy(dtype=bool),
        is_county_council=frame["joint"].to_numpy(dtype=bool),
    )


def _upper_schools(
    registers: Registers, municipality: Rows, council: Rows, private_owner: Rows, state: int
) -> UpperSchools:
    frame = registers["upper_secondary_schools"]
    known = (frame["ownership"] != "unknown") & (frame["municipality_number"] != "")
    frame = frame[known & (frame["distance_or_exam_unit"] == 0)].reset_index(drop=True)
    county = rows_of(registers["counties"]["county_number"], frame["county_number"])
    at = rows_of(registers["municipalities"]["municipality_number"], frame["municipality_number"])
    owned = frame["ownership"].to_numpy()
    owner = np.where(owned == "county", council[county], private_owner[county])
    ids = _texts(frame["org_number"])
    return UpperSchools(
        ids=ids,
        uid=uids("schools", ids),
        owner=np.where(owned == "state", state, owner).astype(np.int32),
        municipality=municipality[at],
        county=county,
        private=owned == "private",
        pupils=frame["pupils_2025_26"].to_numpy(dtype=np.int64),
    )


STUDY_YEARS = (2016, 2017, 2018)
"""Years of the applications by county: the credit rules of 2015 are in force."""


def _teaching_fte(registers: Registers) -> dict[str, float]:
    """Teaching FTE of 2019-20 by old county."""
    old = registers["teaching_fte_by_old_county"]
    return dict(zip(old["old_county"], old["teaching_fte_2019_20"].astype(float), strict=True))


def _by_new_county(registers: Registers, figures: dict[str, float]) -> Floats:
    """Figures of the old counties moved to the counties of 2024 by shares."""
    old = registers["teaching_fte_by_old_county"]
    county = rows_of(registers["counties"]["county_number"], old["county_number"])
    part = old["old_county"].map(figures).fillna(0.0).to_numpy(dtype=np.float64) * old["share"].to_numpy()
    moved: Floats = np.bincount(county, weights=part, minlength=len(registers["counties"])).astype(np.float64)
    return moved


def _study_factor(registers: Registers) -> Floats:
    """Applications per teaching FTE of each county against the nation's."""
    rows = registers["study_applications_by_old_county"]
    yearly = rows[rows["year"].isin(STUDY_YEARS)].groupby("old_county")["applications"].mean()
    applied = _by_new_county(registers, {str(name): float(mean) for name, mean in yearly.items()})
    fte = _by_new_county(registers, _teaching_fte(registers))
    rate: Floats = np.divide(applied, fte, out=np.zeros_like(fte), where=fte > 0)
    return rate / max(float(applied.sum() / fte.sum()), 1e-9)
