"""A process that loads, to be killed: python -m tests.effects.store.loading FOLDER NUMBER [BYTES]."""

import resource
import signal
import sys
from pathlib import Path

from tests.effects.store.making import day, loaded

INDICATORS, YEARS = [f"N{n:03}" for n in range(40)], range(2010, 2020)
UNITS = ("0114", "0305", "0643", "1461", "0000")


def values(number: int) -> dict:
    """Every value of load `number`; half of them change from one load to the next."""
    return {
        (name, unit, "T", year): float(number if (place + year) % 2 else 0)
        for place, name in enumerate(INDICATORS)
        for unit in UNITS
        for year in YEARS
    }


def run(folder: Path, number: int) -> None:
    loaded(folder, values(number), at=day(number))


def full_disk(most: int) -> None:
    """No file may grow beyond so many bytes: writing fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


if __name__ == "__main__":
    if len(sys.argv) > 3:
        full_disk(int(sys.argv[3]))
    run(Path(sys.argv[1]), int(sys.argv[2]))
