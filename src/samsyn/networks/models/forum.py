"""Forums: where matters are prepared, and nothing is decided (beredande forum)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import Person
from samsyn.audit.history import tracked
from samsyn.common.periods import Period, PeriodQuerySet, apart
from samsyn.common.web import address
from samsyn.isolation.tables import IN_CIRCLE, MINE, OURS, Isolation
from samsyn.networks.enums import FORUM_TEXTS, SeatKind, TextKind
from samsyn.networks.models.network import Network
from samsyn.networks.models.shared import FOLLOWS, KEPT, Kept, KeptQuerySet, PartOf
from samsyn.organisations.models import Authority, Circle, Organisation


@tracked
class Forum(Kept):
    """A preparatory forum (forum): it may take a standpoint, never a decision."""

    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="forums")
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    last_met_on = models.DateField(_("last met"), null=True, blank=True)
    dormant_after_months = models.PositiveSmallIntegerField(
        _("called dormant after this many months without a meeting"), default=9
    )

    objects = KeptQuerySet.as_manager()
    isolation = KEPT

    def get_absolute_url(self) -> str:
        return address("networks:forum", self.uid)


@tracked
class ForumText(PartOf):
    """A forum's name, purpose, mandate, or to whom it reports, for a period."""

    owner = models.ForeignKey(Forum, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=20, choices=TextKind)
    text = models.TextField()

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [
            *PartOf.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=FORUM_TEXTS), name="forum_text_is_of_a_known_kind"),
            apart("forum_text_one_at_a_time", "owner", "kind"),
        ]

    def __str__(self) -> str:
        return self.text


@tracked
class Activity(PartOf):
    """A time when the forum met; between such times it rested."""

    owner = models.ForeignKey(Forum, models.CASCADE, related_name="activities")
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [*PartOf.Meta.constraints, apart("activity_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return self.note


@tracked
class ForumKeeping(PartOf):
    """The authority that keeps the forum's records, for a period."""

    owner = models.ForeignKey(Forum, models.CASCADE, related_name="keepings")
    keeper = models.ForeignKey(Authority, models.PROTECT, related_name="+")

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [*PartOf.Meta.constraints, apart("forum_keeping_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return str(self.keeper)


@tracked
class Seat(PartOf):
    """A seat that one municipality fills (plats i forum)."""

    owner = models.ForeignKey(Forum, models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    kind = models.CharField(_("seat"), max_length=30, choices=SeatKind)
    title = models.CharField(_("what the municipality calls it"), max_length=120, blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS
    now: list["SeatHolder"]  # who sits there on the day that is shown
    forum: Forum  # with its name, where a list of seats needs it
    may_appoint: object

    def __str__(self) -> str:
        return self.title or str(SeatKind(self.kind).label)


@tracked
class SeatHolder(Period):
    """The person whom a municipality has sent to its seat. Only that municipality writes it."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="holders")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")  # who sent them
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the seat's
    circle = models.ForeignKey(
        Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # the seat's
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")

    objects = PeriodQuerySet.as_manager()
    isolation = Isolation(
        read=f"{MINE} or {OURS} or {IN_CIRCLE}",
        add=f"{MINE} and {OURS} and {IN_CIRCLE}",
        change=OURS,
        change_to=OURS,
        remove=f"{MINE} and {OURS}",
    ).following("seat", "organisation_id", "circle_id")

    class Meta(Period.Meta):
        constraints = [*Period.Meta.constraints, apart("seat_holder_one_at_a_time", "seat")]

    def __str__(self) -> str:
        return str(self.person)
