"""Searching everything that one may see, over all one's assignments."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.assigning import also_at_bengtsfors
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def found(client: Client, asked: str) -> set[str]:
    answer = client.get(reverse("desk:search"), {"q": asked})
    assert answer.status_code == 200
    return {entry.title.split(" qz")[0] for _label, entries in answer.context["groups"] for entry in entries}


def test_it_finds_what_the_chosen_assignment_may_see(world: World, clients: dict[str, Client]):
    assert found(clients["a_chair"], "nätverket draft") == {"Nätverket draft"}
    assert found(clients["b_coordinator"], "nätverket draft") == set()
    assert found(clients["b_coordinator"], "nätverket other") == {"Nätverket other"}


def test_it_gathers_over_all_assignments_whichever_is_chosen(world: World, clients: dict[str, Client]):
    client = clients["a_chair"]
    assert found(client, "samverkan other") == set()
    given = also_at_bengtsfors(world, "a_chair")

    for uid in (world.people["a_chair"]["assignment"], given.uid):
        client.post(reverse("desk:choose", args=[uid]))
        assert {"Samverkan draft", "Samverkan other", "Samverkan shared"} <= found(client, "samverkan")
        assert not {"Samverkan outside", "Samverkan committee"} & found(client, "samverkan")


def test_what_both_may_see_stands_once(world: World, clients: dict[str, Client]):
    also_at_bengtsfors(world, "a_chair")
    answer = clients["a_chair"].get(reverse("desk:search"), {"q": "samverkan shared"})
    titles = [entry.title for _label, entries in answer.context["groups"] for entry in entries]
    assert len(titles) == 1


def test_hits_stand_in_groups_with_links(world: World, clients: dict[str, Client]):
    page = clients["a_coordinator"].get(reverse("desk:search"), {"q": "shared"})
    assert [label for label, _entries in page.context["groups"]] == ["Ärenden", "Samverkan", "Nätverk", "Forum"]
    for _label, entries in page.context["groups"]:
        for entry in entries:
            assert f'href="{entry.url}"' in page.content.decode()
            assert clients["a_coordinator"].get(entry.url).status_code == 200


@pytest.mark.parametrize("asked", ["", "   ", "\0", "%", "_", "'; drop table search_entry; --", "å" * 5000, "<script>"])
def test_odd_questions_get_a_page(clients: dict[str, Client], asked: str):
    answer = clients["a_coordinator"].get(reverse("desk:search"), {"q": asked})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script>\n", "")


def test_what_was_asked_stands_in_the_field(clients: dict[str, Client]):
    page = clients["a_coordinator"].get(reverse("desk:search"), {"q": 'jour "natt"'}).content.decode()
    assert 'value="jour &quot;natt&quot;"' in page


def test_nothing_found_is_said(clients: dict[str, Client]):
    answer = clients["a_coordinator"].get(reverse("desk:search"), {"q": "finnsintealls"})
    assert "finnsintealls" in text(answer)
    assert answer.context["groups"] == []


@pytest.mark.parametrize("asked", ["!!!", "–", "?", "..."])
def test_only_signs_find_nothing_and_that_is_said(clients: dict[str, Client], asked: str):
    answer = clients["a_coordinator"].get(reverse("desk:search"), {"q": asked})
    assert answer.context["groups"] == []
    assert f"Inget som du får se matchar ”{asked}”." in text(answer)
