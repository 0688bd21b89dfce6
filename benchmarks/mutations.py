"""Whether the tests notice a broken mechanism: each of these is broken in turn in a copy of the source, and tests run.

uv run python -m benchmarks.mutations              # every mutation: about 15 minutes of processor time
uv run python -m benchmarks.mutations routines     # those whose name has the word

The tests are the fast ones of the model. Reference values are left out, for they see that anything changed at all:
asked here is which law, or which count by hand, sees what changed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("sim", "experiments", "configs", "benchmarks", "tests", "docs", "pyproject.toml", "CHANGELOG.md", "README.md")
TESTS = (
    "agents", "choices", "indicators", "kernels", "labour", "mechanisms", "rules", "schemes", "test_plugins.py",
    "test_accounts.py", "test_actors.py", "test_careers.py", "test_columns.py", "test_levers.py", "test_luck.py",
    "test_model.py", "test_parameters.py", "test_records.py", "test_reference.py", "test_scenario.py",
    "test_schedule.py", "test_shipped.py", "test_simulation.py", "test_timeline.py",
)  # fmt: skip
FIRST = 2
"""So many tests that fail are enough to know."""
LONGEST = 3600
"""Seconds after which a run of the tests hangs."""


@dataclass(frozen=True)
class Mutation:
    """One mechanism broken.

    Attributes:
        name: What does not work any more.
        file: Where, below `sim/`.
        before: Text as it stands, once in the file.
        after: Text that takes its place.
    """

    name: str
    file: str
    before: str
    after: str

    def stale(self, root: Path = ROOT) -> bool:
        """Whether the text does not stand in the source just once."""
        return (root / "sim" / self.file).read_text(encoding="utf-8").count(self.before) != 1


MUTATIONS = (
    Mutation(
        "routines do not wear", "kernels/routines.py", "(built[t] + own[t]) * room - loss[s] * had, 0.0)",
        "(built[t] + own[t]) * room, 0.0)",
    ),
    Mutation(
        "trust does not grow", "agents/network.py", "trust + grown * (1.0 - trust) - lost * trust",
        "trust - lost * trust",
    ),
    Mutation(
        "the forum's recommendation is ignored", "choices/governor.py",
        "mix(recommended, own_key(left, wish, asking), power, asking.ids)",
        "mix(recommended, own_key(left, wish, asking), 0.0, asking.ids)",
    ),
    Mutation(
        "a krone of every grant is lost", "schemes/dekom_s.py", "grants.granted += grants.decided\n",
        "grants.granted += np.maximum(grants.decided - 1, 0)\n",
    ),
    Mutation(
        "a leader's exit costs no steering", "agents/owner.py",
        "self.steering = self._without_leader(self.steering, self.own_steering, params.steering_loss * harm, params)",
        "pass",
    ),
    Mutation(
        "the key has no fixed part", "rules/allocation.py", "return self.base_share * equal + (1.0 - self.base_share)",
        "return 0.0 * equal + 1.0",
    ),
    Mutation("a course teaches nothing", "mechanisms/year.py", "0.5 * c.course_gain", "0.0 * c.course_gain"),
    Mutation(
        "nobody takes part but by steering and involvement", "choices/school.py", "params.participation_floor + ", ""
    ),
    Mutation(
        "practice does not pass through to results", "agents/school.py",
        "passed = params.pass_through / teacher_sd", "passed = 0.0 * params.pass_through / teacher_sd",
    ),
    Mutation(
        "needs are assessed without error", "agents/owner.py",
        "1.0 + params.need_noise * error / np.sqrt(1.0 + self.capacity[rows])[:, None]", "np.ones_like(error)",
    ),
    Mutation(
        "money without a taker does not lapse", "schemes/dekom_s.py",
        "gone = np.where(pots.decided[:, line], pots.pot[:, line], 0)", "gone = np.zeros_like(pots.pot[:, line])",
    ),
    Mutation(
        "what owners save up counts as lapsed too", "schemes/further_education.py",
        "carried = mine.study_left * levers.owner_decides",
        "carried = mine.study_left if levers.owner_decides else np.zeros_like(mine.study_left)",
    ),
    Mutation(
        "universities accept more than they can staff", "choices/university.py",
        "u.accepted[rows] = np.minimum(1.0, u.staff_hours[rows] / np.maximum(u.asked[rows], 1e-9))",
        "u.accepted[rows] = 1.0",
    ),
    Mutation(
        "a network looks at what its peers ask for", "choices/network.py",
        "grants.asked[rows, line] = asked_for(now, rows, people) if active else 0.0",
        "grants.asked[rows, line] = (grants.asked > 0).sum() + (asked_for(now, rows, people) if active else 0.0)",
    ),
    Mutation(
        "guides help nobody", "schemes/follow_up.py", "result: Floats = 0.5 * now.world[Path].guidance * use",
        "result: Floats = 0.0 * now.world[Path].guidance * use",
    ),
    Mutation(
        "who must come learns as much as who wants to", "choices/school.py",
        "schools.willing[rows, slot] = 1.0 - c.forced_loss * (1.0 - free)", "schools.willing[rows, slot] = 1.0",
    ),
    Mutation(
        "a scheme takes no place of schools' own development", "choices/school.py",
        "displaced = part * in_schemes(schools.participation[rows])", "displaced = 0.0 * part",
    ),
    Mutation(
        "what little money leaves out is served all the same", "mechanisms/delivery.py",
        "schools.topic[np.ix_(out, slots)] = -1", "pass",
    ),
    Mutation(
        "routines are built however short the hours", "mechanisms/delivery.py",
        "formed = context.routine_drive(relative_dose(context.dose, schools.hours[:, slot], c), intense)",
        "formed = 1.0",
    ),
    Mutation(
        "nobody plans, and all is planned", "mechanisms/spending.py",
        "groups = np.maximum(params.planning_groups * (office + now.world[Grants].coordinators), 1.0)",
        "groups = np.full(networks.n, 1e9)",
    ),
    Mutation("newcomers are not taught", "mechanisms/year.py", "0.5 * c.socialisation", "0.0 * c.socialisation"),
    Mutation(
        "who took part in Dekom Y tells nobody", "schemes/dekom_y.py", "y.y_awareness += told * (1.0 - y.y_awareness)",
        "y.y_awareness += 0.0 * told",
    ),
    Mutation(
        "a merged pot is paid twice", "schemes/dekom_s.py",
        'collective = now.money["dekom_s"] - (now.money.moved("inclusion", "dekom_s") if paid_apart else 0)',
        'collective = now.money["dekom_s"] - (0 if paid_apart else 0)',
    ),
    Mutation(
        "graduates bring nothing of what teacher education learned", "labour/graduates.py",
        "return gained * graduated", "return 0.0 * gained",
    ),
)  # fmt: skip


def copy_of_the_source(folder: Path) -> None:
    """Copy what the tests need; compiled loops come along, for their files keep their times."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)


def failures(folder: Path) -> list[str]:
    """Names of the first tests that fail in a copy of the source."""
    tests = [f"tests/{name}" for name in TESTS]
    words = [sys.executable, "-m", "pytest", "-q", "-n", "0", f"--maxfail={FIRST}", "-p", "no:cacheprovider", *tests]
    said = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=LONGEST)
    if said.returncode not in (0, 1):
        raise RuntimeError(f"tests could not be run: {said.stdout[-2000:]}{said.stderr[-2000:]}")
    return re.findall(r"^(?:FAILED|ERROR) (\S+)", said.stdout, flags=re.MULTILINE)


def tried(mutations: Sequence[Mutation]) -> Iterator[tuple[Mutation, list[str]]]:
    """Each mutation with the tests that saw it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_of_the_source(folder)
        for mutation in mutations:
            file = folder / "sim" / mutation.file
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(mutation.before, mutation.after), encoding="utf-8")
            yield mutation, failures(folder)
            file.write_text(text, encoding="utf-8")


def main(words: Sequence[str]) -> int:
    """Break one mechanism after the other; returns 1 if one was not seen."""
    chosen = [m for m in MUTATIONS if all(word in m.name for word in words)]
    stale = [m.name for m in chosen if m.stale()]
    if stale:
        print(f"the source has changed since these were written: {', '.join(stale)}")
        return 1
    unseen = 0
    for mutation, seen in tried(chosen):
        unseen += not seen
        print(f"{mutation.name}: {'NOT SEEN' if not seen else ''}")
        for test in seen:
            print(f"    {test}")
        sys.stdout.flush()
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
