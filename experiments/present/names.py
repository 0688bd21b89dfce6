"""What values of the program, quantities, parts and sources are called, each in the language of the reader."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from experiments.present.words import Words, mark

VALUES = {
    **{verdict: verdict for verdict in (mark("up"), mark("down"), mark("cannot tell"), mark("too small to matter"),
                                        mark("undefined"))},
    "+": mark("more is better"), "-": mark("less is better"), "0": mark("neither"), "neither": mark("neither"),
    "more is better": mark("more is better"), "less is better": mark("less is better"),
    "nation": mark("nation"), "county": mark("county"), "governor": mark("state governor"),
    "size_class": mark("municipality size (inhabitants)"),
    "centrality_class": mark("centrality (1 most central, 6 least)"), "turnover_class": mark("teacher turnover"),
    "school_size_class": mark("school size"),
    "municipality": mark("municipality"), "university": mark("university"), "partnership": mark("partnership"),
    "school": mark("school"), "autumn": mark("autumn"), "spring": mark("spring"), "stock": mark("stock"),
    "flow": mark("flow"), "register": mark("drawn from the register"),
    "posterior": mark("drawn from the posterior"), "point": mark("at their values"),
    "uncertainty": mark("uncertain"), "constant": mark("constant"), "triangular": mark("triangular"),
    "fixed": mark("fixed"), "sourced": mark("sourced"), "derived": mark("derived"), "assumption": mark("assumption"),
    "published": mark("published"), "money": mark("money"), "money and time": mark("money and teachers' time"),
    "below": mark("below"), "above": mark("above"), "condition": mark("a condition"), "always": mark("always better"),
    "never": mark("never better"), "no condition": mark("no condition"), "too few": mark("too few cases"),
    "total": mark("total index"), "mu_star": mark("mean absolute effect μ*"), "swing": mark("swing"),
    "src": mark("standardised coefficient"), "grown": mark("grown"), "input": mark("input"), "open": mark("open"),
    "set": mark("set"), "check": mark("check"),
}  # fmt: skip
"""Values of the program that stand in tables, and what they are called in English."""


def word(value: Any, words: Words) -> str:
    """What a value of the program is called; itself if it is no such value."""
    season, _, year = str(value).rpartition(" ")
    if season in ("autumn", "spring") and year.isdigit():
        return words("autumn {year}" if season == "autumn" else "spring {year}", year=year)
    return words(VALUES[value]) if value in VALUES else str(value)


# ---- parts of a package

_AREAS = {
    "staff": mark("Teachers and principals"), "owners": mark("School owners"),
    "teacher_education": mark("Teacher education"), "money": mark("Money between schemes"), "context": mark("Context"),
    "total": mark("The whole package"),
}  # fmt: skip
"""Sections of the policy that are no scheme, and all together, as parts of a package."""


def part(name: str, words: Words) -> str:
    """What a part of a package is called: a section of the policy, a lever, or as the user named it."""
    from sim.policy import declarations
    from sim.schemes import SCHEMES

    if name in _AREAS:
        return words(_AREAS[name])
    named = {scheme.name: (scheme.en, scheme.nb) for scheme in SCHEMES}
    if name in named:
        return words.pick(*named[name])
    levers = declarations()
    return f"{words.declared(levers[name].en).rstrip('.')} ({name})" if name in levers else name


# ---- mechanisms

_MECHANISMS = {
    "country": mark("country"), "staff": mark("staff"), "competence": mark("competence"), "school": mark("school"),
    "owner": mark("school owner"), "partnership": mark("partnership"), "study": mark("further education"),
    "vocational": mark("vocational education"), "report": mark("what people report"),
}  # fmt: skip


def mechanism(name: str, words: Words) -> str:
    """The mechanism or scheme that parameters belong to; itself if it is a new one."""
    return words(_MECHANISMS[name]) if name in _MECHANISMS else part(name, words)


# ---- sources of variance

_SOURCES = {
    "luck": mark("luck"), "parameters": mark("parameters"), "policy": mark("policy"), "levers": mark("levers"),
    "parameters and levers": mark("parameters and levers"),
}  # fmt: skip


def source(name: str, words: Words) -> str:
    """A source of variance; an interaction by the names of what acts together."""
    return " × ".join(words(_SOURCES[part]) for part in name.split(" x "))


# ---- published figures and patterns


def series(name: str, words: Words) -> str:
    """A published series: what it measures, and what sets it apart from others of the same."""
    from sim.analysis.published import SERIES

    for known in SERIES:
        if known.name == name:
            apart = words.pick(known.label_en, known.label_nb)
            return words.label(known.quantity) + (f", {apart}" if apart else "")
    return name


def pattern(text: str, words: Words) -> str:
    """What a pattern, a claim, its reason or a case is called in the language, by its English."""
    return words.pick(text, _patterns().get(text, text))


@cache
def _patterns() -> dict[str, str]:
    """Bokmål of patterns, of their claims with reasons, and of what is taken away, by English."""
    from sim.analysis.validation import PATTERNS

    claims = [claim for known in PATTERNS for claim in known.claims]
    cases = [case for claim in claims for case in claim.ablations]
    found = {claim.why_en: claim.why_nb for claim in claims} | {claim.en: claim.nb for claim in claims}
    return found | {known.en: known.nb for known in PATTERNS} | {case.en: case.nb for case in cases}


# ---- the country

_NAMES = {
    "grunnskoler_total": mark("primary and lower-secondary schools"),
    "grunnskoler_public": mark("public primary and lower-secondary schools"),
    "grunnskoler_private": mark("private primary and lower-secondary schools"),
    "grunnskoler_primary_only": mark("schools of grades 1-7"),
    "grunnskoler_combined": mark("schools of grades 1-10"),
    "grunnskoler_lower_secondary_only": mark("schools of grades 8-10"),
    "grunnskole_pupils": mark("pupils in grades 1-10"),
    "grunnskole_pupils_public": mark("pupils in public schools, grades 1-10"),
    "grunnskole_pupils_private": mark("pupils in private schools, grades 1-10"),
    "combined_share_in_grades_8_10": mark("share of grades 8-10 in combined schools"),
    "schools_primary": mark("schools of grades 1-7"),
    "schools_combined": mark("schools of grades 1-10"),
    "schools_lower": mark("schools of grades 8-10"),
    "schools_private": mark("private primary and lower-secondary schools"),
    "schools_under_100": mark("schools under 100 pupils"),
    "schools_100_299": mark("schools of 100-299 pupils"),
    "schools_300_plus": mark("schools of 300 pupils and more"),
    "pupils_private": mark("pupils in private schools, grades 1-10"),
    "teachers": mark("teachers, grades 1-10"),
    "school_size_under_100": mark("schools under 100 pupils"),
    "school_size_100_299": mark("schools of 100-299 pupils"),
    "school_size_300_plus": mark("schools of 300 pupils and more"),
    "mean_pupils_per_school": mark("pupils per school"),
    "grunnskole_teachers_persons": mark("teachers, grades 1-10"),
    "pupils_per_teaching_fte": mark("pupils per full-time teacher"),
    "teachers_in_schools_under_100": mark("teachers of a school under 100 pupils"),
    "unqualified_share_primary": mark("unqualified, grades 1-10"),
    "unqualified_share_upper": mark("unqualified, upper secondary"),
    "share_60_plus_primary": mark("aged 60 and more, grades 1-10"),
    "share_60_plus_upper": mark("aged 60 and more, upper secondary"),
    "qualified_with_known_university": mark("qualified, educated in Norway"),
    "upper_schools_county": mark("upper-secondary schools of counties"),
    "upper_schools_private": mark("private upper-secondary schools"),
    "upper_schools_state": mark("upper-secondary schools of the state"),
    "vgs_pupils": mark("upper-secondary pupils"),
    "vgs_teachers_persons": mark("upper-secondary teachers"),
    "training_offices": mark("training offices"),
    "training_firms": mark("training firms"),
    "municipalities": mark("municipalities"),
    "municipal_networks": mark("networks of municipalities"),
    "municipalities_per_network": mark("municipalities per network"),
    "largest_network": mark("municipalities in the largest network"),
    "public_schools_per_municipality": mark("public schools per municipality"),
    "municipalities_with_no_school": mark("municipalities without a public school"),
    "municipalities_with_one_school": mark("municipalities with one public school"),
    "municipalities_with_two_schools": mark("municipalities with two public schools"),
    "structural_level_sd_between_municipalities": mark("spread of results between municipalities"),
    "universities_graduates_primary": mark("graduates a year, grades 1-10"),
    "universities_graduates_upper": mark("graduates a year, upper secondary"),
    "universities_staff_hours": mark("partnership hours of universities"),
    "vocational_colleges_staff_hours": mark("partnership hours of vocational colleges"),
    "public primary teachers": mark("public teachers, grades 1-10"),
    "upper-secondary pupils": mark("upper-secondary pupils"),
    "upper-secondary teachers": mark("upper-secondary teachers"),
    "training offices": mark("training offices"),
}
_PATTERNS = {
    r"county (?P<county>.+): (?P<of>.+)": mark("county {county}: {of}"),
    r"(?P<of>.+?)_centrality_(?P<a>\d)_(?P<b>\d)": mark("{of}, centrality {a}–{b}"),
    r"(?P<of>.+) \(published of (?P<a>\d+), simulated of (?P<b>\d+)\)": mark(
        "{of} (published of {a}, simulated of {b})"
    ),
    r"municipalities_with_(?P<a>\d+)_(?P<b>\d+)_schools": mark("municipalities with {a}–{b} public schools"),
    r"municipalities_with_(?P<n>\d+)_or_more_schools": mark("municipalities with {n} or more public schools"),
    r"municipalities_under_(?P<n>\d+)": mark("municipalities under {n} inhabitants"),
    r"municipalities_over_(?P<n>\d+)": mark("municipalities over {n} inhabitants"),
    r"office_fte_size_class_(?P<n>\d)": mark("school-office posts, size class {n}"),
}
_UNITS = {
    "governors": mark("governors"), "counties": mark("counties"), "owners": mark("owners"),
    "networks": mark("networks"), "universities": mark("universities"),
    "vocational colleges": mark("vocational colleges"), "schools": mark("schools"), "posts": mark("posts"),
}  # fmt: skip
"""Kinds of unit that a country consists of."""


def quantity(code: str, words: Words) -> str:
    """What a row of the fit is called; its code where it has no name yet.

    >>> quantity("county 39 Vestfold: training offices", Words("nb"))
    'fylke 39 Vestfold: opplæringskontor'
    """
    if code in _NAMES:
        return words(_NAMES[code])
    for pattern, text in _PATTERNS.items():
        found = re.fullmatch(pattern, code)
        if found:
            parts = found.groupdict()
            return words(text, **parts | ({"of": quantity(parts["of"], words)} if "of" in parts else {}))
    return code


def factor(name: str, words: Words) -> str:
    """What a parameter or lever that was varied means, a lever with its name: many say the same of other schemes."""
    from sim.policy import declarations

    levers = declarations()
    if name in levers:
        return f"{words.declared(levers[name].en).rstrip('.')} ({name})"
    try:
        meaning = words.parameter(name, "meaning")
    except (KeyError, StopIteration):  # a folder of another version
        return name
    return f"{meaning.rstrip('.')} ({name})" if "." in name else meaning


def units(kind: str, words: Words) -> str:
    """A kind of unit that a country consists of, as many."""
    return words(_UNITS[kind])
