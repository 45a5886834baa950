"""What every page's frame needs; nothing is asked of the database until a template uses it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from samsyn.isolation import clock


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "today": clock.today(),
        "acting": getattr(request, "acting", None),
        "here": request.resolver_match.app_name if request.resolver_match else "",
        "site_url": settings.SITE_URL,
    }
