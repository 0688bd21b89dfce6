"""This file knows what a command is handed, and what every command that runs the model does alike."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.designs.design import Design
from experiments.options import Level, Options
from experiments.present.figures import save
from experiments.present.show import complaint, line, progress
from experiments.present.words import Words
from experiments.refusals import FINE, SOME_FAILED, BadInput
from experiments.run.execution import Execution
from experiments.run.pilot import Pilot
from experiments.run.runner import Account, carry_out, left_to_do
from experiments.run.work import Replicate
from experiments.store.folder import Store, default_folder, opened
from experiments.store.manifest import program_version
from experiments.store.origin import MARK

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario import Scenario

RECORDED: tuple[Level, ...] = (
    "nation", "county", "governor", "size_class", "centrality_class", "turnover_class", "school_size_class",
    "municipality", "university",
)  # fmt: skip
"""Levels that `run` and `compare` record unless `record=` says otherwise."""
DRAWN: tuple[Level, ...] = ("nation", "size_class", "centrality_class")
"""Levels that stand in tables and figures."""


@dataclass(frozen=True)
class Call:
    """One call of a command.

    Attributes:
        command: Its name.
        word: The one word that may stand before the options.
        options: The options, checked.
        config: The options as composed, to be stored.
        replicate: Stands in for the model in tests.
        line: What was typed, options and all.
        given: Names of the options that the user gave.
    """

    command: str
    word: str | None
    options: Options
    config: Mapping[str, Any]
    replicate: Replicate | None
    line: str = ""
    given: frozenset[str] = frozenset()

    @property
    def words(self) -> Words:
        """Words in the language asked for."""
        return Words(self.options.language)

    @property
    def execution(self) -> Execution:
        """Where and how runs are made."""
        options = self.options
        return Execution(options.cores(), options.executor, options.on_error, options.run_timeout, options.scheduler)

    def ask(self, scenario: Scenario) -> None:
        """Print the question a scenario answers."""
        line(scenario.question.get(self.options.language) or next(iter(scenario.question.values())))

    def refuse_word(self, instead: str) -> None:
        """Refuse a word where the command takes none.

        Raises:
            BadInput: If there is a word.
        """
        if self.word is not None:
            raise BadInput(f"{self.command} {self.word}: {self.command} takes no name; write {instead}={self.word}")

    def open(self, design: Design) -> AbstractContextManager[Store]:
        """Open the results folder of a design."""
        folder = Path(self.options.output) if self.options.output else default_folder(self.command, design)
        return opened(folder, self.command, design, self.config)


@dataclass(frozen=True)
class Work:
    """What was done for a call, and how long it took."""

    account: Account
    seconds: float


def work(call: Call, design: Design, store: Store, *, prove: bool = False, estimate: bool = False) -> Work:
    """Make the runs that are missing, with a progress bar.

    Args:
        call: The call.
        design: What to run.
        store: Its folder, open.
        prove: Whether to run replication 0 of each scenario straight too, and compare.
        estimate: Whether to say, after the first batches, how long and how large the rest will be.
    """
    execution = call.execution
    began = time.perf_counter()
    total = left_to_do(design, store, prove=prove)
    pilot = Pilot(store.folder, total, execution.workers, partial(_say_estimate, call)) if estimate else None
    with progress(call.words("Runs"), total, *map(call.words, ("failed", "runs/s", "s left"))) as shown:
        replicate = call.replicate or _model(design, execution.workers if total > 1 else 1)

        def on_runs(runs: int, failed: int) -> None:
            shown(runs, failed)
            if pilot is not None:
                pilot(runs)

        account = carry_out(design, store, execution, replicate, prove=prove, on_runs=on_runs)
    return Work(account, time.perf_counter() - began)


def _say_estimate(call: Call, seconds: float, size: float, runs: int) -> None:
    words = call.words
    text = "About {seconds} s left and {megabytes} MB in all, going by the first {runs} runs."
    complaint(words(text, seconds=words.number(seconds, 0), megabytes=words.number(size / 1e6, 1), runs=runs))


def _model(design: Design, workers: int) -> Replicate:
    """The model; where there will be workers, compiled once here rather than in each of them."""
    from sim.simulation import replicate, warm_up

    if workers > 1:
        with suppress(Exception):  # what is wrong will come up in the runs, and be recorded with them
            warm_up(design.setup, design.scenarios[0])
    return replicate


def recorded(design: Design, store: Store, **kept: Any) -> pd.DataFrame:
    """Values of the runs of a design, without others that the folder may hold; empty if every run failed."""
    from sim.analysis.results import load

    try:
        frame = load(store.folder, **kept)
    except FileNotFoundError:
        return pd.DataFrame(
            columns=["point", "scenario", "replication", "semester", "level", "unit", "indicator", "value"]
        )
    planned = {run.run_id for run in design.runs()}
    return frame[frame["run_id"].isin(planned)]


def keep(call: Call, figures: Mapping[str, Figure], store: Store) -> None:
    """Save figures of an open folder with the question, seed, version and command they come from."""
    keep_of(call, figures, store.folder, store.manifest)


def keep_of(call: Call, figures: Mapping[str, Figure], folder: Path, manifest: Mapping[str, Any]) -> None:
    """Save figures in a results folder, with what its manifest says they come from."""
    origin = {
        "program": MARK,
        "question": manifest["question"],
        "source": manifest["source"],
        "command_line": call.line,
        "world": manifest["setup"]["world"],
        "scenarios": list(manifest["scenarios"]),
        "replications": manifest["replications"],
        "created": manifest["created"],
        "seed": manifest["setup"]["seed"],
        "version": program_version(),
        "command": call.command,
    }
    for name, figure in figures.items():
        save(figure, folder, name, origin, call.options.format)


def closing_lines(call: Call, done: Work, store: Store) -> int:
    """Print what the reader must know besides the table; returns the exit code."""
    words, account = call.words, done.account
    luck_only = "Intervals show luck only, not uncertainty about the model's parameters."
    both = "Intervals show luck and uncertainty about the model's parameters."
    line(words(luck_only if call.options.uncertainty == "point" else both))
    if account.proved:
        line(words("Forked and straight runs agree to the last bit (replication 0 of each scenario)."))
    seconds = words.number(done.seconds, 1)
    line(words("{made} runs made, {found} found in the folder, {seconds} s.",
               made=account.made, found=account.found, seconds=seconds))  # fmt: skip
    line(words("Results: {folder}", folder=store.folder))
    if not account.failures:
        return FINE
    first = account.failures[0]
    said = f"{first.scenario}, replication {first.replication}: {first.type}: {' '.join(first.message.split())}"
    text = "Failed runs: {n}; see failures/ in the folder. First: {first}"
    complaint(words(text, n=len(account.failures), first=said))
    return SOME_FAILED
