"""This file knows what is said of a sweep before it runs: how many runs, where, and what is found already."""

from __future__ import annotations

from experiments.command import Call
from experiments.designs.design import Design
from experiments.designs.sample import Sample
from experiments.present.show import line
from experiments.run.runner import left_to_do
from experiments.store.folder import Store


def show_plan(call: Call, design: Design, points: Sample, store: Store) -> None:
    """Print what will be run, what is found already, where, and on how many workers."""
    words = call.words
    left = left_to_do(design, store, prove=False)
    counts = {"points": len(points.values), "scenarios": len(design.scenarios), "replications": design.replications}
    line(words("{kind}: {points} points x {scenarios} scenarios x {replications} replications = {runs} runs.",
               kind=points.kind, runs=design.size, **counts))  # fmt: skip
    line(words("{found} found, {left} to make, {workers} workers. Folder: {folder}",
               found=design.size - left, left=left, workers=call.options.cores(), folder=store.folder))  # fmt: skip
