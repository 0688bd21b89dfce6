"""The scheme for vocational education (Dekom Y): from the Directorate through county councils.

Lokal kompetanseutvikling i fag- og yrkesopplæringen: county councils hold short rounds within the school year for
vocational teachers, for those who train apprentices in firms and for examination boards. It needs no university;
courses and placements at work (hospitering) are planned with working life, in groups so small that intensity is
full. Only some of a school's staff take part, so little becomes routine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.county import Counties, County
from sim.agents.school import UPPER_SECONDARY
from sim.areas import ContextLevers
from sim.columns import FLOATS, INTS, Part, column, total_by
from sim.frames import national_frame
from sim.indicator import Ratio, indicator
from sim.levers import Dated, lever, yes_no
from sim.mechanisms.learning import learning_rate, relative_dose
from sim.mechanisms.measures import VOCATIONAL
from sim.mechanisms.vocational_round import (
    BOARDS,
    BOARDS_POT,
    COURSE,
    FIRMS,
    GROUPS,
    MEASURES,
    OPEN_POT,
    OUTSIDE,
    PLACEMENT,
    PLACEMENTS_POT,
    POTS,
    TEACHERS,
    by_group,
)
from sim.rules.split import divide, stable_ties
from sim.schemes.base import Account, Scheme, SchemeLevers
from sim.stage import AUTUMN, SPRING, Moment, Stage
from sim.topics import TOPICS
from sim.types import Floats, Ints, Smalls

if TYPE_CHECKING:
    from sim.now import Now
    from sim.parameters import Parameters, VocationalParameters
    from sim.rules.dose import Dose
    from sim.world import World

PROGRAMME, WORKPLACE = TOPICS.row("vocational_programme"), TOPICS.row("workplace_training")
"""The topics of Dekom Y."""

WORKING_DAY = 7.5
"""Hours of a day in a firm."""

MONTHS_AS_DEKOM_S = 7
"""Months from 1 February to September, where applications are taken in spring for the coming school year."""


# ---- levers and columns


@dataclass(frozen=True)
class DekomYLevers(SchemeLevers):
    """The scheme for vocational education (Dekom Y, lokal kompetanseutvikling i fag- og yrkesopplæringen)."""

    active: bool = yes_no(
        False, en="Counties get and grant money.", nb="Fylkene får og deler ut penger.", status="sourced",
        source="A scenario's timeline turns the scheme on",
    )  # fmt: skip
    frame: Dated = lever(
        national_frame("dekom_y"), "kroner of 2025 per year", legal=(0, 1e11), range=(30e6, 80e6),
        en="National frame by year.", nb="Nasjonal ramme per år.", status="derived",
        source="Weak: 54-60 million nominal in 2022-24 from one county's pots and population",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="As today",
    )  # fmt: skip
    rounds: int = lever(
        2, "rounds", legal=(0, 2), en="Rounds within the school year; 0 decides in spring, as Dekom S.",
        nb="Runder i skoleåret; 0 vedtar om våren, som Dekom S.", status="sourced",
        source="Rolling or in windows (Vestland, Vestfold)",
    )  # fmt: skip
    open_share: float = lever(
        0.67, "share of the frame", en="Open pot for schools, offices and firms.",
        nb="Åpen pott for skoler, opplæringskontor og bedrifter.", status="sourced",
        source="3.1 of 4.65 million (2022/23)",
    )  # fmt: skip
    boards_share: float = lever(
        0.28, "share of the frame", en="Pot for examination boards (prøvenemnder).", nb="Pott for prøvenemnder.",
        status="sourced", source="1.3 of 4.65 million; the rest is for placements",
    )  # fmt: skip
    school_first: bool = yes_no(
        True, en="School side served before firms (C-10).", nb="Skolesiden betjenes før bedriftene (C-10).",
        status="sourced", source="Evaluation 2022",
    )  # fmt: skip
    placement_days: float = lever(
        7.0, "days", legal=(1, 20), range=(5, 10), en="Length of a job placement (hospitering).",
        nb="Lengden på en hospitering.", status="sourced", source="5-10 days",
    )  # fmt: skip
    placement_rate: float = lever(
        3500.0, "kroner of 2025 per day", legal=(1, 1e5), en="Paid for a placement.", nb="Betales for en hospitering.",
        status="sourced", source="Agder and Vestland 2022-25",
    )  # fmt: skip
    course_rate: float = lever(
        1000.0, "kroner of 2025", legal=(1, 1e5), en="Paid per participant in a course.",
        nb="Betales per kursdeltaker.", status="sourced", source="Agder",
    )  # fmt: skip
    course_hours: float = lever(
        15.0, "hours", legal=(1, 200), range=(7.5, 22.5), en="Length of a course or network day.",
        nb="Lengden på et kurs eller en nettverksdag.", status="assumption", source="Two days",
    )  # fmt: skip
    awareness_floor: float = lever(
        0.0, "0-1", en="Least share of those eligible who know of the scheme.",
        nb="Minste andel av målgruppen som kjenner ordningen.", status="assumption", source="None",
    )  # fmt: skip
    handling_months: float = lever(
        1.5, "months", legal=(0, 12), range=(1, 3), en="From application to first hour within a round.",
        nb="Fra søknad til første time i en runde.", status="assumption",
    )  # fmt: skip

    def check(self) -> None:
        """Refuse combinations that no single range can rule out.

        Raises:
            ValueError: If the pots take more than the frame.
        """
        if self.open_share + self.boards_share > 1.0:
            total = self.open_share + self.boards_share
            raise ValueError(f"open_share: with boards_share it takes {total:g} of the frame, at most 1")


class InCounty(Part):
    """Dekom Y in each county: people by group, pots, and what became of the money."""

    of = Counties
    y_people = column(INTS, unit="people", doc="In firms, on boards, teachers.", dims=("groups",))
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
    y_granted = column(INTS, unit="kroner of 2025", doc="All of it granted to measures so far.")
    y_paid = column(INTS, unit="kroner of 2025", doc="Spent on measures this school year.")
    y_unspent = column(INTS, unit="kroner of 2025", doc="Given back at the end of the school year.")
    y_appropriated = column(INTS, unit="kroner of 2025", doc="All frames of Dekom Y so far.")
    y_spent = column(INTS, unit="kroner of 2025", doc="All of it spent so far.")
    y_returned = column(INTS, unit="kroner of 2025", doc="All of it given back so far.")


# ---- the school year


def vocational_autumn(now: Now) -> None:
    """The school year begins: counties get the year's frame and hold round one."""
    world, levers = now.world, now.policy[DekomYLevers]
    y = world[InCounty]
    people_change(world, now.params)
    y.y_served, y.y_waited, y.y_turned_away = 0, 0.0, 0
    y.y_paid, y.y_unspent, y.y_left = 0, 0, 0
    receive_frame(world, now.money["dekom_y"], levers)
    if levers.rounds > 0:
        world.counties.each(County.hold_round, now)
        y.y_left = y.y_pot[:, OPEN_POT]
    deliver(now, np.zeros(world.schools.n))


def vocational_spring(now: Now) -> None:
    """Later rounds of the school year; what nobody claimed goes back."""
    world, levers = now.world, now.policy[DekomYLevers]
    y = world[InCounty]
    people_change(world, now.params)
    in_autumn = world.schools.participation[:, VOCATIONAL] * world.schools.n_posts
    if levers.rounds > 1:
        world.counties.each(County.hold_round, now)
    deliver(now, in_autumn)
    if levers.rounds == 0:
        world.counties.each(County.hold_round, now)
        y.y_left = y.y_pot[:, OPEN_POT]
    give_back(world)


def receive_frame(world: World, frame: int, levers: DekomYLevers) -> None:
    """The Directorate divides the frame between county councils (Y-1), and each divides its part into pots.

    The key is not published; here half goes by apprentices and half by vocational teachers (assumption).
    """
    counties, y = world.counties, world[InCounty]
    claim = _share(y.y_people[:, TEACHERS]) + _share(counties.apprentices)
    part = divide(frame, claim, np.full(counties.n, float(frame)), stable_ties(counties.uid))
    y.y_frame = part
    y.y_appropriated += part
    y.y_open = np.floor(levers.open_share * part).astype(np.int64)
    boards = np.floor(levers.boards_share * part).astype(np.int64)
    y.y_pot[:, OPEN_POT] += y.y_open
    y.y_pot[:, BOARDS_POT] += boards
    y.y_pot[:, PLACEMENTS_POT] += part - y.y_open - boards


def _share(values: Floats | Ints) -> Floats:
    result: Floats = values / max(float(values.sum()), 1e-9)
    return result


def give_back(world: World) -> None:
    """Money is to be used within the school year; the rest goes back to the Directorate (Y-9)."""
    y = world[InCounty]
    y.y_unspent = y.y_pot.sum(axis=1)
    y.y_returned += y.y_unspent
    y.y_pot = 0


def free_people(y: InCounty) -> Ints:
    """People on no measure this school year, nor granted one, shape (counties, groups)."""
    free: Ints = np.maximum(y.y_people - y.y_served - by_group(y.y_awarded), 0)
    return free


def deliver(now: Now, already: Floats) -> None:
    """What was granted takes place this half-year, and word of it spreads.

    Args:
        now: The semester.
        already: Vocational teachers of each school who took part earlier in the school year, shape (schools,).
    """
    world, y = now.world, now.world[InCounty]
    gain = gains(now.policy[DekomYLevers], now.policy[ContextLevers].dose, now.params)
    on_measures = y.y_awarded.copy()
    served = by_group(on_measures)
    _settle_accounts(y, served)
    teach_in_schools(now, on_measures, gain, already)
    learn_outside(world, served, float(gain[1]))
    news_spreads(world, served, now.params.vocational)


def _settle_accounts(y: InCounty, served: Ints) -> None:
    """Those awarded are now on their measures, and the money for these is spent."""
    y.y_served += served
    y.y_waited += y.y_waiting
    y.y_paid += y.y_committed
    y.y_spent += y.y_committed
    y.y_awarded, y.y_waiting, y.y_committed = 0, 0.0, 0


def gains(levers: DekomYLevers, dose: Dose, params: Parameters) -> Floats:
    """What a placement and a course close of a participant's gap at full relevance, 0-1, shape (2,)."""
    c = params.competence
    strength = dose(hours_of(levers), c.dose_threshold, c.dose_scale)
    result: Floats = np.minimum(learning_rate(dose, c) * strength * params.vocational.workplace_nearness, 1.0)
    return result


def hours_of(levers: DekomYLevers) -> Floats:
    """Hours of a placement and of a course, shape (2,)."""
    return np.array([WORKING_DAY * levers.placement_days, levers.course_hours])


def teach_in_schools(now: Now, awarded: Ints, gain: Floats, already: Floats) -> None:
    """Placements and courses reach schools in proportion to vocational teachers not yet reached this school year.

    Sets the vocational slot of every school anew; a measure's whole effect falls in the half-year it is held.
    """
    world = now.world
    schools, counties = world.schools, world.counties
    free = np.maximum(vocational_teachers(world) - already, 0.0)
    in_county = np.maximum(total_by(schools.county, free, counties.n), 1e-9)
    share = np.minimum(awarded[:, [PLACEMENT, COURSE]] / in_county[:, None], 1.0)
    people = free[:, None] * share[schools.county]
    total = people.sum(axis=1)
    each = np.maximum(total, 1e-9)
    schools.topic[:, VOCATIONAL] = np.where(total > 0, choose_topic(now), -1)
    schools.participation[:, VOCATIONAL] = np.minimum(total / np.maximum(schools.n_posts, 1), 1.0)
    schools.hours[:, VOCATIONAL] = people @ hours_of(now.policy[DekomYLevers]) / each
    schools.gain[:, VOCATIONAL] = 2.0 * (people @ gain) / each  # per year, in force for half a year
    dose, c = now.policy[ContextLevers].dose, now.params.competence
    formed = people @ relative_dose(dose, hours_of(now.policy[DekomYLevers]), c)
    carried = world.owners.steering[schools.owner] * now.params.vocational.workplace_nearness * schools.implementation
    drive = 2.0 * carried * formed / np.maximum(schools.n_posts, 1)  # per year, as the gain
    schools.drive[:, VOCATIONAL] = np.minimum(drive, 1.0)


def choose_topic(now: Now) -> Smalls:
    """Each school works on programme subjects or on training at work, by lot in proportion to its gaps."""
    schools = now.world.schools
    gap = schools.gap_relevant[:, [PROGRAMME, WORKPLACE]]
    at_work = now.draws.uniform("topic of vocational measures", schools.uid) * gap.sum(axis=1) < gap[:, 1]
    return np.where(at_work, WORKPLACE, PROGRAMME).astype(np.int8)


# ---- people


def vocational_teachers(world: World) -> Floats:
    """Vocational teachers of each upper-secondary school, shape (schools,)."""
    schools = world.schools
    teachers: Floats = schools.teaching[:, PROGRAMME] * (schools.level == UPPER_SECONDARY)
    return teachers


def settle(world: World, parameters: Parameters) -> None:
    """Count the groups and say what they know when the scheme begins."""
    counties, y, params = world.counties, world[InCounty], parameters.vocational
    in_firms = params.leaders_per_firm * counties.training_firms
    in_firms = in_firms + params.instructors_per_apprentice * counties.apprentices
    y.y_people[:, FIRMS] = np.rint(in_firms)
    y.y_people[:, BOARDS] = np.rint(params.board_members_per_apprentice * counties.apprentices)
    count_teachers(world)
    y.y_awareness = _heard_at_first(params)
    y.y_competence = params.firm_competence_start


def count_teachers(world: World) -> None:
    """Count the vocational teachers of each county."""
    teachers = total_by(world.schools.county, vocational_teachers(world), world.counties.n)
    world[InCounty].y_people[:, TEACHERS] = np.rint(teachers)


def _heard_at_first(params: VocationalParameters) -> Floats:
    """Share of each group that hears of the scheme without being told by a participant, shape (groups,)."""
    heard = np.full(GROUPS, params.awareness_firms)
    heard[TEACHERS] = params.awareness_schools
    return heard


def people_change(world: World, params: Parameters) -> None:
    """Half a year of people coming and going: newcomers know and can what others did when it began."""
    y, of_v = world[InCounty], params.vocational
    count_teachers(world)
    gone = np.full((world.counties.n, GROUPS), 0.5 * of_v.firm_exit)
    gone[:, TEACHERS] = _teachers_gone(world)
    y.y_awareness -= gone * np.maximum(y.y_awareness - _heard_at_first(of_v), 0.0)
    kept = (1.0 - gone[:, OUTSIDE]) * np.sqrt(1.0 - params.competence.fade_practised)  # who trains apprentices uses it
    learned = np.maximum(y.y_competence - of_v.firm_competence_start, 0.0)
    y.y_competence -= (1.0 - kept) * learned


def _teachers_gone(world: World) -> Floats:
    """Share of each county's vocational teachers who left their school this half-year, shape (counties,)."""
    schools, counties = world.schools, world.counties
    leaving = vocational_teachers(world) * np.minimum(schools.left_now / np.maximum(schools.n_posts, 1), 1.0)
    gone: Floats = total_by(schools.county, leaving, counties.n) / np.maximum(world[InCounty].y_people[:, TEACHERS], 1)
    return gone


def news_spreads(world: World, served: Ints, params: VocationalParameters) -> None:
    """Those who took part tell colleagues; some of these have not heard of it yet.

    Args:
        world: The tables.
        served: People on a measure this half-year, shape (counties, groups).
        params: Parameters of Dekom Y.
    """
    y = world[InCounty]
    told = np.minimum(params.awareness_talk * served / np.maximum(y.y_people, 1), 1.0)
    y.y_awareness += told * (1.0 - y.y_awareness)


def learn_outside(world: World, served: Ints, gain: float) -> None:
    """People in firms and on boards learn from their course; the county's mean moves by the share that took part.

    Args:
        world: The tables.
        served: People on a measure this half-year, shape (counties, groups).
        gain: What a course closes of a participant's gap, 0-1.
    """
    y = world[InCounty]
    share = served[:, OUTSIDE] / np.maximum(y.y_people[:, OUTSIDE], 1)
    y.y_competence += gain * share * (1.0 - y.y_competence)


# ---- account and indicators

ACCOUNT = Account(
    name="vocational money",
    holder="counties",
    appropriated=lambda world: world[InCounty].y_appropriated,
    at_hand=lambda world: world[InCounty].y_pot.sum(axis=1),
    lapsed=lambda world: world[InCounty].y_returned,
    granted=lambda world: world[InCounty].y_granted,
    spent=lambda world: world[InCounty].y_spent,
    unspent=lambda world: world[InCounty].y_committed,
)


def _teachers(world: World) -> Floats:
    return world[InCounty].y_people[:, TEACHERS].astype(np.float64)


@indicator(
    unit="months", formula="mean from application to first hour of measures held",
    base="counties", kind="flow", better="-", smallest=0.5, weight="people on measures",
    en="Lead time, vocational scheme", nb="Tid fra behov til tiltak, yrkesfagordningen", source="pattern P10",
)  # fmt: skip
def lead_time_vocational(world: World) -> Ratio:
    """Months from application to the first hour, over people on a measure in the school year."""
    return world[InCounty].y_waited, world[InCounty].y_served.sum(axis=1).astype(np.float64)


@indicator(
    unit="share of teachers", formula="vocational teachers on a measure / all",
    base="counties", kind="flow", better="+", smallest=0.02, weight="vocational teachers",
    en="Vocational teachers reached", nb="Yrkesfaglærere som nås", source="model 4.11",
)  # fmt: skip
def vocational_reached(world: World) -> Ratio:
    """Vocational teachers on a measure in the school year."""
    return world[InCounty].y_served[:, TEACHERS].astype(np.float64), _teachers(world)


@indicator(
    unit="share of open pot", formula="open pot not claimed after round one / open pot", base="counties", kind="flow",
    better="-", smallest=0.05, weight="kroner", en="Open pot left after round one",
    nb="Igjen av åpen pott etter runde én", source="pattern P11",
)  # fmt: skip
def open_pot_left(world: World) -> Ratio:
    """What nobody had claimed of the open pot after round one."""
    return world[InCounty].y_left.astype(np.float64), world[InCounty].y_open.astype(np.float64)


@indicator(
    unit="share of frame", formula="given back / frame of the school year", base="counties",
    kind="flow", better="-", smallest=0.05, weight="kroner", en="Vocational money not spent",
    nb="Ubrukte yrkesfagmidler", source="model 4.11",
)  # fmt: skip
def y_unspent(world: World) -> Ratio:
    """What went back to the Directorate of the school year's frame."""
    return world[InCounty].y_unspent.astype(np.float64), world[InCounty].y_frame.astype(np.float64)


@indicator(
    unit="0-1", formula="mean over training leaders and instructors", base="counties", kind="stock", better="+",
    smallest=0.005, weight="people", en="Competence of trainers in firms", nb="Kompetanse hos instruktører",
    source="model 4.11",
)  # fmt: skip
def firm_competence(world: World) -> Ratio:
    """Mean competence of training leaders and instructors in firms."""
    people = world[InCounty].y_people[:, FIRMS].astype(np.float64)
    return world[InCounty].y_competence[:, FIRMS] * people, people


@indicator(
    unit="kroner of 2025 per teacher", formula="spent in the school year / vocational teachers",
    base="counties", kind="flow", better="0", smallest=100.0, weight="vocational teachers",
    en="Vocational grant per vocational teacher", nb="Yrkesfagtilskudd per yrkesfaglærer", source="model 4.11",
)  # fmt: skip
def y_grant(world: World) -> Ratio:
    """Money of Dekom Y spent in the school year, all groups, per vocational teacher."""
    return world[InCounty].y_paid.astype(np.float64), _teachers(world)


@indicator(
    unit="kroner of 2025 per teacher", formula="frame of the school year / teachers", base="counties",
    kind="flow", better="0", smallest=20.0, weight="teachers", en="Vocational frame per teacher",
    nb="Yrkesfagramme per lærer", source="model 4.11",
)  # fmt: skip
def y_frame(world: World) -> Ratio:
    """Frame of Dekom Y of the school year, per teacher of any kind."""
    return world[InCounty].y_frame.astype(np.float64), world.counties.staff


@indicator(
    unit="0-1", formula="as practice, vocational topics in upper-secondary schools",
    base="schools", kind="stock", better="+", smallest=0.005, weight="teachers", headline=True,
    en="Teaching practice, vocational", nb="Undervisningspraksis, yrkesfag", source="model 4.11",
)  # fmt: skip
def vocational_practice(world: World) -> Ratio:
    """Practice of upper-secondary schools in the vocational topics."""
    s, topics = world.schools, [PROGRAMME, WORKPLACE]
    weight = s.weight[:, topics] * (s.level == UPPER_SECONDARY)[:, None]
    return (s.practice[:, topics] * weight).sum(axis=1), weight.sum(axis=1)


# ---- the scheme

_DELIVERY = (
    "schools: topic participation hours gain drive; counties: y_awareness y_competence y_turned_away y_awarded "
    "y_waiting y_served y_waited y_pot y_left y_committed y_granted y_paid y_unspent y_spent"
)

SCHEME = Scheme(
    name="dekom_y",
    en="The scheme for vocational education (Dekom Y)",
    nb="Lokal kompetanseutvikling i fag- og yrkesopplæringen (Dekom Y)",
    levers=DekomYLevers,
    columns=(InCounty,),
    sizes={"groups": GROUPS, "outside": OUTSIDE.stop, "measures": MEASURES, "pots": POTS},
    settle=settle,
    stages={
        Moment.MEASURES: (
            Stage(
                "vocational_autumn", vocational_autumn, AUTUMN, reads="schools owners counties",
                writes=f"{_DELIVERY} y_people y_frame y_open y_appropriated",
                en="Dekom Y: frames arrive at the county councils and round one is held.",
                nb="Dekom Y: rammene når fylkeskommunene, og første runde holdes.",
            ),
            Stage(
                "vocational_spring", vocational_spring, SPRING, reads="schools owners counties",
                writes=f"{_DELIVERY} y_returned",
                en="Dekom Y: later rounds; what nobody claimed goes back.",
                nb="Dekom Y: senere runder; det ingen har søkt om, går tilbake.",
            ),
        ),
    },
    accounts=(ACCOUNT,),
    paid_in_county=lambda world: world[InCounty].y_paid.astype(np.float64),
    indicators=(
        lead_time_vocational, vocational_reached, open_pot_left, y_unspent, firm_competence, vocational_practice,
        y_grant, y_frame,
    ),
)  # fmt: skip
