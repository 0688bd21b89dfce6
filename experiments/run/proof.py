"""This file knows how to prove that a run forked from a shared history equals the same run made straight."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from experiments.designs.design import Design, Task
from experiments.refusals import CheckFailed
from experiments.run.work import Outcome
from experiments.store.parts import Failure, Receipt


class ForkProof:
    """Holds the straight runs of replication 0 against the forked ones, as both come in."""

    def __init__(self, design: Design, forked: Iterable[Receipt], proved: dict[str, str]) -> None:
        """Start a proof.

        Args:
            design: The comparison.
            forked: Receipts of runs that are there already; those of other replications do not matter.
            proved: Hash of the records of runs that were proved before, by run id.
        """
        first = [run for run in islice(design.runs(), len(design.scenarios)) if run.point == run.replication == 0]
        self._runs = {run.run_id: run for run in first} if len(first) > 1 else {}
        self._setup = design.setup_at(0)
        self._forked = {receipt.run_id: receipt for receipt in forked if receipt.run_id in self._runs}
        self._straight: dict[str, Receipt] = {}
        self._failed: dict[str, Failure] = {}
        self.proved = {
            run_id: records
            for run_id, records in proved.items()
            if run_id in self._forked and self._forked[run_id].records == records
        }

    def tasks(self) -> list[Task]:
        """What has to be run straight, one scenario each."""
        left = [run for run_id, run in self._runs.items() if run_id not in self.proved]
        return [Task(self._setup, run.replication, (run,)) for run in left]

    def take(self, outcome: Outcome) -> None:
        """Note what has ended.

        Raises:
            CheckFailed: If a straight run differs from the forked one, or fails where the forked one did not.
        """
        self._forked.update({r.run_id: r for r in outcome.receipts if r.run_id in self._runs})
        self._straight.update({r.run_id: r for r in outcome.straight})
        self._failed.update({f.run_id: f for f in outcome.unproved})
        for run_id in self._failed.keys() & self._forked.keys():
            failed = self._failed[run_id]
            raise CheckFailed(
                f"check failed: {failed.scenario}, replication 0, runs when forked from the shared history but not "
                f"when run straight: {failed.type}: {failed.message}"
            )
        for run_id in (self._straight.keys() & self._forked.keys()) - self.proved.keys():
            self._compare(self._straight[run_id], self._forked[run_id])

    def _compare(self, straight: Receipt, forked: Receipt) -> None:
        if straight != forked:
            what = "recorded values" if straight.records != forked.records else "last states"
            name = self._runs[straight.run_id].scenario.name
            raise CheckFailed(
                f"check failed: {name}, replication 0, gives other {what} when forked from the shared history than "
                "when run straight; the results cannot be trusted, please report this"
            )
        self.proved[straight.run_id] = straight.records
