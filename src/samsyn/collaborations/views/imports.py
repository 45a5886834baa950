"""Pages for bringing a file into the register."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.audit.actions import carry_out, form_page
from samsyn.collaborations import jobs, rules
from samsyn.collaborations.forms import ImportForm
from samsyn.collaborations.importing import runs
from samsyn.collaborations.models import ImportRun
from samsyn.collaborations.models.imports import ImportState
from samsyn.common.forms import ActingForm
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, page, reader_of
from samsyn.isolation import clock
from samsyn.networks.enums import Openness

AT_ONCE_ROWS = 300


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose a file; it is read, and nothing is saved yet."""
    reader = reader_of(request)
    require(rules.may_import(reader))
    form = ImportForm(request)

    def begin() -> ImportRun:
        upload = form.cleaned_data["file"]
        run = runs.begin(upload, by=reader, at=clock.now())
        if (upload.size or 0) <= runs.AT_ONCE:
            return runs.dry_run(run, by=reader)
        told: dict[str, Any] = {"person": reader.person, "assignment": str(reader.assignment_uid), "run": str(run.uid)}
        transaction.on_commit(lambda: jobs.read_import.defer(**told))
        return run

    earlier = ImportRun.objects.filter(authority=reader.authority)[:10]
    return form_page(
        request,
        form,
        begin,
        heading=_("Import into the register"),
        button=_("Read the file"),
        back=reverse("collaborations:list"),
        said=_("The file has been received."),
        template="collaborations/import_new.html",
        earlier=earlier,
    )


@require_safe
def detail(request: Request, uid: UUID) -> HttpResponse:
    """Row by row what would happen, what is doubtful, and what cannot be read."""
    reader = reader_of(request)
    run = get_or_404(ImportRun.objects.filter(authority=reader.authority), uid=uid)
    return page(request, "collaborations/import_run.html", _told(run, ActingForm(request)), part="result")


def _told(run: ImportRun, form: ActingForm) -> dict[str, Any]:
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "steps": _steps(),
        "busy": run.state in (ImportState.WAITING, ImportState.READING, ImportState.SAVING),
    }
    if run.state in (ImportState.READ, ImportState.SAVED):
        counted = runs.summary(run)
        context |= {
            "counted": counted,
            "ready": run.state == ImportState.READ
            and not counted["REFUSED"]
            and counted["CREATE"] + counted["CHANGE"] > 0,
        }
    return context


def _steps() -> list[tuple[str, Any]]:
    return [(step.value, step.label) for step in (Openness.DRAFT, Openness.SHARED, Openness.PUBLISHED)]


@require_http_methods(["POST"])
def apply(request: Request, uid: UUID) -> HttpResponse:
    """Save all of it, or nothing."""
    reader = reader_of(request)
    run = get_or_404(ImportRun.objects.filter(authority=reader.authority), uid=uid)
    require(rules.may_import(reader))
    to = request.POST.get("to", Openness.DRAFT)
    to = to if to in Openness else Openness.DRAFT
    form = ActingForm(request)

    def save() -> ImportRun:
        if run.total <= AT_ONCE_ROWS:
            return runs.apply(run, by=reader, at=clock.now(), to=to)
        ImportRun.objects.filter(pk=run.pk).update(state=ImportState.SAVING)
        told: dict[str, Any] = {
            "person": reader.person,
            "assignment": str(reader.assignment_uid),
            "run": str(run.uid),
            "to": str(to),
        }
        transaction.on_commit(lambda: jobs.save_import.defer(**told))
        return run

    answer = carry_out(request, form, save, said=_("The import has been received.")) if form.sent else None
    if answer is None:
        run.refresh_from_db()
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
        context = _told(run, form) | {"problem": problem}
        return page(request, "collaborations/import_run.html", context, status=422)
    return answer
