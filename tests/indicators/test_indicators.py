"""Each indicator against a count by hand, one school or owner after the other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.indicator import LEVELS
from sim.indicators import BY_NAME, INDICATORS
from sim.mechanisms.measures import COLLECTIVE, MONEY, NOTHING, OWN, PLANNING, TIME, TRACKS, UNIVERSITY
from sim.parameters import parameters_from
from sim.policy import lever_values
from sim.schemes import SCHEMES, dekom_y, further_education
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, scenario_of

SPRING, AUTUMN = 9, 12


@pytest.fixture(scope="module")
def model():
    """Spring 2022 with Dekom S, a subject quota, follow-up and guidance, in six owners, three to a network."""
    quota = (0, {"dekom_s.active": True, "dekom_s.subject_share_min": 0.3, "follow_up.active": True,
                 "guidance.active": True, "guidance.reach_target": 0.9})  # fmt: skip
    return live(handmade(owners=6), scenario_of(lever_values(), quota), SPRING)


@pytest.fixture(scope="module")
def w(model):
    return model.world


def nation(w, name):
    numerator, denominator = BY_NAME[name].of(w)
    return numerator.sum() / denominator.sum()


def mean(values, weights=None):
    values, weights = list(values), list(weights) if weights is not None else None
    weights = [1.0] * len(values) if weights is None else weights
    return sum(v * k for v, k in zip(values, weights, strict=True)) / sum(weights)


def schools(w):
    return range(w.schools.n)


def posts_of(w, school):
    return [i for i in range(w.posts.n) if w.posts.school[i] == school]


def network_of(w, owner):
    return int(w.owners.network[owner])


def of_size(w, low, high):
    return sum(low <= w.schools.pupils[s] < high + 1 for s in schools(w))


def quality_of(w, network):
    partner = int(w.networks.partner[network])
    return float(w.networks.trust[network, partner] * w.universities.nearness[partner]) if partner >= 0 else 0.0


def practice(w, topics):
    total = weight = 0.0
    for s in schools(w):
        for t in topics:
            concern = sum(float(TOPICS.relevance[w.posts.kind[i], t]) for i in posts_of(w, s))
            total += concern * w.schools.practice[s, t]
            weight += concern
    return total / weight


def practice_of(w, school):
    return mean(w.schools.practice[school], w.schools.weight[school])


def slots(w):
    """Measures of the schemes: school, slot and topic."""
    return [(s, m, int(w.schools.topic[s, m])) for s in schools(w) for m in COLLECTIVE if w.schools.topic[s, m] >= 0]


def hours_by_topic(w):
    found = dict.fromkeys(range(len(TOPICS.codes)), 0.0)
    for s, m, t in slots(w):
        found[t] += w.schools.participation[s, m] * w.schools.hours[s, m] * w.schools.n_posts[s]
    return found


def in_schemes(w, school):
    """Share of a staff in a measure: tracks exclude each other, and say nothing of other measures."""
    out = 1.0 - sum(w.schools.participation[school, m] for m in TRACKS)
    for m in COLLECTIVE:
        out *= 1.0 if m in TRACKS else 1.0 - w.schools.participation[school, m]
    return 1.0 - out


def own_hours(w, school):
    return w.schools.participation[school, OWN] * w.schools.hours[school, OWN] * w.schools.n_posts[school]


def seen(w, school):
    """The five things that people are asked about, at one school: plan, part taken, steering, routines, practice."""
    owner, worked = int(w.schools.owner[school]), [t for s, _, t in slots(w) if s == school]
    practised = mean(w.schools.practice[school, t] for t in worked) if worked else practice_of(w, school)
    return [float(planned(w, network_of(w, owner))), in_schemes(w, school), w.owners.steering[owner],
            routines_worked_on(w, school), practised]  # fmt: skip


def teacher_sees(w, school):
    """Who is in a measure sees all of it; others know of routines and of practice only."""
    plan, taking, steering, routine, practised = seen(w, school)
    return (taking * (plan + 1.0 + steering + routine + practised) + (1.0 - taking) * (routine + practised)) / 5.0


def of_owner(w, owner):
    mine = [s for s in schools(w) if w.schools.owner[s] == owner]
    return mean((mean(seen(w, s)) for s in mine), [w.schools.n_posts[s] for s in mine])


def of_forum(w, owner):
    mine = [s for s in schools(w) if w.schools.network[s] == network_of(w, owner)]
    return mean((mean(seen(w, s)) for s in mine), [w.schools.n_posts[s] for s in mine])


def bound_by(w, code):
    staff = [(w.networks.staff[n], int(w.networks.binding[n, 0])) for n in range(w.networks.n)]
    return sum(k for k, limit in staff if limit == code) / sum(k for k, limit in staff if limit != NOTHING)


def cost_state(w):
    paid = other_money_of_state(w)
    return of_network(w, lambda n: collective_of(w, n)) + per_teacher(w, paid)


def other_money_of_state(w):
    return lambda o: (
        w.owners.follow_grant[o]
        + w.owners.guide_money[o]
        + w.owners.study_grant[o]
        + w.owners.capacity_money[o]
        + w.owners.guidance_grant[o]
    )


def cost_owners(w):
    o = w.owners
    columns = ("own_money", "substitutes", "premium_money", "terms_money", "study_own", "guidance_own")
    paid = sum(o.arrays[name].sum() for name in columns) - o.guidance_relief.sum()
    return of_network(w, lambda n: w.networks.own_money[n]) + paid / w.posts.n


def cost_time(w):
    hour = parameters_from({}).competence.teacher_hour
    studied = w.owners.study_time.sum() / w.posts.n
    return (sum(hours_by_topic(w).values()) + sum(own_hours(w, s) for s in schools(w))) * hour / w.posts.n + studied


def theme(w, name):
    return sum(h for t, h in hours_by_topic(w).items() if TOPICS.themes[t] == name) / sum(hours_by_topic(w).values())


def deep(w):
    above = teachers = 0
    line = np.float32(0.7)
    for i in range(w.posts.n):
        for t in np.flatnonzero(TOPICS.subject):
            if TOPICS.relevance[w.posts.kind[i], t] >= 0.9:
                teachers += 1
                above += int(min(np.float32(1), w.posts.base[i, t] + w.posts.learned[i, t]) > line)
    return above / teachers


def entropy_number(w):
    hours = [h for h in hours_by_topic(w).values() if h > 0]
    parts = [h / sum(hours) for h in hours]
    return math.exp(-sum(q * math.log(q) for q in parts))


def spread(values):
    middle = mean(values)
    return math.sqrt(mean((v - middle) ** 2 for v in values))


def municipal_results(w):
    found = []
    for owner in range(w.owners.n):
        mine = [s for s in schools(w) if w.schools.owner[s] == owner]
        found.append(mean((w.schools.true_results[s] for s in mine), [w.schools.pupils[s] for s in mine]))
    return found


def per_teacher(w, money_of_owner):
    return sum(money_of_owner(o) for o in range(w.owners.n)) / w.posts.n


def of_network(w, values):
    """What a network has per teacher, times the teachers of each of its owners, per teacher of the country."""
    return per_teacher(
        w,
        lambda o: values(network_of(w, o)) / w.networks.staff[network_of(w, o)] * w.owners.staff[o],
    )


def collective_of(w, network):
    return int(w.networks.in_hand[network, 0]) + int(w.networks.in_hand[network, 1])


def other_money(w, o):
    follow_up = int(w.owners.follow_grant[o]) + int(w.owners.guide_money[o]) + int(w.owners.guidance_grant[o])
    return follow_up + w.owners.study_grant[o] + w.owners.capacity_money[o] + w.owners.premium_money[o]


def at_work(w):
    return [n for n in range(w.networks.n) if w.networks.delivered[n] > 0]


def structure(w, owner):
    """Activity, joint plan, participation and routines begun, each counted teacher by teacher."""
    n, mine = network_of(w, owner), [s for s in schools(w) if w.schools.owner[s] == owner]
    teachers = [w.schools.n_posts[s] for s in mine]
    taking = mean((in_schemes(w, s) for s in mine), teachers)
    begun = mean((float(max(w.schools.routines[s]) >= 0.1) for s in mine), teachers)
    return (taking * w.networks.delivered[n] + float(planned(w, n)) + taking + begun) / 4


def planned(w, n):
    paid = (w.networks.granted[n] + w.networks.in_hand[n]).any()
    return paid and w.networks.topic[n, 0] >= 0 and w.networks.partner[n] >= 0 and w.networks.applied[n]


def routines_worked_on(w, school):
    worked = [t for s, _, t in slots(w) if s == school]
    return mean(w.schools.routines[school, t] for t in worked) if worked else 0.0


def novices(w):
    return w.schools.novice_competence.sum() / w.schools.novices.sum()


def unspent(w):
    c, every = (
        w.counties,
        [(i, line) for i in range(w.counties.n) for line in range(w.counties.pot.shape[1])],
    )
    left = sum(int(c.pot[i, line]) + int(c.lapsed[i, line]) for i, line in every)
    return left / sum(int(c.appropriated[i, line]) for i, line in every)


EVERY = range(len(TOPICS.codes))
BY_HAND = {
    "practice": lambda w: practice(w, EVERY),
    "practice_broad": lambda w: practice(w, [t for t in EVERY if TOPICS.groups[t] == "broad"]),
    "practice_subject": lambda w: practice(w, [t for t in EVERY if TOPICS.groups[t] != "broad"]),
    "practice_worked_on": lambda w: mean(
        (w.schools.practice[s, t] for s, _, t in slots(w)),
        [w.schools.n_posts[s] for s, _, _ in slots(w)],
    ),
    "routines": lambda w: mean((w.schools.routines[s].mean() for s in schools(w)), w.schools.n_posts),
    "participation": lambda w: mean((in_schemes(w, s) for s in schools(w)), w.schools.n_posts),
    "participation_any": lambda w: mean(
        (1.0 - (1.0 - in_schemes(w, s)) * (1.0 - w.schools.participation[s, OWN]) for s in schools(w)),
        w.schools.n_posts,
    ),
    "own_hours": lambda w: sum(own_hours(w, s) for s in schools(w)) / w.posts.n,
    "own_routines": lambda w: mean((w.schools.own_routines[s].mean() for s in schools(w)), w.schools.n_posts),
    "subject_competence": lambda w: (
        sum(w.schools.competence[s, t] for s in schools(w) for t in np.flatnonzero(TOPICS.subject))
        / sum(w.schools.weight[s, t] for s in schools(w) for t in np.flatnonzero(TOPICS.subject))
    ),
    "bound_by_money": lambda w: bound_by(w, MONEY),
    "bound_by_university": lambda w: bound_by(w, UNIVERSITY),
    "bound_by_planning": lambda w: bound_by(w, PLANNING),
    "bound_by_time": lambda w: bound_by(w, TIME),
    "cost_state": cost_state,
    "cost_owners": cost_owners,
    "cost_time": cost_time,
    "total_cost": lambda w: cost_state(w) + cost_owners(w) + cost_time(w),
    "collective_hours": lambda w: sum(hours_by_topic(w).values()) / w.posts.n,
    "broad_share": lambda w: (
        sum(h for t, h in hours_by_topic(w).items() if TOPICS.broad[t]) / sum(hours_by_topic(w).values())
    ),
    "implementation": lambda w: mean(w.schools.implementation[s] for s in {s for s, _, _ in slots(w)}),
    "involvement": lambda w: mean(w.schools.involvement),
    "turnover": lambda w: w.schools.left.sum() / w.posts.n,
    "unqualified": lambda w: sum(not q for q in w.posts.qualified) / w.posts.n,
    "unqualified_compulsory": lambda w: sum(not q for q in w.posts.qualified) / w.posts.n,  # all are primary schools
    "gross_exit": lambda w: sum(w.schools.left_public) / sum(bool(q) for q in w.posts.qualified),
    "principal_turnover": lambda w: mean(float(x) for x in w.schools.principal_left),
    "novice_competence": novices,
    "pupil_results": lambda w: mean(w.schools.results, w.schools.pupils),
    "learning_environment": lambda w: mean(w.schools.environment, w.schools.pupils),
    "follow_up_share": lambda w: mean(float(year > 0) for year in w.owners.follow_year),
    "risk_share": lambda w: mean(w.owners.risk),
    "guidance": lambda w: mean(w.owners.guidance[o] for o in range(w.owners.n) if w.owners.follow_year[o] > 0),
    "steering": lambda w: mean(w.owners.steering),
    "understanding": lambda w: mean(w.owners.understanding),
    "leader_turnover": lambda w: mean(float(x) for x in w.owners.leader_left),
    "partnership_active": lambda w: mean(float(w.networks.active[network_of(w, o)]) for o in range(w.owners.n)),
    "partnership_quality": lambda w: mean(
        quality_of(w, network_of(w, o)) for o in range(w.owners.n) if w.networks.delivered[network_of(w, o)] > 0
    ),
    "collective_grant": lambda w: w.networks.in_hand.sum() / w.posts.n,
    "individual_grant": lambda w: per_teacher(w, lambda o: w.owners.study_grant[o]),
    "nearness": lambda w: mean(w.universities.nearness, w.universities.base_hours),
    "education_quality": lambda w: mean(w.universities.quality, w.universities.graduates_primary),
    "outside_money": lambda _: 0.0,  # both universities are partners of both counties
    "guidance_reach": lambda w: mean(w.schools.guided, w.schools.novices),
    "guidance_grant": lambda w: sum(w.owners.guidance_grant) / sum(w.owners.guided_teachers),
    "university_hours": lambda w: w.universities.hours.sum() / w.universities.staff_hours.sum(),
    "teachers_compulsory": lambda w: w.posts.n,  # all are primary schools
    "teachers_upper": lambda _: 0,
    "schools_compulsory": lambda w: w.schools.n,
    "schools_upper": lambda _: 0,
    "schools_under_100": lambda w: of_size(w, 0, 99),
    "schools_100_299": lambda w: of_size(w, 100, 299),
    "schools_300_plus": lambda w: of_size(w, 300, 10_000),
    "pupils_compulsory": lambda w: sum(w.schools.pupils),
    "over_55": lambda w: mean(age > 55 for age in w.posts.age),
    "topic_variety": entropy_number,
    "quality_spread": lambda w: spread([quality_of(w, n) for n in range(w.networks.n) if w.networks.delivered[n] > 0]),
    "results_spread": lambda w: spread(municipal_results(w)),
    "dissolution": lambda w: (
        sum(b and not a for b, a in zip(w.networks.was_active, w.networks.active, strict=True))
        / sum(w.networks.was_active)
    ),
    "state_money": lambda w: of_network(w, lambda n: collective_of(w, n)) + per_teacher(w, lambda o: other_money(w, o)),
    "own_money": lambda w: of_network(w, lambda n: 0.3 * collective_of(w, n)),
    "staff_time": lambda w: sum(hours_by_topic(w).values()) * parameters_from({}).competence.teacher_hour / w.posts.n,
    "university_money": lambda w: sum(w.networks.paid_university.ravel()) / w.posts.n,
    "structure": lambda w: mean(structure(w, o) for o in range(w.owners.n)),
    "team": lambda w: mean(w.owners.team),
    "forum_answer": lambda w: mean(
        of_forum(w, o) for o in range(w.owners.n) if w.networks.inside[network_of(w, o)] or not w.networks.inside.any()
    ),
    "owner_answer": lambda w: mean(of_owner(w, o) for o in range(w.owners.n)),
    "principal_answer": lambda w: mean(mean(seen(w, s)) for s in schools(w)),
    "teacher_answer": lambda w: mean((teacher_sees(w, s) for s in schools(w)), w.schools.n_posts),
    "support_gap": lambda w: mean(max(0.85 - quality_of(w, n), 0.0) for n in at_work(w)),
    "lead_time": lambda w: mean(7.0 for n in at_work(w)),
    "unspent": lambda w: unspent(w),
    "curriculum_hours": lambda w: theme(w, "curriculum"),
    "inclusion_hours": lambda w: theme(w, "inclusion"),
    "basic_skills_hours": lambda w: theme(w, "basic_skills"),
    "learning_environment_hours": lambda w: theme(w, "learning_environment"),
    "subjects_hours": lambda w: theme(w, "subjects"),
    "specialised_hours": lambda w: theme(w, "specialised"),
    "tie_teachers": lambda w: sum(w.networks.staff[n] for n in at_work(w)) / (w.universities.n * w.counties.n),
    "tie_quality": lambda w: mean((quality_of(w, n) for n in at_work(w)), [w.networks.staff[n] for n in at_work(w)]),
}


def test_the_nations_value_is_the_one_counted_by_hand(w):
    differing = {}
    for name, by_hand in BY_HAND.items():
        found, expected = nation(w, name), by_hand(w)
        if found != pytest.approx(expected, rel=1e-6):
            differing[name] = (found, expected)
    assert differing == {}


def test_money_in_pots_or_gone_back_is_unspent_and_granted_money_is_not(w):
    saved, c = w.save(), w.counties
    c.appropriated, c.pot, c.lapsed = [1000, 200], [100, 0], [0, 60]
    w.networks.granted, w.networks.spent = [500, 0], 0
    assert nation(w, "unspent") == pytest.approx((100 + 60) / 1200)
    c.pot = [0, 100]
    assert nation(w, "unspent") == pytest.approx((100 + 60) / 1200)
    w.restore(saved)


def test_depth_is_the_one_counted_by_hand(levers, params):
    """In autumn, before anybody is replaced again: what schools counted is what their teachers know."""
    assert params.competence.depth_line == 0.7
    w = live(handmade(owners=6), scenario_of(levers, (0, {"dekom_s.active": True})), AUTUMN).world
    assert nation(w, "depth") == pytest.approx(deep(w), rel=1e-12)


def test_every_indicator_is_counted_by_hand():
    elsewhere = {indicator.name for indicator in dekom_y.SCHEME.indicators}  # in a country with vocational schools
    elsewhere |= {indicator.name for indicator in further_education.SCHEME.indicators}  # in one with more owners
    elsewhere |= {"exit_five_years", "exit_ten_years", "returns"}  # over more years
    elsewhere |= {"upper_60_plus"}  # where there are upper-secondary schools
    assert set(BY_NAME) - set(BY_HAND) - elsewhere == {"depth"}


def test_names_and_labels_are_unique():
    for field in ("name", "label_en", "label_nb"):
        values = [getattr(indicator, field) for indicator in INDICATORS]
        assert len(set(values)) == len(values), field


def test_every_indicator_of_a_scheme_is_recorded_once():
    of_schemes = [indicator for scheme in SCHEMES for indicator in scheme.indicators]
    assert [i.name for i in of_schemes if sum(i is other for other in INDICATORS) != 1] == []
    assert {i.name: i for i in INDICATORS} == BY_NAME


TEXTS = ("name", "unit", "formula", "weight", "label_en", "label_nb", "source")
CODES = {"stock_or_flow": {"stock", "flow"}, "direction": {"+", "-", "0"}, "base": set(LEVELS)}


def test_every_indicator_is_fully_described():
    wanting = [(i.name, field) for i in INDICATORS for field in TEXTS if not getattr(i, field).strip()]
    wanting += [(i.name, field) for i in INDICATORS for field, known in CODES.items() if getattr(i, field) not in known]
    wanting += [(i.name, "one label in both languages") for i in INDICATORS if i.label_en == i.label_nb]
    wanting += [(i.name, "smallest_difference") for i in INDICATORS if not i.smallest_difference > 0]
    wanting += [(i.name, "levels") for i in INDICATORS if i.levels != LEVELS[i.base]]
    assert wanting == []


def test_every_indicator_has_a_row_for_every_row_of_its_table_and_weights_of_at_least_0(w):
    rows = {"schools": w.schools.n, "owners": w.owners.n, "universities": w.universities.n,
            "counties": w.counties.n, "ties": w.universities.n * w.counties.n, "nation": 1}  # fmt: skip
    wrong = []
    for indicator in INDICATORS:
        numerator, denominator = indicator.of(w)
        sound = len(numerator) == len(denominator) == rows[indicator.base]
        if not (sound and (np.asarray(denominator) >= 0).all() and np.isfinite(numerator).all()):
            wrong.append(indicator.name)
    assert wrong == []


def test_reading_an_indicator_changes_nothing(w):
    before, guilty = w.digest(), []
    for indicator in INDICATORS:
        indicator.of(w)
        if w.digest() != before:
            guilty.append(indicator.name)
            before = w.digest()
    assert guilty == []


def test_every_share_lies_within_0_and_1(w):
    shares = [i for i in INDICATORS if i.unit.startswith("share") or i.unit == "0-1"]
    counted = {i.name: nation(w, i.name) for i in shares if i.of(w)[1].sum() > 0}
    assert {name: value for name, value in counted.items() if not 0 <= value <= 1} == {}
    assert len(counted) > 30


def test_what_needs_a_scheme_is_undefined_without_one_and_what_counts_measures_has_no_weight(levers):
    without = live(handmade(), scenario_of(levers), 1).world
    undefined = ("topic_variety", "quality_spread", "dissolution", "unspent")
    weightless = ("practice_worked_on", "broad_share", "implementation", "partnership_quality")
    assert [name for name in undefined if not np.isnan(BY_NAME[name].of(without)[0]).all()] == []
    assert [name for name in weightless if BY_NAME[name].of(without)[1].any()] == []


def test_one_topic_for_all_is_a_variety_of_1_and_two_alike_of_2(w):
    saved = w.save()
    w.schools.topic, w.schools.participation, w.schools.hours = -1, 0.0, 0.0
    w.schools.topic[:, 0], w.schools.participation[:, 0], w.schools.hours[:, 0] = 4, 1.0, 10.0
    assert nation(w, "topic_variety") == pytest.approx(1.0)
    w.schools.topic[:, 1], w.schools.participation[:, 1], w.schools.hours[:, 1] = 8, 1.0, 10.0
    assert nation(w, "topic_variety") == pytest.approx(2.0)
    assert nation(w, "broad_share") == pytest.approx(0.5)
    w.restore(saved)
