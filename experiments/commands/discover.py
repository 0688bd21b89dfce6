"""The command `discover`: in which states of the world one scenario is better than another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.decisions import discovered
from experiments.present.decisions import robustness as robustness_table
from experiments.present.drawings import boxes
from experiments.present.sensitivity_tables import EFFECTS
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import Words
from experiments.progress import stage
from experiments.refusals import FINE, BadInput
from experiments.scenarios.choices import as_in_folder, indicators, refuse_point, refuse_same, semester, spring
from experiments.scenarios.world_names import check_world
from experiments.store.folder import write_table
from experiments.store.manifest import read_manifest, stored_scenarios
from experiments.store.reading import States, pair, read_states, refuse_missing
from sim.timeline import scenarios

if TYPE_CHECKING:
    from sim.analysis.decision import Discovery
    from sim.indicators import Indicator


def run(call: Call[options.Discover]) -> int:
    """Make the runs, or read those of a folder; then search, print and store."""
    call = as_in_folder(call)
    chosen = [_refuse_undirected(found) for found in indicators(call.options)]
    when = semester(call.options)
    if call.word is not None:
        folder = Path(call.word)
        _answer(call, folder, read_states(folder, when), chosen)
        return FINE
    design = _design(call)
    with call.open(design) as store:
        done = make_runs(call, design, store)
        _answer(call, store.folder, read_states(store.folder, when), chosen)
        return close(call, done, store)


def _refuse_undirected(indicator: Indicator) -> Indicator:
    if indicator.direction == "0":
        raise BadInput(f"indicator={indicator.name}: neither more nor less of it is better; choose another indicator")
    return indicator


def _design(call: Call[options.Discover]) -> Design:
    asked = call.options
    refuse_point(asked)
    check_world(asked)
    others = [name for name in asked.scenarios if name != asked.baseline]
    if not others:
        refuse_same(asked.scenarios[0], asked.baseline)
    found = tuple(scenarios([asked.baseline, *others]))
    return Design(asked.setup(), found, asked.replications, record=asked.levels(("nation",)))


def _answer(call: Call[options.Discover], folder: Path, states: States, chosen: list[Indicator]) -> None:
    """Search for every indicator and scenario, judge together, print and store."""
    from sim.analysis.decision import judged_together

    baseline = _name(call.options.baseline)
    refuse_missing(states, [baseline], folder)
    others = [name for name in states.scenarios if name != baseline]
    chosen = _defined(call, states, chosen, others, baseline)
    words = call.words.naming(stored_scenarios(read_manifest(folder)))
    _robustness(call, folder, states, chosen, others, words)
    summary: list[dict[str, object]] = []
    details: dict[str, list[pd.DataFrame]] = {"discovery_limits": [], "discovery_trajectory": []}
    wanted = [(indicator, other) for indicator in chosen for other in others]
    with stage(words("Looking for a condition")):
        made = [_search(call, states, indicator, other, baseline) for indicator, other in wanted]
    together = judged_together([found for found, _, _ in made])
    for (indicator, other), found, (_, better, than) in zip(wanted, together, made, strict=True):
        key = {"indicator": indicator.name, "scenario": other, "better_scenario": better}
        asked = {"than": than, "threshold": _threshold(call, indicator), "year": spring(call.options)}
        summary.append(key | asked | _row(found))
        for text in discovered(summary[-1], found.limits, words):
            line(text)
        line("")
        for name, frame in zip(details, (found.limits, found.trajectory), strict=True):
            if frame is not None:
                details[name].append(frame.assign(**key))
    write_table(folder, "discovery", pd.DataFrame(summary))
    write_table(folder, EFFECTS, _effects(call, states, chosen, others, baseline))
    found_in = {name: pd.concat(frames) for name, frames in details.items() if frames}
    _store(call, folder, pd.DataFrame(summary), found_in, words)


def _store(
    call: Call[options.Discover], folder: Path, discovery: pd.DataFrame, details: Mapping[str, pd.DataFrame],
    words: Words,
) -> None:  # fmt: skip
    """Write the boxes that were searched out, and draw those that hold."""
    for name, frame in details.items():
        write_table(folder, name, frame)
    if details:
        limits, peels = details["discovery_limits"], details["discovery_trajectory"]
        draw(call, folder, read_manifest(folder), lambda: boxes(discovery, limits, peels, words))


def _defined(
    call: Call[options.Discover], states: States, chosen: list[Indicator], others: list[str], baseline: str
) -> list[Indicator]:
    """Indicators with a value in the baseline and every scenario in some state; says which are left out.

    Raises:
        BadInput: If none has.
    """
    kept = [i for i in chosen if all(len(states.differences(i.name, other, baseline)) for other in others)]
    left = [i.name for i in chosen if i not in kept]
    if not kept:
        raise BadInput(f"indicator={','.join(left)}: has no value in both {baseline} and {' and '.join(others)}")
    if left:
        line(call.words("Left out, as not defined in every scenario: {names}.", names=", ".join(left)))
    return kept


def _effects(
    call: Call[options.Discover], states: States, chosen: list[Indicator], others: list[str], baseline: str
) -> pd.DataFrame:
    """How much each parameter that was drawn moves each difference: slope over what was drawn, with its interval."""
    from sim.analysis.decision import screened

    names = {"slope": "effect", "slope_low": "effect_low", "slope_high": "effect_high"}
    found = []
    for indicator in chosen:
        for other in others:
            table = screened(*pair(states, states.differences(indicator.name, other, baseline)))
            told: dict[str, Any] = {"indicator": indicator.name, "scenario": other, "against": baseline,
                                    "year": spring(call.options), "states": len(states.draws)}  # fmt: skip
            found.append(table.rename(columns=names).assign(**told))
    return pd.concat(found)


def _name(reference: str) -> str:
    """Name of a scenario that is given by name or path."""
    return Path(reference).stem if reference.endswith((".yaml", ".yml")) else reference


def _threshold(call: Call[options.Discover], indicator: Indicator) -> float:
    return indicator.smallest_difference if call.options.threshold is None else call.options.threshold


def _search(
    call: Call[options.Discover], states: States, indicator: Indicator, other: str, baseline: str
) -> tuple[Discovery, str, str]:
    """Search for when the one that is better more often is better; with its name and the other's."""
    from sim.analysis.decision import discover
    from sim.analysis.decision.prim import PrimMissing

    draws, differences = pair(states, states.differences(indicator.name, other, baseline))
    good = differences if indicator.direction == "+" else -differences
    better, turned = (gain >= _threshold(call, indicator) for gain in (good, -good))
    names = (baseline, other) if turned.sum() > better.sum() else (other, baseline)
    try:
        return discover(draws, turned if names[0] == baseline else better, call.options.most), *names
    except PrimMissing as missing:
        raise BadInput(f"discover: {missing}; it comes with pip install 'kompetanse[discovery]'") from None


def _row(found: Discovery) -> dict[str, object]:
    """One line of facts for the CSV."""
    row: dict[str, object] = {"found": found.found, "better": found.better, "states": found.n, "unless": found.unless}
    for label, fit in (("searched", found.searched), ("held_out", found.held_out)):
        for fact in ("density", "coverage", "mass", "base", "chance", "n"):
            row[f"{fact}_{label}"] = np.nan if fit is None else getattr(fit, fact)
    return row | {"p_adjusted": found.chance}


def _robustness(
    call: Call[options.Discover], folder: Path, states: States, chosen: list[Indicator], others: list[str], words: Words
) -> None:
    from sim.analysis.decision import robustness

    found = robustness(states.values, _name(call.options.baseline), others, chosen, call.options.threshold)
    write_table(folder, "robustness", found)
    title = words("Robustness over {n} states of the world, spring {year}", n=len(states.draws),
                  year=spring(call.options))  # fmt: skip
    show(robustness_table(found.to_dict("records"), words, title), words)
