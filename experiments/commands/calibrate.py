"""The command `calibrate`: which values of what is uncertain the published figures leave standing."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from experiments import options
from experiments.call import Call
from experiments.command import prepare_model
from experiments.designs.design import Design
from experiments.present.calibration import learned_tables, targets_table
from experiments.present.show import complaint, line
from experiments.present.terminal import show
from experiments.refusals import CHECK_FAILED, FINE, SOME_FAILED, BadInput, near
from experiments.run.evaluations import Evaluator
from experiments.run.standing import stand
from experiments.scenarios.theories import theories_of
from experiments.scenarios.world_names import check_world
from experiments.store.fingerprint import digest
from experiments.store.posterior_files import describe, write_posterior
from sim.analysis.words import mark
from sim.timeline import scenario

if TYPE_CHECKING:
    from sim.analysis.calibration.factors import Factors
    from sim.analysis.calibration.plan import Calibrated, Plan
    from sim.analysis.calibration.targets import Target
    from sim.scenario import Scenario

BASE = "model_2025"
"""The schemes as they were: what targets were observed under."""
_STAGES = {"prior": mark("register"), "screening": mark("screening"), "wave 1": mark("first wave"),
           "later waves": mark("later waves"), "members": mark("members")}  # fmt: skip
_NOTICED = 0.01
"""Seconds below which a run was found in the folder, and tells no cost."""


def run(call: Call[options.Calibrate]) -> int:
    """Calibrate, print what was learned, and store it."""
    call.refuse_word("world")
    asked, base = call.options, scenario(BASE)
    check_world(asked)
    if asked.screening is not None:
        check_world(asked, "screening")
    from sim.analysis.calibration.factors import Factors
    from sim.analysis.calibration.plan import CannotCalibrate
    from sim.analysis.calibration.waves import calibrate

    targets = _targets(asked.targets)
    factors, theories = Factors.all(asked.parameters), theories_of(asked)
    plan = _plan(asked, factors)
    setup = asked.setup()
    with call.open(_design(call, base, targets)) as store:
        elsewhere = {} if asked.screening is None else {"screening": replace(setup, world=asked.screening)}
        making = Evaluator(setup, base, targets, factors, call.execution, store.folder, _titles(call, plan), elsewhere)
        prepare_model(setup, base, call.words)
        _say_plan(call, plan, factors, making)
        try:
            found = calibrate(making, targets, factors.names, _share(making), plan)
        except CannotCalibrate as error:
            complaint(call.words("No posterior: {why}.", why=str(error)))
            return CHECK_FAILED
        standing = list(stand(making, found, theories, call.words("Theories")))
        told = describe(found, plan, setup) | {"theories": standing}
        write_posterior(store, found, factors, told)
        _show(call, found, told)
        line(call.words("Results: {folder}", folder=store.folder))
    if making.failures:
        complaint(call.words("Failed runs: {n}. First: {first}", n=len(making.failures), first=making.failures[0]))
        return SOME_FAILED
    return FINE if found.sound else CHECK_FAILED


def _targets(path: str | None) -> tuple[Target, ...]:
    """The targets, all about something that a run says.

    Raises:
        BadInput: For the first problem.
    """
    from pathlib import Path

    from sim.analysis.calibration.measuring import check_statistics
    from sim.analysis.calibration.targets import read_targets

    if path is not None and not Path(path).is_file():
        raise BadInput(f"targets={path}: there is no such file")
    try:
        found = read_targets(path)
        check_statistics(found)
    except ValueError as error:
        raise BadInput(str(error)) from None
    return found


def _plan(asked: options.Calibrate, factors: Factors) -> Plan:
    """How much is run.

    Raises:
        BadInput: If a number to calibrate is not uncertain.
    """
    from sim.analysis.calibration.plan import Plan

    for name in asked.active or ():
        if name not in factors.names:
            raise BadInput(f"active={name}: nothing of that name is uncertain; {near(name, factors.names)}")
    active = None if asked.active is None else tuple(asked.active)
    return Plan(asked.seed, trajectories=asked.trajectories, active=active, points=asked.points, waves=asked.waves,
                members=asked.members)  # fmt: skip


def _design(call: Call[options.Calibrate], base: Scenario, targets: tuple[Target, ...]) -> Design:
    """What names the folder: everything but how it is run."""
    asked = call.options
    how_much = [asked.active, asked.screening, asked.trajectories, asked.points, asked.waves, asked.members]
    about = {"calibrate": [base.canonical(), digest([repr(target) for target in targets]), how_much]}
    return Design(asked.setup(), (base,), 0, about=about)


def _titles(call: Call[options.Calibrate], plan: Plan) -> dict[str, str]:
    """What each stage is called while it runs."""
    waves = {f"wave {n}": call.words("Wave {n}", n=n) for n in range(1, plan.waves + 1)}
    return {"prior": call.words("The register"), "screening": call.words("Screening"), **waves,
            "members": call.words("Members")}  # fmt: skip


def _say_plan(call: Call[options.Calibrate], plan: Plan, factors: Factors, making: Evaluator) -> None:
    """What is to be run and what it costs, going by one run."""
    from sim.analysis.calibration.plan import PRIOR, SCREENING

    runs = plan.runs(len(factors.names))
    total = sum(runs.values())
    seconds, cheaper = _seconds(making, "plan", PRIOR), 0.0
    if making.elsewhere:
        cheaper = seconds - _seconds(making, "screening", SCREENING - 1)
    words = call.words
    told = ", ".join(f"{words(_STAGES[name])} {n}" for name, n in runs.items())
    line(words("Plan: at most {total} runs ({told}) over {n} uncertain numbers.", total=total, told=told,
               n=len(factors.names)))  # fmt: skip
    if seconds > _NOTICED:
        hours = words.number((total * seconds - runs.get("screening", 0) * cheaper) / 3600, 1)
        line(words("About {seconds} s of processor time a run, {hours} hours in all, on {cores} cores.",
                   seconds=words.number(seconds, 1), hours=hours, cores=call.options.cores()))  # fmt: skip


def _seconds(making: Evaluator, stage: str, draw: int) -> float:
    """Processor time of one run of a stage; next to nothing if it was made before."""
    from sim.analysis.calibration.plan import Evaluation

    began = time.process_time()
    making(stage, [Evaluation(draw, draw)])
    return time.process_time() - began


def _share(making: Evaluator) -> float:
    """Share of the nation's teachers in the world."""
    from sim.simulation import start

    return float(start(making.setup, making.base, 0).share)


def _show(call: Call[options.Calibrate], found: Calibrated, told: dict[str, object]) -> None:
    """Print what was left out, what each target did, and what was learned."""
    words = call.words
    for text, names in (
        (mark("Nothing that is uncertain moves these targets, so they say nothing: {names}."), found.idle),
        (mark("Too often undefined to be fitted: {names}."), found.undefined),
        (mark("No run comes near these targets; they are told, not fitted: {names}."), found.missed),
    ):
        if names:
            line(words(text, names=", ".join(names)))
    show(targets_table(told, words), words)
    for table in learned_tables(told, words):
        show(table, words)
    line(words("{share} of the register is left after {n} waves; {runs} runs.",
               share=words.percent(found.regions[-1].share), n=len(found.regions), runs=found.runs))  # fmt: skip
    line(words("Effective sample: {effective} of {members} members.", effective=words.number(found.effective, 0),
               members=len(found.u)))  # fmt: skip
    if not found.sound:
        complaint(words("The effective sample is below a third of the members: this posterior is not to be used."))
