"""Sign-in by password: who gets in, what the page says to those who do not, and how often one may try."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.test import Client
from django.urls import NoReverseMatch, reverse

from samsyn import settings as product
from samsyn.accounts.models import User
from tests.accounts.signing import HERE, is_signed_in, password_of, sign_in, signed_in
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
WRONG = "Epost-adressen och/eller lösenordet är felaktigt."
TOO_MANY = "För många misslyckade inloggningsförsök. Försök igen senare."
ELSEWHERE = "192.0.2.77"
CHAIR, OFFICER = "a_chair@demo.example", "a_officer@demo.example"


# --- who gets in ----------------------------------------------------------------------------------------------------
def test_the_right_password_leads_to_my_turn(world: World):
    client = signed_in(world, "a_coordinator")
    assert "Melleruds kommun, kommunstyrelsen" in text(client.get(reverse("desk:my-turn")))


def test_the_address_is_the_same_in_capitals(world: World):
    assert sign_in(Client(), CHAIR.upper(), password_of("a_chair")).status_code == 302


def test_one_comes_to_the_page_one_asked_for(world: World):
    client = Client()
    asked = client.get(reverse("networks:list"))
    assert asked.url == f"{reverse('account_login')}?next={reverse('networks:list')}"

    answer = sign_in(client, CHAIR, password_of("a_chair"), next_page=reverse("networks:list"))
    assert answer.url == reverse("networks:list")


def test_nobody_is_sent_to_another_site(world: World):
    answer = sign_in(Client(), CHAIR, password_of("a_chair"), next_page="https://annan.example/")
    assert answer.url == reverse("desk:my-turn")


def test_a_closed_sign_in_opens_nothing(world: World):
    User.objects.filter(email=CHAIR).update(is_active=False)
    client = Client()

    assert sign_in(client, CHAIR, password_of("a_chair")).url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_signing_out_takes_the_session_away(world: World):
    client = signed_in(world, "a_chair")
    key = client.session.session_key

    client.post(reverse("account_logout"))

    assert not is_signed_in(client)
    client.cookies["sessionid"] = key
    assert not is_signed_in(client)


def test_the_session_gets_another_key_at_sign_in(world: World):
    """A key that somebody planted in the browser beforehand opens nothing afterwards."""
    client = Client()
    client.get(reverse("language", args=["sv"]))
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    sign_in(client, CHAIR, password_of("a_chair"))

    assert client.cookies["sessionid"].value != planted
    assert not is_signed_in(_with_session(planted))


def _with_session(key: str) -> Client:
    client = Client()
    client.cookies["sessionid"] = key
    return client


def test_a_form_from_another_site_is_not_received(world: World):
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, CHAIR, password_of("a_chair"))

    assert answer.status_code == 403
    assert "Det gick inte att ta emot formuläret" in text(answer)
    assert not is_signed_in(client)


# --- who does not ---------------------------------------------------------------------------------------------------
def told(answer: Any) -> str:
    """The page without what differs each time: the token of the form, and the address that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken"\s+value="[^"]*"', "", answer.content.decode())
    return re.sub(r"[a-z_.]+@demo\.example", "", page)


def test_known_and_unknown_addresses_get_the_same_answer(world: World):
    known, unknown = sign_in(Client(), CHAIR, "fel"), sign_in(Client(), "ingen_alls@demo.example", "fel")

    assert WRONG in text(known)
    assert (known.status_code, told(known)) == (unknown.status_code, told(unknown))
    assert set(known.headers) == set(unknown.headers)


def test_known_and_unknown_addresses_take_as_long(world: World, settings: Any):
    """The password is hashed in both cases. Processor time of this thread: other work on the machine does not count."""
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    user = User.objects.get(email=CHAIR)
    user.set_password("ett riktigt långt lösenord")
    user.save()

    def seconds(email: str, turn: int) -> float:
        begun = time.thread_time()
        assert WRONG in text(sign_in(Client(), email, "fel", ip=f"192.0.2.{turn}"))
        return time.thread_time() - begun

    seconds(CHAIR, 1)  # the first is slower: things are loaded
    known = sorted(seconds(CHAIR, turn) for turn in range(2, 5))[1]
    unknown = sorted(seconds(f"ingen{turn}@demo.example", turn) for turn in range(5, 8))[1]
    assert 0.6 < known / unknown < 1.6, (known, unknown)


def test_who_has_not_chosen_a_password_cannot_sign_in_with_an_empty_one(world: World):
    for password in ("", "!", "None"):
        client = Client()
        assert sign_in(client, world.people["a_administrator"]["email"], password).status_code == 200
        assert not is_signed_in(client)


# --- how often one may try ------------------------------------------------------------------------------------------
class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


@pytest.fixture
def limits_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The clock by which the limits are counted."""
    clock = Clock()
    monkeypatch.setattr(ratelimit, "time", clock)
    return clock


def fail(email: str, times: int, *, ip: str = HERE) -> Any:
    for _time in range(times):
        answer = sign_in(Client(), email, "fel", ip=ip)
    return answer


def test_five_failures_close_the_account_for_five_minutes(world: World, limits_clock: Clock):
    assert WRONG in text(fail(CHAIR, 5))

    closed = sign_in(Client(), CHAIR, password_of("a_chair"))
    assert (closed.status_code, TOO_MANY in text(closed)) == (200, True)
    assert TOO_MANY in text(sign_in(Client(), CHAIR, password_of("a_chair"), ip=ELSEWHERE))

    limits_clock.now += 299
    assert TOO_MANY in text(sign_in(Client(), CHAIR, password_of("a_chair"), ip=ELSEWHERE))
    limits_clock.now += 2
    assert sign_in(Client(), CHAIR, password_of("a_chair")).status_code == 302


def test_a_closed_account_closes_no_other(world: World, limits_clock: Clock):
    fail(CHAIR, 5)
    assert sign_in(Client(), OFFICER, password_of("a_officer")).status_code == 302


def test_an_account_is_closed_for_those_who_write_it_in_capitals_too(world: World, limits_clock: Clock):
    fail(CHAIR.upper(), 5, ip=ELSEWHERE)
    assert TOO_MANY in text(sign_in(Client(), CHAIR, password_of("a_chair")))


def test_an_address_that_nobody_has_is_closed_just_as_a_known_one(world: World, limits_clock: Clock):
    known, unknown = fail(CHAIR, 6), fail("ingen_alls@demo.example", 6, ip=ELSEWHERE)
    assert told(known) == told(unknown)


def test_ten_failures_in_a_minute_close_the_place_they_came_from(world: World, limits_clock: Clock):
    for number in range(10):
        assert WRONG in text(fail(f"ingen{number}@demo.example", 1))

    assert TOO_MANY in text(sign_in(Client(), OFFICER, password_of("a_officer")))
    assert sign_in(Client(), OFFICER, password_of("a_officer"), ip=ELSEWHERE).status_code == 302
    limits_clock.now += 61
    assert sign_in(Client(), OFFICER, password_of("a_officer")).status_code == 302


def test_signing_in_does_not_use_up_the_failures(world: World, limits_clock: Clock):
    for _time in range(12):
        assert sign_in(Client(), OFFICER, password_of("a_officer")).status_code == 302


def test_signing_in_in_between_does_not_forgive_the_failures(world: World, limits_clock: Clock):
    fail(CHAIR, 4)
    limits_clock.now += 1
    assert sign_in(Client(), CHAIR, password_of("a_chair")).status_code == 302
    limits_clock.now += 1
    fail(CHAIR, 1)
    assert TOO_MANY in text(sign_in(Client(), CHAIR, password_of("a_chair")))


def test_a_claimed_address_is_not_believed_without_a_proxy_of_ours(world: World, limits_clock: Clock):
    for number in range(10):
        sign_in(Client(), f"ingen{number}@demo.example", "fel", **{"X-Forwarded-For": f"198.51.100.{number}"})
    assert TOO_MANY in text(sign_in(Client(), OFFICER, password_of("a_officer")))


def test_behind_our_proxy_the_nearest_address_counts(world: World, limits_clock: Clock, settings: Any):
    """What the visitor wrote stands first and is not believed; what our proxy wrote stands last."""
    settings.HTTPS = True
    for number in range(10):
        claimed = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.5"}
        sign_in(Client(), f"ingen{number}@demo.example", "fel", **claimed)

    near = {"X-Forwarded-For": "203.0.113.5"}
    assert TOO_MANY in text(sign_in(Client(), OFFICER, password_of("a_officer"), **near))
    far = {"X-Forwarded-For": "203.0.113.5, 203.0.113.6"}
    assert sign_in(Client(), OFFICER, password_of("a_officer"), **far).status_code == 302


# --- a page to sign up, and one to ask for a new password -----------------------------------------------------------
def test_there_is_no_page_to_sign_up(world: World):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for path in ("/konto/registrera/", "/konto/signup/", "/accounts/signup/", "/signup/"):
        assert Client().get(path).status_code == 404
    page = Client().get(reverse("account_login")).content.decode()
    assert "signup" not in page
    assert "Du blir inbjuden av den organisation som ger dig ett uppdrag." in page


def test_nobody_becomes_somebody_by_posting_the_fields_of_a_sign_up(world: World):
    before = User.objects.count()
    sent = {"email": "ny@demo.example", "password1": "ett långt lösenord", "password2": "ett långt lösenord"}
    for path in (reverse("account_login"), "/konto/signup/"):
        Client().post(path, sent)
    assert User.objects.count() == before


def test_asking_for_a_new_password_tells_nothing_of_who_has_an_account(world: World, mailoutbox: list[Any]):
    answers = []
    for email in (CHAIR, "ingen_alls@demo.example"):
        answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True, REMOTE_ADDR=HERE)
        answers.append((answer.redirect_chain, told(answer)))

    assert answers[0] == answers[1]
    assert [mail.to for mail in mailoutbox] == [[CHAIR]]


def test_a_new_password_is_asked_for_five_times_a_minute_at_most(world: World, limits_clock: Clock):
    answers = [Client().post(reverse("account_reset_password"), {"email": CHAIR}) for _time in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "För många försök" in text(answers[-1])
    assert 'lang="sv"' in answers[-1].content.decode()


def test_a_changed_password_ends_the_other_sessions(world: World):
    here, there = signed_in(world, "a_chair"), signed_in(world, "a_chair")
    sent = {
        "oldpassword": password_of("a_chair"),
        "password1": "hemligare-än-någonsin",
        "password2": "hemligare-än-någonsin",
    }

    assert here.post(reverse("account_change_password"), sent).status_code == 302

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(Client(), CHAIR, password_of("a_chair")).status_code == 200
    assert sign_in(Client(), CHAIR, "hemligare-än-någonsin").status_code == 302


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("kort", "Det här lösenordet är för kort. Det måste innehålla minst 12 tecken."),
        ("elva-tecken", "Det här lösenordet är för kort. Det måste innehålla minst 12 tecken."),
        ("password1234", "Detta lösenord är alldeles för vanligt."),
        ("a_chair@demo.example", "Ditt lösenord är alltför likt e-post."),
    ],
)
def test_a_weak_password_is_refused_in_swedish(world: World, password: str, sentence: str):
    client = signed_in(world, "a_chair")
    sent = {"oldpassword": password_of("a_chair"), "password1": password, "password2": password}

    answer = client.post(reverse("account_change_password"), sent)

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert sign_in(Client(), CHAIR, password_of("a_chair")).status_code == 302


def test_a_password_typed_differently_twice_is_refused(world: World):
    client = signed_in(world, "a_chair")
    sent = {"oldpassword": password_of("a_chair"), "password1": "ett långt lösenord", "password2": "ett annat lösenord"}
    assert "Du måste ange samma lösenord" in text(client.post(reverse("account_change_password"), sent))
