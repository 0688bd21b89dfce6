"""The command `trace`: the story of one unit side by side in two scenarios, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from experiments import options
from experiments.call import Call
from experiments.designs.design import Design
from experiments.present.show import line
from experiments.present.story import chapters, head
from experiments.present.table import Table
from experiments.present.terminal import markdown, show
from experiments.present.words import Words
from experiments.progress import stage
from experiments.refusals import FINE, BadInput
from experiments.scenarios.world_names import check_world
from experiments.store.fingerprint import digest
from experiments.store.folder import open_folder
from experiments.store.parts import write_text
from sim.timeline import scenarios

if TYPE_CHECKING:
    from sim.scenario import Scenario


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
        with stage(call.words("Following the unit through both scenarios")):
            found = trace(design.setup, chosen, asked.replication, kind, id_)
        words = call.words.naming(chosen)
        said, told = head(found, chosen, asked.replication, words), chapters(found, chosen, words)
        _print(said, told, words)
        write_text(store.folder / "trace.md", _page(said, told, words))
        line(words("Results: {folder}", folder=store.folder))
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


def _print(said: Sequence[str], told: Sequence[Table], words: Words) -> None:
    for text in said:
        line(text)
    line("")
    for table in told:
        show(table, words)


def _page(said: Sequence[str], told: Sequence[Table], words: Words) -> str:
    """The story as Markdown."""
    blocks = [f"# {said[0]}", *said[1:]]
    for table in told:
        blocks += [f"## {table.title}", markdown(table, words).rstrip()]
    return "\n\n".join(blocks) + "\n"
