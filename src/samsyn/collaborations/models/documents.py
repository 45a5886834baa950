"""The papers a collaboration rests on, version by version, and who signed them."""

from typing import Any, Self
from uuid import uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.collaborations.enums import DocumentKind, NoticeAnchor
from samsyn.collaborations.models.collaboration import Collaboration, Fact, Party
from samsyn.common.periods import PeriodQuerySet, apart
from samsyn.isolation.acting import Reader
from samsyn.isolation.tables import SECRET_OR_SHARED
from samsyn.organisations.models import Authority, Circle


class GoverningDocumentQuerySet(PeriodQuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """Shared ones, and one's own also when they are marked secret."""
        return self.filter(Q(authority=reader.authority) | Q(secrecy_provision="", circle__any=reader.circles))

    def with_signatures(self) -> Self:
        """Who signed for whom, with the document itself."""
        signed = Signature.objects.filter(document=OuterRef("pk")).order_by("signed_on", "party__organisation__name")
        told = JSONObject(party="party__organisation__name", signed_on="signed_on", signed_by="signed_by", id="id")
        return self.annotate(signed=ArraySubquery(signed.values(json=told)))


@tracked
class GoverningDocument(Fact):
    """One version of an agreement, charter or the like (styrande dokument), valid for a period.

    A secrecy marking (OSL 5:5) names provision, date and the authority that made it, and hides the row from all others.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Collaboration, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    edition = models.CharField(_("version"), max_length=40, blank=True)
    renewal_months = models.PositiveSmallIntegerField(_("is prolonged by this many months"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("notice period, months"), null=True, blank=True)
    notice_anchor = models.CharField(_("notice is counted back from"), max_length=20, choices=NoticeAnchor, blank=True)
    entry_note = models.CharField(_("condition for coming into force"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    secrecy_provision = models.CharField(_("secrecy provision"), max_length=60, blank=True)
    secrecy_marked_on = models.DateField(_("marked on"), null=True, blank=True)
    secrecy_authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = GoverningDocumentQuerySet.as_manager()
    isolation = SECRET_OR_SHARED.following("owner", "authority_id", "circle_id")

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            apart("governing_document_one_version_at_a_time", "owner", "kind", "title"),
            models.CheckConstraint(
                condition=Q(secrecy_provision="", secrecy_marked_on=None)
                | (~Q(secrecy_provision="") & Q(secrecy_marked_on__isnull=False, secrecy_authority__isnull=False)),
                name="governing_document_secrecy_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.edition}".strip()

    @property
    def secret(self) -> bool:
        return bool(self.secrecy_provision)


@tracked
class Signature(models.Model):
    """Who signed a governing document, when, and for which party."""

    document = models.ForeignKey(GoverningDocument, models.CASCADE, related_name="signatures")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    secrecy_provision = models.CharField(max_length=60, blank=True)  # the document's
    party = models.ForeignKey(Party, models.CASCADE, related_name="signatures")
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)

    isolation = SECRET_OR_SHARED.following("document", "authority_id", "circle_id", "secrecy_provision")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "party"], name="signature_once_per_party")]

    def __str__(self) -> str:
        return self.signed_by

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            document = self.document
            self.authority_id, self.circle_id = document.authority_id, document.circle_id
            self.secrecy_provision = document.secrecy_provision
        super().save(*args, **kwargs)
