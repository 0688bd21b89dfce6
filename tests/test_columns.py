"""State is columns: a row view is the column, assigning copies, wrong values are refused."""

from __future__ import annotations

import pickle

import mesa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.columns import (
    BOOLS,
    FLOATS,
    INTS,
    SINGLES,
    SMALLS,
    TEXTS,
    Actor,
    Part,
    Population,
    Table,
    column,
    mean_by,
    total_by,
)


class Boat(Actor):
    """One boat."""


class Boats(Population):
    """Every boat."""

    actor = Boat
    name = column(TEXTS, unit="text", doc="Name.", static=True)
    length = column(FLOATS, unit="m", doc="Length.")
    crew = column(INTS, unit="people", doc="Crew.")
    rank = column(SMALLS, unit="code", doc="Rank.")
    weight = column(SINGLES, unit="t", doc="Weight.")
    afloat = column(BOOLS, unit="yes or no", doc="Afloat.")
    catch = column(FLOATS, unit="kg", doc="Catch by fish.", dims=("fish",))


def boats(**values) -> Boats:
    table = Boats(3, {"fish": 2}, values)
    table.enter(mesa.Model(rng=0))
    return table


def test_columns_start_at_zero_or_at_their_values_with_their_types():
    table = boats(length=[1.0, 2.0, 3.0], name=np.array(["a", "b", "c"], dtype=object))
    assert table.length.tolist() == [1.0, 2.0, 3.0]
    assert table.crew.tolist() == [0, 0, 0]
    assert table.catch.shape == (3, 2)
    assert {name: array.dtype.str[1:] for name, array in table.arrays.items()} == {
        "name": "O", "length": "f8", "crew": "i8", "rank": "i1", "weight": "f4", "afloat": "b1", "catch": "f8",
    }  # fmt: skip


def test_a_row_view_is_the_column():
    table = boats(length=[1.0, 2.0, 3.0])
    for row, boat in enumerate(table.agents):
        assert isinstance(boat, Boat)
        assert boat.length == table.length[row]
        boat.length = 10.0 * row
        boat.catch = [row, 2.0 * row]
    assert table.length.tolist() == [0.0, 10.0, 20.0]
    assert table.catch.tolist() == [[0.0, 0.0], [1.0, 2.0], [2.0, 4.0]]
    table.crew[1] = 7
    assert table.agents[1].crew == 7


def test_a_cell_is_a_python_number_and_a_wide_cell_is_a_view():
    boat = boats().agents[1]
    assert type(boat.length) is float
    assert type(boat.crew) is int
    assert type(boat.afloat) is bool
    boat.catch[:] = 3.0
    assert boat.peers.catch[1].tolist() == [3.0, 3.0]


def test_assigning_a_column_keeps_arrays_and_views():
    table = boats()
    before, view = table.length, table.length[1:]
    table.length = [4.0, 5.0, 6.0]
    assert table.length is before
    assert view.tolist() == [5.0, 6.0]
    table.length += 1.0
    assert table.length is before
    table.crew = 2
    assert table.crew.tolist() == [2, 2, 2]


def test_assigning_a_column_copies():
    values = np.array([1.0, 2.0, 3.0])
    table = boats()
    table.length = values
    values[0] = 99.0
    assert table.length[0] == 1.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crew", [0.5, 1.5, 2.5]),
        ("rank", np.array([1.0, 2.0, 3.0])),
        ("afloat", np.array([1, 0, 1])),
        ("length", np.array(["a", "b", "c"], dtype=object)),
    ],
)
def test_a_wrong_kind_of_number_is_refused(name, value):
    table = boats()
    with pytest.raises(TypeError):
        setattr(table, name, value)
    with pytest.raises(TypeError):
        boats(**{name: value})
    assert table.arrays[name].tolist() == np.zeros(3).tolist()


def test_a_wrong_length_is_refused():
    with pytest.raises(ValueError, match="broadcast"):
        boats(length=[1.0, 2.0])


def test_an_unknown_column_is_refused_and_named():
    with pytest.raises(TypeError, match=r"Boats has no column \['sails'\]"):
        boats(sails=[1.0, 2.0, 3.0])


def test_a_column_may_not_hide_an_attribute_of_its_actor():
    class Ship(Actor):
        """One ship."""

    class Ships(Population):
        """Every ship."""

        actor = Ship
        remove = column(FLOATS, unit="m", doc="Hides what Mesa agents have.")

    with pytest.raises(TypeError, match="'remove' hides an attribute of Ship"):
        Ships(1, {}, {}).enter(mesa.Model(rng=0))


# ---- parts and choices


class Cargo(Part):
    """What trade adds to boats."""

    of = Boats
    load = column(FLOATS, unit="t", doc="Load.")
    port = column(TEXTS, unit="text", doc="Home port.", static=True)


def trading(**values) -> Boats:
    table = Boats(3, {"fish": 2}, values, [Cargo])
    table.enter(mesa.Model(rng=0))
    return table


def test_a_part_is_a_typed_view_of_the_tables_own_columns():
    table = trading(load=[1.0, 2.0, 3.0])
    cargo = Cargo(table)
    assert cargo.load is table.arrays["load"] is table.load
    cargo.load += 1.0
    table.load = table.load * 2.0
    assert cargo.load.tolist() == [4.0, 6.0, 8.0]
    assert table.agents[1].load == 6.0


def test_what_a_part_adds_is_state_like_any_other_column_and_belongs_to_that_table_only():
    table = trading()
    assert "load" in table.state()
    assert "port" not in table.state()
    assert "load" not in boats().arrays
    with pytest.raises(AttributeError, match="Boats has no column 'load'"):
        boats().load  # noqa: B018


def test_a_part_may_not_have_a_column_that_is_there_already():
    class Twice(Part):
        """Adds what is there."""

        of = Boats
        crew = column(INTS, unit="people", doc="Crew again.")

    with pytest.raises(TypeError, match=r"Boats has a column \['crew'\] already; see Twice"):
        Boats(1, {"fish": 2}, {}, [Twice])


def test_an_actor_is_named_by_what_it_is_and_cannot_be_removed():
    boat = boats(name=np.array(["Ask", "Embla", "Tor"], dtype=object)).agents[1]
    assert repr(boat) == "<Boat Embla>"
    with pytest.raises(TypeError, match="<Boat Embla> cannot be removed: rows of the tables are for ever"):
        boat.remove()


def test_state_is_what_can_change_and_the_arrays_themselves():
    table = boats()
    assert "name" not in table.state()
    assert table.state()["length"] is table.length


def test_the_class_knows_its_columns_with_unit_and_meaning():
    assert list(Boats.columns) == ["name", "length", "crew", "rank", "weight", "afloat", "catch"]
    assert (Boats.length.unit, Boats.length.doc, Boats.catch.dims) == ("m", "Length.", ("fish",))


class Buoys(Table):
    """Every buoy: a table without agents."""

    depth = column(FLOATS, unit="m", doc="Depth.")


def test_a_table_survives_pickling():
    buoys = pickle.loads(pickle.dumps(Buoys(2, {}, {"depth": [1.0, 2.0]})))
    assert buoys.depth.tolist() == [1.0, 2.0]


def test_tables_do_not_share_columns():
    one, other = Buoys(2, {}, {}), Buoys(2, {}, {})
    one.depth = 5.0
    assert other.depth.tolist() == [0.0, 0.0]
    assert "depth" not in Boats.columns


# ---- sums by group

NUMBERS = st.floats(-1e6, 1e6)


@st.composite
def grouped(draw):
    """Groups, values and weights of up to twelve members in up to four groups."""
    m, n = draw(st.integers(0, 12)), draw(st.integers(1, 4))
    group = draw(arrays(np.int64, m, elements=st.integers(0, n - 1)))
    k = draw(st.integers(1, 3))
    shape = m if draw(st.booleans()) else (m, k)
    values = draw(arrays(np.float64, shape, elements=NUMBERS))
    weights = draw(arrays(np.float64, m, elements=st.one_of(st.just(0.0), st.floats(0.1, 10.0))))
    return group, values, weights, n


@given(grouped())
def test_total_by_is_the_sum_in_a_loop(case):
    group, values, _, n = case
    expected = np.zeros((n, *values.shape[1:]))
    for row, value in zip(group, values, strict=True):
        expected[row] += value
    np.testing.assert_allclose(total_by(group, values, n), expected, rtol=1e-12, atol=1e-6)


@pytest.mark.parametrize("group", [-1, 2])
def test_a_row_of_no_group_is_refused(group):
    with pytest.raises(IndexError, match="none of the groups"):
        total_by(np.array([0, group]), np.ones((2, 3)), 2)


@given(grouped())
def test_mean_by_is_the_weighted_mean_in_a_loop(case):
    group, values, weights, n = case
    result = mean_by(group, values, weights, n)
    assert result.shape == (n, *values.shape[1:])
    for row in range(n):
        mine = group == row
        if weights[mine].sum() > 0:
            expected = np.average(values[mine], axis=0, weights=weights[mine])
            np.testing.assert_allclose(result[row], expected, rtol=1e-9, atol=1e-6)
        else:
            assert np.isnan(result[row]).all()


@given(grouped(), st.randoms())
def test_sums_by_group_do_not_depend_on_the_order(case, random):
    group, values, _, n = case
    order = list(range(len(group)))
    random.shuffle(order)
    shuffled = total_by(group[order], values[order], n)
    np.testing.assert_allclose(shuffled, total_by(group, values, n), rtol=1e-9, atol=1e-6)
