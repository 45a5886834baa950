"""A file that somebody wants to bring into the register, and what would happen row by row."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.common.web import address
from samsyn.isolation.tables import OWN
from samsyn.organisations.models import Authority, Organisation


class ImportState(models.TextChoices):
    WAITING = "WAITING", _("waiting")
    READING = "READING", _("being read")
    READ = "READ", _("read, nothing saved yet")
    SAVING = "SAVING", _("being saved")
    SAVED = "SAVED", _("saved")
    FAILED = "FAILED", _("could not be read")


class ImportRun(models.Model):
    """An import into the register: first a dry run, then all of it or nothing."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.WAITING)
    message = models.TextField(blank=True)
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)

    isolation = OWN

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return address("collaborations:import-run", self.uid)
