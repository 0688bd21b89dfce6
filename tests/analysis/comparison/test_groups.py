"""For whom an effect holds, when, and where: known truth, invariances, and nothing where nothing differs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.comparison import effects_by_group, effects_over_time, shares_of_municipalities, winners_and_losers
from tests.analysis.comparison.made import indicator, noise, two

PRACTICE = indicator()
N = 20
REGISTER = pd.DataFrame(
    {"municipality_number": ["0301", "1101", "1103"], "name": ["Oslo", "Eigersund", "Stavanger"],
     "population_2026": [700_000, 2_000, 150_000]}
)  # fmt: skip


def by_size(shift: float = 0.0) -> pd.DataFrame:
    """The effect is 0.3 in small municipalities, 0.1 in large ones and 0.15 in the nation, with shared luck."""
    luck, own = noise(1, N), 0.01 * noise(2, N)
    effects = {("nation", "norway"): 0.15, ("size_class", "below 3,000"): 0.3, ("size_class", "30,000 and more"): 0.1}
    return pd.concat(
        [two(luck + shift, luck + shift + e + own, level=level, unit=unit) for (level, unit), e in effects.items()]
    )


def test_groups_stand_in_their_order_and_against_the_last():
    small, large = effects_by_group(by_size(), "a", ["b"], [PRACTICE], "size_class").to_dict("records")
    assert (small["group"], large["group"]) == ("below 3,000", "30,000 and more")
    assert (small["contrast"], small["contrast_verdict"]) == (pytest.approx(0.2), "up")
    assert small["contrast_high"] - small["contrast_low"] == pytest.approx(0.0, abs=1e-9)
    assert (large["reference"], large["contrast_verdict"]) == ("30,000 and more", "")


def test_counties_stand_against_the_nation():
    made = by_size().replace({"level": {"size_class": "county"}})
    rows = effects_by_group(made, "a", ["b"], [PRACTICE], "county")
    assert rows["reference"].unique().tolist() == ["norway"]
    assert sorted(rows["contrast"]) == pytest.approx([-0.05, 0.15])


def test_adding_the_same_to_both_scenarios_changes_no_effect():
    plain, moved = (effects_by_group(by_size(s), "a", ["b"], [PRACTICE], "size_class") for s in (0.0, 50.0))
    pd.testing.assert_frame_equal(plain, moved, rtol=1e-9, atol=1e-9)


def test_each_spring_has_its_effect_and_autumns_have_none():
    made = pd.concat([two(noise(3, N), noise(3, N) + 0.1 * s, semester=s) for s in (32, 33, 34, 35)])
    found = effects_over_time(made, "a", ["b"], [PRACTICE])
    assert found["semester"].tolist() == [33, 35]
    assert found["difference"].to_numpy() == pytest.approx([3.3, 3.5])


def towns(effects: dict[str, float], sd: float = 0.01) -> pd.DataFrame:
    return pd.concat(
        [two(luck := noise(k, N), luck + e + sd * noise(k + 100, N), level="municipality", unit=number)
         for k, (number, e) in enumerate(effects.items())]
    )  # fmt: skip


MOVED = {"0301": 0.2, "1101": -0.2, "1103": 0.1}


def test_winners_lead_by_the_better_direction_and_are_marked():
    found = winners_and_losers(towns(MOVED), "a", ["b"], [PRACTICE], REGISTER).set_index("number")
    assert found["rank"].to_dict() == {"0301": 1.0, "1101": 3.0, "1103": 2.0}
    assert found["verdict"].to_dict() == {"0301": "up", "1101": "down", "1103": "up"}
    assert found["better_off"].to_dict() == {"0301": 1.0, "1101": 0.0, "1103": 1.0}
    assert found["few"].to_dict() == {"0301": False, "1101": True, "1103": False}
    assert found["synthetic"].all()
    assert found.loc["1101", "name"] == "Eigersund"
    less = winners_and_losers(towns(MOVED), "a", ["b"], [indicator(direction="-")], REGISTER).set_index("number")
    assert less["rank"].to_dict() == {"0301": 3.0, "1101": 1.0, "1103": 2.0}
    assert (less["better_off"] == 1.0 - found["better_off"]).all()


def test_size_classes_change_at_their_limits():
    register = REGISTER.assign(population_2026=[2_999, 3_000, 30_000])
    found = winners_and_losers(towns(MOVED), "a", ["b"], [PRACTICE], register).set_index("number")
    assert found["size_class"].to_dict() == {"0301": "below 3,000", "1101": "3,000-9,999", "1103": "30,000 and more"}


def test_what_has_no_better_direction_has_no_winners():
    assert winners_and_losers(towns(MOVED), "a", ["b"], [indicator(direction="0")], REGISTER).empty


def test_shares_add_to_one_and_swap_with_the_scenarios():
    (row,) = shares_of_municipalities(towns(MOVED), "a", ["b"], [PRACTICE]).to_dict("records")
    assert (row["gaining"], row["losing"], row["alike"]) == pytest.approx((2 / 3, 1 / 3, 0.0))
    assert (row["surely_gaining"], row["surely_losing"], row["municipalities"]) == pytest.approx((2 / 3, 1 / 3, 3))
    (back,) = shares_of_municipalities(towns(MOVED), "b", ["a"], [PRACTICE]).to_dict("records")
    assert (back["gaining"], back["losing"]) == pytest.approx((row["losing"], row["gaining"]))


def test_identical_scenarios_have_no_winners_and_one_shared_rank():
    made = towns(dict.fromkeys(MOVED, 0.0), sd=0.0)
    found = winners_and_losers(made, "a", ["b"], [PRACTICE], REGISTER)
    assert set(found["verdict"]) == {"too small to matter"}
    assert np.array_equal(found[["difference", "better_off", "worse_off"]].to_numpy(), np.zeros((3, 3)))
    assert set(found["rank"]) == {2.0}
