"""Sign-in by allauth: only the addresses that Samsyn uses; nobody signs up by themselves."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.accounts import forms

# allauth's own views would take PUT as POST, and answer OPTIONS to strangers.
TAKEN = ["GET", "HEAD", "POST"]
form = require_http_methods(TAKEN)


def link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As `form`, but a refusal is not noted in the log: the address carries the key of a link in a mail."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs) if request.method in TAKEN else HttpResponseNotAllowed(TAKEN)
        response._has_been_logged = True  # type: ignore[attr-defined]  # what Django's own log_response looks at
        return response

    return answered


password_change = account.PasswordChangeView.as_view(form_class=forms.ChangeForm)
password_set = account.PasswordSetView.as_view(form_class=forms.ChooseForm)
password_reset = account.PasswordResetView.as_view(form_class=forms.AskForLinkForm)
password_reset_from_key = account.PasswordResetFromKeyView.as_view(form_class=forms.LinkForm)

urlpatterns = [
    path("logga-in/", form(account.login), name="account_login"),
    path("logga-ut/", form(account.logout), name="account_logout"),
    path("inaktiv/", require_safe(account.account_inactive), name="account_inactive"),
    path("bekrafta/", form(account.reauthenticate), name="account_reauthenticate"),
    path("losenord/byt/", form(password_change), name="account_change_password"),
    path("losenord/valj/", form(password_set), name="account_set_password"),
    path("losenord/glomt/", form(password_reset), name="account_reset_password"),
    path("losenord/glomt/skickat/", require_safe(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        link(password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/nytt/klart/",
        require_safe(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("tva-steg/", require_safe(mfa.index), name="mfa_index"),
    path("tva-steg/kod/", form(mfa.authenticate), name="mfa_authenticate"),
    path("tva-steg/bekrafta/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("tva-steg/app/", form(totp.activate_totp), name="mfa_activate_totp"),
    path("tva-steg/app/stang-av/", form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("tva-steg/nycklar/", require_safe(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("tva-steg/nycklar/ny/", form(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("tva-steg/nycklar/bekrafta/", form(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("tva-steg/nycklar/<int:pk>/ta-bort/", form(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("tva-steg/nycklar/<int:pk>/andra/", form(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("tva-steg/nycklar/logga-in/", form(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("tva-steg/reservkoder/", require_safe(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("tva-steg/reservkoder/nya/", form(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path(
        "tva-steg/reservkoder/hamta/",
        require_safe(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
