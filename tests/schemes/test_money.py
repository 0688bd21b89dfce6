"""Money moves between schemes, and not a krone is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sim.schemes.money import Frames, frames

from sim.policy import lever_values, policy_from

SCHEMES = {
    "collective": "dekom_s",
    "inclusion": "inclusion",
    "vocational": "dekom_y",
    "follow_up": "follow_up",
    "individual": "further_education",
}
ALL_ON = {f"{section}__active": True for section in SCHEMES.values()}
SHARE = st.floats(0, 1)
YEAR = st.integers(2017, 2040)


def of(year: int = 2026, share: float = 0.01, **changes: Any) -> Frames:
    levers = lever_values()
    for name, value in (ALL_ON | changes).items():
        section, lever = name.split("__")
        levers[section][lever] = value
    return frames(policy_from(levers), year, share)


MOVES = {
    "to_individual": SHARE,
    "to_collective": SHARE,
    "inclusion_merged": st.booleans(),
    "follow_up_folded": st.booleans(),
}


@given(st.fixed_dictionaries(MOVES), st.fixed_dictionaries({s: st.booleans() for s in SCHEMES.values()}), YEAR,
       st.floats(0.001, 1), st.floats(-0.5, 0.5))  # fmt: skip
def test_moving_money_keeps_the_total_to_the_krone(moves, on, year, share, growth):
    switched = {f"{section}__active": active for section, active in on.items()} | {"money__growth": growth}
    moved = of(year, share, **switched, **{f"money__{name}": value for name, value in moves.items()})
    assert moved.total == of(year, share, **switched).total
    assert all(frame >= 0 for frame in vars(moved).values())


@given(st.fixed_dictionaries(MOVES), YEAR)
def test_dekom_y_gives_and_gets_nothing(moves, year):
    assert of(year, **{f"money__{n}": v for n, v in moves.items()}).vocational == of(year).vocational


@pytest.mark.parametrize("frame", SCHEMES)
def test_a_scheme_that_is_off_has_no_frame_and_the_others_keep_theirs(frame):
    off = of(**{f"{SCHEMES[frame]}__active": False})
    assert vars(off) == vars(of()) | {frame: 0}


@pytest.mark.parametrize("frame", SCHEMES)
@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0])
def test_a_factor_multiplies_its_own_frame_only(frame, factor):
    usual, other = of(share=1.0), of(share=1.0, **{f"{SCHEMES[frame]}__frame_factor": factor})
    assert vars(other) == vars(usual) | {frame: round(getattr(usual, frame) * factor)}


@given(st.floats(0, 1), YEAR)
def test_every_frame_is_the_worlds_share_of_the_nations_up_to_a_krone(share, year):
    nation, part = of(year, 1.0), of(year, share)
    assert all(abs(getattr(part, f) - share * getattr(nation, f)) <= 1 for f in SCHEMES)


def test_real_growth_counts_from_2025_by_the_closed_form():
    usual = of(2025, 1.0).total
    assert of(2024, 1.0, money__growth=0.02).total == of(2024, 1.0).total
    assert of(2030, 1.0, money__growth=0.02).total == pytest.approx(usual * 1.02**5, abs=5)


def test_shares_moved_by_hand():
    """Half of the collective frames to individuals, and a tenth of the individual frame back the other way."""
    usual = of()
    out, back = round(0.5 * usual.collective) + round(0.5 * usual.inclusion), round(0.1 * usual.individual)
    moved = of(money__to_individual=0.5, money__to_collective=0.1)
    assert moved.individual == usual.individual + out - back
    assert moved.collective == usual.collective - round(0.5 * usual.collective) + back


def test_merged_and_folded_pots_are_the_collective_one():
    usual = of()
    both = of(money__inclusion_merged=True, money__follow_up_folded=True)
    assert both.collective == usual.collective + usual.inclusion + usual.follow_up
    assert (both.inclusion, both.follow_up) == (0, 0)


def test_a_shadow_of_the_follow_up_scheme_costs_nothing():
    assert of(follow_up__shadow=True).follow_up == 0


@pytest.mark.parametrize(
    ("off", "move"),
    [
        ("further_education", {"money__to_individual": 0.5}),
        ("dekom_s", {"money__to_collective": 0.5}),
        ("dekom_s", {"money__follow_up_folded": True}),
    ],
)
def test_money_is_not_moved_to_a_scheme_that_is_off(off, move):
    switched = {f"{off}__active": False}
    assert of(**switched, **move) == of(**switched)
