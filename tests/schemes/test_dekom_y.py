"""Dekom Y on tables made by hand: people, pots, rounds and the school year."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.county import County
from sim.agents.school import UPPER_SECONDARY
from sim.areas import ContextLevers
from sim.luck import Luck
from sim.mechanisms.learning import learning_rate, relative_dose
from sim.mechanisms.measures import SLOTS, VOCATIONAL
from sim.mechanisms.vocational_round import (
    BOARD_COURSE,
    BOARDS,
    BOARDS_POT,
    FIRMS,
    PLACEMENT,
    TEACHERS,
    by_group,
)
from sim.policy import lever_values, policy_from
from sim.schemes.dekom_y import (
    ACCOUNT,
    PROGRAMME,
    WORKPLACE,
    DekomYLevers,
    choose_topic,
    learn_outside,
    news_spreads,
    people_change,
    receive_frame,
    vocational_autumn,
    vocational_spring,
    vocational_teachers,
)
from tests.laws import check_bounds, live, now_of, scenario_of
from tests.vocational import TEACHERS as IN_COUNTY
from tests.vocational import with_vocational_schools

FRAME = 1_000_003
LEVERS = policy_from(lever_values())[DekomYLevers]


@cache
def _untouched():
    world = live(with_vocational_schools(), scenario_of(lever_values()), -1).world
    return world, world.save()


def fresh():
    """The world of the fixture, for tests that look at many examples."""
    world, saved = _untouched()
    world.restore(saved)
    return world


@pytest.fixture
def world(levers):
    """Two counties with 30 vocational teachers each, on the eve of autumn 2017."""
    return live(with_vocational_schools(), scenario_of(levers), -1).world


def autumn(world, policy, params, frame=FRAME, semester=4):
    vocational_autumn(now_of(world, semester, policy=policy, params=params, frames={"dekom_y": frame}))
    return world.counties


def spring(world, policy, params, semester=5):
    vocational_spring(now_of(world, semester, policy=policy, params=params))
    return world.counties


def with_(params, **values):
    """Parameters with some of Dekom Y's replaced."""
    return replace(params, vocational=replace(params.vocational, **values))


def check_money(world):
    """Every krone of the frames is in a pot, granted and waiting, spent or given back."""
    assert not ACCOUNT.lost(world).any()
    counties = world.counties
    held = counties.y_pot.sum(axis=1) + counties.y_committed
    assert np.array_equal(counties.y_appropriated, held + counties.y_spent + counties.y_returned)
    for name in ("y_pot", "y_committed", "y_spent", "y_returned", "y_unspent", "y_left", "y_open", "y_paid"):
        assert (getattr(counties, name) >= 0).all(), name


# ---- people


def test_groups_are_counted_from_posts_firms_and_apprentices(world, params):
    people, v = world.counties.y_people, params.vocational
    assert people[:, TEACHERS].tolist() == [IN_COUNTY, IN_COUNTY]
    assert people[0, FIRMS] == round(200 * v.leaders_per_firm + 400 * v.instructors_per_apprentice)
    assert people[0, BOARDS] == round(400 * v.board_members_per_apprentice)
    assert (vocational_teachers(world)[world.schools.level < UPPER_SECONDARY] == 0).all()


def test_a_participant_tells_colleagues_of_whom_some_have_heard(world, params):
    counties = world.counties
    counties.y_awareness = 0.4
    served = np.zeros((2, 3), dtype=np.int64)
    served[0, TEACHERS] = 6
    news_spreads(world, served, replace(params.vocational, awareness_talk=0.5))
    assert counties.y_awareness[0, TEACHERS] == pytest.approx(0.4 + 0.5 * 6 / 30 * 0.6)
    assert counties.y_awareness[1, TEACHERS] == counties.y_awareness[0, FIRMS] == 0.4


def test_awareness_falls_to_what_newcomers_know_and_no_further(world, params):
    world.schools.left_now = world.schools.n_posts  # everybody is new
    world.counties.y_awareness = 0.9
    people_change(world, params)
    assert np.allclose(world.counties.y_awareness[:, TEACHERS], params.vocational.awareness_schools)
    expected = 0.9 - 0.5 * params.vocational.firm_exit * (0.9 - params.vocational.awareness_firms)
    assert np.allclose(world.counties.y_awareness[:, FIRMS], expected)


def test_what_firms_learned_fades_as_people_leave_and_their_start_does_not(world, params):
    start, v = params.vocational.firm_competence_start, params.vocational
    world.counties.y_competence = [[start, start + 0.2]] * 2
    for _ in range(2):
        people_change(world, params)
    left = 0.2 * (1 - 0.5 * v.firm_exit) ** 2 * (1 - params.competence.fade_practised)
    assert np.allclose(world.counties.y_competence, [start, start + left])


def test_a_countys_mean_moves_by_the_share_that_took_a_course(world):
    world.counties.y_competence = 0.5
    learn_outside(world, world.counties.y_people // 2, 0.2)
    assert np.allclose(world.counties.y_competence[:, FIRMS], 0.5 + 0.2 * 0.5 * 0.5, atol=1e-3)


# ---- money


def test_half_of_the_frame_follows_apprentices_and_half_vocational_teachers(world, policy_with):
    """Of apprentices one county has two thirds, of teachers one half."""
    receive_frame(world, 1_200_000, LEVERS)
    assert world.counties.y_frame.tolist() == [700_000, 500_000]


@given(frame=st.integers(0, 10**9), open_share=st.floats(0, 0.6), boards_share=st.floats(0, 0.4))
def test_no_krone_is_lost_between_frame_and_pots(frame, open_share, boards_share):
    world = fresh()
    levers = replace(LEVERS, open_share=open_share, boards_share=boards_share)
    receive_frame(world, frame, levers)
    assert world.counties.y_frame.sum() == world.counties.y_pot.sum() == frame
    assert (world.counties.y_pot >= 0).all()
    check_money(world)


def hold_round(world, policy, params, semester=4):
    """A round of both county councils with what is in their pots."""
    world.counties.each(County.hold_round, now_of(world, semester, policy=policy, params=params))
    return world.counties


def test_without_school_first_firms_get_more(world, policy_with, params):
    """All know of it and can be released; the frame pays a part of what they ask for."""
    eager = with_(params, release_placement=0.5, release_course=0.5, release_firm=1.0, forum_advice=0.0)
    world.counties.y_awareness = 1.0
    saved, firms = world.save(), []
    for school_first in (True, False):
        world.restore(saved)
        receive_frame(world, 600_000, LEVERS)
        counties = hold_round(world, policy_with(dekom_y__school_first=school_first), eager)
        firms.append(by_group(counties.y_awarded)[:, FIRMS].sum())
        check_money(world)
    assert firms[1] > 2 * firms[0]


@pytest.mark.parametrize("rounds", [0, 1, 2])
@pytest.mark.parametrize("change", [{}, {"dekom_y.frame_factor": 7.3}, {"dekom_y.active": False}])
def test_every_krone_is_accounted_for_whatever_changes(levers, rounds, change):
    """Six school years; in the third something changes."""
    levers["dekom_y"]["rounds"] = rounds
    scenario = scenario_of(levers, (4, {"dekom_y.active": True}), (8, {"dekom_y.rounds": 2 - rounds, **change}))
    model = live(with_vocational_schools(), scenario, 3)
    for _ in range(12):
        model.step()
        check_money(model.world)
        check_bounds(model.world)
        slot = model.world.schools.participation[:, VOCATIONAL]
        assert (slot * model.world.schools.n_posts <= vocational_teachers(model.world) + 1e-9).all()
    assert model.world.counties.y_spent.sum() > 0


def test_what_is_left_goes_back_in_spring(world, policy_with, params):
    policy = policy_with(dekom_y__rounds=1)
    autumn(world, policy, params)
    left = world.counties.y_pot.sum(axis=1)
    assert (left > 0).all()
    counties = spring(world, policy, params)
    assert not counties.y_pot.any()
    assert np.array_equal(counties.y_unspent, left)
    assert counties.y_frame.sum() == FRAME == (counties.y_paid + counties.y_unspent).sum()


# ---- a round


def test_nobody_applies_who_has_not_heard_unless_all_are_told(world, policy_with, params):
    """Without money all who ask are turned away, so these are counted."""
    world.counties.y_awareness = 0.0
    asked = []
    for floor in (0.0, 1.0):
        asked.append(hold_round(world, policy_with(dekom_y__awareness_floor=floor), params).y_turned_away.copy())
    assert not asked[0].any()
    assert asked[1].all()


def test_people_turned_away_wait_for_the_next_round(world, policy_with, params):
    policy, counties = policy_with(dekom_y__handling_months=2.0), world.counties
    everybody = with_(params, release_board=1.0, release_midyear=1.0)
    counties.y_awareness = 1.0
    hold_round(world, policy, everybody)
    assert not counties.y_awarded.any()  # no money yet
    turned_away = counties.y_turned_away[:, BOARD_COURSE].copy()
    assert np.array_equal(turned_away, counties.y_people[:, BOARDS])
    counties.y_pot[:, BOARDS_POT] = 10_000
    hold_round(world, policy, everybody, semester=5)
    assert counties.y_awarded[:, BOARD_COURSE].tolist() == [10, 10]
    assert counties.y_waiting.tolist() == [80.0, 80.0]  # ten people, two months and the six between the rounds


def test_in_spring_fewer_can_be_released(world, policy_with, params):
    world.counties.y_awareness = 1.0
    autumn_, spring_ = (hold_round(world, policy_with(), params, semester).y_turned_away.sum() for semester in (4, 5))
    assert spring_ < 0.9 * autumn_


# ---- the school year


def test_within_a_round_the_wait_is_the_handling_time(world, policy_with, params):
    counties = autumn(world, policy_with(dekom_y__handling_months=1.25), params, frame=10**8)
    assert counties.y_served.sum() > 0
    assert np.allclose(counties.y_waited, 1.25 * counties.y_served.sum(axis=1))


def test_run_as_dekom_s_it_grants_in_spring_and_delivers_seven_months_later(world, policy_with, params):
    policy = policy_with(dekom_y__rounds=0)
    counties = autumn(world, policy, params)
    assert not counties.y_served.any()
    counties = spring(world, policy, params)
    assert not counties.y_served.any()
    awarded, committed = counties.y_awarded.copy(), counties.y_committed.copy()
    assert awarded[:, PLACEMENT].any()
    counties = autumn(world, policy, params, semester=6)
    assert np.array_equal(counties.y_served, by_group(awarded))
    assert np.array_equal(counties.y_paid, committed)
    assert np.allclose(counties.y_waited, 7.0 * counties.y_served.sum(axis=1))


@pytest.mark.parametrize(("rounds", "running"), [(0, False), (1, False), (2, True)])
def test_measures_last_half_a_year(world, policy_with, params, rounds, running):
    policy = policy_with(dekom_y__rounds=rounds)
    autumn(world, policy, params)
    spring(world, policy, params)
    schools = world.schools
    assert (schools.topic[:, VOCATIONAL] >= 0).any() == running
    for name in ("participation", "hours", "gain", "drive"):
        assert getattr(schools, name)[:, VOCATIONAL].any() == running, name


def test_only_vocational_schools_and_only_this_slot_are_touched(world, policy_with, params):
    schools = world.schools
    others = [slot for slot in range(SLOTS) if slot != VOCATIONAL]
    schools.topic[:, others], schools.hours[:, others] = 3, 11.0
    autumn(world, policy_with(), params)
    assert (schools.topic[:, others] == 3).all()
    assert (schools.hours[:, others] == 11.0).all()
    upper = schools.level == UPPER_SECONDARY
    assert (schools.topic[~upper, VOCATIONAL] == -1).all()
    assert np.isin(schools.topic[upper, VOCATIONAL], [PROGRAMME, WORKPLACE]).all()


def test_schools_hold_what_the_county_was_granted(world, policy_with, params):
    counties, schools = autumn(world, policy_with(), params), world.schools
    people = np.bincount(schools.county, weights=schools.participation[:, VOCATIONAL] * schools.n_posts, minlength=2)
    assert np.allclose(people, counties.y_served[:, TEACHERS])


def test_in_the_second_round_schools_get_what_the_county_was_granted_on_top(world, policy_with, params):
    policy, schools = policy_with(dekom_y__awareness_floor=1.0), world.schools
    before = autumn(world, policy, params).y_served[:, TEACHERS].copy()
    counties = spring(world, policy, params)
    people = np.bincount(schools.county, weights=schools.participation[:, VOCATIONAL] * schools.n_posts, minlength=2)
    assert np.allclose(before + people, counties.y_served[:, TEACHERS])
    assert (counties.y_served <= counties.y_people).all()


def test_a_placement_by_hand(world, policy_with, params):
    """Placements only: seven days of 7.5 hours; the whole effect in one half-year, so twice that a year, drive too."""
    policy = policy_with()
    counties = autumn(world, policy, with_(params, release_course=0.0), frame=10**8)
    assert counties.y_served[:, TEACHERS].all()
    schools, c = world.schools, params.competence
    row = int(np.flatnonzero(schools.participation[:, VOCATIONAL] > 0)[0])
    dose = 1 - np.exp(-(52.5 - c.dose_threshold) / c.dose_scale)
    gain = learning_rate(policy[ContextLevers].dose, c) * dose * params.vocational.workplace_nearness
    assert schools.hours[row, VOCATIONAL] == pytest.approx(52.5)
    assert schools.gain[row, VOCATIONAL] == pytest.approx(2 * gain)
    steering = world.owners.steering[schools.owner[row]]
    formed = relative_dose(policy[ContextLevers].dose, np.array([52.5]), c)[0] * schools.implementation[row]
    drive = schools.participation[row, VOCATIONAL] * steering * params.vocational.workplace_nearness * formed
    assert schools.drive[row, VOCATIONAL] == pytest.approx(2 * drive)
    assert (schools.drive[:, VOCATIONAL] <= 1).all()


def test_a_day_below_the_threshold_teaches_nothing_and_leaves_no_routine(world, policy_with, params):
    policy = policy_with(dekom_y__course_hours=7.5)
    counties = autumn(world, policy, with_(params, release_placement=0.0), frame=10**8)
    assert counties.y_served.all()
    assert not world.schools.gain[:, VOCATIONAL].any()
    assert not world.schools.drive[:, VOCATIONAL].any()
    assert np.allclose(counties.y_competence, params.vocational.firm_competence_start)


def test_where_every_hour_counts_firms_learn_from_a_day(world, policy_with, params):
    policy = policy_with(dekom_y__course_hours=7.5, context__dose="any_dose")
    counties = autumn(world, policy, params, frame=10**8)
    assert (counties.y_competence > params.vocational.firm_competence_start).all()


def test_schools_choose_between_the_two_topics_by_their_gaps(world):
    """400 draws of 6 schools, three quarters of the gap in one topic; 4 standard errors."""
    upper = world.schools.level == UPPER_SECONDARY
    world.schools.gap_relevant[:, [PROGRAMME, WORKPLACE]] = [1.0, 3.0]
    picks = [choose_topic(now_of(world, semester, luck=Luck(2, 0)))[upper] for semester in range(400)]
    assert abs(np.mean(np.array(picks) == WORKPLACE) - 0.75) <= 4 * np.sqrt(0.75 * 0.25 / (400 * upper.sum()))


# ---- nulls and mechanisms


def test_without_the_scheme_nothing_of_it_happens(levers):
    model = live(with_vocational_schools(), scenario_of(levers), 8)
    counties, schools = model.world.counties, model.world.schools
    for name, array in counties.state().items():
        if name.startswith("y_") and name not in {"y_awareness", "y_competence", "y_people", "y_turned_away"}:
            assert not array.any(), name
    assert (schools.topic[:, VOCATIONAL] == -1).all()
    assert np.allclose(counties.y_competence, model.params.vocational.firm_competence_start)
    assert np.allclose(counties.y_awareness[:, TEACHERS], model.params.vocational.awareness_schools)


def left_by_year(levers, parameters=None, **changes):
    """Share of the open pot left after round one, by school year; 300 vocational teachers a county, ample money."""
    levers["dekom_y"] |= {"frame": {2019: 60_000_000}, "frame_factor": 3.0, **changes}
    scenario = scenario_of(levers, (4, {"dekom_y.active": True}))
    model = live(with_vocational_schools(posts_per_school=200), scenario, 3, parameters=parameters)
    shares = []
    for _ in range(8):
        model.step()
        model.step()
        counties = model.world.counties
        shares.append(counties.y_left.sum() / counties.y_open.sum())
    return np.array(shares)


def test_the_open_pot_empties_as_people_tell_each_other(levers):
    told = left_by_year(levers, {"awareness_talk": 0.8})
    assert told[-2:].mean() < told[:2].mean() - 0.05


def test_without_word_of_mouth_it_does_not(levers):
    silent = left_by_year(levers, {"awareness_talk": 0.0})
    assert abs(silent[-2:].mean() - silent[:2].mean()) < 0.05


def test_more_of_the_open_pot_is_claimed_when_all_know_of_it(levers):
    usual = left_by_year(levers)
    known = left_by_year(levers, awareness_floor=1.0)
    assert (known < usual).all()


def test_relabelling_counties_permutes_the_answers(levers, policy_with, params):
    first, second = (live(with_vocational_schools(), scenario_of(levers), -1).world for _ in range(2))
    for name in ("uid", "y_people", "apprentices", "forum_power", "y_awareness"):
        array = second.counties.arrays[name]
        array[:] = array[::-1].copy()
    second.schools.county[:] = 1 - second.schools.county
    second.owners.county[:] = 1 - second.owners.county
    policy = policy_with()
    autumn(first, policy, params)
    autumn(second, policy, params)
    assert np.array_equal(first.counties.y_served, second.counties.y_served[::-1])
    assert np.array_equal(first.counties.y_pot, second.counties.y_pot[::-1])
    assert np.array_equal(first.schools.gain, second.schools.gain)
