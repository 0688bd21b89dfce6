"""The labour market of the reference model: who leaves, who moves where, who is hired (4.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from benchmarks.reference import Post, ReferenceModel, School, Teacher

NOVICE_YEARS = 5
PENSION_YEARS = 40


def odds(share: float) -> float:
    """Odds of a share."""
    return share / (1.0 - share)


def logit(share: float) -> float:
    """Log odds of a share."""
    return log(odds(share))


def logistic(x: float) -> float:
    """Share from log odds."""
    return 1.0 / (1.0 + exp(-x))


class Odds(NamedTuple):
    """Yearly odds of leaving the sector and of moving to another school."""

    exit: float
    move: float


def half_year_hazard(yearly_odds: float, autumn_share: float, *, autumn: bool) -> float:
    """Hazard of the half-year: a part falls in autumn, and both halves compound to the whole."""
    hazard = yearly_odds / (1.0 + yearly_odds)
    first = autumn_share * hazard
    return first if autumn else 1.0 - (1.0 - hazard) / (1.0 - first)


def yearly_odds(model: ReferenceModel, teacher: Teacher) -> Odds:
    """Odds multiply: for the qualified by age, school and what keeps the new or the experienced; others do not move."""
    market, years = model.market, teacher.career // 2
    here = teacher.post.school.quits
    if not teacher.qualified:
        return Odds(market.unqualified_odds * here, 0.0)
    if years < NOVICE_YEARS:
        here *= exp(-model.p.staff.induction_quits * model.given.induction)
    elif years < PENSION_YEARS:
        here *= exp(-model.p.staff.career_quits * model.given.career_paths)
    by_age = float(market.age_odds[min(years, len(market.age_odds) - 1)])
    return Odds(market.exit_odds * by_age * here, market.move_odds * here)


def mean_results(model: ReferenceModel) -> float:
    """Pupils' mean result in the country."""
    pupils = sum(school.pupils for school in model.schools)
    return sum(school.pupils * school.true_results for school in model.schools) / pupils


def school_factor(model: ReferenceModel, school: School, nation: float) -> float:
    """Factor on the odds of leaving: hard to staff, a new principal, weak results; less with extra pay.

    Args:
        model: The model.
        school: The school.
        nation: Mean results of the country.
    """
    s = model.p.staff
    pay = (logit(s.leave_small_school) - logit(s.leave_small_school - s.premium_quits)) / 0.10
    term = s.weak_results_quits * (nation - school.true_results)
    if school.hard_to_staff:
        term += model.market.hard - pay * model.given.pay_premium
    if school.given.principal_tenure < model.p.school.principal_dip_years:
        term += s.principal_change_quits
    return exp(term)


def change_staff(model: ReferenceModel) -> None:
    """People leave and arrive: all decide on the state of last semester, then movers choose, then posts are filled."""
    nation = mean_results(model)
    for school in model.schools:
        school.quits = school_factor(model, school, nation)
    decisions = [(post, post.teacher.decide()) for post in model.posts]
    left = [post for post, fate in decisions if fate != "stays"]
    moving = [post for post, fate in decisions if fate == "moves"]
    for post, fate in decisions:
        if fate == "exits":
            post.school.left_sector += float(post.teacher.qualified)
            post.teacher.remove()
    taken, staying = place_movers(model, moving, left)
    left = [post for post in left if post not in staying]
    for school in model.schools:
        school.left_now = 0.0
    for post in left:
        post.school.left += 1.0
        post.school.left_now += 1.0
    hire(model, [post for post in left if post not in taken])


# ---- movers


def by_cell(posts: Iterable[Post]) -> dict[tuple[int, int], list[Post]]:
    """Posts by county and kind of teacher: a mover looks for a post of her kind in her county."""
    cells: dict[tuple[int, int], list[Post]] = defaultdict(list)
    for post in posts:
        cells[post.school.county, post.kind].append(post)
    return cells


def place_movers(model: ReferenceModel, moving: list[Post], vacant: list[Post]) -> tuple[set[Post], set[Post]]:
    """Movers choose in random order among the vacancies, the more appealing of which are sought first.

    Args:
        model: The model.
        moving: Posts whose teachers move away.
        vacant: All posts left this semester, theirs included.

    Returns:
        The posts they took, and the posts of those who found none but their own and stay.
    """
    staying: set[Post] = set()
    luck, now = model.luck, model.semester

    def wait(post: Post) -> float:
        return -log(luck.uniform("post is sought", now, post.uid)) * exp(-post.school.appeal)

    def turn(post: Post) -> float:
        return -luck.uniform("mover chooses", now, post.uid)  # the highest draw chooses first

    vacancies = by_cell(vacant)
    new_post: dict[Teacher, Post] = {}
    for cell, movers in by_cell(moving).items():
        old = sorted(movers, key=turn)
        sought = sorted(vacancies[cell], key=wait)
        new = sought[: len(old)]
        leave_own_school(old, new, sought)
        staying |= {post for post, target in zip(old, new, strict=True) if post is target}
        new_post |= {post.teacher: target for post, target in zip(old, new, strict=True) if post is not target}
    for teacher, post in new_post.items():
        move_in(teacher, post)
    return set(new_post.values()), staying


def leave_own_school(old: list[Post], new: list[Post], sought: list[Post]) -> None:
    """Nobody who can help it lands in the school just left: change with a mover, else take a spare post (in place)."""
    for j, home in enumerate(old):
        if new[j].school is not home.school:
            continue
        for k, other in enumerate(old):
            if new[k].school is not home.school and new[j].school is not other.school:
                new[j], new[k] = new[k], new[j]
                break
        else:
            elsewhere = [post for post in sought if post not in new and post.school is not home.school]
            if elsewhere:
                new[j] = elsewhere[0]


def move_in(teacher: Teacher, post: Post) -> None:
    """A teacher takes a post and begins to count her time at the school."""
    teacher.post, post.teacher, teacher.tenure = post, teacher, 0


# ---- new people


def hire(model: ReferenceModel, vacant: list[Post]) -> None:
    """Qualified people fill posts as far as enough of them apply; unqualified people get the rest."""
    from benchmarks.reference import Teacher

    luck, now = model.luck, model.semester
    chance = chances_of_qualified(model, vacant)
    for post in vacant:
        qualified = luck.uniform("qualified hire", now, post.uid) < chance[post.school.county, post.school.stage](post)
        behind = luck.uniform("career of a returner", now, post.uid)
        years = NOVICE_YEARS + (model.p.staff.return_career - NOVICE_YEARS) * behind
        move_in(Teacher(model, qualified=qualified, career=int(2.0 * years) if qualified else 0), post)
    bonus = place_graduates(model, vacant) if model.autumn else {}
    for post in vacant:
        post.teacher.draw_competence(bonus.get(post, 0.0))
        if post.teacher.origin >= 0:
            welcome_novice(post)


def welcome_novice(post: Post) -> None:
    """The school counts its graduates and what they know, weighted by relevance."""
    from benchmarks.reference import EVERY_TOPIC

    teacher = post.teacher
    weight = sum(teacher.relevance(t) for t in EVERY_TOPIC)
    post.school.novices += 1.0
    post.school.novice_competence += sum(teacher.relevance(t) * teacher.base[t] for t in EVERY_TOPIC) / weight


def chances_of_qualified(model: ReferenceModel, vacant: list[Post]) -> dict[tuple[int, int], Chance]:
    """How likely a post is filled with a qualified teacher, by county and stage."""
    cells = {(school.county, school.stage) for school in model.schools}
    supply = {cell: applicants_from_outside(model, *cell) for cell in cells}
    posts = {cell: sum(1 for v in vacant if (v.school.county, v.school.stage) == cell) for cell in cells}
    result = {}
    for county, stage in cells:
        usual = float(model.market.usual[0 if model.autumn else 1, stage])
        nation = [cell for cell in cells if cell[1] == stage]
        local = log(max(supply[county, stage], 0.1) / max(posts[county, stage], 0.5) / usual)
        people, places = sum(supply[c] for c in nation), sum(posts[c] for c in nation)
        national = log(max(people, 0.1) / max(places, 0.5) / usual)
        weight = model.p.staff.local_supply_weight
        result[county, stage] = Chance(model, stage, weight * local + (1.0 - weight) * national)
    return result


class Chance:
    """The chance of a qualified hire in one county and stage, given how many apply per vacancy."""

    def __init__(self, model: ReferenceModel, stage: int, applicants: float) -> None:
        self.model = model
        self.fill = float(model.market.fill[stage])
        self.applicants = applicants

    def __call__(self, post: Post) -> float:
        """The chance at one post: its place, extra pay, and the season."""
        s = self.model.p.staff
        term = self.fill + post.school.appeal + s.applicants_elasticity * self.applicants
        if post.school.hard_to_staff:
            usual = logistic(self.fill)
            term += s.premium_recruitment / (usual * (1.0 - usual)) / 0.10 * self.model.given.pay_premium
        if not self.model.autumn:
            term -= s.midyear_penalty
        return logistic(term)


def applicants_from_outside(model: ReferenceModel, county: int, stage: int) -> float:
    """Returners, and in autumn graduates, who look for work in a county and stage."""
    s = model.p.staff
    season = s.autumn_share if model.autumn else 1.0 - s.autumn_share
    stock = sum(len(school.posts) for school in model.schools if (school.county, school.stage) == (county, stage))
    returners = model.given.applicants * s.return_share * s.exit_qualified * season * stock
    return returners + (sum(arriving(model, county, stage)) if model.autumn else 0.0)


def arriving(model: ReferenceModel, county: int, stage: int) -> list[float]:
    """Graduates who look for work in a county and stage, by university."""
    return [by_county[county] for by_county in model.given.graduates[stage]]


def place_graduates(model: ReferenceModel, vacant: list[Post]) -> dict[Post, float]:
    """Give qualified hires to the county's graduates as far as these go, the more appealing places first.

    Returns:
        What their education adds, by post.
    """
    luck, now = model.luck, model.semester

    def wait(post: Post) -> float:
        return -log(luck.uniform("graduate is hired", now, post.uid)) * exp(-post.school.appeal)

    cells: dict[tuple[int, int], list[Post]] = defaultdict(list)
    for post in vacant:
        if post.teacher.qualified:
            cells[post.school.county, post.school.stage].append(post)
    bonus = {}
    for cell, posts in cells.items():
        posts.sort(key=wait)
        by_university = arriving(model, *cell)
        for rank, post in enumerate(posts):
            if rank < sum(by_university):
                post.teacher.career = 0
                post.teacher.origin = university_of(by_university, luck.uniform("graduate's university", now, post.uid))
                bonus[post] = model.p.partnership.graduate_effect * model.given.education_gain[post.teacher.origin]
    return bonus


def university_of(by_university: list[float], u: float) -> int:
    """The university a graduate comes from: the first whose cumulated share reaches the draw."""
    total, reached = sum(by_university), 0.0
    for row, people in enumerate(by_university):
        reached += people
        if reached / total >= u:
            return row
    return len(by_university) - 1
