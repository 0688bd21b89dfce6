"""Laws of every distribution key there is: a new key is tested by existing."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.allocation import (
    Allocation,
    BasePlusPerTeacher,
    BenefitWeighted,
    Claimants,
    EqualShares,
    NationalKey,
    NeedsWeighted,
    PerTeacher,
    QualityRanked,
    SmallOwnerWeight,
)
from tests.rules.made import every

KEYS = every(Allocation)


@st.composite
def applications(draw):
    """Pot, kroner asked and claimants; some ask for nothing."""
    n = draw(st.integers(1, 10))

    def column(numbers):
        return np.array(draw(st.lists(numbers, min_size=n, max_size=n)), dtype=np.float64)

    share = st.floats(0.01, 1.0)
    asking = Claimants(
        teachers=column(st.integers(1, 500)),
        need=column(share),
        quality=column(share),
        benefit=column(share),
        inhabitants=column(st.integers(0, 10**5)),
        key=column(st.floats(0.01, 1.0)),
        ids=np.array(draw(st.permutations(range(n))), dtype=np.float64),
    )
    return draw(st.integers(0, 10**7)), column(st.one_of(st.just(0), st.integers(1, 10**6))), asking


def rows_of(asking, order):
    return Claimants(*(getattr(asking, f.name)[order] for f in fields(Claimants)))


def breaking(law):
    """Names of the keys for which a law does not hold."""
    return [key.option() for key in KEYS if not np.all(law(key))]


@given(applications())
def test_all_is_handed_out_up_to_what_was_asked(case):
    pot, asked, asking = case
    assert breaking(lambda key: key(pot, asked, asking).sum() == min(pot, int(asked.sum()))) == []


@given(applications())
def test_nobody_gets_more_than_asked_or_less_than_nothing(case):
    pot, asked, asking = case
    assert breaking(lambda key: key(pot, asked, asking) >= 0) == []
    assert breaking(lambda key: key(pot, asked, asking) <= asked) == []


@given(applications())
def test_who_asks_for_nothing_gets_nothing(case):
    pot, asked, asking = case
    assert breaking(lambda key: key(pot, asked, asking)[asked == 0] == 0) == []


@given(applications(), st.randoms(use_true_random=False))
def test_permuting_claimants_permutes_the_grants_but_for_a_krone_of_rounding(case, random):
    pot, asked, asking = case
    order = np.array(random.sample(range(len(asked)), len(asked)))
    permuted = rows_of(asking, order)
    assert breaking(lambda key: np.abs(key(pot, asked[order], permuted) - key(pot, asked, asking)[order]) <= 1) == []


@given(applications())
def test_only_the_relative_number_of_teachers_counts(case):
    pot, asked, asking = case
    larger = replace(asking, teachers=asking.teachers * 4)
    assert breaking(lambda key: np.abs(key(pot, asked, larger) - key(pot, asked, asking)) <= 1) == []


@given(applications())
def test_twice_the_pot_and_the_wishes_give_twice_the_grants(case):
    pot, asked, asking = case
    assert breaking(lambda key: np.abs(key(2 * pot, 2 * asked, asking) - 2 * key(pot, asked, asking)) <= 3) == []


@given(applications(), st.integers(0, 10**6))
def test_a_larger_pot_costs_nobody_more_than_a_krone_of_rounding(case, more):
    pot, asked, asking = case
    assert breaking(lambda key: key(pot + more, asked, asking) >= key(pot, asked, asking) - 1) == []


@given(applications(), st.integers(1, 200))
def test_more_teachers_never_mean_less_money(case, more):
    pot, asked, asking = case
    grown = replace(asking, teachers=asking.teachers + np.where(np.arange(len(asked)) == 0, more, 0))
    assert breaking(lambda key: key(pot, asked, grown)[0] >= key(pot, asked, asking)[0] - 1) == []


@given(st.integers(1, 10), st.integers(0, 10**7), st.integers(1, 10**6))
def test_equal_claimants_get_equal_money_up_to_a_krone(n, pot, asked):
    ones = np.ones(n)
    alike = Claimants(30 * ones, 0.4 * ones, 0.6 * ones, 0.3 * ones, 5000 * ones, ones, np.arange(n) * 1.0)
    assert breaking(lambda key: np.ptp(key(pot, asked * ones, alike)) <= 1) == []


@given(applications())
def test_every_claimant_has_some_claim(case):
    assert breaking(lambda key: key.claim(case[2]) > 0) == []


def test_a_county_without_claimants_keeps_its_pot():
    none = np.zeros(0)
    nobody = Claimants(*[none] * 7)
    assert breaking(lambda key: key(1000, none, nobody).tolist() == []) == []


SAME = {
    "base share 0 is per teacher": (BasePlusPerTeacher(0.0), PerTeacher()),
    "base share 1 is equal shares": (BasePlusPerTeacher(1.0), EqualShares()),
    "need weight 0 is per teacher": (NeedsWeighted(0.0), PerTeacher()),
    "steepness 0 is per teacher": (QualityRanked(0.0), PerTeacher()),
    "exponent 1 is per teacher": (SmallOwnerWeight(1.0), PerTeacher()),
    "exponent 0 is equal shares": (SmallOwnerWeight(0.0), EqualShares()),
    "need and benefit of weight 0 are per teacher": (BenefitWeighted(0.0, 0.0), PerTeacher()),
}


@given(case=applications())
def test_keys_meet_at_their_ends(case):
    apart = [name for name, (one, other) in SAME.items() if not (np.abs(one(*case) - other(*case)) <= 1).all()]
    assert apart == []


@given(applications(), st.floats(0.05, 1.0))
def test_equal_needs_make_the_key_by_needs_per_teacher(case, need):
    pot, asked, asking = case
    alike = replace(asking, need=np.full(len(asked), need))
    assert (np.abs(NeedsWeighted(1.0)(pot, asked, alike) - PerTeacher()(pot, asked, alike)) <= 1).all()


TWO = Claimants(
    *(np.array(x) for x in ([10.0, 30.0], [0.6, 0.2], [1.0, 0.0], [0.0, 0.4], [1e3, 1e4], [0.6, 0.4], [1.0, 2.0]))
)


@pytest.mark.parametrize(
    ("key", "first"),
    [
        (PerTeacher(), 250_000),
        (EqualShares(), 500_000),
        (NationalKey(), 600_000),
        (BasePlusPerTeacher(0.2), 300_000),
        (NeedsWeighted(1.0), 500_000),
        (QualityRanked(float(np.log(3.0))), 500_000),
        (SmallOwnerWeight(0.5), 366_025),
        (BenefitWeighted(1.0, 0.0), 357_143),  # half of the claim by need: 10 x 1.25 against 30 x 0.75
        (BenefitWeighted(0.0, 1.0), 100_000),  # 10 x 0.5 against 30 x 1.5
    ],
)
def test_a_million_for_two_owners_by_hand(key, first):
    assert key(1_000_000, np.array([1e6, 1e6]), TWO).tolist() == [first, 1_000_000 - first]


def test_no_need_anywhere_leaves_the_key_by_needs_per_teacher():
    none = replace(TWO, need=np.zeros(2))
    assert NeedsWeighted(1.0)(1000, np.array([1e6, 1e6]), none).tolist() == [250, 750]


@given(applications())
def test_nobody_is_shut_out_for_want_of_benefit(case):
    """Half of the claim is even: a newcomer without benefit has at least half of what a teacher has on average."""
    asking = case[2]
    newcomer = replace(asking, benefit=np.where(np.arange(len(asking.ids)) == 0, 0.0, asking.benefit))
    claim = BenefitWeighted(0.0, 1.0).claim(newcomer) / asking.teachers
    assert claim[0] >= 0.5 * claim.mean() - 1e-12


@given(applications())
def test_before_anything_is_delivered_benefit_does_not_count(case):
    pot, asked, asking = case
    new = replace(asking, benefit=np.zeros(len(asked)))
    assert np.array_equal(BenefitWeighted(1.0, 3.0)(pot, asked, new), BenefitWeighted(1.0, 0.0)(pot, asked, new))
