"""The indicators that are sums over schools: practice, staff, participation, results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import PRIVATE
from sim.agents.school import UPPER_SECONDARY
from sim.indicator import Ratio, indicator
from sim.mechanisms.measures import COLLECTIVE, OWN, in_anything, in_schemes
from sim.topics import TOPICS
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.world import World


def _posts(world: World) -> Floats:
    return world.schools.n_posts.astype(np.float64)


def participant_hours(world: World) -> Floats:
    """Participant-hours of each collective measure, shape (schools, collective slots)."""
    s = world.schools
    hours: Floats = (s.participation * s.hours)[:, COLLECTIVE] * s.n_posts[:, None]
    return hours


def _practice(world: World, topics: Bools) -> Ratio:
    weight = world.schools.weight[:, topics]
    return (world.schools.practice[:, topics] * weight).sum(axis=1), weight.sum(axis=1)


@indicator(
    unit="0-1", formula="relevance-weighted mean over topics of staff competence and routines", base="schools",
    kind="stock", better="+", smallest=0.005, weight="teachers", headline=True, en="Teaching practice",
    nb="Undervisningspraksis",
)  # fmt: skip
def practice(world: World) -> Ratio:
    """Practice over all topics."""
    return _practice(world, np.ones(len(TOPICS.codes), dtype=bool))


@indicator(
    unit="0-1", formula="as practice, broad topics", base="schools", kind="stock", better="+", smallest=0.005,
    weight="teachers", en="Teaching practice, broad topics",
    nb="Undervisningspraksis, generelle temaer",
)  # fmt: skip
def practice_broad(world: World) -> Ratio:
    """Practice in broad topics."""
    return _practice(world, TOPICS.broad)


@indicator(
    unit="0-1", formula="as practice, all other topics", base="schools", kind="stock", better="+", smallest=0.005,
    weight="teachers", en="Teaching practice, subjects", nb="Undervisningspraksis, fag",
)  # fmt: skip
def practice_subject(world: World) -> Ratio:
    """Practice in subjects and other topics that concern some teachers only."""
    return _practice(world, TOPICS.subject)


@indicator(
    unit="0-1", formula="practice in topics of running measures", base="schools", kind="stock", better="+",
    smallest=0.005, weight="teachers", en="Teaching practice, topics worked on",
    nb="Undervisningspraksis, temaer det arbeides med",
)  # fmt: skip
def practice_worked_on(world: World) -> Ratio:
    """Practice in the topics of running measures."""
    s, rows = world.schools, np.arange(world.schools.n)
    numerator, denominator = np.zeros(s.n), np.zeros(s.n)
    for slot in COLLECTIVE:
        running = s.topic[:, slot] >= 0
        topic = np.maximum(s.topic[:, slot], 0)
        numerator += running * s.practice[rows, topic] * s.n_posts
        denominator += running * s.n_posts
    return numerator, denominator


@indicator(
    unit="share of subject teachers", formula="subject teachers above the competence line / all of them",
    base="schools", kind="stock", better="+", smallest=0.01, weight="subject teachers", headline=True,
    en="Subject depth", nb="Faglig dybde",
)  # fmt: skip
def depth(world: World) -> Ratio:
    """Subject teachers above the line of depth, of all subject teachers."""
    return world.schools.deep[:, TOPICS.subject].sum(axis=1), world.schools.teaching[:, TOPICS.subject].sum(axis=1)


@indicator(
    unit="0-1", formula="mean over topics of the school's routines", base="schools", kind="stock", better="+",
    smallest=0.01, weight="teachers", headline=True, en="Routines in schools", nb="Rutiner i skolene",
)  # fmt: skip
def routines(world: World) -> Ratio:
    """Mean routines over topics."""
    return world.schools.routines.mean(axis=1) * _posts(world), _posts(world)


@indicator(
    unit="share of teachers", formula="teachers in collective measures / all", base="schools", kind="flow",
    better="+", smallest=0.05, weight="teachers", headline=True, en="Taking part in collective development",
    nb="Deltar i kollektiv utvikling",
)  # fmt: skip
def participation(world: World) -> Ratio:
    """Teachers who take part in collective development in a scheme."""
    return in_schemes(world.schools.participation) * _posts(world), _posts(world)


@indicator(
    unit="share of teachers", formula="teachers in a scheme's measure or in their school's own development / all",
    base="schools", kind="flow", better="+", smallest=0.02, weight="teachers",
    en="Taking part in any collective development", nb="Deltar i kollektiv utvikling av noe slag",
)  # fmt: skip
def participation_any(world: World) -> Ratio:
    """Teachers who take part in any collective development, in a scheme or not."""
    return in_anything(world.schools.participation) * _posts(world), _posts(world)


@indicator(
    unit="hours per teacher", formula="hours of the schools' own development / teachers", base="schools", kind="flow",
    better="0", smallest=1.0, weight="teachers", en="Hours of schools' own development",
    nb="Timer til skolenes egen utvikling",
)  # fmt: skip
def own_hours(world: World) -> Ratio:
    """Hours of the schools' own development per teacher."""
    return world.schools.participation[:, OWN] * world.schools.hours[:, OWN] * _posts(world), _posts(world)


@indicator(
    unit="0-1", formula="mean over topics of routines that the schools' own development built", base="schools",
    kind="stock", better="0", smallest=0.005, weight="teachers", en="Routines from schools' own development",
    nb="Rutiner fra skolenes egen utvikling",
)  # fmt: skip
def own_routines(world: World) -> Ratio:
    """Mean routines over topics that own development built."""
    return world.schools.own_routines.mean(axis=1) * _posts(world), _posts(world)


@indicator(
    unit="0-1", formula="relevance-weighted mean competence of the staff in subjects, without routines", base="schools",
    kind="stock", better="+", smallest=0.005, weight="teachers", en="Competence in subjects",
    nb="Kompetanse i fag",
)  # fmt: skip
def subject_competence(world: World) -> Ratio:
    """What the staff can in subjects, as a mean and not against a line."""
    schools = world.schools
    return schools.competence[:, TOPICS.subject].sum(axis=1), schools.weight[:, TOPICS.subject].sum(axis=1)


@indicator(
    unit="hours per teacher", formula="hours of collective development incl. local work / teachers", base="schools",
    kind="flow", better="+", smallest=1.0, weight="teachers", en="Collective hours", nb="Kollektive timer",
)  # fmt: skip
def collective_hours(world: World) -> Ratio:
    """Hours of collective development per teacher, local work included."""
    return participant_hours(world).sum(axis=1), _posts(world)


@indicator(
    unit="share of hours", formula="participant-hours in broad topics / all participant-hours", base="schools",
    kind="flow", better="0", smallest=0.05, weight="participant-hours", headline=True,
    en="Share of hours on broad topics", nb="Andel timer om generelle temaer", source="pattern P8",
)  # fmt: skip
def broad_share(world: World) -> Ratio:
    """Participant-hours in broad topics, of all participant-hours."""
    hours, topic = participant_hours(world), world.schools.topic[:, COLLECTIVE]
    broad = TOPICS.broad[np.maximum(topic, 0)] & (topic >= 0)
    return (hours * broad).sum(axis=1), hours.sum(axis=1)


@indicator(
    unit="0-1", formula="mean where measures run", base="schools", kind="flow", better="+", smallest=0.02,
    weight="teachers", en="Implementation", nb="Gjennomføring",
)  # fmt: skip
def implementation(world: World) -> Ratio:
    """Strength of implementation where measures run."""
    running = (world.schools.topic[:, COLLECTIVE] >= 0).any(axis=1)
    return world.schools.implementation * running * _posts(world), running * _posts(world)


@indicator(
    unit="0-1", formula="mean local involvement", base="schools", kind="stock", better="+", smallest=0.02,
    weight="teachers", en="Local involvement", nb="Lokal forankring",
)  # fmt: skip
def involvement(world: World) -> Ratio:
    """Local involvement."""
    return world.schools.involvement * _posts(world), _posts(world)


@indicator(
    unit="share per year", formula="teachers who left their school / posts", base="schools", kind="flow", better="-",
    smallest=0.005, weight="teachers", headline=True, en="Teacher turnover", nb="Lærergjennomtrekk",
    source="KS; Falch and Strøm (2005)",
)  # fmt: skip
def turnover(world: World) -> Ratio:
    """Teachers who left their school in the school year."""
    return world.schools.left, _posts(world)


@indicator(
    unit="share of posts", formula="unqualified / posts (GSI definition)", base="schools", kind="stock", better="-",
    smallest=0.002, weight="teachers", headline=True, en="Unqualified teachers", nb="Ukvalifiserte lærere",
    source="GSI",
)  # fmt: skip
def unqualified(world: World) -> Ratio:
    """Posts held by people without the qualification required."""
    return world.schools.unqualified, _posts(world)


@indicator(
    unit="share of posts", formula="unqualified / posts, primary and lower secondary", base="schools", kind="stock",
    better="-", smallest=0.002, weight="teachers", en="Unqualified teachers, compulsory school",
    nb="Ukvalifiserte lærere i grunnskolen", source="GSI",
)  # fmt: skip
def unqualified_compulsory(world: World) -> Ratio:
    """The same in primary and lower secondary, where the register counts."""
    compulsory = world.schools.level < UPPER_SECONDARY
    return world.schools.unqualified * compulsory, _posts(world) * compulsory


@indicator(
    unit="share per year",
    formula="qualified teachers who left municipal and county schools, leave included / qualified teachers there",
    base="schools", kind="flow", better="-", smallest=0.002, weight="qualified teachers",
    en="Qualified teachers leaving municipal employment", nb="Kvalifiserte lærere som slutter i kommunal sektor",
    source="KS",
)  # fmt: skip
def gross_exit(world: World) -> Ratio:
    """Qualified teachers who left municipal and county schools in the school year, those on leave included."""
    public = world.owners.kind[world.schools.owner] < PRIVATE
    return world.schools.left_public * public, (_posts(world) - world.schools.unqualified) * public


@indicator(
    unit="share per year", formula="principals who left / schools", base="schools", kind="flow", better="-",
    smallest=0.01, weight="schools", en="Principal turnover", nb="Rektorgjennomtrekk",
)  # fmt: skip
def principal_turnover(world: World) -> Ratio:
    """Schools that lost their principal in the school year."""
    standing = (world.schools.n_posts > 0).astype(np.float64)
    return world.schools.principal_left * standing, standing


@indicator(
    unit="0-1", formula="mean competence of graduates when hired", base="schools", kind="flow", better="+",
    smallest=0.005, weight="graduates hired", headline=True, en="Competence of new teachers",
    nb="Kompetanse hos nyutdannede", source="pattern P7",
)  # fmt: skip
def novice_competence(world: World) -> Ratio:
    """Competence at entry of graduates hired in the school year."""
    return world.schools.novice_competence, world.schools.novices


@indicator(
    unit="pupil SD", formula="mean of school results weighted by pupils", base="schools", kind="flow", better="+",
    smallest=0.01, weight="pupils", headline=True, en="Pupil results", nb="Elevresultater",
)  # fmt: skip
def pupil_results(world: World) -> Ratio:
    """Pupil results as measured."""
    return world.schools.results * world.schools.pupils, world.schools.pupils


@indicator(
    unit="pupil SD", formula="mean weighted by pupils, without sampling noise", base="schools", kind="flow",
    better="+", smallest=0.01, weight="pupils", en="Learning environment", nb="Læringsmiljø",
    source="model section 4.15",
)  # fmt: skip
def learning_environment(world: World) -> Ratio:
    """Learning environment without sampling noise, primary and lower secondary."""
    pupils = world.schools.pupils * (world.schools.level < UPPER_SECONDARY)
    return world.schools.environment * pupils, pupils
