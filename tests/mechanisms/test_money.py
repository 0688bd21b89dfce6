"""Money moves between schemes, and not a krone is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.money import Frames, frames
from sim.policy import lever_values, policy_from
from sim.schemes import SCHEMES

NAMES = [scheme.name for scheme in SCHEMES]
ALL_ON = {f"{name}__active": True for name in NAMES}
SHARE = st.floats(0, 1)
YEAR = st.integers(2017, 2040)


def of(year: int = 2026, share: float = 0.01, **changes: Any) -> Frames:
    """Frames with all schemes on but for what is changed, section__lever."""
    levers = lever_values()
    for name, value in (ALL_ON | changes).items():
        section, lever = name.split("__")
        levers[section][lever] = value
    return frames(policy_from(levers), year, share)


MOVES = {
    "money__to_individual": SHARE,
    "money__to_collective": SHARE,
    "money__inclusion_merged": st.booleans(),
    "money__follow_up_folded": st.booleans(),
}


def test_the_moves_tried_here_are_all_there_are():
    moving = {(s.name, move.to) for s in SCHEMES for move in s.moves}
    every = of(
        money__to_individual=0.5, money__to_collective=0.5, money__inclusion_merged=False, money__follow_up_folded=False
    )
    merged = of(money__inclusion_merged=True, money__follow_up_folded=True)
    assert {pair for found in (every, merged) for pair, kroner in found.moves.items() if kroner} == moving


@given(st.fixed_dictionaries(MOVES), st.fixed_dictionaries({f"{name}__active": st.booleans() for name in NAMES}), YEAR,
       st.floats(0.001, 1), st.floats(-0.5, 0.5))  # fmt: skip
def test_moving_money_keeps_the_total_to_the_krone(moves, on, year, share, growth):
    switched = on | {"money__growth": growth}
    moved, still = of(year, share, **switched, **moves), of(year, share, **switched)
    assert moved.total == still.total
    assert all(frame >= 0 for frame in moved.of.values())
    for name in NAMES:
        came = sum(moved.moved(giver, name) for giver in NAMES)
        went = sum(moved.moved(name, getter) for getter in NAMES)
        assert moved[name] == still[name] + came - went


@given(st.fixed_dictionaries(MOVES), YEAR)
def test_dekom_y_gives_and_gets_nothing(moves, year):
    assert of(year, **moves)["dekom_y"] == of(year)["dekom_y"]


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_that_is_off_has_no_frame_and_the_others_keep_theirs(name):
    assert of(**{f"{name}__active": False}).of == {**of().of, name: 0}


@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0])
def test_a_factor_multiplies_its_own_frame_only(factor):
    usual = of(share=1.0).of
    for name in NAMES:
        other = of(share=1.0, **{f"{name}__frame_factor": factor}).of
        assert other == {**usual, name: round(usual[name] * factor)}


@given(st.floats(0, 1), YEAR)
def test_every_frame_is_the_worlds_share_of_the_nations_up_to_a_krone(share, year):
    nation, part = of(year, 1.0), of(year, share)
    assert all(abs(part[name] - share * nation[name]) <= 1 for name in NAMES)


def test_real_growth_counts_from_2025_by_the_closed_form():
    usual = of(2025, 1.0).total
    assert of(2024, 1.0, money__growth=0.02).total == of(2024, 1.0).total
    assert of(2030, 1.0, money__growth=0.02).total == pytest.approx(usual * 1.02**5, abs=5)


def test_shares_moved_by_hand():
    """Half of the collective frames to individuals, and a tenth of the individual frame back the other way."""
    usual = of()
    of_schools, of_inclusion = round(0.5 * usual["dekom_s"]), round(0.5 * usual["inclusion"])
    back = round(0.1 * usual["further_education"])
    moved = of(money__to_individual=0.5, money__to_collective=0.1)
    assert moved["further_education"] == usual["further_education"] + of_schools + of_inclusion - back
    assert moved["dekom_s"] == usual["dekom_s"] - of_schools + back
    assert moved.moved("dekom_s", "further_education") == of_schools
    assert moved.moved("further_education", "dekom_s") == back


def test_merged_and_folded_pots_are_the_collective_one():
    usual = of()
    both = of(money__inclusion_merged=True, money__follow_up_folded=True)
    assert both["dekom_s"] == usual["dekom_s"] + usual["inclusion"] + usual["follow_up"]
    assert (both["inclusion"], both["follow_up"]) == (0, 0)


def test_what_is_merged_counts_as_the_others_own_when_shares_are_moved():
    merged, moved = of(money__inclusion_merged=True), of(money__inclusion_merged=True, money__to_individual=0.5)
    assert moved.moved("dekom_s", "further_education") == round(0.5 * merged["dekom_s"])
    assert moved.moved("inclusion", "further_education") == 0


def test_a_shadow_of_the_follow_up_scheme_costs_nothing():
    assert of(follow_up__shadow=True)["follow_up"] == 0


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
    assert of(**switched, **move).of == of(**switched).of
