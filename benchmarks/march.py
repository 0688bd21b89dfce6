"""March's (1991) model of learning in organisations, as a reduced school; run `uv run python -m benchmarks.march`.

People and an organisation learn from each other: people take on the organisation's code, the code takes on what the
better informed believe, and people are replaced. It is what is left of the core of staff, routines and turnover when
a school has no topics to choose, no measures and no owner:

| March | here | its counterpart in `sim` |
|---|---|---|
| reality, m = 30 dimensions of -1 or 1 | `Organisations.reality` | good practice in every topic, taken as known |
| belief of a person, -1, 0 or 1 | `Posts.belief` | competence of a teacher, `Posts.base` and `Posts.learned` |
| code of the organisation, -1, 0 or 1 | `Organisations.code` | the school's own memory, `Schools.routines` (rutiner) |
| socialisation p1 | `Rates.socialisation` | colleagues pull each other up, and what a routine carries fades slowly |
| learning by the code p2 | `Rates.code_learning` | `routine_gain` times the drive of a measure |
| turnover p3 | `Rates.turnover` | leaving and moving (4.1); the post stays, the person in it changes |

**Shared with `sim`:** the tables and agents (`sim.columns`), the sums by group, the luck keyed by purpose, period and
stable id, and that luck belongs to the post. **Not shared:** the equations. March's beliefs can be false and learning
can do harm; in `sim` competence is an amount and a measure never harms. His code teaches people; a routine of `sim`
keeps what they learned and carries practice itself. His newcomers know nothing on average; those of `sim` bring an
education. So the benchmark shows that the pieces the model stands on carry a known result, not that `sim` repeats it.

Many organisations that never meet stand side by side in one table: each is one replication, and the same row meets the
same reality, people and luck under all rates, so differences are paired.

Source:
    March, J. G. (1991): Exploration and exploitation in organizational learning. Organization Science 2(1), 71-87,
    doi 10.1287/orsc.2.1.71: the rules of pages 74-79 and footnote 1, as quoted in published replications; findings as
    later summaries state them (the paper itself was not at hand), not read off the figures. Where the text leaves it
    open: everybody learns at once from the state at the start of the period; newcomers come first; people without a
    view do not vote; and the code stays where votes are equal. Rodan (2005), Scandinavian Journal of Management 21,
    407-428, and later replications found that the program behind the figures scored beliefs otherwise than the text:
    `NetScoreModel`. Levels depend on it, and of the findings each reading gives all but one (`Finding.fails_under`).
    Turnover with fast people helps under both; it keeps helping through the published range (0-0.1) and beyond, and
    turns to harm only when more than half the people leave in every period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import mesa
import numpy as np

from sim.columns import FLOATS, IDS, ROWS, SMALLS, Actor, Population, Table, column, total_by
from sim.luck import Luck, stable_ids
from sim.types import Bools, Floats, Rows, Smalls

DIMENSIONS, PEOPLE = 30, 50
"""Of reality, and of an organisation, as published."""

ORGANISATIONS = 400
"""Replications; 80 in the publication. The standard error of a difference is then about 0.004 of knowledge."""

OPEN_PERIODS = 20
"""Periods after which an organisation with turnover is looked at: it has no equilibrium (figure 4)."""

PATIENCE = 5_000
"""Periods after which a closed organisation must have come to rest."""


@dataclass(frozen=True)
class Rates:
    """How fast who learns from whom, each a chance a period.

    Attributes:
        socialisation: p1, that a person takes on the code's view on a dimension; several are dealt out in turn.
        code_learning: p2, that one person of the majority's surplus changes the code's view on a dimension.
        turnover: p3, that a person leaves and a newcomer takes the post.
    """

    socialisation: tuple[float, ...] = (0.1,)
    code_learning: float = 0.5
    turnover: float = 0.0


class Posts(Table):
    """Every post; the person in it changes."""

    uid = column(IDS, unit="id", doc="Stable id of the post.", static=True)
    organisation = column(ROWS, unit="row", doc="Organisation of the post.", static=True)
    socialisation = column(FLOATS, unit="chance a period", doc="p1 of the people in it.", static=True)
    belief = column(SMALLS, unit="-1, 0 or 1", doc="What the person believes.", dims=("dimensions",))


class Organisation(Actor):
    """One organisation: a school whose routines are its code."""


class Organisations(Population):
    """Every organisation; its people stand in `Posts`."""

    actor = Organisation
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    reality = column(SMALLS, unit="-1 or 1", doc="What is true.", dims=("dimensions",), static=True)
    code = column(SMALLS, unit="-1, 0 or 1", doc="What it holds to be true.", dims=("dimensions",))

    def knowledge(self) -> Floats:
        """Share of reality the code has right, shape (organisations,)."""
        result: Floats = (self.code == self.reality).mean(axis=1)
        return result


class MarchModel(mesa.Model):
    """Organisations side by side; one step is one period.

    Attributes:
        organisations, posts: The state.
        period: Periods lived through.
    """

    def __init__(self, rates: Rates, luck: Luck, *, organisations: int = ORGANISATIONS) -> None:
        """Begin with people who know nothing on average and a code without a view.

        Args:
            rates: How fast who learns.
            luck: The same luck makes the same realities and people under all rates.
            organisations: How many.
        """
        super().__init__(rng=0)
        self.rates, self.luck, self.period = rates, luck, 0
        sizes = {"dimensions": DIMENSIONS}
        uid = stable_ids([f"organisation {row}" for row in range(organisations)])
        reality = np.where(luck.uniform("reality", 0, uid, DIMENSIONS) < 0.5, -1, 1).astype(np.int8)
        self.organisations = Organisations(organisations, sizes, {"uid": uid, "reality": reality})
        self.organisations.enter(self)
        n = organisations * PEOPLE
        self.posts = Posts(
            n,
            sizes,
            {
                "uid": stable_ids([f"post {row}" for row in range(n)]),
                "organisation": np.repeat(np.arange(organisations, dtype=np.int32), PEOPLE),
                "socialisation": np.resize(rates.socialisation, n),
            },
        )
        self.posts.belief = self.naive(np.arange(n, dtype=np.int32))

    def step(self) -> None:
        """People come and go; then people and code learn from each other, both from what was there before."""
        self.period += 1
        self.people_change()
        learned_by_code, learned_by_people = self.code_learns(), self.people_learn()
        self.organisations.code = learned_by_code
        self.posts.belief = learned_by_people

    def people_change(self) -> None:
        """Some leave, and somebody with naive beliefs takes the post."""
        posts = self.posts
        left = np.flatnonzero(self.luck.happens("person leaves", self.period, posts.uid, self.rates.turnover))
        posts.belief[left] = self.naive(left.astype(np.int32))

    def naive(self, rows: Rows) -> Smalls:
        """Beliefs of newcomers: -1, 0 and 1 are equally likely, shape (rows, dimensions)."""
        u = self.luck.uniform("beliefs of a newcomer", self.period, self.posts.uid[rows], DIMENSIONS)
        return np.floor(3.0 * u).astype(np.int8) - np.int8(1)

    def people_learn(self) -> Smalls:
        """Beliefs after some have taken on the code's view where it has one."""
        posts, code = self.posts, self.organisations.code[self.posts.organisation]
        u = self.luck.uniform("person learns from the code", self.period, posts.uid, DIMENSIONS)
        return np.where((code != 0) & (u < posts.socialisation[:, None]), code, posts.belief)

    def code_learns(self) -> Smalls:
        """The code after some of its views have become those of most of the better informed.

        A view the majority does not share is kept with probability (1 - p2) ** k, k the majority's surplus of votes.
        """
        o, surplus = self.organisations, self.surplus()
        majority = np.sign(surplus).astype(np.int8)
        u = self.luck.uniform("code learns", self.period, o.uid, DIMENSIONS)
        changed = u >= (1.0 - self.rates.code_learning) ** np.abs(surplus)
        return np.where((majority != 0) & changed, majority, o.code)

    def surplus(self) -> Floats:
        """Votes for 1 less votes for -1 among those the code learns from, shape (organisations, dimensions)."""
        posts = self.posts
        return total_by(posts.organisation, posts.belief * self.superior()[:, None], self.organisations.n)

    def superior(self) -> Bools:
        """Who is right on more dimensions than the code of her organisation, shape (posts,)."""
        o, row = self.organisations, self.posts.organisation
        right: Floats = (self.posts.belief == o.reality[row]).mean(axis=1)
        return right > o.knowledge()[row]

    def at_rest(self) -> bool:
        """Whether nothing can change any more without turnover: nobody has anything left to take on."""
        code, surplus = self.organisations.code, self.surplus()
        told = code[self.posts.organisation]
        people = (told != 0) & (told != self.posts.belief)
        return not people.any() and not ((surplus != 0) & (np.sign(surplus) != code)).any()


class NetScoreModel(MarchModel):
    """The reading of later authors: what one has right less what one has wrong is compared."""

    def superior(self) -> Bools:
        """Whose right views outnumber her wrong ones by more than the code's do, shape (posts,)."""
        o, row = self.organisations, self.posts.organisation
        score: Rows = (self.posts.belief * o.reality[row]).sum(axis=1, dtype=np.int32)
        code_score: Rows = (o.code * o.reality).sum(axis=1, dtype=np.int32)
        return score > code_score[row]


def equilibrium(model: MarchModel) -> Floats:
    """Knowledge of each code when a closed organisation has come to rest, shape (organisations,).

    Raises:
        RuntimeError: If it does not come to rest.
    """
    while not model.at_rest():
        if model.period == PATIENCE:
            raise RuntimeError(f"still learning after {PATIENCE} periods")
        model.step()
    return model.organisations.knowledge()


def after(model: MarchModel, periods: int = OPEN_PERIODS) -> Floats:
    """Knowledge of each code after some periods, shape (organisations,)."""
    for _ in range(periods):
        model.step()
    return model.organisations.knowledge()


class Estimate(NamedTuple):
    """A mean and its standard error."""

    mean: float
    error: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} ± {self.error:.3f} ({self.mean / self.error:+.1f} errors)"


def estimate(values: Floats) -> Estimate:
    """Mean over organisations; of a difference row by row it is a paired one."""
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


@dataclass(frozen=True)
class Finding:
    """A published result or a part of one, as a difference of knowledge that must be positive.

    Attributes:
        name: The result, in words.
        more, less: Rates under which the code knows more, and less.
        closed: Whether the equilibrium is compared (figures 1 and 2), or the knowledge after 20 periods (figure 4).
        fails_under: The reading of the rules under which it is not found.
    """

    name: str
    more: Rates
    less: Rates
    closed: bool = True
    fails_under: type[MarchModel] | None = None

    def difference(self, luck: Luck, kind: type[MarchModel] = MarchModel) -> Floats:
        """Knowledge under `more` minus knowledge under `less`, shape (organisations,)."""
        look = equilibrium if self.closed else after
        return look(kind(self.more, luck)) - look(kind(self.less, luck))


SLOW, MIDDLE, FAST, MIXED = Rates((0.1,)), Rates((0.5,)), Rates((0.9,)), Rates((0.1, 0.9))


def code_learning(rates: Rates, p2: float) -> Rates:
    """The same people with a code that learns at rate p2."""
    return replace(rates, code_learning=p2)


def turnover(rates: Rates, p3: float) -> Rates:
    """The same people who leave at rate p3."""
    return replace(rates, turnover=p3)


FINDINGS = (
    Finding(
        "slow people beat fast ones, slow code (p2 = 0.1)",
        code_learning(SLOW, 0.1), code_learning(FAST, 0.1), fails_under=NetScoreModel,
    ),
    Finding("slow people beat fast ones (p2 = 0.5)", SLOW, FAST),
    Finding("slow people beat fast ones, fast code (p2 = 0.9)", code_learning(SLOW, 0.9), code_learning(FAST, 0.9)),
    Finding("slow people: a fast code beats a slow one", code_learning(SLOW, 0.9), code_learning(SLOW, 0.1)),
    Finding(
        "fast people: a slow code beats a fast one",
        code_learning(FAST, 0.1), code_learning(FAST, 0.9), fails_under=MarchModel,
    ),
    Finding("slow and fast people mixed beat middling ones", MIXED, MIDDLE),
    Finding("fast people: some turnover (0.02) beats none", turnover(FAST, 0.02), FAST, closed=False),
    Finding("fast people: moderate turnover (0.1) beats some", turnover(FAST, 0.1), turnover(FAST, 0.02), closed=False),
    Finding("fast people: moderate turnover beats all leaving", turnover(FAST, 0.1), turnover(FAST, 1.0), closed=False),
    Finding("slow people: no turnover beats moderate (0.1)", SLOW, turnover(SLOW, 0.1), closed=False),
    Finding("slow people: moderate turnover beats much (0.3)", turnover(SLOW, 0.1), turnover(SLOW, 0.3), closed=False),
)  # fmt: skip


def table(kind: type[MarchModel], luck: Luck) -> Iterator[str]:
    """Knowledge of the code under all rates, and each finding with its standard error."""
    speeds, turnovers = (0.1, 0.3, 0.5, 0.7, 0.9), (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.3, 0.5, 1.0)
    yield f"At equilibrium, by p1 = {', '.join(map(str, speeds))} (figure 1)"
    for p2 in (0.1, 0.5, 0.9):
        means = [equilibrium(kind(Rates((p1,), p2), luck)).mean() for p1 in speeds]
        yield f"  p2 = {p2}:  {'  '.join(f'{x:.3f}' for x in means)}"
    yield f"After {OPEN_PERIODS} periods with p2 = 0.5, by p3 = {', '.join(map(str, turnovers))} (figure 4)"
    for p1 in (0.1, 0.9):
        means = [after(kind(Rates((p1,), turnover=p3), luck)).mean() for p3 in turnovers]
        yield f"  p1 = {p1}:  {'  '.join(f'{x:.3f}' for x in means)}"
    yield "Findings: difference of knowledge, paired by organisation"
    for finding in FINDINGS:
        expected = "not expected here" if finding.fails_under is kind else ""
        yield f"  {finding.name:<52}{estimate(finding.difference(luck, kind))}  {expected}".rstrip()


def main() -> None:
    """Print the tables of both readings."""
    for kind, reading in ((MarchModel, "the published text"), (NetScoreModel, "right less wrong")):
        print(f"Knowledge of the code, mean of {ORGANISATIONS} organisations; rules: {reading}")
        print(*table(kind, Luck(1, 0)), "", sep="\n")


if __name__ == "__main__":
    main()
