"""Theories: defensible positions on what is contested, as named combinations of rules and values for both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.levers import is_rule
from sim.policy import declarations, lever_kinds, lever_values, plain_value
from sim.rules.base import options
from sim.scenario import Scenario


@dataclass(frozen=True)
class Theory:
    """A position on what is contested.

    Attributes:
        name: Identifier.
        en, nb: The position in one sentence.
        levers: Rules of contested levers, by full name; a rule's name or a mapping with numbers.
        parameters: Values that replace those of the register.
        source: Who holds it, or where it comes from.
    """

    name: str
    en: str
    nb: str
    levers: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    source: str = ""

    def applied_to(self, scenario: Scenario) -> Scenario:
        """The scenario under this theory, from the beginning of all time; its name stays."""
        return replace(scenario, phases=tuple(replace(p, levers=self._under(p.levers)) for p in scenario.phases))

    def _under(self, levers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        changed = {section: dict(values) for section, values in levers.items()}
        for lever, value in self.levers.items():
            section, name = lever.split(".")
            changed[section][name] = plain_value(lever, value)
        return changed


DEFAULT = Theory("default", "The model as it is shipped.", "Modellen slik den leveres.")

NAMED = (
    Theory(
        "programme",
        "Partnerships, collective work and local anchoring change practice, on top of what schools do anyway.",
        "Partnerskap, kollektivt arbeid og lokal forankring endrer praksis, i tillegg til det skolene gjør uansett.",
        {"context.displacement": "additional", "context.forgetting": "slow_forgetting"},
        source="Udir, programme theory of the decentralised scheme; Desimone (2009); Darling-Hammond et al. (2017)",
    ),
    Theory(
        "routines",
        "What an organisation remembers carries the gain: routines weigh more than what teachers know, and last.",
        "Det organisasjonen husker, bærer gevinsten: rutiner veier mer enn det enkeltlærere kan, og de varer.",
        {"context.routine_drive": "hours_only"},
        {"routine_weight": 0.5, "routine_loss": 0.05, "socialisation": 1.0},
        source="March (1991); Argote; Ton and Huckman (2008); Thompson (2007)",
    ),
    Theory(
        "subject",
        "Only work anchored in a subject changes teaching much.",
        "Bare arbeid forankret i fag endrer undervisningen i særlig grad.",
        {"context.quality": {"rule": "subject_specific", "ratio": 3.0}},
        source="Lynch et al. (2019); Kraft et al. (2018): content-specific coaching",
    ),
    Theory(
        "market",
        "Good courses do as well as partnerships: how helping is done decides, not who does it.",
        "Gode kurs gjør det like bra som partnerskap: måten det hjelpes på avgjør, ikke hvem som gjør det.",
        {"context.market": "good_courses", "context.dose": "any_dose"},
        source="Kennedy (2016); Sims and Fletcher-Wood (2020)",
    ),
    Theory(
        "sceptic",
        "Schemes mostly replace what schools would have done, what is learned fades fast, and little reaches pupils.",
        "Ordningene erstatter mest det skolene ville ha gjort, det lærte blekner fort, og lite når elevene.",
        {"context.displacement": "crowded_out"},
        {
            "own_quality": 0.2,
            "own_hours": 30.0,
            "own_participation": 0.9,
            "routine_loss": 0.3,
            "fade_unused": 0.8,
            "pass_through": 0.2,
        },
        source="Garet et al. (2008, 2011); Liu and Phelps (2020); no Norwegian effect has been measured",
    ),
    Theory(
        "capacity",
        "What owners have the capacity to plan, steer and keep up decides.",
        "Det skoleeierne har kapasitet til å planlegge, styre og holde ved like, avgjør.",
        {},
        {"capacity_implementation": 1.0, "plan_lapse": 0.8, "planning_groups": 6.0},
        source="Evaluation of the schemes (2026): capacity is what small municipalities lack; Durlak and DuPre (2008)",
    ),
)

CONTESTED = (
    "context.dose", "context.quality", "context.forgetting", "context.cascade", "context.routine_drive",
    "context.hour_limit", "context.displacement", "context.market", "context.questions", "dekom_s.coverage",
)  # fmt: skip
"""Levers that are no decisions of policy but readings of research; each alternative alone is a departure."""


def departures() -> tuple[Theory, ...]:
    """Every alternative to one contested rule, alone."""
    today, found = lever_values(), []
    for lever in CONTESTED:
        section, name = lever.split(".")
        kind = lever_kinds()[lever]
        assert is_rule(kind)
        for rule, alternative in options(kind).items():
            if rule == today[section][name]["rule"]:
                continue
            said = str(alternative.__doc__).splitlines()[0]
            declared = declarations()[lever]
            found.append(Theory(rule, f"{declared.en} {said}", f"{declared.nb} ({rule})", {lever: rule}))
    return tuple(found)


def theories() -> tuple[Theory, ...]:
    """The model as shipped, the named positions, and every single departure."""
    return (DEFAULT, *NAMED, *departures())


def theory(name: str) -> Theory:
    """The theory of a name.

    Raises:
        ValueError: If there is none.
    """
    known = {one.name: one for one in theories()}
    if name not in known:
        raise ValueError(f"theory {name!r} does not exist; known are {', '.join(known)}")
    return known[name]
