"""The parameters of the country builder: one field a row of `sim/data/parameters/country.csv`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CountryParameters:
    """Numbers behind what no register has; meaning, unit, range and source stand in the csv file."""

    closed_school_pupils: float
    closed_school_sd: float
    closure_hazard: float
    closure_fall: float
    new_school_pupils: float
    school_headroom: float
    private_openings: float
    centre_drift: float
    upper_least_pupils: float
    teachers_per_school: float
    private_teacher_ratio: float
    upper_teachers_per_school: float
    vocational_spread: float
    private_vocational_factor: float
    unqualified_centrality_slope: float
    unqualified_smallness_slope: float
    unqualified_school_sd: float
    city_unqualified: float
    city_exit: float
    county_unqualified: float
    origin_unknown: float
    office_scale: float
    office_elasticity: float
    office_sd: float
    office_least: float
    office_council: float
    office_private: float
    office_state: float
    leader_exit: float
    leader_exit_small: float
    principal_exit: float
    steering_mean: float
    steering_capacity: float
    steering_stability: float
    steering_sd: float
    understanding_mean: float
    understanding_sd: float
    involvement_mean: float
    involvement_steering: float
    involvement_sd: float
    structural_centrality: float
    grunnskolepoeng_sd: float
    structural_municipality_sd: float
    structural_school_sd: float
    environment_correlation: float
    forum_power_low: float
    forum_power_high: float
    network_size: float
    network_size_spread: float
    network_smallest: float
    network_largest: float
    network_play: float
    alone_population: float
    alone_share: float
    graduates_late: float
    university_size_exponent: float
    offer_unknown: float
    home_share: float
    uh_hours: float
    uh_hours_sd: float
    uh_hours_experience: float
    uh_experience_mean: float
    uh_experience_sd: float
    uh_nearness_mean: float
    uh_nearness_experience: float
    uh_nearness_sd: float
    coupling_low: float
    coupling_high: float
    education_quality_mean: float
    education_quality_sd: float
    uh_staff_exit_low: float
    uh_staff_exit_high: float
    topic_strength_base: float
    topic_strength_offered: float
    topic_strength_sd: float
    lead_demand_weight: float
    roaming_share: float
    college_nearness: float
    college_experience: float
    college_hours: float
