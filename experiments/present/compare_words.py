"""This file knows the Bokmål of comparisons: luck, futures, groups, winners, price and precision."""

from __future__ import annotations

COMPARE_NB = {
    "No map: no difference that municipalities have a value of is established.": (
        "Intet kart: ingen forskjell som kommunene har verdier for, er fastslått."
    ),
    "Luck only": "Bare tilfeldigheter",
    "9 in 10 futures": "9 av 10 framtider",
    "Inhabitants": "Innbyggere",
    "Less that of the largest": "Minus de største",
    "For whom: {indicator}, by size of municipality": "For hvem: {indicator}, etter kommunestørrelse",
    "Up and down hold for all the differences above taken together, with 95 % confidence (Holm).": (
        "Opp og ned gjelder for alle forskjellene over sett under ett, med 95 % sikkerhet (Holm)."
    ),
    "Of {n} municipalities, in one future on average: better off {gaining}, worse off {losing}, neither {alike} "
    "({indicator}).": (
        "Av {n} kommuner, i én framtid i snitt: bedre stilt {gaining}, dårligere stilt {losing}, ingen av delene "
        "{alike} ({indicator})."
    ),
    "Effect per krone is not defined: the difference in grants may be 0 ({interval} kroner per teacher).": (
        "Effekt per krone er ikke definert: forskjellen i tilskudd kan være 0 ({interval} kroner per lærer)."
    ),
    "For each 1,000 kroner of grants per teacher until then: {effect} ({interval}) in {indicator}, {unit}.": (
        "For hver 1 000 kroner i tilskudd per lærer fram til da: {effect} ({interval}) i {indicator}, {unit}."
    ),
    "{indicator}, {scenario}: ±{half} after {n} replications, ±{wanted} wanted.": (
        "{indicator}, {scenario}: ±{half} etter {n} replikasjoner, ±{wanted} ønsket."
    ),
    "{runs} more runs, about {seconds} s.": "{runs} kjøringer til, om lag {seconds} s.",
    "{runs} more runs.": "{runs} kjøringer til.",
    "Known to ±{half} ({indicator}, {scenario}) after {n} replications.": (
        "Kjent på ±{half} nær ({indicator}, {scenario}) etter {n} replikasjoner."
    ),
    "Known to ±{half} only ({indicator}, {scenario}): stopped at {n} replications, the cap is {cap}.": (
        "Kjent bare på ±{half} nær ({indicator}, {scenario}): stanset ved {n} replikasjoner, taket er {cap}."
    ),
}
