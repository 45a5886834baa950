"""What each municipality does with its own part of a matter: receives it, and records what its bodies decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from samsyn.audit.actions import lock, record
from samsyn.common.swedish import in_words, joined
from samsyn.common.verdict import Refused, require
from samsyn.common.versions import save_version
from samsyn.cores.law.appeals import State, legal_force
from samsyn.dispatch import actions as dispatch
from samsyn.documents.files import Stored
from samsyn.isolation.acting import Reader
from samsyn.isolation.clock import SWEDEN
from samsyn.matters import publishing, queries, rules, terms
from samsyn.matters.actions.entering import consider
from samsyn.matters.changes import Change, version_of
from samsyn.matters.enums import MINORITY, POSTPONED, YES, ForceKind, Outcome
from samsyn.matters.models import (
    ChainStep,
    Decision,
    Entry,
    ForceEvent,
    LocalMatter,
    LocalText,
    Proposal,
    Referral,
    Signing,
    Wording,
)
from samsyn.matters.standing import facts_of
from samsyn.organisations.models import Body, Organisation, Sitting

LONGEST_CHAIN = 8


def receive(
    referral: Referral,
    *,
    by: Reader,
    at: datetime,
    received_on: date,
    registry_number: str = "",
    officer: str = "",
) -> LocalMatter:
    """The authority registers what came in: a local matter of its own, with its usual way through the bodies."""
    require(rules.may_receive(by, referral))
    lock(referral.uid)
    if LocalMatter.objects.filter(referral=referral).exists():
        raise Refused(_("It has been received already."))
    sent_on = _sent_on(referral)
    if not sent_on <= received_on <= by.today:
        raise Refused(
            _("It was referred %(day)s. The day it came in must lie between then and today.")
            % {"day": in_words(sent_on)},
            "received_on",
        )
    matter = referral.matter
    local = LocalMatter.objects.create(
        referral=referral,
        matter=matter,
        authority_id=by.authority,
        organisation_id=by.organisation,
        circle_id=matter.circle_id,
        registry_number=registry_number,
        received_on=received_on,
        officer=officer,
    )
    LocalText.objects.create(local=local, authority_id=by.authority)
    change = Change.of(referral.proposal.change)
    bodies = queries.path_for(by.organisation, change.area or matter.area, change.kind, by.today)
    _lay_out(local, bodies, deciding=next((body for body in reversed(bodies) if body.decides), None))
    dispatch.receive(
        matter.uid,
        by=by,
        at=at,
        circle=matter.circle_id,
        received_on=received_on,
        registry_number=registry_number,
    )
    return _changed(local, "receive", by, at, registry_number=registry_number)


def _sent_on(referral: Referral) -> date:
    """The day of the referral in Sweden: an evening there is another day where the clock is universal."""
    return referral.sent_at.astimezone(SWEDEN).date()


def _changed(local: LocalMatter, kind: str, by: Reader, at: datetime, **details: Any) -> LocalMatter:
    publishing.bring_part_up_to_date(local, at=at)
    record(kind, local, by=by, at=at, **details)
    return local


def describe_local(
    local: LocalMatter, *, by: Reader, at: datetime, version: int | None = None, **facts: Any
) -> LocalMatter:
    """Registry number and case officer."""
    require(rules.may_write_local(by, local))
    save_version(local, version, **facts)
    return _changed(local, "describe_local", by, at, fields=sorted(facts))


def write_texts(
    local: LocalMatter, *, by: Reader, at: datetime, version: int | None = None, **texts: str
) -> LocalMatter:
    """The authority's own preamble and staff report."""
    require(rules.may_write_local(by, local))
    save_version(LocalText.objects.get(local=local), version, **texts)
    return _changed(local, "write_texts", by, at, fields=sorted(texts))


# --- the way through the bodies ---------------------------------------------------------------------------------------
def set_chain(
    local: LocalMatter,
    *,
    by: Reader,
    at: datetime,
    bodies: Sequence[Body],
    deciding: Body | None,
    planned: dict[int, date | None] | None = None,
) -> LocalMatter:
    """The municipality's own way through its bodies in this matter. What has been decided stays where it was.

    `planned` gives, by body, the sitting that is meant.
    """
    require(rules.may_change_chain(by, local))
    lock(local.uid)
    if not bodies:
        raise Refused(_("Choose at least one body."), "body_1")
    if len(set(bodies)) != len(bodies):
        raise Refused(_("A body stands twice. Each stands once; what it does on several days is recorded by day."))
    if deciding and (deciding not in bodies or not deciding.decides):
        raise Refused(_("Choose a body on the way that decides, not one that prepares."), "deciding")
    if strange := [body for body in bodies if body.organisation_id != local.organisation_id]:
        raise Refused(_("%(body)s is not a body of your municipality.") % {"body": strange[0]})
    steps = {step.body_id: step for step in ChainStep.objects.filter(local=local)}
    used = set(Decision.objects.filter(local=local).values_list("body_id", flat=True))
    for body in used - {body.pk for body in bodies}:
        raise Refused(_("%(body)s has taken up the matter already and stays on the way.") % {"body": steps[body].body})
    for body in used & set(steps):
        if steps[body].deciding != (deciding is not None and deciding.pk == body):
            raise Refused(
                _("What %(body)s has done is recorded: whether it decides can no longer be changed.")
                % {"body": steps[body].body},
                "deciding",
            )
    ChainStep.objects.filter(local=local).exclude(body__in=bodies).delete()
    ChainStep.objects.filter(local=local).update(position=F("position") + 100)
    _lay_out(local, bodies, deciding=deciding, steps=steps, planned=planned or {})
    return _changed(local, "set_chain", by, at, bodies=[str(body) for body in bodies])


def _lay_out(
    local: LocalMatter,
    bodies: Sequence[Body],
    *,
    deciding: Body | None,
    steps: dict[int, ChainStep] | None = None,
    planned: dict[int, date | None] | None = None,
) -> None:
    for position, body in enumerate(bodies, start=1):
        step = (steps or {}).get(body.pk) or ChainStep(
            local=local,
            organisation_id=local.organisation_id,
            circle_id=local.circle_id,
            body=body,
            decides=body.decides,
        )
        step.position = position
        step.deciding = deciding is not None and body.pk == deciding.pk
        step.planned_on = (planned or {}).get(body.pk, step.planned_on)
        step.save()


# --- what the bodies decide -------------------------------------------------------------------------------------------
def record_decision(
    step: ChainStep,
    *,
    by: Reader,
    at: datetime,
    decided_on: date,
    outcome: str,
    decided_text: str = "",
    item: str = "",
    wording: str = "",
    starts_on: date | None = None,
    accepts: Sequence[str] = (),
    conditions: Sequence[terms.Stored] = (),
    preferred_form: str = "",
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstained: int | None = None,
    minority: bool = False,
    reservations: str = "",
    reason: str = "",
    corrects: Decision | None = None,
    file: Stored | None = None,
    about: str = "",
) -> Decision:
    """What a body did with the matter at a sitting; of a preparing body, what it recommends.

    Parameters
    ----------
    decided_text : the day in words, when it is not known exactly.
    wording, starts_on : what was decided instead of the proposal, when it was approved with changes.
    accepts : versions, by their SHA-256, that are approved besides: others' wordings.
    conditions : the municipality's own conditions for its yes ("if the others too").
    minority : it was remitted or tabled by a minority of a third (KL 5:50, 9:2).
    corrects : an earlier record of the same body that was wrong; it is about the same version as that one.
    about : the version, by its SHA-256, that whoever records it had before them; empty when they do not say.

    Raises
    ------
    Refused : the day, the outcome or the vote cannot be right, or another version has been referred since; nothing is
        saved.
    """
    local = step.local
    matter = local.matter
    require(rules.may_record_decision(by, step, matter))
    lock(matter.uid)
    if corrects and corrects.step_id != step.pk:
        raise Refused(_("What is corrected was recorded of another body."))
    proposal = queries.version_about(step, corrects)
    if about and about != proposal.sha256:
        raise Refused(
            _("Version %(number)s was referred while you wrote. Read it, and save again if it is what was decided on.")
            % {"number": proposal.number},
            "about",
        )
    _check_day(step, decided_on, corrects, by.today)
    _check_outcome(step, outcome, wording=wording, starts_on=starts_on, accepts=accepts, conditions=conditions)
    if minority:
        _check_minority(step, outcome, corrects)
    own = _own_wording(step, proposal, wording=wording, starts_on=starts_on, at=at)
    made = Decision(
        step=step,
        decided_on=decided_on,
        decided_text=decided_text,
        item=item,
        outcome=outcome,
        accepts=_accepted(proposal, outcome, own, accepts) if step.deciding else [],
        wording=own,
        conditions=list(conditions) if step.deciding else [],
        preferred_form=preferred_form,
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=abstained,
        minority=minority,
        reservations=reservations,
        reason=reason,
        corrects=corrects,
        recorded_at=at,
        recorded_by_id=by.authority,
        person_id=by.person or None,
        **_file(file, corrects, by),
    )
    made.save()
    _changed(local, "record_decision", by, at, body=str(step.body), outcome=str(outcome), on=decided_on.isoformat())
    consider(matter.uid, by=by, at=at)
    return made


def _check_day(step: ChainStep, decided_on: date, corrects: Decision | None, today: date) -> None:
    """After the referral, and on a day when the body has sat. What is corrected may be of an earlier referral."""
    matter = step.local.matter
    sent_on = _sent_on(step.local.referral)
    first = min(sent_on, matter.referred_on or sent_on) if corrects else sent_on
    _require(rules.has_sat(decided_on, today=today, not_before=first), "decided_on")
    if Sitting.objects.filter(body=step.body_id, sits_on=decided_on, cancelled=True).exists():
        raise Refused(
            _("%(body)s has cancelled its sitting %(day)s. Check the day, or add the sitting to the calendar again.")
            % {"body": step.body, "day": in_words(decided_on)},
            "decided_on",
        )


def _require(verdict: Any, field: str) -> None:
    if not verdict:
        raise Refused(verdict.reason, field)


def _check_outcome(
    step: ChainStep,
    outcome: str,
    *,
    wording: str,
    starts_on: date | None,
    accepts: Sequence[str],
    conditions: Sequence[terms.Stored],
) -> None:
    if outcome == Outcome.OPTED_OUT and not step.deciding:
        raise Refused(_("Only the body that decides can say that the municipality stays outside."), "outcome")
    if outcome == Outcome.APPROVED_WITH_CHANGES and not wording.strip() and starts_on is None:
        raise Refused(_("Write what was decided instead of the proposal, or another first day."), "wording")
    if outcome != Outcome.APPROVED_WITH_CHANGES and (wording.strip() or starts_on):
        raise Refused(
            _("A wording of one's own belongs to “approved with changes”. Choose that, or empty the field."), "wording"
        )
    if outcome not in YES and (accepts or conditions):
        raise Refused(_("Conditions and accepted wordings belong to a yes."), "outcome")
    known = set(Wording.objects.filter(matter=step.local.matter_id).values_list("sha256", flat=True))
    if set(accepts) - known:
        raise Refused(_("That wording does not belong to this matter. Open the page anew and choose again."), "accepts")
    named = set(Change.of(step.local.referral.proposal.change).named)
    asked_for = {party for one in conditions for party in one.get("parties", ())}
    if strangers := asked_for - named:
        names = Organisation.objects.filter(uid__in=strangers).values_list("name", flat=True)
        raise Refused(_("%(who)s is not among those who are asked.") % {"who": joined(names)}, "these")


def _check_minority(step: ChainStep, outcome: str, corrects: Decision | None) -> None:
    if outcome not in MINORITY:
        raise Refused(_("A minority of a third can only postpone: remit or table (KL 5:50)."), "minority")
    earlier = Decision.objects.filter(step=step, minority=True, outcome__in=POSTPONED, corrected_by=None)
    if corrects:
        earlier = earlier.exclude(pk=corrects.pk)
    _require(rules.may_decide_by_minority(step.body.kind, earlier.count()), "minority")


def _own_wording(
    step: ChainStep, proposal: Proposal, *, wording: str, starts_on: date | None, at: datetime
) -> Wording | None:
    """The wording that the body decided, once however often it is decided."""
    if not wording.strip() and starts_on is None:
        return None
    text = wording.replace("\r\n", "\n").strip() or proposal.text
    change = Change.of(proposal.change)
    told = replace(change, starts_on=starts_on).told() if starts_on else proposal.change
    sha256 = version_of(text, told, proposal.condition)
    if sha256 == proposal.sha256:
        raise Refused(
            _("The wording is the same as the proposal. Choose “approved”, or write what differs."), "wording"
        )
    same = Wording.objects.filter(matter=step.local.matter_id, organisation=step.organisation_id, sha256=sha256).first()
    return same or Wording.objects.create(
        matter=step.local.matter,
        organisation_id=step.organisation_id,
        circle_id=step.circle_id,
        proposal=proposal,
        text=text,
        change=told,
        sha256=sha256,
        made_at=at,
    )


def _accepted(proposal: Proposal, outcome: str, own: Wording | None, accepts: Sequence[str]) -> list[str]:
    """The versions a yes is a yes to: the proposal or one's own wording in its place, and others' that are accepted."""
    if outcome not in YES:
        return []
    first = own.sha256 if own else proposal.sha256
    return sorted({first, *accepts})


def _file(file: Stored | None, corrects: Decision | None, by: Reader) -> dict[str, Any]:
    """The extract; a correction keeps the earlier one, when it lies in the same store."""
    if file is None and corrects and corrects.sha256 and corrects.recorded_by_id == by.authority:
        return {name: getattr(corrects, name) for name in ("sha256", "size", "file_name", "media_type")}
    if file is None:
        return {}
    return {"sha256": file.sha256, "size": file.size, "file_name": file.name, "media_type": file.media_type}


# --- legal force, signing ---------------------------------------------------------------------------------------------
def record_force(
    decision: Decision,
    *,
    by: Reader,
    at: datetime,
    kind: str,
    on: date,
    note: str = "",
    board: Organisation | None = None,
) -> ForceEvent:
    """Announcement, legal force, appeal and the like, of a decision of one's own municipality.

    Raises
    ------
    Refused : the day lies ahead or before the decision, or legal force is confirmed before the time has run.
    """
    require(rules.may_record_force(by, decision.organisation_id))
    lock(decision.step.local.matter.uid)
    if on > by.today:
        raise Refused(_("The day lies ahead. What happens is recorded afterwards."), "on")
    if on < decision.decided_on:
        raise Refused(
            _("The decision was made %(day)s. This cannot have happened before.")
            % {"day": in_words(decision.decided_on)},
            "on",
        )
    events = list(ForceEvent.objects.filter(decision=decision))
    if kind == ForceKind.ANNOUNCED and any(one.kind == kind and one.on == on for one in events):
        raise Refused(_("That the decision was announced that day is recorded already."), "on")
    if kind == ForceKind.CONFIRMED:
        _require_period_over(decision, events, on, by.today)
    made = ForceEvent.objects.create(
        decision=decision,
        organisation_id=decision.organisation_id,
        circle_id=decision.circle_id,
        kind=kind,
        on=on,
        board=board,
        note=note,
        recorded_at=at,
        person_id=by.person or None,
    )
    local = decision.local
    _changed(local, "record_force", by, at, what=str(kind), on=on.isoformat())
    consider(local.matter.uid, by=by, at=at)
    return made


def _require_period_over(decision: Decision, events: list[ForceEvent], on: date, today: date) -> None:
    """Legal force is confirmed when the time for appeal has run and nothing stands in the way."""
    decision.force_events = sorted(events, key=lambda one: (one.on, one.recorded_at))  # type: ignore[attr-defined]
    state = legal_force(facts_of(decision), today=today)
    if state.state == State.NOT_ANNOUNCED:
        raise Refused(_("The decision has not been announced, so the time for appeal has not begun to run."), "kind")
    if state.state == State.NOT_RUN:
        raise Refused(
            _("The notice was taken down before the time for appeal had ended, so the time has not run (KL 13:5)."),
            "kind",
        )
    if state.state in (State.APPEALED, State.ANNULLED, State.STAYED):
        raise Refused(_("The decision is appealed, annulled or stayed. Record how that ended first."), "kind")
    if state.legal_force_on and on < state.legal_force_on:
        raise Refused(
            _("It can be appealed until %(last)s. It gets legal force %(day)s at the earliest.")
            % {
                "last": in_words(state.last_day_to_appeal) if state.last_day_to_appeal else "",
                "day": in_words(state.legal_force_on),
            },
            "on",
        )


def publish_answer(
    local: LocalMatter, *, by: Reader, at: datetime, to: bool, version: int | None = None
) -> LocalMatter:
    """The public reads what the municipality's own bodies decided, or no longer does."""
    require(rules.may_publish_answer(by, local))
    save_version(local, version, published=to)
    return _changed(local, "publish_answer", by, at, to=to)


def sign_decision(local: LocalMatter, *, by: Reader, at: datetime, signed_on: date, signed_by: str) -> Signing:
    """The municipality signed what it has decided."""
    require(rules.may_record_force(by, local.organisation_id))
    latest = (
        Decision.objects.filter(local=local, deciding=True, corrected_by=None)
        .exclude(outcome=Outcome.NOTED)
        .order_by("-decided_on", "-recorded_at")
        .first()
    )
    if latest is None or latest.outcome not in YES:
        raise Refused(_("The municipality has not said yes. There is nothing to sign."), "signed_on")
    if not latest.decided_on <= signed_on <= by.today:
        raise Refused(
            _("It is signed after the decision, which was made %(day)s, and not later than today.")
            % {"day": in_words(latest.decided_on)},
            "signed_on",
        )
    made = Signing.objects.create(
        local=local,
        organisation_id=local.organisation_id,
        circle_id=local.circle_id,
        signed_on=signed_on,
        signed_by=signed_by,
        sha256=_signed_version(latest, local),
        recorded_at=at,
    )
    _changed(local, "sign_decision", by, at, signed_by=signed_by)
    return made


def _signed_version(decision: Decision, local: LocalMatter) -> str:
    """What is signed of all that was said yes to: what entered into force, else one's own wording or the proposal."""
    entered = Entry.objects.filter(matter=local.matter_id).values_list("sha256", flat=True).first()
    own = decision.wording.sha256 if decision.wording else local.referral.proposal.sha256
    found: str = next(one for one in (entered, own, *decision.accepts) if one in decision.accepts)
    return found
