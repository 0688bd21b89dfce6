"""This file knows what columns are called for people, in both languages; CSV files keep the identifiers."""

from __future__ import annotations

from collections.abc import Iterator

_ENDS = {
    "low": ("{of}, low", "{of}, nedre"),
    "high": ("{of}, high", "{of}, øvre"),
}
_SEARCHED = {
    "searched": ("{of} (where it was searched)", "{of} (der den ble søkt)"),
    "held_out": ("{of} (held out)", "{of} (holdt utenfor)"),
}
_HEADINGS = {
    "adds": ("Adds", "Legger til"),
    "about": ("About", "Om"),
    "alike": ("Share neither better nor worse off", "Andel verken bedre eller dårligere stilt"),
    "against": ("Against", "Mot"),
    "base": ("Base", "Grunnlag"),
    "baseline_level": ("Level in the baseline", "Nivå i referansen"),
    "best": ("Share of futures where it is best", "Andel framtider der det er best"),
    "better_off": ("Share of futures where better off", "Andel framtider der bedre stilt"),
    "bootstrap": ("Bootstrap interval", "Bootstrap-intervall"),
    "contrast": ("Less that of the reference group", "Minus forskjellen i referansegruppen"),
    "contrast_verdict": ("Verdict on that", "Konklusjon om det"),
    "cost": ("Cost", "Kostnad"),
    "cost_difference": ("Difference in cost, kroner of 2025 per teacher", "Forskjell i kostnad, 2025-kroner per lærer"),
    "correlated_with": ("Drawn together with", "Trekkes sammen med"),
    "definition": ("Definition", "Definisjon"),
    "difference": ("Difference", "Forskjell"),
    "difference_sd": ("Difference, standard deviation", "Forskjell, standardavvik"),
    "direction": ("Direction", "Retning"),
    "discount_rate": ("Discount rate", "Kalkulasjonsrente"),
    "distribution": ("Distribution", "Fordeling"),
    "drawn": ("Drawn in each replication", "Trekkes i hver replikasjon"),
    "effect": ("From low to high", "Fra lav til høy"),
    "factor": ("Factor", "Faktor"),
    "few": ("Few teachers: swings much", "Få lærere: svinger mye"),
    "from": ("From", "Fra"),
    "gaining": ("Share better off", "Andel bedre stilt"),
    "good_enough": ("Share of futures where good enough", "Andel framtider der det er godt nok"),
    "grade": ("Grade of evidence (A-D)", "Kunnskapsgrunnlag (A-D)"),
    "group": ("Group", "Gruppe"),
    "headline": ("In the headline table", "I hovedtabellen"),
    "importance": ("Importance", "Betydning"),
    "indicator": ("Identifier of the indicator", "Indikatorens navn i filene"),
    "inside": ("Published figure inside the range", "Publisert tall innenfor spredningen"),
    "item": ("What", "Hva"),
    "kind": ("Kind", "Slag"),
    "label": ("Indicator", "Indikator"),
    "level": ("Level", "Nivå"),
    "levers": ("Levers changed", "Endrede virkemidler"),
    "lever": ("Lever", "Virkemiddel"),
    "losing": ("Share worse off", "Andel dårligere stilt"),
    "luck": ("Luck only, interval", "Bare tilfeldigheter, intervall"),
    "luck_difference": ("Luck only, difference", "Bare tilfeldigheter, forskjell"),
    "mean": ("Mean", "Gjennomsnitt"),
    "meaning": ("Meaning", "Betydning"),
    "measure": ("Measure", "Mål"),
    "message": ("Message", "Melding"),
    "modelled": ("Modelled", "Modellert"),
    "municipalities": ("Municipalities", "Kommuner"),
    "n": ("Replications", "Replikasjoner"),
    "name": ("Name", "Navn"),
    "number": ("Municipality number", "Kommunenummer"),
    "observed": ("Published", "Publisert"),
    "own_value": ("Own value", "Egen verdi"),
    "p": ("p, paired t test", "p, paret t-test"),
    "p_adjusted": ("p, adjusted for all rows (Holm)", "p, justert for alle rader (Holm)"),
    "pairs": ("Pairs", "Par"),
    "parameter": ("Parameter", "Parameter"),
    "parameters": ("Parameters changed", "Endrede parametere"),
    "part": ("Part", "Del"),
    "per_thousand": ("Effect for each 1,000 kroner per teacher", "Virkning per 1 000 kroner per lærer"),
    "point": ("Point of the design", "Punkt i designet"),
    "probability_beyond": ("Probability beyond", "Sannsynlighet forbi"),
    "quality": ("Quality of the partnership", "Partnerskapets kvalitet"),
    "rank": ("Rank", "Rang"),
    "reference": ("Reference group", "Referansegruppe"),
    "regret": ("Regret, mean", "Anger, gjennomsnitt"),
    "regret_90": ("Regret, 90th percentile", "Anger, 90-persentil"),
    "regret_most": ("Regret, largest", "Anger, størst"),
    "replication": ("Replication", "Replikasjon"),
    "replications": ("Replications", "Replikasjoner"),
    "scenario": ("Scenario", "Scenario"),
    "school_year": ("School year", "Skoleår"),
    "sd": ("Standard deviation", "Standardavvik"),
    "semester": ("Semester (0 = autumn 2017)", "Semester (0 = høsten 2017)"),
    "series": ("Series", "Serie"),
    "share": ("Share", "Andel"),
    "share_up": ("Share of futures where it is higher", "Andel framtider der det er høyere"),
    "side": ("Side", "Side"),
    "smallest_difference": ("Smallest difference that matters", "Minste forskjell som betyr noe"),
    "source": ("Source", "Kilde"),
    "spread": ("Spread between replications (SD)", "Spredning mellom replikasjoner (SD)"),
    "stage": ("Stage", "Steg"),
    "states": ("Futures", "Framtider"),
    "status": ("Status", "Status"),
    "stock_or_flow": ("Stock or flow", "Beholdning eller strøm"),
    "surely_gaining": ("Share surely better off", "Andel sikkert bedre stilt"),
    "surely_losing": ("Share surely worse off", "Andel sikkert dårligere stilt"),
    "switching_value": ("Switching value", "Omslagsverdi"),
    "synthetic": ("Inner state is synthetic", "Indre tilstand er syntetisk"),
    "threshold": ("Good enough from", "Godt nok fra"),
    "type": ("Type", "Type"),
    "uncertainty": ("Parameters", "Parametere"),
    "unit": ("Unit of measurement", "Måleenhet"),
    "unit_of_measurement": ("Unit of measurement", "Måleenhet"),
    "university": ("University", "UH-institusjon"),
    "until": ("Until", "Til"),
    "used_to_set": ("Used to set parameters", "Brukt til å sette parametere"),
    "value": ("Value", "Verdi"),
    "value_in_base": ("Value in the base", "Verdi i grunnlaget"),
    "value_used": ("Value used", "Verdi brukt"),
    "variance": ("Variance", "Varians"),
    "verdict": ("Verdict", "Konklusjon"),
    "verdict_alone": ("Verdict on this row alone", "Konklusjon for raden alene"),
    "verdict_beyond": ("Verdict beyond", "Konklusjon forbi"),
    "weight": ("Weighted by", "Vektet med"),
    "worse_off": ("Share of futures where worse off", "Andel framtider der dårligere stilt"),
    "year": ("Year", "År"),
}
_ALONE = {
    "low": ("95 % interval, low", "95 %-intervall, nedre"),
    "high": ("95 % interval, high", "95 %-intervall, øvre"),
    "spread_low": ("Nine in ten futures, low", "Ni av ti framtider, nedre"),
    "spread_high": ("Nine in ten futures, high", "Ni av ti framtider, øvre"),
}
_ELSEWHERE = {
    ("results", "unit"): ("Code of the unit", "Enhetens kode"),
    ("parameters", "low"): ("Range, low", "Spenn, nedre"),
    ("parameters", "high"): ("Range, high", "Spenn, øvre"),
    ("parameters", "value"): ("Value in the register", "Verdi i registeret"),
    ("parameters", "group"): ("Mechanism", "Mekanisme"),
    ("assumptions_effect", "low"): ("Range, low", "Spenn, nedre"),
    ("assumptions_effect", "high"): ("Range, high", "Spenn, øvre"),
    ("backtest", "low"): ("95 % of replications, low", "95 % av replikasjonene, nedre"),
    ("backtest", "high"): ("95 % of replications, high", "95 % av replikasjonene, øvre"),
    ("partnerships", "unit"): ("County", "Fylke"),
    ("partnerships", "weight"): ("Teachers reached", "Lærere som nås"),
    ("partnerships", "share"): ("Share of replications with the tie", "Andel replikasjoner med båndet"),
    ("municipalities", "unit"): ("Unit of measurement", "Måleenhet"),
}
"""Columns that mean another thing in one sheet, by the first word of its name and the column."""


def heading(sheet: str, column: str, language: str) -> str:
    """What a column is called; one that nobody named keeps its identifier, spaced out."""
    found = next(_candidates(sheet, column), None)
    if found is not None:
        return found[language == "nb"]
    for ends in (_ENDS, _SEARCHED):
        for end, said in ends.items():
            if column.endswith(f"_{end}"):
                return said[language == "nb"].format(of=heading(sheet, column.removesuffix(f"_{end}"), language))
    return column.replace("_", " ").capitalize()


def _candidates(sheet: str, column: str) -> Iterator[tuple[str, str]]:
    for (name, mine), said in _ELSEWHERE.items():
        if mine == column and sheet.startswith(name):
            yield said
    for known in (_ALONE, _HEADINGS):
        if column in known:
            yield known[column]
