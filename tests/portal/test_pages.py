"""The public's pages: for strangers, without a question or a cookie, and of what is published alone."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from samsyn.isolation import clock
from samsyn.networks import actions as networks
from samsyn.networks.models import Network, PublicNetwork
from samsyn.organisations.models import Organisation
from samsyn.portal.models import Network as Published
from samsyn.portal.queries import members
from tests.conftest import wall_2_off
from tests.portal.pages import published, urls
from tests.sending import text
from tests.world import MARK, World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def test_strangers_read_every_page_and_are_given_no_cookie(world: World):
    client = Client()
    for url in urls(world):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert not answer.cookies, url
        assert "Set-Cookie" not in answer.headers, url
    assert not client.cookies


def test_pages_are_in_swedish_and_in_english_for_those_who_ask(world: World):
    client = Client()
    assert 'lang="sv"' in client.get("/").content.decode()
    client.get(reverse("language", args=["en"]))
    page = client.get("/").content.decode()
    assert 'lang="en"' in page
    assert "Nätverket published" in page  # what people have written is in their own words


def test_the_browsers_own_wish_is_not_asked(world: World):
    assert 'lang="sv"' in Client(headers={"Accept-Language": "en"}).get("/").content.decode()


def test_a_signed_in_person_reads_the_same_pages(world: World, clients: dict[str, Client]):
    for url in urls(world):
        assert clients["c_coordinator"].get(url).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_received(world: World, method: str):
    for url in urls(world):
        assert Client().generic(method, url).status_code == 405


@pytest.mark.parametrize("name", ["portal:network", "portal:collaboration"])
def test_an_unknown_one_is_not_there(world: World, name: str):
    answer = Client().get(reverse(name, args=[uuid4()]))
    assert (answer.status_code, "Sidan finns inte här" in text(answer)) == (404, True)


@pytest.mark.parametrize("state", ["draft", "shared", "other", "ended", "outside"])
def test_what_is_not_published_is_nowhere(world: World, state: str):
    """Neither by name, nor by address, nor among the parties and members of others."""
    names = (f"Nätverket {state}", f"Forumet {state}", f"Samverkan {state}")
    for url in [*urls(world), *(f"{reverse('portal:register')}?q={name}" for name in (state, "Samverkan"))]:
        page = Client().get(url)
        said = (
            text(page)
            if page.headers["Content-Type"].startswith("text/html")
            else page.content.decode(errors="replace")
        )
        assert [name for name in names if name in said.replace(f"q={state}", "")] == [], url
    kinds = ("network", "collaboration") if state != "outside" else ("collaboration",)
    for kind in kinds:
        answer = Client().get(reverse(f"portal:{kind}", args=[world[f"{kind}_{state}"]]))
        absent = Client().get(reverse(f"portal:{kind}", args=[uuid4()]))
        assert (answer.status_code, answer.content) == (404, absent.content)


def test_what_is_secret_or_kept_inside_does_not_follow_what_is_published(world: World):
    page = Client().get(published(world, "collaboration"))
    said = text(page)
    assert "Avtalet" in said
    assert "Bilagan" not in said
    assert not [mark for mark in MARK.findall(page.content) if mark[2]]
    for inside in ("risk", "KS 1", "kontoret@demo.example"):
        assert f" {inside} " not in said, inside


# --- as of a day ----------------------------------------------------------------------------------------------------
def test_a_network_is_shown_as_it_was(world: World):
    """Another name and another member from today: yesterday had neither.

    The copy is read where it was written: the portal's login sees it once the transaction has ended.
    """
    today = clock.today()
    with world.acting("a_coordinator") as by:
        found = Network.objects.named_on(today).get(uid=world["network_published"])
        networks.set_text(found, by=by, at=clock.now(), kind="NAME", text="Nya namnet", starts_on=today)
        amal = Organisation.objects.filter(code="1492")
        networks.add_members(found, amal, by=by, at=clock.now(), starts_on=today)
    with wall_2_off():
        kept = PublicNetwork.objects.get(uid=world["network_published"])
    shown = Published(uid=kept.uid, name=kept.name, content=kept.content)

    told = {day: [m["name"] for m in members(shown, day)] for day in (today, today - timedelta(days=1))}

    assert list(told.values()) == [["Bengtsfors", "Mellerud", "Åmål"], ["Bengtsfors", "Mellerud"]]
    assert shown.name_on(today) == "Nya namnet"
    assert shown.name_on(today - timedelta(days=1)).startswith("Nätverket published")


def test_before_it_was_founded_a_network_had_no_members(world: World):
    said = text(Client().get(published(world, "network"), {"dag": "2019-01-01"}))
    assert "Inga medlemmar den dagen." in said
    assert "Bengtsfors" not in said


def test_a_collaboration_that_had_not_begun_is_not_on_that_days_map(world: World):
    chosen = {"kommuner": str(world["network_published"])}
    assert "Samverkan published" in text(Client().get(reverse("portal:map"), chosen))
    assert "Samverkan published" not in text(Client().get(reverse("portal:map"), chosen | {"dag": "2019-01-01"}))


@pytest.mark.parametrize("day", ["igår", "2023-02-30", "9999-99-99", "", "\0", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_today_and_no_error_page(world: World, day: str):
    for name in ("network", "collaboration"):
        assert Client().get(published(world, name), {"dag": day}).status_code == 200
    assert Client().get(reverse("portal:map"), {"dag": day, "kommuner": "nej", "avslutade": "x"}).status_code == 200


@pytest.mark.parametrize(
    "sent", [{"q": "\0"}, {"q": "x" * 5000}, {"q": "%_'"}, {"omrade": "NEJ"}, {"sida": "-1"}, {"sida": "99999"}]
)
def test_odd_questions_to_the_register_get_a_page(world: World, sent: dict[str, str]):
    assert Client().get(reverse("portal:register"), sent).status_code == 200


def test_the_register_is_searched_by_name_and_area(world: World):
    found = text(Client().get(reverse("portal:register"), {"q": "samverkan PUBL", "omrade": "SOCIAL"}))
    assert "Samverkan published" in found
    assert "Samverkan published" not in text(Client().get(reverse("portal:register"), {"omrade": "IT"}))


# --- files ----------------------------------------------------------------------------------------------------------
HEADER = ["Område", "Samverkan", "Form", "Bengtsfors", "Mellerud", "Fler parter", "Giltighet", "Varför"]


def test_the_map_as_csv_opens_in_swedish_excel(world: World):
    answer = Client().get(reverse("portal:map-csv"), {"kommuner": str(world["network_published"])})

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="samverkanskarta.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in answer.content
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert header == HEADER
    assert [(row[0], MARK.sub(b"", row[1].encode()).decode().strip(), row[3], row[4]) for row in rows] == [
        ("Socialtjänst", "Samverkan published", "part", "part")
    ]


def test_the_map_as_a_workbook_says_the_same(world: World):
    chosen = {"kommuner": str(world["network_published"])}
    answer = Client().get(reverse("portal:map-xlsx"), chosen)
    told = Client().get(reverse("portal:map-csv"), chosen).content.decode("utf-8-sig")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="samverkanskarta.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows == list(csv.reader(io.StringIO(told), delimiter=";"))


def test_files_are_of_the_day_that_is_asked_for(world: World):
    asked = {"kommuner": str(world["network_published"]), "dag": str(date(2019, 1, 1))}
    assert b"published" not in Client().get(reverse("portal:map-csv"), asked).content
