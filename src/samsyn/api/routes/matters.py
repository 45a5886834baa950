"""Matters: prepared together, referred, and what follows from what each municipality decides."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Status, UploadedFile

from samsyn.api.app import api
from samsyn.api.matter_in import (
    AskedIn,
    ConditionIn,
    MatterChange,
    MatterIn,
    NoteIn,
    ProposalIn,
    ProvisionIn,
    PublishIn,
    ReasonIn,
    ReferIn,
    Sent,
    StandpointIn,
)
from samsyn.api.matter_out import (
    BoardRowOut,
    ConditionOut,
    HappeningOut,
    MatterOut,
    MatterRow,
    PaperOut,
    PlanOut,
    PreviewOut,
)
from samsyn.api.routes.common import LIMIT, OFFSET, PROBLEMS, file_in
from samsyn.documents import files
from samsyn.isolation import clock
from samsyn.isolation.acting import reader
from samsyn.matters import queries
from samsyn.matters.doors import exporting, preparing, telling
from samsyn.organisations.models import Authority

OK, MADE = {200: MatterOut, **PROBLEMS}, {201: MatterOut, **PROBLEMS}


def who() -> dict[str, Any]:
    return {"by": reader(), "at": clock.now()}


def _told(uid: UUID) -> Any:
    return telling.matter(uid, reader())


@api.get("/matters", response={200: list[MatterRow], **PROBLEMS}, tags=["matters"], summary="Matters, latest first")
def matter_list(request: HttpRequest, open: bool = True, offset: int = OFFSET, limit: int = LIMIT) -> Any:
    return telling.listed(reader(), open_only=open, start=offset, most=limit)


@api.post("/forums/{uuid:uid}/matters", response=MADE, tags=["matters"], summary="Raise a matter in a forum")
def matter_add(request: HttpRequest, uid: UUID, body: MatterIn) -> Any:
    return Status(201, _told(preparing.raise_matter(uid, body.dict(), **who()).uid))


@api.get("/matters/{uuid:uid}", response=OK, tags=["matters"], summary="A matter, with all that may be seen of it")
def matter(request: HttpRequest, uid: UUID) -> Any:
    return _told(uid)


@api.patch("/matters/{uuid:uid}", response=OK, tags=["matters"], summary="Change title, background or day to answer")
def matter_change(request: HttpRequest, uid: UUID, body: MatterChange) -> Any:
    preparing.describe(uid, body.dict(exclude_unset=True), **who())
    return _told(uid)


@api.post("/matters/{uuid:uid}/share", response=OK, tags=["matters"], summary="Share it with the forum")
def matter_share(request: HttpRequest, uid: UUID, body: Sent) -> Any:
    preparing.share(uid, body.dict(), **who())
    return _told(uid)


@api.post("/matters/{uuid:uid}/publish", response=OK, tags=["matters"], summary="Publish it, or take it away again")
def matter_publish(request: HttpRequest, uid: UUID, body: PublishIn) -> Any:
    preparing.publish(uid, body.dict(exclude={"to"}), to=body.to, **who())
    return _told(uid)


# --- the proposal -----------------------------------------------------------------------------------------------------
@api.post("/matters/{uuid:uid}/proposals", response=MADE, tags=["matters"], summary="A new version of the proposal")
def proposal_add(request: HttpRequest, uid: UUID, body: ProposalIn) -> Any:
    values = body.dict(exclude={"kind", "agreement"})
    agreement = body.agreement.dict() if body.agreement else {}
    values |= {f"agreement_{name}": value for name, value in agreement.items()}
    preparing.propose(uid, body.kind, values, **who())
    return Status(201, _told(uid))


@api.get(
    "/matters/{uuid:uid}/preview",
    response={200: PreviewOut | None, **PROBLEMS},
    tags=["matters"],
    summary="The register as it is and as it would be",
)
def matter_preview(request: HttpRequest, uid: UUID) -> Any:
    return telling.preview(uid, reader())


@api.get(
    "/matters/{uuid:uid}/entry-condition",
    response={200: ConditionOut | None, **PROBLEMS},
    tags=["matters"],
    summary="The entry condition: its terms, whether they hold and why, the ways forward",
)
def condition(request: HttpRequest, uid: UUID) -> Any:
    return telling.condition(queries.load(reader(), uid))


@api.post(
    "/matters/{uuid:uid}/entry-condition",
    response=MADE,
    tags=["matters"],
    summary="A new version with another entry condition",
)
def condition_set(request: HttpRequest, uid: UUID, body: ConditionIn) -> Any:
    preparing.set_condition(uid, body.dict(), **who())
    return Status(201, _told(uid))


@api.post(
    "/matters/{uuid:uid}/asked",
    response=OK,
    tags=["matters"],
    summary="What it would mean for a municipality, and who receives it there",
)
def asked_describe(request: HttpRequest, uid: UUID, body: AskedIn) -> Any:
    given = body.dict(exclude_unset=True, exclude={"organisation"})
    preparing.describe_asked(uid, body.organisation, given, **who())
    return _told(uid)


@api.post("/matters/{uuid:uid}/standpoints", response=MADE, tags=["matters"], summary="The forum's standpoint")
def standpoint_add(request: HttpRequest, uid: UUID, body: StandpointIn) -> Any:
    preparing.take_standpoint(uid, body.dict(), **who())
    return Status(201, _told(uid))


# --- papers -----------------------------------------------------------------------------------------------------------
@api.get(
    "/matters/{uuid:uid}/documents",
    response={200: list[PaperOut], **PROBLEMS},
    tags=["matters"],
    summary="Its papers",
)
def document_list(request: HttpRequest, uid: UUID) -> Any:
    return telling.documents(uid, reader())


@api.post(
    "/matters/{uuid:uid}/documents",
    response={201: PaperOut, **PROBLEMS},
    tags=["matters"],
    summary="Add a paper (PDF or Word); the same title again makes a new edition",
)
def document_add(
    request: HttpRequest,
    uid: UUID,
    title: str = Form(max_length=1_000),
    file: UploadedFile = File(...),  # noqa: B008  how ninja declares it
) -> Any:
    made = preparing.add_document(uid, {"title": title}, file, **who())
    return Status(201, telling.document(made.uid, reader()))


@api.get(
    "/matter-documents/{uuid:uid}",
    response={200: PaperOut, **PROBLEMS},
    tags=["matters"],
    summary="What is known of a paper",
)
def document(request: HttpRequest, uid: UUID) -> Any:
    return telling.document(uid, reader())


@api.get(
    "/matter-documents/{uuid:uid}/file",
    response={200: None, **PROBLEMS},
    tags=["matters"],
    summary="The file itself",
    openapi_extra=file_in("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)
def document_file(request: HttpRequest, uid: UUID) -> Any:
    found = queries.document_at(reader(), uid)
    store = Authority.objects.values_list("uid", flat=True).get(pk=found.authority_id)
    return files.download(store, found.sha256, found.media_type)


@api.post(
    "/matter-documents/{uuid:uid}/share",
    response={200: PaperOut, **PROBLEMS},
    tags=["matters"],
    summary="Share a paper with those who read the matter",
)
def document_share(request: HttpRequest, uid: UUID, body: Sent) -> Any:
    preparing.share_document(uid, body.dict(), **who())
    return telling.document(uid, reader())


@api.post(
    "/matter-documents/{uuid:uid}/secrecy",
    response={200: PaperOut, **PROBLEMS},
    tags=["matters"],
    summary="Mark a draft as secret, or lift the marking",
)
def document_secrecy(request: HttpRequest, uid: UUID, body: ProvisionIn) -> Any:
    preparing.mark_document(uid, body.dict(), **who())
    return telling.document(uid, reader())


# --- out to the municipalities, and back ------------------------------------------------------------------------------
@api.post(
    "/matters/{uuid:uid}/refer",
    response=OK,
    tags=["matters"],
    summary="Refer it to each municipality: it becomes an official document there",
)
def matter_refer(request: HttpRequest, uid: UUID, body: ReferIn) -> Any:
    preparing.refer(uid, body.dict(), **who())
    return _told(uid)


@api.post(
    "/matters/{uuid:uid}/refer-anew", response=OK, tags=["matters"], summary="Ask for a decision on a later version"
)
def matter_refer_anew(request: HttpRequest, uid: UUID, body: ReferIn) -> Any:
    preparing.refer_anew(uid, body.dict(), **who())
    return _told(uid)


@api.post("/matters/{uuid:uid}/withdraw", response=OK, tags=["matters"], summary="Take it back from everybody")
def matter_withdraw(request: HttpRequest, uid: UUID, body: ReasonIn) -> Any:
    preparing.withdraw(uid, body.dict(), **who())
    return _told(uid)


@api.post("/matters/{uuid:uid}/close", response=OK, tags=["matters"], summary="Close it: nothing more is expected")
def matter_close(request: HttpRequest, uid: UUID, body: NoteIn) -> Any:
    preparing.close(uid, body.dict(), **who())
    return _told(uid)


@api.post(
    "/matters/{uuid:uid}/apply",
    response=OK,
    tags=["matters"],
    summary="Write in the register what has entered into force, if that has not been done",
)
def matter_apply(request: HttpRequest, uid: UUID) -> Any:
    preparing.apply(uid, **who())
    return _told(uid)


# --- what follows -----------------------------------------------------------------------------------------------------
@api.get(
    "/matters/{uuid:uid}/board",
    response={200: list[BoardRowOut], **PROBLEMS},
    tags=["matters"],
    summary="The decision board",
)
def matter_board(request: HttpRequest, uid: UUID) -> Any:
    return telling.decision_board(uid, reader())


@api.get(
    "/matters/{uuid:uid}/plan",
    response={200: PlanOut | None, **PROBLEMS},
    tags=["matters"],
    summary="The time plan over each municipality's own calendar",
)
def matter_plan(request: HttpRequest, uid: UUID) -> Any:
    return telling.plan(uid, reader())


@api.get(
    "/matters/{uuid:uid}/timeline",
    response={200: list[HappeningOut], **PROBLEMS},
    tags=["matters"],
    summary="Everything that has happened, newest first",
)
def matter_timeline(request: HttpRequest, uid: UUID) -> Any:
    return telling.happenings(uid, reader())


@api.get(
    "/matters/{uuid:uid}/export",
    response={200: None, **PROBLEMS},
    tags=["matters"],
    summary="All of it with files and checksums, for an archive of one's own",
    openapi_extra=file_in("application/zip"),
)
def matter_export(request: HttpRequest, uid: UUID) -> Any:
    return exporting.answer(uid, reader())
