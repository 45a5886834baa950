"""Work that takes longer than a page should: each job acts for the assignment that asked for it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from samsyn.collaborations.importing import runs
from samsyn.collaborations.models import ImportRun
from samsyn.collaborations.models.imports import ImportState
from samsyn.common.constraints import explained
from samsyn.common.verdict import NotAllowed, Refused
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader


@app.task(name="read_import", queue="imports")
def read_import(person: int, assignment: str, run: str) -> None:
    """The dry run of a long file."""
    with acting_as(person, UUID(assignment)), transaction.atomic():
        found = ImportRun.objects.filter(uid=run, state=ImportState.WAITING).first()
        if found:
            runs.dry_run(found, by=reader())


@app.task(name="save_import", queue="imports")
def save_import(person: int, assignment: str, run: str, to: str) -> None:
    """Save a long import; what goes wrong is told on its page."""
    with acting_as(person, UUID(assignment)):
        try:
            with transaction.atomic():
                found = ImportRun.objects.filter(uid=run).first()
                if found:
                    runs.apply(found, by=reader(), at=clock.now(), to=to)
        except (Refused, NotAllowed) as refused:
            _fail(run, refused)
        except IntegrityError as error:
            if (told := explained(error)) is None:
                raise
            _fail(run, told)


def _fail(run: str, refused: Refused | NotAllowed) -> None:
    with transaction.atomic():
        ImportRun.objects.filter(uid=run).update(state=ImportState.FAILED, message=str(refused.reason))
