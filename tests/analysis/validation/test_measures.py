"""What is measured for the patterns, on panels whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.owner import COUNTY_COUNCIL, STATE
from sim.agents.school import UPPER_SECONDARY
from sim.analysis.validation.measures import follow_up, pace, partnership, staff, topics, universities, vocational
from sim.analysis.validation.practice import attained, gain_worked_on
from sim.mechanisms.measures import MAIN, SECOND, VOCATIONAL
from sim.mechanisms.vocational_round import BOARDS, FIRMS, TEACHERS
from sim.schemes.dekom_y import PROGRAMME
from sim.topics import TOPICS
from tests.analysis.validation.made import STILL, YEARS, from_year, panel, working_on

ONE = np.ones((len(YEARS), 1))


def ratio(result) -> float:
    return result[0] / result[1]


# ---- partnerships


def test_owners_are_active_with_their_network_from_their_own_third_year():
    active = np.tile([1.0, 1.0, 0.0], (len(YEARS), 1))
    run = panel(networks__active=active)
    assert partnership.share_active.of(run) == pytest.approx(4 / 6)
    late = {"owners.kind": np.array([0, 0, 0, 0, COUNTY_COUNCIL, STATE]), "schools.level": np.array([0, 0, 0, 0, 3, 3])}
    assert UPPER_SECONDARY == 3
    years_3_and_4 = np.where(np.array(YEARS)[:, None] < 2022, [[1.0, 1.0, 0.0]], 1.0)
    assert partnership.share_active.of(panel(networks__active=years_3_and_4, still=late)) == 1.0


def test_the_lowest_year_counts():
    dip = np.where(np.array(YEARS)[:, None] == 2023, 0.5, 1.0)
    assert partnership.share_active.of(panel(networks__active=dip)) == 0.5


def test_dissolution_is_what_was_active_and_is_not():
    run = panel(networks__was_active=1.0, networks__active=np.tile([1.0, 1.0, 0.0], (len(YEARS), 1)))
    assert ratio(partnership.dissolution.of(run)) == pytest.approx(1 / 3)


def test_after_an_exit_only_coordinators_of_active_partnerships_count():
    left = np.zeros((len(YEARS), 6))
    left[2, [0, 1, 2, 4]] = 1  # year 3: coordinators of all three networks, and a member
    was = np.tile([1.0, 1.0, 0.0], (len(YEARS), 1))
    run = panel(owners__leader_left=left, networks__was_active=was,
                networks__active=np.where(np.array(YEARS)[:, None] == 2022, [[1.0, 0.0, 1.0]], 0.0))  # fmt: skip
    assert partnership.active_after_exit.of(run) == (1.0, 2.0)
    assert partnership.active_after_exit.of(panel(networks__was_active=1.0)) == (0.0, 0.0)


def test_the_scar_of_a_gap_is_read_in_year_8():
    run = panel(networks__active=1.0)
    interrupted = panel(networks__active=np.where(np.array(YEARS)[:, None] == 2025, [[1.0, 1.0, 0.0]], 0.0))
    assert partnership.scar_of_a_gap.of(run, interrupted) == pytest.approx(1 / 3)


def test_spread_and_persistence_count_networks_at_work():
    quality = np.array([[0.1, 0.2, 0.3]]) * from_year(2021, 2.0, before=1.0)
    run = panel(networks__quality=quality, networks__delivered=1.0)
    assert partnership.quality_spread.of(run) == pytest.approx(np.std([1, 2, 3]) / 2)
    assert partnership.quality_persists.of(run) == pytest.approx(1.0)
    idle = panel(networks__quality=quality, networks__delivered=np.tile([1.0, 1.0, 0.0], (len(YEARS), 1)))
    assert np.isnan(partnership.quality_persists.of(idle))


def test_capacity_is_that_of_a_networks_members():
    office = {"owners.office_fte": np.array([1.0, 3.0, 4.0, 4.0, 6.0, 600.0])}
    run = panel(networks__quality=np.array([[0.2, 0.4, 0.6]]), networks__delivered=1.0, still=office)
    assert partnership.capacity_tells.of(run) == pytest.approx(1.0)
    equal = panel(networks__quality=np.array([[0.2, 0.4, 0.6]]), networks__delivered=1.0)
    assert np.isnan(partnership.capacity_tells.of(equal))


def networks(n: int) -> dict[str, np.ndarray]:
    """Still columns of n networks of one owner and one school each."""
    row = np.arange(n)
    return {"networks.kind": np.zeros(n), "schools.network": row, "schools.owner": row,
            "schools.n_posts": np.full(n, 20.0)}  # fmt: skip


def driven(seed: int, last_year: bool):
    """Forty networks whose quality is the steering of last year, or of this; the other drivers are luck."""
    luck = np.random.default_rng(seed)
    steering, involvement, understanding = luck.uniform(size=(3, len(YEARS), 40))
    quality = np.roll(steering, 1, axis=0) if last_year else steering
    run = panel(still=networks(40))
    run.yearly.update({
        "owners.steering": steering, "schools.involvement": involvement, "owners.understanding": understanding,
        "networks.quality": quality, "networks.delivered": np.ones((len(YEARS), 40)),
    })  # fmt: skip
    return run


def test_quality_is_explained_by_last_years_drivers_and_not_by_this_years():
    assert partnership.quality_explained.of(driven(1, last_year=True)) == pytest.approx(1.0)
    assert partnership.quality_explained.of(driven(1, last_year=False)) < 0.05


def test_only_the_driver_that_tells_adds_to_it():
    run = driven(2, last_year=True)
    assert partnership.STEERING_ADDS.of(run) == pytest.approx(1.0, abs=0.05)
    assert [m.of(run) for m in (partnership.INVOLVEMENT_ADDS, partnership.UNDERSTANDING_ADDS)] == pytest.approx([0, 0])


def test_the_gap_to_support_closes():
    run = panel(networks__unmet=from_year(2025, 0.3, before=0.7), networks__delivered=1.0)
    assert partnership.gap_closes.of(run) == pytest.approx(0.4)
    assert partnership.gap_left.of(run) == pytest.approx(0.3)


# ---- universities


def test_nearness_rises_with_hours_per_capacity_and_vocational_colleges_do_not_count():
    still = {"universities.kind": np.array([0, 0, 0, 1]), "universities.base_hours": np.array([1.0, 1.0, 9.0, 1.0])}
    run = panel(universities__hours=np.array([[1.0, 2.0, 3.0, 9.0]]), still=still,
                universities__nearness=np.array([[0.5, 0.6, 0.4, 0.0]]))  # fmt: skip
    assert universities.nearness_by_hours.of(run) == pytest.approx(1.0)
    assert universities.nearness_varies.of(run) == pytest.approx(np.std([0.4, 0.5, 0.6]) / 0.5)
    assert universities.nearness_by_hours.of(panel(universities__hours=np.arange(4.0), universities__nearness=0.5)) == 0


def test_feedback_is_what_education_gains_against_what_partnerships_have_gained():
    graduates = {"universities.graduates_primary": np.array([3.0, 1.0, 0.0, 0.0])}
    quality = from_year(2018, [0.1, 0.1, 0.1]).reshape(len(YEARS), 3) + from_year(2025, 0.4)
    run = panel(universities__quality=np.array([[0.5, 0.7, 9.0, 9.0]]), networks__delivered=1.0,
                networks__quality=quality, still=graduates)  # fmt: skip
    never = panel(universities__quality=0.5, still=graduates)
    assert ratio(universities.feedback.of(run, never)) == pytest.approx(0.05 / 0.4)


def late_graduates(first: int):
    """A run whose graduates have been taught more from a spring on and whose partner schools gain at once."""
    practice = np.full(len(TOPICS.codes), 0.5)
    practice[0] = 0.7
    run = panel(schools__practice=practice, schools__topic=working_on(MAIN), networks__active=1.0,
                universities__graduating=from_year(first, 0.5, before=0.4))  # fmt: skip
    return run, panel(schools__practice=0.5, universities__graduating=0.4)


def test_graduates_come_after_practice():
    assert universities.graduates_after_practice.of(*late_graduates(2024)) == pytest.approx(6.0)
    assert universities.graduates_after_practice.of(*late_graduates(2018)) == pytest.approx(0.0)


def test_feedback_varies_between_universities_whatever_they_had():
    had, added = np.array([0.1, 0.3, 0.5, 0.4]), np.array([0.1, 0.2, 0.3, 0.2])
    run = panel(universities__graduating=had + added)
    assert universities.feedback_varies.of(run, panel(universities__graduating=had)) == pytest.approx(np.sqrt(1 / 8))


# ---- practice


def test_gains_are_read_in_the_topics_of_the_run_with_the_schemes():
    practice = np.full(len(TOPICS.codes), 0.5)
    practice[0] = 0.66
    run, without = (
        panel(schools__practice=practice, schools__topic=working_on(MAIN, SECOND)),
        panel(schools__practice=0.5),
    )
    teachers = STILL["schools.n_posts"]
    assert gain_worked_on(run, without, 2025, teachers) == pytest.approx(0.16)
    assert gain_worked_on(panel(schools__practice=0.9), without, 2025, teachers) == 0.0
    assert attained(run, without, "schools.practice", 2025, (MAIN, SECOND)) == pytest.approx(0.32)
    assert attained(run, without, "schools.practice", 2025, (VOCATIONAL,)) == pytest.approx(0.0)


def test_measures_of_dekom_y_are_not_collective():
    run = panel(schools__practice=0.9, schools__topic=working_on(VOCATIONAL))
    assert gain_worked_on(run, panel(schools__practice=0.5), 2025, STILL["schools.n_posts"]) == 0.0


# ---- topics and further education


def test_broad_share_of_each_kind_of_hours():
    run = panel(schools__hours_s=4.0, schools__hours_broad_s=3.0, schools__hours_collective=8.0,
                schools__hours_broad_collective=7.0, schools__hours_own=2.0, schools__hours_broad_own=1.0)  # fmt: skip
    measures = (topics.broad_share_s, topics.broad_share, topics.broad_share_own)
    assert [ratio(m.of(run)) for m in measures] == [0.75, 0.875, 0.5]


def test_depth_and_mean_competence_from_study():
    full, no_study, never = (
        panel(schools__deep_in_subjects=n, schools__subject_competence=n) for n in (10.0, 4.0, 8.0)
    )
    assert ratio(topics.depth_from_study.of(full, no_study, never)) == pytest.approx(6 / 8)
    assert ratio(topics.competence_from_study.of(full, no_study, never)) == pytest.approx(6 / 8)


def test_further_education_counts_applications_approvals_and_places():
    run = panel(share=0.5, owners__applications=10.0, owners__approved=7.0, owners__places=6.0)
    assert ratio(topics.approval.of(run)) == pytest.approx(0.7)
    assert ratio(topics.grant_rate.of(run)) == pytest.approx(6 / 7)
    assert topics.volume.of(run) == pytest.approx(36 / 0.5)
    assert topics.approval_varies.of(run) == pytest.approx(0.0)


def test_rates_vary_between_years_by_their_sample_sd():
    approved = from_year(2022, 8.0, before=6.0)
    run = panel(owners__applications=10.0, owners__approved=approved, owners__places=6.0)
    assert topics.approval_varies.of(run) == pytest.approx(np.std([0.6] * 4 + [0.8] * 4, ddof=1))
    assert topics.grant_rate_varies.of(run) == pytest.approx(np.std([1.0] * 4 + [0.75] * 4, ddof=1))


# ---- Dekom Y


UPPER = {"schools.level": np.full(6, UPPER_SECONDARY)}


def people(**groups: float) -> np.ndarray:
    """People of each group in a county, shape (groups,)."""
    found = np.zeros(3)
    for name, n in groups.items():
        found[{"firms": FIRMS, "boards": BOARDS, "teachers": TEACHERS}[name]] = n
    return found


def test_lead_time_and_fit_weigh_people_and_hours():
    run = panel(counties__y_waited=20.0, counties__y_served=people(teachers=6, firms=4), networks__lead=7.0,
                networks__delivered=1.0, schools__hours_y=2.0, schools__hours_fitting_y=2.0, schools__hours_s=4.0,
                schools__hours_fitting_s=2.0)  # fmt: skip
    assert ratio(vocational.lead_ratio.of(run)) == pytest.approx(2.0 / 7.0)
    assert ratio(vocational.fit_ratio.of(run)) == pytest.approx(2.0)


ALIKE = {
    "networks__lead": 6.0, "networks__delivered": 1.0, "schools__hours_s": 4.0, "schools__hours_fitting_s": 2.0,
    "schools__hours_y": 4.0, "schools__hours_fitting_y": 2.0,
}  # fmt: skip
"""Both schemes as quick as the other where Dekom Y makes people wait six months, and half as relevant as can be."""


def test_reported_benefit_asks_all_that_are_paid_for_the_same():
    served = people(teachers=30)
    run = panel(still=UPPER, schools__people_in_s=10.0, networks__in_hand=10_000.0, counties__y_served=served,
                counties__y_people=people(teachers=30), counties__y_waited=6.0 * 30, counties__y_paid=30_000.0,
                **ALIKE)  # fmt: skip
    without = panel(still=UPPER)
    assert ratio(vocational.reported_benefit_ratio.of(run, without, without)) == pytest.approx(1.0)
    quicker = panel(still=UPPER, schools__people_in_s=10.0, networks__in_hand=10_000.0, counties__y_served=served,
                    counties__y_people=people(teachers=30), counties__y_waited=0.0, counties__y_paid=30_000.0,
                    **ALIKE)  # fmt: skip
    took_part, fit, in_time = 1.0, 0.5, 0.5
    at_once = (took_part + fit + 1.0) / (took_part + fit + in_time)
    assert ratio(vocational.reported_benefit_ratio.of(quicker, without, without)) == pytest.approx(at_once)


def test_firms_and_boards_are_paid_for_so_they_answer_too():
    some = people(firms=10, boards=5, teachers=30)
    shared = {"still": UPPER, "schools__people_in_s": 10.0, "networks__in_hand": 10_000.0, "counties__y_people": some,
              "counties__y_paid": 30_000.0, "counties__y_waited": 0.0} | ALIKE  # fmt: skip
    without = panel(still=UPPER, counties__y_people=some)
    teachers_only = panel(counties__y_served=people(teachers=30), **shared)
    all_of_them = panel(counties__y_served=some, **shared)
    learned = panel(counties__y_served=some, counties__y_competence=0.5, **shared)
    found = [
        ratio(vocational.reported_benefit_ratio.of(r, without, without)) for r in (teachers_only, all_of_them, learned)
    ]
    answers = 30 * (1 + 0.5 + 1) / 4
    assert np.array(found) / found[0] == pytest.approx([1.0, (answers + 15 * 0.75) / answers,
                                                        (answers + 15 * 0.75 + 15 * 0.5 / 4) / answers])  # fmt: skip


def test_true_benefit_counts_people_times_topics_on_both_sides():
    practice = np.full(len(TOPICS.codes), 0.5)
    practice[PROGRAMME] = 0.9
    run = panel(still=UPPER, schools__practice=practice, networks__in_hand=1.0, counties__y_paid=3.0)
    none = panel(still=UPPER, schools__practice=0.5)
    assert ratio(vocational.true_benefit_ratio.of(run, none, none)) == pytest.approx(1.0)
    outside = {"counties__y_people": people(firms=6), "counties__y_paid": 3.0, "networks__in_hand": 1.0}
    taught = panel(still=UPPER, schools__practice=practice, counties__y_competence=np.array([0.4, 0.0]), **outside)
    gain_in_schools = 6 * 0.4
    assert ratio(vocational.true_benefit_ratio.of(taught, none, none)) == pytest.approx(
        (gain_in_schools + 2 * 6 * 0.4) / gain_in_schools
    )


def test_benefit_is_compared_at_the_same_age_of_the_schemes():
    late = panel(schools__practice=from_year(2024, 0.9)[:, :, None], networks__in_hand=1.0, counties__y_paid=3.0)
    none = panel()
    assert vocational.true_benefit_ratio.of(late, none, none) == pytest.approx((2 * 0.9 * 96 / 36, 0.0))


def test_the_open_pot_and_its_change():
    left = np.array([[60.0 - 5 * (year - 2020)] for year in YEARS])
    run = panel(counties__y_open=100.0, counties__y_left=left)
    assert ratio(vocational.unclaimed.of(run)) == pytest.approx(0.475)
    assert vocational.unclaimed_over_years.of(run) == pytest.approx(-0.05)


# ---- follow-up


def followed(**more):
    """Owners 0 and 1 are taken in in 2020, owner 2 in 2022 and owner 1 again in 2024."""
    intake = np.zeros((len(YEARS), 6))
    intake[2:, :2], intake[4:, 2], intake[6:, 1] = 2020, 2022, 2024
    return panel(owners__follow_intake=intake, **more)


SPREAD = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_effects_are_in_municipal_sd_and_each_municipality_counts_once():
    shadow = followed(owners__steering=SPREAD, owners__structure=SPREAD)
    run = followed(owners__steering=SPREAD + 0.3, owners__structure=SPREAD)
    assert follow_up.effect(run, shadow, follow_up.structure, 3) == pytest.approx(np.full(3, 0.15))
    assert ratio(follow_up.follow_up_structure.of(run, shadow)) == pytest.approx(0.15 / SPREAD.std())
    assert np.isnan(ratio(follow_up.follow_up_structure.of(followed(), followed())))


def test_a_municipality_has_improved_by_more_than_a_trifle():
    shadow = followed(owners__steering=SPREAD)
    run = followed(owners__steering=SPREAD + np.array([0.5, 0.03, -0.5, 0, 0, 0]))
    assert follow_up.improved.of(run, shadow) == (1.0, 3.0)


def test_results_come_after_structure_by_their_years_to_half():
    since = np.clip(np.array(YEARS)[:, None] - np.array([2020, 2020, 2022, 2031, 2031, 2031]), 0, 7)
    run = followed(owners__steering=np.where(since > 0, 1.0, 0.0), schools__true_results=0.1 * since)
    assert follow_up.results_after_structure.of(run, followed()) == pytest.approx(3.5 - 0.5)
    nobody = panel()
    assert np.isnan(follow_up.results_after_structure.of(nobody, nobody))


def test_structure_fades_where_nobody_returns():
    steering = np.where(np.array(YEARS)[:, None] < 2027, SPREAD + 0.4, SPREAD + 0.1)
    run, shadow = followed(owners__steering=steering), followed(owners__steering=SPREAD)
    assert follow_up.helped(run).once.tolist() == [True, False, True]
    assert ratio(follow_up.fades.of(run, shadow)) == pytest.approx(0.75)


def test_exits_tell_who_kept_the_leader_from_who_lost_one():
    left = np.zeros((len(YEARS), 6))
    left[3:6, 0] = 1
    steering = SPREAD + np.array([0.1, 0.3, 0.3, 0, 0, 0])
    run, shadow = followed(owners__steering=steering, owners__leader_left=left), followed(owners__steering=SPREAD)
    assert ratio(follow_up.exits_tell.of(run, shadow)) == pytest.approx(3.0)
    assert np.isnan(ratio(follow_up.exits_tell.of(followed(), shadow)))


# ---- pace


def test_each_role_reports_its_attainable_share():
    run = panel(
        owners__forum_answer=0.8, owners__answer=0.6, schools__principal_answer=0.4, schools__teacher_answer=0.75,
        networks__inside=1.0,
    )  # fmt: skip
    never = panel(schools__teacher_answer=0.5)
    assert pace.reported(run, never) == pytest.approx((0.8, 0.6, 0.4, 0.5))
    assert pace.smallest_step_down.of(run, never) == pytest.approx(-0.1)
    assert pace.smallest_step_down.of(run, panel(schools__teacher_answer=0.7)) == pytest.approx(0.2)
    assert pace.network_above_school.of(run, never) == pytest.approx(0.25)
    assert pace.owner_above_principal.of(run, never) == pytest.approx(0.2)
    single = (pace.forum_reports, pace.owners_report, pace.principals_report, pace.teachers_report)
    assert [m.of(run, never) for m in single] == pytest.approx(pace.reported(run, never))


def test_practice_after_structure_leaves_followed_owners_out():
    quick = np.where(np.arange(6) == 0, 0.0, 1.0) * ONE
    slow = from_year(2022, 0.9, before=0.5)[:, :, None] * np.ones((1, 6, len(TOPICS.codes)))
    run = panel(owners__structure=quick, schools__practice=slow, schools__topic=working_on(MAIN),
                owners__follow_intake=np.where(np.arange(6) == 0, 2020.0, 0.0))  # fmt: skip
    never = panel(schools__practice=0.5)
    assert pace.structure_effect(run, never) == pytest.approx(1.0)
    assert pace.practice_after_structure.of(run, never) == pytest.approx(4.5 - 0.5)


# ---- staff


def test_the_periphery_has_most_unqualified_and_least_inflow():
    centrality = STILL["owners.centrality"]
    run = panel(schools__unqualified=5 - 4 * centrality, schools__turnover=0.5 - 0.3 * centrality,
                schools__novices=2 * centrality)  # fmt: skip
    measures = (staff.unqualified_in_periphery, staff.turnover_in_periphery, staff.graduates_among_arrivals)
    assert [m.of(run) for m in measures] == pytest.approx([1.0, 1.0, 1.0])
    assert np.isnan(staff.graduates_among_arrivals.of(panel()))


def test_turnover_erodes_and_discipline_buffers():
    turnover = np.array([0.0, 0.0, 0.1, 0.1, 0.3, 0.3])
    steering = np.array([0.2, 0.8, 0.2, 0.8, 0.2, 0.8])
    left = np.array([1.0, 1.0, 0.7, 0.9, 0.1, 0.7])  # 3 shares per unit of turnover, or 1
    gain = np.where(np.array(YEARS)[:, None] <= 2026, 0.2, 0.2 * left)
    practice = 0.5 + gain[:, :, None] * np.ones((1, 1, len(TOPICS.codes)))
    shared = {"schools__turnover": turnover, "owners__steering": steering, "schools__principal_tenure": 5.0}
    run, never = panel(schools__practice=practice, **shared), panel(schools__practice=0.5, **shared)
    assert staff.turnover_erodes.of(run, never) == pytest.approx(0.4 - 1.0)
    assert ratio(staff.retained.of(run, never)) == pytest.approx(left.mean())
    assert ratio(staff.discipline_buffers.of(run, never)) == pytest.approx(1 / 3)
