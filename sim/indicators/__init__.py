"""The indicators: what is measured of the model, each once (`INDICATORS`)."""

from sim.indicators.careers import CAREER_INDICATORS
from sim.indicators.composition import COMPOSITION_INDICATORS
from sim.indicators.follow_up import FOLLOW_UP_INDICATORS
from sim.indicators.money import MONEY_INDICATORS
from sim.indicators.nation import NATION_INDICATORS, UNIVERSITY_INDICATORS
from sim.indicators.owners import OWNER_INDICATORS
from sim.indicators.registry import Indicator
from sim.indicators.schools import SCHOOL_INDICATORS
from sim.indicators.structure import STRUCTURE_INDICATORS
from sim.indicators.study import STUDY_INDICATORS
from sim.indicators.ties import TIE_INDICATORS
from sim.indicators.vocational import VOCATIONAL_INDICATORS

INDICATORS: tuple[Indicator, ...] = (
    *SCHOOL_INDICATORS,
    *CAREER_INDICATORS,
    *OWNER_INDICATORS,
    *STUDY_INDICATORS,
    *UNIVERSITY_INDICATORS,
    *STRUCTURE_INDICATORS,
    *FOLLOW_UP_INDICATORS,
    *VOCATIONAL_INDICATORS,
    *MONEY_INDICATORS,
    *NATION_INDICATORS,
    *COMPOSITION_INDICATORS,
    *TIE_INDICATORS,
)
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
"""The indicators by name."""

__all__ = ["BY_NAME", "INDICATORS", "Indicator"]
