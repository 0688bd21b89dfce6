"""This file knows the Bokmål words of the command `backtest`."""

from __future__ import annotations

BACKTEST_NB = {
    "Series": "Serie",
    "Year": "År",
    "Published": "Publisert",
    "Modelled": "Modellert",
    "95 % range": "95 %-spredning",
    "Inside": "Innenfor",
    "Used to set parameters": "Brukt til å sette parametere",
    "yes": "ja",
    "no": "nei",
    "{scenario} against published figures, {n} replications": "{scenario} mot publiserte tall, {n} replikasjoner",
    "{scenario} against published figures, 1 replication": "{scenario} mot publiserte tall, 1 replikasjon",
    "Of {n} figures that no parameter was set by, {inside} lie inside the range.": (
        "Av {n} tall som ikke er brukt til å sette parametere, ligger {inside} innenfor spredningen."
    ),
    "Of {n} figures that parameters were set by, {inside} do.": (
        "Av {n} tall som er brukt til å sette parametere, gjør {inside} det."
    ),
    "Counts and sums of money are scaled to the nation by teachers.": (
        "Antall og pengesummer er skalert til hele landet etter antall lærere."
    ),
}
