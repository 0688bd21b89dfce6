"""This file knows the command `check`: whether a results folder is sound."""

from __future__ import annotations

from pathlib import Path

from experiments.command import Call
from experiments.present.show import line
from experiments.present.table import Column, Table
from experiments.present.terminal import show
from experiments.present.words import mark
from experiments.refusals import CHECK_FAILED, FINE
from experiments.store.checking import Health, look_over, set_aside
from experiments.store.folders import named_folder
from experiments.store.lock import held

HELP = """Reads every value of a results folder and says whether it is sound: page checksums and hashes of all parts,
manifest, configuration and plan, runs that are missing, failed, doubled or foreign. It only reads, so it may be called
while a sweep is running there; runs not made yet are then named as missing. Exit code 0: sound; 1: problems; 4: not a
results folder, or its manifest or plan cannot be read.

  kompetanse check results/compare-1a2b3c4d
  kompetanse check results/compare-1a2b3c4d mend=true   (sets damaged parts aside, into damaged/)"""


def run(call: Call) -> int:
    """Check and print; mend if asked."""
    folder = named_folder(call, looks_at={"mend"})
    if not call.options.mend:
        health = look_over(folder)
        _show(call, health)
        return _verdict(call, health.problems)
    with held(folder):
        health = look_over(folder)
        _show(call, health)
        return _mend(call, folder, health)


COUNTED = (mark("Cells planned"), mark("Runs planned"), mark("Runs finished"), mark("Runs failed"), mark("Parts"),
           mark("Values"), mark("Values that are undefined"))  # fmt: skip
"""What is counted, in order."""


def _show(call: Call, health: Health) -> None:
    words = call.words
    rows = [
        {"seen": words(name), "number": count} for name in COUNTED if (count := health.counts.get(name)) is not None
    ]
    columns = [Column(words("Looked at"), ("seen",)), Column(words("Number"), ("number",), "count")]
    show(Table("check", str(call.word), columns, rows), words)
    for finding in sorted(health.findings, key=lambda f: f.problem):
        kind = words("Problem" if finding.problem else "Note")
        line(f"{kind}: {words(finding.text, **finding.values)}")


def _mend(call: Call, folder: Path, health: Health) -> int:
    moved = set_aside(folder, health)
    for path in moved:
        line(call.words("Set aside: {path}; the same command makes its runs again", path=path))
    return _verdict(call, health.problems - len(moved))


def _verdict(call: Call, problems: int) -> int:
    if problems == 0:
        line(call.words("sound"))
        return FINE
    line(call.words("1 problem" if problems == 1 else "{n} problems", n=problems))
    return CHECK_FAILED
