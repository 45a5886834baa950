"""The network, the register and the map as they were on a day: 4D-samverkan until 7 December 2023."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.isolation import clock
from samsyn.networks import actions, queries
from samsyn.networks.models import Network
from samsyn.organisations.models import Organisation
from tests.collaborations.importing import OWN_EXAMPLES, import_file
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db
FOUR = ["Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud"]
BEFORE, AFTER = "2023-12-07", "2023-12-08"


@pytest.fixture
def dalsland(world: World) -> Network:
    """Four members and a name until 7 December 2023, five and another from the day after."""
    at, changed = clock.now(), date(2023, 12, 8)
    with world.acting("a_coordinator") as by:
        network = actions.found_network(
            by=by, at=at, name="4D-samverkan", starts_on=date(2022, 3, 1), starts_text="våren 2022"
        )
        members = Organisation.objects.filter(name__in=FOUR)
        actions.add_members(network, members, by=by, at=at, starts_on=date(2022, 3, 1), starts_text="våren 2022")
        amal = Organisation.objects.filter(name="Åmål")
        actions.add_members(network, amal, by=by, at=at, starts_on=changed)
        actions.set_text(network, by=by, at=at, kind="NAME", text="Dalslandssamverkan", starts_on=changed)
        import_file(OWN_EXAMPLES, by)
    return network


def told(world: World, network: Network, day: str) -> tuple[Any, list[str]]:
    with world.acting("a_coordinator"):
        asked = date.fromisoformat(day)
        found = Network.objects.named_on(asked).get(pk=network.pk)
        return found.name, [row.shown for row in queries.members_on(found, asked)]


@pytest.mark.parametrize(
    ("day", "name", "members"),
    [
        ("2022-02-28", "4D-samverkan", []),  # before it began it has its first name and nobody in it
        ("2022-03-01", "4D-samverkan", FOUR),
        (BEFORE, "4D-samverkan", FOUR),
        (AFTER, "Dalslandssamverkan", [*FOUR, "Åmål"]),
        ("2026-11-24", "Dalslandssamverkan", [*FOUR, "Åmål"]),
    ],
)
def test_name_and_members_as_of_a_day(world: World, dalsland: Network, day: str, name: str, members: list[str]):
    assert told(world, dalsland, day) == (name, members)


@pytest.mark.parametrize(
    ("day", "name", "number", "amal"), [(BEFORE, "4D-samverkan", 4, False), (AFTER, "Dalslandssamverkan", 5, True)]
)
def test_the_page_shows_the_network_as_it_was(
    clients: dict[str, Client], dalsland: Network, day: str, name: str, number: int, amal: bool
):
    answer = clients["a_coordinator"].get(dalsland.get_absolute_url(), {"dag": day})

    assert answer.status_code == 200
    assert answer.content.decode().count(f"<h1>{name}</h1>") == 1
    assert len(answer.context["members"]) == number
    assert ("Åmål" in text(answer)) is amal
    assert f"Så såg det ut {int(day[-2:])} december 2023 , enligt vad som är känt nu." in text(answer)


@pytest.mark.parametrize("asked", ["", "igår", "2023-02-30", "2023-12"])
def test_a_day_that_cannot_be_read_counts_as_today(clients: dict[str, Client], dalsland: Network, asked: str):
    answer = clients["a_coordinator"].get(dalsland.get_absolute_url(), {"dag": asked})

    assert "<h1>Dalslandssamverkan</h1>" in answer.content.decode()
    assert answer.context["is_today"] is True


@pytest.mark.parametrize(
    ("day", "shown", "hidden"),
    [
        (BEFORE, {"4D-samverkan", "USD – Utveckling Socialtjänst Dalsland"}, {"Dalslandssamverkan"}),
        (AFTER, {"Dalslandssamverkan", "USD – Utveckling Socialtjänst Dalsland"}, {"4D-samverkan"}),
        ("2016-12-31", {"Dalslandskommunernas kommunalförbund"}, {"Dalslands miljö- och energiförbund"}),
        ("2017-01-01", {"Dalslands miljö- och energiförbund"}, {"Dalslandskommunernas kommunalförbund"}),
        ("2002-12-31", set(), {"USD – Utveckling Socialtjänst Dalsland", "4D-samverkan", "Dalslandssamverkan"}),
    ],
)
@pytest.mark.parametrize("page", ["list", "map"])
def test_the_register_and_the_map_as_of_any_day(
    clients: dict[str, Client], dalsland: Network, page: str, day: str, shown: set[str], hidden: set[str]
):
    names = set()
    for number in ("1", "2"):
        asked = {"dag": day, "visa": "alla", "kommuner": "14", "sida": number}
        answer = clients["a_coordinator"].get(reverse(f"collaborations:{page}"), asked)
        names |= {getattr(row, "row", row).name for _area, rows in answer.context["groups"] for row in rows}

    assert shown <= names
    assert not hidden & names


def test_what_has_ended_is_shown_when_it_is_asked_for(clients: dict[str, Client], dalsland: Network):
    asked = {"dag": AFTER, "visa": "alla", "avslutade": "1"}
    answer = clients["a_coordinator"].get(reverse("collaborations:list"), asked)

    rows = {row.name: row.validity.word for _area, rows in answer.context["groups"] for row in rows}
    assert rows["4D-samverkan"] == "Ersatt"


@pytest.mark.parametrize(("day", "columns"), [(BEFORE, FOUR), (AFTER, [*FOUR, "Åmål"])])
def test_the_maps_columns_are_the_networks_members_that_day(
    clients: dict[str, Client], dalsland: Network, day: str, columns: list[str]
):
    asked = {"dag": day, "kommuner": str(dalsland.uid)}
    answer = clients["a_coordinator"].get(reverse("collaborations:map"), asked)

    assert [column.name for column in answer.context["columns"]] == columns


def test_a_collaboration_that_begins_later_is_shown_today_already(world: World, clients: dict[str, Client]):
    from samsyn.collaborations import actions as register

    with world.acting("a_coordinator") as by:
        starts = date(by.today.year + 1, 1, 1)
        made = register.register(
            by=by, at=clock.now(), name="Till våren", area="IT", stage="IN_FORCE", starts_on=starts
        )

    answer = clients["a_coordinator"].get(reverse("collaborations:list"), {"visa": "alla", "q": "Till våren"})
    assert [row.collaboration.uid for _area, rows in answer.context["groups"] for row in rows] == [made.uid]
