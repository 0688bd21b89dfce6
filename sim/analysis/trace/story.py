"""What there is to tell of one unit in one semester, as lines of words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.agents.university import UNIVERSITY
from sim.analysis.trace.lines import Line, Topic, Value, count, hours, kroner, level, line, share
from sim.analysis.trace.parting import State
from sim.analysis.trace.unit import Unit
from sim.analysis.words import mark
from sim.mechanisms.measures import COLLECTIVE, INCLUSION, INCLUSION_LINE, MAIN, QUOTA, SCHOOLS_LINE, SLOTS, VOCATIONAL
from sim.model import CompetenceModel
from sim.scenario import is_autumn
from sim.schemes.dekom_s import DekomSLevers, Grants, forums_meet
from sim.schemes.follow_up import Path
from sim.schemes.further_education import OwnersPart
from sim.types import Floats, Ints
from sim.world import World

IN_GROUPS = {
    MAIN: mark("{topic}, {group} of the staff"),
    QUOTA: mark("for subjects: {topic}, {group} of the staff"),
    INCLUSION: mark("Kompetanseløftet: {topic}, {group} of the staff"),
}
"""Slots a network plans itself and meets its partner for in groups, and how a plan for each is told."""

LINES = {
    SCHOOLS_LINE: mark("the network asked for {asked} and was granted {granted}"),
    INCLUSION_LINE: mark("Kompetanseløftet: the network asked for {asked} and was granted {granted}"),
}
"""Money lines, and how a grant of each is told."""


def tell(model: CompetenceModel, unit: Unit, before: State) -> tuple[Line, ...]:
    """What happened to a unit in the semester a model has just lived through.

    Args:
        model: The model at the end of the semester.
        unit: Whose story it is.
        before: The unit's state at the end of the semester before.
    """
    if unit.kind == "university":
        return tuple(_university(model, unit))
    if not model.world.schools.n_posts[unit.rows["schools"]].any():
        return (line("Teachers", "the school is not open"),)
    return tuple(_autumn(model, unit, before) if is_autumn(model.semester) else _spring(model, unit, before))


def _autumn(model: CompetenceModel, unit: Unit, before: State) -> Iterator[Line]:
    """The story of a municipality, or of a school with its owner and network: the school year begins."""
    world = model.world
    yield _teachers(world, unit)
    yield _principals(world, unit)
    yield _leader(world, unit)
    yield _ownership(world, unit)
    if model.policy[DekomSLevers].flexible:
        yield from _plan(model, unit, before)
    yield from _money(world, unit)
    yield from _measures(world, unit, range(SLOTS))
    yield from _partnership(world, unit)
    yield from _follow_up(world, unit, before)
    yield _students(world, unit)


def _spring(model: CompetenceModel, unit: Unit, before: State) -> Iterator[Line]:
    """The same in spring, when plans are made, money and places granted, and results come in."""
    world = model.world
    yield _teachers(world, unit)
    yield _ownership(world, unit)
    if not model.policy[DekomSLevers].flexible:
        yield from _plan(model, unit, before)
    yield from _measures(world, unit, [VOCATIONAL])  # those of Dekom Y last half a year, all others a school year
    yield from _partnership(world, unit)
    yield from _follow_up(world, unit, before)
    yield _places(world, unit)
    yield _practice(world, unit)
    yield _results(world, unit)


# ---- people


def _teachers(world: World, unit: Unit) -> Line:
    posts, rows = world.posts, unit.rows["posts"]
    rows = rows[posts.open[rows]]
    new = rows[posts.tenure[rows] == 0]
    graduates = ((posts.origin[new] >= 0) & (posts.career[new] == 0)).sum()
    untrained = (~posts.qualified[new]).sum()
    came = mark(
        "{left} left; in their place came {graduates} graduates, {others} other qualified teachers and {untrained} "
        "without the qualification"
    )
    return line(
        "Teachers",
        came if len(new) else "nobody left",
        "; now {share} of {posts} posts are held without the qualification",
        left=count(world.schools.left_now[unit.rows["schools"]].sum()),
        graduates=count(graduates),
        others=count(len(new) - graduates - untrained),
        untrained=count(untrained),
        posts=count(len(rows)),
        share=share((~posts.qualified[rows]).mean()),
    )


def _principals(world: World, unit: Unit) -> Line:
    schools, rows = world.schools, unit.rows["schools"]
    new = schools.principal_left[rows]
    if unit.kind != "school":
        open_ = schools.n_posts[rows] > 0
        return line(
            "Principals", "{new} of {all} schools got a new principal", new=count(new[open_].sum()),
            all=count(open_.sum()),
        )  # fmt: skip
    if new[0]:
        return line("Principal", "a new principal")
    return line(
        "Principal", "the same principal, {years} years in post", years=_years(schools.principal_tenure[rows[0]])
    )


def _leader(world: World, unit: Unit) -> Line:
    owners, row = world.owners, unit.row("owners")
    tenure = owners.leader_tenure[row]
    if not owners.leader_left[row]:
        return line("Education leader", "the same leader, {years} years in post", years=_years(tenure))
    empty = mark("the leader left; few applied and the post is empty for a while")
    return line("Education leader", empty if tenure < 0 else "a new leader")


def _years(tenure: float) -> Value:
    return hours(max(float(tenure), 0.0))


def _ownership(world: World, unit: Unit) -> Line:
    owners, row = world.owners, unit.row("owners")
    return line(
        "Owner",
        "steering {steering}, understanding of the programme theory {understanding}, capacity {capacity} FTE",
        steering=level(owners.steering[row]),
        understanding=level(owners.understanding[row]),
        capacity=hours(owners.capacity[row]),
    )


# ---- plan, money and measures


def _plan(model: CompetenceModel, unit: Unit, before: State) -> Iterator[Line]:
    """What the network reported, planned, asked for and was granted."""
    networks, grants, row = model.world.networks, model.world[Grants], unit.row("networks")
    if row < 0:
        return
    if not forums_meet(model.policy):
        yield line("Plan", "no collective scheme")
    elif not networks.applied[row]:
        yield line("Plan", "reported no needs this year")
    else:
        yield from _planned(model.world, row, new=int(before["networks.plan_left"][0]) <= 0)
        given = grants.in_hand if model.policy[DekomSLevers].flexible else grants.granted
        yield from _granted(model.world, row, given[row])


def _planned(world: World, row: int, *, new: bool) -> Iterator[Line]:
    networks, grants = world.networks, world[Grants]
    partner = int(networks.partner[row])
    earmarked = grants.asked[row, INCLUSION_LINE] > 0
    for slot, text in IN_GROUPS.items():
        if networks.topic[row, slot] >= 0 and (earmarked or slot != INCLUSION):
            yield line(
                "Plan",
                text,
                "; a new plan for {years} years" if new else "; a running plan, years left: {years}",
                "; partner {partner}" if partner >= 0 else "",
                topic=Topic(int(networks.topic[row, slot])),
                group=share(networks.group[row, slot]),
                years=count(networks.plan_left[row]),
                partner=str(world.universities.id[max(partner, 0)]),
            )


def _granted(world: World, row: int, given: Ints) -> Iterator[Line]:
    asked = world[Grants].asked[row]
    for of_line, text in LINES.items():
        if asked[of_line] > 0 or given[of_line] > 0:
            yield line("Grant", text, asked=kroner(asked[of_line]), granted=kroner(given[of_line]))


def _money(world: World, unit: Unit) -> Iterator[Line]:
    grants, row = world[Grants], unit.row("networks")
    if row >= 0 and grants.in_hand[row].sum() > 0:
        yield line(
            "Money",
            "the network spends {grant} this school year, of which {university} on its partner; owners add {own}",
            grant=kroner(grants.in_hand[row].sum()),
            university=kroner(grants.paid_university[row].sum()),
            own=kroner(grants.own_money[row]),
        )


def _measures(world: World, unit: Unit, slots: Sequence[int]) -> Iterator[Line]:
    """The measures running in the unit's schools, one line a slot and topic."""
    schools, rows = world.schools, unit.rows["schools"]
    for slot in slots:
        topics = schools.topic[rows, slot]
        for topic in np.unique(topics[topics >= 0]):
            yield _measure(world, rows[topics == topic], slot, int(topic))


def _measure(world: World, rows: Ints, slot: int, topic: int) -> Line:
    schools, networks = world.schools, world.networks
    taking = schools.participation[rows, slot] * schools.n_posts[rows]
    network = schools.network[rows[0]]
    grouped = slot in IN_GROUPS
    return line(
        "Measures",
        "{topic}: {people} of the staff take part, {hours} hours each",
        " with local work; {strength} of it is carried out" if slot in COLLECTIVE else "",
        "; {contact} contact hours in groups of {size}" if grouped else "",
        topic=Topic(topic),
        people=share(taking.sum() / max(schools.n_posts[rows].sum(), 1)),
        hours=hours(_mean(schools.hours[rows, slot], taking)),
        strength=level(_mean(schools.implementation[rows], taking)),
        contact=hours(networks.contact[network, slot]),
        size=count(networks.group_size[network, slot]),
    )


def _partnership(world: World, unit: Unit) -> Iterator[Line]:
    networks, row = world.networks, unit.row("networks")
    partner = int(networks.last_partner[row]) if row >= 0 else -1
    if partner >= 0:
        yield line(
            "Partnership",
            "{partner}: trust {trust}, practice-nearness {nearness}",
            "; an active partnership" if networks.active[row] else "",
            partner=str(world.universities.id[partner]),
            trust=level(networks.trust[row, partner]),
            nearness=level(world.universities.nearness[partner]),
        )


def _follow_up(world: World, unit: Unit, before: State) -> Iterator[Line]:
    path, row = world[Path], unit.row("owners")
    intake = int(path.follow_intake[row])
    if intake != before["owners.follow_intake"][0]:
        yield line("Follow-up scheme", "selected in the intake of {intake}", intake=str(intake))
    if path.follow_year[row] > 0:
        yield line(
            "Follow-up scheme",
            "year {year} of the path; {grant} for measures; help from guides {guidance}",
            year=count(path.follow_year[row]),
            grant=kroner(path.follow_grant[row]),
            guidance=level(path.guidance[row]),
        )


# ---- further education, practice and results


def _students(world: World, unit: Unit) -> Line:
    studying = (world.posts.study[unit.rows["posts"]] >= 0).sum()
    return line("Further education", "teachers on a course: {students}", students=count(studying))


def _places(world: World, unit: Unit) -> Line:
    owners, row = world[OwnersPart], unit.row("owners")
    places = count((world.posts.offer[unit.rows["posts"]] >= 0).sum())
    if unit.kind == "school":
        return line("Further education", "{places} teachers got a place from autumn", places=places)
    return line(
        "Further education",
        "{applied} applied, the owner approved {approved}, {places} got a place",
        applied=count(owners.applications[row]),
        approved=count(owners.approved[row]),
        places=places,
    )


def _practice(world: World, unit: Unit) -> Line:
    schools, rows = world.schools, unit.rows["schools"]
    weight = schools.n_posts[rows].astype(np.float64)
    by_topic = (schools.routines[rows] * weight[:, None]).sum(axis=0) / max(weight.sum(), 1.0)
    return line(
        "Practice",
        "practice {practice}; routines {routines}",
        ", the strongest {most} in {topic}" if by_topic.max() > 0 else "",
        practice=level(_mean(schools.mean_practice()[rows], weight)),
        routines=level(by_topic.mean()),
        most=level(by_topic.max()),
        topic=Topic(int(by_topic.argmax())),
    )


def _results(world: World, unit: Unit) -> Line:
    schools, rows = world.schools, unit.rows["schools"]
    pupils = schools.pupils[rows]
    return line(
        "Results",
        "{measured} pupil SD as measured, {true} without the noise of small numbers; turnover {turnover}",
        measured=level(_mean(schools.results[rows], pupils)),
        true=level(_mean(schools.true_results[rows], pupils)),
        turnover=share(_mean(schools.turnover[rows], schools.n_posts[rows].astype(np.float64))),
    )


def _mean(values: Floats, weights: Floats) -> float:
    """Weighted mean; 0 where nothing weighs."""
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total > 0 else 0.0


# ---- universities


def _university(model: CompetenceModel, unit: Unit) -> Iterator[Line]:
    u, row = model.world.universities, unit.row("universities")
    educates = u.kind[row] == UNIVERSITY  # vocational colleges have no teacher education for schools
    if is_autumn(model.semester):
        yield _partners(model.world, row)
        if educates:
            yield _graduates(model.world, row)
    yield line(
        "Practice-nearness",
        "{nearness}, from experience {experience} of school-based development",
        nearness=level(u.nearness[row]),
        experience=level(u.experience[row]),
    )
    if educates:
        yield line(
            "Teacher education",
            "quality {quality} today; the oldest students were admitted to {oldest}",
            quality=level(u.quality[row]),
            oldest=level(u.cohort_quality[row, 0]),
        )


def _partners(world: World, row: int) -> Line:
    u, networks = world.universities, world.networks
    mine = networks.last_partner == row
    return line(
        "Partnerships",
        "{networks} networks, {hours} hours ({capacity} of capacity), {topics} different topics, mean trust {trust}",
        networks=count(mine.sum()),
        hours=count(u.hours[row]),
        capacity=share(u.hours[row] / max(float(u.staff_hours[row]), 1e-9)),
        topics=count(len(np.unique(networks.topic[mine, MAIN]))),
        trust=level(networks.trust[mine, row].mean() if mine.any() else 0.0),
    )


def _graduates(world: World, row: int) -> Line:
    posts = world.posts
    began = (posts.origin == row) & (posts.career == 0) & (posts.tenure == 0)
    return line("Graduates", "{people} of its graduates began in a school", people=count(began.sum()))
