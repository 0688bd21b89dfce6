"""This file knows the command `reproduce`: a results folder made again and held against what it holds."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

from experiments.command import Call
from experiments.present.show import line, progress
from experiments.present.words import Words
from experiments.refusals import CHECK_FAILED, FINE, FolderUnusable
from experiments.run.common_ground import common_ground
from experiments.run.execution import outcomes
from experiments.run.reproducing import Difference, design_in, differences, made_again, other_ground, plan_of
from experiments.run.work import Replicate
from experiments.run.work_items import Proving
from experiments.store.folders import named_folder
from experiments.store.manifest import readable_manifest
from experiments.store.parts import Receipt

HELP = """Runs again what a results folder holds, without writing into it, and compares every recorded value and the
last state of every run by their hashes. Where the code, the data or the versions are others than those the folder
was made with, it says which and stops; anyway=true runs all the same and reports the differences.

  kompetanse reproduce results/compare-1a2b3c4d
  kompetanse reproduce results/compare-1a2b3c4d replications=2     # only the first replications"""
_LOOKS_AT = ("anyway", "replications", "workers", "executor", "scheduler", "run_timeout")
_SHOWN = 10


def run(call: Call) -> int:
    """Run again, compare, print."""
    folder, words = named_folder(call, _LOOKS_AT), call.words
    manifest, plan = readable_manifest(folder), plan_of(folder)
    strange = other_ground(manifest)
    if strange and not call.options.anyway:
        raise FolderUnusable(f"{folder} was made on other ground: {'; '.join(strange)}; anyway=true runs all the same")
    for text in strange:
        line(words("Other ground: {what}", what=text))
    design = design_in(folder, manifest, plan)
    limit = call.options.replications if "replications" in call.given else design.replications
    tasks, expected = made_again(design, folder, plan, limit)
    replicate = call.replicate or _model()
    found: dict[str, Receipt] = {}
    failed = 0
    items = (Proving(task, replicate) for task in tasks)
    making = closing(outcomes(items, call.execution, common_ground(folder)))
    with progress(words("Runs"), len(expected)) as told, making as ended:
        for outcome in ended:
            found |= {receipt.run_id: receipt for receipt in outcome.straight}
            failed += len(outcome.unproved)
            told(outcome.runs, len(outcome.unproved))
    parted = {i: e for i, e in expected.items() if i in found and not _same(found[i], e)}
    for unlike in differences(folder, tasks, dict(islice(parted.items(), _SHOWN)), replicate):
        line(_said(words, unlike))
    same = len(expected) - len(parted) - failed
    line(words("{same} runs the same to the bit, {other} different, {failed} failed.",
               same=same, other=len(parted), failed=failed))  # fmt: skip
    return CHECK_FAILED if parted or failed else FINE


def _said(words: Words, unlike: Difference) -> str:
    point, scenario, replication = unlike.run
    text = "{scenario}, replication {replication}, point {point}: {place}: {before} before, {now} now ({n} values)"
    run = {"scenario": scenario, "replication": replication, "point": point}
    place = unlike.place or words("last state")
    return words(text, **run, place=place, before=unlike.before, now=unlike.now, n=unlike.values)


def _same(one: Receipt, other: Receipt) -> bool:
    return (one.records, one.state) == (other.records, other.state)


def _model() -> Replicate:
    from sim.simulation import replicate

    return replicate
