"""Conservation of money over declared accounts: no scheme is named by the law, and no pot escapes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.model import CompetenceModel
from sim.scenario import parting
from sim.scenario_file import shipped
from sim.schemes import SCHEMES
from sim.schemes.dekom_s import Pots
from sim.timeline import scenario
from tests.laws import (
    Watch,
    accounts,
    appropriated,
    check_money,
    check_world,
    columns_in_kroner,
    in_world,
    scenario_of,
)

LAST = 29
"""Spring 2032: every scenario of the law of 2026 has had all its turns but the last ones of stop and go."""
FORK = 16
"""Autumn 2025: until here the scenarios of 2026 have one history."""


def rows_of(model: CompetenceModel, holder: str) -> int:
    """How many hold the money of an account."""
    return 1 if holder == "nation" else model.world.tables()[holder].n


@pytest.fixture(scope="module")
def of_2026():
    """A model in autumn 2025 whose money was watched since the eve of 2017, its state there, and who watches."""
    model = in_world("tiny", scenario("system_2026"))
    watch = Watch(model, check_money)
    while model.semester < FORK:
        model.step()
    return model, model.save(), watch


def test_no_krone_is_lost_after_any_stage_and_every_law_holds_every_semester_of_every_shipped_scenario(of_2026):
    model, saved, watch = of_2026
    base, before = scenario("system_2026"), watch.checks
    for name in shipped():
        chosen, lived = scenario(name), model
        if parting([base, chosen], 0, FORK + 1) > FORK:
            model.restore(saved)
            model.follow(chosen)
        else:
            lived = in_world("tiny", chosen)
            Watch(lived, check_money)
        while lived.semester < LAST:
            lived.step()
            check_world(lived.world)
    assert watch.checks - before > 20 * 10 * (LAST - FORK)


def test_every_account_has_one_number_for_each_who_holds_it(of_2026):
    model, saved, _ = of_2026
    model.restore(saved)
    for key, account in accounts().items():
        expected = rows_of(model, account.holder)
        for part in (account.appropriated, account.at_hand, account.lapsed, account.granted, account.spent,
                     account.unspent):  # fmt: skip
            kroner = part(model.world)
            assert kroner.shape == (expected,), key
            assert kroner.dtype.kind == "i", key


@pytest.mark.parametrize("name", ["system_2026", "follow_up_folded_in", "individual_first", "doubled"])
def test_the_accounts_get_the_frames_of_the_calendar_year_to_the_krone(of_2026, name):
    """Frames of a year are those of its policy, which does not change within it; 2026 is left out for that."""
    model, saved, _ = of_2026
    model.restore(saved)
    model.follow(scenario(name))
    while model.semester < 18:
        model.step()
    for _ in range(2027, 2033):
        before = sum(appropriated(model.world).values())
        model.step()
        in_spring = model.now.money.total
        model.step()
        assert model.now.money.total == in_spring
        assert sum(appropriated(model.world).values()) - before == in_spring


DESCRIBED = {
    "networks.decided": "the latest decision, in `granted` too",
    "networks.in_hand": "the grant of this school year, in `spent` already",
    "networks.paid_university": "a part of `in_hand`",
    "networks.recommended": "a proposal",
    "networks.straight": "a proposal",
    "counties.open_to_grants": "a part of `pot`",
    "counties.returned": "what came back this school year, in `pot` again",
    "counties.y_frame": "the frame of this school year, in `y_appropriated`",
    "counties.y_left": "what was left of `y_pot` after round one",
    "counties.y_open": "a part of `y_frame`",
    "counties.y_paid": "what was spent this school year, in `y_spent`",
    "counties.y_unspent": "what went back this school year, in `y_returned`",
    "owners.follow_grant": "the grant of this school year, in `follow_spent`",
    "owners.guide_money": "the guides of this school year, in `follow_spent`",
    "owners.guidance_grant": "the grant of this school year, in `guidance_given`",
    "owners.study_frame": "a part of the frame of this year, with what was left",
    "owners.study_granted": "what places granted this spring cost, in `study_waiting`",
}
"""Whole kroner that tell of money counted elsewhere; what tells it is no account."""


def test_every_column_of_whole_kroner_is_in_an_account_or_tells_of_money_that_is(of_2026):
    """One krone more in any of them is seen by the law; so a new pot cannot escape it."""
    model, saved, _ = of_2026
    model.restore(saved)
    while model.semester < 22:
        model.step()
    check_money(model.world)
    unseen = []
    for name, kroner in columns_in_kroner(model.world).items():
        if kroner.dtype.kind != "i":
            continue
        kroner.flat[0] += 1
        if not any(account.lost(model.world).any() for account in accounts().values()):
            unseen.append(name)
        kroner.flat[0] -= 1
    assert set(unseen) == set(DESCRIBED)
    check_money(model.world)


def test_a_krone_lost_is_named_with_its_account_and_the_stage_it_was_lost_in(of_2026):
    model, saved, _ = of_2026
    model.restore(saved)
    act = {stage.name: stage.act for stage in model.schedule}["staff_changes"]

    def careless(now):
        act(now)
        now.world[Pots].pot[0, 0] += 1

    honest = model.schedule
    model.schedule = tuple(replace(s, act=careless) if s.name == "staff_changes" else s for s in honest)
    with pytest.raises(AssertionError, match=r"after staff_changes in semester 17: dekom_s: collective .* \[1, 0, 0\]"):
        model.step()
    model.schedule = honest


def test_every_scheme_that_gets_money_has_an_account_or_moves_it_to_one_that_has():
    of_its_own = {scheme.name for scheme in SCHEMES if scheme.accounts}
    for scheme in SCHEMES:
        assert scheme.accounts or {move.to for move in scheme.moves} & of_its_own, scheme.name
    assert len(accounts()) == sum(len(scheme.accounts) for scheme in SCHEMES)


def test_a_pot_that_merges_within_a_year_is_paid_once(levers):
    """Kompetanseløftet has its own line in spring 2019; in autumn Dekom S begins, with that money in its pot."""
    frame = {"dekom_s.frame": {2017: 4e8}, "inclusion.frame": {2017: 1e8}, "follow_up.active": False}
    apart = frame | {"dekom_s.active": False, "inclusion.active": True}
    merged = frame | {"dekom_s.active": True, "inclusion.active": True, "money.inclusion_merged": True}
    model = CompetenceModel("tiny", scenario_of(levers, (0, apart), (4, merged)), collect=False)
    while model.semester < 2:
        model.step()
    before = sum(appropriated(model.world).values())
    for _ in range(2):
        model.step()
    assert sum(appropriated(model.world).values()) - before == model.now.money.total
