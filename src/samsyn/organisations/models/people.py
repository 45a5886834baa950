"""People's posts and seats in bodies (uppdrag)."""

from datetime import date
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import Person
from samsyn.audit.history import tracked
from samsyn.common.periods import Period, PeriodQuerySet, apart
from samsyn.common.prepared import prepared
from samsyn.isolation.acting import Reader
from samsyn.isolation.tables import OURS, PERSON, Isolation
from samsyn.organisations.enums import Role
from samsyn.organisations.models.bodies import Authority, Body, Organisation


class AssignmentQuerySet(PeriodQuerySet):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(
            models.Q(organisation=reader.organisation) | models.Q(person=reader.person) | models.Q(public=True)
        )

    def with_names(self) -> Self:
        return self.select_related("person", "body", "organisation")


@tracked
class Assignment(Period):
    """A person's post or seat in a body (uppdrag): what they act by. Ends at midnight, Swedish time.

    Belongs to the organisation that gave it. A political party is kept for the elected only.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="assignments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    title = models.CharField(_("title"), max_length=120, blank=True)
    political_party = models.CharField(_("political party"), max_length=80, blank=True)
    public = models.BooleanField(_("shown to others"), default=False)
    version = models.PositiveIntegerField(default=1)
    kept_by_organisation = True

    objects = AssignmentQuerySet.as_manager()
    isolation = Isolation(
        read=f"{OURS} or person_id = {PERSON} or (public and (select samsyn.authority()) is not null)",
        add=OURS,
        change=OURS,
        change_to=OURS,
        remove=OURS,
        owner_reads=True,
        owner_writes=True,
    ).following("body", "organisation_id", "authority_id")

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["person", "starts_on"])]
        constraints = [*Period.Meta.constraints, apart("assignment_once_at_a_time", "person", "body", "role")]

    def __str__(self) -> str:
        return f"{self.person}, {self.label}"

    @property
    def label(self) -> str:
        return self.title or str(Role(self.role).label)

    @property
    def place(self) -> str:
        """'Melleruds kommun, socialnämnden'."""
        return place_of(self.organisation, self.body.name)


def place_of(organisation: Organisation, body: str) -> str:
    """A body with its organisation: 'Melleruds kommun, socialnämnden'."""
    return f"{organisation.full_name}, {body.lower() if body[1:].islower() else body}"


def current(person: int, today: date) -> list[Assignment]:
    """A person's assignments today, the oldest first."""
    return list(_current(person=person, today=today))


@prepared
def _current(*, person: int, today: date) -> Any:
    return Assignment.objects.filter(person=person).on(today).with_names().order_by("starts_on", "id")
