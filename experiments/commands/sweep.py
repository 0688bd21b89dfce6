"""The command `sweep`: a design over levers and uncertainties, planned, timed, run and tabulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design, check_points
from experiments.designs.factors import read_factors
from experiments.designs.sample import Sample, draw_sample, read_sample
from experiments.present.drawings import heat_maps
from experiments.present.show import line
from experiments.present.sweep_tables import write_tables
from experiments.refusals import BadInput
from experiments.run.runner import count_missing
from experiments.scenarios.choices import indicators
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from sim.drawn_levers import own_values
from sim.scenario import semester_of
from sim.timeline import scenarios

if TYPE_CHECKING:
    from sim.scenario import Scenario

RECORDED = ("nation", "size_class", "centrality_class")


def run(call: Call[options.Sweep]) -> int:
    """Sample, plan, run and tabulate."""
    call.refuse_word("design")
    asked = call.options
    points = sample_points(asked)
    check_world(asked)
    design = design_sweep(asked, points)
    check_points(design)
    chosen = indicators(asked)
    with call.open(design) as store:
        store.note(design=points.describe())
        store.write_design(points.frame())
        _show_plan(call, design, points, store)
        _say_sides(call, points, design)
        done = make_runs(call, design, store, estimate=True)
        summary = write_tables(points, design, store)
        words = call.words.naming(design.scenarios)
        draw(call, store.folder, store.manifest,
             lambda: heat_maps(points, summary, chosen, design.untouched, words), design)  # fmt: skip
        code = close(call, done, store)
        _say_next(call, points, store)
        return code


def sample_points(asked: options.Sweep) -> Sample:
    """The points that the options ask for.

    Raises:
        BadInput: If they cannot be used.
    """
    if asked.design.endswith(".csv"):
        if asked.points is not None or asked.correlations:
            raise BadInput(f"design={asked.design}: a file has its own points; leave points= and correlations= out")
        if asked.factors != "uncertain":
            raise BadInput(f"design={asked.design}: the factors of a file are its columns; leave factors= out")
        points = read_sample(asked.design)
    else:
        factors = read_factors(asked.factors or "uncertain")
        points = draw_sample(asked.design, factors, asked.points, asked.seed, asked.correlations)
    varied = frozenset[str]().union(*(factor.sets for factor in points.factors))
    for name, value in asked.parameters.items():
        if name in varied:
            said = "it is a factor of the design too, or set by one; leave one of them out"
            raise BadInput(f"parameters.{name}={value:g}: {said}")
    return points


def design_sweep(asked: options.Sweep, points: Sample, given: Sequence[Scenario] | None = None) -> Design:
    """The design: the baseline first, if there is one, then the scenarios at each point.

    Args:
        asked: The options.
        points: What is varied.
        given: The scenarios, the baseline first if there is one; those that the options name if None.
    """
    chosen = [name for name in asked.scenarios if name != asked.baseline]
    names = [*([asked.baseline] if asked.baseline else []), *chosen]
    found = list(given or scenarios(names))
    if asked.baseline in asked.scenarios and points.varies_policy:
        found.append(replace(found[0], name=f"{found[0].name}_varied"))  # the baseline once more, for levers to change
    if not found:
        raise BadInput("scenarios: name at least one")
    untouched = found[0].name if asked.baseline else None
    return Design(
        setup=replace(asked.setup(), levers=own_values(lever for point in points.points for lever in point.levers)),
        scenarios=tuple(found),
        replications=asked.replications,
        points=points.points,
        record=asked.levels(RECORDED),
        levers_from=semester_of(asked.levers_from),
        untouched=untouched,
        about=points.name_folder() | {"baseline": untouched},
    )


def _show_plan(call: Call[options.Sweep], design: Design, points: Sample, store: Store) -> None:
    """Print what will be run, what is found already, where, and on how many workers."""
    words = call.words
    left = count_missing(design, store, prove=False)
    counts = {"points": len(points.points), "scenarios": len(design.scenarios), "replications": design.replications}
    line(words("{kind}: {points} points x {scenarios} scenarios x {replications} replications = {runs} runs.",
               kind=points.kind, runs=design.size, **counts))  # fmt: skip
    if points.kind == "table" and points.repeated:
        line(words.many("1 row repeats another and is the same point.",
                        "{n} rows repeat others and are the same points.", points.repeated))  # fmt: skip
    line(words("{found} found, {left} to make; processes: {workers}. Folder: {folder}",
               found=design.size - left, left=left, workers=call.options.cores(), folder=store.folder))  # fmt: skip


def _say_sides(call: Call[options.Sweep], points: Sample, design: Design) -> None:
    """Print what the sides of a difference have in common, and what the baseline is left without."""
    varied = [factor.name for factor in points.factors if factor.kind == "lever"]
    readings = sorted(set(varied) & set(design.points[0].readings))
    policy = [name for name in varied if name not in readings]
    words = call.words.naming(design.scenarios)
    for held in [", ".join(factor.values) for factor in points.factors if factor.kind == "theory"]:
        line(words("Theories hold in every scenario, from the beginning: {theories}.", theories=held))
    if readings:
        line(words("Readings of research hold in every scenario, from the beginning: {levers}.",
                   levers=", ".join(readings)))  # fmt: skip
    if policy and design.untouched:
        line(words("The baseline “{baseline}” is left alone by: {levers}; these act from {day} in the others.",
                   baseline=words.scenario(design.untouched), levers=", ".join(policy),
                   day=call.options.levers_from.isoformat()))  # fmt: skip


def _say_next(call: Call[options.Sweep], points: Sample, store: Store) -> None:
    numbers = all(isinstance(value, int | float) for factor in points.factors for value in factor.values)
    if points.ranks is not None and numbers:
        line(call.words("Next: kompetanse sensitivity {folder}", folder=store.folder))
