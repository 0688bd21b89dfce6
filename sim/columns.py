"""This file knows how state is kept: a table is one NumPy array per attribute, an agent is one row of it.

A plural noun (`Schools`) is a table. A singular noun (`School`) is a thin Mesa agent that reads and writes one
row. All state of the model is columns, so it can be saved, restored and forked by copying arrays. This is the
one file that is allowed to be clever.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar, overload

import mesa
import numpy as np
import numpy.typing as npt

from sim.types import Bools, Floats, Ids, Ints, Rows, Shorts, Singles, Smalls, Texts

A = TypeVar("A", bound=npt.NDArray[Any])


class Numbers(Generic[A]):
    """A type of number (or text) that a column can hold."""

    def __init__(self, code: str) -> None:
        self.code = code


FLOATS: Numbers[Floats] = Numbers("f8")
SINGLES: Numbers[Singles] = Numbers("f4")
INTS: Numbers[Ints] = Numbers("i8")
ROWS: Numbers[Rows] = Numbers("i4")
SHORTS: Numbers[Shorts] = Numbers("i2")
SMALLS: Numbers[Smalls] = Numbers("i1")
BOOLS: Numbers[Bools] = Numbers("?")
IDS: Numbers[Ids] = Numbers("u8")
TEXTS: Numbers[Texts] = Numbers("O")


class Column(Generic[A]):
    """One attribute of a table. Reading gives the array; assigning copies into it, never puts another in its place.

    Attributes:
        unit: Unit of measurement, in words.
        doc: Meaning, with the Norwegian term where there is one.
        dims: Names of dimensions after the first, looked up in the table's sizes (such as "topics").
        static: True if it never changes after the country is built: left out of snapshots and digests.
    """

    def __init__(self, numbers: Numbers[A], unit: str, doc: str, dims: tuple[str, ...], *, static: bool) -> None:
        self.numbers, self.unit, self.doc, self.dims, self.static = numbers, unit, doc, dims, static

    def __set_name__(self, table: type[Table], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, table: None, kind: type[Table]) -> Column[A]: ...
    @overload
    def __get__(self, table: Table, kind: type[Table]) -> A: ...
    def __get__(self, table: Table | None, kind: type[Table]) -> Column[A] | A:
        return self if table is None else table.arrays[self.name]  # type: ignore[return-value]

    def __set__(self, table: Table, value: npt.ArrayLike) -> None:
        column = table.arrays[self.name]
        given = np.asarray(value)
        if given.dtype.kind == column.dtype.kind == "i" and given.dtype.itemsize > column.dtype.itemsize and given.size:
            limits = np.iinfo(column.dtype)
            if given.min() < limits.min or given.max() > limits.max:
                raise OverflowError(f"{type(table).__name__}.{self.name}: a value does not fit in {column.dtype}")
        np.copyto(column, given, casting="same_kind")


def column(numbers: Numbers[A], *, unit: str, doc: str, dims: tuple[str, ...] = (), static: bool = False) -> Column[A]:
    """Declare a column; unit and doc feed the data dictionary and the axis labels (arguments: see `Column`)."""
    return Column(numbers, unit, doc, dims, static=static)


class Table:
    """Columns of equal length. Rows are for ever; columns are assigned in place, never reallocated."""

    columns: ClassVar[dict[str, Column[Any]]] = {}

    def __init_subclass__(cls) -> None:
        cls.columns = {**cls.columns, **{name: c for name, c in vars(cls).items() if isinstance(c, Column)}}

    def __init__(self, n: int, sizes: Mapping[str, int], values: Mapping[str, npt.ArrayLike]) -> None:
        """Allocate the columns.

        Args:
            n: Number of rows.
            sizes: Length of each named dimension.
            values: First values of columns; the others start at zero.

        Raises:
            TypeError: If a value belongs to no column or is of another kind of number.
        """
        unknown = set(values) - set(self.columns)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no column {sorted(unknown)}")
        self.n = n
        self.arrays: dict[str, npt.NDArray[Any]] = {
            name: np.zeros((n, *(sizes[dim] for dim in spec.dims)), dtype=spec.numbers.code)
            for name, spec in self.columns.items()
        }
        for name, value in values.items():
            setattr(self, name, value)

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """The columns that can change, by name (the arrays themselves, not copies)."""
        return {name: self.arrays[name] for name, spec in self.columns.items() if not spec.static}


class Actor(mesa.Agent):
    """One row of a table, as a Mesa agent that holds nothing of its own but where it stands."""

    def __init__(self, model: mesa.Model, peers: Population, row: int) -> None:
        super().__init__(model)
        self.peers = peers
        self.row = row


def _cell(name: str) -> property:
    """One actor's view of the column `name`."""

    def read(actor: Actor) -> Any:
        value = actor.peers.arrays[name][actor.row]
        return value.item() if isinstance(value, np.generic) else value

    def write(actor: Actor, value: Any) -> None:
        actor.peers.arrays[name][actor.row] = value

    return property(read, write)


class Population(Table):
    """A table whose rows are Mesa agents."""

    actor: ClassVar[type[Actor]] = Actor

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in cls.columns:
            if hasattr(cls.actor, name) and not isinstance(getattr(cls.actor, name), property):
                raise TypeError(f"column {name!r} hides an attribute of {cls.actor.__name__}")
            setattr(cls.actor, name, _cell(name))

    def enter(self, model: mesa.Model) -> None:
        """Create the agents, one a row, and register them with the Mesa model."""
        self.agents = [self.kind_of(row)(model, self, row) for row in range(self.n)]

    def kind_of(self, row: int) -> type[Actor]:
        """Agent class of one row; override where a role is held by several kinds."""
        return self.actor


def total_by(group: npt.NDArray[Any], values: npt.NDArray[Any], n: int) -> Floats:
    """Sum of values by group row, shape (n,) or (n, k) for values of shape (m, k).

    Args:
        group: Row number of the group each value belongs to, >= 0, shape (m,).
        values: Shape (m,) or (m, k).
        n: Number of groups.
    """
    if values.ndim == 1:
        single: Floats = np.bincount(group, weights=values, minlength=n)  # type: ignore[assignment]
        return single
    k = values.shape[1]
    flat = (group[:, None] * np.int64(k) + np.arange(k)).ravel()
    total: Floats = np.bincount(flat, weights=values.ravel(), minlength=n * k).reshape(n, k)  # type: ignore[assignment]
    return total


def mean_by(group: npt.NDArray[Any], values: Floats, weights: Floats, n: int) -> Floats:
    """Weighted mean of values by group row; NaN where the weights sum to nothing. Shapes as in `total_by`."""
    total = np.bincount(group, weights=weights, minlength=n)
    weighted = values * (weights if values.ndim == 1 else weights[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        below = total if values.ndim == 1 else total[:, None]
        return total_by(group, weighted, n) / below
