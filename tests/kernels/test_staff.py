"""Turnover, pairing and newcomers, against closed forms."""

from __future__ import annotations

from typing import Any

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


def fates(luck: Luck, semester: int, uid: Any, *, share: float = 1.0, autumn: bool = True, **changed: Any) -> Any:
    """What people do whose hazards are nothing but for those changed; scalars stand for everybody or every school."""
    n = len(uid)
    school = changed.pop("school", np.zeros(n, dtype=np.int32))
    people = {"holder": 1, "qualified": True, "age": 40, "career": 20, "route": 1}
    people |= {name: changed.pop(name) for name in list(changed) if name in people}
    kinds = {"holder": np.uint64, "qualified": bool, "age": np.int8, "career": np.int16, "route": np.int8}
    columns = {name: np.full(n, value, dtype=kinds[name]) for name, value in people.items()}
    closed = np.full(int(school.max(initial=0)) + 1, changed.pop("closed_from", n), dtype=np.int32)
    staff = kernel.Staff(uid=uid, school=school, closed_from=closed, **columns)
    schools = len(closed)
    hazards: dict[str, Any] = {"out": np.zeros(90), "leave": np.zeros(90), "route": np.ones(3), "early": 1.0,
                               "experienced": 1.0, "work": 0.0, "move": 0.0, "unqualified": 0.0}  # fmt: skip
    hazards["route"] = changed.pop("by_route", hazards["route"])
    hazards |= changed
    for name in ("work", "move", "unqualified", "early"):
        hazards[name] = np.broadcast_to(hazards[name], schools).astype(np.float64)
    for name in ("out", "leave"):
        hazards[name] = np.broadcast_to(hazards[name], 90).astype(np.float64)
    fate = np.zeros(n, dtype=np.int8)
    key = np.uint64(luck.key("teacher leaves", semester))
    kernel.leave(key, staff, kernel.Leaving(**hazards), share, autumn, fate)
    return fate


def near(found: Any, chance: float, n: int) -> bool:
    """Whether a share lies within 4 standard errors of a chance."""
    return bool(abs(found - chance) <= 4.0 * np.sqrt(chance * (1.0 - chance) / n))


@settings(deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_two_halves_of_a_hazard_compound_to_the_year(hazard, share):
    halves = [kernel.season(hazard, share, autumn) for autumn in (True, False)]
    assert (1.0 - halves[0]) * (1.0 - halves[1]) == pytest.approx(1.0 - hazard, abs=1e-9)
    assert all(0.0 <= half <= 1.0 for half in halves)


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_survival_under_a_constant_hazard_is_the_closed_form(share):
    """Within 4 standard errors of (1 - h)^t, each year for ten years, 20,000 people."""
    n, hazard, luck = 20_000, 0.12, Luck(1, 0)
    uid = stable_ids(np.arange(n))
    alive = np.ones(n, dtype=bool)
    for year in range(1, 11):
        for semester in (2 * year, 2 * year + 1):
            alive &= fates(luck, semester, uid, work=odds(hazard), share=share, autumn=semester % 2 == 0) == 0
        assert near(alive.mean(), (1.0 - hazard) ** year, n)


def test_nobody_leaves_where_nothing_makes_her_and_where_nobody_is():
    uid = stable_ids(np.arange(1000))
    assert (fates(Luck(1, 0), 0, uid) == kernel.STAYS).all()
    assert (fates(Luck(1, 0), 0, uid, out=0.9, work=9.0, closed_from=0, holder=0) == kernel.STAYS).all()


def test_hazards_compete_in_their_order():
    """Out, then other work, leave and moving, each among those whom none before has met."""
    n, hazard = 50_000, {"out": 0.1, "work": 0.2, "leave": 0.15, "move": 0.3}
    fate = fates(
        Luck(2, 0), 0, stable_ids(np.arange(n)), out=hazard["out"], work=odds(hazard["work"]), leave=hazard["leave"],
        move=odds(hazard["move"]),
    )  # fmt: skip
    left = 1.0
    kinds = (kernel.GOES_OUT, kernel.TO_OTHER_WORK, kernel.GOES_ON_LEAVE, kernel.MOVES)
    for kind, chance in zip(kinds, hazard.values(), strict=True):
        assert near((fate == kind).mean(), left * chance, n)
        left *= 1.0 - chance


def test_leave_begins_in_autumn_only():
    uid = stable_ids(np.arange(1000))
    assert (fates(Luck(2, 0), 0, uid, leave=0.3) == kernel.GOES_ON_LEAVE).any()
    assert not fates(Luck(2, 0), 1, uid, leave=0.3, autumn=False, share=0.5).any()


def test_the_unqualified_leave_for_good_at_their_own_odds_and_nothing_else():
    n, hazard = 20_000, 0.3
    others = {"move": 9.0, "leave": 0.9, "work": 9.0}
    fate = fates(Luck(3, 0), 0, stable_ids(np.arange(n)), qualified=False, unqualified=odds(hazard), **others)
    assert set(fate.tolist()) == {kernel.STAYS, kernel.GOES_OUT}
    assert near((fate == kernel.GOES_OUT).mean(), hazard, n)


FACTORS = [(3, 0.5), (4, 1.0), (9, 1.0), (10, 2.0)]
"""Semesters of career, and the factor: guided in the first two years (0.5), experienced after five (2)."""


@pytest.mark.parametrize(("career", "factor"), FACTORS)
def test_odds_multiply_by_career(career, factor):
    uid, luck = stable_ids(np.arange(20_000)), Luck(4, 0)
    found = fates(luck, 0, uid, work=0.1, move=0.05, career=career, early=0.5, experienced=2.0)
    assert np.array_equal(found, fates(luck, 0, uid, work=0.1 * factor, move=0.05 * factor))


def test_the_route_changes_the_odds_of_leaving_for_other_work_alone():
    uid, luck = stable_ids(np.arange(20_000)), Luck(4, 0)
    found = fates(luck, 0, uid, work=0.1, move=0.05, route=2, by_route=np.array([1.0, 1.0, 3.0]))
    assert np.array_equal(found, fates(luck, 0, uid, work=0.3, move=0.05))


def test_age_decides_who_retires_and_who_goes_on_leave():
    uid, age = stable_ids(np.arange(4000)), np.repeat([30, 64], 2000)
    by_age = np.arange(90)
    fate = fates(
        Luck(5, 0), 0, uid, age=age, out=np.where(by_age >= 62, 0.5, 0.0), leave=np.where(by_age < 40, 0.5, 0.0)
    )
    assert set(fate[:2000].tolist()) == {kernel.STAYS, kernel.GOES_ON_LEAVE}
    assert set(fate[2000:].tolist()) == {kernel.STAYS, kernel.GOES_OUT}


def test_who_stays_or_would_move_loses_a_post_that_has_closed():
    uid = stable_ids(np.arange(1000))
    usual = fates(Luck(6, 0), 0, uid, work=0.2, move=0.3)
    fate = fates(Luck(6, 0), 0, uid, work=0.2, move=0.3, closed_from=600)
    assert np.array_equal(fate[:600], usual[:600])
    assert (fate[600:][usual[600:] <= kernel.MOVES] == kernel.LOSES_POST).all()
    assert np.array_equal(fate[600:][usual[600:] > kernel.MOVES], usual[600:][usual[600:] > kernel.MOVES])


@settings(deadline=None)
@given(st.permutations(range(60)))
def test_permuting_posts_permutes_the_fates(order):
    uid, order = stable_ids(np.arange(60)), np.array(order)
    school = (np.arange(60) % 5).astype(np.int32)
    args = {"work": 0.2 * np.array([0.5, 1.0, 2.0, 4.0, 8.0]), "move": 0.2}
    plain = fates(Luck(1, 0), 0, uid, school=school, **args)
    assert np.array_equal(fates(Luck(1, 0), 0, uid[order], school=school[order], **args), plain[order])


# ---- pairs


KEYS = st.lists(st.integers(0, 4), max_size=12)


@settings(deadline=None)
@given(KEYS, KEYS)
def test_seekers_and_vacancies_of_a_key_go_together_in_order(wish, offer):
    taken = kernel.pair(np.array(wish, dtype=np.int64), np.array(offer, dtype=np.int64), 5).tolist()
    for key in range(5):
        seekers = [i for i, k in enumerate(wish) if k == key]
        vacancies = [j for j, k in enumerate(offer) if k == key]
        expected = vacancies[: len(seekers)] + [-1] * (len(seekers) - len(vacancies))
        assert [taken[i] for i in seekers] == expected


def test_those_able_are_drawn_at_the_chance_of_their_school():
    n = 40_000
    ids, able = stable_ids(np.arange(n)), np.tile([False, True], n // 2)
    school = np.repeat([0, 1], n // 2).astype(np.int32)
    found = kernel.drawn(np.uint64(7), ids, able, school, np.array([0.1, 0.6]))
    assert able[found].all()
    for s, chance in enumerate((0.1, 0.6)):
        assert near((school[found] == s).sum() / (n / 4), chance, n / 4)


# ---- newcomers


def newcomers(
    uid, *, kind=0, qualified=True, career=40, bonus=0.0, spread=0.15, common=0.5, mean=0.5, key=1, rows=None
):
    n = len(uid)
    rows = np.arange(n) if rows is None else np.array(rows)
    base = np.full((n, TOPIC_COUNT), 0.7, dtype=np.float32)
    learned = np.full((n, TOPIC_COUNT), 0.1, dtype=np.float32)
    people = kernel.Newcomers(
        uid, np.full(n, kind, dtype=np.int8), np.full(n, qualified), np.full(n, career, dtype=np.int16)
    )
    means = kernel.Means(mean, 0.32, 0.1, spread * np.sqrt(common), spread * np.sqrt(1.0 - common), 0.08, 10.0)
    kernel.arrive(
        np.uint64(1), rows, people, np.full(len(rows), bonus), TOPICS.relevance, OWN_SUBJECT, means, base, learned
    )
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


def test_only_the_given_rows_get_new_people():
    base, learned = newcomers(stable_ids(np.arange(5)), rows=[1, 3])
    assert (base[[0, 2, 4]] == np.float32(0.7)).all()
    assert (learned[[0, 2, 4]] == np.float32(0.1)).all()
    assert (learned[[1, 3]] == 0.0).all()
