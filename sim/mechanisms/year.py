"""What the school year does with everybody, scheme or not: people change, learn, steer, and results come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import labour
from sim.areas import ContextLevers, OwnersLevers, StaffLevers, TeacherEducationLevers
from sim.kernels import competence as kernel
from sim.mechanisms.at_work import networks_at_work, owners_at_work
from sim.mechanisms.measures import lots
from sim.schemes.dekom_s import DekomSLevers, Grants
from sim.topics import TOPICS

if TYPE_CHECKING:
    from sim.now import Now


def leaders_change(now: Now) -> None:
    """Principals, education leaders and contact persons leave (once a year)."""
    world, params, draws = now.world, now.params, now.draws
    support = now.policy[StaffLevers].principal_support * params.staff.principal_support_exits
    world.schools.begin_year()
    world.schools.change_principals(params.country.principal_exit * (1.0 - support), draws)
    small = world.owners.size_class == 0
    world.owners.change_leaders(np.where(small, params.country.leader_exit_small, params.country.leader_exit),
                                params.owner, draws)  # fmt: skip
    exits = world.universities.exits(now.policy[DekomSLevers].commitment_years, params.partnership)
    world.networks.lose_contacts(world.owners.leader_left, exits, params.partnership, draws)
    world.universities.lose_staff(exits, params.partnership, draws)
    world.universities.hire(params.partnership)


def staff_changes(now: Now) -> None:
    """Teachers leave, move and arrive (gjennomtrekk)."""
    labour.change_staff(now)


def new_cohort(now: Now) -> None:
    """Universities admit a new cohort to the programme as it is now."""
    now.world.universities.admit(now.policy[TeacherEducationLevers].admissions_factor)


def everyone_learns(now: Now) -> None:
    """Half a year of fading, learning and sharing; then the schools' practice."""
    learn(now)
    now.world.schools.practise(now.params.school)


def learn(now: Now) -> None:
    """Call the compiled loop over posts and topics."""
    schools, posts, c = now.world.schools, now.world.posts, now.params.competence
    unused = now.policy[ContextLevers].forgetting(c)
    sharing = c.spill_individual * (1.0 + c.career_spill * now.policy[StaffLevers].career_paths)
    carried = c.subject_use + (1.0 - c.subject_use) * schools.routines
    span = unused - c.fade_practised
    kept_unused = np.sqrt(1.0 - unused + span * schools.routines)
    kept_own = np.sqrt(1.0 - unused + span * carried)
    fading = np.concatenate([kept_unused, kept_own - kept_unused, np.zeros_like(carried)], axis=1).astype(np.float32)
    sums = np.empty_like(fading)
    year = now.semester - now.semester % 2  # the same people take part in both halves of a school year
    kernel.half_year(
        now.draws.at(year).key("takes part"),
        kernel.SchoolRows(schools.first_post, schools.n_posts, schools.concerned, sums),
        kernel.Staff(posts.uid, posts.kind, posts.study, posts.career, posts.base, posts.learned),
        TOPICS.facts,
        kernel.Measures(
            lots(now.semester), schools.topic, schools.participation, 0.5 * schools.gain,
            (schools.hours >= c.refresh_hours).astype(np.int8),
        ),
        kernel.Pace(
            fading, float(np.sqrt(1.0 - c.fade_practised)), 0.5 * c.course_gain, c.spill_collective, sharing,
            c.novice_gap / (2.0 * c.experience_years), 2.0 * c.experience_years, c.depth_line,
        ),
    )  # fmt: skip
    schools.competence, schools.gap_relevant, schools.deep = np.split(sums, 3, axis=1)
    schools.gap_other = np.maximum(0.0, schools.weight - schools.competence - schools.gap_relevant)


def partners_learn(now: Now) -> None:
    """Half a year of routines, involvement, steering, trust and practice-nearness."""
    world, policy, params = now.world, now.policy, now.params
    schools, owners = world.schools, world.owners
    schools.keep_routines(owners.steering[schools.owner], params.school)
    schools.involve(params.school)
    of_owners, of_networks = owners_at_work(world), networks_at_work(world, params)
    owners.draw_on_capacity(policy[OwnersLevers], world[Grants].coordinators, params.owner)
    owners.learn_to_steer(of_owners.activity, of_owners.trust, params.owner, autumn=now.autumn)
    levers = policy[DekomSLevers]
    world.networks.build_trust(of_networks.success, of_networks.weakness, levers.equality, params.partnership)
    world.universities.learn_by_doing(policy[TeacherEducationLevers], levers.nearness_bonus, params.partnership)


def owners_settle(now: Now) -> None:
    """Before the history begins no collective scheme runs: leaders find the owner's usual steering."""
    owners = now.world.owners
    idle = np.zeros(owners.n)
    owners.learn_to_steer(idle, idle, now.params.owner, autumn=now.autumn)


def stock_is_taken(now: Now) -> None:
    """The state of practice on the eve of the history, against which results are measured."""
    if now.semester == -1:
        now.world.schools.take_stock()


def results_come_in(now: Now) -> None:
    """Pupils' results of the school year."""
    now.world.schools.produce_results(now.params.competence.teacher_sd, now.params.school, now.draws)
