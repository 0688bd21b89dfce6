"""Scenario files become scenarios: found, merged by date, checked."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.levers import is_rule
from sim.paths import configs_folder
from sim.policy import lever_kinds, lever_values
from sim.refusals import BadInput
from sim.rules.base import options
from sim.scenario import semester_of
from sim.scenario_file import read_scenario, shipped
from sim.timeline import BEFORE, resolved, rule_names, scenario, scenarios


def write(name: str, timeline: list, base: str | None = "model_2025", folder: Path = Path(), **more) -> str:
    content = {"name": name, "question": {"en": "What if?"}, "timeline": timeline} | more
    content |= {} if base is None else {"base": base}
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return f"./{path}"


def entry(day: str, **levers) -> dict:
    return {"from": day, "set": {name.replace("__", "."): value for name, value in levers.items()}}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_every_shipped_scenario_resolves_and_asks_in_two_languages():
    wrong = []
    for name in shipped():
        found = scenario(name)
        starts = [phase.start for phase in found.phases]
        sound = found.name == name and set(found.question) == {"en", "nb"}
        if not sound or starts[0] != BEFORE or starts != sorted(set(starts)):
            wrong.append(name)
    assert wrong == []


def written(name: str):
    return read_scenario(configs_folder() / "scenario" / f"{name}.yaml")


def test_a_shipped_scenario_shares_history_with_its_base_until_its_first_date_and_then_differs():
    wrong = []
    for name in set(shipped()) - {"model_2025"}:
        found, base = scenario(name), scenario(written(name).base)
        first = semester_of(min(entry.day for entry in written(name).timeline))
        shared = all(found.levers_at(s) == base.levers_at(s) for s in range(-1, first))
        if not shared or found.levers_at(first) == base.levers_at(first):
            wrong.append(name)
    assert wrong == []


def test_a_forward_looking_scenario_is_a_change_of_the_law_of_2026():
    forward = {name: written(name) for name in set(shipped()) - {"model_2025", "never", "system_2026"}}
    assert {name: file.base for name, file in forward.items() if file.base != "system_2026"} == {}
    first = {name: min(entry.day for entry in file.timeline) for name, file in forward.items()}
    assert {name: day for name, day in first.items() if day < date(2026, 8, 1)} == {}


def test_every_rule_can_be_chosen_by_its_name():
    rules = {lever: kind for lever, kind in lever_kinds().items() if is_rule(kind)}
    assert {lever: set(rule_names(lever)) for lever in rules} == {lever: set(options(k)) for lever, k in rules.items()}
    assert rule_names("dekom_s.own_share") == ()
    assert all(resolved(lever, name)["rule"] == name for lever in rules for name in rule_names(lever))


def test_model_2025_has_the_dates_of_the_schemes():
    found = scenario("model_2025")
    active = [found.levers_at(s)["dekom_s"]["active"] for s in (-1, 0)]
    upper = [found.levers_at(s)["dekom_s"]["upper_secondary"] for s in (2, 3)]
    assert (active, upper) == ([False, True], [False, True])
    assert not any(scenario("never").levers_at(s)["dekom_s"]["active"] for s in range(-1, 36))


def test_the_derived_scenario_decides_last_on_the_same_day_whatever_the_order_in_the_file():
    path = write("mine", [entry("2026-08-01", dekom_s__own_share=0.4), entry("2017-08-01", dekom_s__active=False)])
    found = scenario(path)
    assert found.levers_at(0)["dekom_s"]["active"] is False
    assert found.levers_at(18)["dekom_s"]["own_share"] == 0.4
    assert found.levers_at(17)["dekom_s"]["own_share"] == 0.3


def test_a_later_date_in_the_base_wins_over_an_earlier_one_in_the_derived():
    write("old", [entry("2028-01-01", dekom_s__own_share=0.1)])
    found = scenario(write("mine", [entry("2026-08-01", dekom_s__own_share=0.4)], base="./old.yaml"))
    assert [found.levers_at(s)["dekom_s"]["own_share"] for s in (18, 20, 21)] == [0.4, 0.4, 0.1]


def test_dates_before_august_act_from_spring():
    found = scenario(write("mine", [entry("2026-07-31", dekom_s__own_share=0.4)]))
    assert found.phases[-1].start == 17


def test_a_rule_is_a_name_or_a_mapping_and_always_resolves_in_full():
    by_name = scenario(write("a", [entry("2026-08-01", dekom_s__allocation="small_owner_weight")]))
    with_number = scenario(
        write("b", [entry("2026-08-01", dekom_s__allocation={"rule": "small_owner_weight", "exponent": 0.5})])
    )
    assert by_name.levers_at(18)["dekom_s"]["allocation"] == {"rule": "small_owner_weight", "exponent": 0.8}
    assert with_number.levers_at(18)["dekom_s"]["allocation"]["exponent"] == 0.5


def test_years_of_a_frame_are_added_to_those_there_are():
    found = scenario(write("mine", [entry("2026-08-01", dekom_s__frame={2028: 5e8})]))
    assert found.levers_at(18)["dekom_s"]["frame"] == lever_values()["dekom_s"]["frame"] | {2028: 5e8}


def test_a_base_path_is_relative_to_the_file_that_names_it():
    write("base_one", [entry("2026-08-01", dekom_s__own_share=0.4)], folder=Path("deep"))
    found = scenario(write("mine", [], base="./base_one.yaml", folder=Path("deep")))
    assert found.levers_at(18)["dekom_s"]["own_share"] == 0.4


def test_policies_that_are_the_same_have_the_same_canonical_text():
    same = scenario(write("mine", [entry("2026-08-01", dekom_s__own_share=0.3)]))
    assert same.canonical() == scenario("model_2025").canonical()


BAD = {
    "unknown lever": ([entry("2026-08-01", dekom_s__own_shares=0.3)], "own_share"),
    "unknown section": ([entry("2026-08-01", dekom_x__active=True)], "dekom_x.active"),
    "out of range": ([entry("2026-08-01", dekom_s__own_share=7.0)], "dekom_s.own_share: 7.0"),
    "wrong type": ([entry("2026-08-01", dekom_s__active="si")], "dekom_s.active"),
    "unknown rule": ([entry("2026-08-01", dekom_s__allocation="fair")], "'fair'"),
    "unknown number of a rule": ([entry("2026-08-01", context__dose={"rule": "any_dose", "x": 1})], "context.dose.x"),
    "not a date": ([entry("sometime", dekom_s__active=True)], "timeline.0.from"),
    "too early": ([entry("1999-08-01", dekom_s__active=True)], "timeline.0.from"),
    "number as date": ([{"from": 2026, "set": {}}], "timeline.0.from"),
    "unknown key": ([{"from": "2026-08-01", "set": {}, "to": "2027-08-01"}], "timeline.0.to"),
    "no set": ([{"from": "2026-08-01"}], "timeline.0.set"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_scenario_is_one_line_that_names_the_place(case):
    timeline, said = BAD[case]
    with pytest.raises(BadInput) as refused:
        scenario(write("mine", timeline))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "[1, 2]", "name: [", "name: a\nname: b", "name: Bad Name", "42", "name: a\nquestion: {sv: x}\ntimeline: []"],
)
def test_a_file_that_is_no_scenario_is_refused(text):
    Path("mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        scenario("./mine.yaml")
    assert "mine.yaml" in str(refused.value)


def test_bases_in_a_circle_are_refused():
    write("one", [], base="./two.yaml")
    write("two", [], base="./one.yaml")
    with pytest.raises(BadInput, match="circle: one -> two -> one"):
        scenario("./one.yaml")


def test_an_unknown_name_gets_a_hint():
    with pytest.raises(BadInput, match="did you mean never"):
        scenario("nevr")
    with pytest.raises(BadInput, match="does not exist"):
        scenario("./nevr.yaml")


def test_two_scenarios_of_one_name_are_refused():
    path = write("mine", [entry("2026-08-01", dekom_s__own_share=0.4)])
    with pytest.raises(BadInput, match="twice"):
        scenarios([path, path])


def test_a_file_with_the_name_of_a_shipped_scenario_is_refused():
    path = write("never", [entry("2026-08-01", dekom_s__own_share=0.4)])
    with pytest.raises(BadInput, match="'never' is a scenario that comes with the program; give yours another name"):
        scenario(path)


def test_two_decisions_of_one_day_that_contradict_are_refused():
    first, second = (entry("2026-08-01", dekom_s__own_share=share) for share in (0.4, 0.2))
    with pytest.raises(
        BadInput, match=r"timeline\.1\.set\.dekom_s\.own_share: 0\.2, but timeline\.0 sets it to 0\.4 on"
    ):
        scenario(write("mine", [first, second]))
    assert scenario(write("mine", [first, first])).phases == scenario(write("mine", [first])).phases
    scenario(write("mine", [first, {**second, "where": {"county": "nordland"}}]))


DAYS = st.integers(0, 6000).map(lambda n: str(date(2017, 1, 1) + timedelta(days=n)))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(DAYS, st.sampled_from([0.1, 0.2, 0.4]), max_size=5), st.randoms())
def test_the_order_of_entries_does_not_matter(decisions, random):
    entries = [entry(day, dekom_s__own_share=share) for day, share in decisions.items()]
    shuffled = entries.copy()
    random.shuffle(shuffled)
    first, second = scenario(write("mine", entries)), scenario(write("mine", shuffled))
    assert first.phases == second.phases
    latest = max(decisions, default=None)
    if latest is not None:
        assert first.phases[-1].levers["dekom_s"]["own_share"] == decisions[latest]


def test_shipped_files_are_named_as_their_scenario():
    for path in (configs_folder() / "scenario").glob("*.yaml"):
        assert read_scenario(path).name == path.stem


QUESTION = "name: mine\nquestion: {{en: {en}, nb: {nb}}}\ntimeline: []\n"


def test_a_question_in_braces_without_quotes_is_read_or_gets_the_hint_to_quote_it():
    """`?,` ends a word of YAML in braces for the plain reader, and is read by libyaml; in quotes both read it."""
    meant = {"en": "What if all were well?", "nb": "Hva om alt var bra?"}
    for quote in ("", '"'):
        texts = {language: f"{quote}{text}{quote}" for language, text in meant.items()}
        Path("mine.yaml").write_text(QUESTION.format(**texts), encoding="utf-8")
        said = refusal_or_question("./mine.yaml")
        hint = isinstance(said, str) and 'in quotes: {en: "What if ...?"' in said and "\n" not in said
        assert said == meant or (hint and not quote)


def refusal_or_question(path: str) -> str | dict[str, str]:
    """What a scenario is refused with, or its question."""
    try:
        return dict(scenario(path).question)
    except BadInput as refused:
        return str(refused)


@pytest.mark.parametrize("text", ["name: [", "name: a: b", "a: {b: c"])
def test_other_mistakes_of_yaml_get_no_hint_about_quotes(text):
    Path("mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        scenario("./mine.yaml")
    assert "quotes" not in str(refused.value)


def test_every_sentence_about_an_unknown_scenario_ends_with_a_stop():
    for name in ("nevr", "zzzzz"):
        with pytest.raises(BadInput) as refused:
            scenario(name)
        assert re.search(r"[?.] A file of your own is written as a path: \./\w+\.yaml$", str(refused.value))


def test_a_lever_of_a_scheme_that_is_off_is_idle_and_no_shipped_scenario_has_one():
    def idle(base: str, **levers) -> tuple[str, ...]:
        named = {name.replace("__", "."): value for name, value in levers.items()}
        return scenario({"name": "mine", "base": base, "timeline": [{"from": date(2026, 8, 1), "set": named}]}).idle

    same = scenario("system_2026").phases[-1].levers["dekom_s"]["requirement"]
    assert idle("never", dekom_s__requirement=0.2, staff__pay_premium=0.1) == ("dekom_s.requirement",)
    assert idle("never", dekom_s__requirement=0.2, dekom_s__active=True) == ()
    assert idle("system_2026", dekom_s__requirement=same) == ()
    assert {name: found for name in shipped() if (found := scenario(name).idle)} == {}
