"""This file knows how a comparison proves that its scenarios are the same until their policies part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.command import Call, Work, work
from experiments.designs.design import Design
from experiments.present.show import line
from experiments.refusals import CheckFailed
from experiments.store.fingerprint import digest
from experiments.store.folder import Store
from experiments.store.parts import parts
from sim.scenario import last_semester, parting, year_of

if TYPE_CHECKING:
    from sim.scenario import Scenario


def proved_work(call: Call, design: Design, store: Store) -> Work:
    """Make the runs of a comparison that are missing, and prove forked equal to straight.

    Raises:
        CheckFailed: If they differ; where scenarios are not the same until they part, it says where instead.
    """
    try:
        return work(call, design, store, prove=True)
    except CheckFailed:
        prove_parity(call, design, store)
        raise


def prove_parity(call: Call, design: Design, store: Store) -> None:
    """Hold scenarios against the baseline until they part: every column in replication 0, recorded values in all.

    The straight runs are made once for a question; a stand-in for the model has no state to look at.

    Raises:
        CheckFailed: If two differ before, naming what, where and when.
    """
    from sim.analysis.parity import parity

    baseline, *others = design.scenarios
    last = last_semester(design.setup.horizon)
    for other in others:
        _hold_records(design, store, baseline, other, parting([baseline, other], 0, last) - 1)
    if call.replicate is None:
        key = digest([design.ground, [s.canonical() for s in design.scenarios]])
        if store.manifest.get("parity") != key:
            _refuse(parity(design.setup_at(0), design.scenarios, 0, last), baseline.name)
            store.note(parity=key)
        said = (
            "Until they part, scenarios are the same to the bit: every column in replication 0, recorded values in all."
        )
        line(call.words(said))


def _hold_records(design: Design, store: Store, baseline: Scenario, other: Scenario, until: int) -> None:
    """Compare recorded values up to a semester at every point, part by part; the first that differ are read whole."""
    from sim.analysis.parity import recorded_difference, runs_that_differ
    from sim.analysis.results import load, stream

    chosen: dict[str, Any] = {"scenario": [baseline.name, other.name], "semester": range(until + 1)}
    planned = {run.run_id for run in design.runs()}
    if not parts(store.folder):
        return
    pieces = stream(store.folder, columns=["run_id", "scenario", "point", "replication", "value"], **chosen)
    early = (piece[piece["run_id"].isin(planned)] for piece in pieces)
    for point, replication in runs_that_differ(early, baseline.name, other.name):
        frame = load(store.folder, point=point, replication=replication, **chosen)
        frame = frame[frame["run_id"].isin(planned)]
        _refuse(recorded_difference(frame, baseline.name, other.name, until), baseline.name)


def _refuse(found: object, baseline: str) -> None:
    from sim.analysis.parity import Difference

    if isinstance(found, Difference):
        when = f"{'autumn' if found.semester % 2 == 0 else 'spring'} {year_of(found.semester)}"
        raise CheckFailed(
            f"check failed: {found.scenario} differs from {baseline} before their policies do, first in "
            f"{found.column}, unit {found.unit}, semester {found.semester} ({when})"
        )
