"""This file knows the words, units and numbers of figures, in English and Bokmål."""

from __future__ import annotations

import math
from textwrap import fill

from sim.analysis.figures.chart_words import CHARTS_NB
from sim.analysis.figures.decision_words import DECISION_NB
from sim.analysis.figures.shown import Shown

FIRST_YEAR = 2017
"""Semester 0 is the autumn of this year."""

_NB = {
    "How the indicators develop, by scenario": "Slik utvikler indikatorene seg, etter scenario",
    "How the indicators develop": "Slik utvikler indikatorene seg",
    "Difference from {baseline}, {when}": "Forskjell fra {baseline}, {when}",
    "Difference from {baseline} over time": "Forskjell fra {baseline} over tid",
    "{indicator}: difference from {baseline}, {when}": "{indicator}: forskjell fra {baseline}, {when}",
    "{scenario} less {baseline}, {when}": "{scenario} minus {baseline}, {when}",
    "({part} of {parts})": "({part} av {parts})",
    "spring {year}": "våren {year}",
    "autumn {year}": "høsten {year}",
    "the last year": "siste år",
    "School year": "Skoleår",
    "Year": "År",
    "Model and published figures: teachers and schools": "Modell og publiserte tall: lærere og skoler",
    "Model and published figures: further education": "Modell og publiserte tall: videreutdanning",
    "Model and published figures: subjects of further-education places, {year}": (
        "Modell og publiserte tall: fag i videreutdanningsplassene, {year}"
    ),
    "Model and published figures: money": "Modell og publiserte tall: penger",
    "model, mean": "modell, gjennomsnitt",
    "model, 95 % range over replications": "modell, 95 %-spredning mellom replikasjoner",
    "published, used to set parameters": "publisert, brukt til å sette parametere",
    "published, not used": "publisert, ikke brukt",
    "1 replication: no range can be given.": "1 replikasjon: spredning kan ikke gis.",
    "The model gave no values.": "Modellen ga ingen verdier.",
    "(baseline)": "(referanse)",
    "mean": "gjennomsnitt",
    "95 % interval of the mean": "95 %-intervall for gjennomsnittet",
    "95 % interval of the mean difference": "95 %-intervall for gjennomsnittlig forskjell",
    "mean difference": "gjennomsnittlig forskjell",
    "95 % interval of the mean effect": "95 %-intervall for gjennomsnittseffekten",
    "95 % interval from luck alone": "95 %-intervall, bare tilfeldigheter",
    "9 in 10 futures": "9 av 10 framtider",
    "nothing is clearly up or down": "ingenting er klart opp eller ned",
    "range of replications (10th–90th percentile)": "spredning mellom replikasjoner (10.–90. persentil)",
    "range of replications (10th–90th percentile), baseline only": (
        "spredning mellom replikasjoner (10.–90. persentil), bare referansen"
    ),
    "too small to matter": "for lite til å bety noe",
    "up": "opp",
    "down": "ned",
    "cannot tell": "kan ikke avgjøres",
    "undefined": "ikke definert",
    "more is better": "mer er bedre",
    "less is better": "mindre er bedre",
    "Difference divided by the smallest difference that matters": (
        "Forskjell delt på den minste forskjellen som betyr noe"
    ),
    "(no unit; logarithmic beyond ±1)": "(uten enhet; logaritmisk utenfor ±1)",
    "(no unit)": "(uten enhet)",
    "Difference, {unit}": "Forskjell, {unit}",
    "Difference [95 % interval]": "Forskjell [95 %-intervall]",
    "Difference": "Forskjell",
    "Unit": "Enhet",
    "Municipality size, inhabitants": "Kommunestørrelse, innbyggere",
    "Centrality class (SSB), 1–6": "Sentralitetsklasse (SSB), 1–6",
    "{n} replications.": "{n} replikasjoner.",
    "{n} replications, paired on the same luck.": "{n} replikasjoner, sammenlignet parvis med samme tilfeldigheter.",
    "1 replication: no interval can be given.": "1 replikasjon: intervall kan ikke gis.",
    "A scenario is drawn from where it parts from the baseline.": (
        "Et scenario er tegnet fra der det skiller seg fra referansen."
    ),
    "from {year}": "fra {year}",
    "No values: {what}.": "Ingen verdier: {what}.",
    "No values to show.": "Ingen verdier å vise.",
    "most central": "mest sentral",
    "least central": "minst sentral",
    "below 3,000": "under 3\u00a0000",
    "3,000-9,999": "3\u00a0000–9\u00a0999",
    "10,000-29,999": "10\u00a0000–29\u00a0999",
    "30,000 and more": "30\u00a0000 og flere",
} | CHARTS_NB
_NB |= DECISION_NB
UNITS = {
    "0-1": ("index 0–1", "indeks 0–1"),
    "share of teachers": ("share of teachers", "andel av lærerne"),
    "share of subject teachers": ("share of subject teachers", "andel av faglærerne"),
    "share of hours": ("share of hours", "andel av timene"),
    "share of posts": ("share of posts", "andel av stillingene"),
    "share of owners": ("share of owners", "andel av eierne"),
    "share of capacity": ("share of capacity", "andel av kapasiteten"),
    "share of applications": ("share of applications", "andel av søknadene"),
    "share of approved": ("share of approved", "andel av de godkjente"),
    "share of places": ("share of places", "andel av plassene"),
    "months": ("months", "måneder"),
    "factor": ("factor", "faktor"),
    "share of possible points": ("share of possible points", "andel av mulige poeng"),
    "share of municipalities": ("share of municipalities", "andel av kommunene"),
    "share of open pot": ("share of the open pot", "andel av den åpne potten"),
    "million kroner of 2025": ("million 2025 kroner", "millioner 2025-kroner"),
    "teachers": ("teachers", "lærere"),
    "schools": ("schools", "skoler"),
    "applications": ("applications", "søknader"),
    "places": ("places", "plasser"),
    "share of frame": ("share of the frame", "andel av rammen"),
    "share of frames": ("share of frames", "andel av rammene"),
    "share per year": ("share per year", "andel per år"),
    "hours per teacher": ("hours per teacher", "timer per lærer"),
    "kroner of 2025 per teacher": ("2025 kroner per teacher", "2025-kroner per lærer"),
    "pupil SD": ("standard deviations, pupils", "standardavvik, elever"),
    "SD": ("standard deviations", "standardavvik"),
    "topics": ("topics", "temaer"),
}


class Words:
    """Words and numbers of one language; English is the key."""

    def __init__(self, language: str) -> None:
        """Choose the language.

        Raises:
            ValueError: If it is neither "en" nor "nb".
        """
        if language not in ("en", "nb"):
            raise ValueError(f"language must be 'en' or 'nb', got {language!r}")
        self.norwegian = language == "nb"

    def __call__(self, english: str, **values: object) -> str:
        """A word or sentence, its places filled in."""
        text = _NB.get(english, english) if self.norwegian else english
        return text.format(**values) if values else text

    def label(self, indicator: Shown) -> str:
        """Name of an indicator."""
        return indicator.label_nb if self.norwegian else indicator.label_en

    def unit(self, indicator: Shown) -> str:
        """Unit of an indicator; as it stands if it has no translation."""
        return UNITS.get(indicator.unit, (indicator.unit, indicator.unit))[self.norwegian]

    def better(self, indicator: Shown) -> str:
        """Whether more or less is better, or nothing if neither is."""
        return {"+": self("more is better"), "-": self("less is better")}.get(indicator.direction, "")

    def when(self, semester: int | None) -> str:
        """A semester in words."""
        if semester is None:
            return self("the last year")
        season = "autumn {year}" if semester % 2 == 0 else "spring {year}"
        return self(season, year=FIRST_YEAR + (semester + 1) // 2)

    def heading(self, english: str, part: tuple[int, int] = (1, 1), **values: object) -> str:
        """A title; with the number of the part if the figure is one of several."""
        text = self(english, **values)
        return text + (" " + self("({part} of {parts})", part=part[0], parts=part[1]) if part[1] > 1 else "")

    def compared(self, scenario: str, baseline: str, semester: int | None) -> str:
        """Whose difference it is, from what and when; nothing where the scenario is not known."""
        values = {"scenario": scenario_label(scenario, 99), "baseline": scenario_label(baseline, 99)}
        return self("{scenario} less {baseline}, {when}", when=self.when(semester), **values) if scenario else ""

    def pairs(self, n: int) -> str:
        """A sentence on the number of replications behind differences."""
        if n == 1:
            return self("1 replication: no interval can be given.")
        return self("{n} replications, paired on the same luck.", n=n)

    def number(self, value: float, digits: int) -> str:
        """A number with minus sign, separators and decimals of the language; a dash where there is none."""
        if math.isnan(value):
            return "–"
        text = f"{value:,.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("-")
        return self.localised(text)

    def localised(self, text: str) -> str:
        """A formatted number in the language's signs."""
        if self.norwegian:
            text = text.replace(",", "\u00a0").replace(".", ",")
        return text.replace("-", "\u2212")

    def difference(self, value: float, digits: int) -> str:
        """A number with its sign."""
        text = self.number(value, digits)
        return f"+{text}" if value > 0 and text.strip("0.,") else text


def digits_for(indicator: Shown) -> int:
    """Decimals that show a difference one place finer than the smallest that matters."""
    return max(0, math.ceil(-math.log10(indicator.smallest_difference) - 1e-9) + 1)


def scenario_label(name: str, width: int = 18) -> str:
    """A scenario's name as words, over several lines if it is long."""
    return fill(name.replace("_", " "), width, break_long_words=False)
