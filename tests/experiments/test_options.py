"""Every bad key and value ends in one clear line."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.compose import composed
from experiments.options import LEVELS, Options, checked
from experiments.refusals import BAD_INPUT, BadInput

BAD = [
    ("nope=1", "nope"), ("+nope=1", "nope"), ("++nope=1", "nope"), ("~seed", "seed"), ("~nope", "nope"),
    ("~parameters", "parameters"), ("+seed=3", "seed"), ("seed=1.5", "seed"), ("seed=true", "seed"),
    ("seed=-1", "seed"), ("seed=null", "seed"), ("seed=???", "seed"), ("seed=1,2", "several values"),
    ("seed=range(1,3)", "several values"), ("seed=${oc.env:HOME}", "seed"), ("seed=${nope}", "nope"), ("seed", "seed"),
    ("seed.x=1", "seed"), ("world@here=x", "world"), ("replications=0", "replications"), ("horizon=2017", "horizon"),
    ("uncertainty=maybe", "'point' or 'register'"), ("workers=0", "workers"), ("executor=ray", "executor"),
    ("on_error=retry", "'continue' or 'stop'"), ("language=sv", "'en' or 'nb'"), ("record=[nation,town]", "'nation'"),
    ("record=nation", "list"), ("record=[]", "record"), ("scenarios=a", "list"), ("scenarios=[]", "scenarios"),
    ("run_timeout=0", "greater than 0"), ("run_timeout=.inf", "run_timeout"), ("executor=dask", "scheduler=null"),
    ("scheduler=here:1", "executor=dask"), ("precision=0.1", "precision"), ("hydra.run.dir=x", "hydra"),
    ("hydra/launcher=joblib", "hydra"), ("parameters.nope=1", "register"), ("parameters.teacher_sd=much", "number"),
    ("parameters.teacher_sd=nan", "finite"), ("parameters.teacher_sd=true", "number"), ("parameters=3", "parameters"),
    ("parameters.teacher_sd.x=1", "number"), ("tables.schools=missing.csv", "no such file"), ("output=''", "output"),
    ("scenario=2025", "scenario"), ("output=a:(b", "output"), ("=3", "no such option"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "said"), BAD, ids=[word for word, _ in BAD])
def test_a_bad_word_is_one_line_that_names_it(word, said):
    with pytest.raises(BadInput) as refused:
        checked(composed([word]))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == BAD_INPUT


def test_defaults_are_legal_and_complete():
    values = composed([])
    assert set(values) == set(Options.model_fields)
    options = checked(values)
    assert (options.scenario, options.baseline, options.replications) == ("system_2026", "system_2026", 20)
    assert options.scenarios == ["system_2026", "model_2025", "never"]
    assert all(field.is_required() for field in Options.model_fields.values()), "defaults live in config.yaml only"


@pytest.mark.parametrize("word", ["scenario=./mine.yaml", "scenario=C:\\a b\\mine.yaml", "output='a (b)'", "++seed=4"])
def test_paths_and_forced_words_pass(word):
    checked(composed([word]))


def test_a_time_limit_needs_a_process_that_can_be_stopped():
    with pytest.raises(BadInput, match=r"run_timeout=5: executor=inline"):
        checked(composed(["run_timeout=5", "executor=inline"]))
    assert checked(composed(["run_timeout=5"])).run_timeout == 5.0


@pytest.mark.parametrize("word", ["parameters.teacher_sd=1", "+parameters.teacher_sd=1", "++parameters.teacher_sd=1"])
def test_a_parameter_needs_no_plus(word):
    assert checked(composed([word])).parameters == {"teacher_sd": 1.0}


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=20))
def test_any_text_is_taken_or_refused_in_one_line(text):
    try:
        checked(composed([text]))
    except BadInput as refused:
        said = str(refused)
    else:
        said = "taken"
    assert len(said.splitlines()) == 1


def test_levels_of_a_setup_come_in_one_order():
    options = checked(composed(["record=[school,nation]"]))
    assert options.setup(("county",)).record == ("nation", "school")
    assert checked(composed([])).setup(("county", "nation")).record == ("nation", "county")
    assert LEVELS[0] == "nation"
