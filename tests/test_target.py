"""Those a question is about: recorded as the groups of the same name are, known from a year on, refused in a line."""

from __future__ import annotations

import numpy as np
import pytest

from sim.indicators import INDICATORS
from sim.refusals import BadInput
from sim.scenario import last_semester
from sim.schemes.follow_up import Path
from sim.setup import Setup
from sim.simulation import recorder, replicate, start
from sim.target import target_from
from sim.timeline import scenarios


def values(setup: Setup) -> dict[tuple[str, str, str, int], float]:
    (run,) = replicate(setup, scenarios(["model_2025"]), 0)
    r = run.records
    keys = zip(np.array(r.levels)[r.level], np.array(r.units)[r.unit], np.array(r.indicators)[r.indicator],
               r.semester.tolist(), strict=True)  # fmt: skip
    return dict(zip(keys, r.value.tolist(), strict=True))


@pytest.mark.parametrize(("target", "level", "unit"), [
    ({"size_class": "below 3,000"}, "size_class", "below 3,000"), ({"county": "40"}, "county", "40"),
])  # fmt: skip
def test_a_group_that_is_recorded_has_the_same_values_to_the_bit(target, level, unit):
    found = values(Setup("tiny", horizon=2019, record=("nation", level), target=target))
    mine = {(n, s): v for (of, _, n, s), v in found.items() if of == "target"}
    its = {(n, s): v for (of, u, n, s), v in found.items() if (of, u) == (level, unit)}
    assert its
    assert {key: mine[key] for key in its} == pytest.approx(its, rel=0, abs=0, nan_ok=True)


def test_a_target_changes_nothing_else():
    plain, asked = (values(Setup("tiny", horizon=2019, target=t)) for t in ({}, {"size_class": "below 3,000"}))
    assert plain == pytest.approx({key: v for key, v in asked.items() if key[0] != "target"}, abs=0, nan_ok=True)


def test_those_in_follow_up_are_undefined_until_the_year_and_the_same_from_then_on():
    (scenario,) = scenarios(["model_2025"])
    model = start(Setup("tiny", horizon=2021), scenario, 0)
    kept = recorder(Setup("tiny", record=("nation",), target={"follow_up": 2018}), model)
    municipal = np.flatnonzero(model.world.owners.kind == 0)[:2]
    for semester in range(4):
        model.live()
        model.world[Path].follow_year[:] = 0
        model.world[Path].follow_year[municipal[:1] if semester < 2 else municipal] = 1
        kept.keep(semester)
    r = kept.records()
    steering = [i.name for i in INDICATORS].index("steering")
    mine = r.value[(r.level == r.levels.index("target")) & (r.indicator == steering)]
    assert np.isnan(mine[: last_semester(2018)]).all()
    assert np.isfinite(mine[last_semester(2018) :]).all()
    assert mine[-1] == pytest.approx(float(model.world.owners.steering[municipal[0]]))


@pytest.mark.parametrize(("written", "said"), [
    ({"county": "norland"}, "target.county: 'norland' is no county; did you mean nordland"),
    ({"follow_up": "soon"}, "target.follow_up=soon: must be the year of a spring"),
    ({"town": "Oslo"}, "target.town: no such group; known are county"),
])  # fmt: skip
def test_what_is_no_group_is_refused(written, said):
    with pytest.raises(BadInput, match=said):
        target_from(written)
