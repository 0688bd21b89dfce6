"""The hand-made country with upper-secondary schools, apprentices and firms, for tests of Dekom Y."""

from __future__ import annotations

import numpy as np

from sim.agents.owner import COUNTY_COUNCIL
from sim.agents.school import UPPER_SECONDARY
from sim.country.world import Country
from sim.topics import TOPICS
from tests.handmade import handmade

SCHOOLS, TEACHERS = 3, 30
"""Upper-secondary schools of each county, and their vocational teachers."""


def with_vocational_schools(posts_per_school: int = 20) -> Country:
    """One owner in each of two counties is a county council; every second teacher of its schools is vocational."""
    country = handmade(schools_per_owner=SCHOOLS, posts_per_school=posts_per_school)
    owners, schools, posts = (country.tables[name] for name in ("owners", "schools", "posts"))
    councils = [0, 3]
    kind = np.zeros(len(owners["uid"]), dtype=np.int8)
    kind[councils] = COUNTY_COUNCIL
    upper = np.isin(schools["owner"], councils)
    of_upper = np.flatnonzero(upper[posts["school"]])
    posts["kind"][of_upper] = TOPICS.kinds.index("upper_norwegian")
    posts["kind"][of_upper[::2]] = TOPICS.kinds.index("upper_vocational")
    owners["kind"], owners["is_county_council"] = kind, kind == COUNTY_COUNCIL
    schools["level"] = np.where(upper, UPPER_SECONDARY, 0).astype(np.int8)
    counties = country.tables["counties"]
    size = posts_per_school / 20
    counties["training_firms"], counties["apprentices"] = (
        size * np.array([200.0, 100.0]),
        size * np.array([400.0, 200.0]),
    )
    return country
