"""The demonstration sends no mail: it lays each one in a mailbox that anybody can look into."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from samsyn.demo.models import SentMail
from samsyn.isolation import clock


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        SentMail.objects.bulk_create(
            SentMail(
                sent_at=clock.now(),
                sender=message.from_email[:300],
                to=", ".join(message.recipients())[:1000],
                subject=message.subject[:300],
                text=str(message.body),
            )
            for message in email_messages
        )
        return len(email_messages)
