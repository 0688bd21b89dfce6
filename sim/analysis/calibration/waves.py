"""A calibration from the prior to the posterior: screening, waves of history matching, members that are run for real.

Nothing here knows how runs are made: it asks for evaluations and is handed their statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.analysis.calibration.factors import of_ranks
from sim.analysis.calibration.matching import (
    Fit,
    Region,
    Runs,
    choose_power,
    find_region,
    fit_all,
    scale_runs,
    sobol,
    unreachable,
)
from sim.analysis.calibration.plan import (
    MEMBERS,
    PAIRED,
    PRIOR,
    SCREENING,
    WAVES,
    Calibrated,
    CannotCalibrate,
    Evaluate,
    Evaluation,
    Plan,
    later_points,
)
from sim.analysis.calibration.screening import (
    Screened,
    choose,
    gaps,
    idle,
    lead,
    pooled_luck,
    squared_effects,
    trajectories,
)
from sim.analysis.calibration.targets import Role, Target
from sim.analysis.calibration.tempering import reweigh, temper
from sim.types import Floats

PARTICLES = 1000
"""Fewest particles of the posterior on the emulators."""
HALVED, CLOSE = 0.5, 0.25
"""A new wave pays where the last one halved the region, or emulators still err by a quarter of all else."""


@dataclass
class _State:
    """What is known so far: the luck that pairs have shown, and the power of the likelihood that the first wave has."""

    evaluate: Evaluate
    targets: tuple[Target, ...]
    share: Floats
    plan: Plan
    runs: int = 0
    first: list[Floats] = field(default_factory=list)
    second: list[Floats] = field(default_factory=list)
    power: float = 1.0

    def ask(self, stage: str, wanted: Sequence[Evaluation]) -> Floats:
        """Statistics of evaluations on the scales of the targets."""
        self.runs += len(wanted)
        return scale_runs(self.evaluate(stage, wanted), self.targets)

    def paired(self, stage: str, wanted: Sequence[Evaluation], again: int) -> Floats:
        """The same; the first of them are made again on other luck, which only tells how large luck is."""
        others = [Evaluation(one.draw, one.luck + PAIRED, one.ranks) for one in wanted[:again]]
        both = self.ask(stage, [*wanted, *others])
        self.first.append(both[:again])
        self.second.append(both[len(wanted) :])
        return both[: len(wanted)]

    @property
    def luck(self) -> Floats:
        """Variance of the luck of one run, shape (targets,)."""
        return np.nan_to_num(pooled_luck(np.concatenate(self.first), np.concatenate(self.second)))


def calibrate(
    evaluate: Evaluate, targets: Sequence[Target], names: Sequence[str], share: float, plan: Plan
) -> Calibrated:
    """Calibrate.

    Args:
        evaluate: Makes runs.
        targets: Targets to fit, and to check once.
        names: Everything that is uncertain.
        share: Of the nation's teachers, those of the world that is run: its luck counts as much for what was observed
            of the nation.
        plan: How much is run.

    Raises:
        CannotCalibrate: If no target can say anything, or the targets leave nothing.
    """
    shares = np.array([share if target.place == "nation" else 1.0 for target in targets])
    state = _State(evaluate, tuple(targets), shares, plan)
    drawn = [Evaluation(PRIOR + k, PRIOR + k) for k in range(plan.prior)]
    prior = state.paired("prior", drawn, plan.prior // 2)
    usable, left_out = _usable(state, prior)
    screened, active, leading = _screen(state, names, usable)
    runs = Runs(np.zeros((0, len(active))), np.zeros((0, len(targets))))
    regions: list[Region] = []
    while True:
        points = _points(state, regions, len(active))
        runs = runs.and_(Runs(points, _wave(state, active, points, len(regions))))
        if not regions:
            missed = [usable[k] for k in unreachable(_of(runs, usable), [targets[k] for k in usable],
                                                     (state.luck * shares)[usable])]  # fmt: skip
            leading = [lead for k, lead in zip(usable, leading, strict=True) if k not in missed]
            usable = [k for k in usable if k not in missed]
            if not usable:
                raise CannotCalibrate("no run comes near any target")
        fit = _refit(state, runs, usable, leading)
        if not regions:
            state.power = choose_power(fit, runs.u, plan.seed)
            fit = replace(fit, power=state.power)
        regions.append(find_region(fit, len(active), plan.seed))
        if not len(regions[-1].members):
            raise CannotCalibrate(_nothing_left(fit, regions[-1]))
        if len(regions) == plan.waves or not _pays(fit, regions):
            break
    u, weights, values, fit = _members(state, active, runs, usable, leading, fit, regions[-1])
    untested = tuple(names[k] for k in screened.idle) if screened else ()
    return Calibrated(
        tuple(targets), tuple(usable), *left_out, tuple(targets[k].name for k in missed), active, screened, untested,
        state.luck * shares, fit, tuple(regions), u, weights, values, prior, state.runs,
    )  # fmt: skip


def _usable(state: _State, prior: Floats) -> tuple[list[int], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Targets to fit that can say something, and the names of those that nothing moves or that are often undefined."""
    fit = [k for k, target in enumerate(state.targets) if target.role is Role.FIT]
    undefined = set(gaps([target.name for target in state.targets], prior))
    tolerance = _tolerance(state)
    known = [k for k in fit if state.targets[k].name not in undefined]
    still = {known[k] for k in idle(np.nanvar(prior[:, known], axis=0), state.luck[known], tolerance[known])}
    found = [k for k in known if k not in still]
    if not found:
        raise CannotCalibrate("none of the targets is moved by anything that is uncertain")
    names = (state.targets[k].name for k in sorted(still))
    return found, (tuple(names), tuple(state.targets[k].name for k in fit if state.targets[k].name in undefined))


def _tolerance(state: _State) -> Floats:
    """SD by target of what was observed: luck, observation and discrepancy, shape (targets,)."""
    own = np.array([min(target.variances()) for target in state.targets])
    return np.sqrt(own + state.luck * state.share)


def _screen(
    state: _State, names: Sequence[str], usable: Sequence[int]
) -> tuple[Screened | None, tuple[str, ...], list[tuple[int, ...]]]:
    """The numbers to calibrate, and for each usable target those that move it, the first first, as far as is known."""
    plan = state.plan
    if plan.active is not None:
        return None, plan.active, [()] * len(usable)
    points = trajectories(len(names), plan.trajectories, plan.seed)
    size = len(names) + 1
    wanted = [
        Evaluation(SCREENING + k // size, SCREENING + k // size, ranks)
        for k, ranks in enumerate(of_ranks(points, names))
    ]
    found = state.ask("screening", wanted)[:, usable]
    effects = squared_effects(points, found, _tolerance(state)[list(usable)])
    screened = choose(effects, plan.most)
    if not screened.active:
        raise CannotCalibrate("nothing that is uncertain moves a target by more than luck")
    active = tuple(names[k] for k in screened.active)
    return screened, active, list(lead(effects[:, list(screened.active)]))


def _points(state: _State, regions: Sequence[Region], active: int) -> Floats:
    """Ranks of the next wave: Sobol points of the prior, then random members of the region."""
    first = state.plan.points or 10 * active
    if not regions:
        return sobol(first, active, state.plan.seed + 1)
    rng = np.random.default_rng(state.plan.seed + len(regions))
    members = regions[-1].members
    return members[rng.choice(len(members), min(later_points(first), len(members)), replace=False)]


def _wave(state: _State, active: Sequence[str], points: Floats, wave: int) -> Floats:
    """Statistics of a wave, everything else drawn afresh at each point, on luck of its own; a third of them twice."""
    start = WAVES + 10_000 * wave
    wanted = [Evaluation(start + k, start + k, ranks) for k, ranks in enumerate(of_ranks(points, active))]
    return state.paired(f"wave {wave + 1}", wanted, len(wanted) // 3)


def _of(runs: Runs, usable: Sequence[int]) -> Runs:
    return Runs(runs.u, runs.y[:, list(usable)])


def _refit(state: _State, runs: Runs, usable: Sequence[int], leading: Sequence[Sequence[int]]) -> Fit:
    mine = list(usable)
    targets = [state.targets[k] for k in mine]
    fit = fit_all(_of(runs, mine), targets, leading, state.luck[mine], state.share[mine], state.plan.seed)
    return replace(fit, power=state.power)


def _pays(fit: Fit, regions: Sequence[Region]) -> bool:
    """Whether another wave pays: the region still shrinks, or an emulator's error is worth learning away."""
    before = regions[-2].share if len(regions) > 1 else 1.0
    if regions[-1].share < HALVED * before:
        return True
    u = regions[-1].members[:512]
    for k, (target, emulator) in enumerate(zip(fit.targets, fit.emulators, strict=True)):
        rest = min(target.variances()) + fit.luck[k] + fit.others[k]
        if float(np.median(emulator.predict(u)[1])) > CLOSE * rest:
            return True
    return False


def _members(
    state: _State, active: Sequence[str], runs: Runs, usable: Sequence[int], leading: Sequence[Sequence[int]], fit: Fit,
    region: Region,
) -> tuple[Floats, Floats, Floats, Fit]:  # fmt: skip
    """Members of the posterior, run for real, weighted once by what emulators that know those runs say of them."""
    plan = state.plan
    particles = temper(region.members, fit.log_likelihood, max(PARTICLES, 3 * plan.members), plan.seed)
    rng = np.random.default_rng(plan.seed)
    u = particles[rng.choice(len(particles), plan.members, replace=False)]
    wanted = [Evaluation(MEMBERS + k, MEMBERS + k, ranks) for k, ranks in enumerate(of_ranks(u, active))]
    state.runs += len(wanted)
    values = state.evaluate("members", wanted)
    whole = runs.and_(Runs(u, scale_runs(values, state.targets)))
    again = _refit(state, whole, usable, leading)
    try:
        return u, reweigh(fit.log_likelihood(u), again.log_likelihood(u)), values, again
    except ValueError as error:
        raise CannotCalibrate(str(error)) from None


def _nothing_left(fit: Fit, region: Region) -> str:
    """Why nothing of the prior is left: the targets that exclude most."""
    order = np.argsort(-region.alone)[:3]
    said = ", ".join(f"{fit.targets[k].name} ({region.alone[k]:.0%})" for k in order)
    return f"the targets leave nothing of the prior; most is excluded by {said}"
