"""The mail that invites somebody to sign in, and the address it goes to."""

import logging

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.accounts.models import User
from samsyn.common.verdict import Refused

logger = logging.getLogger(__name__)


def correct_address(user: User, email: str) -> None:
    """The earlier address opens nothing any more: allauth makes the keys of its links of all that a user has."""
    EmailAddress.objects.filter(user=user).delete()
    user.email = email
    user.save(update_fields=["email"])


def send_invitation(user: User, *, place: str, request: HttpRequest | None = None) -> None:
    """Sent when the transaction is safe: never a mail about something that was not saved.

    Raises Refused when the mail server does not take it; the person then has a sign-in, and can be invited again.
    """
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uidb36, _dash, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    url = request.build_absolute_uri(path) if request else settings.SITE_URL + path
    text = render_to_string("accounts/invitation.txt", {"name": user.person.name, "place": place, "url": url})
    transaction.on_commit(lambda: _send(text, user.email))


def _send(text: str, email: str) -> None:
    try:
        send_mail(_("You can now sign in to Samsyn"), text, None, [email])
    except OSError as error:  # smtplib's own are of that kind; their words hold the address
        logger.error("An invitation could not be sent: %s", type(error).__name__)
        raise Refused(
            _("The mail server did not take the mail. The sign-in is there: check the address and send it again."),
            "email",
        ) from None
