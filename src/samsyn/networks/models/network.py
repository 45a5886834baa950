"""Networks: who works together, under which name, with which members (nätverk)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.common.periods import PeriodQuerySet, apart
from samsyn.common.web import address
from samsyn.isolation.tables import PUBLISHED
from samsyn.networks.enums import NETWORK_TEXTS, TextKind
from samsyn.networks.models.shared import FOLLOWS, KEPT, Kept, KeptQuerySet, PartOf
from samsyn.organisations.models import Authority, Organisation


@tracked
class Network(Kept):
    """Municipalities that work together under a name; no legal person (nätverk)."""

    rests_on = models.CharField(_("rests on"), max_length=200, blank=True)  # a declaration of intent, say

    objects = KeptQuerySet.as_manager()
    isolation = KEPT

    def get_absolute_url(self) -> str:
        return address("networks:detail", self.uid)


@tracked
class NetworkText(PartOf):
    """A network's name, purpose or vision, for a period."""

    owner = models.ForeignKey(Network, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=20, choices=TextKind)
    text = models.TextField()

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [
            *PartOf.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=NETWORK_TEXTS), name="network_text_is_of_a_known_kind"),
            apart("network_text_one_at_a_time", "owner", "kind"),
        ]

    def __str__(self) -> str:
        return self.text


@tracked
class Membership(PartOf):
    """A municipality's, or another network's, time as a member."""

    owner = models.ForeignKey(Network, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="member_of")
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [
            *PartOf.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, network=None) | Q(organisation=None, network__isnull=False),
                name="membership_is_of_one_organisation_or_network",
            ),
            models.CheckConstraint(condition=~Q(network=models.F("owner")), name="membership_not_of_itself"),
            apart("membership_once_at_a_time", "owner", "organisation", condition=Q(organisation__isnull=False)),
            apart("membership_of_network_once_at_a_time", "owner", "network", condition=Q(network__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.network)


@tracked
class Presidency(PartOf):
    """The municipality that presides, as a rule for a year (ordförandeskap)."""

    owner = models.ForeignKey(Network, models.CASCADE, related_name="presidencies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [*PartOf.Meta.constraints, apart("presidency_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return str(self.organisation)


@tracked
class NetworkKeeping(PartOf):
    """The authority that keeps the network's records, for a period."""

    owner = models.ForeignKey(Network, models.CASCADE, related_name="keepings")
    keeper = models.ForeignKey(Authority, models.PROTECT, related_name="+")

    objects = PeriodQuerySet.as_manager()
    isolation = FOLLOWS

    class Meta(PartOf.Meta):
        constraints = [*PartOf.Meta.constraints, apart("network_keeping_one_at_a_time", "owner")]

    def __str__(self) -> str:
        return str(self.keeper)


class PublicNetwork(models.Model):
    """The copy of a published network that the public reads."""

    uid = models.UUIDField(primary_key=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_constraint=False)
    name = models.CharField(max_length=300)
    content = models.JSONField()
    published_at = models.DateTimeField()

    isolation = PUBLISHED

    class Meta:
        db_table = '"public_site"."network"'

    def __str__(self) -> str:
        return self.name
