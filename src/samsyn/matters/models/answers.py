"""One municipality's own part of a matter: its local matter, the way through its bodies, and what they decided.

Everything here belongs to that municipality and is written by its own people. The others see it as it is recorded; the
local texts are its own authority's.
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.collaborations.enums import LegalForm
from samsyn.common.swedish import in_words
from samsyn.common.web import address
from samsyn.isolation.tables import IN_CIRCLE, MINE, OURS, OWN, ROLE, Isolation
from samsyn.matters.enums import MINORITY, ForceKind, Outcome
from samsyn.matters.models.matter import Matter, Proposal, Referral
from samsyn.organisations.enums import REGISTRARS
from samsyn.organisations.models import Authority, Body, Circle, Organisation

SEEN = f"{OURS} or {IN_CIRCLE}"
BY_US = f"{OURS} and {IN_CIRCLE}"
BY_OUR_REGISTRAR = f"{BY_US} and {ROLE} in ({', '.join(repr(str(role)) for role in sorted(REGISTRARS))})"
LOCAL = Isolation(read=SEEN, add=BY_US, change=OURS, change_to=BY_US, remove=OURS)
# What a body has decided only grows, and nobody but the municipality's own registrar adds to it.
DECIDED = replace(
    Isolation(read=SEEN, add=BY_OUR_REGISTRAR, grants="select, insert"), owner_reads=True, owner_writes=True
)


class PartOfLocal(models.Model):
    """A row of a municipality's own part, read by those who take part in the matter."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True


@tracked
class LocalMatter(PartOfLocal):
    """A municipality's own matter (lokalt ärende), with its own registry number: made when the referral comes in."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="local")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="locals")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    registry_number = models.CharField(_("registry number"), max_length=60, blank=True)
    received_on = models.DateField(_("received"))
    officer = models.CharField(_("case officer"), max_length=120, blank=True)
    published = models.BooleanField(default=False)  # by the municipality itself
    version = models.PositiveIntegerField(default=1)
    kept_by_organisation = True

    isolation = (
        replace(LOCAL, add=f"{MINE} and {BY_US}", owner_reads=True)
        .following("matter", "circle_id")
        .following("referral", "organisation_id")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "registry_number"],
                condition=~Q(registry_number=""),
                name="local_matter_registry_number_once",
                violation_error_message=_(
                    "That registry number is already used by your authority. Write the number that this matter got."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.matter}"

    def get_absolute_url(self) -> str:
        return address("matters:local", self.uid)


@tracked
class LocalText(models.Model):
    """The authority's own words for its own papers: preamble and staff report. Nobody else reads them here."""

    local = models.OneToOneField(LocalMatter, models.CASCADE, related_name="texts")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    preamble = models.TextField(_("local preamble"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    assessment = models.TextField(_("assessment"), blank=True)
    economy = models.TextField(_("economy"), blank=True)
    children = models.TextField(_("the child's perspective"), blank=True)
    decision = models.TextField(_("draft decision"), blank=True)
    sent_to = models.TextField(_("the decision is sent to"), blank=True)
    version = models.PositiveIntegerField(default=1)

    isolation = OWN.following("local", "authority_id")

    def __str__(self) -> str:
        return str(self.local)


@tracked
class ChainStep(PartOfLocal):
    """One body on the municipality's own way: copied from its decision path, and changed here when need be.

    `decides` is the body's (held equal by the database), `deciding` that this step is the one that decides the matter.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    local = models.ForeignKey(LocalMatter, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    decides = models.BooleanField()
    deciding = models.BooleanField(default=False)
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    kept_by_organisation = True

    isolation = LOCAL.following("local", "organisation_id", "circle_id").following("body", "organisation_id", "decides")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["local", "position"], name="chain_step_one_per_position"),
            models.UniqueConstraint(fields=["local", "body"], name="chain_step_one_per_body"),
            models.CheckConstraint(
                condition=Q(deciding=False) | Q(decides=True),
                name="chain_step_a_preparing_body_cannot_decide",
                violation_error_message=_("This body prepares; it cannot decide."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)

    def get_absolute_url(self) -> str:
        return address("matters:local", self.local.uid)


class Wording(PartOfLocal):
    """What a municipality decided instead of the proposal (lydelse), with the change it would make."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="wordings")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="wordings")  # what it changes
    text = models.TextField(_("wording"))
    change = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    kept_by_organisation = True

    isolation = DECIDED.following("matter", "circle_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "organisation", "sha256"], name="wording_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Decision(PartOfLocal):
    """What a body did with the matter at a sitting (beslut; of a preparing body its recommendation).

    Only grows: a later one of the same body counts from its day, a mistake is put right by one that corrects it.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    step = models.ForeignKey(ChainStep, models.PROTECT, related_name="decisions")
    local = models.ForeignKey(LocalMatter, models.PROTECT, related_name="decisions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    deciding = models.BooleanField()
    decided_on = models.DateField(_("sitting"))
    decided_text = models.CharField(_("the day in words"), max_length=80, blank=True)  # when it is not known exactly
    item = models.CharField(_("§"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome)
    accepts = ArrayField(models.CharField(max_length=64), default=list)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, blank=True, related_name="+")
    conditions = models.JSONField(default=list)
    preferred_form = models.CharField(_("form that is preferred"), max_length=30, choices=LegalForm, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    minority = models.BooleanField(_("by a minority of a third"), default=False)
    reservations = models.TextField(_("reservations"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Authority, models.PROTECT, related_name="+")  # in whose store the extract lies
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    kept_by_organisation = True

    isolation = DECIDED.following("step", "organisation_id", "circle_id", "deciding", "body_id").following(
        "local", "organisation_id"
    )

    class Meta:
        ordering = ["decided_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "decided_on"],
                condition=Q(corrects=None),
                name="decision_one_a_sitting",
                violation_error_message=_(
                    "What this body decided that day is recorded already. Correct that record, or choose the day of "
                    "another sitting: a later decision counts from its own day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(minority=False) | Q(outcome__in=sorted(MINORITY)), name="decision_minority_only_postpones"
            ),
            models.CheckConstraint(
                condition=Q(deciding=True) | ~Q(outcome=Outcome.OPTED_OUT), name="decision_opting_out_is_decided"
            ),
            models.CheckConstraint(
                condition=Q(accepts__len=0) | Q(outcome__in=["APPROVED", "APPROVED_WITH_CHANGES"]),
                name="decision_accepts_only_when_it_approves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.decided_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        step = self.step
        self.local_id, self.body_id, self.deciding = step.local_id, step.body_id, step.deciding
        self.organisation_id, self.circle_id = step.organisation_id, step.circle_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("matters:decision", self.uid)

    @property
    def when(self) -> str:
        """'12 mars 2026', or what is known of the day: 'våren 2022'."""
        return self.decided_text or in_words(self.decided_on)


class ForceEvent(PartOfLocal):
    """Something that bears on a decision's legal force, and who wrote it down (laga kraft)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="force")
    kind = models.CharField(_("what happened"), max_length=20, choices=ForceKind)
    on = models.DateField(_("day"))
    board = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")  # whose board
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    kept_by_organisation = True

    isolation = DECIDED.following("decision", "organisation_id", "circle_id")

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Signing(PartOfLocal):
    """The municipality signed what it had decided (underskrift): a step of its own, with its day."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    local = models.OneToOneField(LocalMatter, models.PROTECT, related_name="signing")
    signed_on = models.DateField(_("signed on"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    sha256 = models.CharField(max_length=64)  # the version that was signed
    recorded_at = models.DateTimeField()
    kept_by_organisation = True

    isolation = DECIDED.following("local", "organisation_id", "circle_id")

    def __str__(self) -> str:
        return self.signed_by
