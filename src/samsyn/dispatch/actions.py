"""Lay something in the outbox, and what becomes of it there.

A delivery is made in the same transaction as what it tells of, with the job that sends it. The one window that no
program can close lies between the mail server's answer and our commit: there the state is *uncertain*, is shown as
such, and the mail goes out again with the same Message-ID.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samsyn.audit.actions import lock
from samsyn.common.verdict import Refused
from samsyn.dispatch.enums import DeliveryState, StepKind
from samsyn.dispatch.models import Delivery, DeliveryStep, Receipt
from samsyn.isolation.acting import Reader
from samsyn.organisations.models import Authority

LONGEST_TRY = timedelta(minutes=5)
MOST_TRIES = 40  # about two days


def send(
    receiver: Authority,
    *,
    by: Reader,
    at: datetime,
    kind: str,
    about: UUID,
    circle: int,
    subject: str,
    text: str,
    attachments: Sequence[dict[str, str]] = (),
) -> Delivery:
    """Lay a mail to an authority's registry in the outbox. It leaves when this transaction is committed."""
    from samsyn.dispatch.jobs import deliver  # noqa: PLC0415  the job calls back into this module

    if not receiver.registry_email:
        raise Refused(
            _("%(name)s has not said where its registry is reached. Ask its administrator to write the address.")
            % {"name": receiver.full_name}
        )
    uid = uuid4()
    made = Delivery.objects.create(
        uid=uid,
        authority_id=by.authority,
        circle_id=circle,
        kind=kind,
        about=about,
        receiver=receiver,
        address=receiver.registry_email,
        subject=subject,
        text=text,
        attachments=list(attachments),
        message_id=f"<{uid}@{urlsplit(settings.SITE_URL).hostname}>",
        queued_at=at,
    )
    _step(made, StepKind.QUEUED, at)
    deliver.defer(authority=by.authority, delivery=str(uid))
    return made


def _step(delivery: Delivery, kind: str, at: datetime, note: str = "") -> None:
    DeliveryStep.objects.create(
        delivery=delivery,
        authority_id=delivery.authority_id,
        circle_id=delivery.circle_id,
        kind=kind,
        at=at,
        note=note[:300],
    )


def _set(delivery: Delivery, **facts: Any) -> None:
    assert Delivery.objects.filter(pk=delivery.pk).update(**facts) == 1  # noqa: S101
    for name, value in facts.items():
        setattr(delivery, name, value)


def begin_try(uid: UUID, *, at: datetime) -> Delivery | None:
    """Take a delivery in hand, if it is to be sent now; another that is sending it is left alone.

    One that has been `SENDING` for longer than a try may take was interrupted: whether the mail server took it nobody
    knows, and it is sent again.
    """
    lock(uid)
    found = Delivery.objects.filter(uid=uid).first()
    if found is None or found.state in (DeliveryState.SENT, DeliveryState.FAILED):
        return None
    if found.state == DeliveryState.SENDING:
        if found.started_at and at - found.started_at < LONGEST_TRY:
            return None
        _step(found, StepKind.INTERRUPTED, at)
        _set(found, state=DeliveryState.UNCERTAIN)
    _step(found, StepKind.STARTED, at)
    again = found.state == DeliveryState.UNCERTAIN
    _set(found, state=DeliveryState.SENDING, started_at=at, tries=found.tries + 1)
    found.again = again  # type: ignore[attr-defined]
    return found


def taken(delivery: Delivery, *, at: datetime) -> None:
    """The receiver's mail server answered that it has the mail."""
    lock(delivery.uid)
    _step(delivery, StepKind.TAKEN, at)
    _set(delivery, state=DeliveryState.SENT, sent_at=at, error="")


def put_off(delivery: Delivery, *, at: datetime, why: str) -> timedelta | None:
    """It could not be sent now. Returns how long to wait, or None when it has been tried long enough."""
    lock(delivery.uid)
    if delivery.tries >= MOST_TRIES:
        give_up(delivery, at=at, why=why)
        return None
    _step(delivery, StepKind.PUT_OFF, at, why)
    _set(delivery, state=DeliveryState.QUEUED, error=why[:300])
    return timedelta(minutes=min(2 ** max(delivery.tries - 1, 0), 60))


def give_up(delivery: Delivery, *, at: datetime, why: str) -> None:
    """The mail server will not have it: somebody must look at the address."""
    _step(delivery, StepKind.GIVEN_UP, at, why)
    _set(delivery, state=DeliveryState.FAILED, error=why[:300])


def receive(
    about: UUID, *, by: Reader, at: datetime, circle: int, received_on: Any, registry_number: str = ""
) -> Receipt:
    """The receiver's own record that something came in."""
    return Receipt.objects.create(
        authority_id=by.authority,
        organisation_id=by.organisation,
        circle_id=circle,
        about=about,
        received_on=received_on,
        registry_number=registry_number,
        recorded_at=at,
    )
