"""This file knows what collective hours are about: the share of each theme, parts of one whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.indicators.registry import Indicator, Ratio
from sim.indicators.schools import participant_hours
from sim.schemes.slots import COLLECTIVE
from sim.topics import TOPICS
from sim.world import World


def _share_of(theme: str) -> Callable[[World], Ratio]:
    """Participant-hours in the topics of a theme, of all participant-hours, as a function of the world."""
    inside = np.array([name == theme for name in (*TOPICS.themes, "")])  # topic -1, no measure, is the last

    def share(w: World) -> Ratio:
        hours = participant_hours(w)
        return (hours * inside[w.schools.topic[:, COLLECTIVE]]).sum(axis=1), hours.sum(axis=1)

    return share


def _part(theme: str, what: str, label_en: str, label_nb: str) -> Indicator:
    return Indicator(
        f"{theme}_hours", "share of hours", f"participant-hours in {what} / all participant-hours", "schools", "flow",
        "0", 0.05, "participant-hours", False, label_en, label_nb, "model section 6", _share_of(theme),
    )  # fmt: skip


COMPOSITION_INDICATORS = (
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
