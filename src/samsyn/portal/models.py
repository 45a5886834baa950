"""The public copies, as the portal's login sees them: it can read these two tables and nothing else."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samsyn.collaborations.facts import held
from samsyn.common.web import address


class Network(models.Model):
    """A published network."""

    uid = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=300)
    content = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"public_site"."network"'

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("portal:network", self.uid)

    def name_on(self, day: date) -> str:
        return str(held(self.content["names"], day).get("text", self.name))


class Collaboration(models.Model):
    """A published collaboration."""

    uid = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=300)
    area = models.CharField(max_length=30)
    network = models.UUIDField(null=True)
    parties = ArrayField(models.CharField(max_length=200))
    content: Any = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"public_site"."collaboration"'

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("portal:collaboration", self.uid)
