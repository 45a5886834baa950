"""The second step at sign-in: an app that shows codes, and recovery codes for the day it is lost."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import User
from tests.accounts.signing import (
    PERIOD,
    code_now,
    is_signed_in,
    one_time_code,
    password_of,
    secret_on,
    sign_in,
    signed_in,
)
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
CHAIR = "a_chair@demo.example"
WRONG = "Felaktig kod."
TOO_MANY = "För många misslyckade inloggningsförsök. Försök igen senare."


def confirmed(world: World, persona: str) -> Client:
    """Signed in, and asked for the password once more, as before every change to how one signs in."""
    client = signed_in(world, persona)
    answer = client.post(reverse("account_reauthenticate"), {"password": password_of(persona)})
    assert answer.status_code == 302
    return client


@dataclass
class App:
    """Somebody's authenticator app, and the codes that were written down."""

    client: Client
    secret: str
    recovery: list[str]

    def code(self) -> str:
        return code_now(self.secret)


@pytest.fixture
def app(world: World) -> App:
    return set_up(confirmed(world, "a_chair"))


def set_up(client: Client) -> App:
    secret = secret_on(client.get(reverse("mfa_activate_totp")))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    return App(client, secret, codes)


def first_step(email: str = CHAIR, persona: str = "a_chair") -> Client:
    """Past the password, and stopped at the code."""
    client = Client()
    assert sign_in(client, email, password_of(persona)).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    return client


def send(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


# --- setting it up --------------------------------------------------------------------------------------------------
def test_a_code_is_as_the_standard_says():
    """RFC 6238, appendix B, cut to six digits: what the tests themselves rest on."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    times = (59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000)
    assert [one_time_code(secret, at) for at in times] == ["287082", "081804", "050471", "005924", "279037", "353130"]


def test_it_is_offered_on_ones_own_page(world: World):
    page = text(signed_in(world, "a_chair").get(reverse("desk:account")))
    assert "Två steg: lösennyckel, app eller återställningskoder" in page


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_the_password_is_asked_for_again_before_a_change(world: World, name: str):
    answer = signed_in(world, "a_chair").get(reverse(name))
    assert (answer.status_code, answer.url.startswith(reverse("account_reauthenticate"))) == (302, True)


def test_a_wrong_password_confirms_nothing(world: World):
    client = signed_in(world, "a_chair")
    assert client.post(reverse("account_reauthenticate"), {"password": "fel"}).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_a_wrong_code_sets_nothing_up(world: World):
    client = confirmed(world, "a_chair")
    secret = secret_on(client.get(reverse("mfa_activate_totp")))

    answer = client.post(reverse("mfa_activate_totp"), {"code": one_time_code(secret, time.time() - 10 * PERIOD)})

    assert WRONG in text(answer)
    assert sign_in(Client(), CHAIR, password_of("a_chair")).url == reverse("desk:my-turn")


def test_the_secret_is_kept_encrypted_and_shown_once(app: App):
    kept = Authenticator.objects.get(type="totp", user__email=CHAIR)
    assert app.secret not in str(kept.data)
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_activate_totp"):
        assert app.secret not in app.client.get(reverse(name), follow=True).content.decode()


# --- signing in with it ---------------------------------------------------------------------------------------------
def test_the_password_alone_opens_nothing_any_more(app: App):
    client = first_step()
    for name in ("desk:my-turn", "networks:list", "mfa_index"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url.startswith(reverse("account_login"))) == (302, True)


def test_the_code_opens(app: App):
    client = first_step()
    assert send(client, app.code()).url == reverse("desk:my-turn")
    assert is_signed_in(client)


def test_a_code_that_has_been_used_is_refused(app: App):
    code = app.code()
    assert send(first_step(), code).status_code == 302

    again = first_step()
    assert WRONG in text(send(again, code))
    assert not is_signed_in(again)


@pytest.mark.parametrize("periods", [2, 10, -10])
def test_a_code_of_another_moment_is_refused(app: App, periods: int):
    client = first_step()
    assert WRONG in text(send(client, one_time_code(app.secret, time.time() - periods * PERIOD)))
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["", "000000000", "abcdef", "１２３４５６", "123456' or '1'='1"])
def test_what_is_no_code_is_refused_without_an_error_page(app: App, code: str):
    client = first_step()
    assert send(client, code).status_code == 200
    assert not is_signed_in(client)


def test_somebody_elses_app_opens_nothing(world: World, app: App):
    other = set_up(confirmed(world, "a_officer"))
    client = first_step()
    assert WRONG in text(send(client, other.code()))
    assert not is_signed_in(client)


def test_codes_are_not_guessed_for_long(app: App):
    client = first_step()
    said = [text(send(client, f"{number:06}")) for number in range(6)]
    assert [WRONG in page for page in said] == [True] * 5 + [False]
    assert TOO_MANY in said[5]
    assert TOO_MANY in text(send(client, app.code()))


def test_the_page_for_the_code_is_nobodys_without_a_password(app: App):
    answer = Client().get(reverse("mfa_authenticate"))
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    assert send(Client(), app.code()).url == reverse("account_login")


def test_a_new_password_by_mail_does_not_go_past_the_second_step(app: App, mailoutbox: list[Any]):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": CHAIR})
    link = next(word for word in mailoutbox[-1].body.split() if "/losenord/nytt/" in word)
    page = client.get(link, follow=True)
    sent = {"password1": "hemligare-än-någonsin", "password2": "hemligare-än-någonsin"}
    client.post(page.redirect_chain[-1][0], sent)

    assert not is_signed_in(client)
    assert sign_in(Client(), CHAIR, "hemligare-än-någonsin").url == reverse("mfa_authenticate")


def test_it_can_be_turned_off_by_who_can_confirm(app: App):
    app.client.post(reverse("mfa_reauthenticate"), {"code": app.recovery[0]})
    assert app.client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert sign_in(Client(), CHAIR, password_of("a_chair")).url == reverse("desk:my-turn")


# --- recovery codes -------------------------------------------------------------------------------------------------
def test_there_are_ten_and_they_are_kept_where_they_cannot_be_read(app: App):
    assert len(set(app.recovery)) == 10
    kept = str(Authenticator.objects.get(type="recovery_codes", user__email=CHAIR).data)
    assert not any(code in kept for code in app.recovery)


def test_a_recovery_code_opens_once(app: App):
    first, second = app.recovery[:2]
    assert send(first_step(), first).status_code == 302

    again = first_step()
    assert WRONG in text(send(again, first))
    assert not is_signed_in(again)
    assert send(first_step(), second).status_code == 302


def test_the_page_tells_how_many_are_left(app: App):
    client = first_step()
    send(client, app.recovery[0])
    client.post(reverse("mfa_reauthenticate"), {"code": app.recovery[1]})

    page = text(client.get(reverse("mfa_view_recovery_codes")))

    assert "Det finns 8 av 10 återställningskoder tillgängliga." in page
    assert not any(code in page for code in app.recovery[:2])


def test_new_codes_put_the_old_ones_out_of_use(app: App):
    old = app.recovery[0]
    assert app.client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    new = app.client.get(reverse("mfa_download_recovery_codes")).content.decode().split()

    assert not set(new) & set(app.recovery)
    assert WRONG in text(send(first_step(), old))
    assert send(first_step(), new[0]).status_code == 302


# --- what belongs to somebody else ----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_somebody_elses_passkey_is_as_if_it_were_not_there(world: World, name: str):
    theirs = Authenticator.objects.create(
        user=User.objects.get(email="b_chair@demo.example"), type="webauthn", data={"name": "Deras nyckel"}
    )
    client = confirmed(world, "a_chair")

    seen, absent = client.get(reverse(name, args=[theirs.pk])), client.get(reverse(name, args=[theirs.pk + 1000]))
    assert (seen.status_code, seen.content) == (404, absent.content)
    assert client.post(reverse(name, args=[theirs.pk]), {"name": "min"}).status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data == {"name": "Deras nyckel"}
    assert "Deras nyckel" not in text(client.get(reverse("mfa_list_webauthn")))
