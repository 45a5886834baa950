"""Each municipality's own part of a matter: received, decided by its bodies, announced and signed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import File, Form, Status, UploadedFile

from samsyn.api.app import api
from samsyn.api.matter_in import (
    DecisionIn,
    ForceIn,
    LocalChange,
    PublishIn,
    ReceiveIn,
    ReminderIn,
    SigningIn,
    TextsIn,
    WayIn,
)
from samsyn.api.matter_out import DecisionOut, LocalRow, OurReferralOut, WaitingOut
from samsyn.api.routes.common import LIMIT, OFFSET, PROBLEMS, file_in
from samsyn.api.routes.matters import who
from samsyn.documents import files
from samsyn.isolation.acting import reader
from samsyn.matters import queries
from samsyn.matters.doors import deciding, preparing, telling
from samsyn.organisations.models import Authority

PART, TAGS = {200: OurReferralOut, **PROBLEMS}, ["our part of matters"]


@api.get(
    "/referrals",
    response={200: list[WaitingOut], **PROBLEMS},
    tags=TAGS,
    summary="What has been referred to our authority and not been received",
)
def referral_list(request: HttpRequest, offset: int = OFFSET, limit: int = LIMIT) -> Any:
    return telling.waiting(reader(), start=offset, most=limit)


@api.post(
    "/referrals/{uuid:uid}/receive",
    response={201: OurReferralOut, **PROBLEMS},
    tags=TAGS,
    summary="Receive and register it: a local matter of our own",
)
def referral_receive(request: HttpRequest, uid: UUID, body: ReceiveIn) -> Any:
    made = deciding.receive(uid, body.dict(), **who())
    return Status(201, telling.local(made.uid, reader()))


@api.post(
    "/referrals/{uuid:uid}/remind",
    response={201: dict[str, UUID], **PROBLEMS},
    tags=["matters"],
    summary="Write to a municipality that has not answered",
)
def referral_remind(request: HttpRequest, uid: UUID, body: ReminderIn) -> Any:
    return Status(201, {"matter": preparing.remind(uid, body.dict(), **who()).uid})


@api.get(
    "/local-matters",
    response={200: list[LocalRow], **PROBLEMS},
    tags=TAGS,
    summary="Our municipality's own matters",
)
def local_list(request: HttpRequest, offset: int = OFFSET, limit: int = LIMIT) -> Any:
    return telling.locals_of(reader(), start=offset, most=limit)


@api.get("/local-matters/{uuid:uid}", response=PART, tags=TAGS, summary="A municipality's own part")
def local(request: HttpRequest, uid: UUID) -> Any:
    return telling.local(uid, reader())


@api.patch("/local-matters/{uuid:uid}", response=PART, tags=TAGS, summary="Set registry number and case officer")
def local_change(request: HttpRequest, uid: UUID, body: LocalChange) -> Any:
    deciding.describe_local(uid, body.dict(exclude_unset=True), **who())
    return telling.local(uid, reader())


@api.post("/local-matters/{uuid:uid}/texts", response=PART, tags=TAGS, summary="Our own parts of the staff report")
def local_texts(request: HttpRequest, uid: UUID, body: TextsIn) -> Any:
    deciding.write_texts(uid, body.dict(exclude_unset=True), **who())
    return telling.local(uid, reader())


@api.post("/local-matters/{uuid:uid}/path", response=PART, tags=TAGS, summary="Set our way through the bodies")
def local_path(request: HttpRequest, uid: UUID, body: WayIn) -> Any:
    deciding.set_path(uid, [one.dict() for one in body.bodies], body.deciding, **who())
    return telling.local(uid, reader())


@api.post("/local-matters/{uuid:uid}/sign", response=PART, tags=TAGS, summary="Signed by the municipality")
def local_sign(request: HttpRequest, uid: UUID, body: SigningIn) -> Any:
    deciding.sign(uid, body.dict(), **who())
    return telling.local(uid, reader())


@api.post(
    "/local-matters/{uuid:uid}/publish",
    response=PART,
    tags=TAGS,
    summary="Publish what our bodies decided, or take it away again",
)
def local_publish(request: HttpRequest, uid: UUID, body: PublishIn) -> Any:
    deciding.publish_answer(uid, body.dict(exclude={"to"}), to=body.to, **who())
    return telling.local(uid, reader())


# --- decisions --------------------------------------------------------------------------------------------------------
MADE = {201: DecisionOut, **PROBLEMS}


@api.post("/steps/{uuid:uid}/decisions", response=MADE, tags=TAGS, summary="Record what a body did at a sitting")
def decision_add(request: HttpRequest, uid: UUID, body: DecisionIn) -> Any:
    made = deciding.record_decision(uid, body.dict(), **who())
    return Status(201, telling.decision(made.uid, reader()))


@api.post(
    "/steps/{uuid:uid}/decisions/with-extract",
    response=MADE,
    tags=TAGS,
    summary="The same, with the minutes extract (PDF or Word)",
)
def decision_add_with_extract(
    request: HttpRequest,
    uid: UUID,
    body: Form[DecisionIn],
    file: UploadedFile = File(...),  # noqa: B008  how ninja declares it
) -> Any:
    made = deciding.record_decision(uid, body.dict(), file, **who())
    return Status(201, telling.decision(made.uid, reader()))


@api.get("/decisions/{uuid:uid}", response={200: DecisionOut, **PROBLEMS}, tags=TAGS, summary="One decision")
def decision(request: HttpRequest, uid: UUID) -> Any:
    return telling.decision(uid, reader())


@api.post(
    "/decisions/{uuid:uid}/corrections",
    response=MADE,
    tags=TAGS,
    summary="Record anew what was recorded wrongly; the earlier record stays",
)
def decision_correct(request: HttpRequest, uid: UUID, body: DecisionIn) -> Any:
    made = deciding.correct_decision(uid, body.dict(), **who())
    return Status(201, telling.decision(made.uid, reader()))


@api.post(
    "/decisions/{uuid:uid}/force",
    response=MADE,
    tags=TAGS,
    summary="Announced, taken down, appealed, legal force confirmed and the like",
)
def decision_force(request: HttpRequest, uid: UUID, body: ForceIn) -> Any:
    deciding.record_force(uid, body.dict(), **who())
    return Status(201, telling.decision(uid, reader()))


@api.get(
    "/decisions/{uuid:uid}/extract",
    response={200: None, **PROBLEMS},
    tags=TAGS,
    summary="The minutes extract",
    openapi_extra=file_in("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)
def decision_extract(request: HttpRequest, uid: UUID) -> Any:
    found = queries.decision_at(reader(), uid)
    if not found.sha256:
        raise Http404
    store = Authority.objects.values_list("uid", flat=True).get(pk=found.recorded_by_id)
    return files.download(store, found.sha256, found.media_type)
