"""A worker: one clone of the world, one fork for each mutant, and which tests have been on which lines."""

import os
import pickle
import signal
import sys
import time
import traceback
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from samsyn.common.prepared import Prepared
from tests.mutants import wall
from tests.mutants.clauses import Clause, Functions, loaded, take_away
from tests.servers import ROOT

Lines = dict[str, frozenset[tuple[str, int]]]  # test: what it runs
LONGEST_S = 180
TOOL = 4


@dataclass(frozen=True)
class Outcome:
    """Which test noticed, or that none did; and what it cost."""

    name: str
    killer: str
    tests: int
    seconds: float
    said: str = ""


class Worker:
    """Runs in a process of its own; talks to the one that leads through a pipe."""

    def __init__(self, session: pytest.Session, number: int, pipe: Connection) -> None:
        self.pipe, self.session = pipe, session
        self.items = {item.nodeid: item for item in session.items}
        self.functions: Functions = loaded()
        session.config.workerinput = {"workerid": f"mutants{number}"}  # type: ignore[attr-defined]
        self.database = f"test_mutants{number}"
        self.seen: set[tuple[str, int]] = set()
        Prepared.keep = False  # a read that was built before a clause was taken away would still hold it

    def serve(self) -> None:
        """Do what is asked until nothing more is."""
        while (told := self.pipe.recv()) is not None:
            what, *rest = told
            self.pipe.send(getattr(self, what)(*rest))

    # --- first, without any mutant ----------------------------------------------------------------------------------
    def look(self, names: list[str]) -> tuple[Lines, dict[str, float], dict[str, str]]:
        """Run these tests as the source stands: the lines that each runs, how long it takes, and those that fail."""
        self._watch()
        lines, took, failed = {}, {}, {}
        for name, following in zip(names, [*names[1:], names[0]], strict=True):
            sys.monitoring.restart_events()
            self.seen.clear()
            begun = time.perf_counter()
            if said := self._run(name, following):
                failed[name] = said
            took[name], lines[name] = time.perf_counter() - begun, frozenset(self.seen)
        sys.monitoring.free_tool_id(TOOL)
        _close_connections()
        return lines, took, failed

    def _watch(self) -> None:
        monitoring = sys.monitoring
        monitoring.use_tool_id(TOOL, "samsyn mutants")
        names: dict[str, str] = {}

        def on_line(code: CodeType, line: int) -> Any:
            file = names.setdefault(code.co_filename, str(Path(code.co_filename).relative_to(ROOT)))
            self.seen.add((file, line))
            return monitoring.DISABLE

        monitoring.register_callback(TOOL, monitoring.events.LINE, on_line)
        for functions in self.functions.values():
            for function in functions:
                _watch_lines(function.__code__)

    # --- then with one mutant at a time -----------------------------------------------------------------------------
    def clause(self, clause: Clause, names: list[str]) -> Outcome:
        return self._in_a_fork(clause.name, names, lambda: take_away(clause, self.functions))

    def policy(self, policy: wall.Policy, names: list[str]) -> Outcome:
        wall.run(self.database, policy.take)
        try:
            return self._in_a_fork(policy.name, names, lambda: None)
        finally:
            wall.run(self.database, policy.restore)

    def _in_a_fork(self, name: str, names: list[str], prepare: Any) -> Outcome:
        begun = time.perf_counter()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            signal.alarm(LONGEST_S)
            try:
                with os.fdopen(write, "wb") as told:
                    told.write(pickle.dumps(self._until_noticed(names, prepare)))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as told:
            answer = told.read()
        _pid, status = os.waitpid(child, 0)
        if not answer and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            return Outcome(name, "the clock: it never ended", 0, time.perf_counter() - begun)
        if not answer:
            raise ChildProcessError(f"{name}: the forked process ended with status {status}; see its log")
        killer, count, said = pickle.loads(answer)  # noqa: S301  our own child
        return Outcome(name, killer, count, time.perf_counter() - begun, said)

    def _until_noticed(self, names: list[str], prepare: Any) -> tuple[str, int, str]:
        try:
            prepare()
        except Exception as error:
            return "", 0, f"could not be taken away: {error!r}"
        last = next(name for name in self.items if name not in names[-1:])
        for count, name in enumerate(names, 1):
            if said := self._run(name, [*names, last][count]):
                return name, count, said
        return "", len(names), ""

    def _run(self, name: str, following: str) -> str:
        """What a test complains of; the next one tells which fixtures stay."""
        reports = runtestprotocol(self.items[name], log=False, nextitem=self.items[following])
        return "".join(str(report.longrepr)[-600:] for report in reports if report.failed)


def _watch_lines(code: CodeType) -> None:
    sys.monitoring.set_local_events(TOOL, code, sys.monitoring.events.LINE)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            _watch_lines(inner)


def _close_connections() -> None:
    """A connection cannot be shared with a forked process."""
    from django.db import connections

    connections.close_all()


def by_line(lines: Lines) -> dict[tuple[str, int], set[str]]:
    """The other way round: who has been on each line."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for test, places in lines.items():
        for place in places:
            found[place].add(test)
    return found
