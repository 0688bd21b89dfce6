"""How state is kept: a table is one NumPy array per attribute, an agent is one row of it.

A plural noun (`Schools`) is a table. A singular noun (`School`) is a thin Mesa agent that reads and writes one
row. All state of the model is columns, so it can be saved, restored and forked by copying arrays. A scheme adds
columns to a table with a `Part` of its own (`class Pots(Part): of = Counties`). This is the one file that is
allowed to be clever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

import mesa
import numpy as np
import numpy.typing as npt

from sim.kernels.sums import sum_rows
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
        to: Table whose row it names, if it is a relation: the agent then answers with the other agent.
    """

    def __init__(
        self, numbers: Numbers[A], unit: str, doc: str, dims: tuple[str, ...], *, static: bool, to: str = ""
    ) -> None:
        self.numbers, self.unit, self.doc, self.dims, self.static, self.to = numbers, unit, doc, dims, static, to

    def __set_name__(self, table: type[Columns], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, table: None, kind: type[Columns]) -> Column[A]: ...
    @overload
    def __get__(self, table: Columns, kind: type[Columns]) -> A: ...
    def __get__(self, table: Columns | None, kind: type[Columns]) -> Column[A] | A:
        return self if table is None else table.arrays[self.name]  # type: ignore[return-value]

    def __set__(self, table: Columns, value: npt.ArrayLike) -> None:
        column = table.arrays[self.name]
        given = np.asarray(value)
        if given.dtype.kind == column.dtype.kind == "i" and given.dtype.itemsize > column.dtype.itemsize and given.size:
            limits = np.iinfo(column.dtype)
            if given.min() < limits.min or given.max() > limits.max:
                raise OverflowError(f"{type(table).__name__}.{self.name}: a value does not fit in {column.dtype}")
        np.copyto(column, given, casting="same_kind")


def column(
    numbers: Numbers[A], *, unit: str = "row", doc: str, dims: tuple[str, ...] = (), static: bool = False, to: str = ""
) -> Column[A]:
    """Declare a column; unit and doc feed the data dictionary and the axis labels (arguments: see `Column`)."""
    return Column(numbers, unit, doc, dims, static=static, to=to)


class Columns:
    """Something whose attributes are columns: a table, or the part of one that a scheme adds."""

    columns: ClassVar[dict[str, Column[Any]]] = {}
    arrays: dict[str, npt.NDArray[Any]]

    def __init_subclass__(cls) -> None:
        cls.columns = {**cls.columns, **{name: c for name, c in vars(cls).items() if isinstance(c, Column)}}


class Part(Columns):
    """The columns that a scheme adds to a table: a typed view of the table's own arrays.

    Attributes:
        of: The table they are added to.
    """

    of: ClassVar[type[Table]]

    def __init__(self, table: Table) -> None:
        """See the columns of a table that was made with this part."""
        self.arrays = table.arrays


class Table(Columns):
    """Columns of equal length. Rows are for ever; columns are assigned in place, never reallocated."""

    def __init__(
        self, n: int, sizes: Mapping[str, int], values: Mapping[str, npt.ArrayLike], parts: Sequence[type[Part]] = ()
    ) -> None:
        """Allocate the columns.

        Args:
            n: Number of rows.
            sizes: Length of each named dimension.
            values: First values of columns; the others start at zero.
            parts: What schemes add to the table.

        Raises:
            TypeError: If a value belongs to no column or is of another kind of number, or two columns share a name.
        """
        self.n = n
        self.declared = dict(type(self).columns)
        for part in parts:
            twice = set(part.columns) & set(self.declared)
            if twice:
                raise TypeError(f"{type(self).__name__} has a column {sorted(twice)} already; see {part.__name__}")
            self.declared |= part.columns
        unknown = set(values) - set(self.declared)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no column {sorted(unknown)}")
        self.arrays = {
            name: np.zeros((n, *(sizes[dim] for dim in spec.dims)), dtype=spec.numbers.code)
            for name, spec in self.declared.items()
        }
        for name, value in values.items():
            self.declared[name].__set__(self, value)

    if not TYPE_CHECKING:  # the model's code names the part it reads; a test or a notebook may ask the table itself

        def __getattr__(self, name: str) -> npt.NDArray[Any]:
            try:
                return self.__dict__["arrays"][name]
            except KeyError:
                raise AttributeError(f"{type(self).__name__} has no column {name!r}") from None

        def __setattr__(self, name: str, value: Any) -> None:
            added = self.__dict__.get("declared", {}).get(name)
            if added is None:
                super().__setattr__(name, value)
            else:
                added.__set__(self, value)

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """The columns that can change, by name (the arrays themselves, not copies)."""
        return {name: self.arrays[name] for name, spec in self.declared.items() if not spec.static}


class _IdsOnTheModel:
    """Where the next number of an agent is counted: on its model, which Mesa's own table of models never lets go."""

    def __getitem__(self, model: mesa.Model) -> Iterator[int]:
        found: Iterator[int] = vars(model).setdefault("_ids_of_agents", count(1))
        return found


class Actor(mesa.Agent):
    """One row of a table, as a Mesa agent that holds nothing of its own but where it stands."""

    _ids: ClassVar[Any] = _IdsOnTheModel()

    def __init__(self, model: mesa.Model, peers: Population, row: int) -> None:
        super().__init__(model)
        self.peers = peers
        self.row = row

    def __repr__(self) -> str:
        """Kind, id and name, as `<Municipality 5601 Alta>`."""
        known = [str(self.peers.arrays[key][self.row]) for key in ("id", "name") if key in self.peers.arrays]
        return f"<{' '.join([type(self).__name__, *dict.fromkeys(known)])}>"

    def remove(self) -> None:
        """Refused: rows of the tables are for ever.

        Raises:
            TypeError: Always.
        """
        raise TypeError(f"{self!r} cannot be removed: rows of the tables are for ever; close it by its columns")


class Choice:
    """What each actor of a kind decides for itself.

    Declared on the agent (`choose_topic = Choice("...")`), written once for rows where its rules are
    (`@Network.choose_topic.is_made_by`). So `network.choose_topic()` lets one agent decide exactly as all do, and a
    subclass that overrides the method is asked by itself. A choice writes only what is its own actors', and reads
    nothing that their peers write in it: the order in which actors are asked does not matter.
    """

    decide: Callable[[Any, Ints], None]

    def __init__(self, doc: str) -> None:
        """Declare a choice.

        Args:
            doc: What is decided.
        """
        self.__doc__ = doc

    def __set_name__(self, kind: type[Actor], name: str) -> None:
        self.name = name

    def is_made_by(self, decide: Callable[[Any, Ints], None]) -> Callable[[Any, Ints], None]:
        """Decorate the function that makes the choice; it takes the semester (`sim.now.Now`) and the rows."""
        self.decide = decide
        return decide

    @overload
    def __get__(self, actor: None, kind: type[Actor]) -> Choice: ...
    @overload
    def __get__(self, actor: Actor, kind: type[Actor]) -> Callable[[], None]: ...
    def __get__(self, actor: Actor | None, kind: type[Actor]) -> Choice | Callable[[], None]:
        if actor is None:
            return self
        return partial(self.decide, actor.model.now, np.array([actor.row]))


def _relation(name: str, table: str) -> property:
    """One actor's view of the row `name` of another table: the agent who stands there, None where the row is -1."""

    def read(actor: Actor) -> Actor | None:
        row = int(actor.peers.arrays[name][actor.row])
        peers: Population = getattr(actor.model.world, table)
        return peers.agents[row] if row >= 0 else None

    def write(actor: Actor, other: Actor | None) -> None:
        actor.peers.arrays[name][actor.row] = -1 if other is None else other.row

    return property(read, write)


def _cell(name: str) -> property:
    """One actor's view of the column `name`."""

    def read(actor: Actor) -> Any:
        value = actor.peers.arrays[name][actor.row]
        return value.item() if isinstance(value, np.generic) else value

    def write(actor: Actor, value: Any) -> None:
        actor.peers.arrays[name][actor.row] = value

    return property(read, write)


def _refined(kind: type[Actor], variants: Sequence[type[Actor]]) -> type[Actor]:
    """The class that takes the place of an agent class: a user's subclass of it, or of the role that it holds."""
    for variant in variants:
        if variant.__mro__[1] is kind:
            return variant
    of_role = [variant for variant in variants if issubclass(kind, variant.__mro__[1])]
    return type(f"{of_role[0].__name__}{kind.__name__}", (of_role[0], kind), {}) if of_role else kind


class Population(Table):
    """A table whose rows are Mesa agents."""

    actor: ClassVar[type[Actor]] = Actor
    agents: list[Actor]

    def enter(self, model: mesa.Model, variants: Sequence[type[Actor]] = ()) -> None:
        """Create the agents, one a row, and register them with the Mesa model.

        Args:
            model: The Mesa model.
            variants: A user's subclasses; each takes the rows of the class it refines, or of all who hold a role.
        """
        for name, spec in self.declared.items():
            if not hasattr(self.actor, name):
                setattr(self.actor, name, _relation(name, spec.to) if spec.to else _cell(name))
            elif not isinstance(getattr(self.actor, name), property):
                raise TypeError(f"column {name!r} hides an attribute of {self.actor.__name__}")
        kinds = [self.kind_of(row) for row in range(self.n)]
        refined = {kind: _refined(kind, variants) for kind in dict.fromkeys(kinds)}
        self.agents = [refined[kind](model, self, row) for row, kind in enumerate(kinds)]
        self._alike: dict[str, Bools] = {}

    def kind_of(self, row: int) -> type[Actor]:
        """Agent class of one row; override where a role is held by several kinds."""
        return self.actor

    def each(self, choice: Choice, now: Any) -> None:
        """Let every actor make a choice: together where they decide alike, one by one where a subclass differs.

        Args:
            choice: The choice, such as `Network.choose_topic`.
            now: The semester.
        """
        if choice.name not in self._alike:
            self._alike[choice.name] = np.array([getattr(type(a), choice.name) is choice for a in self.agents])
        alike = self._alike[choice.name]
        choice.decide(now, np.flatnonzero(alike))
        for row in np.flatnonzero(~alike):
            getattr(self.agents[row], choice.name)()


def total_by(group: npt.NDArray[Any], values: npt.NDArray[Any], n: int) -> Floats:
    """Sum of values by group row, shape (n,) or (n, k) for values of shape (m, k).

    Args:
        group: Row number of the group each value belongs to, >= 0, shape (m,).
        values: Shape (m,) or (m, k).
        n: Number of groups.

    Raises:
        IndexError: If a group of one of many rows is none of the n.
    """
    if values.ndim == 1:
        single: Floats = np.bincount(group, weights=values, minlength=n)  # type: ignore[assignment]
        return single
    total: Floats = sum_rows(group.astype(np.uint64), np.ascontiguousarray(values, dtype=np.float64), n)
    return total


def mean_by(group: npt.NDArray[Any], values: Floats, weights: Floats, n: int) -> Floats:
    """Weighted mean of values by group row; NaN where the weights sum to nothing. Shapes as in `total_by`."""
    total = np.bincount(group, weights=weights, minlength=n)
    weighted = values * (weights if values.ndim == 1 else weights[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        below = total if values.ndim == 1 else total[:, None]
        return total_by(group, weighted, n) / below
