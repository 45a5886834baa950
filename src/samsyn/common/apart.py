"""Have what somebody sent read by a process of its own, with limits on memory, time and size, and without a network.

The module that reads runs as `python -m MODULE ARGUMENT…`, gets the bytes on standard input and calls `answer`. Both
halves stand here; this file knows nothing of Django, so that the process starts at once.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY = 1_500_000_000
SECONDS = 25
OPEN_FILES = 64


class Unreadable(Exception):
    """What was sent cannot be read; `code` says why, the rest fills the sentence."""

    def __init__(self, code: str, **told: Any) -> None:
        super().__init__(code)
        self.code, self.told = code, told


@dataclass(frozen=True)
class Answer:
    """What the process found, and the bytes it made when it was to make some."""

    told: dict[str, Any]
    made: bytes = b""


# --- in our own process -----------------------------------------------------------------------------------------------
def ask(module: str, given: bytes | Path, *arguments: str, seconds: int = SECONDS) -> Answer:
    """Let the module read what was given.

    Parameters
    ----------
    seconds : of processor time in all; the clock on the wall may go on for twice as long and a little more.

    Raises
    ------
    Unreadable : with the module's own code, or `too_slow` (it was stopped), `bomb` (it asked for too much memory) or
        `broken` (it died).
    """
    command = [sys.executable, "-I", "-m", module, str(seconds), *arguments]
    with given.open("rb") if isinstance(given, Path) else nullcontext() as file:
        source: dict[str, Any] = {"stdin": file} if isinstance(given, Path) else {"input": given}
        try:
            done = subprocess.run(  # noqa: S603  our own modules, no shell
                command,
                capture_output=True,
                timeout=2 * seconds + 10,
                check=False,
                env={"PATH": "/usr/bin:/bin"},
                **source,
            )
        except subprocess.TimeoutExpired:
            raise Unreadable("too_slow") from None
    if done.returncode in (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable("too_slow")
    if done.returncode:
        raise Unreadable("bomb" if b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr else "broken")
    head, _, made = done.stdout.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if code := told.pop("error", None):
        raise Unreadable(code, **told)
    return Answer(told, made)


# --- in the process apart ---------------------------------------------------------------------------------------------
def answer(read: Callable[[bytes, Sequence[str]], dict[str, Any] | Answer]) -> None:
    """Set the limits, read standard input, and write what was found to standard output."""
    seconds, *arguments = sys.argv[1:]
    _limit(int(seconds))
    try:
        said = read(sys.stdin.buffer.read(), arguments)
    except Unreadable as error:
        said = {"error": error.code, **error.told}
    except MemoryError:
        said = {"error": "bomb"}
    told, made = (said.told, said.made) if isinstance(said, Answer) else (said, b"")
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made)


def step(seconds: float) -> None:
    """From here to the next step at most so much processor time; the process ends if it takes more.

    Long files of many pages may take their time, and one page that never ends does not.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    # A network of its own, without a way out. Where the kernel does not let us, the readers still never ask for one.
    with suppress(OSError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
