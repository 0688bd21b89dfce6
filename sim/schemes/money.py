"""This file knows the year's money: what the state sets aside for each scheme, and what is moved between them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.policy import Dated, Policy, in_force

PRICE_YEAR = 2025
"""Frames are kroner of this year; real growth counts from here."""


@dataclass(frozen=True)
class Frames:
    """Frames (bevilgninger) of one calendar year in whole kroner, after all moves.

    Attributes:
        collective: The collective scheme (Dekom S; from 2026 the merged one).
        inclusion: Earmarked for Kompetanseløftet.
        vocational: Dekom Y.
        follow_up: The follow-up scheme.
        individual: Individual further education.
        merged: Of the collective frame, what would else be earmarked for Kompetanseløftet.
    """

    collective: int
    inclusion: int
    vocational: int
    follow_up: int
    individual: int
    merged: int

    @property
    def total(self) -> int:
        """All money of the year."""
        return self.collective + self.inclusion + self.vocational + self.follow_up + self.individual


def frames(policy: Policy, year: int, share: float) -> Frames:
    """The frames of a year; moving money between schemes keeps the total to the krone.

    Money moves only to a scheme that runs.

    Args:
        policy: Policy in force.
        year: Calendar year.
        share: The world's share of the nation, by which every frame scales.
    """
    scale = share * (1.0 + policy.money.growth) ** max(0, year - PRICE_YEAR)

    def frame(dated: Dated, factor: float, *, active: bool) -> int:
        return round(in_force(dated, year) * factor * scale) if active else 0

    s, k, y, f, v = policy.dekom_s, policy.inclusion, policy.dekom_y, policy.follow_up, policy.further_education
    collective = frame(s.frame, s.frame_factor, active=s.active)
    inclusion = frame(k.frame, k.frame_factor, active=k.active)
    follow_up = frame(f.frame, f.frame_factor, active=f.active and not f.shadow)
    individual = frame(v.frame, v.frame_factor, active=v.active)
    merged = inclusion if policy.money.inclusion_merged and s.active else 0
    collective, inclusion = collective + merged, inclusion - merged
    if policy.money.follow_up_folded and s.active:
        collective, follow_up = collective + follow_up, 0
    moved = policy.money.to_individual if v.active else 0.0
    out, out_earmarked = round(moved * collective), round(moved * inclusion)
    back = round(policy.money.to_collective * individual) if s.active else 0
    return Frames(
        collective=collective - out + back,
        inclusion=inclusion - out_earmarked,
        vocational=frame(y.frame, y.frame_factor, active=y.active),
        follow_up=follow_up,
        individual=individual + out + out_earmarked - back,
        merged=merged,
    )
