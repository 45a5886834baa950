"""The list of matters, the matter's page, its versions, and its paper trail."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.collaborations.enums import LegalForm
from samsyn.common.swedish import joined
from samsyn.common.web import Request, Slice, page, reader_of
from samsyn.dispatch.enums import DeliveryState
from samsyn.isolation.acting import Reader
from samsyn.matters import board, pictures, planning, previewing, queries, rules, terms, timeline
from samsyn.matters.actions import entering
from samsyn.matters.changes import Change
from samsyn.matters.comparing import compare
from samsyn.matters.doors import exporting
from samsyn.matters.enums import MatterStage
from samsyn.matters.models import LocalMatter, Referral
from samsyn.matters.standing import Standing
from samsyn.matters.views.frame import entry_terms
from samsyn.matters.words import Words, lead
from samsyn.networks.enums import Openness


@require_safe
def listing(request: Request) -> HttpResponse:
    reader = reader_of(request)
    show = request.GET.get("visa", "")
    rows = Slice(
        lambda start, most: queries.listed(reader, open_only=show != "alla", start=start, most=most),
        request.GET.get("sida"),
    )
    for row in rows:
        for told in row["outcomes"]:
            told["sign"] = board.DECIDED.get(told["outcome"] or "", "vantar")
            told["word"] = board.outcome_word(told["outcome"], deciding=True) if told["outcome"] else ""
        row["stage_label"] = MatterStage(row["stage"]).label
    context = {"rows": rows, "show": show, "forums": queries.our_forums(reader=reader)}
    return page(request, "matters/list.html", context)


@require_safe
def detail(request: Request, uid: UUID) -> HttpResponse:
    """A matter and everything that follows from what the municipalities have recorded."""
    reader = reader_of(request)
    standing = queries.load(reader, uid)
    return page(request, "matters/detail.html", _context(standing, reader))


def _context(standing: Standing, reader: Reader) -> dict[str, Any]:
    matter = standing.matter
    words = Words(standing)
    plan = planning.time_plan(standing, reader)
    deliveries = list(queries.deliveries(about=matter.uid))
    ours = next((voice for voice in standing.voices if voice.referral.organisation_id == reader.organisation), None)
    proposal = standing.proposal
    return {
        "matter": matter,
        "standing": standing,
        "lead": lead(standing),
        "form_label": LegalForm(standing.change.form).label if standing.change and standing.change.form else "",
        "board": board.make_board(standing, plan, reader) if standing.voices else None,
        "condition": terms.whole_sentence(proposal.condition, standing.names) if proposal else "",
        "entry_terms": entry_terms(standing, words),
        "ways": [words.say(reason) for reason in standing.entry.ways_forward] if standing.entry else [],
        "plan": plan,
        "plan_rows": planning_rows(plan, words) if plan else [],
        "picture": _picture(plan, standing, reader) if plan else None,
        "finding": pictures.finding(plan, standing.names) if plan else [],
        "plan_remarks": _remarks(plan, words) if plan else [],
        "proposal": proposal,
        "newer": standing.proposals[-1] if proposal and standing.proposals[-1].pk != proposal.pk else None,
        "drift": drift(standing),
        "forms_wanted": forms_wanted(standing),
        "documents": list(queries.documents(reader=reader, matter=matter.pk)),
        "deliveries": deliveries,
        "troubled": [one for one in deliveries if one.state in (DeliveryState.FAILED, DeliveryState.UNCERTAIN)],
        "received": [voice.name for voice in standing.voices if voice.local],
        "timeline": timeline.timeline(standing, deliveries),
        "ours": ours,
        **permissions(standing, ours, reader),
    }


def permissions(standing: Standing, ours: Any, reader: Reader) -> dict[str, Any]:
    """What the reader may do, each as a rule's answer."""
    matter = standing.matter
    referral: Referral | None = ours.referral if ours else None
    local: LocalMatter | None = ours.local if ours else None
    if referral:
        referral.matter = matter
    return {
        "may_prepare": rules.may_prepare(reader, matter),
        "may_share": rules.may_share(reader, matter),
        "may_refer": rules.may_refer(reader, matter),
        "may_refer_anew": rules.may_refer_anew(reader, matter) and not standing.entered,
        "may_withdraw": rules.may_close(reader, matter, to=MatterStage.WITHDRAWN) and not standing.entered,
        "may_close": rules.may_close(reader, matter, to=MatterStage.CLOSED),
        "may_publish": rules.may_publish(reader, matter),
        "published": matter.openness == Openness.PUBLISHED,
        "may_receive": rules.may_receive(reader, referral) if referral and not local else None,
        "may_apply": _may_apply(reader, standing),
    }


def drift(standing: Standing) -> list[dict[str, Any]]:
    """Where a municipality's wording differs from the proposal, side by side with it."""
    base = {one.pk: one for one in standing.proposals}
    found = []
    for wording in standing.wordings:
        accepted = [voice.name for voice in standing.voices if wording.sha256 in voice.answer.accepts]
        first = wording.change.get("starts_on")
        proposed = base[wording.proposal].change.get("starts_on")
        found.append(
            {
                "name": wording.name,
                "proposed": base[wording.proposal].text,
                "compared": compare(base[wording.proposal].text, wording.text),
                "number": base[wording.proposal].number,
                "starts_on": date.fromisoformat(first) if first and first != proposed else None,
                "proposed_on": proposed,
                "accepted": joined(accepted),
                "sha256": wording.sha256,
            }
        )
    return found


def forms_wanted(standing: Standing) -> list[tuple[str, str]]:
    """Legal forms that different municipalities prefer; nothing when they agree or have said nothing."""
    wanted = standing.forms_wanted
    proposed = standing.change.form if standing.change else ""
    if not wanted or (len(wanted) == 1 and proposed in wanted):
        return []
    return [(str(LegalForm(form).label), joined(names)) for form, names in wanted.items()]


def planning_rows(plan: planning.TimePlan, words: Words) -> list[dict[str, Any]]:
    """The plan's table: every step of every municipality, and what its miss would cost."""
    rows = []
    for voice in plan.voices:
        found = plan.plan_of(voice.uid)
        if found is None:
            rows.append({"name": voice.name, "missing": True})
            continue
        misses = {(one.body, one.sits_on): one for one in plan.misses(voice.uid)} if len(plan.voices) <= 30 else {}
        back = plan.backward.get(voice.uid)
        latest = {step.body: step.papers_by for step in back.steps} if back else {}
        for step in found.steps:
            rows.append(
                {
                    "name": voice.name,
                    "body": step.body,
                    "papers_by": step.papers_by,
                    "on": step.sits_on,
                    "held": step.held,
                    "missed": misses.get((step.body, step.sits_on)),
                    "latest": None if step.held else latest.get(step.body),
                    "usual": voice.usual,
                }
            )
        rows.append(
            {"name": voice.name, "force": True, "on": found.legal_force_on, "confirmed": voice.answer.confirmed}
        )
    return rows


def _picture(plan: planning.TimePlan, standing: Standing, reader: Reader) -> Any:
    if not plan.common.chains:
        return None
    sentences = pictures.finding(plan, standing.names)
    title = _("Time plan for each municipality: %(title)s") % {"title": standing.matter.title}
    return pictures.Picture(plan, reader.today).svg(title, " ".join(sentences))


def _remarks(plan: planning.TimePlan, words: Words) -> list[str]:
    """What must be said of the plans: calendars that end, deadlines that are assumed, sittings that are cancelled."""
    said: dict[str, None] = {}
    for uid, found in plan.common.plans.items():
        for reason in found.reasons:
            said.setdefault(f"{words.who(uid)}: {words.say(reason)}", None)
    return list(said)[:40]


def _may_apply(reader: Reader, standing: Standing) -> Any:
    """Whether the reader may write the entry in the register, while that has not been done."""
    if not standing.entered or standing.entered.applied_at:
        return None
    return rules.may_apply(reader, keeper=entering.writer_of(standing))


@require_safe
def versions(request: Request, uid: UUID) -> HttpResponse:
    """All versions of the proposal, and two of them compared."""
    reader = reader_of(request)
    standing = queries.load(reader, uid)
    if not standing.proposals:
        raise Http404
    by_number = {str(one.number): one for one in standing.proposals}
    after = by_number.get(request.GET.get("version", "")) or standing.proposals[-1]
    before = by_number.get(request.GET.get("mot", "")) or next(
        (one for one in reversed(standing.proposals) if one.number < after.number), None
    )
    context = {
        "matter": standing.matter,
        "standing": standing,
        "after": after,
        "before": before,
        "compared": compare(before.text, after.text) if before else None,
        "condition_after": terms.whole_sentence(after.condition, standing.names),
        "condition_before": terms.whole_sentence(before.condition, standing.names) if before else "",
        "preview": previewing.preview(Change.of(after.change), reader),
        "referred": standing.proposal if standing.voices else None,
    }
    return page(request, "matters/versions.html", context)


@require_safe
def export(request: Request, uid: UUID) -> HttpResponseBase:
    """All of the matter that the reader may see, with its files, for an archive of one's own."""
    return exporting.answer(uid, reader_of(request))
