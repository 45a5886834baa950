"""Pages about organisations, their bodies, calendars and people."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.accounts.models import Person, User
from samsyn.audit.actions import form_page
from samsyn.common.forms import ActingForm, EndForm
from samsyn.common.swedish import joined
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, one_or_404, page, reader_of
from samsyn.isolation import clock
from samsyn.organisations import actions, forms, queries, rules, sections
from samsyn.organisations.enums import OrganisationKind
from samsyn.organisations.models import Assignment, Authority, Body, DecisionPath, Organisation, Sitting

form_view = require_http_methods(["GET", "HEAD", "POST"])
COUNTIES = (
    ("01", "Stockholms län"),
    ("03", "Uppsala län"),
    ("04", "Södermanlands län"),
    ("05", "Östergötlands län"),
    ("06", "Jönköpings län"),
    ("07", "Kronobergs län"),
    ("08", "Kalmar län"),
    ("09", "Gotlands län"),
    ("10", "Blekinge län"),
    ("12", "Skåne län"),
    ("13", "Hallands län"),
    ("14", "Västra Götalands län"),
    ("17", "Värmlands län"),
    ("18", "Örebro län"),
    ("19", "Västmanlands län"),
    ("20", "Dalarnas län"),
    ("21", "Gävleborgs län"),
    ("22", "Västernorrlands län"),
    ("23", "Jämtlands län"),
    ("24", "Västerbottens län"),
    ("25", "Norrbottens län"),
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """All organisations of a kind, in Swedish order."""
    reader = reader_of(request)
    kind = request.GET.get("slag", OrganisationKind.MUNICIPALITY)
    county = request.GET.get("lan", "")
    found = (
        Organisation.objects.filter(kind=kind).in_order() if kind in OrganisationKind else Organisation.objects.none()
    )
    if county:
        found = found.filter(county_code=county)
    names = dict(COUNTIES)
    told = found[:1000].values("uid", "name", "code", "county_code", "population")
    rows: list[dict[str, Any]] = [dict(row) for row in told]
    for row in rows:
        row["county"] = names.get(row["county_code"], "")
    context = {
        "organisations": rows,
        "kind": kind,
        "county": county,
        "kinds": OrganisationKind.choices,
        "counties": COUNTIES,
        "may_register": rules.may_register_organisation(reader),
    }
    return page(request, "organisations/list.html", context, part="result")


@require_safe
def detail(request: Request, uid: UUID) -> HttpResponse:
    """One organisation: its bodies, people in public roles, decision paths, and what it takes part in."""
    reader = reader_of(request)
    organisation = one_or_404(queries.organisation_at(uid=uid))
    context = {
        "organisation": organisation,
        "bodies": queries.bodies_of(organisation, reader.today),
        "paths": queries.paths_of(organisation, reader.today),
        "may_administer": rules.may_administer(reader, organisation),
        "may_describe": rules.may_describe_organisation(reader, organisation),
        "counties": dict(COUNTIES),
        "sections": [section(organisation, reader) for section in sections.ORGANISATION],
    }
    return page(request, "organisations/detail.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    reader = reader_of(request)
    require(rules.may_register_organisation(reader))
    form = forms.OrganisationForm(request)
    return form_page(
        request,
        form,
        lambda: actions.register_organisation(by=reader, at=clock.now(), **form.values()),
        heading=_("Add an organisation"),
        button=_("Add"),
        back=reverse("organisations:list"),
        said=_("The organisation has been added."),
    )


@form_view
def edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    organisation = get_or_404(Organisation.objects.all(), uid=uid)
    require(rules.may_describe_organisation(reader, organisation))

    def current() -> dict[str, object]:
        organisation.refresh_from_db()
        return {
            "kind": organisation.kind,
            "name": organisation.name,
            "number": organisation.number,
            "other_names": "\n".join(organisation.other_names),
            "version": organisation.version,
        }

    form = forms.OrganisationForm(request, initial=current())
    return form_page(
        request,
        form,
        lambda: actions.describe_organisation(
            organisation, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Change %(name)s") % {"name": organisation},
        button=_("Save"),
        back=organisation.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[organisation],
    )


@form_view
def body_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    organisation = get_or_404(Organisation.objects.all(), uid=uid)
    require(rules.may_administer(reader, organisation))
    form = forms.BodyForm(request, organisation=organisation)
    return form_page(
        request,
        form,
        lambda: actions.create_body(organisation, by=reader, at=clock.now(), **form.body()),
        heading=_("Add a body"),
        button=_("Add"),
        back=organisation.get_absolute_url(),
        said=_("The body has been added."),
        crumbs=[organisation],
    )


@require_safe
def body(request: Request, uid: UUID) -> HttpResponse:
    """One body: its task, people and calendar."""
    reader = reader_of(request)
    found = one_or_404(queries.body_at(uid=uid))
    people = list(queries.people_in(body=found.pk, today=reader.today))
    if found.organisation_id != reader.organisation:
        people = [assignment for assignment in people if assignment.public]
    context = {
        "body": found,
        "people": people,
        "sittings": list(queries.coming_sittings(body=found.pk, today=reader.today)),
        "may_administer": rules.may_administer(reader, found.organisation),
        "may_keep_sittings": rules.may_keep_sittings(reader, found),
        "may_describe_authority": rules.may_describe_authority(reader, found.authority),
        "serves": joined(str(served) for served in found.served.select_related("party").on(reader.today))
        if found.kind == "JOINT_COMMITTEE"
        else "",
    }
    return page(request, "organisations/body.html", context)


@form_view
def body_edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = get_or_404(Body.objects.select_related("organisation"), uid=uid)
    require(rules.may_administer(reader, found.organisation))

    def current() -> dict[str, object]:
        found.refresh_from_db()
        task = "DECIDES" if found.decides else "PREPARES"
        same = {name: getattr(found, name) for name in ("name", "term_note", "starts_on", "ends_on", "version")}
        return {"task": task, **same}

    form = forms.BodyChangeForm(request, organisation=found.organisation, initial=current())
    return form_page(
        request,
        form,
        lambda: actions.change_body(
            found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.body()
        ),
        heading=_("Change %(name)s") % {"name": found},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[found.organisation, found],
    )


@form_view
def authority_edit(request: Request, uid: UUID) -> HttpResponse:
    """Where its registry is reached, and the head of its papers."""
    reader = reader_of(request)
    found = get_or_404(Authority.objects.select_related("organisation"), uid=uid)
    require(rules.may_describe_authority(reader, found))

    def current() -> dict[str, object]:
        found.refresh_from_db()
        return {name: getattr(found, name) for name in ("registry_email", "letterhead", "version")}

    form = forms.AuthorityForm(request, initial=current())
    return form_page(
        request,
        form,
        lambda: actions.describe_authority(
            found, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Registry and letterhead of %(name)s") % {"name": found},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[found.organisation],
    )


@form_view
def sitting_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = get_or_404(Body.objects.select_related("organisation"), uid=uid)
    require(rules.may_keep_sittings(reader, found))
    form = forms.SittingForm(request)

    def add() -> Any:
        actions.add_sittings(found, [form.values()], by=reader, at=clock.now())
        return found

    return form_page(
        request,
        form,
        add,
        heading=_("Add a sitting"),
        button=_("Add"),
        back=found.get_absolute_url(),
        said=_("The sitting has been added."),
        crumbs=[found.organisation, found],
    )


@form_view
def sittings_import(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = get_or_404(Body.objects.select_related("organisation"), uid=uid)
    require(rules.may_keep_sittings(reader, found))
    form = forms.SittingsFileForm(request)

    def add() -> Any:
        actions.add_sittings(found, form.cleaned_data["file"], by=reader, at=clock.now())
        return found

    return form_page(
        request,
        form,
        add,
        heading=_("Import a calendar"),
        button=_("Import"),
        back=found.get_absolute_url(),
        said=_("The calendar has been imported."),
        crumbs=[found.organisation, found],
    )


@form_view
def sitting_cancel(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    sitting = get_or_404(Sitting.objects.select_related("body__organisation"), uid=uid)
    require(rules.may_keep_sittings(reader, sitting.body))
    form = ActingForm(request)
    return form_page(
        request,
        form,
        lambda: actions.cancel_sitting(sitting, by=reader, at=clock.now()),
        heading=_("Cancel the sitting %(day)s?") % {"day": sitting.sits_on},
        button=_("Cancel the sitting"),
        back=sitting.get_absolute_url(),
        said=_("The sitting is cancelled."),
        intro=_("It stays in the calendar, marked as cancelled."),
        crumbs=[sitting.body.organisation, sitting.body],
    )


@form_view
def path_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    organisation = get_or_404(Organisation.objects.all(), uid=uid)
    require(rules.may_administer(reader, organisation))
    form = forms.PathForm(request, organisation=organisation)
    return form_page(
        request,
        form,
        lambda: actions.set_path(organisation, by=reader, at=clock.now(), **form.path()),
        heading=_("Add a decision path"),
        button=_("Add"),
        back=organisation.get_absolute_url(),
        said=_("The decision path has been added."),
        crumbs=[organisation],
        intro=_("The bodies a matter passes, in order. The last one must decide."),
    )


@form_view
def path_end(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    path = get_or_404(DecisionPath.objects.select_related("organisation"), uid=uid)
    require(rules.may_administer(reader, path.organisation))
    form = EndForm(request, initial={"version": path.version})
    return form_page(
        request,
        form,
        lambda: actions.end_path(
            path, by=reader, at=clock.now(), ends_on=form.cleaned_data["ends_on"], version=form.cleaned_data["version"]
        ),
        heading=_("End the decision path: %(name)s") % {"name": path},
        button=_("End"),
        back=path.get_absolute_url(),
        said=_("The decision path ends after that day."),
        crumbs=[path.organisation],
    )


@form_view
def assignment_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    organisation = get_or_404(Organisation.objects.all(), uid=uid)
    require(rules.may_administer(reader, organisation))
    known = request.GET.get("person")
    person = get_or_404(Person.objects.all(), uid=known) if known and len(known) == 36 else None
    form = forms.AssignmentForm(request, organisation=organisation, person=person)

    def give() -> Assignment:
        values = form.values()
        return actions.give_assignment(values.pop("body"), by=reader, at=clock.now(), person=person, **values)

    heading = _("Give %(name)s another assignment") % {"name": person} if person else _("Give an assignment")
    return form_page(
        request,
        form,
        give,
        heading=heading,
        button=_("Give"),
        back=organisation.get_absolute_url(),
        said=_("The assignment has been given."),
        to=lambda given: given.person.get_absolute_url(),
        crumbs=[organisation],
    )


@form_view
def assignment_end(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    ours = Assignment.objects.filter(organisation=reader.organisation)
    assignment = get_or_404(ours.with_names(), uid=uid)
    require(rules.may_end_assignment(reader, assignment))
    form = EndForm(request, initial={"version": assignment.version, "ends_on": assignment.ends_on})
    return form_page(
        request,
        form,
        lambda: actions.end_assignment(
            assignment,
            by=reader,
            at=clock.now(),
            ends_on=form.cleaned_data["ends_on"],
            version=form.cleaned_data["version"],
        ),
        heading=_("End the assignment: %(name)s") % {"name": assignment},
        button=_("End"),
        back=assignment.person.get_absolute_url(),
        said=_("The assignment ends after that day."),
        to=lambda _ended: assignment.person.get_absolute_url(),
        crumbs=[assignment.organisation, assignment.person],
        intro=_("What the assignment allowed ends at midnight after its last day."),
    )


@require_safe
def person(request: Request, uid: UUID) -> HttpResponse:
    """Somebody in a public role, or somebody of one's own organisation."""
    reader = reader_of(request)
    found = one_or_404(queries.person_at(reader=reader, uid=uid))
    assignments = list(queries.assignments_of(reader=reader, person=found.pk))
    ours = [a for a in assignments if a.organisation_id == reader.organisation]
    context = {
        "person": found,
        "assignments": assignments,
        "today": reader.today,
        "may_administer": bool(ours) and rules.may_administer(reader, ours[0].organisation),
        "our_organisation": ours[0].organisation if ours else None,
        "user": getattr(found, "user", None) if ours else None,
        "sections": [section(found, reader) for section in sections.PERSON],
    }
    return page(request, "organisations/person.html", context)


@form_view
def invite(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    ours = Assignment.objects.filter(organisation=reader.organisation).with_names()
    assignment = get_or_404(ours, person__uid=uid)
    require(rules.may_administer(reader, assignment.organisation))
    user = User.objects.filter(person=assignment.person).first()
    form = forms.InviteForm(request, initial={"email": user.email} if user else None)
    intro = _(
        "An invitation has been sent to %(email)s, but nobody has come in by it. If the address is wrong, correct it "
        "here: the link in the earlier mail then stops working."
    )
    return form_page(
        request,
        form,
        lambda: actions.invite(
            assignment.person, assignment, email=form.cleaned_data["email"], request=request, by=reader, at=clock.now()
        ),
        heading=_("Invite %(name)s to sign in") % {"name": assignment.person},
        button=_("Send the invitation"),
        back=assignment.person.get_absolute_url(),
        said=_("The invitation has been sent."),
        crumbs=[assignment.organisation, assignment.person],
        intro=intro % {"email": user.email}
        if user and rules.may_correct_address(reader, assignment.person, user)
        else "",
    )
