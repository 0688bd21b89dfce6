"""Tables on the screen: as many columns as fit, no word broken; everything where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from experiments.present.show import folded, line
from experiments.present.table import Cell, Column, Table
from sim.analysis.words import Words

_GAP, _EDGE = 3, 2
"""Between two columns, and around a table, characters."""
_ROOM = ((24, 10), (16, 10), (0, 0))
"""Width that the column which names the rows, and any other column of texts, gets if its texts are that long, before
more columns are kept beside it; if even those that stay do not fit, the next."""


def show(table: Table, words: Words) -> None:
    """Print a table.

    On a terminal, columns that do not fit go in the order they declare, and are named below; where even those that
    stay do not fit, each row is a list. A pipe gets every column on one line.

    Args:
        table: The table.
        words: Language.
    """
    console = _console()
    rows = list(table.cells(words))
    kept = _fitting(table.columns, rows, console.width)
    with console.capture() as drawn:
        if table.title:
            console.print(table.title, style="bold")
        if kept:
            console.print(_grid(table.columns, rows, kept))
        else:
            _list(table.columns, rows, console)
    sys.stdout.write("\n".join(text.rstrip() for text in drawn.get().split("\n")))
    left = [column.heading for k, column in enumerate(table.columns) if kept and k not in kept]
    if left:
        line(words("No room for these columns, which a wider window shows: {columns}.", columns=", ".join(left)))
    for note in table.notes:
        line(note)


def _console() -> Console:
    if sys.stdout.isatty():
        return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=100_000, no_color=True)


def _fitting(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> dict[int, int]:
    """Columns that fit, by their place, with the width of each; none if not even the last fit.

    Texts are kept wide as long as other columns can go, and narrowed to a word a line before all become a list.
    """
    for name, text in _ROOM:
        need = {k: _least(column, [row[k] for row in rows], text if k else name) for k, column in enumerate(columns)}
        while (spare := width - sum(need.values()) - _GAP * (len(need) - 1) - _EDGE) < 0:
            last = max(need, key=lambda k: columns[k].drop)
            if not columns[last].drop:
                break
            del need[last]
        else:
            return _widened(columns, rows, need, spare)
    return {}


def _widened(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], widths: dict[int, int], spare: int
) -> dict[int, int]:
    """Widths with what is spare given, a character at a time, to the column whose cells take most lines.

    Of columns that take as many, to the one that lacks most of its longest line.
    """
    texts = {k: {row[k].text for row in rows} for k in widths}
    most = {k: max(len(part) for text in [columns[k].heading, *texts[k]] for part in text.split("\n")) for k in widths}
    if sum(max(most[k] - widths[k], 0) for k in widths) <= spare:
        return {k: max(most[k], widths[k]) for k in widths}
    tallest = {k: _lines(texts[k], widths[k]) for k in widths}
    for _ in range(spare):
        last = max((k for k in widths if widths[k] < most[k]), key=lambda k: (tallest[k], most[k] - widths[k]))
        widths[last] += 1
        tallest[last] = _lines(texts[last], widths[last])
    return widths


def _lines(texts: Collection[str], width: int) -> int:
    """Lines of the tallest of some texts."""
    return max((_wrapped(text, width).count("\n") for text in texts), default=0) + 1


def _least(column: Column, cells: Sequence[Cell], room: int) -> int:
    """Width that breaks no word and no number, and leaves texts as much room if they are that long."""
    heading = _longest_word(column.heading)
    if column.numeric:
        return max([heading, *(len(cell.text) for cell in cells)])
    word = max((_longest_word(cell.text) for cell in cells), default=0)
    longest = max((len(part) for cell in cells for part in cell.text.split("\n")), default=0)
    return max(heading, word, min(longest, room))


def _longest_word(text: str) -> int:
    """Length of the longest piece that is not broken."""
    return max(map(len, folded(text, 1).split("\n")))


def _wrapped(text: str, width: int) -> str:
    """A text, which may have several lines, over as many as it needs."""
    return "\n".join(folded(part, width) for part in text.split("\n"))


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], kept: dict[int, int]) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    for k, width in kept.items():
        side: Literal["left", "right"] = "right" if columns[k].numeric else "left"
        grid.add_column(_wrapped(columns[k].heading, width), justify=side, width=width, overflow="fold")
    for row in rows:
        grid.add_row(*(_wrapped(row[k].text, width) for k, width in kept.items()))
    return grid


def _list(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], console: Console) -> None:
    """Every row as a list: its name, and below it heading and value of each column."""
    for first, *others in rows:
        console.print(first.text, style="bold")
        for column, cell in zip(columns[1:], others, strict=True):
            if cell.text:
                console.print(f"  {column.heading}: {cell.text}" if column.heading else f"  {cell.text}")
    console.print()


def markdown(table: Table, words: Words) -> str:
    """A table as Markdown, without its title."""
    headings = [column.heading for column in table.columns]
    rows = [[cell.text.replace("\n", "<br>") for cell in row] for row in table.cells(words)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headings, ["---"] * len(headings), *rows)) + "\n"
