"""The map against the globe: distances, and where its middle meridian runs."""

from __future__ import annotations

import numpy as np

from sim.analysis.figures.projection import MERIDIAN, RADIUS, kilometres, municipality_centres
from tests.analysis.figures.gallery import table

ENDS = np.array([[57.96, 7.05], [71.19, 25.8], [70.37, 31.17], [62.0, 4.5], [58.9, 11.5]])
"""Lindesnes, Knivskjellodden, Hornøya, Kråkenes and Halden: as far as mainland Norway goes."""


def places():
    register = table("municipalities")
    inner = np.stack([register["centre_lat"], register["centre_lon"]], axis=1)
    return np.concatenate([inner, ENDS]).T


def great_circles(lat, lon):
    """Distances on a sphere between all places, km (haversine)."""
    phi, way = np.radians(lat), np.radians(lon)
    half = np.sin((phi[:, None] - phi) / 2) ** 2
    half += np.cos(phi)[:, None] * np.cos(phi) * np.sin((way[:, None] - way) / 2) ** 2
    return 2 * RADIUS * np.arcsin(np.sqrt(half))


def test_lengths_are_at_most_half_a_percent_too_long_anywhere_in_norway():
    lat, lon = places()
    spots = kilometres(lat, lon)
    drawn = np.sqrt(((spots[:, None] - spots) ** 2).sum(axis=2))
    apart = ~np.eye(len(lat), dtype=bool)
    ratio = drawn[apart] / great_circles(lat, lon)[apart]
    assert ratio.min() > 1 - 1e-6
    assert ratio.max() < 1.005


def test_the_middle_meridian_is_straight_and_as_long_as_it_is():
    spots = kilometres(np.array([58.0, 68.0]), np.array([MERIDIAN, MERIDIAN]))
    assert np.allclose(spots[:, 0], 0)
    assert np.isclose(np.diff(spots[:, 1])[0], np.radians(10) * RADIUS)


def test_every_municipality_has_a_centre():
    assert municipality_centres().shape == (len(table("municipalities")), 2)
