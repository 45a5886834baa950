"""What those who keep a matter do with it before and while it is decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.audit.actions import lock, record
from samsyn.collaborations.enums import PartyRole
from samsyn.collaborations.models import Collaboration, Party
from samsyn.common.swedish import joined
from samsyn.common.verdict import Refused, require
from samsyn.common.versions import save_version
from samsyn.documents.files import Stored
from samsyn.isolation.acting import Reader, refresh
from samsyn.matters import publishing, queries, rules, terms
from samsyn.matters.changes import Change, version_of
from samsyn.matters.enums import DocumentOpenness, MatterStage
from samsyn.matters.models import Asked, Matter, MatterDocument, Proposal, Standpoint
from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum
from samsyn.organisations.enums import ChangeKind, CircleKind
from samsyn.organisations.models import Authority, Circle, CircleMember, Organisation

BINDING = (PartyRole.HOST, PartyRole.MEMBER)


def raise_matter(
    forum: Forum,
    *,
    by: Reader,
    at: datetime,
    title: str,
    area: str,
    background: str = "",
    registry_number: str = "",
    answer_by: date | None = None,
) -> Matter:
    """Raise a matter in a forum; a draft of our own until it is shared there."""
    require(rules.may_raise(by, forum))
    own = Circle.objects.create(kind=CircleKind.MATTER, organisation_id=by.organisation, authority_id=by.authority)
    draft = Circle.objects.get(kind=CircleKind.AUTHORITY, authority_id=by.authority)
    CircleMember.objects.create(
        circle=own, organisation_id=by.organisation, member_id=by.organisation, member_authority_id=by.authority
    )
    refresh()
    made = Matter.objects.create(
        authority_id=by.authority,
        circle=draft,
        own_circle=own,
        forum=forum,
        title=title,
        area=area,
        background=background,
        registry_number=registry_number,
        answer_by=answer_by,
        changed_at=at,
    )
    return changed(made, "raise_matter", by, at, forum=str(forum))


def changed(matter: Matter, kind: str, by: Reader, at: datetime, **details: Any) -> Matter:
    """After every change: the search, the public copy and the log agree with what now stands."""
    publishing.bring_up_to_date(matter, at=at)
    record(kind, matter, by=by, at=at, **details)
    return matter


def touch(matter: Matter, kind: str, by: Reader, at: datetime, **details: Any) -> Matter:
    """Something of the matter's own has changed: it comes first in the list again."""
    matter.refresh_from_db(fields=["version"])
    save_version(matter, None, changed_at=at)
    return changed(matter, kind, by, at, **details)


def describe_matter(matter: Matter, *, by: Reader, at: datetime, version: int | None = None, **facts: Any) -> Matter:
    """Change title, background, area or the day to answer by."""
    require(rules.may_prepare(by, matter))
    answer_by = facts.get("answer_by")
    if answer_by and matter.referred_on and answer_by <= matter.referred_on:
        raise Refused(_("The last day to answer must come after the referral."), "answer_by")
    save_version(matter, version, changed_at=at, **facts)
    return changed(matter, "describe_matter", by, at, fields=sorted(facts))


# --- the proposal -----------------------------------------------------------------------------------------------------
def propose(
    matter: Matter,
    *,
    by: Reader,
    at: datetime,
    text: str,
    change: Change,
    condition: Sequence[terms.Stored] = (),
    note: str = "",
) -> Proposal:
    """A new version of the proposal. It names who is asked; what it would change stands beside its text, as data.

    Raises
    ------
    Refused : a party of the running agreement is not asked, or the condition is not offered for the legal form.
    """
    require(rules.may_prepare(by, matter))
    lock(matter.uid)
    record_of = _collaboration(change, by)
    if record_of:
        change = replace(change, name=record_of.name, area=record_of.area, form=change.form or record_of.form)
    named = _named(change)
    change = replace(change, named=tuple(str(one.uid) for one in named))
    names = {str(one.uid): one.name for one in named}
    _require_all_parties(change, record_of, by)
    _require_known_parties(change)
    stored = _whole(condition, change, names)
    told = change.told()
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    made = Proposal(
        matter=matter,
        number=latest.number + 1 if latest else 1,
        text=text.replace("\r\n", "\n").strip(),
        change=told,
        condition=stored,
        sha256=version_of(text, told, stored),
        note=note,
        made_at=at,
        person_id=by.person or None,
    )
    if latest and latest.sha256 == made.sha256:
        raise Refused(_("Nothing differs from version %(number)s.") % {"number": latest.number})
    made.save()
    _ask(matter, named)
    touch(matter, "propose", by, at, number=made.number, sha256=made.sha256)
    return made


def _collaboration(change: Change, by: Reader) -> Collaboration | None:
    """The collaboration in the register that the change is about."""
    if not change.collaboration:
        if change.kind != ChangeKind.START:
            raise Refused(_("Choose the collaboration that is to be changed."), "collaboration")
        return None
    seen: Any = Collaboration.objects.visible_to(by).as_of(by.today)
    found: Collaboration | None = seen.filter(uid=change.collaboration).first()
    if found is None:
        raise Refused(_("Choose the collaboration that is to be changed."), "collaboration")
    if change.kind == ChangeKind.START and found.authority_id != by.authority:
        raise Refused(
            _("Only the authority that keeps the record can start it. Leave the field empty."), "collaboration"
        )
    return found


def _named(change: Change) -> list[Organisation]:
    if not change.named:
        raise Refused(_("Write which municipalities are to decide, one on each line."), "named")
    return list(Organisation.objects.filter(uid__in=change.named).in_order())


def _require_all_parties(change: Change, record_of: Collaboration | None, by: Reader) -> None:
    """Whoever is bound by an agreement decides on its amendment, unless it says otherwise itself."""
    if record_of is None or change.kind in (ChangeKind.START, ChangeKind.LEAVE) or change.amendment_clause:
        return
    bound = Party.objects.filter(owner=record_of, role__in=BINDING).on(change.starts_on or by.today)
    missing = bound.exclude(organisation__uid__in=change.named).select_related("organisation")
    if names := [party.organisation.name for party in missing]:
        raise Refused(
            _(
                "%(who)s is a party today and must be asked. If the agreement says otherwise, write where it does "
                "under “What the agreement says”."
            )
            % {"who": joined(names)},
            "named",
        )


def _require_known_parties(change: Change) -> None:
    """Nobody becomes a party, or leaves, by others' decision."""
    strangers = [party.organisation for party in change.parties if party.organisation not in change.named]
    if strangers:
        names = Organisation.objects.filter(uid__in=strangers).values_list("name", flat=True)
        raise Refused(_("%(who)s is not among those who are asked.") % {"who": joined(names)}, "parties")


def _whole(condition: Sequence[terms.Stored], change: Change, names: dict[str, str]) -> list[terms.Stored]:
    """The condition with what the legal form requires; refused when it lets nobody choose a term."""
    offered = terms.offer(change.form, change.kind, amendment=[] if change.amendment_clause else None)
    stored = list(condition)
    for required in map(terms.stored_of, offered.required):
        if required not in stored:
            stored.insert(0, required)
    if reason := terms.refused(stored, offered, change.named, names):
        raise Refused(reason, "condition")
    return stored


def _ask(matter: Matter, named: Sequence[Organisation]) -> None:
    """Those the latest version names are those who are asked; what is written of them stays."""
    asked = Asked.objects.filter(matter=matter)
    known = set(asked.values_list("organisation_id", flat=True))
    asked.exclude(organisation__in=named).delete()
    new = [one for one in named if one.pk not in known]
    receivers = queries.receivers(organisations=[one.pk for one in new])
    for one in new:
        Asked(matter=matter, organisation=one, receiver_id=receivers.get(one.pk)).save()


def describe_asked(
    asked: Asked,
    *,
    by: Reader,
    at: datetime,
    receiver: Authority | None,
    consequence: str,
    version: int | None = None,
) -> Matter:
    """Which of its authorities is asked, and what the proposal would mean there (konsekvens)."""
    require(rules.may_prepare(by, asked.matter))
    if receiver and receiver.organisation_id != asked.organisation_id:
        raise Refused(_("Choose one of the municipality's own authorities."), "receiver")
    save_version(asked, version, receiver_id=receiver.pk if receiver else None, consequence=consequence)
    return touch(asked.matter, "describe_asked", by, at, organisation=str(asked.organisation))


def take_standpoint(
    matter: Matter,
    *,
    by: Reader,
    at: datetime,
    taken_on: date,
    text: str,
    next_step: str,
    proposal: Proposal | None = None,
) -> Standpoint:
    """What the forum thought at a meeting, and the next step it sees. Never a decision."""
    require(rules.may_prepare(by, matter))
    if taken_on > by.today:
        raise Refused(_("The meeting is still to come. Write the standpoint when it has been held."), "taken_on")
    made = Standpoint(
        matter=matter,
        proposal=proposal,
        taken_on=taken_on,
        text=text,
        next_step=next_step,
        recorded_at=at,
        person_id=by.person or None,
    )
    made.save()
    touch(matter, "take_standpoint", by, at, next_step=str(next_step))
    return made


# --- openness, and papers ---------------------------------------------------------------------------------------------
def share_matter(matter: Matter, *, by: Reader, at: datetime, version: int | None = None) -> Matter:
    """Those with a seat in the forum read the matter from now on; it may become an official document there (TF 2:6)."""
    require(rules.may_share(by, matter))
    admit(matter, queries.seated(forum=matter.forum_id, day=by.today), by)
    save_version(matter, version, circle_id=matter.own_circle_id, openness=Openness.SHARED, changed_at=at)
    return changed(matter, "share_matter", by, at, readers=queries.readers(matter))


def admit(matter: Matter, organisations: Any, by: Reader) -> None:
    """These read the matter from now on, also when they leave the forum: what one has received one keeps."""
    circle = CircleMember.objects.filter(circle=matter.own_circle_id, member_authority=None)
    known = set(circle.values_list("member_id", flat=True))
    CircleMember.objects.bulk_create(
        CircleMember(circle_id=matter.own_circle_id, organisation_id=by.organisation, member_id=one)
        for one in sorted(set(organisations) - known)
    )
    refresh()


def add_matter_document(matter: Matter, *, by: Reader, at: datetime, title: str, file: Stored) -> MatterDocument:
    """A paper, or a new edition of one with the same title. A draft of our own until it is shared."""
    require(rules.may_prepare(by, matter))
    lock(matter.uid)
    latest = MatterDocument.objects.filter(matter=matter, title=title).order_by("-edition").first()
    draft = Circle.objects.get(kind=CircleKind.AUTHORITY, authority_id=matter.authority_id)
    made = MatterDocument.objects.create(
        matter=matter,
        authority_id=matter.authority_id,
        circle=draft,
        title=title,
        edition=latest.edition + 1 if latest else 1,
        sha256=file.sha256,
        file_name=file.name,
        media_type=file.media_type,
        size=file.size,
        added_at=at,
    )
    touch(matter, "add_matter_document", by, at, title=str(made), sha256=made.sha256)
    return made


def share_document(document: MatterDocument, *, by: Reader, at: datetime, version: int | None = None) -> Matter:
    """Those who read the matter read the paper too; it may become an official document there (TF 2:6)."""
    require(rules.may_share_document(by, document))
    save_version(document, version, circle_id=document.matter.circle_id, openness=DocumentOpenness.SHARED, shared_at=at)
    return touch(document.matter, "share_document", by, at, title=str(document))


def mark_matter_document(
    document: MatterDocument, *, by: Reader, at: datetime, provision: str, version: int | None = None
) -> Matter:
    """Mark a draft as secret (OSL 5:5), or lift the marking with an empty provision."""
    require(rules.may_mark_document(by, document))
    save_version(document, version, secrecy_provision=provision, secrecy_marked_on=by.today if provision else None)
    return touch(document.matter, "mark_matter_document", by, at, title=str(document), provision=provision)


def close_matter(matter: Matter, *, by: Reader, at: datetime, note: str = "", version: int | None = None) -> Matter:
    """Nothing more is expected to happen."""
    require(rules.may_close(by, matter, to=MatterStage.CLOSED))
    save_version(matter, version, stage=MatterStage.CLOSED, closed_on=by.today, closing_note=note, changed_at=at)
    return changed(matter, "close_matter", by, at)


def publish_matter(matter: Matter, *, by: Reader, at: datetime, to: bool, version: int | None = None) -> Matter:
    """The public reads the matter from now on, or no longer does."""
    require(rules.may_publish(by, matter))
    openness = Openness.PUBLISHED if to else Openness.SHARED
    save_version(matter, version, openness=openness, changed_at=at)
    return changed(matter, "publish_matter", by, at, to=str(openness))
