"""Designs: how points are spread over uncertainties and levers, one scheme a file."""

from __future__ import annotations

from experiments.designs import grid, latin_hypercube, morris, one_at_a_time, sobol, sobol_points
from experiments.designs.cube import Scheme

SCHEMES: dict[str, Scheme] = {
    "latin_hypercube": latin_hypercube.SCHEME,
    "sobol_points": sobol_points.SCHEME,
    "sobol": sobol.SCHEME,
    "morris": morris.SCHEME,
    "grid": grid.SCHEME,
    "one_at_a_time": one_at_a_time.SCHEME,
}
"""The schemes by the name that `design=` takes; a path of a CSV file is a design too (`table`)."""
