"""The vocational colleges (fagskoler), partners from 2026: one a county, which no register has."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.country.basis import Basis
from sim.country.draws import between, heavy_tailed, share, uids
from sim.country.graduates import NUMBERS
from sim.country.ground import Ground
from sim.country.universities import strength_in_topics
from sim.topics import TOPICS

Columns = dict[str, npt.NDArray[Any]]

UNIVERSITY, VOCATIONAL_COLLEGE = range(2)
"""Kinds of partner."""

_VOCATIONAL = np.array([group == "vocational" for group in TOPICS.groups])


def colleges_of(basis: Basis) -> Columns:
    """One vocational college a county at the county's seat, as rows of the table of universities.

    Near practice, with little experience of school-based development (domain N-4: low research, high
    practice-nearness), strong in vocational topics. It educates no teachers: no graduates, no coupling, no quality.
    Partnership hours follow the county's apprentices (lærlinger).
    """
    counties, luck, p = basis.ground.counties, basis.luck, basis.p
    n = len(counties)
    ids = np.array([f"fs{number}" for number in counties["county_number"]], dtype=object)
    uid = uids("universities", ids)
    apprentices = counties["apprentice_contracts_2025"].to_numpy(dtype=np.float64)
    nothing = np.zeros(n)
    return {
        "id": ids,
        "name": np.array([f"Fagskolen i {name}" for name in counties["county_name"]], dtype=object),
        "uid": uid,
        "kind": np.full(n, VOCATIONAL_COLLEGE, dtype=np.int8),
        "lat": counties["seat_lat"].to_numpy(dtype=np.float64),
        "lon": counties["seat_lon"].to_numpy(dtype=np.float64),
        "nearness": share(luck, "nearness", uid, p.college_nearness, p.uh_nearness_sd),
        "experience": heavy_tailed(luck, "experience", uid, p.college_experience, p.uh_experience_sd),
        "staff_hours": p.college_hours * apprentices / apprentices.sum(),
        "coupling": nothing,
        "quality": nothing,
        "staff_exit": between(luck, "staff exit", uid, p.uh_staff_exit_low, p.uh_staff_exit_high),
        **dict.fromkeys(NUMBERS, nothing),
        "topic_strength": strength_in_topics(uid, np.tile(_VOCATIONAL, (n, 1)), luck, p),
        "mobility": np.zeros((n, n)),
    }


def with_colleges(universities: Columns, basis: Basis) -> Columns:
    """The table of partners: universities in the order of their register, then the colleges county by county."""
    colleges = colleges_of(basis)
    own = universities | {"kind": np.full(len(universities["uid"]), UNIVERSITY, dtype=np.int8)}
    return {name: np.concatenate([own[name], colleges[name]]) for name in colleges}


def partners_by_duty(ground: Ground) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Partners by duty and lead partners of each county, shape (counties, partners).

    A college serves its own county and leads nowhere: universities stay the main model (N-4).
    """
    u, n = ground.universities, len(ground.counties)
    partner = np.concatenate([u.partner, np.eye(n, dtype=bool)], axis=1)
    lead = np.concatenate([u.lead, np.zeros((n, n), dtype=bool)], axis=1)
    return partner, lead
