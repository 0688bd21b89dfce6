"""The sentences of the semester, in their order, as they are written in `CompetenceModel`, and their names."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache

from sim.model import CompetenceModel
from sim.scenario import is_autumn

SEASONS = ("burn_in", "autumn", "spring")
"""The methods that are lists of sentences."""
NAMES = {
    "burn_in": ("burn-in", "innkjøring"),
    "leaders_change": ("leaders change", "ledere skiftes"),
    "staff_changes": ("staff changes", "lærere slutter og kommer"),
    "new_cohort": ("new cohort", "nytt kull i lærerutdanningen"),
    "frames_arrive": ("frames arrive", "rammene kommer"),
    "autumn_needs_are_met": ("autumn needs are met", "høstens behov møtes"),
    "spring_needs_are_met": ("spring needs are met", "vårens behov møtes"),
    "follow_up_goes_on": ("follow-up goes on", "oppfølgingsordningen går videre"),
    "measures_are_delivered": ("measures are delivered", "tiltakene gjennomføres"),
    "vocational_autumn": ("vocational autumn", "yrkesfagordningens høst"),
    "vocational_spring": ("vocational spring", "yrkesfagordningens vår"),
    "courses_begin": ("courses begin", "videreutdanning begynner"),
    "courses_end_and_places_are_granted": (
        "courses end and places are granted", "videreutdanning slutter og plasser tildeles",
    ),
    "everyone_learns": ("everyone learns", "alle lærer"),
    "partners_learn": ("partners learn", "partnerne lærer"),
    "results_come_in": ("results come in", "resultatene kommer"),
    "everybody_is_asked": ("everybody is asked", "alle blir spurt"),
    "accounts_are_closed": ("accounts are closed", "regnskapet gjøres opp"),
    "take_stock": ("stock is taken", "utgangspunktet gjøres opp"),
    "end_of_semester": ("end of the semester", "semesterets slutt"),
}  # fmt: skip
"""What each sentence is called in English and Bokmål."""


def stage_name(sentence: str) -> tuple[str, str]:
    """What a sentence is called in English and Bokmål; its own words where nobody named it."""
    plain = sentence.replace("_", " ")
    return NAMES.get(sentence, (plain, plain))


@cache
def sentences(season: str) -> tuple[str, ...]:
    """Names of the sentences of a season, in the order they are written.

    Args:
        season: "burn_in", "autumn" or "spring".
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(getattr(CompetenceModel, season))))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    spoken = [
        f for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id == "self"
    ]
    spoken.sort(key=lambda f: (f.lineno, f.col_offset))
    return tuple(dict.fromkeys(f.attr for f in spoken))


def sentences_of(semester: int) -> tuple[str, ...]:
    """Names of the sentences of a semester."""
    if semester < 0:
        return sentences("burn_in")
    return sentences("autumn" if is_autumn(semester) else "spring")


def listen(model: CompetenceModel, heard: Callable[[str], None]) -> None:
    """Call `heard` with its name after every sentence the model speaks from now on."""
    for name in dict.fromkeys(name for season in SEASONS for name in sentences(season)):
        setattr(model, name, _then(getattr(model, name), name, heard))


def _then(sentence: Callable[[], None], name: str, heard: Callable[[str], None]) -> Callable[[], None]:
    def spoken() -> None:
        sentence()
        heard(name)

    return spoken
