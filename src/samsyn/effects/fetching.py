"""Kolada's values on their way to the store: fetched into a staging folder, answer by answer, and taken up again.

Every question is asked for the same indicators and years each time, so that the next one can ask for what has changed
since. Nothing reaches the store before all questions have been answered.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

import polars as pl

from samsyn.effects.kolada import Kolada, Query, Value
from samsyn.effects.kolada.client import MOST_IDS
from samsyn.effects.store.catalogue import Indicator
from samsyn.effects.store.generations import current
from samsyn.effects.store.incoming import COLUMNS, Incoming, Part, frame_of
from samsyn.effects.store.layout import STAGING, Manifest, Unit

SOURCE, LICENCE = "Kolada", "Fri användning, källa anges: Kolada"
PLAN = "plan.json"
FIRST_YEAR, YEARS = 1975, 25  # blocks of years that never move: 1975-1999, 2000-2024, …
FRESH = timedelta(days=2)  # a fetch that was broken off longer ago is begun anew
OVERLAP = timedelta(days=1)  # the source's day may not be ours


class NotFetched(Exception):
    """There is no complete fetch to load."""


@dataclass(frozen=True)
class Question:
    """One answer's worth: indicators and years, and since when when only changes are asked for."""

    kpis: tuple[str, ...]
    years: tuple[int, ...]
    since: str | None

    @property
    def key(self) -> str:
        return Query(self.kpis, self.years).key


@dataclass(frozen=True)
class Plan:
    """What a fetch asks: written down before the first question, so that it can be gone on with."""

    begun_at: str
    kpis: tuple[dict[str, Any], ...]
    units: tuple[Unit, ...]
    grid: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...]
    whole_catalogue: bool

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Plan":
        return cls(
            found["begun_at"],
            tuple(found["kpis"]),
            tuple(Unit(**unit) for unit in found["units"]),
            tuple(map(tuple, found["grid"])),
            tuple(Question(tuple(q["kpis"]), tuple(q["years"]), q["since"]) for q in found["questions"]),
            found["whole_catalogue"],
        )

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self.begun_at)


@dataclass(frozen=True)
class Fetched:
    """What a fetch did: questions in all, those that had been answered before, and what was remarked."""

    questions: int
    answered_before: int
    remarks: tuple[str, ...]


def grid_of(kpis: Sequence[str], before: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Indicators that are asked for together: as they were, without those that are gone, and the new ones after them.

    A question that changes is asked in full again, so that the others stay as they are.
    """
    there = set(kpis)
    kept = [tuple(name for name in together if name in there) for together in before]
    old = {name for together in kept for name in together}
    new = [name for name in kpis if name not in old]
    return tuple(together for together in [*kept, *map(tuple, batched(new, MOST_IDS))] if together)


def year_blocks(last: int, first: int = FIRST_YEAR) -> list[tuple[int, ...]]:
    """Blocks of 25 years from the first on, the last one whole: years to come have no values, and cost nothing."""
    starts = range(FIRST_YEAR, last + 1, YEARS)
    return [tuple(range(start, start + YEARS)) for start in starts if start + YEARS > first]


async def fetch(
    folder: Path,
    kolada: Kolada,
    *,
    now: datetime,
    only: Sequence[str] = (),
    first_year: int = FIRST_YEAR,
    full: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Fetched:
    """Ask for everything that the store lacks, into the staging folder; go on where an earlier fetch was broken off.

    Parameters
    ----------
    folder : the store's
    now : with offset
    only : indicators to ask for; all that concern municipalities when left out
    full : ask for everything again, not for changes alone
    progress : is told how many questions are answered, of how many

    Raises
    ------
    KoladaFault : what was answered until then stays in the staging folder.
    """
    staging = folder / STAGING
    plan = _begun(staging, now, only, full)
    if plan is None:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        plan = await _plan(folder, kolada, now=now, only=only, first_year=first_year, full=full)
        told = {**asdict(plan), "only": list(only), "full": full}
        _write(staging / PLAN, json.dumps(told, ensure_ascii=False).encode())
    open_ = [number for number, _q in enumerate(plan.questions) if not _answer(staging, number).exists()]
    done = len(plan.questions) - len(open_)
    progress(done, len(plan.questions))

    async def ask(number: int) -> None:
        nonlocal done
        question = plan.questions[number]
        values = await kolada.data(question.kpis, years=question.years, from_date=question.since)
        _store(_answer(staging, number), values)
        done += 1
        progress(done, len(plan.questions))

    await _some_at_once([partial(ask, number) for number in open_])
    remarks = [f"field {name} is new" for name in sorted(kolada.remarks.fields)]
    remarks += [f"{kolada.remarks.repeated} values came more than once"] if kolada.remarks.repeated else []
    return Fetched(len(plan.questions), len(plan.questions) - len(open_), tuple(remarks))


async def _some_at_once(jobs: Sequence[Callable[[], Any]], places: int = 4) -> None:
    """A few questions under way together: the answers of all of them at once would not fit in memory."""
    waiting = iter(jobs)

    async def work() -> None:
        for job in waiting:
            await job()

    try:
        async with asyncio.TaskGroup() as group:
            for _place in range(places):
                group.create_task(work())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from errors


def _begun(staging: Path, now: datetime, only: Sequence[str], full: bool) -> Plan | None:
    """The fetch that was broken off, if it asked the same and not long ago."""
    try:
        found = json.loads((staging / PLAN).read_text())
        plan = Plan.from_json(found)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = found["only"] == list(only) and found["full"] == full
    return plan if same and now - plan.began < FRESH else None


async def _plan(
    folder: Path, kolada: Kolada, *, now: datetime, only: Sequence[str], first_year: int, full: bool
) -> Plan:
    kpis, places = await kolada.kpis(), await kolada.municipalities()
    there = current(folder)
    before = there[1] if there else Manifest(0, None)
    names = [kpi.id for kpi in kpis if kpi.municipality_type != "L"]
    if only:
        if absent := sorted(set(only) - {kpi.id for kpi in kpis}):
            raise ValueError(f"Kolada has no indicator {', '.join(absent)}")
        names = [name for name in names if name in set(only)] or list(only)
    grid = grid_of(names, [[n for n in one if n in set(names)] for one in before.grid] if only else before.grid)
    questions = []
    for together in grid:
        for years in year_blocks(now.year, first_year):
            last = None if full else before.queries.get(Query(together, years).key)
            questions.append(Question(together, years, last))
    chosen = set(names)
    return Plan(
        now.isoformat(),
        tuple(asdict(kpi) for kpi in kpis if kpi.id in chosen),
        tuple(Unit(place.id, place.title, place.type) for place in places),
        grid,
        tuple(questions),
        not only,
    )


def _answer(staging: Path, number: int) -> Path:
    return staging / f"{number:05}.parquet"


def _store(path: Path, values: Sequence[Value]) -> None:
    """The answer, complete and under its name, or not at all."""
    rows = [(v.kpi, v.unit, v.gender, v.year, v.value, v.count, v.status, v.deleted) for v in values]
    made = path.with_suffix(".new")
    frame_of(rows).write_parquet(made, compression="zstd", compression_level=1)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.rename(path)


def _write(path: Path, content: bytes) -> None:
    made = path.with_suffix(".new")
    with made.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    made.rename(path)


def fetched(folder: Path) -> Incoming:
    """The fetch that lies in the staging folder, to be loaded.

    Raises
    ------
    NotFetched : there is none, or it is not complete.
    """
    staging = folder / STAGING
    try:
        plan = Plan.from_json(json.loads((staging / PLAN).read_text()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotFetched("nothing has been fetched") from error
    missing = sum(not _answer(staging, number).exists() for number in range(len(plan.questions)))
    if missing:
        raise NotFetched(f"{missing} of {len(plan.questions)} questions have not been answered: fetch again")
    day = (plan.began.astimezone(UTC) - OVERLAP).date().isoformat()
    return Incoming(
        source=SOURCE,
        licence=LICENCE,
        fetched_at=plan.began,
        units=plan.units,
        indicators=[_indicator(kpi) for kpi in plan.kpis],
        parts=[_part(staging, plan, together) for together in plan.grid],
        whole_catalogue=plan.whole_catalogue,
        queries={question.key: day for question in plan.questions},
        grid=plan.grid if plan.whole_catalogue else (),
    )


def _part(staging: Path, plan: Plan, together: tuple[str, ...]) -> Part:
    asked = [(number, question) for number, question in enumerate(plan.questions) if question.kpis == together]
    files = [_answer(staging, number) for number, _question in asked]
    whole = [year for _number, question in asked if question.since is None for year in question.years]
    return Part(
        together,
        lambda: pl.concat([pl.read_parquet(file) for file in files]) if files else pl.DataFrame(schema=COLUMNS),
        complete=bool(whole),
        years=tuple(whole),
    )


def _indicator(kpi: dict[str, Any]) -> Indicator:
    return Indicator(
        kpi["id"],
        kpi["title"],
        kpi["description"],
        is_divided_by_gender=kpi["is_divided_by_gender"],
        municipality_type=kpi["municipality_type"],
        operating_area=kpi["operating_area"] or "",
        perspective=kpi["perspective"] or "",
        publication_date=kpi["publication_date"] or "",
        source=SOURCE,
        licence=LICENCE,
    )


def discard(folder: Path) -> None:
    """Once loaded, the staging folder has done its work."""
    shutil.rmtree(folder / STAGING, ignore_errors=True)
