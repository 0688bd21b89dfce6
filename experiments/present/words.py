"""This file knows the words of tables and notes, in English and Bokmål."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from experiments.present.backtest_words import BACKTEST_NB
from experiments.present.compare_words import COMPARE_NB
from experiments.present.decision_words import DECISION_NB
from experiments.present.export_words import EXPORT_NB
from experiments.present.origin_words import ORIGIN_NB
from experiments.present.report_words import REPORT_NB
from experiments.present.sensitivity_words import SENSITIVITY_NB
from experiments.present.store_words import STORE_NB
from experiments.present.sweep_words import SWEEP_NB
from experiments.present.trace_words import TRACE_NB

if TYPE_CHECKING:
    from sim.analysis.figures.shown import Shown
    from sim.indicators import Indicator

_COMMON = {
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
    "{scenario} and {baseline} are the same until spring {year}: they part after the horizon, if at all.": (
        "{scenario} og {baseline} er like til våren {year}: de skiller lag etter horisonten, om de gjør det."
    ),
    "Base": "Bygger på",
    "From": "Fra",
    "Spread between replications": "Spredning mellom replikasjoner",
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
    "Fit over the years: simulated, and in brackets the difference from what is published": (
        "Samsvar over årene: simulert, og i parentes avviket fra det som er publisert"
    ),
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
    "Pattern": "Mønster",
    "Measured": "Målt",
    "Band": "Bånd",
    "Value": "Verdi",
    "Holds": "Holder",
    "Without": "Uten",
    "Breaks if": "Brytes ved",
    "Value then": "Verdi da",
    "Breaks": "Brytes",
    "shown only": "bare vist",
    "gone": "borte",
    "yes": "ja",
    "NO": "NEI",
    "Patterns and what must break them, {n} replications": "Mønstre og hva som må bryte dem, {n} replikasjoner",
    "{n} replications in {world}, {seconds} s.": "{n} replikasjoner i {world}, {seconds} s.",
    "Failed runs: {n}. First: {first}": "Mislykkede kjøringer: {n}. Første: {first}",
    "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication.": (
        "Den indre tilstanden til navngitte enheter er syntetisk: registrene er virkelige, alt annet trekkes på nytt "
        "i hver replikasjon."
    ),
}
_NB = (
    _COMMON
    | TRACE_NB
    | BACKTEST_NB
    | COMPARE_NB
    | SENSITIVITY_NB
    | DECISION_NB
    | EXPORT_NB
    | ORIGIN_NB
    | REPORT_NB
    | STORE_NB
    | SWEEP_NB
)


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
        text = f"{round(value, digits) + 0.0:,.{digits}f}"
        return text.replace(",", "\u00a0").replace(".", ",") if self.language == "nb" else text

    def difference(self, value: float, digits: int = 3) -> str:
        """A number with its sign, none for what rounds to 0."""
        text = self.number(value, digits)
        return f"+{text}" if round(value, digits) > 0 else text

    def interval(self, low: float, high: float, digits: int = 3) -> str:
        """An interval, or a dash where there is none."""
        if math.isnan(low):
            return self.number(low)
        return f"{self.difference(low, digits)} … {self.difference(high, digits)}"

    def share(self, mean: float, low: float, high: float) -> str:
        """A share in per cent with its interval, as 61 % (58–64)."""
        if math.isnan(mean):
            return "–"
        bounds = "" if math.isnan(low) else f" ({100 * max(low, 0.0):.0f}–{100 * min(high, 1.0):.0f})"
        return f"{100 * mean:.0f} %{bounds}"

    def group(self, name: str) -> str:
        """Name of a group of municipalities, in the words of the figures."""
        from sim.analysis.figures.words import Words as FigureWords

        return FigureWords(self.language)(name)

    def label(self, indicator: Indicator) -> str:
        """Name of an indicator."""
        return indicator.label_nb if self.language == "nb" else indicator.label_en

    def unit(self, indicator: Shown) -> str:
        """Unit of an indicator, in the words of the figures."""
        from sim.analysis.figures.words import Words as FigureWords

        return FigureWords(self.language).unit(indicator)

    def parameter(self, name: str, text: Literal["meaning", "unit", "source"]) -> str:
        """What the register says of a parameter."""
        from sim.register_texts import register_in

        return str(register_in(self.language).loc[name, text])

    def when(self, year: int, replications: int) -> str:
        """What a table of the last spring rests on."""
        text = "spring {year}, 1 replication" if replications == 1 else "spring {year}, {n} replications"
        return self(text, year=year, n=replications)
