"""Bringing a file in by the page: seen row by row first, then all of it or nothing."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from samsyn.audit.models import Event
from samsyn.collaborations import jobs
from samsyn.collaborations.importing import runs
from samsyn.collaborations.models import ImportRun
from tests.collaborations import making
from tests.collaborations.importing import OWN_EXAMPLES, imported
from tests.conftest import wall_2_off
from tests.sending import opened, send, text
from tests.world import World

pytestmark = pytest.mark.django_db
GOOD = making.table(("Namn", "Parter", "Status"), ("Arkivarie", "Mellerud; Åmål", "aktiv"), ("Växel", "Habö", "aktiv"))
BAD = making.table(("Namn", "Parter", "Start"), ("Arkivarie", "Mellerud", "2020"), ("Växel", "Åmål", "i våras"))


def sent(client: Client, raw: bytes, name: str = "register.csv") -> Any:
    form = opened(client, reverse("collaborations:import-new"))
    return form.send(file=SimpleUploadedFile(name, raw))


def count() -> int:
    with wall_2_off():
        return int(imported().count())


@pytest.fixture
def coordinator(clients: dict[str, Client]) -> Client:
    return clients["a_coordinator"]


def test_a_file_is_shown_row_by_row_before_anything_is_saved(coordinator: Client):
    page = coordinator.get(sent(coordinator, GOOD).url)

    said = text(page)
    assert "2 rader är lästa." in said
    assert "Inget är sparat än." in said
    assert "”Habö” är inte känt. Menade du Håbo (0305) eller Habo (0643)?" in said
    assert page.context["counted"] == {"CREATE": 2, "CHANGE": 0, "SAME": 0, "REFUSED": 0, "DOUBTFUL": 2}
    assert count() == 0


def test_it_is_saved_when_somebody_says_so_and_only_once(coordinator: Client, files: Path):
    url = sent(coordinator, GOOD).url
    form = opened(coordinator, url)
    form.url = f"{url}spara/"

    first, second = form.send(to="DRAFT"), form.send(to="DRAFT")
    third = opened(coordinator, reverse("collaborations:import-new")).client.post(
        form.url, {**form.fields, "key": "", "to": "DRAFT"}
    )

    assert [answer.status_code for answer in (first, second, third)] == [302, 302, 302]
    assert count() == 2
    said = text(coordinator.get(url))
    assert "2 tillagda, 0 ändrade, 0 oförändrade." in said
    with wall_2_off():
        assert Event.objects.filter(kind="import").count() == 1


def test_the_same_file_again_says_that_everything_stands_already(coordinator: Client):
    for _time in range(2):
        url = sent(coordinator, GOOD).url
        page = coordinator.get(url)
        if page.context["ready"]:
            form = opened(coordinator, url)
            form.url = f"{url}spara/"
            form.send(to="DRAFT")

    assert "Allt i filen finns redan i registret." in text(page)
    assert "Spara alltihop" not in text(page)
    assert count() == 2


def test_a_row_that_cannot_be_read_stops_all_of_it_and_is_pointed_out(coordinator: Client):
    url = sent(coordinator, BAD).url
    page = coordinator.get(url)

    said = text(page)
    assert "”i våras” går inte att läsa som datum (början)." in said
    assert "Några rader går inte att läsa." in said
    assert page.context["ready"] is False

    form = opened(coordinator, reverse("collaborations:import-new"))
    form.url = f"{url}spara/"
    answer = form.send(to="DRAFT")

    assert answer.status_code == 422
    assert "Några rader går inte att läsa. Rätta dem i filen och läs in den igen. Inget sparades." in text(answer)
    assert "i våras" in text(answer)
    assert count() == 0
    with wall_2_off():
        assert ImportRun.objects.get(file_name="register.csv").state == "READ"


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("bomb.xlsx", making.bomb(), "Filen packas upp till mycket mer än den borde"),
        ("låst.xlsx", making.locked_workbook(), "Filen är låst med lösenord."),
        ("låst.xlsx", making.locked_zip(), "Filen är låst med lösenord."),
        ("avtal.xlsx", b"%PDF-1.7", "Filen är inte en tabell, vad namnet än säger."),
        ("register.csv", b"\x89PNG\r\n", "Filen är inte en tabell, vad namnet än säger."),
        ("gammal.xls", making.old_workbook(), "Filen är i det gamla Excelformatet (xls)."),
        ("brev.docx", making.word_document(), "Filen är en zip- eller Wordfil, inte Excel."),
        ("register.json", b'{"rader": [', "JSON-filen är inte hel"),
        ("tomt.csv", b"Namn;Parter\r\n", "Filen är tom."),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so_and_changes_nothing(
    coordinator: Client, name: str, raw: bytes, sentence: str
):
    page = coordinator.get(sent(coordinator, raw, name).url)

    said = text(page)
    assert "Det gick inte att importera filen. Inget sparades." in said
    assert sentence in said
    assert name in said
    assert "Välj en annan fil" in said
    assert count() == 0


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"", "Den skickade filen är tom."), (b"x" * 10_000_001, "Filen är större än 10 MB.")],
    ids=["empty", "large"],
)
def test_an_empty_or_too_large_file_is_not_even_received(coordinator: Client, raw: bytes, sentence: str):
    answer = sent(coordinator, raw)

    assert answer.status_code == 422
    assert sentence in text(answer)
    with wall_2_off():
        assert not ImportRun.objects.filter(file_name="register.csv").exists()


def test_no_file_at_all_is_asked_for(coordinator: Client):
    answer = opened(coordinator, reverse("collaborations:import-new")).send()
    assert answer.status_code == 422
    assert "Detta fält måste fyllas i." in text(answer)


def test_merged_cells_hidden_sheets_and_formulas_are_told_of_on_the_page(coordinator: Client):
    book = Workbook()
    book.active.append(("Namn", "Parter", "Antal parter enligt källan"))
    book.active.append(("Arkivarie", "Mellerud", "=1+1"))
    book.active.append(("Växel", None, 2))
    book.active.merge_cells("B2:B3")
    book.create_sheet("Utkast").sheet_state = "hidden"
    raw = making.with_saved_values(making.saved(book), value="2")

    page = coordinator.get(sent(coordinator, raw, "register.xlsx").url)

    assert page.context["run"].notes == [
        "Dolda blad lästes inte: Utkast.",
        "Bladet har 1 sammanfogade celler. Var och en räknas för alla rader den täcker.",
        "Bladet har 1 formler. De värden som Excel har sparat användes.",
    ]
    assert [row["parties"] for row in page.context["run"].rows] == [1, 1]


def test_a_windows_1252_file_with_text_dates_and_decimal_commas_comes_in_whole(coordinator: Client):
    raw = making.table(
        ("Namn", "Parter", "Start", "Senast kontrollerad", "Antal parter enligt källan", "Kostnadsfördelning"),
        ("Växeln i Åmål", "Åmål; Färgelanda", "8/12 2023", "31.1.2026", "2,0", "42,25 kr per invånare"),
        encoding="cp1252",
    )
    url = sent(coordinator, raw).url
    form = opened(coordinator, url)
    form.url = f"{url}spara/"
    form.send(to="DRAFT")

    with wall_2_off():
        made = imported().get()
        assert (made.name, made.stated_parties, made.cost_rule) == ("Växeln i Åmål", 2, "42,25 kr per invånare")
        assert str(made.checked_on) == "2026-01-31"
        assert [str(row.starts_on) for row in made.stages.all()] == ["2023-12-08"]


@pytest.mark.parametrize("persona", ["a_opposition", "a_administrator", "a_chair"])
def test_those_who_may_only_read_do_not_import(clients: dict[str, Client], world: World, persona: str):
    answer = send(clients[persona], world, persona, "collaborations:import-new", file=SimpleUploadedFile("r.csv", GOOD))
    assert answer.status_code == 403
    assert "Ditt uppdrag ger dig rätt att läsa." in text(answer)


def test_another_authoritys_import_is_not_there(clients: dict[str, Client], world: World, coordinator: Client):
    url = sent(coordinator, GOOD).url
    for persona in ("b_coordinator", "a_officer"):
        assert clients[persona].get(url).status_code == 404
        assert clients[persona].post(f"{url}spara/", {"to": "DRAFT"}).status_code == 404


# --- long files, by a job -------------------------------------------------------------------------------------------
def long_file(rows: int) -> bytes:
    out = io.StringIO()
    out.write("Namn;Parter;Status;Syfte\r\n")
    for n in range(rows):
        out.write(f"Samverkan nummer {n};Mellerud;aktiv;{'x' * 400}\r\n")
    return out.getvalue().encode()


def test_a_long_file_is_read_and_saved_by_jobs_for_the_one_who_asked(coordinator: Client, world: World):
    told = world.people["a_coordinator"]
    answer = sent(coordinator, long_file(450), "lång.csv")
    with wall_2_off():
        run = ImportRun.objects.get(file_name="lång.csv")
    assert (run.state, "Du kan lämna sidan" in text(coordinator.get(answer.url))) == ("WAITING", True)

    jobs.read_import(told["person"], told["assignment"], str(run.uid))
    form = opened(coordinator, answer.url)
    form.url = f"{answer.url}spara/"
    assert form.send(to="SHARED").status_code == 302
    assert count() == 0
    jobs.save_import(told["person"], told["assignment"], str(run.uid), "SHARED")

    assert count() == 450
    assert "450 tillagda, 0 ändrade, 0 oförändrade." in text(coordinator.get(answer.url))


def test_a_job_that_is_refused_tells_why_and_saves_nothing(coordinator: Client, world: World, files: Path):
    told = world.people["a_coordinator"]
    url = sent(coordinator, GOOD).url
    with wall_2_off():
        run = ImportRun.objects.get(file_name="register.csv")
    (runs.folder() / str(run.uid)).write_bytes(BAD)  # it no longer reads as it did

    jobs.save_import(told["person"], told["assignment"], str(run.uid), "DRAFT")

    assert "Några rader går inte att läsa." in text(coordinator.get(url))
    assert count() == 0


def test_the_products_examples_come_in_by_the_page(coordinator: Client):
    url = sent(coordinator, OWN_EXAMPLES.read_bytes(), "register.json").url
    page = coordinator.get(url)
    assert page.context["counted"]["CREATE"] == 60

    form = opened(coordinator, url)
    form.url = f"{url}spara/"
    form.send(to="PUBLISHED")

    assert count() == 60
    assert "60 tillagda, 0 ändrade, 0 oförändrade." in text(coordinator.get(url))
