"""When a school year begins: schools and posts close and open, people are placed, memory is handed on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.columns import total_by
from sim.country.graduates import NUMBERS
from sim.country.years import Years
from sim.indicators import INDICATORS
from sim.luck import Luck
from sim.mechanisms.years import Change, hand_on_routines, years_move
from sim.model import CompetenceModel
from sim.parameters import parameters_from
from sim.setup import Ground, Setup, ground
from tests.handmade import handmade
from tests.laws import check_holders, scenario_of

CLOSES, OPENS, SHRINKS, GROWS = 0, 4, 7, 9
"""Schools of the hand-made country that do so in autumn 2019; each owner has three."""

EXITS = ("exit_qualified", "move_qualified", "exit_unqualified")


def moving_country(first: int = 2012):
    """The hand-made country with a plan: one school closes, one opens, one shrinks, one grows."""
    country = handmade()
    schools = {name: values.copy() for name, values in country.tables["schools"].items()}
    before, after = schools["n_posts"].copy(), schools["n_posts"].copy()
    before[OPENS], after[CLOSES], after[SHRINKS], before[GROWS] = 0, 0, 12, 14
    posts = np.stack([before] * (2019 - first) + [after] * 3)
    column = np.tile(np.arange(len(posts)), (3, 1))
    graduates = np.arange(1.0, 1.0 + 10 * len(posts)).reshape(len(posts), 2, 5)
    plan = Years(first, 0, column, 10.0 * posts, posts.astype(np.int16), graduates)
    schools |= {"n_posts": before.astype(np.int32), "pupils": 10.0 * before}
    return replace(country, tables={**country.tables, "schools": schools}, years=plan)


@pytest.fixture
def made(levers):
    """A model of the moving country, on the eve of autumn 2019, with Dekom S from 2017."""

    def make(path="main", until=3, country=None, **values):
        scenario = scenario_of({**levers, "context": {**levers["context"], "demography": {"rule": path}}},
                               (0, {"dekom_s.active": True}))  # fmt: skip
        laid = Ground(country or moving_country(), parameters_from(values), Luck(1, 0))
        model = CompetenceModel(scenario=scenario, ground=laid, settle=False, collect=False)
        while model.semester < until:
            model.live()
        return model

    return make


def staff(world):
    """Open posts of each school, counted one by one."""
    return np.bincount(world.posts.school[world.posts.open], minlength=world.schools.n)


def test_posts_of_a_school_are_the_first_of_its_rows(made):
    world = made(until=4).world
    assert world.schools.n_posts[[CLOSES, OPENS, SHRINKS, GROWS]].tolist() == [0, 20, 12, 20]
    assert np.array_equal(staff(world), world.schools.n_posts)
    place = np.arange(world.posts.n) - world.schools.first_post[world.posts.school]
    assert np.array_equal(world.posts.open, place < world.schools.n_posts[world.posts.school])


def test_what_is_counted_from_posts_is_counted_again(made):
    world = made(until=4).world
    posts, s = world.schools.n_posts.astype(float), world.schools
    assert np.array_equal(world.owners.staff, np.bincount(s.owner, weights=posts, minlength=world.owners.n))
    assert world.networks.staff.sum() == world.counties.staff.sum() == posts.sum()
    assert np.array_equal(world.counties.posts_primary, world.counties.staff)
    assert s.weight[CLOSES].sum() == s.concerned[CLOSES].sum() == 0.0
    assert s.concerned[SHRINKS].max() <= 12


def test_nobody_holds_a_closed_post_and_everybody_an_open_one(made):
    world = made(until=4).world
    closed = ~world.posts.open
    assert closed.sum() > 0
    assert not world.posts.qualified[closed].any()
    assert (world.posts.study[closed] == -1).all()
    check_holders(world)
    assert np.array_equal(
        world.schools.unqualified,
        np.bincount(world.posts.school[world.posts.open & ~world.posts.qualified], minlength=world.schools.n),
    )


def test_displaced_teachers_take_vacant_posts_of_their_kind_in_the_county_with_what_they_know(made):
    model = made(**dict.fromkeys(EXITS, 1e-12))
    posts = model.world.posts
    posts.learned[:] = np.arange(1, posts.n + 1, dtype=np.float32)[:, None] / (posts.n + 1)
    model.semester += 1
    years_move(model.now)
    leaving = np.flatnonzero((posts.holder > 0) & ~posts.open)
    vacant = np.flatnonzero((posts.holder == 0) & posts.open)
    qualified, who, known = int(posts.qualified[leaving].sum()), posts.holder[leaving], posts.learned[leaving]
    model.world.schools.begin_year()
    assert len(leaving) == 28
    assert len(vacant) == 26
    next(stage for stage in model.schedule if stage.name == "staff_changes").act(model.now)
    now_at = {int(person): row for row, person in enumerate(posts.holder) if person}
    placed = [(old, now_at[int(person)]) for old, person in enumerate(who) if int(person) in now_at]
    room = sum(min((posts.cell[leaving] == cell).sum(), (posts.cell[vacant] == cell).sum()) for cell in set(posts.cell))
    assert len(placed) >= room > 5  # and some in posts whose holder retired
    assert all(posts.cell[new] == posts.cell[leaving[old]] for old, new in placed)
    assert all(np.array_equal(posts.learned[new], known[old]) for old, new in placed)
    schools, moved = (
        model.world.schools,
        [old for old, new in placed if posts.school[new] != posts.school[leaving[old]]],
    )
    assert (posts.tenure[[new for old, new in placed if old in moved]] == 0).all()
    assert schools.left_public[[CLOSES, SHRINKS]].sum() >= qualified - len(placed)  # the others left
    assert schools.left[CLOSES] == 20


def test_a_country_without_a_plan_and_one_held_constant_are_the_same_to_the_bit(made):
    held = made("constant", until=7)
    still = made("main", until=7, country=replace(moving_country(), years=None))
    assert held.world.digests() == still.world.digests()


def test_constant_from_a_date_holds_what_stood_the_year_before(made, levers):
    model = made(until=3)
    before = model.world.schools.n_posts.copy()
    model.follow(scenario_of({**levers, "context": {**levers["context"], "demography": {"rule": "constant"}}}))
    for _ in range(4):
        model.live()
    assert np.array_equal(model.world.schools.n_posts, before)


def test_universities_have_the_graduates_of_the_year(made):
    for until, year in ((0, 2017), (2, 2018), (4, 2019)):
        model = made(until=until)
        universities, graduates = model.world.universities, model.years.graduates[year - 2012]
        for column, name in enumerate(NUMBERS):
            assert universities.arrays[name].tolist() == graduates[:, column].tolist()


def test_a_restored_model_closes_the_same_schools(made):
    model = made(until=3)
    saved = model.save()
    for _ in range(3):
        model.live()
    first = model.world.digest()
    model.restore(saved)
    for _ in range(3):
        model.live()
    assert model.world.digest() == first


def test_no_sum_counts_a_closed_post(made):
    """What stands in the rows of closed posts does not matter, whatever it is."""
    ends = []
    for stain in (0.0, np.nan):
        model = made(until=4)
        closed = ~model.world.posts.open
        model.world.posts.learned[closed] = stain
        for _ in range(3):
            model.live()
        values = [indicator.national(model.world) for indicator in INDICATORS if indicator.base == "schools"]
        ends.append(np.nan_to_num(np.array(values), nan=-99.0))
    assert np.array_equal(*ends)


def test_only_open_schools_are_counted(made):
    world = made(until=3).world
    count = next(i for i in INDICATORS if i.name == "schools_compulsory")
    assert count.national(world) == (world.schools.n_posts > 0).sum() == 17


def test_routines_go_with_the_people_and_what_is_lost_is_lost():
    country = moving_country()
    laid = Ground(country, parameters_from({}), Luck(1, 0))
    schools = CompetenceModel(ground=laid, settle=False, collect=False).world.schools
    rows = np.array([0, 1, 2])  # one owner: 20 teachers whose school closes, 20 and 20 who stay
    change = Change(rows, np.zeros(3, dtype=np.int64), np.full(3, 20.0), rows == 0, rows == 9)
    schools.n_posts[0] = 0
    for kept in (1.0, 0.5, 0.0):
        schools.routines[:3] = np.array([0.9, 0.3, 0.0])[:, None]
        hand_on_routines(schools, change, kept)
        carried = (20 * 0.9 * kept + 20 * 0.3 + 20 * 0.0) / 60
        assert schools.routines[0].max() == 0.0
        assert schools.routines[1:3].mean(axis=0).tolist() == pytest.approx([carried] * schools.routines.shape[1])


def test_a_school_that_opens_goes_on_from_those_around_it(made):
    model = made(until=3)
    schools = model.world.schools
    around = [row for row in range(3, 6) if row != OPENS]
    schools.true_results[around] = schools.structural_level[around] + 0.2
    schools.routines[around] = 0.4
    model.semester += 1
    years_move(model.now)
    kept = 1.0 - model.params.school.routine_closure_loss
    assert schools.true_results[OPENS] == pytest.approx(schools.structural_level[OPENS] + 0.2)
    assert schools.routines[OPENS].tolist() == pytest.approx([kept * 0.4] * schools.routines.shape[1])
    assert schools.practice_start[OPENS] == pytest.approx(schools.practice_start[around].mean())
    assert schools.principal_tenure[OPENS] == 0.0


@pytest.mark.parametrize("path", ["main", "low", "high", "constant"])
def test_a_real_country_lives_through_every_path(levers, path):
    scenario = scenario_of({**levers, "context": {**levers["context"], "demography": {"rule": path}}})
    model = CompetenceModel(scenario=scenario, ground=ground(Setup(world="tiny"), 0), settle=False, collect=False)
    numbers = []
    while model.semester < 35:
        model.live()
        world = model.world
        numbers.append((world.schools.n_posts.sum(), (world.schools.n_posts > 0).sum()))
        assert np.array_equal(staff(world), world.schools.n_posts)
        assert total_by(world.schools.owner, world.schools.n_posts.astype(float), world.owners.n).min() > 0
        assert np.isfinite(world.schools.practice).all()
        assert np.isfinite(world.schools.true_results).all()
    moved = len(set(numbers)) > 1
    assert moved == (path != "constant")
