"""This file knows the indicators of universities, and those of the nation that are no sum over rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.actors.owner import MUNICIPALITY
from sim.actors.school import UPPER_SECONDARY
from sim.actors.university import UNIVERSITY
from sim.indicators.registry import Indicator, Ratio
from sim.schemes.slots import COLLECTIVE
from sim.topics import TOPICS
from sim.world import World


def _one(value: float) -> Ratio:
    return np.array([value]), np.array([1.0])


def nearness(w: World) -> Ratio:
    """Practice-nearness, weighted by capacity; vocational colleges do not count."""
    u = w.universities
    capacity = u.base_hours * (u.kind == UNIVERSITY)
    return u.nearness * capacity, capacity


def education_quality(w: World) -> Ratio:
    """Quality of teacher education for schools, weighted by graduates, of which vocational colleges have none."""
    graduates = w.universities.graduates_primary + w.universities.graduates_upper
    return w.universities.quality * graduates, graduates


def university_hours(w: World) -> Ratio:
    """Partnership hours worked, of capacity; vocational colleges do not count."""
    u = w.universities
    own = u.kind == UNIVERSITY
    return u.hours * own, u.staff_hours * own


def _count(level: str, what: str) -> Callable[[World], Ratio]:
    """Schools or posts of compulsory or of upper-secondary school, as a function of the world."""

    def count(w: World) -> Ratio:
        mine = (w.schools.level == UPPER_SECONDARY) == (level == "upper")
        return _one(float(mine.sum() if what == "schools" else w.schools.n_posts[mine].sum()))

    return count


def topic_variety(w: World) -> Ratio:
    """Effective number of topics: exponential of the entropy of participant-hours (Hill number of order 1)."""
    s = w.schools
    hours = (s.participation * s.hours * s.n_posts[:, None])[:, COLLECTIVE]
    topic = s.topic[:, COLLECTIVE]
    running = topic >= 0
    by_topic = np.bincount(topic[running], weights=hours[running], minlength=len(TOPICS.codes))
    if by_topic.sum() <= 0:
        return _one(np.nan)
    part = by_topic[by_topic > 0] / by_topic.sum()
    return _one(float(np.exp(-(part * np.log(part)).sum())))


def quality_spread(w: World) -> Ratio:
    """Standard deviation of partnership quality between networks at work."""
    at_work = w.networks.delivered > 0
    if at_work.sum() < 2:
        return _one(np.nan)
    return _one(float(w.networks.delivered_quality(w.universities.nearness)[at_work].std()))


def results_spread(w: World) -> Ratio:
    """Standard deviation between municipalities of pupil results without sampling noise."""
    s = w.schools
    own = w.owners.kind[s.owner] == MUNICIPALITY
    pupils = np.bincount(s.owner, weights=s.pupils * own, minlength=w.owners.n)
    total = np.bincount(s.owner, weights=s.true_results * s.pupils * own, minlength=w.owners.n)
    some = pupils > 0
    return _one(float((total[some] / pupils[some]).std()))


def dissolution(w: World) -> Ratio:
    """Active partnerships of the year before that are not active any more."""
    before = float(w.networks.was_active.sum())
    gone = float((w.networks.was_active & ~w.networks.active).sum())
    return _one(gone / before if before else np.nan)


def unspent(w: World) -> Ratio:
    """Kroner of collective frames that nobody was granted or that went back, of all appropriated so far."""
    total = float(w.counties.appropriated.sum())
    left = float(w.counties.pot.sum() + w.counties.lapsed.sum())
    return _one(left / total if total else np.nan)


P = "model section 6"
UNIVERSITY_INDICATORS = (
    Indicator("nearness", "0-1", "practice-nearness weighted by capacity", "universities", "stock", "+", 0.02,
              "partnership capacity", True, "Practice-nearness of universities", "Praksisnærhet i UH", P, nearness),
    Indicator("education_quality", "0-1", "quality weighted by graduates", "universities", "stock", "+", 0.01,
              "graduates", True, "Teacher education learns from practice", "Lærerutdanning lærer av praksis",
              "pattern P7", education_quality),
    Indicator("university_hours", "share of capacity", "partnership hours / capacity", "universities", "flow", "0",
              0.05, "partnership capacity", False, "University capacity used", "UH-kapasitet i bruk", P,
              university_hours),
)  # fmt: skip
NATION_INDICATORS = (
    Indicator("teachers_compulsory", "teachers", "posts in primary and lower-secondary schools", "nation", "stock",
              "0", 100.0, "teachers", False, "Teachers, compulsory school", "Lærere i grunnskolen", "GSI",
              _count("compulsory", "posts")),
    Indicator("teachers_upper", "teachers", "posts in upper-secondary schools", "nation", "stock", "0", 100.0,
              "teachers", False, "Teachers, upper secondary", "Lærere i videregående", "SSB",
              _count("upper", "posts")),
    Indicator("schools_compulsory", "schools", "primary and lower-secondary schools", "nation", "stock", "0", 10.0,
              "schools", False, "Schools, compulsory", "Grunnskoler", "SSB", _count("compulsory", "schools")),
    Indicator("schools_upper", "schools", "upper-secondary schools", "nation", "stock", "0", 10.0, "schools", False,
              "Schools, upper secondary", "Videregående skoler", "Udir", _count("upper", "schools")),
    Indicator("topic_variety", "topics", "exponential of the entropy of participant-hours over topics", "nation",
              "flow", "0", 0.5, "participant-hours", True, "Variety of topics", "Temabredde", P, topic_variety),
    Indicator("quality_spread", "SD", "SD of partnership quality between networks", "nation", "stock", "-", 0.01,
              "networks", False, "Spread of partnership quality", "Spredning i partnerskapskvalitet", "pattern P2",
              quality_spread),
    Indicator("results_spread", "pupil SD", "SD of results between municipalities, without sampling noise", "nation",
              "flow", "-", 0.005, "municipalities", True, "Spread between municipalities",
              "Spredning mellom kommuner", P, results_spread),
    Indicator("dissolution", "share per year", "active partnerships that ended / active the year before", "nation",
              "flow", "-", 0.02, "networks", False, "Partnerships dissolved", "Oppløste partnerskap", "pattern P1",
              dissolution),
    Indicator("unspent", "share of frames", "(pots + lapsed) / appropriated so far", "nation", "stock", "-", 0.02,
              "kroner", False, "Collective money not spent", "Ubrukte kollektive midler", P, unspent),
)  # fmt: skip
