"""This file knows what the quantities of the fit to published totals are called, in English and Bokmål."""

from __future__ import annotations

import re

_NAMES = {
    "grunnskoler_total": ("primary and lower-secondary schools", "grunnskoler"),
    "grunnskoler_public": ("public primary and lower-secondary schools", "offentlige grunnskoler"),
    "grunnskoler_private": ("private primary and lower-secondary schools", "private grunnskoler"),
    "grunnskoler_primary_only": ("schools of grades 1-7", "barneskoler"),
    "grunnskoler_combined": ("schools of grades 1-10", "kombinerte skoler"),
    "grunnskoler_lower_secondary_only": ("schools of grades 8-10", "ungdomsskoler"),
    "grunnskole_pupils": ("pupils in grades 1-10", "elever i grunnskolen"),
    "grunnskole_pupils_public": ("pupils in public schools, grades 1-10", "elever i offentlige grunnskoler"),
    "grunnskole_pupils_private": ("pupils in private schools, grades 1-10", "elever i private grunnskoler"),
    "combined_share_in_grades_8_10": (
        "share of grades 8-10 in combined schools", "andel på ungdomstrinnet i kombinerte skoler",
    ),
    "schools_primary": ("schools of grades 1-7", "barneskoler"),
    "schools_combined": ("schools of grades 1-10", "kombinerte skoler"),
    "schools_lower": ("schools of grades 8-10", "ungdomsskoler"),
    "schools_private": ("private primary and lower-secondary schools", "private grunnskoler"),
    "schools_under_100": ("schools under 100 pupils", "grunnskoler under 100 elever"),
    "schools_100_299": ("schools of 100-299 pupils", "grunnskoler med 100-299 elever"),
    "schools_300_plus": ("schools of 300 pupils and more", "grunnskoler med 300 elever eller flere"),
    "pupils_private": ("pupils in private schools, grades 1-10", "elever i private grunnskoler"),
    "teachers": ("teachers, grades 1-10", "lærere i grunnskolen"),
    "school_size_under_100": ("schools under 100 pupils", "grunnskoler under 100 elever"),
    "school_size_100_299": ("schools of 100-299 pupils", "grunnskoler med 100-299 elever"),
    "school_size_300_plus": ("schools of 300 pupils and more", "grunnskoler med 300 elever eller flere"),
    "mean_pupils_per_school": ("pupils per school", "elever per grunnskole"),
    "grunnskole_teachers_persons": ("teachers, grades 1-10", "lærere i grunnskolen"),
    "pupils_per_teaching_fte": ("pupils per full-time teacher", "elever per lærerårsverk"),
    "teachers_in_schools_under_100": ("teachers of a school under 100 pupils", "lærere i en skole under 100 elever"),
    "unqualified_share_primary": ("unqualified, grades 1-10", "ukvalifiserte i grunnskolen"),
    "unqualified_share_upper": ("unqualified, upper secondary", "ukvalifiserte i videregående"),
    "share_60_plus_primary": ("aged 60 and more, grades 1-10", "60 år og eldre i grunnskolen"),
    "share_60_plus_upper": ("aged 60 and more, upper secondary", "60 år og eldre i videregående"),
    "qualified_with_known_university": ("qualified, educated in Norway", "kvalifiserte med utdanning fra Norge"),
    "upper_schools_county": ("upper-secondary schools of counties", "fylkeskommunale videregående skoler"),
    "upper_schools_private": ("private upper-secondary schools", "private videregående skoler"),
    "upper_schools_state": ("upper-secondary schools of the state", "statlige videregående skoler"),
    "vgs_pupils": ("upper-secondary pupils", "elever i videregående"),
    "vgs_teachers_persons": ("upper-secondary teachers", "lærere i videregående"),
    "training_offices": ("training offices", "opplæringskontor"),
    "training_firms": ("training firms", "lærebedrifter"),
    "municipalities": ("municipalities", "kommuner"),
    "municipal_networks": ("networks of municipalities", "kommunale nettverk"),
    "municipalities_per_network": ("municipalities per network", "kommuner per nettverk"),
    "largest_network": ("municipalities in the largest network", "kommuner i det største nettverket"),
    "public_schools_per_municipality": ("public schools per municipality", "offentlige grunnskoler per kommune"),
    "municipalities_with_no_school": ("municipalities without a public school", "kommuner uten offentlig skole"),
    "municipalities_with_one_school": ("municipalities with one public school", "kommuner med én offentlig skole"),
    "municipalities_with_two_schools": ("municipalities with two public schools", "kommuner med to offentlige skoler"),
    "structural_level_sd_between_municipalities": (
        "spread of results between municipalities", "spredning i resultater mellom kommuner",
    ),
    "universities_graduates_primary": ("graduates a year, grades 1-10", "uteksaminerte per år, grunnskole"),
    "universities_graduates_upper": ("graduates a year, upper secondary", "uteksaminerte per år, videregående"),
    "universities_staff_hours": ("partnership hours of universities", "UH-timer til partnerskap"),
    "vocational_colleges_staff_hours": ("partnership hours of vocational colleges", "fagskoletimer til partnerskap"),
    "public primary teachers": ("public teachers, grades 1-10", "lærere i offentlige grunnskoler"),
    "upper-secondary pupils": ("upper-secondary pupils", "elever i videregående"),
    "upper-secondary teachers": ("upper-secondary teachers", "lærere i videregående"),
    "training offices": ("training offices", "opplæringskontor"),
}  # fmt: skip
_PATTERNS = {
    r"county (?P<county>.+): (?P<of>.+)": ("county {county}: {of}", "fylke {county}: {of}"),
    r"(?P<of>.+?)_centrality_(?P<a>\d)_(?P<b>\d)": ("{of}, centrality {a}-{b}", "{of}, sentralitet {a}-{b}"),
    r"(?P<of>.+) \(published of (?P<a>\d+), simulated of (?P<b>\d+)\)": (
        "{of} (published of {a}, simulated of {b})", "{of} (publisert for {a}, simulert for {b})",
    ),
    r"municipalities_with_(?P<a>\d+)_(?P<b>\d+)_schools": (
        "municipalities with {a}-{b} public schools", "kommuner med {a}-{b} offentlige skoler",
    ),
    r"municipalities_with_(?P<n>\d+)_or_more_schools": (
        "municipalities with {n} or more public schools", "kommuner med {n} eller flere offentlige skoler",
    ),
    r"municipalities_under_(?P<n>\d+)": ("municipalities under {n} inhabitants", "kommuner under {n} innbyggere"),
    r"municipalities_over_(?P<n>\d+)": ("municipalities over {n} inhabitants", "kommuner over {n} innbyggere"),
    r"office_fte_size_class_(?P<n>\d)": ("school-office posts, size class {n}", "årsverk i skolekontor, størrelse {n}"),
}  # fmt: skip


def quantity(code: str, language: str) -> str:
    """What a row of the fit is called; its code where it has no name yet.

    >>> quantity("county 39 Vestfold: training offices", "nb")
    'fylke 39 Vestfold: opplæringskontor'
    """
    column = 1 if language == "nb" else 0
    if code in _NAMES:
        return _NAMES[code][column]
    for pattern, texts in _PATTERNS.items():
        found = re.fullmatch(pattern, code)
        if found:
            parts = found.groupdict()
            return texts[column].format(**parts | ({"of": quantity(parts["of"], language)} if "of" in parts else {}))
    return code
