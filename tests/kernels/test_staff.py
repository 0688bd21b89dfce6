"""Turnover and newcomers, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernels import staff as kernel
from sim.luck import Luck, stable_ids
from sim.topics import OWN_SUBJECT, TOPICS

SHARES = st.floats(0.0, 0.99)
TOPIC_COUNT = len(TOPICS.codes)


def odds(hazard: float) -> float:
    return hazard / (1.0 - hazard)


def fates(
    luck: Luck, semester: int, uid, *, school=None, qualified=True, career=40, exit_=0.0, move=0.0, unqualified=0.0,
    school_odds=None, novice_odds=None, experienced_odds=1.0, share=0.5, autumn=True, age_odds=None,
):  # fmt: skip
    n = len(uid)
    fate = np.zeros(n, dtype=np.int8)
    school = np.zeros(n, dtype=np.int32) if school is None else school
    schools = int(school.max()) + 1
    kernel.leave(
        np.uint64(luck.key("teacher leaves", semester)), uid, school, np.full(n, qualified),
        np.full(n, career, dtype=np.int16), exit_, move, unqualified,
        np.ones(61) if age_odds is None else age_odds, np.ones(schools) if school_odds is None else school_odds,
        np.ones(schools) if novice_odds is None else novice_odds, experienced_odds, share, autumn, fate,
    )  # fmt: skip
    return fate


@settings(deadline=None)
@given(SHARES, st.floats(0.0, 1.0))
def test_the_two_halves_of_a_hazard_compound_to_the_year(hazard, share):
    stay = (1.0 - kernel.season(hazard, share, True)) * (1.0 - kernel.season(hazard, share, False))
    assert stay == pytest.approx(1.0 - hazard, abs=1e-12)


@settings(deadline=None)
@given(SHARES, st.floats(0.0, 1.0))
def test_both_halves_are_shares(hazard, share):
    for autumn in (True, False):
        assert 0.0 <= kernel.season(hazard, share, autumn) <= hazard + 1e-12


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_survival_under_a_constant_hazard_is_the_closed_form(share):
    """Within 4 standard errors of (1 - h)^t, each year for ten years, 20,000 people."""
    n, hazard, luck = 20_000, 0.12, Luck(1, 0)
    uid = stable_ids(np.arange(n))
    alive = np.ones(n, dtype=bool)
    for year in range(1, 11):
        for semester in (2 * year, 2 * year + 1):
            alive &= fates(luck, semester, uid, exit_=odds(hazard), share=share, autumn=semester % 2 == 0) == 0
        expected = (1.0 - hazard) ** year
        assert abs(alive.mean() - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)


def test_nobody_leaves_at_zero_odds():
    assert (fates(Luck(1, 0), 0, stable_ids(np.arange(1000))) == kernel.STAYS).all()


def test_exits_and_moves_come_at_their_rates():
    """A mover is one who does not leave the sector: chance of moving (1 - exit) x move; within 4 standard errors."""
    n, exit_, move = 50_000, 0.2, 0.3
    fate = fates(Luck(2, 0), 0, stable_ids(np.arange(n)), exit_=odds(exit_), move=odds(move), share=1.0)
    for kind, chance in ((kernel.EXITS, exit_), (kernel.MOVES, (1.0 - exit_) * move)):
        assert abs((fate == kind).mean() - chance) < 4.0 * np.sqrt(chance * (1.0 - chance) / n)


def test_the_unqualified_leave_at_their_own_odds_and_do_not_move():
    n, hazard = 20_000, 0.3
    fate = fates(
        Luck(3, 0), 0, stable_ids(np.arange(n)), qualified=False, unqualified=odds(hazard), move=9.0, share=1.0
    )
    assert not (fate == kernel.MOVES).any()
    assert abs((fate == kernel.EXITS).mean() - hazard) < 4.0 * np.sqrt(hazard * (1.0 - hazard) / n)


@pytest.mark.parametrize(("career", "expected"), [(9, 0.25 / 1.25), (10, 0.5 / 1.5)])
def test_odds_multiply_and_induction_reaches_the_first_five_years(career, expected):
    """Odds 0.1 x 5 for age; 0.5 for novices with induction. Career 9 semesters is year 4, 10 is year 5."""
    n = 50_000
    fate = fates(
        Luck(4, 0), 0, stable_ids(np.arange(n)), exit_=0.1, career=career, share=1.0, age_odds=np.full(61, 5.0),
        novice_odds=np.array([0.5]),
    )  # fmt: skip
    assert abs((fate == kernel.EXITS).mean() - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)


@pytest.mark.parametrize(("career", "factor"), [(9, 1.0), (10, 0.5), (79, 0.5), (80, 1.0)])
def test_career_paths_reach_the_experienced_until_they_retire(career, factor):
    """The same draws: odds 0.2 x the factor, of leaving and of moving."""
    uid, luck = stable_ids(np.arange(20_000)), Luck(4, 0)
    found = fates(luck, 0, uid, exit_=0.2, move=0.1, career=career, share=1.0, experienced_odds=0.5)
    assert np.array_equal(found, fates(luck, 0, uid, exit_=0.2 * factor, move=0.1 * factor, career=career, share=1.0))


def test_the_oldest_have_the_last_age_factor():
    age = np.zeros(61)
    age[60] = 1e12
    assert (fates(Luck(1, 0), 0, stable_ids(np.arange(100)), exit_=1.0, career=300, share=1.0, age_odds=age) == 1).all()


@settings(deadline=None)
@given(st.permutations(range(60)))
def test_permuting_posts_permutes_the_fates(order):
    uid, order = stable_ids(np.arange(60)), np.array(order)
    school = (np.arange(60) % 5).astype(np.int32)
    factor = np.array([0.5, 1.0, 2.0, 4.0, 8.0])
    args = {"exit_": 0.2, "move": 0.2, "school_odds": factor}
    plain = fates(Luck(1, 0), 0, uid, school=school, **args)
    assert np.array_equal(fates(Luck(1, 0), 0, uid[order], school=school[order], **args), plain[order])


# ---- newcomers


def newcomers(uid, *, kind=0, qualified=True, career=40, bonus=0.0, spread=0.15, common=0.5, mean=0.5, key=1):
    n = len(uid)
    base = np.zeros((n, TOPIC_COUNT), dtype=np.float32)
    learned = np.ones((n, TOPIC_COUNT), dtype=np.float32)
    kernel.arrive(
        np.uint64(key), np.arange(n), uid, np.full(n, kind, dtype=np.int8), np.full(n, qualified),
        np.full(n, career, dtype=np.int16), np.full(n, bonus), TOPICS.relevance, OWN_SUBJECT, mean, 0.32, 0.1,
        spread * np.sqrt(common), spread * np.sqrt(1.0 - common), 0.08, 10.0, base, learned,
    )  # fmt: skip
    return base, learned


OWN = TOPICS.relevance[0] >= 0.9


def test_without_spread_competence_is_its_mean():
    """An experienced teacher 0.5, +0.1 in own subjects; a graduate 0.08 below; half-way 0.04; unqualified 0.32."""
    uid = stable_ids(np.arange(4))
    for kwargs, level, own in (
        ({}, 0.5, 0.1),
        ({"career": 0}, 0.42, 0.1),
        ({"career": 5}, 0.46, 0.1),
        ({"career": 0, "bonus": 0.03}, 0.45, 0.1),
        ({"qualified": False, "bonus": 0.03}, 0.32, 0.0),
    ):
        base, learned = newcomers(uid, spread=0.0, **kwargs)
        np.testing.assert_allclose(base, np.broadcast_to(level + own * OWN, base.shape), atol=1e-6)
        assert (learned == 0.0).all()


def test_spread_and_common_part_are_those_asked_for():
    """SD 0.1 in each topic and correlation 0.5 between topics, 20,000 people; within 5 standard errors."""
    n = 20_000
    base, _ = newcomers(stable_ids(np.arange(n)), spread=0.1)
    outside = base[:, ~OWN].astype(np.float64)
    assert np.abs(outside.mean(axis=0) - 0.5).max() < 5.0 * 0.1 / np.sqrt(n)
    assert np.abs(outside.std(axis=0) / 0.1 - 1.0).max() < 5.0 / np.sqrt(2.0 * n)
    pairs = np.corrcoef(outside.T)[np.triu_indices(outside.shape[1], 1)]
    assert np.abs(pairs - 0.5).max() < 5.0 * 0.75 / np.sqrt(n)


@settings(deadline=None)
@given(
    mean=st.floats(0.0, 1.0), spread=st.floats(0.0, 2.0), career=st.integers(0, 120), bonus=st.floats(-1.0, 1.0),
    qualified=st.booleans(),
)  # fmt: skip
def test_competence_of_newcomers_stays_in_bounds(mean, spread, career, bonus, qualified):
    base, learned = newcomers(
        stable_ids(np.arange(20)), mean=mean, spread=spread, career=career, bonus=bonus, qualified=qualified
    )
    assert ((base >= 0.0) & (base <= 1.0)).all()
    assert (learned == 0.0).all()


def test_only_the_given_posts_get_new_people():
    uid = stable_ids(np.arange(5))
    base = np.full((5, TOPIC_COUNT), 0.7, dtype=np.float32)
    learned = np.full((5, TOPIC_COUNT), 0.1, dtype=np.float32)
    kernel.arrive(
        np.uint64(1), np.array([1, 3]), uid, np.zeros(5, dtype=np.int8), np.ones(5, dtype=bool),
        np.zeros(5, dtype=np.int16), np.zeros(2), TOPICS.relevance, OWN_SUBJECT, 0.5, 0.3, 0.1, 0.1, 0.1, 0.0, 10.0,
        base, learned,
    )  # fmt: skip
    assert (base[[0, 2, 4]] == np.float32(0.7)).all()
    assert (learned[[0, 2, 4]] == np.float32(0.1)).all()
    assert (learned[[1, 3]] == 0.0).all()
