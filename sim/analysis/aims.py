"""What a change of each outcome is in plain words: what it is to improve it, and what its rise and fall would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.words import Words, mark

if TYPE_CHECKING:
    from sim.analysis.figures.shown import Shown


@dataclass(frozen=True)
class _Said:
    """One outcome.

    Attributes:
        aim: To make it better, as it follows “to”.
        rise, fall: What would be, if its value went up or down.
    """

    aim: str
    rise: str
    fall: str


_SAID = {
    "practice": _Said(mark("improve teaching"), mark("teaching would be better"), mark("teaching would be poorer")),
    "vocational_practice": _Said(
        mark("improve vocational teaching"), mark("vocational teaching would be better"),
        mark("vocational teaching would be poorer"),
    ),
    "depth": _Said(
        mark("give more teachers subject depth"), mark("more teachers would have subject depth"),
        mark("fewer teachers would have subject depth"),
    ),
    "routines": _Said(
        mark("strengthen routines in schools"), mark("routines in schools would be stronger"),
        mark("routines in schools would be weaker"),
    ),
    "turnover": _Said(
        mark("keep more teachers in their schools"), mark("more teachers would leave their schools"),
        mark("fewer teachers would leave their schools"),
    ),
    "unqualified": _Said(
        mark("bring down the number of unqualified teachers"), mark("more posts would be held by unqualified teachers"),
        mark("fewer posts would be held by unqualified teachers"),
    ),
    "novice_competence": _Said(
        mark("prepare new teachers better"), mark("new teachers would know more"), mark("new teachers would know less"),
    ),
    "pupil_results": _Said(
        mark("lift pupil results"), mark("pupil results would be better"), mark("pupil results would be poorer"),
    ),
    "steering": _Said(
        mark("strengthen how owners steer"), mark("owners would steer better"), mark("owners would steer less well"),
    ),
    "partnership_quality": _Said(
        mark("make partnerships better"), mark("partnerships would be better"), mark("partnerships would be poorer"),
    ),
    "nearness": _Said(
        mark("bring universities nearer to practice"), mark("universities would be nearer to practice"),
        mark("universities would be farther from practice"),
    ),
    "education_quality": _Said(
        mark("make teacher education learn more from practice"),
        mark("teacher education would learn more from practice"),
        mark("teacher education would learn less from practice"),
    ),
    "results_spread": _Said(
        mark("narrow the gaps between municipalities"), mark("gaps between municipalities would be wider"),
        mark("gaps between municipalities would be narrower"),
    ),
}  # fmt: skip
"""By indicator; another, such as a plugin's, is named."""


def aim(indicator: Shown, words: Words) -> str:
    """What it is to make an outcome better, as it follows “to”: “improve teaching”."""
    said = _SAID.get(indicator.name)
    return words("better “{indicator}”", indicator=words.label(indicator)) if said is None else words(said.aim)


def change(indicator: Shown, difference: float, words: Words) -> str:
    """What a difference of an outcome would be, as a clause: “teaching would be better”."""
    said = _SAID.get(indicator.name)
    if said is not None:
        return words(said.rise if difference >= 0 else said.fall)
    text = mark("“{indicator}” would be higher") if difference >= 0 else mark("“{indicator}” would be lower")
    return words(text, indicator=words.label(indicator))
