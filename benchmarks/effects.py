"""Effects and indicators: weights, placebos and a scan; a store as large as all of Kolada. Needs no database."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks import home
from benchmarks.figures import Figure
from samsyn.cores.effects import estimate_effect, fit_weights, scan_effects
from samsyn.cores.effects.paths import Method, paths
from samsyn.cores.effects.weights import fit_each
from samsyn.effects.store import Incoming, Indicator, Part, Store, Unit, load

Array = NDArray[np.float64]

UNITS, PERIODS, START = 290, 20, 14
CORES = 2
INDICATORS = 4781  # of Kolada's, those that concern municipalities
SCANNED = 100
FOLDER = home.HOME / "effects"
FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    yield from _weights()
    yield from _placebos()
    yield from _store()


def _panel(seed: int, units: int = UNITS, periods: int = PERIODS) -> Array:
    """(units, periods): levels, three common paths and noise."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(3, periods)).cumsum(axis=1)
    made: Array = 2.0 * rng.normal(size=(units, 1)) + rng.normal(size=(units, 3)) @ common
    return made + 0.5 * rng.normal(size=made.shape)


def _seconds(ask: Callable[[], object], times: int) -> list[float]:
    ask()
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return taken


# --- weights ------------------------------------------------------------------------------------------------------
def _weights() -> Iterator[Figure]:
    allowed = ~np.eye(UNITS, dtype=bool)
    panels = [_panel(seed) for seed in range(20)]
    what = f"{UNITS - 1} donors × {PERIODS} periods"

    def batch(ridge: float) -> float:
        begun = time.perf_counter()
        for panel in panels:
            fit_each(panel, panel.T, ridge=ridge, allowed=allowed, workers=CORES)
        return (time.perf_counter() - begun) / (len(panels) * UNITS)

    batch(0.0)
    for name, ridge in (("", 0.0), (", with the ridge of synthetic difference in differences", 40.0)):
        each = statistics.median(batch(ridge) for _time in range(3))
        yield Figure(f"fits in a batch, {what}{name}, each", each * 1e6, "µs", 250, f"{1 / each:.0f} a second")

    donors = [(panel[0], panel[1:].T.copy()) for panel in (_panel(seed) for seed in range(50))]
    alone = [_seconds(lambda t=treated, d=others: fit_weights(t, d), 1)[0] for treated, others in donors]
    yield Figure(f"one fit alone, {what}, median of 50", statistics.median(alone) * 1e3, "ms", 3)

    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.oracles"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"), "MPLBACKEND": "agg"},
        cwd=home.ROOT,
    ).stdout.split()
    theirs, ours, excess, gap = map(float, told)
    note = f"{theirs / ours:.0f} ×; {theirs:.2f} s against {ours * 1e6:.0f} µs, median of 50 batches"
    yield Figure("a fit in a batch, of pysyncon's time, one thread each", 1e6 * ours / theirs, "ppm", 200, note)
    yield Figure("objective above Clarabel's, the most of 50", 1e9 * excess, "ppb", 1, "negative: below it")
    yield Figure("duality gap of scale, the most of 50", 1e12 * gap, "1e-12", 100)


# --- placebos and scans -------------------------------------------------------------------------------------------
def _placebos() -> Iterator[Figure]:
    panel = _panel(0)
    groups = np.arange(UNITS)[:, None]
    allowed = ~np.eye(UNITS, dtype=bool)
    for method in (Method.SC, Method.SDID):
        taken = _seconds(lambda m=method: paths(panel, groups, allowed, START, m, CORES), 9)
        yield Figure(f"placebo over {UNITS} units, {method}", statistics.median(taken) * 1e3, "ms", 150)
    for method in Method:
        taken = _seconds(lambda m=method: estimate_effect(panel, [0], START, method=m, workers=CORES), 5)
        yield Figure(f"an effect with everything it rests on, {method}", statistics.median(taken) * 1e3, "ms")
    taken = _seconds(lambda: estimate_effect(panel, [0, 1], START, method="sdid", workers=CORES), 3)
    yield Figure("the same of a pair, against 499 pairs", statistics.median(taken) * 1e3, "ms")

    panels = [_panel(seed, periods=8 + seed % 13) for seed in range(SCANNED)]
    begun = time.perf_counter()
    found = scan_effects(panels, [0], 6, method="sdid", workers=CORES)
    each = (time.perf_counter() - begun) / SCANNED
    note = f"from {SCANNED} of 8 to 20 periods, {found.tests} tested"
    yield Figure(f"a scan of {INDICATORS} indicators × {UNITS} placebos", each * INDICATORS / 60, "min", 10, note)


# --- the store ----------------------------------------------------------------------------------------------------
def _store() -> Iterator[Figure]:
    import shutil  # noqa: PLC0415  only here

    shutil.rmtree(FOLDER, ignore_errors=True)
    source, folder = FOLDER / "source", FOLDER / "store"
    source.mkdir(parents=True)
    incoming = _incoming(source)
    home.say("loading the store")
    begun = time.perf_counter()
    manifest = load(folder, incoming)
    yield Figure(f"load of {manifest.rows / 1e6:.1f} million values", time.perf_counter() - begun, "s", 60)
    for name, inside in (("by indicator", "by_indicator"), ("by unit", "by_unit"), ("ranks", "ranks")):
        size = sum(size for file, (_sum, size) in manifest.files.items() if file.startswith(f"{inside}/"))
        yield Figure(f"size {name}", size / 1e6, "MB", 150)

    store = Store(folder)
    codes = [unit.code for unit in store.units[:UNITS]]
    rng = np.random.default_rng(0)
    some = [str(name) for name in rng.choice(manifest.indicators, 40)]
    places = [str(code) for code in rng.choice(codes, 15)]

    def each(ask: Callable[[str], object], asked: list[str]) -> float:
        ask(asked[0])
        taken = []
        for one in asked:
            begun = time.perf_counter()
            ask(one)
            taken.append(time.perf_counter() - begun)
        return statistics.median(taken)

    one_unit = each(store.unit, places)
    yield Figure("one indicator, all units", each(store.indicator, some) * 1e3, "ms", 10)
    yield Figure("one municipality, all indicators", one_unit * 1e3, "ms", 15, f"{store.unit(places[0]).height} values")
    yield Figure("percentile profile of a municipality", each(store.profile, places) * 1e3, "ms", 50)
    yield Figure("opening the store", statistics.median(_seconds(lambda: Store(folder), 5)) * 1e3, "ms")
    yield from _orm(store, places[0], one_unit)

    changed = _changed(source, incoming)
    home.say("loading what has changed")
    begun = time.perf_counter()
    load(folder, changed)
    yield Figure("load of changes in one batch of 25 indicators", time.perf_counter() - begun, "s")
    shutil.rmtree(FOLDER)


def _incoming(source: Path) -> Incoming:
    """As fetched: 4 781 indicators in batches of 25, 38 in a hundred by sex, 4 to 24 years, rounded as published."""
    home.say("making values")
    rng = np.random.default_rng(0)
    units = [Unit(f"{1000 + n}", f"Kommun {n}", "K") for n in range(UNITS)]
    names = [f"N{n:05}" for n in range(INDICATORS)]
    code_of = pl.Series([unit.code for unit in units])
    parts = []
    for number, together in enumerate(batched(names, 25)):
        frames = [_values(rng, name, code_of) for name in together]
        file = source / f"{number:03}.parquet"
        pl.concat(frames).write_parquet(file, compression="zstd", compression_level=1)
        parts.append(Part(tuple(together), lambda f=file: pl.read_parquet(f), complete=True))
    indicators = [Indicator(name, f"Nyckeltal {name}", is_divided_by_gender=True) for name in names]
    return Incoming("Kolada", "fri", FETCHED_AT, units, indicators, parts)


def _values(rng: np.random.Generator, name: str, codes: pl.Series) -> pl.DataFrame:
    genders = ("T", "K", "M") if rng.random() < 0.38 else ("T",)
    years = int(rng.integers(4, 25))
    each = years * len(genders)
    level, digits = 10.0 ** rng.integers(0, 4), int(rng.integers(0, 3))
    size = 1.0 + 0.1 * np.repeat(rng.normal(size=UNITS), each) + 0.03 * rng.normal(size=UNITS * each)
    return pl.DataFrame(
        {
            "indicator": pl.repeat(name, UNITS * each, eager=True),
            "unit": codes.gather(np.repeat(np.arange(UNITS), each)),
            "gender": pl.Series(genders).gather(np.tile(np.repeat(np.arange(len(genders)), years), UNITS)),
            "year": np.tile(np.arange(2025 - years, 2025, dtype=np.int16), UNITS * len(genders)),
            "value": np.round(level * size, digits),
            "count": pl.repeat(1, UNITS * each, dtype=pl.Int32, eager=True),
            "status": pl.repeat("", UNITS * each, eager=True),
            "deleted": pl.repeat(value=False, n=UNITS * each, eager=True),
        }
    )


def _changed(source: Path, before: Incoming) -> Incoming:
    """A thousand values of the first batch in another version."""
    frame = pl.read_parquet(source / "000.parquet").head(1000).with_columns(pl.col("value") + 1.0)
    part = Part(before.parts[0].indicators, lambda: frame)
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return Incoming("Kolada", "fri", at, before.units, before.indicators, [part])


def _orm(store: Store, unit: str, one_unit: float) -> Iterator[Figure]:
    """The same municipality's rows as model objects out of an indexed table, in a process of its own."""
    rows = FOLDER / "rows.parquet"
    store.unit(unit).select("indicator", "unit", "gender", "year", "value", "count", "status").write_parquet(rows)
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.model_objects", str(rows), str(FOLDER / "rows.sqlite3")],
        check=True, capture_output=True, text=True, cwd=home.ROOT,
    ).stdout  # fmt: skip
    theirs = float(told)
    note = f"{theirs / one_unit:.0f} ×; {theirs * 1e3:.0f} ms"
    yield Figure("one municipality, of the time as model objects", 100 * one_unit / theirs, "%", 2, note)
