"""Proofs of a comparison: forked runs equal straight ones, and scenarios are the same until their policies part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.designs.design import Design, Task
from experiments.refusals import CheckFailed
from experiments.run.work import Outcome, Replicate
from experiments.store.parts import Failure, Receipt
from sim.scenario import is_autumn, last_semester, parting, year_of

if TYPE_CHECKING:
    from sim.records import Records
    from sim.scenario import Scenario


class Proof:
    """Holds runs of a comparison against each other, as they come in.

    Each run of replication 0 is also made straight, from the beginning and by itself: its recorded values and last
    state must be those of the run forked from a shared history, and every column of it those of the baseline until
    their policies part. Recorded values are held against those of the baseline in all replications.
    """

    def __init__(
        self, design: Design, found: Iterable[Receipt], proved: Mapping[str, str], *, columns_held: bool = False
    ) -> None:
        """Start a proof.

        Args:
            design: The comparison.
            found: Receipts of runs that are there already.
            proved: Hash of the records of runs that were proved before, by run id.
            columns_held: Whether the columns were held against each other before, or cannot be.
        """
        self._design, self._columns_held = design, columns_held
        first = [run for run in design.runs_of(0) if run.point == 0]
        self._runs = {run.run_id: run for run in first} if len(first) > 1 else {}
        self._forked: dict[str, Receipt] = {}
        self._straight: dict[str, Receipt] = {}
        self._failed: dict[str, Failure] = {}
        self._columns: dict[str, list[str]] = {}
        self._early: dict[tuple[int, int], dict[str, Receipt]] = {}
        for receipt in found:
            self._note(receipt)
        self.proved = {
            run_id: records
            for run_id, records in proved.items()
            if run_id in self._forked and self._forked[run_id].records == records
        }

    def tasks(self) -> list[Task]:
        """What has to be run straight, one scenario each."""
        design = self._design
        wanted = self._runs.items()
        left = [run for run_id, run in wanted if run_id not in self.proved or not self._columns_held]
        setup, record = design.setup_at(0), design.record_at(0)
        return [Task(setup, run.replication, (run,), record, early=design.early) for run in left]

    def take(self, outcome: Outcome) -> None:
        """Note what has ended.

        Raises:
            CheckFailed: If a straight run differs from the forked one, or fails where the forked one did not.
        """
        for receipt in outcome.receipts:
            self._note(receipt)
        self._straight.update({r.run_id: r for r in outcome.straight})
        self._failed.update({f.run_id: f for f in outcome.unproved})
        self._columns.update(outcome.columns)
        for run_id in self._failed.keys() & self._forked.keys():
            failed = self._failed[run_id]
            raise CheckFailed(
                f"check failed: {failed.scenario}, replication 0, runs when forked from the shared history but not "
                f"when run straight: {failed.type}: {failed.message}"
            )
        for run_id in (self._straight.keys() & self._forked.keys()) - self.proved.keys():
            self._compare(self._straight[run_id], self._forked[run_id])

    def _note(self, receipt: Receipt) -> None:
        if receipt.run_id in self._runs:
            self._forked[receipt.run_id] = receipt
        self._early.setdefault((receipt.point, receipt.replication), {})[receipt.scenario] = receipt

    def _compare(self, straight: Receipt, forked: Receipt) -> None:
        if (straight.records, straight.state) != (forked.records, forked.state):
            what = "recorded values" if straight.records != forked.records else "last states"
            raise CheckFailed(
                f"check failed: {straight.scenario}, replication 0, gives other {what} when forked from the shared "
                "history than when run straight; the results cannot be trusted, please report this"
            )
        self.proved[straight.run_id] = straight.records

    def hold_columns(self) -> None:
        """Hold every column of the straight runs against the baseline's until the two part.

        Raises:
            CheckFailed: If two differ before, naming column, unit and semester.
        """
        baseline, *others = self._design.scenarios
        columns = {run.scenario.name: self._columns[i] for i, run in self._runs.items() if i in self._columns}
        for other in others:
            if {baseline.name, other.name} <= columns.keys():
                seen = self._until(other) + 2  # the eve is one of them
                if columns[baseline.name][:seen] != columns[other.name][:seen]:
                    self._tell_column(other)

    def _until(self, other: Scenario) -> int:
        """The last semester that a scenario shares with the baseline."""
        return parting([self._design.scenarios[0], other], 0, last_semester(self._design.setup.horizon)) - 1

    def _tell_column(self, other: Scenario) -> None:
        self.search([other])
        baseline = self._design.scenarios[0].name
        raise CheckFailed(f"check failed: {other.name} differs from {baseline} before their policies do")

    def search(self, others: Sequence[Scenario]) -> None:
        """Live through what scenarios share with the baseline, semester by semester, in search of what differs.

        Raises:
            CheckFailed: If something does, naming column, unit and semester.
        """
        from sim.analysis.parity import parity

        setup, last = self._design.setup_at(0), last_semester(self._design.setup.horizon)
        found = parity(setup, [self._design.scenarios[0], *others], 0, last)
        if found is not None:
            self._refuse(found.scenario, f"{found.column}, unit {found.unit}", found.semester)

    def hold_records(self, replicate: Replicate) -> None:
        """Hold recorded values against the baseline's until the two part, in every replication and at every point.

        Args:
            replicate: The model, which makes two runs that differ again, to say where they do.

        Raises:
            CheckFailed: If two differ before, naming indicator, unit, replication and semester.
        """
        baseline, *others = self._design.scenarios
        for (point, replication), runs in sorted(self._early.items()):
            for other in others:
                one, two = runs.get(baseline.name), runs.get(other.name)
                until = str(self._until(other))
                if one and two and one.early.get(until) != two.early.get(until):
                    self._tell_value(replicate, other, point, replication)

    def _tell_value(self, replicate: Replicate, other: Scenario, point: int, replication: int) -> None:
        from sim.simulation import forget_eve

        design, until = self._design, self._until(other)
        found = []
        for scenario in (design.scenarios[0], other):
            forget_eve()
            found += [run.records for run in replicate(design.setup_at(point), [scenario], replication)]
        place, semester = _first_unlike(until, *found)
        self._refuse(other.name, f"{place}, replication {replication}", semester)

    def _refuse(self, other: str, where: str, semester: int) -> None:
        when = f"{'autumn' if is_autumn(semester) else 'spring'} {year_of(semester)}"
        raise CheckFailed(
            f"check failed: {other} differs from {self._design.scenarios[0].name} before their policies do, first in "
            f"{where}, semester {semester} ({when})"
        )


def _first_unlike(until: int, one: Records, two: Records) -> tuple[str, int]:
    """Indicator, unit and semester of the first recorded value that differs, bit by bit, up to a semester."""
    early = one.semester <= until
    same_rows = len(one.value) == len(two.value)
    unlike = early & (one.value.view(np.int64) != two.value.view(np.int64)) if same_rows else early
    if not unlike.any():
        return "some value that does not differ when it is made again", until
    row = int(unlike.argmax())
    return f"{one.indicators[one.indicator[row]]}, unit {one.units[one.unit[row]]}", int(one.semester[row])
