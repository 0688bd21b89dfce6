"""This file knows the words of `discover`, `switching` and `decompose` in Bokmål, by their English."""

from __future__ import annotations

_CONDITION = {
    "{scenario} is better than {baseline} by at least {threshold} in {share} of {n} states of the world "
    "({indicator}, {unit}, spring {year}).": (
        "{scenario} er minst {threshold} bedre enn {baseline} i {share} av {n} mulige verdener "
        "({indicator}, {unit}, våren {year})."
    ),
    "{scenario} is better than {baseline} unless {condition}.": (
        "{scenario} er bedre enn {baseline}, med mindre {condition}."
    ),
    "{scenario} is better than {baseline} only if {condition}.": (
        "{scenario} er bedre enn {baseline} bare hvis {condition}."
    ),
    "No simple condition found: what half of the states suggest does not hold in the other half better than by "
    "chance.": (
        "Ingen enkel betingelse funnet: det halvparten av verdenene tyder på, holder ikke bedre enn tilfeldig i den "
        "andre halvparten."
    ),
    "The other outcome is too rare to search for a condition ({k} of {n}); more replications= may help.": (
        "Det andre utfallet er for sjeldent til å lete etter en betingelse ({k} av {n}); "
        "flere replications= kan hjelpe."
    ),
    "Left out, as not defined in every scenario: {names}.": (
        "Utelatt, fordi de ikke er definert i alle scenarioer: {names}."
    ),
    "Neither {scenario} nor {baseline} is better than the other by {threshold} in any of {n} states of the world "
    "({indicator}, {unit}, spring {year}).": (
        "Verken {scenario} eller {baseline} er {threshold} bedre enn det andre i noen av {n} mulige verdener "
        "({indicator}, {unit}, våren {year})."
    ),
    "How sure: in states held out ({n}), {density} of those where this holds have that outcome, against {base} of "
    "all, and it covers {coverage} of that outcome; chance does as well with probability {chance}. Where it was "
    "searched it was {searched}: the fall is what searching overstates.": (
        "Hvor sikkert: i verdener holdt utenfor ({n}) har {density} av dem der dette gjelder, det utfallet, mot {base} "
        "av alle, og det dekker {coverage} av utfallet; tilfeldigheter gjør det like godt med sannsynlighet {chance}. "
        "Der det ble lett, var andelen {searched}: fallet er det letingen overdriver."
    ),
    '"{meaning}" is above {low} {unit}': "«{meaning}» er over {low} {unit}",
    '"{meaning}" is below {high} {unit}': "«{meaning}» er under {high} {unit}",
    '"{meaning}" lies between {low} and {high} {unit}': "«{meaning}» ligger mellom {low} og {high} {unit}",
    " and ": " og ",
    'In "{indicator}" {first} is regretted least over {n} states of the world: {regret} {unit} on average, against '
    "{more} for {second}. It is the best of the {scenarios} in {best} of the states.": (
        "I «{indicator}» angres {first} minst over {n} mulige verdener: {regret} {unit} i gjennomsnitt, mot {more} for "
        "{second}. Det er best av de {scenarios} i {best} av verdenene."
    ),
    "Robustness over {n} states of the world, spring {year}": "Robusthet over {n} mulige verdener, våren {year}",
    "Expected regret": "Forventet anger",
    "Regret, 90th percentile": "Anger, 90. persentil",
    "Largest regret": "Største anger",
    "Best in": "Best i",
    "Good enough in": "Godt nok i",
}
_SWITCHING = {
    "Plan: {first} runs to rank parameters, then about {second} at chosen values (and up to {third} to close in on "
    "switching values) on {cores} cores.": (
        "Plan: {first} kjøringer for å rangere parametere, så omtrent {second} ved utvalgte verdier (og inntil {third} "
        "for å nærme seg omslagspunkter) på {cores} kjerner."
    ),
    "{runs} runs to go, at most about {seconds} s.": "{runs} kjøringer igjen, høyst omtrent {seconds} s.",
    "Switching values: {indicator} ({unit}), {scenario} against {baseline}, spring {year}, {n} replications": (
        "Omslagspunkter: {indicator} ({unit}), {scenario} mot {baseline}, våren {year}, {n} replikasjoner"
    ),
    "With every parameter at its own value the effect is {effect} [{low}, {high}]: {verdict} (smallest difference that "
    "matters {smallest}).": (
        "Med alle parametere på sin egen verdi er effekten {effect} [{low}, {high}]: {verdict} (minste forskjell som "
        "betyr noe, er {smallest})."
    ),
    'If "{meaning}" is {side} {value} {unit} [{low}, {high}] (own value {own}), the verdict is {verdict}; the register '
    "gives that a probability of {beyond}.": (
        "Hvis «{meaning}» er {side} {value} {unit} [{low}, {high}] (egen verdi {own}), er konklusjonen {verdict}; "
        "registeret gir det sannsynligheten {beyond}."
    ),
    "below": "under",
    "above": "over",
    "No switch in the range of {names}.": "Intet omslag innenfor spennet til {names}.",
    "Not ruled out within the range of {names}: luck is too large for that, more replications= would tell.": (
        "Ikke utelukket innenfor spennet til {names}: tilfeldighetene er for store, flere replications= vil vise det."
    ),
    "Parameter": "Parameter",
    "Own value": "Egen verdi",
    "Range": "Spenn",
    "Effect at low": "Effekt ved lav",
    "Effect at high": "Effekt ved høy",
    "Switching value": "Omslagspunkt",
    "Probability beyond": "Sannsynlighet utenfor",
    "Verdict beyond": "Konklusjon utenfor",
    "no switch": "intet omslag",
}
_PACKAGE = {
    "{indicator} ({unit}): {total} in all; of it {parts}.": "{indicator} ({unit}): {total} i alt; av det {parts}.",
    "What each part of {scenario} adds to {baseline}: {indicator} ({unit}), spring {year}, {n} replications": (
        "Hva hver del av {scenario} legger til {baseline}: {indicator} ({unit}), våren {year}, {n} replikasjoner"
    ),
    "Part": "Del",
    "Adds": "Legger til",
    "Share of total": "Andel av samlet",
    "Error of orders": "Feil fra rekkefølger",
    "total": "samlet",
    "Shapley values over {subsets} subsets of {parts} parts; they add up to the total effect.": (
        "Shapley-verdier over {subsets} delmengder av {parts} deler; de summerer seg til den samlede effekten."
    ),
    "{subsets} of the subsets of {parts} parts were drawn, in {orders} orders; that error is stated beside the "
    "interval over replications.": (
        "{subsets} av delmengdene av {parts} deler er trukket, i {orders} rekkefølger; den feilen er oppgitt ved siden "
        "av intervallet over replikasjoner."
    ),
}
DECISION_NB = _CONDITION | _SWITCHING | _PACKAGE
"""English to Bokmål."""
