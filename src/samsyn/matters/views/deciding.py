"""Pages of each municipality for its own part of a matter."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.actions import form_page
from samsyn.common.forms import ActingForm
from samsyn.common.swedish import in_words
from samsyn.common.verdict import require
from samsyn.common.web import Request, page, reader_of
from samsyn.documents import files
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.matters import board, queries, rules, terms
from samsyn.matters.actions import deciding
from samsyn.matters.changes import Change
from samsyn.matters.forms import deciding as forms
from samsyn.matters.models import Decision, LocalMatter, LocalText, Referral, Wording
from samsyn.matters.standing import Standing, force_of
from samsyn.matters.views.frame import form_view
from samsyn.matters.words import Words, force_word
from samsyn.organisations.models import Authority, Organisation


@form_view
def receive(request: Request, uid: UUID) -> HttpResponse:
    """Register a matter that has come in."""
    reader = reader_of(request)
    referral = queries.referral_at(reader, uid)
    require(rules.may_receive(reader, referral))
    form = forms.ReceiveForm(request, initial={"received_on": reader.today})
    return form_page(
        request,
        form,
        lambda: deciding.receive(referral, by=reader, at=clock.now(), **form.values()),
        heading=_("Receive %(title)s") % {"title": referral.matter},
        button=_("Register that it came in"),
        back=referral.matter.get_absolute_url(),
        said=_("The matter has been received. Look through its way through your bodies."),
        crumbs=[referral.matter],
        intro=_came_from(referral),
    )


def _came_from(referral: Referral) -> str:
    told = _("%(sender)s referred it %(day)s, version %(number)s of the proposal.") % {
        "sender": referral.matter.authority.full_name,
        "day": in_words(referral.sent_at.astimezone(clock.SWEDEN).date()),
        "number": referral.proposal.number,
    }
    if referral.answer_by:
        told += " " + _("Answer by %(day)s.") % {"day": in_words(referral.answer_by)}
    return told


@require_safe
def local(request: Request, uid: UUID) -> HttpResponse:
    """A municipality's own part: its way through the bodies, and what they have decided."""
    reader = reader_of(request)
    found = queries.local_at(reader, uid)
    standing = queries.load(reader, found.matter.uid)
    voice = next(one for one in standing.everybody if one.local and one.local.pk == found.pk)
    words = Words(standing)
    texts = LocalText.objects.filter(local=found, authority=reader.authority).first()
    context = {
        "local": found,
        "matter": standing.matter,
        "standing": standing,
        "voice": voice,
        "answer": board.answer_word(voice),
        "steps": [_step(step, found, voice, standing, reader) for step in voice.steps],
        "force": [words.say(reason) for reason in voice.force.reasons] if voice.force else [],
        "force_word": force_word(voice.force.state) if voice.force else "",
        "texts": texts,
        "signing": getattr(found, "signing", None),
        "may_write": rules.may_write_local(reader, found),
        "may_change_chain": rules.may_change_chain(reader, found),
        "may_record_force": rules.may_record_force(reader, found.organisation_id),
        "may_publish": rules.may_publish_answer(reader, found),
        "ours": found.organisation_id == reader.organisation,
    }
    return page(request, "matters/local.html", context)


def _step(step: Any, local: LocalMatter, voice: Any, standing: Standing, reader: Reader) -> dict[str, Any]:
    step.local = local
    return {
        "step": step,
        "decisions": [
            {"decision": one, "word": board.outcome_word(one.outcome, deciding=one.deciding),
             "sign": (board.DECIDED if one.deciding else board.PREPARED)[one.outcome], "vote": board.vote(one)}
            for one in reversed(voice.of_step(step))
        ],
        "may_record": rules.may_record_decision(reader, step, standing.matter),
    }  # fmt: skip


@form_view
def local_edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = queries.local_at(reader, uid)
    require(rules.may_write_local(reader, found))

    def current() -> dict[str, Any]:
        found.refresh_from_db()
        return {name: getattr(found, name) for name in ("registry_number", "officer", "version")}

    form = forms.LocalForm(request, initial=current())
    return form_page(
        request,
        form,
        lambda: deciding.describe_local(
            found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Registry number and case officer"),
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[found.matter, found],
    )


@form_view
def texts(request: Request, uid: UUID) -> HttpResponse:
    """The authority's own parts of its staff report."""
    reader = reader_of(request)
    found = queries.local_at(reader, uid)
    require(rules.may_write_local(reader, found))
    row = LocalText.objects.get(local=found)

    def current() -> dict[str, Any]:
        row.refresh_from_db()
        return {name: getattr(row, name) for name in (*forms.TextsForm.base_fields, "version") if hasattr(row, name)}

    form = forms.TextsForm(request, initial=current())
    return form_page(
        request,
        form,
        lambda: deciding.write_texts(
            found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Our own parts of the staff report"),
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[found.matter, found],
        intro=_("Only your own authority reads this here. Background, proposal and consequences come from the matter."),
    )


@form_view
def chain(request: Request, uid: UUID) -> HttpResponse:
    """The municipality's way through its bodies in this matter."""
    reader = reader_of(request)
    found = queries.local_at(reader, uid)
    require(rules.may_change_chain(reader, found))
    steps = list(queries.steps_of(local=found.pk))
    initial: dict[str, Any] = {}
    for position, step in enumerate(steps, start=1):
        initial |= {f"body_{position}": step.body_id, f"planned_{position}": step.planned_on}
        if step.deciding:
            initial["deciding"] = step.body_id
    form = forms.ChainForm(request, organisation=found.organisation, initial=initial)
    return form_page(
        request,
        form,
        lambda: deciding.set_chain(found, by=reader, at=clock.now(), **form.chain()),
        heading=_("Our way through the bodies"),
        button=_("Save the way"),
        back=found.get_absolute_url(),
        said=_("The way has been saved."),
        crumbs=[found.matter, found],
        intro=_("It was copied from your usual decision path. Changes hold in this matter only."),
    )


# --- decisions --------------------------------------------------------------------------------------------------------
@form_view
def record(request: Request, uid: UUID) -> HttpResponse:
    """Record what a body did at a sitting."""
    reader = reader_of(request)
    step = queries.step_at(reader, uid)
    require(rules.may_record_decision(reader, step, step.local.matter))
    initial: dict[str, Any] = {
        "decided_on": step.planned_on if step.planned_on and step.planned_on <= reader.today else None
    }
    return _record(request, reader, step, initial=initial, corrects=None)


@form_view
def correct(request: Request, uid: UUID) -> HttpResponse:
    """Record anew what was recorded wrongly; the earlier record stays, marked as corrected."""
    reader = reader_of(request)
    decision = queries.decision_at(reader, uid)
    step = decision.step
    step.local = decision.local
    require(rules.may_record_decision(reader, step, decision.local.matter))
    if Decision.objects.filter(corrects=decision).exists():
        raise Http404
    told = (
        "decided_on", "decided_text", "item", "outcome", "reason", "votes_for", "votes_against", "abstained",
        "minority", "reservations", "preferred_form", "accepts",
    )  # fmt: skip
    initial = {name: getattr(decision, name) for name in told} | forms.conditions_again(decision.conditions)
    if decision.wording:
        changed = Change.of(decision.wording.change).starts_on
        proposed = Change.of(decision.wording.proposal.change).starts_on
        initial |= {"wording": decision.wording.text, "starts_on": changed if changed != proposed else None}
    return _record(request, reader, step, initial=initial, corrects=decision)


def _record(
    request: Request, reader: Reader, step: Any, *, initial: dict[str, Any], corrects: Decision | None
) -> HttpResponse:
    matter = step.local.matter
    proposal = queries.version_about(step, corrects)
    wordings = Wording.objects.filter(matter=matter).exclude(organisation=reader.organisation)
    listed = [(one.sha256, _wording_label(one)) for one in wordings.select_related("organisation")]
    others = [(str(uid), name) for uid, name in queries.named_in(referral=step.local.referral) if name]
    form = forms.DecisionForm(
        request,
        deciding=step.deciding,
        wordings=listed,
        others=[one for one in others if one[0] != str(step.organisation.uid)],
        initial=initial | {"about": proposal.sha256},
    )

    def save() -> LocalMatter:
        upload = form.cleaned_data["file"]
        stored = None
        if upload:
            store = Authority.objects.values_list("uid", flat=True).get(pk=reader.authority)
            stored = files.store(upload, authority=store)
        deciding.record_decision(step, by=reader, at=clock.now(), corrects=corrects, file=stored, **form.decision())
        return step.local  # type: ignore[no-any-return]

    heading = _("Correct what %(body)s did") if corrects else _("Record what %(body)s did")
    return form_page(
        request,
        form,
        save,
        template="matters/record.html",
        heading=heading % {"body": step.body},
        button=_("Record"),
        back=step.local.get_absolute_url(),
        said=_("Recorded for %(name)s.") % {"name": step.organisation},
        crumbs=[matter, step.local],
        step=step,
        matter=matter,
        proposal=proposal,
        condition=terms.whole_sentence(proposal.condition, dict(others)),
        intro=_("The proposal it is about is version %(number)s.") % {"number": proposal.number},
    )


def _wording_label(wording: Wording) -> str:
    start = wording.text[:80]
    return _("the wording of %(name)s: %(start)s …") % {"name": wording.organisation, "start": start}


@require_safe
def decision(request: Request, uid: UUID) -> HttpResponse:
    """One decision: outcome, vote, reservations, wording and what bears on its legal force."""
    reader = reader_of(request)
    found = queries.decision_at(reader, uid)
    standing = queries.load(reader, found.local.matter.uid)
    listed = [one for voice in standing.everybody for one in [*voice.decisions, *voice.corrected]]
    told = next(one for one in listed if one.pk == found.pk)
    force = force_of(told, reader.today) if found.deciding else None
    words = Words(standing)
    corrected_by = Decision.objects.filter(corrects=found).first()
    context = {
        "decision": found,
        "matter": standing.matter,
        "word": board.outcome_word(found.outcome, deciding=found.deciding),
        "sign": (board.DECIDED if found.deciding else board.PREPARED)[found.outcome],
        "vote": board.vote(found),
        "accepts": [words.version(sha256) for sha256 in found.accepts],
        "conditions": [terms.sentence(one, standing.names, own=True) for one in found.conditions],
        "events": told.force_events,
        "force_word": force_word(force.state) if force else "",
        "force": [words.say(reason) for reason in force.reasons] if force else [],
        "corrected_by": corrected_by,
        "may_correct": rules.may_record_decision(reader, found.step, standing.matter) and not corrected_by,
        "may_record_force": rules.may_record_force(reader, found.organisation_id) and found.deciding,
    }
    return page(request, "matters/decision.html", context)


@form_view
def force_new(request: Request, uid: UUID) -> HttpResponse:
    """Record announcement, legal force, appeal and the like."""
    reader = reader_of(request)
    found = queries.decision_at(reader, uid)
    require(rules.may_record_force(reader, found.organisation_id))
    boards = Organisation.objects.none()
    if found.step.body.kind == "JOINT_COMMITTEE":
        boards = queries.served_by(found.step.body_id, reader.today)
    form = forms.ForceForm(request, boards=boards, initial={"on": reader.today})

    def save() -> Decision:
        values = form.values()
        deciding.record_force(found, by=reader, at=clock.now(), **values)
        return found

    return form_page(
        request,
        form,
        save,
        heading=_("Announcement, legal force or appeal"),
        button=_("Record"),
        back=found.get_absolute_url(),
        said=_("Recorded."),
        crumbs=[found.local.matter, found.local],
        intro=_("%(decision)s. The time for appeal is three weeks from the announcement (KL 13:5).")
        % {"decision": f"{found.step.body}, {found.when}"},
    )


@form_view
def sign(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = queries.local_at(reader, uid)
    require(rules.may_record_force(reader, found.organisation_id))
    form = forms.SigningForm(request, initial={"signed_on": reader.today})

    def save() -> LocalMatter:
        deciding.sign_decision(found, by=reader, at=clock.now(), **form.values())
        return found

    return form_page(
        request,
        form,
        save,
        heading=_("Signed by the municipality"),
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("The signature has been recorded."),
        crumbs=[found.matter, found],
        intro=_("Signing carries out what has been decided. It is no decision of its own."),
    )


@form_view
def publish(request: Request, uid: UUID) -> HttpResponse:
    """Show what one's own bodies have decided to the public, or take it away."""
    reader = reader_of(request)
    found = queries.local_at(reader, uid)
    require(rules.may_publish_answer(reader, found))
    to = not found.published
    form = ActingForm(request, initial={"version": found.version})
    return form_page(
        request,
        form,
        lambda: deciding.publish_answer(found, by=reader, at=clock.now(), to=to, version=form.cleaned_data["version"]),
        heading=_("Publish our decisions") if to else _("Take our decisions away from the public pages"),
        button=_("Publish") if to else _("Take away"),
        back=found.get_absolute_url(),
        said=_("Published.") if to else _("No longer on the public pages."),
        crumbs=[found.matter, found],
        intro=_("Body, sitting, § and outcome, reservations and reasons. No names of people who took part."),
    )


@require_safe
def extract(request: Request, uid: UUID) -> HttpResponse:
    """The minutes extract, always as a download."""
    reader = reader_of(request)
    found = queries.decision_at(reader, uid)
    if not found.sha256:
        raise Http404
    store = Authority.objects.values_list("uid", flat=True).get(pk=found.recorded_by_id)
    return files.download(store, found.sha256, found.media_type)


@require_safe
def paper(request: Request, uid: UUID) -> HttpResponse:
    """A paper of the matter, always as a download."""
    reader = reader_of(request)
    found = queries.document_at(reader, uid)
    store = Authority.objects.values_list("uid", flat=True).get(pk=found.authority_id)
    return files.download(store, found.sha256, found.media_type)
