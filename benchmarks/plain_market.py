"""The labour market of the reference model: who leaves, who comes back, who moves where, who is hired (4.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sim.careers import leaves_work

if TYPE_CHECKING:
    from benchmarks.reference import Post, ReferenceModel, School, Teacher

LEAVE_AGE = 40
FIRST_PENSION, LAST_PENSION = 62, 75
NEWTON_STEPS = 4
"""Steps to where applicants per vacancy and those of the reserve they bring agree."""
NEW_PERSON = 1
"""The last bit of a newcomer's id is always set: 0 is nobody."""


def odds(share: float) -> float:
    """Odds of a share."""
    return share / (1.0 - share)


def logistic(x: float) -> float:
    """Share from log odds."""
    return 1.0 / (1.0 + exp(-x))


def half_year_hazard(hazard: float, autumn_share: float, *, autumn: bool) -> float:
    """Hazard of the half-year: a part falls in autumn, and both halves compound to the whole."""
    first = autumn_share * hazard
    return first if autumn else 1.0 - (1.0 - hazard) / (1.0 - first)


# ---- who leaves


class Hazards(NamedTuple):
    """Chances of the half-year, each of those whom none before has met."""

    out: float
    work: float
    leave: float
    move: float


def leaves_working_life(model: ReferenceModel, age: int) -> float:
    """Yearly hazard of leaving working life at an age."""
    hazard = float(leaves_work()[age])
    in_pension_ages = FIRST_PENSION <= age < LAST_PENSION
    return min(1.0, model.p.staff.retirement_pace * hazard) if in_pension_ages else hazard


def hazards(model: ReferenceModel, teacher: Teacher) -> Hazards:
    """Odds multiply: for the qualified by route, school and what keeps the new or the experienced."""
    s, given = model.p.staff, model.given

    def half(yearly: float) -> float:
        return half_year_hazard(yearly, s.autumn_share, autumn=model.autumn)

    here = teacher.post.school.quits
    out = half(leaves_working_life(model, teacher.age))
    if not teacher.qualified:
        quits = odds(s.exit_unqualified) * here
        return Hazards(1.0 - (1.0 - out) * (1.0 - half(quits / (1.0 + quits))), 0.0, 0.0, 0.0)
    if teacher.post.school.hard_to_staff:
        here *= exp(-model.market.premium * given.pay_premium)
    if teacher.career < 2 * 2:
        here *= exp(-s.induction_quits * teacher.post.school.given.induced_before)
    elif teacher.career >= 2 * 5:
        here *= exp(-s.career_quits * given.career_paths)
    work = odds(s.exit_qualified) * here * (s.exit_glu if teacher.route == 0 else 1.0)
    work *= exp(teacher.post.school.competition)
    move = odds(s.move_qualified) * here
    leave = s.leave_young if teacher.age < LEAVE_AGE else s.leave_older
    return Hazards(out, half(work / (1.0 + work)), leave if model.autumn else 0.0, half(move / (1.0 + move)))


def fate_of(model: ReferenceModel, teacher: Teacher) -> str:
    """What a teacher does: one draw against hazards in turn."""
    h = hazards(model, teacher)
    u, reached = model.luck.uniform("teacher leaves", model.semester, teacher.post.uid), 0.0
    for fate, hazard in (("out", h.out), ("work", h.work), ("leave", h.leave), ("moves", h.move)):
        reached += (1.0 - reached) * hazard
        if u < reached:
            return fate
    return "stays"


def mean_results(model: ReferenceModel) -> float:
    """Pupils' mean result in the country."""
    pupils = sum(school.pupils for school in model.schools)
    return sum(school.pupils * school.true_results for school in model.schools) / pupils


def school_factor(model: ReferenceModel, school: School, nation: float) -> float:
    """Factor on the odds of leaving: hard to staff, a new principal, weak results.

    Args:
        model: The model.
        school: The school.
        nation: Mean results of the country.
    """
    s = model.p.staff
    term = s.weak_results_quits * (nation - school.true_results)
    if school.hard_to_staff:
        term += model.market.hard
    if school.given.principal_tenure < model.p.school.principal_dip_years:
        term += s.principal_change_quits
    return exp(term)


# ---- the half-year


def change_staff(model: ReferenceModel) -> None:
    """People leave and arrive: all decide on the state of last semester, then those with a right, movers, hires."""
    nation, before = mean_results(model), {post: post.teacher for post in model.posts}
    some_retire_away(model)
    for school in model.schools:
        school.quits = school_factor(model, school, nation)
    fates = {post: fate_of(model, post.teacher) for post in model.posts}
    back = come_back(model)
    for post, fate in fates.items():
        if fate in ("out", "work", "leave"):
            leave_school(model, post, fate)
    movers = [post for post, fate in fates.items() if fate == "moves"]
    sought = sorted((p for p in model.posts if p.vacant or fates[p] == "moves"), key=lambda p: wait(model, p))
    settle_back(model, back, [post for post in sought if post.vacant])
    place_movers(model, movers, [post for post in sought if post.vacant or fates[post] == "moves"])
    hire(model, [post for post in sought if post.vacant])
    count(model, before)


def some_retire_away(model: ReferenceModel) -> None:
    """Once a year some of those away leave working life."""
    for teacher in list(model.away) if model.autumn else []:
        u = model.luck.uniform("leaves working life", model.semester, teacher.person)
        if teacher.age >= 50 and u < leaves_working_life(model, teacher.age):
            model.away.remove(teacher)
            teacher.remove()


def come_back(model: ReferenceModel) -> list[Teacher]:
    """Those on leave who want to come back this autumn, in the order of their luck."""
    if not model.autumn:
        return []
    purpose, chance = "comes back from leave", model.p.staff.leave_back
    return drawn(model, "leave", purpose, model.semester, lambda _: chance)


def drawn(
    model: ReferenceModel, fate: str, purpose: str, semester: int, chance: Callable[[Teacher], float]
) -> list[Teacher]:
    """Those away in some way since before the semester who are drawn, in the order of their luck."""
    luck = model.luck
    away = [t for t in model.away if t.fate == fate and t.since < semester]
    found = [t for t in away if luck.uniform(purpose, semester, t.person) < chance(t)]
    return sorted(found, key=lambda t: luck.bits(f"{purpose}, in order", semester, t.person))


def leave_school(model: ReferenceModel, post: Post, fate: str) -> None:
    """A teacher leaves her school: for good, or for a while."""
    teacher, post.vacant = post.teacher, True
    if fate == "out":
        teacher.remove()
        return
    teacher.fate, teacher.since, teacher.offer, teacher.study = fate, model.semester, -1, -1
    model.away.append(teacher)


def wait(model: ReferenceModel, post: Post) -> float:
    """How long a vacancy waits: taken early by chance and by the appeal of its place."""
    return -log(model.luck.uniform("post is sought", model.semester, post.uid)) * exp(-post.school.appeal)


S, V = TypeVar("S"), TypeVar("V")


def pair(
    seekers: Sequence[S],
    vacancies: Sequence[V],
    keys: Sequence[tuple[Callable[[S], Hashable], Callable[[V], Hashable]]],
) -> dict[S, V]:
    """First those who agree in the first key, in order; then those left who agree in the next."""
    pairs: dict[S, V] = {}
    free = list(vacancies)
    for of_seeker, of_vacancy in keys:
        for seeker in seekers:
            if seeker not in pairs:
                fitting = [v for v in free if of_vacancy(v) == of_seeker(seeker)]
                if fitting:
                    pairs[seeker] = fitting[0]
                    free.remove(fitting[0])
    return pairs


def settle_back(model: ReferenceModel, back: list[Teacher], vacant: list[Post]) -> None:
    """Those back from leave take vacant posts at their own school, else in their county; others wait."""
    own = (lambda t: (t.post.school.row, t.post.kind), lambda v: (v.school.row, v.kind))
    near = (lambda t: (t.post.school.county, t.post.kind), lambda v: (v.school.county, v.kind))
    for teacher, post in pair(back, vacant, (own, near)).items():
        return_to(model, teacher, post)


def return_to(model: ReferenceModel, teacher: Teacher, post: Post) -> None:
    """Somebody away takes a post, with what she has not forgotten."""
    model.away.remove(teacher)
    c = model.p.competence
    unused = c.fade_slow if model.given.slow_forgetting else c.fade_unused
    kept = (1.0 - unused) ** (0.5 * (model.semester - teacher.since))
    teacher.learned = [kept * x for x in teacher.learned]
    teacher.fate = "stays"
    move_in(teacher, post)


def count(model: ReferenceModel, before: dict[Post, Teacher]) -> None:
    """Schools count who left them, and who left municipal and county schools."""
    for school in model.schools:
        school.left_now = 0.0
    for post, teacher in before.items():
        if teacher.holds_post and teacher.post.school is post.school:
            continue
        post.school.left += 1.0
        post.school.left_now += 1.0
        moved = teacher.holds_post and teacher.post.school.public
        post.school.left_public += float(teacher.qualified and post.school.public and not moved)


# ---- movers


def by_cell(posts: Iterable[Post]) -> dict[tuple[int, int], list[Post]]:
    """Posts by county and kind of teacher: a mover looks for a post of her kind in her county."""
    cells: dict[tuple[int, int], list[Post]] = defaultdict(list)
    for post in posts:
        cells[post.school.county, post.kind].append(post)
    return cells


def place_movers(model: ReferenceModel, moving: list[Post], sought: list[Post]) -> None:
    """Movers choose in random order among vacancies and each other's posts, the most sought first.

    Args:
        model: The model.
        moving: Posts whose teachers want to move; who finds none but her own stays.
        sought: Vacancies and theirs, the most sought first.
    """
    luck, now = model.luck, model.semester

    def turn(post: Post) -> float:
        return -luck.uniform("mover chooses", now, post.uid)  # the highest draw chooses first

    vacancies = by_cell(sought)
    new_post: dict[Teacher, Post] = {}
    for cell, movers in by_cell(moving).items():
        old = sorted(movers, key=turn)
        new = vacancies[cell][: len(old)]
        leave_own_school(old, new, vacancies[cell])
        new_post |= {post.teacher: target for post, target in zip(old, new, strict=True) if post is not target}
    for teacher in new_post:
        teacher.post.vacant = True
    for teacher, post in new_post.items():
        tenure = teacher.tenure if teacher.post.school is post.school else 0
        move_in(teacher, post)
        teacher.tenure = tenure


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
    teacher.post, post.teacher, post.vacant, teacher.tenure = post, teacher, False, 0


# ---- new people


def hire(model: ReferenceModel, vacant: list[Post]) -> None:
    """Qualified people fill posts as far as enough of them apply; unqualified people get the rest.

    Args:
        model: The model.
        vacant: Posts to fill, the most sought first.
    """
    luck, now, market = model.luck, model.semester, Applicants(model, vacant)
    wanted = [post for post in vacant if luck.uniform("qualified hire", now, post.uid) < market.chance(post)]
    places = hire_people(model, wanted, market)
    for post in [post for post in vacant if post.vacant]:
        begin(model, post, places.get(post))


def hire_people(model: ReferenceModel, wanted: list[Post], market: Applicants) -> dict[Post, Newcomer]:
    """The experienced of the county and kind, newcomers of the county, others of the county, then those from elsewhere.

    Returns:
        The newcomer of each post that has one.
    """
    year = model.semester - model.semester % 2
    seekers = drawn(model, "work", "seeks a school", year, lambda t: market.seeks(t.post.school))
    looking = newcomers_looking(model) if model.autumn else []
    people: list[Newcomer | Teacher] = [*looking, *seekers]

    def nothing(one: Newcomer | Teacher) -> Hashable:
        return "nothing", isinstance(one, Newcomer)

    def experienced(one: Newcomer | Teacher) -> Hashable:
        return nothing(one) if isinstance(one, Newcomer) else (one.post.school.county, one.post.kind)

    def new(one: Newcomer | Teacher) -> Hashable:
        return (one.county, one.stage) if isinstance(one, Newcomer) else nothing(one)

    def known(one: Newcomer | Teacher) -> Hashable:
        return nothing(one) if isinstance(one, Newcomer) else cell_of(one.post.school)

    def stage(one: Newcomer | Teacher) -> int:
        return one.stage if isinstance(one, Newcomer) else one.post.school.stage

    places = pair(people, wanted, (
        (experienced, lambda v: (v.school.county, v.kind)),
        (new, lambda v: cell_of(v.school)),
        (known, lambda v: cell_of(v.school)),
        (stage, lambda v: v.school.stage),
        (stage, lambda v: 1 if v.school.stage == 0 else "nobody"),
    ))  # fmt: skip
    for one, post in places.items():
        if not isinstance(one, Newcomer):
            return_to(model, one, post)
    begun = {post: one for one, post in places.items() if isinstance(one, Newcomer)}
    if model.autumn:
        go_elsewhere(model, begun.values())
    return begun


def begin(model: ReferenceModel, post: Post, comes: Newcomer | None) -> None:
    """Somebody new takes a post: a graduate, one with another education that meets the requirements, or neither."""
    from benchmarks.reference import Teacher

    luck, now, s = model.luck, model.semester, model.p.staff
    teacher = Teacher(model, qualified=comes is not None, career=0)
    teacher.person = luck.bits("new person", now, post.uid) | NEW_PERSON
    move_in(teacher, post)
    bonus = 0.0
    if comes is None:
        age = 20.0 - s.late_unqualified * log(luck.uniform("age of the unqualified", now, post.uid))
        teacher.age = int(min(age, FIRST_PENSION - 1))
    else:
        bonus = become_newcomer(model, teacher, comes, s.others_qualified)
    teacher.draw_competence(bonus)
    if teacher.origin >= 0:
        welcome_novice(post)


def become_newcomer(model: ReferenceModel, teacher: Teacher, comes: Newcomer, others: float) -> float:
    """University, route and age of a newcomer; what teacher education added to what she knows."""
    luck, now, s, uid = model.luck, model.semester, model.p.staff, teacher.post.uid
    university = university_of(model, comes, uid)
    graduated = luck.uniform("other education", now, uid) >= others / (1.0 + others)
    teacher.origin = university if graduated else -1
    teacher.route = route_of(
        model, teacher.post, model.given.glu[university] if graduated and comes.stage == 0 else 0.0
    )
    least, late = ((24.0, s.late_glu), (25.0, s.late_ppu), (26.0, s.late_vocational))[teacher.route]
    age = least - late * log(luck.uniform("graduate's age", now, uid))
    teacher.age = int(min(age, FIRST_PENSION - 1))
    return model.p.partnership.graduate_effect * model.given.education_gain[university] if graduated else 0.0


def route_of(model: ReferenceModel, post: Post, glu: float) -> int:
    """Route into teaching of a newcomer, by what the post teaches and how many of her university have GLU."""
    from benchmarks.reference import VOCATIONAL_TOPIC

    if post.school.stage == 0:
        u = model.luck.uniform("graduate's route", model.semester, post.uid)
        return 1 if u < 1.0 - glu else 0
    return 2 if post.teacher.teaches(VOCATIONAL_TOPIC) else 1


def go_elsewhere(model: ReferenceModel, begun: Iterable[Newcomer]) -> None:
    """Graduates who do not begin go to other work, each the like of the colleague of some post."""
    from benchmarks.reference import Post, Teacher

    luck, now, found, others = model.luck, model.semester, list(begun), model.p.staff.others_qualified
    for post in model.posts:
        county, stage = cell_of(post.school)
        graduates = sum(1 for n in found if (n.county, n.stage) == (county, stage)) / (1.0 + others)
        left = max(model.given.graduates_in_all[stage][county] - graduates, 0.0)
        posts = sum(1 for other in model.posts if cell_of(other.school) == (county, stage))
        if luck.uniform("graduate goes elsewhere", now, post.uid) >= left / posts:
            continue
        teacher = Teacher(model, qualified=True, career=0)
        teacher.person = luck.bits("graduate elsewhere", now, post.uid) | NEW_PERSON
        teacher.post = Post(-1, teacher.person, post.kind, post.school, teacher)
        teacher.fate, teacher.since = "work", now
        teacher.draw_competence(become_newcomer(model, teacher, Newcomer(county, stage, 0), 0.0))
        model.away.append(teacher)


def welcome_novice(post: Post) -> None:
    """The school counts its graduates and what they know, weighted by relevance."""
    from benchmarks.reference import EVERY_TOPIC

    teacher = post.teacher
    weight = sum(teacher.relevance(t) for t in EVERY_TOPIC)
    post.school.novices += 1.0
    post.school.novice_competence += sum(teacher.relevance(t) * teacher.base[t] for t in EVERY_TOPIC) / weight


Cell = tuple[int, int]
"""County and stage."""


class Applicants:
    """Who applies from outside in a half-year, by county and stage, against the usual."""

    def __init__(self, model: ReferenceModel, vacant: list[Post]) -> None:
        self.model = model
        s, factor = model.p.staff, model.given.applicants
        cells = [(county, stage) for county in range(model.counties) for stage in (0, 1)]
        self.vacancies = {c: sum(1 for v in vacant if cell_of(v.school) == c) for c in cells}
        graduates = {c: sum(arriving(model, *c)) if model.autumn else 0.0 for c in cells}
        stock = {c: sum(1 for t in model.away if t.fate == "work" and cell_of(t.post.school) == c) for c in cells}
        seek = {c: factor * s.reserve_seeks * stock[c] for c in cells}
        usual = {c: float(model.market.usual[0 if model.autumn else 1][c]) for c in cells}
        self.more = dict.fromkeys(cells, 0.0)
        for _ in range(NEWTON_STEPS):
            extra = {c: seek[c] * exp(-s.reserve_elasticity * self.more[c]) for c in cells}
            found = self._per_vacancy({c: graduates[c] + extra[c] for c in cells})
            for c in cells:
                slope = 1.0 + s.reserve_elasticity * extra[c] / max(graduates[c] + extra[c], 1e-9)
                self.more[c] += (found[c] - usual[c] - self.more[c]) / slope
        self._seeks = {c: min(1.0, factor * s.reserve_seeks * exp(-s.reserve_elasticity * self.more[c])) for c in cells}

    def _per_vacancy(self, applicants: dict[Cell, float]) -> dict[Cell, float]:
        """Log of applicants per vacancy, in the county and in the nation by their weights."""
        weight, found = self.model.p.staff.local_supply_weight, {}
        for county, stage in applicants:
            nation = [cell for cell in applicants if cell[1] == stage]
            people, posts = sum(applicants[c] for c in nation), sum(self.vacancies[c] for c in nation)
            local = log(max(applicants[county, stage], 0.1) / max(self.vacancies[county, stage], 0.5))
            national = log(max(people, 0.1) / max(posts, 0.5))
            found[county, stage] = weight * local + (1.0 - weight) * national
        return found

    def seeks(self, school: School) -> float:
        """Chance that somebody in other work who taught there seeks a school."""
        return self._seeks[cell_of(school)]

    def chance(self, post: Post) -> float:
        """Chance of a qualified hire at one post: its place, how many apply, extra pay, and the season."""
        s, model, school = self.model.p.staff, self.model, post.school
        fill = float(model.market.fill[school.stage])
        term = fill + school.appeal + s.applicants_elasticity * self.more[cell_of(school)]
        if school.hard_to_staff:
            usual = logistic(fill)
            term += s.premium_recruitment / (usual * (1.0 - usual)) / 0.10 * model.given.pay_premium
        if not model.autumn:
            term -= s.midyear_penalty
        return logistic(term)


def cell_of(school: School) -> Cell:
    """County and stage of a school."""
    return school.county, school.stage


def arriving(model: ReferenceModel, county: int, stage: int) -> list[float]:
    """Newcomers who look for work in a county and stage, by the university of those who are its graduates."""
    factor = 1.0 + model.p.staff.others_qualified
    return [factor * by_county[county] for by_county in model.given.graduates[stage]]


class Newcomer(NamedTuple):
    """One of this autumn's newcomers who look for a school."""

    county: int
    stage: int
    number: int


def newcomers_looking(model: ReferenceModel) -> list[Newcomer]:
    """Whole people by county, so that the counties up to any have the nearest whole number to what they have."""
    looking = []
    for stage in (0, 1):
        counted, people = 0, 0.0
        for county in range(model.counties):
            people += sum(arriving(model, county, stage))
            reached = round(people)
            looking += [Newcomer(county, stage, n) for n in range(counted, reached)]
            counted = reached
    return looking


def university_of(model: ReferenceModel, graduate: Newcomer, uid: int) -> int:
    """The university a graduate comes from: the first whose cumulated share reaches the draw."""
    by_university = arriving(model, graduate.county, graduate.stage)
    u = model.luck.uniform("graduate's university", model.semester, uid)
    total, reached = sum(by_university), 0.0
    for row, people in enumerate(by_university):
        reached += people
        if reached / total >= u:
            return row
    return len(by_university) - 1
