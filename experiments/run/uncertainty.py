"""Which uncertainty a comparison rests on: the posterior while one is shipped and still holds, else the register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from experiments.call import Call
from experiments.present.show import line
from experiments.refusals import BadInput
from experiments.store.fingerprint import source_digest


def settle(call: Call[Any]) -> Call[Any]:
    """The call with the posterior where one is shipped and the user has not said otherwise.

    Raises:
        BadInput: If the posterior is asked for and there is none.
    """
    from sim.posterior import is_shipped

    asked = call.options.uncertainty
    if asked != "posterior" and ("uncertainty" in call.given or not is_shipped()):
        return call
    if not is_shipped():
        raise BadInput("uncertainty=posterior: this version ships no posterior; use uncertainty=register")
    changed = find_change()
    if changed:
        text = "The posterior was made before {what} changed; parameters are drawn from the register."
        line(call.words(text, what=call.words(changed)))
    chosen = "register" if changed else "posterior"
    return replace(call, options=call.options.model_copy(update={"uncertainty": chosen}))


def find_change() -> str | None:
    """What has changed since the posterior was made: the register, the targets or the behaviour of the model."""
    from sim.analysis.calibration.behaviour import differing, register_digest, targets_digest
    from sim.analysis.words import mark
    from sim.posterior import about

    known = about()
    if known["register"] != register_digest():
        return mark("the register")
    if known["targets"] != targets_digest():
        return mark("the targets")
    if known["source"] != source_digest() and differing(known["behaviour"]):
        return mark("the model")
    return None
