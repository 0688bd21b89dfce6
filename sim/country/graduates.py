"""Graduates of teacher education (nyutdannede lærere) by year, programme and university, and where they begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.country.parameters import CountryParameters
from sim.country.registers import Registers
from sim.country.university_ground import OFFERS, UniversityGround
from sim.types import Bools, Floats, Ints

PROGRAMMES = ("glu_1_7", "glu_5_10", "lektor", "lupe", "ppu", "yfl", "ppu_y")
"""Programmes (lærerutdanninger) that lead to work in schools."""

NUMBERS = ("graduates_primary", "graduates_upper", "graduates_glu", "elsewhere_primary", "elsewhere_upper")
"""What is counted of graduates: who begin in each stage, of the former those of GLU, and who begin in no school."""

_OFFERED_WITH = {"lupe": "lektor"}
"""Programme of the register by whose offer a programme without a column of its own is placed (assumption)."""

_FILLED_FROM = 2022
"""First autumn of admission from which GLU follows the share of places filled then."""


@dataclass(frozen=True)
class GraduateGround:
    """What registers say of graduates; years are springs, shape (years, programmes) unless said.

    Attributes:
        year: Springs, shape (years,).
        due: Students who would graduate on time: new students times completion.
        known: Graduates published, NaN in other years.
        begins: Share of a programme's graduates who work in school a year on, by stage, shape (programmes, 2).
        elsewhere: Share of them who do not, by the stage they are educated for, shape (programmes, 2).
        relative: Weight of each university in GLU, NaN rows where only its size is known, shape (years, universities).
    """

    year: Ints
    due: Floats
    known: Floats
    begins: Floats
    elsewhere: Floats
    relative: Floats


def graduate_ground(registers: Registers, years: Ints, u: UniversityGround) -> GraduateGround:
    """Read students, programmes and graduates out of the registers.

    Args:
        registers: Checked registers.
        years: Springs wanted, consecutive.
        u: The universities.

    Raises:
        ValueError: If a programme is missing.
    """
    programmes = registers["teacher_programmes"].set_index("programme")
    for name in PROGRAMMES:
        if name not in programmes.index or not (registers["teacher_students"]["programme"] == name).any():
            raise ValueError(f"teacher_programmes.programme: {name!r} is missing, here or in teacher_students")
    programmes = programmes.loc[list(PROGRAMMES)]
    from_before = np.arange(years[0] - 1, years[-1] + 1)  # who is late graduates the year after
    due = np.stack([_due(registers, row, from_before) for _, row in programmes.iterrows()], axis=1)
    published = registers["teacher_graduates"]
    known = np.full((len(years), len(PROGRAMMES)), np.nan)
    for name, year, number in _rows(published[published["inst_id"] == "all"], "programme", "year", "graduates"):
        if name in PROGRAMMES and years[0] <= year <= years[-1]:
            known[year - years[0], PROGRAMMES.index(name)] = number
    share = programmes["primary_share"].to_numpy(dtype=np.float64)
    stage = np.stack([share, 1.0 - share], axis=1)
    begins = programmes["in_school_share"].to_numpy(dtype=np.float64)[:, None] * stage
    return GraduateGround(years, due, known, begins, stage - begins, _relative(published, years, u))


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[str, int, float]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def _due(registers: Registers, programme: pd.Series, years: Ints) -> Floats:
    """New students of the right year times completion, of the programme as it is and as it was, shape (years,)."""
    frame = registers["teacher_students"]
    frame = frame[frame["programme"] == programme.name].sort_values("year")
    known, students = frame["year"].to_numpy(dtype=np.float64), frame["new_students"].to_numpy(dtype=np.float64)
    last = programme["last_admitted_before"]
    last = -np.inf if np.isnan(last) else float(last)
    total = np.zeros(len(years))
    for length, completion, old in (("length", "completion", False), ("length_before", "completion_before", True)):
        if np.isnan(programme[length]):
            continue
        admitted = years - int(programme[length])
        of_form: Bools = (admitted <= last) if old else (admitted > last)
        total += np.where(of_form, np.interp(admitted, known, students) * float(programme[completion]), 0.0)
    return total


def _relative(published: pd.DataFrame, years: Ints, u: UniversityGround) -> Floats:
    """Weight of each university in GLU, shape (years, universities): as published, in other years as in the first.

    From the admission of 2022 on the weights follow the share of places that was filled then.
    """
    of_inst = published[(published["programme"] == "glu") & (published["inst_id"] != "all")]
    table = of_inst.pivot(index="year", columns="inst_id", values="graduates").reindex(columns=list(u.ids)).fillna(0.0)
    if not len(table):
        return np.full((len(years), len(u.ids)), np.nan)
    usual = table.iloc[0].to_numpy(dtype=np.float64)
    weight = np.tile(usual, (len(years), 1))
    for year, row in zip(table.index, table.to_numpy(dtype=np.float64), strict=True):
        weight[years == year] = row
    filled = np.where(np.isnan(u.filled), 1.0, u.filled)
    weight[years >= _FILLED_FROM + 5] = usual * filled
    return weight


def graduates(ground: GraduateGround, u: UniversityGround, p: CountryParameters) -> Floats:
    """Graduates by spring and university, in the order of `NUMBERS`, shape (years, universities, numbers).

    National numbers are as published, else students due: a share of them graduates a year late.

    Args:
        ground: What registers say.
        u: The universities.
        p: Parameters of the country.
    """
    number = national_graduates(ground, p)
    size = u.size_class.astype(np.float64) ** p.university_size_exponent
    offers = np.where(np.isnan(u.offers), p.offer_unknown, u.offers)
    total = np.zeros((len(ground.year), len(u.ids), len(NUMBERS)))
    for k, name in enumerate(PROGRAMMES):
        weight = np.tile(size * offers[:, OFFERS.index(_OFFERED_WITH.get(name, name))], (len(ground.year), 1))
        if name.startswith("glu"):
            weight = np.where(np.isnan(ground.relative), weight, ground.relative)
        share = weight / weight.sum(axis=1, keepdims=True)
        mine = number[:, k, None, None] * share[:, :, None]
        parts = [*ground.begins[k], ground.begins[k, 0] * name.startswith("glu"), *ground.elsewhere[k]]
        total += mine * np.array(parts)
    return total


def national_graduates(ground: GraduateGround, p: CountryParameters) -> Floats:
    """Graduates by spring and programme, whether they begin in schools or not, shape (years, programmes)."""
    derived = (1.0 - p.graduates_late) * ground.due[1:] + p.graduates_late * ground.due[:-1]
    return np.where(np.isnan(ground.known), derived, ground.known)
