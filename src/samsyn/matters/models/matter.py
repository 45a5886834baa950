"""A matter in a forum: what is proposed, to whom it goes, and what the forum thinks of it."""

from dataclasses import replace
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.common.web import address
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.isolation.tables import SECRET_OR_SHARED, SHARED
from samsyn.matters.enums import DocumentOpenness, MatterStage, NextStep
from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum
from samsyn.organisations.enums import Area
from samsyn.organisations.models import Authority, Circle, Organisation


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(readable_by(reader))


@tracked
class Matter(models.Model):
    """A question prepared in a forum and then decided by each municipality (ärende).

    Kept by the authority that kept the forum's papers when it was made, also when the presidency moves on.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")  # who reads it now
    own_circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")  # those who prepare, and those asked
    openness = models.CharField(_("openness"), max_length=20, choices=Openness, default=Openness.DRAFT)
    forum = models.ForeignKey(Forum, models.PROTECT, related_name="matters")
    title = models.CharField(_("title"), max_length=200)
    area = models.CharField(_("area"), max_length=30, choices=Area, default=Area.ALL)
    background = models.TextField(_("background"), blank=True)
    registry_number = models.CharField(_("registry number of those who keep it"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=MatterStage, default=MatterStage.PREPARING)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    referred_on = models.DateField(_("referred"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closing_note = models.CharField(_("why"), max_length=300, blank=True)
    entry_told_on = models.DateField(null=True)  # when those who were asked were told that it enters into force
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MatterQuerySet.as_manager()
    isolation = replace(SHARED, owner_reads=True)

    class Meta:
        indexes = [models.Index(fields=["circle", "-changed_at"]), models.Index(fields=["authority", "-changed_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "registry_number"],
                condition=~Q(registry_number=""),
                name="matter_registry_number_once",
                violation_error_message=_(
                    "That registry number is already used by your authority. Write the number that this matter got."
                ),
            ),
            models.CheckConstraint(
                condition=Q(answer_by=None) | Q(referred_on=None) | Q(answer_by__gt=F("referred_on")),
                name="matter_is_answered_after_it_is_referred",
                violation_error_message=_("The last day to answer must come after the referral."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("matters:detail", self.uid)


class PartOfMatter(models.Model):
    """A row of the matter's own keeper and readers."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            matter: Matter = self.matter  # type: ignore[attr-defined]
            self.authority_id, self.circle_id = matter.authority_id, matter.circle_id
        super().save(*args, **kwargs)


FOLLOWS = SHARED.following("matter", "authority_id", "circle_id")


class Proposal(PartOfMatter):
    """One version of what the forum proposes (förslag): the text, and beside it the change it would make, as data.

    A yes is a yes to this version: its SHA-256 covers text, change and entry condition.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("proposal"))
    change = models.JSONField(default=dict)
    condition = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    isolation = replace(FOLLOWS.append_only(), owner_reads=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="proposal_number_once")]

    def __str__(self) -> str:
        return f"{self.matter} {self.number}"


@tracked
class Asked(PartOfMatter):
    """A municipality that is to be asked: which of its authorities, and what it would mean there (konsekvens)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="asked")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="+")
    consequence = models.TextField(_("what it means for the municipality"), blank=True)
    version = models.PositiveIntegerField(default=1)

    isolation = FOLLOWS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "organisation"], name="asked_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class Standpoint(PartOfMatter):
    """What the forum thinks (ställningstagande), and the next step it sees. Never a decision."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="standpoints")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+")
    taken_on = models.DateField(_("meeting"))
    text = models.TextField(_("standpoint"))
    next_step = models.CharField(_("next step"), max_length=20, choices=NextStep)
    recorded_at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    isolation = FOLLOWS.append_only()

    class Meta:
        ordering = ["taken_on", "recorded_at"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class Referral(PartOfMatter):
    """A matter handed to one municipality's authority to decide there (hänskjutande)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    sent_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    isolation = replace(FOLLOWS, owner_reads=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "organisation"], condition=Q(withdrawn_on=None), name="referral_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.organisation}"

    def get_absolute_url(self) -> str:
        return address("matters:referral", self.uid)


class MatterDocumentQuerySet(models.QuerySet["MatterDocument"]):
    def visible_to(self, reader: Reader) -> Self:
        """Shared ones, and one's own also when they are drafts or marked secret."""
        return self.filter(Q(authority=reader.authority) | Q(secrecy_provision="", circle__any=reader.circles))


@tracked
class MatterDocument(models.Model):
    """A paper of a matter (handling), in editions. A draft is its own authority's; sharing is a step of its own."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="documents")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")  # the drafts' circle, or the matter's
    openness = models.CharField(max_length=20, choices=DocumentOpenness, default=DocumentOpenness.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    edition = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    secrecy_provision = models.CharField(_("secrecy provision"), max_length=60, blank=True)
    secrecy_marked_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MatterDocumentQuerySet.as_manager()
    isolation = SECRET_OR_SHARED.following("matter", "authority_id")

    class Meta:
        ordering = ["title", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "title", "edition"], name="matter_document_edition_once"),
            models.CheckConstraint(
                condition=Q(secrecy_provision="", secrecy_marked_on=None)
                | (~Q(secrecy_provision="") & Q(secrecy_marked_on__isnull=False)),
                name="matter_document_secrecy_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})" if self.edition > 1 else self.title

    @property
    def secret(self) -> bool:
        return bool(self.secrecy_provision)
