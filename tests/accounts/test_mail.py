"""Mail in earnest: transactions that really end, and a mail server that is there or away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.mail import MailServer
from tests.accounts.signing import (
    choose_password,
    code_now,
    link_in,
    password_of,
    secret_on,
    send_invitation,
    sign_in,
    signed_in,
)
from tests.world import MARK, World

pytestmark = pytest.mark.usefixtures("own_database")
NEW, EMAIL = "Nya Lösenordet 2026", "ny.sekreterare@demo.example"


def test_when_the_mail_server_is_away_the_invitation_can_be_sent_again(
    server: MailServer, administrator: Client, newcomer: Any, settings: Any
):
    working = settings.MAILERS
    settings.MAILERS = {"default": {**working["default"], "OPTIONS": {"host": "127.0.0.1", "port": 1}}}
    administrator.raise_request_exception = False
    assert send_invitation(administrator, newcomer.person.uid, EMAIL).status_code == 500

    settings.MAILERS = working
    assert send_invitation(administrator, newcomer.person.uid, EMAIL).status_code == 302
    assert len(server.received) == 1
    assert choose_password(Client(), link_in(server.received[0].text), NEW).status_code == 302
    assert sign_in(Client(), EMAIL, NEW).url == reverse("desk:my-turn")


def test_changes_to_how_one_signs_in_are_told_by_mail(world: World, server: MailServer):
    client = signed_in(world, "a_chair")
    client.post(reverse("account_reauthenticate"), {"password": password_of("a_chair")})
    secret = secret_on(client.get(reverse("mfa_activate_totp")))
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    codes = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    sent = {"oldpassword": password_of("a_chair"), "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), sent)

    assert {mail.to[0] for mail in server.received} == {"a_chair@demo.example"}
    assert [mail.subject for mail in server.received] == ["Autentiseringsapp aktiverad", "Lösenord ändrat"]
    for mail in server.received:
        assert not any(word in mail.text for word in (secret, NEW, *codes))
        assert not MARK.search(mail.text.encode())
