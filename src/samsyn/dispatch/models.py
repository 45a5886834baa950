"""What was sent to whom (expediering): an outbox with its log, and the receiver's own receipt."""

from dataclasses import replace
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.dispatch.enums import DeliveryKind, DeliveryState, StepKind
from samsyn.isolation.tables import IN_CIRCLE, MINE, OURS, SHARED, Isolation
from samsyn.organisations.models import Authority, Circle, Organisation


class Delivery(models.Model):
    """A mail from one authority to another (expediering): made with what it tells of, sent by a job."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")  # the sender
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")  # who sees that it was sent
    kind = models.CharField(_("kind"), max_length=20, choices=DeliveryKind)
    about = models.UUIDField()  # the matter, notes or the like
    receiver = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    address = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    attachments = models.JSONField(default=list)  # name, sha256 and media type of files in the sender's store
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=DeliveryState, default=DeliveryState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    isolation = replace(SHARED, remove="false")

    class Meta:
        indexes = [models.Index(fields=["about", "receiver"]), models.Index(fields=["circle"])]

    def __str__(self) -> str:
        return self.subject


class DeliveryStep(models.Model):
    """What happened to a delivery, and when. Only grows."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="steps")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.CharField(max_length=20, choices=StepKind)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    isolation = SHARED.following("delivery", "authority_id", "circle_id").append_only()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Receipt(models.Model):
    """The receiver's own word that something came in: day and registry number (inkommen handling)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")  # the receiver
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    about = models.UUIDField()
    received_on = models.DateField(_("received"))
    registry_number = models.CharField(_("registry number"), max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    isolation = Isolation(
        read=f"{OURS} or {IN_CIRCLE}", add=f"{MINE} and {OURS} and {IN_CIRCLE}", grants="select, insert"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "about"], name="receipt_once"),
            models.UniqueConstraint(
                fields=["authority", "registry_number"],
                condition=~Q(registry_number=""),
                name="registry_number_once_in_an_authority",
                violation_error_message=_(
                    "That registry number is already used by your authority. Write the number that this matter got."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.registry_number
