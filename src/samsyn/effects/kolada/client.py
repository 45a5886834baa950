"""Asks Kolada's API, version 3, for everything or for an error: every page, every batch, nothing twice.

Källa: Kolada. What the API says of itself, and what others learnt of it, is in docs/methods/indicator-store.md.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import batched
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from samsyn.effects.kolada import shapes
from samsyn.effects.kolada.faults import Endless, Incomplete, NotAsDescribed, Refused, Unreachable
from samsyn.effects.kolada.pace import Pace, Sleep, asked_to_wait, waiting
from samsyn.effects.kolada.shapes import Group, Kpi, Municipality, OrganisationalUnit, Page, Remarks, Value

API = "https://api.kolada.se/v3"
MOST_IDS = 25  # in one part of an address; more are refused
PER_PAGE = 5000
MOST_UNITS = 20_000  # municipalities, regions and groups; a few thousand in truth
MOST_OBJECTS = 500_000  # of a list without values
ERRORS = {"error", "errors", "message", "detail"}
STARTS = 90  # characters of an answer to show when it is none


@dataclass(frozen=True)
class Query:
    """A question whose answer can later be asked for again from a day on: the very same one."""

    kpis: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"kpi/{','.join(self.kpis)}/year/{','.join(map(str, self.years))}"


class Kolada:
    """Use as `async with Kolada() as kolada`. What was not described is gathered in `remarks`.

    Parameters
    ----------
    per_second, at_once : requests started each second, and under way together
    tries : how often one request is made before it is given up
    backoff : seconds before the second try, doubled for each that follows
    progress : is told of each page that has arrived, with the number of its objects
    """

    def __init__(
        self,
        base: str = API,
        *,
        per_second: float = 5.0,
        at_once: int = 4,
        tries: int = 6,
        backoff: float = 0.5,
        per_page: int = PER_PAGE,
        timeout: float = 60.0,
        progress: Callable[[int], None] = lambda count: None,
        sleep: Sleep = asyncio.sleep,
        verify: Any = True,
    ) -> None:
        self.base, self.tries, self.backoff, self.per_page = base.rstrip("/"), tries, backoff, per_page
        self.remarks = Remarks()
        self._progress, self._sleep = progress, sleep
        self._pace, self._places = Pace(per_second, sleep=sleep), asyncio.Semaphore(at_once)
        self._http = httpx.AsyncClient(
            timeout=timeout, headers={"Accept": "application/json", "User-Agent": "Samsyn"}, verify=verify
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    # --- lists ---------------------------------------------------------------------------------------------------
    async def kpis(self) -> list[Kpi]:
        return await self._list("kpi", shapes.read_kpi)

    async def municipalities(self) -> list[Municipality]:
        return await self._list("municipality", shapes.read_municipality)

    async def groups(self) -> list[Group]:
        return await self._list("municipality_groups", shapes.read_group)

    async def organisational_units(self, municipality: str) -> list[OrganisationalUnit]:
        return await self._list(
            "ou", shapes.read_organisational_unit, {"municipality": municipality, "per_page": str(self.per_page)}
        )

    async def _list[T](
        self, path: str, read: Callable[[Any, Remarks], T], params: dict[str, str] | None = None
    ) -> list[T]:
        asked = params or {"per_page": str(self.per_page)}
        found: dict[str, T] = {}
        async for page in self._pages(path, asked, most=MOST_OBJECTS):
            new = 0
            for item in page.values:
                row = read(item, self.remarks)
                name = str(row.id)  # type: ignore[attr-defined]  # every list is of things with a code
                if found.setdefault(name, row) != row:
                    raise NotAsDescribed(f"{path} tells of {name} twice, and differently")
                new += found[name] is row
                self.remarks.repeated += found[name] is not row
            if page.next and not new:
                raise Endless(f"{path}: a page with nothing new says that there are more")
        return list(found.values())

    # --- data ----------------------------------------------------------------------------------------------------
    async def data(
        self,
        kpis: Iterable[str],
        *,
        years: Iterable[int] = (),
        municipalities: Iterable[str] = (),
        from_date: str | None = None,
    ) -> list[Value]:
        """Every value of the indicators, for years, for municipalities, or for both; all batches or none.

        Parameters
        ----------
        from_date : YYYY-MM-DD; only what has changed since then, deletions among it. Defined for the same question.

        Raises
        ------
        KoladaFault : one of its kinds, whatever was missing.
        """
        return await self._all("data", "municipality", kpis, years, municipalities, from_date)

    async def unit_data(
        self,
        kpis: Iterable[str],
        *,
        years: Iterable[int] = (),
        units: Iterable[str] = (),
        from_date: str | None = None,
    ) -> list[Value]:
        """The same of organisational units."""
        return await self._all("oudata", "ou", kpis, years, units, from_date)

    async def _all(
        self,
        path: str,
        unit: str,
        kpis: Iterable[str],
        years: Iterable[int],
        places: Iterable[str],
        from_date: str | None,
    ) -> list[Value]:
        asked, whichever, wanted = _once(kpis, "indicator"), _once(places, unit), _once(years, "year")
        if not asked or not (whichever or wanted):
            raise ValueError("ask for indicators, and for years or places or both")
        jobs = [
            (ks, ps, ys)
            for ks in batched(asked, MOST_IDS)
            for ps in (list(batched(whichever, MOST_IDS)) or [()])
            for ys in (list(batched(wanted, MOST_IDS)) or [()])
        ]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._batch(path, unit, *job, from_date)) for job in jobs]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors  # the first that failed has stopped the others
        return [value for task in tasks for value in task.result()]

    async def _batch(
        self,
        path: str,
        unit: str,
        kpis: Sequence[str],
        places: Sequence[str],
        years: Sequence[int],
        from_date: str | None,
    ) -> list[Value]:
        parts = [path, "kpi", ",".join(kpis)]
        parts += [unit, ",".join(places)] if places else []
        parts += ["year", ",".join(map(str, years))] if years else []
        params = {"per_page": str(self.per_page)} | ({"from_date": from_date} if from_date else {})
        most = len(kpis) * (len(places) or MOST_UNITS) * (len(years) or 200)
        found: dict[tuple[str, str, int, str], Value] = {}
        async for page in self._pages("/".join(parts), params, most=most):
            before = len(found)
            for item in page.values:
                for value in shapes.read_values(item, unit, self.remarks):
                    _was_asked_for(value, kpis, places, years)
                    key = value.kpi, value.unit, value.year, value.gender
                    if found.setdefault(key, value) != value:
                        raise NotAsDescribed(f"two values of {' '.join(map(str, key))}: {found[key]} and {value}")
                    self.remarks.repeated += found[key] is not value
            if page.next and len(found) == before:
                raise Endless(f"{'/'.join(parts)}: a page with nothing new says that there are more")
        return list(found.values())

    # --- pages ---------------------------------------------------------------------------------------------------
    async def _pages(self, path: str, params: dict[str, str], *, most: int) -> AsyncIterator[Page]:
        address: str | None = str(httpx.URL(f"{self.base}/{path}", params=params))
        visited: set[str] = set()
        arrived, counts = 0, []
        while address:
            if address in visited:
                raise Endless(f"{path}: the next page is one that has been read")
            visited.add(address)
            page = await self._page(address)
            arrived += len(page.values)
            counts.append((page.count, len(page.values)))
            if arrived > most:
                raise Endless(f"{path}: {arrived} objects, where there can be {most}")
            if page.next and not page.values:
                raise Endless(f"{path}: an empty page says that there are more")
            self._progress(len(page.values))
            yield page
            address = self._following(page.next) if page.next else None
        _agree(path, counts, arrived)

    def _following(self, address: str) -> str:
        """The next page's address, which must be the same server's: the client goes nowhere else."""
        found = str(httpx.URL(f"{self.base}/").join(address))
        here, there = urlsplit(self.base), urlsplit(found)
        if there.hostname != here.hostname or there.scheme not in ("http", "https"):
            raise NotAsDescribed(f"the next page is at {address}, which is somewhere else")
        # Behind a proxy the server may name itself by another scheme or port than it was asked at.
        return there._replace(scheme=here.scheme, netloc=here.netloc).geturl()

    async def _page(self, address: str) -> Page:
        told = ""
        for attempt in range(self.tries):
            async with self._place():
                try:
                    response = await self._http.get(address)
                except httpx.TransportError as error:
                    told, wait = f"{type(error).__name__}: {error}", None
                else:
                    body, told, wait = _judge(response, address)
                    if not told:
                        return shapes.read_page(body, self.remarks)
            if attempt + 1 < self.tries:
                await self._sleep(waiting(attempt, self.backoff) if wait is None else wait)
        raise Unreachable(f"{address}: gave up after {self.tries} tries. The last: {told}")

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        async with self._places:
            await self._pace.turn()
            yield


def _judge(response: httpx.Response, address: str) -> tuple[Any, str, float | None]:
    """The body; or, of what may be better next time, what is wrong and how long the server asks to wait.

    Raises
    ------
    Refused : the server will not answer this, however often it is asked.
    """
    begins = response.text[:STARTS].replace("\n", " ") if response.content else "nothing"
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
        wait = asked_to_wait(response.headers.get("Retry-After"), time.time())
        return None, f"status {response.status_code} ({begins})", wait
    if response.status_code != httpx.codes.OK:
        raise Refused(f"{address}: status {response.status_code} ({begins})")
    try:
        body = json.loads(response.content, parse_constant=_no_number)
    except ValueError as error:
        return None, f"the answer is not whole JSON: {error}; it begins {begins}", None
    if not isinstance(body, dict) or ("values" not in body and set(body) & ERRORS):
        return None, f"status 200 with an error in it: {begins}", None
    return body, "", None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _once[T](asked: Iterable[T], what: str) -> list[T]:
    found = list(asked)
    if len(set(found)) < len(found):
        raise ValueError(f"an {what} is asked for twice")
    return found


def _was_asked_for(value: Value, kpis: Sequence[str], places: Sequence[str], years: Sequence[int]) -> None:
    # A group that was asked for answers as itself, so that places hold as well.
    if value.kpi not in kpis or (years and value.year not in years) or (places and value.unit not in places):
        raise NotAsDescribed(f"{value.kpi} {value.unit} {value.year} was not asked for")


def _agree(path: str, counts: list[tuple[int | None, int]], arrived: int) -> None:
    """`count` may be of the page or of all pages: either every page has what it counts, or all do together.

    Raises
    ------
    Incomplete : neither is so.
    """
    told = [count for count, _there in counts if count is not None]
    by_page = all(count == there for count, there in counts if count is not None)
    in_all = all(count == arrived for count in told)
    if told and not by_page and not in_all:
        raise Incomplete(f"{path}: {arrived} objects on {len(counts)} pages, where the server counts {told[-1]}")
