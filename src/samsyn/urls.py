"""Every address of Samsyn."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("samsyn.portal.urls")),
    path("", include("samsyn.desk.urls")),
    path("", include("samsyn.matters.urls")),
    path("", include("samsyn.collaborations.urls")),
    path("", include("samsyn.networks.urls")),
    path("", include("samsyn.organisations.urls")),
    path("konto/", include("samsyn.accounts.urls")),
    path("", include("samsyn.common.urls")),
    path("api/v1/", include("samsyn.api.urls")),
]
handler400 = "samsyn.api.app.unreadable"
handler500 = "samsyn.api.app.fault"
if settings.DEMO:
    urlpatterns.append(path("demo/", include("samsyn.demo.urls")))
