"""The demonstration sends no mail: it lies in a mailbox that anybody can look into, and nothing leaves the machine."""

import re
import socket
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse

from samsyn import settings as product
from samsyn.accounts.models import Person
from tests.accounts.signing import choose_password, sign_in
from tests.conftest import wall_2_off
from tests.sending import opened, text

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("laid_alone")]
EMAIL, NEW = "goran@demo.example", "Nya Lösenordet 2026"


def test_an_invitation_lies_in_the_mailbox_and_goes_nowhere(
    settings: Any, step_in: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.MAILERS = product.MAILERS  # the tests' own outbox stands in its place otherwise
    connected: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> Any:
        connected.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    with wall_2_off():
        goran = Person.objects.get(name="Göran Örsjö")
    assert text(Client().get("/demo/brevlada/")).count(EMAIL) == 0

    form = opened(step_in("ivar"), reverse("organisations:invite", args=[goran.uid]))
    assert form.send(email=EMAIL).status_code == 302

    page = Client().get("/demo/brevlada/")
    said = text(page)
    assert EMAIL in said
    assert "Nu kan du logga in i Samsyn" in said
    assert "Hej Göran Örsjö," in said
    assert connected == []  # the database is reached by a socket of its own, in C
    assert not page.cookies

    (link,) = re.findall(r'href="http://testserver(/konto/losenord/nytt/[^"]+/)"', page.content.decode())
    assert choose_password(Client(), link, NEW).status_code == 302
    assert sign_in(Client(), EMAIL, NEW).url == reverse("desk:my-turn")


def test_what_is_written_in_a_mail_is_no_markup(settings: Any):
    settings.MAILERS = product.MAILERS
    send_mail("<b>Ämne</b>", "Text <script>alert(1)</script>", None, [EMAIL])
    page = Client().get("/demo/brevlada/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;Ämne" in page
