"""The school year: every stage in its order, from the autumn when people come and go to the closing of the year.

Read it from top to bottom. The stages of a scheme are written in the scheme's own file; `*of_schemes(...)` is where
they take place.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.mechanisms.accounts import accounts_are_closed
from sim.mechanisms.delivery import measures_are_delivered
from sim.mechanisms.survey import everybody_is_asked
from sim.mechanisms.year import (
    everyone_learns,
    leaders_change,
    new_cohort,
    owners_settle,
    partners_learn,
    results_come_in,
    routines_form,
    schools_develop_themselves,
    staff_changes,
    stock_is_taken,
)
from sim.mechanisms.years import years_move
from sim.policy import Policy
from sim.scenario import HISTORY_YEAR, autumn_of, is_autumn
from sim.schemes import SCHEMES
from sim.stage import AUTUMN, BOTH, SPRING, Moment, Stage


def school_year() -> tuple[Stage, ...]:
    """Every stage of the school year, in order; autumn and spring each walk the table and take what is theirs."""
    return (
        Stage(
            "years_move", years_move, AUTUMN, burn_in=True,
            reads="schools owners networks counties posts universities",
            writes="schools: pupils n_posts hard_to_staff kinds weight concerned teaching routines own_routines topic "
            "participation principal_tenure involvement practice_start environment_start exposure "
            "environment_exposure measured "
            "true_results environment results unqualified; posts: open enrolled; owners: staff; networks: staff kinds; "
            "counties: staff posts_primary posts_upper; universities: graduates_primary "
            "graduates_upper graduates_glu elsewhere_primary elsewhere_upper",
            en="A school year begins: pupils come and go, schools close and open, and posts with them.",
            nb="Et skoleår begynner: Elever kommer og går, skoler legges ned og åpnes, og stillinger følger med.",
        ),
        Stage(
            "leaders_change", leaders_change, AUTUMN, burn_in=True, reads="schools owners networks universities",
            writes="schools: left left_public novices novice_competence principal_tenure principal_left; owners: "
            "leader_left steering understanding leader_tenure; networks: trust plan_left; universities: nearness "
            "experience staff_hours",
            en="Principals, education leaders and contact persons leave (once a year).",
            nb="Rektorer, skolesjefer og kontaktpersoner slutter (én gang i året).",
        ),
        Stage(
            "staff_changes", staff_changes, BOTH, burn_in=True, reads="posts away schools owners universities",
            writes="posts: holder qualified age career route origin lacks_credits served base learned tenure offer "
            "study stipend; away: holder qualified age career route origin lacks_credits served base learned status "
            "school kind since; schools: left left_now left_public turnover unqualified novices novice_competence",
            en="Teachers leave, move and arrive.",
            nb="Lærere slutter, flytter og kommer.",
        ),
        Stage(
            "new_cohort", new_cohort, AUTUMN, burn_in=True, reads="universities",
            writes="universities: cohort_quality cohort_size",
            en="Universities admit a new cohort to the programme as it is now.",
            nb="Universitetene tar opp et nytt kull til utdanningen slik den er nå.",
        ),
        *of_schemes(Moment.PEOPLE),
        *of_schemes(Moment.AUTUMN_MONEY),
        Stage(
            "measures_are_delivered", measures_are_delivered, AUTUMN,
            reads="schools owners networks universities counties governors",
            writes="schools: topic participation; networks: coverage binding in_hand granted "
            "paid_university spent own_money own_for_hours coordinators contact group_size delivered plan_left "
            "was_active active last_partner; universities: asked accepted hours equal_hours; counties: pot returned "
            "handed_out; owners: follow_grant follow_spent follow_contact follow_group; governors: measures pot",
            en="Granted measures of the school year begin; a pandemic cuts gatherings.",
            nb="Årets tiltak begynner; en pandemi gir færre samlinger.",
        ),
        Stage(
            "schools_develop_themselves", schools_develop_themselves, AUTUMN, burn_in=True,
            reads="schools owners networks universities",
            writes="schools: topic participation willing implementation hours gain drive; networks: benefit",
            en="Schools choose what they work on by themselves; hours and gains of all that runs follow.",
            nb="Skolene velger hva de arbeider med på egen hånd; timer og utbytte av alt som er i gang, følger av det.",
        ),
        *of_schemes(Moment.MEASURES),
        Stage(
            "everyone_learns", everyone_learns, BOTH, burn_in=True, reads="posts schools owners networks",
            writes="posts: enrolled base learned; schools: competence gap_relevant gap_other deep practice",
            en="Half a year of fading, learning and sharing; then the schools' practice.",
            nb="Et halvt år der noe glemmes, læres og deles; deretter skolenes undervisningspraksis.",
        ),
        Stage(
            "routines_form", routines_form, BOTH, burn_in=True, reads="schools owners",
            writes="schools: routines own_routines",
            en="Routines form where schools work on something, and wear with time and turnover.",
            nb="Rutiner tar form der skolene arbeider med noe, og slites av tid og gjennomtrekk.",
        ),
        Stage(
            "partners_learn", partners_learn, BOTH, reads="schools owners networks universities",
            writes="schools: involvement; owners: capacity capacity_money steering understanding; networks: trust "
            "satisfaction; universities: experience nearness quality cohort_quality",
            en="Half a year of involvement, steering, trust and practice-nearness.",
            nb="Et halvt år med forankring, styring, tillit og praksisnærhet.",
        ),
        Stage(
            "owners_settle", owners_settle, BOTH, burn_in=True, history=False, reads="owners",
            writes="owners: steering understanding",
            en="Before the history begins owners find their usual steering.",
            nb="Før historien begynner, finner skoleeierne sin vanlige styring.",
        ),
        *of_schemes(Moment.LEARNING),
        *of_schemes(Moment.SPRING_MONEY),
        *of_schemes(Moment.PLACES),
        Stage(
            "stock_is_taken", stock_is_taken, SPRING, burn_in=True, history=False, reads="schools",
            writes="schools: practice_start exposure true_results environment_start environment_exposure environment",
            en="On the eve of the history the state of practice is noted, against which results are measured.",
            nb="Like før historien begynner, noteres undervisningspraksisen som resultatene måles mot.",
        ),
        Stage(
            "results_come_in", results_come_in, SPRING, reads="schools",
            writes="schools: exposure environment_exposure true_results environment results measured",
            en="Pupils' results of the school year.",
            nb="Elevenes resultater for skoleåret.",
        ),
        *of_schemes(Moment.RESULTS),
        Stage(
            "everybody_is_asked", everybody_is_asked, SPRING, reads="schools owners networks universities",
            writes="owners: structure forum_answer answer; schools: principal_answer teacher_answer; networks: unmet",
            en="Forum members, owners, principals and teachers say what they see of the collective schemes.",
            nb="Forummedlemmer, skoleeiere, rektorer og lærere sier hva de ser av de kollektive ordningene.",
        ),
        *of_schemes(Moment.CLOSING),
        Stage(
            "accounts_are_closed", accounts_are_closed, SPRING, reads="schools owners universities",
            writes="owners: premium_money terms_money staff_time own_time own_money substitutes; "
            "universities: places_money",
            en="What no grant pays is priced: extra pay, study places, own money, substitutes, and the staff's time.",
            nb="Det ingen tilskudd betaler, prissettes: lønnstillegg, studieplasser, egne midler, vikarer og tid.",
        ),
    )  # fmt: skip


def of_schemes(moment: Moment) -> Sequence[Stage]:
    """What the schemes do at a moment of the school year, in the order of the schemes."""
    return [stage for scheme in SCHEMES for stage in scheme.stages.get(moment, ())]


def stages_of(schedule: Sequence[Stage], semester: int) -> list[Stage]:
    """Stages of a semester, in order, whatever policy says.

    Args:
        schedule: The school year.
        semester: 0 = autumn 2017; the history begins in autumn 2014, earlier semesters are burn-in.
    """
    season = "autumn" if is_autumn(semester) else "spring"
    before = semester < autumn_of(HISTORY_YEAR)
    return [s for s in schedule if season in s.season and (s.burn_in if before else s.history)]


def due(schedule: Sequence[Stage], semester: int, policy: Policy) -> list[Stage]:
    """Stages that take place in a semester under a policy, in order."""
    return [stage for stage in stages_of(schedule, semester) if stage.when(policy)]
