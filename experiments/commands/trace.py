"""This file knows the command `trace`: the story of one unit side by side in two scenarios, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command import Call
from experiments.designs.design import Design
from experiments.options import Options
from experiments.present.show import line
from experiments.present.story import chapters, head
from experiments.present.table import Table
from experiments.present.terminal import markdown, show
from experiments.present.words import Words
from experiments.refusals import FINE, BadInput
from experiments.scenarios.timeline import scenarios
from experiments.scenarios.world_names import check_world
from experiments.store.fingerprint import digest
from experiments.store.folder import opened
from experiments.store.parts import write_text

if TYPE_CHECKING:
    from sim.scenario import Scenario

HELP = """Tells what happened to one municipality, school or university, semester by semester, side by side in two
scenarios (one is compared with the baseline), and the first step where they part. Writes trace.md.

  kompetanse trace unit=municipality:5001 'scenarios=[system_2026,never]'
  kompetanse trace unit=school:4203-03 'scenarios=[subject_quota]' world=agder replication=3
  kompetanse trace unit=university:UIA 'scenarios=[model_2025,never]' world=agder horizon=2025 language=nb"""


def run(call: Call) -> int:
    """Follow the unit, print the story and store it."""
    call.refuse_word("unit")
    options = call.options
    check_world(options)
    chosen = _two_scenarios(options)
    kind, id_ = _unit(options)
    from sim.analysis.trace import trace

    design = Design(options.setup(("nation",)), tuple(chosen), 0)
    with opened(_folder(call, design), call.command, design, call.config) as store:
        found, words = trace(design.setup, chosen, options.replication, kind, id_), call.words.naming(chosen)
        said, told = head(found, chosen, options.replication, words), chapters(found, chosen, words)
        _print(said, told, words)
        write_text(store.folder / "trace.md", _page(said, told, words))
        line(words("Results: {folder}", folder=store.folder))
    return FINE


def _folder(call: Call, design: Design) -> Path:
    """The folder asked for, or one of the story's own: unit and replication belong to the question."""
    if call.options.output:
        return Path(call.options.output)
    question = digest([design.question, call.options.unit, call.options.replication])
    return Path("results") / f"{call.command}-{question[:8]}"


# ---- what is asked


def _two_scenarios(options: Options) -> list[Scenario]:
    names = options.scenarios
    if len(names) > 2:
        raise BadInput(f"scenarios=[{','.join(names)}]: trace follows two; write 'scenarios=[a,b]'")
    return scenarios(names if len(names) == 2 else [options.against(), *names])


def _unit(options: Options) -> tuple[str, str]:
    """Kind and id of the unit asked for.

    Raises:
        BadInput: If it is not written as kind:id, or the world has no such unit.
    """
    from sim.analysis.trace import KINDS

    asked = options.unit or ""
    kind, _, id_ = asked.partition(":")
    if kind not in KINDS or not id_:
        forms = "unit=municipality:<number>, unit=school:<id> or unit=university:<short name>"
        raise BadInput(f"unit={asked or 'null'}: say whose story to tell: {forms}")
    known = _known(options, kind)
    if id_ not in known:
        raise BadInput(f"unit={asked}: world={options.world} has no such {kind}; {_hint(kind, id_, known)}")
    return kind, id_


def _known(options: Options, kind: str) -> dict[str, str]:
    """Names of the units of a kind in the country of the replication, by id."""
    from sim.analysis.trace import units_of
    from sim.simulation import ground

    try:
        country, _, _ = ground(options.setup(("nation",)), options.replication)
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
