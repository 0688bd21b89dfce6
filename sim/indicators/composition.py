"""What collective hours are about: the share of each theme, parts of one whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.indicator import Formula, Indicator, Ratio, indicator
from sim.indicators.schools import participant_hours
from sim.mechanisms.measures import COLLECTIVE
from sim.topics import TOPICS

if TYPE_CHECKING:
    from sim.world import World


def _share_of(theme: str) -> Formula:
    """Participant-hours in the topics of a theme, of all participant-hours, as a function of the world."""
    inside = np.array([name == theme for name in (*TOPICS.themes, "")])  # topic -1, no measure, is the last

    def share(world: World) -> Ratio:
        hours = participant_hours(world)
        return (hours * inside[world.schools.topic[:, COLLECTIVE]]).sum(axis=1), hours.sum(axis=1)

    return share


def _part(theme: str, what: str, en: str, nb: str) -> Indicator:
    declare = indicator(
        name=f"{theme}_hours", unit="share of hours", formula=f"participant-hours in {what} / all participant-hours",
        base="schools", kind="flow", better="0", smallest=0.05, weight="participant-hours", en=en, nb=nb,
    )  # fmt: skip
    return declare(_share_of(theme))


PARTS = (
    _part("curriculum", "curriculum understanding and assessment", "Curriculum and assessment",
          "Læreplan og vurdering"),
    _part("inclusion", "inclusive practice and adapted teaching", "Inclusion and adapted teaching",
          "Inkludering og tilpasset opplæring"),
    _part("basic_skills", "basic skills", "Basic skills", "Grunnleggende ferdigheter"),
    _part("learning_environment", "learning environment", "Work on the learning environment",
          "Arbeid med læringsmiljøet"),
    _part("subjects", "school subjects and digital competence", "Subjects and digital competence",
          "Fag og digital kompetanse"),
    _part("specialised", "special education and vocational topics", "Special and vocational education",
          "Spesialpedagogikk og yrkesfag"),
)  # fmt: skip
"""Themes of collective hours, from the most common to the rarest; they sum to 1 where there are hours at all."""
