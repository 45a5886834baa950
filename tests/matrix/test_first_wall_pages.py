"""Pages and reads with row-level security away, where the world of the policy table has nothing that could leak."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from samsyn.accounts.models import Person
from samsyn.collaborations.importing.files import read_file
from samsyn.collaborations.importing.planning import Outcome, plan
from samsyn.collaborations.importing.saving import save
from samsyn.collaborations.models import Collaboration
from samsyn.collaborations.queries import coming_notice_days, our_networks
from samsyn.isolation import clock
from samsyn.networks import actions as network_actions
from samsyn.networks import queries as networks
from samsyn.networks.models import Forum, Network, SeatHolder
from samsyn.networks.sections import of_person
from samsyn.organisations.models import Assignment, Circle
from tests.conftest import wall_2_off
from tests.matrix.test_api_walls import client
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def circle_of(world: World, persona: str) -> int:
    """The circle of that person's authority alone."""
    return int(Circle.objects.get(kind="AUTHORITY", authority_id=world.people[persona]["authority"]).pk)


# --- my turn ------------------------------------------------------------------------------------------------------
def test_vacant_seats_are_our_own(world: World):
    with world.acting("a_coordinator") as by, wall_2_off():
        seats = networks.vacant_seats(by)
        assert {seat.organisation_id for seat in seats} == {by.organisation}


@pytest.mark.parametrize(
    ("persona", "keep_or_sit"), [("a_coordinator", True), ("b_coordinator", True), ("c_coordinator", False)]
)
def test_resting_forums_are_those_we_could_wake(world: World, persona: str, *, keep_or_sit: bool):
    with world.acting(persona) as by, wall_2_off():
        later = replace(by, today=by.today + timedelta(days=900))
        assert bool(networks.resting_forums(later)) is keep_or_sit


def test_a_forum_we_keep_is_ours_to_wake_without_a_seat_in_it(world: World):
    with world.acting("a_coordinator") as by, wall_2_off():
        forum = Forum.objects.get(uid=world["forum_draft"])
        forum.seats.all().delete()
        later = replace(by, today=by.today + timedelta(days=900))
        assert forum.pk in {forum.pk for forum, _since in networks.resting_forums(later)}


def test_days_of_notice_are_those_of_our_own_agreements(world: World):
    with world.acting("c_coordinator") as by, wall_2_off():
        assert {day.collaboration.uid for day in coming_notice_days(by)} == {world["collaboration_outside"]}
    with world.acting("b_coordinator") as by, wall_2_off():
        assert world["collaboration_shared"] in {day.collaboration.uid for day in coming_notice_days(by)}


@pytest.mark.parametrize("address", ["desk:my-turn", "collaborations:import-new"])
def test_others_imports_are_not_ours_to_look_through(world: World, clients: dict[str, Any], address: str):
    with wall_2_off():
        body = clients["b_coordinator"].get(reverse(address)).content.decode()
    assert str(world["import_other"]) in body
    assert str(world["import_own"]) not in body


def test_others_import_is_not_ours_to_apply(world: World, clients: dict[str, Any]):
    with wall_2_off():
        response = clients["b_coordinator"].post(reverse("collaborations:import-apply", args=[world["import_own"]]))
    assert response.status_code == 404


# --- the register -------------------------------------------------------------------------------------------------
def test_our_networks_are_those_we_are_members_of(world: World):
    with world.acting("c_coordinator") as by, wall_2_off():
        assert our_networks(by, TODAY) == []
    with world.acting("b_coordinator") as by, wall_2_off():
        assert {network.uid for network in our_networks(by, TODAY)} == {
            world[f"network_{state}"] for state in ("shared", "published", "other", "offered")
        }


def test_the_map_of_somebody_without_networks_has_their_own_column(world: World, clients: dict[str, Any]):
    response = clients["c_coordinator"].get(reverse("collaborations:map"))
    assert [column.code for column in response.context["columns"]] == ["2481"]


def test_the_log_is_read_by_those_who_wrote_it(world: World, clients: dict[str, Any]):
    url = reverse("collaborations:history", args=[world["collaboration_shared"]])
    with wall_2_off():
        assert list(clients["b_coordinator"].get(url).context["events"]) == []
        assert list(clients["a_chair"].get(url).context["events"]) != []


FILE = "namn;parter;form;område\nSamverkan draft;Mellerud, Bengtsfors;avtalssamverkan;socialtjänst\n"


def planned(by: Any, tmp_path: Path, text: str = FILE) -> list[Any]:
    file = tmp_path / "s.csv"
    file.write_text(text)
    found = read_file(file)
    return plan(found["rows"], found["places"], reader=by)


def test_an_import_is_read_against_our_own_register(world: World, tmp_path: Path):
    """What others keep under the same name is theirs, and not known to us."""
    with wall_2_off():
        key = planned(_reader(world, "a_coordinator"), tmp_path)[0].draft.key
        Collaboration.objects.filter(uid=world["collaboration_draft"]).update(import_key=key)
    outcomes = {}
    for persona in ("a_coordinator", "b_coordinator"):
        with world.acting(persona) as by, wall_2_off():
            outcomes[persona] = planned(by, tmp_path)[0].outcome
    assert outcomes == {"a_coordinator": Outcome.CHANGE, "b_coordinator": Outcome.CREATE}


def test_an_import_is_saved_whatever_others_have_under_the_same_name(world: World, tmp_path: Path):
    with wall_2_off():
        key = planned(_reader(world, "a_coordinator"), tmp_path)[0].draft.key
        Collaboration.objects.filter(uid=world["collaboration_draft"]).update(import_key=key)
    with world.acting("b_coordinator") as by, wall_2_off():
        assert save(planned(by, tmp_path), by=by, at=clock.now())["created"] == 1


def test_a_possible_duplicate_is_told_of_only_when_it_may_be_seen(world: World, tmp_path: Path):
    """The draft is the only one of its area: who may not see it is not told."""
    with wall_2_off():
        Collaboration.objects.filter(uid=world["collaboration_draft"]).update(area_text="räddningstjänst")
    text = "namn;parter;form;område\nAnnat namn;Mellerud, Bengtsfors;avtalssamverkan;räddningstjänst\n"
    doubts = {}
    for persona in ("a_coordinator", "b_coordinator"):
        with world.acting(persona) as by, wall_2_off():
            doubts[persona] = [doubt.text for doubt in planned(by, tmp_path, text)[0].draft.doubts]
    assert any("Samverkan draft" in doubt for doubt in doubts["a_coordinator"]), doubts
    assert not any("Samverkan draft" in doubt for doubt in doubts["b_coordinator"])


def _reader(world: World, persona: str) -> Any:
    with world.acting(persona) as by:
        return by


# --- networks and people ------------------------------------------------------------------------------------------
def test_a_forum_does_not_name_a_network_that_one_may_not_see(world: World, clients: dict[str, Any]):
    url = reverse("networks:forum", args=[world["forum_shared"]])
    with wall_2_off():
        assert clients["b_coordinator"].get(url).context["network"] is not None
        Network.objects.filter(uid=world["network_shared"]).update(circle=circle_of(world, "a_chair"))
        assert clients["b_coordinator"].get(url).context["network"] is None


def test_a_network_does_not_list_a_forum_that_one_may_not_see(world: World, clients: dict[str, Any]):
    url = reverse("networks:detail", args=[world["network_shared"]])
    with wall_2_off():
        assert len(clients["b_coordinator"].get(url).context["forums"]) == 1
        Forum.objects.filter(uid=world["forum_shared"]).update(circle=circle_of(world, "a_chair"))
        assert clients["b_coordinator"].get(url).context["forums"] == []


def test_a_member_network_that_one_may_not_see_has_no_name(world: World):
    with world.acting("a_coordinator") as by:
        named = Network.objects.named_on(TODAY)
        outer, inner = (named.get(uid=world[f"network_{state}"]) for state in ("shared", "draft"))
        network_actions.add_members(outer, [inner], by=by, at=clock.now())
    names = {}
    for persona in ("a_coordinator", "b_coordinator"):
        with world.acting(persona), wall_2_off():
            members = networks.members_on(outer, TODAY)
            names[persona] = [row.shown for row in members if row.network_id]
    assert names == {"a_coordinator": [inner.name], "b_coordinator": [""]}


@pytest.mark.parametrize(
    ("keeper", "readers", "asks"),
    [
        ("b_coordinator", "b_coordinator", "a_coordinator"),  # our own holder, in a forum that we no longer see
        ("b_coordinator", "a_coordinator", "b_coordinator"),  # others' holder, in a forum that we keep
    ],
)
def test_a_seat_is_shown_to_those_who_see_both_forum_and_holder(world: World, keeper: str, readers: str, asks: str):
    found = Person.objects
    with world.acting(asks) as by, wall_2_off():
        person = found.get(pk=world.people["a_chair"]["person"])
        forum = Forum.objects.filter(uid=world["forum_shared"])
        forum.update(authority=world.people[keeper]["authority"], circle=circle_of(world, readers))
        assert SeatHolder.objects.get(pk=world.pks["holder_shared"]).circle_id == circle_of(world, readers)
        assert of_person(person, by)["seats"] == []


def test_a_person_in_a_public_role_is_shown_by_public_assignments_alone(world: World, clients: dict[str, Any]):
    uid = world["person_a_chair"]
    url = reverse("organisations:person", args=[uid])
    with wall_2_off():
        assert len(clients["b_coordinator"].get(url).context["assignments"]) == 1
        Assignment.objects.filter(uid=world["assignment_a_chair"]).update(public=False)
        assert list(clients["b_coordinator"].get(url).context["assignments"]) == []
        assert client(world, "b").get(f"/api/v1/people/{uid}").json()["assignments"] == []
        assert len(clients["a_registrar"].get(url).context["assignments"]) == 1


def test_keys_are_shown_to_their_person(world: World, clients: dict[str, Any]):
    shown = {
        persona: {key.uid for key in clients[persona].get(reverse("desk:account")).context["keys"]}
        for persona in ("a_coordinator", "a_registrar", "b_coordinator")
    }
    assert shown == {
        "a_coordinator": {world["key_read"], world["key_write"]},
        "a_registrar": set(),
        "b_coordinator": {world["key_b"]},
    }
