from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.utils.translation import gettext as _

from samsyn.api import routes
from samsyn.api.app import problem
from samsyn.api.app import urlpatterns as ninja_patterns

app_name = "api"


@login_not_required
def nothing_here(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """Unknown addresses answer in the API's own way, and tell strangers nothing."""
    if getattr(request, "api_key", None) is None:
        return problem(401, _("A key is needed"))
    return problem(404, _("Not here"))


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
urlpatterns = [
    *ninja_patterns(),
    path("", nothing_here, name="api-root"),
    re_path("^", nothing_here, name="nothing-here"),  # whatever stands there, a line break too
]
__all__ = ["routes", "urlpatterns"]
