"""The stages of a semester as sentences to listen to, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from sim.model import CompetenceModel
from sim.schedule import school_year, stages_of


def sentences_of(semester: int) -> tuple[str, ...]:
    """Names of the stages of a semester, in order."""
    return tuple(stage.name for stage in stages_of(school_year(), semester))


def listen(model: CompetenceModel, heard: Callable[[str], None]) -> None:
    """Call `heard` with its name after every stage the model goes through from now on."""
    model.after_stage.append(lambda stage: heard(stage.name))
