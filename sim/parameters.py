"""The parameters: every number of the theory once, from the register in `sim/data/parameters/`.

The register (assumptions register, forutsetningsregister) gives meaning, unit, value, range, status and source;
the classes below say which mechanism reads which number. A test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from typing import TypeVar, get_type_hints

import numpy as np
import pandas as pd

from sim.country.parameters import CountryParameters
from sim.luck import Luck, stable_ids
from sim.refusals import BadInput, near
from sim.remembered import remembered
from sim.types import Floats

G = TypeVar("G")


@dataclass(frozen=True)
class StaffParameters:
    """Turnover and hiring (model 4.1)."""

    exit_qualified: float
    exit_glu: float
    leave_young: float
    leave_older: float
    leave_back: float
    retirement_pace: float
    move_qualified: float
    exit_unqualified: float
    losses_usual: float
    leave_small_school: float
    hard_to_staff_appeal: float
    principal_change_quits: float
    weak_results_quits: float
    premium_quits: float
    premium_recruitment: float
    autumn_share: float
    applicants_elasticity: float
    local_supply_weight: float
    others_qualified: float
    reserve_share: float
    reserve_seeks: float
    reserve_elasticity: float
    midyear_penalty: float
    guided_usual: float
    guidance_added: float
    induction_quits: float
    career_quits: float
    principal_support_exits: float
    late_glu: float
    late_ppu: float
    late_vocational: float
    late_unqualified: float
    burn_in_years: float
    usual_growth_until: float
    induction_cost: float
    principal_support_cost: float
    career_cost: float


@dataclass(frozen=True)
class CompetenceParameters:
    """What teachers know, learn, share and forget (model 4.7, 4.8)."""

    base_qualified: float
    base_unqualified: float
    own_subject_bonus: float
    teacher_sd: float
    common_share: float
    novice_gap: float
    experience_years: float
    reference_gain: float
    dose_threshold: float
    dose_scale: float
    small_group: float
    large_group: float
    large_group_intensity: float
    local_hours: float
    local_hour_cost: float
    collective_hours: float
    implementation_midpoint: float
    implementation_steepness: float
    participation_floor: float
    participation_steering: float
    participation_involvement: float
    fade_unused: float
    fade_slow: float
    fade_practised: float
    refresh_hours: float
    subject_use: float
    spill_collective: float
    spill_individual: float
    career_spill: float
    teacher_hour: float
    course_gain: float
    depth_line: float
    meeting_hours: float
    contact_part: float
    cover_group: float
    attention: float
    willing_base: float
    willing_involvement: float
    forced_loss: float
    planning_groups: float
    track_cost: float
    capacity_implementation: float
    socialisation: float
    induction_learning: float


@dataclass(frozen=True)
class SchoolParameters:
    """Routines, principals, involvement and results (model 4.8, 4.15)."""

    routine_gain: float
    routine_loss: float
    routine_turnover: float
    routine_discipline: float
    routine_closure_loss: float
    routine_weight: float
    principal_dip_years: float
    principal_new_stability: float
    involvement_growth: float
    involvement_loss: float
    pass_through: float
    turnover_disruption: float
    principal_dip: float
    pupil_sd: float
    year_group_noise: float
    exposure_years: float
    own_participation: float
    own_hours: float
    own_quality: float
    own_continuity: float
    displacement: float
    programme_share: float
    programme_quality: float


@dataclass(frozen=True)
class OwnerParameters:
    """Owner capacity, needs, choice of topic and application (model 4.2-4.5)."""

    steering_growth: float
    steering_loss: float
    steering_recovery: float
    understanding_growth: float
    understanding_loss: float
    quality_capacity: float
    quality_steering: float
    quality_understanding: float
    quality_guidance: float
    ask_least: float
    ask_rise: float
    coordination_time: float
    few_applicants_small: float
    few_applicants_large: float
    few_applicants_harm: float
    vacancy_years: float
    vacancy_steering: float
    capacity_half: float
    coordinator_cost: float
    need_noise: float
    profile_sd: float
    curriculum_lift: float
    choice_precision: float
    smallest_group: float
    apply_municipal: float
    apply_private: float
    own_budget: float
    plan_lapse: float
    leave_rate: float
    return_rate: float
    supply_weight: float
    idle_leave: float


@dataclass(frozen=True)
class PartnershipParameters:
    """Partner choice, trust, university learning and feedback (model 4.6, 4.9, 4.10)."""

    weight_distance: float
    weight_experience: float
    travel_price: float
    travel_usual: float
    weight_trust: float
    weight_reputation: float
    weight_topic: float
    weight_capacity: float
    weight_size: float
    loyalty: float
    trust_half_years: float
    trust_start: float
    trust_exit_loss: float
    dominance_loss: float
    nearness_gain: float
    experience_hours: float
    nearness_kept: float
    feedback_gain: float
    quality_fade: float
    programme_years: float
    graduate_effect: float
    success_steering: float
    success_involvement: float
    success_understanding: float
    success_midpoint: float
    market_quality: float
    bonus_gain: float
    feedback_money: float
    practice_school_gain: float
    study_place: float
    pandemic_delivery: float
    commitment_exits: float
    capacity_response: float
    capacity_core: float


@dataclass(frozen=True)
class InclusionParameters:
    """The team around the child in Kompetanseløftet (model 4.12)."""

    team_start: float
    team_growth: float
    team_loss: float


@dataclass(frozen=True)
class VocationalParameters:
    """Dekom Y: who knows of it, who can be released, what a placement gives (model 4.11)."""

    leaders_per_firm: float
    instructors_per_apprentice: float
    board_members_per_apprentice: float
    awareness_schools: float
    awareness_firms: float
    awareness_talk: float
    release_placement: float
    release_course: float
    release_firm: float
    release_board: float
    release_midyear: float
    forum_advice: float
    firm_exit: float
    firm_competence_start: float
    workplace_nearness: float


@dataclass(frozen=True)
class FollowUpParameters:
    """The follow-up scheme: guides, and the indicators municipalities are selected by (model 4.14)."""

    risk_limit: float
    weak_schools: float
    acceptance: float
    guide_cost: float
    guide_delivery: float
    guide_sustain: float
    guides_most: float
    measures_base: float
    guide_steering: float
    guide_routines: float
    guide_new_leader: float
    guide_leader_years: float
    national_guides: float
    stall_help: float


@dataclass(frozen=True)
class ReportParameters:
    """What people answer when asked (model 4.16)."""

    support_in_principle: float
    optimism_forum: float
    optimism_owner: float
    optimism_principal: float
    optimism_teacher: float


@dataclass(frozen=True)
class StudyParameters:
    """Individual further education (model 4.13)."""

    apply_rate: float
    apply_gap: float
    gap_usual: float
    apply_credits: float
    credits_lacking: float
    credits_smallness: float
    credits_usual: float
    apply_own_time: float
    own_time_usual: float
    stipend_share: float
    stipend_scarcity: float
    stipend_small_office: float
    special_places: float
    course_least: float
    interest_mathematics: float
    interest_norwegian: float
    interest_english: float
    interest_special_education: float
    interest_digital: float
    interest_practical_aesthetic: float
    approval_rank: float
    approval_year_sd: float
    approval_owner_sd: float
    apply_year_sd: float
    dropout: float


@dataclass(frozen=True)
class Parameters:
    """All numbers of the theory, by mechanism."""

    country: CountryParameters
    staff: StaffParameters
    competence: CompetenceParameters
    school: SchoolParameters
    owner: OwnerParameters
    partnership: PartnershipParameters
    study: StudyParameters
    inclusion: InclusionParameters
    vocational: VocationalParameters
    follow_up: FollowUpParameters
    report: ReportParameters
    own: Mapping[str, float] = field(default_factory=dict)
    """Those of plugins, by name."""


def groups() -> dict[str, type]:
    """Class of each group of shipped parameters, by name."""
    return {name: kind for name, kind in get_type_hints(Parameters).items() if name != OWN}


OWN = "own"
"""Group of the parameters of plugins."""


@dataclass(frozen=True)
class Parameter:
    """A number of the theory that a plugin adds; its code reads it as `now.params.own["name"]`.

    Attributes:
        name: Identifier.
        value: Its value.
        range: Where its value may honestly lie (it is drawn from there, its value the likeliest); None where known.
        unit: Unit of measurement.
        en, nb: What it means.
        source: Where the value comes from, or why it was assumed.
        status: "sourced", "derived" or "assumption".
        grade: How good the evidence is, A (published for Norway) to D (judgement).
    """

    name: str
    value: float
    range: tuple[float, float] | None
    unit: str
    en: str
    nb: str
    source: str
    status: str = "assumption"
    grade: str = "D"

    def row(self) -> dict[str, object]:
        """Its row of the register."""
        low, high = self.range or (np.nan, np.nan)
        kind, distribution = ("uncertainty", "triangular") if self.range else ("constant", "fixed")
        return {
            "name": self.name, "meaning": self.en, "unit": self.unit, "value": self.value, "low": low, "high": high,
            "distribution": distribution, "kind": kind, "status": self.status,
            "grade": self.grade, "source": self.source, "group": OWN,
        }  # fmt: skip


ADDED: list[Parameter] = []
"""Parameters of the plugins in use."""


@remembered
def register() -> pd.DataFrame:
    """The assumptions register, one row a parameter, in the order of the files (do not change it in place)."""
    folder = files("sim") / "data" / "parameters"
    frames = []
    for group in groups():
        with (folder / f"{group}.csv").open(encoding="utf-8") as file:
            frames.append(pd.read_csv(file).assign(group=group))
    if ADDED:
        frames.append(pd.DataFrame([parameter.row() for parameter in ADDED]).dropna(axis=1, how="all"))
    return pd.concat(frames, ignore_index=True)


def parameters_from(values: Mapping[str, float]) -> Parameters:
    """Parameters at the register's values, but for those named.

    Args:
        values: Replacements by parameter name.

    Raises:
        BadInput: If a name is not in the register or a value is not a finite number.
    """
    known = dict(zip(register()["name"], register()["value"].astype(float), strict=True))
    for name, value in values.items():
        if name not in known:
            hint = near(str(name), known)
            others = hint if hint.startswith("did") else f"it has {len(known)} others, in sim/data/parameters"
            raise BadInput(f"parameters.{name}: not in the register of parameters; {others}")
        _refuse(name, value)
    known.update(values)
    own = {parameter.name: float(known[parameter.name]) for parameter in ADDED}
    return Parameters(**{group: _group(kind, known) for group, kind in groups().items()}, own=own)


@remembered
def _limits() -> dict[str, tuple[float, float, str]]:
    """Widest sensible range and unit of every parameter: shares stay within 0-1, only slopes may be negative."""
    limits = {}
    for name, unit, value in register()[["name", "unit", "value"]].itertuples(index=False):
        share = str(unit).startswith(("share", "0-1")) and 0.0 <= value <= 1.0
        limits[str(name)] = (0.0 if value >= 0 else -np.inf, 1.0 if share else np.inf, str(unit))
    return limits


def _refuse(name: str, value: object) -> None:
    """Refuse what no calculation could use."""
    low, high, unit = _limits()[name]
    sound = isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value)
    if not sound or not low <= float(value) <= high:  # type: ignore[arg-type]
        raise BadInput(f"parameters.{name}: {value!r} is not a number from {low:g} to {high:g} ({unit})")


def _group(kind: type[G], values: Mapping[str, float]) -> G:
    return kind(**{f.name: float(values[f.name]) for f in fields(kind)})  # type: ignore[arg-type]


def draw(luck: Luck) -> dict[str, float]:
    """One draw of every uncertain parameter from its range (mode at its value), the same in every scenario."""
    uncertain = register()[register()["kind"] == "uncertainty"]
    low, mode, high = (uncertain[c].to_numpy(dtype=np.float64) for c in ("low", "value", "high"))
    leader = uncertain["correlated_with"].fillna(uncertain["name"])  # follows another parameter rank by rank
    u = luck.uniform("parameters", 0, stable_ids(leader.to_numpy()))
    return dict(zip(uncertain["name"], triangular(u, low, mode, high).tolist(), strict=True))


def triangular(u: Floats, low: Floats, mode: Floats, high: Floats) -> Floats:
    """Quantiles of triangular distributions: their inverse distribution functions.

    Args:
        u: Probabilities in 0-1.
        low: Lower ends, in a shape that goes with that of `u`.
        mode: Modes, likewise.
        high: Upper ends, likewise.
    """
    width = np.maximum(high - low, 1e-300)
    turn = (mode - low) / width
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - mode))
    return np.where(u < turn, rising, falling)
