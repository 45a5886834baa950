from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samsyn.common.web import go_to


@login_not_required
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Read Samsyn in another language from now on."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = go_to(request, request.GET.get("next", "/"))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS)
    return response
