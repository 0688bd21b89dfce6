"""The follow-up scheme (oppfølgingsordningen): who is selected, and what helping them does.

Municipalities with weak results over time are selected, get guides (veiledere) for a preparatory year (forfase)
and money for measures in the years after (gjennomføringsfase). The governor holds the money.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.county import Governors
from sim.agents.owner import MUNICIPALITY, Owners
from sim.areas import MoneyLevers
from sim.columns import BOOLS, FLOATS, INTS, ROWS, SMALLS, Part, column, mean_by, total_by
from sim.frames import national_frame
from sim.indicator import Ratio, indicator
from sim.levers import Dated, lever, rule, yes_no
from sim.rules.risk import pupils_measured, risk_share
from sim.rules.selection import Risk, Selection
from sim.rules.split import divide, stable_ties
from sim.schemes.base import Account, Move, Scheme, SchemeLevers
from sim.stage import AUTUMN, BOTH, SPRING, Moment, Stage
from sim.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from sim.luck import Draws
    from sim.now import Now
    from sim.parameters import FollowUpParameters, Parameters
    from sim.world import World

FIRST_INTAKE = 2020
"""Calendar year from which intakes are counted, both ways: 2020, 2022 ... are intakes of every second year."""


# ---- levers and columns


@dataclass(frozen=True)
class FollowUpLevers(SchemeLevers):
    """The follow-up scheme (oppfølgingsordningen) for municipalities with weak results over time."""

    active: bool = yes_no(
        False, en="Municipalities are selected and helped.", nb="Kommuner velges ut og får hjelp.", status="sourced",
        source="A scenario's timeline turns the scheme on",
    )  # fmt: skip
    shadow: bool = yes_no(
        False, en="Selected but not helped: the control inside the model.",
        nb="Velges ut, men får ikke hjelp: kontrollgruppen i modellen.", status="assumption",
    )  # fmt: skip
    frame: Dated = lever(
        national_frame("follow_up"), "kroner of 2025 per year", legal=(0, 1e11), range=(30e6, 120e6),
        en="National frame by year.", nb="Nasjonal ramme per år.", status="assumption", source="No amount is published",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="As today",
    )  # fmt: skip
    selection: Selection = rule(
        "risk_and_spread", en="Who is selected (O-2 to O-5, O-10).", nb="Hvem som velges ut (O-2 til O-5, O-10).",
        status="sourced", source="The rule of 2020 (udir.no); before that below_limit",
    )  # fmt: skip
    intake_every: int = lever(
        2, "years", legal=(1, 10), en="Years between intakes.", nb="År mellom opptak.", status="sourced",
        source="2020, 2022, ...",
    )  # fmt: skip
    preparatory_years: int = lever(
        1, "years", legal=(0, 3), en="Years with guides before measures (forfase).", nb="År med veiledere før tiltak.",
        status="sourced",
    )  # fmt: skip
    delivery_years: int = lever(
        2, "years", legal=(1, 5), en="Years with measures (gjennomføring).", nb="År med tiltak (gjennomføring).",
        status="sourced",
    )  # fmt: skip
    sustain_years: int = lever(
        0, "years", legal=(0, 5), en="Years of lighter help after that.", nb="År med lettere hjelp etterpå.",
        status="sourced", source="None",
    )  # fmt: skip
    intensity: float = lever(
        1.0, "factor", legal=(0, 5), en="Multiplies the guides' time.", nb="Ganges med veiledernes tid.",
        status="sourced", source="As today",
    )  # fmt: skip
    local_guides: bool = yes_no(
        True, en="Guides found locally by the governor; else a national corps.",
        nb="Veiledere funnet lokalt av statsforvalteren; ellers et nasjonalt korps.", status="sourced",
        source="From 2020; before that the national Veilederkorps",
    )  # fmt: skip


class FollowUpMoney(Part):
    """Follow-up money at each governor."""

    of = Governors
    pot = column(INTS, unit="kroner of 2025", doc="Follow-up money at hand (oppfølgingsmidler).")
    appropriated = column(INTS, unit="kroner of 2025", doc="All follow-up frames so far.")
    lapsed = column(INTS, unit="kroner of 2025", doc="Follow-up money that went back to the state.")
    guides = column(INTS, unit="kroner of 2025", doc="Follow-up money paid to guides so far (veiledere).")
    measures = column(INTS, unit="kroner of 2025", doc="Follow-up money paid for measures so far (tiltak).")


class Path(Part):
    """Where each owner stands on the path of the scheme, and what help it gets."""

    of = Owners
    follow_year = column(ROWS, unit="years", doc="Year in the follow-up scheme's path, 0 outside.")
    stalled = column(BOOLS, unit="yes or no", doc="An exit has made it take the preparatory year again.")
    follow_intake = column(ROWS, unit="calendar year", doc="Latest intake it was selected in, 0 never.")
    follow_grant = column(INTS, unit="kroner of 2025", doc="Follow-up money for measures this school year.")
    guide_money = column(INTS, unit="kroner of 2025", doc="Follow-up money for its guides this school year.")
    follow_spent = column(INTS, unit="kroner of 2025", doc="All follow-up money used for it so far.")
    follow_topic = column(SMALLS, unit="row", doc="Topic of its follow-up measures, -1 none.")
    follow_contact = column(FLOATS, unit="hours per year", doc="Contact hours of its follow-up measures.")
    follow_group = column(FLOATS, unit="people", doc="People in a group of its follow-up measures.")
    guidance = column(FLOATS, unit="factor", doc="Guides' time this school year, 1 in a full year (veiledere).")
    risk = column(FLOATS, unit="share", doc="Share of possible risk points (risikopoeng), latest spring.")


def settle(world: World, params: Parameters) -> None:
    """Nobody has a topic of follow-up when the history begins."""
    world[Path].follow_topic = -1


# ---- the school year


def follow_up_goes_on(now: Now) -> None:
    """Autumn: those in the scheme go on to the next year of the path; guides come, money for measures is paid.

    A scheme that starts in an autumn, after the spring of an intake, selects at once, as in 2017.
    """
    world, levers, params = now.world, now.policy[FollowUpLevers], now.params.follow_up
    path = world[Path]
    due = now.year - (now.year - FIRST_INTAKE) % levers.intake_every
    if levers.active and path.follow_intake.max() < due:
        take_in(now, assess(world, params, now.draws))
    go_on(world, levers, now.year)
    receive_frame(world, now.money["follow_up"])  # tildeling til statsforvalterne
    path.guidance, path.guide_money, path.follow_grant = 0.0, 0, 0
    if not levers.shadow:
        pay_guides(world, levers, params)
        pay_measures(world, levers, params)
    choose_topics(now)


def go_on(world: World, levers: FollowUpLevers, year: int) -> None:
    """A year further on the path: those taken in this year start, those who are through leave (O-7).

    Where the leader has left in the preparatory year, or half of the principals have, the path stalls: the year is
    taken again, once.
    """
    path, owners = world[Path], world.owners
    through = levers.preparatory_years + levers.delivery_years + levers.sustain_years
    stalls = (path.follow_year > 0) & (path.follow_year <= levers.preparatory_years) & ~path.stalled
    stalls &= owners.leader_left | (principals_gone(world) >= 0.5)
    path.stalled = stalls | (path.stalled & (path.follow_year > 0))
    path.follow_year -= stalls
    starting = (path.follow_year == 0) & (path.follow_intake == year)
    on = np.where((path.follow_year > 0) | starting, path.follow_year + 1, 0)
    path.follow_year = np.where(levers.active & (on <= through), on, 0).astype(np.int32)


def principals_gone(world: World) -> Floats:
    """Share of each owner's schools that lost their principal this school year, shape (owners,)."""
    schools, n = world.schools, world.owners.n
    gone = np.bincount(schools.owner, weights=schools.principal_left, minlength=n)
    result: Floats = gone / np.maximum(np.bincount(schools.owner, minlength=n), 1)
    return result


def receive_frame(world: World, frame: int) -> None:
    """The year's frame goes to the governors by their municipalities in the scheme; by all, while none is.

    Args:
        world: The tables.
        frame: The year's frame (bevilgning) in whole kroner, 0 where municipalities are selected but not helped.
    """
    governors, money = world.governors, world[FollowUpMoney]
    counted = world[Path].follow_year > 0
    if not counted.any():
        counted = world.owners.kind == MUNICIPALITY
    claim = total_by(governor_of(world), counted.astype(np.float64), governors.n)
    money.lapsed += money.pot  # state money is for the year
    money.pot = 0
    part = divide(frame, claim, np.full(governors.n, float(frame)), stable_ties(governors.uid))
    money.pot += part
    money.appropriated += part


def pay_guides(world: World, levers: FollowUpLevers, params: FollowUpParameters) -> None:
    """Governors pay guides: full in preparatory years, less after that; too little money shortens their time.

    Where others have measures the guides leave them a part of the money.
    """
    path, money, n = world[Path], world[FollowUpMoney], world.governors.n
    measures = with_measures(path, levers)
    wanted = levers.intensity * np.where(measures, params.guide_delivery, params.guide_sustain)
    wanted = np.where(path.follow_year <= levers.preparatory_years, levers.intensity, wanted) * (path.follow_year > 0)
    governor = governor_of(world)
    cost = total_by(governor, params.guide_cost * wanted, n)
    shared = total_by(governor, measures.astype(np.float64), n) > 0
    at_hand = np.where(shared, params.guides_most, 1.0) * money.pot
    affordable = np.minimum(1.0, at_hand / np.maximum(cost, 1.0))
    path.guidance = wanted * affordable[governor]
    path.guide_money = np.floor(params.guide_cost * path.guidance).astype(np.int64)
    path.follow_spent += path.guide_money
    paid = total_by(governor, path.guide_money, n).astype(np.int64)
    money.pot -= paid
    money.guides += paid


def pay_measures(world: World, levers: FollowUpLevers, params: FollowUpParameters) -> None:
    """What guides leave goes to the municipalities with measures, by teachers and an equal part (O-8)."""
    owners, path, money = world.owners, world[Path], world[FollowUpMoney]
    claim = np.where(with_measures(path, levers), owners.staff + params.measures_base, 0.0)
    governor = governor_of(world)
    for row in range(world.governors.n):
        mine = np.flatnonzero(governor == row)
        pot = int(money.pot[row])
        grant = divide(pot, claim[mine], np.full(len(mine), float(pot)), stable_ties(owners.uid[mine]))
        path.follow_grant[mine] = grant
        money.pot[row] -= grant.sum()
        money.measures[row] += grant.sum()
    path.follow_spent += path.follow_grant


def with_measures(path: Path, levers: FollowUpLevers) -> Bools:
    """Whether each owner is in a year with measures (gjennomføringsfase)."""
    year = path.follow_year - levers.preparatory_years
    return (year > 0) & (year <= levers.delivery_years)


def choose_topics(now: Now) -> None:
    """Measures are about the largest need of the whole staff as the municipality sees it; the plan keeps it."""
    owners, schools, path = now.world.owners, now.world.schools, now.world[Path]
    gap = total_by(schools.owner, schools.gap_relevant + schools.gap_other, owners.n)
    need = gap * owners.profile * owners.assessment_error(now.params.owner, now.draws)
    planned = np.where(path.follow_topic >= 0, path.follow_topic, need.argmax(axis=1))
    path.follow_topic = np.where(path.follow_grant > 0, planned, -1).astype(np.int8)


def governor_of(world: World) -> Ints:
    """Governor of each owner, shape (owners,)."""
    return world.counties.governor[world.owners.county].astype(np.int64)


def guides_help(now: Now) -> None:
    """Half a year of guides: steering and routines grow, the more the stabler the leaders (4.14).

    That routines in the topics a school works on grow by guides also directly, and not through steering only, is
    an assumption of ours: guides meet principals in their schools. It is swept from none upward (`guide_routines`).
    """
    world, params = now.world, now.params.follow_up
    if not world[Path].guidance.any():
        return
    owners, schools = world.owners, world.schools
    help_ = help_used(now)
    owners.steering += (1.0 - owners.steering) * -np.expm1(-params.guide_steering * help_)
    helped = np.flatnonzero(help_[schools.owner] > 0)
    grown = -np.expm1(-params.guide_routines * help_)[schools.owner[helped], None]
    worked_on = (schools.topic[helped][:, :, None] == np.arange(schools.routines.shape[1])).any(axis=1)
    schools.routines[helped] += np.where(worked_on, grown * (1.0 - schools.routines[helped]), 0.0)


def help_used(now: Now) -> Floats:
    """Half a year of guides as far as leader and office make use of them, 0.5 at full help, shape (owners,).

    In a year in which the leader left, guides spend part of their time on starting again.
    """
    owners, params = now.world.owners, now.params.follow_up
    settled = np.clip(owners.leader_tenure / params.guide_leader_years, 0.0, 1.0)
    use = params.guide_new_leader + (1.0 - params.guide_new_leader) * settled
    use = use * (0.5 + 0.5 * owners.effort(now.params.owner)) * np.where(owners.leader_left, params.stall_help, 1.0)
    level = 1.0 if now.policy[FollowUpLevers].local_guides else params.national_guides
    result: Floats = 0.5 * now.world[Path].guidance * use * level
    return result


# ---- selection


def select(now: Now) -> None:
    """Spring: results become risk points; in intake years municipalities are selected by them (O-2 to O-5)."""
    levers = now.policy[FollowUpLevers]
    risk = assess(now.world, now.params.follow_up, now.draws)
    if levers.active and (now.year - FIRST_INTAKE) % levers.intake_every == 0:
        take_in(now, risk)


def assess(world: World, params: FollowUpParameters, draws: Draws) -> Risk:
    """Risk of every municipality from its own schools' indicators, three years pooled (O-3, O-4).

    National means are those of the simulated world, private schools included; a municipality's values are weighted
    by pupils. The governor knows how thin ownership is and ranks equal cases by that (O-5).

    Returns:
        Rows are owners; those who are no municipality have no risk share.
    """
    schools, owners, n = world.schools, world.owners, world.owners.n
    pupils = pupils_measured(schools.level, schools.pupils)
    mean = weighted_mean(np.zeros(schools.n, dtype=np.int64), schools.measured, pupils, 1)[0]
    of_school = risk_share(schools.measured, pupils > 0, mean, params.risk_limit)
    seen = np.isfinite(of_school)
    weak = of_school >= np.quantile(of_school[seen], 1.0 - params.weak_schools)
    own = np.flatnonzero((owners.kind == MUNICIPALITY)[schools.owner] & seen)
    owner, weight = schools.owner[own].astype(np.int64), pupils[own]
    municipal = weighted_mean(owner, schools.measured[own], weight, n)
    share = risk_share(municipal, total_by(owner, weight, n) > 0, mean, params.risk_limit)
    world[Path].risk = np.nan_to_num(share)
    lot = draws.uniform("governor ranks", owners.uid)
    return Risk(
        share=share,
        spread=spread_within(owner, of_school[own], schools.pupils[own], n),
        weak_school=np.bincount(owner, weights=weak[own], minlength=n) > 0,
        priority=(1.0 - owners.steering + 1e-9 * lot) / (1.0 + 1e-9),
    )


def weighted_mean(group: Ints, measured: Floats, pupils: Floats, n: int) -> Floats:
    """Mean by group of every year and indicator, weighted by pupils; 0 where a group has none.

    Args:
        group: Group of each school, shape (m,).
        measured: Shape (m, years, indicators).
        pupils: Shape (m, indicators).
        n: Number of groups.

    Returns:
        Shape (n, years, indicators).
    """
    total = np.maximum(total_by(group, pupils, n), 1e-9)
    by_year = [total_by(group, measured[:, year] * pupils, n) / total for year in range(measured.shape[1])]
    return np.stack(by_year, axis=1)


def spread_within(group: Ints, values: Floats, weights: Floats, n: int) -> Floats:
    """Standard deviation of values within each group, weighted, shape (n,); 0 in an empty group."""
    mean = np.nan_to_num(mean_by(group, values, weights, n))
    result: Floats = np.sqrt(np.nan_to_num(mean_by(group, (values - mean[group]) ** 2, weights, n)))
    return result


def take_in(now: Now, risk: Risk) -> None:
    """An intake: nobody is selected while on the path; those selected are asked, and nearly all accept (O-6)."""
    owners, path = now.world.owners, now.world[Path]
    outside = replace(risk, share=np.where(path.follow_year > 0, np.nan, risk.share))
    accepts = now.draws.happens("accepts follow-up", owners.uid, now.params.follow_up.acceptance)
    chosen = now.policy[FollowUpLevers].selection(outside, now.share) & accepts
    path.follow_intake = np.where(chosen, now.year, path.follow_intake).astype(np.int32)


# ---- account and indicators


def _spent(world: World) -> Ints:
    """What municipalities of each governor used, kroner, shape (governors,)."""
    return total_by(governor_of(world), world[Path].follow_spent.astype(np.float64), world.governors.n).astype(np.int64)


ACCOUNT = Account(
    name="follow-up money",
    holder="governors",
    appropriated=lambda world: world[FollowUpMoney].appropriated,
    at_hand=lambda world: world[FollowUpMoney].pot,
    lapsed=lambda world: world[FollowUpMoney].lapsed,
    granted=lambda world: world[FollowUpMoney].guides + world[FollowUpMoney].measures,
    spent=_spent,
    unspent=lambda world: np.zeros(world.governors.n, dtype=np.int64),  # paid when granted
)


def paid_to_owners(world: World) -> Floats:
    """Follow-up money of the school year at each owner, guides included, kroner, shape (owners,)."""
    return (world[Path].follow_grant + world[Path].guide_money).astype(np.float64)


def _municipalities(world: World) -> Floats:
    counted: Floats = (world.owners.kind == MUNICIPALITY).astype(np.float64)
    return counted


@indicator(
    unit="share of municipalities", formula="on the path / municipalities", base="owners", kind="flow", better="0",
    smallest=0.02, weight="municipalities", en="Municipalities in follow-up", nb="Kommuner i oppfølging",
    source="model section 4.14",
)  # fmt: skip
def follow_up_share(world: World) -> Ratio:
    """Municipalities on the path of the follow-up scheme."""
    counted = _municipalities(world)
    return (world[Path].follow_year > 0) * counted, counted


@indicator(
    name="risk_share", unit="share of possible points",
    formula="risk points / possible points, three years pooled", base="owners", kind="flow", better="-", smallest=0.02,
    weight="municipalities", en="Risk points", nb="Risikopoeng", source="Udir, rule O-3",
)  # fmt: skip
def risk_share_indicator(world: World) -> Ratio:
    """Share of possible risk points, three years pooled."""
    counted = _municipalities(world)
    return world[Path].risk * counted, counted


@indicator(
    unit="factor", formula="guides' time against a full year, municipalities in follow-up", base="owners",
    kind="flow", better="0", smallest=0.05, weight="municipalities in follow-up", en="Time of guides",
    nb="Veiledertid", source="model section 4.14",
)  # fmt: skip
def guidance(world: World) -> Ratio:
    """Guides' time where municipalities are on the path, 1 in a full preparatory year."""
    on_path = (world[Path].follow_year > 0).astype(np.float64)
    return world[Path].guidance * on_path, on_path


SCHEME = Scheme(
    name="follow_up",
    en="The follow-up scheme",
    nb="Oppfølgingsordningen",
    levers=FollowUpLevers,
    columns=(FollowUpMoney, Path),
    settle=settle,
    stages={
        Moment.AUTUMN_MONEY: (
            Stage(
                "follow_up_goes_on", follow_up_goes_on, AUTUMN, reads="schools owners counties governors",
                writes="owners: follow_year stalled follow_intake follow_grant guide_money follow_topic follow_spent "
                "guidance risk; governors: pot appropriated lapsed guides measures",
                en="Municipalities in the follow-up scheme go on to the next year of their path.",
                nb="Kommuner i oppfølgingsordningen går videre til neste år av løpet.",
            ),
        ),
        Moment.LEARNING: (
            Stage(
                "guides_help", guides_help, BOTH, reads="owners schools",
                writes="owners: steering; schools: routines",
                en="Guides help leaders and schools of municipalities in follow-up.",
                nb="Veiledere hjelper ledere og skoler i kommuner i oppfølging.",
            ),
        ),
        Moment.RESULTS: (
            Stage(
                "municipalities_are_selected", select, SPRING, reads="schools owners",
                writes="owners: risk follow_intake",
                en="Results become risk points; in intake years municipalities are selected by them.",
                nb="Resultater blir til risikopoeng; i opptaksår velges kommuner ut etter dem.",
            ),
        ),
    },
    funded=lambda policy: not policy[FollowUpLevers].shadow,
    moves=(Move("dekom_s", lambda policy: float(policy[MoneyLevers].follow_up_folded), merges=True),),
    accounts=(ACCOUNT,),
    paid=paid_to_owners,
    indicators=(follow_up_share, risk_share_indicator, guidance),
)  # fmt: skip
