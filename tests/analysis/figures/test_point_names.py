"""Names of places on a map: every mark has one, none lies on another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.figures.point_names import beside, crowds

marks_and_sizes = st.lists(
    st.tuples(st.floats(0, 400), st.floats(0, 500), st.floats(10, 60), st.floats(8, 12)), min_size=1, max_size=14
).map(lambda rows: (np.array(rows)[:, :2], np.array(rows)[:, 2:]))


def boxes(marks, sizes):
    """Left, right, bottom and top of every name, in the order of the marks."""
    found = np.empty((len(marks), 4))
    for crowd in crowds(marks, sizes):
        x, y = beside(marks[crowd], sizes[crowd]).T
        wide, tall = sizes[crowd].T
        found[crowd] = np.stack([x, x + wide, y - tall / 2, y + tall / 2], axis=1)
    return found


@given(marks_and_sizes)
def test_every_mark_is_in_one_crowd_and_no_name_lies_on_another(given_):
    marks, sizes = given_
    assert sorted(k for crowd in crowds(marks, sizes) for k in crowd) == list(range(len(marks)))
    found = boxes(marks, sizes)
    for a in range(len(found)):
        for b in range(a):
            aside = min(found[a, 1], found[b, 1]) - max(found[a, 0], found[b, 0])
            above = min(found[a, 3], found[b, 3]) - max(found[a, 2], found[b, 2])
            assert aside < 1e-6 or above < 1e-6


def test_names_that_would_leave_the_sheet_stand_left_of_all_marks():
    marks, sizes = np.array([[90.0, 10.0], [80.0, 12.0]]), np.array([[40.0, 9.0], [10.0, 9.0]])
    found = beside(marks, sizes, edge=120.0)[:, 0] + sizes[:, 0]
    assert found.max() < 80.0
    assert beside(marks, sizes, edge=170.0)[:, 0].min() > 90.0


def test_a_mark_by_itself_is_named_at_its_own_height():
    marks, sizes = np.array([[10.0, 10.0], [10.0, 200.0]]), np.array([[40.0, 9.0], [40.0, 9.0]])
    assert crowds(marks, sizes) == [[0], [1]]
    assert beside(marks[:1], sizes[:1])[0, 1] == pytest.approx(10.0)
