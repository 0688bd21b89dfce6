"""A round of Dekom Y: who applies, and what the pots of a county pay for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.luck import Luck, stable_ids
from sim.mechanisms.vocational_round import (
    BOARDS,
    BOARDS_POT,
    COURSE,
    FIRMS,
    MEASURES,
    OPEN_POT,
    PLACEMENT,
    PLACEMENTS_POT,
    TEACHERS,
    applications,
    by_group,
    grant_measures,
    prices,
    share_out,
)
from sim.policy import lever_values, policy_from
from sim.schemes.dekom_y import DekomYLevers

LEVERS = policy_from(lever_values())[DekomYLevers]
IN_COUNTIES = np.array([[900, 120, 30], [450, 60, 30]])
"""People of two counties in firms, on boards, and vocational teachers."""


PEOPLE = st.integers(0, 300)


@given(arrays(np.int64, 2, elements=st.integers(0, 10**6)), arrays(np.int64, (2, MEASURES), elements=PEOPLE),
       st.floats(0, 1))  # fmt: skip
def test_the_open_pot_is_never_overdrawn_nor_kept_from_who_asked(pot, asked, alike):
    price = prices(LEVERS)
    granted = share_out(pot, asked, price, np.full(2, alike))
    left = pot - granted @ price
    assert (granted >= 0).all()
    assert (granted <= asked).all()
    assert (left >= 0).all()
    assert ((granted == asked) | (left[:, None] < price)).all()


def test_the_open_pot_serves_schools_first_or_all_alike_by_hand():
    pot, asked, price = np.array([900]), np.array([[60, 20, 40, 0]]), np.full(MEASURES, 10)
    assert share_out(pot, asked, price, np.zeros(1)).tolist() == [[60, 20, 10, 0]]
    assert share_out(pot, asked, price, np.ones(1)).tolist() == [[45, 15, 30, 0]]
    half = [[60, 15, 15, 0]]  # 22, 7 and 15 alike; what is left to placements, then to courses
    assert share_out(pot, asked, price, np.full(1, 0.5)).tolist() == half


NO_ADVICE = np.zeros(2)
"""Part of each county's open pot that serves all alike: none, so schools come first."""


def test_grants_pay_whole_measures_from_the_pots_they_belong_to():
    price = prices(LEVERS)
    placement, course = price[[PLACEMENT, COURSE]]
    assert (placement, course) == (7 * 3500, 1000)
    pot = np.zeros((2, 3), dtype=np.int64)
    pot[0, [OPEN_POT, BOARDS_POT, PLACEMENTS_POT]] = placement + 3500, 2500, placement
    asked = np.zeros((2, MEASURES), dtype=np.int64)
    asked[0] = [3, 2, 5, 4]
    before = pot.sum()
    granted = grant_measures(pot, asked, price, NO_ADVICE, later=False)
    assert granted[0].tolist() == [2, 2, 1, 2]  # one placement from its own pot, one from the open pot
    assert pot[0].tolist() == [500, 500, 0]  # less than a course costs
    assert pot.sum() + (granted @ price).sum() == before


def test_a_later_round_serves_boards_and_placements_first_and_then_opens_every_pot():
    pot = np.array([[0, 5_000, 0], [1_000, 1_000, 0]])  # open, boards, placements
    asked = np.array([[0, 2, 9, 3]] * 2)
    granted = grant_measures(pot, asked, prices(LEVERS), NO_ADVICE, later=True)
    assert granted.tolist() == [[0, 2, 0, 3], [0, 1, 0, 1]]
    assert not pot.any()


def test_as_many_apply_as_know_of_it_and_are_released(params):
    """400 rounds of two counties; rounding by lot has an SD of half a person; 4 standard errors."""
    v, uid = params.vocational, stable_ids(np.arange(2))
    know, found = np.full((2, 3), 0.5), []
    for semester in range(400):
        lot = Luck(3, 0).uniform("vocational applications", semester, uid, MEASURES)
        found.append(applications(IN_COUNTIES, know, 0.8, lot, v))
    released = np.array([v.release_placement, v.release_course, v.release_firm, v.release_board])
    expected = 0.8 * 0.5 * IN_COUNTIES[:, [TEACHERS, TEACHERS, FIRMS, BOARDS]] * released
    assert (np.abs(np.mean(found, axis=0) - expected) <= 4 * 0.5 / np.sqrt(400)).all()


@given(st.floats(0, 1), st.floats(0, 1), arrays(np.float64, (2, MEASURES), elements=st.floats(0, 0.999)),
       st.integers(0, 40))  # fmt: skip
def test_never_more_apply_than_are_free(params, placement, course, lot, taken):
    free = np.maximum(IN_COUNTIES - taken, 0)
    all_ = {"release_firm": 1.0, "release_board": 1.0}
    v = replace(params.vocational, release_placement=placement, release_course=course, **all_)
    asked = applications(free, np.ones((2, 3)), 1.0, lot, v)
    assert (asked >= 0).all()
    assert (by_group(asked) <= free).all()
