"""Today, in Sweden. Views, commands and jobs read it here; rules, actions and cores get it as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SWEDEN = ZoneInfo("Europe/Stockholm")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, aware of its time zone."""
    return _told.get() or timezone.now()


def today() -> date:
    """The date in Sweden: it changes at midnight there, whatever the server's clock is set to."""
    return now().astimezone(SWEDEN).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let everything inside take place at another moment; for tests and for laying out the demo."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
