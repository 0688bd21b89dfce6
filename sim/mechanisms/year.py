"""What the school year does with everybody, scheme or not: people change, learn, steer, and results come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import labour
from sim.agents.school import School, Schools
from sim.agents.teacher import Posts
from sim.areas import ContextLevers, OwnersLevers, StaffLevers, TeacherEducationLevers
from sim.kernels import competence as kernel
from sim.mechanisms.at_work import networks_at_work, owners_at_work
from sim.mechanisms.delivery import note_benefit, set_gains, set_hours
from sim.mechanisms.measures import COLLECTIVE, OWN, TRACKS, VOCATIONAL, drawn_anew
from sim.scenario import HISTORY_YEAR, autumn_of
from sim.schemes.dekom_s import DekomSLevers, Grants
from sim.topics import TOPICS
from sim.types import Singles

if TYPE_CHECKING:
    from sim.now import Now

NEWCOMER_SEMESTERS = 4
"""Semesters in a school in which a teacher takes over its routines (assumption: two years)."""


def leaders_change(now: Now) -> None:
    """Principals, education leaders and contact persons leave (once a year)."""
    world, params, draws = now.world, now.params, now.draws
    support = now.lever(StaffLevers, "principal_support", "schools") * params.staff.principal_support_exits
    world.schools.begin_year()
    world.schools.change_principals(params.country.principal_exit * (1.0 - support), draws)
    small = world.owners.size_class == 0
    world.owners.change_leaders(np.where(small, params.country.leader_exit_small, params.country.leader_exit),
                                params.owner, draws)  # fmt: skip
    exits = world.universities.exits(now.policy[DekomSLevers].commitment_years, params.partnership)
    world.networks.lose_contacts(world.owners.leader_left, exits, params.partnership, draws)
    world.networks.lose_plans(world.owners.leader_left, world.owners.effort(params.owner), params.owner, draws)
    world.universities.lose_staff(exits, params.partnership, draws)
    world.universities.hire(params.partnership)


def staff_changes(now: Now) -> None:
    """Teachers leave, move and arrive (gjennomtrekk)."""
    labour.change_staff(now)


def new_cohort(now: Now) -> None:
    """Universities admit a new cohort to the programme as it is now."""
    now.world.universities.admit(now.policy[TeacherEducationLevers].admissions_factor)


def schools_develop_themselves(now: Now) -> None:
    """Schools choose what they work on by themselves; hours and gains of all that runs this school year follow."""
    now.world.schools.each(School.develop_itself, now)
    now.world.schools.each(School.carry_out, now)
    set_hours(now)
    set_gains(now)
    note_benefit(now.world)


def everyone_learns(now: Now) -> None:
    """Who takes part is drawn; then half a year of fading, learning and sharing, and the schools' practice."""
    enrol(now)
    learn(now)
    now.world.schools.practise(now.params.school)


def _rows(schools: Schools, sums: Singles) -> kernel.SchoolRows:
    return kernel.SchoolRows(schools.first_post, schools.n_posts, schools.concerned, sums)


def _staff(posts: Posts) -> kernel.Staff:
    return kernel.Staff(
        posts.uid, posts.kind, posts.study, posts.career, posts.tenure, posts.enrolled, posts.base, posts.learned
    )


def enrol(now: Now) -> None:
    """Draw who takes part in the measures: once for the school year, in Dekom Y in spring as well."""
    schools, networks = now.world.schools, now.world.networks
    track = networks.track_of_kind[np.maximum(schools.network, 0)]
    places = kernel.Places(schools.topic, schools.participation, track, len(TRACKS), drawn_anew(autumn=now.autumn))
    none = np.zeros((0, 0), dtype=np.float32)
    kernel.enrol(now.draws.key("takes part"), _rows(schools, none), _staff(now.world.posts), TOPICS.facts, places)


def learn(now: Now) -> None:
    """Call the compiled loop over posts and topics."""
    schools, owners, c = now.world.schools, now.world.owners, now.params.competence
    levers = now.policy[StaffLevers]
    unused = now.policy[ContextLevers].forgetting(c)
    sharing = c.spill_individual * (1.0 + c.career_spill * levers.career_paths)
    carried = c.subject_use + (1.0 - c.subject_use) * schools.routines
    span = unused - c.fade_practised
    kept_unused = np.sqrt(1.0 - unused + span * schools.routines)
    topics = carried.shape[1]
    fading, sums = np.empty((2, schools.n, 3 * topics), dtype=np.float32)
    fading[:, :topics] = kept_unused
    fading[:, topics : 2 * topics] = np.sqrt(1.0 - unused + span * carried) - kept_unused
    discipline = schools.discipline(owners.steering[schools.owner], now.params.school)
    taught = 0.5 * c.socialisation * schools.routines * discipline[:, None]
    induced = 1.0 + c.induction_learning * schools.induction(levers.induction, now.params.staff)
    growth = (induced * c.novice_gap / (2.0 * c.experience_years)).astype(np.float32)
    kernel.half_year(
        _rows(schools, sums), _staff(now.world.posts), TOPICS.facts,
        kernel.Measures(
            schools.topic, 0.5 * schools.gain, (schools.hours >= c.refresh_hours).astype(np.int8),
            taught.astype(np.float32),
        ),
        kernel.Pace(
            fading, float(np.sqrt(1.0 - c.fade_practised)), 0.5 * c.course_gain, c.spill_collective, sharing, growth,
            2.0 * c.experience_years, NEWCOMER_SEMESTERS, c.depth_line,
        ),
    )  # fmt: skip
    schools.competence, schools.gap_relevant, schools.deep = np.split(sums, 3, axis=1)
    schools.gap_other = np.maximum(0.0, schools.weight - schools.competence - schools.gap_relevant)


def routines_form(now: Now) -> None:
    """Half a year of routines: built by what the school works on, worn down by time and turnover."""
    owners, schools = now.world.owners, now.world.schools
    schools.keep_routines(owners.steering[schools.owner], OWN, now.params.school)


def partners_learn(now: Now) -> None:
    """Half a year of routines, involvement, steering, trust and practice-nearness."""
    world, policy, params = now.world, now.policy, now.params
    owners = world.owners
    world.schools.involve((*COLLECTIVE, VOCATIONAL), params.school)
    of_owners, of_networks = owners_at_work(world), networks_at_work(world, params)
    granted, shared = (now.lever(OwnersLevers, name, "owners") for name in ("capacity_grant_fte", "shared_office"))
    owners.draw_on_capacity(granted, shared, world[Grants].coordinators, params.owner)
    owners.learn_to_steer(of_owners.activity, of_owners.trust, params.owner, autumn=now.autumn)
    levers = policy[DekomSLevers]
    world.networks.take_stock(of_networks.success)
    world.networks.build_trust(of_networks.success, of_networks.weakness, levers.equality, params.partnership)
    world.universities.learn_by_doing(policy[TeacherEducationLevers], levers.nearness_bonus, params.partnership)


def owners_settle(now: Now) -> None:
    """Before the history begins no collective scheme runs: leaders find the owner's usual steering."""
    owners = now.world.owners
    idle = np.zeros(owners.n)
    owners.learn_to_steer(idle, idle, now.params.owner, autumn=now.autumn)


def stock_is_taken(now: Now) -> None:
    """The state of practice on the eve of the history, against which results are measured."""
    if now.semester == autumn_of(HISTORY_YEAR) - 1:
        now.world.schools.take_stock()


def results_come_in(now: Now) -> None:
    """Pupils' results of the school year."""
    now.world.schools.produce_results(now.params.competence.teacher_sd, now.params.school, now.draws)
