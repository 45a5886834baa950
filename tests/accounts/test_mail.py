"""Mail in earnest: transactions that really end, and a mail server that is there or away."""

from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from django.test import Client, RequestFactory
from django.urls import reverse

import samsyn
from samsyn.accounts.models import User
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
    assert [mail.subject for mail in server.received] == ["Autentiseringsapp tillagd", "Lösenordet är ändrat"]
    for mail in server.received:
        assert not any(word in mail.text for word in (secret, NEW, *codes))
        assert not MARK.search(mail.text.encode())


FAREWELL = "Hälsningar\nSamsyn\nhttp://localhost:8000"
CHANGED = "Något har ändrats i hur du loggar in i Samsyn:"
WARNED = "Om det inte var du: byt lösenord direkt och hör av dig till den som är administratör hos er."
SENT = {
    "account/email/password_changed": ("Lösenordet är ändrat", "Ditt lösenord har ändrats."),
    "account/email/password_reset": ("Nytt lösenord är valt", "Ett nytt lösenord har valts med en länk från ett mejl."),
    "account/email/password_set": ("Lösenord är valt", "Ett lösenord har valts."),
    "mfa/email/recovery_codes_generated": (
        "Nya reservkoder",
        "Nya reservkoder har skapats. De gamla fungerar inte längre.",
    ),
    "mfa/email/totp_activated": ("Autentiseringsapp tillagd", "En autentiseringsapp har lagts till."),
    "mfa/email/totp_deactivated": ("Autentiseringsapp borttagen", "Autentiseringsappen har tagits bort."),
    "mfa/email/webauthn_added": ("Nyckel tillagd", "En nyckel (passkey) har lagts till."),
    "mfa/email/webauthn_removed": ("Nyckel borttagen", "En nyckel (passkey) har tagits bort."),
}


@pytest.mark.parametrize("kind", SENT)
def test_a_change_is_told_in_plain_swedish_and_signed_by_samsyn(world: World, server: MailServer, kind: str):
    subject, sentence = SENT[kind]
    request = RequestFactory().get("/", headers={"User-Agent": "Mozilla/5.0"}, REMOTE_ADDR="192.0.2.10")
    with allauth_context.request_context(request):
        get_adapter().send_notification_mail(kind, User.objects.get(email="a_chair@demo.example"))

    (mail,) = server.received
    assert mail.subject == subject
    assert mail.text.startswith(f"Hej,\n\n{CHANGED} {sentence}\n\n{WARNED}\n")
    assert "IP-adress: 192.0.2.10\nWebbläsare: Mozilla/5.0\n" in mail.text
    assert mail.text.rstrip().endswith(FAREWELL)
    assert "testserver" not in mail.text


def test_the_mail_with_a_link_to_a_new_password_is_in_plain_swedish_and_signed_by_samsyn(
    world: World, server: MailServer
):
    Client().post(reverse("account_reset_password"), {"email": "a_chair@demo.example"})

    (mail,) = server.received
    assert (mail.sender, mail.subject) == ("samsyn@samsyn.example", "Välj nytt lösenord i Samsyn")
    before, _link, after = mail.text.partition(f"http://testserver{link_in(mail.text)}")
    assert before == (
        "Hej,\n\nDu, eller någon annan, har bett om att få välja ett nytt lösenord för dig i Samsyn. "
        "Länken fungerar i tre dagar:\n\n"
    )
    assert after.strip() == (
        "Har du inte bett om det kan du strunta i det här mejlet. "
        f"Utan länken kan ingen byta ditt lösenord.\n\n{FAREWELL}"
    )


def test_every_mail_that_is_sent_is_ours(world: World):
    """A mail of allauth's that nobody has read through would say what Samsyn does not do."""
    ours = Path(samsyn.__file__).parent / "accounts" / "templates"
    for kind in (*SENT, "account/email/password_reset_key"):
        for part in ("subject", "message"):
            assert (ours / f"{kind}_{part}.txt").is_file(), kind
