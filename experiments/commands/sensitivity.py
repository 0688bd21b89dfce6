"""The command `sensitivity`: what moves the outcomes of a sweep, and how much of it is luck."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import draw
from experiments.present.drawings import OUTCOMES
from experiments.present.drawings import sensitivity as figures
from experiments.present.sensitivity import MOST, overviews, rankings, sources
from experiments.present.sensitivity_tables import EFFECTS, Analysis, analysed, assumptions_effect
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import Words
from experiments.progress import stage
from experiments.refusals import FINE, BadInput, near
from experiments.store.folder import write_table
from experiments.store.manifest import stored_scenarios
from experiments.store.reading import Sweep, read_sweep
from sim.analysis.sensitivity.ranking import ABOVE_ONE, LUCK
from sim.indicators import BY_NAME
from sim.scenario import FIRST_YEAR

if TYPE_CHECKING:
    from sim.indicators import Indicator


def run(call: Call[options.Sensitivity]) -> int:
    """Read, analyse, print and store."""
    if call.word is None:
        raise BadInput(
            "sensitivity: no folder given; `kompetanse sweep` makes one and prints its name, then write "
            "`kompetanse sensitivity results/sweep-<hash>`"
        )
    sweep = read_sweep(Path(call.word))
    indicators = _indicators(call.options.indicator)
    year = _year(call, sweep)
    with stage(call.words("Ranking what was varied")):
        found = analysed(sweep, indicators, year, call.options.baseline, call.options.seed)
    tables = {
        "sensitivity": found.sensitivity,
        "sources": found.sources,
        EFFECTS: assumptions_effect(found.sensitivity, indicators),
    }
    for name, frame in tables.items():
        write_table(sweep.folder, name, frame)
    words = call.words.naming(stored_scenarios(sweep.manifest))
    most = OUTCOMES if call.options.figures == "all" else 1
    draw(call, sweep.folder, sweep.manifest,
         lambda: figures(sweep.kind, found.sensitivity, found.sources, indicators, words, most))  # fmt: skip
    if len(found.sensitivity):
        _show(call, found, indicators, words)
    if len(found.sources):
        show(sources(found.sources, words, indicators, year), words)
    _say(words, found, sweep)
    return FINE


def _show(call: Call[options.Sensitivity], found: Analysis, indicators: list[Indicator], words: Words) -> None:
    """Print what leads each indicator, or the ranking of those asked for."""
    if call.options.indicator is None:
        for table in overviews(found.sensitivity, words):
            show(table, words)
        first = found.sensitivity.iloc[0]["indicator"]
        line(words("One in full, with intervals: add indicator={name}", name=first))
        line("")
        return
    for table in rankings(found.sensitivity, words, indicators):
        more = len(table.rows) - MOST
        show(replace(table, rows=list(table.rows)[:MOST]), words)
        if more > 0:
            line(words("{n} more factors are in tables/sensitivity.csv.", n=more))
            line("")


def _indicators(asked: str | list[str] | None) -> list[Indicator]:
    from sim.indicators import INDICATORS

    names = [asked] if isinstance(asked, str) else asked
    known = {i.name: i for i in INDICATORS if "nation" in i.levels}
    for name in names or ():
        if name not in known:
            raise BadInput(f"indicator={name}: no such indicator; {near(name, known)}")
    return [known[name] for name in names] if names else [i for i in INDICATORS if i.headline]


def _year(call: Call[options.Sensitivity], sweep: Sweep) -> int:
    horizon = int(sweep.manifest["setup"]["horizon"])
    year = call.options.year or horizon
    if not FIRST_YEAR < year <= horizon:
        raise BadInput(f"year={year}: the sweep has springs from {FIRST_YEAR + 1} to {horizon}")
    return year


def _say(words: Words, found: Analysis, sweep: Sweep) -> None:
    for note in found.notes:
        scenarios = "”, “".join(words.scenario(name) for name in note.scenarios)
        why = words(note.why, scenarios=scenarios, **note.values)
        where = f" (“{scenarios}”)" if note.why in (LUCK, ABOVE_ONE) else ""
        line(words("Not given: {indicator}{where}: {why}.", indicator=words.label(BY_NAME[note.indicator]), where=where,
                   why=why))  # fmt: skip
    blocks, replications = found.left_out
    if blocks or replications:
        text = "Left out, as runs are missing or failed: {blocks} blocks of points and {replications} replications."
        line(words(text, blocks=blocks, replications=replications))
    if len(found.sensitivity) and found.sensitivity["replications"].min() == 1:
        line(words("With one replication, luck is not separated from what is shown."))
    if "point" not in sweep.uncertainties:
        line(words("Luck includes the parameters that each replication drew (uncertainty=register)."))
    if any(frame.get("truncated", pd.Series(dtype=bool)).any() for frame in (found.sensitivity, found.sources)):
        line(words("Some estimates were below 0 and are shown as 0; the tables mark them."))
    line(words("Results: {folder}", folder=sweep.folder))
