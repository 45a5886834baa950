"""Who acts in this request: a signed-in person and one of their assignments, or a program with a key."""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from samsyn.accounts.models import ApiKey
from samsyn.common.forms import all_labels
from samsyn.common.verdict import Conflict, NotAllowed, Refused
from samsyn.common.web import NoAssignment, go_to, page
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader, shown
from samsyn.organisations.enums import Role
from samsyn.organisations.models import Assignment, Organisation, place_of

API = "/api/"
NOT_KEPT = {"csrfmiddlewaretoken", "acting", "key", "version", "password"}


def _uid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


class ActingMiddleware:
    """Tells both walls who acts. A form says itself whom it was opened for; otherwise the session's choice counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as stack:
            request.identity = stack  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        if request.path.startswith(API):
            self._enter_by_key(request)
            return None
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        person = request.user.person_id
        chosen = _uid(request.POST.get("acting")) if request.method == "POST" else None
        chosen = chosen or _uid(request.session.get("acting")) or self._first(request, person)
        request.identity.enter_context(acting_as(person, chosen))
        request.acting = SimpleLazyObject(_chosen)
        return None

    def _enter_by_key(self, request: Any) -> None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        request.api_key = None
        if scheme.lower() != "bearer" or not token:
            return
        wanted = hashlib.sha256(token.strip().encode()).hexdigest()
        found = ApiKey.objects.filter(token_hash=wanted, withdrawn_at=None, expires_on__gte=clock.today()).first()
        if found:
            request.api_key = found
            with acting_as(found.person_id), transaction.atomic():
                assignment = Assignment.objects.filter(pk=found.assignment_id).values_list("uid", flat=True).first()
            request.identity.enter_context(acting_as(found.person_id, assignment))

    def _first(self, request: Any, person: int) -> UUID | None:
        # Without an assignment one reads one's own assignments and nothing else, so no names are joined here.
        with acting_as(person), transaction.atomic():
            mine = Assignment.objects.filter(person=person).on(clock.today()).order_by("starts_on", "id").first()
        if mine:
            request.session["acting"] = str(mine.uid)
        return mine.uid if mine else None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if request.path.startswith(API):
            return None
        if isinstance(error, NoAssignment):
            return self._without_assignment(request)
        if isinstance(error, Conflict):
            said = _("Somebody else saved this in the meantime, or it is no longer yours to change. Nothing was saved.")
            return _refused(request, said, 409)
        if isinstance(error, NotAllowed | Refused):
            return _refused(request, str(error.reason), 403 if isinstance(error, NotAllowed) else 422)
        return None

    def _without_assignment(self, request: Any) -> HttpResponse:
        """The chosen assignment has ended: go on by another, and lose nothing that was typed."""
        request.session.pop("acting", None)
        if request.method == "POST":
            said = _(
                "The assignment you acted by has ended; nothing was saved. Choose another, or ask your administrator."
            )
            return _refused(request, said, 403)
        first = self._first(request, request.user.person_id)
        if first is None:
            with transaction.atomic():
                return page(request, "organisations/no_assignment.html", status=403)
        messages.warning(request, _("Your earlier assignment has ended. You now act by another, named above."))
        return go_to(request, request.get_full_path())


@dataclass(frozen=True)
class Chosen:
    """The assignment one acts by, as every page shows it."""

    uid: UUID | None
    name: str
    place: str
    role: str
    has_others: bool


def _chosen() -> Chosen | None:
    """Who acts, from what the database told when the transaction began."""
    found, told = reader(), shown()
    if not found or not told:
        return None
    organisation = Organisation(name=told["organisation"], code=told["code"], kind=told["kind"])
    return Chosen(
        uid=found.assignment_uid,
        name=told["name"],
        place=place_of(organisation, told["body"]),
        role=str(Role(found.role).label),
        has_others=told["others"] > 0,
    )


def _refused(request: Any, reason: str, status: int) -> HttpResponse:
    kept = []
    if request.method == "POST":
        labels = all_labels()
        kept = [(labels.get(name, ""), text) for name, text in request.POST.items() if name not in NOT_KEPT and text]
    with transaction.atomic():
        return page(request, "common/refused.html", {"reason": reason, "kept": kept}, status=status)
