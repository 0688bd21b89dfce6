"""Who lacks credits that are required (kompetansekrav), and how readily teachers of a county apply for study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.school_register import UPPER
from sim.country.unqualified import intercepts, logistic
from sim.credits import readiness, usual_readiness
from sim.types import Bools, Floats, Ids, Rows

if TYPE_CHECKING:
    from sim.country.holders import Posts


def lacking_credits(schools: AllSchools, school: Rows, qualified: Bools, uid: Ids, basis: Basis) -> Bools:
    """Whether each holder lacks the credits required in a subject she teaches, shape (posts,).

    Rules of 2015: 30 credits in primary and 60 in lower secondary, in Norwegian, mathematics and English, by 2025. In
    a small school a teacher has more subjects, and lacks credits in one of them sooner.

    Args:
        schools: Every school of the country.
        school: School of each post.
        qualified: Whether its holder is qualified.
        uid: Stable id of each post.
        basis: Basis of the country.
    """
    p, concerned = basis.study, schools.level != UPPER
    logit = p.credits_smallness * np.log(np.maximum(schools.pupils, 1))
    everybody, aim = np.zeros(len(logit), dtype=np.int64), np.array([p.credits_lacking])
    chance = logistic(logit + intercepts(logit, schools.posts * concerned, everybody, aim)[0]) * concerned
    lacks: Bools = qualified & (uniform(basis.luck, "credits", uid) < chance[school])
    return lacks


def county_readiness(schools: AllSchools, posts: Posts, basis: Basis) -> Floats:
    """How much readier teachers of each county are to apply than the nation's, logit, shape (counties,).

    What those who lack credits do not explain of the published applications by county of 2016-18.

    Args:
        schools: Every school of the country.
        posts: Every post with its holder; those of the base year count.
        basis: Basis of the country.
    """
    p, n = basis.study, len(basis.ground.counties)
    ordinal = np.arange(len(posts.school)) - (np.cumsum(schools.capacity) - schools.capacity)[posts.school]
    qualified = posts.qualified & (ordinal < schools.posts[posts.school])
    county, lacks = schools.county[posts.school], posts.lacks_credits & qualified
    teachers = np.maximum(np.bincount(county, weights=qualified, minlength=n), 1.0)
    lacking = np.bincount(county, weights=lacks, minlength=n) / teachers
    share = p.credits_usual * lacking / max(float(lacks.sum() / max(qualified.sum(), 1)), 1e-9)
    usual = usual_readiness(p)
    return np.array([
        readiness(p.apply_rate * factor, part, p.apply_credits) - usual
        for factor, part in zip(basis.ground.study_factor, np.minimum(share, 1.0), strict=True)
    ])  # fmt: skip
