"""What networks and forums have in common: nobody in law, so somebody keeps their records."""

from dataclasses import replace
from datetime import date
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from samsyn.common.periods import Period, on_day
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.isolation.tables import AUTHORITY, MINE, SHARED
from samsyn.networks.enums import Openness, TextKind

# The keeper writes; the authority that the keeping is offered to may take it over, and nothing else.
KEPT = replace(SHARED, change=f"{MINE} or offered_to_id = {AUTHORITY}")


class KeptQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(readable_by(reader))

    def named_on(self, day: date) -> Self:
        """With the name that held on that day, or else the first it ever had."""
        texts = self.model._meta.get_field("texts").related_model.objects
        names = texts.filter(owner=OuterRef("pk"), kind=TextKind.NAME)
        held = names.filter(on_day(day)).values("text")[:1]
        first = names.order_by(F("starts_on").asc(nulls_first=True)).values("text")[:1]
        return self.annotate(name=models.functions.Coalesce(Subquery(held), Subquery(first)))


class Kept(models.Model):
    """A record with a keeper: the authority that keeps a network's or forum's papers (arkivlagen 3 §)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    circle = models.ForeignKey("organisations.Circle", models.PROTECT, related_name="+")  # who reads it now
    own_circle = models.ForeignKey("organisations.Circle", models.PROTECT, related_name="+")  # its members
    openness = models.CharField(_("openness"), max_length=20, choices=Openness, default=Openness.DRAFT)
    offered_to = models.ForeignKey("organisations.Authority", models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return getattr(self, "name", "") or str(self.uid)


class PartOf(Period):
    """A row that belongs to a kept record: the same keeper and the same readers, held equal by the database."""

    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    circle = models.ForeignKey(
        "organisations.Circle", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta(Period.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        owner = self.owner  # type: ignore[attr-defined]
        if self._state.adding and owner is not None:
            self.authority_id, self.circle_id = owner.authority_id, owner.circle_id
        super().save(*args, **kwargs)


FOLLOWS = SHARED.following("owner", "authority_id", "circle_id")
