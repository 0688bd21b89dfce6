"""What new people know (kompetanse ved start)."""

from __future__ import annotations

import numpy as np

from sim.agents.teacher import Away, Posts
from sim.kernels import staff as kernel
from sim.luck import Draws
from sim.parameters import CompetenceParameters
from sim.topics import OWN_SUBJECT, TOPICS
from sim.types import Floats, Ids, Ints


def draw_people(
    people: Posts | Away, ids: Ids, rows: Ints, bonus: Floats, p: CompetenceParameters, draws: Draws
) -> None:
    """Draw what new people know, in posts or away (see the compiled loop).

    Args:
        people: The table they stand in.
        ids: Stable ids that the draws hang on, shape (people,).
        rows: Rows of the new people, shape (m,).
        bonus: What teacher education added to each, shape (m,).
        p: Parameters of competence.
        draws: Luck of the semester.
    """
    means = kernel.Means(
        p.base_qualified, p.base_unqualified, p.own_subject_bonus, p.teacher_sd * np.sqrt(p.common_share),
        p.teacher_sd * np.sqrt(1.0 - p.common_share), p.novice_gap, 2.0 * p.experience_years,
    )  # fmt: skip
    newcomers = kernel.Newcomers(ids, people.kind, people.qualified, people.career)
    key = draws.key("competence of a newcomer")
    kernel.arrive(key, rows, newcomers, bonus, TOPICS.relevance, OWN_SUBJECT, means, people.base, people.learned)
