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
    ("", "the file is empty"),
    ("fade_unused\n0.1_5\n", "row 2, column fade_unused: 0.1_5 is not a number"),
    ("fade_unused\n０.３\n", "row 2, column fade_unused: ０.３ is not a number"),
    ("dekom_s.plan_years_min\n1_0\n", "1_0 is not a whole number"),
    ("dekom_s.plan_years_min\n1.000\n", "1.000 is not a whole number.*; thousands are written without"),
    ("fade_unused,fade_slow\n0,3,0,4\n", "row 2 has 4 cells, the header 2; a decimal comma needs semicolons"),
    ('fade_unused,fade_slow\n0.3,"0.4\n', "a quotation mark is not closed"),
    ("further_education.priority_topics\n" + "[" * 100_000 + "\n", "is not a value of it, as JSON"),
    ("fade_unused,\n0.3,much\n", "column '': neither an uncertainty"),
]
READ = {
    "semicolons and decimal commas": "fade_unused;routine_gain\n0,1;1,2\n0,2;1,4\n",
    "a mark at the front": "\ufefffade_unused,routine_gain\n0.1,1.2\n0.2,1.4\n",
    "pandas' count of rows": ",fade_unused,routine_gain\n0,0.1,1.2\n1,0.2,1.4\n",
    "decimal commas in quotes": 'fade_unused,routine_gain\n"0,1","1,2"\n"0,2","1,4"\n',
    "tabs": "fade_unused\troutine_gain\n0.1\t1.2\n0.2\t1.4\n",
    "capitals, spaces and a title": "My design\n\nFade_unused , ROUTINE_GAIN\n 0.1 ,1.2\n\n0.2, 1.40\n\n",
}


def test_designs_as_people_save_them_are_read(tmp_path):
    wrong = {}
    for name, text in READ.items():
        (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
        found = [dict(point.parameters) for point in read_sample(str(tmp_path / "mine.csv")).points]
        if found != [{"fade_unused": 0.1, "routine_gain": 1.2}, {"fade_unused": 0.2, "routine_gain": 1.4}]:
            wrong[name] = found
    assert wrong == {}


def test_points_that_are_given_twice_are_counted(tmp_path):
    (tmp_path / "mine.csv").write_text("fade_unused\n0,1\n0.10\n0,2\n", encoding="utf-8")
    assert read_sample(str(tmp_path / "mine.csv")).repeated == 1


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, text, said):
    (tmp_path / "mine.csv").write_text(text)
    with pytest.raises(BadInput, match=said):
        read_sample(str(tmp_path / "mine.csv"))


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="cannot be read"):
        read_sample("nowhere.csv")
