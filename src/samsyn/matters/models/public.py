"""The copies that the public reads: the matter by those who keep it, each answer by the municipality whose it is."""

from django.db import models
from django.db.models import F

from samsyn.isolation.tables import PUBLISHED
from samsyn.organisations.models import Authority


class PublicMatter(models.Model):
    """A published matter: what is proposed, to whom, and whether it is in force."""

    uid = models.UUIDField(primary_key=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_constraint=False)
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=30)
    network = models.UUIDField(null=True)
    collaboration = models.UUIDField(null=True)
    content = models.JSONField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField()

    isolation = PUBLISHED

    class Meta:
        db_table = '"public_site"."matter"'
        indexes = [
            models.Index(F("changed_at").desc(), name="public_matter_latest"),
            models.Index(fields=["collaboration"], name="public_matter_collaboration"),
        ]

    def __str__(self) -> str:
        return self.title


class PublicAnswer(models.Model):
    """What one municipality's bodies have decided, as it has published it itself."""

    uid = models.UUIDField(primary_key=True)
    matter = models.UUIDField()
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_constraint=False)
    organisation = models.CharField(max_length=200)
    content = models.JSONField()
    published_at = models.DateTimeField()

    isolation = PUBLISHED

    class Meta:
        db_table = '"public_site"."answer"'
        indexes = [models.Index(fields=["matter"], name="public_answer_matter")]

    def __str__(self) -> str:
        return self.organisation
