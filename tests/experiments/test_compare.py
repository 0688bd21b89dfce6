"""`compare` stores its tables, shows luck beside the register's uncertainty, and says for whom."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from experiments.cli import main
from experiments.commands.compare import luck_pairs
from sim.analysis.comparison import COLUMNS
from tests.experiments.fake_model import apart, replicate

TABLES = {"comparison", "costs", "passed", "over_time", "after_years", "by_group", "municipalities",
          "shares_of_municipalities", "per_krone"}  # fmt: skip


def tables(folder: str) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in (Path(folder) / "tables").glob("*.csv")}


SMALL = ["compare", "world=tiny", "horizon=2019", "workers=1", "scenarios=[model_2025]", "baseline=never",
         "figures=none"]  # fmt: skip


def test_luck_stands_beside_unless_luck_is_all(capsys):
    assert main([*SMALL, "replications=3", "output=both"], replicate) == 0
    assert "Intervals show luck and uncertainty" in capsys.readouterr().out
    assert main([*SMALL, "replications=3", "output=luck", "uncertainty=point"], replicate) == 0
    out = capsys.readouterr().out
    assert "Intervals show luck only" in out
    both, luck = (tables(name)["comparison"].set_index("indicator").loc["practice"] for name in ("both", "luck"))
    assert list(tables("both")["comparison"].columns) == list(COLUMNS)
    assert (both["luck_low"] + both["luck_high"]) / 2 == pytest.approx(both["difference"])
    assert pd.isna(luck["luck_low"])


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The model itself in the tiny world, two replications to 2019; what was printed and the tables."""
    folder = tmp_path_factory.mktemp("lived") / "out"
    assert main([*SMALL, "replications=3", f"output={folder}"]) == 0
    return tables(str(folder))


def test_every_table_is_stored(lived):
    assert set(lived) == TABLES
    empty = {name for name, table in lived.items() if table.empty}
    assert empty == {"passed", "after_years"}, "a country too small for places, and a horizon too near"


def test_groups_municipalities_and_money_come_from_the_records(lived):
    levels = {"size_class", "centrality_class", "turnover_class", "school_size_class", "county", "governor"}
    assert set(lived["by_group"]["level"]) == levels
    assert {"Skien", "Karasjok"} <= set(lived["municipalities"]["name"])
    assert lived["municipalities"]["synthetic"].all()
    assert lived["over_time"]["semester"].unique().tolist() == [1, 3]
    assert set(lived["per_krone"]["discount_rate"]) == {0.0, 0.04}
    assert (lived["per_krone"]["cost_difference"] > 0).any()


def test_luck_is_told_by_draws_that_are_run_on_other_luck_too():
    """Differences are parameters (0.01 a replication) and luck of each run (0.01), of which the latter is found."""

    def model(setup, scenarios, replication):
        runs = apart(setup, scenarios, replication)
        drawn = replication if setup.uncertainty == "register" else replication + 1
        for run in runs:
            run.records.value[:] += 0.05 * (run.scenario == "never") * np.random.default_rng(drawn).normal()
        return runs

    assert main([*SMALL, "replications=60", "output=out"], model) == 0
    assert luck_pairs(60) == 18
    runs = sim.load("out", level="nation", indicator="practice", semester=3)
    assert sorted(set(runs.loc[runs["point"] == 1, "replication"])) == list(range(0, 36, 2))
    row = tables("out")["comparison"].set_index("indicator").loc["practice"]
    width, by_luck = ((row[f"{name}high"] - row[f"{name}low"]) for name in ("", "luck_"))
    assert width == pytest.approx(2 * 2.001 * np.hypot(0.05, 0.0141) / np.sqrt(60), rel=0.3)
    assert by_luck == pytest.approx(2 * 2.101 * 0.0141 / np.sqrt(60), rel=0.4)


def test_few_replications_have_few_pairs_and_one_has_none():
    assert [luck_pairs(n) for n in (1, 2, 3, 10, 20, 40)] == [0, 1, 1, 5, 6, 12]


def test_the_same_question_again_makes_nothing_again(capsys, monkeypatch):
    words = [*SMALL, "replications=3", "output=again"]
    assert main(words, replicate) == 0
    first = capsys.readouterr().out
    with monkeypatch.context() as patch:
        patch.setattr("experiments.commands.compare.tables_of", None)
        assert main(words, replicate) == 0
    second = capsys.readouterr().out
    assert without_seconds(second) == without_seconds(first).replace("8 runs made, 0 found", "0 runs made, 8 found")
    assert main([*words, "language=nb"], replicate) == 0
    assert "Forskjell" in capsys.readouterr().out
    (Path("again") / "tables" / "comparison.csv").write_text("damaged")
    assert main(words, replicate) == 0
    assert without_seconds(capsys.readouterr().out) == without_seconds(second)


def without_seconds(text: str) -> str:
    return re.sub(r"[\d.]+ s\.", "", text)


def test_verdicts_are_held_up_against_theories_on_both_sides_at_a_cost_said_beforehand(capsys):
    assert main([*SMALL, "replications=3", "theories=[market,sceptic]", "output=theories"], replicate) == 0
    said = capsys.readouterr().out
    assert said.index("against 2 theories, which takes 12 more runs") < said.index("Verdicts under other theories")
    found = tables("theories")
    each, counted = found["theories"], found["theories_counted"]
    assert set(each["theory"]) == {"market", "sceptic"}
    assert (counted["holding"] <= counted["theories"]).all()
    assert set(counted["theories"]) <= {0, 2}
    assert len(each) == 2 * len(counted)
    assert main([*SMALL, "replications=2", "theories=[hope]", "output=none"], replicate) == 2
    assert "theories: theory 'hope' does not exist; known are default, programme" in capsys.readouterr().err


def test_a_theory_is_the_same_for_all_scenarios_from_the_beginning_of_time():
    from experiments.commands.compare import design_comparison
    from experiments.options import Compare

    design = design_comparison(Compare(scenarios=["never"], baseline="model_2025", theories=["market"]), 20)
    point = len(design.points) - 1
    assert design.only[point] == range(10)
    for one in design.scenarios:
        under = design.scenario_at(point, one)
        assert under.phases[0].start == one.phases[0].start
        rules = {phase.levers["context"]["market"]["rule"] for phase in under.phases}
        assert rules == {"good_courses"}
        assert {phase.levers["dekom_s"]["active"] for phase in under.phases} == {
            phase.levers["dekom_s"]["active"] for phase in one.phases
        }
