"""A small country made by hand, so that tests of the model do not depend on the builder."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.country.world import Country
from sim.luck import mix, stable_ids
from sim.topics import TOPICS


def handmade(
    *, owners: int = 6, schools_per_owner: int = 3, posts_per_school: int = 20, equal: bool = False, seed: int = 7
) -> Country:
    """Two counties, one governor, two universities, networks of three owners.

    Args:
        owners: Municipalities.
        schools_per_owner: Primary schools of each.
        posts_per_school: Posts of each school.
        equal: Make every owner, school and university alike.
        seed: Seed of the differences.
    """
    rng = np.random.default_rng(seed)
    spread = 0.0 if equal else 1.0
    n_schools, counties, universities = owners * schools_per_owner, 2, 2
    n_posts = n_schools * posts_per_school
    networks = -(-owners // 3)

    def ids(table: str, n: int) -> dict[str, Any]:
        names = np.array([f"{table}{i}" for i in range(n)], dtype=object)
        return {"id": names, "uid": stable_ids(names)}

    def vary(mean: float, width: float, n: int) -> np.ndarray[Any, Any]:
        return np.clip(mean + spread * width * rng.uniform(-1, 1, n), 0.01, 0.99)

    network = np.arange(owners) // 3
    county = (network % counties).astype(np.int32)
    school_owner = np.repeat(np.arange(owners), schools_per_owner).astype(np.int32)
    school = np.repeat(np.arange(n_schools), posts_per_school).astype(np.int32)
    primary = np.flatnonzero(np.array(TOPICS.levels) == "primary")
    kind = np.tile(primary, -(-n_posts // len(primary)))[:n_posts].astype(np.int8)
    school_names = ids("school", n_schools)
    uid = mix(school_names["uid"][school] + np.arange(n_posts, dtype=np.uint64) * np.uint64(7919))
    tables: dict[str, dict[str, Any]] = {
        "governors": ids("governor", 1) | {"name": np.array(["Governor"], dtype=object)},
        "counties": ids("county", counties)
        | {
            "name": np.array(["North", "South"], dtype=object),
            "governor": np.zeros(counties, dtype=np.int32),
            "key": np.full(counties, 0.5),
            "forum_power": vary(0.7, 0.2, counties),
            "partner": np.ones((counties, universities), dtype=bool),
        },
        "owners": ids("owner", owners)
        | {
            "name": np.array([f"Owner {i}" for i in range(owners)], dtype=object),
            "county": county,
            "network": network.astype(np.int32),
            "population": np.where(vary(0.5, 0.5, owners) > 0.5, 20000.0, 2000.0)
            if not equal
            else np.full(owners, 5e3),
            "centrality": vary(0.6, 0.3, owners),
            "centrality_class": np.full(owners, 4, dtype=np.int8),
            "size_class": np.ones(owners, dtype=np.int8),
            "office_fte": vary(0.5, 0.4, owners) * 4,
            "leader_tenure": np.full(owners, 3.0),
            "steering": vary(0.5, 0.2, owners),
            "understanding": vary(0.4, 0.2, owners),
        },
        "networks": ids("network", networks)
        | {
            "county": county[::3],
            "coordinator": np.arange(0, owners, 3).astype(np.int32),
            "distance": 50.0 + spread * 100.0 * rng.uniform(0, 1, (networks, universities)),
        },
        "universities": ids("university", universities)
        | {
            "name": np.array(["First", "Second"], dtype=object),
            "staff_hours": np.full(universities, 4.0 * n_posts),
            "coupling": vary(0.2, 0.1, universities),
            "staff_exit": vary(0.1, 0.05, universities),
            "graduates_primary": np.full(universities, 0.018 * n_posts),
            "graduates_glu": np.full(universities, 0.0135 * n_posts),
            "elsewhere_primary": np.full(universities, 0.0045 * n_posts),
            "mobility": np.full((universities, counties), 0.5),
            "topic_strength": np.full((universities, len(TOPICS.codes)), 0.5),
            "nearness": vary(0.5, 0.1, universities),
            "experience": vary(0.4, 0.2, universities),
            "quality": np.full(universities, 0.4),
        },
        "schools": school_names
        | {
            "owner": school_owner,
            "municipality": school_owner,
            "county": county[school_owner],
            "pupils": np.full(n_schools, 10.0 * posts_per_school),
            "first_post": (np.arange(n_schools) * posts_per_school).astype(np.int32),
            "n_posts": np.full(n_schools, posts_per_school, dtype=np.int32),
            "capacity": np.full(n_schools, posts_per_school, dtype=np.int32),
            "principal_tenure": np.full(n_schools, 4.0),
            "involvement": vary(0.5, 0.2, n_schools),
            "structural_level": spread * 0.2 * rng.normal(0, 1, n_schools),
        },
        "posts": {
            "uid": uid,
            "school": school,
            "kind": kind,
            "qualified": rng.uniform(0, 1, n_posts) > 0.05,
            "age": rng.integers(25, 62, n_posts).astype(np.int8),
            "tenure": rng.integers(0, 30, n_posts).astype(np.int16),
            "career": rng.integers(0, 80, n_posts).astype(np.int16),
            "origin": np.full(n_posts, -1, dtype=np.int8),
        },
    }
    sizes = {
        "topics": len(TOPICS.codes),
        "universities": universities,
        "counties": counties,
        "kinds": len(TOPICS.kinds),
    }
    return Country(world="handmade", share=n_posts / 100_000, sizes=sizes, tables=tables)
