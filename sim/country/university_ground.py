"""What registers say of universities: where they are, what they offer, whom they work with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.draws import uids
from sim.country.registers import Registers
from sim.types import Bools, Floats, Ids, Ints, Texts

OFFERS = ("glu_1_7", "glu_5_10", "lektor", "ppu", "ppu_y", "yfl")
"""Programmes of teacher education, as in the columns offers_* of the register."""

_EARTH_RADIUS = 6371.0


@dataclass(frozen=True)
class UniversityGround:
    """Universities and university colleges (UH-institusjoner).

    Attributes:
        offers: Whether each programme is offered (1, 0, NaN unknown), shape (universities, 6).
        filled: Share of places filled in autumn 2022, NaN where not published, shape (universities,).
        size_class: 1-5, a judgement, shape (universities,).
        at_home: Share of a university's campuses in each county, shape (universities, counties).
        partner: Whether a university is partner of a county, shape (counties, universities).
        lead: Whether it is the county's lead partner, shape (counties, universities).
        campus_of: University row of each campus with teacher education, shape (campuses,).
    """

    ids: Texts
    names: Texts
    uid: Ids
    offers: Floats
    filled: Floats
    size_class: Ints
    lat: Floats
    lon: Floats
    at_home: Floats
    partner: Bools
    lead: Bools
    campus_of: Ints
    campus_lat: Floats
    campus_lon: Floats

    def distance_from(self, lat: Floats, lon: Floats) -> Floats:
        """Kilometres to the nearest campus of each university, shape (len(lat), universities)."""
        to_campus = great_circle(lat[:, None], lon[:, None], self.campus_lat, self.campus_lon)
        nearest = np.full((len(lat), len(self.ids)), np.inf)
        for campus, university in enumerate(self.campus_of):
            nearest[:, university] = np.minimum(nearest[:, university], to_campus[:, campus])
        return nearest


def great_circle(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats) -> Floats:
    """Great-circle distance in kilometres between points in degrees (haversine formula)."""
    a, b = np.radians(lat), np.radians(to_lat)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(to_lon - lon) / 2) ** 2
    result: Floats = 2 * _EARTH_RADIUS * np.arcsin(np.sqrt(half))
    return result


def university_ground(registers: Registers) -> UniversityGround:
    """Read the universities out of the registers.

    Raises:
        ValueError: If a university has no campus with teacher education.
    """
    frame, number = registers["uh_institutions"], registers["counties"]["county_number"].tolist()
    row = {name: i for i, name in enumerate(frame["inst_id"])}
    campuses = registers["uh_campuses"]
    campuses = campuses[campuses["teacher_education"] == 1]
    campus_of = np.array([row[name] for name in campuses["inst_id"]], dtype=np.int64)
    for name, i in row.items():
        if i not in campus_of:
            raise ValueError(f"uh_campuses.inst_id: {name!r} has no campus with teacher education; it needs one")
    home = np.zeros((len(frame), len(number)))
    for university, county in zip(campus_of, campuses["county_number"], strict=True):
        home[university, number.index(county)] += 1.0
    partner, lead = _partners(registers, row, number)
    lat, lon = campuses["lat"].to_numpy(dtype=np.float64), campuses["lon"].to_numpy(dtype=np.float64)
    main = np.array([int(np.flatnonzero(campus_of == i)[0]) for i in range(len(frame))])
    ids = frame["inst_id"].to_numpy(dtype=object)
    return UniversityGround(
        ids=ids,
        names=frame["name"].to_numpy(dtype=object),
        uid=uids("universities", ids),
        offers=frame[[f"offers_{name}" for name in OFFERS]].to_numpy(dtype=np.float64),
        filled=frame["places_filled_2022"].to_numpy(dtype=np.float64),
        size_class=frame["size_class"].to_numpy(dtype=np.int64),
        lat=lat[main],
        lon=lon[main],
        at_home=home / home.sum(axis=1, keepdims=True),
        partner=partner,
        lead=lead,
        campus_of=campus_of,
        campus_lat=lat,
        campus_lon=lon,
    )


def _partners(registers: Registers, row: dict[str, int], number: list[str]) -> tuple[Bools, Bools]:
    partner = np.zeros((len(number), len(row)), dtype=bool)
    lead = np.zeros_like(partner)
    frame = registers["uh_county_partners"]
    for county, name, role in zip(frame["county_number"], frame["inst_id"], frame["role"], strict=True):
        partner[number.index(county), row[name]] = True
        lead[number.index(county), row[name]] = role == "lead"
    return partner, lead
