"""Stand-ins for a model that hangs, kills its process, or records what cannot be."""

from __future__ import annotations

import os
import signal
import time

import numpy as np

from tests.experiments.fake_model import replicate


def is_at_fault(scenarios, replication: int) -> bool:
    return replication == 1 and any(scenario.name == "never" for scenario in scenarios)


def hanging(setup, scenarios, replication):
    """`never` never ends in replication 1."""
    if is_at_fault(scenarios, replication):
        time.sleep(600)
    return replicate(setup, scenarios, replication)


def deadly(setup, scenarios, replication):
    """`never` kills its process in replication 1."""
    if is_at_fault(scenarios, replication):
        os.kill(os.getpid(), signal.SIGKILL)
    return replicate(setup, scenarios, replication)


def deadly_once(setup, scenarios, replication):
    """The process that makes replication 1 is killed the first time."""
    if replication == 1 and not os.path.exists("killed"):
        open("killed", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return replicate(setup, scenarios, replication)


def infinite(setup, scenarios, replication):
    """`never` records infinity in replication 1."""
    runs = replicate(setup, scenarios, replication)
    for run in runs:
        if is_at_fault(scenarios, replication) and run.scenario == "never":
            run.records.value[4] = -np.inf
    return runs


def empty(setup, scenarios, replication):
    """`never` records nothing but NaN in replication 1."""
    runs = replicate(setup, scenarios, replication)
    for run in runs:
        if is_at_fault(scenarios, replication) and run.scenario == "never":
            run.records.value[:] = np.nan
    return runs


def unreadable(setup, scenarios, replication):
    """`never` cannot read a file of its own in replication 1, which is no fault of the results folder."""
    if is_at_fault(scenarios, replication):
        raise PermissionError(13, "Permission denied", "schools.csv")
    return replicate(setup, scenarios, replication)


def ravenous(setup, scenarios, replication):
    """`never` wants more memory than there is in replication 1."""
    if is_at_fault(scenarios, replication):
        raise MemoryError("Unable to allocate 1.00 TiB")
    return replicate(setup, scenarios, replication)


LEAKED: list[np.ndarray] = []


def leaking(setup, scenarios, replication):
    """Every call keeps 200 MB (not touched, so that only a limit of addresses feels them)."""
    LEAKED.append(np.empty(25_000_000))
    return replicate(setup, scenarios, replication)


def counted(setup, scenarios, replication):
    """As `slow`, and every run that is begun is a line of `begun.txt`."""
    with open("begun.txt", "a", encoding="utf-8") as file:
        file.write(f"{replication}\n")
    return slow(setup, scenarios, replication)


def slow(setup, scenarios, replication):
    """A run takes 20 ms."""
    time.sleep(0.02 * len(scenarios))
    return replicate(setup, scenarios, replication)
