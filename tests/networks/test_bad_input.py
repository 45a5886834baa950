"""Members, presidencies, names and seats that cannot be right: refused with a sentence, kept, nothing changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.isolation import clock
from samsyn.networks import actions
from samsyn.networks.models import Forum, Membership, Network, NetworkText, Presidency, Seat, SeatHolder
from samsyn.organisations.models import Organisation
from tests.conftest import wall_2_off
from tests.sending import kept, send, text
from tests.world import World

pytestmark = pytest.mark.django_db
LAST = "Den sista dagen kan inte ligga före den första."


@pytest.fixture
def dalsland(world: World) -> Network:
    """Mellerud and Bengtsfors since 2020, Åmål in 2018 and 2019; Mellerud presides in 2026."""
    with world.acting("a_coordinator") as by:
        at = clock.now()
        network = actions.found_network(by=by, at=at, name="Dal", starts_on=date(2018, 1, 1))
        for codes, starts, ends in (
            (("1461", "1460"), date(2020, 1, 1), None),
            (("1492",), date(2018, 1, 1), date(2020, 1, 1)),
        ):
            found = Organisation.objects.filter(code__in=codes)
            actions.add_members(network, found, by=by, at=at, starts_on=starts, ends_on=ends)
        mellerud = Organisation.objects.get(code="1461")
        actions.set_presidency(network, mellerud, by=by, at=at, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    return network


@pytest.fixture
def ended(world: World, dalsland: Network) -> Network:
    with world.acting("a_coordinator") as by:
        return actions.end_network(
            Network.objects.named_on(by.today).get(pk=dalsland.pk), by=by, at=clock.now(), ends_on=date(2026, 7, 1)
        )


def stands() -> list[Any]:
    with wall_2_off():
        models = (Network, NetworkText, Membership, Presidency, Forum, Seat, SeatHolder)
        return [list(model.objects.order_by("pk").values()) for model in models]


def refused(answer: Any, sentence: str, *values: str) -> bool:
    return answer.status_code == 422 and sentence in text(answer) and all(kept(answer, value) for value in values)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"members": "Mellerud", "starts_on": "2021-01-01"},
         "Perioden överlappar en som redan finns: från 2020-01-01 och framåt. Avsluta den först."),
        ({"members": "Åmål", "starts_on": "2019-12-31"},
         "Perioden överlappar en som redan finns: 2018-01-01 till 2019-12-31."),
        ({"members": "Orsa", "starts_on": "2021-01-01", "ends_on": "2020-12-31"}, LAST),
        ({"members": ""}, "Skriv minst en medlem."),
        ({"members": "Habö"}, "”Habö” är inte känt. Menade du Håbo (0305) eller Habo (0643)?"),
    ],
)  # fmt: skip
def test_members_that_cannot_be_right(
    world: World, clients: dict[str, Client], dalsland: Network, answers: dict[str, str], sentence: str
):
    before = stands()
    sent = {"note": "efter beslut i fullmäktige", **answers}

    answer = send(clients["a_coordinator"], world, "a_coordinator", "networks:member-new", dalsland.uid, **sent)

    assert refused(answer, sentence, *(value for value in sent.values() if value))
    assert stands() == before


@pytest.mark.parametrize("answers", [{"members": "Åmål", "starts_on": "2020-01-01"}, {"members": "Orsa"}])
def test_members_whose_periods_only_touch_are_added(
    world: World, clients: dict[str, Client], dalsland: Network, answers: dict[str, str]
):
    answer = send(clients["a_coordinator"], world, "a_coordinator", "networks:member-new", dalsland.uid, **answers)
    assert answer.status_code == 302


@pytest.mark.parametrize("days", [{}, {"ends_on": "2026-07-01"}, {"starts_on": "2026-08-01", "ends_on": "2026-12-31"}])
def test_nobody_is_a_member_after_the_network_ended(
    world: World, clients: dict[str, Client], ended: Network, days: dict[str, str]
):
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:member-new", ended.uid, members="Orsa", **days
    )

    assert refused(answer, "Nätverket avslutades 2026-07-01. Ingen kan vara medlem efter det.", "Orsa", *days.values())
    assert stands() == before


def test_a_member_of_the_time_before_it_ended_may_still_be_written_down(
    world: World, clients: dict[str, Client], ended: Network
):
    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:member-new", ended.uid,
        members="Orsa", starts_on="2025-01-01", ends_on="2026-06-30",
    )  # fmt: skip
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [("2026-12-31", "Nätverket avslutades 2026-07-01. Ingen kan vara medlem efter det."), ("2019-12-31", LAST)],
)
def test_a_membership_is_not_made_to_end_on_an_impossible_day(
    world: World, clients: dict[str, Client], ended: Network, ends_on: str, sentence: str
):
    with wall_2_off():
        membership = Membership.objects.get(owner=ended, organisation__code="1461")
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:member-end", ended.uid, membership.pk,
        ends_on=ends_on,
    )  # fmt: skip

    assert refused(answer, sentence, ends_on)
    assert stands() == before


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"organisation": "Bengtsfors", "year": "2026"},
         "Perioden överlappar en som redan finns: 2026-01-01 till 2026-12-31."),
        ({"organisation": "Mellerud", "year": "2019"}, "Mellerud är inte medlem den dagen."),
        ({"organisation": "Orsa", "year": "2027"}, "Orsa är inte medlem den dagen."),
        ({"organisation": "Mellerud", "year": "27"}, "större än eller lika med 1950"),
        ({"organisation": "Melerud", "year": "2027"}, "”Melerud” är inte känt. Menade du Mellerud (1461)?"),
    ],
)  # fmt: skip
def test_a_presidency_that_cannot_be_right(
    world: World, clients: dict[str, Client], dalsland: Network, answers: dict[str, str], sentence: str
):
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:presidency-new", dalsland.uid,
        note="turordning", **answers,
    )  # fmt: skip

    assert refused(answer, sentence, "turordning", *answers.values())
    assert stands() == before


def test_nobody_presides_in_a_network_that_has_ended(world: World, clients: dict[str, Client], ended: Network):
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:presidency-new", ended.uid,
        organisation="Mellerud", year="2027",
    )  # fmt: skip

    assert refused(answer, "Mellerud är inte medlem den dagen.", "Mellerud", "2027")
    assert stands() == before


def test_a_network_does_not_end_before_what_begins_in_it(world: World, clients: dict[str, Client], dalsland: Network):
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:end", dalsland.uid,
        ends_on="2019-06-30", version="1",
    )  # fmt: skip

    assert refused(answer, "börjar efter den dagen. Ändra det först.", "2019-06-30")
    assert stands() == before


def test_a_name_that_overlaps_another_is_refused_and_kept(world: World, clients: dict[str, Client], dalsland: Network):
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:text-new", dalsland.uid,
        kind="NAME", text="Dalslandssamverkan", starts_on="2017-01-01",
    )  # fmt: skip

    assert refused(
        answer, "Perioden överlappar en som redan finns: från 2018-01-01", "Dalslandssamverkan", "2017-01-01"
    )
    assert stands() == before


def test_a_seat_has_one_person_at_a_time(world: World, clients: dict[str, Client]):
    with wall_2_off():
        begun = SeatHolder.objects.get(pk=world.pks["holder_shared"]).starts_on
    url = ("networks:appoint", world["forum_shared"], world.pks["seat_shared_1461"])
    person = world.people["a_coordinator"]["person"]
    before = stands()

    days = {"starts_on": str(begun - timedelta(days=30)), "ends_on": str(begun + timedelta(days=30))}
    answer = send(clients["a_coordinator"], world, "a_coordinator", *url, person=person, **days)

    assert refused(answer, f"Perioden överlappar en som redan finns: från {begun} och framåt.", *days.values())
    assert stands() == before


def test_a_network_is_no_member_of_itself(world: World, clients: dict[str, Client], dalsland: Network):
    before = stands()

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:member-new", dalsland.uid, network=dalsland.pk
    )

    assert refused(answer, "Välj ett giltigt alternativ.")
    assert stands() == before


def test_what_is_wrong_is_said_once_at_the_top_and_once_at_the_field(
    world: World, clients: dict[str, Client], dalsland: Network
):
    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "networks:member-new", dalsland.uid,
        members="Orsa", starts_on="2021-01-01", ends_on="2020-12-31",
    )  # fmt: skip

    page = answer.content.decode()
    assert page.count(LAST) == 2
    assert reverse("networks:detail", args=[dalsland.uid]) in page
