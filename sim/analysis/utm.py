"""From coordinates of UTM to degrees, on the ellipsoid of WGS84 and ETRS89."""

from __future__ import annotations

import numpy as np

from sim.types import Floats

_FLATTENING, _AXIS, _SCALE, _EASTING = 1 / 298.257223563, 6378137.0, 0.9996, 500000.0
_N = _FLATTENING / (2 - _FLATTENING)
_QUARTER = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)


def degrees(east: Floats, north: Floats, zone: int) -> tuple[Floats, Floats]:
    """Longitude and latitude of points in a zone, degrees, shape (points,) each; good to a millimetre in Norway.

    Args:
        east: Metres, shape (points,).
        north: Metres.
        zone: Number of the zone, 1-60, north of the equator.

    Source:
        Karney (2011), Transverse Mercator with an accuracy of a few nanometers, Journal of Geodesy 85, section 2.
    """
    xi, eta = north / (_SCALE * _QUARTER), (east - _EASTING) / (_SCALE * _QUARTER)
    terms = [(b, 2 * j) for j, b in enumerate(_BETA, start=1)]
    up = xi - sum(b * np.sin(k * xi) * np.cosh(k * eta) for b, k in terms)
    across = eta - sum(b * np.cos(k * xi) * np.sinh(k * eta) for b, k in terms)
    conformal = np.arcsin(np.clip(np.sin(up) / np.cosh(across), -1.0, 1.0))
    lat = conformal + sum(d * np.sin(2 * j * conformal) for j, d in enumerate(_DELTA, start=1))
    lon = np.arctan2(np.sinh(across), np.cos(up)) + np.radians(6 * zone - 183)
    return np.degrees(lon), np.degrees(lat)
