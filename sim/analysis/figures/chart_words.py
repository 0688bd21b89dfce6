"""This file knows the Norwegian words of charts beyond lines and forests; English is the key."""

CHARTS_NB = {
    "Importance by regression: {indicator}": "Betydning etter regresjon: {indicator}",
    "Size of the standardised coefficient (no unit)": "Størrelsen på den standardiserte koeffisienten (uten enhet)",
    "levers": "virkemidler",
    "parameters and levers": "parametere og virkemidler",
    "Spread of futures": "Spredning mellom framtider",
    "Spread of futures: difference from {baseline}": "Spredning mellom framtider: forskjell fra {baseline}",
    "mean of futures": "gjennomsnitt av framtidene",
    "{share} % of futures": "{share} % av framtidene",
    "Few futures: the 95 % band is little more than the two most extreme of them.": (
        "Få framtider: 95 %-båndet viser lite annet enn de to ytterste av dem."
    ),
    "{indicator}, {scenario}, {when}: mean {mean} [95 % interval {low} to {high}], 95 % of futures {least} to {most}"
    " ({unit}).": (
        "{indicator}, {scenario}, {when}: gjennomsnitt {mean} [95 %-intervall {low} til {high}], 95 % av framtidene"
        " {least} til {most} ({unit})."
    ),
    "Topics of collective hours": "Temaer i de kollektive timene",
    "share of collective hours": "andel av de kollektive timene",
    "In brackets: 95 % interval of the mean share in the last year.": (
        "I klammer: 95 %-intervall for gjennomsnittlig andel siste år."
    ),
    "At the right: mean shares in the last year.": "Til høyre: gjennomsnittlige andeler siste år.",
    "{indicator}: difference by {x} and {y}": "{indicator}: forskjell etter {x} og {y}",
    "mean difference, {unit}": "gjennomsnittlig forskjell, {unit}",
    "95 % interval covers 0, or too small to matter": "95 %-intervallet dekker 0, eller for lite til å bety noe",
    "95 % interval covers 0,\nor too small to matter": "95 %-intervallet dekker 0,\neller for lite til å bety noe",
    "Largest difference {value} at {x_name} {x}, {y_name} {y}; hatched are {n} of {all} cells.": (
        "Størst forskjell {value} ved {x_name} {x}, {y_name} {y}; skraverte er {n} av {all} ruter."
    ),
    "One at a time: {indicator}": "Én om gangen: {indicator}",
    "at the lowest value": "ved laveste verdi",
    "at the highest value": "ved høyeste verdi",
    "95 % interval": "95 %-intervall",
    "Change, {unit}": "Endring, {unit}",
    "Screening (Morris): {indicator}": "Grovsortering (Morris): {indicator}",
    "mean absolute effect μ*": "gjennomsnittlig absolutt effekt μ*",
    "spread of effects σ": "spredning i effektene σ",
    "Elementary effect over the range, {unit}": "Elementær effekt over spennet, {unit}",
    "What the spread comes from (Sobol): {indicator}": "Hva spredningen kommer av (Sobol): {indicator}",
    "by itself (first order)": "alene (første orden)",
    "with interactions (total)": "med samspill (total)",
    "Share of the variance (no unit)": "Andel av variansen (uten enhet)",
    "Variance by source": "Varians etter kilde",
    "Line under a part: 95 % interval of where it ends.": ("Strek under en del: 95 %-intervall for hvor den ender."),
    "luck": "tilfeldigheter",
    "parameters": "usikre parametere",
    "policy": "politikk",
    "interactions": "samspill",
    "{n} factors of {all} are shown, the largest first.": "{n} av {all} faktorer er vist, de største først.",
    "Largest: {factor}, {value} [{low}; {high}].": "Størst: {factor}, {value} [{low}; {high}].",
    "A box of futures: {outcome}": "Framtidene i boksen: {outcome}",
    "Part of the full range": "Del av hele spennet",
    "the box": "boksen",
    "full range": "hele spennet",
    "Inside the box {density} of futures are cases, and {coverage} of all cases are inside.": (
        "I boksen er {density} av framtidene tilfeller, og {coverage} av alle tilfeller ligger i den."
    ),
    "coverage (share of cases inside)": "dekning (andel av tilfellene som er i boksen)",
    "density (share of cases in the box)": "tetthet (andel tilfeller i boksen)",
    "Peeling": "Avskrelling",
    "chosen box": "valgt boks",
    "Follow-up and shadow control: {indicator}": "Oppfølging og skyggekontroll: {indicator}",
    "helped": "fulgt opp",
    "shadow control (same places, no measures)": "skyggekontroll (samme steder, ingen tiltak)",
    "Years since intake": "År siden opptak",
    "Mean of the municipalities taken in": "Gjennomsnitt for kommunene som er tatt opp",
    "Intakes of {years} together; some municipalities are taken in again later.": (
        "Opptakene i {years} samlet; noen kommuner blir tatt opp igjen senere."
    ),
    "Difference, helped less shadow": "Forskjell, fulgt opp minus skygge",
    "Year {year}: difference {mean} [{low}; {high}] {unit}.": "År {year}: forskjell {mean} [{low}; {high}] {unit}.",
    "0 is the spring of intake.": "0 er våren da kommunene ble tatt opp.",
    "{indicator}: municipalities by group": "{indicator}: kommuner etter gruppe",
    "one municipality (mean over replications)": "én kommune (gjennomsnitt over replikasjoner)",
    "middle half": "midterste halvdel",
    "median": "median",
    "10th–90th percentile": "10.–90. persentil",
    "n = {n}": "n = {n}",
    "n = {n}, few": "n = {n}, få",
    "Few: below {few} municipalities; read with caution.": "Få: under {few} kommuner; les med forsiktighet.",
    "Spread is between municipalities, not uncertainty of a mean.": (
        "Spredningen er mellom kommuner, ikke usikkerhet i et gjennomsnitt."
    ),
    "{group}: median {median}, n = {n}.": "{group}: median {median}, n = {n}.",
    "Named municipalities' inner state is synthetic: the map shows a made-up country with real places.": (
        "Navngitte kommuners indre tilstand er syntetisk: kartet viser et oppdiktet land med virkelige steder."
    ),
    "Named municipalities' inner state is synthetic: read patterns, not places.": (
        "Navngitte kommuners indre tilstand er syntetisk: les mønstre, ikke steder."
    ),
    "Universities and those they serve": "Hvem universitetene samarbeider med",
    "quality of partnership (0–1)": "partnerskapets kvalitet (0–1)",
    "width: {weight}": "linjebredde: {weight}",
    "networks": "nettverk",
    "university or university college": "universitet eller høgskole",
    "county or municipality": "fylke eller kommune",
    "{n} partnerships of {universities} universities; the strongest is {university} with {unit} ({weight}).": (
        "{n} partnerskap ved {universities} universiteter; det sterkeste er {university} med {unit} ({weight})."
    ),
    "Mean over replications; 95 % interval of quality: half of the ties within ±{usual}, all ±{most}.": (
        "Gjennomsnitt over replikasjoner; 95 %-intervall for kvalitet: halvparten innenfor ±{usual}, alle ±{most}."
    ),
    "Shown are ties in half of the replications or more.": (
        "Vist er partnerskap som finnes i minst halvparten av replikasjonene."
    ),
    "teachers": "lærere",
    "no interval was given": "intervall er ikke gitt",
    "{indicator}: difference by municipality": "{indicator}: forskjell etter kommune",
    "tie in the same place": "partnerskap på samme sted",
    "clearly below 0": "klart under 0",
    "no value": "ingen verdi",
    "One tile a municipality, near where it lies.": "Én rute per kommune, nær der den ligger.",
    "Outlines are from the user's file; credit Kartverket if it made them.": (
        "Grensene er fra brukerens fil; Kartverket krediteres hvis de er derfra."
    ),
    "{n} municipalities: {up} clearly up, {down} clearly down, {rest} cannot be told from 0.": (
        "{n} kommuner: {up} klart opp, {down} klart ned, {rest} kan ikke skilles fra 0."
    ),
    "Winners and losers: {indicator}": "Vinnere og tapere: {indicator}",
    "Rank, 1 = largest difference": "Rang, 1 = størst forskjell",
    "90 % interval of the rank": "90 %-intervall for rangen",
    "mean difference and 95 % interval": "gjennomsnittlig forskjell og 95 %-intervall",
    "Shown are the {n} first and last of {all}.": "Viser de {n} første og de {n} siste av {all}.",
    "First: {first} ({value}); last: {last} ({other}).": "Først: {first} ({value}); sist: {last} ({other}).",
}
"""Bokmål by English."""
