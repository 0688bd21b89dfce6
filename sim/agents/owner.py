"""The school owners (skoleeiere): capacity, leaders, steering and understanding."""

from __future__ import annotations

import numpy as np

from sim.columns import BOOLS, FLOATS, IDS, ROWS, SMALLS, TEXTS, Actor, Choice, Population, column, total_by
from sim.luck import Draws
from sim.parameters import OwnerParameters, Parameters
from sim.types import Floats, Ints

MUNICIPALITY, COUNTY_COUNCIL, PRIVATE, STATE = range(4)
SMALL_TOWN = 10_000
"""Inhabitants below which a municipality can get a capacity grant."""


class Owner(Actor):
    """One school owner (skoleeier)."""

    report_needs = Choice("How far each topic is lacking in its schools, with error (behovsmelding).")
    rank_applications = Choice("Which teachers' applications for further education it approves, and in what order.")


class Municipality(Owner):
    """A municipality (kommune) as owner of primary and lower-secondary schools."""


class CountyCouncil(Owner):
    """A county council (fylkeskommune) as owner of upper-secondary schools."""


class PrivateOwner(Owner):
    """The private owners of a county, taken together (private skoleeiere)."""


class StateOwner(Owner):
    """The state as owner of a few schools."""


class Owners(Population):
    """Every school owner; one table for the role, one class for each kind. Oslo is municipality and county."""

    actor = Owner
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="Municipality number or own code.", static=True)
    name = column(TEXTS, unit="text", doc="Name.", static=True)
    kind = column(SMALLS, unit="code", doc="Municipality, county council, private or state.", static=True)
    is_county_council = column(BOOLS, unit="yes or no", doc="Acts as county council.", static=True)
    county = column(ROWS, doc="County.", static=True, to="counties")
    network = column(ROWS, doc="Network, -1 none.", static=True, to="networks")
    population = column(FLOATS, unit="inhabitants", doc="Inhabitants; 0 if not a municipality.", static=True)
    centrality = column(FLOATS, unit="0-1", doc="Centrality index (sentralitet), 1 most central.", static=True)
    centrality_class = column(SMALLS, unit="1-6", doc="Centrality class, 1 most central.", static=True)
    size_class = column(SMALLS, unit="code", doc="Size class of municipalities.", static=True)
    lat = column(FLOATS, unit="degrees", doc="Latitude of the centre.", static=True)
    lon = column(FLOATS, unit="degrees", doc="Longitude of the centre.", static=True)
    sami = column(BOOLS, unit="yes or no", doc="In the Sámi administrative area.", static=True)
    office_fte = column(FLOATS, unit="FTE", doc="School office (skolefaglig kompetanse).", static=True)
    staff = column(FLOATS, unit="teachers", doc="Teachers in its schools.")
    profile = column(FLOATS, unit="factor", doc="Lasting profile of needs.", dims=("topics",), static=True)

    own_understanding = column(FLOATS, unit="0-1", doc="Understanding it comes back to by itself.", static=True)
    own_steering = column(FLOATS, unit="0-1", doc="Steering it comes back to by itself.", static=True)

    capacity = column(FLOATS, unit="FTE", doc="Capacity it can draw on this year.")
    capacity_money = column(FLOATS, unit="kroner of 2025", doc="Capacity grant this school year.")
    premium_money = column(FLOATS, unit="kroner of 2025", doc="Extra pay at hard-to-staff schools this school year.")
    staff_time = column(FLOATS, unit="kroner of 2025", doc="Working time in collective measures this school year.")
    terms_money = column(FLOATS, unit="kroner of 2025", doc="Induction, support and career paths this school year.")
    own_time = column(FLOATS, unit="kroner of 2025", doc="Working time in the schools' own development this year.")
    own_money = column(FLOATS, unit="kroner of 2025", doc="Own money for the schools' own development this year.")
    substitutes = column(FLOATS, unit="kroner of 2025", doc="Substitutes for those made to take part this year.")
    leader_tenure = column(FLOATS, unit="years", doc="Time the education leader (skolesjef) has been in post.")
    leader_left = column(BOOLS, unit="yes or no", doc="The leader left this school year.")
    steering = column(FLOATS, unit="0-1", doc="Ownership strength (eierstyring).")
    understanding = column(FLOATS, unit="0-1", doc="Understanding of the programme theory (programteori).")
    assessed_gap = column(FLOATS, unit="factor", doc="Gaps as it reports them, of true gaps.", dims=("topics",))
    structure = column(FLOATS, unit="0-1", doc="Activity, joint plan, participation and routines begun.")
    forum_answer = column(FLOATS, unit="0-1", doc="What the owner's forum members see.")
    answer = column(FLOATS, unit="0-1", doc="What the owner sees: structure and steering.")

    def kind_of(self, row: int) -> type[Owner]:
        """Agent class of a row."""
        return (Municipality, CountyCouncil, PrivateOwner, StateOwner)[int(self.kind[row])]

    def draw_on_capacity(
        self, granted: Floats | float, shared: Floats | float, coordinators: Floats, params: OwnerParameters
    ) -> None:
        """Own office, capacity grant, shared office and the network's coordinator (kapasitet).

        Args:
            granted: FTE that a grant adds to each small municipality.
            shared: Part of the network's pooled capacity that each member can draw on.
            coordinators: Coordinator FTE of each network, shape (networks,).
            params: Parameters of owners.
        """
        n_networks = len(coordinators)
        small = (self.kind == MUNICIPALITY) & (self.population < SMALL_TOWN)
        own = self.office_fte + granted * small
        self.capacity_money = granted * small * params.coordinator_cost
        joined = self.network >= 0
        row = np.where(joined, self.network, 0)
        pooled = total_by(row, own * joined, n_networks)[row]
        members = total_by(row, joined.astype(np.float64), n_networks)[row]
        from_others = shared * (pooled - own) + coordinators[row] / np.maximum(members, 1.0)
        time = params.coordination_time * (members > 1) * joined
        self.capacity = np.maximum(own + from_others * joined - time, 0.0)

    def steering_at_schools(self, params: OwnerParameters) -> Floats:
        """Steering that reaches the schools this autumn: less while the leader's post is empty, shape (owners,)."""
        return self.steering * np.where(self.leader_tenure < 0.0, params.vacancy_steering, 1.0)

    def effort(self, params: OwnerParameters) -> Floats:
        """What capacity allows, 0-1: half at `capacity_half`, shape (owners,)."""
        result: Floats = self.capacity / (self.capacity + params.capacity_half)
        return result

    def carrying(self, params: Parameters) -> Floats:
        """How much of what it takes to carry joint work out the capacity allows, 0-1, shape (owners,)."""
        short: Floats = params.competence.capacity_implementation * (1.0 - self.effort(params.owner)) ** 2
        return 1.0 - short

    def change_leaders(self, hazard: Floats, params: OwnerParameters, draws: Draws) -> None:
        """Some education leaders leave: steering and understanding suffer, most where few apply (lederskifte)."""
        self.leader_left = draws.happens("leader leaves", self.uid, hazard)
        chance = np.where(self.size_class <= 1, params.few_applicants_small, params.few_applicants_large)
        few = draws.happens("few apply", self.uid, chance)
        harm: Floats = 1.0 + params.few_applicants_harm * few.astype(np.float64)
        self.steering = self._without_leader(self.steering, self.own_steering, params.steering_loss * harm, params)
        self.understanding = self._without_leader(
            self.understanding, self.own_understanding, params.understanding_loss * harm, params
        )
        empty = -params.vacancy_years * few
        self.leader_tenure = np.where(self.leader_left, empty, self.leader_tenure + 1.0)

    def _without_leader(self, level: Floats, own: Floats, loss: Floats, params: OwnerParameters) -> Floats:
        """A level after a leader's exit: part of it is lost, and of what was learned the office carries on its share.

        What lies above the owner's own level was learned by people in office; a leader alone takes it along.
        """
        learned = np.maximum(level - own, 0.0)
        carried = level - learned * (1.0 - self.effort(params))
        return np.where(self.leader_left, carried * np.maximum(0.0, 1.0 - loss), level)

    def learn_to_steer(self, activity: Floats, trust: Floats, params: OwnerParameters, *, autumn: bool) -> None:
        """Half a year in office: a leader finds the owner's usual steering again; taking part lifts it further.

        Steering grows with capacity, understanding through the partnership.

        Args:
            activity: Delivered activity of each owner, 0-1, shape (owners,).
            trust: Trust between the owner's network and its partner, 0-1, shape (owners,).
            params: Parameters of owners.
            autumn: Whether this is the autumn; a post empty then may be filled in spring.
        """
        led = self.leader_tenure + (0.0 if autumn else 0.5) >= 0.0
        steering = params.steering_growth * activity * self.effort(params) * (1.0 - self.steering)
        again = params.steering_recovery * (
            0.5 + 0.5 * self.effort(params)
        )  # an office anchors anew what a leader left
        steering += again * np.maximum(0.0, self.own_steering - self.steering)
        understanding = params.understanding_growth * activity * trust * (1.0 - self.understanding)
        understanding += again * np.maximum(0.0, self.own_understanding - self.understanding)
        self.steering += 0.5 * steering * led
        self.understanding += 0.5 * understanding * led

    def assessment_error(self, params: OwnerParameters, draws: Draws, rows: Ints | slice = slice(None)) -> Floats:
        """Error factor of the need assessment, smaller with capacity, shape (owners asked, topics)."""
        error = draws.normal("need assessment", self.uid[rows], self.profile.shape[1])
        result: Floats = 1.0 + params.need_noise * error / np.sqrt(1.0 + self.capacity[rows])[:, None]
        return np.maximum(result, 0.0)
