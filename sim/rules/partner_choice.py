"""How owners and networks find their university partner: the matching rule."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule, number
from sim.types import Bools, Floats, Ints


@dataclass(frozen=True)
class Candidates:
    """What a network knows of each university, shape (networks, universities) unless stated.

    Attributes:
        appeal: Nearness in kilometres, past trust, topic match and free capacity, weighed into one utility.
        habit: What having worked together last year adds.
        duty: Whether the university is a partner of the network's county (regionalt ansvar).
        reputation: Reputation for practice-nearness (praksisnærhet), 0-1, shape (universities,).
        experience: Experience of school-based development, 0-1, shape (universities,).
        need: How thin the network's own ownership is, 0-1, shape (networks,).
    """

    appeal: Floats
    habit: Floats
    duty: Bools
    reputation: Floats
    experience: Floats
    need: Floats


@dataclass(frozen=True)
class PartnerChoice(Rule, ABC):
    """Choose one university per network by utility plus luck."""

    @abstractmethod
    def utility(self, known: Candidates, reputation_weight: float) -> Floats:
        """Utility of each university to each network, shape (networks, universities)."""

    @final
    def __call__(self, known: Candidates, luck: Floats, reputation_weight: float) -> Ints:
        """University row each network chooses, shape (networks,).

        Args:
            known: What the networks know.
            luck: Standard Gumbel draws, shape (networks, universities).
            reputation_weight: Weight of one unit of reputation.
        """
        pick: Ints = np.argmax(self.utility(known, reputation_weight) + luck, axis=1)
        return pick


@final
@dataclass(frozen=True)
class RegionalDuty(PartnerChoice):
    """Own choice, but a university outside the county's partners costs extra (regionalt ansvar)."""

    outside_cost: float = number(
        2.0, range=(0.5, 4.0), en="Utility lost by going outside the county's partners.",
        nb="Nytte som tapes ved å gå utenfor fylkets partnere.",
    )  # fmt: skip

    def utility(self, known: Candidates, reputation_weight: float) -> Floats:
        return known.appeal + known.habit + reputation_weight * known.reputation - self.outside_cost * ~known.duty


@final
@dataclass(frozen=True)
class FreeChoice(PartnerChoice):
    """Own choice among all universities (fritt partnervalg)."""

    def utility(self, known: Candidates, reputation_weight: float) -> Floats:
        return known.appeal + known.habit + reputation_weight * known.reputation


@final
@dataclass(frozen=True)
class Brokered(PartnerChoice):
    """The governor matches experienced universities with thin owners, whatever the habit (megling)."""

    outside_cost: float = number(
        2.0, range=(0.5, 4.0), en="Utility lost by going outside the county's partners.",
        nb="Nytte som tapes ved å gå utenfor fylkets partnere.",
    )  # fmt: skip
    match_weight: float = number(
        3.0, range=(1.0, 5.0), en="Utility of full need met by full experience.",
        nb="Nytten når fullt behov møter full erfaring.",
    )  # fmt: skip

    def utility(self, known: Candidates, reputation_weight: float) -> Floats:
        match = self.match_weight * known.need[:, None] * known.experience[None, :]
        return known.appeal + match - self.outside_cost * ~known.duty


@final
@dataclass(frozen=True)
class ExperienceMatched(PartnerChoice):
    """Experience of school-based development counts most, whatever duty and habit (erfaringsbasert kobling)."""

    experience_weight: float = number(
        3.0, range=(1.0, 5.0), en="Utility of full experience.", nb="Nytten av full erfaring."
    )

    def utility(self, known: Candidates, reputation_weight: float) -> Floats:
        return known.appeal + self.experience_weight * known.experience[None, :]
