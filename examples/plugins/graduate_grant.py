"""A trial scheme: the state pays school owners for every newly qualified teacher (nyutdannet lærer) they take on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import Owners
from sim.columns import INTS, Part, column
from sim.indicator import Ratio, indicator
from sim.levers import Dated, lever, yes_no
from sim.rules.split import divide, stable_ties
from sim.schemes.base import Account, Scheme, SchemeLevers
from sim.stage import AUTUMN, SPRING, Moment, Stage
from sim.types import Floats

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World


@dataclass(frozen=True)
class GraduateGrantLevers(SchemeLevers):
    """A grant to owners for every graduate who starts at one of their schools."""

    active: bool = yes_no(False, en="Grants are paid.", nb="Tilskudd betales.", status="sourced", source="A trial")
    frame: Dated = lever(
        {2018: 150_000_000}, "kroner of 2025 per year", legal=(0, 1e11), en="National frame by year.",
        nb="Nasjonal ramme per år.", status="assumption", source="A trial",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="A trial",
    )  # fmt: skip
    per_graduate: float = lever(
        40_000.0, "kroner of 2025", legal=(0, 1e6), range=(20_000, 80_000), en="Paid for a graduate.",
        nb="Betales for en nyutdannet lærer.", status="assumption", source="A trial",
    )  # fmt: skip


class GraduateMoney(Part):
    """What each owner has of the trial's money."""

    of = Owners
    graduate_frame = column(INTS, unit="kroner of 2025", doc="Its part of all frames so far.")
    graduate_pot = column(INTS, unit="kroner of 2025", doc="Of this year's, not granted.")
    graduate_lapsed = column(INTS, unit="kroner of 2025", doc="Gone back to the state so far.")
    graduate_grants = column(INTS, unit="kroner of 2025", doc="Granted so far.")
    graduate_due = column(INTS, unit="kroner of 2025", doc="Of this, not paid yet.")
    graduate_paid = column(INTS, unit="kroner of 2025", doc="Of this, paid.")


def owners_are_granted(now: Now) -> None:
    """Autumn: last year's rest lapses, the frame is divided by teachers, and each graduate brings a grant."""
    world, mine = now.world, now.world[GraduateMoney]
    owners, schools, levers = world.owners, world.schools, now.policy[GraduateGrantLevers]
    mine.graduate_lapsed += mine.graduate_pot
    frame = now.money["graduate_grant"]
    part = divide(frame, owners.staff, np.full(owners.n, float(frame)), stable_ties(owners.uid))
    graduates = np.bincount(schools.owner, weights=schools.novices, minlength=owners.n)
    grant = np.minimum(np.floor(levers.per_graduate * graduates), part).astype(np.int64)
    mine.graduate_frame += part
    mine.graduate_pot = part - grant
    mine.graduate_grants += grant
    mine.graduate_due += grant


def grants_are_paid(now: Now) -> None:
    """Spring: what was granted is paid."""
    mine = now.world[GraduateMoney]
    mine.graduate_paid += mine.graduate_due
    mine.graduate_due = 0


@indicator(
    unit="kroner of 2025 per graduate", formula="grants so far / graduates who started this year", base="owners",
    kind="flow", better="0", smallest=100.0, weight="graduates", en="Trial grant per graduate",
    nb="Prøvetilskudd per nyutdannet",
)  # fmt: skip
def graduate_grant(world: World) -> Ratio:
    """All grants of the trial by the graduates of the year."""
    schools, n = world.schools, world.owners.n
    return paid_to_owners(world), np.bincount(schools.owner, weights=schools.novices, minlength=n).astype(np.float64)


def paid_to_owners(world: World) -> Floats:
    """All grants of the trial so far at each owner, kroner, shape (owners,)."""
    return world[GraduateMoney].graduate_grants.astype(np.float64)


SCHEME = Scheme(
    name="graduate_grant",
    en="A grant for newly qualified teachers",
    nb="Tilskudd for nyutdannede lærere",
    levers=GraduateGrantLevers,
    columns=(GraduateMoney,),
    stages={
        Moment.MEASURES: (
            Stage(
                "owners_are_granted", owners_are_granted, AUTUMN, reads="schools owners",
                writes="owners: graduate_lapsed graduate_frame graduate_pot graduate_grants graduate_due",
                en="Owners are granted money for their graduates.", nb="Skoleeiere får tilskudd for nyutdannede.",
            ),
        ),
        Moment.CLOSING: (
            Stage(
                "grants_are_paid", grants_are_paid, SPRING, reads="owners",
                writes="owners: graduate_paid graduate_due",
                en="What was granted for graduates is paid.", nb="Tilskudd for nyutdannede utbetales.",
            ),
        ),
    },
    accounts=(
        Account(
            name="graduates' money",
            holder="owners",
            appropriated=lambda world: world[GraduateMoney].graduate_frame,
            at_hand=lambda world: world[GraduateMoney].graduate_pot,
            lapsed=lambda world: world[GraduateMoney].graduate_lapsed,
            granted=lambda world: world[GraduateMoney].graduate_grants,
            spent=lambda world: world[GraduateMoney].graduate_paid,
            unspent=lambda world: world[GraduateMoney].graduate_due,
        ),
    ),
    paid=paid_to_owners,
    indicators=(graduate_grant,),
)  # fmt: skip
