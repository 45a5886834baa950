from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryKind(models.TextChoices):
    REFERRAL = "REFERRAL", _("referred matter")
    REMINDER = "REMINDER", _("reminder")
    ENTRY = "ENTRY", _("entry into force")
    WITHDRAWAL = "WITHDRAWAL", _("withdrawn matter")


class DeliveryState(models.TextChoices):
    """How far a delivery has come. Nothing is called delivered that the receiver's server has not taken."""

    QUEUED = "QUEUED", _("waiting to be sent")
    SENDING = "SENDING", _("being sent")
    UNCERTAIN = "UNCERTAIN", _("uncertain, sent again under the same number")
    SENT = "SENT", _("taken by the receiver's mail server")
    FAILED = "FAILED", _("could not be delivered")


class StepKind(models.TextChoices):
    QUEUED = "QUEUED", _("laid in the outbox")
    STARTED = "STARTED", _("sending began")
    TAKEN = "TAKEN", _("taken by the mail server")
    PUT_OFF = "PUT_OFF", _("put off; tried again later")
    INTERRUPTED = "INTERRUPTED", _("interrupted: the mail server's answer is not known")
    GIVEN_UP = "GIVEN_UP", _("given up")
