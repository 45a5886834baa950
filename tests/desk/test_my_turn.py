"""What waits for somebody, over all their assignments; and by which one they act."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.collaborations.actions import change_stage
from samsyn.collaborations.models import Collaboration
from samsyn.desk.queries import Item
from samsyn.isolation import clock
from tests.desk.assigning import also_at_bengtsfors
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MELLERUD, BENGTSFORS = "Melleruds kommun, kommunstyrelsen", "Bengtsfors kommun, kommunstyrelsen"


def items(client: Client) -> list[Item]:
    answer = client.get(reverse("desk:my-turn"))
    assert answer.status_code == 200
    return list(answer.context["items"])


def choose(client: Client, uid: Any) -> Any:
    return client.post(reverse("desk:choose", args=[uid]))


def test_everybody_sees_what_waits_for_their_own_authority(world: World, clients: dict[str, Client]):
    ours = {item.title.split(" qz")[0] for item in items(clients["a_coordinator"])}
    theirs = {item.title.split(" qz")[0] for item in items(clients["b_coordinator"])}

    assert "Granska importen av fil-own.csv" in ours
    assert "Granska importen av fil-other.csv" in theirs
    assert "Ta över ansvaret för handlingarna i Nätverket offered" in theirs
    assert not [title for title in ours if "fil-other" in title or "Ta över" in title]
    assert not [title for title in theirs if "fil-own" in title or "draft" in title]


def test_who_only_reads_is_not_asked_to_do_what_they_may_not(world: World, clients: dict[str, Client]):
    titles = [item.title for item in items(clients["a_chair"])]
    assert not [title for title in titles if "importen" in title or "Ta över" in title]


def test_it_gathers_over_all_ones_assignments_whichever_is_chosen(world: World, clients: dict[str, Client]):
    client = clients["a_chair"]
    before = {(item.title, item.url) for item in items(client)}
    given = also_at_bengtsfors(world, "a_chair")

    after = items(client)

    assert before < {(item.title, item.url) for item in after}
    assert {item.place for item in after} == {MELLERUD, BENGTSFORS}
    new = [item for item in after if (item.title, item.url) not in before]
    assert {item.place for item in new} == {BENGTSFORS}
    assert any("fil-other.csv" in item.title for item in new)
    assert choose(client, given.uid).status_code == 302
    assert [(item.title, item.place) for item in items(client)] == [(item.title, item.place) for item in after]


def test_what_waits_at_both_stands_once(world: World, clients: dict[str, Client]):
    also_at_bengtsfors(world, "a_chair")
    found = items(clients["a_chair"])
    assert len({(item.title, item.url) for item in found}) == len(found)


def test_it_is_in_the_order_of_its_days_with_what_has_none_last(world: World, clients: dict[str, Client]):
    days = [item.on for item in items(clients["a_coordinator"])]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated
    assert len(dated) < len(days)


def test_each_leads_to_a_page_that_its_assignment_can_open(world: World, clients: dict[str, Client]):
    for item in items(clients["b_coordinator"]):
        assert clients["b_coordinator"].get(item.url).status_code == 200, item


def test_somebody_with_nothing_to_do_is_told_so(world: World, clients: dict[str, Client]):
    found = items(clients["c_coordinator"])
    assert not [item for item in found if "Nätverket" in item.title or "fil-" in item.title]


# --- days of notice ---------------------------------------------------------------------------------------------------
def to_stay_in(client: Client) -> list[str]:
    asked = [item.title for item in items(client) if item.title.startswith("Bestäm om ni ska vara kvar i ")]
    return [title.split(" qz")[0].removeprefix("Bestäm om ni ska vara kvar i ") for title in asked]


def test_what_one_may_soon_no_longer_leave_is_asked_about(world: World, clients: dict[str, Client]):
    assert "Samverkan shared" in to_stay_in(clients["b_coordinator"])


def test_what_has_ended_is_not_asked_about(world: World, clients: dict[str, Client]):
    """The world's own ended one has an agreement with a day of notice to come, and so had the one replaced today."""
    assert "Samverkan ended" not in to_stay_in(clients["a_coordinator"])

    for stage, ago, asked in (("UNDER_NOTICE", 1, True), ("REPLACED", 0, False)):
        with world.acting("a_coordinator") as by:
            shared = Collaboration.objects.get(uid=world["collaboration_shared"])
            since = by.today - timedelta(days=ago)
            change_stage(shared, by=by, at=clock.now(), stage=stage, starts_on=since, note="en annan")
        assert ("Samverkan shared" in to_stay_in(clients["b_coordinator"])) is asked


def test_what_ends_later_is_asked_about_until_then(world: World, clients: dict[str, Client]):
    with world.acting("a_coordinator") as by:
        shared = Collaboration.objects.get(uid=world["collaboration_shared"])
        change_stage(shared, by=by, at=clock.now(), stage="ENDED", starts_on=by.today + timedelta(days=1))
    assert "Samverkan shared" in to_stay_in(clients["b_coordinator"])

    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert "Samverkan shared" not in to_stay_in(clients["b_coordinator"])


# --- the chosen assignment --------------------------------------------------------------------------------------------
def test_choosing_another_assignment_changes_what_one_sees_and_whom_one_acts_for(
    world: World, clients: dict[str, Client]
):
    client, given = clients["a_chair"], also_at_bengtsfors(world, "a_chair")
    ours = reverse("networks:detail", args=[world["network_draft"]])
    theirs = reverse("networks:detail", args=[world["network_other"]])
    assert [client.get(url).status_code for url in (ours, theirs)] == [200, 404]

    answer = choose(client, given.uid)
    assert answer.url == reverse("desk:my-turn")

    page = text(client.get(answer.url))
    assert f"Du agerar nu för {BENGTSFORS}." in page
    assert f"Du agerar för {BENGTSFORS} som Person a_chair" in page
    assert "Byt uppdrag" in page
    assert [client.get(url).status_code for url in (ours, theirs)] == [404, 200]
    choose(client, world.people["a_chair"]["assignment"])
    assert [client.get(url).status_code for url in (ours, theirs)] == [200, 404]


def test_the_choice_is_each_browsers_own(world: World, clients: dict[str, Client]):
    given = also_at_bengtsfors(world, "a_chair")
    other = Client()
    other.force_login(clients["a_chair"].get(reverse("desk:account")).wsgi_request.user)
    choose(other, given.uid)
    assert f"Du agerar för {MELLERUD}" in text(clients["a_chair"].get(reverse("desk:my-turn")))
    assert f"Du agerar för {BENGTSFORS}" in text(other.get(reverse("desk:my-turn")))


@pytest.mark.parametrize("whose", ["a_coordinator", "b_chair", "ex_member"])
def test_nobody_chooses_an_assignment_that_is_not_theirs(world: World, clients: dict[str, Client], whose: str):
    client = clients["a_chair"]
    seen, absent = choose(client, world.people[whose]["assignment"]), choose(client, uuid4())
    assert (seen.status_code, seen.content) == (404, absent.content)
    assert f"Du agerar för {MELLERUD} som Person a_chair" in text(client.get(reverse("desk:my-turn")))


def test_who_has_one_assignment_is_not_asked_to_choose(world: World, clients: dict[str, Client]):
    assert "Byt uppdrag" not in text(clients["a_chair"].get(reverse("desk:my-turn")))
