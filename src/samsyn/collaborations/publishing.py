"""What follows from a change: who reads, what is found, and what the public sees."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from samsyn.collaborations.models import Collaboration, GoverningDocument, Party, PublicCollaboration
from samsyn.common.bulk import insert_rows
from samsyn.isolation.acting import refresh
from samsyn.networks.enums import Openness
from samsyn.organisations.models import CircleMember
from samsyn.search.actions import Findable, index
from samsyn.search.models import Kind


def bring_up_to_date(collaborations: Iterable[Collaboration], *, today: date, at: datetime) -> None:
    """Circles, search entries and public copies, written anew from what stands; a handful of queries however many."""
    ids = [collaboration.pk for collaboration in collaborations]
    seen = (
        Collaboration.objects.filter(pk__in=ids)
        .as_of(today)
        .with_histories()
        .select_related("authority__organisation", "network")
    )
    listed = list(seen)
    parties = _by_owner(Party.objects.filter(owner__in=ids).select_related("organisation"))
    documents = _by_owner(GoverningDocument.objects.filter(owner__in=ids))
    _sync_circles(listed, parties)
    index(_findable(found, parties.get(found.pk, [])) for found in listed)
    published = [found for found in listed if found.openness == Openness.PUBLISHED]
    PublicCollaboration.objects.filter(pk__in=[found.uid for found in listed]).delete()
    PublicCollaboration.objects.bulk_create(
        PublicCollaboration(
            uid=found.uid,
            authority_id=found.authority_id,
            name=found.name,
            area=found.area,
            published_at=at,
            network=found.network.uid if found.network else None,
            parties=sorted({party.organisation.name for party in parties.get(found.pk, [])}),
            content=content(found, parties.get(found.pk, []), documents.get(found.pk, [])),
        )
        for found in published
    )


def _by_owner(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.owner_id, []).append(row)
    return found


def _sync_circles(listed: list[Collaboration], parties: dict[int, list[Party]]) -> None:
    """The parties read what is shared with the parties, for as long as they are; the keeper always does."""
    circles = [found.own_circle_id for found in listed]
    stands: dict[int, set[Any]] = {}
    members = CircleMember.objects.filter(circle__in=circles, member_authority=None)
    for circle, *member in members.values_list("circle_id", "member_id", "starts_on", "ends_on"):
        stands.setdefault(circle, set()).add(tuple(member))
    stale, new = [], []
    for found in listed:
        wanted = {(party.organisation_id, party.starts_on, party.ends_on) for party in parties.get(found.pk, [])}
        if wanted == stands.get(found.own_circle_id, set()):
            continue
        stale.append(found.own_circle_id)
        organisation = found.authority.organisation_id
        new += [
            {
                "circle": found.own_circle_id,
                "organisation": organisation,
                "member": member,
                "starts_on": starts,
                "ends_on": ends,
            }
            for member, starts, ends in wanted
        ]
    if stale:
        members.filter(circle__in=stale).delete()
        insert_rows(CircleMember, new)
        refresh()


def _findable(found: Any, parties: list[Party]) -> Findable:
    names = " ".join(party.organisation.name for party in parties)
    older = " ".join(row["name"] for row in found.history["names"])
    numbers = " ".join(party.registry_number for party in parties)
    return Findable(
        kind=Kind.COLLABORATION,
        uid=found.uid,
        title=found.name,
        url=found.get_absolute_url(),
        organisation=found.authority.organisation_id,
        authority=found.authority_id,
        circle=found.circle_id,
        detail=found.area_text or str(found.get_area_display()),
        text=f"{older} {names} {numbers} {found.purpose[:500]}",
    )


def readers(collaboration: Collaboration, today: date) -> list[str]:
    """The organisations that read it when it is shared, by name."""
    members = CircleMember.objects.filter(circle=collaboration.own_circle_id, member_authority=None).on(today)
    return list(
        members.exclude(member=collaboration.authority.organisation_id)
        .order_by("member__name")
        .values_list("member__name", flat=True)
    )


TEXTS = (
    "purpose",
    "stays_local",
    "for_residents",
    "for_employees",
    "cost_rule",
    "area_text",
    "note",
    "unlisted_parties",
    "source",
    "stated_parties",
    "form_as_stated",
    "source_kind",
    "doubt_notes",
)


def content(found: Any, parties: list[Party], documents: list[GoverningDocument]) -> dict[str, Any]:
    """What the public reads: no e-mail addresses, no document that is marked secret. Judged when it is read."""
    return {
        **{name: getattr(found, name) for name in TEXTS},
        "names": found.history["names"],
        "forms": found.history["forms"],
        "stages": found.history["stages"],
        "parties": [_party(party) for party in parties],
        "documents": [_document(document) for document in documents if not document.secret],
        "contacts": [
            {"kind": row["kind"], "name": row["name"], "office": row["office"]} for row in found.history["contacts"]
        ],
        "network": str(found.network.uid) if found.network else None,
        "replaced_by": found.replaced_by_name,
        "keeper": found.authority.organisation.full_name,
        **{name: _iso(getattr(found, name)) for name in ("checked_on", "last_follow_up_on", "next_follow_up_on")},
    }


def _document(document: GoverningDocument) -> dict[str, Any]:
    return {
        "title": document.title,
        "edition": document.edition,
        "kind": document.kind,
        "starts_on": _iso(document.starts_on),
        "ends_on": _iso(document.ends_on),
        "notice_months": document.notice_months,
        "notice_anchor": document.notice_anchor,
        "renewal_months": document.renewal_months,
    }


def _party(party: Party) -> dict[str, Any]:
    organisation = party.organisation
    return {
        "name": organisation.name,
        "code": organisation.code,
        "kind": organisation.kind,
        "county": organisation.county_code,
        "role": party.role,
        "extent": party.extent,
        "doubt": party.doubt,
        "starts_on": _iso(party.starts_on),
        "ends_on": _iso(party.ends_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
