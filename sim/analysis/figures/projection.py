"""Where places in Norway lie on paper: a transverse Mercator map about 15 degrees east (as UTM 33)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from sim.types import Floats

RADIUS, MERIDIAN = 6371.0, 15.0
"""Mean radius of the earth, km, and the middle meridian, degrees: the zone in which maps of all Norway are drawn."""


def kilometres(lat: Floats, lon: Floats) -> Floats:
    """East and north on the map, km, shape (places, 2); true to shape, lengths at most 0.5 % too long in Norway.

    Args:
        lat: Degrees north, WGS84, shape (places,).
        lon: Degrees east.

    Source:
        Snyder (1987), Map projections: a working manual, USGS professional paper 1395, equations 8-1 to 8-3.
    """
    phi, away = np.radians(lat), np.radians(lon - MERIDIAN)
    east = RADIUS * np.arctanh(np.cos(phi) * np.sin(away))
    north = RADIUS * np.arctan2(np.tan(phi), np.cos(away))
    made: Floats = np.stack([east, north], axis=1)
    return made


@lru_cache(maxsize=1)
def municipality_centres() -> Floats:
    """Centres of all municipalities on the map, km, shape (municipalities, 2)."""
    with (files("sim") / "data" / "municipalities.csv").open(encoding="utf-8") as file:
        register = pd.read_csv(file)
    return kilometres(register["centre_lat"].to_numpy(np.float64), register["centre_lon"].to_numpy(np.float64))
