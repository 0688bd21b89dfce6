from __future__ import annotations

import numpy as np

from sim.country.builder import build_country
from sim.country.university_ground import great_circle
from sim.luck import Luck


def spread(owners, group):
    """Mean distance of members from the middle of their group, kilometres."""
    n = group.max() + 1
    size = np.maximum(np.bincount(group, minlength=n), 1)
    lat = (np.bincount(group, weights=owners["lat"], minlength=n) / size)[group]
    lon = (np.bincount(group, weights=owners["lon"], minlength=n) / size)[group]
    return great_circle(owners["lat"], owners["lon"], lat, lon).mean()


def test_members_of_a_network_are_neighbours(norway):
    owners = {name: values[norway.tables["owners"]["kind"] == 0] for name, values in norway.tables["owners"].items()}
    shuffled = owners["network"].copy()
    rng = np.random.default_rng(1)
    for county in np.unique(owners["county"]):
        inside = np.flatnonzero(owners["county"] == county)
        shuffled[inside] = rng.permutation(shuffled[inside])
    assert spread(owners, owners["network"]) < 0.6 * spread(owners, shuffled)


def test_municipal_networks_have_about_three_members(p, registers):
    sizes = []
    for replication in range(5):
        tables = build_country("norway", Luck(4, replication), p, registers).tables
        member = tables["owners"]["network"]
        size = np.bincount(member[member >= 0])[tables["networks"]["kind"] == 0]
        assert size.max() <= 6
        sizes.append(size.mean())
    assert 2.4 < np.mean(sizes) < 3.5


def test_distance_is_to_the_nearest_campus(norway):
    networks, universities = norway.tables["networks"], norway.tables["universities"]
    row = networks["id"].tolist().index("fk50")  # Trøndelag's seat is Steinkjer
    nord, ntnu = (universities["id"].tolist().index(name) for name in ("NORD", "NTNU"))
    assert 20 < networks["distance"][row, nord] < 45  # Levanger
    assert 70 < networks["distance"][row, ntnu] < 110  # Trondheim


def test_a_known_great_circle():
    a = np.array([59.9127]), np.array([10.7461])  # Oslo
    b = np.array([60.3930]), np.array([5.3242])  # Bergen
    assert 300 < great_circle(*a, *b)[0] < 310
