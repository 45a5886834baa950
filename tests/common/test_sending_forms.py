"""Forms sent twice, by two at once, from a second tab, and by an assignment that has ended: nothing is lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import Person
from samsyn.audit.models import Event, Submission
from samsyn.collaborations.models import Collaboration, Party
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Assignment, Body
from tests.conftest import wall_2_off
from tests.sending import Opened, kept, opened, send, text
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = {"name": "Dubbelprovet", "area": "IT", "form": "UNKNOWN", "stage": "IDEA", "purpose": "Att prova"}
FACTS = {"area": "SOCIAL", "source_kind": "OWN"}


def called(name: str) -> Any:
    return Collaboration.objects.filter(name=name)


def at_bengtsfors(world: World, persona: str) -> Assignment:
    """The same person is given an assignment in another municipality as well."""
    told = world.people["administrator_1460"]
    with acting_as(told["person"], told["assignment"]), transaction.atomic():
        board = Body.objects.get(uid=world["1460_board"])
        person = Person.objects.get(pk=world.people[persona]["person"])
        return organisations.give_assignment(
            board, by=reader(), at=clock.now(), role="COORDINATOR", person=person, starts_on=clock.today()
        )


def end_today(world: World, persona: str) -> None:
    """Yesterday was its last day."""
    with world.acting("a_administrator") as by:
        assignment = Assignment.objects.get(uid=world.people[persona]["assignment"])
        organisations.end_assignment(assignment, by=by, at=clock.now(), ends_on=by.today)


# --- the same form twice ------------------------------------------------------------------------------------------
def test_the_same_form_sent_twice_is_one_row_and_the_same_answer(world: World, clients: dict[str, Client]):
    form = opened(clients["a_coordinator"], reverse("collaborations:new"))

    first, second = form.send(**NEW), form.send(**NEW)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    with wall_2_off():
        assert called("Dubbelprovet").count() == 1
        assert Event.objects.filter(kind="register", subject_name="Dubbelprovet").count() == 1
        person = world.people["a_coordinator"]["person"]
        assert Submission.objects.filter(person=person, location=first.url).count() == 1


def test_a_form_that_was_refused_may_be_sent_again_with_the_same_key(clients: dict[str, Client]):
    form = opened(clients["a_coordinator"], reverse("collaborations:new"))

    assert form.send(**{**NEW, "name": ""}).status_code == 422
    assert form.send(**NEW).status_code == 302
    with wall_2_off():
        assert called("Dubbelprovet").count() == 1


def test_two_forms_opened_one_after_the_other_are_two_rows(clients: dict[str, Client]):
    for _time in range(2):
        assert opened(clients["a_coordinator"], reverse("collaborations:new")).send(**NEW).status_code == 302
    with wall_2_off():
        assert called("Dubbelprovet").count() == 2


def test_nobody_elses_key_hides_what_one_sends(world: World, clients: dict[str, Client]):
    key = str(uuid4())
    assert (
        send(clients["b_coordinator"], world, "b_coordinator", "collaborations:new", **{**NEW, "key": key}).status_code
        == 302
    )

    answer = send(clients["a_coordinator"], world, "a_coordinator", "collaborations:new", **{**NEW, "key": key})

    assert answer.status_code == 302
    with wall_2_off():
        owners = set(called("Dubbelprovet").values_list("authority_id", flat=True))
        assert owners == {world.people[name]["authority"] for name in ("a_coordinator", "b_coordinator")}


@pytest.mark.parametrize("key", ["", "inte-en-nyckel"])
@pytest.mark.parametrize("route", ["collaborations:new", "collaborations:import-apply"])
def test_a_form_with_no_key_or_a_broken_one_is_no_error_page(
    world: World, clients: dict[str, Client], route: str, key: str
):
    where = [world["import_own"]] if route.endswith("apply") else []
    answer = send(clients["a_coordinator"], world, "a_coordinator", route, *where, **{**NEW, "key": key, "to": "DRAFT"})
    assert answer.status_code in (302, 422)


# --- two at once --------------------------------------------------------------------------------------------------
@pytest.fixture
def both(world: World, clients: dict[str, Client]) -> tuple[Opened, Opened]:
    """A coordinator and a registrar of the same authority have the same page open."""
    url = reverse("collaborations:edit", args=[world["collaboration_draft"]])
    return opened(clients["a_coordinator"], url), opened(clients["a_registrar"], url)


def test_the_second_to_save_sees_both_versions_and_loses_nothing(world: World, both: tuple[Opened, Opened]):
    first, second = both
    assert first.send(**FACTS, purpose="Den förstas syfte", risk="Den förstas risk").status_code == 302

    answer = second.send(**FACTS, purpose="Den andras syfte", staff="Den andras personal")

    assert answer.status_code == 422
    said = text(answer)
    assert "Någon annan sparade det här medan du skrev." in said
    assert {"Den förstas syfte", "Den andras syfte", "Den förstas risk", "Den andras personal"} <= {
        value for row in answer.context["form"].theirs for value in (row["theirs"], row["mine"]) if value
    }
    assert kept(answer, "Den andras syfte")
    assert kept(answer, "Den andras personal")
    with wall_2_off():
        stands = Collaboration.objects.get(uid=world["collaboration_draft"])
        assert (stands.purpose, stands.risk, stands.staff) == ("Den förstas syfte", "Den förstas risk", "")


def test_the_second_chooses_field_by_field_and_saves(world: World, both: tuple[Opened, Opened]):
    first, second = both
    first.send(**FACTS, purpose="Den förstas syfte", risk="Den förstas risk")
    answer = second.send(**FACTS, purpose="Den andras syfte", staff="Den andras personal")
    theirs = {row["name"]: row["theirs"] for row in answer.context["form"].theirs}
    again = {"version": answer.context["form"].data["version"], "key": str(uuid4())}

    choice = {"pick-purpose": "mine", "pick-risk": "theirs", "theirs-risk": theirs["risk"], "pick-staff": "mine"}
    saved = second.send(**FACTS, purpose="Den andras syfte", staff="Den andras personal", **again, **choice)

    assert saved.status_code == 302
    with wall_2_off():
        stands = Collaboration.objects.get(uid=world["collaboration_draft"])
        assert (stands.purpose, stands.risk) == ("Den andras syfte", "Den förstas risk")
        assert stands.staff == "Den andras personal"


def test_days_numbers_and_lists_are_compared_as_they_were_typed(world: World, both: tuple[Opened, Opened]):
    first, second = both
    same = {"last_follow_up_on": "2026-03-12", "stated_parties": "2", "doubt_notes": "Ett\nTvå"}
    assert first.send(**FACTS, **same, risk="Ny").status_code == 302

    answer = second.send(**FACTS, **same, risk="Annan")

    differing = {row["name"] for row in answer.context["form"].theirs}
    assert "risk" in differing
    assert differing.isdisjoint({"last_follow_up_on", "stated_parties", "doubt_notes", "area", "source_kind"})


def test_two_who_change_a_party_at_once_see_both_versions(world: World, clients: dict[str, Client]):
    url = reverse("collaborations:party-edit", args=[world["party_draft"]])
    first, second = opened(clients["a_coordinator"], url), opened(clients["a_registrar"], url)
    assert first.send(role="HOST", extent="allt").status_code == 302

    answer = second.send(role="BUYER", extent="hälften")

    assert answer.status_code == 422
    assert {row["name"] for row in answer.context["form"].theirs} >= {"role", "extent"}
    assert kept(answer, "hälften")
    with wall_2_off():
        stands = Party.objects.get(uid=world["party_draft"])
        assert (stands.role, stands.extent) == ("HOST", "allt")


def test_a_step_of_openness_is_not_taken_on_what_somebody_has_just_changed(world: World, clients: dict[str, Client]):
    share = opened(clients["a_coordinator"], reverse("collaborations:share", args=[world["collaboration_draft"]]))
    edit = opened(clients["a_registrar"], reverse("collaborations:edit", args=[world["collaboration_draft"]]))
    assert edit.send(**FACTS, purpose="Något som inte ska ut").status_code == 302

    answer = share.send(understood="on")

    assert answer.status_code == 409
    assert "Någon annan har sparat under tiden, eller så får du inte längre ändra det här." in text(answer)
    with wall_2_off():
        assert Collaboration.objects.get(uid=world["collaboration_draft"]).openness == "DRAFT"


# --- a second tab, and an assignment that ends ----------------------------------------------------------------------
def test_a_form_opened_for_one_municipality_is_saved_for_it_after_switching_in_another_tab(
    world: World, clients: dict[str, Client]
):
    other, client = at_bengtsfors(world, "a_coordinator"), clients["a_coordinator"]
    form = opened(client, reverse("collaborations:new"))
    assert "Melleruds kommun" in text(client.get(reverse("collaborations:new")))
    assert client.post(reverse("desk:choose", args=[other.uid])).status_code == 302
    assert "Bengtsfors kommun" in text(client.get(reverse("collaborations:new")))

    answer = form.send(**NEW)

    assert answer.status_code == 302
    with wall_2_off():
        made = called("Dubbelprovet").get()
        assert made.authority_id == world.people["a_coordinator"]["authority"]
    assert client.get(answer.url).status_code == 200  # and one goes on as the one it was saved for


def test_a_form_about_one_municipalitys_record_is_not_saved_by_the_other(world: World, clients: dict[str, Client]):
    other, client = at_bengtsfors(world, "a_coordinator"), clients["a_coordinator"]
    form = opened(client, reverse("collaborations:edit", args=[world["collaboration_shared"]]))

    answer = form.send(**FACTS, purpose="Fel kommun", acting=str(other.uid))

    assert answer.status_code == 403
    assert "Bara den myndighet som ansvarar för uppgifterna kan ändra dem." in text(answer)
    assert "Fel kommun" in text(answer)
    with wall_2_off():
        assert Collaboration.objects.get(uid=world["collaboration_shared"]).purpose != "Fel kommun"


def test_an_assignment_that_ended_while_the_form_was_open_saves_nothing_and_gives_the_text_back(
    world: World, clients: dict[str, Client]
):
    form = opened(clients["a_coordinator"], reverse("collaborations:new"))
    end_today(world, "a_coordinator")

    answer = form.send(**{**NEW, "purpose": "En lång text\nsom tog tid att skriva"})

    assert answer.status_code == 403
    assert "Uppdraget du agerade i har upphört. Inget sparades." in text(answer)
    assert "En lång text som tog tid att skriva" in text(answer)
    assert "Dubbelprovet" in text(answer)
    with wall_2_off():
        assert called("Dubbelprovet").count() == 0


def test_with_another_assignment_left_one_goes_on_by_that_and_the_form_is_not_saved_by_it(
    world: World, clients: dict[str, Client]
):
    at_bengtsfors(world, "a_coordinator")
    client = clients["a_coordinator"]
    form = opened(client, reverse("collaborations:new"))
    end_today(world, "a_coordinator")

    answer = form.send(**NEW)

    assert answer.status_code == 403
    with wall_2_off():
        assert called("Dubbelprovet").count() == 0
    page = client.get(reverse("collaborations:new"), follow=True)
    assert page.status_code == 200
    assert "Bengtsfors kommun" in text(page)


@pytest.mark.parametrize("acting", ["", "inte-ett-uppdrag", "5f0c7a1e-3c1b-4d52-9d7e-2f4b8f1a6c11"])
def test_a_form_that_names_no_assignment_of_ones_own_is_saved_for_none_or_for_ones_own(
    world: World, clients: dict[str, Client], acting: str
):
    sent = {**NEW, "acting": acting}
    answer = send(clients["a_coordinator"], world, "a_coordinator", "collaborations:new", **sent)

    assert answer.status_code in (302, 403, 422)
    with wall_2_off():
        owners = set(called("Dubbelprovet").values_list("authority_id", flat=True))
    assert owners == ({world.people["a_coordinator"]["authority"]} if answer.status_code == 302 else set())


def test_somebody_elses_assignment_cannot_be_borrowed(world: World, clients: dict[str, Client]):
    sent = {**NEW, "acting": world.people["b_coordinator"]["assignment"]}
    answer = send(clients["a_coordinator"], world, "a_coordinator", "collaborations:new", **sent)

    assert answer.status_code == 403
    with wall_2_off():
        assert called("Dubbelprovet").count() == 0


def test_the_last_day_of_an_assignment_is_a_whole_day(world: World, clients: dict[str, Client]):
    with world.acting("a_administrator") as by:
        assignment = Assignment.objects.get(uid=world.people["a_coordinator"]["assignment"])
        organisations.end_assignment(assignment, by=by, at=clock.now(), ends_on=by.today + timedelta(days=1))

    assert send(clients["a_coordinator"], world, "a_coordinator", "collaborations:new", **NEW).status_code == 302
