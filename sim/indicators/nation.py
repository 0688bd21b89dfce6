"""The nation: numbers that are no sum over rows of one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import MUNICIPALITY
from sim.agents.school import UPPER_SECONDARY
from sim.country.schools import SIZE_BORDERS
from sim.indicator import Indicator, Ratio, indicator, one
from sim.mechanisms.measures import COLLECTIVE
from sim.topics import TOPICS

if TYPE_CHECKING:
    from sim.world import World


def _count(name: str, what: str, *, upper: bool, en: str, nb: str, source: str) -> Indicator:
    """Number of schools or of posts in upper-secondary, or else in primary and lower-secondary, school."""

    def count(world: World) -> Ratio:
        mine = ((world.schools.level == UPPER_SECONDARY) == upper) & (world.schools.n_posts > 0)
        return one(float(mine.sum() if what == "schools" else world.schools.n_posts[mine].sum()))

    stage = "upper-secondary" if upper else "primary and lower-secondary"
    counted, smallest = ("posts", 100.0) if what == "teachers" else ("number", 10.0)
    declare = indicator(
        name=name, unit=what, formula=f"{counted} in {stage} schools", base="nation", kind="stock", better="0",
        smallest=smallest, weight=what, en=en, nb=nb, source=source,
    )  # fmt: skip
    return declare(count)


teachers_compulsory = _count(
    "teachers_compulsory", "teachers", upper=False, en="Teachers, compulsory school", nb="Lærere i grunnskolen",
    source="GSI",
)  # fmt: skip
teachers_upper = _count(
    "teachers_upper", "teachers", upper=True, en="Teachers, upper secondary", nb="Lærere i videregående", source="SSB"
)
schools_compulsory = _count(
    "schools_compulsory", "schools", upper=False, en="Schools, compulsory", nb="Grunnskoler", source="SSB"
)
schools_upper = _count(
    "schools_upper", "schools", upper=True, en="Schools, upper secondary", nb="Videregående skoler", source="Udir"
)


def _band(name: str, band: int, said: str, *, en: str, nb: str) -> Indicator:
    """Number of primary and lower-secondary schools of a size band of the Directorate."""

    def count(world: World) -> Ratio:
        mine = (world.schools.level < UPPER_SECONDARY) & (world.schools.n_posts > 0)
        return one(float((np.searchsorted(SIZE_BORDERS, world.schools.pupils[mine], side="right") == band).sum()))

    declare = indicator(
        name=name, unit="schools", formula=f"number of primary and lower-secondary schools with {said} pupils",
        base="nation", kind="stock", better="0", smallest=10.0, weight="schools", en=en, nb=nb, source="Udir",
    )  # fmt: skip
    return declare(count)


schools_under_100 = _band("schools_under_100", 0, "fewer than 100", en="Schools with fewer than 100 pupils",
                          nb="Skoler med under 100 elever")  # fmt: skip
schools_100_299 = _band("schools_100_299", 1, "100-299", en="Schools with 100-299 pupils",
                        nb="Skoler med 100–299 elever")  # fmt: skip
schools_300_plus = _band("schools_300_plus", 2, "300 or more", en="Schools with 300 pupils or more",
                         nb="Skoler med 300 elever eller flere")  # fmt: skip


@indicator(
    unit="pupils", formula="pupils in primary and lower-secondary schools", base="nation", kind="stock", better="0",
    smallest=1000.0, weight="pupils", en="Pupils, compulsory school", nb="Elever i grunnskolen", source="SSB",
)  # fmt: skip
def pupils_compulsory(world: World) -> Ratio:
    """Pupils in primary and lower-secondary schools that are open."""
    mine = (world.schools.level < UPPER_SECONDARY) & (world.schools.n_posts > 0)
    return one(float(world.schools.pupils[mine].sum()))


@indicator(
    unit="share of posts", formula="posts in upper-secondary schools held by people of 60 or more / such posts",
    base="nation", kind="flow", better="0", smallest=0.005, weight="posts", en="60 or older, upper secondary",
    nb="60 år eller eldre i videregående", source="SSB",
)  # fmt: skip
def upper_60_plus(world: World) -> Ratio:
    """Posts in upper-secondary schools that are held by people of 60 or more."""
    posts = world.posts
    held = (posts.holder > 0) & (world.schools.level == UPPER_SECONDARY)[posts.school]
    old = np.count_nonzero(held & (posts.age >= 60))
    return np.array([float(old)]), np.array([float(np.count_nonzero(held))])


@indicator(
    unit="share of posts", formula="posts held by people older than 55 / posts held", base="nation", kind="flow",
    better="0", smallest=0.005, weight="posts", en="Older than 55", nb="Eldre enn 55 år", source="Fafo",
)  # fmt: skip
def over_55(world: World) -> Ratio:
    """Posts that are held by people older than 55."""
    held = world.posts.holder > 0
    old = np.count_nonzero(held & (world.posts.age > 55))
    return np.array([float(old)]), np.array([float(np.count_nonzero(held))])


@indicator(
    unit="topics", formula="exponential of the entropy of participant-hours over topics", base="nation", kind="flow",
    better="0", smallest=0.5, weight="participant-hours", headline=True, en="Number of different topics",
    nb="Antall ulike temaer",
)  # fmt: skip
def topic_variety(world: World) -> Ratio:
    """Effective number of topics: exponential of the entropy of participant-hours (Hill number of order 1)."""
    s = world.schools
    hours = (s.participation * s.hours * s.n_posts[:, None])[:, COLLECTIVE]
    topic = s.topic[:, COLLECTIVE]
    running = topic >= 0
    by_topic = np.bincount(topic[running], weights=hours[running], minlength=len(TOPICS.codes))
    if by_topic.sum() <= 0:
        return one(np.nan)
    part = by_topic[by_topic > 0] / by_topic.sum()
    return one(float(np.exp(-(part * np.log(part)).sum())))


@indicator(
    unit="SD", formula="SD of partnership quality between networks", base="nation", kind="stock", better="-",
    smallest=0.01, weight="networks", en="Spread of partnership quality", nb="Spredning i partnerskapskvalitet",
    source="pattern P2",
)  # fmt: skip
def quality_spread(world: World) -> Ratio:
    """Standard deviation of partnership quality between networks at work."""
    at_work = world.networks.delivered > 0
    if at_work.sum() < 2:
        return one(np.nan)
    return one(float(world.networks.delivered_quality(world.universities.nearness)[at_work].std()))


@indicator(
    unit="pupil SD", formula="SD of results between municipalities, without sampling noise", base="nation",
    kind="flow", better="-", smallest=0.005, weight="municipalities", headline=True,
    en="Spread between municipalities", nb="Spredning mellom kommuner",
)  # fmt: skip
def results_spread(world: World) -> Ratio:
    """Standard deviation between municipalities of pupil results without sampling noise."""
    s = world.schools
    own = world.owners.kind[s.owner] == MUNICIPALITY
    pupils = np.bincount(s.owner, weights=s.pupils * own, minlength=world.owners.n)
    total = np.bincount(s.owner, weights=s.true_results * s.pupils * own, minlength=world.owners.n)
    some = pupils > 0
    return one(float((total[some] / pupils[some]).std()))


@indicator(
    unit="share per year", formula="active partnerships that ended / active the year before", base="nation",
    kind="flow", better="-", smallest=0.02, weight="networks", en="Partnerships dissolved", nb="Oppløste partnerskap",
    source="pattern P1",
)  # fmt: skip
def dissolution(world: World) -> Ratio:
    """Active partnerships of the year before that are not active any more."""
    before = float(world.networks.was_active.sum())
    gone = float((world.networks.was_active & ~world.networks.active).sum())
    return one(gone / before if before else np.nan)
