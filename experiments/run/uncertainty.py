"""Which uncertainty an answer rests on: the posterior while one is shipped and still holds, else the register."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from experiments import options
from experiments.call import Call
from experiments.present.show import line
from experiments.refusals import BadInput
from experiments.store.posterior_files import change_since

Asked = TypeVar("Asked", options.Compare, options.Meeting)


def settle(call: Call[Asked]) -> Call[Asked]:
    """The call with the posterior where one is shipped and the user has not said otherwise.

    Raises:
        BadInput: If the posterior is asked for and there is none.
    """
    both = isinstance(call.options, options.Compare) and call.options.both
    chosen, changed = choose_uncertainty(call.options.uncertainty, call.given, both)
    if changed:
        text = "The posterior was made before {what} changed; parameters are drawn from the register."
        line(call.words(text, what=call.words(changed)))
    settled = {"uncertainty": chosen}
    return replace(call, options=call.options.model_copy(update=settled), config={**call.config, **settled})


def choose_uncertainty(asked: str, given: Collection[str], both: bool) -> tuple[str, str | None]:
    """What is drawn from, and what has changed since the posterior was made, if that is why it is the register.

    Args:
        asked: What the options say.
        given: Names of the options that the user gave.
        both: Whether both are asked for.

    Raises:
        BadInput: If the posterior is asked for and there is none, or both where there is but one.
    """
    from sim.posterior import about, is_shipped

    wanted = asked == "posterior" or both
    if both and "uncertainty" in given and asked != "posterior":
        raise BadInput(f"both=true draws from posterior and register; leave out uncertainty={asked}")
    if wanted and not is_shipped():
        key = "both=true" if both else "uncertainty=posterior"
        raise BadInput(f"{key}: this version ships no posterior; use uncertainty=register")
    if not wanted and ("uncertainty" in given or not is_shipped()):
        return asked, None
    changed = change_since(about())
    if changed and both:
        raise BadInput(
            f"both=true: the posterior was made before {changed} changed; kompetanse calibrate makes another"
        )
    return ("register" if changed else "posterior"), changed
