import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.figures.labels import spread


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_labels_keep_their_order_and_distance_and_stay_inside(wanted):
    heights = np.full(len(wanted), 0.13)
    placed = spread(np.array(wanted), heights)
    inside = np.sort(placed)
    assert np.all(np.diff(inside) > 0.13 - 1e-9)
    assert inside[0] >= 0.065 - 1e-9
    assert inside[-1] <= 1 - 0.065 + 1e-9
    assert np.array_equal(np.argsort(placed, kind="stable"), np.argsort(wanted, kind="stable"))


def test_labels_far_apart_stay_where_they_are():
    assert np.allclose(spread(np.array([0.8, 0.2]), np.array([0.1, 0.1])), [0.8, 0.2])
