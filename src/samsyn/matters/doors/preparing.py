"""What those who keep a matter do with it, asked for by a program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from samsyn.collaborations.enums import DocumentKind
from samsyn.collaborations.models import Collaboration
from samsyn.common.forms import ActingForm
from samsyn.common.given import NotValid, filled
from samsyn.common.verdict import Refused, require
from samsyn.common.web import one_or_404
from samsyn.documents import files
from samsyn.isolation.acting import Reader
from samsyn.matters import queries, rules
from samsyn.matters.actions import entering, preparing, referring
from samsyn.matters.changes import Change
from samsyn.matters.enums import MatterStage
from samsyn.matters.forms import preparing as forms
from samsyn.matters.models import Asked, Matter, MatterDocument, Proposal
from samsyn.networks import queries as networks
from samsyn.networks.models import Forum
from samsyn.organisations.enums import ChangeKind
from samsyn.organisations.models import Authority, Organisation
from samsyn.organisations.queries import Directory

Values = Mapping[str, Any]


def find(by: Reader, uid: UUID) -> Matter:
    found: Matter = one_or_404(queries.matter_at(reader=by, uid=uid))
    return found


def _changeable(by: Reader, uid: UUID) -> Matter:
    found = find(by, uid)
    require(rules.may_prepare(by, found))
    return found


def raise_matter(forum: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    found = one_or_404(networks.seen(Forum, by, forum, by.today))
    require(rules.may_raise(by, found))
    form = filled(forms.MatterForm, values)
    return preparing.raise_matter(found, by=by, at=at, **form.values())


def describe(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    """What is left out of the values stays as it is."""
    matter = _changeable(by, uid)
    stands = {name: getattr(matter, name) for name in ("title", "area", "background", "registry_number", "answer_by")}
    form = filled(forms.MatterForm, stands | dict(values))
    return preparing.describe_matter(matter, by=by, at=at, version=form.cleaned_data["version"], **form.values())


# --- the proposal -----------------------------------------------------------------------------------------------------
def propose(uid: UUID, kind: str, values: Values, *, by: Reader, at: datetime) -> Proposal:
    """A new version of the proposal: its text, what it would change, and its entry condition."""
    matter = _changeable(by, uid)
    if kind not in ChangeKind:
        known = ", ".join(ChangeKind.values)
        raise NotValid({"kind": [_("“%(value)s” is not one of: %(choices)s.") % {"value": kind, "choices": known}]})
    form = _proposal(matter, kind, values, by)
    return _proposed(matter, form, form.cleaned_data["text"], form.change(), by=by, at=at)


def _proposal(matter: Matter, kind: str, values: Values, by: Reader) -> forms.ProposalForm:
    papers = [one for one in queries.documents(reader=by, matter=matter.pk) if not one.secret]
    seen: Any = Collaboration.objects.visible_to(by).as_of(by.today)
    asked = "agreement_kind" not in forms.ProposalForm.LEFT_OUT[kind]
    chosen = {"agreement_kind": DocumentKind.AGREEMENT} if asked else {}  # as the page has chosen to begin with
    return filled(
        lambda request: forms.ProposalForm(
            request, kind=kind, collaborations=seen, documents=[(str(one.uid), str(one)) for one in papers]
        ),
        chosen | dict(values),
    )


def _proposed(
    matter: Matter, form: forms.ProposalForm, text: str, change: Change, *, by: Reader, at: datetime
) -> Proposal:
    note, condition = form.cleaned_data["note"], form.condition()
    return preparing.propose(matter, by=by, at=at, text=text, change=change, condition=condition, note=note)


def set_condition(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Proposal:
    """A new version with the text and the change of the latest, and another entry condition.

    A condition is part of what is said yes to, so that changing it makes a version of its own.
    """
    matter = _changeable(by, uid)
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    if latest is None:
        raise Refused(_("Write the proposal first: there is nothing to decide on."))
    change = Change.of(latest.change)
    asked = Organisation.objects.filter(uid__in=change.named)
    names = {str(uid): name for uid, name in asked.values_list("uid", "name")}
    stands = forms.told_again(latest.text, change, [], names)
    shown = forms.ProposalForm.base_fields.keys() - set(forms.ProposalForm.LEFT_OUT[change.kind])
    stands = {name: value for name, value in stands.items() if name in shown}
    form = _proposal(matter, change.kind, stands | dict(values), by)
    return _proposed(matter, form, latest.text, change, by=by, at=at)


def describe_asked(uid: UUID, organisation: str, values: Values, *, by: Reader, at: datetime) -> Matter:
    """Which authority of a municipality (name, code or uid) is asked, and what it would mean there."""
    matter = _changeable(by, uid)
    wanted = organisation_of(organisation, "organisation")
    found = Asked.objects.filter(matter=matter, organisation=wanted)
    asked = found.select_related("organisation", "receiver").first()
    if asked is None:
        raise Refused(_("%(who)s is not among those who are asked.") % {"who": wanted}, "organisation")
    asked.matter = matter
    stands = {"receiver": asked.receiver.uid if asked.receiver else None, "consequence": asked.consequence}
    form = filled(lambda request: forms.AskedForm(request, organisation=asked.organisation), stands | dict(values))
    return preparing.describe_asked(asked, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def organisation_of(text: str, field: str) -> Organisation:
    """An organisation by its name, code or uid."""
    try:
        found = Organisation.objects.filter(uid=UUID(text)).first()
    except ValueError:
        directory = Directory.load()
        if known := directory.find(text):
            return known
        raise Refused(directory.why_not(text), field) from None
    if found is None:
        raise Refused(_("There is no such organisation."), field)
    return found


def take_standpoint(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    matter = _changeable(by, uid)
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    form = filled(forms.StandpointForm, values)
    preparing.take_standpoint(matter, by=by, at=at, proposal=latest, **form.values())
    return matter


# --- openness and papers ----------------------------------------------------------------------------------------------
def share(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    matter = find(by, uid)
    require(rules.may_share(by, matter))
    form = filled(ActingForm, values)
    return preparing.share_matter(matter, by=by, at=at, version=form.cleaned_data["version"])


def publish(uid: UUID, values: Values, *, to: bool, by: Reader, at: datetime) -> Matter:
    matter = find(by, uid)
    require(rules.may_publish(by, matter))
    form = filled(ActingForm, values)
    return preparing.publish_matter(matter, by=by, at=at, to=to, version=form.cleaned_data["version"])


def add_document(uid: UUID, values: Values, file: "UploadedFile[bytes]", *, by: Reader, at: datetime) -> MatterDocument:
    matter = _changeable(by, uid)
    form = filled(forms.DocumentForm, values, {"file": file})
    store = Authority.objects.values_list("uid", flat=True).get(pk=by.authority)
    stored = files.store(form.cleaned_data["file"], authority=store)
    return preparing.add_matter_document(matter, by=by, at=at, title=form.cleaned_data["title"], file=stored)


def share_document(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    document = queries.document_at(by, uid)
    require(rules.may_share_document(by, document))
    form = filled(ActingForm, values)
    return preparing.share_document(document, by=by, at=at, version=form.cleaned_data["version"])


def mark_document(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    document = queries.document_at(by, uid)
    require(rules.may_mark_document(by, document))
    form = filled(forms.ProvisionForm, values)
    return preparing.mark_matter_document(document, by=by, at=at, version=form.cleaned_data["version"], **form.values())


# --- out to the municipalities, and back ------------------------------------------------------------------------------
def refer(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    matter = find(by, uid)
    require(rules.may_refer(by, matter))
    form = filled(forms.ReferForm, values)
    return referring.refer(matter, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def refer_anew(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    matter = find(by, uid)
    require(rules.may_refer_anew(by, matter))
    form = filled(forms.ReferForm, values)
    return referring.refer_anew(matter, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def remind(referral: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    found = queries.referral_at(by, referral)
    require(rules.may_remind(by, found))
    form = filled(forms.RemindForm, values)
    referring.remind(found, by=by, at=at, text=form.cleaned_data["text"])
    return found.matter


def withdraw(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    matter = find(by, uid)
    require(rules.may_close(by, matter, to=MatterStage.WITHDRAWN))
    form = filled(forms.ReasonForm, values)
    return referring.withdraw(matter, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def close(uid: UUID, values: Values, *, by: Reader, at: datetime) -> Matter:
    matter = find(by, uid)
    require(rules.may_close(by, matter, to=MatterStage.CLOSED))
    form = filled(forms.CloseForm, values)
    return preparing.close_matter(matter, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def apply(uid: UUID, *, by: Reader, at: datetime) -> Matter:
    """Write in the register what has entered into force, when that has not been done yet."""
    standing = queries.load(by, uid)
    require(rules.may_apply(by, keeper=entering.writer_of(standing)))
    if not standing.entered:
        raise Refused(_("The matter has not entered into force."))
    entering.apply(uid, by=by, at=at)
    matter: Matter = standing.matter
    return matter
