"""Step into one of the demonstration's invented people, and read the mail that was not sent."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from samsyn.accounts.models import User
from samsyn.common.web import get_or_404, go_to, page
from samsyn.demo.models import SentMail
from samsyn.demo.people import PERSONAS


@login_not_required
@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    return page(request, "demo/personas.html", {"personas": PERSONAS})


@login_not_required
@require_POST
def step_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as an invented person; exists in the demonstration only."""
    user = get_or_404(
        User.objects.filter(email__in=[persona.email for persona in PERSONAS]), email=f"{key}@demo.example"
    )
    login(request, user, backend="samsyn.accounts.backends.Backend")
    return go_to(request, reverse("desk:my-turn"))


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    return page(request, "demo/mailbox.html", {"mails": SentMail.objects.all()[:100]})
