"""This file knows the indicators that are sums over schools: practice, staff, participation, results."""

from __future__ import annotations

import numpy as np

from sim.actors.owner import PRIVATE
from sim.actors.school import UPPER_SECONDARY
from sim.indicators.registry import Indicator, Ratio
from sim.schemes.slots import COLLECTIVE
from sim.topics import TOPICS
from sim.types import Bools, Floats
from sim.world import World


def _posts(w: World) -> Floats:
    return w.schools.n_posts.astype(np.float64)


def participant_hours(w: World) -> Floats:
    """Participant-hours of each collective measure, shape (schools, collective slots)."""
    s = w.schools
    hours: Floats = s.participation[:, COLLECTIVE] * s.hours[:, COLLECTIVE] * s.n_posts[:, None]
    return hours


def _practice(w: World, topics: Bools) -> Ratio:
    weight = w.schools.weight[:, topics]
    return (w.schools.practice[:, topics] * weight).sum(axis=1), weight.sum(axis=1)


def practice(w: World) -> Ratio:
    """Practice over all topics."""
    return _practice(w, np.ones(len(TOPICS.codes), dtype=bool))


def practice_broad(w: World) -> Ratio:
    """Practice in broad topics."""
    return _practice(w, TOPICS.broad)


def practice_subject(w: World) -> Ratio:
    """Practice in subjects and other topics that concern some teachers only."""
    return _practice(w, TOPICS.subject)


def practice_worked_on(w: World) -> Ratio:
    """Practice in the topics of running measures."""
    s, rows = w.schools, np.arange(w.schools.n)
    numerator, denominator = np.zeros(s.n), np.zeros(s.n)
    for slot in COLLECTIVE:
        running = s.topic[:, slot] >= 0
        topic = np.maximum(s.topic[:, slot], 0)
        numerator += running * s.practice[rows, topic] * s.n_posts
        denominator += running * s.n_posts
    return numerator, denominator


def depth(w: World) -> Ratio:
    """Subject teachers above the line of depth, of all subject teachers."""
    return w.schools.deep[:, TOPICS.subject].sum(axis=1), w.schools.teaching[:, TOPICS.subject].sum(axis=1)


def routines(w: World) -> Ratio:
    """Mean routines over topics."""
    return w.schools.routines.mean(axis=1) * _posts(w), _posts(w)


def participation(w: World) -> Ratio:
    """Teachers who take part in collective development."""
    return w.schools.participation[:, COLLECTIVE].max(axis=1) * _posts(w), _posts(w)


def collective_hours(w: World) -> Ratio:
    """Hours of collective development per teacher, local work included."""
    return participant_hours(w).sum(axis=1), _posts(w)


def broad_share(w: World) -> Ratio:
    """Participant-hours in broad topics, of all participant-hours."""
    hours, topic = participant_hours(w), w.schools.topic[:, COLLECTIVE]
    broad = TOPICS.broad[np.maximum(topic, 0)] & (topic >= 0)
    return (hours * broad).sum(axis=1), hours.sum(axis=1)


def implementation(w: World) -> Ratio:
    """Strength of implementation where measures run."""
    running = (w.schools.topic[:, COLLECTIVE] >= 0).any(axis=1)
    return w.schools.implementation * running * _posts(w), running * _posts(w)


def involvement(w: World) -> Ratio:
    """Local involvement."""
    return w.schools.involvement * _posts(w), _posts(w)


def turnover(w: World) -> Ratio:
    """Teachers who left their school in the school year."""
    return w.schools.left, _posts(w)


def unqualified(w: World) -> Ratio:
    """Posts held by people without the qualification required."""
    return w.schools.unqualified, _posts(w)


def unqualified_compulsory(w: World) -> Ratio:
    """The same in primary and lower secondary, where the register counts."""
    compulsory = w.schools.level < UPPER_SECONDARY
    return w.schools.unqualified * compulsory, _posts(w) * compulsory


def gross_exit(w: World) -> Ratio:
    """Qualified teachers who left municipal and county schools in the school year, those on leave included."""
    public = w.owners.kind[w.schools.owner] < PRIVATE
    return w.schools.left_public * public, (_posts(w) - w.schools.unqualified) * public


def principal_turnover(w: World) -> Ratio:
    """Schools that lost their principal in the school year."""
    return w.schools.principal_left.astype(np.float64), np.ones(w.schools.n)


def novice_competence(w: World) -> Ratio:
    """Competence at entry of graduates hired in the school year."""
    return w.schools.novice_competence, w.schools.novices


def pupil_results(w: World) -> Ratio:
    """Pupil results as measured."""
    return w.schools.results * w.schools.pupils, w.schools.pupils


MODEL = "model section 6"
SCHOOL_INDICATORS = (
    Indicator("practice", "0-1", "relevance-weighted mean over topics of staff competence and routines", "schools",
              "stock", "+", 0.005, "teachers", True, "Practice, all topics", "Praksis, alle temaer", MODEL, practice),
    Indicator("practice_broad", "0-1", "as practice, broad topics", "schools", "stock", "+", 0.005, "teachers", False,
              "Practice, broad topics", "Praksis, brede temaer", MODEL, practice_broad),
    Indicator("practice_subject", "0-1", "as practice, all other topics", "schools", "stock", "+", 0.005, "teachers",
              False, "Practice, subjects", "Praksis, fag", MODEL, practice_subject),
    Indicator("practice_worked_on", "0-1", "practice in topics of running measures", "schools", "stock", "+", 0.005,
              "teachers", False, "Practice, topics worked on", "Praksis, temaer det arbeides med", MODEL,
              practice_worked_on),
    Indicator("depth", "share of subject teachers", "subject teachers above the competence line / all of them",
              "schools", "stock", "+", 0.01, "subject teachers", True, "Subject depth", "Faglig dybde", MODEL, depth),
    Indicator("routines", "0-1", "mean over topics of the school's routines", "schools", "stock", "+", 0.01,
              "teachers", True, "Routines in schools", "Rutiner i skolene", MODEL, routines),
    Indicator("participation", "share of teachers", "teachers in collective measures / all", "schools", "flow", "+",
              0.05, "teachers", True, "Taking part in collective development", "Deltar i kollektiv utvikling", MODEL,
              participation),
    Indicator("collective_hours", "hours per teacher", "hours of collective development incl. local work / teachers",
              "schools", "flow", "+", 1.0, "teachers", False, "Collective hours", "Kollektive timer", MODEL,
              collective_hours),
    Indicator("broad_share", "share of hours", "participant-hours in broad topics / all participant-hours", "schools",
              "flow", "0", 0.05, "participant-hours", True, "Broad topics in collective hours",
              "Brede temaer i kollektive timer", "pattern P8", broad_share),
    Indicator("implementation", "0-1", "mean where measures run", "schools", "flow", "+", 0.02, "teachers", False,
              "Implementation", "Gjennomføring", MODEL, implementation),
    Indicator("involvement", "0-1", "mean local involvement", "schools", "stock", "+", 0.02, "teachers", False,
              "Local involvement", "Lokal forankring", MODEL, involvement),
    Indicator("turnover", "share per year", "teachers who left their school / posts", "schools", "flow", "-", 0.005,
              "teachers", True, "Teacher turnover", "Lærergjennomtrekk", "KS; Falch and Strøm (2005)", turnover),
    Indicator("unqualified", "share of posts", "unqualified / posts (GSI definition)", "schools", "stock", "-", 0.002,
              "teachers", True, "Unqualified teachers", "Ukvalifiserte lærere", "GSI", unqualified),
    Indicator("unqualified_compulsory", "share of posts", "unqualified / posts, primary and lower secondary", "schools",
              "stock", "-", 0.002, "teachers", False, "Unqualified teachers, compulsory school",
              "Ukvalifiserte lærere i grunnskolen", "GSI", unqualified_compulsory),
    Indicator("gross_exit", "share per year", "qualified teachers who left municipal and county schools, leave "
              "included / qualified teachers there", "schools", "flow", "-", 0.002, "qualified teachers", False,
              "Qualified teachers leaving municipal employment", "Kvalifiserte lærere som slutter i kommunal sektor",
              "KS", gross_exit),
    Indicator("principal_turnover", "share per year", "principals who left / schools", "schools", "flow", "-", 0.01,
              "schools", False, "Principal turnover", "Rektorgjennomtrekk", MODEL, principal_turnover),
    Indicator("novice_competence", "0-1", "mean competence of graduates when hired", "schools", "flow", "+", 0.005,
              "graduates hired", True, "Competence of new teachers", "Kompetanse hos nyutdannede", "pattern P7",
              novice_competence),
    Indicator("pupil_results", "pupil SD", "mean of school results weighted by pupils", "schools", "flow", "+", 0.01,
              "pupils", True, "Pupil results", "Elevresultater", MODEL, pupil_results),
)  # fmt: skip
