from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.network import Networks
from sim.luck import mix, stable_ids
from sim.mechanisms.measures import LINES, SLOTS

SIZES = {"universities": 3, "slots": SLOTS, "topics": 2, "kinds": 2, "lines": LINES}


def networks(n=1, **values):
    table = Networks(n, SIZES, {"uid": stable_ids(np.arange(n))})
    table.link_uid = mix(table.uid[:, None] + np.arange(3, dtype=np.uint64))
    table.trust, table.delivered, table.coordinator = 0.2, 1.0, np.arange(n, dtype=np.int32)
    for name, value in values.items():
        setattr(table, name, value)
    return table


def years_to_half(params, start):
    """Years of full success until half of the way from `start` to full trust is gone, read between semesters."""
    net, left = networks(trust=start), 1.0
    for semesters in range(100):
        net.build_trust(np.ones(1), np.zeros(1), 0.0, params)
        now = (1 - net.trust[0, 0]) / (1 - start)
        if now <= 0.5:
            return (semesters + np.log(left / 0.5) / np.log(left / now)) / 2
        left = now
    return np.inf


@pytest.mark.parametrize("start", [0.0, 0.2, 0.7])
@pytest.mark.parametrize("half", [2.0, 2.5, 3.0])
def test_full_success_halves_what_lacks_in_trust_in_the_years_the_register_names(params, start, half):
    assert years_to_half(replace(params.partnership, trust_half_years=half), start) == pytest.approx(half, abs=1e-6)


def test_half_a_year_of_trust_by_hand(params):
    net = networks()
    net.build_trust(np.full(1, 0.6), np.full(1, 0.4), 0.0, params.partnership)
    grown = 1 - 2 ** (-0.5 * 0.6 / params.partnership.trust_half_years)
    by_hand = 0.2 + grown * 0.8 - 0.5 * params.partnership.dominance_loss * 0.4 * 0.2
    assert net.trust[0].tolist() == [pytest.approx(by_hand), 0.2, 0.2]


def test_trust_grows_only_where_work_is_done(params):
    net = networks(3, partner=np.array([0, -1, 2], dtype=np.int8), delivered=[0.0, 1.0, 1.0])
    net.build_trust(np.ones(3), np.zeros(3), 0.0, params.partnership)
    assert (net.trust > 0.2).tolist() == [[False] * 3, [False] * 3, [False, False, True]]


def test_dominance_wears_trust_down(params):
    net = networks(trust=0.8)
    net.build_trust(np.zeros(1), np.ones(1), 0.0, params.partnership)
    assert net.trust[0, 0] == pytest.approx(0.8 * (1 - 0.5 * params.partnership.dominance_loss))


@pytest.mark.parametrize("equality", [0.0, 0.25, 1.0])
def test_an_equal_say_takes_its_part_off_the_wear_of_dominance(params, equality):
    net = networks(trust=0.8)
    net.build_trust(np.zeros(1), np.ones(1), equality, params.partnership)
    assert net.trust[0, 0] == pytest.approx(0.8 * (1 - 0.5 * params.partnership.dominance_loss * (1 - equality)))


def test_an_equal_say_does_nothing_where_nobody_dominates(params):
    one, other = networks(trust=0.4), networks(trust=0.4)
    one.build_trust(np.full(1, 0.7), np.zeros(1), 0.0, params.partnership)
    other.build_trust(np.full(1, 0.7), np.zeros(1), 1.0, params.partnership)
    assert np.array_equal(one.trust, other.trust)


def test_hours_that_are_bought_build_no_trust_and_wear_none_down(params):
    net = networks(2, purchased=[True, False])
    net.build_trust(np.ones(2), np.ones(2), 0.0, params.partnership)
    assert (net.trust[0] == 0.2).all()
    assert net.trust[1, 0] != 0.2


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_trust_stays_within_0_and_1(params, start, success, weakness, equality):
    net = networks(trust=start)
    for _ in range(6):
        fast = replace(params.partnership, trust_half_years=1.0)
        net.build_trust(np.full(1, success), np.full(1, weakness), equality, fast)
        assert ((net.trust >= 0) & (net.trust <= 1)).all()


def quarter(params):
    """Whoever leaves takes a quarter of the trust along, and strangers begin with none."""
    return replace(params.partnership, trust_exit_loss=0.25, trust_start=0.0)


def test_what_strangers_trust_is_not_lost(luck, params):
    net = networks(2)
    net.lose_contacts(np.ones(2, dtype=bool), np.ones(3), replace(params.partnership, trust_start=0.2), luck.at(0))
    assert (net.trust == 0.2).all()


def test_a_leader_who_leaves_costs_trust_in_every_partner(luck, params):
    net = networks(2)
    net.lose_contacts(np.array([True, False]), np.zeros(3), quarter(params), luck.at(0))
    assert np.allclose(net.trust, [[0.15] * 3, [0.2] * 3])


def test_only_the_coordinators_leader_counts(luck, params):
    net = networks(1, coordinator=np.array([1], dtype=np.int32))
    net.lose_contacts(np.array([True, False]), np.zeros(3), quarter(params), luck.at(0))
    assert (net.trust == 0.2).all()


def test_contact_persons_leave_at_the_rate_of_their_university(luck, params):
    """10,000 networks; each university within 4 standard errors. Seen to fail with one rate for all."""
    net, rate = networks(10_000), np.array([0.05, 0.15, 0.3])
    net.lose_contacts(np.zeros(10_000, dtype=bool), rate, quarter(params), luck.at(0))
    share = (net.trust < 0.2).mean(axis=0)
    assert (np.abs(share - rate) <= 4 * np.sqrt(rate * (1 - rate) / 10_000)).all()


def test_quality_is_trust_times_nearness_and_nothing_without_partner():
    net = networks(2, partner=np.array([1, -1], dtype=np.int8), trust=[[0.1, 0.5, 0.9]] * 2)
    assert net.partner_trust().tolist() == [0.5, 0.0]
    assert net.quality(np.array([0.2, 0.4, 0.6])).tolist() == [0.2, 0.0]


def test_the_mechanism_is_the_partnerships_quality_or_that_of_what_is_bought():
    net = networks(3, partner=np.array([1, 1, -1], dtype=np.int8), purchased=[False, True, False],
                   trust=[[0.1, 0.5, 0.9]] * 3)  # fmt: skip
    mechanism = net.mechanism(np.array([0.2, 0.4, 0.6]), 0.3)
    assert mechanism.tolist() == [0.2, 0.3, 0.3]


def test_delivered_quality_is_that_of_the_partner_at_work_not_of_the_next_one():
    net = networks(2, partner=np.array([2, 2], dtype=np.int8), last_partner=np.array([1, -1], dtype=np.int8),
                   trust=[[0.1, 0.5, 0.9]] * 2)  # fmt: skip
    assert net.delivered_quality(np.array([0.2, 0.4, 0.6])).tolist() == [0.2, 0.0]
