"""Sign-in as people do it: address and password on the page, then a code from an app of one's own."""

import base64
import hashlib
import hmac
import re
import struct
import time
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from tests.sending import opened
from tests.world import World

HERE = "192.0.2.10"  # an address for documentation, RFC 5737
PERIOD = 30


def password_of(persona: str) -> str:
    """What tests/world.py gave them."""
    return f"ett-långt-lösenord-{persona}"


def sign_in(client: Client, email: str, password: str, *, ip: str = HERE, next_page: str = "", **headers: str) -> Any:
    sent = {"login": email, "password": password, **({"next": next_page} if next_page else {})}
    return client.post(reverse("account_login"), sent, REMOTE_ADDR=ip, headers=headers)


def signed_in(world: World, persona: str, **more: Any) -> Client:
    """A client that came in by password, and so has just shown who it is."""
    client = Client()
    answer = sign_in(client, world.people[persona]["email"], password_of(persona), **more)
    assert (answer.status_code, answer.url) == (302, reverse("desk:my-turn"))
    return client


def is_signed_in(client: Client) -> bool:
    return bool(client.get(reverse("desk:account")).status_code == 200)


def one_time_code(secret: str, seconds: float) -> str:
    """TOTP by SHA-1, six digits, a new code each 30 s.

    Source: RFC 6238 section 4, on RFC 4226 section 5.3. The tests' own, so that the product is not its own judge.
    """
    counted = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(seconds) // PERIOD), hashlib.sha1).digest()
    at = counted[-1] & 15
    number = struct.unpack(">I", counted[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def code_now(secret: str) -> str:
    """The code of this moment, with at least three seconds left of it."""
    if (left := PERIOD - time.time() % PERIOD) < 3:
        time.sleep(left)
    return one_time_code(secret, time.time())


def secret_on(answer: Any) -> str:
    """The secret that the page shows for those who cannot scan the picture."""
    found = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', answer.content.decode()) or re.search(
        r'value="([A-Z2-7]{32})"', answer.content.decode()
    )
    assert found, "no secret on the page"
    return unescape(found[1])


def send_invitation(administrator: Client, person: UUID, email: str) -> Any:
    """As the administrator does it, on the page."""
    return opened(administrator, reverse("organisations:invite", args=[person])).send(email=email)


def link_in(mail: str) -> str:
    """The one link in a mail, as an address of this site."""
    found = re.findall(r"^http://testserver(/\S+)$", mail, re.MULTILINE)
    assert len(found) == 1, mail
    return str(found[0])


def choose_password(client: Client, link: str, password: str) -> Any:
    """Follow the link and choose a password on the page it leads to."""
    page = client.get(link, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(where, {"password1": password, "password2": password})
