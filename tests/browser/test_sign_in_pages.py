"""The pages of sign-in that one only comes to on the way: half-way in, confirmed, by a link, refused."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.accounts.signing import link_in, password_of, sign_in, signed_in
from tests.matrix.signing import HAS_THEM, passkey_of, second_steps
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "portal"])]
EMAIL = f"{HAS_THEM}@demo.example"


def confirmed(world: World, persona: str) -> Client:
    client = signed_in(world, persona)
    client.post(reverse("account_reauthenticate"), {"password": password_of(persona)})
    return client


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_index"])
def test_pages_to_set_a_second_step_up(world: World, look: Any, name: str):
    client = confirmed(world, "a_chair")
    assert look(client.get(reverse(name))) == []


def test_a_form_to_set_it_up_with_a_wrong_code(world: World, look: Any):
    assert look(confirmed(world, "a_chair").post(reverse("mfa_activate_totp"), {"code": "1"})) == []


def test_pages_of_who_has_a_second_step(world: World, look: Any):
    client = confirmed(world, HAS_THEM)
    second_steps(world)
    key = [passkey_of(world)]
    answers = {
        name: client.get(reverse(name, args=key if "webauthn" in name and "list" not in name else []))
        for name in (
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_deactivate_totp",
        )
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert {name: look(answer) for name, answer in answers.items()} == {name: [] for name in answers}
    assert Authenticator.objects.filter(user__email=EMAIL).count() == 3


def test_the_page_for_the_code(world: World, look: Any):
    second_steps(world)
    client = Client()
    assert sign_in(client, EMAIL, password_of(HAS_THEM)).url == reverse("mfa_authenticate")
    url = reverse("mfa_authenticate")
    assert look(client.get(url)) == []
    assert look(client.post(url, {"code": "fel"})) == []


def test_the_page_that_a_link_in_a_mail_leads_to(world: World, look: Any, mailoutbox: list[Any]):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    page = client.get(link_in(mailoutbox[0].body), follow=True)
    assert page.status_code == 200
    assert look(page) == []
    where = page.redirect_chain[-1][0]
    assert look(client.post(where, {"password1": "kort", "password2": "annat"})) == []
    long = "ett långt nog lösenord"
    assert look(client.post(where, {"password1": long, "password2": long}, follow=True)) == []


def test_pages_with_errors_and_refusals(world: World, look: Any):
    assert look(sign_in(Client(), EMAIL, "fel")) == []
    assert look(signed_in(world, "a_chair").post(reverse("account_reauthenticate"), {"password": "fel"})) == []
    sent = {"oldpassword": "fel", "password1": "kort", "password2": "annat"}
    assert look(signed_in(world, "a_chair").post(reverse("account_change_password"), sent)) == []
    asked = [Client().post(reverse("account_reset_password"), {"email": "a@demo.example"}) for _time in range(6)]
    assert asked[-1].status_code == 429
    assert look(asked[-1]) == []
    refused = Client()
    refused.post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    assert look(refused.get(reverse("account_login"))) == []
