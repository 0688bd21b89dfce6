"""The command `check`: whether a results folder is sound."""

from __future__ import annotations

from pathlib import Path

from experiments import options
from experiments.call import Call
from experiments.present.show import line
from experiments.present.table import Column, Table
from experiments.present.terminal import show
from experiments.present.words import mark
from experiments.progress import stage
from experiments.refusals import CHECK_FAILED, FINE
from experiments.store.folder import hold
from experiments.store.integrity import Health, find_damaged, look_over, rebuild, set_aside
from experiments.store.sums import NAME


def run(call: Call[options.Check]) -> int:
    """Check and print; mend if asked."""
    folder = call.folder()
    if not call.options.mend:
        return _look(call, folder)
    with hold(folder):
        return _mend(call, folder)


def _look(call: Call[options.Check], folder: Path) -> int:
    """Look the folder over, print what was found, and the verdict."""
    with stage(call.words("Reading every value")):
        health = look_over(folder)
    _show(call, health)
    if health.problems == 0:
        line(call.words("sound"))
        return FINE
    line(call.words.many("1 problem", "{n} problems", health.problems))
    return CHECK_FAILED


COUNTED = (mark("Cells planned"), mark("Runs planned"), mark("Runs finished"), mark("Runs failed"), mark("Parts"),
           mark("Values"), mark("Values that are undefined"))  # fmt: skip
"""What is counted, in order."""


def _show(call: Call[options.Check], health: Health) -> None:
    words = call.words
    rows = [
        {"seen": words(name), "number": count} for name in COUNTED if (count := health.counts.get(name)) is not None
    ]
    columns = [Column(words("Looked at"), ("seen",)), Column(words("Number"), ("number",), "count")]
    show(Table("check", str(call.word), columns, rows), words)
    for finding in sorted(health.findings, key=lambda f: f.problem):
        kind = words("Problem" if finding.problem else "Note")
        line(f"{kind}: {words(finding.text, **finding.values)}")


def _mend(call: Call[options.Check], folder: Path) -> int:
    """Set damaged parts aside first, since the others tell what manifest and plan are written from."""
    with stage(call.words("Reading every value")):
        damaged = find_damaged(folder)
    for path in set_aside(folder, damaged):
        line(call.words("Set aside: {path}; the same command makes its runs again", path=path))
    (folder / NAME).unlink(missing_ok=True)  # what is left is what its own sums say
    for name in rebuild(folder):
        line(call.words("Written again: {name}", name=name))
    return _look(call, folder)
