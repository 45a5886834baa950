"""The search's own tables, written with their objects and under the same walls."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.isolation.tables import AUTHORITY, CIRCLES, OURS, written_by

READABLE = f"authority_id = {AUTHORITY} or circle_id in {CIRCLES}"
REWRITABLE = f"{OURS} and ({READABLE})"  # whoever writes a thing anew in its organisation writes its entry anew
FOUND = replace(written_by(REWRITABLE, read=READABLE), owner_reads=True, owner_writes=True)


class Kind(models.TextChoices):
    MATTER = "MATTER", _("matters")
    COLLABORATION = "COLLABORATION", _("collaborations")
    NETWORK = "NETWORK", _("networks")
    FORUM = "FORUM", _("forums")
    ORGANISATION = "ORGANISATION", _("organisations")
    DOCUMENT = "DOCUMENT", _("documents")
    PERSON = "PERSON", _("people")


class Entry(models.Model):
    """Something that can be found (sökträff)."""

    kind = models.CharField(max_length=20, choices=Kind)
    uid = models.UUIDField()
    title = models.CharField(max_length=300)
    detail = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, null=True, related_name="+")
    circle = models.ForeignKey("organisations.Circle", models.PROTECT, related_name="+")

    isolation = FOUND

    class Meta:
        indexes = [models.Index(fields=["uid"])]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word that leads to an entry."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="words", db_index=False, db_constraint=False)
    word = models.CharField(max_length=60, db_collation="C")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    circle = models.ForeignKey(
        "organisations.Circle", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    isolation = FOUND.following("entry", "organisation_id", "authority_id").following("entry", "circle_id")

    class Meta:
        indexes = [models.Index(fields=["word", "entry"]), models.Index(fields=["entry"])]

    def __str__(self) -> str:
        return self.word
