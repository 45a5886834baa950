"""The job that sends mail, for the authority that laid it in the outbox."""

import smtplib
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from procrastinate.contrib.django import app

from samsyn.dispatch import actions
from samsyn.dispatch.models import Delivery
from samsyn.documents import files
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as_samsyn
from samsyn.organisations.models import Authority

AFTER_A_CRASH = actions.LONGEST_TRY + timedelta(seconds=10)


@app.task(name="deliver", queue="mail")
def deliver(authority: int, delivery: str) -> None:
    """Send one mail: say that it is being sent, send it, say that it was taken; three steps, so that none is lost."""
    with acting_as_samsyn(authority):
        with transaction.atomic():
            found = actions.begin_try(UUID(delivery), at=clock.now())
            if found is None:
                return
            # Should this process die now, somebody looks again when the try has taken too long.
            _again(found, AFTER_A_CRASH)
            mail = _mail(found)
        try:
            mail.send()
        except (smtplib.SMTPException, OSError) as error:
            with transaction.atomic():
                _not_sent(found, error)
            return
        with transaction.atomic():
            actions.taken(found, at=clock.now())


def _not_sent(delivery: Delivery, error: Exception) -> None:
    """Refused for good when the server says so (5xx); everything else is tried again."""
    why = _said(error)
    if _for_good(error):
        actions.give_up(delivery, at=clock.now(), why=why)
    elif wait := actions.put_off(delivery, at=clock.now(), why=why):
        _again(delivery, wait)


def _again(delivery: Delivery, wait: timedelta) -> None:
    deliver.configure(schedule_in={"seconds": int(wait.total_seconds())}).defer(
        authority=delivery.authority_id, delivery=str(delivery.uid)
    )


def _for_good(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = smtplib.SMTPResponseException(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return f"{type(error).__name__}: {error}"


def _mail(delivery: Delivery) -> EmailMessage:
    mail = EmailMessage(
        subject=delivery.subject,
        body=delivery.text,
        to=[delivery.address],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )
    if delivery.attachments:
        store = Authority.objects.values_list("uid", flat=True).get(pk=delivery.authority_id)
        for told in delivery.attachments:
            mail.attach(told["name"], files.path(store, told["sha256"]).read_bytes(), told["media_type"])
    return mail
