"""What scenarios cost a year, in words."""

from __future__ import annotations

from functools import partial

from experiments.present.report.speech import Speech
from experiments.present.table import Row, missing
from experiments.present.words import Words, mark
from sim.analysis import amounts

LEAST = 0.5
"""Kroner per teacher a year below which there is no cost to tell."""


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
    bounds = (-money["high"], -money["low"]) if saved else (money["low"], money["high"])
    values = {
        "kroner": kroner(abs(money["difference"])), "scenario": words.scenario(scenario),
        "interval": amounts.kroner(*bounds, words) if not is_clear(money) else _unsigned(*bounds, words),
        "time": _time(rows["time"], words), "in_all": _in_all(speech, rows),
        "there": words(" there") if speech.evidence.target else "",
    }  # fmt: skip
    if max(abs(money["low"]), abs(money["high"])) < LEAST:
        text = mark("“{scenario}” costs state and owners neither more nor less{time}.")
    elif not is_clear(money):
        text = mark(
            "“{scenario}” is not shown to cost more or less money ({interval} kroner per teacher a year){time}."
        )
    elif saved:
        text = mark("“{scenario}” saves {kroner} kroner per teacher a year{there} ({interval}), {in_all}{time}.")
    else:
        text = mark("“{scenario}” costs {kroner} kroner more per teacher a year{there} ({interval}), {in_all}{time}.")
    return words(text, **values)


def _in_all(speech: Speech, rows: dict[str, Row]) -> str:
    """What it comes to in the country, by payer: where the question has a target, not what it comes to there."""
    words, money = speech.words, rows["money"]
    if speech.evidence.target and money["million_low"] <= 0 <= money["million_high"]:
        return words("in the whole country no clear difference")
    text = (
        mark("in the whole country {million} million {change} (state {state}, owners {owners})")
        if speech.evidence.target else mark("{million} million in all (state {state}, owners {owners})")
    )  # fmt: skip
    change = words("more") if money["million"] >= 0 else words("less")
    return words(text, million=words.number(abs(money["million"]), _millions(money)), change=change,
                 state=_share(rows["state"], words), owners=_share(rows["owners"], words))  # fmt: skip


def is_clear(money: Row) -> bool:
    """Whether a cost is shown to differ from nothing."""
    return bool(money["low"] > 0 or money["high"] < 0)


def _unsigned(low: float, high: float, words: Words) -> str:
    return words("{low} to {high}", low=words.number(low, 0), high=words.number(high, 0))


def _share(row: Row, words: Words) -> str:
    """What one payer pays more or less, million kroner."""
    million = words.number(abs(row["million"]), _millions(row))
    return words(mark("{million} more") if row["million"] >= 0 else mark("{million} less"), million=million)


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
