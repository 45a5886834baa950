"""My turn, search, and one's own account."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.accounts.models import ApiKey
from samsyn.audit.actions import form_page
from samsyn.common.web import Request, get_or_404, go_to, page, reader_of
from samsyn.desk import queries
from samsyn.desk.forms import KeyForm
from samsyn.isolation import clock
from samsyn.organisations import actions
from samsyn.organisations.models import current


@require_safe
def my_turn(request: Request) -> HttpResponse:
    reader = reader_of(request)
    return page(request, "desk/my_turn.html", {"items": queries.my_turn(reader)})


@require_safe
def search(request: Request) -> HttpResponse:
    reader = reader_of(request)
    text = request.GET.get("q", "").strip()[:100]
    return page(request, "desk/search.html", {"q": text, "groups": queries.search(reader, text) if text else []})


@require_safe
def account(request: Request) -> HttpResponse:
    """One's assignments, sign-in and keys."""
    reader = reader_of(request)
    keys = ApiKey.objects.filter(person=reader.person, withdrawn_at=None).select_related(
        "assignment__body", "assignment__organisation"
    )
    context: dict[str, Any] = {
        "assignments": current(reader.person, reader.today),
        "keys": keys,
        "chosen": reader.assignment,
    }
    context["new_key"] = request.session.pop("new_key", None)
    return page(request, "desk/account.html", context)


@require_POST
def choose(request: Request, uid: UUID) -> HttpResponse:
    """Act by another of one's assignments."""
    reader = reader_of(request)
    chosen = next((found for found in current(reader.person, reader.today) if found.uid == uid), None)
    if chosen is None:
        raise Http404
    request.session["acting"] = str(chosen.uid)
    messages.success(request, _("You now act for %(place)s.") % {"place": chosen.place})
    return go_to(request, reverse("desk:my-turn"))


@require_http_methods(["GET", "HEAD", "POST"])
def key_new(request: Request) -> HttpResponse:
    """A key for a program, shown once."""
    reader = reader_of(request)
    form = KeyForm(request)

    def make() -> ApiKey:
        key, secret = actions.make_key(by=reader, at=clock.now(), **form.values())
        request.session["new_key"] = secret
        return key

    return form_page(
        request,
        form,
        make,
        heading=_("New key for a program"),
        button=_("Make the key"),
        back=reverse("desk:account"),
        said=_("The key has been made."),
        to=lambda _key: reverse("desk:account") + "#nycklar",
        intro=_("A key lets a program read, and write if you say so, by the assignment you act by now."),
    )


@require_POST
def key_withdraw(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    key = get_or_404(ApiKey.objects.filter(person=reader.person, withdrawn_at=None), uid=uid)
    actions.withdraw_key(key, by=reader, at=clock.now())
    messages.success(request, _("The key no longer works."))
    return go_to(request, reverse("desk:account") + "#nycklar")
