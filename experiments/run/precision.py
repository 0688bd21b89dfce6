"""Replicating until a difference is known: a pilot, its cost, and more of the same folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from experiments.designs.design import Design
from experiments.options import Precision
from experiments.present.show import line
from experiments.present.words import Words, digits_for
from experiments.refusals import BadInput, near
from experiments.run.runner import Account
from experiments.store.reading import ASKED, read_results
from sim.analysis.comparison.asked import of_those_asked
from sim.analysis.comparison.pairs import pairs
from sim.analysis.comparison.precision import LEAST, Outlook, outlook
from sim.scenario import FIRST_YEAR, last_semester
from sim.types import Floats

if TYPE_CHECKING:
    from experiments.store.folder import Store
    from sim.indicators import Indicator

Make: TypeAlias = "Callable[[Design], AbstractContextManager[tuple[Store, Account]]]"
Say: TypeAlias = "Callable[[Design, Outlook, Account, bool], None]"
STAGES = 4
"""Most extensions: the first estimate may fall short, but looking again after every run would bias the interval."""


@dataclass(frozen=True)
class Aim:
    """The difference that is to be known, and how well."""

    indicator: Indicator
    scenario: str
    semester: int
    half_width: float
    cap: int


def aim_of(asked: Precision, design: Design, horizon: int) -> Aim | None:
    """The aim of a call; None if none was asked for.

    Raises:
        BadInput: If an indicator, scenario or year is unknown, or half of the question is missing.
    """
    if asked.half_width is None:
        given = [name for name in ("indicator", "scenario", "year") if getattr(asked, name) is not None]
        if given:
            raise BadInput(f"precision.half_width: missing; precision.{given[0]} alone asks for nothing")
        return None
    year = horizon if asked.year is None else asked.year
    if not FIRST_YEAR < year <= horizon:
        raise BadInput(f"precision.year={year}: must be a year from {FIRST_YEAR + 1} to the horizon {horizon}")
    return Aim(_indicator(asked.indicator), _scenario(asked.scenario, design), last_semester(year),
               asked.half_width, asked.cap)  # fmt: skip


def _indicator(name: str | None) -> Indicator:
    from sim.indicators import INDICATORS

    known = {indicator.name: indicator for indicator in INDICATORS if "nation" in indicator.levels}
    if name is None:
        raise BadInput("precision.indicator: missing; name the indicator whose difference is to be known")
    if name not in known:
        raise BadInput(f"precision.indicator={name}: no such indicator; {near(name, known)}")
    return known[name]


def _scenario(name: str | None, design: Design) -> str:
    others = [scenario.name for scenario in design.scenarios[1:]]
    if name is not None and name not in others:
        raise BadInput(f"precision.scenario={name}: not among those compared: {', '.join(others)}")
    return name or others[0]


def until_known(
    make: Make, design_for: Callable[[int], Design], replications: int, aim: Aim, say: Say
) -> tuple[Design, Account]:
    """Replicate until the difference is known as well as wanted, or the cap is reached.

    Args:
        make: Makes the runs of a design that are missing; its folder is open meanwhile.
        design_for: What is compared, with a number of replications.
        replications: Of the pilot, at least 20.
        aim: What is to be known.
        say: Told what is seen after each stage, and whether it is the last.

    Returns:
        The design with the replications it took, all of which are in its folder, and what was done.
    """
    design = design_for(min(max(LEAST, replications), max(aim.cap, replications)))
    spent = Account()
    for stage in range(STAGES + 1):
        with make(design) as (store, done):
            seen = outlook(_differences(design, store, aim), design.replications, aim.half_width, aim.cap)
        spent = _add(spent, done, first=stage == 0)
        ended = bool(seen.enough or seen.needed <= design.replications or stage == STAGES or done.failures)
        say(design, seen, spent, ended)
        if ended:
            break
        design = design_for(seen.needed)
    return design, spent


def _differences(design: Design, store: Store, aim: Aim) -> Floats:
    baseline = design.scenarios[0].name
    chosen = read_results(design, store.folder, level=ASKED, indicator=aim.indicator.name, point=0,
                          scenario=[baseline, aim.scenario], semester=aim.semester)  # fmt: skip
    found = pairs(of_those_asked(chosen), baseline, aim.scenario, ["indicator"])
    return found.finite(0) if len(found.keys) else np.zeros(0)


def _add(before: Account, now: Account, *, first: bool) -> Account:
    """What two stages did together; only the first finds runs of earlier calls."""
    found = now.found if first else before.found
    return Account(found, before.made + now.made, now.failures, now.proved, before.seconds + now.seconds)


def teller(words: Words, aim: Aim) -> Say:
    """Prints what the wanted precision costs before it is paid, and at the end what is known."""

    def say(design: Design, seen: Outlook, spent: Account, ended: bool) -> None:
        (_say_end if ended else _say_cost)(words, design, aim, seen, spent)

    return say


def _say_cost(words: Words, design: Design, aim: Aim, seen: Outlook, spent: Account) -> None:
    """State what the wanted precision costs; without runs made there is no rate to tell it from."""
    more = (seen.needed - design.replications) * (design.size // design.replications)
    digits = digits_for(aim.half_width)
    found = words("{indicator}, {scenario}: ±{half} after {n} replications, ±{wanted} wanted.",
                  indicator=words.label(aim.indicator), scenario=aim.scenario, n=design.replications,
                  half=words.number(seen.half_width, digits),
                  wanted=words.number(aim.half_width, digits))  # fmt: skip
    if spent.made:
        seconds = words.number(more * spent.seconds / spent.made, 0)
        cost = words("{runs} more runs, about {seconds} s.", runs=more, seconds=seconds)
    else:
        cost = words("{runs} more runs.", runs=more)
    line(f"{found} {cost}")


def _say_end(words: Words, design: Design, aim: Aim, seen: Outlook, _spent: Account) -> None:
    digits = digits_for(aim.half_width)
    reached = "Known to ±{half} ({indicator}, {scenario}) after {n} replications."
    stopped = "Known to ±{half} only ({indicator}, {scenario}): stopped at {n} replications, the cap is {cap}."
    line(words(reached if seen.enough else stopped, half=words.number(seen.half_width, digits), cap=aim.cap,
               indicator=words.label(aim.indicator), scenario=aim.scenario, n=design.replications))  # fmt: skip
