"""`make run` a second time: from command to the front page's answer, and the memory of the whole web tree."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks import home
from benchmarks.asking import middle
from benchmarks.figures import Figure

STARTS, SECONDS, MEBIBYTES = 5, 3.0, 250.0
PAGES = ("", "oppet/samverkan/", "oppet/karta/", "oppet/natverk/", "konto/logga-in/")


def measure() -> Iterator[Figure]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "SAMSYN_HOME": str(home.HOME / "running"), "SAMSYN_DEMO": "1"}
    for name in ("DJANGO_SETTINGS_MODULE", "SAMSYN_BENCH_DATABASE", "SAMSYN_MIGRATE"):
        environment.pop(name, None)
    times: list[float] = []
    for number in range(STARTS + 1):
        begun = time.monotonic()
        running = subprocess.Popen(["make", "-s", "run"], cwd=home.ROOT, env=environment, start_new_session=True)
        try:
            _first_answer(f"http://localhost:{port}/", running)
            if number:  # the first one lays out the demonstration
                times.append(time.monotonic() - begun)
            if number == STARTS:
                for _n in range(20):
                    for page in PAGES:
                        urllib.request.urlopen(f"http://localhost:{port}/{page}", timeout=20).read()
                memory = _web(running.pid)
        finally:
            os.killpg(running.pid, signal.SIGINT)
            running.wait(60)
    yield Figure(f"second start to the front page's answer, median of {STARTS}", middle(times), "s", SECONDS)
    yield Figure("the web processes after a hundred pages, shared pages counted once", memory, "MiB", MEBIBYTES)


def _first_answer(url: str, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        assert running.poll() is None, "it ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.01)
    raise AssertionError(f"{url} does not answer")


def _web(pid: int) -> float:
    """Proportional set size of everything gunicorn runs, below this process."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(told[1]), []).append(int(stat.parent.name))
    waiting, total = [pid], 0
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        try:
            if b"gunicorn" in Path(f"/proc/{one}/cmdline").read_bytes():
                rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        except OSError:
            continue
    return total / 1024
