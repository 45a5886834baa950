"""Who the authorities are: organisations, bodies and the circles that may read."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.common.periods import Period, PeriodQuerySet
from samsyn.common.swedish import SvKey, genitive
from samsyn.common.web import address
from samsyn.isolation.tables import CIRCLES, COMMON, OURS, SIGNED_IN, Isolation
from samsyn.organisations.enums import ALWAYS_DECIDES, NEVER_DECIDES, BodyKind, CircleKind, OrganisationKind

CITIES = {
    "Borås",
    "Göteborg",
    "Haparanda",
    "Helsingborg",
    "Landskrona",
    "Lidingö",
    "Lund",
    "Malmö",
    "Mölndal",
    "Solna",
    "Stockholm",
    "Sundbyberg",
    "Trollhättan",
    "Vaxholm",
    "Västerås",
}  # municipalities that call themselves stad


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def in_order(self) -> Self:
        return self.order_by(SvKey("name"), "code")


class Organisation(models.Model):
    """A municipality, region, association, company or agency (organisation).

    The municipalities and regions are laid in by the platform, with Statistics Sweden's codes; others by whoever
    first needs them. Names are facts, readable by everyone who is signed in.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    code = models.CharField(_("code"), max_length=4, blank=True)
    name = models.CharField(_("name"), max_length=200)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    county_code = models.CharField(max_length=2, blank=True)
    number = models.CharField(_("organisation number"), max_length=11, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_on = models.DateField(null=True, blank=True)
    organisation = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+"
    )  # who wrote it down; none: the platform
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    kept_by_organisation = True

    objects = OrganisationQuerySet.as_manager()
    isolation = Isolation(read=SIGNED_IN, add=OURS, change=OURS, change_to=OURS, owner_reads=True, owner_writes=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="organisation_once_by_code")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("organisations:detail", self.uid)

    @property
    def full_name(self) -> str:
        """'Melleruds kommun'; for others the name as it stands."""
        if self.kind != OrganisationKind.MUNICIPALITY:
            return self.name
        return (
            f"{genitive(self.name)} {'stad' if self.name in CITIES else 'kommun'}"
            if self.code != "0980"
            else "Region Gotland"
        )


class Authority(models.Model):
    """A committee or executive board, and the council as equal to one (myndighet, TF 2:5): what owns records."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="authorities")
    name = models.CharField(_("name"), max_length=200)
    registry_email = models.EmailField(_("e-mail of the registry"), blank=True)  # where papers are delivered
    letterhead = models.TextField(_("letterhead"), blank=True, max_length=400)  # address lines on its papers
    version = models.PositiveIntegerField(default=1)
    kept_by_organisation = True

    isolation = Isolation(read=SIGNED_IN, add=OURS, change=OURS, change_to=OURS, owner_reads=True, owner_writes=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()

    @property
    def full_name(self) -> str:
        """'Melleruds kommun, kommunstyrelsen'."""
        return f"{self.organisation.full_name}, {self.name[:1].lower()}{self.name[1:]}"


class Circle(models.Model):
    """A set of organisations, or of single authorities in them, that may read what is shared in it (krets)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=CircleKind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="circles")  # who keeps it
    everyone = models.BooleanField(default=False)
    kept_by_organisation = True

    isolation = Isolation(
        read=f"{OURS} or id in {CIRCLES}",
        add=OURS,
        change=OURS,
        change_to=OURS,
        remove=OURS,
        owner_reads=True,
        owner_writes=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["everyone"], condition=Q(everyone=True), name="circle_of_everyone_is_one"),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(kind=CircleKind.AUTHORITY), name="circle_of_an_authority_is_one"
            ),
            models.CheckConstraint(
                condition=Q(everyone=True) | Q(organisation__isnull=False), name="circle_is_kept_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CircleMember(Period):
    """An organisation, or one authority of it, that reads what is shared in a circle."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")  # the circle's
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="circle_memberships")
    member_authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="+")
    kept_by_organisation = True

    objects = PeriodQuerySet.as_manager()
    isolation = Isolation(
        read=f"{OURS} or circle_id in {CIRCLES}",
        add=OURS,
        change=OURS,
        change_to=OURS,
        remove=OURS,
        owner_reads=True,
        owner_writes=True,
    ).following("circle", "organisation_id")

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["member", "circle"])]

    def __str__(self) -> str:
        return f"{self.member} {self.circle}"


class BodyQuerySet(PeriodQuerySet):
    pass


@tracked
class Body(Period):
    """A council, board, committee or subcommittee (organ). It decides or it prepares, never both."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=30, choices=BodyKind)
    name = models.CharField(_("name"), max_length=200)
    decides = models.BooleanField(_("decides"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subcommittees")
    term_note = models.CharField(_("term of office"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    kept_by_organisation = True

    objects = BodyQuerySet.as_manager()
    isolation = Isolation(
        read=SIGNED_IN, add=OURS, change=OURS, change_to=OURS, remove=OURS, owner_reads=True, owner_writes=True
    ).following("authority", "organisation_id")

    class Meta(Period.Meta):
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decides=True) | ~Q(kind__in=sorted(ALWAYS_DECIDES)), name="body_council_decides"
            ),
            models.CheckConstraint(
                condition=Q(decides=False) | ~Q(kind__in=sorted(NEVER_DECIDES)), name="body_office_prepares"
            ),
            models.CheckConstraint(
                condition=~Q(kind=BodyKind.SUBCOMMITTEE) | Q(parent__isnull=False), name="body_subcommittee_has_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("organisations:body", self.uid)

    @property
    def kind_label(self) -> str:
        return str(BodyKind(self.kind).label)

    @property
    def task(self) -> str:
        return _g("decides") if self.decides else _g("prepares")


@tracked
class ServedParty(Period):
    """A municipality or region that a joint committee serves besides its host (KL 9:19-20)."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="served")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the host, as the body
    party = models.ForeignKey(Organisation, models.PROTECT, related_name="joint_committees")
    kept_by_organisation = True

    objects = PeriodQuerySet.as_manager()
    isolation = COMMON.following("body", "organisation_id")

    def __str__(self) -> str:
        return str(self.party)
