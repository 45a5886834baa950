"""What each municipality does with its own part of a matter, asked for by a program."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from samsyn.common.forms import ActingForm
from samsyn.common.given import filled
from samsyn.common.verdict import require
from samsyn.documents import files
from samsyn.isolation.acting import Reader
from samsyn.matters import queries, rules
from samsyn.matters.actions import deciding
from samsyn.matters.doors.preparing import organisation_of
from samsyn.matters.forms import deciding as forms
from samsyn.matters.models import Decision, LocalMatter, LocalText, Wording
from samsyn.organisations.models import Authority, Organisation

Values = Mapping[str, Any]


def receive(referral: UUID, values: Values, *, by: Reader, at: datetime) -> LocalMatter:
    found = queries.referral_at(by, referral)
    require(rules.may_receive(by, found))
    form = filled(forms.ReceiveForm, values)
    return deciding.receive(found, by=by, at=at, **form.values())


def describe_local(uid: UUID, values: Values, *, by: Reader, at: datetime) -> LocalMatter:
    """Registry number and case officer; what is left out stays as it is."""
    found = queries.local_at(by, uid)
    require(rules.may_write_local(by, found))
    stands = {"registry_number": found.registry_number, "officer": found.officer}
    form = filled(forms.LocalForm, stands | dict(values))
    return deciding.describe_local(found, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def write_texts(uid: UUID, values: Values, *, by: Reader, at: datetime) -> LocalMatter:
    """The authority's own parts of its staff report; what is left out stays as it is."""
    found = queries.local_at(by, uid)
    require(rules.may_write_local(by, found))
    row = LocalText.objects.get(local=found)
    stands = {name: getattr(row, name) for name in forms.TextsForm.base_fields if name not in ActingForm.base_fields}
    form = filled(forms.TextsForm, stands | dict(values))
    return deciding.write_texts(found, by=by, at=at, version=form.cleaned_data["version"], **form.values())


def set_path(
    uid: UUID, bodies: Sequence[Mapping[str, Any]], deciding_body: UUID | None, *, by: Reader, at: datetime
) -> LocalMatter:
    """The municipality's own way: bodies in order, each with the sitting that is meant (`body`, `planned_on`)."""
    found = queries.local_at(by, uid)
    require(rules.may_change_chain(by, found))
    values: dict[str, Any] = {"deciding": deciding_body}
    for position, one in enumerate(bodies, start=1):
        values |= {f"body_{position}": one["body"], f"planned_{position}": one.get("planned_on")}
    form = filled(lambda request: forms.ChainForm(request, organisation=found.organisation), values)
    return deciding.set_chain(found, by=by, at=at, **form.chain())


# --- decisions --------------------------------------------------------------------------------------------------------
def record_decision(step: UUID, values: Values, file: Any = None, *, by: Reader, at: datetime) -> Decision:
    found = queries.step_at(by, step)
    require(rules.may_record_decision(by, found, found.local.matter))
    return _record(found, values, file, None, by=by, at=at)


def correct_decision(decision: UUID, values: Values, file: Any = None, *, by: Reader, at: datetime) -> Decision:
    """Record anew what was recorded wrongly; the earlier record stays, marked as corrected."""
    found = queries.decision_at(by, decision)
    step = found.step
    step.local = found.local
    require(rules.may_record_decision(by, step, found.local.matter))
    if Decision.objects.filter(corrects=found).exists():
        raise Http404
    return _record(step, values, file, found, by=by, at=at)


def _record(step: Any, values: Values, file: Any, corrects: Decision | None, *, by: Reader, at: datetime) -> Decision:
    told = dict(values)
    told["these"] = [str(organisation_of(str(one), "these").uid) for one in told.get("these") or ()]
    wordings = Wording.objects.filter(matter=step.local.matter).exclude(organisation=by.organisation)
    listed = [(sha256, sha256) for sha256 in wordings.values_list("sha256", flat=True)]
    others = [
        (str(uid), name) for uid, name in queries.named_in(referral=step.local.referral) if uid != step.organisation.uid
    ]
    form = filled(
        lambda request: forms.DecisionForm(request, deciding=step.deciding, wordings=listed, others=others),
        told,
        {"file": file} if file else None,
    )
    stored = None
    if form.cleaned_data["file"]:
        store = Authority.objects.values_list("uid", flat=True).get(pk=by.authority)
        stored = files.store(form.cleaned_data["file"], authority=store)
    return deciding.record_decision(step, by=by, at=at, corrects=corrects, file=stored, **form.decision())


def record_force(decision: UUID, values: Values, *, by: Reader, at: datetime) -> Decision:
    """Announcement, appeal, legal force and the like."""
    found = queries.decision_at(by, decision)
    require(rules.may_record_force(by, found.organisation_id))
    boards = Organisation.objects.none()
    if found.step.body.kind == "JOINT_COMMITTEE":
        boards = queries.served_by(found.step.body_id, by.today)
    form = filled(lambda request: forms.ForceForm(request, boards=boards), values)
    deciding.record_force(found, by=by, at=at, **form.values())
    return found


def sign(uid: UUID, values: Values, *, by: Reader, at: datetime) -> LocalMatter:
    found = queries.local_at(by, uid)
    require(rules.may_record_force(by, found.organisation_id))
    form = filled(forms.SigningForm, values)
    deciding.sign_decision(found, by=by, at=at, **form.values())
    return found


def publish_answer(uid: UUID, values: Values, *, to: bool, by: Reader, at: datetime) -> LocalMatter:
    found = queries.local_at(by, uid)
    require(rules.may_publish_answer(by, found))
    form = filled(ActingForm, values)
    return deciding.publish_answer(found, by=by, at=at, to=to, version=form.cleaned_data["version"])
