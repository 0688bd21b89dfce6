"""Calls are made alike everywhere; one that loses its process is tried again, then taken apart, then given up."""

from __future__ import annotations

import multiprocessing
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.refusals import BadInput
from experiments.run.calls import ATTEMPTS, WORKER_DIED, Agenda, time_out
from experiments.run.execution import Execution
from tests.experiments.squares import Squares

pytestmark = pytest.mark.usefixtures("crew")
LIMITED = Execution(workers=1, run_timeout=0.5)
TWO = Execution(workers=2)


def answers(items, execution) -> dict:
    found: dict = {}
    for answer in execution.make(items, lambda: None):
        assert not found.keys() & answer.keys(), "an answer came twice"
        found |= answer
    return found


@pytest.mark.parametrize("execution", [Execution(executor="inline"), TWO], ids=["inline", "local"])
def test_every_call_is_answered_once(execution):
    assert answers((Squares((n, n + 1)) for n in range(20, 40, 2)), execution) == {n: n * n for n in range(20, 40)}
    assert answers([], execution) == {}


@pytest.mark.parametrize("execution", [Execution(executor="inline"), TWO], ids=["inline", "local"])
def test_an_endless_supply_of_calls_is_drawn_only_as_fast_as_they_are_made(execution):
    drawn = count()
    made = execution.make((Squares((next(drawn),)) for _ in count()), lambda: None)
    for _ in range(10):
        next(made)
    made.close()
    assert next(drawn) <= 10 + 2 * execution.workers


def test_only_the_call_that_kills_its_process_is_given_up():
    found = answers([Squares((1, 13, 2)), *(Squares((n,)) for n in range(20, 30))], TWO)
    assert found == {13: "WorkerDied", 1: 1, 2: 4} | {n: n * n for n in range(20, 30)}


def test_only_the_run_that_hangs_is_given_up_and_one_worker_is_enough():
    assert answers([Squares((1, 666)), Squares((2,))], LIMITED) == {1: 1, 2: 4, 666: "TimeOut"}


@pytest.mark.parametrize("execution", [Execution(executor="inline"), TWO, LIMITED], ids=["inline", "local", "limited"])
def test_an_error_of_a_call_is_raised_where_the_answers_are_awaited(execution):
    with pytest.raises(BadInput, match=r"^404: no such number"):
        answers([Squares((1,)), Squares((404,)), Squares((2,))], execution)


def test_no_process_is_left_when_the_answers_are_no_longer_wanted():
    made = TWO.make([Squares((1,)), Squares((666,)), Squares((666,))], lambda: None)
    next(made)
    made.close()
    assert [p for p in multiprocessing.active_children() if p.name == "kompetanse-worker"] == []


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 5), st.booleans())
def test_whatever_is_lost_every_run_ends_exactly_once(fates, size, hangs):
    """Fates: how many processes each call loses before it answers."""
    every = range(len(fates))
    agenda = Agenda(Squares(tuple(every[i : i + size])) for i in every[::size])
    loss = time_out(1.0) if hangs else WORKER_DIED
    left = dict(enumerate(fates))
    ended: list[int] = []
    while attempt := agenda.take():
        numbers = attempt.call.numbers
        if any(left[n] > 0 for n in numbers):
            for n in numbers:
                left[n] -= 1
            for answer in agenda.lose(attempt, loss):
                ended += answer
        else:
            ended += numbers
    assert sorted(ended) == list(every)


def test_a_call_is_tried_whole_again_before_it_is_taken_apart():
    agenda = Agenda([Squares((1, 2))])
    for _ in range(ATTEMPTS - 1):
        attempt = agenda.take()
        assert attempt.call.numbers == (1, 2)
        assert agenda.lose(attempt, WORKER_DIED) == []
    assert [agenda.take().call.numbers, agenda.take().call.numbers] == [(1,), (2,)]
