"""This file knows how a comparison proves that its scenarios are the same until their policies part."""

from __future__ import annotations

from experiments.command import Call, recorded
from experiments.design import Design
from experiments.fingerprint import digest
from experiments.refusals import CheckFailed
from experiments.show import line
from experiments.store import Store
from sim.scenario import last_semester, parting, year_of


def prove_parity(call: Call, design: Design, store: Store) -> None:
    """Hold scenarios against the baseline until they part: every column in replication 0, recorded values in all.

    The straight runs are made once for a question; a stand-in for the model has no state to look at.

    Raises:
        CheckFailed: If two differ before, naming what, where and when.
    """
    from sim.parity import Difference, parity, recorded_difference

    baseline, *others = design.scenarios
    last = last_semester(design.setup.horizon)
    frame = recorded(design, store, semester=range(last + 1))
    found: Difference | None
    for other in others:
        found = recorded_difference(frame, baseline.name, other.name, parting([baseline, other], 0, last) - 1)
        _refuse(found, baseline.name)
    if call.replicate is None:
        key = digest([design.ground, [s.canonical() for s in design.scenarios]])
        if store.manifest.get("parity") != key:
            _refuse(parity(design.setup_at(0), design.scenarios, 0, last), baseline.name)
            store.note(parity=key)
        said = (
            "Until they part, scenarios are the same to the bit: every column in replication 0, recorded values in all."
        )
        line(call.words(said))


def _refuse(found: object, baseline: str) -> None:
    from sim.parity import Difference

    if isinstance(found, Difference):
        when = f"{'autumn' if found.semester % 2 == 0 else 'spring'} {year_of(found.semester)}"
        raise CheckFailed(
            f"check failed: {found.scenario} differs from {baseline} before their policies do, first in "
            f"{found.column}, unit {found.unit}, semester {found.semester} ({when})"
        )
