"""The patterns P1-P17: definitions and bands as fixed before the model was built (model section 7)."""

from __future__ import annotations

from sim.analysis.validation import setups
from sim.analysis.validation.judging import (
    Ablation,
    Band,
    Clause,
    FallsBy,
    Gone,
    Grows,
    Pattern,
    Within,
    at_least,
    at_most,
    between,
    over,
    under,
)
from sim.analysis.validation.measures import (
    event_study,
    follow_up,
    pace,
    partnership,
    staff,
    topics,
    universities,
    vocational,
)

POSITIVE = over(0.0)
CLEARLY_POSITIVE = Band(low=0.0, strict=True, clear=True)
GONE = Gone()

INFRASTRUCTURE = Pattern(
    "P1",
    "Infrastructure",
    "Infrastruktur",
    (
        Clause(
            "share of owners in an active partnership, lowest of years 3-8",
            "andel eiere i aktivt partnerskap, laveste av år 3-8",
            partnership.share_active,
            at_least(0.9),
            (Ablation(setups.STOP_AND_GO, FallsBy(0.2)),),
        ),
        Clause(
            "yearly dissolution, years 4-8",
            "oppløst per år, år 4-8",
            partnership.dissolution,
            under(0.1),
            reduced=under(0.2),
        ),
    ),
)

SPREAD = Pattern(
    "P2",
    "Quality stays spread",
    "Kvaliteten forblir ujevn",
    (
        Clause(
            "SD of quality, year 8 / year 2",
            "SD av kvalitet, år 8 / år 2",
            partnership.spread_kept,
            at_least(0.5),
            reduced=at_least(0.3),
        ),
        Clause(
            "r(quality year 4, year 8)",
            "r(kvalitet år 4, år 8)",
            partnership.quality_persists,
            at_least(0.4),
            reduced=at_least(0.2),
        ),
        Clause(
            "r(owner capacity, quality years 5-8)",
            "r(eierkapasitet, kvalitet år 5-8)",
            partnership.capacity_tells,
            Band(low=0.2, clear=True),
            (Ablation(setups.EQUAL_OWNERS, GONE),),
        ),
        Clause("the same, log of capacity", "det samme, log av kapasitet", partnership.log_capacity_tells, None),
    ),
)

EXPLAINED = Pattern(
    "P3",
    "Spread explained",
    "Ujevnheten forklart",
    (
        Clause(
            "slope of quality on last year's steering",
            "kvalitet på fjorårets styring",
            partnership.slope_on_steering,
            CLEARLY_POSITIVE,
            (Ablation(setups.NO_STEERING, GONE),),
        ),
        Clause(
            "slope on last year's involvement",
            "på fjorårets lokale forankring",
            partnership.slope_on_involvement,
            CLEARLY_POSITIVE,
            (Ablation(setups.NO_INVOLVEMENT, GONE),),
        ),
        Clause(
            "slope on last year's understanding",
            "på fjorårets forståelse",
            partnership.slope_on_understanding,
            CLEARLY_POSITIVE,
            (Ablation(setups.NO_UNDERSTANDING, GONE),),
        ),
    ),
)

SUPPORT = Pattern(
    "P4",
    "Support in principle before delivered quality",
    "Støtte i prinsippet før levert kvalitet",
    (
        Clause(
            "gap in year 2 less gap in year 8",
            "avstand i år 2 minus avstand i år 8",
            partnership.gap_closes,
            at_least(0.1),
            (Ablation(setups.NO_TRUST_GROWTH, Within(under(0.03))),),
            reduced=at_least(0.05),
        ),
    ),
)

REPORTED = Pattern(
    "P5",
    "Nearer to practice, more critical",
    "Nærmere praksis, mer kritisk",
    (
        Clause(
            "forum > owner > principal > teacher, share of replications",
            "forum > eier > rektor > lærer, andel replikasjoner",
            pace.nearer_is_more_critical,
            at_least(0.9),
            (Ablation(setups.EQUAL_SPEED, Within(under(0.9))),),
            reduced=at_least(0.75),
        ),
        Clause("reported by forum members", "rapportert av forum", pace.forum_reports, None),
        Clause("reported by owners", "rapportert av eiere", pace.owners_report, None),
        Clause("reported by principals", "rapportert av rektorer", pace.principals_report, None),
        Clause("reported by teachers", "rapportert av lærere", pace.teachers_report, None),
    ),
)

LEARNING_BY_DOING = Pattern(
    "P6",
    "Universities learn by doing",
    "UH lærer ved å gjøre",
    (
        Clause(
            "practice-nearness per SD of hours so far, equal start",
            "praksisnærhet per SD timer så langt, lik start",
            universities.nearness_by_hours,
            CLEARLY_POSITIVE,
            (Ablation(setups.NO_LEARNING_BY_DOING, GONE),),
            case=setups.EQUAL_START,
            reduced=over(0.0),
        ),
        Clause(
            "CV of practice-nearness, year 8",
            "CV for praksisnærhet, år 8",
            universities.nearness_varies,
            at_least(0.15),
            reduced=at_least(0.10),
        ),
    ),
)

NEXT_TO_NOTHING = Band(low=-0.1, high=0.1)
"""An early effect is next to nothing if it is a tenth of the later one at most."""

DOUBLE_PURPOSE = Pattern(
    "P7",
    "Double purpose weak and late",
    "Dobbelt formål svakt og sent",
    (
        Clause(
            "gain of novices / gain in partner schools' practice, year 8",
            "gevinst hos nyutdannede / i partnerskolers praksis, år 8",
            universities.double_purpose,
            under(0.4),
            (Ablation(setups.COUPLING_ONE, Grows(2.0)),),
            reduced=under(0.8),
        ),
        Clause(
            "the same, practice in all topics",
            "det samme, praksis i alle temaer",
            universities.double_purpose_all_topics,
            None,
        ),
        Clause(
            "gain of novices, years 1-4 / year 8",
            "gevinst hos nyutdannede, år 1-4 / år 8",
            universities.early_effect,
            NEXT_TO_NOTHING,
            (Ablation(setups.SHORT_PROGRAMME, Within(over(0.1))),),
        ),
        Clause(
            "gain of graduates, high- less low-coupling UH",
            "gevinst hos kandidater, høy minus lav kobling",
            universities.coupling_tells,
            Band(clear=True),
        ),
    ),
)

BREADTH = Pattern(
    "P8",
    "Collective development is broad",
    "Kollektiv utvikling er bred",
    (
        Clause(
            "broad share of collective hours",
            "brede temaers andel av kollektive timer",
            topics.broad_share,
            between(0.70, 0.95),
            (Ablation(setups.SMALL_GROUPS, FallsBy(0.2)),),
        ),
        Clause(
            "the same, Dekom S alone",
            "det samme, bare Dekom S",
            topics.broad_share_s,
            None,
            (Ablation(setups.SMALL_GROUPS, FallsBy(0.2)),),
        ),
    ),
)

DEPTH = Pattern(
    "P9",
    "Depth is left to individual study",
    "Dybde overlates til individuell videreutdanning",
    (
        Clause(
            "share of gain in subject depth from individual study, year 8",
            "andel av gevinst i faglig dybde fra videreutdanning, år 8",
            topics.depth_from_study,
            between(0.60, 0.98),
            (Ablation(setups.SMALL_GROUPS, FallsBy(0.1)),),
        ),
    ),
)

Y_AGAINST_S = Pattern(
    "P10",
    "Dekom Y against Dekom S",
    "Dekom Y mot Dekom S",
    (
        Clause(
            "lead time, ratio",
            "ledetid, forhold",
            vocational.lead_ratio,
            at_most(0.5),
            (Ablation(setups.Y_AS_S, Within(over(0.8))),),
            reduced=at_most(0.6),
        ),
        Clause(
            "specificity, ratio", "spesifisitet, forhold", vocational.specificity_ratio, over(1.0), reduced=over(1.0)
        ),
        Clause(
            "reported benefit per grant krone, ratio",
            "rapportert nytte per tilskuddskrone, forhold",
            vocational.reported_benefit_ratio,
            over(1.0),
        ),
        Clause(
            "gain in practice per grant krone, ratio",
            "gevinst i praksis per tilskuddskrone, forhold",
            vocational.true_benefit_ratio,
            None,
        ),
        Clause(
            "the same, staff time priced", "det samme, med arbeidstid", vocational.true_benefit_ratio_with_time, None
        ),
    ),
)

OPEN_POT = Pattern(
    "P11",
    "The open pot",
    "Den åpne potten",
    (
        Clause(
            "unclaimed after round one",
            "ikke søkt etter første runde",
            vocational.unclaimed,
            between(0.2, 0.5),
            (Ablation(setups.ALL_AWARE, Within(under(0.1))),),
            reduced=between(0.1, 0.6),
        ),
        Clause(
            "change of it a year", "endring per år", vocational.unclaimed_over_years, under(0.0), reduced=under(0.0)
        ),
    ),
)

FOLLOW_UP = Pattern(
    "P12",
    "Follow-up lifts structure first",
    "Oppfølging løfter struktur først",
    (
        Clause(
            "structure in year 3, municipal SD",
            "struktur i år 3, kommune-SD",
            follow_up.follow_up_structure,
            at_least(0.5),
            reduced=at_least(0.25),
        ),
        Clause(
            "results, year 1 / year 3",
            "resultater, år 1 / år 3",
            follow_up.results_come_later,
            under(1 / 3),
            (Ablation(setups.NO_EXPOSURE, GONE),),
        ),
        Clause(
            "structure less results, year 3",
            "struktur minus resultater, år 3",
            follow_up.structure_against_results,
            POSITIVE,
            reduced=POSITIVE,
        ),
        Clause("results in year 3, municipal SD", "resultater i år 3, kommune-SD", follow_up.follow_up_results, None),
    ),
    drawn=tuple(event_study.MEASURES.values()),
)

FOLLOW_UP_EXITS = Pattern(
    "P13",
    "Follow-up rests on leaders who stay",
    "Oppfølging hviler på ledere som blir",
    (
        Clause(
            "structure in year 3, fewest / most exits of leaders",
            "struktur i år 3, færrest / flest lederskifter",
            follow_up.exits_tell,
            at_least(1.5),
            (Ablation(setups.HARMLESS_EXITS, Within(under(1.2))),),
        ),
        Clause(
            "share faded four years after",
            "andel borte fire år etter",
            follow_up.fades,
            at_least(1 / 3),
            reduced=at_least(0.2),
        ),
    ),
)

STRUCTURE_FIRST = Pattern(
    "P14",
    "Structure before practice",
    "Struktur før praksis",
    (
        Clause(
            "years to half of the effect, practice less structure",
            "år til halv effekt, praksis minus struktur",
            pace.practice_after_structure,
            at_least(1.0),
            (Ablation(setups.ROUTINES_CARRY, Within(under(0.3))),),
        ),
        Clause(
            "the same, practice in all topics",
            "det samme, praksis i alle temaer",
            pace.all_practice_after_structure,
            None,
        ),
    ),
)

_FLAT = (Ablation(setups.FLAT_APPLICANTS, Within(under(0.1))),)
PERIPHERY = Pattern(
    "P15",
    "The periphery",
    "Periferien",
    (
        Clause(
            "unqualified share against distance from the centre",
            "ukvalifiserte mot avstand fra sentrum",
            staff.unqualified_in_periphery,
            over(0.3),
            _FLAT,
            case=setups.ONLY_APPLICANTS,
            reduced=over(0.2),
        ),
        Clause(
            "turnover against distance from the centre",
            "gjennomtrekk mot avstand fra sentrum",
            staff.turnover_in_periphery,
            over(0.3),
            _FLAT,
            case=setups.ONLY_APPLICANTS,
            reduced=over(0.2),
        ),
        Clause(
            "inflow from UH per vacancy against centrality",
            "tilsig fra UH per ledig stilling mot sentralitet",
            staff.graduates_among_arrivals,
            over(0.3),
            _FLAT,
            case=setups.ONLY_APPLICANTS,
        ),
        Clause(
            "the same, per post",
            "det samme, per stilling",
            staff.inflow_in_centre,
            None,
            case=setups.ONLY_APPLICANTS,
        ),
    ),
)

STUDY = Pattern(
    "P16",
    "Further education",
    "Videreutdanning",
    (
        Clause("owner approval", "godkjent av eier", topics.approval, between(0.65, 0.77), reduced=between(0.6, 0.8)),
        Clause("grant rate", "innvilget", topics.grant_rate, between(0.83, 1.0), reduced=between(0.75, 1.0)),
        Clause(
            "places a year, nation",
            "plasser per år, nasjonalt",
            topics.volume,
            between(6_600, 7_800),
            reduced=between(6_000, 8_400),
        ),
        Clause(
            "grant rate, frame cut by 30 %",
            "innvilget, rammen kuttet 30 %",
            topics.grant_rate_after_cut,
            under(0.75),
            reduced=under(0.8),
        ),
    ),
)

EROSION = Pattern(
    "P17",
    "Turnover erodes, discipline buffers",
    "Gjennomtrekk tærer, disiplin demper",
    (
        Clause(
            "retained share of gain, most less least turnover",
            "andel av gevinst som blir, mest minus minst skifte",
            staff.turnover_erodes,
            at_most(-0.05),
            reduced=at_most(0.0),
        ),
        Clause(
            "loss by turnover, disciplined / undisciplined",
            "tap ved gjennomtrekk, disiplinerte / udisiplinerte",
            staff.discipline_buffers,
            at_most(2 / 3),
            (Ablation(setups.NO_DISCIPLINE, Within(between(0.9, 1.1))),),
        ),
        Clause("retained share of gain, all schools", "andel av gevinst som blir, alle skoler", staff.retained, None),
    ),
)

PATTERNS: tuple[Pattern, ...] = (
    INFRASTRUCTURE,
    SPREAD,
    EXPLAINED,
    SUPPORT,
    REPORTED,
    LEARNING_BY_DOING,
    DOUBLE_PURPOSE,
    BREADTH,
    DEPTH,
    Y_AGAINST_S,
    OPEN_POT,
    FOLLOW_UP,
    FOLLOW_UP_EXITS,
    STRUCTURE_FIRST,
    PERIPHERY,
    STUDY,
    EROSION,
)
