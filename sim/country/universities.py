"""The universities' inner state, which no register has: capacity, graduates, nearness, coupling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.country.basis import Basis
from sim.country.draws import between, heavy_tailed, normal, share
from sim.country.graduates import NUMBERS, graduates
from sim.country.ground import Ground
from sim.country.parameters import CountryParameters
from sim.country.university_ground import OFFERS, UniversityGround
from sim.luck import Luck, mix
from sim.topics import TOPICS
from sim.types import Floats, Ids

_TOPIC = np.uint64(0xE7037ED1A0B428DB)

_COVERS: dict[str, tuple[str, ...]] = {
    "glu_1_7": ("broad", "norwegian", "mathematics", "english", "special_education"),
    "glu_5_10": (
        "broad",
        "norwegian",
        "mathematics",
        "english",
        "science",
        "social_studies",
        "practical_aesthetic",
    ),
    "lektor": ("norwegian", "mathematics", "english", "science", "social_studies", "digital"),
    "ppu": ("assessment", "curriculum", "science", "social_studies"),
    "ppu_y": ("vocational_programme", "workplace_training"),
    "yfl": ("vocational_programme", "workplace_training"),
}
"""Topics, or groups of topics, that each programme of teacher education makes a university strong in."""


@dataclass(frozen=True)
class Universities:
    """Inner state of the universities when the country begins; shape (universities,) unless said.

    Attributes:
        staff_hours: Partnership work they can give, hours per year, the whole nation's.
        graduates_primary: Graduates of the base year who begin in primary and lower secondary.
        graduates_upper: Graduates of the base year who begin in upper secondary.
        graduates_glu: Of those who begin in primary and lower secondary, graduates of grunnskolelærerutdanning.
        elsewhere_primary, elsewhere_upper: Graduates of the base year who do not begin in a school.
        mobility: Share of graduates who look for work in each county, shape (universities, counties).
        topic_strength: 0-1, shape (universities, topics).
    """

    nearness: Floats
    experience: Floats
    staff_hours: Floats
    coupling: Floats
    quality: Floats
    staff_exit: Floats
    graduates_primary: Floats
    graduates_upper: Floats
    graduates_glu: Floats
    elsewhere_primary: Floats
    elsewhere_upper: Floats
    topic_strength: Floats
    mobility: Floats


def universities_of(basis: Basis) -> Universities:
    """Draw the universities' inner state."""
    ground, luck, p = basis.ground, basis.luck, basis.p
    u = ground.universities
    size = relative_size(u, p)
    experience = heavy_tailed(luck, "experience", u.uid, p.uh_experience_mean, p.uh_experience_sd)
    nearer = p.uh_nearness_mean + p.uh_nearness_experience * (experience - p.uh_experience_mean)
    sold = (experience / p.uh_experience_mean) ** p.uh_hours_experience  # who has done much has the people for it
    hours = size * sold * np.exp(p.uh_hours_sd * normal(luck, "staff hours", u.uid))
    offers = np.where(np.isnan(u.offers), p.offer_unknown, u.offers)
    begin = graduates(ground.graduates, u, p)[ground.years.base]
    return Universities(
        nearness=share(luck, "nearness", u.uid, nearer, p.uh_nearness_sd),
        experience=experience,
        staff_hours=p.uh_hours * hours / hours.sum(),
        coupling=between(luck, "coupling", u.uid, p.coupling_low, p.coupling_high),
        quality=share(luck, "education quality", u.uid, p.education_quality_mean, p.education_quality_sd),
        staff_exit=between(luck, "staff exit", u.uid, p.uh_staff_exit_low, p.uh_staff_exit_high),
        **dict(zip(NUMBERS, begin.T, strict=True)),
        topic_strength=strength_in_topics(u.uid, _covered(offers), luck, p),
        mobility=mobility(ground, p),
    )


def relative_size(u: UniversityGround, p: CountryParameters) -> Floats:
    """Size of teacher education against class 1, shape (universities,)."""
    result: Floats = u.size_class.astype(np.float64) ** p.university_size_exponent
    return result


def _covered(offers: Floats) -> Floats:
    """How far the programmes of each university cover each topic, 0-1, shape (universities, topics)."""
    covers = np.zeros((len(OFFERS), len(TOPICS.codes)))
    for row, programme in enumerate(OFFERS):
        named = _COVERS[programme]
        pairs = zip(TOPICS.codes, TOPICS.groups, strict=True)
        covers[row] = [code in named or group in named for code, group in pairs]
    covered: Floats = np.minimum(np.max(offers[:, :, None] * covers, axis=1), 1.0)
    return covered


def strength_in_topics(uid: Ids, covered: npt.NDArray[Any], luck: Luck, p: CountryParameters) -> Floats:
    """Strength of partners in topics, 0-1: more where a programme covers the topic, shape (partners, topics).

    Args:
        uid: Stable ids, shape (partners,).
        covered: How far each topic is covered, 0-1, shape (partners, topics).
        luck: Luck of the replication.
        p: Parameters of the country.
    """
    ids = mix(uid[:, None] + np.arange(1, len(TOPICS.codes) + 1, dtype=np.uint64) * _TOPIC)
    mean = p.topic_strength_base + p.topic_strength_offered * covered
    return share(luck, "topic strength", ids, mean, p.topic_strength_sd)


def mobility(ground: Ground, p: CountryParameters) -> Floats:
    """Share of each university's graduates who look for work in each county; rows sum to 1 in the nation."""
    owners, home = ground.owners, ground.universities.at_home
    people = np.bincount(owners.county, weights=owners.population, minlength=len(ground.counties))
    away = np.where(home > 0, 0.0, people)
    total = away.sum(axis=1, keepdims=True)
    stay = np.where(total > 0, p.home_share, 1.0)
    return stay * home + (1.0 - stay) * away / np.where(total > 0, total, 1.0)


def demand_share(ground: Ground, present: Floats, posts: Floats, p: CountryParameters) -> Floats:
    """Share of each university's expected demand that comes from the world, shape (universities,).

    A part world gets this share of staff hours; the rest serves the outside, which stays constant.

    Args:
        ground: The registers as arrays.
        present: Share of each county's teacher posts that is in the world, shape (counties,).
        posts: Teacher posts of each county, shape (counties,).
        p: Parameters of the country.
    """
    u = ground.universities
    size = relative_size(u, p)
    listed = np.where(u.lead, p.lead_demand_weight, 1.0) * u.partner * size
    listed = listed / np.maximum(listed.sum(axis=1, keepdims=True), 1e-12)
    demand = posts[:, None] * ((1 - p.roaming_share) * listed + p.roaming_share * size / size.sum())
    result: Floats = (present[:, None] * demand).sum(axis=0) / demand.sum(axis=0)
    return result
