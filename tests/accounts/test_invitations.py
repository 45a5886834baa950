"""Invitations, as they arrive at a real mail server, and what their links open."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import Person, User
from samsyn.audit.models import Event
from samsyn.common.verdict import Refused
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Assignment, Body
from tests.accounts.signing import choose_password, is_signed_in, link_in, send_invitation, sign_in
from tests.conftest import wall_2_off
from tests.mail import MailServer
from tests.sending import kept, text
from tests.world import MARK, World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
NEW = "Nya Lösenordet 2026"
USED = "Länken för att återställa lösenordet var ogiltig, möjligtvis för att den redan har använts."
EMAIL = "ny.sekreterare@demo.example"


@pytest.fixture
def invite(administrator: Client, newcomer: Assignment, django_capture_on_commit_callbacks: Any) -> Any:
    """Send the invitation on the page; the mail goes when the transaction is safe."""

    def send(email: str = EMAIL) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return send_invitation(administrator, newcomer.person.uid, email)

    return send


def test_an_invitation_goes_to_its_address_and_says_what_it_is_about(server: MailServer, invite: Any):
    answer = invite()

    assert answer.status_code == 302
    (mail,) = server.received
    assert (mail.sender, mail.to) == ("samsyn@samsyn.example", [EMAIL])
    assert mail.subject == "Nu kan du logga in i Samsyn"
    assert "Hej Ny Sekreterare," in mail.text
    assert "Du har ett uppdrag i Samsyn: Melleruds kommun, kommunstyrelsen." in mail.text
    assert "Länken fungerar i tre dagar" in mail.text
    assert not MARK.search(mail.text.encode())


def test_its_link_lets_one_in_once(world: World, server: MailServer, invite: Any):
    invite()
    link = link_in(server.received[0].text)
    assert sign_in(Client(), EMAIL, NEW).status_code == 200

    assert choose_password(Client(), link, NEW).status_code == 302

    client = Client()
    assert sign_in(client, EMAIL, NEW).url == reverse("desk:my-turn")
    assert "Ny Sekreterare" in text(client.get(reverse("desk:my-turn")))
    assert USED in text(Client().get(link, follow=True))
    choose_password(Client(), link, "Ett annat lösenord 2026")
    assert sign_in(Client(), EMAIL, "Ett annat lösenord 2026").status_code == 200


def test_the_link_leaves_the_address_bar_before_anything_is_shown(server: MailServer, invite: Any):
    """What the page links to, and the browser's history, never carry the key."""
    invite()
    link = link_in(server.received[0].text)

    page = Client().get(link, follow=True)

    key = link.strip("/").rpartition("/")[2].partition("-")[2]
    assert len(key) > 20
    assert key not in page.redirect_chain[-1][0]
    assert key not in page.content.decode()


@pytest.mark.parametrize(("ago", "works"), [(timedelta(hours=71), True), (timedelta(hours=73), False)])
def test_its_link_works_for_three_days(
    server: MailServer,
    invite: Any,
    monkeypatch: pytest.MonkeyPatch,
    ago: timedelta,
    works: bool,
):
    with monkeypatch.context() as then:
        then.setattr(EmailAwarePasswordResetTokenGenerator, "_now", lambda self: datetime.now() - ago)  # noqa: DTZ005  Django's own counts so
        invite()

    choose_password(Client(), link_in(server.received[0].text), NEW)

    assert (sign_in(Client(), EMAIL, NEW).status_code == 302) is works


def test_a_second_invitation_after_the_first_was_used_up_the_first_is_dead(server: MailServer, invite: Any):
    invite()
    invite()
    first, second = (link_in(mail.text) for mail in server.received)
    choose_password(Client(), second, NEW)

    choose_password(Client(), first, "Ett annat lösenord 2026")

    assert sign_in(Client(), EMAIL, NEW).status_code == 302
    assert sign_in(Client(), EMAIL, "Ett annat lösenord 2026").status_code == 200


def test_a_link_changed_by_a_letter_opens_nothing(server: MailServer, invite: Any):
    invite()
    link = link_in(server.received[0].text)
    wrong = link[:-2] + ("a" if link[-2] != "a" else "b") + "/"
    assert USED in text(Client().get(wrong, follow=True))


def test_a_link_for_one_does_not_open_anothers_account(world: World, server: MailServer, invite: Any):
    invite()
    link = link_in(server.received[0].text)
    mine = user_pk_to_url_str(User.objects.get(email=EMAIL))
    theirs = user_pk_to_url_str(User.objects.get(email="b_chair@demo.example"))

    assert USED in text(Client().get(link.replace(f"/{mine}-", f"/{theirs}-"), follow=True))


def test_a_password_that_is_too_short_is_refused_and_the_link_still_works(server: MailServer, invite: Any):
    invite()
    client, link = Client(), link_in(server.received[0].text)

    assert "Det här lösenordet är för kort. Det måste innehålla minst 12 tecken." in text(
        choose_password(client, link, "kort")
    )
    assert choose_password(client, link, NEW).status_code == 302


def test_an_address_that_is_somebodys_is_refused_and_nothing_is_sent(server: MailServer, invite: Any):
    answer = invite("B_Chair@demo.example")

    assert answer.status_code == 422
    assert "Adressen hör redan till någon annans inloggning." in text(answer)
    assert server.received == []


def test_no_mail_is_sent_of_what_was_not_saved(
    server: MailServer, administrator: Client, invite: Any, monkeypatch: pytest.MonkeyPatch
):
    """The audit event cannot be written: the transaction is undone, and the mail with it."""

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(organisations, "record", broken)
    administrator.raise_request_exception = False

    assert invite().status_code == 500
    assert server.received == []
    assert not User.objects.filter(email=EMAIL).exists()


def test_who_is_invited_sees_nothing_once_the_assignment_has_ended(
    world: World, server: MailServer, invite: Any, newcomer: Assignment
):
    invite()
    choose_password(Client(), link_in(server.received[0].text), NEW)
    client = Client()
    sign_in(client, EMAIL, NEW)
    assert is_signed_in(client)

    with wall_2_off():
        Assignment.objects.filter(pk=newcomer.pk).update(starts_on=None, ends_on=clock.today())

    answer = client.get(reverse("desk:my-turn"))
    assert (answer.status_code, "Du har inget uppdrag just nu" in text(answer)) == (403, True)


# --- an address that was mistyped ------------------------------------------------------------------------------------
WRONG = "ny.sekretrare@demo.example"
NOT_THEIRS = "Ny Sekreterare loggar redan in med en annan adress."


def events(world: World) -> list[str]:
    with wall_2_off():
        kinds = ("invite", "correct_invitation")
        return list(Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True))


def test_a_mistyped_address_is_corrected_and_the_link_in_the_first_mail_is_dead(
    world: World, server: MailServer, invite: Any
):
    before = events(world)
    invite(WRONG)

    assert invite(EMAIL).status_code == 302

    assert [mail.to for mail in server.received] == [[WRONG], [EMAIL]]
    first, second = (link_in(mail.text) for mail in server.received)
    assert USED in text(Client().get(first, follow=True))
    assert choose_password(Client(), second, NEW).status_code == 302
    assert sign_in(Client(), EMAIL, NEW).url == reverse("desk:my-turn")
    assert sign_in(Client(), WRONG, NEW).status_code == 200
    assert events(world) == [*before, "invite", "correct_invitation"]


def test_who_had_opened_the_first_link_cannot_choose_a_password_by_it(server: MailServer, invite: Any):
    invite(WRONG)
    stranger = Client()
    page = stranger.get(link_in(server.received[0].text), follow=True)
    invite(EMAIL)

    stranger.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert [sign_in(Client(), email, NEW).status_code for email in (WRONG, EMAIL)] == [200, 200]


def test_the_earlier_address_gets_no_new_link(server: MailServer, invite: Any):
    invite(WRONG)
    invite(EMAIL)
    for email in (WRONG, EMAIL):
        Client().post(reverse("account_reset_password"), {"email": email})
    assert [mail.to for mail in server.received] == [[WRONG], [EMAIL], [EMAIL]]


def test_the_page_says_where_the_first_went_and_that_it_waits(
    server: MailServer, invite: Any, administrator: Client, newcomer: Assignment
):
    url = reverse("organisations:invite", args=[newcomer.person.uid])
    assert "inbjudan har skickats till" not in text(administrator.get(url))
    invite(WRONG)

    page = administrator.get(url)

    assert f"En inbjudan har skickats till {WRONG}, men ingen har loggat in med den." in text(page)
    assert kept(page, WRONG)
    person = text(administrator.get(newcomer.person.get_absolute_url()))
    assert f"Inbjuden som {WRONG}, har inte loggat in än." in person
    assert "Skicka inbjudan igen eller rätta adressen" in person


def test_once_it_was_used_the_address_is_theirs(
    server: MailServer, invite: Any, administrator: Client, newcomer: Assignment
):
    invite()
    choose_password(Client(), link_in(server.received[0].text), NEW)

    answer = invite(WRONG)

    assert (answer.status_code, NOT_THEIRS in text(answer)) == (422, True)
    assert User.objects.get(person=newcomer.person).email == EMAIL
    assert [mail.to for mail in server.received if mail.subject == "Nu kan du logga in i Samsyn"] == [[EMAIL]]
    assert f"Loggar in som {EMAIL}." in text(administrator.get(newcomer.person.get_absolute_url()))


def test_an_address_is_not_corrected_to_somebody_elses(server: MailServer, invite: Any, newcomer: Assignment):
    invite(WRONG)
    answer = invite("b_chair@demo.example")
    assert (answer.status_code, "Adressen hör redan till någon annans inloggning." in text(answer)) == (422, True)
    assert User.objects.get(person=newcomer.person).email == WRONG


def test_only_who_added_the_person_corrects_the_address(
    world: World, server: MailServer, invite: Any, newcomer: Assignment
):
    """Another municipality that the person also works for could otherwise take over what the first one let them see."""
    invite(WRONG)
    told = world.people["administrator_1460"]
    with acting_as(told["person"], told["assignment"]), transaction.atomic():
        board, by = Body.objects.get(uid=world["1460_board"]), reader()
        with wall_2_off():
            Person.objects.filter(pk=newcomer.person_id).update(in_public_role=True)
        person = Person.objects.get(pk=newcomer.person_id)
        also = organisations.give_assignment(
            board, by=by, at=clock.now(), role="SECRETARY", person=person, starts_on=by.today
        )
        with pytest.raises(Refused) as refused:
            organisations.invite(person, also, email="egen@demo.example", request=HttpRequest(), by=by, at=clock.now())
    assert str(refused.value.reason) == (
        "Adressen rättas av den organisation som lade till Ny Sekreterare. Be dem rätta den."
    )
    assert User.objects.get(person=newcomer.person).email == WRONG
