"""Texts, names and numbers in the language of the reader; English is the key of every text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from importlib.resources import files
from textwrap import fill
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.remembered import remembered
from sim.scenario import FIRST_YEAR, Scenario, is_autumn, year_of

if TYPE_CHECKING:
    from sim.analysis.figures.shown import Shown

__all__ = ["FIRST_YEAR", "LANGUAGES", "UNITS", "Words", "catalogue", "digits_for", "mark"]

LANGUAGES = ("en", "nb")
NONE, MINUS, NO_BREAK = "–", "\u2212", "\u00a0"
UNITS = {
    "0-1": ("index 0–1", "indeks 0–1"),
    "share of graduates": ("share of graduates", "andel av de nyutdannede"),
    "per teacher lost": ("per teacher lost", "per lærer som er borte"),
    "share of teachers": ("share of teachers", "andel av lærerne"),
    "share of subject teachers": ("share of subject teachers", "andel av faglærerne"),
    "share of hours": ("share of hours", "andel av timene"),
    "share of posts": ("share of posts", "andel av stillingene"),
    "share of owners": ("share of owners", "andel av skoleeierne"),
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
    "pupils": ("pupils", "elever"),
    "applications": ("applications", "søknader"),
    "places": ("places", "plasser"),
    "share of frame": ("share of the frame", "andel av rammen"),
    "share of kroner": ("share of kroner", "andel av kronene"),
    "share of frames": ("share of frames", "andel av rammene"),
    "share per year": ("share per year", "andel per år"),
    "hours per teacher": ("hours per teacher", "timer per lærer"),
    "kroner of 2025 per teacher": ("2025 kroner per teacher", "2025-kroner per lærer"),
    "pupil SD": ("standard deviations, pupils", "standardavvik, elever"),
    "SD": ("standard deviations", "standardavvik"),
    "topics": ("topics", "temaer"),
}
"""Units of indicators as they are shown, in English and Bokmål."""


def mark(text: str) -> str:
    """The same text: one that is translated where it is shown, not where it stands."""
    return text


@remembered
def catalogue(language: str, domain: str = "kompetanse") -> Mapping[str, tuple[str, ...]]:
    """Translations by English text: one, or that of the singular and that of the plural.

    Args:
        language: One of `LANGUAGES`.
        domain: "kompetanse", or "declared" for what columns, levers and indicators say of themselves; levers do so in
            both languages where they are declared.
    """
    if language == "en":
        return {}
    import polib  # late: only a reader of Bokmål waits for it

    path = files("sim.analysis") / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    entries = polib.pofile(path.read_text(encoding="utf-8"))
    found = {e.msgid: tuple(e.msgstr_plural.values()) or (e.msgstr,) for e in entries}
    if domain != "declared":
        return found
    from sim.policy import declarations

    return found | {lever.en: (lever.nb,) for lever in declarations().values()}


def digits_for(smallest_difference: float) -> int:
    """Decimals that show a tenth of the smallest difference that matters, five at most.

    >>> digits_for(0.01), digits_for(0.5), digits_for(100.0)
    (3, 2, 0)
    """
    if smallest_difference <= 0:
        return 3
    return min(max(1 - math.floor(math.log10(smallest_difference) + 1e-9), 0), 5)


class Words:
    """Texts, names and numbers in one language.

    Attributes:
        language: "en" or "nb".
        titles: Titles of scenarios in that language, by name.
    """

    def __init__(self, language: str, titles: Mapping[str, str] | None = None) -> None:
        """Choose the language.

        Raises:
            ValueError: If it is neither "en" nor "nb".
        """
        if language not in LANGUAGES:
            raise ValueError(f"language must be 'en' or 'nb', got {language!r}")
        self.language, self.titles = language, dict(titles or {})

    @classmethod
    def of(cls, language: str | Words) -> Words:
        """Words of a language that is given by its code or by words."""
        return language if isinstance(language, Words) else cls(language)

    def naming(self, scenarios: Iterable[Scenario]) -> Words:
        """The same words with titles of more scenarios; two that share a title are told apart by their names."""
        found = {s.name: s.title.get(self.language) or next(iter(s.title.values()), "") for s in scenarios}
        titles = self.titles | {name: title for name, title in found.items() if title}
        shared = [title for title in titles.values() if list(titles.values()).count(title) > 1]
        return Words(self.language, {n: f"{t} ({n})" if t in shared else t for n, t in titles.items()})

    # ---- texts

    def __call__(self, text: str, /, **values: object) -> str:
        """A word or sentence, its places filled in."""
        found = catalogue(self.language).get(text, (text,))[0]
        return found.format(**values) if values else found

    def many(self, one: str, several: str, n: int, /, **values: object) -> str:
        """A word or sentence about one thing or several, its places filled in, {n} with the number."""
        forms = catalogue(self.language).get(one, (one, several))
        return forms[int(n != 1)].format(n=self.number(n, 0), **values)

    def declared(self, text: str) -> str:
        """What a column, lever, indicator, parameter or group says of itself."""
        if self.language == "en":
            return text
        from sim.register_texts import bokmaal

        return catalogue(self.language, "declared").get(text, (bokmaal().get(text, text),))[0]

    def pick(self, english: str, bokmaal: str) -> str:
        """One of two texts that are declared side by side."""
        return bokmaal if self.language == "nb" else english

    # ---- names

    def scenario(self, name: str, width: int = 999) -> str:
        """Title of a scenario, or its name where it has none; over several lines if it is longer than the width."""
        return fill(self.titles.get(name, name.replace("_", " ")), width, break_long_words=False)

    def label(self, indicator: Shown) -> str:
        """Name of an indicator."""
        return self.pick(indicator.label_en, indicator.label_nb)

    def unit(self, indicator: Shown) -> str:
        """Unit of an indicator; as it stands if it is not among `UNITS`."""
        return self.pick(*UNITS.get(indicator.unit, (indicator.unit, indicator.unit)))

    def better(self, indicator: Shown) -> str:
        """Whether more or less is better, or nothing if neither is."""
        return {"+": self("more is better"), "-": self("less is better")}.get(indicator.direction, "")

    def group(self, name: str) -> str:
        """Name of a group of municipalities or schools."""
        return self.declared(name).replace("-", "–") if name[:1].isdigit() else self.declared(name)

    def parameter(self, name: str, text: Literal["meaning", "unit", "source"]) -> str:
        """What the register says of a parameter, or the policy of a lever that is drawn like one."""
        if "." in name:
            from sim.drawn_levers import uncertain_levers

            told = next(one.text(text, self.language) for one in uncertain_levers() if one.name == name)
            return told.rstrip(".") if text == "meaning" else self.declared(told)
        from sim.register_texts import register_in

        return str(register_in(self.language).loc[name, text])

    def when(self, semester: int | None) -> str:
        """A semester in words."""
        if semester is None:
            return self("the last year")
        return self("autumn {year}" if is_autumn(semester) else "spring {year}", year=year_of(semester))

    def replications(self, n: int) -> str:
        """A number of replications."""
        return self.many("1 replication", "{n} replications", n)

    # ---- numbers

    def number(self, value: float, digits: int = 3) -> str:
        """A number with the minus sign, separators and decimals of the language; a dash where there is none."""
        if math.isnan(value):
            return NONE
        if math.isinf(value):
            return "∞" if value > 0 else f"{MINUS}∞"
        text = f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", MINUS)
        return text.replace(",", NO_BREAK).replace(".", ",") if self.language == "nb" else text

    def difference(self, value: float, digits: int = 3) -> str:
        """A number with its sign; what rounds to 0 has none."""
        sign = "+" if math.isfinite(value) and round(value, digits) > 0 else ""
        return sign + self.number(value, digits)

    def interval(self, low: float, high: float, digits: int = 3, *, signed: bool = True) -> str:
        """An interval, or a dash where there is none."""
        if math.isnan(low):
            return NONE
        write = self.difference if signed else self.number
        return f"{write(low, digits)} … {write(high, digits)}"

    def plain(self, value: float, significant: int = 3) -> str:
        """A number of unknown size with the digits that count and no zeros after them; whole from a thousand on."""
        if value == 0 or not math.isfinite(value) or abs(value) >= 1000:
            return self.number(value, 0)
        digits = min(max(significant - 1 - math.floor(math.log10(abs(value))), 0), 8)
        shortest = next(d for d in range(digits + 1) if round(value, d) == round(value, digits))
        return self.number(value, shortest)

    def setting(self, value: object) -> str:
        """A value of a lever: on or off, a number, or the name of a rule."""
        if isinstance(value, bool | np.bool_):
            return self("on") if value else self("off")
        return self.plain(float(value)) if isinstance(value, int | float | np.number) else str(value)

    def percent(self, value: float, low: float = math.nan, high: float = math.nan) -> str:
        """A share in per cent, with its interval if it has one: 61 % (58–64)."""
        if math.isnan(value):
            return NONE
        said = f"{self.number(100 * value, 0)}{NO_BREAK}%"
        if math.isnan(low):
            return said
        return f"{said} ({self.number(100 * max(low, 0.0), 0)}–{self.number(100 * min(high, 1.0), 0)})"
