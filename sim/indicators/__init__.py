"""The indicators: what is measured of the model, each once (`INDICATORS`)."""

from sim.indicators.nation import NATION_INDICATORS, UNIVERSITY_INDICATORS
from sim.indicators.owners import OWNER_INDICATORS
from sim.indicators.registry import Indicator
from sim.indicators.schools import SCHOOL_INDICATORS

INDICATORS: tuple[Indicator, ...] = (
    *SCHOOL_INDICATORS,
    *OWNER_INDICATORS,
    *UNIVERSITY_INDICATORS,
    *NATION_INDICATORS,
)

__all__ = ["INDICATORS", "Indicator"]
