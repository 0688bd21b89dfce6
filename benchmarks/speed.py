"""How fast is the simulation? Prints one table; run `uv run python -m benchmarks.speed`.

The baseline is the plain Mesa model of `benchmarks.reference`, on the same small country and the same semesters,
in the same run. The fast model's time includes its institutions and the reference's does not, so the ratio is on
the cautious side. What a scheme costs is the time of the same semesters with it less the time without it, in
processor time, which a busy machine disturbs least. Timing belongs here and never in a test that can fail.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter, process_time
from typing import Any

from benchmarks.inputs import WatchedModel
from benchmarks.plain_luck import PlainLuck
from benchmarks.reference import ReferenceModel
from sim.country.builder import build_country
from sim.country.registers import load_registers
from sim.luck import Luck
from sim.model import CompetenceModel
from sim.now import Now
from sim.parameters import parameters_from
from sim.scenario import Phase, Scenario
from sim.schemes import SCHEMES
from sim.setup import ground
from sim.simulation import Setup, forget_eve, replicate, start
from sim.stage import Stage
from sim.timeline import scenario

CORE = ("staff_changes", "everyone_learns")
"""Stages of the fast model that the reference covers, but for results, routines and applications."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    value: float
    unit: str
    digits: int = 3

    def __str__(self) -> str:
        return f"{self.what:<58}{self.value:>14,.{self.digits}f} {self.unit}"


def seconds(act: Callable[[], Any]) -> float:
    """How long something takes once."""
    begin = perf_counter()
    act()
    return perf_counter() - begin


def best(times: int, act: Callable[[], Any]) -> float:
    """The shortest of several times: what the machine can do when nobody else uses it."""
    return min(seconds(act) for _ in range(times))


def live_until(model: CompetenceModel, last: int) -> None:
    """Live through the semesters up to and including the last."""
    while model.semester < last:
        model.live()


def peak_memory() -> float:
    """Most memory this process has used, MB (kilobytes on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def warm_up(policy: Scenario) -> None:
    """Compile every loop on a small world."""
    live_until(start(Setup(world="tiny"), policy, 0), 3)


def born(world: str, policy: Scenario) -> CompetenceModel:
    """A model of a world before its burn-in."""
    return CompetenceModel(world, policy, settle=False, collect=False)


def start_times(world: str, policy: Scenario, repeats: int) -> list[Line]:
    """Building the country, populating it, and its burn-in."""
    parameters = parameters_from({})
    luck = Luck(1, 0)
    build = best(repeats, lambda: build_country(world, luck, parameters, load_registers({})))
    whole = best(repeats, lambda: born(world, policy))
    model = born(world, policy)
    return [
        Line(f"{world}: build the country (registers read before)", build, "s"),
        Line(f"{world}: populate the model", max(0.0, whole - build), "s"),
        Line(f"{world}: burn-in", seconds(lambda: live_until(model, -1)), "s"),
    ]


def run_times(world: str, policy: Scenario, semesters: int, repeats: int) -> list[Line]:
    """A replication after the burn-in: all of it, by stage, per post and semester; digest, save and restore."""
    model = start(Setup(world=world), policy, 0)
    saved = model.save()
    spent = timed(model)

    def replication() -> None:
        model.restore(saved)
        spent.clear()
        live_until(model, semesters - 1)

    times = [seconds(replication) for _ in range(repeats)]
    whole, last = min(times), times[-1]
    posts = model.world.posts.n
    return [
        Line(f"{world}: posts", posts, "", 0),
        Line(f"{world}: {semesters} semesters", whole, "s"),
        *(
            Line(f"    of these, the last time, {stage.name.replace('_', ' ')}", spent[stage.name], "s")
            for stage in model.schedule
            if stage.name in spent
        ),
        Line("    of these, the last time, all else", last - sum(spent.values()), "s"),
        Line(f"{world}: per post and semester", 1e9 * whole / (posts * semesters), "ns", 1),
        Line(
            f"{world}: per post, semester and topic",
            1e9 * whole / (posts * semesters * model.world.posts.base.shape[1]),
            "ns",
            2,
        ),
        Line(f"{world}: digests of the whole state", 1.0 / best(repeats, model.world.digest), "per s", 1),
        Line(f"{world}: save and restore", best(repeats, lambda: model.restore(model.save())), "s"),
    ]


def scheme_costs(world: str, policy: Scenario, semesters: int, repeats: int) -> list[Line]:
    """What each scheme adds to a replication after the burn-in: the others go on as they would."""
    model = start(Setup(world=world), policy, 0)
    saved = model.save()
    names = tuple(scheme.name for scheme in SCHEMES)
    off = {name: (name,) for name in names} | {"all of these": names, "nothing": ()}
    spent = dict.fromkeys(off, float("inf"))
    for _ in range(repeats):  # in turns, so that what slows the machine down slows all alike
        for name, sections in off.items():
            model.restore(saved)
            model.follow(without(policy, sections))
            begin = process_time()
            live_until(model, semesters - 1)
            spent[name] = min(spent[name], process_time() - begin)
    whole = spent.pop("nothing")
    return [
        Line(f"{world}: {semesters} semesters, processor time", whole, "s"),
        *(Line(f"    less without {name.replace('_', ' ')}", whole - taken, "s") for name, taken in spent.items()),
    ]


def standing_still(policy: Scenario) -> Scenario:
    """The same timeline in a country whose years do not move: the plain model opens and closes no posts."""

    def stilled(levers: Mapping[str, Any]) -> dict[str, Any]:
        return {**levers, "context": {**levers["context"], "demography": "constant"}}

    return Scenario(policy.name, policy.question, tuple(Phase(p.start, stilled(p.levers)) for p in policy.phases))


def without(policy: Scenario, sections: Sequence[str]) -> Scenario:
    """The same timeline with some schemes never on."""

    def stripped(levers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: {**values, "active": False} if name in sections else values for name, values in levers.items()}

    return Scenario(policy.name, policy.question, tuple(Phase(p.start, stripped(p.levers)) for p in policy.phases))


def timed(model: CompetenceModel) -> dict[str, float]:
    """Make a model note the seconds it spends in each stage of its school year."""
    spent: dict[str, float] = defaultdict(float)

    def noted(stage: Stage) -> Stage:
        def act(now: Now) -> None:
            spent[stage.name] += seconds(lambda: stage.act(now))

        return replace(stage, act=act)

    model.schedule = tuple(noted(stage) for stage in model.schedule)
    return spent


def runner_time(world: str, policy: Scenario, semesters: int, repeats: int) -> list[Line]:
    """One replication as the runner does it: country, burn-in, history, national records and digest."""
    setup = Setup(world=world, horizon=2017 + semesters // 2)

    def from_nothing() -> None:
        forget_eve()
        replicate(setup, [policy], 0)

    whole, eve = best(repeats, from_nothing), best(repeats, lambda: start(setup, policy, 0))
    return [
        Line(f"{world}: one replication, from nothing to records", whole, "s"),
        Line("    share of it before autumn 2017, which points share if only later policy differs", eve / whole, "", 2),
    ]


def against_reference(world: str, policy: Scenario, semesters: int, repeats: int) -> list[Line]:
    """The fast model and the plain one on the same world, draws and semesters."""
    model = WatchedModel(ground(Setup(world=world), 0), policy)
    live_until(model, -1)
    saved = model.save()
    reference = ReferenceModel(model.world, model.market, model.params, PlainLuck(1, 0))
    inputs = [model.live_and_tell() for _ in range(semesters)]
    begin = perf_counter()
    for given in inputs:
        reference.step(given)
    slow = perf_counter() - begin
    agreed = agreement(reference, model)
    unwatched = start(Setup(world=world), policy, 0)
    spent = timed(unwatched)

    def replication() -> None:
        unwatched.restore(saved)
        spent.clear()
        live_until(unwatched, semesters - 1)

    fast, cost = best(repeats, replication), 1e9 / (model.world.posts.n * semesters)
    core = sum(spent[name] for name in CORE)
    return [
        Line(f"{world}: posts", model.world.posts.n, "", 0),
        Line(f"{world}: {semesters} semesters, fast model with institutions", fast, "s"),
        Line(f"{world}: {semesters} semesters, plain reference", slow, "s"),
        Line(f"{world}: fast, per post and semester", fast * cost, "ns", 1),
        Line(f"{world}: plain, per post and semester", slow * cost, "ns", 1),
        Line(f"{world}: plain / fast with institutions", slow / fast, "times", 0),
        Line(f"{world}: plain / fast, core alone ({' and '.join(CORE)})", slow / core, "times", 0),
        Line(f"{world}: largest difference in competence at the end", agreed, "", 9),
    ]


def agreement(reference: ReferenceModel, model: CompetenceModel) -> float:
    """Largest difference in what any teacher knows in any topic."""
    posts = model.world.posts
    known = posts.base.astype(float) + posts.learned
    return max(
        abs(float(x) - b - k)
        for post in reference.posts
        for x, b, k in zip(known[post.row], post.teacher.base, post.teacher.learned, strict=True)
    )


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure the speed of the model.")
    parser.add_argument("--world", default="norway", help="world of the large run")
    parser.add_argument("--semesters", type=int, default=36, help="semesters after the burn-in")
    parser.add_argument("--scenario", default="model_2025", help="policy of all runs")
    parser.add_argument("--reference-world", default="tiny", help="world of the comparison with the plain model")
    parser.add_argument("--reference-semesters", type=int, default=8, help="semesters of that comparison")
    parser.add_argument("--repeats", type=int, default=3, help="each time is the best of so many")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = arguments(words)
    policy = scenario(asked.scenario)
    warm_up(policy)
    for part in (
        against_reference(asked.reference_world, standing_still(policy), asked.reference_semesters, asked.repeats),
        start_times(asked.world, policy, asked.repeats),
        run_times(asked.world, policy, asked.semesters, asked.repeats),
        scheme_costs(asked.world, policy, asked.semesters, asked.repeats),
        runner_time(asked.world, policy, asked.semesters, asked.repeats),
        [Line("peak memory of this process", peak_memory(), "MB", 0)],
    ):
        print(*part, "", sep="\n")


if __name__ == "__main__":
    main()
