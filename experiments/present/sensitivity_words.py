"""This file knows the Bokmål words of the command `sensitivity`."""

from __future__ import annotations

SENSITIVITY_NB = {
    "Factor": "Faktor",
    "Measure": "Mål",
    "Importance": "Viktighet",
    "From low to high": "Fra lav til høy",
    "total": "total indeks",
    "mu_star": "my-stjerne",
    "swing": "utslag",
    "src": "standardisert koeffisient",
    "luck": "tilfeldigheter",
    "parameters": "parametere",
    "policy": "politikk",
    "parameters x luck": "parametere x tilfeldigheter",
    "parameters x policy": "parametere x politikk",
    "policy x luck": "politikk x tilfeldigheter",
    "parameters x policy x luck": "parametere x politikk x tilfeldigheter",
    "levers": "virkemidler",
    "levers x luck": "virkemidler x tilfeldigheter",
    "levers x policy": "virkemidler x politikk",
    "levers x policy x luck": "virkemidler x politikk x tilfeldigheter",
    "parameters and levers": "parametere og virkemidler",
    "parameters and levers x luck": "parametere og virkemidler x tilfeldigheter",
    "parameters and levers x policy": "parametere og virkemidler x politikk",
    "parameters and levers x policy x luck": "parametere og virkemidler x politikk x tilfeldigheter",
    "{indicator} ({unit}), {scenario}, spring {year}: {points} points, {n} replications": (
        "{indicator} ({unit}), {scenario}, våren {year}: {points} punkter, {n} replikasjoner"
    ),
    "What moves each outcome most: {scenario}, spring {year}, {points} points, {n} replications": (
        "Det som flytter hvert utfall mest: {scenario}, våren {year}, {points} punkter, {n} replikasjoner"
    ),
    "Largest": "Størst",
    "Second": "Nest størst",
    "Third": "Tredje størst",
    "One in full, with intervals: add indicator={name}": (
        "Ett utfall i sin helhet, med intervaller: legg til indicator={name}"
    ),
    "Share of variance by source, spring {year}": "Andel av variansen etter kilde, våren {year}",
    "Left out as not complete: {blocks} blocks of points and {replications} replications.": (
        "Utelatt som ufullstendige: {blocks} blokker av punkter og {replications} replikasjoner."
    ),
    "With one replication, luck is not separated from what is shown.": (
        "Med én replikasjon er tilfeldigheter ikke skilt fra det som vises."
    ),
    "Luck includes the parameters that each replication drew (uncertainty=register).": (
        "Tilfeldigheter omfatter parameterne som hver replikasjon trakk (uncertainty=register)."
    ),
    "Some estimates were below 0 and are shown as 0; the tables mark them.": (
        "Noen estimater var under 0 og vises som 0; tabellene merker dem."
    ),
    "{n} more factors are in tables/sensitivity.csv.": "{n} faktorer til står i tables/sensitivity.csv.",
    "Not analysed: {why}": "Ikke analysert: {why}",
}
