"""What only the demonstration has: a mailbox instead of a mail server."""

from typing import ClassVar

from django.db import models

from samsyn.isolation.tables import open_table


class SentMail(models.Model):
    """A mail that would have gone out."""

    sent_at = models.DateTimeField()
    sender = models.CharField(max_length=300)
    to = models.CharField(max_length=1000)
    subject = models.CharField(max_length=300)
    text = models.TextField()

    objects: ClassVar[models.Manager["SentMail"]] = models.Manager()
    isolation = open_table("mails of the demonstration, between invented people", "select, insert")

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.subject
