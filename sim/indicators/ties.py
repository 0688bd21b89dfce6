"""This file knows the indicators of a tie: a university and a county whose networks it works with."""

from __future__ import annotations

import numpy as np

from sim.indicators.registry import Indicator, Ratio
from sim.types import Floats
from sim.world import World


def _by_tie(w: World, values: Floats) -> Floats:
    """Sum of a value of networks at work by university and county, shape (universities x counties,)."""
    n, at_work = w.networks, w.networks.last_partner >= 0
    tie = n.last_partner[at_work].astype(np.int64) * w.counties.n + n.county[at_work]
    found = np.bincount(tie, weights=values[at_work], minlength=w.universities.n * w.counties.n)
    return found.astype(np.float64)


def tie_teachers(w: World) -> Ratio:
    """Teachers in the county's networks that the university delivers to in the school year."""
    found = _by_tie(w, w.networks.staff)
    return found, np.ones_like(found)


def tie_quality(w: World) -> Ratio:
    """Trust x practice-nearness in those networks, weighted by teachers."""
    staff = w.networks.staff
    return _by_tie(w, w.networks.delivered_quality(w.universities.nearness) * staff), _by_tie(w, staff)


TIE_INDICATORS = (
    Indicator("tie_teachers", "teachers", "teachers in networks of a county that a university delivers to", "ties",
              "flow", "0", 100.0, "1", False, "Teachers in partnerships with a university",
              "Lærere i partnerskap med et universitet", "model section 6", tie_teachers),
    Indicator("tie_quality", "0-1", "partnership quality, mean over those networks", "ties", "flow", "+", 0.02,
              "teachers", False, "Quality of partnerships with a university",
              "Kvalitet i partnerskap med et universitet", "pattern P2", tie_quality),
)  # fmt: skip
