"""What cannot be right is refused with a sentence, kept on the page, and changes nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.collaborations import actions
from samsyn.collaborations.models import Collaboration, GoverningDocument, Party
from samsyn.isolation import clock
from samsyn.organisations.models import Organisation
from tests.conftest import wall_2_off
from tests.sending import kept, opened, send, text
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def switchboard(world: World) -> Collaboration:
    """Mellerud and Bengtsfors since 2020, Åmål 2018 to 2019."""
    with world.acting("a_coordinator") as by:
        at = clock.now()
        made = actions.register(by=by, at=at, name="Växeln", area="IT", form="CONTRACT", stage="IN_FORCE")
        for codes, starts, ends in ((("1461", "1460"), "2020-01-01", None), (("1492",), "2018-01-01", "2020-01-01")):
            found = Organisation.objects.filter(code__in=codes)
            actions.add_parties(made, found, by=by, at=at, starts_on=starts, ends_on=ends)
    return made


def stands() -> list[Any]:
    with wall_2_off():
        return [list(model.objects.order_by("pk").values()) for model in (Collaboration, Party, GoverningDocument)]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"organisations": "Mellerud"}, "Perioden överlappar en som redan finns: från 2020-01-01 och framåt."),
        (
            {"organisations": "Mellerud", "starts_on": "2021-01-01", "ends_on": "2021-12-31"},
            "Perioden överlappar en som redan finns: från 2020-01-01 och framåt. Avsluta den först.",
        ),
        (
            {"organisations": "Åmål", "starts_on": "2019-12-31"},
            "Perioden överlappar en som redan finns: 2018-01-01 till 2019-12-31.",
        ),
        (
            {"organisations": "Åmål", "ends_on": "2018-01-01"},
            "Perioden överlappar en som redan finns: 2018-01-01 till 2019-12-31.",
        ),
        (
            {"organisations": "Orsa", "starts_on": "2021-01-02", "ends_on": "2021-01-01"},
            "Den sista dagen kan inte ligga före den första.",
        ),
        ({"organisations": "Orsa", "starts_on": "igår"}, "Skriv datumet som år-månad-dag, till exempel 2026-03-12."),
        ({"organisations": "Orsa", "starts_on": "2021-02-30"}, "Skriv datumet som år-månad-dag"),
        ({"organisations": "Orsa", "starts_on": "1523-06-06"}, "Året måste vara mellan 1862 och 2199."),
        ({"organisations": "Orsa", "ends_on": "9999-12-31"}, "Året måste vara mellan 1862 och 2199."),
        ({"organisations": "Melerud"}, "”Melerud” är inte känt. Menade du Mellerud (1461)?"),
        ({"organisations": "Orsa\nHabo (0305)"}, "”Habo (0305)” säger emot sig självt"),
        ({"organisations": "380"}, "Koden 380 har tappat sin inledande nolla. Skriv 0380 (Uppsala)."),
        ({"organisations": ""}, "Detta fält måste fyllas i."),
        ({"organisations": "Orsa", "extent": "x" * 301}, "som mest 300 tecken"),
    ],
)
def test_parties_that_cannot_be_right(
    world: World, clients: dict[str, Client], switchboard: Collaboration, answers: dict[str, str], sentence: str
):
    before = stands()
    sent = {"role": "BUYER", "source": "Protokollet § 7", **answers}

    answer = send(clients["a_coordinator"], world, "a_coordinator", "collaborations:party-new", switchboard.uid, **sent)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Det du har fyllt i finns kvar." in text(answer)
    assert [value for value in sent.values() if value and value != "BUYER" and not kept(answer, value)] == []
    assert stands() == before


@pytest.mark.parametrize(
    "answers",
    [
        {"organisations": "Åmål", "starts_on": "2020-01-01"},
        {"organisations": "Åmål", "ends_on": "2017-12-31"},
        {"organisations": "Håbo\nHabo"},
    ],
)
def test_periods_that_only_touch_are_no_overlap(
    world: World, clients: dict[str, Client], switchboard: Collaboration, answers: dict[str, str]
):
    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "collaborations:party-new", switchboard.uid,
        role="MEMBER", **answers,
    )  # fmt: skip
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"budget_kr": "12,5 mkr"}, "Fyll i ett heltal."),
        ({"budget_kr": "1234,50"}, "Fyll i ett heltal."),
        ({"cost_year": "26"}, "större än eller lika med 1950"),
        ({"decided_on": "mars"}, "Skriv datumet som år-månad-dag"),
        ({"starts_on": "2019-06-01", "ends_on": "2019-05-31"}, "Den sista dagen kan inte ligga före den första."),
        ({"role": "ÄGARE"}, "Välj ett giltigt alternativ."),
    ],
)
def test_a_partys_facts_that_cannot_be_right(
    world: World, clients: dict[str, Client], switchboard: Collaboration, answers: dict[str, str], sentence: str
):
    with wall_2_off():
        party = Party.objects.get(owner=switchboard, organisation__code="1461")
    form = opened(clients["a_coordinator"], reverse("collaborations:party-edit", args=[party.uid]))
    before = stands()

    answer = form.send(**{"role": "MEMBER", "extent": "hela växeln", **answers})

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert [value for value in answers.values() if value != "ÄGARE" and not kept(answer, value)] == []
    assert kept(answer, "hela växeln")
    assert stands() == before


@pytest.mark.parametrize("written", ["1234567", "1 234 567", "1\u00a0234\u00a0567"])
def test_kronor_may_be_written_with_spaces(
    world: World, clients: dict[str, Client], switchboard: Collaboration, written: str
):
    with wall_2_off():
        party = Party.objects.get(owner=switchboard, organisation__code="1461")
    form = opened(clients["a_coordinator"], reverse("collaborations:party-edit", args=[party.uid]))

    assert form.send(role="MEMBER", budget_kr=written).status_code == 302
    with wall_2_off():
        assert Party.objects.get(pk=party.pk).budget_kr == 1234567


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"notice_months": "6"}, "Ange vad uppsägningstiden räknas bakåt från."),
        ({"notice_months": "6", "notice_anchor": "END_OF_TERM"}, "Avtalets sista dag behövs"),
        ({"notice_months": "sex"}, "Fyll i ett heltal."),
        ({"notice_months": "-1"}, "större än eller lika med 0"),
        ({"starts_on": "2024-01-01", "ends_on": "2023-12-31"}, "Den sista dagen kan inte ligga före den första."),
    ],
)
def test_a_document_that_cannot_be_right(
    world: World, clients: dict[str, Client], switchboard: Collaboration, answers: dict[str, str], sentence: str
):
    before = stands()
    sent = {"kind": "AGREEMENT", "title": "Växelavtalet", **answers}

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "collaborations:document-new", switchboard.uid, **sent
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, "Växelavtalet")
    assert stands() == before


def test_two_versions_of_a_document_are_not_valid_at_once(
    world: World, clients: dict[str, Client], switchboard: Collaboration
):
    def add(**days: str) -> Any:
        sent = {"kind": "AGREEMENT", "title": "Växelavtalet", **days}
        return send(
            clients["a_coordinator"], world, "a_coordinator", "collaborations:document-new", switchboard.uid, **sent
        )

    assert add(starts_on="2020-01-01", ends_on="2022-12-31").status_code == 302
    before = stands()

    answer = add(starts_on="2022-06-01")

    assert answer.status_code == 422
    assert "Perioden överlappar en som redan finns: 2020-01-01 till 2022-12-31." in text(answer)
    assert kept(answer, "2022-06-01")
    assert stands() == before
    assert add(starts_on="2023-01-01").status_code == 302


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"stage": "REPLACED", "starts_on": "2026-01-01"}, "Ange vad som ersatte den: välj i registret"),
        ({"stage": "IDEA", "starts_on": "2026-01-01"}, "Välj ett giltigt alternativ."),
        ({"stage": "ENDED", "starts_on": ""}, "Detta fält måste fyllas i."),
    ],
)
def test_a_stage_that_cannot_be_next(
    world: World, clients: dict[str, Client], switchboard: Collaboration, answers: dict[str, str], sentence: str
):
    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "collaborations:stage-change", switchboard.uid,
        source="beslutet", **answers,
    )  # fmt: skip

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, "beslutet")
    with wall_2_off():
        assert [row.stage for row in switchboard.stages.all()] == ["IN_FORCE"]


def test_a_new_name_from_the_day_the_present_one_began_is_refused_and_kept(world: World, clients: dict[str, Client]):
    with world.acting("a_coordinator") as by:
        made = actions.register(by=by, at=clock.now(), name="Gamla namnet", area="IT", starts_on=by.today)

    answer = send(
        clients["a_coordinator"], world, "a_coordinator", "collaborations:rename", made.uid,
        name="Nya namnet", starts_on="2020-01-01", version="1",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Perioden överlappar en som redan finns" in text(answer)
    assert kept(answer, "Nya namnet")
    with wall_2_off():
        assert Collaboration.objects.get(pk=made.pk).name == "Gamla namnet"
        assert [row.name for row in made.names.all()] == ["Gamla namnet"]


def test_a_party_that_has_signed_is_not_taken_away(
    world: World, clients: dict[str, Client], switchboard: Collaboration
):
    with world.acting("a_coordinator") as by:
        paper = actions.add_document(switchboard, by=by, at=clock.now(), kind="AGREEMENT", title="Avtalet")
        party = Party.objects.get(owner=switchboard, organisation__code="1461")
        actions.sign(paper, party, by=by, at=clock.now(), signed_on=None, signed_by="Kommunalrådet")

    answer = send(clients["a_coordinator"], world, "a_coordinator", "collaborations:party-remove", party.uid)

    assert answer.status_code == 422
    assert "Mellerud har undertecknat ett dokument här. Ange en sista dag för parten i stället." in text(answer)
    with wall_2_off():
        assert Party.objects.filter(pk=party.pk).exists()
