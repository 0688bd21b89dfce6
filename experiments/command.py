"""What every command that runs the model does alike: making runs, drawing, and the last lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.call import Call
from experiments.designs.design import Design
from experiments.present.figures import save
from experiments.present.plugins import plugins_told
from experiments.present.show import complaint, line
from experiments.present.words import Words
from experiments.progress import progress, stage
from experiments.refusals import FINE, SOME_FAILED
from experiments.run.runner import Account, Pilot, carry_out, count_missing
from experiments.store.fingerprint import file_digest, version_of
from experiments.store.folder import Store
from experiments.store.made import inputs_of, is_made, note_made
from experiments.store.reading import ASKED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario import Scenario
    from sim.simulation import Setup


GROUPS = ("county", "governor", "size_class", "centrality_class", "turnover_class", "school_size_class")
"""Levels that say for whom."""
RECORDED = ("nation", *GROUPS, "municipality:five_years", "university")
"""What `run` and `compare` store unless `record=` says otherwise."""
DRAWN = (*ASKED, "size_class", "centrality_class")
"""Levels that stand in tables and figures."""
MARK = "kompetanse"
"""Value of `program` in every origin, so that a picture of another program is not taken for ours."""
_IDLE = ("output", "workers", "executor", "scheduler", "on_error", "run_timeout")
"""Options that change nothing in what is drawn."""


def make_runs(call: Call[Any], design: Design, store: Store, *, prove: bool = False, estimate: bool = False) -> Account:
    """Make the runs that are missing, saying how far they are.

    Args:
        call: The call.
        design: What to run.
        store: Its folder, open.
        prove: Whether to hold forked runs against straight ones, and scenarios against the baseline until they part.
        estimate: Whether to say, after the first batches, how long and how large the rest will be.

    Raises:
        CheckFailed: If runs that must be the same differ.
    """
    execution, words, model = call.execution, call.words, call.replicate
    for name, adds in plugins_told(store.manifest.get("plugins", ()), words):
        line(words("Plugin {name}: {adds}", name=name, adds=adds))
    for scenario in design.scenarios:
        if scenario.idle:
            text = "Without effect in “{scenario}”: {levers}; the scheme is not on from then."
            name = words.naming([scenario]).scenario(scenario.name)
            line(words(text, scenario=name, levers=", ".join(scenario.idle)))
    total = count_missing(design, store, prove=prove, replicate=model)
    if total > 1:
        execution.prepare()
    if total and model is None:
        prepare_model(design.setup, design.scenarios[0], words)
    pilot = Pilot(store.folder, total, execution.workers, partial(_say_estimate, words)) if estimate else None
    with progress(words("Runs"), total, *map(words, ("failed", "runs/s", "s left"))) as told:

        def on_runs(runs: int, failed: int) -> None:
            told(runs, failed)
            if pilot is not None:
                pilot(runs)

        return carry_out(design, store, execution, model, prove=prove, on_runs=on_runs)


def prepare_model(setup: Setup, scenario: Scenario, words: Words) -> None:
    """Load the model, and compile its loops once rather than in each worker; it takes long after an installation."""
    with stage(words("Preparing the model")), suppress(Exception):  # what is wrong will come up in the runs
        from sim.simulation import warm_up

        warm_up(setup, scenario)


def _say_estimate(words: Words, seconds: float, size: float, runs: int) -> None:
    text = "About {seconds} s left and {megabytes} MB in all, going by the first {runs} runs."
    complaint(words(text, seconds=words.number(seconds, 0), megabytes=words.number(size / 1e6, 1), runs=runs))


def draw(
    call: Call[Any], folder: Path, manifest: Mapping[str, Any], make: Callable[[], Mapping[str, Figure]],
    design: Design | None = None, of: Any = None,
) -> None:  # fmt: skip
    """Draw figures into a results folder, with what they come from; those whose inputs are unchanged stay.

    Args:
        call: The call.
        folder: Results folder.
        manifest: What it says of itself.
        make: Makes the figures, by name.
        design: Whose runs they show; all that the folder holds if None.
        of: What they show beside runs, as plain data.
    """
    if getattr(call.options, "figures", "answer") == "none":
        return
    asked = {name: value for name, value in call.config.items() if name not in _IDLE}
    outlines = getattr(call.options, "map", None)
    drawn_on = file_digest(Path(outlines)) if outlines else None
    inputs = inputs_of(folder, design, call.command, asked, drawn_on, of)
    name = f"figures of {call.command}"
    if is_made(folder, name, inputs):
        return
    with stage(call.words("Drawing figures")):
        files = [_save(call, folder, manifest, *made) for made in make().items()]
    note_made(folder, name, inputs, files)


def _save(call: Call[Any], folder: Path, manifest: Mapping[str, Any], name: str, figure: Figure) -> Path:
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
        "version": version_of("kompetanse"),
        "command": call.command,
    }
    return save(figure, folder, name, origin, call.options.format)


def close(call: Call[Any], done: Account, store: Store) -> int:
    """Print what the reader must know besides the table; returns the exit code."""
    words = call.words
    luck_only = "Intervals show luck only, not uncertainty about the model's parameters."
    both = "Intervals show luck and uncertainty about the model's parameters."
    line(words(luck_only if call.options.uncertainty == "point" else both))
    if done.proved:
        line(words("Forked and straight runs agree to the last bit (replication 0 of each scenario)."))
    seconds = words.number(done.seconds, 1)
    line(words.many("1 run made, {found} found in the folder, {seconds} s.",
                    "{n} runs made, {found} found in the folder, {seconds} s.",
                    done.made, found=done.found, seconds=seconds))  # fmt: skip
    line(words("Results: {folder}", folder=store.folder))
    if not done.failures:
        return FINE
    first = done.failures[0]
    said = f"{first.scenario}, replication {first.replication}: {first.type}: {' '.join(first.message.split())}"
    text = "Failed runs: {n}; see failures/ in the folder. First: {first}"
    complaint(words(text, n=len(done.failures), first=said))
    return SOME_FAILED
