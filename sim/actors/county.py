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

    pot = column(INTS, unit="kroner of 2025", doc="Follow-up money at hand (oppfølgingsmidler).")
    appropriated = column(INTS, unit="kroner of 2025", doc="All follow-up frames so far.")
    lapsed = column(INTS, unit="kroner of 2025", doc="Follow-up money that went back to the state.")
    guides = column(INTS, unit="kroner of 2025", doc="Follow-up money paid to guides so far (veiledere).")
    measures = column(INTS, unit="kroner of 2025", doc="Follow-up money paid for measures so far (tiltak).")


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
    readiness = column(FLOATS, unit="logit", doc="How much readier teachers are to apply for study.", static=True)
    forum_power = column(FLOATS, unit="0-1", doc="How far the governor follows the forum.", static=True)
    partner = column(BOOLS, unit="yes or no", doc="Partner by duty.", dims=("universities",), static=True)
    lead = column(BOOLS, unit="yes or no", doc="Lead partner.", dims=("universities",), static=True)
    staff = column(FLOATS, unit="teachers", doc="Teachers in the county.", static=True)
    posts_primary = column(FLOATS, unit="posts", doc="Posts in primary and lower secondary.", static=True)
    posts_upper = column(FLOATS, unit="posts", doc="Posts in upper secondary.", static=True)

    pot = column(INTS, unit="kroner of 2025", doc="Grant money at hand, not yet granted (ramme).", dims=("lines",))
    appropriated = column(INTS, unit="kroner of 2025", doc="All frames so far.", dims=("lines",))
    lapsed = column(INTS, unit="kroner of 2025", doc="Frames that went back to the state.", dims=("lines",))
    decided = column(
        BOOLS, unit="yes or no", doc="A round of decisions was held since the latest frame.", dims=("lines",)
    )
    framed_year = column(ROWS, unit="calendar year", doc="Year of the latest frame.", dims=("lines",))
    returned = column(INTS, unit="kroner of 2025", doc="Unspent grants back this school year.", dims=("lines",))

    y_people = column(INTS, unit="people", doc="In firms, on boards, teachers.", dims=("groups",), static=True)
    y_awareness = column(FLOATS, unit="0-1", doc="Share of each group that knows of Dekom Y.", dims=("groups",))
    y_competence = column(FLOATS, unit="0-1", doc="Mean competence in firms and on boards.", dims=("outside",))
    y_turned_away = column(INTS, unit="people", doc="Turned away in the latest round.", dims=("measures",))
    y_awarded = column(INTS, unit="people", doc="Granted a measure, not yet on it.", dims=("measures",))
    y_waiting = column(FLOATS, unit="person-months", doc="Wait from application to first hour of these.")
    y_served = column(INTS, unit="people", doc="On a measure this school year.", dims=("groups",))
    y_waited = column(FLOATS, unit="person-months", doc="Wait from application to first hour of these (ledetid).")
    y_pot = column(INTS, unit="kroner of 2025", doc="Dekom Y: open, boards', placements.", dims=("pots",))
    y_frame = column(INTS, unit="kroner of 2025", doc="Frame of Dekom Y this school year (ramme).")
    y_open = column(INTS, unit="kroner of 2025", doc="Of this, the open pot at first.")
    y_left = column(INTS, unit="kroner of 2025", doc="Of this, left after round one.")
    y_committed = column(INTS, unit="kroner of 2025", doc="Granted to measures not yet held.")
    y_paid = column(INTS, unit="kroner of 2025", doc="Spent on measures this school year.")
    y_unspent = column(INTS, unit="kroner of 2025", doc="Given back at the end of the school year.")
    y_appropriated = column(INTS, unit="kroner of 2025", doc="All frames of Dekom Y so far.")
    y_spent = column(INTS, unit="kroner of 2025", doc="All of it spent so far.")
    y_returned = column(INTS, unit="kroner of 2025", doc="All of it given back so far.")
