"""Mail in earnest: transactions that really end, and a mail server that is there or away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

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
from tests.mail import MailServer
from tests.sending import text
from tests.world import MARK, World

pytestmark = pytest.mark.usefixtures("own_database")
NEW, EMAIL = "Nya Lösenordet 2026", "ny.sekreterare@demo.example"


NOT_TAKEN = "E-postservern tog inte emot mejlet."


def away(settings: Any) -> None:
    """Nobody listens there."""
    options = {"host": "127.0.0.1", "port": 1, "timeout": 5}
    settings.MAILERS = {"default": {**settings.MAILERS["default"], "OPTIONS": options}}


def test_when_the_mail_server_is_away_the_invitation_can_be_sent_again(
    server: MailServer, administrator: Client, newcomer: Any, settings: Any
):
    working = settings.MAILERS
    away(settings)
    answer = send_invitation(administrator, newcomer.person.uid, EMAIL)
    assert (answer.status_code, NOT_TAKEN in text(answer), EMAIL in text(answer)) == (422, True, True)

    settings.MAILERS = working
    assert send_invitation(administrator, newcomer.person.uid, EMAIL).status_code == 302
    assert len(server.received) == 1
    assert choose_password(Client(), link_in(server.received[0].text), NEW).status_code == 302
    assert sign_in(Client(), EMAIL, NEW).url == reverse("desk:my-turn")


def test_a_mail_that_is_not_taken_leaves_no_address_in_the_log(
    world: World, server: MailServer, administrator: Client, newcomer: Any, heard: list[str]
):
    """The server's own words hold the address; so would a traceback."""
    server.refuses = EMAIL
    assert NOT_TAKEN in text(send_invitation(administrator, newcomer.person.uid, EMAIL))
    server.refuses = "a_chair@demo.example"
    assert Client().post(reverse("account_reset_password"), {"email": server.refuses}).status_code == 302

    assert any("An invitation could not be sent: SMTPRecipientsRefused" in line for line in heard)
    assert any("could not be sent: SMTPRecipientsRefused" in line and "password_reset" in line for line in heard)
    assert [line for line in heard if "@" in line] == []


def test_when_the_mail_server_is_away_nobody_is_told_which_addresses_are_known(
    world: World, server: MailServer, settings: Any
):
    away(settings)
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("a_chair@demo.example", "ingen_alls@demo.example")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert text(answers[0]) == text(answers[1])


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
