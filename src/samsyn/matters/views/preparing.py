"""Pages of those who keep a matter: prepare it, share it, refer it, end it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.audit.actions import form_page
from samsyn.collaborations.models import Collaboration, Party
from samsyn.common.forms import ActingForm
from samsyn.common.swedish import SvKey, in_words, joined
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, one_or_404, page, reader_of
from samsyn.documents import files
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.matters import previewing, queries, rules
from samsyn.matters.actions import entering, preparing, referring
from samsyn.matters.changes import Change
from samsyn.matters.enums import MatterStage
from samsyn.matters.forms import preparing as forms
from samsyn.matters.models import Asked, Matter, Proposal
from samsyn.matters.views.frame import form_view
from samsyn.networks import queries as networks
from samsyn.networks.models import Forum
from samsyn.organisations.enums import ChangeKind
from samsyn.organisations.models import Authority, Organisation


def find(reader: Reader, uid: UUID) -> Matter:
    found: Matter = one_or_404(queries.matter_at(reader=reader, uid=uid))
    return found


@form_view
def new(request: Request, uid: UUID) -> HttpResponse:
    """Raise a matter in a forum."""
    reader = reader_of(request)
    forum = one_or_404(networks.seen(Forum, reader, uid, reader.today))
    require(rules.may_raise(reader, forum))
    form = forms.MatterForm(request)
    return form_page(
        request,
        form,
        lambda: preparing.raise_matter(forum, by=reader, at=clock.now(), **form.values()),
        heading=_("Raise a matter in %(forum)s") % {"forum": forum},
        button=_("Raise the matter"),
        back=forum.get_absolute_url(),
        said=_("The matter has been raised. It is a draft until you share it with the forum."),
        crumbs=[forum],
        intro=_("The forum prepares and takes standpoints. Each municipality then decides for itself."),
    )


@form_view
def edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_prepare(reader, matter))

    def current() -> dict[str, Any]:
        matter.refresh_from_db()
        return {name: getattr(matter, name) for name in (*forms.MatterForm.base_fields, "version")
                if hasattr(matter, name)}  # fmt: skip

    form = forms.MatterForm(request, initial=current())
    return form_page(
        request,
        form,
        lambda: preparing.describe_matter(
            matter, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Change the matter"),
        button=_("Save"),
        back=matter.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[matter],
    )


# --- the proposal -----------------------------------------------------------------------------------------------------
@form_view
def propose(request: Request, uid: UUID) -> HttpResponse:
    """A new version of the proposal; first the kind of change is chosen."""
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_prepare(reader, matter))
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    kind = request.GET.get("slag") or (latest.change["kind"] if latest else "")
    if kind not in ChangeKind:
        return page(request, "matters/kinds.html", {"matter": matter, "kinds": ChangeKind.choices, "crumbs": [matter]})
    documents = queries.documents(reader=reader, matter=matter.pk)
    form = forms.ProposalForm(
        request,
        kind=kind,
        collaborations=_collaborations(reader),
        documents=[(str(one.uid), str(one)) for one in documents if not one.secret],
        initial=_initial(request, matter, latest, kind, reader),
    )

    def save() -> Matter:
        preparing.propose(
            matter,
            by=reader,
            at=clock.now(),
            text=form.cleaned_data["text"],
            change=form.change(),
            condition=form.condition(),
            note=form.cleaned_data["note"],
        )
        return matter

    return form_page(
        request,
        form,
        save,
        heading=_("Proposal: %(kind)s") % {"kind": ChangeKind(kind).label},
        button=_("Save as version %(number)s") % {"number": latest.number + 1 if latest else 1},
        back=matter.get_absolute_url(),
        said=_("The version has been saved. Look at the register as it would be."),
        to=lambda _made: reverse("matters:versions", args=[matter.uid]),
        crumbs=[matter],
        intro=_answered_already(matter),
    )


def _collaborations(reader: Reader) -> Any:
    return Collaboration.objects.visible_to(reader).as_of(reader.today).order_by(SvKey("name"))


def _initial(request: Request, matter: Matter, latest: Proposal | None, kind: str, reader: Reader) -> dict[str, Any]:
    """The latest version to go on from; else those in the forum, or the parties of the collaboration."""
    if latest and latest.change["kind"] == kind:
        change = Change.of(latest.change)
        named = Organisation.objects.filter(uid__in=[*change.named, *(p.organisation for p in change.parties)])
        names = {str(uid): name for uid, name in named.values_list("uid", "name")}
        return forms.told_again(latest.text, change, latest.condition, names)
    initial: dict[str, Any] = {"name": matter.title, "area": matter.area}
    chosen = request.GET.get("samverkan", "")
    record = _collaborations(reader).filter(uid=chosen).first() if _is_uid(chosen) else None
    if record:
        parties = Party.objects.filter(owner=record, role__in=preparing.BINDING).on(reader.today)
        listed = parties.order_by(SvKey("organisation__name")).values_list("organisation__name", flat=True)
        return initial | {"collaboration": record.uid, "form": record.form, "named": "\n".join(listed)}
    if kind != ChangeKind.LEAVE:
        seated = queries.seated(forum=matter.forum_id, day=reader.today)
        listed = Organisation.objects.filter(pk__in=list(seated)).in_order().values_list("name", flat=True)
        initial["named"] = "\n".join(listed)
    return initial


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _answered_already(matter: Matter) -> str:
    """Who has said yes to an earlier version, when a new one is made of a matter that is out."""
    if matter.stage != MatterStage.REFERRED:
        return ""
    names = list(queries.answered(matter=matter.pk))
    if not names:
        return _("The matter is with the municipalities. A new version counts when you refer it anew.")
    return _(
        "%(who)s has answered already, to the version that was referred. A yes is a yes to that version: a new one is "
        "decided anew."
    ) % {"who": joined(names)}


@form_view
def asked(request: Request, uid: UUID, pk: int) -> HttpResponse:
    """Which authority is asked, and what the proposal would mean there."""
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_prepare(reader, matter))
    found = get_or_404(Asked.objects.filter(matter=matter).select_related("organisation", "receiver"), pk=pk)
    found.matter = matter

    def current() -> dict[str, Any]:
        found.refresh_from_db()
        return {"receiver": found.receiver_id, "consequence": found.consequence, "version": found.version}

    form = forms.AskedForm(request, organisation=found.organisation, initial=current())
    return form_page(
        request,
        form,
        lambda: preparing.describe_asked(
            found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("What it means for %(name)s") % {"name": found.organisation},
        button=_("Save"),
        back=matter.get_absolute_url(),
        said=_("Saved."),
        again=current,
        to=lambda _made: matter.get_absolute_url() + "#tillfragade",
        crumbs=[matter],
    )


@form_view
def standpoint(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_prepare(reader, matter))
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    form = forms.StandpointForm(request, initial={"taken_on": reader.today})

    def save() -> Matter:
        preparing.take_standpoint(matter, by=reader, at=clock.now(), proposal=latest, **form.values())
        return matter

    return form_page(
        request,
        form,
        save,
        heading=_("The forum's standpoint"),
        button=_("Save the standpoint"),
        back=matter.get_absolute_url(),
        said=_("The standpoint has been saved."),
        crumbs=[matter],
        intro=_("A forum takes standpoints. It never decides: each municipality does that for itself."),
    )


# --- openness ---------------------------------------------------------------------------------------------------------
@form_view
def share(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_share(reader, matter))
    seated = Organisation.objects.filter(pk__in=list(queries.seated(forum=matter.forum_id, day=reader.today)))
    names = [one.name for one in seated.in_order() if one.pk != reader.organisation]
    form = ActingForm(request, initial={"version": matter.version})
    return form_page(
        request,
        form,
        lambda: preparing.share_matter(matter, by=reader, at=clock.now(), version=form.cleaned_data["version"]),
        heading=_("Share the matter with %(forum)s") % {"forum": matter.forum_name},  # type: ignore[attr-defined]
        button=_("Share"),
        back=matter.get_absolute_url(),
        said=_("The matter is shared."),
        crumbs=[matter],
        point_of_no_return=_warning(names),
    )


def _warning(names: list[str]) -> list[str]:
    """What a step of openness means, with those it concerns by name."""
    if not names:
        return [_("Nobody else has a seat there yet.")]
    return [
        _("These can read it from now on: %(who)s.") % {"who": joined(names)},
        _(
            "When they have received it, it may be an official document there, which anybody may ask to read "
            "(TF 2:6, 2:9). It cannot be made a draft again."
        ),
    ]


@form_view
def refer(request: Request, uid: UUID) -> HttpResponse:
    """Hand the matter to each municipality; the page names who receives it, and shows what the register would say."""
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_refer(reader, matter))
    return _refer(request, reader, matter, anew=False)


@form_view
def refer_anew(request: Request, uid: UUID) -> HttpResponse:
    """Ask for a decision on a later version."""
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_refer_anew(reader, matter))
    return _refer(request, reader, matter, anew=True)


def _refer(request: Request, reader: Reader, matter: Matter, *, anew: bool) -> HttpResponse:
    latest = Proposal.objects.filter(matter=matter).order_by("-number").first()
    form = forms.ReferForm(request, initial={"answer_by": matter.answer_by, "version": matter.version})
    act = referring.refer_anew if anew else referring.refer
    listed = list(queries.asked(matter=matter.pk))
    names = [
        f"{one.organisation.name} ({one.receiver.name})" if one.receiver else one.organisation.name for one in listed
    ]
    return form_page(
        request,
        form,
        lambda: act(
            matter,
            by=reader,
            at=clock.now(),
            answer_by=form.cleaned_data["answer_by"],
            version=form.cleaned_data["version"],
        ),
        template="matters/refer.html",
        heading=_("Refer the matter anew") if anew else _("Refer the matter for decision"),
        button=_("Refer to %(n)s") % {"n": len(listed)} if listed else _("Refer"),
        back=matter.get_absolute_url(),
        said=_("The matter has been referred. The mail to each registry is on its way."),
        crumbs=[matter],
        matter=matter,
        proposal=latest,
        asked=listed,
        preview=previewing.preview(Change.of(latest.change), reader) if latest else None,
        point_of_no_return=_warning(names) if names else [],
        answered=joined(queries.answered(matter=matter.pk)) if anew else "",
    )


@form_view
def remind(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    referral = queries.referral_at(reader, uid)
    require(rules.may_remind(reader, referral))
    matter = referral.matter
    sent_on = in_words(referral.sent_at.astimezone(clock.SWEDEN).date())
    text = _("%(title)s was referred to you %(day)s.") % {"title": matter.title, "day": sent_on}
    if referral.answer_by:
        text += " " + _("The answer was asked for by %(day)s.") % {"day": in_words(referral.answer_by)}
    text += " " + _("We have not seen an answer.") + "\n\n" + _("If something is unclear, write to us.")
    form = forms.RemindForm(request, initial={"text": text})

    def save() -> Matter:
        referring.remind(referral, by=reader, at=clock.now(), text=form.cleaned_data["text"])
        return matter

    return form_page(
        request,
        form,
        save,
        heading=_("Remind %(name)s") % {"name": referral.organisation},
        button=_("Send the reminder"),
        back=matter.get_absolute_url(),
        said=_("The reminder is on its way to %(name)s.") % {"name": referral.receiver.full_name},
        crumbs=[matter],
        point_of_no_return=[
            _("It is sent to %(address)s and becomes an official document there (TF 2:9).")
            % {"address": referral.receiver.registry_email or referral.receiver.full_name}
        ],
    )


@form_view
def withdraw(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_close(reader, matter, to=MatterStage.WITHDRAWN))
    form = forms.ReasonForm(request, initial={"version": matter.version})
    names = list(queries.referred_names(matter=matter.pk))
    return form_page(
        request,
        form,
        lambda: referring.withdraw(
            matter,
            by=reader,
            at=clock.now(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
        heading=_("Withdraw the matter"),
        button=_("Withdraw"),
        back=matter.get_absolute_url(),
        said=_("The matter is withdrawn."),
        crumbs=[matter],
        intro=_("What the municipalities have received and decided stays where it is. Nothing more is written."),
        point_of_no_return=[_("These are told by mail: %(who)s.") % {"who": joined(names)}] if names else [],
    )


@form_view
def close(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_close(reader, matter, to=MatterStage.CLOSED))
    form = forms.CloseForm(request, initial={"version": matter.version})
    return form_page(
        request,
        form,
        lambda: preparing.close_matter(
            matter, by=reader, at=clock.now(), note=form.cleaned_data["note"], version=form.cleaned_data["version"]
        ),
        heading=_("Close the matter"),
        button=_("Close"),
        back=matter.get_absolute_url(),
        said=_("The matter is closed."),
        crumbs=[matter],
        intro=_("Nothing more is expected to happen. Legal force and signatures can still be recorded."),
    )


@form_view
def publish(request: Request, uid: UUID) -> HttpResponse:
    """Show the matter to the public, or take it away from there."""
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_publish(reader, matter))
    to = matter.openness != "PUBLISHED"
    form = ActingForm(request, initial={"version": matter.version})
    return form_page(
        request,
        form,
        lambda: preparing.publish_matter(
            matter, by=reader, at=clock.now(), to=to, version=form.cleaned_data["version"]
        ),
        heading=_("Publish the matter") if to else _("Take the matter away from the public pages"),
        button=_("Publish") if to else _("Take away"),
        back=matter.get_absolute_url(),
        said=_("The matter is published.") if to else _("The matter is no longer on the public pages."),
        crumbs=[matter],
        intro=_(
            "The public sees background, proposal, standpoints, and what each municipality has published of its own "
            "decision. Papers are published one by one."
        ),
    )


@form_view
def apply_again(request: Request, uid: UUID) -> HttpResponse:
    """Write in the register what has entered into force, when that could not be done at once."""
    reader = reader_of(request)
    standing = queries.load(reader, uid)
    matter: Matter = standing.matter
    require(rules.may_apply(reader, keeper=entering.writer_of(standing)))
    form = ActingForm(request)

    def save() -> Matter:
        entering.apply(uid, by=reader, at=clock.now())
        return matter

    return form_page(
        request,
        form,
        save,
        heading=_("Write in the register"),
        button=_("Write"),
        back=matter.get_absolute_url(),
        said=_("The register says what was decided."),
        crumbs=[matter],
    )


# --- papers -----------------------------------------------------------------------------------------------------------
@form_view
def document_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    matter = find(reader, uid)
    require(rules.may_prepare(reader, matter))
    form = forms.DocumentForm(request)

    def save() -> Matter:
        store = Authority.objects.values_list("uid", flat=True).get(pk=reader.authority)
        stored = files.store(form.cleaned_data["file"], authority=store)
        preparing.add_matter_document(matter, by=reader, at=clock.now(), title=form.cleaned_data["title"], file=stored)
        return matter

    return form_page(
        request,
        form,
        save,
        heading=_("Add a paper"),
        button=_("Add"),
        back=matter.get_absolute_url(),
        said=_("The paper has been added. It is a draft until you share it."),
        to=lambda _made: matter.get_absolute_url() + "#handlingar",
        crumbs=[matter],
        intro=_("No case files about individuals and no security-protected material."),
    )


@form_view
def document_share(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    document = queries.document_at(reader, uid)
    require(rules.may_share_document(reader, document))
    form = ActingForm(request, initial={"version": document.version})
    names = [name for name in queries.readers(document.matter) if name != document.matter.authority.organisation.name]
    return form_page(
        request,
        form,
        lambda: preparing.share_document(document, by=reader, at=clock.now(), version=form.cleaned_data["version"]),
        heading=_("Share %(title)s") % {"title": document},
        button=_("Share"),
        back=document.matter.get_absolute_url(),
        said=_("The paper is shared."),
        to=lambda _made: document.matter.get_absolute_url() + "#handlingar",
        crumbs=[document.matter],
        point_of_no_return=_warning(names),
    )


@form_view
def document_secrecy(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    document = queries.document_at(reader, uid)
    require(rules.may_mark_document(reader, document))
    form = forms.ProvisionForm(request, initial={"provision": document.secrecy_provision, "version": document.version})
    return form_page(
        request,
        form,
        lambda: preparing.mark_matter_document(
            document,
            by=reader,
            at=clock.now(),
            provision=form.cleaned_data["provision"],
            version=form.cleaned_data["version"],
        ),
        heading=_("Mark %(title)s as secret") % {"title": document},
        button=_("Save"),
        back=document.matter.get_absolute_url(),
        said=_("Saved."),
        to=lambda _made: document.matter.get_absolute_url() + "#handlingar",
        crumbs=[document.matter],
    )
