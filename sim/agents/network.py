"""The networks (kompetansenettverk): owners that report together, and their partnerships."""

from __future__ import annotations

import numpy as np

from sim.columns import BOOLS, FLOATS, IDS, ROWS, SHORTS, SMALLS, TEXTS, Actor, Choice, Population, column
from sim.luck import Draws
from sim.parameters import OwnerParameters, PartnershipParameters
from sim.types import Bools, Floats, Smalls


class Network(Actor):
    """One network: owners that report needs together and share a university partner."""

    take_part = Choice("Whether the network reports needs and applies (deltakelse).")
    choose_topic = Choice("Topics and groups of a long-term plan, where none runs (langsiktig plan).")
    choose_partner = Choice("University partner of a new plan, and whether hours are bought without a partnership.")
    apply = Choice("Kroner applied for (søknad).")


class Networks(Population):
    """Every network; an owner on its own is a network of one."""

    actor = Network
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="Code.", static=True)
    county = column(ROWS, doc="County.", static=True, to="counties")
    coordinator = column(ROWS, doc="Owner that coordinates.", static=True, to="owners")
    kind = column(SMALLS, unit="code", doc="Kind of owner.", static=True)
    distance = column(FLOATS, unit="km", doc="To the nearest campus.", dims=("universities",), static=True)
    staff = column(FLOATS, unit="teachers", doc="Teachers in its schools.")
    population = column(FLOATS, unit="inhabitants", doc="Inhabitants of its municipalities.", static=True)
    members = column(FLOATS, unit="owners", doc="Owners in it.", static=True)
    kinds = column(FLOATS, unit="teachers", doc="Teachers of each kind.", dims=("kinds",))
    link_uid = column(IDS, unit="id", doc="Stable id of each edge.", dims=("universities",), static=True)

    topic = column(SMALLS, unit="row", doc="Topic in the plan, -1 none.", dims=("slots",))
    group = column(FLOATS, unit="share of staff", doc="Group in the plan.", dims=("slots",))
    plan_left = column(SHORTS, unit="years", doc="Years left of the plan (langsiktig plan).")
    partner = column(SMALLS, doc="University partner, -1 none.", to="universities")
    last_partner = column(SMALLS, doc="Partner of the year before.", to="universities")
    trust = column(FLOATS, unit="0-1", doc="Trust and equality (likeverdig partnerskap).", dims=("universities",))
    applied = column(BOOLS, unit="yes or no", doc="Takes part: reported needs this spring (behovsmelding).")
    inside = column(BOOLS, unit="yes or no", doc="Has chosen to be in the collective schemes.")
    asked_before = column(BOOLS, unit="yes or no", doc="Has decided on that before.")
    worked = column(BOOLS, unit="yes or no", doc="Has had measures in some school year.")
    benefit = column(FLOATS, unit="per year", doc="What a participant gained of the latest measures (nytte).")
    satisfaction = column(FLOATS, unit="0-1", doc="What the latest year's joint work was worth to it.")
    track_of_kind = column(SMALLS, unit="slot", doc="Track of the plan by kind of teacher, -1 none.", dims=("kinds",))
    made_plan = column(BOOLS, unit="yes or no", doc="Made a new plan in the latest round.")
    need = column(FLOATS, unit="0-1", doc="Mean reported need per teacher.")
    eligible = column(FLOATS, unit="teachers", doc="Teachers in its schools that may take part.")
    reported_concerned = column(FLOATS, unit="teachers", doc="Of these, whom a topic concerns.", dims=("topics",))
    reported_relevant = column(FLOATS, unit="teachers", doc="Reported gaps of these, summed.", dims=("topics",))
    reported_other = column(FLOATS, unit="teachers", doc="Reported gaps of the others, summed.", dims=("topics",))
    weakness = column(FLOATS, unit="0-1", doc="How thin its owners' steering is.")
    application_quality = column(FLOATS, unit="0-1", doc="Quality of its application.")
    coverage = column(FLOATS, unit="share", doc="Part of its schools that the money reaches.", dims=("lines",))
    binding = column(SMALLS, unit="code", doc="What limits its measures this school year.", dims=("lines",))
    contact = column(FLOATS, unit="hours per year", doc="Contact hours of a group.", dims=("slots",))
    group_size = column(FLOATS, unit="people", doc="People in a delivery group.", dims=("slots",))
    delivered = column(FLOATS, unit="0-1", doc="Contact hours delivered against the aim.")
    purchased = column(BOOLS, unit="yes or no", doc="Buys hours without a partnership.")
    lead = column(FLOATS, unit="months", doc="From reported need to the first hour (ledetid).")
    unmet = column(FLOATS, unit="0-1", doc="Support in principle that is not yet delivered quality.")
    active = column(BOOLS, unit="yes or no", doc="Active partnership: same partner, activity, joint plan.")
    was_active = column(BOOLS, unit="yes or no", doc="Active the year before.")

    def partner_trust(self) -> Floats:
        """Trust in the present partner, 0 without one, shape (networks,)."""
        return self._trust_in(self.partner)

    def quality(self, nearness: Floats) -> Floats:
        """Quality of each partnership as planned now: trust x practice-nearness, 0 without a partner."""
        return self.partner_trust() * nearness[np.maximum(self.partner, 0)]

    def mechanism(self, nearness: Floats, bought: float) -> Floats:
        """What makes this year's measures work, 0-1: quality of the partnership, or that of what is bought."""
        return np.where(self.purchased | (self.partner < 0), bought, self.quality(nearness))

    def delivered_quality(self, nearness: Floats) -> Floats:
        """The same with the partner that delivers this school year; in spring the next one may be chosen already."""
        return self._trust_in(self.last_partner) * nearness[np.maximum(self.last_partner, 0)]

    def _trust_in(self, partner: Smalls) -> Floats:
        return np.where(partner >= 0, self.trust[np.arange(self.n), np.maximum(partner, 0)], 0.0)

    def lose_contacts(
        self, leader_left: Bools, staff_exit: Floats, params: PartnershipParameters, draws: Draws
    ) -> None:
        """Trust built together falls where the coordinator's leader or the university's contact person leaves."""
        contact_left = draws.uniform("contact leaves", self.link_uid) < staff_exit[None, :]
        kept = np.where(leader_left[self.coordinator][:, None], 1.0 - params.trust_exit_loss, 1.0)
        kept = kept * np.where(contact_left, 1.0 - params.trust_exit_loss, 1.0)
        self.trust -= np.maximum(self.trust - params.trust_start, 0.0) * (1.0 - kept)

    def lose_plans(self, leader_left: Bools, effort: Floats, params: OwnerParameters, draws: Draws) -> None:
        """A plan may lapse where the coordinator loses its leader and has nobody else to carry it (planen faller bort).

        Args:
            leader_left: Whether each owner lost its leader, shape (owners,).
            effort: What each owner's capacity allows, 0-1, shape (owners,).
            params: Parameters of owners.
            draws: Luck of the semester.
        """
        chance = params.plan_lapse * (1.0 - effort[self.coordinator]) * leader_left[self.coordinator]
        lapses = draws.happens("plan lapses", self.uid, chance)
        self.plan_left = np.where(lapses, 0, self.plan_left)

    def take_stock(self, success: Floats) -> None:
        """Half a year's joint work changes how content a network is (tilfredshet).

        Args:
            success: Success of the joint work, 0-1, shape (networks,).
        """
        self.satisfaction += 0.5 * (np.where(self.delivered > 0, success, 0.0) - self.satisfaction) * self.inside

    def build_trust(self, success: Floats, weakness: Floats, equality: float, params: PartnershipParameters) -> None:
        """Half a year of working together: success builds trust, dominance by one side wears it down.

        Args:
            success: Success of this year's work, 0-1, shape (networks,).
            weakness: How thin the owners' side is, 0-1, shape (networks,).
            equality: How far contracts keep one side from dominating, 0-1.
            params: Parameters of partnerships.
        """
        at_work = np.flatnonzero((self.partner >= 0) & (self.delivered > 0) & ~self.purchased)
        partner = self.partner[at_work]
        trust = self.trust[at_work, partner]
        grown = 1.0 - 2.0 ** (-0.5 * success[at_work] / params.trust_half_years)
        lost = 0.5 * params.dominance_loss * weakness[at_work] * (1.0 - equality)
        self.trust[at_work, partner] = trust + grown * (1.0 - trust) - lost * trust
