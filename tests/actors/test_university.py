from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.levers import root_levers
from sim.actors.university import Universities
from sim.luck import stable_ids
from sim.population import COHORTS
from tests.handmade import handmade
from tests.laws import live, scenario_of

SIZES = {"topics": 2, "counties": 2, "cohorts": COHORTS}


def universities(n=1, **values):
    table = Universities(n, SIZES, {"uid": stable_ids(np.arange(n))})
    table.staff_hours, table.staff_exit, table.coupling, table.cohort_size = 1000.0, 0.1, 0.3, 1.0
    table.nearness = table.nearness_start = 0.4
    table.experience = table.experience_start = 0.3
    table.quality = table.quality_start = 0.5
    for name, value in values.items():
        setattr(table, name, value)
    return table


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
    levers, country = root_levers(), handmade(owners=12)
    usual = live(country, scenario_of(levers), 0)
    more = live(country, scenario_of(levers, (2, {"teacher_education.admissions_factor": 5.0})), 0)
    while np.array_equal(usual.world.posts.base, more.world.posts.base):
        usual.step()
        more.step()
    assert more.semester == 2 + 2 * COHORTS


def test_staff_who_leave_take_along_what_newcomers_do_not_bring(p, luck):
    u = universities(nearness=0.8, experience=0.7)
    u.lose_staff(luck, 0, p.partnership)
    loss = 0.2 * luck.uniform("university staff leaves", 0, u.uid)[0]
    assert u.experience[0] == pytest.approx(0.7 - loss * 0.4)
    assert u.nearness[0] == pytest.approx(0.8 - loss * (1 - p.partnership.nearness_kept) * 0.4)


def test_the_loss_of_staff_has_the_mean_of_the_universitys_rate(p, luck):
    """10,000 universities; a uniform loss of mean 0.1, 4 standard errors. Seen to fail without the factor 2."""
    u = universities(10_000, experience=1.0, experience_start=0.0)
    u.lose_staff(luck, 0, p.partnership)
    assert abs(u.experience.mean() - 0.9) <= 4 * 0.2 / np.sqrt(12 * 10_000)


def test_half_a_year_of_full_work_by_hand(p):
    q = p.partnership
    u = universities(equal_hours=1000.0)
    u.learn_by_doing(0.0, q)
    experience = 0.3 + 0.5 * 0.7 * np.log(2) / q.experience_hours
    nearness = 0.4 + 0.5 * q.nearness_gain * experience * 0.6
    assert u.experience[0] == pytest.approx(experience)
    assert u.nearness[0] == pytest.approx(nearness)
    assert u.quality[0] == pytest.approx(0.5 + 0.5 * q.feedback_gain * 0.3 * nearness * 0.5)


def test_no_hours_teach_nothing(p):
    u = universities()
    u.learn_by_doing(1.0, p.partnership)
    assert (u.nearness[0], u.experience[0], u.quality[0]) == (0.4, 0.3, 0.5)


def test_quality_fades_to_where_it_started(p):
    u = universities(quality=0.9)
    for _ in range(8):
        u.learn_by_doing(0.0, p.partnership)
    assert u.quality[0] == pytest.approx(0.5 + 0.4 * (1 - 0.5 * p.partnership.quality_fade) ** 8, rel=1e-12)


def test_a_floor_lifts_low_couplings_and_leaves_high_ones(p):
    u, free = (universities(2, coupling=[0.1, 0.6], equal_hours=500.0) for _ in range(2))
    u.learn_by_doing(0.4, p.partnership)
    free.learn_by_doing(0.0, p.partnership)
    assert u.quality[0] - 0.5 == pytest.approx(4 * (free.quality[0] - 0.5))
    assert u.quality[1] == free.quality[1]


@given(st.floats(0, 1), st.floats(0, 5000), st.floats(0, 1))
def test_everything_stays_within_0_and_1(p, luck, start, hours, floor):
    wild = replace(p.partnership, nearness_gain=0.5, feedback_gain=0.5, experience_hours=1.0)
    u = universities(nearness=start, experience=start, quality=start, equal_hours=hours)
    for year in range(4):
        u.lose_staff(luck, 2 * year, wild)
        u.learn_by_doing(floor, wild)
        for column in (u.nearness, u.experience, u.quality):
            assert 0 <= column[0] <= 1
