"""Sign-in as the rest of the pages look: labels, plain help, and no grey word in a field to mistake for an answer."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.translation import gettext as _


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AskForLinkForm(ResetPasswordForm):  # type: ignore[misc]
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """An address that nobody signs in with gets no mail: allauth's would lead to a page to sign up, and none is."""
        return str(super().save(request, **kwargs) if self.users else self.cleaned_data["email"])


class _Plain:
    """The help below a new password as sentences; allauth's is a list, which may not stand there."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ChooseForm(_Plain, SetPasswordForm):  # type: ignore[misc]
    """For who has no password yet."""


class ChangeForm(_Plain, ChangePasswordForm):  # type: ignore[misc]
    """For who knows the old one."""


class LinkForm(_Plain, ResetPasswordKeyForm):  # type: ignore[misc]
    """For who comes by a link in a mail."""
