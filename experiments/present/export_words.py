"""This file knows the Bokmål of the command export: titles of sheets, what they hold, and what its first sheet says."""

from __future__ import annotations

_SHEETS = {
    "read_me": "les_meg",
    "comparison": "sammenligning",
    "over_time": "over_tid",
    "by_group": "etter_gruppe",
    "municipalities": "kommuner",
    "shares_of_municipalities": "andeler_av_kommunene",
    "per_krone": "per_krone",
    "levels": "nivåer",
    "partnerships": "partnerskap",
    "switching": "omslagsverdier",
    "switching_curves": "omslagskurver",
    "switching_ranking": "omslag_rangert",
    "decomposition": "hva_delene_gir",
    "robustness": "robusthet",
    "discovery": "betingelser",
    "sensitivity": "følsomhet",
    "sources": "kilder_til_varians",
    "assumptions_effect": "forutsetningenes_virkning",
    "points": "punkter",
    "summary": "sammendrag",
    "validation": "validering",
    "backtest": "mot_publiserte_tall",
    "results": "resultater",
    "design": "design",
    "failures": "mislykkede_kjøringer",
    "indicators": "indikatorer",
    "parameters": "parametere",
    "scenarios": "scenarioer",
}
_ABOUT = {
    "Paired difference from the base scenario in the last spring, with intervals and verdicts.": (
        "Paret forskjell fra grunnscenariet i siste vår, med intervaller og konklusjoner."
    ),
    "Paired difference from the base scenario in every spring.": "Paret forskjell fra grunnscenariet hver vår.",
    "For whom: paired difference in the last spring by group of municipalities, schools, or by county.": (
        "For hvem: paret forskjell i siste vår etter gruppe av kommuner eller skoler, eller etter fylke."
    ),
    "Paired difference by municipality, with rank and its uncertainty; inner states are synthetic.": (
        "Paret forskjell etter kommune, med rang og dens usikkerhet; indre tilstander er syntetiske."
    ),
    "Share of municipalities that gain and lose.": "Andel kommuner som vinner og taper.",
    "Effect for each krone that a scenario costs more.": "Virkning for hver krone et scenario koster mer.",
    "Which universities serve which counties, how much and how well.": (
        "Hvilke UH-institusjoner som betjener hvilke fylker, hvor mye og hvor godt."
    ),
    "Level of every indicator in the last spring.": "Nivå for hver indikator i siste vår.",
    "Value of each key assumption at which the verdict changes.": (
        "Verdien av hver viktig forutsetning der konklusjonen snur."
    ),
    "Paired difference along each key assumption.": "Paret forskjell langs hver viktig forutsetning.",
    "How much of the difference each assumption explains.": "Hvor mye av forskjellen hver forutsetning forklarer.",
    "What each part of a scenario adds.": "Hva hver del av et scenario legger til.",
    "Regret, and how often each scenario is best or good enough, over futures.": (
        "Anger, og hvor ofte hvert scenario er best eller godt nok, over framtider."
    ),
    "Condition on uncertain parameters under which a scenario is better.": (
        "Betingelse på usikre parametere som gjør et scenario bedre."
    ),
    "How much each factor moves each outcome.": "Hvor mye hver faktor flytter hvert utfall.",
    "Share of variance by source: luck, parameters, policy.": (
        "Andel av variansen etter kilde: tilfeldigheter, parametere, politikk."
    ),
    "The assumptions that were varied, with how much each moves the outcomes.": (
        "Forutsetningene som ble variert, med hvor mye hver flytter utfallene."
    ),
    "Values of the factors at each point of the sweep.": "Faktorenes verdier i hvert punkt.",
    "Mean and spread of the headline indicators at each point.": (
        "Gjennomsnitt og spredning for hovedindikatorene i hvert punkt."
    ),
    "Patterns that the model must grow, and what must break them.": (
        "Mønstre som modellen må gi, og hva som må bryte dem."
    ),
    "Modelled against published series.": "Modellerte mot publiserte serier.",
    "A table of the command that made the folder.": "En tabell fra kommandoen som laget mappen.",
    "Mean over replications of every indicator in every school year.": (
        "Gjennomsnitt over replikasjoner for hver indikator i hvert skoleår."
    ),
    "What each point of the design holds fixed.": "Hva hvert punkt i designet holder fast.",
    "Runs that failed; they are in no other sheet.": "Kjøringer som mislyktes; de er ikke med i noe annet ark.",
    "Every indicator, with its smallest difference that matters.": (
        "Hver indikator, med den minste forskjellen som betyr noe."
    ),
    "The register of parameters, with the values used.": "Parameterregisteret, med verdiene som er brukt.",
    "Levers in which each scenario differs from the base scenario, and when.": (
        "Virkemidler der hvert scenario skiller seg fra grunnscenariet, og når."
    ),
}
_FIRST = {
    "What this is": "Hva dette er",
    "Results of kompetanse, an agent-based simulation of competence-development policy for Norwegian schools: what its "
    "mechanisms imply, not a forecast.": (
        "Resultater fra kompetanse, en agentbasert simulering av kompetanseutviklingspolitikk for norske skoler: hva "
        "mekanismene innebærer, ingen prognose."
    ),
    "Base scenario": "Grunnscenario",
    "Command": "Kommando",
    "World": "Verden",
    "Last spring": "Siste vår",
    "Replications": "Replikasjoner",
    "Seed": "Frø",
    "Parameters": "Parametere",
    "Parameters changed": "Endrede parametere",
    "Program": "Program",
    "Digest of the model's code and data": "Fingeravtrykk av modellens kode og data",
    "Made": "Laget",
    "Language": "Språk",
    "Results folder": "Resultatmappe",
    "What is synthetic": "Hva som er syntetisk",
    "Licence of the data": "Lisens for dataene",
    "Facts from public registers under CC BY 4.0, CC0 and NLOD; credit Statistics Norway, Utdanningsdirektoratet, "
    "Kartverket and GeoNames. Program: MIT. See docs/data.md.": (
        "Fakta fra offentlige registre under CC BY 4.0, CC0 og NLOD; oppgi Statistisk sentralbyrå, "
        "Utdanningsdirektoratet, Kartverket og GeoNames. Program: MIT. Se docs/data.md."
    ),
    "Numbers": "Tall",
    "Shares are numbers from 0 to 1, never per cent; money is in kroner of 2025; an empty cell means undefined or "
    "unknown. CSV files hold every digit; cells of the workbook show those that make sense.": (
        "Andeler er tall fra 0 til 1, aldri prosent; penger er i 2025-kroner; en tom celle betyr ikke definert eller "
        "ukjent. CSV-filene har alle sifre; cellene i arbeidsboken viser dem som gir mening."
    ),
    "Intervals": "Intervaller",
    "A 95 % interval says how well the mean is known with so many replications; nine in ten futures says how far "
    "single futures lie apart.": (
        "Et 95 %-intervall sier hvor godt gjennomsnittet er kjent med så mange replikasjoner; ni av ti framtider sier "
        "hvor langt enkelte framtider ligger fra hverandre."
    ),
    "Files": "Filer",
    "CSV files are for programs: UTF-8, comma, decimal point, columns by identifier. The workbook is for people, "
    "with headers in words.": (
        "CSV-filene er for programmer: UTF-8, komma, desimalpunktum, kolonner med faste navn. Arbeidsboken er for "
        "mennesker, med overskrifter i ord."
    ),
    "Drawn from their ranges in each replication, the same in every scenario.": (
        "Trekkes fra spennene sine i hver replikasjon, likt i alle scenarioer."
    ),
    "At their values: intervals show luck only.": "På sine verdier: intervallene viser bare tilfeldigheter.",
    "Left out": "Utelatt",
    "Sheet {title}": "Ark {title}",
    "{about} Rows: {n}. File: {name}.csv.": "{about} Rader: {n}. Fil: {name}.csv.",
}
_SAID = {
    "Workbook: {path}": "Arbeidsbok: {path}",
    "CSV files: {n}, in {folder}": "CSV-filer: {n}, i {folder}",
    "Not in the workbook: {what} of the sheet {name}; they are in {name}.csv.": (
        "Ikke i arbeidsboken: {what} i arket {name}; de er i {name}.csv."
    ),
    "rows that Excel has no room for": "rader som Excel ikke har plass til",
    "Not written: {n} values of single replications at the level {level}; in Python, {call}.": (
        "Ikke skrevet: {n} verdier fra enkeltreplikasjoner på nivået {level}; i Python, {call}."
    ),
    "Not in the workbook: values of single replications; they are in {files}.": (
        "Ikke i arbeidsboken: verdier fra enkeltreplikasjoner; de er i {files}."
    ),
}
_CELLS = {
    "more is better": "mer er bedre",
    "less is better": "mindre er bedre",
    "neither": "ingen av delene",
    "nation": "landet",
    "county": "fylke",
    "governor": "statsforvalter",
    "size_class": "kommunestørrelse",
    "centrality_class": "sentralitet",
    "turnover_class": "gjennomtrekk",
    "school_size_class": "skolestørrelse",
    "municipality": "kommune",
    "university": "UH-institusjon",
    "partnership": "partnerskap",
    "school": "skole",
    "autumn": "høsten",
    "spring": "våren",
    "stock": "beholdning",
    "flow": "strøm",
    "register": "trukket fra registeret",
    "point": "på sine verdier",
    "uncertainty": "usikkerhet",
    "constant": "konstant",
    "sourced": "med kilde",
    "grants": "tilskudd",
}
EXPORT_NB = _SHEETS | _ABOUT | _FIRST | _SAID | _CELLS
