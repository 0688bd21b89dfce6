"""Dekom S on tables made by hand: frames, the round of decisions, lines and pots."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from sim.agents.network import Network
from sim.agents.owner import COUNTY_COUNCIL, MUNICIPALITY, PRIVATE
from sim.areas import MoneyLevers
from sim.luck import Luck
from sim.mechanisms.learning import most_contact
from sim.mechanisms.measures import COLLECTIVE, INCLUSION, INCLUSION_LINE, LINES, MAIN, QUOTA, SCHOOLS_LINE
from sim.model import CompetenceModel
from sim.parameters import parameters_from
from sim.policy import lever_values
from sim.schemes.dekom_s import decide_grants, frames_arrive, hand_out_open_pot, lapse, report
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def policy_with(policy_with):
    """Policies under which Dekom S runs."""
    return partial(policy_with, dekom_s__active=True)


def in_spring(model, policy, year=2018):
    return now_of(model.world, 2 * (year - 2018) + 1, policy=policy, params=model.params, share=model.share)


def receive(model, policy, year=2018):
    frames_arrive(in_spring(model, policy, year))


def grants(model, policy):
    receive(model, policy)
    decide_grants(in_spring(model, policy), months=7.0)
    return model.world.networks


def everybody_reports(world, params):
    """Needs as owners report them, and who takes part."""
    now = now_of(world, params=params)
    report(now)
    world.networks.each(Network.take_part, now)


def ask(world, policy, params):
    world.networks.each(Network.apply, now_of(world, policy=policy, params=params))
    return world.networks.asked


BOTH = {"dekom_s.active": True, "inclusion.active": True}
SCENARIOS = {
    "usual": [(0, {"dekom_s.active": True})],
    "both lines": [(0, BOTH)],
    "earmarked only": [(0, {"inclusion.active": True})],
    "merged": [(0, BOTH), (7, {"money.inclusion_merged": True})],
    "merged, then without Dekom S": [(0, BOTH | {"money.inclusion_merged": True}), (9, {"dekom_s.active": False})],
    "earmarked line ended": [(0, BOTH), (9, {"inclusion.active": False})],
    "earmarked line left": [(0, BOTH), (9, {"dekom_s.active": False})],
    "earmarked line later": [(0, {"dekom_s.active": True}), (4, {"inclusion.active": True})],
    "open pot": [(0, BOTH | {"dekom_s.open_pot": 0.4})],
    "flexible": [(0, BOTH), (6, {"dekom_s.flexible": True})],
    "county line": [(0, BOTH | {"dekom_s.county_line": True, "dekom_s.upper_secondary": True})],
    "bought hours": [(0, BOTH | {"dekom_s.partnership_required": False})],
    "money for feedback and nearness": [
        (0, BOTH | {"dekom_s.nearness_bonus": 0.3, "teacher_education.feedback_share": 0.7})
    ],
    "dear hours": [(0, {"dekom_s.active": True, "dekom_s.price_per_hour": 97.3, "dekom_s.frame_factor": 3.3})],
    "stop and go": [
        (0, {"dekom_s.active": True}),
        (4, {"dekom_s.frame_factor": 0.0}),
        (6, {"dekom_s.frame_factor": 2.0}),
    ],
    "ended": [(0, {"dekom_s.active": True}), (7, {"dekom_s.active": False})],
    "quota": [(0, {"dekom_s.active": True, "dekom_s.subject_share_min": 0.4})],
    "other keys": [(0, {"dekom_s.active": True, "dekom_s.county_key": "equal_shares", "dekom_s.forum_weight": 0.3})],
    "no money to the university": [(0, {"dekom_s.active": True, "dekom_s.uh_share": 0.0})],
}


@pytest.mark.parametrize("changes", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_every_krone_is_in_a_pot_granted_spent_or_gone_back_after_every_semester(changes):
    model = live(handmade(), scenario_of(lever_values(), *changes), -1)
    for _ in range(16):
        model.step()
        counties, networks = model.world.counties, model.world.networks
        kept = counties.pot.sum(axis=0) + counties.lapsed.sum(axis=0)
        by_line = kept + networks.granted.sum(axis=0) + networks.spent.sum(axis=0)
        assert counties.appropriated.sum() == by_line.sum()
        assert model.policy[MoneyLevers].inclusion_merged or np.array_equal(counties.appropriated.sum(axis=0), by_line)
        assert (counties.pot >= 0).all()
    assert networks.spent.sum() > 0


@pytest.mark.parametrize("year", [2017, 2018, 2030])
def test_the_frame_is_the_worlds_share_of_the_nations_and_goes_out_whole(model, policy_with, year):
    receive(model, policy_with(dekom_s__frame={2017: 1e8, 2018: 2e8}, dekom_s__frame_factor=1.5), year)
    frame = (1e8 if year == 2017 else 2e8) * 1.5 * model.share
    assert model.world.counties.pot.sum(axis=0).tolist() == [round(frame), 0]
    assert np.array_equal(model.world.counties.appropriated, model.world.counties.pot)


def test_each_line_gets_its_own_frame(model, policy_with):
    policy = policy_with(inclusion__active=True, inclusion__frame={2018: 3e7}, dekom_s__frame={2018: 2e8})
    receive(model, policy)
    assert model.world.counties.pot.sum(axis=0).tolist() == [round(2e8 * model.share), round(3e7 * model.share)]


def test_the_frame_comes_once_a_calendar_year(model):
    counties, seen = model.world.counties, []
    for _ in range(8):
        model.step()
        seen.append(int(counties.appropriated.sum()))
    assert seen[0] < seen[1] == seen[2] < seen[3] == seen[4] < seen[5] == seen[6] < seen[7]


def test_a_frame_before_its_first_year_is_nothing(model, policy_with):
    receive(model, policy_with(dekom_s__frame={2020: 1e8}), 2019)
    assert model.world.counties.pot.sum() == 0


def test_the_key_to_the_counties_counts_teachers_of_schools_that_take_part(model, policy_with):
    model.world.schools.network[model.world.schools.county == 1] = -1
    receive(model, policy_with(dekom_s__county_key="per_teacher"))
    pot = model.world.counties.pot[:, SCHOOLS_LINE]
    assert pot[0] == model.world.counties.appropriated.sum() > 0


def test_nothing_happens_before_the_scheme_is_active(levers):
    model = live(handmade(), scenario_of(levers, (6, {"dekom_s.active": True})), 5)
    world = model.world
    for column in (world.counties.appropriated, world.networks.spent, world.networks.asked, world.universities.hours,
                   world.networks.group, world.schools.participation[:, COLLECTIVE]):  # fmt: skip
        assert not column.any()
    assert (world.networks.partner == -1).all()
    assert (world.schools.topic[:, COLLECTIVE] == -1).all()
    model.step()
    assert world.counties.appropriated.sum() > 0


def test_after_the_scheme_ends_its_last_grants_are_spent_and_nothing_more(levers):
    model = live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True}), (9, {"dekom_s.active": False})), 9)
    assert not model.world.networks.granted.any()
    spent = model.world.networks.spent.copy()
    for _ in range(4):
        model.step()
    assert np.array_equal(model.world.networks.spent, spent)
    assert not model.world.schools.hours[:, COLLECTIVE].any()
    assert not model.world.networks.active.any()


@pytest.mark.parametrize(("kind", "name"), [(PRIVATE, "apply_private"), (0, "apply_municipal")])
def test_private_owners_apply_less(levers, params, kind, name):
    """40 networks x 50 replications; each rate within 4 standard errors. Seen to fail with one rate for all."""
    world = live(handmade(owners=120, schools_per_owner=1, posts_per_school=6), scenario_of(levers), -14).world
    world.networks.kind[:] = kind
    report(now_of(world))
    applied = []
    for replication in range(50):
        world.networks.asked_before = False
        world.networks.each(Network.take_part, now_of(world, params=params, luck=Luck(1, replication)))
        applied.append(world.networks.applied.mean())
    rate = getattr(params.owner, name)
    assert abs(np.mean(applied) - rate) <= 4 * np.sqrt(rate * (1 - rate) / (40 * 50))


def test_a_network_without_schools_that_may_take_part_does_not_apply(model):
    model.world.schools.level[model.world.schools.network == 0] = 3
    everybody_reports(model.world, parameters_from({"apply_municipal": 1.0}))
    assert model.world.networks.applied.tolist() == [False, True]


@pytest.fixture
def reported(model, params):
    """Both networks have reported and take part, each with a plan for 80 % of its staff."""
    everybody_reports(model.world, params)
    networks = model.world.networks
    networks.applied, networks.group[:, [MAIN, QUOTA, INCLUSION]] = True, 0.8
    return model.world


def test_networks_ask_for_the_hours_of_small_groups_by_hand(reported, params, policy_with):
    """180 teachers, 80 % of them in small groups for all the hours they have time for; half of the grant buys them."""
    reported.networks.applied, reported.networks.application_quality = [True, False], 0.5
    asked = ask(reported, policy_with(), params)
    full = params.owner.ask_least + 0.5 * params.owner.ask_rise
    hours = 180 * 0.8 / params.competence.small_group * most_contact(params.competence)
    assert asked[:, SCHOOLS_LINE].tolist() == [np.floor(hours * 3500 / 0.5 * full), 0.0]
    assert not asked[:, INCLUSION_LINE].any()


def test_better_applications_ask_more_fully(reported, params, policy_with):
    asked = []
    for quality in (0.0, 1.0):
        reported.networks.application_quality = quality
        asked.append(float(ask(reported, policy_with(), params)[0, SCHOOLS_LINE]))
    assert asked[1] / asked[0] == pytest.approx(1.0 + params.owner.ask_rise / params.owner.ask_least)


def test_nobody_is_granted_more_than_asked_nor_a_county_more_than_its_pot(model, policy_with):
    networks = grants(model, policy_with(dekom_s__frame_factor=0.3))
    assert (networks.granted <= networks.asked).all()
    assert networks.granted.sum() > 0
    assert (model.world.counties.pot >= 0).all()


def test_money_that_nobody_asked_for_stays_in_the_pot(model, policy_with):
    networks = grants(model, policy_with(dekom_s__frame_factor=100.0))
    assert np.array_equal(networks.granted, networks.asked.astype(np.int64))
    assert (model.world.counties.pot[:, SCHOOLS_LINE] > 0).all()


def test_money_crosses_neither_county_borders_nor_lines(model, policy_with):
    grants(model, policy_with(dekom_s__frame_factor=0.5, inclusion__active=True, inclusion__frame={2018: 5e7}))
    counties, networks = model.world.counties, model.world.networks
    assert (networks.granted.sum(axis=0) > 0).all()
    for line in range(LINES):
        granted = np.bincount(networks.county, weights=networks.granted[:, line], minlength=counties.n)
        assert np.array_equal(granted + counties.pot[:, line], counties.appropriated[:, line])


@pytest.mark.parametrize(("power", "decides"), [(0.0, "governor"), (1.0, "forum")])
def test_the_power_of_the_forum_decides_whose_key_counts(levers, policy_with, power, decides):
    """One county with two networks of one and five schools; the forum's key is equal shares."""
    country = handmade(owners=6, schools_per_owner=1)
    country.tables["owners"]["county"][:] = country.tables["networks"]["county"][:] = 0
    country.tables["schools"]["county"][:] = 0
    country.tables["owners"]["network"][:] = [0, 1, 1, 1, 1, 1]
    model: CompetenceModel = live(country, scenario_of(levers), -1, parameters={"apply_municipal": 1.0})
    model.world.counties.forum_power[:] = power
    networks = grants(model, policy_with(dekom_s__allocation="equal_shares", dekom_s__frame_factor=0.2))
    one, five = networks.granted[:, SCHOOLS_LINE]
    assert abs(five - (5 if decides == "governor" else 1) * one) <= 6


def test_a_key_by_needs_gives_more_per_teacher_to_those_in_need(levers, policy_with):
    """Two networks in each of two counties; in each county one whose schools have twice the gaps."""
    country = handmade(owners=12)
    model = live(country, scenario_of(levers), -1, parameters={"apply_municipal": 1.0, "need_noise": 0.0})
    schools, networks = model.world.schools, model.world.networks
    model.world.counties.forum_power[:] = 1.0
    schools.gap_relevant[schools.network < 2] *= 2.0
    policy = policy_with(dekom_s__allocation={"rule": "needs_weighted", "need_weight": 1.0}, dekom_s__frame_factor=0.2)
    grants(model, policy)
    for county in range(2):
        rows = np.flatnonzero(networks.county == county)
        granted, need = networks.granted[rows, SCHOOLS_LINE], networks.need[rows]
        assert np.allclose(granted / granted.sum(), need / need.sum(), atol=1e-4)
        assert granted[0] > granted[1]


def mixed(levers, **parameters: float) -> CompetenceModel:
    """One county: two municipal networks, and the county council alone with four upper-secondary schools."""
    country = handmade(owners=7, schools_per_owner=4)
    tables = country.tables
    for table in ("owners", "networks", "schools"):
        tables[table]["county"][:] = 0
    tables["owners"] |= {"kind": np.array([MUNICIPALITY] * 6 + [COUNTY_COUNCIL], dtype=np.int8)}
    tables["networks"] |= {"kind": np.array([MUNICIPALITY] * 2 + [COUNTY_COUNCIL], dtype=np.int8)}
    tables["schools"] |= {"level": np.repeat(np.array([0, 3], dtype=np.int8), [24, 4])}
    return live(country, scenario_of(levers), -1, parameters={"apply_municipal": 1.0} | parameters)


def granted(levers, policy_with, power=None, frame_factor=0.2, **changes: Any):
    model = mixed(levers)
    if power is not None:
        model.world.counties.forum_power[:] = power
    policy = policy_with(dekom_s__upper_secondary=True, dekom_s__frame_factor=frame_factor, **changes)
    return grants(model, policy).granted[:, SCHOOLS_LINE].copy(), model.world.counties.appropriated[0, SCHOOLS_LINE]


@pytest.mark.parametrize("power", [0.0, 1.0])
def test_the_county_line_is_the_councils_part_by_teachers_whatever_the_forum_says(levers, policy_with, power):
    """28 schools of equal size, four of them upper secondary: a seventh of the money, and no more."""
    grant, frame = granted(levers, policy_with, power, dekom_s__county_line=True, dekom_s__allocation="equal_shares")
    assert grant[2] == frame * 80 // 560
    assert grant.sum() == frame


def test_without_a_line_of_its_own_the_council_gets_what_the_forum_gives(levers, policy_with):
    grant, frame = granted(levers, policy_with, 1.0, dekom_s__allocation="equal_shares")
    assert grant[2] == pytest.approx(frame / 3, abs=1)


@pytest.mark.parametrize("frame_factor", [0.5, 2.0, 5.0])
def test_what_the_council_does_not_need_of_its_line_is_the_others_to_have(levers, policy_with, frame_factor):
    model = mixed(levers)
    policy = policy_with(dekom_s__upper_secondary=True, dekom_s__county_line=True, dekom_s__frame_factor=frame_factor)
    networks = grants(model, policy)
    wish, grant = networks.asked[:, SCHOOLS_LINE], networks.granted[:, SCHOOLS_LINE]
    frame = model.world.counties.appropriated[0, SCHOOLS_LINE]
    assert grant[2] == min(int(wish[2]), frame * 80 // 560)
    assert grant.sum() == min(frame, grant[2] + int(wish[:2].sum()))


@pytest.mark.parametrize("advice", [0.0, 0.3, 0.5, 1.0])
def test_a_county_that_decides_takes_the_forums_key_as_advice_and_looks_at_need(levers, policy_with, advice):
    """The forum gives equal shares; needs lie in the second network most."""
    by_power = {}
    for power in (0.0, 0.5, 1.0):
        model = mixed(levers, need_noise=0.0, forum_advice=advice)
        model.world.counties.forum_power[:] = power
        model.world.schools.gap_relevant[model.world.schools.network == 1] *= 3.0
        policy = policy_with(dekom_s__county_hub=True, dekom_s__frame_factor=0.2, dekom_s__allocation="equal_shares")
        by_power[power] = grants(model, policy).granted[:2, SCHOOLS_LINE].astype(float)
    need = model.world.networks.need[:2]
    frame = by_power[0.0].sum()
    assert np.allclose(by_power[0.0] / frame, need / need.sum(), atol=1e-4)
    for power in (0.5, 1.0):
        say = advice * power
        assert np.allclose(by_power[power], (1.0 - say) * by_power[0.0] + say * frame / 2, atol=2)


def test_an_incentive_gives_networks_of_several_more_and_owners_alone_less(levers, policy_with):
    usual, frame = granted(levers, policy_with, 1.0, dekom_s__allocation="per_teacher")
    lifted, same = granted(levers, policy_with, 1.0, dekom_s__allocation="per_teacher", dekom_s__network_incentive=0.5)
    assert frame == same == usual.sum() == lifted.sum()
    assert (lifted[:2] > usual[:2]).all()
    assert lifted[0] / lifted[2] == pytest.approx(1.5 * usual[0] / usual[2], rel=1e-4)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_an_open_pot_keeps_its_part_for_autumn_and_then_hands_it_out(model, policy_with, part):
    policy = policy_with(dekom_s__frame_factor=0.05, dekom_s__open_pot=part)
    networks, counties = grants(model, policy), model.world.counties
    networks.applied[:] = True
    spring = networks.granted[:, SCHOOLS_LINE].sum()
    frame = counties.appropriated.sum()
    assert counties.pot.sum() == pytest.approx(part * frame, abs=counties.n)
    hand_out_open_pot(now_of(model.world, 2, policy=policy, params=model.params))
    assert networks.granted.sum() + counties.pot.sum() == frame
    assert networks.granted[:, SCHOOLS_LINE].sum() == frame >= spring
    assert (networks.granted <= networks.asked).all()


def test_a_flexible_scheme_hands_out_its_whole_pot(model, policy_with):
    """Seen to fail when the open pot was kept back, for no autumn hands it out then."""
    networks = grants(model, policy_with(dekom_s__frame_factor=0.05, dekom_s__open_pot=0.4, dekom_s__flexible=True))
    assert not model.world.counties.pot.any()
    assert networks.granted.sum() == model.world.counties.appropriated.sum() > 0


def test_lead_time_is_of_the_latest_grant_and_unchanged_where_nothing_was_granted(levers, policy_with):
    """Two counties; in the first nobody may take part."""
    model = live(handmade(), scenario_of(levers), -1, parameters={"apply_municipal": 1.0})
    networks = model.world.networks
    model.world.schools.level[model.world.schools.network == 0] = 3
    networks.lead = 4.0
    grants(model, policy_with(dekom_s__frame_factor=0.3))
    assert (networks.granted.sum(axis=1) > 0).tolist() == [False, True]
    assert networks.lead.tolist() == [4.0, 7.0]


def seen(levers, *changes, last=7):
    """The model each semester from 2017 under Dekom S with changes: granted, delivered hours, lead time."""
    model = live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True}), *changes), -1)
    rows = []
    while model.semester < last:
        model.step()
        n = model.world.networks
        rows.append(
            (model.semester, int(n.granted.sum()), float(model.world.universities.hours.sum()), n.lead.tolist())
        )
    return rows


def test_a_spring_round_is_granted_in_spring_and_delivered_from_autumn(levers):
    for semester, waiting, _, lead in seen(levers):
        assert (waiting > 0) == (semester % 2 == 1)
        assert lead == ([7.0, 7.0] if semester >= 1 else [0.0, 0.0])


def test_a_flexible_scheme_decides_in_autumn_and_delivers_at_once_sooner_after_the_need(levers):
    months = levers["dekom_s"]["handling_months"]
    for semester, waiting, hours, lead in seen(levers, (0, {"dekom_s.flexible": True})):
        assert waiting == 0
        assert (hours > 0) == (semester >= 0)
        assert lead == [months, months]


def test_kompetanseloftet_by_itself_grants_its_own_line_only(levers):
    world = live(handmade(), scenario_of(levers, (0, {"inclusion.active": True})), 13).world
    assert world.networks.spent[:, SCHOOLS_LINE].sum() == 0
    assert world.networks.spent[:, INCLUSION_LINE].sum() > 0
    assert world.counties.appropriated[:, SCHOOLS_LINE].sum() == 0


def test_a_merged_pot_is_split_by_what_networks_ask_for_and_takes_in_what_was_left(model, policy_with):
    """Seen to fail when the earmarked pot was left behind."""
    counties = model.world.counties
    counties.pot[:, INCLUSION_LINE] = counties.appropriated[:, INCLUSION_LINE] = 10_000
    on = {"dekom_s__active": True, "inclusion__active": True, "money__inclusion_merged": True}
    networks = grants(model, policy_with(**on, dekom_s__frame_factor=0.3))
    assert not counties.pot[:, INCLUSION_LINE].any()
    assert counties.pot.sum() + networks.granted.sum() == counties.appropriated.sum()
    asked = networks.asked / networks.asked.sum(axis=1, keepdims=True)
    part = networks.granted / networks.granted.sum(axis=1, keepdims=True)
    assert networks.granted.sum() > 0
    assert np.allclose(part, asked, atol=1e-4)


def test_dekom_s_switched_off_leaves_kompetanseloftet_its_own_frame_though_money_is_merged(levers):
    """One pot lasts while Dekom S does; then money is earmarked, and no main measure runs.

    Seen to fail when the earmarked frame went to a pot of Dekom S.
    """
    start = (0, BOTH | {"money.inclusion_merged": True})
    model = live(handmade(), scenario_of(levers, start, (9, {"dekom_s.active": False})), 9)
    counties, networks, schools = model.world.counties, model.world.networks, model.world.schools
    assert model.policy[MoneyLevers].inclusion_merged
    for semester in range(10, 17):
        before = counties.appropriated.sum(axis=0)
        model.step()
        came = (counties.appropriated.sum(axis=0) - before).tolist()
        assert came == [0, model.now.money["inclusion"] if semester % 2 else 0]
        if semester >= 11:
            assert not networks.granted[:, SCHOOLS_LINE].any()
            assert not counties.pot[:, SCHOOLS_LINE].any()
    assert model.now.money["inclusion"] > 0
    assert (schools.topic[:, [MAIN, QUOTA]] == -1).all()
    assert not schools.hours[:, [MAIN, QUOTA]].any()
    assert networks.in_hand[:, INCLUSION_LINE].any()
    assert (schools.topic[:, INCLUSION] >= 0).any()


@pytest.mark.parametrize("line", [SCHOOLS_LINE, INCLUSION_LINE])
def test_each_line_lapses_by_itself_and_only_after_a_round(model, line):
    counties, other = model.world.counties, 1 - line
    counties.pot = np.array([[10, 20], [30, 40]])
    lapse(model.world, line)
    assert not counties.lapsed.any()
    counties.decided = True
    counties.decided[1, line] = False
    gone, kept = counties.pot[:, line].tolist()
    lapse(model.world, line)
    assert counties.pot[:, line].tolist() == [0, kept]
    assert counties.lapsed[:, line].tolist() == [gone, 0]
    assert not counties.decided[:, line].any()
    assert counties.decided[:, other].all()
    assert counties.pot[:, other].tolist() == [[10, 30], [20, 40]][other]
    assert not counties.lapsed[:, other].any()


def test_a_line_that_starts_in_autumn_gets_its_frame_then_though_the_other_has_its_own(levers):
    """Its first frame waits for its first round, though the other line has had one.

    Seen to fail with one year for both.
    """
    levers["inclusion"]["frame"] = {2017: 3e7}
    model = live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True}), (4, {"inclusion.active": True})), 3)
    counties = model.world.counties
    schools_line = counties.appropriated[:, SCHOOLS_LINE].sum()
    model.step()  # autumn 2019
    assert counties.appropriated.sum(axis=0).tolist() == [schools_line, model.now.money["inclusion"]]
    first = counties.pot[:, INCLUSION_LINE].sum()
    assert first == model.now.money["inclusion"] > 0
    model.step()
    assert counties.appropriated[:, INCLUSION_LINE].sum() == first + model.now.money["inclusion"]
    assert not counties.lapsed[:, INCLUSION_LINE].any()


@pytest.mark.parametrize(
    ("off", "line"),
    [("dekom_s.active", SCHOOLS_LINE), ("inclusion.active", INCLUSION_LINE)],
    ids=["schools", "earmarked"],
)
def test_a_line_whose_scheme_is_off_gets_no_frame_and_does_not_hinder_the_other(levers, off, line):
    """More money than anybody asks for. Seen to fail when a line that is off never lapsed."""
    levers["inclusion"]["frame"], levers["dekom_s"]["frame_factor"] = {2017: 3e9}, 50.0
    model = live(handmade(), scenario_of(levers, (0, BOTH), (5, {off: False})), 4)
    counties, networks, other = model.world.counties, model.world.networks, 1 - line
    left, lapsed = counties.pot[:, line].sum(), counties.lapsed[:, line].sum()
    assert left > 0
    for semester in range(5, 10):
        before = counties.appropriated.sum(axis=0)
        model.step()
        came = counties.appropriated.sum(axis=0) - before
        frame = (model.now.money["dekom_s"], model.now.money["inclusion"])[other]
        assert came[line] == 0
        assert came[other] == (frame if semester % 2 else 0)
        assert counties.lapsed[:, line].sum() == lapsed + left
        assert not counties.pot[:, line].any()
        assert not networks.asked[:, line].any()
        assert networks.granted[:, other].any() == bool(semester % 2)


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ({"rule": "needs_weighted", "need_weight": 1.0}, "need"),
        ({"rule": "benefit_weighted", "need_weight": 0.0, "benefit_weight": 1.0}, "benefit"),
        ({"rule": "quality_ranked", "steepness": 4.0}, "quality"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_the_national_key_may_look_at_what_owners_report(model, policy_with, key, state):
    """Two counties alike in teachers; the first has more need, better applications or better partnerships."""
    world = model.world
    world.networks.need, world.networks.trust[:], world.owners.steering = 0.3, 0.5, 0.4
    world.networks.last_partner = 0
    if state == "need":
        world.networks.need[0] = 0.6
    elif state == "benefit":
        world.networks.benefit = [0.2, 0.1]
    else:
        world.owners.steering[world.owners.county == 0] = 0.9
    receive(model, policy_with(dekom_s__county_key=key))
    pot = world.counties.pot[:, SCHOOLS_LINE]
    assert pot[0] > 1.2 * pot[1]


def test_the_first_frame_is_divided_by_teachers_where_nothing_is_known_yet(model, policy_with):
    receive(model, policy_with(dekom_s__county_key={"rule": "needs_weighted", "need_weight": 1.0}))
    pot = model.world.counties.pot[:, SCHOOLS_LINE]
    assert abs(int(pot[0]) - int(pot[1])) <= 1


def test_what_a_round_of_decisions_found_no_taker_for_goes_back_to_the_state(levers):
    """The first frame, of autumn 2017, waits for the first round; later ones are for the year."""
    model = live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True, "dekom_s.frame_factor": 5.0})), 1)
    counties = model.world.counties
    left = counties.pot.sum()
    assert left > 0
    assert counties.lapsed.sum() == 0
    model.step()  # autumn 2018: the same calendar year
    assert counties.lapsed.sum() == 0
    returned = counties.returned.sum()
    model.step()
    assert counties.lapsed.sum() == left + returned


def test_who_takes_part_one_year_does_so_the_next_where_nobody_leaves(levers):
    calm = {"leave_rate": 0.0, "idle_leave": 0.0, "return_rate": 0.0}
    model = live(handmade(owners=60), scenario_of(levers, (0, {"dekom_s.active": True})), 1, parameters=calm)
    applied = model.world.networks.applied.copy()
    for _ in range(6):
        model.step()
    assert np.array_equal(model.world.networks.applied, applied)


@pytest.fixture
def many(levers, params):
    """Eight hundred networks that are in, have worked, and lack nothing; their owners' leaders stay."""
    world = live(handmade(owners=2400, schools_per_owner=1, posts_per_school=2), scenario_of(levers), -14).world
    report(now_of(world))
    world.networks.inside, world.networks.asked_before, world.networks.worked = True, True, True
    world.networks.delivered, world.networks.satisfaction, world.owners.leader_left = 1.0, 0.5, False
    return world


@pytest.mark.parametrize(
    ("changed", "rate"),
    [
        ({}, lambda o: o.leave_rate),
        ({"satisfaction": 1.0}, lambda _: 0.0),
        ({"satisfaction": 0.0}, lambda o: 2 * o.leave_rate),
        ({"leader_left": True}, lambda o: 2 * o.leave_rate),
        ({"delivered": 0.0}, lambda o: o.leave_rate + o.idle_leave),
        ({"delivered": 0.0, "worked": False}, lambda o: o.leave_rate),
    ],
)
def test_networks_leave_by_what_the_work_gave_them(many, params, changed, rate):
    """800 networks x 10 springs; 4 standard errors. Content ones stay, idle years and lost leaders drive out."""
    for name, value in changed.items():
        setattr(many.owners if name == "leader_left" else many.networks, name, value)
    saved, left = many.save(), []
    for replication in range(10):
        many.restore(saved)
        many.networks.each(Network.take_part, now_of(many, params=params, luck=Luck(1, replication)))
        left.append(1.0 - many.networks.applied.mean())
    expected = rate(params.owner)
    assert abs(np.mean(left) - expected) <= 4 * np.sqrt(max(expected * (1 - expected), 0.0) / 8000)


def test_who_left_comes_back_by_capacity_and_who_never_wanted_in_does_not(many, params):
    back = []
    for capacity in (0.1, 1.0, 10.0):
        many.networks.inside, many.owners.capacity = False, capacity
        many.networks.each(Network.take_part, now_of(many, params=params))
        back.append(many.networks.applied.mean())
    assert back == sorted(back)
    assert back[0] < back[-1]
    never = replace(params, owner=replace(params.owner, apply_municipal=0.0))
    many.networks.inside = False
    many.networks.each(Network.take_part, now_of(many, params=never))
    assert not many.networks.applied.any()


MERGED, APART = {"money.inclusion_merged": True}, {"money.inclusion_merged": False}


@pytest.mark.parametrize("turns", [[(6, MERGED)], [(2, MERGED), (6, APART)], [(1, MERGED), (5, APART), (8, MERGED)]])
def test_the_earmarked_frame_is_paid_once_a_year_whenever_the_pots_are_merged_or_parted(turns):
    plain, turned = (
        live(handmade(), scenario_of(lever_values(), (0, BOTH), *changes), 11).world.counties for changes in ([], turns)
    )
    assert plain.appropriated.sum() == turned.appropriated.sum()


def test_an_open_pot_is_not_handed_out_for_a_scheme_that_has_ended():
    changes = ((0, BOTH | {"dekom_s.open_pot": 0.5}), (6, {"dekom_s.active": False}))
    world = live(handmade(), scenario_of(lever_values(), *changes), 5).world
    spent = world.networks.spent[:, SCHOOLS_LINE].sum() + world.networks.granted[:, SCHOOLS_LINE].sum()
    world = live(handmade(), scenario_of(lever_values(), *changes), 8).world
    assert world.networks.spent[:, SCHOOLS_LINE].sum() <= spent
