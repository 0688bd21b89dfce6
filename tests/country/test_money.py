"""What the state paid: sums, prices, and a key that is found again where it is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.country.county_key import CountyKey, derive_key, key_errors, paid_shares
from sim.country.money import MILLION, frames, paid_to_universities, price_levels
from sim.country.registers import Registers, load_registers


def replaced(registers, name, frame):
    """The registers with another frame for a table."""
    return Registers({**registers.tables, name: frame}, registers.totals)


def nominal(registers, scheme):
    return frames(registers).query("scheme == @scheme").set_index("year")["nominal"]


def totals(registers, post):
    rows = registers["state_accounts"].query("post == @post and account == 'total' and status == 'accounts'")
    return rows.set_index("year")["million_kroner"]


@pytest.mark.parametrize("base", [2014, 2019, 2025])
def test_prices_chain_from_any_year(registers, base):
    level = price_levels(registers, base)
    change = registers["price_index"].set_index("year")["change_percent"]
    assert level[base] == 1.0
    np.testing.assert_allclose(level / level.shift(1) - 1.0, change.where(change.index > 2014) / 100.0)


def test_kroner_of_a_year_are_nominal_in_that_year_and_keep_their_ratios(registers):
    for base in (2019, 2025):
        rows = frames(registers, base).query("year == @base")
        np.testing.assert_allclose(rows["kroner"], rows["nominal"] * MILLION)
    ratio = frames(registers, 2019)["kroner"] / frames(registers, 2025)["kroner"]
    np.testing.assert_allclose(ratio, price_levels(registers)[2019])


def test_schemes_through_governors_sum_to_what_governors_paid(registers):
    paid = registers["governor_grants"].groupby("year")["million_kroner"].sum()
    schemes = pd.DataFrame({s: nominal(registers, s) for s in ("dekom_s", "inclusion", "follow_up", "other")})
    for year in range(2019, 2024):
        assert schemes.loc[year].sum() == pytest.approx(paid[year], abs=0.3), year


def test_schemes_with_a_post_of_their_own_follow_it(registers):
    guidance = nominal(registers, "guidance")
    assert guidance.loc[:2025].to_dict() == totals(registers, "61").to_dict()
    study = nominal(registers, "further_education").loc[:2025]
    assert (study / totals(registers, "22")).between(0.80, 1.0).all()


def test_no_account_is_more_than_what_was_paid(registers):
    rows = registers["state_accounts"]
    parts = rows[rows["account"] != "total"].groupby(["post", "year"])["million_kroner"].sum()
    whole = rows[(rows["account"] == "total") & (rows["status"] == "accounts")].set_index(["post", "year"])
    share = (parts / whole["million_kroner"]).dropna()
    assert share.between(0.85, 1.003).all(), share


def test_a_scheme_has_a_frame_in_every_year_from_its_first(registers):
    for scheme, rows in frames(registers).groupby("scheme"):
        last = 2023 if scheme == "other" else 2027
        assert list(rows["year"]) == list(range(rows["year"].min(), last + 1)), scheme


def test_what_universities_got_on_post_21_grew_as_the_accounts_say(registers):
    paid = paid_to_universities(registers)["21"] * price_levels(registers).reindex(range(2014, 2026)) / MILLION
    assert paid[2016] == pytest.approx(209.9)
    assert paid[2025] == pytest.approx(363.2)


def test_a_key_sums_to_one_over_governors_and_over_counties(registers):
    key = derive_key(registers)
    governor = registers["counties"].set_index("county_number")["governor_id"]
    assert key.by_governor(registers).sum() == pytest.approx(1.0)
    districts = key.by_county(registers).groupby(governor).sum()
    assert districts.to_dict() == pytest.approx(key.by_governor(registers).to_dict())


def test_without_fixed_part_and_supplements_a_key_is_by_teaching(registers):
    share = CountyKey(0.0, {}).by_county(registers)
    assert share.idxmax() in ("32", "46")  # Akershus or Vestland
    fixed = CountyKey(1.0, {}).by_governor(registers)
    np.testing.assert_allclose(fixed, 0.1)


def test_a_key_that_is_known_is_found_again(registers):
    known = CountyKey(0.21, {"SFNO": 0.004, "SFTF": 0.03})
    share = known.by_governor(registers)
    rows = registers["governor_grants"]
    paid = share.reindex(rows["governor_id"]).to_numpy() * 400.0
    found = derive_key(replaced(registers, "governor_grants", rows.assign(million_kroner=paid)))
    assert found.fixed == pytest.approx(known.fixed)
    assert found.supplements == pytest.approx(known.supplements)


def test_the_error_of_the_key_is_as_the_data_page_says(registers):
    within = key_errors(registers, derive_key(registers)).abs() <= 0.10
    assert list(within.columns) == [2019, 2020, 2021, 2022, 2023]
    assert within.to_numpy().sum() == 46
    ahead = key_errors(registers, derive_key(registers, [2019])).abs() <= 0.10
    assert ahead.drop(columns=2019).to_numpy().sum() == 35


def test_years_with_an_unnamed_office_are_left_out(registers):
    assert paid_shares(registers).columns.tolist() == [2019, 2020, 2021, 2022, 2023]
    with pytest.raises(ValueError, match=r"governor_grants\.year: 2018 is not complete; known are \[2019, "):
        derive_key(registers, [2018])


def test_a_gap_in_the_prices_is_named(registers):
    rows = registers["price_index"]
    with pytest.raises(ValueError, match=r"price_index\.year: 2021 is missing"):
        price_levels(replaced(registers, "price_index", rows[rows["year"] != 2021]))


def test_a_figure_outside_its_range_is_refused(registers, tmp_path):
    path = tmp_path / "frames.csv"
    registers["scheme_frames"].assign(low=1e4, high=2e4).to_csv(path, index=False)
    with pytest.raises(
        ValueError, match=r"scheme_frames\.million_kroner: 100 in 2017 is outside its range 10000-20000"
    ):
        load_registers({"scheme_frames": str(path)})


def test_a_year_more_of_money_is_rows_alone(registers, tmp_path):
    for name, row in (("price_index", ["2028", "2", "1", "3", "assumption", ""]),
                      ("scheme_frames", ["dekom_s", "2028", "280", "200", "300", "assumption", ""])):  # fmt: skip
        rows = registers[name].astype(str)
        rows.loc[len(rows)] = row
        rows.to_csv(tmp_path / f"{name}.csv", index=False)
    more = load_registers({name: str(tmp_path / f"{name}.csv") for name in ("price_index", "scheme_frames")})
    expected = 280e6 / (price_levels(registers)[2027] * 1.02)
    assert frames(more).query("year == 2028")["kroner"].item() == pytest.approx(expected)
