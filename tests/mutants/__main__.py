"""`make mutants`: how many of the policies and rule clauses some test would miss, and which none would."""

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("SAMSYN_TEST_HOME", str(ROOT / ".tools" / "mutants-home"))

import pytest  # noqa: E402

from tests import servers  # noqa: E402
from tests.mutants import wall  # noqa: E402
from tests.mutants.clauses import Clause, clauses  # noqa: E402
from tests.mutants.known import KNOWN  # noqa: E402
from tests.mutants.working import Outcome, Worker, by_line  # noqa: E402

WORKERS, WANTED_PCT = 2, 95
TESTS = ("tests/isolation", "tests/matrix", "tests/api")
# What most likely notices, by kind of clause.
LIKELY = {
    "rule": ("test_rules", "test_writing", "tests/api"),
    "require": ("test_actions", "test_writing", "test_reading["),
    "filter": ("second_wall_away", "test_first_wall", "tests/api"),
}


class Leader:
    """A pytest plugin: pytest collects, then two forked workers run the tests this asks for."""

    def __init__(self, only: str, *, tell: bool) -> None:
        self.clauses = [clause for clause in clauses() if only in f"{clause.kind} {clause}"]
        self.only, self.tell = only, tell
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.outcomes: list[tuple[Any, Outcome]] = []
        self.code = 1

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            say("Some tests could not be collected: see pytest")
            return True
        begun = time.monotonic()
        context, pipes = get_context("fork"), []
        for number in range(WORKERS):
            here, there = context.Pipe()
            context.Process(target=_work, args=(session, number, there), daemon=True).start()
            pipes.append(here)
        wanted = "" if self.clauses else "tests/isolation"  # policies are tried by these alone
        self._baseline(pipes, [item.nodeid for item in session.items if wanted in item.nodeid])
        say(f"{len(self.names)} tests as the source stands: {time.monotonic() - begun:.0f} s")
        if self._control(pipes[0]):
            self._mutants(pipes)
        self._report(time.monotonic() - begun)
        for pipe in pipes:
            pipe.send(None)
        return True

    def _baseline(self, pipes: list[Connection], names: list[str]) -> None:
        for number, pipe in enumerate(pipes):
            pipe.send(("look", names[number::WORKERS]))
        lines: dict[str, Any] = {}
        self.took: dict[str, float] = {}
        failed: dict[str, str] = {}
        for pipe in pipes:
            more, took, wrong = pipe.recv()
            lines |= more
            self.took |= took
            failed |= wrong
        for name, said in failed.items():
            say(f"fails without any mutant, and is left out: {name}\n{said}")
            lines.pop(name)
        self.failed = sorted(failed)
        self.on_line, self.names = by_line(lines), [name for name in names if name in lines]
        self.breadth = {name: len(places) for name, places in lines.items()}

    def _control(self, pipe: Connection) -> bool:
        """Without any mutant, nothing must be noticed in a fork either."""
        some = self.names[:: max(1, len(self.names) // 60)]
        pipe.send(("policy", wall.Policy("none", "nothing", "select 1", "select 1"), some))
        outcome = pipe.recv()
        if outcome.killer:
            say(f"fails in a fork without any mutant: {outcome.killer}\n{outcome.said}")
        return not outcome.killer

    def _mutants(self, pipes: list[Connection]) -> None:
        parts = wall.parts_of("test_mutants0")
        todo = [*self.clauses, *[each for each in parts if self.only in f"{each.kind} {each}"]]
        say(f"{len(todo)} mutants")
        todo.reverse()
        busy: dict[Connection, Any] = {}
        while todo or busy:
            for pipe in pipes:
                if todo and pipe not in busy:
                    busy[pipe] = todo.pop()
                    pipe.send(self._asked(busy[pipe]))
            for pipe in wait(list(busy)):
                self._note(busy.pop(pipe), pipe.recv())  # type: ignore[index,union-attr]

    def _note(self, mutant: Any, outcome: Outcome) -> None:
        self.outcomes.append((mutant, outcome))
        if outcome.killer:
            self.killers[_place(mutant)][outcome.killer] += 1
            if self.tell:
                say(f"killed by {outcome.killer} ({outcome.tests}): {mutant.kind} {mutant}\n{outcome.said}")
        else:
            say(f"survived {outcome.tests} tests, {outcome.seconds:.0f} s: {mutant.kind} {mutant} {outcome.said}")

    def _asked(self, mutant: Any) -> tuple[Any, ...]:
        if isinstance(mutant, Clause):
            return "clause", mutant, self._for_clause(mutant)
        return "policy", mutant, self._for_policy(mutant)

    def _for_clause(self, clause: Clause) -> list[str]:
        """The tests that have been on its lines, the likely killer first: one that killed its neighbour, the narrow."""
        been: set[str] = set()
        for line in range(clause.line, clause.end + 1):
            been |= self.on_line.get((clause.file, line), set())
        killed, likely = self.killers[_place(clause)], LIKELY[clause.kind]

        def order(name: str) -> tuple[Any, ...]:
            rank = next((at for at, told in enumerate(likely) if told in name), len(likely))
            return -killed[name], rank, self.breadth[name], self.took[name]

        return sorted(been, key=order)

    def _for_policy(self, policy: wall.Policy) -> list[str]:
        label, reads = _labels().get(policy.table, "-"), policy.text.startswith("read")
        mine = [
            name
            for name in self.names
            if "tests/isolation" in name and ("test_each_" not in name or name.endswith(f"[{label}]"))
        ]

        def order(name: str) -> tuple[Any, ...]:
            told = "test_each_" in name
            first = "test_each_reads" if reads else "test_each_writes"
            return not (told and first in name), "catalogue" not in name, not told, self.took[name]

        return sorted(mine, key=order)

    def _report(self, seconds: float) -> None:
        survivors = [mutant for mutant, outcome in self.outcomes if not outcome.killer]
        say("")
        for kind in ("rule", "filter", "require", "policy"):
            all_of, left = self._of(kind, [mutant for mutant, _ in self.outcomes]), self._of(kind, survivors)
            say(f"{kind:8} {len(all_of):4} mutants, {len(all_of) - len(left):4} killed")
        total, killed = len(self.outcomes), len(self.outcomes) - len(survivors)
        share = 100 * killed / total if total else 100.0
        say(f"{'all':8} {total:4} mutants, {killed:4} killed: {share:.1f} %, {seconds:.0f} s")
        unknown = [mutant for mutant in survivors if mutant.name not in KNOWN]
        for mutant in survivors:
            say(f"survivor: {mutant}\n          {KNOWN.get(mutant.name, 'NOT KNOWN: a test is missing')}")
        stale = set(KNOWN) - {mutant.name for mutant in survivors} if not self.only else set()
        for name in sorted(stale):
            say(f"in tests/mutants/known.py, but killed or gone: {name}")
        self.code = int(bool(unknown or stale or self.failed) or share < WANTED_PCT)

    @staticmethod
    def _of(kind: str, mutants: list[Any]) -> list[Any]:
        return [mutant for mutant in mutants if mutant.kind == kind]


def _place(mutant: Any) -> str:
    return f"{mutant.file} {mutant.function}" if isinstance(mutant, Clause) else mutant.table


def _labels() -> dict[str, str]:
    from tests.isolation.oracle import protected

    return {wall.tables_of(model): model._meta.label for model in protected()}


def _work(session: pytest.Session, number: int, pipe: Connection) -> None:
    log = os.open(servers.HOME / f"mutants{number}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    Worker(session, number, pipe).serve()
    os._exit(0)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="only mutants whose line holds this text")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell also which test noticed, and what it said")
    told = parser.parse_args()
    leader = Leader(told.only, tell=told.verbose)
    paths = [path for path in TESTS if any((ROOT / path).glob("test_*.py"))]
    rules = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").glob("*/test_rules.py")]
    paths += [path for path in rules if not path.startswith(TESTS)]
    pytest.main(["-q", "-s", "-p", "no:xdist", "-p", "no:terminalreporter", *paths], plugins=[leader])
    return leader.code


if __name__ == "__main__":
    sys.exit(main())
