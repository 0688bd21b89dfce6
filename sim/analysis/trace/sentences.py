"""The stages of a semester as sentences to listen to, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from sim.model import CompetenceModel
from sim.schedule import school_year, stages_of

AROUND = {
    "burn_in": ("burn-in", "innkjøring"),
    "end_of_semester": ("end of the semester", "semesterets slutt"),
}
"""What comes before and after the stages, in English and Bokmål."""


def sentences_of(semester: int) -> tuple[str, ...]:
    """Names of the stages of a semester, in order."""
    return tuple(stage.name for stage in stages_of(school_year(), semester))


def stage_name(stage: str) -> tuple[str, str]:
    """What happens at a stage of the school year, in English and Bokmål; its own words where it is none of these."""
    plain = stage.replace("_", " ")
    told = {of.name: (of.en.rstrip("."), of.nb.rstrip(".")) for of in school_year()}
    return {**AROUND, **told}.get(stage, (plain, plain))


def listen(model: CompetenceModel, heard: Callable[[str], None]) -> None:
    """Call `heard` with its name after every stage the model goes through from now on."""
    model.after_stage.append(lambda stage: heard(stage.name))
