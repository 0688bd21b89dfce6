from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.school import ENVIRONMENT_TOPICS, UPPER_SECONDARY, Schools
from sim.luck import Luck, stable_ids
from sim.mechanisms.measures import OWN, SLOTS, VOCATIONAL
from sim.rules.risk import ENVIRONMENT, GRADE, RISK_INDICATORS, RISK_YEARS, YEAR_GROUP
from sim.topics import TOPICS

SHARE = st.floats(0, 1)
COMBINED = 1
SIZES = {
    "topics": len(TOPICS.codes), "slots": SLOTS, "exposure": 3, "risk_years": RISK_YEARS,
    "risk_indicators": len(RISK_INDICATORS), "kinds": len(TOPICS.kinds),
}  # fmt: skip


def slots(*values, empty=0.0):
    """A row over all slots: the values of the first ones, and none in the others."""
    return [*values, *[empty] * (SLOTS - len(values))]


def schools(n=1, **values):
    """Schools with one measure in topic 0 unless said otherwise."""
    start = {"uid": stable_ids(np.arange(n)), "n_posts": np.full(n, 20, dtype=np.int32), "pupils": np.full(n, 200.0)}
    table = Schools(n, SIZES, start)
    table.weight, table.topic = 10.0, slots(0, empty=-1)
    for name, value in values.items():
        setattr(table, name, value)
    return table


@pytest.fixture(scope="module")
def calm(params):
    """Parameters of schools whose routines neither grow nor fade but by turnover."""
    return replace(params.school, routine_loss=0.0)


def test_discipline_1_cancels_the_harm_of_turnover(calm):
    s = schools(routines=0.6, turnover=1.0, principal_tenure=10.0)
    s.left_now = 0.3 * s.n_posts
    s.keep_routines(np.ones(1), OWN, calm)
    assert (s.routines == 0.6).all()


def test_turnover_without_discipline_wears_routines_down_by_the_closed_form(calm):
    s = schools(routines=0.6, principal_tenure=10.0)
    s.left_now = 0.1 * s.n_posts
    for _ in range(6):
        s.keep_routines(np.zeros(1), OWN, calm)
    assert s.routines[0, 3] == pytest.approx(0.6 * (1 - calm.routine_turnover * 0.1) ** 6, rel=1e-12)


def test_routines_grow_toward_1_by_the_closed_form(calm):
    s = schools(drive=slots(0.4))
    for _ in range(8):
        s.keep_routines(np.ones(1), OWN, calm)
    assert s.routines[0, 0] == pytest.approx(1 - (1 - 0.5 * calm.routine_gain * 0.4) ** 8, rel=1e-12)
    assert not s.routines[0, 1:].any()


def test_two_measures_in_one_topic_build_its_routines_together(calm):
    both = schools(topic=slots(2, 2, empty=-1), drive=slots(0.1, 0.2))
    one = schools(topic=slots(2, empty=-1), drive=slots(0.3))
    both.keep_routines(np.ones(1), OWN, calm)
    one.keep_routines(np.ones(1), OWN, calm)
    assert np.allclose(both.routines, one.routines, rtol=1e-12)


@given(st.lists(st.integers(-1, 5), min_size=SLOTS, max_size=SLOTS), SHARE)
def test_routines_grow_by_what_all_measures_of_a_topic_drive_and_by_nothing_that_does_not_run(calm, topic, drive):
    s = schools(topic=topic, drive=drive)
    s.keep_routines(np.ones(1), OWN, calm)
    by_hand = [0.5 * calm.routine_gain * drive * topic.count(t) for t in range(len(TOPICS.codes))]
    assert np.allclose(s.routines[0], np.clip(by_hand, 0.0, 1.0))


@given(SHARE, SHARE, SHARE, SHARE, st.floats(0, 40))
def test_routines_stay_within_0_and_1(params, routines, turnover, steering, drive, tenure):
    s = schools(routines=routines, drive=drive, topic=np.arange(SLOTS), principal_tenure=tenure)
    s.left_now = turnover * s.n_posts
    for _ in range(4):
        s.keep_routines(np.full(1, steering), OWN, replace(params.school, routine_gain=3.0, routine_turnover=2.5))
        assert ((s.routines >= 0) & (s.routines <= 1)).all()


def routines_left(params, steering, gone):
    """Routines of 0.5 after half a year in which a share of the staff left."""
    s = schools(routines=0.5)
    s.left_now = gone * s.n_posts
    s.keep_routines(np.full(1, steering), OWN, params.school)
    return s.routines[0]


@given(SHARE, SHARE, SHARE)
def test_more_turnover_never_leaves_more_routines(params, steering, low, more):
    assert (routines_left(params, steering, min(1.0, low + more)) <= routines_left(params, steering, low)).all()


@pytest.mark.parametrize("steering", [0.0, 0.5, 0.9])
def test_more_turnover_leaves_fewer_routines_where_discipline_is_not_full(params, steering):
    left = [routines_left(params, steering, gone)[3] for gone in (0.0, 0.1, 0.3)]
    assert left[0] > left[1] > left[2]


@pytest.mark.parametrize(("tenure", "part"), [(0.0, 0.0), (1.0, 0.5), (2.0, 1.0), (9.0, 1.0)])
def test_a_new_principal_settles_in_two_years(params, tenure, part):
    new = params.school.principal_new_stability
    assert schools(principal_tenure=tenure).stability(params.school)[0] == pytest.approx(new + (1 - new) * part)


def test_a_principal_who_leaves_starts_tenure_anew_and_the_others_grow_older(luck):
    s = schools(500, principal_tenure=4.0)
    s.change_principals(0.3, luck.at(0))
    assert np.array_equal(s.principal_tenure == 0.0, s.principal_left)
    assert (s.principal_tenure[~s.principal_left] == 5.0).all()


@pytest.mark.parametrize("hazard", [0.0, 0.06, 0.12])
def test_principals_leave_at_the_hazard(luck, hazard):
    """20,000 schools, 4 standard errors."""
    s = schools(20_000)
    s.change_principals(hazard, luck.at(0))
    assert abs(s.principal_left.mean() - hazard) <= 4 * np.sqrt(hazard * (1 - hazard) / s.n)


def test_involvement_ebbs_to_the_schools_own_level(params):
    s = schools(involvement=0.9, own_involvement=0.4, topic=-1, participation=1.0)
    for _ in range(10):
        s.involve([0, VOCATIONAL], params.school)
    assert s.involvement[0] == pytest.approx(0.4 + 0.5 * (1 - 0.5 * params.school.involvement_loss) ** 10, rel=1e-12)


def test_involvement_grows_where_measures_run(params):
    """Of those who take part only the willing are won over."""
    for willing in (1.0, 0.6, 0.0):
        s = schools(involvement=0.4, own_involvement=0.4, participation=slots(0.5), willing=willing)
        s.involve([0, VOCATIONAL], params.school)
        grown = 0.5 * params.school.involvement_growth * 0.5 * willing * 0.6
        assert s.involvement[0] == pytest.approx(0.4 + grown), willing


def test_the_schools_own_development_involves_nobody_further_and_its_routines_are_counted_apart(params):
    """Seen to fail when every slot counted."""
    own = [-1] * SLOTS
    own[OWN] = 2
    s = schools(topic=own, participation=1.0, willing=1.0, involvement=0.4, own_involvement=0.4, drive=0.5)
    s.involve([0, VOCATIONAL], params.school)
    assert s.involvement[0] == 0.4
    s.keep_routines(np.ones(1), OWN, params.school)
    assert s.routines[0, 2] > 0.0
    assert np.array_equal(s.own_routines, s.routines)
    schemes = schools(drive=0.5)
    schemes.keep_routines(np.ones(1), OWN, params.school)
    assert schemes.routines[0, 0] > 0.0
    assert not schemes.own_routines.any()


def test_practice_blends_staff_and_routines(params):
    s = schools(competence=4.0, routines=0.9)
    s.practise(params.school)
    weight = params.school.routine_weight
    assert np.allclose(s.practice, (1 - weight) * 0.4 + weight * 0.9)


def test_mean_practice_weighs_topics_by_whom_they_concern():
    s = schools(weight=np.arange(1.0, 17.0), practice=np.linspace(0, 1, 16))
    assert s.mean_practice()[0] == pytest.approx(np.average(np.linspace(0, 1, 16), weights=np.arange(1.0, 17.0)))


def test_results_of_one_school_by_hand(params, luck):
    """Practice 0.45, 0.45 and 0.60 against 0.40 at the start, a tenth of staff gone, a new principal."""
    s = schools(exposure=[0.3, 0.45, 0.45], practice=0.6, practice_start=0.4, structural_level=0.2, turnover=0.1)
    s.produce_results(0.15, params.school, luck.at(1))
    change = (0.45 + 0.45 + 0.60) / 3 - 0.4
    by_hand = (
        0.2
        + params.school.pass_through * change / 0.15
        - params.school.turnover_disruption * 0.1
        - params.school.principal_dip
    )
    assert s.true_results[0] == pytest.approx(by_hand, rel=1e-12)


def test_a_rise_in_practice_reaches_results_in_full_after_three_years(params, luck):
    s = schools(exposure=0.4, practice=0.55, practice_start=0.4, principal_tenure=10.0)
    seen = []
    for spring in (1, 3, 5, 7):
        s.produce_results(0.15, params.school, luck.at(spring))
        seen.append(s.true_results[0] / params.school.pass_through)
    assert seen == pytest.approx([1 / 3, 2 / 3, 1.0, 1.0])


def test_the_learning_environment_follows_practice_in_its_own_topics_only(params, luck):
    """Practice rises by a teacher SD everywhere but where the learning environment comes from, and the reverse."""
    own = np.isin(np.arange(len(TOPICS.codes)), ENVIRONMENT_TOPICS)
    for rises, moved in ((own, True), (~own, False)):
        s = schools(practice=0.4, principal_tenure=10.0, environment_level=0.3)
        s.take_stock()
        s.practice = np.where(rises, 0.55, 0.4)
        for spring in (1, 3, 5):
            s.produce_results(0.15, params.school, luck.at(spring))
        assert s.environment[0] == pytest.approx(0.3 + (params.school.pass_through if moved else 0.0))
        assert s.true_results[0] == pytest.approx(params.school.pass_through * rises.mean())


@pytest.mark.parametrize("pupils", [20.0, 80.0, 320.0])
def test_sampling_noise_falls_with_the_root_of_pupils(params, luck, pupils):
    """10,000 schools; the SD has a standard error of SD / root 20,000, tolerance 4. Seen to fail without the root."""
    s = schools(10_000, pupils=pupils)
    s.produce_results(0.15, params.school, luck.at(1))
    noise = s.results - s.true_results
    expected = params.school.pupil_sd / np.sqrt(pupils / 5)
    assert abs(noise.std() - expected) <= 4 * expected / np.sqrt(20_000)
    assert abs(noise.mean()) <= 4 * expected / np.sqrt(10_000)


def test_learning_environment_of_one_school_by_hand(params, luck):
    """Practice in its own topics 0.6 after 0.4, all else 0.9; a tenth of staff gone, a new principal."""
    s = schools(environment_level=0.1, environment_start=0.4, environment_exposure=0.4, practice=0.9, turnover=0.1)
    s.practice[:, ENVIRONMENT_TOPICS] = 0.6
    s.produce_results(0.15, params.school, luck.at(1))
    lift = params.school.pass_through * (0.2 / 3) / 0.15
    by_hand = 0.1 + lift - params.school.turnover_disruption * 0.1 - params.school.principal_dip
    assert s.environment[0] == pytest.approx(by_hand, rel=1e-12)


def test_indicators_follow_their_area_and_keep_three_years(params, luck):
    s = schools(level=COMBINED, pupils=1e12, true_results=0.3, environment=-0.2)
    s.measure(params.school, luck.at(1))
    s.true_results = 0.5
    s.measure(params.school, luck.at(3))
    assert not s.measured[0, 0].any()
    for year, level in ((1, 0.3), (2, 0.5)):
        assert s.measured[0, year] == pytest.approx(np.where(ENVIRONMENT, -0.2, level), abs=1e-4)


@pytest.mark.parametrize(("level", "grades"), [(0, {5, 7}), (1, {5, 7, 8, 10}), (2, {8, 10}), (UPPER_SECONDARY, set())])
def test_a_school_is_measured_in_its_own_grades_only(params, luck, level, grades):
    s = schools(level=level)
    s.measure(params.school, luck.at(1))
    assert set(GRADE[s.measured[0, 2] != 0]) == grades


@pytest.mark.parametrize("pupils", [50.0, 500.0])
def test_noise_of_indicators_falls_with_pupils_of_the_grade_and_is_shared_in_a_year_group(params, luck, pupils):
    """10,000 schools; an SD has a standard error of SD / root 20,000, a correlation of 0.01; tolerance 4.5 (many)."""
    s = schools(10_000, level=COMBINED, pupils=pupils)
    s.measure(params.school, luck.at(1))
    noise = s.measured[:, -1]
    expected = params.school.pupil_sd / np.sqrt(pupils / 10)
    assert np.abs(noise.std(axis=0) - expected).max() <= 4.5 * expected / np.sqrt(20_000)
    together = YEAR_GROUP[:, None] == YEAR_GROUP[None, :]
    shared = params.school.year_group_noise * together + (1 - params.school.year_group_noise) * np.eye(len(YEAR_GROUP))
    assert np.abs(np.corrcoef(noise, rowvar=False) - shared).max() <= 0.045


def test_a_school_year_counts_its_leavers_from_nothing():
    s = schools(2)
    s.count_leavers(np.array([0, 0, 1]))
    s.count_leavers(np.array([0]))
    assert s.turnover.tolist() == [3 / 20, 1 / 20]
    s.begin_year()
    assert s.left.tolist() == [0, 0]
    assert s.turnover.tolist() == [3 / 20, 1 / 20]


def test_turnover_never_exceeds_the_staff():
    s = schools()
    s.count_leavers(np.zeros(30, dtype=int))
    assert s.turnover[0] == 1.0


def test_a_principal_hazard_meets_the_same_luck_in_any_company():
    alone, among = schools(1), schools(50)
    for s in (alone, among):
        s.change_principals(0.5, Luck(9, 0).at(4))
    assert alone.principal_left[0] == among.principal_left[0]
