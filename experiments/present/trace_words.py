"""This file knows the words of the command `trace` in Bokmål, by their English."""

from __future__ import annotations

_PAGE = {
    "{unit}: {one} and {two}, replication {replication}": "{unit}: {one} og {two}, replikasjon {replication}",
    "The two part {step}.": "De to skilles {step}.",
    "This unit is the same to the bit in both.": "Denne enheten er lik til siste bit i begge.",
    "So is the whole world.": "Det er hele verden også.",
    "Somewhere in the world they part {step}.": "Et sted i verden skilles de {step}.",
    'in {when}, at "{sentence}": first in {column} ({meaning})': (
        "{when}, ved «{sentence}»: først i {column} ({meaning})"
    ),
    ", and {others} more": ", og {others} til",
    "autumn {year}": "høsten {year}",
    "spring {year}": "våren {year}",
    "both scenarios": "begge scenarioer",
    "the same": "det samme",
    "{amount} kroner": "{amount} kroner",
}
_SENTENCES = {
    "burn in": "innkjøring",
    "leaders change": "ledere skiftes",
    "staff changes": "lærere slutter og kommer",
    "new cohort": "nytt kull i lærerutdanningen",
    "frames arrive": "rammene kommer",
    "autumn needs are met": "høstens behov møtes",
    "spring needs are met": "vårens behov møtes",
    "follow up goes on": "oppfølgingsordningen går videre",
    "measures are delivered": "tiltakene gjennomføres",
    "vocational autumn": "yrkesfagordningens høst",
    "vocational spring": "yrkesfagordningens vår",
    "courses begin": "videreutdanning begynner",
    "courses end and places are granted": "videreutdanning slutter og plasser tildeles",
    "everyone learns": "alle lærer",
    "partners learn": "partnerne lærer",
    "results come in": "resultatene kommer",
    "everybody is asked": "alle blir spurt",
    "accounts are closed": "regnskapet gjøres opp",
    "take stock": "utgangspunktet gjøres opp",
    "end of semester": "semesterets slutt",
}
_HEADINGS = {
    "Teachers": "Lærere",
    "Principal": "Rektor",
    "Principals": "Rektorer",
    "Education leader": "Skolesjef",
    "Owner": "Eier",
    "Plan": "Plan",
    "Grant": "Tilskudd",
    "Money": "Penger",
    "Measures": "Tiltak",
    "Partnership": "Partnerskap",
    "Partnerships": "Partnerskap",
    "Follow-up scheme": "Oppfølgingsordningen",
    "Further education": "Videreutdanning",
    "Practice": "Praksis",
    "Results": "Resultater",
    "Graduates": "Nyutdannede",
    "Practice-nearness": "Praksisnærhet",
    "Teacher education": "Lærerutdanning",
}
_PEOPLE = {
    "{left} left; in their place came {graduates} graduates, {others} other qualified teachers and {untrained} "
    "without the qualification": (
        "{left} sluttet; i stedet kom {graduates} nyutdannede, {others} andre kvalifiserte og {untrained} uten "
        "godkjent utdanning"
    ),
    "nobody left": "ingen sluttet",
    "the school is not open": "skolen er ikke i drift",
    "; now {share} of {posts} posts are held without the qualification": (
        "; nå er {share} av {posts} stillinger besatt uten godkjent utdanning"
    ),
    "a new principal": "ny rektor",
    "the same principal, {years} years in post": "samme rektor, {years} år i stillingen",
    "{new} of {all} schools got a new principal": "{new} av {all} skoler fikk ny rektor",
    "the same leader, {years} years in post": "samme leder, {years} år i stillingen",
    "a new leader": "ny leder",
    "the leader left; few applied and the post is empty for a while": (
        "lederen sluttet; få søkte, og stillingen står tom en tid"
    ),
    "steering {steering}, understanding of the programme theory {understanding}, capacity {capacity} FTE": (
        "eierstyring {steering}, forståelse av programteorien {understanding}, kapasitet {capacity} årsverk"
    ),
}
_PLAN = {
    "no collective scheme": "ingen kollektiv ordning",
    "reported no needs this year": "meldte ingen behov i år",
    "{topic}, {group} of the staff": "{topic}, {group} av lærerne",
    "for subjects: {topic}, {group} of the staff": "fagkvote: {topic}, {group} av lærerne",
    "Kompetanseløftet: {topic}, {group} of the staff": "Kompetanseløftet: {topic}, {group} av lærerne",
    "; a new plan for {years} years": "; ny plan for {years} år",
    "; a running plan, years left: {years}": "; løpende plan, år igjen: {years}",
    "; partner {partner}": "; partner {partner}",
    "the network asked for {asked} and was granted {granted}": "nettverket søkte {asked} og fikk {granted}",
    "Kompetanseløftet: the network asked for {asked} and was granted {granted}": (
        "Kompetanseløftet: nettverket søkte {asked} og fikk {granted}"
    ),
    "the network spends {grant} this school year, of which {university} on its partner; owners add {own}": (
        "nettverket bruker {grant} dette skoleåret, av det {university} på partneren; eierne legger til {own}"
    ),
    "{topic}: {people} of the staff take part, {hours} hours each": (
        "{topic}: {people} av lærerne deltar, {hours} timer hver"
    ),
    " with local work; {strength} of it is carried out": " med lokalt arbeid; {strength} av det blir satt i verk",
    "; {contact} contact hours in groups of {size}": "; {contact} kontakttimer i grupper på {size}",
    "{partner}: trust {trust}, practice-nearness {nearness}": ("{partner}: tillit {trust}, praksisnærhet {nearness}"),
    "; an active partnership": "; aktivt partnerskap",
    "selected in the intake of {intake}": "valgt ut i {intake}",
    "year {year} of the path; {grant} for measures; help from guides {guidance}": (
        "år {year} av løpet; {grant} til tiltak; hjelp fra veiledere {guidance}"
    ),
}
_RESULTS = {
    "{students} teachers are on a course": "{students} lærere er på kurs",
    "{places} teachers got a place from autumn": "{places} lærere fikk plass fra høsten",
    "{applied} applied, the owner approved {approved}, {places} got a place": (
        "{applied} søkte, eier godkjente {approved}, {places} fikk plass"
    ),
    "practice {practice}; routines {routines}": "praksis {practice}; rutiner {routines}",
    ", the strongest {most} in {topic}": ", sterkest {most} i {topic}",
    "{measured} pupil SD as measured, {true} without the noise of small numbers; turnover {turnover}": (
        "{measured} elev-SD som målt, {true} uten støy fra små tall; gjennomtrekk {turnover}"
    ),
}
_UNIVERSITY = {
    "{networks} networks, {hours} hours ({capacity} of capacity), {topics} different topics, mean trust {trust}": (
        "{networks} nettverk, {hours} timer ({capacity} av kapasiteten), {topics} ulike temaer, tillit {trust} i snitt"
    ),
    "{people} of its graduates began in a school": "{people} nyutdannede derfra begynte i en skole",
    "{nearness}, from experience {experience} of school-based development": (
        "{nearness}, med erfaring {experience} fra skolebasert utvikling"
    ),
    "quality {quality} today; the oldest students were admitted to {oldest}": (
        "kvalitet {quality} i dag; de eldste studentene ble tatt opp til {oldest}"
    ),
}
TRACE_NB = _PAGE | _SENTENCES | _HEADINGS | _PEOPLE | _PLAN | _RESULTS | _UNIVERSITY
"""English to Bokmål; a text that is put together of several stands here piece by piece."""
