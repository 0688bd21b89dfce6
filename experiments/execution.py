"""This file knows how calls are spread over processes; it knows nothing of what they do."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Generator, Iterable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Literal, TypeVar

from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor

from experiments.refusals import SOME_FAILED, Refusal

T = TypeVar("T")


@dataclass(frozen=True)
class Execution:
    """How a design is carried out; it never changes a result.

    Attributes:
        workers: Processes; 1 runs everything in this one.
        executor: Where the processes are.
        on_error: Whether runs go on when one has failed.
    """

    workers: int = 1
    executor: Literal["local"] = "local"
    on_error: Literal["continue", "stop"] = "continue"


class WorkerDied(Refusal):
    """A worker process was killed, most often for want of memory."""

    exit_code = SOME_FAILED


def outcomes(calls: Iterable[Callable[[], T]], workers: int) -> Generator[T, None, None]:
    """Carry out calls and yield what each returns as it ends, in any order; closing the generator stops the rest.

    Args:
        calls: Functions that can be pickled by their module path, such as partials of module functions.
        workers: Processes.

    Raises:
        WorkerDied: If a process ended in the middle of a call.
    """
    if workers == 1:
        yield from (call() for call in calls)
        return
    ended = False
    try:
        warnings.filterwarnings("ignore", ".*have been cancelled", UserWarning, "joblib")
        parallel = Parallel(n_jobs=workers, return_as="generator_unordered", pre_dispatch="2*n_jobs")
        yield from parallel(delayed(_in_worker)(call) for call in calls)
        ended = True
    except BrokenProcessPool:
        raise WorkerDied(
            "a worker process was killed, most often for want of memory; finished runs are kept: "
            "give the same command again, perhaps with fewer workers="
        ) from None
    finally:
        if not ended:
            get_reusable_executor().shutdown(wait=True, kill_workers=True)


def _in_worker(call: Callable[[], T]) -> T:
    """Carry out a call in a worker, which leaves Ctrl-C to the process that the user sees."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return call()
