"""python -m benchmarks [what ...]"""

import argparse
import importlib
import sys
import time
from collections.abc import Iterable, Iterator

from benchmarks import home
from benchmarks.figures import Figure, table

MEASUREMENTS = {
    "pages": "list and detail pages against the bare page: queries and CPU; a list of 300 rows",
    "walls": "whole pages with row-level security on against off",
    "scale": "290 municipalities, 58 000 people and 20 000 collaborations against the demonstration",
    "law": "entry conditions and time plans of 290 municipalities, the pure core alone",
    "imports": "an import of 5 000 rows",
    "papers": "a paper of 30 items, staff reports for 290 municipalities, the gate before one is published",
    "running": "a second start of `make run`, and the memory of the web processes",
    "effects": "weights, placebos and a scan; a store of 34 million values",
    "costsharing": "cost sharing: Shapley, nucleolus, core and the fairness report, against coopgame-py",
}
PURE = {"law", "costsharing", "effects"}  # cores and stores: measured without a server and its database


def measured(names: Iterable[str]) -> Iterator[Figure]:
    for name in names:
        begun = time.monotonic()
        home.say(f"{name}: {MEASUREMENTS[name]}")
        yield from importlib.import_module(f"benchmarks.{name}").measure()
        home.say(f"{name} took {time.monotonic() - begun:.0f} s")


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description="Figures, as ratios within one run.")
    reader.add_argument("what", nargs="*", metavar="what", help="; ".join(f"{k}: {v}" for k, v in MEASUREMENTS.items()))
    reader.add_argument("--every", action="store_true", help="tell of every page, not of the worst alone")
    asked = reader.parse_args()
    chosen, home.EVERY = asked.what or list(MEASUREMENTS), asked.every
    if unknown := set(chosen) - set(MEASUREMENTS):
        reader.error(f"unknown: {', '.join(sorted(unknown))}. Choose among {', '.join(MEASUREMENTS)}.")
    figures = list(measured(name for name in chosen if name in PURE))
    if served := [name for name in chosen if name not in PURE]:
        home.HOME.mkdir(parents=True, exist_ok=True)
        with home.serving():
            figures += measured(served)
    print(table(figures))
    print("Ratios hold on a busy machine; seconds and milliseconds should be measured on a quiet one.")


if __name__ == "__main__":
    sys.exit(main())
