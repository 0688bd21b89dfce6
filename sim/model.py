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
from sim.schemes import accounts, dekom_s, dekom_y, delivery, follow_up, further_education, inclusion, survey
from sim.schemes.at_work import networks_at_work, owners_at_work
from sim.schemes.money import Frames, frames
from sim.schemes.needs import topic_weights
from sim.schemes.slots import lots
from sim.topics import TOPICS
from sim.types import Floats
from sim.world import Snapshot

PANDEMIC_YEAR = 2020
"""School year 2020/21: gatherings could only partly be held (C-17)."""


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
        if self.forums_meet:
            self.frames_arrive()
            self.autumn_needs_are_met()
        self.follow_up_goes_on()
        self.measures_are_delivered()
        self.vocational_autumn()
        self.courses_begin()
        self.everyone_learns()
        self.partners_learn()

    def spring(self) -> None:
        """Measures go on; needs are reported, grants and places decided, the year's results come in."""
        self.staff_changes()
        self.vocational_spring()
        self.everyone_learns()
        self.partners_learn()
        if self.forums_meet:
            self.frames_arrive()
            self.spring_needs_are_met()
        self.courses_end_and_places_are_granted()
        self.results_come_in()
        self.everybody_is_asked()
        self.accounts_are_closed()

    # ---- its sentences

    def leaders_change(self) -> None:
        """Principals, education leaders and contact persons leave (once a year)."""
        w, country = self.world, self.p.country
        help_ = self.policy.staff.principal_support * self.p.staff.principal_support_exits
        w.schools.begin_year()
        w.schools.change_principals(self.luck, self.semester, country.principal_exit, help_)
        hazard = np.where(w.owners.size_class == 0, country.leader_exit_small, country.leader_exit)
        w.owners.change_leaders(self.luck, self.semester, hazard, self.p.owner)
        inclusion.lose_teams(w, self.p.inclusion)
        partnership = self.p.partnership
        exits = w.universities.exits(self.policy.dekom_s.commitment_years, partnership)
        w.networks.lose_contacts(w.owners.leader_left, self.luck, self.semester, exits, partnership)
        w.universities.lose_staff(exits, self.luck, self.semester, partnership)
        w.universities.hire(partnership)

    def staff_changes(self) -> None:
        """Teachers leave, move and arrive."""
        labour.change_staff(self.world, self.market, self.policy, self.p, self.luck, self.semester)

    def new_cohort(self) -> None:
        """Universities admit a new cohort to the programme as it is now."""
        self.world.universities.admit(self.policy.teacher_education.admissions_factor)

    def frames_arrive(self) -> None:
        """The year's collective money reaches the counties (once a calendar year)."""
        dekom_s.receive_frame(self.world, self.policy, self.money, year_of(self.semester), self.p.owner)

    def spring_needs_are_met(self) -> None:
        """Needs reported by 1 February become grants for the coming school year."""
        if not self.policy.dekom_s.flexible:
            self.grants_are_decided(dekom_s.months_of_spring_round())

    def autumn_needs_are_met(self) -> None:
        """A flexible scheme decides now and delivers at once; an open pot is handed out."""
        law = self.policy
        if law.dekom_s.flexible:
            self.grants_are_decided(law.dekom_s.handling_months)
        elif law.dekom_s.open_pot > 0:
            dekom_s.hand_out_open_pot(self.world, law, self.weights, self.p, self.luck, self.semester)

    def grants_are_decided(self, months: float) -> None:
        """Needs, plans, partners, recommendations and decisions of the collective scheme."""
        dekom_s.decide_grants(
            self.world, self.policy, self.weights, self.p, self.luck, self.semester, months=months
        )  # fmt: skip

    def measures_are_delivered(self) -> None:
        """Granted measures of the school year begin; a pandemic cuts gatherings."""
        law, year = self.policy, year_of(self.semester)
        cut = law.context.pandemic and year == PANDEMIC_YEAR
        held = self.p.partnership.pandemic_delivery if cut else 1.0
        delivery.deliver(self.world, law, self.p, held=held)

    def follow_up_goes_on(self) -> None:
        """Municipalities in the follow-up scheme go on to the next year of their path."""
        law, frame, year = self.policy.follow_up, self.money.follow_up, year_of(self.semester)
        follow_up.begin_year(self.world, frame, law, self.p, self.share, self.luck, self.semester, year)

    def vocational_autumn(self) -> None:
        """Dekom Y: frames arrive at the county councils and round one is held."""
        law = self.policy
        dekom_y.autumn(
            self.world, self.money.vocational, law.dekom_y, law.context.dose, self.p, self.luck, self.semester
        )

    def vocational_spring(self) -> None:
        """Dekom Y: later rounds; what nobody claimed goes back."""
        law = self.policy
        dekom_y.spring(self.world, law.dekom_y, law.context.dose, self.p, self.luck, self.semester)

    def results_come_in(self) -> None:
        """Pupils' results of the school year; in intake years they decide who is followed up."""
        w, p, law = self.world, self.p, self.policy.follow_up
        w.schools.produce_results(self.luck, self.semester, p.competence.teacher_sd, p.school)
        follow_up.select(w, law, p, self.share, self.luck, self.semester, year_of(self.semester))

    def everybody_is_asked(self) -> None:
        """Forum members, owners, principals and teachers say what they see of the collective schemes."""
        survey.ask_everybody(self.world, self.p.report)

    def accounts_are_closed(self) -> None:
        """What no grant pays is priced: extra pay, and the staff's own time."""
        accounts.close_year(self.world, self.policy.staff, self.p.competence)

    @property
    def forums_meet(self) -> bool:
        """Whether grants pass the cooperation forums: Dekom S, Kompetanseløftet or both are on."""
        return self.policy.dekom_s.active or self.policy.inclusion.active

    @property
    def money(self) -> Frames:
        """The frames of the calendar year."""
        return frames(self.policy, year_of(self.semester), self.share)

    @property
    def weights(self) -> Floats:
        """National weight of each topic this year, shape (topics,)."""
        reform = self.policy.context.curriculum_reform
        return topic_weights(year_of(self.semester), self.p.owner.curriculum_lift, reform=reform)

    def courses_begin(self) -> None:
        """Teachers with a place in further education begin."""
        further_education.begin_courses(self.world, self.policy.further_education)

    def courses_end_and_places_are_granted(self) -> None:
        """Courses are over; teachers apply for the next school year, owners rank, places are granted."""
        law = self.policy.further_education
        further_education.end_courses(self.world)
        further_education.decide_places(
            self.world, self.money.individual, law, self.p.study, self.luck, self.semester
        )  # fmt: skip

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
        owners, networks = owners_at_work(w), networks_at_work(w, p)
        w.owners.draw_on_capacity(self.policy.owners, w.networks.coordinators, w.networks.n, p.owner)
        w.owners.learn_to_steer(owners.activity, owners.trust, p.owner, autumn=is_autumn(self.semester))
        inclusion.build_teams(w, owners.earmarked, p.inclusion)
        follow_up.guide(w, self.policy.follow_up, p)
        law = self.policy.dekom_s
        w.networks.build_trust(networks.success, networks.weakness, law.equality, p.partnership)
        w.universities.learn_by_doing(self.policy.teacher_education, law.nearness_bonus, p.partnership)

    def take_stock(self) -> None:
        """The state of practice when the history begins, against which results are measured."""
        self.world.schools.take_stock()

    def _compute_competence(self, growth: float) -> None:
        """Call the compiled loop over posts and topics."""
        c, s, posts = self.p.competence, self.world.schools, self.world.posts
        unused = self.policy.context.forgetting(c)
        sharing = c.spill_individual * (1.0 + c.career_spill * self.policy.staff.career_paths)
        carried = c.subject_use + (1.0 - c.subject_use) * s.routines
        span = unused - c.fade_practised
        kept_unused = np.sqrt(1.0 - unused + span * s.routines)
        kept_own = np.sqrt(1.0 - unused + span * carried)
        pace = np.concatenate([kept_unused, kept_own - kept_unused, np.zeros_like(carried)], axis=1).astype(np.float32)
        sums = np.empty_like(pace)
        year = self.semester - self.semester % 2  # the same people take part in both halves of a school year
        kernel.half_year(
            np.uint64(self.luck.key("takes part", year)), s.first_post, s.n_posts, posts.uid, posts.kind, posts.study,
            posts.career, TOPICS.facts, s.concerned, pace, float(np.sqrt(1.0 - c.fade_practised)), lots(self.semester),
            s.topic, s.participation, 0.5 * s.gain, (s.hours >= c.refresh_hours).astype(np.int8), 0.5 * c.course_gain,
            c.spill_collective, sharing, growth, 2.0 * c.experience_years, c.depth_line, posts.base,
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
