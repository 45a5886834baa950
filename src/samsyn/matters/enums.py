from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatterStage(models.TextChoices):
    PREPARING = "PREPARING", _("being prepared")
    REFERRED = "REFERRED", _("with the municipalities")
    CLOSED = "CLOSED", _("closed")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


# What may come next; tested to name every stage. A matter that has entered into force is closed by whoever keeps it.
NEXT_STAGES: dict[str, tuple[str, ...]] = {
    MatterStage.PREPARING: (MatterStage.REFERRED, MatterStage.CLOSED, MatterStage.WITHDRAWN),
    MatterStage.REFERRED: (MatterStage.CLOSED, MatterStage.WITHDRAWN),
    MatterStage.CLOSED: (),
    MatterStage.WITHDRAWN: (),
}
OPEN = frozenset({MatterStage.PREPARING, MatterStage.REFERRED})


class NextStep(models.TextChoices):
    """What a forum sees as the next step; never a decision (nästa steg)."""

    REFER = "REFER", _("refer it to each municipality")
    PREPARE_MORE = "PREPARE_MORE", _("prepare it further")
    DROP = "DROP", _("go no further")


class Outcome(models.TextChoices):
    """What a body did with the matter (utfall)."""

    APPROVED = "APPROVED", _("approved")
    APPROVED_WITH_CHANGES = "APPROVED_WITH_CHANGES", _("approved with changes")
    REMITTED = "REMITTED", _("remitted")
    TABLED = "TABLED", _("tabled")
    REJECTED = "REJECTED", _("rejected")
    NOTED = "NOTED", _("noted")
    OPTED_OUT = "OPTED_OUT", _("opts out")


class Recommended(models.TextChoices):
    """The same, of a body that prepares: it recommends to the one that decides (tillstyrker, avstyrker)."""

    APPROVED = "APPROVED", _("recommends approval")
    APPROVED_WITH_CHANGES = "APPROVED_WITH_CHANGES", _("recommends approval with changes")
    REMITTED = "REMITTED", _("remitted")
    TABLED = "TABLED", _("tabled")
    REJECTED = "REJECTED", _("recommends rejection")
    NOTED = "NOTED", _("noted")


YES = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES})
OUTSIDE = frozenset({Outcome.REJECTED, Outcome.OPTED_OUT})
POSTPONED = frozenset({Outcome.REMITTED, Outcome.TABLED})
# Postponement by a minority of a third: councils and deciding assemblies only (KL 5:50, 9:2; not boards, 6:33).
MINORITY = POSTPONED


class ForceKind(models.TextChoices):
    """What bears on a decision's legal force (laga kraft)."""

    ANNOUNCED = "ANNOUNCED", _("announced on the notice board")
    TAKEN_DOWN = "TAKEN_DOWN", _("notice taken down")
    CONFIRMED = "CONFIRMED", _("legal force confirmed")
    APPEALED = "APPEALED", _("appealed")
    APPEAL_ENDED = "APPEAL_ENDED", _("appeal rejected or withdrawn")
    STAYED = "STAYED", _("stayed by the court")
    STAY_LIFTED = "STAY_LIFTED", _("stay lifted")
    ANNULLED = "ANNULLED", _("annulled")


class TermKind(models.TextChoices):
    """A term of an entry condition (villkor). Higher rooms add their own: see `terms`."""

    ALL = "ALL", _("all named parties have said yes")
    THESE = "THESE", _("these have said yes")
    AT_LEAST = "AT_LEAST", _("at least so many have said yes")
    NOT_BEFORE = "NOT_BEFORE", _("not before a day")
    LEGAL_FORCE = "LEGAL_FORCE", _("every decision that counts has legal force")


class DocumentOpenness(models.TextChoices):
    """How far a paper of a matter is open; dispatched and received follow from the deliveries (öppenhetssteg)."""

    DRAFT = "DRAFT", pgettext_lazy("paper", "draft")
    SHARED = "SHARED", pgettext_lazy("paper", "shared")
