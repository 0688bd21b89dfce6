"""This file knows the indicators of structure and of what people report (model 4.16)."""

from __future__ import annotations

import numpy as np

from sim.actors.owner import STATE
from sim.indicators.registry import Indicator, Ratio
from sim.world import World


def structure(w: World) -> Ratio:
    """Activity, joint plan, participation and routines begun."""
    counted = (w.owners.kind != STATE).astype(np.float64)
    return w.owners.structure * counted, counted


def team(w: World) -> Ratio:
    """The team around the child."""
    counted = (w.owners.kind != STATE).astype(np.float64)
    return w.owners.team * counted, counted


def forum_answer(w: World) -> Ratio:
    """What forum members see: infrastructure, agreements, participation."""
    joined = (w.owners.network >= 0).astype(np.float64)
    return w.owners.forum_answer * joined, joined


def owner_answer(w: World) -> Ratio:
    """What owners see: structure and steering."""
    joined = (w.owners.network >= 0).astype(np.float64)
    return w.owners.answer * joined, joined


def principal_answer(w: World) -> Ratio:
    """What principals see: routines in the topics worked on."""
    return w.schools.principal_answer, np.ones(w.schools.n)


def teacher_answer(w: World) -> Ratio:
    """What teachers see: their own practice."""
    return w.schools.teacher_answer * w.schools.n_posts, w.schools.n_posts.astype(np.float64)


def support_gap(w: World) -> Ratio:
    """Support in principle less delivered quality, over networks at work."""
    at_work = w.networks.delivered > 0
    return np.array([(w.networks.unmet * at_work).sum()]), np.array([float(at_work.sum())])


def lead_time(w: World) -> Ratio:
    """Months from reported need to the first hour, over networks at work."""
    at_work = w.networks.delivered > 0
    return np.array([(w.networks.lead * at_work).sum()]), np.array([float(at_work.sum())])


P = "model section 4.16"
STRUCTURE_INDICATORS = (
    Indicator("structure", "0-1", "mean of activity, joint plan, participation and routines begun", "owners", "flow",
              "+", 0.02, "owners", False, "Structure of collective work", "Struktur i det kollektive arbeidet",
              "pattern P14", structure),
    Indicator("team", "0-1", "mean team around the child", "owners", "stock", "+", 0.02, "owners", False,
              "Team around the child", "Laget rundt barnet", "model section 4.12", team),
    Indicator("forum_answer", "0-1", "mean of active partnership, joint plan and participation", "owners", "flow", "+",
              0.02, "owners", False, "Seen by the forum", "Sett fra samarbeidsforum", P, forum_answer),
    Indicator("owner_answer", "0-1", "mean of structure and steering", "owners", "flow", "+", 0.02, "owners", False,
              "Seen by owners", "Sett fra skoleeier", P, owner_answer),
    Indicator("principal_answer", "0-1", "routines in the topics worked on", "schools", "flow", "+", 0.02, "schools",
              False, "Seen by principals", "Sett fra rektor", P, principal_answer),
    Indicator("teacher_answer", "0-1", "own practice", "schools", "flow", "+", 0.005, "teachers", False,
              "Seen by teachers", "Sett fra lærere", P, teacher_answer),
    Indicator("support_gap", "0-1", "support in principle - delivered quality, networks at work", "nation", "flow",
              "-", 0.02, "networks", False, "Support in principle not yet delivered",
              "Støtte i prinsippet som ikke er levert", "pattern P4", support_gap),
    Indicator("lead_time", "months", "from reported need to the first hour, networks at work", "nation", "flow", "-",
              1.0, "networks", False, "Lead time, collective measures", "Ledetid, kollektive tiltak", "pattern P10",
              lead_time),
)  # fmt: skip
