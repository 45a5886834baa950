"""The JSON door: the same rules and actions as the pages, with keys and problem+json (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, server_error
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from samsyn.common.constraints import explained
from samsyn.common.given import NotValid
from samsyn.common.verdict import Conflict, NotAllowed, Refused
from samsyn.common.web import NoAssignment
from samsyn.isolation.acting import Reader, reader
from samsyn.organisations.middleware import API

SAFE = {"GET", "HEAD", "OPTIONS"}
PROBLEM = "application/problem+json"


class Key(HttpBearer):
    """A key made under My account. The middleware has let it in; here it is asked what it may do."""

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:
        key, found = getattr(request, "api_key", None), reader()
        if key is None or not found:
            return None
        if request.method not in SAFE and not key.may_write:
            raise NotAllowed(_("This key may only read. Make one that may also write."))
        return found


class Api(NinjaAPI):
    def get_openapi_schema(self, **where: Any) -> Any:
        """The description as ninja makes it, with refusals as what they are: problem documents."""
        described = super().get_openapi_schema(**where)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        return described


api = Api(
    title="Samsyn",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=Key(),
    description="Networks, forums, organisations, the register of collaborations, and matters. Days are ISO 8601; "
    "periods are half-open, `ends_on` is the first day after. A key acts for one assignment.",
    servers=[{"url": settings.SITE_URL}],
)


def problem(status: int, title: str, detail: str = "", **more: Any) -> JsonResponse:
    """An answer that says what was wrong. What was written before it is undone."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return _document(status, title, detail, **more)


def _document(status: int, title: str, detail: str = "", **more: Any) -> JsonResponse:
    body = {"type": "about:blank", "title": title, "status": status, **({"detail": detail} if detail else {}), **more}
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = PROBLEM
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(AuthenticationError)
@api.exception_handler(NoAssignment)
def _unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(
        401, _("A key is needed"), _("Send the header Authorization: Bearer and a key made under My account.")
    )


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return problem(403, _("Not allowed"), str(error.reason))


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(
        422, _("The values do not fit together"), str(error.reason), **({"field": error.field} if error.field else {})
    )


@api.exception_handler(NotValid)
def _not_valid(request: HttpRequest, error: NotValid) -> HttpResponse:
    wrong = [{"where": name, "what": sentence} for name, told in error.errors.items() for sentence in told]
    return problem(422, _("The values do not fit together"), errors=wrong)


@api.exception_handler(IntegrityError)
def _broken(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    told = explained(error)
    if told is None:
        raise error
    return problem(422, _("The values do not fit together"), str(told.reason))


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    return problem(409, _("Somebody else saved first"), _("Read it again and send the version you read."))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("Not here"))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"where": ".".join(str(part) for part in one["loc"]), "what": one["msg"]} for one in error.errors]
    return problem(422, _("The request is not as described"), errors=wrong)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, _("The request could not be read"))


@api.exception_handler(DataError)
def _not_kept(request: HttpRequest, error: DataError) -> HttpResponse:
    return problem(
        422,
        _("The values do not fit together"),
        _("A text must not contain the character NUL, and a number must not be larger than the database keeps."),
    )


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before anybody reads it, as a problem under the API and as a page elsewhere."""
    if request.path.startswith(API):
        return _document(400, _("The request could not be read"))
    return bad_request(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours, which Django has undone and noted: wherever it happened, the API answers as it always does."""
    if request.path.startswith(API):
        said = _("The fault is ours and has been noted. What was saved before is safe. Try again in a while.")
        return _document(500, _("Something went wrong"), said)
    return server_error(request)


def _taken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not take is refused as a problem too; ninja's own answer is a line of text."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        told = problem(405, _("That cannot be done"))
        told.headers["Allow"] = response.headers["Allow"]
        return told

    return answered


def urlpatterns() -> list[URLPattern]:
    """The API's addresses, open to strangers as far as the door: the key is asked for inside."""
    patterns: list[Any] = [
        pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    for pattern in patterns:
        pattern.callback = _taken(pattern.callback)
        pattern.callback.login_required = False
        pattern.callback.csrf_exempt = True
    return patterns
