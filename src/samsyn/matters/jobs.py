"""What Samsyn does by itself with a matter, for the authority that keeps it or its record in the register."""

import logging
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samsyn.audit.actions import lock
from samsyn.common.verdict import NotAllowed, Refused
from samsyn.isolation import acting, clock
from samsyn.matters.actions import entering

logger = logging.getLogger(__name__)
EARLY = time(0, 5)


@app.task(name="consider_again", queue="matters")
def consider_again(authority: int, matter: str) -> None:
    """The day has come that an entry condition waited for."""
    with acting.acting_as_samsyn(authority), transaction.atomic():
        lock(matter)
        entering.consider(UUID(matter), by=acting.reader(), at=clock.now())


def consider_on(day: date, *, authority: int, matter: UUID) -> None:
    """See to a matter again early on a day; once a day however often it is asked for."""
    job = consider_again.configure(
        schedule_at=datetime.combine(day, EARLY, tzinfo=clock.SWEDEN), queueing_lock=f"{matter} {day}"
    )
    try:
        with transaction.atomic():
            job.defer(authority=authority, matter=str(matter))
    except AlreadyEnqueued:
        return


@app.task(name="apply_entry", queue="matters")
def apply_entry(authority: int, matter: str) -> None:
    """Write in the register what was decided, and tell everybody. What the register refuses is shown on the page."""
    with acting.acting_as_samsyn(authority):
        try:
            with transaction.atomic():
                lock(matter)
                entering.apply(UUID(matter), by=acting.reader(), at=clock.now())
        except (Refused, NotAllowed) as refused:
            logger.warning("the register was not written for matter %s: %s", matter, refused.reason)
        with transaction.atomic():
            lock(matter)
            entering.announce_entry(UUID(matter), by=acting.reader(), at=clock.now())
