"""Periods: half-open in the database, [starts_on, ends_on), and "till och med" for people.

An unknown beginning is NULL and reaches back for ever, an open end is NULL; `starts_text` holds what the source says
when it knows no day ("våren 2022").
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import IntegrityError, models
from django.db.models import F, Func, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)


def on_day(day: date, prefix: str = "") -> Q:
    """In force on that day: begun, and not ended."""
    starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
    begun = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})
    return begun & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


def covers(starts_on: date | None, ends_on: date | None, day: date) -> bool:
    return (starts_on is None or starts_on <= day) and (ends_on is None or ends_on > day)


def overlap(a: tuple[date | None, date | None], b: tuple[date | None, date | None]) -> bool:
    """Whether two half-open periods share a day."""
    return (a[0] is None or b[1] is None or a[0] < b[1]) and (b[0] is None or a[1] is None or b[0] < a[1])


class PeriodQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        return self.filter(on_day(day))


@contextmanager
def telling_of(row: models.Model) -> Iterator[None]:
    """Let a refusal carry the row it is about: under row-level security PostgreSQL does not say which one clashed."""
    try:
        yield
    except IntegrityError as error:
        error.row = row  # type: ignore[attr-defined]
        raise


class Period(models.Model):
    """Something that held from one day to another."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("first day after"), null=True, blank=True)
    starts_text = models.CharField(_("the beginning in words"), max_length=80, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with telling_of(self):
            super().save(*args, **kwargs)

    @property
    def through(self) -> date | None:
        """The last day it holds (till och med)."""
        return self.ends_on - DAY if self.ends_on else None

    def holds_on(self, day: date) -> bool:
        return covers(self.starts_on, self.ends_on, day)


class Told(SimpleNamespace):
    """A period that came as JSON with the row it belongs to: what a page shows of it, without a query of its own."""

    starts_on: date | None
    ends_on: date | None

    @classmethod
    def of(cls, rows: list[dict[str, Any]]) -> list[Self]:
        """With the days as days."""
        days = ("starts_on", "ends_on")
        return [cls(**row | {day: row[day] and date.fromisoformat(row[day]) for day in days}) for row in rows]

    def holds_on(self, day: date) -> bool:
        return covers(self.starts_on, self.ends_on, day)

    @property
    def through(self) -> date | None:
        return self.ends_on - DAY if self.ends_on else None


def told_by(model: type[Period], *fields: str, **others: str) -> ArraySubquery:
    """All periods of a thing with the thing itself, in the order of their beginnings; read back with `Told.of`."""
    names = {name: name for name in ("starts_on", "ends_on", "starts_text", *fields)} | others
    of_thing: dict[str, Any] = {"owner": OuterRef("pk")}
    listed = model._default_manager.filter(**of_thing).order_by(F("starts_on").asc(nulls_first=True), "pk")
    return ArraySubquery(listed.values(json=JSONObject(**names)))


class DateRange(Func):
    function = "daterange"
    arity = 2


def apart(name: str, *same: str, condition: Q | None = None) -> ExclusionConstraint:
    """Periods of the same thing never overlap."""
    # What is the same comes first: led by the open-ended ranges, which all overlap, each insert would read the whole
    # index (254 s and not done for 80 000 parties).
    expressions: list[Any] = [(field, RangeOperators.EQUAL) for field in same]
    expressions.append((DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS))
    return ExclusionConstraint(name=name, expressions=expressions, condition=condition)
