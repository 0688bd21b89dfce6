"""A design of the user's own is read to the last bit, and refused by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.designs.factors import read_factors
from experiments.designs.sample import draw_sample, read_sample
from experiments.refusals import BadInput

MIXED = {"fade_unused": None, "dekom_s.active": None, "dekom_s.allocation": None, "dekom_s.plan_years_min": [1, 3]}


def test_the_points_of_a_design_come_back_from_its_file(tmp_path):
    made = draw_sample("sobol_points", read_factors(MIXED), 16, 1)
    made.frame().to_csv(tmp_path / "design.csv", index=False)
    read = read_sample(str(tmp_path / "design.csv"))
    assert list(read.points) == list(made.points)


def test_rows_added_below_keep_the_name_of_the_folder(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("fade_unused\n0.3\n")
    before = read_sample(str(path)).name_folder()
    path.write_text("fade_unused\n0.3\n0.5\n")
    assert read_sample(str(path)).name_folder() == before
    path.write_text("fade_unused\n0.4\n0.5\n")
    assert read_sample(str(path)).name_folder() != before


REFUSED = [
    ("fade_unusd\n0.3\n", "did you mean fade_unused"),
    ("fade_unused\n0.3\nmuch\n", "row 3, column fade_unused: much is not a number"),
    ("fade_unused,fade_slow\n0.3,\n", "row 2, column fade_slow: an empty cell"),
    ("fade_unused\nnan\n", "row 2, column fade_unused: nan"),
    ("fade_unused\n7\n", "row 2, column fade_unused: .* from 0 to 1"),
    ("dekom_s.active\nmaybe\n", "true or false"),
    ("dekom_s.allocation\nnobody\n", "not a rule"),
    ("fade_unused,fade_slow\n0.3\n", "row 2 has 1 cells"),
    ("fade_unused,fade_unused\n0.3,0.3\n", "twice"),
    ("fade_unused\n", "at least one row"),
    ("", "at least one row"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, text, said):
    (tmp_path / "mine.csv").write_text(text)
    with pytest.raises(BadInput, match=said):
        read_sample(str(tmp_path / "mine.csv"))


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="cannot be read"):
        read_sample("nowhere.csv")
