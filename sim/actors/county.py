"""This file knows the counties (fylker) with their forums, and the governors (statsforvaltere) who decide."""

from __future__ import annotations

from sim.columns import BOOLS, FLOATS, IDS, INTS, ROWS, TEXTS, Actor, Population, column
from sim.rules.split import whole_kroner
from sim.types import Floats, Ints


class StateGovernor(Actor):
    """One state governor (statsforvalter), who decides the grants of its counties."""

    def decide(self, recommendation: Ints, own_key: Ints, power: float, ties: Floats) -> Ints:
        """Mix the forum's recommendation with the governor's own key, to the krone (vedtak).

        Args:
            recommendation: What the forum recommends, kroner, shape (n,).
            own_key: What the governor's own key gives, kroner, shape (n,).
            power: How far the governor follows the forum, 0-1.
            ties: Stable numbers that break ties of rounding, shape (n,).
        """
        mixed = power * recommendation + (1.0 - power) * own_key
        return whole_kroner(mixed, round(float(mixed.sum())), ties)


class Governors(Population):
    """Every state governor."""

    actor = StateGovernor
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="Short name.", static=True)
    name = column(TEXTS, unit="text", doc="Name.", static=True)


class County(Actor):
    """One county: the territory in which a cooperation forum (samarbeidsforum) meets."""


class Counties(Population):
    """Every county; the county council as an owner stands in `Owners`."""

    actor = County
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="County number.", static=True)
    name = column(TEXTS, unit="text", doc="Name.", static=True)
    governor = column(ROWS, unit="row", doc="State governor.", static=True)
    lat = column(FLOATS, unit="degrees", doc="Latitude of the seat.", static=True)
    lon = column(FLOATS, unit="degrees", doc="Longitude of the seat.", static=True)
    training_offices = column(FLOATS, unit="offices", doc="Training offices (opplæringskontor).", static=True)
    training_firms = column(FLOATS, unit="firms", doc="Training firms (lærebedrifter).", static=True)
    apprentices = column(FLOATS, unit="people", doc="Apprentices (lærlinger).", static=True)
    grunnskolepoeng = column(FLOATS, unit="points", doc="Lower-secondary points, county mean.", static=True)
    forum_power = column(FLOATS, unit="0-1", doc="How far the governor follows the forum.", static=True)
    partner = column(BOOLS, unit="yes or no", doc="Partner by duty.", dims=("universities",), static=True)
    lead = column(BOOLS, unit="yes or no", doc="Lead partner.", dims=("universities",), static=True)
    staff = column(FLOATS, unit="teachers", doc="Teachers in the county.", static=True)
    posts_primary = column(FLOATS, unit="posts", doc="Posts in primary and lower secondary.", static=True)
    posts_upper = column(FLOATS, unit="posts", doc="Posts in upper secondary.", static=True)

    pot = column(INTS, unit="kroner of 2025", doc="Grant money at hand, not yet granted (ramme).")
    appropriated = column(INTS, unit="kroner of 2025", doc="All frames so far.")
    framed_year = column(ROWS, unit="calendar year", doc="Year of the latest frame.")
    returned = column(INTS, unit="kroner of 2025", doc="Unspent grants back this school year.")
