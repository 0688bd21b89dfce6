"""`kompetanse response`: a curve in two languages, with its files; bad input is one line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main
from tests.experiments.fake_model import replicate

SMALL = ["response", "world=tiny", "horizon=2027", "workers=1", "replications=2", "output=here"]


def test_a_curve_with_its_table_and_figure(capsys):
    lever = ["lever=dekom_s.requirement", "values=[0.4,1]"]
    assert main([*SMALL, *lever]) == 0
    out = capsys.readouterr().out
    for said in ("Teaching practice (index 0–1) in “System of 2026” by dekom_s.requirement, spring 2027",
                 "Money limits", "Differences are from the value in force, 0.8."):  # fmt: skip
        assert said in out
    found = pd.read_csv("here/tables/response.csv")
    assert found["value"].tolist() == [0.4, 0.8, 1.0]
    assert found["difference"].tolist()[1] == 0.0
    limits = found[[name for name in found if name.startswith("bound_by")]].sum(axis=1)
    assert limits.tolist() == pytest.approx([1.0] * 3)
    assert Path("here/figures/response_practice.png").exists()
    assert main([*SMALL, *lever, "language=nb"]) == 0
    said = capsys.readouterr().out
    assert "Forskjellene er mot verdien som gjelder, 0,8." in said
    assert "0 kjøringer gjort, 6 funnet" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lever=dekom_s.nope"], "lever=dekom_s.nope: no such lever"),
        (["lever=dekom_s.requirement", "values=[7]"], "values: dekom_s.requirement: 7.0 is not from 0.05 to 1"),
        (["lever=dekom_s.requirement", "values=[0.8]"], "a curve needs another value"),
        (["lever=dekom_s.requirement", "values=[0.3,0.3]"], "one is given twice"),
        (["lever=context.market"], "lever=context.market: not a number"),
        (["year=2040"], "year=2040"),
    ],
)
def test_bad_input_is_one_line(capsys, words, said):
    assert main([*SMALL, *words], replicate) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
