"""Guidance of new teachers (veiledning av nyutdannede): a grant by new teachers, part of which reaches more of them.

Owners guided most new teachers before the state paid for it. Of the grant of 2019 a part reaches teachers who would
have had no guide; the rest pays for what owners did anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import STATE, Owners
from sim.agents.school import UPPER_SECONDARY
from sim.columns import FLOATS, INTS, Part, column, total_by
from sim.frames import national_frame
from sim.indicator import Ratio, indicator
from sim.kernels.staff import EARLY_SEMESTERS
from sim.levers import Dated, lever, yes_no
from sim.rules.split import stable_ties, whole_kroner
from sim.schemes.base import Account, Scheme, SchemeLevers, Sums
from sim.stage import AUTUMN, Moment, Stage
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World


@dataclass(frozen=True)
class GuidanceLevers(SchemeLevers):
    """Guidance of newly qualified teachers (veiledning av nyutdannede)."""

    active: bool = yes_no(
        False, en="Grants are paid to owners.", nb="Tilskudd betales til skoleeierne.", status="sourced",
        source="A scenario's timeline turns the scheme on",
    )  # fmt: skip
    frame: Dated = lever(
        national_frame("guidance"), "kroner of 2025 per year", legal=(0, 1e11), en="National frame by year.",
        nb="Nasjonal ramme per år.", status="sourced", source="State accounts, post 61",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="As today",
    )  # fmt: skip
    upper_secondary: bool = yes_no(
        False, en="County councils get a grant, too (from 2025).", nb="Også fylkeskommunene får tilskudd (fra 2025).",
        status="sourced", source="State accounts, post 61: the first kroner to county councils are of 2025",
    )  # fmt: skip
    reach_target: float = lever(
        0.0, "share", en="Share of new teachers that owners must guide, at their own cost beyond the grant.",
        nb="Andelen skoleeierne må veilede, for egen regning ut over tilskuddet.", status="sourced",
        source="Principles for guidance (2018), no duty",
    )  # fmt: skip


class GuidanceMoney(Part):
    """The grant at each owner, and whom it reaches."""

    of = Owners
    guidance_frame = column(INTS, unit="kroner of 2025", doc="Its part of all frames so far.")
    guidance_lapsed = column(INTS, unit="kroner of 2025", doc="Of this more than guides cost, gone back so far.")
    guidance_given = column(INTS, unit="kroner of 2025", doc="Granted and paid so far.")
    guidance_grant = column(INTS, unit="kroner of 2025", doc="Granted for this school year.")
    guidance_relief = column(FLOATS, unit="kroner of 2025", doc="Of it, what pays for guides the owner had anyway.")
    guidance_own = column(FLOATS, unit="kroner of 2025", doc="What a target costs the owner this school year.")
    guided_teachers = column(FLOATS, unit="teachers", doc="Who have a guide, at schools that the grant is for.")


def new_teachers_are_guided(now: Now) -> None:
    """The year's frame is divided by new teachers, and owners guide as many as before and some more."""
    world, levers, s = now.world, now.policy[GuidanceLevers], now.params.staff
    schools, owners, mine = world.schools, world.owners, world[GuidanceMoney]
    covered = schools_of(world, upper_secondary=levers.upper_secondary)
    new = total_by(schools.owner, new_teachers(world) * covered, owners.n)
    frame, cost = now.money["guidance"], s.induction_cost * new
    claim = new if new.any() else owners.staff
    part = whole_kroner(frame * claim / claim.sum(), frame, stable_ties(owners.uid))
    grant = np.minimum(part, np.floor(cost).astype(np.int64))  # direct costs only
    known = np.maximum(cost, 1e-9)
    more = np.minimum(s.guidance_added * grant / known, 1.0 - s.guided_usual)
    reach = s.guided_usual + more
    aim = np.maximum(reach, levers.reach_target if levers.active else 0.0)
    schools.guided = np.where(covered, aim[schools.owner], s.guided_usual)
    mine.guided_teachers = aim * new
    mine.guidance_own = (aim - reach) * cost
    mine.guidance_relief = np.maximum(grant - more * cost, 0.0)
    mine.guidance_grant = grant
    mine.guidance_frame += part
    mine.guidance_given += grant
    mine.guidance_lapsed += part - grant


def new_teachers(world: World) -> Floats:
    """Qualified teachers in the first two years of their career, by school, shape (schools,)."""
    posts = world.posts
    new = (posts.holder > 0) & posts.qualified & (posts.career < EARLY_SEMESTERS)
    return np.bincount(posts.school[new], minlength=world.schools.n).astype(np.float64)


def schools_of(world: World, *, upper_secondary: bool) -> Bools:
    """Schools whose owners may have the grant, shape (schools,)."""
    schools = world.schools
    state = world.owners.kind[schools.owner] == STATE
    covered: Bools = (upper_secondary | (schools.level < UPPER_SECONDARY)) & ~state
    return covered


# ---- account and indicators


def _nation(*columns: str) -> Sums:
    """Sum of columns over owners, as a function of the world, shape (1,)."""
    return lambda world: np.array([sum(getattr(world[GuidanceMoney], column).sum() for column in columns)])


ACCOUNT = Account(
    name="guidance of new teachers",
    holder="nation",
    appropriated=_nation("guidance_frame"),
    at_hand=_nation(),
    lapsed=_nation("guidance_lapsed"),
    granted=_nation("guidance_given"),
    spent=_nation("guidance_given"),
    unspent=_nation(),
)
"""Granted and paid in the autumn."""


def paid_to_owners(world: World) -> Floats:
    """Grants of the school year at each owner, kroner, shape (owners,)."""
    return world[GuidanceMoney].guidance_grant.astype(np.float64)


@indicator(
    unit="share of graduates", formula="new teachers who are guided, by graduates who started / these",
    base="schools", kind="flow", better="+", smallest=0.02, weight="graduates who started",
    en="New teachers who are guided", nb="Nyutdannede som får veiledning",
    source="Udir, Evaluering av veiledning av nyutdannede: 61 per cent in 2016, 65 in 2019",
)  # fmt: skip
def guidance_reach(world: World) -> Ratio:
    """Share of new teachers who are guided."""
    return world.schools.guided * world.schools.novices, world.schools.novices


@indicator(
    unit="kroner of 2025 per teacher", formula="grants / new teachers guided", base="owners", kind="flow",
    better="0", smallest=1000.0, weight="new teachers guided", en="Grant per guided teacher",
    nb="Tilskudd per veiledet lærer", source="At least 18,666 kroner in 2019 (the governor of Vestland)",
)  # fmt: skip
def guidance_grant(world: World) -> Ratio:
    """Grant for guidance per new teacher guided at the schools it is for."""
    return paid_to_owners(world), world[GuidanceMoney].guided_teachers


SCHEME = Scheme(
    name="guidance",
    en="Guidance of new teachers",
    nb="Veiledning av nyutdannede",
    levers=GuidanceLevers,
    columns=(GuidanceMoney,),
    stages={
        Moment.MEASURES: (
            Stage(
                "new_teachers_are_guided", new_teachers_are_guided, AUTUMN, reads="schools owners posts",
                writes="schools: guided; owners: guidance_frame guidance_lapsed guidance_given guidance_grant "
                "guidance_relief guidance_own guided_teachers",
                en="Owners get a grant for their new teachers and guide them.",
                nb="Skoleeierne får tilskudd for nyutdannede og veileder dem.",
            ),
        ),
    },
    accounts=(ACCOUNT,),
    paid=paid_to_owners,
    indicators=(guidance_reach, guidance_grant),
)  # fmt: skip
