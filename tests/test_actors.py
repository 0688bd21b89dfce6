"""Agents that act: one code path for the table and the agent, whoever is asked first; a user's own agents count."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import mesa
import numpy as np
import pytest

from sim.agents.county import County, StateGovernor
from sim.agents.network import Network
from sim.agents.owner import CountyCouncil, Municipality, Owner, PrivateOwner, StateOwner
from sim.agents.school import School
from sim.agents.university import University
from sim.columns import Actor, Choice, Population
from sim.model import CompetenceModel
from sim.policy import lever_values
from sim.setup import Setup
from sim.setup import ground as lay_ground
from tests.laws import scenario_of
from tests.test_model import ALL, TURNS

KINDS: tuple[type[Actor], ...] = (Owner, Network, County, StateGovernor, University, School)
CHOICES = [(kind, name) for kind in KINDS for name, thing in vars(kind).items() if isinstance(thing, Choice)]
LAST = 9
"""Spring 2022: three rounds of decisions, and two years of follow-up."""
BUSY = {**ALL, "dekom_s.subject_share_min": 0.3}
GROUND = lay_ground(Setup(world="tiny"), 0)
Asked = dict[str, int]


def lived(*turns: tuple[int, dict[str, Any]], variants: tuple[type[Actor], ...] = ()) -> CompetenceModel:
    """The smallest world with all schemes on, through three rounds of decisions."""
    scenario = scenario_of(lever_values(), (0, BUSY), *turns)
    model = CompetenceModel(scenario=scenario, ground=GROUND, variants=variants, collect=False)
    while model.semester < LAST:
        model.step()
    return model


@pytest.fixture(scope="module")
def together() -> str:
    """The state where all of a kind decide together."""
    return lived().world.digest()


# ---- who is asked first does not matter


def one_by_one(seed: int, asked: Asked) -> Callable[[Population, Choice, Any], None]:
    """Let Mesa activate the agents of a table in a random order, and count who was asked for what."""
    lot = random.Random(seed)

    def each(table: Population, choice: Choice, now: Any) -> None:
        mesa.agent.AgentSet(table.agents, random=lot).shuffle_do(choice.name)
        asked[choice.name] = asked.get(choice.name, 0) + table.n

    return each


@pytest.mark.parametrize("turns", TURNS.values(), ids=TURNS.keys())
def test_mesa_may_activate_proposers_one_by_one_in_any_order(monkeypatch, turns):
    usual = lived(*turns).world.digests()
    asked: Asked = {}
    monkeypatch.setattr(Population, "each", one_by_one(7, asked))
    shuffled = lived(*turns).world.digests()
    assert {name for name in usual if usual[name] != shuffled[name]} == set()
    assert {name for _, name in CHOICES} == set(asked)


def test_a_choice_that_looks_at_what_peers_have_chosen_is_found_out(monkeypatch):
    """Networks that ask for more the more have asked before them: together is not one by one."""

    def outbid(now: Any, rows: Any) -> None:
        networks = now.world.networks
        networks.asked[rows] = 1e5 + 1e3 * (networks.asked > 0).sum()

    monkeypatch.setattr(Network.apply, "decide", outbid)
    usual = lived().world.digest()
    monkeypatch.setattr(Population, "each", one_by_one(7, {}))
    assert lived().world.digest() != usual


# ---- a user's own agents

HELD_BY: dict[type[Actor], tuple[type[Actor], ...]] = {
    Owner: (Municipality, CountyCouncil, PrivateOwner, StateOwner),
}
"""Kinds of agents that hold a role, where it is not the role's own class."""


def refined(kind: type[Actor], **methods: Any) -> tuple[type[Actor], ...]:
    """A subclass of every class that holds a role, with some methods of its own."""
    return tuple(type(f"My{held.__name__}", (held,), methods) for held in HELD_BY.get(kind, (kind,)))


def asks_super(name: str) -> Callable[[Any], None]:
    """A method that does what its kind does."""

    def method(self: Any) -> None:
        getattr(super(type(self), self), name)()

    return method


def test_agents_that_decide_as_their_kind_does_change_nothing(together):
    variants = []
    for kind in KINDS:
        mine = {name: asks_super(name) for of, name in CHOICES if of is kind}
        variants += refined(kind, **mine)
    assert lived(variants=tuple(variants)).world.digest() == together


def test_an_agent_that_decides_otherwise_changes_the_result(together):
    """Each choice in turn is left unmade by everybody whose it is."""
    idle = [
        f"{kind.__name__}.{name}"
        for kind, name in CHOICES
        if lived(variants=refined(kind, **{name: lambda self: None})).world.digest() == together
    ]
    assert idle == []


class Ambitious(Network):
    """A network that asks for twice as much."""

    def apply(self) -> None:
        """As networks do, and then as much again."""
        super().apply()
        self.asked *= 2.0


def test_what_ones_own_agents_decide_is_what_their_rows_say():
    usual, more = lived().world.networks, lived(variants=(Ambitious,)).world.networks
    both = (usual.asked > 0) & (more.asked > 0)
    assert both.any()
    assert more.asked[both].sum() > 1.5 * usual.asked[both].sum()
    assert {type(agent) for agent in more.agents} == {Ambitious}


class Careless(Owner):
    """An owner of any kind that sees no need."""

    def report_needs(self) -> None:
        """Nothing is lacking."""
        self.assessed_gap = np.zeros_like(self.assessed_gap)


def test_a_subclass_of_a_role_takes_the_place_of_all_who_hold_it():
    """Seen to fail when owners are municipalities, county councils and so on, and so nobody was a plain owner."""
    owners = lived(variants=(Careless,)).world.owners
    assert not owners.assessed_gap.any()
    assert all(isinstance(agent, Careless) for agent in owners.agents)
    alta = next(agent for agent in owners.agents if agent.name == "Alta")
    assert isinstance(alta, Municipality)
    assert repr(alta) == "<CarelessMunicipality 5601 Alta>"


def test_a_subclass_of_one_kind_goes_before_one_of_the_role():
    class Keen(Municipality):
        """A municipality of its own."""

    kinds = {type(agent).__name__ for agent in lived(variants=(Careless, Keen)).world.owners.agents}
    assert "Keen" in kinds
    assert "CarelessCountyCouncil" in kinds
    assert "CarelessMunicipality" not in kinds


def test_a_class_that_could_take_no_ones_place_is_refused():
    class Stranger(Actor):
        """Nobody's kind."""

    with pytest.raises(TypeError, match="Stranger is a subclass of no kind of agent"):
        lived(variants=(Stranger,))


def test_one_agent_may_be_asked_alone(levers):
    model = lived()
    networks, before = model.world.networks, model.world.networks.asked.copy()
    networks.asked[:] = 0.0
    networks.agents[3].apply()
    assert np.array_equal(networks.asked[3], before[3])
    assert not np.delete(networks.asked, 3, axis=0).any()


# ---- habits of Mesa


def test_a_model_is_made_with_defaults_runs_to_its_horizon_and_stops():
    model = CompetenceModel(world="tiny", scenario="system_2026", seed=1, horizon=2019)
    assert model.semester == -1
    model.run_model()
    assert (model.semester, model.running) == (3, False)


def test_the_data_collector_keeps_headline_indicators_of_every_step():
    model = CompetenceModel(world="tiny", scenario="model_2025", horizon=2019)
    model.run_model()
    kept = model.datacollector.get_model_vars_dataframe()
    assert len(kept) == 4
    assert "practice" in kept
    assert kept["practice"].between(0, 1).all()


def test_mesas_batch_run_works():
    rows = mesa.batch_run(
        CompetenceModel,
        {"world": "tiny", "scenario": ["system_2026", "never"], "seed": [1, 2], "horizon": 2018},
        number_processes=1, display_progress=False,
    )  # fmt: skip
    assert {(row["scenario"], row["seed"]) for row in rows} == {
        (name, seed) for name in ("system_2026", "never") for seed in (1, 2)
    }
    assert len({row["practice"] for row in rows}) > 1


@pytest.fixture(scope="module")
def model() -> CompetenceModel:
    return lived()


def test_agents_are_of_their_kind_have_names_and_cannot_be_removed(model):
    kinds = {kind.__name__: len(agents) for kind, agents in model.agents_by_type.items()}
    assert kinds["School"] == model.world.schools.n
    assert sum(kinds[name] for name in ("Municipality", "CountyCouncil", "PrivateOwner") if name in kinds) > 0
    nameless = [agent for agent in model.agents if agent.peers.arrays["id"][agent.row] not in repr(agent)]
    assert nameless == []
    alta = next(owner for owner in model.world.owners.agents if owner.name == "Alta")
    assert repr(alta) == "<Municipality 5601 Alta>"
    with pytest.raises(TypeError, match="<Municipality 5601 Alta> cannot be removed"):
        alta.remove()


def test_relations_lead_from_agent_to_agent(model):
    w = model.world
    for row in range(0, w.schools.n, 7):
        school = w.schools.agents[row]
        assert school.owner is w.owners.agents[w.schools.owner[row]]
        assert school.owner.county is w.counties.agents[w.owners.county[school.owner.row]]
        assert school.owner.county.governor is w.governors.agents[w.counties.governor[school.owner.county.row]]
    alone = [network for network in w.networks.agents if w.networks.partner[network.row] < 0]
    assert all(network.partner is None for network in alone)
    partnered = next(network for network in w.networks.agents if network.partner is not None)
    assert isinstance(partnered.partner, University)


def test_every_column_of_rows_is_a_relation_that_leads_to_a_table(model):
    tables = model.world.tables()
    lost = [
        f"{table}.{name} to {spec.to}"
        for table, columns in tables.items()
        for name, spec in columns.declared.items()
        if spec.to and (spec.to not in tables or columns.arrays[name].max() >= tables[spec.to].n)
    ]
    assert lost == []
