"""This file knows the Bokmål words of the command `sweep`."""

from __future__ import annotations

SWEEP_NB = {
    "{kind}: {points} points x {scenarios} scenarios x {replications} replications = {runs} runs.": (
        "{kind}: {points} punkter x {scenarios} scenarioer x {replications} replikasjoner = {runs} kjøringer."
    ),
    "{found} found, {left} to make, {workers} workers. Folder: {folder}": (
        "{found} funnet, {left} gjenstår, {workers} prosesser. Mappe: {folder}"
    ),
    "About {seconds} s left and {megabytes} MB in all, going by the first {runs} runs.": (
        "Om lag {seconds} s igjen og {megabytes} MB i alt, etter de første {runs} kjøringene."
    ),
    "Next: kompetanse sensitivity {folder}": "Neste: kompetanse sensitivity {folder}",
    "failed": "mislykket",
    "runs/s": "kjøringer/s",
    "s left": "s igjen",
}
