"""The counties (fylker) with their forums and councils, and the governors (statsforvaltere) who decide."""

from __future__ import annotations

from sim.columns import BOOLS, FLOATS, IDS, ROWS, TEXTS, Actor, Choice, Population, column


class StateGovernor(Actor):
    """One state governor (statsforvalter), who decides the grants of its counties."""

    decide = Choice("Mixes the forum's recommendation with the governor's own key, to the krone (vedtak).")


class Governors(Population):
    """Every state governor."""

    actor = StateGovernor
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="Short name.", static=True)
    name = column(TEXTS, unit="text", doc="Name.", static=True)


class County(Actor):
    """One county: the territory in which a cooperation forum (samarbeidsforum) meets and a county council governs."""

    recommend = Choice("How the forum would divide the county's pot among those who applied (innstilling).")
    hold_round = Choice("The county council's round of Dekom Y: who is granted a measure (fylkeskommunens runde).")


class Counties(Population):
    """Every county; the county council as an owner stands in `Owners`."""

    actor = County
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="County number.", static=True)
    name = column(TEXTS, unit="text", doc="Name.", static=True)
    governor = column(ROWS, doc="State governor.", static=True, to="governors")
    lat = column(FLOATS, unit="degrees", doc="Latitude of the seat.", static=True)
    lon = column(FLOATS, unit="degrees", doc="Longitude of the seat.", static=True)
    training_offices = column(FLOATS, unit="offices", doc="Training offices (opplæringskontor).", static=True)
    training_firms = column(FLOATS, unit="firms", doc="Training firms (lærebedrifter).", static=True)
    apprentices = column(FLOATS, unit="people", doc="Apprentices (lærlinger).", static=True)
    grunnskolepoeng = column(FLOATS, unit="points", doc="Lower-secondary points, county mean.", static=True)
    readiness = column(FLOATS, unit="logit", doc="How much readier teachers are to apply for study.", static=True)
    key = column(FLOATS, unit="share", doc="Part of the national frame (fordelingsnøkkel).", static=True)
    forum_power = column(FLOATS, unit="0-1", doc="How far the governor follows the forum.", static=True)
    partner = column(BOOLS, unit="yes or no", doc="Partner by duty.", dims=("universities",), static=True)
    lead = column(BOOLS, unit="yes or no", doc="Lead partner.", dims=("universities",), static=True)
    staff = column(FLOATS, unit="teachers", doc="Teachers in the county.")
    posts_primary = column(FLOATS, unit="posts", doc="Posts in primary and lower secondary.")
    posts_upper = column(FLOATS, unit="posts", doc="Posts in upper secondary.")
