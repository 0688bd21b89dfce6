"""`precision=` replicates until the difference is known or the cap is reached, in one folder, and states its cost."""

from __future__ import annotations

import pandas as pd

import sim
from experiments.cli import main
from tests.experiments.fake_model import apart, replicate

SMALL = ["world=tiny", "horizon=2019", "workers=1", "scenarios=[model_2025]", "baseline=never", "output=out",
         "figures=none"]  # fmt: skip
"""The standard deviation of a difference is 0.0141, so that a half-width of 0.003 takes about 90 replications."""


def answer(capsys, *words: str, model=apart) -> tuple[int, str, str]:
    code = main([*SMALL, *words], model)
    out, err = capsys.readouterr()
    return code, out, err


def made() -> int:
    return sim.load("out", level="nation")["replication"].nunique()


def row() -> pd.Series:
    table = pd.read_csv("out/tables/comparison.csv")
    return table[table["indicator"] == "practice"].iloc[0]


def test_the_wanted_half_width_is_reached_and_the_cost_is_stated_first(capsys):
    code, out, _ = answer(capsys, "replications=5", "precision={indicator:practice,half_width:0.003}")
    assert code == 0
    assert "±0.0030 wanted" in out
    assert "more runs, about" in out
    assert out.index("more runs, about") < out.index("Known to ±0.00")
    assert (row()["high"] - row()["low"]) / 2 <= 0.003
    assert row()["replications"] == made() > 60


def test_a_pilot_that_is_enough_is_all(capsys):
    _, out, _ = answer(capsys, "replications=5", "precision={indicator:practice,half_width:0.1}")
    assert "after 20 replications" in out
    assert "more runs, about" not in out
    assert made() == 20


def test_it_stops_at_the_cap_and_says_so(capsys):
    code, out, _ = answer(capsys, "precision={indicator:practice,half_width:0.0001,cap:30}")
    assert (code, made()) == (0, 30)
    assert "stopped at 30 replications, the cap is 30" in out


def test_the_same_command_again_makes_no_run(capsys):
    words = ("precision={indicator:practice,half_width:0.003}",)
    _, first, _ = answer(capsys, *words)
    _, second, _ = answer(capsys, *words)
    assert "0 runs made" in second
    assert first.split("Known to")[1].split("\n")[0] == second.split("Known to")[1].split("\n")[0]


def test_a_certain_difference_takes_the_pilot_only(capsys):
    answer(capsys, "precision={indicator:practice,half_width:0.001}", model=replicate)
    assert made() == 20


BAD = [
    ("{indicator:practise,half_width:0.1}", "precision.indicator=practise"),
    ("{half_width:0.1}", "precision.indicator: missing"),
    ("{indicator:practice}", "precision.half_width: missing"),
    ("{indicator:practice,half_width:0}", "precision.half_width"),
    ("{indicator:practice,half_width:-0.1}", "precision.half_width"),
    ("{indicator:practice,half_width:0.1,scenario:never}", "precision.scenario=never"),
    ("{indicator:practice,half_width:0.1,year:2031}", "precision.year=2031"),
    ("{indicator:practice,half_width:0.1,year:2017}", "precision.year=2017"),
    ("{indicator:practice,half_width:0.1,cap:10}", "precision.cap"),
    ("{indicator:practice,width:0.1}", "precision"),
]


def test_a_bad_aim_is_one_line_and_exit_code_2(capsys):
    for given, said in BAD:
        code, _, err = answer(capsys, f"precision={given}")
        assert (code, said in err, err.count("\n")) == (2, True, 1), (given, err)
