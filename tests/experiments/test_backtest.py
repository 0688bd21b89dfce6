"""The command `backtest` answers in a small world, in both languages, with its own defaults."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from experiments.cli import main
from sim.analysis.backtest import SERIES, observed

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
    assert table.loc[table["series"] == "applications", "modelled"].between(4000, 20000).all()
    drawn = {path.stem for path in Path("here/figures").glob("*.png")}
    assert drawn == {"backtest_staff", "backtest_study", "backtest_subjects", "backtest_money"}


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
    ):
        code, _, err = answer(capsys, word)
        assert (code, said in err) == (2, True), err
