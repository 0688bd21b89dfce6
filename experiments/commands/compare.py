"""The command `compare`: scenarios against a baseline, on the same luck."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import DRAWN, RECORDED, close, draw, make_runs
from experiments.designs.design import NATION, NEXT, Design, Point
from experiments.present.compare_tables import Tables, tables_of
from experiments.present.figures import ANSWER
from experiments.present.outlines import outlines_of
from experiments.present.report.clauses import for_whom
from experiments.present.report.evidence import gathered
from experiments.present.report.lead import led_by
from experiments.present.report.screen import show
from experiments.present.report.speech import Speech
from experiments.present.show import line
from experiments.progress import stage
from experiments.refusals import BadInput
from experiments.run.precision import aim_of, teller, until_known
from experiments.run.runner import Account
from experiments.run.uncertainty import settle
from experiments.scenarios.theories import OF_A_THEORY, theories_of
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.made import inputs_of, is_made, note_made, read_tables
from experiments.store.reading import ASKED, read_results
from sim.scenario import Scenario, is_autumn, last_semester, parting, year_of
from sim.timeline import scenarios

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PARITY = "Until they part, scenarios are the same to the bit: every column in replication 0, recorded values in all."
REGISTER = 2
"""Point at which all is drawn from the register where the answer draws from the posterior."""
LUCK_SHARE, LUCK_LEAST = 0.3, 6
"""Share of the replications whose parameters are run on other luck too, and the least of them, for the interval from
luck alone (docs/decisions.md)."""


def run(call: Call[options.Compare]) -> int:
    """Compare, print and store."""
    call.refuse_word("scenarios")
    check_world(call.options)
    call = settle(call)
    outlines = outlines_of(call.options)
    asked, spent = call.options, None
    design = design_comparison(asked, asked.replications)
    aim = aim_of(asked.precision, design, asked.horizon)
    if aim is not None:
        design, spent = until_known(partial(_made, call), partial(design_comparison, asked), asked.replications, aim,
                                    teller(call.words, aim))  # fmt: skip
    with call.open(design) as store:
        _say_cost(call, design)
        done = make_runs(call, design, store, prove=True)
        found = _tables(call, design, store)
        hold_up(asked, found.comparison, design, store)
        put_beside(asked, found.comparison, design, store)
        speech = Speech(gathered(store.folder), call.options.language)
        show(speech)
        figures = partial(_figures, call, found, design, store, outlines, speech)
        draw(call, store.folder, store.manifest, figures, design)
        if call.replicate is None:
            line(call.words(_PARITY))
        _learn(call, design, store)
        return close(call, spent or done, store)


@contextmanager
def _made(call: Call[options.Compare], design: Design) -> Iterator[tuple[Store, Account]]:
    """The runs of a design in its folder, which is open meanwhile."""
    with call.open(design) as store:
        yield store, make_runs(call, design, store, prove=True)


def design_comparison(asked: options.Compare, replications: int, found: Sequence[Scenario] | None = None) -> Design:
    """Scenarios x replications; where parameters are drawn, some draws also on other luck, to tell luck from them.

    Args:
        asked: The options.
        replications: Of each scenario.
        found: The scenarios, the baseline first; those that the options name if None.
    """
    found = found or scenarios([asked.baseline, *_others(asked.scenarios, asked.baseline)])
    record, points, only = asked.levels(RECORDED), [Point()], {}
    nation = (*NATION, *(entry for entry in record if entry.startswith("target")))
    _refuse_late(asked, found)
    if asked.uncertainty != "point":
        points.append(Point(uncertainty=NEXT, record=nation))
        only = {1: range(0, 2 * luck_pairs(replications), 2)}
    if asked.both:
        points.append(Point(uncertainty="register", record=nation))
    for theory in theories_of(asked):
        only[len(points)] = range(min(replications, OF_A_THEORY))
        points.append(Point(theory.parameters, theory.levers, record=nation))
    start = found[0].phases[0].start  # a theory holds from the beginning, in every scenario
    return Design(asked.setup(), tuple(found), replications, points, record, start, only=only, paired=True)


def _refuse_late(asked: options.Compare, found: Sequence[Scenario]) -> None:
    """Refuse those who are known only after scenarios part: they would be others in each."""
    from sim.target import target_from

    target = target_from(asked.target)
    last = last_semester(asked.horizon)
    parted = parting(found, 0, last)
    if target is not None and parted <= last and target.known_from >= parted:
        year = year_of(parted) - (0 if is_autumn(parted) else 1)
        raise BadInput(f"target.follow_up={target.follow_up}: scenarios part before the end of that spring, and would "
                       f"have others in follow-up; {year} is the last that can be asked for")  # fmt: skip


def _say_cost(call: Call[options.Compare], design: Design) -> None:
    """How many runs theories cost, before they are made."""
    found = theories_of(call.options)
    if found:
        runs = len(found) * len(design.scenarios) * min(design.replications, OF_A_THEORY)
        line(call.words("Verdicts are held up against {n} theories, which takes {runs} more runs.", n=len(found),
                        runs=runs))  # fmt: skip


def hold_up(asked: options.Compare, answer: pd.DataFrame, design: Design, store: Store) -> pd.DataFrame:
    """Each headline verdict beside what each theory says of it, stored if any was asked for.

    Args:
        asked: The options.
        answer: The comparison under the model as it is.
        design: What was run; its last points are the theories.
        store: Its folder, open.

    Returns:
        As `sim.analysis.comparison.held` gives it; empty if no theory was asked for.
    """
    from sim.analysis.comparison import counted, held, of_those_asked
    from sim.indicators import INDICATORS

    theories = theories_of(asked)
    if not theories:
        return pd.DataFrame()
    frame = of_those_asked(read_results(design, store.folder, level=ASKED, semester=last_semester(asked.horizon)))
    first = len(design.points) - len(theories)
    frames = {one.name: frame[frame["point"] == first + k] for k, one in enumerate(theories)}
    each = held(answer, frames, design.scenarios[0].name, [i for i in INDICATORS if i.headline])
    store.write_table("theories", each)
    store.write_table("theories_counted", counted(each))
    return each


def put_beside(asked: options.Compare, answer: pd.DataFrame, design: Design, store: Store) -> pd.DataFrame:
    """Each headline verdict under the posterior beside that under the register, stored if both were asked for.

    Args:
        asked: The options.
        answer: The comparison under the posterior.
        design: What was run.
        store: Its folder, open.
    """
    from sim.analysis.comparison import comparison, of_those_asked
    from sim.analysis.comparison.moved import moved_verdicts
    from sim.indicators import INDICATORS

    if not asked.both:
        return pd.DataFrame()
    frame = of_those_asked(read_results(design, store.folder, level=ASKED, point=REGISTER,
                                        semester=last_semester(asked.horizon)))  # fmt: skip
    baseline, *others = (scenario.name for scenario in design.scenarios)
    before = comparison(frame, baseline, others, [i for i in INDICATORS if i.headline])
    beside = moved_verdicts(before, answer)
    store.write_table("both", beside)
    return beside


def _learn(call: Call[options.Compare], design: Design, store: Store) -> None:
    """What could be measured today that would narrow headline differences most, if there is any."""
    from experiments.present.learning import learn_next, learning_table, semesters
    from experiments.present.terminal import show as show_table

    horizon, path = call.options.horizon, store.folder / "tables" / "learn_next.csv"
    if call.options.uncertainty == "point":
        return
    inputs = inputs_of(store.folder, design, "what to learn next")
    if not is_made(store.folder, "what to learn next", inputs):
        frame = read_results(design, store.folder, level="nation", point=0, semester=sorted({*semesters(horizon)}))
        found = learn_next(frame, [s.name for s in design.scenarios], horizon)
        path.unlink(missing_ok=True)
        if len(found):
            store.write_table("learn_next", found)
        note_made(store.folder, "what to learn next", inputs, [path] if len(found) else [])
    if path.exists():
        words = call.words.naming(design.scenarios)
        show_table(learning_table(read_tables(store.folder, ["learn_next"])["learn_next"], words), words)


def luck_pairs(replications: int) -> int:
    """How many replications are paired with one that has the same parameters and other luck."""
    return min(replications // 2, max(LUCK_LEAST, math.ceil(LUCK_SHARE * replications)))


def _others(names: list[str], baseline: str) -> list[str]:
    """The scenarios to compare; a baseline among them is compared with nothing."""
    others = [name for name in names if name != baseline]
    refuse_nothing(others, baseline)
    return others


def refuse_nothing(others: Sequence[str], baseline: str) -> None:
    """Refuse a comparison with nothing.

    Raises:
        BadInput: If there are no others.
    """
    if not others:
        raise BadInput(f"scenarios: nothing to compare with the baseline {baseline}; name another scenario")


def _tables(call: Call[options.Compare], design: Design, store: Store) -> Tables:
    """The tables of the comparison, read back if they were made of the same."""
    names = list(Tables.__annotations__)
    inputs = inputs_of(store.folder, design, "tables of compare", call.options.baseline)
    if is_made(store.folder, "tables of compare", inputs):
        return Tables(**read_tables(store.folder, names))
    with stage(call.words("Making tables")):
        found = comparison_tables(design, store)
    note_made(store.folder, "tables of compare", inputs, [store.folder / "tables" / f"{name}.csv" for name in names])
    return found


def comparison_tables(design: Design, store: Store) -> Tables:
    """The tables of a comparison, reckoned and stored."""
    frame = read_results(design, store.folder, level=ASKED)
    again = frame[frame["point"] == 1]  # as the next replication, but for luck
    drawn = design.setup.uncertainty != "point"
    luck = again.assign(replication=again["replication"] + 1) if drawn else None
    return tables_of(design, store, frame[frame["point"] == 0], luck)


def _figures(
    call: Call[options.Compare], found: Tables, design: Design, store: Store, outlines: Path | None, speech: Speech
) -> dict[str, Figure]:
    """Figures of the nation, and of municipalities where they have an established difference."""
    from sim.analysis.comparison import of_those_asked_and_groups
    from sim.analysis.figures import comparison_figures, place_figures
    from sim.indicators import INDICATORS

    frame = of_those_asked_and_groups(read_results(design, store.folder, level=DRAWN, point=0))
    lead, whom = led_by(speech), for_whom(speech) if speech.evidence.target else ""
    baseline, *others = (s.name for s in design.scenarios)
    if baseline not in set(frame["scenario"]):
        return {}
    headline, words = [i for i in INDICATORS if i.headline and i != lead], call.words.naming(design.scenarios)
    headline.insert(0, lead)
    shown = found.comparison[found.comparison["indicator"].isin([i.name for i in headline])]
    kinds = ANSWER if call.options.figures == "answer" else None
    figures = comparison_figures(frame, baseline, words, scenarios=others, table=shown, kinds=kinds, lead=lead,
                                 whom=whom)  # fmt: skip
    places = place_figures(shown, found.municipalities, headline, words, outlines, baseline=baseline,
                           semester=last_semester(call.options.horizon), kinds=kinds)  # fmt: skip
    if outlines and not places:
        line(call.words("No map: no difference that municipalities have a value of is established."))
    return figures | {f"{kind}_{scenario}": figure for (kind, scenario), figure in places.items()}
