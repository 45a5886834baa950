"""Pages of the register: the list, one collaboration, and what is done to it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.audit.actions import form_page
from samsyn.audit.models import Event
from samsyn.collaborations import actions, forms, publishing, queries, rules, sections
from samsyn.collaborations.checklists import checklist
from samsyn.collaborations.enums import ContactKind, LegalForm, Stage
from samsyn.collaborations.models import Collaboration
from samsyn.collaborations.validity import notice_of
from samsyn.common.periods import DAY
from samsyn.common.swedish import joined
from samsyn.common.tables import read_day
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, page, reader_of
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.networks.enums import Openness
from samsyn.networks.models import Network

form_view = require_http_methods(["GET", "HEAD", "POST"])


def find(reader: Reader, uid: UUID) -> Any:
    seen = Collaboration.objects.visible_to(reader).as_of(reader.today)
    return get_or_404(seen.select_related("authority__organisation"), uid=uid)


@require_safe
def detail(request: Request, uid: UUID) -> HttpResponse:
    """One collaboration: whether it is in force and why, its parties, papers and what is told of it."""
    reader = reader_of(request)
    day = read_day(request.GET.get("dag", "")) or reader.today
    told = queries.detail(reader, uid, day)
    found, documents = told.collaboration, told.documents
    row = queries.row(found, told.parties, documents, day)
    contacts = {kind: [c for c in found.history["contacts"] if c["kind"] == kind] for kind in ContactKind}
    points = checklist(found.form)
    for document in documents:
        document.notice = notice_of(queries.document_facts(document), found.form, day)
    context = {
        "c": found,
        "row": row,
        "v": row.validity,
        "day": day,
        "is_today": day == reader.today,
        "parties": row.parties,
        "documents": documents,
        "contacts": [(kind.label, rows) for kind, rows in contacts.items() if rows],
        "names": _labelled(found.history["names"], "name", None),
        "forms": _labelled(found.history["forms"], "form", LegalForm),
        "stages": _labelled(found.history["stages"], "stage", Stage),
        "may_edit": rules.may_edit(reader, found),
        "may_share": rules.may_open(reader, found, to=Openness.SHARED),
        "may_publish": rules.may_open(reader, found, to=Openness.PUBLISHED),
        "points": len(points),
        "points_met": sum(1 for point in found.history["points"] if point["met"]),
        "our": reader.organisation,
        "sections": [section(found, reader) for section in sections.COLLABORATION],
        "has_own_facts": any((found.purpose, found.stays_local, found.for_residents, found.for_employees)),
    }
    return page(request, "collaborations/detail.html", context)


def _labelled(rows: list[dict[str, Any]], name: str, choices: Any) -> list[dict[str, Any]]:
    """Rows of history with their word, and their days as people say them."""
    labels = dict(choices.choices) if choices else {}
    told = []
    for row in rows:
        starts, ends = read_day(row["starts_on"] or ""), read_day(row["ends_on"] or "")
        label = str(labels.get(row[name], row[name]))
        told.append({**row, "label": label, "starts_on": starts, "through": ends - DAY if ends else None})
    return told


@require_safe
def history(request: Request, uid: UUID) -> HttpResponse:
    """What has been done with the record; for those who answer for it."""
    reader = reader_of(request)
    found = find(reader, uid)
    events = (
        Event.objects.filter(authority=reader.authority, subject=found.uid)
        .select_related("person")
        .order_by("-at")[:200]
    )
    return page(
        request,
        "collaborations/history.html",
        {"c": found, "events": events, "may_edit": rules.may_edit(reader, found)},
    )


@form_view
def new(request: Request) -> HttpResponse:
    reader = reader_of(request)
    require(rules.may_register(reader))
    form = forms.RegisterForm(request)

    def add() -> Collaboration:
        values = form.values()
        parties = values.pop("parties")
        made = actions.register(by=reader, at=clock.now(), **values)
        if parties:
            actions.add_parties(
                made,
                parties,
                by=reader,
                at=clock.now(),
                starts_on=values["starts_on"],
                starts_text=values["starts_text"],
            )
        return made

    return form_page(
        request,
        form,
        add,
        heading=_("Add a collaboration"),
        button=_("Add"),
        back=reverse("collaborations:list"),
        said=_("The collaboration has been added. It is a draft until you share it."),
        template="collaborations/edit.html",
    )


@form_view
def edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))

    def current() -> dict[str, Any]:
        found.refresh_from_db(fields=[*actions.DESCRIBED, "version"])
        told = {name: getattr(found, name) for name in actions.DESCRIBED if name in forms.DescribeForm.base_fields}
        return {
            **told,
            "network": found.network_id,
            "doubt_notes": "\n".join(found.doubt_notes),
            "version": found.version,
        }

    networks = Network.objects.visible_to(reader).named_on(reader.today)
    form = forms.DescribeForm(request, networks=networks, initial=current())
    return form_page(
        request,
        form,
        lambda: actions.describe(
            found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Change %(name)s") % {"name": found},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[found],
        point_of_no_return=_public_warning(found),
    )


def _public_warning(found: Collaboration) -> list[str]:
    if found.openness != Openness.PUBLISHED:
        return []
    return [_("This is published: what you save is shown on the public pages at once.")]


def simple(
    request: Request,
    found: Collaboration,
    form: Any,
    do: Any,
    *,
    heading: str,
    said: str = "",
    button: str = "",
    **context: Any,
) -> HttpResponse:
    """A form about one collaboration that leads back to it."""
    return form_page(
        request,
        form,
        do,
        heading=heading,
        button=button or _("Save"),
        back=found.get_absolute_url(),
        said=said or _("Saved."),
        to=lambda _done: found.get_absolute_url(),
        crumbs=[found],
        point_of_no_return=_public_warning(found),
        **context,
    )


@form_view
def rename(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))
    form = forms.NameForm(request, initial={"version": found.version})
    return simple(
        request,
        found,
        form,
        lambda: actions.rename(found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()),
        heading=_("New name for %(name)s") % {"name": found},
    )


@form_view
def form_change(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))
    form = forms.FormForm(request, initial={"form": found.form})
    return simple(
        request,
        found,
        form,
        lambda: actions.change_form(found, by=reader, at=clock.now(), **form.values()),
        heading=_("New legal form for %(name)s") % {"name": found},
    )


@form_view
def stage_change(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))
    others = (
        Collaboration.objects.visible_to(reader)
        .exclude(pk=found.pk)
        .filter(parties__organisation__in=found.parties.values("organisation"))
    )
    form = forms.StageForm(
        request,
        now=found.stage or Stage.UNKNOWN,
        others=others.distinct().order_by("name"),
        initial={"starts_on": reader.today},
    )
    return simple(
        request,
        found,
        form,
        lambda: actions.change_stage(found, by=reader, at=clock.now(), **form.values()),
        heading=_("New stage for %(name)s") % {"name": found},
    )


@form_view
def points(request: Request, uid: UUID) -> HttpResponse:
    """The checklist of the legal form."""
    reader = reader_of(request)
    found = queries.detail(reader, uid, reader.today).collaboration
    listed = checklist(found.form)
    answers = {row["point"]: row for row in found.history["points"]}
    may_edit = rules.may_edit(reader, found)
    if request.method == "POST":
        require(may_edit)
    form = forms.ChecklistForm(request, form=found.form, answers=answers)
    told = [
        {"point": point, "answer": answers.get(point.code), "met": form[f"met_{n}"], "where": form[f"where_{n}"]}
        for n, point in enumerate(listed)
    ]
    return form_page(
        request,
        form,
        lambda: actions.check_points(found, by=reader, at=clock.now(), form=found.form, answers=form.answers()),
        heading=_("Checklist: %(name)s") % {"name": found},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        template="collaborations/points.html",
        c=found,
        told=told,
        may_edit=may_edit,
        legal_form=LegalForm(found.form).label,
    )


@form_view
def openness(request: Request, uid: UUID, to: str) -> HttpResponse:
    """A step that lets others read: says who, before it happens."""
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_open(reader, found, to=to))
    form = forms.OpennessForm(request, initial={"version": found.version})
    who = joined(publishing.readers(found, reader.today)) or _("nobody else yet")
    if to == Openness.PUBLISHED:
        said, heading = _("Published."), _("Publish %(name)s") % {"name": found}
        warn = [
            _("Everyone can read this on the public pages, also without signing in."),
            _("Documents marked secret, and the files themselves, are not published. Later changes are shown at once."),
        ]
    elif found.openness == Openness.PUBLISHED:
        said, heading = (
            _("Withdrawn from the public pages."),
            _("Withdraw %(name)s from the public pages") % {"name": found},
        )
        warn = [
            _("It disappears from the public pages at once. Those who take part still read it: %(who)s.") % {"who": who}
        ]
    else:
        said, heading = _("Shared."), _("Share %(name)s with its parties") % {"name": found}
        warn = [
            _("From now on these can read it: %(who)s.") % {"who": who},
            _("It may thereby become an official document with them (TF 2:6, 2:9). This cannot be undone."),
        ]
    return form_page(
        request,
        form,
        lambda: actions.set_openness(found, by=reader, at=clock.now(), to=to, version=form.cleaned_data["version"]),
        heading=heading,
        button=heading,
        back=found.get_absolute_url(),
        said=said,
        crumbs=[found],
        point_of_no_return=warn,
    )
