"""Kompetanseløftet: inclusive practice and special education, through the same forum as Dekom S, earmarked (4.12).

Measures need the team around the child (laget rundt barnet: school, PPT and others). The team takes years to form
and falls apart when leaders leave, so structures come first and practice late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import STATE, Owners
from sim.areas import MoneyLevers
from sim.columns import FLOATS, Part, column
from sim.frames import national_frame
from sim.indicator import Ratio, indicator
from sim.levers import Dated, lever, yes_no
from sim.mechanisms.at_work import owners_at_work
from sim.schemes.base import Move, Scheme, SchemeLevers
from sim.stage import AUTUMN, BOTH, Moment, Stage
from sim.topics import TOPICS
from sim.types import Bools

if TYPE_CHECKING:
    from sim.now import Now
    from sim.parameters import Parameters
    from sim.world import World

TOPIC_CODES = ("inclusion", "special_education")


@dataclass(frozen=True)
class InclusionLevers(SchemeLevers):
    """The competence boost for special education and inclusive practice (Kompetanseløftet): its money for schools."""

    active: bool = yes_no(
        False, en="Grants are decided and delivered, earmarked.", nb="Tilskudd vedtas og gjennomføres, øremerket.",
        status="sourced", source="A scenario's timeline turns the scheme on",
    )  # fmt: skip
    frame: Dated = lever(
        national_frame("inclusion"), "kroner of 2025 per year", legal=(0, 1e11),
        en="National frame for schools by year.",
        nb="Nasjonal ramme for skoler per år.", status="assumption",
        source="What governors paid in 2021-23 beyond the other schemes (docs/data.md); then the build-up goes on",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="As today",
    )  # fmt: skip
    requirement: float = lever(
        0.3, "share of staff", legal=(0.05, 1), range=(0.2, 0.8), en="Share that must take part.",
        nb="Andel av personalet som må delta.", status="assumption", source="Those nearest the child",
    )  # fmt: skip


class Teams(Part):
    """The team around the child at each owner."""

    of = Owners
    team = column(FLOATS, unit="0-1", doc="Team around the child, PPT included (laget rundt barnet).")


def settle(world: World, params: Parameters) -> None:
    """How far teams are at work when the history begins."""
    world[Teams].team = params.inclusion.team_start


def open_topics() -> Bools:
    """Topics the earmarked money may be used for, shape (topics,)."""
    return np.isin(TOPICS.codes, TOPIC_CODES)


def teams_form(now: Now) -> None:
    """Half a year of work together: the team around the child forms where measures run."""
    teams, activity = now.world[Teams], owners_at_work(now.world).earmarked
    teams.team += 0.5 * now.params.inclusion.team_growth * activity * (1.0 - teams.team)


def teams_fall_apart(now: Now) -> None:
    """Where the education leader leaves, part of the team falls apart (person-dependent)."""
    teams, params = now.world[Teams], now.params.inclusion
    above = np.maximum(teams.team - params.team_start, 0.0)
    teams.team -= np.where(now.world.owners.leader_left, params.team_loss * above, 0.0)


@indicator(
    unit="0-1", formula="mean team around the child", base="owners", kind="stock", better="+", smallest=0.02,
    weight="owners", en="Team around the child", nb="Laget rundt barnet", source="model section 4.12",
)  # fmt: skip
def team(world: World) -> Ratio:
    """The team around the child."""
    counted = (world.owners.kind != STATE).astype(np.float64)
    return world[Teams].team * counted, counted


SCHEME = Scheme(
    name="inclusion",
    en="The competence boost for inclusive practice (Kompetanseløftet)",
    nb="Kompetanseløftet for spesialpedagogikk og inkluderende praksis",
    levers=InclusionLevers,
    columns=(Teams,),
    settle=settle,
    stages={
        Moment.PEOPLE: (
            Stage(
                "teams_fall_apart", teams_fall_apart, AUTUMN, burn_in=True, reads="owners",
                writes="owners: team",
                en="Teams around the child lose people where the education leader left.",
                nb="Laget rundt barnet svekkes der skolesjefen har sluttet.",
            ),
        ),
        Moment.LEARNING: (
            Stage(
                "teams_form", teams_form, BOTH, reads="owners schools networks",
                writes="owners: team",
                en="Teams around the child form where measures run.",
                nb="Laget rundt barnet tar form der tiltak er i gang.",
            ),
        ),
    },
    moves=(
        Move("dekom_s", lambda policy: float(policy[MoneyLevers].inclusion_merged), merges=True),
        Move("further_education", lambda policy: policy[MoneyLevers].to_individual),
    ),
    indicators=(team,),
)  # fmt: skip
