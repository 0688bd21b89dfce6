from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.university import Universities
from sim.areas import TeacherEducationLevers
from sim.luck import stable_ids
from sim.policy import lever_values
from tests.handmade import handmade
from tests.laws import live, scenario_of

COHORTS = 5
SIZES = {"topics": 2, "counties": 2, "cohorts": COHORTS}


def universities(n=1, **values):
    table = Universities(n, SIZES, {"uid": stable_ids(np.arange(n))})
    table.staff_hours = table.base_hours = 1000.0
    table.staff_exit, table.coupling, table.cohort_size = 0.1, 0.3, 1.0
    table.nearness = table.nearness_start = 0.4
    table.experience = table.experience_start = 0.3
    table.quality = table.quality_start = 0.5
    for name, value in values.items():
        setattr(table, name, value)
    return table


def education(coupling_floor=0.0, feedback_share=0.0, practice_schools=0.0):
    return TeacherEducationLevers(coupling_floor, 1.0, feedback_share, practice_schools)


def test_a_cohort_is_done_after_five_years():
    u = universities(cohort_quality=0.5)
    u.quality = 0.9
    u.admit(2.0)
    u.quality = 0.5
    left = []
    for _ in range(COHORTS):
        left.append((u.cohort_quality[0, 0], u.cohort_size[0, 0]))
        u.admit(1.0)
    assert left == [(0.5, 1.0)] * 4 + [(0.9, 2.0)]


def test_more_students_become_more_graduates_exactly_five_autumns_later():
    """Twice the students from autumn 2018: until spring 2023 nothing differs, in autumn 2023 the staff does."""
    levers, country = lever_values(), handmade(owners=12)
    usual = live(country, scenario_of(levers), 0)
    more = live(country, scenario_of(levers, (2, {"teacher_education.admissions_factor": 5.0})), 0)
    while more.semester < 20 and np.array_equal(usual.world.posts.base, more.world.posts.base):
        usual.step()
        more.step()
    assert more.semester == 2 + 2 * COHORTS


def test_staff_who_leave_take_along_what_newcomers_do_not_bring(params, luck):
    u = universities(nearness=0.8, experience=0.7)
    u.lose_staff(u.staff_exit, params.partnership, luck.at(0))
    loss = 0.2 * luck.uniform("university staff leaves", 0, u.uid)[0]
    assert u.experience[0] == pytest.approx(0.7 - loss * 0.4)
    assert u.nearness[0] == pytest.approx(0.8 - loss * (1 - params.partnership.nearness_kept) * 0.4)


def test_the_loss_of_staff_has_the_mean_of_the_universitys_rate(params, luck):
    """10,000 universities; a uniform loss of mean 0.1, 4 standard errors. Seen to fail without the factor 2."""
    u = universities(10_000, experience=1.0, experience_start=0.0)
    u.lose_staff(u.exits(1, params.partnership), params.partnership, luck.at(0))
    assert abs(u.experience.mean() - 0.9) <= 4 * 0.2 / np.sqrt(12 * 10_000)


@pytest.mark.parametrize(("years", "prevented"), [(1, 0.0), (2, 0.5), (4, 0.75), (10, 0.9)])
def test_promises_of_many_years_prevent_a_part_of_the_exits(params, years, prevented):
    q = replace(params.partnership, commitment_exits=0.4)
    u = universities(2, staff_exit=[0.1, 0.2])
    assert u.exits(years, q) == pytest.approx(np.array([0.1, 0.2]) * (1 - 0.4 * prevented))
    assert (u.exits(years, replace(q, commitment_exits=0.0)) == u.staff_exit).all()


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        (2000.0, 1000.0, 1300.0),  # more than it has: it hires
        (800.0, 1000.0, 940.0),  # less: it shrinks
        (100.0, 500.0, 500.0),  # never below its core
        (1000.0, 1000.0, 1000.0),
        (0.0, 1400.0, 1130.0),  # demand is gone: towards the core
        (1200.0, 1400.0, 1340.0),
        (2000.0, 1400.0, 1580.0),
    ],
)
def test_capacity_follows_what_is_asked_with_a_lag_down_to_a_core(params, asked, before, after):
    u = universities(staff_hours=before)
    u.asked = asked
    u.hire(replace(params.partnership, capacity_response=0.3, capacity_core=0.5))
    assert u.staff_hours[0] == pytest.approx(after)
    assert u.base_hours[0] == 1000.0


def test_newcomers_dilute_nearness_and_experience_toward_the_start(params):
    """From 1,000 to 1,250 hours a fifth of the staff is new; who is below the start does not fall further."""
    u = universities(2, nearness=[0.8, 0.35], experience=[0.7, 0.2])
    u.asked = 1500.0
    u.hire(replace(params.partnership, capacity_response=0.5))
    assert u.nearness == pytest.approx([0.8 - 0.2 * 0.4, 0.35])
    assert u.experience == pytest.approx([0.7 - 0.2 * 0.4, 0.2])


@pytest.mark.parametrize(("asked", "before"), [(500.0, 1000.0), (500.0, 1400.0)])
def test_without_newcomers_nothing_is_diluted(params, asked, before):
    u = universities(nearness=0.8, experience=0.7, staff_hours=before)
    u.asked = asked
    u.hire(params.partnership)
    assert (u.nearness[0], u.experience[0]) == (0.8, 0.7)


def test_universities_that_do_not_respond_keep_their_capacity(params):
    u = universities(nearness=0.8, experience=0.7)
    u.asked = 9000.0
    u.hire(replace(params.partnership, capacity_response=0.0))
    assert (u.staff_hours[0], u.nearness[0], u.experience[0]) == (1000.0, 0.8, 0.7)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=8), st.floats(0, 1), st.floats(0, 1))
def test_however_demand_swings_capacity_and_what_was_learned_stay_within_bounds(params, demand, response, learned):
    """Capacity between the core and the most that was asked; nearness, experience never below the start."""
    u = universities(nearness=0.4 + 0.6 * learned, experience=0.3 + 0.7 * learned)
    q = replace(params.partnership, capacity_response=response, capacity_core=0.5)
    for asked in demand:
        before = u.nearness[0], u.experience[0]
        u.asked = asked
        u.hire(q)
        assert 500.0 * (1 - 1e-9) <= u.staff_hours[0] <= max(1000.0, *demand) * (1 + 1e-9)
        assert 0.4 - 1e-9 <= u.nearness[0] <= before[0]
        assert 0.3 - 1e-9 <= u.experience[0] <= before[1]


def test_half_a_year_of_full_work_by_hand(params):
    q = params.partnership
    u = universities(equal_hours=1000.0)
    u.learn_by_doing(education(), 0.0, q)
    experience = 0.3 + 0.5 * 0.7 * np.log(2) / q.experience_hours
    nearness = 0.4 + 0.5 * q.nearness_gain * experience * 0.6
    assert u.experience[0] == pytest.approx(experience)
    assert u.nearness[0] == pytest.approx(nearness)
    assert u.quality[0] == pytest.approx(0.5 + 0.5 * q.feedback_gain * 0.3 * nearness * 0.5)


def test_no_hours_teach_nothing(params):
    u = universities()
    u.learn_by_doing(education(1.0, 0.3, 1.0), 0.5, params.partnership)
    assert (u.nearness[0], u.experience[0], u.quality[0]) == (0.4, 0.3, 0.5)


def test_quality_fades_to_where_it_started(params):
    u = universities(quality=0.9)
    for _ in range(8):
        u.learn_by_doing(education(), 0.0, params.partnership)
    assert u.quality[0] == pytest.approx(0.5 + 0.4 * (1 - 0.5 * params.partnership.quality_fade) ** 8, rel=1e-12)


def test_a_floor_lifts_low_couplings_and_leaves_high_ones(params):
    u, free = (universities(2, coupling=[0.1, 0.6], equal_hours=500.0) for _ in range(2))
    u.learn_by_doing(education(0.4), 0.0, params.partnership)
    free.learn_by_doing(education(), 0.0, params.partnership)
    assert u.quality[0] - 0.5 == pytest.approx(4 * (free.quality[0] - 0.5))
    assert u.quality[1] == free.quality[1]


def learned(q, bonus=0.0, hours=500.0, **levers):
    u = universities(equal_hours=hours, cohort_quality=0.5)
    u.learn_by_doing(education(**levers), bonus, q)
    return u


def test_a_bonus_for_practice_nearness_adds_to_what_is_learned_by_doing(params):
    q = params.partnership
    paid, usual = learned(q, bonus=0.2), learned(q)
    assert paid.nearness[0] - usual.nearness[0] == pytest.approx(0.5 * q.bonus_gain * 0.2 * 0.5 * 0.6)
    assert paid.experience[0] == usual.experience[0]


def test_money_for_feedback_lifts_coupling_toward_1_and_the_first_kroner_most(params):
    """The rise in quality against none, over a share of money: concave, and full coupling is its bound."""
    q = params.partnership
    rise = [learned(q, feedback_share=share).quality[0] - 0.5 for share in (0.0, 0.1, 0.2)]
    full = learned(q, coupling_floor=1.0).quality[0] - 0.5
    assert 0 < rise[2] - rise[1] < rise[1] - rise[0]
    assert rise[1] == pytest.approx(full * (1 - 0.7 * np.exp(-0.1 * q.feedback_money)))


def test_practice_in_partner_schools_teaches_every_cohort_on_its_way_and_not_the_programme(params):
    q = params.partnership
    met, usual = learned(q, practice_schools=0.5), learned(q)
    gain = 0.5 * q.practice_school_gain * 0.5 * met.nearness[0] * 0.5
    assert np.allclose(met.cohort_quality, 0.5 + gain * 0.5)
    assert np.array_equal(usual.cohort_quality, np.full((1, COHORTS), 0.5))
    assert met.quality[0] == usual.quality[0]


@given(st.floats(0, 1), st.floats(0, 5000), st.floats(0, 1), st.floats(0, 1))
def test_everything_stays_within_0_and_1(params, luck, start, hours, floor, paid):
    wild = replace(params.partnership, nearness_gain=0.5, feedback_gain=0.5, experience_hours=1.0, bonus_gain=0.6)
    u = universities(nearness=start, experience=start, quality=start, equal_hours=hours, cohort_quality=start)
    for year in range(4):
        u.lose_staff(u.exits(1 + year, wild), wild, luck.at(2 * year))
        u.asked = hours
        u.hire(wild)
        u.learn_by_doing(education(floor, paid, floor), paid, wild)
        for column in (u.nearness, u.experience, u.quality, u.cohort_quality[:, 0]):
            assert 0 <= column[0] <= 1
