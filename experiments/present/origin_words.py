"""This file knows the words of the command `origin` in Bokmål, by their English."""

from __future__ import annotations

ORIGIN_NB = {
    "program": "program",
    "version": "versjon",
    "command": "kommando",
    "command line": "kommandolinje",
    "world": "verden",
    "scenarios": "scenarioer",
    "replications": "replikasjoner",
    "seed": "frø",
    "question": "spørsmål (fingeravtrykk)",
    "source": "kildekode (fingeravtrykk)",
    "created": "laget",
}
