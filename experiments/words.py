"""This file knows the words of tables and notes, in English and Bokmål."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, get_type_hints

from experiments.trace_words import TRACE_NB
from sim.policy import Policy

if TYPE_CHECKING:
    from sim.indicators import Indicator

_NB = {
    "Indicator": "Indikator",
    "Unit": "Enhet",
    "Difference": "Forskjell",
    "95 % interval": "95 %-intervall",
    "Verdict": "Konklusjon",
    "Scenario": "Scenario",
    "Question": "Spørsmål",
    "up": "opp",
    "down": "ned",
    "cannot tell": "kan ikke avgjøres",
    "too small to matter": "for lite til å bety noe",
    "undefined": "ikke definert",
    "Level": "Nivå",
    "spring {year}, {n} replications": "våren {year}, {n} replikasjoner",
    "spring {year}, 1 replication": "våren {year}, 1 replikasjon",
    "{scenario} against {baseline}": "{scenario} mot {baseline}",
    "Spread between replications": "Spredning mellom replikasjoner",
    "Schemes in the model so far: {schemes}.": "Ordninger i modellen så langt: {schemes}.",
    "Not yet in the model: {schemes}.": "Ikke med i modellen ennå: {schemes}.",
    "Intervals show luck only, not uncertainty about the model's parameters.": (
        "Intervallene viser bare tilfeldigheter, ikke usikkerhet om modellens parametere."
    ),
    "Intervals show luck and uncertainty about the model's parameters.": (
        "Intervallene viser tilfeldigheter og usikkerhet om modellens parametere."
    ),
    "Forked and straight runs agree to the last bit (replication 0 of each scenario).": (
        "Forgrenede og rette kjøringer er like til siste bit (replikasjon 0 av hvert scenario)."
    ),
    "{made} runs made, {found} found in the folder, {seconds} s.": (
        "{made} kjøringer gjort, {found} funnet i mappen, {seconds} s."
    ),
    "Results: {folder}": "Resultater: {folder}",
    "Failed runs: {n}; see failures/ in the folder. First: {first}": (
        "Mislykkede kjøringer: {n}; se failures/ i mappen. Første: {first}"
    ),
    "Runs": "Kjøringer",
    "Published total": "Publisert tall",
    "Simulated": "Simulert",
    "Quantity": "Størrelse",
    "Status": "Status",
    "Source": "Kilde",
    "Fit to published totals": "Samsvar med publiserte tall",
    "published": "publisert",
    "derived": "avledet",
    "assumption": "forutsetning",
    "governors": "statsforvaltere",
    "counties": "fylker",
    "owners": "skoleeiere",
    "networks": "nettverk",
    "universities": "UH-institusjoner",
    "vocational colleges": "fagskoler",
    "schools": "skoler",
    "posts": "lærerstillinger",
    "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication.": (
        "Den indre tilstanden til navngitte enheter er syntetisk: registrene er virkelige, alt annet trekkes på nytt "
        "i hver replikasjon."
    ),
} | TRACE_NB
_SCHEMES = {
    "dekom_s": ("decentralised scheme for schools (Dekom S)", "desentralisert ordning for skole (Dekom S)"),
    "further_education": ("individual further education", "individuell videreutdanning"),
    "dekom_y": ("vocational scheme (Dekom Y)", "yrkesfagordningen (Dekom Y)"),
    "kompetanseloftet": ("lift for special education (Kompetanseløftet)", "Kompetanseløftet"),
    "follow_up": ("follow-up scheme for municipalities", "oppfølgingsordningen"),
}


def digits_for(smallest_difference: float) -> int:
    """Decimals that show a tenth of the smallest difference that matters.

    >>> digits_for(0.01), digits_for(0.5), digits_for(100.0)
    (3, 2, 0)
    """
    if smallest_difference <= 0:
        return 3
    return min(max(1 - math.floor(math.log10(smallest_difference)), 0), 5)


class Words:
    """Looks up words in one language; English is the key."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, english: str, **values: object) -> str:
        """A word or sentence, its places filled in."""
        text = _NB.get(english, english) if self.language == "nb" else english
        return text.format(**values) if values else text

    def number(self, value: float, digits: int = 3) -> str:
        """A number for a table: a dash where there is none, a decimal comma in Bokmål."""
        if math.isnan(value):
            return "–"
        text = f"{round(value, digits) + 0.0:,.{digits}f}".replace(",", " ")
        return text.replace(".", ",") if self.language == "nb" else text

    def difference(self, value: float, digits: int = 3) -> str:
        """A number with its sign, none for what rounds to 0."""
        text = self.number(value, digits)
        return f"+{text}" if round(value, digits) > 0 else text

    def interval(self, low: float, high: float, digits: int = 3) -> str:
        """An interval, or a dash where there is none."""
        if math.isnan(low):
            return self.number(low)
        return f"{self.difference(low, digits)} … {self.difference(high, digits)}"

    def label(self, indicator: Indicator) -> str:
        """Name of an indicator."""
        return indicator.label_nb if self.language == "nb" else indicator.label_en

    def unit(self, indicator: Indicator) -> str:
        """Unit of an indicator, in the words of the figures."""
        from sim.figures.words import Words as FigureWords

        return FigureWords(self.language).unit(indicator)

    def when(self, year: int, replications: int) -> str:
        """What a table of the last spring rests on."""
        text = "spring {year}, 1 replication" if replications == 1 else "spring {year}, {n} replications"
        return self(text, year=year, n=replications)

    def schemes(self) -> list[str]:
        """What the model includes so far, and what it does not yet: the sections of policy decide."""
        included = get_type_hints(Policy)
        column = 1 if self.language == "nb" else 0
        inside = [text[column] for name, text in _SCHEMES.items() if name in included]
        outside = [text[column] for name, text in _SCHEMES.items() if name not in included]
        lines = [self("Schemes in the model so far: {schemes}.", schemes=", ".join(inside))]
        if outside:
            lines.append(self("Not yet in the model: {schemes}.", schemes=", ".join(outside)))
        return lines
