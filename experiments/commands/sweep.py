"""This file knows the command `sweep`: a design over levers and uncertainties, planned, timed, run and tabulated."""

from __future__ import annotations

from dataclasses import replace

from experiments.command import Call, closing_lines, keep, work
from experiments.designs.design import Design
from experiments.designs.factors import factors_from
from experiments.designs.legal_points import check_points
from experiments.designs.sample import Sample
from experiments.designs.sampling import sample
from experiments.designs.sweep_plan import show_plan
from experiments.designs.table import table as table_design
from experiments.options import Level, Options
from experiments.present.drawings import heat_maps
from experiments.present.show import line
from experiments.present.sweep_tables import write_tables
from experiments.refusals import BadInput
from experiments.scenarios.choices import indicators
from experiments.scenarios.timeline import scenarios
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from sim.scenario import Scenario, semester_of

RECORDED: tuple[Level, ...] = ("nation", "size_class", "centrality_class")
HELP = """Runs scenarios at the points of a design over uncertainties and levers, and tabulates what came of each point.
Levers act from levers_from= in every scenario but the baseline; other parameters are as uncertainty= says.
More points (sobol_points, sobol, morris, rows of a table), replications or scenarios go on in the same folder.
A grid of two numbers with a baseline is also drawn as heat maps (indicator=).

  kompetanse sweep 'factors=[fade_unused,dekom_s.requirement]' points=32
  kompetanse sweep design=grid points=5 'factors={dekom_s.requirement:[0.2,0.8],dekom_s.active:null}' world=agder
  kompetanse sweep design=grid 'factors={dekom_s.requirement:[0.4,1],dekom_s.own_share:[0,0.5]}' baseline=system_2026
  kompetanse sweep design=morris factors=uncertain points=4
  kompetanse sweep 'factors=[fade_unused,fade_slow]' 'correlations={fade_unused:{fade_slow:0.5}}'
  kompetanse sweep design=./mine.csv baseline=model_2025"""


def run(call: Call) -> int:
    """Sample, plan, run and tabulate."""
    call.refuse_word("design")
    options = call.options
    points = sampled(options)
    check_world(options)
    design = designed(options, points)
    if "nation" not in design.setup.record:
        raise BadInput("record: sweep needs the level nation")
    check_points(design)
    chosen = indicators(options)
    with call.open(design) as store:
        store.note(design=points.described())
        store.write_design(points.frame())
        show_plan(call, design, points, store)
        done = work(call, design, store, estimate=True)
        summary = write_tables(points, design, store)
        words = call.words.naming(design.scenarios)
        keep(call, heat_maps(points, summary, chosen, design.untouched, words), store)
        code = closing_lines(call, done, store)
        _say_next(call, points, store)
        return code


def sampled(options: Options) -> Sample:
    """The points that the options ask for.

    Raises:
        BadInput: If they cannot be used.
    """
    if options.design.endswith(".csv"):
        if options.points is not None or options.correlations:
            raise BadInput(f"design={options.design}: a file has its own points; leave points= and correlations= out")
        return table_design(options.design)
    factors = factors_from(options.factors or "uncertain")
    return sample(options.design, factors, options.points, options.seed, options.correlations)


def designed(options: Options, points: Sample) -> Design:
    """The design: the baseline first, if there is one, then the scenarios at each point."""
    chosen = [name for name in options.scenarios if name != options.baseline]
    names = [*([options.baseline] if options.baseline else []), *chosen]
    found = scenarios(names)
    if options.baseline in options.scenarios and points.varies_policy:
        found.append(_varied(found[0]))
    if not found:
        raise BadInput("scenarios: name at least one")
    untouched = found[0].name if options.baseline else None
    return Design(
        setup=options.setup(RECORDED),
        scenarios=tuple(found),
        replications=options.replications,
        points=points.points,
        levers_from=semester_of(options.levers_from),
        untouched=untouched,
        about=points.naming() | {"baseline": untouched},
    )


def _varied(baseline: Scenario) -> Scenario:
    """The baseline once more, under a name of its own, for the levers of the points to change."""
    return replace(baseline, name=f"{baseline.name}_varied")


def _say_next(call: Call, points: Sample, store: Store) -> None:
    if points.ranks is not None:
        line(call.words("Next: kompetanse sensitivity {folder}", folder=store.folder))
