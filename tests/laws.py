"""Laws that hold of the state at any moment, models that are held against them, and semesters made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.columns import Actor
from sim.country.world import Country
from sim.labour import Market
from sim.levers import Levers
from sim.luck import Luck
from sim.mechanisms.money import Frames
from sim.model import CompetenceModel
from sim.now import Now
from sim.parameters import Parameters, parameters_from
from sim.policy import Policy, lever_values, policy_from, sections
from sim.scenario import Phase, Scenario
from sim.schemes import SCHEMES
from sim.schemes.base import Account
from sim.setup import Ground, Setup
from sim.simulation import start
from sim.stage import Stage
from sim.types import Floats, Ints
from sim.world import World

PARTS_OF_AN_ACCOUNT = ("appropriated", "at_hand", "lapsed", "granted", "spent", "unspent")


def accounts() -> dict[str, Account]:
    """Every declared account by its scheme and name."""
    return {f"{scheme.name}: {account.name}": account for scheme in SCHEMES for account in scheme.accounts}


def appropriated(world: World) -> dict[str, int]:
    """All frames so far of every scheme that has accounts, kroner."""
    return {s.name: sum(int(a.appropriated(world).sum()) for a in s.accounts) for s in SCHEMES if s.accounts}


MAY_BE_NEGATIVE = {"owners.study_lapsed"}
"""Columns in kroner that are not at least 0 in every row: one national queue gives some owners more than their part."""


def columns_in_kroner(world: World) -> dict[str, Floats | Ints]:
    """Every column that counts kroner, by "table.column" (the arrays themselves)."""
    return {
        f"{table}.{name}": columns.arrays[name]
        for table, columns in world.tables().items()
        for name, spec in columns.declared.items()
        if spec.unit == "kroner of 2025"
    }


# ---- laws


def check_bounds(world: World) -> None:
    """No NaN anywhere; shares and 0-1 quantities within bounds; nothing negative that counts."""
    for table, columns in world.tables().items():
        for name, spec in columns.declared.items():
            array = columns.arrays[name]
            if array.dtype.kind != "f":
                continue
            assert np.isfinite(array).all(), f"{table}.{name} is not finite"
            if spec.unit in {"0-1", "share", "share of staff"}:
                assert (array >= 0).all(), f"{table}.{name} below 0"
                assert (array <= 1 + 1e-6).all(), f"{table}.{name} above 1"
            if spec.unit in {"hours per year", "hours", "people", "FTE", "teachers"}:
                assert (array >= -1e-6).all(), f"{table}.{name} negative"


def check_money(world: World) -> None:
    """No krone of any declared account is lost or made, and none of its parts is less than nothing."""
    for key, account in accounts().items():
        lost = account.lost(world)
        assert not lost.any(), f"{key} has lost or made {lost.tolist()} kroner"
        for part in PARTS_OF_AN_ACCOUNT:
            kroner: Ints = getattr(account, part)(world)
            assert (kroner >= 0).all(), f"{key}: {part} is {kroner.tolist()}"
    for name, kroner in columns_in_kroner(world).items():
        assert name in MAY_BE_NEGATIVE or (kroner >= 0).all(), f"{name} is below 0"
    n = world.networks
    assert (n.paid_university <= n.in_hand + 1).all()


def check_hours(world: World) -> None:
    """No university works more than its capacity; no participant more than the contract allows."""
    u = world.universities
    assert (u.hours <= u.staff_hours * (1 + 1e-9)).all()
    assert (u.equal_hours <= u.hours + 1e-9).all()
    assert (world.schools.hours <= 200).all()


def check_posts(world: World) -> None:
    """Nobody is in two places, and nobody is counted in a closed post; counts by school agree with the posts."""
    p, s, away = world.posts, world.schools, world.away
    first = np.repeat(s.first_post, s.capacity)
    assert (p.open == (np.arange(p.n) - first < np.repeat(s.n_posts, s.capacity))).all()
    held = p.holder > 0
    assert ((away.holder > 0) == (away.status > 0)).all()
    people = np.concatenate([p.holder[held], away.holder[away.status > 0]])
    assert len(np.unique(people)) == len(people)
    assert away.qualified[away.status > 0].all()
    for table in (p, away):
        assert (table.career >= 0).all()
        assert (table.learned >= 0).all()
        assert not (~table.qualified & (table.origin >= 0) & (table.holder > 0)).any()
    assert (p.tenure >= 0).all()
    assert (s.left <= 2 * s.capacity).all()
    assert (s.left_public <= s.left).all()
    unqualified = np.bincount(p.school[p.open & held & ~p.qualified], minlength=s.n)
    assert np.array_equal(s.unqualified, unqualified)


def check_holders(world: World) -> None:
    """Every open post is held, and nobody is, studies or is offered a place in a closed one."""
    posts = world.posts
    assert ((posts.holder > 0) == posts.open).all()
    assert (posts.study[~posts.open] == -1).all()
    assert (posts.offer[~posts.open] == -1).all()


BEFORE_STAFF_CHANGE = {"years_move", "leaders_change"}
"""Stages after which a post that has closed still has its holder, and one that has opened nobody."""


def check_world(world: World) -> None:
    """All laws at once."""
    check_bounds(world)
    check_money(world)
    check_hours(world)
    check_posts(world)


class Watch:
    """Holds a model against laws after every stage, and counts how often it did."""

    def __init__(self, model: CompetenceModel, laws: Callable[[World], None] = check_world) -> None:
        self.model, self.laws, self.checks = model, laws, 0
        model.after_stage.append(self)

    def __call__(self, stage: Stage) -> None:
        """After a stage: every law holds.

        Raises:
            AssertionError: If one does not, with the stage and the semester.
        """
        try:
            self.laws(self.model.world)
            if stage.name not in BEFORE_STAFF_CHANGE:
                check_holders(self.model.world)
        except AssertionError as error:
            raise AssertionError(f"after {stage.name} in semester {self.model.semester}: {error}") from None
        self.checks += 1


# ---- scenarios and models


def scenario_of(levers: dict[str, Any], *changes: tuple[int, dict[str, Any]], name: str = "made") -> Scenario:
    """A scenario from lever values and dated changes ("section.lever" -> value)."""
    phases = [Phase(-1000, levers)]
    for begin, change in changes:
        levers = {section: dict(values) for section, values in phases[-1].levers.items()}
        for key, value in change.items():
            section, lever = key.split(".")
            levers[section][lever] = value
        phases.append(Phase(begin, levers))
    return Scenario(name, {"en": "", "nb": ""}, tuple(phases))


def in_world(world: str, scenario: Scenario) -> CompetenceModel:
    """A model in a part of the real country, on the eve of autumn 2017."""
    return start(Setup(world=world), scenario, 0)


def live(
    country: Country, scenario: Scenario, until: int, *, parameters: dict[str, float] | None = None,
    luck: Luck | None = None, variants: Sequence[type[Actor]] = (),
) -> CompetenceModel:  # fmt: skip
    """A model that has lived from burn-in through semester `until`."""
    ground = Ground(country, parameters_from(parameters or {}), luck or Luck(1, 0))
    model = CompetenceModel(scenario=scenario, ground=ground, variants=variants, settle=False, collect=False)
    while model.semester < until:
        model.step()
    return model


_USUAL = policy_from(lever_values())
_POINT = parameters_from({})


def policy_of(*decided: Levers) -> Policy:
    """A policy in which nothing is decided but some sections of levers."""
    mine = {type(levers): levers for levers in decided}
    return Policy({name: mine.get(kind, _USUAL[kind]) for name, kind in sections().items()})


def now_of(
    world: World, semester: int = 1, *, policy: Policy = _USUAL, params: Parameters = _POINT, luck: Luck | None = None,
    market: Market | None = None, share: float = 1.0, frames: Mapping[str, int] | None = None,
) -> Now:  # fmt: skip
    """A semester of a world made by hand, as a stage or a choice sees it.

    Args:
        world: The tables.
        semester: 0 = autumn 2017.
        policy: Policy in force; every lever at its value while nothing is decided.
        params: Parameters; those of the register at their values.
        luck: Luck of the replication; the first of seed 1.
        market: The labour market, for stages that look at it.
        share: The world's share of the nation.
        frames: The year's frames by scheme in whole kroner, in place of those that policy gives.
    """
    now = Now(world, policy, params, (luck or Luck(1, 0)).at(semester), market, share)  # type: ignore[arg-type]
    if frames is not None:
        now.__dict__["money"] = Frames(frames, {})  # where the frames are kept once worked out
    return now
