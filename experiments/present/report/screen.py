"""The answer on the screen: the question, the answer, the tables it rests on, and what is not modelled."""

from __future__ import annotations

from experiments.present.comparison import theories, under_both
from experiments.present.report.answer import answer
from experiments.present.report.lead import judged_by
from experiments.present.report.speech import Speech
from experiments.present.report.tables import after_years, differences, options_table, overview
from experiments.present.show import line
from experiments.present.terminal import show as show_table


def show(speech: Speech) -> None:
    """Print the answer that the evidence gives, then options or differences, then one line of scope."""
    said, words = answer(speech), speech.words
    line(speech.asked)
    line("")
    line(" ".join(said.sentences))
    for outcome in filter(None, [said.about, *(f"– {outcome}" for outcome in said.outcomes)]):
        line(outcome)
    for text in said.lines:
        line(text)
    line("")
    if said.options is not None:
        show_table(options_table(speech, said.options, judged_by(speech)), words)
        show_table(overview(speech), words)
    else:
        for table in filter(None, (differences(speech, name) for name in speech.evidence.others)):
            show_table(table, words)
    later = after_years(speech, said.of) if said.of else None
    if later is not None:
        show_table(later, words)
    found = speech.evidence.table("theories_counted")
    if found is not None:
        show_table(theories(found.to_dict("records"), words), words)
    both = speech.evidence.table("both")
    if both is not None:
        show_table(under_both(both.to_dict("records"), words), words)
    line(said.scope)
