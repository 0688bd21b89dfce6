"""This file knows the follow-up scheme (oppfølgingsordningen): who is selected, and what helping them does.

Municipalities with weak results over time are selected, get guides (veiledere) for a preparatory year (forfase)
and money for measures in the years after (gjennomføringsfase). The governor holds the money.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.actors.owner import MUNICIPALITY, Owners
from sim.columns import mean_by, total_by
from sim.luck import Luck
from sim.parameters import FollowUpParameters, Parameters
from sim.policy import FollowUpPolicy
from sim.rules.risk import pupils_measured, risk_share
from sim.rules.selection import Risk
from sim.rules.split import divide
from sim.schemes.dekom_s import ties
from sim.types import Bools, Floats, Ints
from sim.world import World

FIRST_INTAKE = 2020
"""Calendar year from which intakes are counted, both ways: 2020, 2022 ... are intakes of every second year."""


# ---- the school year


def begin_year(
    world: World, frame: int, law: FollowUpPolicy, p: Parameters, share: float, luck: Luck, semester: int, year: int
) -> None:
    """Autumn: those in the scheme go on to the next year of the path; guides come, money for measures is paid.

    A scheme that starts in an autumn, after the spring of an intake, selects at once, as in 2017.

    Args:
        world: The tables.
        frame: The year's frame (bevilgning) in whole kroner, 0 where municipalities are selected but not helped.
        law: The scheme as policy has it.
        p: The parameters.
        share: The world's share of the nation, by which numbers to select scale.
        luck: The replication's luck.
        semester: The autumn.
        year: Its calendar year.
    """
    due = year - (year - FIRST_INTAKE) % law.intake_every
    if law.active and world.owners.follow_intake.max() < due:
        take_in(world, assess(world, luck, semester, p.follow_up), law, p.follow_up, share, luck, semester, year)
    go_on(world.owners, law, year)
    receive_frame(world, frame)  # tildeling til statsforvalterne
    world.owners.guidance, world.owners.guide_money, world.owners.follow_grant = 0.0, 0, 0
    if not law.shadow:
        pay_guides(world, law, p.follow_up)
        pay_measures(world, law, p.follow_up)
    choose_topics(world, p, luck, semester)


def go_on(owners: Owners, law: FollowUpPolicy, year: int) -> None:
    """A year further on the path: those taken in this year start, those who are through leave (O-7)."""
    through = law.preparatory_years + law.delivery_years + law.sustain_years
    starting = (owners.follow_year == 0) & (owners.follow_intake == year)
    on = np.where((owners.follow_year > 0) | starting, owners.follow_year + 1, 0)
    owners.follow_year = np.where(law.active & (on <= through), on, 0).astype(np.int32)


def receive_frame(world: World, frame: int) -> None:
    """The year's frame goes to the governors by their municipalities in the scheme; by all, while none is."""
    owners, governors = world.owners, world.governors
    counted = owners.follow_year > 0
    if not counted.any():
        counted = owners.kind == MUNICIPALITY
    claim = total_by(governor_of(world), counted.astype(np.float64), governors.n)
    governors.lapsed += governors.pot  # state money is for the year
    governors.pot = 0
    part = divide(frame, claim, np.full(governors.n, float(frame)), ties(governors.uid))
    governors.pot += part
    governors.appropriated += part


def pay_guides(world: World, law: FollowUpPolicy, p: FollowUpParameters) -> None:
    """Governors pay guides: full in preparatory years, less after that; too little money shortens their time.

    Where others have measures the guides leave them a part of the money.
    """
    owners, governors = world.owners, world.governors
    measures = with_measures(owners, law)
    wanted = law.intensity * np.where(measures, p.guide_delivery, p.guide_sustain)
    wanted = np.where(owners.follow_year <= law.preparatory_years, law.intensity, wanted) * (owners.follow_year > 0)
    governor = governor_of(world)
    cost = total_by(governor, p.guide_cost * wanted, governors.n)
    shared = total_by(governor, measures.astype(np.float64), governors.n) > 0
    at_hand = np.where(shared, p.guides_most, 1.0) * governors.pot
    affordable = np.minimum(1.0, at_hand / np.maximum(cost, 1.0))
    owners.guidance = wanted * affordable[governor]
    owners.guide_money = np.floor(p.guide_cost * owners.guidance).astype(np.int64)
    paid = total_by(governor, owners.guide_money, governors.n).astype(np.int64)
    governors.pot -= paid
    governors.guides += paid


def pay_measures(world: World, law: FollowUpPolicy, p: FollowUpParameters) -> None:
    """What guides leave goes to the municipalities with measures, by teachers and an equal part (O-8)."""
    owners, governors = world.owners, world.governors
    claim = np.where(with_measures(owners, law), owners.staff + p.measures_base, 0.0)
    governor = governor_of(world)
    for row in range(governors.n):
        mine = np.flatnonzero(governor == row)
        pot = int(governors.pot[row])
        grant = divide(pot, claim[mine], np.full(len(mine), float(pot)), ties(owners.uid[mine]))
        owners.follow_grant[mine] = grant
        governors.pot[row] -= grant.sum()
        governors.measures[row] += grant.sum()


def with_measures(owners: Owners, law: FollowUpPolicy) -> Bools:
    """Whether each owner is in a year with measures (gjennomføringsfase)."""
    year = owners.follow_year - law.preparatory_years
    return (year > 0) & (year <= law.delivery_years)


def choose_topics(world: World, p: Parameters, luck: Luck, semester: int) -> None:
    """Measures are about the largest need of the whole staff as the municipality sees it; the plan keeps it."""
    owners, schools = world.owners, world.schools
    gap = total_by(schools.owner, schools.gap_relevant + schools.gap_other, owners.n)
    need = gap * owners.profile * owners.reported_noise(luck, semester, p.owner)
    planned = np.where(owners.follow_topic >= 0, owners.follow_topic, need.argmax(axis=1))
    owners.follow_topic = np.where(owners.follow_grant > 0, planned, -1).astype(np.int8)


def governor_of(world: World) -> Ints:
    """Governor of each owner, shape (owners,)."""
    return world.counties.governor[world.owners.county].astype(np.int64)


# ---- what guides do


def guide(world: World, law: FollowUpPolicy, p: Parameters) -> None:
    """Half a year of guides: steering and routines grow, the more the stabler the leaders (4.14).

    That routines in the topics a school works on grow by guides also directly, and not through steering only, is
    an assumption of ours: guides meet principals in their schools. It is swept from none upward (`guide_routines`).
    """
    owners, schools, f = world.owners, world.schools, p.follow_up
    help_ = help_used(owners, law, f)
    owners.steering += (1.0 - owners.steering) * -np.expm1(-f.guide_steering * help_)
    grown = -np.expm1(-f.guide_routines * help_)[schools.owner, None]
    worked_on = (schools.topic[:, :, None] == np.arange(schools.routines.shape[1])).any(axis=1)
    schools.routines += np.where(worked_on, grown * (1.0 - schools.routines), 0.0)


def help_used(owners: Owners, law: FollowUpPolicy, p: FollowUpParameters) -> Floats:
    """Half a year of guides as far as the leader makes use of them, 0.5 at full help, shape (owners,)."""
    settled = np.clip(owners.leader_tenure / p.guide_leader_years, 0.0, 1.0)
    use = p.guide_new_leader + (1.0 - p.guide_new_leader) * settled
    result: Floats = 0.5 * owners.guidance * use * (1.0 if law.local_guides else p.national_guides)
    return result


# ---- selection


def select(
    world: World, law: FollowUpPolicy, p: Parameters, share: float, luck: Luck, semester: int, year: int
) -> None:
    """Spring: results become risk points; in intake years municipalities are selected by them (O-2 to O-5)."""
    risk = assess(world, luck, semester, p.follow_up)
    if law.active and (year - FIRST_INTAKE) % law.intake_every == 0:
        take_in(world, risk, law, p.follow_up, share, luck, semester, year)


def assess(world: World, luck: Luck, semester: int, p: FollowUpParameters) -> Risk:
    """Risk of every municipality from its own schools' indicators, three years pooled (O-3, O-4).

    National means are those of the simulated world, private schools included; a municipality's values are weighted
    by pupils. The governor knows how thin ownership is and ranks equal cases by that (O-5).

    Returns:
        Rows are owners; those who are no municipality have no risk share.
    """
    schools, owners, n = world.schools, world.owners, world.owners.n
    pupils = pupils_measured(schools.level, schools.pupils)
    mean = weighted_mean(np.zeros(schools.n, dtype=np.int64), schools.measured, pupils, 1)[0]
    of_school = risk_share(schools.measured, pupils > 0, mean, p.risk_limit)
    seen = np.isfinite(of_school)
    weak = of_school >= np.quantile(of_school[seen], 1.0 - p.weak_schools)
    own = np.flatnonzero((owners.kind == MUNICIPALITY)[schools.owner] & seen)
    owner, weight = schools.owner[own].astype(np.int64), pupils[own]
    municipal = weighted_mean(owner, schools.measured[own], weight, n)
    share = risk_share(municipal, total_by(owner, weight, n) > 0, mean, p.risk_limit)
    owners.risk = np.nan_to_num(share)
    return Risk(
        share=share,
        spread=spread_within(owner, of_school[own], schools.pupils[own], n),
        weak_school=np.bincount(owner, weights=weak[own], minlength=n) > 0,
        priority=(1.0 - owners.steering + 1e-9 * luck.uniform("governor ranks", semester, owners.uid)) / (1.0 + 1e-9),
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


def take_in(
    world: World, risk: Risk, law: FollowUpPolicy, p: FollowUpParameters, share: float, luck: Luck, semester: int,
    year: int,
) -> None:  # fmt: skip
    """An intake: nobody is selected while on the path; those selected are asked, and nearly all accept (O-6)."""
    owners = world.owners
    outside = replace(risk, share=np.where(owners.follow_year > 0, np.nan, risk.share))
    accepts = luck.happens("accepts follow-up", semester, owners.uid, p.acceptance)
    chosen = law.selection(outside, share) & accepts
    owners.follow_intake = np.where(chosen, year, owners.follow_intake).astype(np.int32)
