"""Bodies, paths, assignments and sittings that cannot be right: refused with a sentence, kept, nothing changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from samsyn.common.verdict import Refused
from samsyn.isolation import clock
from samsyn.organisations import actions
from samsyn.organisations.models import Assignment, Body, DecisionPath, Organisation, PathStep, Sitting
from tests.conftest import wall_2_off
from tests.sending import kept, opened, send, text
from tests.world import World

pytestmark = pytest.mark.django_db
LAST = "Den sista dagen kan inte ligga före den första."
CSV = b"datum;manusstopp;utskick\r\n"


def stands() -> list[Any]:
    with wall_2_off():
        models = (Organisation, Body, DecisionPath, PathStep, Assignment, Sitting)
        return [list(model.objects.order_by("pk").values()) for model in models]


def administrator(clients: dict[str, Client], world: World, route: str, *args: Any, **answers: Any) -> Any:
    return send(clients["a_administrator"], world, "a_administrator", route, *args, **answers)


def pk(world: World, name: str) -> int:
    with wall_2_off():
        return int(Body.objects.get(uid=world[name]).pk)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"kind": "COMMITTEE", "task": "BOTH"}, "Välj ett giltigt alternativ."),
        ({"kind": "COMMITTEE", "task": ""}, "Detta fält måste fyllas i."),
        ({"kind": "COUNCIL", "task": "PREPARES"}, "Ett organ som är fullmäktige eller beslutande församling beslutar."),
        ({"kind": "OFFICE", "task": "DECIDES"}, "En fullmäktigeberedning eller ledningsgrupp bereder"),
        ({"kind": "DRAFTING_COMMITTEE", "task": "DECIDES"}, "bereder och kan inte besluta."),
        ({"kind": "SUBCOMMITTEE", "task": "PREPARES"}, "Välj den nämnd eller styrelse som utskottet hör till."),
        ({"kind": "COMMITTEE", "task": "DECIDES", "serves": "Åmål"}, "Bara en gemensam nämnd arbetar åt andra"),
        ({"kind": "COMMITTEE", "task": "DECIDES", "starts_on": "2026-02-01", "ends_on": "2026-01-31"}, LAST),
    ],
)
def test_a_body_that_cannot_be_right(world: World, clients: dict[str, Client], answers: dict[str, str], sentence: str):
    before = stands()

    answer = administrator(clients, world, "organisations:body-new", world["1461"], name="Beredningsnämnden", **answers)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, "Beredningsnämnden")
    assert all(kept(answer, answers[name]) for name in ("starts_on", "ends_on", "serves") if name in answers)
    assert stands() == before


@pytest.mark.parametrize(
    ("decides", "prepares", "sentence"),
    [
        (True, True, "Ett organ antingen beslutar eller bereder. Registrera två organ om det verkligen är två."),
        (False, False, "Ange om organet beslutar eller bereder."),
    ],
)
def test_a_body_both_decides_and_prepares_by_no_way_in(world: World, decides: bool, prepares: bool, sentence: str):
    with world.acting("a_administrator") as by:
        ours, board = Organisation.objects.get(code="1461"), Body.objects.get(uid=world["1461_board"])
        with pytest.raises(Refused) as new:
            actions.create_body(
                ours, by=by, at=clock.now(), kind="COMMITTEE", name="X", decides=decides, prepares=prepares
            )
        with pytest.raises(Refused) as changed:
            actions.change_body(board, by=by, at=clock.now(), name="X", decides=decides, prepares=prepares)

    assert [str(each.value.reason) for each in (new, changed)] == [sentence, sentence]


@pytest.mark.parametrize(
    ("area", "change", "days", "sentence"),
    [
        ("ALL", "", {"starts_on": "2030-01-01"}, "Perioden överlappar en som redan finns: från"),
        ("ALL", "", {}, "Perioden överlappar en som redan finns: från"),
        ("IT", "", {"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, LAST),
    ],
)
def test_two_paths_for_the_same_matters_do_not_hold_at_once(
    world: World, clients: dict[str, Client], area: str, change: str, days: dict[str, str], sentence: str
):
    before = stands()

    answer = administrator(
        clients, world, "organisations:path-new", world["1461"],
        area=area, change=change, body_1=pk(world, "1461_committee"), body_2=pk(world, "1461_board"), **days,
    )  # fmt: skip

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert answer.content.decode().count(f'value="{pk(world, "1461_committee")}" selected') == 1
    assert all(kept(answer, value) for value in days.values())
    assert stands() == before


def test_a_path_for_another_kind_of_change_holds_beside_it(world: World, clients: dict[str, Client]):
    answer = administrator(
        clients, world, "organisations:path-new", world["1461"],
        area="ALL", change="LEAVE", body_1=pk(world, "1461_board"),
    )  # fmt: skip
    assert answer.status_code == 302


def test_a_path_ends_with_a_body_that_decides_and_passes_none_twice(world: World, clients: dict[str, Client]):
    with world.acting("a_administrator") as by:
        ours, board = Organisation.objects.get(code="1461"), Body.objects.get(uid=world["1461_board"])
        office = actions.create_body(
            ours, by=by, at=clock.now(), kind="OFFICE", name="Ledningsgruppen", decides=False, parent=board
        )
    before = stands()

    for bodies, sentence in (
        ([board.pk, office.pk], "Kedjan måste sluta med ett organ som beslutar. Ledningsgruppen bereder."),
        ([board.pk, board.pk], "Samma organ förekommer två gånger i kedjan."),
        ([pk(world, "1461_ended_body"), board.pk], "Gamla nämnden finns inte under den tiden."),
    ):
        chosen = {f"body_{n}": body for n, body in enumerate(bodies, start=1)}
        answer = administrator(
            clients, world, "organisations:path-new", world["1461"],
            area="IT", change="", starts_on="2030-01-01", **chosen,
        )  # fmt: skip
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert stands() == before


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, LAST),
        ({"starts_on": ""}, "Detta fält måste fyllas i."),
        ({"starts_on": "2026-02-01", "political_party": "C"}, "Parti registreras bara för förtroendevalda."),
    ],
)
def test_an_assignment_that_cannot_be_right(
    world: World, clients: dict[str, Client], answers: dict[str, str], sentence: str
):
    before = stands()
    sent = {"body": pk(world, "1461_board"), "name": "Kim Prov", "role": "REGISTRAR", **answers}

    answer = administrator(clients, world, "organisations:assignment-new", world["1461"], **sent)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, "Kim Prov")
    assert stands() == before


@pytest.mark.parametrize("days", [{}, {"ends_on": "2199-12-31"}])
def test_nobody_has_the_same_assignment_twice_at_a_time(world: World, clients: dict[str, Client], days: dict[str, str]):
    today = clock.today()
    before = stands()
    url = reverse("organisations:assignment-new", args=[world["1461"]]) + f"?person={world['person_a_chair']}"
    form = opened(clients["a_administrator"], url)

    sent = {"body": pk(world, "1461_board"), "role": "CHAIR", "starts_on": today.isoformat(), **days}
    answer = form.send(**sent)

    assert answer.status_code == 422
    assert f"Perioden överlappar en som redan finns: från {today - timedelta(days=400)} och framåt." in text(answer)
    assert kept(answer, today.isoformat())
    assert stands() == before


@pytest.mark.parametrize(("role", "body"), [("MEMBER", "1461_board"), ("CHAIR", "1461_committee")])
def test_another_role_or_another_body_is_another_assignment(
    world: World, clients: dict[str, Client], role: str, body: str
):
    url = reverse("organisations:assignment-new", args=[world["1461"]]) + f"?person={world['person_a_chair']}"
    form = opened(clients["a_administrator"], url)
    answer = form.send(body=pk(world, body), role=role, starts_on=clock.today().isoformat())
    assert answer.status_code == 302


def test_an_assignment_in_a_body_that_has_ended_is_refused(world: World, clients: dict[str, Client]):
    before = stands()
    sent = {"body": pk(world, "1461_ended_body"), "name": "Kim Prov", "role": "MEMBER", "starts_on": "2030-01-01"}

    answer = administrator(clients, world, "organisations:assignment-new", world["1461"], **sent)

    assert answer.status_code == 422
    assert "Gamla nämnden finns inte under hela den tiden." in text(answer)
    assert kept(answer, "Kim Prov")
    assert stands() == before


def test_a_body_does_not_end_while_somebody_sits_in_it(world: World, clients: dict[str, Client]):
    form = opened(clients["a_administrator"], reverse("organisations:body-edit", args=[world["1461_committee"]]))
    before = stands()

    answer = form.send(name="Socialnämnden", task="DECIDES", ends_on="2030-12-31")

    assert answer.status_code == 422
    assert "har fortfarande ett uppdrag här utan slut. Avsluta det först." in text(answer)
    assert kept(answer, "2030-12-31")
    assert stands() == before


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"copy_deadline_on": "2031-01-02"}, "Manusstoppet kan inte ligga efter sammanträdet."),
        ({"mailing_on": "2031-01-02"}, "Utskicket kan inte ligga efter sammanträdet."),
        (
            {"copy_deadline_on": "2030-12-20", "mailing_on": "2030-12-10"},
            "Manusstoppet kan inte ligga efter utskicket.",
        ),
        ({"copy_deadline_on": "fredag"}, "Skriv datumet som år-månad-dag"),
    ],
)
def test_a_sitting_whose_days_come_in_the_wrong_order(
    world: World, clients: dict[str, Client], answers: dict[str, str], sentence: str
):
    before = stands()

    answer = administrator(
        clients, world, "organisations:sitting-new", world["1461_board"], sits_on="2031-01-01", note="extra", **answers
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert [value for value in ("2031-01-01", "extra", *answers.values()) if not kept(answer, value)] == []
    assert stands() == before


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (CSV + b"2031-01-01;2030-12-01;\r\nnyss;;\r\n", "Rad 3: ”nyss” är inte ett datum."),
        (CSV + b"2031-01-01;2031-02-01;\r\n", "Rad 2: Manusstoppet kan inte ligga efter sammanträdet."),
        (CSV, "Filen måste ha mellan 1 och 500 sammanträden."),
        (b"%PDF-1.7", "Det här är en pdf-fil, inte text."),
        (b"PK\x03\x04", "Det här är en xlsx-fil, inte text."),
        (CSV + b"2031-01-01;;\r\n" * 501, "mellan 1 och 500"),
        (b"x" * 200_001, "Filen är för stor för en sammanträdeskalender."),
        (b"", "Den skickade filen är tom."),
    ],
)
def test_a_calendar_file_is_read_whole_or_not_at_all(
    world: World, clients: dict[str, Client], raw: bytes, sentence: str
):
    before = stands()
    if raw.count(b"2031-01-01") > 500:  # as many different days
        first = date(2031, 1, 1)
        raw = CSV + b"".join(f"{first + timedelta(days=n)};;\r\n".encode() for n in range(501))

    answer = administrator(
        clients, world, "organisations:sittings-import", world["1461_board"], file=SimpleUploadedFile("k.csv", raw)
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert stands() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_calendar_in_any_encoding_with_days_as_text(world: World, clients: dict[str, Client], encoding: str):
    raw = "datum;manusstopp;utskick;anteckning\r\n1/2 2031;15.1.2031;20310120;på Åmåls hotell\r\n".encode(encoding)

    answer = administrator(
        clients, world, "organisations:sittings-import", world["1461_board"], file=SimpleUploadedFile("k.csv", raw)
    )

    assert answer.status_code == 302
    with wall_2_off():
        found = Sitting.objects.get(sits_on=date(2031, 2, 1))
    assert (found.copy_deadline_on, found.mailing_on) == (date(2031, 1, 15), date(2031, 1, 20))
    assert found.note == "på Åmåls hotell"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"kind": "MUNICIPALITY", "name": "Storköping"}, "Välj ett giltigt alternativ."),
        ({"kind": "COMPANY", "name": "mellerud"}, "En organisation med det namnet finns redan här. Använd den."),
        ({"kind": "COMPANY", "name": "Bolaget", "number": "2220000877"}, "Skriv organisationsnumret som sex siffror"),
    ],
)
def test_an_organisation_that_cannot_be_added(
    world: World, clients: dict[str, Client], answers: dict[str, str], sentence: str
):
    before = stands()

    answer = send(clients["a_coordinator"], world, "a_coordinator", "organisations:new", **answers)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, answers["name"])
    assert stands() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "COUNCIL", "decides": False},
        {"kind": "OFFICE", "decides": True},
        {"kind": "SUBCOMMITTEE", "decides": False, "parent": None},
        {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 1)},
    ],
)
def test_the_database_itself_keeps_no_body_that_cannot_be(world: World, wrong: dict[str, Any]):
    with wall_2_off():
        body = Body.objects.get(uid=world["1461_committee"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Body.objects.filter(pk=body.pk).update(**wrong)
