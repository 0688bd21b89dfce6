"""The command `backtest` answers in a small world, in both languages, with its own defaults."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from experiments.cli import main
from sim.analysis.figures.backtest_panels import HEADINGS
from sim.analysis.published import SERIES, observed

SMALL = ["world=tiny", "replications=2", "workers=1"]


def answer(capsys, *words: str) -> tuple[int, str, str]:
    code = main(["backtest", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.slow
def test_the_command_prints_every_figure_and_draws(capsys):
    code, out, _ = answer(capsys, *SMALL, "output=here")
    assert code == 0
    assert "“Schemes of 2017–2025” against published figures, 2 replications" in out
    assert "scaled to the nation by teachers" in out
    assert all(series.quantity.label_en in out for series in SERIES)
    table = pd.read_csv("here/tables/backtest.csv")
    assert len(table) == len(observed())
    assert table.loc[(table["series"] == "pupils_compulsory") & (table["year"] == 2014), "modelled"].notna().all()
    assert "as they came" in out
    scored = pd.read_csv("here/tables/forecast.csv")
    assert set(scored["series"]).isdisjoint(table.loc[table["role"] == "input", "series"])
    assert table.loc[table["series"] == "applications", "modelled"].dropna().between(4000, 20000).all()
    drawn = {path.stem for path in Path("here/figures").glob("*.png")}
    assert drawn == {f"backtest_{group}" for group in HEADINGS}


@pytest.mark.slow
def test_it_speaks_bokmal(capsys):
    code, out, _ = answer(capsys, *SMALL, "horizon=2019", "language=nb", "figures=none")
    assert code == 0
    for said in ("mot publiserte tall", "Innenfor", "Grunnskoler", "ikke er brukt til å sette parametere", "0,"):
        assert said in out


def test_its_own_defaults_hold_unless_told_otherwise(capsys):
    plain = yaml.safe_load(answer(capsys, "--cfg", "job")[1])
    assert (plain["scenario"], plain["horizon"], plain["uncertainty"]) == ("model_2025", 2026, "register")
    told = yaml.safe_load(answer(capsys, "scenario=never", "horizon=2020", "--cfg", "job")[1])
    assert (told["scenario"], told["horizon"], told["uncertainty"]) == ("never", 2020, "register")


def test_options_it_cannot_use_are_refused(capsys):
    for word, said in (
        ("scenarios=[never]", "it takes one: write scenario="),
        ("baseline=never", "backtest does not read baseline"),
        ("record=[county]", "nation"),
        ("drivers=guessed", "drivers"),
    ):
        code, _, err = answer(capsys, word)
        assert (code, said in err) == (2, True), err


def test_a_table_of_ones_own_and_that_of_2019_cannot_both_hold(capsys, tmp_path):
    (tmp_path / "mine.csv").write_text("quantity,year\n")
    code, _, err = answer(capsys, "drivers=known_2019", f"tables.school_years={tmp_path / 'mine.csv'}")
    assert (code, err.count("\n")) == (2, 1)
    assert "tables.school_years: drivers=known_2019 has its own; choose drivers=real" in err


@pytest.mark.slow
def test_what_was_known_in_2019_runs_and_says_so(capsys):
    code, out, _ = answer(capsys, *SMALL, "drivers=known_2019", "figures=none")
    assert code == 0
    assert "as known in 2019" in out
    assert "Schools with fewer than 100 pupils" not in out.split("Foretold from 2019")[1]
