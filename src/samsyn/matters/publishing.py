"""What follows from a change: what is found, and what the public sees."""

from datetime import datetime
from typing import Any

from samsyn.matters import queries
from samsyn.matters.models import Decision, Entry, LocalMatter, Matter, Proposal, PublicAnswer, PublicMatter, Standpoint
from samsyn.networks.enums import Openness
from samsyn.search.actions import Findable, forget, index
from samsyn.search.models import Kind


def bring_up_to_date(matter: Matter, *, at: datetime) -> None:
    """Search entry and public copy of a matter, by those who keep it."""
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    index(
        [
            Findable(
                kind=Kind.MATTER,
                uid=matter.uid,
                title=matter.title,
                url=matter.get_absolute_url(),
                organisation=matter.authority.organisation_id,
                authority=matter.authority_id,
                circle=matter.circle_id,
                text=f"{matter.registry_number} {matter.background} {latest.text if latest else ''}",
            )
        ]
    )
    if matter.openness != Openness.PUBLISHED:
        PublicMatter.objects.filter(pk=matter.uid).delete()
        return
    entry = Entry.objects.filter(matter=matter).first()
    change = latest.change if latest else {}
    network = queries.network_of(matter)
    PublicMatter.objects.update_or_create(
        pk=matter.uid,
        defaults={
            "authority_id": matter.authority_id,
            "title": matter.title,
            "area": matter.area,
            "network": network.uid if network else None,
            "collaboration": change.get("collaboration") or None,
            "content": _content(matter, entry),
            "changed_at": matter.changed_at,
            "published_at": at,
        },
    )


def _content(matter: Matter, entry: Entry | None) -> dict[str, Any]:
    proposals = Proposal.objects.filter(matter=matter).order_by("-number")
    return {
        "background": matter.background,
        "stage": str(matter.stage),
        "registry_number": matter.registry_number,
        "keeper": matter.authority.full_name,
        "referred_on": _day(matter.referred_on),
        "answer_by": _day(matter.answer_by),
        "closed_on": _day(matter.closed_on),
        "entered_on": _day(entry.on) if entry else None,
        "asked": list(matter.asked.order_by("organisation__name").values_list("organisation__name", flat=True)),
        "proposals": [
            {"number": one.number, "text": one.text, "made_on": _day(one.made_at.date()), "sha256": one.sha256}
            for one in proposals
        ],
        "standpoints": [
            {"on": _day(one.taken_on), "text": one.text, "next_step": str(one.get_next_step_display())}
            for one in Standpoint.objects.filter(matter=matter)
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def bring_part_up_to_date(local: LocalMatter, *, at: datetime) -> None:
    """Search entry and public copy of a municipality's own part, by that municipality."""
    index(
        [
            Findable(
                kind=Kind.MATTER,
                uid=local.uid,
                title=local.matter.title,
                detail=f"{local.organisation.name} {local.registry_number}".strip(),
                url=local.get_absolute_url(),
                organisation=local.organisation_id,
                authority=local.authority_id,
                circle=local.circle_id,
                text=local.registry_number,
            )
        ]
    )
    if not local.published:
        PublicAnswer.objects.filter(pk=local.uid).delete()
        return
    decisions = Decision.objects.filter(local=local, corrected_by=None).select_related("body", "wording")
    PublicAnswer.objects.update_or_create(
        pk=local.uid,
        defaults={
            "matter": local.matter.uid,
            "authority_id": local.authority_id,
            "organisation": local.organisation.name,
            "content": {
                "registry_number": local.registry_number,
                "decisions": [_told(one) for one in decisions],
            },
            "published_at": at,
        },
    )


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "body": decision.body.name,
        "deciding": decision.deciding,
        "on": decision.decided_on.isoformat(),
        "item": decision.item,
        "outcome": str(decision.outcome),
        "wording": decision.wording.text if decision.wording else "",
        "reservations": decision.reservations,
        "reason": decision.reason,
    }


def forget_part(local: LocalMatter) -> None:
    """Take one's own part away from the public."""
    PublicAnswer.objects.filter(pk=local.uid).delete()
    forget(local.uid)
