"""A collaboration, its names, forms, stages, parties and contacts, each as periods."""

from datetime import date
from typing import Any, Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.collaborations.enums import ContactKind, LegalForm, PartyRole, ProcurementGround, SourceKind, Stage
from samsyn.collaborations.functions import History, Then
from samsyn.common.periods import Period, PeriodQuerySet, apart
from samsyn.common.swedish import SvKey
from samsyn.common.web import address
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.isolation.tables import PUBLISHED, SHARED
from samsyn.networks.enums import Openness
from samsyn.networks.models import Network
from samsyn.organisations.enums import Area
from samsyn.organisations.models import Authority, Circle, Organisation


class CollaborationQuerySet(models.QuerySet["Collaboration"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(readable_by(reader))

    def as_of(self, day: date) -> Self:
        """With the name, form and stage that held on that day, as known now."""
        return self.annotate(then=Then(day), replaced_by_name=F("replaced_by__name"))

    def with_histories(self) -> Self:
        """Names, forms, stages and contacts with the row itself, instead of one query each."""
        return self.annotate(history=History(F("pk")))

    def with_party(self, organisation: int) -> Self:
        return self.filter(Exists(Party.objects.filter(owner=OuterRef("pk"), organisation=organisation)))

    def in_order(self) -> Self:
        return self.order_by("area_order", SvKey("name"), "pk")


class AsOf:
    """Name, form and stage on the day that was asked for, of whatever was read with `Then`."""

    then: dict[str, Any]

    @property
    def name_then(self) -> str:
        return str(self.then["name"])

    @property
    def form(self) -> str:
        return str(self.then["form"])

    @property
    def stage(self) -> str:
        return str(self.then["stage"])

    @property
    def stage_note(self) -> str:
        return self.then.get("note") or ""

    @property
    def stage_since_text(self) -> str:
        return self.then.get("since_text") or ""

    @property
    def stage_since(self) -> date | None:
        return _day(self.then.get("since"))

    @property
    def stage_until(self) -> date | None:
        return _day(self.then.get("until"))


@tracked
class Collaboration(AsOf, models.Model):
    """Something municipalities do together (samverkan). `name` is the latest; older ones are in `names`."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")  # who keeps the record
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")  # who reads it
    own_circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")  # its parties
    openness = models.CharField(_("openness"), max_length=20, choices=Openness, default=Openness.DRAFT)
    network = models.ForeignKey(Network, models.SET_NULL, null=True, blank=True, related_name="collaborations")
    name = models.CharField(_("name"), max_length=200)
    area = models.CharField(_("area"), max_length=30, choices=Area)
    area_text = models.CharField(_("area in words"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    stays_local = models.TextField(_("what stays in each municipality"), blank=True)
    for_residents = models.TextField(_("what it means for residents"), blank=True)
    for_employees = models.TextField(_("what it means for employees"), blank=True)
    cost_rule = models.TextField(_("how costs are shared, in words"), blank=True)
    staff = models.TextField(_("staff and employer"), blank=True)
    risk = models.TextField(_("risk and vulnerability"), blank=True)
    external_delegation = models.TextField(_("external delegation, and how it is reported"), blank=True)
    archive_responsible = models.CharField(_("who keeps the archive"), max_length=200, blank=True)
    controller = models.CharField(_("controller of personal data, and processor agreement"), max_length=300, blank=True)
    procurement_ground = models.CharField(
        _("ground in procurement law"), max_length=20, choices=ProcurementGround, blank=True
    )
    procurement_checked_on = models.DateField(_("procurement ground last checked"), null=True, blank=True)
    last_follow_up_on = models.DateField(_("last follow-up"), null=True, blank=True)
    next_follow_up_on = models.DateField(_("next follow-up"), null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    stated_parties = models.PositiveSmallIntegerField(
        _("number of parties that the source states"), null=True, blank=True
    )
    unlisted_parties = models.CharField(_("parties the source does not name"), max_length=300, blank=True)
    form_as_stated = models.CharField(_("form in the source's words"), max_length=200, blank=True)
    source_kind = models.CharField(_("kind of source"), max_length=20, choices=SourceKind, default=SourceKind.OWN)
    source = models.CharField(_("source"), max_length=500, blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    doubt_notes = models.JSONField(_("what is doubtful"), default=list, blank=True)
    import_key = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    area_order = models.GeneratedField(
        expression=models.Case(models.When(area=Area.ALL, then=models.Value("")), default=F("area")),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )

    objects = CollaborationQuerySet.as_manager()
    isolation = SHARED

    class Meta:
        indexes = [
            models.Index(F("area_order"), SvKey("name"), F("id"), name="collaboration_in_order"),
            models.Index(fields=["circle"], name="collaboration_by_circle"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "import_key"], condition=~Q(import_key=""), name="collaboration_imported_once"
            ),
            models.CheckConstraint(condition=~Q(replaced_by=F("id")), name="collaboration_not_replaced_by_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("collaborations:detail", self.uid)

    # Of a row that was asked for with_histories(), in the order of their beginnings:
    history: dict[str, list[dict[str, Any]]]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Fact(Period):
    """Something that held for a time, with its source and the day it was last checked."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    source = models.CharField(_("source"), max_length=500, blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)

    class Meta(Period.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        owner: Collaboration = self.owner  # type: ignore[attr-defined]
        if self._state.adding:
            self.authority_id, self.circle_id = owner.authority_id, owner.circle_id
        super().save(*args, **kwargs)


FOLLOWS = SHARED.following("owner", "authority_id", "circle_id")


@tracked
class CollaborationName(Fact):
    """What it was called, for a period."""

    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, apart("collaboration_name_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return self.name


@tracked
class FormPeriod(Fact):
    """Its legal form, for a period: the same activity may change form over the years."""

    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="forms")
    form = models.CharField(_("legal form"), max_length=30, choices=LegalForm)
    legal_basis = models.CharField(_("legal basis"), max_length=120, blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, apart("form_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return self.get_form_display()


@tracked
class StagePeriod(Fact):
    """How far it has come, for a period."""

    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, apart("stage_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return self.get_stage_display()


@tracked
class Party(Fact):
    """An organisation that takes part, in a role and to an extent, for a period (part)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parties")
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, default=PartyRole.MEMBER)
    extent = models.CharField(_("extent"), max_length=300, blank=True)
    doubt = models.CharField(_("doubtful because"), max_length=200, blank=True)
    registry_number = models.CharField(_("its registry number"), max_length=60, blank=True)
    decided_by = models.CharField(_("body that decided"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_item = models.CharField(_("§"), max_length=20, blank=True)
    ownership_share = models.CharField(_("share of assets and debts"), max_length=60, blank=True)
    cost_year = models.PositiveSmallIntegerField(_("year of the costs"), null=True, blank=True)
    budget_kr = models.BigIntegerField(_("budget, kr"), null=True, blank=True)
    actual_kr = models.BigIntegerField(_("actual, kr"), null=True, blank=True)
    follow_up = models.CharField(_("who follows up: committee and official"), max_length=200, blank=True)
    reported_year = models.PositiveSmallIntegerField(_("last reported to council, KL 9:38"), null=True, blank=True)
    reported_item = models.CharField(_("reported, §"), max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["organisation", "owner"])]
        constraints = [*Fact.Meta.constraints, apart("party_once_at_a_time", "owner", "organisation")]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def kind(self) -> str:
        return self.organisation.kind

    @property
    def role_label(self) -> str:
        return str(PartyRole(self.role).label)


@tracked
class Contact(Fact):
    """Whom to ask: from the majority, the opposition and the officials."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="contacts")
    kind = models.CharField(_("contact for"), max_length=20, choices=ContactKind)
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office"), max_length=200, blank=True)
    email = models.EmailField(_("office e-mail"), blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    def __str__(self) -> str:
        return self.name


@tracked
class CheckedPoint(models.Model):
    """Where a governing document answers a point that the law asks for (checklista)."""

    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="points")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    point = models.CharField(max_length=40)
    met = models.BooleanField(null=True)
    where = models.CharField(max_length=200, blank=True)

    isolation = FOLLOWS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "point"], name="checked_point_once")]

    def __str__(self) -> str:
        return self.point


class PublicCollaboration(models.Model):
    """The copy of a published collaboration that the public reads."""

    uid = models.UUIDField(primary_key=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_constraint=False)
    name = models.CharField(max_length=300)
    area = models.CharField(max_length=30)
    network = models.UUIDField(null=True)
    parties = ArrayField(models.CharField(max_length=200))  # names of all that are or were parties
    content = models.JSONField()
    published_at = models.DateTimeField()

    isolation = PUBLISHED

    class Meta:
        db_table = '"public_site"."collaboration"'
        indexes = [
            models.Index(F("area"), SvKey("name"), name="public_collaboration_in_order"),
            models.Index(fields=["network"], name="public_collaboration_network"),
            GinIndex(fields=["parties"], name="public_collaboration_parties"),
        ]

    def __str__(self) -> str:
        return self.name
