"""`compare` stores its tables, shows luck beside the register's uncertainty, and says for whom."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main
from sim.analysis.comparison import COLUMNS
from tests.experiments.fake_model import replicate

TABLES = {"comparison", "over_time", "by_group", "municipalities", "shares_of_municipalities", "per_krone"}


@pytest.fixture(autouse=True)
def no_figures(monkeypatch):
    monkeypatch.setattr("sim.analysis.figures.comparison_figures", lambda *_, **__: {})


def tables(folder: str) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in (Path(folder) / "tables").glob("*.csv")}


SMALL = ["compare", "world=tiny", "horizon=2019", "workers=1", "scenarios=[model_2025]", "baseline=never"]


def test_luck_stands_beside_unless_luck_is_all(capsys):
    assert main([*SMALL, "replications=3", "output=both"], replicate) == 0
    assert "Luck only" in capsys.readouterr().out
    assert main([*SMALL, "replications=3", "output=luck", "uncertainty=point"], replicate) == 0
    out = capsys.readouterr().out
    assert "Luck only" not in out
    assert "Intervals show luck only" in out
    both, luck = (tables(name)["comparison"].set_index("indicator").loc["practice"] for name in ("both", "luck"))
    assert list(tables("both")["comparison"].columns) == list(COLUMNS)
    assert both["luck_difference"] == pytest.approx(luck["difference"])
    assert pd.isna(luck["luck_difference"])


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The model itself in the tiny world, two replications to 2019; what was printed and the tables."""
    folder = tmp_path_factory.mktemp("lived") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.analysis.figures.comparison_figures", lambda *_, **__: {})
        assert main([*SMALL, "replications=3", f"output={folder}"]) == 0
    return tables(str(folder))


def test_every_table_is_stored(lived):
    assert set(lived) == TABLES
    assert all(len(table) for table in lived.values())


def test_groups_municipalities_and_money_come_from_the_records(lived):
    levels = {"size_class", "centrality_class", "turnover_class", "school_size_class", "county", "governor"}
    assert set(lived["by_group"]["level"]) == levels
    assert {"Skien", "Karasjok"} <= set(lived["municipalities"]["name"])
    assert lived["municipalities"]["synthetic"].all()
    assert lived["over_time"]["semester"].unique().tolist() == [1, 3]
    assert set(lived["per_krone"]["discount_rate"]) == {0.0, 0.04}
    assert (lived["per_krone"]["cost_difference"] > 0).any()
