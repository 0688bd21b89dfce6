"""This file knows the semester: what happens in Norway's schools in half a year, and in which order."""

from __future__ import annotations

import mesa
import numpy as np

from sim import labour
from sim.country.world import Country
from sim.kernels import competence as kernel
from sim.luck import Luck
from sim.parameters import Parameters
from sim.policy import Policy, policy_from
from sim.population import populate
from sim.scenario import Scenario, is_autumn, year_of
from sim.schemes import dekom_s, delivery, further_education
from sim.schemes.needs import topic_weights
from sim.topics import TOPICS
from sim.types import Floats
from sim.world import Snapshot


class CompetenceModel(mesa.Model):
    """Norway's schools under a timeline of policies; one step is one semester.

    Attributes:
        world: All tables of the state.
        semester: The semester last lived through; 0 = autumn 2017, burn-in is negative.
    """

    def __init__(self, country: Country, scenario: Scenario, parameters: Parameters, luck: Luck) -> None:
        """Populate the country and live through the burn-in.

        Args:
            country: The country as built for this replication.
            scenario: The timeline of policies.
            parameters: The numbers of the theory.
            luck: The luck of this replication.
        """
        super().__init__(rng=0)
        self.p = parameters
        self.luck = luck
        self.share = country.share
        self.world = populate(self, country, parameters, luck)
        self.market = labour.open_market(self.world, parameters)
        self.semester = -2 * int(parameters.staff.burn_in_years) - 1
        self.follow(scenario)

    def follow(self, scenario: Scenario) -> None:
        """Take another scenario from here on (used to fork a shared history)."""
        self.scenario = scenario
        self.policies = {phase.start: policy_from(phase.levers) for phase in scenario.phases}

    @property
    def policy(self) -> Policy:
        """The policy in force this semester."""
        begun = [start for start in self.policies if start <= self.semester]
        return self.policies[max(begun) if begun else min(self.policies)]

    # ---- the semester

    def step(self) -> None:
        """One semester, in the order of the school year."""
        self.semester += 1
        if self.semester < 0:
            self.burn_in()
        elif is_autumn(self.semester):
            self.autumn()
        else:
            self.spring()

    def burn_in(self) -> None:
        """People come and go and take courses until the staff has settled; no collective scheme runs yet."""
        if is_autumn(self.semester):
            self.leaders_change()
            self.staff_changes()
            self.new_cohort()
            self.courses_begin()
            self.everyone_learns()
        else:
            self.staff_changes()
            self.everyone_learns()
            self.courses_end_and_places_are_granted()
        idle = np.zeros(self.world.owners.n)
        self.world.owners.learn_to_steer(idle, idle, self.p.owner, autumn=is_autumn(self.semester))
        if self.semester == -1:
            self.take_stock()

    def autumn(self) -> None:
        """The school year begins: people come and go, granted measures are delivered, staff learn."""
        self.leaders_change()
        self.staff_changes()
        self.new_cohort()
        if self.policy.dekom_s.active:
            dekom_s.receive_frame(self.world, self.policy.dekom_s, self.share, year_of(self.semester))
        delivery.deliver(self.world, self.policy.dekom_s, self.policy.context.dose, self.p)
        self.courses_begin()
        self.everyone_learns()
        self.partners_learn()

    def spring(self) -> None:
        """Measures go on; needs are reported, grants and places decided, the year's results come in."""
        self.staff_changes()
        self.everyone_learns()
        self.partners_learn()
        if self.policy.dekom_s.active:
            self.grants_are_decided()
        self.courses_end_and_places_are_granted()
        self.world.schools.produce_results(self.luck, self.semester, self.p.competence.teacher_sd, self.p.school)

    # ---- its sentences

    def leaders_change(self) -> None:
        """Principals, education leaders and contact persons leave (once a year)."""
        w, country = self.world, self.p.country
        help_ = self.policy.staff.principal_support * self.p.staff.principal_support_exits
        w.schools.begin_year()
        w.schools.change_principals(self.luck, self.semester, country.principal_exit, help_)
        hazard = np.where(w.owners.size_class == 0, country.leader_exit_small, country.leader_exit)
        w.owners.change_leaders(self.luck, self.semester, hazard, self.p.owner)
        w.networks.lose_contacts(
            w.owners.leader_left, self.luck, self.semester, w.universities.staff_exit, self.p.partnership
        )
        w.universities.lose_staff(self.luck, self.semester, self.p.partnership)

    def staff_changes(self) -> None:
        """Teachers leave, move and arrive."""
        labour.change_staff(
            self.world, self.market, self.policy.staff, self.p, self.luck, self.semester,
            autumn=is_autumn(self.semester),
        )  # fmt: skip

    def new_cohort(self) -> None:
        """Universities admit a new cohort to the programme as it is now."""
        self.world.universities.admit(self.policy.teacher_education.admissions_factor)

    def grants_are_decided(self) -> None:
        """Needs, plans, partners, recommendations and decisions of the decentralised scheme."""
        year, law = year_of(self.semester), self.policy
        lift, reform = self.p.owner.curriculum_lift, law.context.curriculum_reform
        weights = topic_weights(year, lift, reform=reform)
        dekom_s.decide_grants(self.world, law.dekom_s, self.share, weights, self.p, self.luck, self.semester, year)

    def courses_begin(self) -> None:
        """Teachers with a place in further education begin."""
        further_education.begin_courses(self.world, self.policy.further_education)

    def courses_end_and_places_are_granted(self) -> None:
        """Courses are over; teachers apply for the next school year, owners rank, places are granted."""
        law, year = self.policy.further_education, year_of(self.semester)
        further_education.end_courses(self.world)
        further_education.decide_places(self.world, law, self.share, self.p.study, self.luck, self.semester, year)

    def everyone_learns(self) -> None:
        """Half a year of fading, learning and sharing; then the schools' practice."""
        self._compute_competence(growth=self.p.competence.novice_gap / (2.0 * self.p.competence.experience_years))
        self.world.schools.practise(self.p.school)

    def partners_learn(self) -> None:
        """Half a year of routines, involvement, steering, trust and practice-nearness."""
        w, p = self.world, self.p
        steering = w.owners.steering[w.schools.owner]
        w.schools.keep_routines(steering, p.school)
        w.schools.involve(p.school)
        activity, trust, success, weakness = self._activity()
        w.owners.draw_on_capacity(self.policy.owners, w.networks.coordinators, w.networks.n)
        w.owners.learn_to_steer(activity, trust, p.owner, autumn=is_autumn(self.semester))
        w.networks.build_trust(success, weakness, p.partnership)
        w.universities.learn_by_doing(self.policy.teacher_education.coupling_floor, p.partnership)

    def take_stock(self) -> None:
        """The state of practice when the history begins, against which results are measured."""
        schools = self.world.schools
        schools.practice_start = schools.mean_practice()
        schools.exposure = schools.practice_start[:, None]
        schools.true_results = schools.structural_level

    def _activity(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Activity and trust by owner, success and weakness of the owners' side by network."""
        w = self.world
        schools, networks, owners = w.schools, w.networks, w.owners
        posts = schools.n_posts.astype(np.float64)
        member = schools.network >= 0  # the state's schools are in no network
        row = np.where(member, schools.network, 0)
        taking = schools.participation.max(axis=1)
        by_owner = np.bincount(schools.owner, weights=posts * taking, minlength=owners.n) / owners.staff
        joined = owners.network >= 0
        net = np.where(joined, owners.network, 0)
        activity = by_owner * networks.delivered[net] * joined
        done = np.bincount(row, weights=posts * member * schools.implementation, minlength=networks.n)
        all_posts = np.maximum(np.bincount(row, weights=posts * member, minlength=networks.n), 1e-9)
        success = networks.delivered * (0.5 + 0.5 * done / all_posts)
        strength = (
            np.bincount(row, weights=posts * member * owners.steering[schools.owner], minlength=networks.n) / all_posts
        )
        return activity, networks.partner_trust()[net] * joined, success, 1.0 - strength

    def _compute_competence(self, growth: float) -> None:
        """Call the compiled loop over posts and topics."""
        c, s, posts = self.p.competence, self.world.schools, self.world.posts
        carried = c.subject_use + (1.0 - c.subject_use) * s.routines
        span = c.fade_unused - c.fade_practised
        kept_unused = np.sqrt(1.0 - c.fade_unused + span * s.routines)
        kept_own = np.sqrt(1.0 - c.fade_unused + span * carried)
        pace = np.concatenate([kept_unused, kept_own - kept_unused, np.zeros_like(carried)], axis=1).astype(np.float32)
        sums = np.empty_like(pace)
        year = self.semester - self.semester % 2  # the same people take part in both halves of a school year
        kernel.half_year(
            np.uint64(self.luck.key("takes part", year)), s.first_post, s.n_posts, posts.uid, posts.kind, posts.study,
            posts.career, TOPICS.facts, s.concerned, pace, float(np.sqrt(1.0 - c.fade_practised)), s.topic,
            s.participation, 0.5 * s.gain, (s.hours >= c.refresh_hours).astype(np.int8), 0.5 * c.course_gain,
            c.spill_collective, c.spill_individual, growth, 2.0 * c.experience_years, c.depth_line, posts.base,
            posts.learned, sums,
        )  # fmt: skip
        s.competence, s.gap_relevant, s.deep = np.split(sums, 3, axis=1)
        s.gap_other = np.maximum(0.0, s.weight - s.competence - s.gap_relevant)

    # ---- forking

    def save(self) -> tuple[int, Snapshot]:
        """The semester and a copy of the whole state."""
        return self.semester, self.world.save()

    def restore(self, saved: tuple[int, Snapshot]) -> None:
        """Go back to a saved state."""
        self.semester, snapshot = saved
        self.world.restore(snapshot)
