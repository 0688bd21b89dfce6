"""A design is carried out the same way however it is spread, and says what failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.refusals import CheckFailed
from experiments.run.execution import Execution
from experiments.run.runner import MOST, SECONDS, Pace, carry_out, count_missing
from experiments.store.folder import open_folder
from experiments.store.parts import Failure, failures, receipts
from tests.experiments.fake_model import forgetful, replicate, sick, sick_alone

pytestmark = pytest.mark.usefixtures("crew")


def fill(design, folder: str = "out", model=replicate, prove=False, **execution):
    with open_folder(Path(folder), "compare", design, {}) as store:
        return carry_out(design, store, Execution(**execution), model, prove=prove)


def values_of(folder: str) -> dict[str, tuple[str, str]]:
    """Hashes of records and last state by run; equal hashes mean equal to the bit."""
    return {r.run_id: (r.records, r.state) for r in receipts(Path(folder))}


def test_one_worker_and_two_give_the_same_bits(design):
    fill(design(replications=4), "one", workers=1)
    fill(design(replications=4), "two", workers=2)
    assert values_of("one") == values_of("two")
    assert fill(design(replications=4), "two", workers=2).made == 0


def test_runs_are_made_in_balanced_order(design):
    seen = []

    def model(setup, scenarios, replication):
        seen.append((replication, [s.name for s in scenarios]))
        return replicate(setup, scenarios, replication)

    fill(design(replications=3), model=model)
    assert seen == [(r, ["never", "model_2025"]) for r in range(3)]


def test_a_failure_is_a_row_and_takes_no_other_run_with_it(design):
    account = fill(design(replications=3), model=sick)
    assert (account.made, len(account.failures)) == (5, 1)
    (row,) = failures(Path("out"))
    assert isinstance(row, Failure)
    assert (row.scenario, row.replication, row.point, row.stage) == ("never", 1, 0, "replicate")
    assert (row.type, row.message) == ("ZeroDivisionError", "nobody\nis left")
    assert "fake_model" in row.traceback
    assert row == account.failures[0]


def test_a_failed_run_is_tried_again_and_then_its_row_is_gone(design):
    fill(design(replications=3), model=sick)
    assert len(fill(design(replications=3), model=sick).failures) == 1
    account = fill(design(replications=3))
    assert (account.found, account.made, account.failures) == (5, 1, ())
    assert failures(Path("out")) == []


def test_stopping_at_the_first_error_keeps_what_is_done(design):
    account = fill(design(replications=5), model=sick, on_error="stop")
    assert (account.made, len(account.failures)) == (3, 1)
    assert fill(design(replications=5)).made == 7


def test_a_comparison_proves_that_forked_equals_straight_once(design):
    plan = design(replications=2)
    with open_folder(Path("out"), "compare", plan, {}) as store:
        assert count_missing(plan, store, prove=True, replicate=replicate) == 4 + 2
    assert fill(plan, prove=True).proved == 2
    with open_folder(Path("out"), "compare", plan, {}) as store:
        assert count_missing(plan, store, prove=True, replicate=replicate) == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_forked_run_that_differs_in_one_bit_ends_the_comparison(design, workers):
    with pytest.raises(CheckFailed, match=r"model_2025, replication 0.*recorded values"):
        fill(design(replications=4), model=forgetful, prove=True, workers=workers)
    with pytest.raises(CheckFailed):
        fill(design(replications=4), model=forgetful, prove=True)


def test_a_straight_run_that_fails_where_the_forked_one_did_not_ends_the_comparison(design):
    with pytest.raises(CheckFailed, match="runs when forked"):
        fill(design(replications=1), model=sick_alone, prove=True)


def test_one_scenario_needs_no_proof(design):
    assert fill(design(names=("never",)), prove=True).proved == 0


def test_batches_keep_order_and_grow_to_a_few_seconds_of_work():
    pace = Pace()
    batches = pace.batches(iter(range(1000)))
    first = [next(batches), next(batches)]
    pace.learn(2, SECONDS)
    second = next(batches)
    pace.learn(1000, 0.0)
    cut = [*first, second, *batches]
    assert [n for batch in cut for n in batch] == list(range(1000))
    assert [len(batch) for batch in cut[:4]] == [1, 1, 2, MOST]
    pace.learn(1, 1e9)
    assert pace.size == 1
