"""This file knows the Bokmål words of the commands that read a results folder."""

from __future__ import annotations

STORE_NB = {
    "Other ground: {what}": "Annet grunnlag: {what}",
    "last state": "siste tilstand",
    "{scenario}, replication {replication}, point {point}: {place}: {before} before, {now} now ({n} values)": (
        "{scenario}, replikasjon {replication}, punkt {point}: {place}: {before} før, {now} nå ({n} verdier)"
    ),
    "{same} runs the same to the bit, {other} different, {failed} failed.": (
        "{same} kjøringer like til siste bit, {other} ulike, {failed} mislykket."
    ),
    "Until they part, scenarios are the same to the bit: every column in replication 0, recorded values in all.": (
        "Til de skiller lag, er scenarioene like til siste bit: hver kolonne i replikasjon 0, lagrede verdier i alle."
    ),
    "Looked at": "Sett på",
    "Number": "Antall",
    "Problem": "Problem",
    "Note": "Merknad",
    "sound": "i orden",
    "1 problem": "1 problem",
    "{n} problems": "{n} problemer",
    "Cells planned": "Planlagte celler",
    "Runs planned": "Planlagte kjøringer",
    "Runs finished": "Ferdige kjøringer",
    "Runs failed": "Mislykkede kjøringer",
    "Parts": "Deler",
    "Values": "Verdier",
    "Values that are undefined": "Verdier som ikke er definert",
    "Set aside: {path}; the same command makes its runs again": (
        "Lagt til side: {path}; samme kommando gjør kjøringene på nytt"
    ),
    "manifest.json contradicts itself: its ground is not that of its setup and source": (
        "manifest.json motsier seg selv: grunnlaget er ikke det som oppsett og kildekode gir"
    ),
    "manifest.json contradicts itself: scenario {name} is not what it was": (
        "manifest.json motsier seg selv: scenario {name} er ikke det det var"
    ),
    "Made by another version of the model than this one; runs cannot be added to it": (
        "Laget av en annen versjon av modellen enn denne; kjøringer kan ikke legges til"
    ),
    "config.yaml is missing or damaged; the same command writes it again": (
        "config.yaml mangler eller er skadet; samme kommando skriver den på nytt"
    ),
    "{path} is damaged; delete it": "{path} er skadet; slett den",
    "{path} {damage}; delete it, or call check with mend=true: the same command makes its runs again": (
        "{path} er skadet ({damage}); slett den, eller kall check med mend=true: samme kommando gjør kjøringene på nytt"
    ),
    "Run {run} is in {one} and, the same, in {other}": "Kjøring {run} er i {one} og, helt lik, i {other}",
    "Run {run} is in {one} and, with other values, in {other}": (
        "Kjøring {run} er i {one} og, med andre verdier, i {other}"
    ),
    "{n} runs are foreign, in no plan of this folder: {named}": (
        "{n} kjøringer er fremmede, ikke i noen plan for mappen: {named}"
    ),
    "Run {run} says of itself {cell}, but is planned as {planned}": (
        "Kjøring {run} sier om seg selv {cell}, men er planlagt som {planned}"
    ),
    "{n} runs are missing; the same command makes them: {named}": (
        "{n} kjøringer mangler; samme kommando gjør dem: {named}"
    ),
    "{n} runs failed and have no rows; see failures/: {named}": (
        "{n} kjøringer mislyktes og har ingen rader; se failures/: {named}"
    ),
    "{n} runs hold infinite values: {named}": "{n} kjøringer har uendelige verdier: {named}",
    "{n} runs hold no value that is defined: {named}": "{n} kjøringer har ingen verdi som er definert: {named}",
    "{path} is half-written, by a run under way or one that was killed; it is never read": (
        "{path} er halvskrevet, av en kjøring som pågår eller ble drept; den leses aldri"
    ),
}
