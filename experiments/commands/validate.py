"""The command `validate`: the patterns the model must grow, what was put in, and the mechanisms that carry them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import draw, prepare_model
from experiments.designs.design import Design
from experiments.present.checks import count, held_up, rows_of, stored
from experiments.present.checks import patterns as pattern_table
from experiments.present.checks import theories as theory_table
from experiments.present.show import complaint, line
from experiments.present.terminal import markdown, show
from experiments.progress import progress
from experiments.refusals import CHECK_FAILED, FINE, SOME_FAILED, BadInput, near
from experiments.run.calls import Loss, WorkItem
from experiments.run.work import common_ground
from experiments.scenarios.theories import OF_A_THEORY, theories_of
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.lines import append_line, read_lines
from experiments.store.parts import write_text
from sim.drawn_levers import own_values
from sim.timeline import scenario

if TYPE_CHECKING:
    from sim.analysis.validation import Finding, Job, Measure, Pattern, Tally
    from sim.analysis.validation.setups import Case
    from sim.scenario import Scenario
    from sim.simulation import Setup
    from sim.theories import Theory
    from sim.types import Floats


BASE = "model_2025"
Key: TypeAlias = tuple[str, str, int]
Values: TypeAlias = dict[Key, tuple[float, float]]
"""By case, measure and replication: numerator and denominator."""
Observed: TypeAlias = "tuple[Job, dict[str, tuple[float, float]] | str]"
"""A job and its values by measure, or why there are none."""


def run(call: Call[options.Validate]) -> int:
    """Measure what is not measured yet, judge, print and store."""
    call.refuse_word("world")
    from sim.analysis.validation import jobs

    asked, began = call.options, time.perf_counter()
    check_world(asked)
    base, patterns, theories = scenario(BASE), _chosen(asked.patterns), theories_of(asked)
    setup = replace(asked.setup(), horizon=_horizon())  # each job has a horizon of its own
    with call.open(Design(setup, (base,), 0)) as store:
        wanted = partial(jobs, patterns, asked.replications)
        values, failures = _measure(call, setup, base, wanted, store.folder / "values.jsonl")
        findings, counted = _judge(patterns, values, asked.replications)
        _show(call, findings, counted, store)
        _draw(call, patterns, values, store)
        failures += _hold_up(call, setup, base, theories, patterns, store, findings)
        seconds = call.words.number(time.perf_counter() - began, 1)
        line(call.words("{n} replications in {world}, {seconds} s.", n=asked.replications, world=asked.world,
                        seconds=seconds))  # fmt: skip
        line(call.words("Results: {folder}", folder=store.folder))
    if failures:
        complaint(call.words("Failed runs: {n}. First: {first}", n=len(failures), first=failures[0]))
        return SOME_FAILED
    return FINE if counted.fine else CHECK_FAILED


def _chosen(codes: Sequence[str] | None) -> list[Pattern]:
    """The patterns asked for, in the order of the theory."""
    from sim.analysis.validation import PATTERNS

    known = [pattern.code for pattern in PATTERNS]
    for code in codes or ():
        if code not in known:
            raise BadInput(f"patterns: there is no pattern {code}; {near(code, known)}")
    return [pattern for pattern in PATTERNS if codes is None or pattern.code in codes]


def _horizon() -> int:
    from sim.analysis.validation import PATTERNS

    return max(measure.until for pattern in PATTERNS for _, measure in pattern.needed())


# ---- measuring


def _measure(
    call: Call[options.Validate], setup: Setup, base: Scenario, wanted: Callable[[Values], list[Job]], path: Path
) -> tuple[Values, list[str]]:
    """All values, those found in the file and those measured now, and what failed."""
    values = dict(_read(path))
    left = wanted(values)
    failures: list[str] = []
    execution = call.execution
    if len(left) > 1 and execution.workers > 1:
        prepare_model(setup, base, call.words)
    calls = [Observing(setup, base, job) for job in left]
    with (
        progress(call.words("Runs"), len(left)) as on_runs,
        closing(execution.make(calls, common_ground(path.parent))) as ended,
    ):
        for job, found in ended:
            on_runs(1)
            if isinstance(found, str):
                failures.append(f"{job.case}, replication {job.replication}: {found}")
                continue
            append_line(path, asdict(job) | {"values": found})
            values |= {(job.case, name, job.replication): value for name, value in found.items()}
    return values, failures


@dataclass(frozen=True)
class Observing(WorkItem[Observed]):
    """One job; any error of the model is told, not raised, so that the other jobs go on."""

    setup: Setup
    base: Scenario
    job: Job

    def __call__(self) -> Observed:
        """Carry it out."""
        from sim.analysis.validation import observe

        try:
            return self.job, observe(self.setup, self.base, self.job)
        except Exception as error:
            return self.job, f"{type(error).__name__}: {' '.join(str(error).split())}"

    def give_up(self, loss: Loss) -> Observed:
        """The job failed."""
        return self.job, f"{loss.type}: {loss.message}"


def _read(path: Path) -> Iterator[tuple[Key, tuple[float, float]]]:
    """Values measured before."""
    for job in read_lines(path):
        for name, (above, below) in job["values"].items():
            yield (job["case"], name, job["replication"]), (above, below)


# ---- judging and drawing


def _judge(
    patterns: Sequence[Pattern], values: Values, replications: int, *, ablations: bool = True
) -> tuple[list[Finding], Tally]:
    from sim.analysis.validation import judge, tally

    said = partial(_said, values, replications)
    findings = [finding for pattern in patterns for finding in judge(pattern, said, ablations=ablations)]
    return findings, tally(findings)


def _said(values: Values, replications: int, case: Case, measure: Measure) -> Floats:
    """What the replications say of a measure, shape (replications, 2); NaN where one failed."""
    nothing = (np.nan, np.nan)
    return np.array([values.get((case.name, measure.name, r), nothing) for r in range(replications)])


def _show(call: Call[options.Validate], findings: Sequence[Finding], counted: Tally, store: Store) -> None:
    """Print the count and the table, and write the table as CSV and as Markdown."""
    said = count(counted, call.words, call.options.replications)
    for text in said:
        line(text)
    rows = rows_of(findings)
    show(pattern_table(rows, call.words, call.options.replications), call.words)
    store.write_table("validation", pd.DataFrame(stored(*row) for row in rows))
    whole = pattern_table(rows, call.words, call.options.replications, reasons=True)
    write_text(store.folder / "tables" / "validation.md", "\n\n".join([*said, markdown(whole, call.words)]))


def _hold_up(
    call: Call[options.Validate], setup: Setup, base: Scenario, theories: Sequence[Theory],
    patterns: Sequence[Pattern], store: Store, usual: Sequence[Finding],
) -> list[str]:  # fmt: skip
    """Which patterns break under each theory asked for, printed and stored; what failed is returned."""
    from sim.analysis.validation import jobs

    under: dict[str, list[Finding]] = {}
    failures: list[str] = []
    for theory in theories:
        n = min(call.options.replications, OF_A_THEORY)
        text = call.words.pick(theory.en, theory.nb)
        line(call.words("Under the theory “{theory}”: {text}", theory=theory.name, text=text))
        own = replace(setup, parameters={**theory.parameters, **setup.parameters}, levers=own_values(theory.levers))
        wanted = partial(jobs, patterns, n, ablations=False)
        path = store.folder / f"values-{theory.name}.jsonl"
        values, failed = _measure(call, own, theory.applied_to(base), wanted, path)
        under[theory.name], _ = _judge(patterns, values, n, ablations=False)
        failures += failed
    if under:
        found = held_up(usual, under)
        show(theory_table(found, call.words), call.words)
        store.write_table("validation_theories", pd.DataFrame(found))
    return failures


def _draw(call: Call[options.Validate], patterns: Sequence[Pattern], values: Values, store: Store) -> None:
    """Draw the event study of follow-up, if its pattern is among those judged."""
    if not any(pattern.drawn for pattern in patterns):
        return
    from sim.analysis.figures import event_study
    from sim.analysis.validation.measures.event_study import OUTCOMES, event_frame
    from sim.analysis.validation.measures.follow_up import INTAKES
    from sim.analysis.validation.setups import DEFAULT

    n = call.options.replications
    said = partial(_said, values, n, DEFAULT)
    frames = {f"follow_up_{o.name}": (event_frame(o, said), o) for o in OUTCOMES}
    draw(call, store.folder, {**store.manifest, "replications": n},
         lambda: {name: event_study(*found, call.words, intakes=INTAKES) for name, found in frames.items()},
         of=sorted(values.items()))  # fmt: skip
