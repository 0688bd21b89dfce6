"""The decentralised scheme for schools (desentralisert ordning, Dekom S): levers, money, and the round of decisions.

Owners report needs, usually as a network; the county's cooperation forum recommends; the governor decides; a
university delivers in partnership to whole staffs the year after. Kompetanseløftet runs through the same forum on
a money line of its own (`sim.schemes.inclusion`); from 2026 the two are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.county import Counties, County, StateGovernor
from sim.agents.network import Network, Networks
from sim.agents.owner import Owner
from sim.areas import MoneyLevers
from sim.columns import BOOLS, FLOATS, INTS, ROWS, Part, column, mean_by, total_by
from sim.frames import national_frame
from sim.indicator import Indicator, Ratio, indicator, of_network, one
from sim.levers import Dated, lever, rule, yes_no
from sim.mechanisms.measures import (
    INCLUSION_LINE,
    MONEY,
    NOTHING,
    PLANNING,
    SCHOOLS_LINE,
    TIME,
    UNIVERSITY,
)
from sim.mechanisms.needs import application_quality, gather_reports, network_of_schools
from sim.rules.allocation import Allocation, Claimants
from sim.rules.coverage import Coverage
from sim.rules.partner_choice import PartnerChoice
from sim.rules.split import stable_ties
from sim.rules.topic_choice import TopicChoice
from sim.schemes.base import Account, Move, Scheme, SchemeLevers
from sim.schemes.inclusion import InclusionLevers
from sim.stage import AUTUMN, SPRING, Moment, Stage
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.now import Now
    from sim.policy import Policy
    from sim.world import World

REPORT_MONTH = 2
"""Needs are reported by 1 February (S-1; calendar of Nordland)."""
FIRST_GATHERING = 9
"""Gatherings begin in September, when the school year is under way (assumption)."""


# ---- levers


@dataclass(frozen=True)
class DekomSLevers(SchemeLevers):
    """The decentralised scheme for schools (desentralisert ordning, Dekom S)."""

    active: bool = yes_no(
        False, en="Grants are decided and delivered.", nb="Tilskudd vedtas og tiltak gjennomføres.", status="sourced",
        source="A scenario's timeline turns the scheme on",
    )  # fmt: skip
    upper_secondary: bool = yes_no(
        False, en="Upper-secondary schools take part (from 2019).", nb="Videregående skoler er med (fra 2019).",
        status="sourced", source="They joined in 2019 (udir.no)",
    )  # fmt: skip
    frame: Dated = lever(
        national_frame("dekom_s"), "kroner of 2025 per year", legal=(0, 1e11),
        en="National frame (ramme) by year.", nb="Nasjonal ramme per år.", status="derived",
        source="State accounts, post 21, less the other schemes (docs/data.md); read: 230 million nominal in 2019",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="As today",
    )  # fmt: skip
    own_share: float = lever(
        0.30, "share of the grant", local=True, legal=(0, 2), range=(0.0, 0.5), en="What the owner adds (egenandel).",
        nb="Det skoleeieren legger til (egenandel).", status="assumption",
    )  # fmt: skip
    uh_share: float = lever(
        0.50, "share of the grant", range=(0.3, 0.7), en="Part that pays the university.",
        nb="Delen som går til universitet eller høyskole.", status="assumption",
    )  # fmt: skip
    coordinator_share: float = lever(
        0.10, "share of the grant", legal=(0, 0.5), range=(0.0, 0.2), en="Part that pays a coordinator.",
        nb="Delen som lønner en koordinator.", status="assumption",
    )  # fmt: skip
    requirement: float = lever(
        0.8, "share of staff", local=True, legal=(0.05, 1), range=(0.6, 1.0), en="Share that must take part.",
        nb="Andel av personalet som må delta (kollektivt krav).", status="assumption",
    )  # fmt: skip
    subject_share_min: float = lever(
        0.0, "share of the grant", en="Earmarked for subject measures (fagkvote).",
        nb="Øremerket faglige tiltak (fagkvote).", status="sourced", source="None today",
    )  # fmt: skip
    county_key: Allocation = rule(
        "national_key", en="Key from the nation to the counties.", nb="Nøkkel fra staten til fylkene.",
        status="derived", source="Fitted to what the governors paid in 2019-23 (docs/data.md)",
    )  # fmt: skip
    allocation: Allocation = rule(
        "base_plus_per_teacher", en="Key from the county to networks and owners.",
        nb="Nøkkel fra fylket til nettverk og skoleeiere.", status="assumption",
        source="Decided locally (sourced); this form is an assumption",
    )  # fmt: skip
    governor_key: Allocation = rule(
        "per_teacher", en="The governor's own key, where the forum does not have its way.",
        nb="Statsforvalterens egen nøkkel, der forumet ikke får det som det vil.", status="assumption",
    )  # fmt: skip
    shared_with_others: float = lever(
        0.0, "share of the pot", legal=(0, 0.9), en="Part that goes to kindergartens' and other services' staff (N-3).",
        nb="Delen som går til ansatte i barnehage, SFO, PPT og kulturskole (N-3).", status="sourced",
        source="None before 2026; how much after that is not published",
    )  # fmt: skip
    forum_weight: float = lever(
        1.0, "factor", legal=(0, 10), range=(0.5, 2.0), en="Multiplies the forum's say in each county.",
        nb="Ganges med forumets innflytelse i hvert fylke.", status="assumption", source="1 is as the county has it",
    )  # fmt: skip
    partner_choice: PartnerChoice = rule(
        "regional_duty", en="How a university partner is found.", nb="Hvordan en partner i UH-sektoren finnes.",
        status="assumption",
    )  # fmt: skip
    topic_choice: TopicChoice = rule(
        "expected_gain", en="How a topic and a group are chosen.", nb="Hvordan tema og gruppe velges.",
        status="assumption", source="model section 4.4",
    )  # fmt: skip
    plan_years_min: int = lever(
        2, "years", legal=(1, 10), en="Shortest long-term plan.", nb="Korteste langsiktige plan.", status="assumption"
    )
    plan_years_max: int = lever(
        3, "years", legal=(1, 10), en="Longest long-term plan.", nb="Lengste langsiktige plan.", status="assumption"
    )
    contact_hours: float = lever(
        25.0, "hours per year", legal=(1, 200), range=(15, 40), en="Aim for contact hours of a group.",
        nb="Mål for en gruppes kontakttimer.", status="assumption",
    )  # fmt: skip
    price_per_hour: float = lever(
        3500.0, "kroner of 2025", legal=(1, 1e5), range=(2000, 6000),
        en="Full price of a contact hour: preparation, travel and follow-up included.",
        nb="Full pris på en kontakttime, med forberedelse, reise og etterarbeid.", status="assumption",
        source="Three to five hours of work per contact hour at a university's hourly rate; no tariff found",
    )  # fmt: skip
    coverage: Coverage = rule(
        "schools_in_turn", en="What little money means: fewer schools or larger groups.",
        nb="Hva lite penger betyr: færre skoler eller større grupper.", status="assumption", source="Contested",
    )  # fmt: skip
    partnership_required: bool = yes_no(
        True, en="Money needs a university partnership (S-7).", nb="Penger krever partnerskap med UH (S-7).",
        status="sourced", source="Regulation of 2021",
    )  # fmt: skip
    vocational_colleges: bool = yes_no(
        False, en="Vocational colleges (fagskoler) may be partners (N-4).", nb="Fagskoler kan være partnere (N-4).",
        status="sourced", source="From 2026",
    )  # fmt: skip
    equality: float = lever(
        0.0, "0-1", en="How far contracts give owners an equal say, beyond today's (likeverdighet).",
        nb="Hvor langt avtaler gir skoleeierne en likeverdig stemme, ut over dagens.", status="assumption",
    )  # fmt: skip
    nearness_bonus: float = lever(
        0.0, "share of the university's part", en="Pays for getting nearer to practice.",
        nb="Belønner at UH-sektoren kommer nærmere praksisfeltet.", status="sourced", source="None today",
    )  # fmt: skip
    commitment_years: int = lever(
        1, "years", legal=(1, 10), en="Years for which money is promised.", nb="År pengene er lovet for.",
        status="sourced", source="Frames are yearly",
    )  # fmt: skip
    flexible: bool = yes_no(
        False, en="Decided in the autumn and delivered at once, as in Dekom Y.",
        nb="Vedtas om høsten og gjennomføres med en gang, som i Dekom Y.", status="sourced", source="Decided in spring",
    )  # fmt: skip
    handling_months: float = lever(
        1.5, "months", legal=(0, 12), range=(1, 3), en="From application to first hour where flexible.",
        nb="Fra søknad til første time når ordningen er fleksibel.", status="assumption",
    )  # fmt: skip
    county_hub: bool = yes_no(
        False, en="The county council decides instead of the governor.",
        nb="Fylkeskommunen vedtar i stedet for statsforvalteren.", status="sourced", source="The governor decides",
    )  # fmt: skip
    county_line: bool = yes_no(
        False, en="Upper-secondary money goes straight to county councils (N-11).",
        nb="Penger til videregående går rett til fylkeskommunene (N-11).", status="sourced", source="From 2026",
    )  # fmt: skip
    open_pot: float = lever(
        0.0, "share of the county's pot", legal=(0, 0.9), en="Kept for needs that come up in autumn.",
        nb="Holdes av til behov som melder seg om høsten.", status="sourced", source="None today",
    )  # fmt: skip
    network_incentive: float = lever(
        0.0, "factor", legal=(0, 2), en="Extra claim of networks of several owners.",
        nb="Ekstra krav for nettverk med flere skoleeiere.", status="sourced", source="None today",
    )  # fmt: skip

    def check(self) -> None:
        """Refuse combinations that no single range can rule out.

        Raises:
            ValueError: If the shortest plan is longer than the longest, or shares add up to more than the grant.
        """
        if self.plan_years_max < self.plan_years_min:
            raise ValueError(f"plan_years_max: {self.plan_years_max} is below plan_years_min, {self.plan_years_min}")
        if self.uh_share + self.coordinator_share > 1.0:
            total = self.uh_share + self.coordinator_share
            raise ValueError(f"uh_share: with coordinator_share it takes {total:g} of the grant, at most 1")


# ---- columns


class Grants(Part):
    """Grants of the collective schemes at each network, by money line."""

    of = Networks
    asked = column(FLOATS, unit="kroner of 2025", doc="Amount applied for.", dims=("lines",))
    wished = column(FLOATS, unit="kroner of 2025", doc="Asked of each pot and not yet granted.", dims=("lines",))
    recommended = column(INTS, unit="kroner of 2025", doc="What the forum recommends (innstilling).", dims=("lines",))
    straight = column(INTS, unit="kroner of 2025", doc="What does not pass the forum (N-11).", dims=("lines",))
    decided = column(INTS, unit="kroner of 2025", doc="What the governor decides (vedtak).", dims=("lines",))
    granted = column(INTS, unit="kroner of 2025", doc="Grant for the coming school year.", dims=("lines",))
    in_hand = column(INTS, unit="kroner of 2025", doc="Grant of this school year.", dims=("lines",))
    spent = column(INTS, unit="kroner of 2025", doc="All grants spent so far.", dims=("lines",))
    paid_university = column(INTS, unit="kroner of 2025", doc="Of it, to the university.", dims=("lines",))
    own_money = column(FLOATS, unit="kroner of 2025", doc="Own share this school year (egenandel).")
    own_for_hours = column(FLOATS, unit="kroner of 2025", doc="Of it, for university hours.", dims=("lines",))
    coordinators = column(FLOATS, unit="FTE", doc="Coordinators paid by the grant.")


class Pots(Part):
    """Pots of the collective schemes in each county, by money line."""

    of = Counties
    pot = column(INTS, unit="kroner of 2025", doc="Grant money at hand, not yet granted (ramme).", dims=("lines",))
    open_to_grants = column(INTS, unit="kroner of 2025", doc="Of this, what the round may grant.", dims=("lines",))
    appropriated = column(INTS, unit="kroner of 2025", doc="All frames so far.", dims=("lines",))
    lapsed = column(INTS, unit="kroner of 2025", doc="Frames that went back to the state.", dims=("lines",))
    handed_out = column(INTS, unit="kroner of 2025", doc="Granted so far, less what came back.", dims=("lines",))
    to_others = column(INTS, unit="kroner of 2025", doc="Handed to staff outside schools so far (N-3).")
    decided = column(
        BOOLS, unit="yes or no", doc="A round of decisions was held since the latest frame.", dims=("lines",)
    )
    framed_year = column(ROWS, unit="calendar year", doc="Year of the latest frame.", dims=("lines",))
    returned = column(INTS, unit="kroner of 2025", doc="Unspent grants back this school year.", dims=("lines",))


# ---- stages


def forums_meet(policy: Policy) -> bool:
    """Whether grants pass the cooperation forums: Dekom S, Kompetanseløftet or both are on."""
    return policy[DekomSLevers].active or policy[InclusionLevers].active


def one_pot(policy: Policy) -> bool:
    """Whether Kompetanseløftet's money is in the collective pot (N-2)."""
    return policy[MoneyLevers].inclusion_merged and policy[DekomSLevers].active


def frames_arrive(now: Now) -> None:
    """The year's frame (ramme) goes to the counties by the national key, once a calendar year and money line.

    A frame that arrives in autumn, because the scheme starts then, waits for the first round of decisions.
    """
    world, policy, year = now.world, now.policy, now.year
    pots, n = world[Pots], world.counties.n
    claimants = claims_of_counties(now)
    running = (policy[DekomSLevers].active, policy[InclusionLevers].active and not one_pot(policy))
    paid_apart = (pots.framed_year[:, INCLUSION_LINE] >= year).all()
    collective = now.money["dekom_s"] - (now.money.moved("inclusion", "dekom_s") if paid_apart else 0)  # paid once
    for line, frame in ((SCHOOLS_LINE, collective), (INCLUSION_LINE, now.money["inclusion"])):
        if (pots.framed_year[:, line] >= year).all():
            continue
        lapse(world, line)
        if not running[line]:
            continue
        part = policy[DekomSLevers].county_key(frame, np.full(n, float(frame)), claimants)
        others = np.floor(policy[DekomSLevers].shared_with_others * part).astype(np.int64) * (line == SCHOOLS_LINE)
        pots.pot[:, line] += part - others
        pots.to_others += others
        pots.appropriated[:, line] += part
        pots.framed_year[:, line] = year
    if one_pot(policy):  # what is left of the earmarked money joins the one pot, and its frame is in it
        pots.framed_year[:, INCLUSION_LINE] = year
        pots.pot[:, SCHOOLS_LINE] += pots.pot[:, INCLUSION_LINE]
        pots.pot[:, INCLUSION_LINE] = 0


def claims_of_counties(now: Now) -> Claimants:
    """What the Directorate knows of the counties: teachers who may take part, and means of what owners report."""
    world, n = now.world, now.world.counties.n
    networks, owners = world.networks, world.owners
    network = network_of_schools(world, upper_secondary=now.policy[DekomSLevers].upper_secondary)
    posts = np.where(network < networks.n, world.schools.n_posts, 0).astype(np.float64)
    of_network, of_owner = networks.county.astype(np.int64), owners.county.astype(np.int64)

    def mean(county: Ints, values: Floats, staff: Floats) -> Floats:
        return np.nan_to_num(mean_by(county, values, staff, n))

    return Claimants(
        teachers=total_by(world.schools.county.astype(np.int64), posts, n),
        need=mean(of_network, networks.need, networks.staff),
        quality=mean(of_owner, application_quality(world, now.params.owner), owners.staff),
        benefit=mean(of_network, networks.benefit, networks.staff),
        inhabitants=total_by(of_owner, owners.population, n),
        key=world.counties.key,
        ids=stable_ties(world.counties.uid),
    )


def lapse(world: World, line: int) -> None:
    """State money is for the year: what a round of decisions found no taker for goes back (ettårsprinsippet)."""
    pots = world[Pots]
    gone = np.where(pots.decided[:, line], pots.pot[:, line], 0)
    pots.lapsed[:, line] += gone
    pots.pot[:, line] -= gone
    pots.decided[:, line] = False


def spring_needs_are_met(now: Now) -> None:
    """Needs reported by 1 February become grants for the coming school year."""
    if not now.policy[DekomSLevers].flexible:
        decide_grants(now, months=months_of_spring_round())


def autumn_needs_are_met(now: Now) -> None:
    """A flexible scheme decides now and delivers at once; an open pot is handed out (fleksibel pott)."""
    levers = now.policy[DekomSLevers]
    if levers.flexible:
        decide_grants(now, months=levers.handling_months)
    elif levers.open_pot > 0:
        hand_out_open_pot(now)


def months_of_spring_round() -> float:
    """Months from the report on 1 February to the first gathering."""
    return float(FIRST_GATHERING - REPORT_MONTH)


def decide_grants(now: Now, *, months: float) -> None:
    """The round of decisions, in its order: needs, plans, partners, applications, recommendation, decision.

    Args:
        now: The semester of the round.
        months: From reported need to the first hour.
    """
    world, levers = now.world, now.policy[DekomSLevers]
    networks, grants = world.networks, world[Grants]
    report(now)  # behovsmelding
    networks.each(Network.take_part, now)
    networks.each(Network.choose_topic, now)  # langsiktig plan
    networks.each(Network.choose_partner, now)  # partnerskap
    networks.each(Network.apply, now)  # søknad
    had = grants.granted.sum(axis=1)
    grant(now, kept=0.0 if levers.flexible else levers.open_pot)  # a flexible scheme is one open pot
    networks.lead = np.where(grants.granted.sum(axis=1) > had, months, networks.lead)
    world[Pots].decided = True


def report(now: Now) -> None:
    """Owners assess the needs of their schools; networks report them together."""
    now.world.owners.each(Owner.report_needs, now)
    gather_reports(now.world, now.params.owner, upper_secondary=now.policy[DekomSLevers].upper_secondary)


def hand_out_open_pot(now: Now) -> None:
    """Autumn: what was kept in spring goes to needs that have come up since."""
    report(now)
    running = (now.policy[DekomSLevers].active, now.policy[InclusionLevers].active)
    grants = now.world[Grants]
    grants.asked = grants.asked * np.array(running)  # a scheme that has ended grants no more
    grant(now, kept=0.0)


def grant(now: Now, *, kept: float) -> None:
    """Forums recommend, governors decide, and the money leaves the pots, line by line; from 2026 from one pot.

    Args:
        now: The semester.
        kept: Share of each pot that is kept for later.
    """
    world, pots, grants = now.world, now.world[Pots], now.world[Grants]
    missing = np.maximum(grants.asked - grants.granted, 0.0)
    together = one_pot(now.policy)
    grants.wished = missing
    if together:
        grants.wished[:, SCHOOLS_LINE] = missing.sum(axis=1)
        grants.wished[:, INCLUSION_LINE] = 0.0
    pots.open_to_grants = pots.pot - (kept * pots.pot).astype(np.int64)
    world.counties.each(County.recommend, now)  # innstilling
    world.governors.each(StateGovernor.decide, now)  # vedtak
    county = world.networks.county.astype(np.int64)
    paid = total_by(county, grants.decided.astype(np.float64), world.counties.n).astype(np.int64)
    pots.pot -= paid
    pots.handed_out += paid
    grants.granted += grants.decided
    if together:  # networks split it by what they asked for
        of_pot = grants.decided[:, SCHOOLS_LINE] * missing[:, INCLUSION_LINE]
        second = np.floor(of_pot / np.maximum(missing.sum(axis=1), 1.0)).astype(np.int64)
        grants.granted[:, SCHOOLS_LINE] -= second
        grants.granted[:, INCLUSION_LINE] += second


# ---- accounts


def _by_county(world: World, of_networks: Ints) -> Ints:
    """Kroner of networks, over all lines, by county, shape (counties,)."""
    return total_by(world.networks.county.astype(np.int64), of_networks.sum(axis=1).astype(np.float64),
                    world.counties.n).astype(np.int64)  # fmt: skip


ACCOUNT = Account(
    name="collective grants",
    holder="counties",
    appropriated=lambda world: world[Pots].appropriated.sum(axis=1),
    at_hand=lambda world: world[Pots].pot.sum(axis=1),
    lapsed=lambda world: world[Pots].lapsed.sum(axis=1),
    granted=lambda world: world[Pots].handed_out.sum(axis=1) + world[Pots].to_others,
    spent=lambda world: _by_county(world, world[Grants].spent) + world[Pots].to_others,
    unspent=lambda world: _by_county(world, world[Grants].granted),
)
"""Both money lines together, because they become one in 2026."""


def paid_to_owners(world: World) -> Floats:
    """Collective grants of the school year at each owner, by its teachers, kroner, shape (owners,)."""
    per_teacher = world[Grants].in_hand.sum(axis=1) / np.maximum(world.networks.staff, 1e-9)
    return of_network(world, per_teacher) * world.owners.staff


# ---- indicators

PER_TEACHER = "kroner of 2025 per teacher"


@indicator(
    unit=PER_TEACHER, formula="collective grants spent / teachers", base="owners", kind="flow", better="0",
    smallest=100.0, weight="teachers", headline=True, en="Collective grant per teacher",
    nb="Kollektivt tilskudd per lærer",
)  # fmt: skip
def collective_grant(world: World) -> Ratio:
    """Collective grant spent per teacher in the school year."""
    return paid_to_owners(world), world.owners.staff


@indicator(
    unit=PER_TEACHER, formula="own share of collective grants / teachers", base="owners", kind="flow", better="0",
    smallest=50.0, weight="teachers", en="Owners' own share per teacher", nb="Egenandel per lærer",
)  # fmt: skip
def own_money(world: World) -> Ratio:
    """What owners add to collective grants, per teacher."""
    per_teacher = world[Grants].own_money / np.maximum(world.networks.staff, 1e-9)
    return of_network(world, per_teacher) * world.owners.staff, world.owners.staff


@indicator(
    unit=PER_TEACHER, formula="paid to universities / teachers", base="nation", kind="flow", better="0",
    smallest=50.0, weight="teachers", en="Paid to universities per teacher", nb="Betalt til UH-sektoren per lærer",
)  # fmt: skip
def university_money(world: World) -> Ratio:
    """What universities are paid of collective grants, per teacher in the networks."""
    paid, staff = world[Grants].paid_university.sum(axis=1), world.networks.staff
    return np.array([float(paid.sum())]), np.array([float(staff.sum())])


@indicator(
    unit="share of frames", formula="(pots + lapsed) / appropriated so far", base="nation", kind="stock", better="-",
    smallest=0.02, weight="kroner", en="Collective money not spent", nb="Ubrukte kollektive midler",
)  # fmt: skip
def unspent(world: World) -> Ratio:
    """Kroner of collective frames that nobody was granted or that went back, of all appropriated so far."""
    pots = world[Pots]
    total = float(pots.appropriated.sum())
    left = float(pots.pot.sum() + pots.lapsed.sum())
    return one(left / total if total else np.nan)


@indicator(
    unit="months", formula="from reported need to the first hour, networks at work", base="nation", kind="flow",
    better="-", smallest=1.0, weight="networks", en="Lead time, collective measures",
    nb="Tid fra behov til tiltak, kollektive ordninger",
    source="pattern P10",
)  # fmt: skip
def lead_time(world: World) -> Ratio:
    """Months from reported need to the first hour, over networks at work."""
    at_work = world.networks.delivered > 0
    return np.array([(world.networks.lead * at_work).sum()]), np.array([float(at_work.sum())])


def _bound_by(code: int, what: str, en: str, nb: str) -> Indicator:
    """Teachers in networks with measures whose hours are limited by one thing, of all in networks with measures."""

    def share(world: World) -> Ratio:
        binding, staff = world.networks.binding[:, SCHOOLS_LINE], world.networks.staff
        return np.array([float(staff[binding == code].sum())]), np.array([float(staff[binding != NOTHING].sum())])

    declare = indicator(
        name=f"bound_by_{what}", unit="share of teachers", formula=f"teachers in networks that {what} limits / all",
        base="nation", kind="flow", better="0", smallest=0.05, weight="teachers in networks with measures", en=en,
        nb=nb,
    )  # fmt: skip
    return declare(share)


BINDING = (
    _bound_by(MONEY, "money", "Limited by money", "Begrenset av penger"),
    _bound_by(UNIVERSITY, "university", "Limited by university staff", "Begrenset av ansatte i UH"),
    _bound_by(PLANNING, "planning", "Limited by owners' planning", "Begrenset av skoleeiernes planlegging"),
    _bound_by(TIME, "time", "Limited by teachers' time", "Begrenset av lærernes tid"),
)
"""What limits collective measures; the shares sum to 1 where there are measures."""


# ---- the scheme

_FRAMES = "counties: pot appropriated lapsed decided framed_year to_others"
_ROUND = (
    "owners: assessed_gap; networks: need eligible reported_concerned reported_relevant reported_other weakness "
    "application_quality applied inside asked_before worked made_plan topic track_of_kind group plan_left partner "
    "purchased lead asked wished recommended straight decided granted; counties: pot open_to_grants handed_out decided"
)
_LOOKS_AT = "schools owners networks universities counties"


def _frames_stage(season: frozenset[str], name: str) -> Stage:
    return Stage(
        name, frames_arrive, season, reads="schools owners networks counties", writes=_FRAMES,
        when=forums_meet, en="The year's collective money reaches the counties (once a calendar year).",
        nb="Årets kollektive penger når fylkene (én gang i kalenderåret).",
    )  # fmt: skip


SCHEME = Scheme(
    name="dekom_s",
    en="The decentralised scheme for schools (Dekom S)",
    nb="Desentralisert ordning for skoler (Dekom S)",
    levers=DekomSLevers,
    columns=(Grants, Pots),
    stages={
        Moment.AUTUMN_MONEY: (
            _frames_stage(AUTUMN, "frames_arrive_in_autumn"),
            Stage(
                "autumn_needs_are_met", autumn_needs_are_met, AUTUMN, reads=_LOOKS_AT, writes=_ROUND, when=forums_meet,
                en="A flexible scheme decides now and delivers at once; an open pot is handed out.",
                nb="En fleksibel ordning vedtar nå og gjennomfører med en gang; en åpen pott deles ut.",
            ),
        ),
        Moment.SPRING_MONEY: (
            _frames_stage(SPRING, "frames_arrive"),
            Stage(
                "spring_needs_are_met", spring_needs_are_met, SPRING, reads=_LOOKS_AT, writes=_ROUND, when=forums_meet,
                en="Needs reported by 1 February become grants for the coming school year.",
                nb="Behov meldt innen 1. februar blir til tilskudd for det kommende skoleåret.",
            ),
        ),
    },
    moves=(Move("further_education", lambda policy: policy[MoneyLevers].to_individual),),
    accounts=(ACCOUNT,),
    paid=paid_to_owners,
    indicators=(collective_grant, own_money, university_money, unspent, lead_time, *BINDING),
)  # fmt: skip
