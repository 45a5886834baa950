"""Write down what happens, and carry out a form exactly once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse

from samsyn.audit.models import Event, Submission
from samsyn.common.constraints import explained
from samsyn.common.forms import ActingForm
from samsyn.common.verdict import Conflict, Refused
from samsyn.common.web import Request, go_to, page, reader_of
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.isolation.functions import AUTOMATION


def record(kind: str, subject: Any, *, by: Reader, at: datetime, **details: Any) -> Event:
    """One line in the log, in the same transaction as what it tells of."""
    return Event.objects.create(
        kind=kind,
        at=at,
        authority_id=by.authority,
        person_id=by.person or None,
        assignment_id=by.assignment or None,
        actor="samsyn" if by.role == AUTOMATION else "",
        subject=subject.uid,
        subject_name=str(subject)[:300],
        details=details,
    )


def lock(key: UUID | str) -> None:
    """Let only one at a time past this point, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def carry_out(
    request: Request,
    form: ActingForm,
    do: Callable[[], Any],
    *,
    said: str,
    again: Callable[[], dict[str, Any]] | None = None,
    to: Callable[[Any], str] | None = None,
) -> HttpResponse | None:
    """Do what a valid form asks, once, and go on; None when the form is to be shown again.

    `again` gives the values that stand now, when two save at once: the form then shows both.
    """
    reader = reader_of(request)
    key = uuid5(form.cleaned_data["key"], str(reader.person))  # nobody else's key stands in one's way
    lock(key)
    if earlier := Submission.objects.filter(key=key).first():
        return go_to(request, earlier.location)
    try:
        with transaction.atomic():
            thing = do()
    except Refused as refused:
        form.refuse(refused)
        return None
    except IntegrityError as error:
        if (told := explained(error)) is None:
            raise
        form.refuse(told)
        return None
    except Conflict:
        if again is None:
            raise
        now = again()
        form.compare(now, now["version"])
        return None
    location = to(thing) if to else thing.get_absolute_url()
    Submission.objects.create(key=key, person_id=reader.person, location=location, at=clock.now())
    request.session["acting"] = str(reader.assignment_uid)
    messages.success(request, said)
    return go_to(request, location)


def form_page(
    request: Request,
    form: ActingForm,
    do: Callable[[], Any],
    *,
    heading: str,
    button: str,
    back: str,
    said: str,
    again: Callable[[], dict[str, Any]] | None = None,
    to: Callable[[Any], str] | None = None,
    template: str = "common/edit.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form: show it, or do what it asks and go on."""
    if form.sent and (answer := carry_out(request, form, do, said=said, again=again, to=to)):
        return answer
    context |= {"form": form, "heading": heading, "button": button, "back": back}
    return page(request, template, context, status=422 if request.method == "POST" else 200)
