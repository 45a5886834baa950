"""How long one stays signed in to what: until the assignment ends, at midnight in Sweden."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import Person
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Assignment, Body
from tests.conftest import wall_2_off
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
NONE = "Du har inget uppdrag just nu"
PAGES = ("desk:my-turn", "desk:search", "desk:account", "networks:list", "collaborations:list", "organisations:list")


def last_day(world: World, persona: str, day: date) -> None:
    with world.acting("a_administrator") as by:
        assignment = Assignment.objects.get(uid=world.people[persona]["assignment"])
        organisations.end_assignment(assignment, by=by, at=clock.now(), ends_on=day + timedelta(days=1))


def evening(day: date) -> datetime:
    """The last minute of a day in Sweden: in summer two hours, in winter one, before the server's midnight."""
    return datetime.combine(day, datetime.max.time(), clock.SWEDEN).replace(second=0, microsecond=0)


@pytest.mark.parametrize("day", [date(2027, 1, 31), date(2027, 3, 27), date(2027, 7, 31), date(2027, 10, 30)])
def test_what_an_assignment_allowed_ends_at_midnight_in_sweden(world: World, clients: dict[str, Client], day: date):
    last_day(world, "a_secretary", day)
    client = clients["a_secretary"]

    with clock.standing_at(evening(day)):
        assert [client.get(reverse(name)).status_code for name in PAGES] == [200] * len(PAGES)

    with clock.standing_at(evening(day) + timedelta(minutes=1)):
        answers = [client.get(reverse(name)) for name in PAGES]
    assert [(answer.status_code, NONE in text(answer)) for answer in answers] == [(403, True)] * len(PAGES)
    assert "Fråga administratören i din organisation." in text(answers[0])


def test_what_one_could_see_is_gone_with_it(world: World, clients: dict[str, Client]):
    url = reverse("networks:detail", args=[world["network_draft"]])
    last_day(world, "a_secretary", clock.today())
    assert clients["a_secretary"].get(url).status_code == 200

    with clock.standing_at(clock.now() + timedelta(days=1)):
        answer = clients["a_secretary"].get(url)
    assert (answer.status_code, b"draft" in answer.content) == (403, False)


def test_what_is_sent_after_the_last_assignment_ended_changes_nothing(world: World, clients: dict[str, Client]):
    last_day(world, "a_secretary", clock.today())
    sent = {"acting": world.people["a_secretary"]["assignment"], "name": "Efter midnatt"}

    with clock.standing_at(clock.now() + timedelta(days=1)):
        answer = clients["a_secretary"].post(reverse("networks:new"), sent)

    assert answer.status_code == 403
    assert "Uppdraget du agerade i har upphört. Inget sparades." in text(answer)
    assert "Efter midnatt" in text(answer)  # what was typed is not lost


def test_who_has_another_assignment_goes_on_by_that_one_and_is_told(world: World, clients: dict[str, Client]):
    told = world.people["administrator_1460"]
    with acting_as(told["person"], told["assignment"]), transaction.atomic():
        person = Person.objects.get(pk=world.people["a_chair"]["person"])
        board = Body.objects.get(uid=world["1460_board"])
        organisations.give_assignment(board, by=reader(), at=clock.now(), role="COORDINATOR", person=person)
    client = clients["a_chair"]
    client.post(reverse("desk:choose", args=[world.people["a_chair"]["assignment"]]))
    last_day(world, "a_chair", clock.today())

    with clock.standing_at(clock.now() + timedelta(days=1)):
        answer = client.get(reverse("desk:my-turn"), follow=True)

    assert answer.status_code == 200
    assert "Ditt tidigare uppdrag har upphört." in text(answer)
    assert "Du agerar för Bengtsfors kommun, kommunstyrelsen" in text(answer)


def test_one_can_still_sign_out_and_change_the_password_without_an_assignment(clients: dict[str, Client]):
    client = clients["ex_member"]
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("desk:my-turn")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("persona", ["ex_member", "operator"])
def test_who_has_no_assignment_reads_nothing_of_the_program_but_the_public_pages(
    world: World, clients: dict[str, Client], persona: str
):
    for name in PAGES:
        assert clients[persona].get(reverse(name)).status_code == 403
    assert clients[persona].get(reverse("portal:network", args=[world["network_published"]])).status_code == 200


def test_an_assignment_that_has_not_begun_opens_nothing(world: World, clients: dict[str, Client]):
    with wall_2_off():
        later = clock.today() + timedelta(days=1)
        Assignment.objects.filter(uid=world.people["a_secretary"]["assignment"]).update(starts_on=later)
    answer: Any = clients["a_secretary"].get(reverse("desk:my-turn"))
    assert (answer.status_code, NONE in text(answer)) == (403, True)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert clients["a_secretary"].get(reverse("desk:my-turn")).status_code == 200
