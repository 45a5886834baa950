"""Sign-in as the rest of the pages look: a label, and no grey word inside the field to mistake for an answer."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext as _


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """An address that nobody signs in with gets no mail: allauth's would lead to a page to sign up, and none is."""
        return str(super().save(request, **kwargs) if self.users else self.cleaned_data["email"])
