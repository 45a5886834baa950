"""Reads that several callers share: finding an organisation by what somebody wrote, and who does what today."""

import difflib
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from samsyn.accounts.models import Person
from samsyn.common.periods import on_day
from samsyn.common.prepared import prepared
from samsyn.common.swedish import SvKey
from samsyn.isolation.acting import Reader
from samsyn.organisations.enums import Role
from samsyn.organisations.models import Assignment, Body, DecisionPath, Organisation, PathStep, Sitting

_MUNICIPAL = re.compile(r"^(?:kommunen\s+)?(.*?)(?:s)?\s+(?:kommun|stad|kn)$", re.IGNORECASE)
_CODE = re.compile(r"\s*\((\d{2,4})\)$")
_FOLD = str.maketrans("åäöéèü", "aaoeeu")


def _key(text: str) -> str:
    return " ".join(text.lower().split())


@dataclass
class Directory:
    """All organisations by everything they may be called. Built once, asked many times."""

    organisations: list[Organisation]
    by_name: dict[str, Organisation] = field(default_factory=dict)
    by_code: dict[str, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for organisation in self.organisations:
            self.add(organisation)

    @classmethod
    def load(cls) -> "Directory":
        # Municipalities last: where a name is shared with something else, the municipality is meant.
        return cls(sorted(Organisation.objects.all(), key=lambda found: found.kind == "MUNICIPALITY"))

    def add(self, organisation: Organisation) -> None:
        for name in [organisation.full_name, *organisation.other_names, organisation.name]:
            self.by_name[_key(name)] = organisation
        if organisation.number:
            self.by_name[organisation.number] = organisation
        if organisation.code:
            self.by_code[organisation.code] = organisation

    @cached_property
    def _folded(self) -> dict[str, list[Organisation]]:
        found: dict[str, list[Organisation]] = {}
        for name, organisation in self.by_name.items():
            found.setdefault(name.translate(_FOLD), []).append(organisation)
        return found

    def find(self, text: str) -> Organisation | None:
        """The organisation that is meant, or None. Å and a are different letters: Håbo is not Habo."""
        key = _key(text)
        if key.isdecimal():
            return self.by_code.get(key)
        if found := self.by_name.get(key):
            return found
        if told := _CODE.search(key):
            return None if self._disagrees(key) else self.by_code.get(told[1])
        if stripped := _MUNICIPAL.match(key):
            return self.by_name.get(stripped[1]) or self.by_name.get(f"{stripped[1]}s")
        return None

    def knows_code(self, text: str) -> bool:
        return text.strip() in self.by_code

    def _disagrees(self, key: str) -> tuple[Organisation, Organisation] | None:
        """'Habo (0305)': the name is one municipality's and the code another's."""
        told = _CODE.search(key)
        named = self.find(key[: told.start()]) if told else None
        coded = self.by_code.get(told[1]) if told else None
        return (named, coded) if named and coded and named.pk != coded.pk else None

    def why_not(self, text: str) -> str:
        """What to do about a name or code that was not found."""
        key = _key(text)
        if key.isdecimal() and (padded := self.by_code.get(key.zfill(4))):
            return _("The code %(code)s has lost its leading zero. Write %(right)s (%(name)s).") % {
                "code": key,
                "right": padded.code,
                "name": padded.name,
            }
        if both := self._disagrees(key):
            return _("“%(text)s” contradicts itself: the name is that of %(name)s, the code that of %(other)s.") % {
                "text": text,
                "name": f"{both[0].name} ({both[0].code})",
                "other": both[1].name,
            }
        near = {found.pk: found for found in self._folded.get(key.translate(_FOLD), [])}
        if not near:
            close = difflib.get_close_matches(key, self.by_name, n=3, cutoff=0.75)
            near = {self.by_name[name].pk: self.by_name[name] for name in close}
        if near:
            meant = _(" or ").join(
                f"{found.name} ({found.code})" if found.code else found.name for found in near.values()
            )
            return _("“%(text)s” is not known. Did you mean %(meant)s?") % {"text": text, "meant": meant}
        return _(
            "“%(text)s” is not known. Write the name as in the list of organisations, or the code with all its digits."
        ) % {"text": text}


def bodies_of(organisation: Organisation, today: date) -> list[Body]:
    """Its bodies that exist today or will, with the people in public roles."""
    found = list(_bodies(organisation=organisation.pk, today=today))
    for body in found:
        for told in body.public_people:
            told["label"] = told["title"] or Role(told["role"]).label
    return found


@prepared
def _bodies(*, organisation: int, today: date) -> Any:
    there = Assignment.objects.on(today).filter(body=OuterRef("pk"), public=True).order_by("role", "id")
    same = {name: name for name in ("role", "title", "political_party")}
    told = there.values(json=JSONObject(name="person__name", person="person__uid", **same))
    found = Body.objects.filter(organisation=organisation).exclude(ends_on__lte=today)
    return found.annotate(public_people=ArraySubquery(told)).order_by("kind", "name")


def paths_of(organisation: Organisation, today: date) -> list[DecisionPath]:
    """Its decision paths, each with the bodies on the way."""
    return list(_paths(organisation=organisation.pk, today=today))


@prepared
def _paths(*, organisation: int, today: date) -> Any:
    steps = PathStep.objects.filter(path=OuterRef("pk")).order_by("position").values("body__name")
    found = DecisionPath.objects.filter(on_day(today), organisation=organisation)
    return found.annotate(way=ArraySubquery(steps)).order_by("area", "change")


@prepared
def organisation_at(*, uid: UUID) -> Any:
    """One organisation by its address."""
    return Organisation.objects.filter(uid=uid)


@prepared
def body_at(*, uid: UUID) -> Any:
    """One body by its address, with its organisation, parent and authority."""
    return Body.objects.filter(uid=uid).select_related("organisation", "parent", "authority__organisation")


@prepared
def people_in(*, body: int, today: date) -> Any:
    """Who has an assignment in a body today."""
    return Assignment.objects.filter(on_day(today), body=body).with_names().order_by("role", "id")


@prepared
def coming_sittings(*, body: int, today: date) -> Any:
    return Sitting.objects.filter(body=body, sits_on__gte=today).order_by("sits_on")[:60]


@prepared
def person_at(*, reader: Reader, uid: UUID) -> Any:
    """Somebody that the reader may see, by their address."""
    return Person.objects.visible_to(reader).filter(uid=uid)


@prepared
def assignments_of(*, reader: Reader, person: int) -> Any:
    """What somebody does and has done, as far as the reader may see."""
    seen = Assignment.objects.visible_to(reader).filter(person=person).with_names()
    return seen.order_by(SvKey("organisation__name"), "-starts_on")
