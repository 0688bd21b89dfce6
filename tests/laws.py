"""Checks that must hold of the state at any moment, and a model that makes them after every sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from sim.country.world import Country
from sim.luck import Luck
from sim.model import CompetenceModel
from sim.parameters import parameters_from
from sim.scenario import Phase, Scenario
from sim.simulation import Setup, ground
from sim.world import World

SENTENCES = (
    "leaders_change", "staff_changes", "new_cohort", "frames_arrive", "autumn_needs_are_met", "spring_needs_are_met",
    "measures_are_delivered", "follow_up_goes_on", "vocational_autumn", "vocational_spring", "courses_begin",
    "courses_end_and_places_are_granted", "everyone_learns", "partners_learn", "results_come_in", "take_stock",
    "burn_in", "autumn", "spring",
)  # fmt: skip


def check_bounds(world: World) -> None:
    """No NaN anywhere; shares and 0-1 quantities within bounds; nothing negative that counts."""
    for table, columns in world.tables().items():
        for name, spec in columns.columns.items():
            array = columns.arrays[name]
            if array.dtype.kind != "f":
                continue
            assert np.isfinite(array).all(), f"{table}.{name} is not finite"
            if spec.unit in {"0-1", "share", "share of staff"}:
                assert (array >= 0).all(), f"{table}.{name} below 0"
                assert (array <= 1 + 1e-6).all(), f"{table}.{name} above 1"
            if spec.unit in {"hours per year", "hours", "people", "FTE", "teachers", "kroner of 2025"}:
                assert (array >= -1e-6).all(), f"{table}.{name} negative"


def check_money(world: World) -> None:
    """Every krone appropriated is in a pot, granted and waiting, spent, or gone back to the state."""
    c, n = world.counties, world.networks
    assert c.appropriated.sum() == c.pot.sum() + c.lapsed.sum() + n.granted.sum() + n.spent.sum()
    assert (c.pot >= 0).all()
    assert (n.granted >= 0).all()
    assert (n.in_hand >= 0).all()
    assert (n.paid_university <= n.in_hand + 1).all()
    g = world.governors
    assert (g.appropriated == g.pot + g.guides + g.measures + g.lapsed).all()
    assert (g.pot >= 0).all()
    held = c.y_pot.sum(axis=1) + c.y_committed
    assert (c.y_appropriated == held + c.y_spent + c.y_returned).all()
    assert (held >= 0).all()


def check_hours(world: World) -> None:
    """No university works more than its capacity; no participant more than the contract allows."""
    u = world.universities
    assert (u.hours <= u.staff_hours * (1 + 1e-9)).all()
    assert (u.equal_hours <= u.hours + 1e-9).all()
    assert (world.schools.hours <= 200).all()


def check_posts(world: World) -> None:
    """Every open post is held by one person, and closed posts by nobody; counts by school agree with the posts."""
    p, s, away = world.posts, world.schools, world.away
    opened = np.arange(p.n) < (s.first_post + s.n_posts)[p.school]
    assert ((p.holder > 0) == opened).all()
    assert ((away.holder > 0) == (away.status > 0)).all()
    people = np.concatenate([p.holder[opened], away.holder[away.status > 0]])
    assert len(np.unique(people)) == len(people)
    assert away.qualified[away.status > 0].all()
    for table in (p, away):
        assert (table.career >= 0).all()
        assert (table.learned >= 0).all()
        assert not (~table.qualified & (table.origin >= 0) & (table.holder > 0)).any()
    assert (p.tenure >= 0).all()
    assert (p.study[~opened] == -1).all()
    assert (p.offer[~opened] == -1).all()
    assert (s.left <= 2 * np.bincount(p.school, minlength=s.n)).all()
    assert (s.left_public <= s.left).all()
    assert np.array_equal(s.unqualified, np.bincount(p.school[opened & ~p.qualified], minlength=s.n))


def check_world(world: World) -> None:
    """All laws at once."""
    check_bounds(world)
    check_money(world)
    check_hours(world)
    check_posts(world)


class Purse(CompetenceModel):
    """A model that counts what the state has set aside for each scheme."""

    individual = 0
    """Frames of further education so far, kroner."""

    def courses_end_and_places_are_granted(self) -> None:
        """As in the model; the year's frame is counted."""
        self.individual += self.money.individual
        super().courses_end_and_places_are_granted()

    def appropriated(self) -> int:
        """Frames of all schemes so far, kroner."""
        w = self.world
        collective = int(w.counties.appropriated.sum() + w.counties.y_appropriated.sum())
        return collective + int(w.governors.appropriated.sum()) + self.individual

    def save(self) -> tuple[Any, ...]:  # type: ignore[override]
        """As in the model, with what was counted."""
        return (*super().save(), self.individual)

    def restore(self, saved: tuple[Any, ...]) -> None:
        """As in the model, with what was counted."""
        super().restore(saved[:2])
        self.individual = saved[2]


class CheckedModel(CompetenceModel):
    """A model that checks its laws after every sentence of the semester."""

    checks = 0

    def _checked(self, sentence: Callable[[], None]) -> None:
        sentence()
        check_world(self.world)
        self.checks += 1


def _wrap(name: str) -> Any:
    original = getattr(CompetenceModel, name)

    def checked(self: CheckedModel) -> None:
        self._checked(lambda: original(self))

    return checked


for _name in SENTENCES:
    setattr(CheckedModel, _name, _wrap(_name))


def scenario_of(levers: dict[str, Any], *changes: tuple[int, dict[str, Any]], name: str = "made") -> Scenario:
    """A scenario from root levers and dated changes ("section.lever" -> value)."""
    phases = [Phase(-1000, levers)]
    for start, change in changes:
        levers = {section: dict(values) for section, values in phases[-1].levers.items()}
        for key, value in change.items():
            section, lever = key.split(".")
            levers[section][lever] = value
        phases.append(Phase(start, levers))
    return Scenario(name, {"en": "", "nb": ""}, tuple(phases))


M = TypeVar("M", bound=CompetenceModel)


def in_world(world: str, scenario: Scenario, kind: type[M]) -> M:
    """A model of its kind in a part of the real country, on the eve of autumn 2017."""
    country, parameters, luck = ground(Setup(world=world), 0)
    model = kind(country, scenario, parameters, luck)
    while model.semester < -1:
        model.step()
    return model


def live(
    country: Country, scenario: Scenario, until: int, *, parameters: dict[str, float] | None = None,
    luck: Luck | None = None, kind: type[CompetenceModel] = CompetenceModel,
) -> CompetenceModel:  # fmt: skip
    """A model that has lived from burn-in through semester `until`."""
    model = kind(country, scenario, parameters_from(parameters or {}), luck or Luck(1, 0))
    while model.semester < until:
        model.step()
    return model
