"""What happens to collaborations in the register."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.actions import lock, record
from samsyn.collaborations import publishing, rules
from samsyn.collaborations.checklists import checklist
from samsyn.collaborations.enums import LegalForm, PartyRole, Stage
from samsyn.collaborations.models import (
    CheckedPoint,
    Collaboration,
    CollaborationName,
    Contact,
    FormPeriod,
    GoverningDocument,
    Party,
    Signature,
    StagePeriod,
)
from samsyn.common.bulk import insert_rows
from samsyn.common.verdict import Conflict, Refused, require
from samsyn.common.versions import save_version
from samsyn.documents.files import Stored
from samsyn.isolation.acting import Reader, refresh
from samsyn.networks.enums import Openness
from samsyn.organisations.actions import everyone
from samsyn.organisations.enums import CircleKind
from samsyn.organisations.models import Circle, CircleMember, Organisation

# What is changed by describing; the rest are periods of their own.
DESCRIBED = (
    "area",
    "area_text",
    "network",
    "purpose",
    "stays_local",
    "for_residents",
    "for_employees",
    "cost_rule",
    "staff",
    "risk",
    "external_delegation",
    "archive_responsible",
    "controller",
    "procurement_ground",
    "procurement_checked_on",
    "last_follow_up_on",
    "next_follow_up_on",
    "replaced_by",
    "stated_parties",
    "unlisted_parties",
    "form_as_stated",
    "source_kind",
    "source",
    "checked_on",
    "note",
    "doubt_notes",
)


def register(
    *,
    by: Reader,
    at: datetime,
    name: str,
    area: str,
    form: str = LegalForm.UNKNOWN,
    legal_basis: str = "",
    stage: str = Stage.IDEA,
    stage_note: str = "",
    starts_on: date | None = None,
    starts_text: str = "",
    **facts: Any,
) -> Collaboration:
    """Write down a collaboration; a draft until it is shared or published."""
    require(rules.may_register(by))
    own, draft = make_circles(by, 1)
    source = {"source": facts.get("source", ""), "checked_on": facts.get("checked_on")}
    made = Collaboration.objects.create(
        authority_id=by.authority, circle_id=draft, own_circle_id=own[0], name=name, area=area, **facts
    )
    period = {"starts_on": starts_on, "starts_text": starts_text, **source}
    CollaborationName.objects.create(owner=made, name=name, **period)
    FormPeriod.objects.create(owner=made, form=form, legal_basis=legal_basis, **period)
    StagePeriod.objects.create(owner=made, stage=stage, note=stage_note, **period)
    return changed(made, "register", by, at)


def make_circles(by: Reader, count: int) -> tuple[list[int], int]:
    """So many circles for parties, kept by us, and the circle where our drafts lie."""
    draft = Circle.objects.get(kind=CircleKind.AUTHORITY, authority_id=by.authority)
    kept = {"organisation": by.organisation, "authority": by.authority}
    made = insert_rows(Circle, ({"kind": CircleKind.COLLABORATION, **kept} for _n in range(count)))
    member = {"organisation": by.organisation, "member": by.organisation, "member_authority": by.authority}
    insert_rows(CircleMember, ({"circle": circle, **member} for circle in made))
    refresh()
    return made, draft.pk


def changed(collaboration: Collaboration, kind: str, by: Reader, at: datetime, **details: Any) -> Collaboration:
    """After every change: circle, search, public copy and log agree with what now stands."""
    publishing.bring_up_to_date([collaboration], today=by.today, at=at)
    record(kind, collaboration, by=by, at=at, **details)
    return collaboration


def describe(
    collaboration: Collaboration, *, by: Reader, at: datetime, version: int | None = None, **facts: Any
) -> Collaboration:
    """Change what is told of it."""
    require(rules.may_edit(by, collaboration))
    if facts.get("replaced_by") == collaboration:
        raise Refused(_("A collaboration cannot be replaced by itself."), "replaced_by")
    save_version(collaboration, version, **facts)
    return changed(collaboration, "describe", by, at, fields=sorted(facts))


def rename(
    collaboration: Collaboration,
    *,
    by: Reader,
    at: datetime,
    name: str,
    starts_on: date,
    source: str = "",
    version: int | None = None,
) -> Collaboration:
    """A new name from a day; the earlier one ends the day before."""
    require(rules.may_edit(by, collaboration))
    _end_earlier(CollaborationName, collaboration, starts_on)
    CollaborationName.objects.create(owner=collaboration, name=name, starts_on=starts_on, source=source)
    save_version(collaboration, version, name=name)
    return changed(collaboration, "rename", by, at, name=name)


def change_form(
    collaboration: Collaboration,
    *,
    by: Reader,
    at: datetime,
    form: str,
    starts_on: date | None,
    legal_basis: str = "",
    source: str = "",
) -> Collaboration:
    """Another legal form from a day: the activity goes on, the form changes."""
    require(rules.may_edit(by, collaboration))
    _end_earlier(FormPeriod, collaboration, starts_on)
    FormPeriod.objects.create(
        owner=collaboration, form=form, legal_basis=legal_basis, starts_on=starts_on, source=source
    )
    return changed(collaboration, "change_form", by, at, form=form)


def change_stage(
    collaboration: Collaboration,
    *,
    by: Reader,
    at: datetime,
    stage: str,
    starts_on: date,
    note: str = "",
    source: str = "",
    replaced_by: Collaboration | None = None,
) -> Collaboration:
    """It goes on to another stage from a day."""
    lock(collaboration.uid)
    now = StagePeriod.objects.filter(owner=collaboration).on(starts_on).first()
    require(rules.may_change_stage(by, collaboration, now=now.stage if now else None, to=stage))
    if stage == Stage.REPLACED and replaced_by is None and not note:
        raise Refused(_("Say what replaced it: choose it in the register, or write it in the note."), "replaced_by")
    if replaced_by == collaboration:
        raise Refused(_("A collaboration cannot be replaced by itself."), "replaced_by")
    _end_earlier(StagePeriod, collaboration, starts_on)
    StagePeriod.objects.create(owner=collaboration, stage=stage, starts_on=starts_on, note=note, source=source)
    if replaced_by:
        save_version(collaboration, None, replaced_by=replaced_by)
    return changed(collaboration, "change_stage", by, at, stage=stage)


def _end_earlier(model: Any, collaboration: Collaboration, starts_on: date | None) -> None:
    lock(collaboration.uid)
    if starts_on:
        earlier = model.objects.filter(owner=collaboration, ends_on=None)
        earlier.filter(Q(starts_on__lt=starts_on) | Q(starts_on=None)).update(ends_on=starts_on)


def add_parties(
    collaboration: Collaboration,
    organisations: Iterable[Organisation],
    *,
    by: Reader,
    at: datetime,
    role: str = PartyRole.MEMBER,
    extent: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    starts_text: str = "",
    source: str = "",
) -> list[Party]:
    """Organisations take part in a role and to an extent, for a period."""
    require(rules.may_edit(by, collaboration))
    period = {"starts_on": starts_on, "ends_on": ends_on, "starts_text": starts_text}
    made = [
        Party.objects.create(
            owner=collaboration, organisation=organisation, role=role, extent=extent, source=source, **period
        )
        for organisation in organisations
    ]
    changed(collaboration, "add_parties", by, at, parties=[str(party) for party in made])
    return made


def change_party(party: Party, *, by: Reader, at: datetime, version: int | None = None, **facts: Any) -> Collaboration:
    require(rules.may_edit(by, party.owner))
    save_version(party, version, **facts)
    return changed(party.owner, "change_party", by, at, party=str(party))


def remove_party(party: Party, *, by: Reader, at: datetime) -> Collaboration:
    """Take away a party that was registered by mistake; one that left is given a last day instead. History keeps it."""
    require(rules.may_edit(by, party.owner))
    if Signature.objects.filter(party=party).exists():
        raise Refused(_("%(name)s has signed a document here. Give the party a last day instead.") % {"name": party})
    owner = party.owner
    if Party.objects.filter(pk=party.pk).delete()[0] != 1:
        raise Conflict
    return changed(owner, "remove_party", by, at, party=str(party))


def set_contact(
    collaboration: Collaboration, *, by: Reader, at: datetime, kind: str, name: str, office: str = "", email: str = ""
) -> Collaboration:
    require(rules.may_edit(by, collaboration))
    Contact.objects.create(owner=collaboration, kind=kind, name=name, office=office, email=email)
    return changed(collaboration, "set_contact", by, at, name=name)


def remove_contact(contact: Contact, *, by: Reader, at: datetime) -> Collaboration:
    require(rules.may_edit(by, contact.owner))
    owner = contact.owner
    if Contact.objects.filter(pk=contact.pk).delete()[0] != 1:
        raise Conflict
    return changed(owner, "remove_contact", by, at, name=contact.name)


def add_document(
    collaboration: Collaboration, *, by: Reader, at: datetime, file: Stored | None = None, **facts: Any
) -> GoverningDocument:
    """A new version of a governing document; an earlier one without an end is valid until the new one is."""
    require(rules.may_edit(by, collaboration))
    lock(collaboration.uid)
    if facts.get("starts_on"):
        earlier = GoverningDocument.objects.filter(
            owner=collaboration, kind=facts["kind"], title=facts["title"], ends_on=None
        )
        earlier.filter(Q(starts_on__lt=facts["starts_on"]) | Q(starts_on=None)).update(ends_on=facts["starts_on"])
    document = GoverningDocument.objects.create(owner=collaboration, **facts, **_file(file))
    changed(collaboration, "add_document", by, at, title=str(document), sha256=document.sha256)
    return document


def _file(file: Stored | None) -> dict[str, Any]:
    if file is None:
        return {}
    return {"sha256": file.sha256, "size": file.size, "file_name": file.name, "media_type": file.media_type}


def change_document(
    document: GoverningDocument, *, by: Reader, at: datetime, version: int | None = None, **facts: Any
) -> Collaboration:
    """Correct what is told of it; the file itself never changes, a new text is a new version."""
    require(rules.may_edit(by, document.owner))
    save_version(document, version, **facts)
    return changed(document.owner, "change_document", by, at, title=str(document))


def sign(
    document: GoverningDocument, party: Party, *, by: Reader, at: datetime, signed_on: date | None, signed_by: str
) -> GoverningDocument:
    """Write down who signed for a party, and when."""
    require(rules.may_edit(by, document.owner))
    if party.owner_id != document.owner_id:
        raise Refused(_("The party is not one of the collaboration's."), "party")
    Signature.objects.create(document=document, party=party, signed_on=signed_on, signed_by=signed_by)
    record("sign", document, by=by, at=at, party=str(party), signed_by=signed_by)
    return document


def mark_secret(
    document: GoverningDocument, *, by: Reader, at: datetime, provision: str, version: int | None = None
) -> GoverningDocument:
    """Mark it as secret (OSL 5:5), or lift the marking with an empty provision. Sharing never overrides the marking."""
    require(rules.may_mark_secret(by, document))
    marked = (
        {"secrecy_marked_on": by.today, "secrecy_authority_id": by.authority}
        if provision
        else {"secrecy_marked_on": None, "secrecy_authority_id": None}
    )
    save_version(document, version, secrecy_provision=provision, **marked)
    changed(document.owner, "mark_secret", by, at, title=str(document), provision=provision)
    return document


def set_openness(
    collaboration: Collaboration, *, by: Reader, at: datetime, to: str, version: int | None = None
) -> Collaboration:
    """Share, publish or withdraw: others read it from now on; it may become an official document there (TF 2:6)."""
    require(rules.may_open(by, collaboration, to=to))
    circle = everyone() if to == Openness.PUBLISHED else collaboration.own_circle
    save_version(collaboration, version, circle_id=circle.pk, openness=to)
    return changed(
        collaboration, "set_openness", by, at, to=str(to), readers=publishing.readers(collaboration, by.today)
    )


def check_points(
    collaboration: Collaboration, *, by: Reader, at: datetime, form: str, answers: dict[str, tuple[bool | None, str]]
) -> Collaboration:
    """Answer the checklist of a legal form: met or not, and where in the document."""
    require(rules.may_edit(by, collaboration))
    known = {point.code for point in checklist(form)}
    listed = {
        "owner": collaboration,
        "authority_id": collaboration.authority_id,
        "circle_id": collaboration.circle_id,
    }
    CheckedPoint.objects.bulk_create(
        (
            CheckedPoint(**listed, point=code, met=met, where=where)
            for code, (met, where) in answers.items()
            if code in known
        ),
        update_conflicts=True,
        unique_fields=["owner", "point"],
        update_fields=["met", "where"],
    )
    record("check_points", collaboration, by=by, at=at)
    return collaboration
