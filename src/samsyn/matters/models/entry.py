"""The one thing that is stored for all: that a matter entered into force, and what was then written in the register."""

from dataclasses import replace
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samsyn.isolation.tables import IN_CIRCLE, MINE, SHARED, Isolation
from samsyn.matters.models.matter import Matter, PartOfMatter


class Entry(PartOfMatter):
    """The entry into force (ikraftträdande), naming the decisions it rests on.

    Written by the database function `samsyn.enter_into_force` alone, which checks the condition again; never changed.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="entry")
    sha256 = models.CharField(max_length=64)  # the version that entered into force
    parties = ArrayField(models.BigIntegerField())  # organisations
    decisions = ArrayField(models.UUIDField())
    on = models.DateField()
    made_at = models.DateTimeField()

    isolation = replace(
        Isolation(read=f"{MINE} or {IN_CIRCLE}", grants="select"), owner_reads=True, owner_writes=True
    ).following("matter", "authority_id", "circle_id")

    def __str__(self) -> str:
        return f"{self.matter} {self.on}"


class Applied(models.Model):
    """What the entry wrote in the register, once, by the record's own keeper (samsyn acting for it)."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="applied")
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    circle = models.ForeignKey(
        "organisations.Circle", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    collaboration = models.UUIDField()
    document = models.UUIDField(null=True)
    at = models.DateTimeField()

    isolation = SHARED.following("entry", "circle_id").append_only()

    def __str__(self) -> str:
        return str(self.entry)
