"""The way a matter takes through an organisation's bodies, and the days they sit."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.common.periods import Period, PeriodQuerySet, apart
from samsyn.common.web import address
from samsyn.isolation.tables import COMMON
from samsyn.organisations.enums import Area, ChangeKind
from samsyn.organisations.models.bodies import Body, Organisation


@tracked
class DecisionPath(Period):
    """The chain of bodies for an area and a kind of change (beslutsväg), for a period."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="paths")
    area = models.CharField(_("area"), max_length=30, choices=Area, default=Area.ALL)
    change = models.CharField(_("kind of change"), max_length=20, choices=ChangeKind, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PeriodQuerySet.as_manager()
    isolation = COMMON

    class Meta(Period.Meta):
        constraints = [*Period.Meta.constraints, apart("decision_path_one_at_a_time", "organisation", "area", "change")]

    def __str__(self) -> str:
        change = str(ChangeKind(self.change).label) if self.change else ""
        return ", ".join(part for part in (str(Area(self.area).label), change) if part)

    def get_absolute_url(self) -> str:
        return f"{self.organisation.get_absolute_url()}#beslutsvagar"


@tracked
class PathStep(models.Model):
    """One body in a chain."""

    path = models.ForeignKey(DecisionPath, models.CASCADE, related_name="steps")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="path_steps")

    isolation = COMMON.following("path", "organisation_id").following("body", "organisation_id")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["path", "position"], name="path_step_one_per_position")]

    def __str__(self) -> str:
        return str(self.body)


@tracked
class Sitting(models.Model):
    """A day when a body sits (sammanträde), with the days before it when papers must be in."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.CASCADE, related_name="sittings")
    sits_on = models.DateField(_("sits on"))
    copy_deadline_on = models.DateField(_("copy deadline"), null=True, blank=True)
    mailing_on = models.DateField(_("mailing"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)

    isolation = COMMON.following("body", "organisation_id")

    class Meta:
        ordering = ["sits_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "sits_on"], name="sitting_one_a_day"),
            models.CheckConstraint(
                condition=Q(copy_deadline_on=None) | Q(copy_deadline_on__lte=F("sits_on")),
                name="sitting_copy_deadline_comes_before",
            ),
            models.CheckConstraint(
                condition=Q(mailing_on=None) | Q(mailing_on__lte=F("sits_on")), name="sitting_mailing_comes_before"
            ),
            models.CheckConstraint(
                condition=Q(mailing_on=None) | Q(copy_deadline_on=None) | Q(copy_deadline_on__lte=F("mailing_on")),
                name="sitting_copy_deadline_before_mailing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.sits_on}"

    def get_absolute_url(self) -> str:
        return address("organisations:body", self.body.uid)
