"""A scheme of one's own is one file and one scenario: nothing else names it, and every law holds of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.indicators import BY_NAME, INDICATORS
from sim.plugins import find_plugin, use
from sim.policy import declarations, lever_values, policy_from
from sim.refusals import BadInput
from sim.schedule import school_year
from sim.schemes import SCHEMES
from sim.setup import Setup
from sim.simulation import forget_eve, replicate
from sim.timeline import scenario
from tests.laws import Watch, accounts, appropriated, in_world
from tests.test_schedule import Eyes

EXAMPLES = Path(__file__).parents[1] / "examples" / "plugins"
FILE, PLUGIN = str(EXAMPLES / "graduate_grant.yaml"), str(EXAMPLES / "graduate_grant.py")
SPRING_2020 = 5


@pytest.fixture
def trial():
    """The scheme of the example, in use."""
    use([find_plugin(PLUGIN)])
    yield SCHEMES[-1]
    use(())
    forget_eve()


@pytest.fixture
def lived(trial):
    """The trial to 2020 in the smallest world, every law held after every stage."""
    model = in_world("tiny", scenario(FILE))
    watch = Watch(model)
    while model.semester < SPRING_2020:
        model.step()
    assert watch.checks > 50
    return model


def test_its_money_is_conserved_without_a_line_written_for_it(lived):
    """`Watch` held its account to the krone after every stage; here it is seen to have moved."""
    account = accounts()["graduate_grant: graduates' money"]
    frame = lived.now.money["graduate_grant"]
    assert 0 < account.spent(lived.world).sum() == account.granted(lived.world).sum() < 2 * frame
    assert appropriated(lived.world)["graduate_grant"] == 2 * frame
    assert account.lapsed(lived.world).any()


def test_a_krone_lost_in_it_is_noticed(lived):
    lived.world.owners.arrays["graduate_paid"][3] += 1
    with pytest.raises(AssertionError, match="graduate_grant: graduates' money has lost or made"):
        lived.step()


def test_its_stages_take_their_place_in_the_school_year(trial):
    names = [stage.name for stage in school_year()]
    assert names.index("courses_begin") < names.index("owners_are_granted") < names.index("everyone_learns")
    assert names.index("everybody_is_asked") < names.index("grants_are_paid") < names.index("accounts_are_closed")


def test_its_stages_touch_what_they_declare(trial):
    model, eyes = in_world("tiny", scenario(FILE)), Eyes()
    with eyes.open():
        eyes.follow(model, SPRING_2020)
    for stage in (stage for stages in trial.stages.values() for stage in stages):
        seen = eyes.seen[stage.name]
        assert seen.changed == stage.written
        assert seen.looked_at == set(stage.reads.split())


def test_its_levers_are_declared_and_act_from_their_date(trial, lived):
    assert declarations()["graduate_grant.per_graduate"].range == (20_000, 80_000)
    policy = policy_from(lever_values() | {"graduate_grant": trial.levers.values() | {"active": True}})
    assert policy[trial.levers].per_graduate == 40_000.0
    assert lived.policy[trial.levers].per_graduate == 60_000
    w = lived.world
    graduates = np.bincount(w.schools.owner, weights=w.schools.novices, minlength=w.owners.n)
    small = graduates * 60_000 < w.owners.staff / w.owners.staff.sum() * lived.now.money["graduate_grant"] - 1
    assert (w.owners.graduate_grants >= np.floor(60_000 * graduates))[small].all()


def test_a_value_that_is_not_legal_is_refused_in_one_line(trial, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(Path(FILE).read_text(encoding="utf-8").replace("60000", "-1"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"graduate_grant\.per_graduate: -1\.0 is not from 0 to 1e\+06"):
        scenario(str(wrong))


def test_its_indicator_is_recorded_and_its_money_is_state_money(trial):
    chosen = [scenario(FILE), scenario("model_2025")]
    with_, without = replicate(Setup(world="tiny", horizon=2020, record=("nation", "municipality")), chosen, 0)
    records = with_.records
    mine = records.indicator == records.indicators.index("graduate_grant")
    assert {records.levels[code] for code in np.unique(records.level[mine])} == {"nation", "municipality"}
    nation = mine & (records.level == records.levels.index("nation"))
    assert records.value[nation][-1] > 0

    def state_money(run):
        r = run.records
        chosen = (r.indicator == r.indicators.index("state_money")) & (r.level == r.levels.index("nation"))
        return r.value[chosen]

    assert state_money(with_)[-1] > state_money(without)[-1]
    assert with_.digest != without.digest


def test_when_the_trial_is_over_nothing_of_it_is_left():
    def there():
        return [s.name for s in SCHEMES], [i.name for i in INDICATORS], sorted(BY_NAME), lever_values()

    before = there()
    use([find_plugin(PLUGIN)])
    assert SCHEMES[-1].name == "graduate_grant"
    use(())
    assert there() == before
    with pytest.raises(BadInput, match=r"no lever 'graduate_grant\.active'"):
        scenario(FILE)
    assert "graduate_frame" not in in_world("tiny", scenario("model_2025")).world.owners.arrays
