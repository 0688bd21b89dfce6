"""What the tests share: lever values, scenarios of `configs/`, parameters, and small models by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import sim.posterior
from sim.luck import Luck
from sim.model import CompetenceModel
from sim.parameters import Parameters, parameters_from
from sim.policy import Policy, lever_values, policy_from
from sim.scenario import Scenario
from sim.timeline import scenario as read
from tests import texts
from tests.handmade import handmade
from tests.laws import live, scenario_of

settings.register_profile("quick", max_examples=25, deadline=None)
settings.load_profile("quick")

Changed = Callable[..., Policy]


@pytest.fixture(scope="session", autouse=True)
def every_text_has_bokmaal() -> Iterator[None]:
    """A text that is shown in Bokmål and has none there is an error in whichever test shows it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.analysis.words.catalogue", texts.strict)
        yield


@pytest.fixture(scope="session", autouse=True)
def where_the_posterior_is() -> Iterator[Path]:
    """Where the posterior that is shipped lies: no test sees it unless it asks, so that a new one breaks none."""
    there = sim.posterior.folder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.posterior.folder", lambda: Path("nowhere"))
        yield there


@pytest.fixture
def posterior(where_the_posterior_is: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shipped is seen."""
    monkeypatch.setattr("sim.posterior.folder", lambda: where_the_posterior_is)
    sim.posterior.about.cache_clear()
    sim.posterior.members.cache_clear()


@pytest.fixture(scope="session")
def scenario() -> Callable[[str], Scenario]:
    """Scenarios of `configs/scenario/` by name."""
    return cache(read)


@pytest.fixture
def levers() -> dict[str, Any]:
    """Values of the levers while nothing is decided, free to be changed."""
    return lever_values()


@pytest.fixture
def policy_with(levers: dict[str, Any]) -> Changed:
    """A policy in which nothing is decided but what is named as section__lever."""

    def build(**changes: Any) -> Policy:
        changed = deepcopy(levers)
        for name, value in changes.items():
            section, lever = name.split("__")
            changed[section][lever] = value
        return policy_from(changed)

    return build


@pytest.fixture(scope="session")
def params() -> Parameters:
    """Parameters at the values of the register."""
    return parameters_from({})


@pytest.fixture(scope="session")
def p(params: Parameters) -> Parameters:
    """As `params`."""
    return params


@pytest.fixture(scope="session")
def luck() -> Luck:
    return Luck(1, 0)


@pytest.fixture
def model(levers: dict[str, Any]) -> CompetenceModel:
    """The hand-made country on the eve of autumn 2017, with Dekom S from then on."""
    return live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True})), -1)
