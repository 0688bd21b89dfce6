"""Which uncertainty a comparison rests on: the posterior while one is shipped and still holds, else the register."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from experiments import options
from experiments.call import Call
from experiments.present.show import line
from experiments.refusals import BadInput
from experiments.store.posterior_files import change_since


def settle(call: Call[options.Compare]) -> Call[options.Compare]:
    """The call with the posterior where one is shipped and the user has not said otherwise.

    Raises:
        BadInput: If the posterior is asked for and there is none.
    """
    chosen, changed = choose_uncertainty(call.options, call.given)
    if changed:
        text = "The posterior was made before {what} changed; parameters are drawn from the register."
        line(call.words(text, what=call.words(changed)))
    settled = {"uncertainty": chosen}
    return replace(call, options=call.options.model_copy(update=settled), config={**call.config, **settled})


def choose_uncertainty(asked: options.Compare, given: Collection[str]) -> tuple[str, str | None]:
    """What is drawn from, and what has changed since the posterior was made, if that is why it is the register.

    Args:
        asked: The options.
        given: Names of those that the user gave.

    Raises:
        BadInput: If the posterior is asked for and there is none, or both where there is but one.
    """
    from sim.posterior import about, is_shipped

    wanted = asked.uncertainty == "posterior" or asked.both
    if asked.both and "uncertainty" in given and asked.uncertainty != "posterior":
        raise BadInput(f"both=true draws from posterior and register; leave out uncertainty={asked.uncertainty}")
    if wanted and not is_shipped():
        key = "both=true" if asked.both else "uncertainty=posterior"
        raise BadInput(f"{key}: this version ships no posterior; use uncertainty=register")
    if not wanted and ("uncertainty" in given or not is_shipped()):
        return asked.uncertainty, None
    changed = change_since(about())
    if changed and asked.both:
        raise BadInput(
            f"both=true: the posterior was made before {changed} changed; kompetanse calibrate makes another"
        )
    return ("register" if changed else "posterior"), changed
