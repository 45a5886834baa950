"""The day before there were four under the old name, the day after five under the new: on each page, and by key."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.networks.models import Network
from samsyn.organisations import actions
from samsyn.organisations.models import Assignment
from tests.conftest import wall_2_off
from tests.sending import text

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("laid")]
FOUR = ["Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud"]
DAYS = [("2023-12-07", "4D-samverkan", FOUR), ("2023-12-08", "Dalslandssamverkan", [*FOUR, "Åmål"])]
as_of = pytest.mark.parametrize(("day", "name", "members"), DAYS, ids=["the day before", "the day after"])


@pytest.fixture
def dalsland() -> Any:
    with wall_2_off():
        return Network.objects.named_on(clock.today()).get(memberships__organisation__code="1492")


@as_of
def test_on_the_public_page(dalsland: Network, day: str, name: str, members: list[str]):
    answer = Client().get(reverse("portal:network", args=[dalsland.uid]), {"dag": day})
    assert (answer.context["name"], [m["name"] for m in answer.context["members"]]) == (name, members)
    assert f"<h1>{name}</h1>" in answer.content.decode()
    assert [member for member in DAYS[1][2] if member in text(answer).partition("Medlemmar")[2]] == members


@as_of
def test_on_the_page_of_who_is_signed_in(dalsland: Network, step_in: Any, day: str, name: str, members: list[str]):
    answer = step_in("elin").get(reverse("networks:detail", args=[dalsland.uid]), {"dag": day})
    assert f"<h1>{name}</h1>" in answer.content.decode()
    assert sorted(str(row.shown) for row in answer.context["members"]) == members


@as_of
def test_by_key(dalsland: Network, day: str, name: str, members: list[str]):
    with wall_2_off():
        elin = Assignment.objects.select_related("person").get(person__name="Elin Storhaga")
    with acting_as(elin.person_id, elin.uid):
        _key, secret = actions.make_key(
            by=reader(), at=clock.now(), purpose="prov", may_write=False, expires_on=clock.today()
        )
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    one = client.get(f"/api/v1/networks/{dalsland.uid}", {"as_of": day}).json()
    listed = {found["name"]: found for found in client.get("/api/v1/networks", {"as_of": day}).json()}

    assert (one["name"], sorted(member["name"] for member in one["members"])) == (name, members)
    assert listed[name] == one
    register = {row["name"] for row in client.get("/api/v1/collaborations", {"as_of": day, "limit": 200}).json()}
    assert name in register


@as_of
def test_on_the_public_map(day: str, name: str, members: list[str]):
    answer = Client().get(reverse("portal:map"), {"dag": day})
    assert [column["name"] for column in answer.context["columns"]] == members
    assert {other for _day, other, _members in DAYS if f"{other}," in text(answer) or f">{other}<" in text(answer)} <= {
        name
    }
