"""A matter goes out to the municipalities, is asked anew, and is taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.common.swedish import in_words, joined
from samsyn.common.verdict import Refused, require
from samsyn.common.versions import save_version
from samsyn.dispatch.actions import send
from samsyn.dispatch.enums import DeliveryKind
from samsyn.dispatch.models import Delivery
from samsyn.isolation.acting import Reader
from samsyn.matters import rules
from samsyn.matters.actions.preparing import admit, changed
from samsyn.matters.enums import DocumentOpenness, MatterStage
from samsyn.matters.models import Asked, Entry, Matter, MatterDocument, Proposal, Referral


def refer(matter: Matter, *, by: Reader, at: datetime, answer_by: date | None, version: int | None = None) -> Matter:
    """Hand the matter to each municipality that the latest version names, with its papers, by mail to its registry.

    It becomes an official document there (TF 2:9). Refused while somebody's registry cannot be reached.
    """
    require(rules.may_refer(by, matter))
    proposal, asked = _ready(matter)
    if answer_by and answer_by <= by.today:
        raise Refused(gettext_lazy("The last day to answer must come after the referral."), "answer_by")
    admit(matter, [one.organisation_id for one in asked], by)
    save_version(matter, version, stage=MatterStage.REFERRED, referred_on=by.today, answer_by=answer_by, changed_at=at)
    _send(matter, proposal, asked, by=by, at=at)
    return changed(matter, "refer", by, at, to=[str(one.organisation) for one in asked], version=proposal.sha256)


def refer_anew(
    matter: Matter, *, by: Reader, at: datetime, answer_by: date | None, version: int | None = None
) -> Matter:
    """Ask those whom a later version names to decide on that one; those it leaves out are told that they are not asked.

    What has been decided stays, as a yes or no to the version it was about.
    """
    require(rules.may_refer_anew(by, matter))
    _require_not_in_force(matter)
    proposal, asked = _ready(matter)
    current = {one.organisation_id: one for one in _running(matter)}
    if all(one.proposal_id == proposal.pk for one in current.values()):
        raise Refused(gettext_lazy("That version is with the municipalities already. Make a new version first."))
    if answer_by and answer_by <= by.today:
        raise Refused(gettext_lazy("The last day to answer must come after the referral."), "answer_by")
    admit(matter, [one.organisation_id for one in asked], by)
    save_version(matter, version, answer_by=answer_by, changed_at=at)
    for organisation in current.keys() - {one.organisation_id for one in asked}:
        _take_back(current[organisation], by=by, at=at, reason=_("The proposal no longer names you."))
    _send(matter, proposal, asked, by=by, at=at)
    return changed(matter, "refer_anew", by, at, to=[str(one.organisation) for one in asked], version=proposal.sha256)


def withdraw(matter: Matter, *, by: Reader, at: datetime, reason: str, version: int | None = None) -> Matter:
    """Take the matter back from everybody. What has been decided and received stays where it is."""
    require(rules.may_close(by, matter, to=MatterStage.WITHDRAWN))
    _require_not_in_force(matter)
    referrals = list(_running(matter))
    save_version(matter, version, stage=MatterStage.WITHDRAWN, closed_on=by.today, closing_note=reason, changed_at=at)
    for referral in referrals:
        _take_back(referral, by=by, at=at, reason=reason)
    return changed(matter, "withdraw", by, at, reason=reason)


def remind(referral: Referral, *, by: Reader, at: datetime, text: str) -> Delivery:
    """Write to a municipality that has not answered."""
    require(rules.may_remind(by, referral))
    matter = referral.matter
    made = send(
        referral.receiver,
        by=by,
        at=at,
        kind=DeliveryKind.REMINDER,
        about=matter.uid,
        circle=matter.own_circle_id,
        subject=_("Reminder: %(title)s") % {"title": matter.title},
        text=text,
    )
    changed(matter, "remind", by, at, organisation=str(referral.organisation))
    return made


def _require_not_in_force(matter: Matter) -> None:
    if Entry.objects.filter(matter=matter).exists():
        raise Refused(
            gettext_lazy("It has entered into force. What is to be changed or ended now is a matter of its own.")
        )


def _running(matter: Matter) -> Sequence[Referral]:
    found = Referral.objects.filter(matter=matter, withdrawn_on=None)
    return list(found.select_related("organisation", "receiver__organisation"))


def _ready(matter: Matter) -> tuple[Proposal, list[Asked]]:
    """The latest version, and those it names, each with an authority that can be reached."""
    proposal = Proposal.objects.filter(matter=matter).order_by("-number").first()
    if proposal is None:
        raise Refused(gettext_lazy("Write the proposal first: there is nothing to decide on."))
    asked = list(Asked.objects.filter(matter=matter).select_related("organisation", "receiver__organisation"))
    unreachable = [one.organisation.name for one in asked if not one.receiver or not one.receiver.registry_email]
    if unreachable:
        raise Refused(
            _(
                "Where the registry is reached is not known for %(who)s. Choose an authority with an address; its own "
                "administrator or registrar writes the address."
            )
            % {"who": joined(unreachable)}
        )
    return proposal, asked


def _send(matter: Matter, proposal: Proposal, asked: Sequence[Asked], *, by: Reader, at: datetime) -> None:
    """A referral for each, or its earlier one with the new version, and a mail with the shared papers."""
    papers = MatterDocument.objects.filter(matter=matter, openness=DocumentOpenness.SHARED, secrecy_provision="")
    attachments = [
        {"name": paper.file_name, "sha256": paper.sha256, "media_type": paper.media_type} for paper in papers
    ]
    earlier = {one.organisation_id: one for one in Referral.objects.filter(matter=matter).order_by("pk")}
    for one in asked:
        assert one.receiver is not None  # noqa: S101  _ready() saw to it
        now = {"proposal": proposal, "answer_by": matter.answer_by, "sent_at": at}
        if one.organisation_id in earlier:
            same = Referral.objects.filter(pk=earlier[one.organisation_id].pk)
            assert same.update(**now, withdrawn_on=None, reason="") == 1  # noqa: S101
        else:
            Referral(matter=matter, organisation=one.organisation, receiver=one.receiver, **now).save()
        send(
            one.receiver,
            by=by,
            at=at,
            kind=DeliveryKind.REFERRAL,
            about=matter.uid,
            circle=matter.own_circle_id,
            subject=_("For decision: %(title)s") % {"title": matter.title},
            text=_letter(matter, proposal, one),
            attachments=attachments,
        )


def _letter(matter: Matter, proposal: Proposal, asked: Asked) -> str:
    """The mail to a registry: who asks for what, until when, and where it is received."""
    from django.conf import settings  # noqa: PLC0415  only letters need the site's address

    sender = matter.authority.full_name
    until = in_words(matter.answer_by) if matter.answer_by else _("no day is set")
    parts = [
        _("%(sender)s refers a matter to %(receiver)s for decision.")
        % {"sender": sender, "receiver": asked.receiver.full_name if asked.receiver else ""},
        matter.title,
        _("Version %(number)s of the proposal, SHA-256 %(sha256)s")
        % {"number": proposal.number, "sha256": proposal.sha256},
        _("Answer by: %(day)s") % {"day": until},
        _("Registry number of the sender: %(number)s") % {"number": matter.registry_number or "–"},
        _("Proposal:") + "\n\n" + proposal.text,
        asked.consequence and _("What it means for you:") + "\n\n" + asked.consequence,
        _("Receive and register the matter in Samsyn: %(url)s")
        % {"url": f"{settings.SITE_URL}{matter.get_absolute_url()}"},
    ]
    return "\n\n".join(part for part in parts if part)


def _take_back(referral: Referral, *, by: Reader, at: datetime, reason: str) -> None:
    changed_rows = Referral.objects.filter(pk=referral.pk).update(withdrawn_on=by.today, reason=reason[:300])
    assert changed_rows == 1  # noqa: S101
    matter = referral.matter
    send(
        referral.receiver,
        by=by,
        at=at,
        kind=DeliveryKind.WITHDRAWAL,
        about=matter.uid,
        circle=matter.own_circle_id,
        subject=_("Withdrawn: %(title)s") % {"title": matter.title},
        text=_("%(sender)s has withdrawn the matter. %(reason)s")
        % {"sender": matter.authority.full_name, "reason": reason},
    )
