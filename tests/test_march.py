"""March's (1991) findings on exploration and exploitation, and that they go away with their mechanism.

A finding is a difference of knowledge, paired over 400 organisations; it holds when the mean is more than
`ERRORS` standard errors above zero. The smallest that is expected lies 3.4 errors above, the others 7 and more. Luck
is keyed, so the outcome is the same on every run. Two broken models show that the test can fail: a code that learns
from everybody, and newcomers who already believe what the code says.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.march import (
    DIMENSIONS,
    FAST,
    FINDINGS,
    PEOPLE,
    SLOW,
    Finding,
    MarchModel,
    NetScoreModel,
    Rates,
    after,
    equilibrium,
    estimate,
    turnover,
)  # fmt: skip
from sim.luck import Luck
from sim.types import Bools, Rows, Smalls

ERRORS = 3.0
READINGS = (MarchModel, NetScoreModel)
CLOSED = tuple(f for f in FINDINGS if f.closed and f.fails_under is None)


class EverybodyTeaches(MarchModel):
    """The code learns from everybody, not from the better informed."""

    def superior(self) -> Bools:
        return np.ones(self.posts.n, dtype=np.bool_)


class KnownFaces(MarchModel):
    """Who takes a post later on believes what the code says."""

    def naive(self, rows: Rows) -> Smalls:
        if self.period == 0:
            return super().naive(rows)
        return self.organisations.code[self.posts.organisation[rows]]


def holds(finding: Finding, kind: type[MarchModel]) -> bool:
    mean, error = estimate(finding.difference(Luck(1, 0), kind))
    return mean > ERRORS * error


def small(rates: Rates, kind: type[MarchModel] = MarchModel, organisations: int = 4) -> MarchModel:
    return kind(rates, Luck(3, 0), organisations=organisations)


# ---- the published findings


@pytest.mark.slow
@pytest.mark.parametrize("kind", READINGS)
@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.name)
def test_each_finding_holds_under_the_readings_that_give_it(finding, kind):
    assert holds(finding, kind) is (finding.fails_under is not kind)


@pytest.mark.slow
@pytest.mark.parametrize("finding", CLOSED, ids=lambda f: f.name)
def test_learning_from_everybody_undoes_what_slow_learning_gains(finding):
    assert not holds(finding, EverybodyTeaches)


@pytest.mark.parametrize("finding", [f for f in FINDINGS if not f.closed and f.less == FAST], ids=lambda f: f.name)
def test_newcomers_who_know_the_code_bring_nothing(finding):
    assert holds(finding, MarchModel)
    assert not holds(finding, KnownFaces)


def test_turnover_turns_from_help_to_harm_with_fast_people():
    knowledge = [after(small(turnover(FAST, p3), organisations=100)).mean() for p3 in (0.0, 0.1, 1.0)]
    assert knowledge[1] > max(knowledge[0], knowledge[2]) + 0.03


# ---- laws


@settings(max_examples=20, deadline=None)
@given(p1=st.floats(0, 1), p2=st.floats(0, 1), p3=st.floats(0, 1), kind=st.sampled_from(READINGS))
def test_views_are_minus_one_zero_or_one(p1, p2, p3, kind):
    model = small(Rates((p1,), p2, p3), kind)
    for _ in range(3):
        model.step()
    assert set(np.unique(model.posts.belief)) <= {-1, 0, 1}
    assert set(np.unique(model.organisations.code)) <= {-1, 0, 1}
    assert ((model.organisations.knowledge() >= 0) & (model.organisations.knowledge() <= 1)).all()


def test_without_learning_and_turnover_nothing_changes():
    model = small(Rates((0.0,), 0.0, 0.0))
    before = model.posts.belief.copy()
    model.step()
    assert (model.posts.belief == before).all()
    assert (model.organisations.code == 0).all()


def test_a_code_that_learns_at_once_takes_the_view_of_the_better_informed():
    model = small(Rates((0.0,), 1.0))
    votes = [model.posts.belief[model.posts.organisation == row] for row in range(4)]
    reality = model.organisations.reality
    better = [(v == reality[row]).any(axis=1) for row, v in enumerate(votes)]  # the code knows nothing yet
    model.step()
    for row in range(4):
        expected = np.sign(votes[row][better[row]].sum(axis=0))
        assert (model.organisations.code[row] == expected).all()


def test_people_who_learn_at_once_all_believe_what_the_code_said():
    model = small(Rates((1.0,), 0.5))
    model.step()
    said = model.organisations.code.copy()
    model.step()
    told = said[model.posts.organisation]
    assert (model.posts.belief[told != 0] == told[told != 0]).all()


def test_a_majority_of_k_is_not_followed_with_the_kth_power():
    model = small(Rates((0.0,), 0.02), organisations=200)
    surplus = np.abs(model.surplus())
    model.step()
    kept = (model.organisations.code == 0) & (surplus > 0)
    expected = 0.98 ** surplus[surplus > 0]
    error = np.sqrt((expected * (1.0 - expected)).sum())
    assert abs(kept.sum() - expected.sum()) < 4.0 * error


def test_the_expected_share_of_people_is_replaced_by_naive_ones():
    model = small(Rates((0.0,), 0.0, 0.3), organisations=40)
    model.posts.belief = np.int8(1)
    model.people_change()
    replaced = (model.posts.belief != 1).any(axis=1)
    n = model.posts.n
    assert abs(replaced.mean() - 0.3) < 4.0 * np.sqrt(0.21 / n)
    shares = [(model.posts.belief[replaced] == view).mean() for view in (-1, 0, 1)]
    assert np.allclose(shares, 1 / 3, atol=4.0 * np.sqrt(2 / 9 / (replaced.sum() * DIMENSIONS)))


def test_an_equilibrium_lasts():
    model = small(SLOW)
    reached = equilibrium(model)
    beliefs = model.posts.belief.copy()
    assert (after(model) == reached).all()
    assert (model.posts.belief == beliefs).all()


def test_people_and_code_agree_at_equilibrium_wherever_the_code_has_a_view():
    model = small(FAST)
    equilibrium(model)
    told = model.organisations.code[model.posts.organisation]
    assert ((told == 0) | (told == model.posts.belief)).all()


def test_an_organisation_does_not_notice_the_others():
    alone, among = small(turnover(FAST, 0.1), organisations=1), small(turnover(FAST, 0.1), organisations=5)
    after(alone)
    after(among)
    assert (alone.organisations.code[0] == among.organisations.code[0]).all()
    assert (alone.posts.belief == among.posts.belief[:PEOPLE]).all()


def test_all_rates_meet_the_same_people_and_the_same_reality():
    one, other = small(SLOW), small(FAST)
    assert (one.organisations.reality == other.organisations.reality).all()
    assert (one.posts.belief == other.posts.belief).all()


def test_mixed_rates_are_dealt_out_evenly_in_every_organisation():
    model = small(Rates((0.1, 0.9)))
    rates = model.posts.socialisation.reshape(4, PEOPLE)
    assert ((rates == 0.1).sum(axis=1) == PEOPLE // 2).all()
