"""How often to ask, and how long to wait before asking again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime

Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """Starts requests evenly, at most so many a second, however many there are who ask."""

    def __init__(self, per_second: float, *, sleep: Sleep = asyncio.sleep) -> None:
        self._apart, self._sleep, self._next = 1.0 / per_second, sleep, 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        mine = max(self._next, now)
        self._next = mine + self._apart
        if mine > now:
            await self._sleep(mine - now)


def waiting(attempt: int, base: float, *, most: float = 60.0) -> float:
    """Seconds before trying again: doubled each time, and spread so that not everybody returns at once."""
    return min(most, base * 2.0**attempt) * random.uniform(0.5, 1.0)  # noqa: S311  spreads load, keeps no secret


def asked_to_wait(header: str | None, now: float, *, most: float = 120.0) -> float | None:
    """Seconds of a Retry-After, given as a number or as a time; None when it says nothing that can be read."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - now
        except ValueError:
            return None
    return min(max(seconds, 0.0), most) if seconds == seconds else None
