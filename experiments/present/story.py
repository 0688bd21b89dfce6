"""The story of one unit in two scenarios as words: what stands at its head, and a table a semester."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_type_hints

from experiments.present.table import Column, Table
from experiments.present.words import SYNTHETIC, Words, mark

if TYPE_CHECKING:
    from sim.analysis.trace import Line, Parting, Trace, Value
    from sim.scenario import Scenario

_DIGITS = {"count": 0, "share": 0, "kroner": 0, "level": 3, "hours": 1}
KINDS = {"municipality": mark("municipality"), "school": mark("school"), "university": mark("university")}


def head(found: Trace, chosen: Sequence[Scenario], replication: int, words: Words) -> list[str]:
    """Title, caution, and where the two part.

    Args:
        found: The story.
        chosen: The two scenarios.
        replication: Which replication is told.
        words: Language and titles of scenarios.
    """
    unit = found.unit
    one, two = (words.scenario(scenario.name) for scenario in chosen)
    title = f"{unit.name or unit.id} ({words(KINDS[unit.kind])} {unit.id})"
    said = [words("{unit}: “{one}” and “{two}”, replication {replication}", unit=title, one=one, two=two,
                  replication=replication), words(SYNTHETIC)]  # fmt: skip
    if found.parting is not None:
        said.append(words("The two part {step}.", step=_step(found.parting, words)))
    else:
        said.append(words("This unit is the same to the bit in both."))
    if found.anywhere is None:
        said.append(words("So is the whole world."))
    elif found.anywhere != found.parting:
        said.append(words("Somewhere in the world they part {step}.", step=_step(found.anywhere, words)))
    return said


def _step(parting: Parting, words: Words) -> str:
    """When, after which stage of the semester and in which column two runs part."""
    from sim.analysis.trace.sentences import stage_name

    column, others = parting.columns[0], len(parting.columns) - 1
    told = words(
        "in {when}, at “{stage}”: first in {column} ({meaning})",
        when=words.when(parting.semester), stage=words.pick(*stage_name(parting.sentence)), column=column,
        meaning=words.declared(_meaning(column)).rstrip("."),
    )  # fmt: skip
    return told + (words(", and {others} more", others=others) if others else "")


def _meaning(column: str) -> str:
    """What a column is, as declared with its table or by the scheme that adds it."""
    from sim.schemes import SCHEMES
    from sim.world import World

    table, name = column.split(".")
    kind = get_type_hints(World)[table]
    parts = [part for scheme in SCHEMES for part in scheme.columns if part.of is kind]
    return str(next(of.columns[name] for of in (kind, *parts) if name in of.columns).doc)


def chapters(found: Trace, chosen: Sequence[Scenario], words: Words) -> list[Table]:
    """A table a semester: a row a heading, a column a scenario; one column where both are alike."""
    made = []
    for chapter in found.chapters:
        headings = _merged([[told.about for told in lines] for lines in chapter.told])
        cells = [[_cell(heading, lines, words) for lines in chapter.told] for heading in headings]
        alike = all(one == two for one, two in cells)
        names = [words("both scenarios")] if alike else [words.scenario(scenario.name) for scenario in chosen]
        rows = [
            {"about": words(heading), "one": one, "two": words("the same") if two == one else two}
            for heading, (one, two) in zip(headings, cells, strict=True)
        ]
        shown = [Column("", ("about",)), *(Column(n, (f,)) for n, f in zip(names, ("one", "two"), strict=False))]
        made.append(Table("story", words.when(chapter.semester).capitalize(), shown, rows))
    return made


def _merged(headings: Sequence[Sequence[str]]) -> list[str]:
    """Headings of both, each in its place."""
    merged: list[str] = []
    for of_one in headings:
        place = 0
        for heading in of_one:
            if heading not in merged:
                merged.insert(place, heading)
            place = merged.index(heading) + 1
    return merged


def _cell(heading: str, told: Sequence[Line], words: Words) -> str:
    """All that is told under a heading, one line each; a dash where nothing is."""
    return "\n".join(_said(one, words) for one in told if one.about == heading) or "–"


def _said(told: Line, words: Words) -> str:
    values = {place: _value(value, words) for place, value in told.values.items()}
    return "".join(words(piece, **values) for piece in told.pieces)


def _value(value: Value, words: Words) -> str:
    from sim.analysis.trace import Amount, Topic
    from sim.topics import TOPICS

    if isinstance(value, Topic):
        return words.pick(TOPICS.names_en[value.row], TOPICS.names_nb[value.row])
    if not isinstance(value, Amount):
        return value
    if value.style == "share":
        return words.percent(value.number)
    number = words.number(value.number, _DIGITS[value.style])
    return words("{amount} kroner", amount=number) if value.style == "kroner" else number
