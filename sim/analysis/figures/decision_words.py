"""This file knows the Norwegian words of figures that support a decision; English is the key."""

DECISION_NB = {
    "Switching values: {indicator}": "Omslagspunkter: {indicator}",
    "The parameter that moves the effect most stands first.": "Parameteren som flytter effekten mest, står først.",
    "With every parameter at its own value {effect} {unit}.": "Med alle parametere på sin egen verdi {effect} {unit}.",
    "switches at {values}": "omslag ved {values}",
    "no switch": "intet omslag",
    "a switch is not ruled out": "omslag er ikke utelukket",
    "own {own}, from {low} to {high}": "egen {own}, fra {low} til {high}",
    "every parameter at its own value": "alle parametere på sin egen verdi",
    "What each part adds: {indicator}": "Hva hver del legger til: {indicator}",
    "the whole package": "hele pakken",
    "mean addition over all orders (Shapley value)": "gjennomsnittlig tillegg over alle rekkefølger (Shapley-verdi)",
    "The parts add up to the whole.": "Delene summerer seg til helheten.",
    "{scenario} is better than {baseline} ({indicator})": "{scenario} er bedre enn {baseline} ({indicator})",
    "{scenario} is not better than {baseline} ({indicator})": "{scenario} er ikke bedre enn {baseline} ({indicator})",
    "Shares are of futures held out from the search.": "Andelene gjelder framtider som søket ikke så.",
}
"""Bokmål by English."""
