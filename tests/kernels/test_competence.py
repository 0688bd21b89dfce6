"""Half a year of competence, against closed forms and a school worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernels import competence as kernel
from sim.luck import Luck, stable_ids
from sim.topics import TOPICS

T, SLOTS = len(TOPICS.codes), 2
CURRICULUM, MATHEMATICS, SCIENCE = (TOPICS.row(code) for code in ("curriculum", "mathematics", "science"))
MATHEMATICIAN, LANGUAGES = (TOPICS.kinds.index(k) for k in ("primary_mathematics_science", "primary_norwegian_english"))
NEWCOMER = 4
"""Semesters in which a teacher is a newcomer; in these cases nobody is one unless the case says so."""
ABS = 2e-6


@dataclass
class Case:
    """Schools of equal size, and what happens to them in half a year; by default nothing does."""

    schools: int = 1
    size: int = 4
    kind: int = MATHEMATICIAN
    base: float = 0.4
    learned: float = 0.2
    career: int = 40
    kept_unused: float = 1.0
    kept_own: float = 1.0
    kept_practised: float = 1.0
    growth: float = 0.0
    course_gain: float = 0.0
    spill_collective: float = 0.0
    spill_individual: float = 0.0
    depth_line: float = 0.7
    tracks: int = 1
    arrays: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        s, n = self.schools, self.schools * self.size
        self.a = {
            "first": (np.arange(s) * self.size).astype(np.int32),
            "n_posts": np.full(s, self.size, dtype=np.int32),
            "uid": stable_ids(np.arange(n)),
            "kind": np.full(n, self.kind, dtype=np.int8),
            "topic": np.full((s, SLOTS), -1, dtype=np.int8),
            "share": np.zeros((s, SLOTS)),
            "gain": np.zeros((s, SLOTS)),
            "refreshed": np.ones((s, SLOTS), dtype=np.int8),
            "study": np.full(n, -1, dtype=np.int8),
            "career": np.full(n, self.career, dtype=np.int16),
            "tenure": np.full(n, NEWCOMER, dtype=np.int16),
            "enrolled": np.zeros(n, dtype=np.int16),
            "track": np.zeros((s, len(TOPICS.kinds)), dtype=np.int8),
            "taught": np.zeros((s, T), dtype=np.float32),
            "base": np.full((n, T), self.base, dtype=np.float32),
            "learned": np.full((n, T), self.learned, dtype=np.float32),
        } | self.arrays

    def live(self, semesters: int = 1):
        """Live through half-years; return the arrays."""
        a, shape = self.a, (self.schools, T)
        facts = TOPICS.facts[a["kind"]].reshape(self.schools, self.size, 3, T)
        weight, teaching = facts[:, :, 0].sum(axis=1), facts[:, :, 2].sum(axis=1)
        concerned = (facts[:, :, 1] > 0).sum(axis=1).astype(np.float64)
        sums = np.zeros((self.schools, 3 * T), dtype=np.float32)
        for semester in range(semesters):
            blocks = [np.full(shape, x) for x in (self.kept_unused, self.kept_own - self.kept_unused, 0.0)]
            fading = np.concatenate(blocks, axis=1).astype(np.float32)
            key, schools = (
                Luck(1, 0).key("takes part", semester),
                kernel.SchoolRows(a["first"], a["n_posts"], concerned, sums),
            )
            staff = kernel.Staff(*(a[name] for name in kernel.Staff._fields))
            places = kernel.Places(a["topic"], a["share"], a["track"], self.tracks, np.arange(SLOTS))
            kernel.enrol(np.uint64(key), schools, staff, TOPICS.facts, places)
            kernel.half_year(
                schools, staff, TOPICS.facts, kernel.Measures(a["topic"], a["gain"], a["refreshed"], a["taught"]),
                kernel.Pace(
                    fading, self.kept_practised, self.course_gain, self.spill_collective, self.spill_individual,
                    np.full(self.schools, self.growth, dtype=np.float32), 10.0, NEWCOMER, self.depth_line,
                ),
            )  # fmt: skip
        a |= {"weight": weight, "concerned": concerned, "teaching": teaching}
        a |= dict(zip(("competence", "gap_relevant", "deep"), np.split(sums, 3, axis=1), strict=True))
        return a


def with_measure(case: Case, topic: int, *, share=1.0, gain=0.1, refreshed=1, slot=0) -> Case:
    """The same case with a measure running at every school."""
    for name, value in (("topic", topic), ("share", share), ("gain", gain), ("refreshed", refreshed)):
        case.a[name][:, slot] = value
    return case


# ---- nulls and closed forms


def test_zero_gain_and_zero_fade_leave_competence_unchanged():
    case = with_measure(Case(schools=3), CURRICULUM, gain=0.0)
    before = case.a["base"].copy(), case.a["learned"].copy()
    after = case.live(4)
    assert np.array_equal(after["base"], before[0])
    assert np.array_equal(after["learned"], before[1])


def test_what_is_unused_decays_geometrically():
    """Half is lost a year in other topics, a tenth in her own: 0.2 x 0.5^y and 0.2 x 0.9^y, five years."""
    case = Case(kept_unused=np.sqrt(0.5), kept_own=np.sqrt(0.9))
    for year in range(1, 6):
        learned = case.live(2)["learned"]
        assert learned[:, CURRICULUM] == pytest.approx(0.2 * 0.5**year, abs=ABS)
        assert learned[:, MATHEMATICS] == pytest.approx(0.2 * 0.9**year, abs=ABS)
    assert (case.a["base"] == np.float32(0.4)).all()


def test_what_is_refreshed_decays_at_the_rate_of_practice():
    case = with_measure(Case(kept_unused=np.sqrt(0.5), kept_practised=np.sqrt(0.95)), CURRICULUM, gain=0.0)
    learned = case.live(2)["learned"]
    assert learned[:, CURRICULUM] == pytest.approx(0.2 * 0.95, abs=ABS)
    assert learned[:, SCIENCE - 1] == pytest.approx(0.2 * 0.5, abs=ABS)


def test_a_measure_too_short_to_refresh_does_not_slow_the_fading():
    case = with_measure(Case(kept_unused=0.7, kept_own=0.7), CURRICULUM, gain=0.0, refreshed=0)
    assert case.live()["learned"] == pytest.approx(0.14, abs=ABS)


def test_without_fading_the_gap_closes_geometrically():
    """Gap 0.4 at first; each half-year takes away gain x relevance of what is left of it."""
    case = with_measure(Case(), CURRICULUM, gain=0.3)
    case.live(6)
    relevance = float(TOPICS.relevance[MATHEMATICIAN, CURRICULUM])
    gap = 1.0 - case.a["base"][:, CURRICULUM] - case.a["learned"][:, CURRICULUM]
    assert gap == pytest.approx(0.4 * (1.0 - 0.3 * relevance) ** 6, abs=ABS)


def test_novices_grow_until_they_have_caught_up():
    case = Case(growth=0.008, arrays={"career": np.array([0, 9, 10, 40], dtype=np.int16)})
    assert case.live()["base"][:, 0] == pytest.approx([0.408, 0.408, 0.4, 0.4], abs=ABS)


def test_growth_stops_at_full_competence():
    assert (Case(base=0.999, learned=0.0, growth=0.01, career=0).live()["base"] == 1.0).all()


# ---- practised is practised, however often


KEPT = {"kept_unused": np.sqrt(0.5), "kept_own": np.sqrt(0.5), "kept_practised": np.sqrt(0.95)}


def test_a_measure_and_a_course_in_one_topic_refresh_it_once():
    """By hand: 0.2 fades to 0.2 sqrt(0.95); then the measure closes a tenth of the gap and the course a fifth."""
    case = with_measure(Case(course_gain=0.2, **KEPT), MATHEMATICS, gain=0.1)
    case.a["study"][:] = MATHEMATICS
    kept = 0.2 * np.sqrt(0.95)
    gap = (0.6 - kept) * 0.9 * 0.8
    assert case.live()["learned"][:, MATHEMATICS] == pytest.approx(0.6 - gap, abs=ABS)


def test_two_measures_in_one_topic_refresh_it_once():
    case = with_measure(with_measure(Case(**KEPT), MATHEMATICS), MATHEMATICS, slot=1)
    gap = (0.6 - 0.2 * np.sqrt(0.95)) * 0.9**2
    assert case.live()["learned"][:, MATHEMATICS] == pytest.approx(0.6 - gap, abs=ABS)


def test_refreshing_does_not_touch_what_is_learned_in_the_same_half_year():
    """A measure too short to refresh, then a course in the same topic: the order of fading and learning holds."""
    case = with_measure(Case(course_gain=0.2, **KEPT), MATHEMATICS, gain=0.1, refreshed=0)
    case.a["study"][:] = MATHEMATICS
    gap = (0.6 - 0.2 * np.sqrt(0.95)) * 0.9 * 0.8
    assert case.live()["learned"][:, MATHEMATICS] == pytest.approx(0.6 - gap, abs=ABS)


# ---- a school by hand


def test_a_school_of_three_by_hand():
    """Three teachers, everything at once, in mathematics.

    A and B teach it (relevance 1), C does not (0.1). Learned competence keeps 0.9 in own topics, 0.8 in others and
    0.95 when practised. Base 0.4 each, A a novice who grows by 0.01; learned 0.2. All of those concerned (A, B) take
    part in a measure of gain 0.1 (share 2/3); B takes a course of gain 0.2 too. C learns from colleagues only.
    Colleagues gain 0.3 and 0.2 per mean own gain of measure and course.
    """
    case = Case(
        size=3, kept_unused=0.8, kept_own=0.9, kept_practised=0.95, growth=0.01, course_gain=0.2,
        spill_collective=0.3, spill_individual=0.2, depth_line=0.65,
        arrays={
            "kind": np.array([MATHEMATICIAN, MATHEMATICIAN, LANGUAGES], dtype=np.int8),
            "career": np.array([0, 40, 40], dtype=np.int16),
            "study": np.array([-1, SCIENCE, -1], dtype=np.int8),
        },
    )  # fmt: skip
    after = with_measure(case, MATHEMATICS, share=2.0 / 3.0, gain=0.1).live()
    # in mathematics, before sharing: A 0.41 + 0.19, B 0.40 + 0.19, C 0.40 + 0.16
    step_a, step_b = 0.1 * 0.40, 0.1 * 0.41
    lift = 0.3 * (step_a + step_b) / 3.0
    a = 0.19 + step_a + lift * (1.0 - 0.60 - step_a)
    b = 0.19 + step_b + lift * (1.0 - 0.59 - step_b)
    c = 0.16 + lift * 0.1 * (1.0 - 0.56)
    assert after["learned"][:, MATHEMATICS] == pytest.approx([a, b, c], abs=ABS)
    # in science only B practises: A 0.41 + 0.18, B 0.40 + 0.19, C 0.40 + 0.16
    step = 0.2 * 0.41
    lift = 0.2 * step / 3.0
    science = [0.18 + lift * 0.41, 0.19 + step + lift * (0.41 - step), 0.16 + lift * 0.1 * 0.44]
    assert after["learned"][:, SCIENCE] == pytest.approx(science, abs=ABS)
    known = np.array([0.41 + a, 0.4 + b, 0.4 + c])
    assert after["competence"][0, MATHEMATICS] == pytest.approx(known @ [1.0, 1.0, 0.1], abs=3 * ABS)
    assert after["gap_relevant"][0, MATHEMATICS] == pytest.approx(2.0 - known[0] - known[1], abs=3 * ABS)
    others = after["weight"] - after["competence"] - after["gap_relevant"]
    assert others[0, MATHEMATICS] == pytest.approx(0.1 * (1.0 - known[2]), abs=3 * ABS)
    assert after["deep"][0, MATHEMATICS] == (known[:2] > 0.65).sum()
    assert after["deep"][0, CURRICULUM] == 0


# ---- participation


@pytest.mark.parametrize(
    ("share", "concerned", "others"), [(0.25, 0.5, 0.0), (0.5, 1.0, 0.0), (0.75, 1.0, 0.5), (1.0, 1.0, 1.0)]
)
def test_places_go_to_those_the_topic_concerns_first(share, concerned, others):
    """Half the staff of 2,000 schools teaches mathematics; within 4 standard errors of the chances."""
    schools, size = 2000, 10
    kind = np.tile(np.array([MATHEMATICIAN, LANGUAGES], dtype=np.int8), schools * size // 2)
    case = with_measure(Case(schools=schools, size=size, arrays={"kind": kind}), MATHEMATICS, share=share, gain=0.1)
    took_part = case.live()["learned"][:, MATHEMATICS] > 0.2
    for who, chance in ((MATHEMATICIAN, concerned), (LANGUAGES, others)):
        seen = took_part[kind == who]
        assert abs(seen.mean() - chance) <= 4.0 * np.sqrt(chance * (1.0 - chance) / len(seen))


def test_the_two_slots_draw_apart():
    """With a share of one half in each slot, a quarter takes part in both; within 4 standard errors."""
    case = Case(schools=500, size=10)
    with_measure(with_measure(case, CURRICULUM, share=0.5), MATHEMATICS, share=0.5, slot=1)
    learned = case.live()["learned"]
    both = (learned[:, CURRICULUM] > 0.2) & (learned[:, MATHEMATICS] > 0.2)
    assert abs(both.mean() - 0.25) < 4.0 * np.sqrt(0.25 * 0.75 / len(both))


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_nobody_goes_to_two_tracks_of_one_plan(share):
    """Half of the staff is of the kind of each track; with all of a kind in its track, everybody is in one."""
    schools, size = 500, 10
    kind = np.tile(np.array([MATHEMATICIAN, LANGUAGES], dtype=np.int8), schools * size // 2)
    case = Case(schools=schools, size=size, tracks=2, arrays={"kind": kind})
    with_measure(with_measure(case, MATHEMATICS, share=share), CURRICULUM, share=share, slot=1)
    case.a["track"][:, LANGUAGES] = 1
    enrolled = case.live()["enrolled"]
    assert not (enrolled == 0b11).any()
    assert ((enrolled & 1 > 0) <= (kind == MATHEMATICIAN)).all()
    assert ((enrolled & 2 > 0) <= (kind == LANGUAGES)).all()
    chance = 2.0 * share
    assert abs((enrolled > 0).mean() - chance) <= 4.0 * np.sqrt(chance * (1.0 - chance) / len(kind))


def test_who_takes_part_stays_in_the_slots_that_are_not_drawn_anew():
    case = with_measure(with_measure(Case(schools=50, size=10), CURRICULUM, share=0.5), MATHEMATICS, share=0.5, slot=1)
    a, before = case.live(), case.a["enrolled"].copy()
    schools = kernel.SchoolRows(a["first"], a["n_posts"], a["concerned"], np.zeros((0, 0), dtype=np.float32))
    places = kernel.Places(a["topic"], a["share"], a["track"], 1, np.array([1]))
    staff = kernel.Staff(*(a[name] for name in kernel.Staff._fields))
    kernel.enrol(np.uint64(Luck(1, 0).key("takes part", 9)), schools, staff, TOPICS.facts, places)
    assert np.array_equal(a["enrolled"] & 1, before & 1)
    assert (a["enrolled"] & 2 != before & 2).any()


# ---- newcomers


def test_newcomers_take_over_what_their_school_does_by_hand():
    """Gap 0.4, of which three tenths are taken over in a topic of full relevance; others do not."""
    case = Case(arrays={"tenure": np.array([0, NEWCOMER - 1, NEWCOMER, 30], dtype=np.int16)})
    case.a["taught"][:, MATHEMATICS] = 0.3
    learned = case.live()["learned"]
    assert learned[:, MATHEMATICS] == pytest.approx([0.2 + 0.3 * 0.4] * 2 + [0.2] * 2, abs=ABS)
    assert learned[:, CURRICULUM] == pytest.approx(0.2, abs=ABS)


# ---- laws


def varied(seed: int, **changes) -> Case:
    """Five schools of four with everything going on."""
    rng = np.random.default_rng(seed)
    s, n = 5, 20
    case = Case(schools=s, size=4, **changes)
    case.a |= {
        "kind": rng.integers(0, len(TOPICS.kinds), n).astype(np.int8),
        "career": rng.integers(0, 20, n).astype(np.int16),
        "study": rng.integers(-1, T, n).astype(np.int8),
        "topic": rng.integers(-1, T, (s, SLOTS)).astype(np.int8),
        "share": rng.uniform(0, 1, (s, SLOTS)),
        "gain": rng.uniform(0, 1, (s, SLOTS)),
        "refreshed": rng.integers(0, 2, (s, SLOTS)).astype(np.int8),
        "tenure": rng.integers(0, 2 * NEWCOMER, n).astype(np.int16),
        "taught": rng.uniform(0, 0.3, (s, T)).astype(np.float32),
        "base": rng.uniform(0, 1, (n, T)).astype(np.float32),
    }
    case.a["learned"] = (rng.uniform(0, 1, (n, T)) * (1.0 - case.a["base"])).astype(np.float32)
    return case


UNIT = st.floats(0.0, 1.0)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), UNIT, UNIT, UNIT, UNIT, UNIT, st.floats(0.0, 0.2))
def test_everything_stays_in_bounds(seed, kept, own, course, collective, individual, growth):
    """What is practised is kept best (kept <= own <= 1 = practised), as the parameters see to."""
    case = varied(
        seed, kept_unused=0.05 + 0.95 * kept * own, kept_own=0.05 + 0.95 * own, course_gain=course,
        spill_collective=collective, spill_individual=individual, growth=growth,
    )  # fmt: skip
    after = case.live(3)
    for name in ("base", "learned"):
        assert ((after[name] >= 0.0) & (after[name] <= 1.0 + 1e-6)).all()
    assert (after["competence"] >= 0.0).all()
    assert (after["competence"] <= after["weight"] + 1e-5).all()
    assert (after["gap_relevant"] >= -1e-6).all()
    assert (after["competence"] + after["gap_relevant"] <= after["weight"] + 1e-5).all()
    assert (after["deep"] <= after["teaching"]).all()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.permutations(range(5)))
def test_permuting_schools_permutes_the_answers_to_the_bit(seed, order):
    strengths = {**KEPT, "course_gain": 0.2, "spill_collective": 0.3, "spill_individual": 0.2, "growth": 0.01}
    plain, shuffled = varied(seed, **strengths), varied(seed, **strengths)
    order = np.array(order)
    posts = (order[:, None] * 4 + np.arange(4)).ravel()
    for name in ("uid", "kind", "career", "tenure", "study", "base", "learned"):
        shuffled.a[name] = shuffled.a[name][posts].copy()
    for name in ("topic", "share", "gain", "refreshed", "taught"):
        shuffled.a[name] = shuffled.a[name][order].copy()
    one, other = plain.live(2), shuffled.live(2)
    for name in ("base", "learned"):
        assert np.array_equal(one[name][posts], other[name])
    for name in ("competence", "gap_relevant", "deep"):
        assert np.array_equal(one[name][order], other[name])


def test_counts_of_the_staff_are_those_of_the_relevance_table():
    after = Case(size=3, arrays={"kind": np.array([MATHEMATICIAN, MATHEMATICIAN, LANGUAGES], dtype=np.int8)}).live()
    assert after["weight"][0, MATHEMATICS] == pytest.approx(2.1, abs=1e-6)
    assert after["concerned"][0, MATHEMATICS] == 2
    assert after["concerned"][0, CURRICULUM] == 3
    assert after["teaching"][0, MATHEMATICS] == 2
    assert after["teaching"][0, CURRICULUM] == 0
