"""The command `trace`: the story of one unit side by side in two scenarios, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

from experiments import options
from experiments.call import Call
from experiments.commands.country import SYNTHETIC
from experiments.designs.design import Design
from experiments.present.show import line, table
from experiments.present.words import Words
from experiments.refusals import FINE, BadInput
from experiments.scenarios.timeline import scenarios
from experiments.scenarios.world_names import check_world
from experiments.store.fingerprint import digest
from experiments.store.folder import open_folder
from experiments.store.parts import write_text
from sim.scenario import is_autumn, year_of

if TYPE_CHECKING:
    from sim.analysis.trace import Line, Parting, Trace, Value
    from sim.scenario import Scenario


_DIGITS = {"count": 0, "share": 0, "kroner": 0, "level": 3, "hours": 1}


@dataclass(frozen=True)
class _Page:
    """One semester as a table: a row a heading, a column a scenario; one column where both are alike."""

    title: str
    columns: list[str]
    rows: list[list[str]]


def run(call: Call[options.Trace]) -> int:
    """Follow the unit, print the story and store it."""
    call.refuse_word("unit")
    asked = call.options
    check_world(asked)
    chosen = _two_scenarios(asked)
    kind, id_ = _unit(asked)
    from sim.analysis.trace import trace

    design = Design(asked.setup(), tuple(chosen), 0)
    with open_folder(_folder(call, design), call.command, design, call.config) as store:
        found = trace(design.setup, chosen, asked.replication, kind, id_)
        head, pages = _head(call, found, chosen), _pages(found, chosen, call.words)
        _print(head, pages)
        write_text(store.folder / "trace.md", _markdown(head, pages))
        line(call.words("Results: {folder}", folder=store.folder))
    return FINE


def _folder(call: Call[options.Trace], design: Design) -> Path:
    """The folder asked for, or one of the story's own: unit and replication belong to the question."""
    if call.options.output:
        return Path(call.options.output)
    question = digest([design.question, call.options.unit, call.options.replication])
    return Path("results") / f"{call.command}-{question[:8]}"


# ---- what is asked


def _two_scenarios(asked: options.Trace) -> list[Scenario]:
    names = asked.scenarios
    if len(names) > 2:
        raise BadInput(f"scenarios=[{','.join(names)}]: trace follows two; write 'scenarios=[a,b]'")
    return scenarios(names if len(names) == 2 else [asked.baseline, *names])


def _unit(asked: options.Trace) -> tuple[str, str]:
    """Kind and id of the unit asked for.

    Raises:
        BadInput: If it is not written as kind:id, or the world has no such unit.
    """
    from sim.analysis.trace import KINDS

    unit = asked.unit or ""
    kind, _, id_ = unit.partition(":")
    if kind not in KINDS or not id_:
        forms = "unit=municipality:<number>, unit=school:<id> or unit=university:<short name>"
        raise BadInput(f"unit={unit or 'null'}: say whose story to tell: {forms}")
    known = _known(asked, kind)
    if id_ not in known:
        raise BadInput(f"unit={unit}: world={asked.world} has no such {kind}; {_hint(kind, id_, known)}")
    return kind, id_


def _known(asked: options.Trace, kind: str) -> dict[str, str]:
    """Names of the units of a kind in the country of the replication, by id."""
    from sim.analysis.trace import units_of
    from sim.simulation import ground

    try:
        country, _, _ = ground(asked.setup(), asked.replication)
    except ValueError as error:
        raise BadInput(str(error)) from None
    return units_of(country, kind)


def _hint(kind: str, asked: str, known: dict[str, str]) -> str:
    """Units with a similar id or name, or an example."""
    by_text = {text.casefold(): id_ for id_, name in known.items() for text in (name, id_) if text}
    meant = asked.casefold()
    close = [meant] if meant in by_text else get_close_matches(meant, by_text, n=3, cutoff=0.6)
    ids = list(dict.fromkeys(by_text[text] for text in close)) or list(known)[:1]
    said = [f"{kind}:{id_}" + (f" ({known[id_]})" if known[id_] else "") for id_ in ids]
    return f"did you mean {' or '.join(said)}?" if close else f"it has {len(known)}, such as {said[0]}"


# ---- how it is told


def _head(call: Call[options.Trace], found: Trace, chosen: Sequence[Scenario]) -> list[str]:
    """Title, mark and where the two part."""
    words, unit = call.words, found.unit
    one, two = (scenario.name for scenario in chosen)
    title = f"{unit.name} ({unit.kind}:{unit.id})" if unit.name else f"{unit.kind}:{unit.id}"
    text = "{unit}: {one} and {two}, replication {replication}"
    head = [words(text, unit=title, one=one, two=two, replication=call.options.replication), words(SYNTHETIC)]
    if found.parting is not None:
        head.append(words("The two part {step}.", step=_step(found.parting, words)))
    else:
        head.append(words("This unit is the same to the bit in both."))
    if found.anywhere is None:
        head.append(words("So is the whole world."))
    elif found.anywhere != found.parting:
        head.append(words("Somewhere in the world they part {step}.", step=_step(found.anywhere, words)))
    return head


def _step(parting: Parting, words: Words) -> str:
    """When, after which sentence of the semester and in which column two runs part."""
    column, others = parting.columns[0], len(parting.columns) - 1
    text = 'in {when}, at "{sentence}": first in {column} ({meaning})'
    told = words(
        text, when=_when(parting.semester, words), sentence=words(parting.sentence.replace("_", " ")), column=column,
        meaning=_meaning(column),
    )  # fmt: skip
    return told + (words(", and {others} more", others=others) if others else "")


def _meaning(column: str) -> str:
    """What a column is, as declared with its table."""
    from sim.world import World

    table, name = column.split(".")
    return str(get_type_hints(World)[table].columns[name].doc).rstrip(".")


def _when(semester: int, words: Words) -> str:
    return words("autumn {year}" if is_autumn(semester) else "spring {year}", year=year_of(semester))


def _pages(found: Trace, chosen: Sequence[Scenario], words: Words) -> list[_Page]:
    pages = []
    for chapter in found.chapters:
        headings = _merged([[told.about for told in lines] for lines in chapter.told])
        cells = [[_cell(heading, lines, words) for lines in chapter.told] for heading in headings]
        alike = all(one == two for one, two in cells)
        names = [words("both scenarios")] if alike else [scenario.name for scenario in chosen]
        rows = [
            [words(heading), *([one] if alike else [one, words("the same") if two == one else two])]
            for heading, (one, two) in zip(headings, cells, strict=True)
        ]
        pages.append(_Page(_when(chapter.semester, words).capitalize(), ["", *names], rows))
    return pages


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
        return (TOPICS.names_nb if words.language == "nb" else TOPICS.names_en)[value.row]
    if not isinstance(value, Amount):
        return value
    number = words.number(value.number * (100.0 if value.style == "share" else 1.0), _DIGITS[value.style])
    return {"share": f"{number} %", "kroner": words("{amount} kroner", amount=number)}.get(value.style, number)


def _print(head: Sequence[str], pages: Sequence[_Page]) -> None:
    for text in head:
        line(text)
    line("")
    for page in pages:
        table(page.title, page.columns, page.rows)


def _markdown(head: Sequence[str], pages: Sequence[_Page]) -> str:
    blocks = [f"# {head[0]}", *head[1:]]
    for page in pages:
        rows = [page.columns, ["---"] * len(page.columns), *page.rows]
        lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows]
        blocks += [f"## {page.title}", "\n".join(lines)]
    return "\n\n".join(blocks) + "\n"
