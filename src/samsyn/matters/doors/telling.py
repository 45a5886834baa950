"""A matter as plain values, for the API, the command line and the export: what the reader may see, in a settled order.

Organisations, bodies and things that one can act on stand with their uid; versions of the proposal with their SHA-256.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from samsyn.isolation.acting import Reader
from samsyn.matters import board, planning, previewing, queries, terms, timeline
from samsyn.matters.changes import Change
from samsyn.matters.models import Asked, LocalMatter, LocalText, Matter, MatterDocument
from samsyn.matters.standing import Standing, Voice, force_of
from samsyn.matters.views.frame import entry_terms
from samsyn.matters.words import Words, force_word, lead
from samsyn.organisations.models import Body, Organisation

Told = dict[str, Any]
TEXTS = ("preamble", "summary", "assessment", "economy", "children", "decision", "sent_to")


def matter(uid: UUID, by: Reader) -> Told:
    """All of a matter; 404 when it may not be seen."""
    return tell(queries.load(by, uid), by)


def tell(standing: Standing, by: Reader) -> Told:
    found = standing.matter
    same = (
        "uid", "title", "area", "background", "registry_number", "stage", "openness", "answer_by", "referred_on",
        "closed_on", "closing_note", "version",
    )  # fmt: skip
    return {
        **{name: getattr(found, name) for name in same},
        "forum": {"uid": found.forum_uid, "name": found.forum_name} if found.forum_uid else None,
        "keeper": found.authority.full_name,
        "lead": lead(standing),
        "proposals": [_proposal(one, standing) for one in standing.proposals],
        "asked": [_asked(one) for one in queries.asked(matter=found.pk)],
        "standpoints": [_standpoint(one) for one in found.standpoints_told],
        "documents": [_document(one) for one in queries.documents(reader=by, matter=found.pk)],
        "referrals": _referrals(standing, by),
        "wordings": [_wording(one, standing) for one in standing.wordings],
        "entry_condition": condition(standing),
        "entry": _entry(standing),
    }


def _proposal(one: Any, standing: Standing) -> Told:
    same = ("uid", "number", "text", "note", "change", "condition", "sha256", "made_at")
    told = {name: getattr(one, name) for name in same}
    return told | {"condition_in_words": terms.whole_sentence(one.condition, standing.names)}


def _asked(one: Asked) -> Told:
    return {
        "organisation": _organisation(one.organisation),
        "receiver": {"uid": one.receiver.uid, "name": one.receiver.name} if one.receiver else None,
        "consequence": one.consequence,
        "version": one.version,
    }


def _organisation(one: Organisation) -> Told:
    return {"uid": one.uid, "code": one.code, "name": one.name}


def _standpoint(one: Any) -> Told:
    same = ("uid", "taken_on", "text", "next_step", "recorded_at")
    return {name: getattr(one, name) for name in same} | {"proposal": one.number}


def _document(one: MatterDocument) -> Told:
    same = (
        "uid", "title", "edition", "openness", "secrecy_provision", "file_name", "media_type", "size", "sha256",
        "added_at", "shared_at", "version",
    )  # fmt: skip
    return {name: getattr(one, name) for name in same}


def document(uid: UUID, by: Reader) -> Told:
    return _document(queries.document_at(by, uid))


def documents(uid: UUID, by: Reader) -> list[Told]:
    found = queries.load(by, uid).matter
    return [_document(one) for one in queries.documents(reader=by, matter=found.pk)]


# --- the municipalities' own parts ------------------------------------------------------------------------------------
def _referrals(standing: Standing, by: Reader) -> list[Told]:
    bodies = _bodies(standing)
    return [_referral(voice, standing, bodies, by) for voice in standing.everybody]


def _bodies(standing: Standing) -> dict[int, UUID]:
    wanted = {step.body_id for voice in standing.everybody for step in voice.steps}
    return dict(Body.objects.filter(pk__in=wanted).values_list("pk", "uid")) if wanted else {}


def _referral(voice: Voice, standing: Standing, bodies: dict[int, UUID], by: Reader) -> Told:
    referral = voice.referral
    about = next(one for one in standing.proposals if one.pk == referral.proposal_id)
    same = ("uid", "answer_by", "sent_at", "withdrawn_on", "reason")
    return {
        **{name: getattr(referral, name) for name in same},
        "organisation": _organisation(referral.organisation),
        "receiver": referral.receiver.name,
        "proposal": about.number,
        "sha256": about.sha256,
        "answer": board.answer_word(voice),
        "local": _local(voice, standing, bodies, by) if voice.local else None,
    }


def _local(voice: Voice, standing: Standing, bodies: dict[int, UUID], by: Reader) -> Told:
    local = voice.local
    signing = getattr(local, "signing", None)
    same = ("uid", "registry_number", "received_on", "officer", "published", "version")
    return {
        **{name: getattr(local, name) for name in same},
        "steps": [_step(step, voice, standing, bodies) for step in voice.steps],
        "signing": {name: getattr(signing, name) for name in ("signed_on", "signed_by", "sha256", "recorded_at")}
        if signing
        else None,
        "texts": _texts(local) if local.authority_id == by.authority else None,
    }


def _texts(local: LocalMatter) -> Told | None:
    """The authority's own texts, which nobody else reads."""
    row = LocalText.objects.filter(local=local).first()
    return {name: getattr(row, name) for name in (*TEXTS, "version")} if row else None


def _step(step: Any, voice: Voice, standing: Standing, bodies: dict[int, UUID]) -> Told:
    listed = [one for one in [*voice.decisions, *voice.corrected] if one.step_id == step.pk]
    listed.sort(key=lambda one: (one.decided_on, one.recorded_at))
    same = ("uid", "position", "decides", "deciding", "planned_on")
    return {
        **{name: getattr(step, name) for name in same},
        "body": {"uid": bodies[step.body_id], "kind": step.body_kind, "name": step.body_name},
        "decisions": [_decision(one, voice, standing) for one in listed],
    }


def _decision(one: Any, voice: Voice, standing: Standing) -> Told:
    same = (
        "uid", "deciding", "decided_on", "decided_text", "item", "outcome", "conditions", "preferred_form",
        "votes_for", "votes_against", "abstained", "minority", "reservations", "reason", "recorded_at",
    )  # fmt: skip
    by_pk = {found.pk: found.uid for found in [*voice.decisions, *voice.corrected]}
    force = force_of(one, standing.today) if one.deciding else None
    words = Words(standing)
    return {
        **{name: getattr(one, name) for name in same},
        "outcome_in_words": board.outcome_word(one.outcome, deciding=one.deciding),
        "accepts": [known.sha256 for known in (*standing.proposals, *standing.wordings) if known.sha256 in one.accepts],
        "wording": one.wording_sha256 or "",
        "corrects": by_pk.get(one.corrects_id),
        "corrected": one in voice.corrected,
        "extract": {name: getattr(one, name) for name in ("sha256", "file_name", "media_type", "size")}
        if one.sha256
        else None,
        "announcements": [_force_event(event) for event in one.force_events],
        "legal_force": {
            "state": str(force.state),
            "state_in_words": force_word(force.state),
            "last_day_to_appeal": force.last_day_to_appeal,
            "legal_force_on": force.legal_force_on,
            "reasons": [words.say(reason) for reason in force.reasons],
        }
        if force
        else None,
    }


def _force_event(event: Any) -> Told:
    board = Organisation.objects.filter(pk=event.board_id).first() if event.board_id else None
    return {
        "kind": event.kind,
        "on": event.on,
        "board": board.name if board else "",
        "note": event.note,
        "recorded_at": event.recorded_at,
    }


def local(uid: UUID, by: Reader) -> Told:
    """One municipality's own part, with what it was sent."""
    found = queries.local_at(by, uid)
    return _of(found.matter.uid, by, lambda voice: bool(voice.local) and voice.local.pk == found.pk)


def _of(uid: UUID, by: Reader, wanted: Any) -> Told:
    standing = queries.load(by, uid)
    voice = next(one for one in standing.everybody if wanted(one))
    told = _referral(voice, standing, _bodies(standing), by)
    return told | {"matter": {"uid": standing.matter.uid, "title": standing.matter.title}}


def decision(uid: UUID, by: Reader) -> Told:
    found = queries.decision_at(by, uid)
    standing = queries.load(by, found.local.matter.uid)
    for voice in standing.everybody:
        for one in [*voice.decisions, *voice.corrected]:
            if one.pk == found.pk:
                return _decision(one, voice, standing)
    raise AssertionError("a decision that may be seen stands in its matter")


def locals_of(by: Reader, *, start: int, most: int) -> list[Told]:
    """The reader's own municipality's parts, the latest received first."""
    rows = LocalMatter.objects.filter(organisation=by.organisation).order_by("-received_on", "-pk")
    return [
        {
            "uid": one.uid,
            "matter": {"uid": one.matter.uid, "title": one.matter.title},
            "registry_number": one.registry_number,
            "received_on": one.received_on,
            "officer": one.officer,
            "answer_by": one.referral.answer_by,
            "version": one.version,
        }
        for one in rows.select_related("matter", "referral")[start : start + most]
    ]


def waiting(by: Reader, *, start: int, most: int) -> list[Told]:
    """What has been referred to the reader's own authority and not been received."""
    return [
        {"uid": row["uid"], "title": row["title"], "answer_by": row["answer_by"]}
        for row in next(iter(queries.waiting(reader=by))).receive[start : start + most]
    ]


# --- what follows -----------------------------------------------------------------------------------------------------
def _wording(one: Any, standing: Standing) -> Told:
    number = next(proposal.number for proposal in standing.proposals if proposal.pk == one.proposal)
    accepted = [voice.name for voice in standing.voices if one.sha256 in voice.answer.accepts]
    return {
        "uid": one.uid,
        "organisation": one.name,
        "proposal": number,
        "text": one.text,
        "change": one.change,
        "sha256": one.sha256,
        "made_at": one.made_at,
        "accepted_by": accepted,
    }


def condition(standing: Standing) -> Told | None:
    """The entry condition of the version that is decided on: whether each term holds and why, and the ways forward."""
    proposal, entry = standing.proposal, standing.entry
    if not proposal:
        return None
    words = Words(standing)
    told = entry_terms(standing, words)
    return {
        "proposal": proposal.number,
        "sha256": proposal.sha256,
        "terms": proposal.condition,
        "in_words": terms.whole_sentence(proposal.condition, standing.names),
        "holds": entry.holds if entry else None,
        "can_hold": entry.can_hold if entry else None,
        "earliest_on": entry.earliest_on if entry else None,
        "would_enter": sorted(standing.names[str(party)] for party in entry.parties) if entry else [],
        "reasons": [{"state": term.state, "text": term.text} for term in told["terms"]],
        "of_each": told["parties"],
        "ways_forward": [words.say(reason) for reason in entry.ways_forward] if entry else [],
    }


def _entry(standing: Standing) -> Told | None:
    found = standing.entered
    if not found:
        return None
    names = {voice.referral.organisation_id: voice.name for voice in standing.everybody}
    return {
        "uid": found.uid,
        "sha256": found.sha256,
        "on": found.on,
        "parties": [names[pk] for pk in found.parties],
        "decisions": list(found.decisions),
        "made_at": found.made_at,
        "collaboration": found.collaboration,
        "applied_at": datetime.fromisoformat(found.applied_at) if found.applied_at else None,
        "without_ground": [voice.name for voice in standing.without_ground],
    }


def decision_board(uid: UUID, by: Reader) -> list[Told]:
    """Municipalities by the steps of their own chains, as on the decision board."""
    standing = queries.load(by, uid)
    if not standing.voices:
        return []
    return [
        {
            "organisation": row.voice.name,
            "answer": row.answer,
            "ours": row.ours,
            "steps": [_cell(cell) | {"column": column} for column, cells in row.cells.items() for cell in cells],
            "legal_force": _cell(row.force) if row.force else None,
        }
        for row in board.make_board(standing, planning.time_plan(standing, by), by).rows
    ]


def _cell(cell: board.Cell) -> Told:
    return {name: getattr(cell, name) for name in ("word", "body", "when", "why", "final", "earlier")}


def plan(uid: UUID, by: Reader) -> Told | None:
    """The time plan over each municipality's own calendar; None when nothing is left to plan."""
    standing = queries.load(by, uid)
    found = planning.time_plan(standing, by)
    if found is None:
        return None
    words = Words(standing)
    return {
        "common_on": found.common.on,
        "common_on_for_others": found.common.on_for_others,
        "goal": found.goal,
        "last": [words.who(party) for party in found.common.critical],
        "municipalities": [_planned(found, voice, words) for voice in found.voices],
    }


def _planned(found: planning.TimePlan, voice: Voice, words: Words) -> Told:
    one = found.plan_of(voice.uid)
    return {
        "organisation": voice.name,
        "usual": voice.usual,
        "steps": [
            {"body": step.body, "sits_on": step.sits_on, "papers_by": step.papers_by, "held": step.held}
            for step in (one.steps if one else ())
        ],
        "decided_on": one.decided_on if one else None,
        "last_day_to_appeal": one.last_day_to_appeal if one else None,
        "legal_force_on": one.legal_force_on if one else None,
        "remarks": [words.say(reason) for reason in (one.reasons if one else ())],
    }


def happenings(uid: UUID, by: Reader) -> list[Told]:
    """The one timeline, newest first."""
    standing = queries.load(by, uid)
    return _happenings(standing)


def _happenings(standing: Standing) -> list[Told]:
    found = timeline.timeline(standing, list(queries.deliveries(about=standing.matter.uid)))
    return [{"on": one.on, "text": one.text, "more": one.more, "decides": one.big} for one in found]


def preview(uid: UUID, by: Reader) -> Told | None:
    """The register as it is and as it would be."""
    standing = queries.load(by, uid)
    if not standing.proposals:
        return None
    found = previewing.preview(Change.of(standing.proposals[-1].change), by)
    rows = [{"what": row.what, "now": row.now, "then": row.then, "changes": row.changes} for row in found.rows]
    return {"rows": rows, "remarks": [str(remark) for remark in found.remarks]}


def listed(by: Reader, *, open_only: bool, start: int, most: int) -> list[Told]:
    return [
        {name: row[name] for name in ("uid", "title", "area", "stage", "openness", "answer_by", "referred_on")}
        | {"forum": row["forum_name"] or "", "entered_on": row["entered_on"]}
        | {"answers": [{"organisation": one["name"], "outcome": one["outcome"] or ""} for one in row["outcomes"]]}
        for row in queries.listed(by, open_only=open_only, start=start, most=most)
    ]


def everything(standing: Standing, by: Reader) -> Told:
    """All of it, with what was sent, calendars and the timeline: for the export."""
    found: Matter = standing.matter
    calendar = queries.calendars(standing.everybody, found.referred_on or by.today)
    bodies = {step.body_id: (voice.name, step.body_name) for voice in standing.everybody for step in voice.steps}
    return tell(standing, by) | {
        "readers": queries.readers(found),
        "deliveries": [_delivery(one) for one in _in_order(queries.deliveries(about=found.uid))],
        "receipts": sorted(
            (
                {"received_on": one.received_on, "registry_number": one.registry_number}
                for one in queries.receipts(about=found.uid)
            ),
            key=lambda one: (one["received_on"], one["registry_number"]),
        ),
        "sittings": [
            {"organisation": organisation, "body": name, "sits_on": one.sits_on, "cancelled": one.cancelled}
            for pk, (organisation, name) in sorted(bodies.items(), key=lambda item: item[1])
            for one in calendar.get(pk, [])
        ],
        "timeline": _happenings(standing),
    }


def _in_order(deliveries: Any) -> list[Any]:
    return sorted(deliveries, key=lambda one: (one.queued_at, one.kind, one.receiver.full_name))


def _delivery(one: Any) -> Told:
    same = ("kind", "address", "subject", "text", "message_id", "state", "queued_at", "sent_at")
    attached = [{"name": file["name"], "sha256": file["sha256"]} for file in one.attachments]
    return {name: getattr(one, name) for name in same} | {"receiver": one.receiver.full_name, "attachments": attached}
