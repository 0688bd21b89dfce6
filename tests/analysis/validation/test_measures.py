"""What is measured for the patterns, on panels whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.owner import COUNTY_COUNCIL, STATE
from sim.agents.school import UPPER_SECONDARY
from sim.analysis.validation.measures import follow_up, pace, partnership, staff, topics, universities, vocational
from sim.analysis.validation.practice import gain_in_practice, gain_worked_on
from sim.mechanisms.measures import MAIN, VOCATIONAL
from sim.mechanisms.vocational_round import TEACHERS
from sim.schemes.dekom_y import PROGRAMME, WORKPLACE
from sim.topics import TOPICS
from tests.analysis.validation.made import STILL, YEARS, from_year, panel

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


def test_spread_and_persistence_count_networks_at_work():
    quality = np.array([[0.1, 0.2, 0.3]]) * from_year(2021, 2.0, before=1.0)
    run = panel(networks__quality=quality, networks__delivered=1.0)
    assert ratio(partnership.spread_kept.of(run)) == pytest.approx(2.0)
    assert partnership.quality_persists.of(run) == pytest.approx(1.0)
    idle = panel(networks__quality=quality, networks__delivered=np.tile([1.0, 1.0, 0.0], (len(YEARS), 1)))
    assert np.isnan(partnership.quality_persists.of(idle))


def test_capacity_is_that_of_a_networks_members():
    office = {"owners.office_fte": np.array([1.0, 3.0, 4.0, 4.0, 6.0, 6.0])}
    run = panel(networks__quality=np.array([[0.2, 0.4, 0.6]]), networks__delivered=1.0, still=office)
    assert partnership.capacity_tells.of(run) == pytest.approx(1.0)
    equal = panel(networks__quality=np.array([[0.2, 0.4, 0.6]]), networks__delivered=1.0)
    assert np.isnan(partnership.capacity_tells.of(equal))


def test_quality_is_explained_by_last_years_drivers_and_not_by_this_years():
    rng = np.random.default_rng(1)
    steering = np.repeat(rng.uniform(size=(len(YEARS), 3)), 2, axis=1)
    quality = np.roll(steering[:, ::2], 1, axis=0)  # last year's
    noise = {"schools__involvement": rng.uniform(size=(len(YEARS), 6)),
             "owners__understanding": rng.uniform(size=(len(YEARS), 6))}  # fmt: skip
    run = panel(networks__quality=quality, networks__delivered=1.0, owners__steering=steering, **noise)
    found = [m.of(run) for m in (partnership.slope_on_steering, partnership.slope_on_involvement)]
    assert found == pytest.approx([1.0, 0.0], abs=1e-6)


def test_the_gap_to_support_closes():
    run = panel(networks__unmet=from_year(2025, 0.3, before=0.7), networks__delivered=1.0)
    assert partnership.gap_closes.of(run) == pytest.approx(0.4)


# ---- universities


def test_nearness_rises_with_hours_and_vocational_colleges_do_not_count():
    hours, nearness = np.array([[1.0, 2.0, 3.0, 0.0]]), np.array([[0.4, 0.5, 0.6, 9.0]])
    college = {"universities.kind": np.array([0, 0, 0, 1])}
    run = panel(universities__hours=hours, universities__nearness=nearness, still=college)
    assert universities.nearness_by_hours.of(run) == pytest.approx(np.std([0.4, 0.5, 0.6]))
    assert universities.nearness_varies.of(run) == pytest.approx(np.std([0.4, 0.5, 0.6]) / 0.5)


def worked_on(gain: float, **more) -> tuple:
    """A run whose schools work on topic 0 and gain there, and one without."""
    topic, practice = np.full(5, -1.0), np.full(len(TOPICS.codes), 0.5)
    topic[MAIN], practice[0] = 0, 0.5 + gain
    return panel(schools__practice=practice, schools__topic=topic, networks__active=1.0, **more), practice


def test_the_double_purpose_is_the_novices_gain_against_practice_worked_on():
    run, _ = worked_on(0.2, schools__novices=2.0, schools__novice_competence=2 * from_year(2025, 0.52, before=0.5))
    without = panel(schools__practice=0.5, schools__novices=2.0, schools__novice_competence=1.0)
    assert ratio(universities.double_purpose.of(run, without)) == pytest.approx(0.02 / 0.2)
    in_all = 0.2 / len(TOPICS.codes)
    assert ratio(universities.double_purpose_all_topics.of(run, without)) == pytest.approx(0.02 / in_all)
    assert ratio(universities.early_effect.of(run, without)) == pytest.approx(0.0)


def test_coupling_tells_high_from_low():
    run = panel(universities__graduating=np.array([[0.4, 0.4, 0.5, 0.6]]))
    without = panel(universities__graduating=0.4)
    effect = run.parameters.partnership.graduate_effect
    assert universities.coupling_tells.of(run, without) == pytest.approx(effect * 0.15)


# ---- practice


def test_gains_are_read_in_the_topics_of_the_run_with_the_schemes():
    run, _ = worked_on(0.16)
    without = panel(schools__practice=0.5)
    teachers = STILL["schools.n_posts"]
    assert gain_worked_on(run, without, 2025, teachers) == pytest.approx(0.16)
    assert gain_in_practice(run, without, 2025, teachers) == pytest.approx(0.16 / len(TOPICS.codes))
    assert gain_worked_on(panel(schools__practice=0.9), without, 2025, teachers) == 0.0


def test_measures_of_dekom_y_are_not_collective():
    topic = np.full(5, -1.0)
    topic[VOCATIONAL] = 0
    run = panel(schools__practice=0.9, schools__topic=topic)
    assert gain_worked_on(run, panel(schools__practice=0.5), 2025, STILL["schools.n_posts"]) == 0.0


# ---- topics and further education


def test_broad_share_and_depth():
    assert ratio(topics.broad_share.of(panel(schools__hours=4.0, schools__hours_broad=3.0))) == 0.75
    full, no_study, never = (panel(schools__deep_in_subjects=float(n)) for n in (10, 4, 8))
    assert ratio(topics.depth_from_study.of(full, no_study, never)) == pytest.approx(6 / 8)


def test_further_education_counts_applications_approvals_and_places():
    run = panel(share=0.5, owners__applications=10.0, owners__approved=7.0, owners__places=6.0)
    assert ratio(topics.approval.of(run)) == pytest.approx(0.7)
    assert ratio(topics.grant_rate.of(run)) == pytest.approx(6 / 7)
    assert topics.volume.of(run) == pytest.approx(6 * 6 / 0.5)


# ---- Dekom Y


def test_lead_and_specificity():
    run = panel(counties__y_waited=6.0, counties__y_served=1.0, networks__lead=7.0, networks__delivered=1.0,
                schools__hours_y=2.0, schools__hours_fitting_y=2.0, schools__hours_s=4.0,
                schools__hours_fitting_s=2.0)  # fmt: skip
    assert ratio(vocational.lead_ratio.of(run)) == pytest.approx(2.0 / 7.0)
    assert ratio(vocational.specificity_ratio.of(run)) == pytest.approx(2.0)


UPPER = {"schools.level": np.full(6, UPPER_SECONDARY)}


def test_reported_benefit_is_per_krone_and_teacher():
    people = np.zeros(3)
    people[TEACHERS] = 30
    run = panel(
        still=UPPER, owners__answer=0.6, schools__principal_answer=0.3, schools__teacher_answer=0.0,
        networks__in_hand=20_000.0, counties__y_people=people, counties__y_served=0.6 * people, schools__routines=0.3,
        counties__y_paid=60_000.0,
    )  # fmt: skip
    without = panel(still=UPPER, counties__y_people=people)
    assert vocational.reported_s(run, without) == pytest.approx((0.6, 0.3, 0.0))
    assert vocational.reported_y(run, without) == pytest.approx((0.6, 0.3, 0.0))
    per_s, per_y = 2 * 3 * 20_000 / 120, 2 * 60_000 / 60
    assert ratio(vocational.reported_benefit_ratio.of(run, without, without)) == pytest.approx(per_s / per_y)


def test_true_benefit_is_the_gain_in_vocational_topics_against_all():
    practice = np.full(len(TOPICS.codes), 0.5)
    practice[[PROGRAMME, WORKPLACE]] = 0.9
    run = panel(still=UPPER, schools__practice=practice, networks__in_hand=1.0, counties__y_paid=1.0)
    none = panel(still=UPPER, schools__practice=0.5)
    gain_y, gain_s = 0.4, 0.4 * 2 / len(TOPICS.codes)
    assert ratio(vocational.true_benefit_ratio.of(run, none, none)) == pytest.approx(
        gain_y / (2 / 60) / (gain_s / (6 / 120))
    )


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
    found = follow_up.effects(run, shadow)
    assert len(found.structure_3) == 3
    assert found.structure_3 == pytest.approx(0.15 / SPREAD.std())
    assert ratio(follow_up.follow_up_structure.of(run, shadow)) == pytest.approx(0.15 / SPREAD.std())


def test_results_come_later_if_they_grow_and_structure_fades_where_nobody_returns():
    growth = np.array([[0.1 * max(0, min(3, year - 2020))] for year in YEARS]) * np.array([[1, 1, 0, 0, 0, 0]])
    levels = SPREAD + 0 * growth
    steering = np.where(np.array(YEARS)[:, None] < 2027, SPREAD + 0.4, SPREAD + 0.1)
    shadow = followed(schools__true_results=levels, owners__steering=levels)
    run = followed(schools__true_results=levels + growth, owners__steering=steering)
    assert ratio(follow_up.results_come_later.of(run, shadow)) == pytest.approx(1 / 3)
    assert follow_up.effects(run, shadow).once.tolist() == [True, False, True]
    assert ratio(follow_up.fades.of(run, shadow)) == pytest.approx(0.75)


def test_exits_tell_the_third_with_fewest_from_that_with_most():
    left = np.zeros((len(YEARS), 6))
    left[3:6, 0] = 1
    steering = SPREAD + np.array([0.1, 0.3, 0.3, 0, 0, 0])
    shadow = followed(owners__steering=SPREAD, owners__leader_left=left)
    run = followed(owners__steering=steering, owners__leader_left=left)
    assert ratio(follow_up.exits_tell.of(run, shadow)) == pytest.approx(3.0)


# ---- pace


def test_each_role_reports_its_attainable_share():
    run = panel(
        owners__forum_answer=0.8, owners__answer=0.6, schools__principal_answer=0.4, schools__teacher_answer=0.75
    )
    never = panel(schools__teacher_answer=0.5)
    assert pace.reported(run, never) == pytest.approx((0.8, 0.6, 0.4, 0.5))
    assert pace.nearer_is_more_critical.of(run, never) == 0.0
    assert pace.nearer_is_more_critical.of(run, panel(schools__teacher_answer=0.7)) == 1.0


def test_practice_after_structure_leaves_followed_owners_out():
    quick = np.where(np.arange(6) == 0, 0.0, 1.0) * ONE
    topic = np.full(5, -1.0)
    topic[MAIN] = 0
    slow = from_year(2022, 0.9, before=0.5)[:, :, None] * np.ones((1, 6, len(TOPICS.codes)))
    run = panel(owners__structure=quick, schools__practice=slow, schools__topic=topic,
                owners__follow_intake=np.where(np.arange(6) == 0, 2020.0, 0.0))  # fmt: skip
    never = panel(schools__practice=0.5)
    assert pace.structure_effect(run, never) == pytest.approx(1.0)
    assert pace.practice_after_structure.of(run, never) == pytest.approx(4.5 - 0.5)


# ---- staff


def test_the_periphery_has_most_unqualified_and_least_inflow():
    centrality = STILL["owners.centrality"]
    run = panel(schools__unqualified=5 - 4 * centrality, schools__turnover=0.5 - 0.3 * centrality,
                schools__novices=2 * centrality)  # fmt: skip
    measures = (staff.unqualified_in_periphery, staff.turnover_in_periphery, staff.inflow_in_centre)
    assert [m.of(run) for m in measures] == pytest.approx([1.0, 1.0, 1.0])
    assert np.isnan(staff.inflow_in_centre.of(panel()))


def test_turnover_erodes_and_discipline_buffers():
    turnover = np.array([0.0, 0.0, 0.1, 0.1, 0.3, 0.3])
    steering = np.array([0.2, 0.8, 0.2, 0.8, 0.2, 0.8])
    left = np.array([0.8, 0.8, 0.7, 0.7, 0.2, 0.6])
    gain = np.where(np.array(YEARS)[:, None] <= 2026, 0.2, 0.2 * left)
    practice = 0.5 + gain[:, :, None] * np.ones((1, 1, len(TOPICS.codes)))
    shared = {"schools__turnover": turnover, "owners__steering": steering, "schools__principal_tenure": 5.0}
    run, never = panel(schools__practice=practice, **shared), panel(schools__practice=0.5, **shared)
    assert staff.turnover_erodes.of(run, never) == pytest.approx(0.4 - 0.8)
    assert ratio(staff.retained.of(run, never)) == pytest.approx(left.mean())
    assert ratio(staff.discipline_buffers.of(run, never)) == pytest.approx(0.2 / 0.6)
