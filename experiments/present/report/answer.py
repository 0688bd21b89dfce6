"""The answer in plain words: at most three sentences, then three outcomes, and a line each on all else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from experiments.present.report.speech import Speech
from experiments.present.report.whom import whom
from experiments.present.table import Row, missing
from experiments.present.words import Words, mark
from sim.analysis import aims, amounts
from sim.analysis.comparison import outcomes, ranked, sort_of
from sim.indicators import BY_NAME, Indicator

MOST = 3
"""Outcomes that are told one by one."""
LISTED = 6
"""Names in a line."""
FEW = 20
"""Replications below which verdicts are called provisional (assumption)."""
NUMBERS = {2: mark("two"), 3: mark("three"), 4: mark("four"), 5: mark("five"), 6: mark("six")}
SCOPE = mark(
    "Not modelled: kindergartens, which share the money of 2026, other school policy, pay agreements, families and "
    "politics. The answer says what the model's mechanisms imply; it is no forecast."
)


@dataclass(frozen=True)
class Answer:
    """What is said first.

    Attributes:
        sentences: What changes for whom, how sure that is, and at what cost.
        outcomes: In natural units, the most important first.
        lines: What does not move, what cannot be told, and what follows from the decision itself.
        scope: What is not modelled.
        options: All scenarios in their order, as `ranked` gives them; None if the question is about one of them.
    """

    sentences: list[str]
    outcomes: list[str]
    lines: list[str]
    scope: str
    options: pd.DataFrame | None

    def __iter__(self) -> Iterator[str]:
        """Every line of text."""
        return iter([*self.sentences, *(f"– {outcome}" for outcome in self.outcomes), *self.lines, self.scope])


def answer(speech: Speech) -> Answer:
    """The answer that the evidence gives."""
    about = asked_about(speech)
    return _of_one(speech, about) if about is not None else _of_several(speech)


def asked_about(speech: Speech) -> str | None:
    """The scenario that the question is about; None where it asks which of several is best."""
    others = speech.evidence.others
    return others[0] if len(others) == 1 else speech.evidence.about


def for_whom(speech: Speech) -> str:
    """Those the answer is for."""
    return whom(speech.evidence.target, speech.evidence.manifest["setup"]["world"], speech.words)


# ---- one scenario


def _of_one(speech: Speech, scenario: str) -> Answer:
    words, rows = speech.words, speech.rows("comparison", scenario)
    names = {"scenario": words.scenario(scenario), "baseline": speech.baseline, "year": speech.year,
             "whom": for_whom(speech)}  # fmt: skip
    compared = [row for row in rows if row["verdict"] != "undefined"]
    if not compared:
        said = [words("There is no difference to report: no run of “{scenario}” and “{baseline}” gave a value in both.",
                      **names)]  # fmt: skip
        return Answer(said, [], [], words(SCOPE), None)
    if all(row["difference"] == 0 and not row["low"] < row["high"] for row in compared):
        said = [words("“{scenario}” and “{baseline}” decide nothing differently that acts before spring {year}, so "
                      "every difference is exactly 0; that says nothing of whether it works.", **names)]  # fmt: skip
        return Answer(said, [], [], words(SCOPE), None)
    lead = leading(speech, scenario)
    said = [_change(speech, compared, lead, names)]
    said += [text for text in (_sure(speech, lead), price(speech, scenario)) if text]
    return Answer(said, _outcomes(speech, scenario, lead), _lines(speech, scenario), words(SCOPE), None)


def leading(speech: Speech, scenario: str) -> Row | None:
    """The difference that the answer leads with: the first established outcome, those asked about first."""
    rows = [row for row in speech.rows("comparison", scenario) if _sort(row) == "outcome" and _known(row)]
    asked = [row for row in rows if row["indicator"] in speech.evidence.headline]
    moved, unsure = strongest(speech, rows), _largest(row for row in rows if row["verdict"] == "cannot tell")
    return next(iter([*(row for row in asked if row in moved), *moved, *asked, *unsure, *rows]), None)


def _largest(rows: Iterable[Row]) -> list[Row]:
    """Differences from the largest to the smallest, each against the smallest that matters."""
    return sorted(rows, key=lambda row: -abs(row["difference"]) / BY_NAME[row["indicator"]].smallest_difference)


def strongest(speech: Speech, rows: Sequence[Row]) -> list[Row]:
    """Outcomes that are up or down: those that the question is about first, then the largest.

    Largest is meant by the difference divided by the smallest that matters.
    """

    def place(row: Row) -> tuple[bool, float]:
        size = abs(float(row["difference"])) / BY_NAME[row["indicator"]].smallest_difference
        return row["indicator"] not in speech.evidence.headline, -size

    return sorted((row for row in rows if _moved(row) and _sort(row) == "outcome"), key=place)


def _sort(row: Row) -> str:
    return sort_of(BY_NAME[row["indicator"]])


def _known(row: Row) -> bool:
    return not math.isnan(row["difference"])


def _moved(row: Row) -> bool:
    return row["verdict"] in ("up", "down")


def _change(speech: Speech, rows: Sequence[Row], lead: Row | None, names: dict[str, object]) -> str:
    words = speech.words
    if lead is not None and _moved(lead):
        indicator, difference = BY_NAME[lead["indicator"]], float(lead["difference"])
        return words("With “{scenario}”, {change} in {whom} by spring {year} than with “{baseline}”: {indicator} "
                     "{amount}.", change=aims.change(indicator, difference, words),
                     **names | {"indicator": amounts.inside(words.label(indicator)), "whom": _of(speech, indicator),
                                "amount": amounts.amount(indicator, difference, words)})  # fmt: skip
    open_ = [row for row in rows if _sort(row) == "outcome" and row["verdict"] == "cannot tell"]
    if not open_:
        return words("“{scenario}” changes no outcome for {whom} by as much as matters until spring {year}, compared "
                     "with “{baseline}”.", **names)  # fmt: skip
    asked = next((row for i in _asked(speech) for row in rows if row["indicator"] == i.name), None)
    if asked is not None:
        indicator = BY_NAME[asked["indicator"]]
        said = {"aim": aims.aim(indicator, words), "runs": _pairs(speech, open_), "whom": _of(speech, indicator)}
        if asked["verdict"] != "cannot tell":
            return words("“{scenario}” is not shown to {aim} in {whom} by as much as matters until spring {year}, "
                         "compared with “{baseline}”.", **names | said)  # fmt: skip
        return words("Whether “{scenario}” would {aim} in {whom} by spring {year}, compared with “{baseline}”, cannot "
                     "be told from {runs}.", **names | said)  # fmt: skip
    listed = [amounts.inside(words.label(BY_NAME[row["indicator"]])) for row in _largest(open_)]
    return words("From {runs} it cannot be told whether “{scenario}” changes these outcomes in {whom} by spring "
                 "{year}, compared with “{baseline}”: {list}.", runs=_pairs(speech, open_), list=_listed(listed, words),
                 **names)  # fmt: skip


def _of(speech: Speech, indicator: Indicator) -> str:
    """Those that an outcome is told of: all, where it exists for nothing less."""
    target = speech.evidence.target if "municipality" in indicator.levels else {}
    return whom(target, speech.evidence.manifest["setup"]["world"], speech.words)


def told(speech: Speech, row: Row) -> str:
    """One difference in words: “teaching practice 1.2 points of 100 higher”."""
    return amounts.said(BY_NAME[row["indicator"]], row["difference"], speech.words)


def _pairs(speech: Speech, rows: Iterable[Row]) -> str:
    return speech.words.many("one paired run", "{n} paired runs", max(int(row["replications"]) for row in rows))


# ---- how sure


def _sure(speech: Speech, row: Row | None) -> str:
    """How sure a difference is: runs, interval, theories; that few runs are few."""
    if row is None or missing(row["low"]):
        return speech.words("One paired run says nothing of how sure that is: replications= makes more.")
    words, indicator, n = speech.words, BY_NAME[row["indicator"]], int(row["replications"])
    values = {
        "n": n, "indicator": amounts.inside(words.label(indicator)), "unit": amounts.unit(indicator, words),
        "interval": amounts.interval(indicator, row["low"], row["high"], words), "theories": _theories(speech, row),
        "same": round(n * max(row["share_up"], 1 - row["share_up"])), "luck": "" if speech.evidence.drawn else
        words("; parameters stand at their values, so more is unknown than that"),
        "smallest": amounts.number(indicator, indicator.smallest_difference, words),
    }  # fmt: skip
    if _moved(row):
        text = (
            mark("Provisional, from {n} paired runs only: {same} of them point that way, and the mean effect lies in "
                 "{interval} {unit} (95 %){theories}{luck}.")
            if n < FEW else
            mark("Sure of the direction: {same} of {n} paired runs point that way, and the mean effect lies in "
                 "{interval} {unit} (95 %){theories}{luck}.")
        )  # fmt: skip
        return words(text, **values)
    return words("For {indicator} the mean effect lies in {interval} {unit} (95 %, {n} paired runs), where {smallest} "
                 "would "
                 "matter{theories}{luck}.", **values)  # fmt: skip


def _theories(speech: Speech, row: Row) -> str:
    held = holding(speech, row["scenario"], row["indicator"])
    return (
        "" if held is None else speech.words("; the verdict holds in {k} of {n} other theories", k=held[0], n=held[1])
    )


def holding(speech: Speech, scenario: str, indicator: str) -> tuple[int, int] | None:
    """In how many theories a verdict holds, and of how many; None where it was held against none."""
    found = speech.evidence.table("theories_counted")
    if found is None:
        return None
    mine = found[(found["scenario"] == scenario) & (found["indicator"] == indicator) & (found["theories"] > 0)]
    return None if mine.empty else (int(mine["holding"].iloc[0]), int(mine["theories"].iloc[0]))


# ---- at what cost


def cost_rows(speech: Speech, scenario: str) -> dict[str, Row]:
    """What a scenario costs, by payer; nothing where it was not recorded."""
    found = speech.evidence.table("costs")
    mine = [] if found is None else found[found["scenario"] == scenario].to_dict("records")
    return {str(row["payer"]): row for row in mine}


def price(speech: Speech, scenario: str) -> str:
    """What a scenario costs a year, by payer, and teachers' time beside it."""
    rows, words = cost_rows(speech, scenario), speech.words
    if not rows or missing(rows["money"]["difference"]):
        return ""
    money, kroner = rows["money"], partial(words.number, digits=0)
    saved = money["high"] < 0
    sign = -1 if saved else 1
    bounds = (-money["high"], -money["low"]) if saved else (money["low"], money["high"])
    values = {
        "kroner": kroner(abs(money["difference"])), "interval": amounts.kroner(*bounds, words),
        "million": words.difference(sign * money["million"], _millions(money)),
        "state": words.difference(sign * rows["state"]["million"], _millions(money)),
        "owners": words.difference(sign * rows["owners"]["million"], _millions(money)),
        "time": _time(rows["time"], words), "scenario": words.scenario(scenario),
    }  # fmt: skip
    if money["low"] <= 0 <= money["high"] or missing(money["low"]):
        text = mark(
            "“{scenario}” is not shown to cost more or less money ({interval} kroner per teacher a year){time}."
        )
    elif money["difference"] > 0:
        text = mark("“{scenario}” costs {kroner} kroner more per teacher a year ({interval}), {million} million in all "
                    "(state {state}, owners {owners}){time}.")  # fmt: skip
    else:
        text = mark("“{scenario}” saves {kroner} kroner per teacher a year ({interval}), {million} million in all "
                    "(state {state}, owners {owners}){time}.")  # fmt: skip
    return words(text, **values)


def _time(row: Row, words: Words) -> str:
    """What teachers' time comes to, where it is shown to differ."""
    if missing(row["low"]) or row["low"] <= 0 <= row["high"]:
        return ""
    text = (
        mark("; of teachers' own time it takes what {time} kroner are worth")
        if row["difference"] > 0
        else mark("; of teachers' own time it spares what {time} kroner are worth")
    )
    return words(text, time=words.number(abs(row["difference"]), 0))


def _millions(row: Row) -> int:
    """Decimals of million kroner."""
    return 0 if abs(row["million"]) >= 10 else 1 if abs(row["million"]) >= 0.1 else 2


# ---- which of several


def _of_several(speech: Speech) -> Answer:
    words, indicator = speech.words, judged_by(speech)
    options = options_in_order(speech, indicator)
    if options.empty:
        said = [words("There is no difference to report: no run of the baseline and of another scenario gave a value.")]
        return Answer(said, [], [], words(SCOPE), None)
    best = str(options["scenario"].iloc[0])
    lead = next(row for row in speech.rows("comparison", best) if row["indicator"] == indicator.name)
    said = [_most(speech, options, indicator)]
    said += [text for text in (_sure(speech, lead), _price_of_best(speech, options)) if text]
    return Answer(said, _outcomes(speech, best, lead), _lines(speech, best), words(SCOPE), options)


def _price_of_best(speech: Speech, options: pd.DataFrame) -> str:
    """What the best option costs; of several that share the first rank, the cheapest."""
    first = options[options["rank"] == 1]
    if len(first) == 1 or first["cost"].isna().any() or first["verdict"].iloc[0] not in ("up", "down"):
        return price(speech, str(first["scenario"].iloc[0]))
    cheapest = str(first.sort_values("cost", kind="stable")["scenario"].iloc[0])
    return speech.words("Cheapest of these: {price}", price=price(speech, cheapest))


def judged_by(speech: Speech) -> Indicator:
    """The outcome that options are ranked by.

    The first that the question is about and that some option is shown to improve; else the first that it is about; if
    it names none, what moves most.
    """
    rows = [row for name in speech.evidence.others for row in speech.rows("comparison", name)]
    asked = _asked(speech)
    better = {row["indicator"] for row in rows if row["verdict"] == _good(BY_NAME[row["indicator"]])}
    if asked:
        return next((indicator for indicator in asked if indicator.name in better), asked[0])
    moved = strongest(speech, rows)
    return BY_NAME[moved[0]["indicator"]] if moved else next(i for i in speech.headline if sort_of(i) == "outcome")


def _asked(speech: Speech) -> list[Indicator]:
    """Outcomes that the question is about, the most important first."""
    return outcomes([BY_NAME[name] for name in speech.evidence.headline if name in BY_NAME])


def _good(indicator: Indicator) -> str:
    """The verdict that is for the better."""
    return "down" if indicator.direction == "-" else "up"


def options_in_order(speech: Speech, indicator: Indicator) -> pd.DataFrame:
    """All scenarios by what they do for an outcome."""
    costs = speech.evidence.table("costs")
    none = pd.DataFrame(columns=["scenario", "payer", "difference", "low", "high"])
    return ranked(speech.evidence.comparison, none if costs is None else costs, indicator.name, indicator.direction)


def _most(speech: Speech, options: pd.DataFrame, indicator: Indicator) -> str:
    """Which option does most for whom; those that share the first rank together; or that none does enough."""
    words, good = speech.words, _good(indicator)
    rows = options.to_dict("records")
    first, n = rows[0], len(rows)
    values = {"whom": _of(speech, indicator), "aim": aims.aim(indicator, words), "year": speech.year,
              "baseline": speech.baseline, "n": words(NUMBERS[n]) if n in NUMBERS else n,
              "indicator": amounts.inside(words.label(indicator)), "best": words.scenario(first["scenario"]),
              "amount": amounts.amount(indicator, first["difference"], words)}  # fmt: skip
    if first["verdict"] != good:
        said = words("None of the {n} is shown to {aim} in {whom} by as much as matters until spring {year}, compared "
                     "with “{baseline}”", **values)  # fmt: skip
        better = (first["difference"] > 0) == (good == "up") and not missing(first["difference"])
        return f"{said}{words('; “{best}” comes nearest ({amount})', **values) if better else ''}."
    equal = [row for row in rows if row["rank"] == 1]
    if len(equal) == 1:
        said = words(
            "“{best}” does most to {aim} in {whom}: {indicator} {amount} by spring {year} than with “{baseline}”",
            **values,
        )
        return f"{said}{_next(speech, rows[1:], indicator)}{_before(speech, indicator)}."
    *most, last = [words("“{name}” ({amount})", name=words.scenario(row["scenario"]),
                         amount=amounts.amount(indicator, row["difference"], words)) for row in equal]  # fmt: skip
    names = words(" and ").join((", ".join(most), last))
    return words("{options} do most to {aim} in {whom} by spring {year}, compared with “{baseline}”, and cannot be "
                 "told apart.", options=names, **values)  # fmt: skip


def _before(speech: Speech, indicator: Indicator) -> str:
    """Outcomes that the question puts first, and that no option is shown to improve."""
    asked = _asked(speech)
    left = asked[: asked.index(indicator)] if indicator in asked else []
    names = speech.words(" or ").join(aims.aim(one, speech.words) for one in left)
    return speech.words("; none is shown to {aim}", aim=names) if left else ""


def _next(speech: Speech, rows: Sequence[Row], indicator: Indicator) -> str:
    if not rows:
        return ""
    second = speech.words.scenario(rows[0]["scenario"])
    amount = amounts.amount(indicator, rows[0]["difference"], speech.words)
    return speech.words("; next comes “{second}” ({amount})", second=second, amount=amount)


# ---- what else


def _outcomes(speech: Speech, scenario: str, lead: Row | None) -> list[str]:
    """Established outcomes of a scenario with what they are as much as, the leading one first."""
    moved = strongest(speech, speech.rows("comparison", scenario))
    first = [row for row in moved if lead is not None and row["indicator"] == lead["indicator"]]
    chosen = [*first, *(row for row in moved if row not in first)][:MOST]
    return [_with_conversion(speech, row) for row in chosen]


def _with_conversion(speech: Speech, row: Row) -> str:
    words, indicator = speech.words, BY_NAME[row["indicator"]]
    bounds = amounts.interval(indicator, row["low"], row["high"], words)
    as_much = amounts.as_much_as(indicator, row["difference"], passed_by(speech, row), words)
    where = "" if "municipality" in indicator.levels or not speech.evidence.target else words(" (whole country)")
    said = f"{words.label(indicator)}{where}: {amounts.amount(indicator, row['difference'], words)} ({bounds})"
    return f"{said}, {as_much}." if as_much else f"{said}."


def passed_by(speech: Speech, row: Row) -> float | None:
    """Places among 100 municipalities that a difference is worth, if that is known."""
    found = speech.evidence.table("passed")
    if found is None:
        return None
    mine = found[(found["scenario"] == row["scenario"]) & (found["indicator"] == row["indicator"])]
    return None if mine.empty else float(mine["passed"].iloc[0])


def _lines(speech: Speech, scenario: str) -> list[str]:
    """A line each on what is done, what does not move, what cannot be told, and what the decision itself settles."""
    words, rows = speech.words, speech.rows("comparison", scenario)
    outcomes = [row for row in rows if _sort(row) == "outcome"]
    settled = [row for row in rows if _moved(row) and _by_definition(row)]
    done = [row for row in rows if _moved(row) and _sort(row) == "activity" and row not in settled]
    lines = (
        (mark("What is done: {list}."), [told(speech, row) for row in done]),
        (mark("Too little to matter: {list}."), _names(speech, outcomes, "too small to matter")),
        (mark("Cannot be told: {list}."), _names(speech, outcomes, "cannot tell")),
        (mark("True by definition, and no finding: {list}."), [told(speech, row) for row in settled]),
    )
    return [words(text, list=_listed(said, words)) for text, said in lines if said]


def _listed(said: Sequence[str], words: Words) -> str:
    """The first of several, and how many more there are."""
    more = len(said) - LISTED
    return ", ".join(said[:LISTED]) + (words(" and {n} more", n=more) if more > 0 else "")


def _names(speech: Speech, rows: Sequence[Row], verdict: str) -> list[str]:
    return [amounts.inside(speech.words.label(BY_NAME[row["indicator"]])) for row in rows if row["verdict"] == verdict]


def _by_definition(row: Row) -> bool:
    """Whether a decision settles a difference by itself: money, and what nobody does where there is no scheme."""
    return _sort(row) == "money" or (_sort(row) == "activity" and 0 in (row["baseline_level"], row["level"]))
