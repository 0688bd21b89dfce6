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
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

from benchmarks.inputs import WatchedModel
from benchmarks.plain_luck import PlainLuck
from benchmarks.reference import ReferenceModel
from sim.country.builder import build_country
from sim.country.registers import load_registers
from sim.luck import Luck
from sim.model import CompetenceModel
from sim.parameters import parameters_from
from sim.scenario import Phase, Scenario
from sim.simulation import Setup, forget_eve, replicate, start
from sim.timeline import scenario

PHASES = (
    "leaders_change", "staff_changes", "new_cohort", "frames_arrive", "autumn_needs_are_met", "spring_needs_are_met",
    "follow_up_goes_on", "measures_are_delivered", "vocational_autumn", "vocational_spring", "courses_begin",
    "everyone_learns", "partners_learn", "courses_end_and_places_are_granted", "results_come_in",
)  # fmt: skip
"""Sentences of the fast model's semester; what is left is the reported benefit and the year's accounts."""

CORE = ("staff_changes", "everyone_learns")
"""Phases of the fast model that the reference covers, but for results, routines and applications."""

SCHEMES = ("dekom_s", "inclusion", "dekom_y", "follow_up", "further_education")
"""Sections of the policy that can be switched on and off as a whole."""


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


def warm_up(law: Scenario) -> None:
    """Compile every loop on a small world."""
    live_until(start(Setup(world="tiny"), law, 0), 3)


def born(world: str, law: Scenario, kind: type[CompetenceModel] = CompetenceModel) -> CompetenceModel:
    """A model of a world before its burn-in."""
    luck, parameters = Luck(1, 0), parameters_from({})
    country = build_country(world, luck, parameters, load_registers({}))
    return kind(country, law, parameters, luck)


def start_times(world: str, law: Scenario, repeats: int) -> list[Line]:
    """Building the country, populating it, and its burn-in."""
    parameters = parameters_from({})
    luck = Luck(1, 0)
    build = best(repeats, lambda: build_country(world, luck, parameters, load_registers({})))
    whole = best(repeats, lambda: born(world, law))
    model = born(world, law)
    return [
        Line(f"{world}: build the country (registers read before)", build, "s"),
        Line(f"{world}: populate the model", max(0.0, whole - build), "s"),
        Line(f"{world}: burn-in", seconds(lambda: live_until(model, -1)), "s"),
    ]


def run_times(world: str, law: Scenario, semesters: int, repeats: int) -> list[Line]:
    """A replication after the burn-in: all of it, by phase, per post and semester; digest, save and restore."""
    model = start(Setup(world=world), law, 0)
    saved = model.save()
    spent = timed_phases(model)

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
        *(Line(f"    of these, the last time, {name.replace('_', ' ')}", spent[name], "s") for name in PHASES),
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


def scheme_costs(world: str, law: Scenario, semesters: int, repeats: int) -> list[Line]:
    """What each scheme adds to a replication after the burn-in: the others go on as they would."""
    model = start(Setup(world=world), law, 0)
    saved = model.save()
    off = {scheme: (scheme,) for scheme in SCHEMES} | {"all of these": SCHEMES, "nothing": ()}
    spent = dict.fromkeys(off, float("inf"))
    for _ in range(repeats):  # in turns, so that what slows the machine down slows all alike
        for name, sections in off.items():
            model.restore(saved)
            model.follow(without(law, sections))
            begin = process_time()
            live_until(model, semesters - 1)
            spent[name] = min(spent[name], process_time() - begin)
    whole = spent.pop("nothing")
    return [
        Line(f"{world}: {semesters} semesters, processor time", whole, "s"),
        *(Line(f"    less without {name.replace('_', ' ')}", whole - taken, "s") for name, taken in spent.items()),
    ]


def without(law: Scenario, sections: Sequence[str]) -> Scenario:
    """The same timeline with some schemes never on."""

    def stripped(levers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: {**values, "active": False} if name in sections else values for name, values in levers.items()}

    return Scenario(law.name, law.question, tuple(Phase(p.start, stripped(p.levers)) for p in law.phases))


def timed_phases(model: CompetenceModel) -> dict[str, float]:
    """Make a model note the seconds it spends in each of its sentences."""
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            spent[name] += seconds(act)

        return run

    for name in PHASES:
        setattr(model, name, timed(name, getattr(model, name)))
    return spent


def runner_time(world: str, law: Scenario, semesters: int, repeats: int) -> list[Line]:
    """One replication as the runner does it: country, burn-in, history, national records and digest."""
    setup = Setup(world=world, horizon=2017 + semesters // 2)

    def from_nothing() -> None:
        forget_eve()
        replicate(setup, [law], 0)

    whole, eve = best(repeats, from_nothing), best(repeats, lambda: start(setup, law, 0))
    return [
        Line(f"{world}: one replication, from nothing to records", whole, "s"),
        Line("    share of it before autumn 2017, which points share if only later policy differs", eve / whole, "", 2),
    ]


def against_reference(world: str, law: Scenario, semesters: int, repeats: int) -> list[Line]:
    """The fast model and the plain one on the same world, draws and semesters."""
    model = born(world, law, WatchedModel)
    assert isinstance(model, WatchedModel)
    live_until(model, -1)
    saved = model.save()
    reference = ReferenceModel(model.world, model.market, model.p, PlainLuck(1, 0))
    inputs = [model.live() for _ in range(semesters)]
    begin = perf_counter()
    for given in inputs:
        reference.step(given)
    slow = perf_counter() - begin
    agreed = agreement(reference, model)
    unwatched = start(Setup(world=world), law, 0)
    spent = timed_phases(unwatched)

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
    known = (posts.base.astype(float) + posts.learned).tolist()
    return max(
        abs(float(x) - b - k)
        for post, row in zip(reference.posts, known, strict=True)
        for x, b, k in zip(row, post.teacher.base, post.teacher.learned, strict=True)
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
    law = scenario(asked.scenario)
    warm_up(law)
    for part in (
        against_reference(asked.reference_world, law, asked.reference_semesters, asked.repeats),
        start_times(asked.world, law, asked.repeats),
        run_times(asked.world, law, asked.semesters, asked.repeats),
        scheme_costs(asked.world, law, asked.semesters, asked.repeats),
        runner_time(asked.world, law, asked.semesters, asked.repeats),
        [Line("peak memory of this process", peak_memory(), "MB", 0)],
    ):
        print(*part, "", sep="\n")


if __name__ == "__main__":
    main()
