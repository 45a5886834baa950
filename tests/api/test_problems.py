"""How the API refuses: always a problem document (RFC 9457), in Swedish, with nothing of what was not to be seen."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samsyn.accounts.models import ApiKey, User
from samsyn.audit.models import Event
from samsyn.collaborations.models import Collaboration, Party
from samsyn.isolation import clock
from samsyn.networks.models import Membership, Network
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Assignment, Organisation
from tests.api.keys import KeyClient
from tests.api.table import Case, read_policy, version_of
from tests.conftest import wall_2_off
from tests.world import MARK, World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PROBLEM = "application/problem+json"


def problem(response: Any, status: int) -> dict[str, Any]:
    """The document, after what holds for all of them."""
    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM), response.content[:300]
    told: dict[str, Any] = response.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert set(told) <= {"type", "title", "status", "detail", "field", "errors"}
    assert not response.cookies
    return told


# --- 401 ------------------------------------------------------------------------------------------------------------
HEADERS = [
    "",
    "Bearer",
    "Bearer ",
    "Basic YTpi",
    "Token {key}",
    "{key}",
    "Bearer {key}x",
    "Bearer x{key}",
    "Bearer\t{key}",
]


@pytest.mark.parametrize("header", HEADERS)
def test_without_a_key_that_opens_one_is_told_how_to_get_one(keys: dict[str, KeyClient], header: str):
    sent = {"Authorization": header.format(key=keys["write"].secret)} if header else {}
    response = Client(headers=sent).get("/api/v1/me")

    told = problem(response, 401)
    assert told["title"] == "En nyckel behövs"
    assert "Mitt konto" in told["detail"]
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_all_that_open_nothing_get_the_same_answer(keys: dict[str, KeyClient]):
    answers = {name: keys[name].ask("GET", "/networks").content for name in ("none", "withdrawn", "expired", "ended")}
    assert len(set(answers.values())) == 1


def test_being_signed_in_in_the_browser_opens_nothing_here(world: World):
    """No other site can use somebody's session against the API."""
    client = Client()
    client.force_login(User.objects.get(email=world.people["a_coordinator"]["email"]))
    problem(client.get("/api/v1/networks"), 401)
    problem(client.post("/api/v1/networks", {"name": "Nytt"}, content_type="application/json"), 401)


def test_a_key_in_the_address_opens_nothing(keys: dict[str, KeyClient]):
    for name in ("key", "token", "api_key", "access_token"):
        problem(Client().get("/api/v1/me", {name: keys["write"].secret}), 401)


@pytest.mark.parametrize("path", ["/", "/nej", "/networks/", "/networks/inte-ett-uid", "/docs", "/openapi.yaml"])
def test_addresses_that_are_not_there_tell_strangers_nothing(keys: dict[str, KeyClient], path: str):
    problem(keys["none"].ask("GET", path), 401)
    assert problem(keys["read"].ask("GET", path), 404)["title"] == "Finns inte här"


# --- when a key stops -----------------------------------------------------------------------------------------------
def test_a_key_opens_to_the_end_of_its_last_day_in_sweden(keys: dict[str, KeyClient]):
    assert keys["write"].ask("GET", "/me").status_code == 200  # valid up to and including today
    with clock.standing_at(clock.now() + timedelta(days=1)):
        problem(keys["write"].ask("GET", "/me"), 401)


def test_a_key_stops_when_its_assignment_ends_and_names_nobody(world: World, keys: dict[str, KeyClient]):
    with world.acting("a_administrator") as by:
        assignment = Assignment.objects.get(uid=world.people["a_coordinator"]["assignment"])
        organisations.end_assignment(assignment, by=by, at=clock.now(), ends_on=by.today)
    response = keys["write"].ask("GET", "/networks")
    problem(response, 401)
    assert not MARK.search(response.content)


def test_a_key_stops_when_it_is_withdrawn(world: World, keys: dict[str, KeyClient]):
    with world.acting("a_coordinator") as by:
        organisations.withdraw_key(ApiKey.objects.get(purpose="prov write"), by=by, at=clock.now())
    problem(keys["write"].ask("GET", "/me"), 401)
    assert keys["read"].ask("GET", "/me").status_code == 200


def test_only_a_hash_of_the_key_is_kept(world: World):
    with world.acting("a_coordinator") as by:
        key, secret = organisations.make_key(
            by=by, at=clock.now(), purpose="prov", may_write=False, expires_on=clock.today()
        )
    kept = ApiKey.objects.filter(pk=key.pk).values().get()
    assert secret not in str(kept)
    assert len(secret) >= len("samsyn_") + 43  # 32 random bytes


# --- 403, 404 -------------------------------------------------------------------------------------------------------
def test_a_key_that_only_reads_is_told_so(world: World, keys: dict[str, KeyClient]):
    for path in (
        "/networks",
        f"/collaborations/{world['collaboration_other']}/parties",
        f"/networks/{uuid4()}/members",
    ):
        told = problem(keys["read"].ask("POST", path, {"name": "x", "organisations": ["Åmål"]}), 403)
        assert told["detail"] == "Den här nyckeln får bara läsa. Skapa en som även får skriva."


def test_what_is_others_is_refused_with_the_rules_own_sentence(world: World, keys: dict[str, KeyClient]):
    path = f"/networks/{world['network_shared']}/members"
    told = problem(keys["b"].ask("POST", path, {"organisations": ["Åmål"]}), 403)
    assert told["detail"] == "Bara den myndighet som ansvarar för handlingarna kan ändra det här."


# --- 409 ------------------------------------------------------------------------------------------------------------
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world: World, keys: dict[str, KeyClient]):
    path = f"/collaborations/{world['collaboration_draft']}"
    read = keys["write"].ask("GET", path).json()
    first = keys["write"].ask("PATCH", path, {"version": read["version"], "purpose": "Den första"})
    assert (first.status_code, first.json()["version"]) == (200, read["version"] + 1)

    told = problem(keys["write"].ask("PATCH", path, {"version": read["version"], "purpose": "Den andra"}), 409)

    assert told["detail"] == "Läs igen och skicka med den version du läste."
    assert keys["write"].ask("GET", path).json()["purpose"] == "Den första"


def test_openness_asks_for_the_version_too(world: World, keys: dict[str, KeyClient]):
    path = f"/collaborations/{world['collaboration_draft']}/openness"
    problem(keys["write"].ask("POST", path, {"to": "SHARED", "version": 0}), 409)


# --- 422 and 400 ----------------------------------------------------------------------------------------------------
BAD: list[tuple[str, str, Any, str]] = [
    ("POST", "/networks", {"name": ""}, "body.body.name"),
    ("POST", "/networks", {"name": "x" * 201}, "body.body.name"),
    ("POST", "/networks", {"name": 7}, "body.body.name"),
    ("POST", "/networks", {}, "body.body.name"),
    ("POST", "/networks", {"name": "x", "starts_on": "i våras"}, "body.body.starts_on"),
    ("POST", "/networks", {"name": "x", "purpose": "x" * 20_001}, "body.body.purpose"),
    ("POST", "/organisations", {"kind": "COMPANY", "name": "x", "number": "1" * 12}, "body.body.number"),
    ("POST", "/collaborations", {"name": "x", "area": "IT", "parties": ["Åmål"] * 301}, "body.body.parties"),
    ("GET", "/collaborations?as_of=igår", None, "query.as_of"),
    ("GET", "/collaborations?offset=-1", None, "query.offset"),
    ("GET", "/collaborations?limit=201", None, "query.limit"),
    ("GET", f"/collaborations?q={'x' * 101}", None, "query.q"),
    ("GET", "/search", None, "query.q"),
    ("GET", "/search?q=", None, "query.q"),
    ("POST", "/imports", {"file": "ingen fil"}, "file.file"),
]


@pytest.mark.parametrize(("method", "path", "body", "where"), BAD, ids=lambda told: str(told)[:40])
def test_what_is_not_as_described_is_pointed_out(
    keys: dict[str, KeyClient], method: str, path: str, body: Any, where: str
):
    told = problem(keys["write"].ask(method, path, body), 422)
    assert told["title"] == "Anropet följer inte beskrivningen"
    assert [error["where"] for error in told["errors"]] == [where]


def counted() -> list[int]:
    """Rows of what could have been written, with the wall away."""
    with wall_2_off():
        return [model.objects.count() for model in (Event, Collaboration, Party, Network, Membership, Organisation)]


REFUSED: list[tuple[str, Any, str, str]] = [
    ("/collaborations", {"name": "x", "area": "NEJ"}, "”NEJ” är inte något av: ALL, SOCIAL", "area"),
    ("/collaborations", {"name": "x", "area": "IT", "form": "AB"}, "”AB” är inte något av:", "form"),
    (
        "/collaborations",
        {"name": "x", "area": "IT", "parties": ["Habö"]},
        "Menade du Håbo (0305) eller Habo",
        "organisations",
    ),
    ("/organisations", {"kind": "MUNICIPALITY", "name": "Ny kommun"}, "Alla kommuner och regioner finns redan", "kind"),
    ("/networks/{draft}/members", {"organisations": ["Mellerud"]}, "Perioden överlappar en som redan finns.", ""),
    (
        "/networks/{draft}/members",
        {"organisations": ["Åmål"], "starts_on": "2026-01-02", "ends_on": "2026-01-01"},
        "Den sista dagen kan inte ligga före den första.",
        "",
    ),
    ("/networks", {"name": "två\0delar"}, "En text får inte innehålla tecknet NUL", ""),
    ("/collaborations", {"name": "x", "area": "IT", "source": "a\0"}, "En text får inte innehålla tecknet NUL", ""),
]


@pytest.mark.parametrize(("path", "body", "sentence", "field"), REFUSED, ids=lambda told: str(told)[:40])
def test_what_cannot_be_right_is_refused_in_swedish_and_undone(
    world: World, keys: dict[str, KeyClient], path: str, body: Any, sentence: str, field: str
):
    before = counted()
    told = problem(keys["write"].ask("POST", path.format(draft=world["network_draft"]), body), 422)

    assert told["title"] == "Uppgifterna går inte ihop"
    assert sentence in told["detail"]
    assert told.get("field", "") == field
    assert counted() == before


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"", "Filen är tom."), (b"%PDF-1.4", "Filen är inte en tabell"), (b"namn;parter\n;Mellerud\n", "")],
    ids=["empty", "pdf", "row without a name"],
)
def test_a_file_that_cannot_be_read_is_refused_or_pointed_out(keys: dict[str, KeyClient], raw: bytes, sentence: str):
    response = keys["write"].ask("POST", "/imports", {"file": SimpleUploadedFile("s.csv", raw)})
    if sentence:
        assert sentence in problem(response, 422)["detail"]
    else:
        assert response.json()["counted"]["REFUSED"] == 1
        again = SimpleUploadedFile("s.csv", raw)
        told = problem(keys["write"].ask("POST", "/imports?dry_run=false", {"file": again}), 422)
        assert "Några rader går inte att läsa." in told["detail"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"name": "x"', b"[" * 2000])
def test_a_body_that_is_not_json_is_not_read(keys: dict[str, KeyClient], body: bytes):
    assert problem(keys["write"].ask("POST", "/networks", body), 400)["title"] == "Det gick inte att läsa begäran"


def test_a_dry_run_tells_and_changes_nothing(keys: dict[str, KeyClient]):
    raw = "namn;parter\nGemensam arkivarie;Habö\n".encode()
    told = keys["write"].ask("POST", "/imports", {"file": SimpleUploadedFile("s.csv", raw)}).json()
    assert (told["saved"], told["counted"]["CREATE"], told["rows"][0]["place"]) == (False, 1, "2")
    assert [doubt["kind"] for doubt in told["rows"][0]["doubts"]] != []
    assert keys["write"].ask("GET", "/collaborations?q=arkivarie").json() == []


# --- 405 ------------------------------------------------------------------------------------------------------------
PATHS = sorted({case.path for case in read_policy()})


@pytest.mark.parametrize("path", PATHS)
def test_methods_that_an_operation_does_not_take(keys: dict[str, KeyClient], path: str):
    taken = {case.method for case in read_policy() if case.path == path}
    url = "/api/v1" + path.replace("{uid}", str(uuid4()))
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - taken:
        response = keys["write"].generic(method, url)
        problem(response, 405)
        assert {one.strip() for one in response.headers["Allow"].split(",")} == taken


def test_secrecy_marked_documents_are_never_there_for_others(world: World, keys: dict[str, KeyClient]):
    """Two documents stand with each collaboration; the marked one is its own authority's, whatever is shared."""
    case = Case("GET", "/collaborations/{uid}", "collaboration", "shared", "")
    assert version_of(case, world) > 0
    seen = {}
    for name in ("write", "reader", "b"):
        told = keys[name].ask("GET", f"/collaborations/{world['collaboration_shared']}").json()
        seen[name] = {document["uid"] for document in told["documents"]}
    both = {str(world["document_shared"]), str(world["secret_shared"])}
    assert seen == {"write": both, "reader": both, "b": {str(world["document_shared"])}}
    published = keys["c"].ask("GET", f"/collaborations/{world['collaboration_published']}").json()
    assert {document["uid"] for document in published["documents"]} == {str(world["document_published"])}
    with wall_2_off():  # the first wall alone keeps it too
        told = keys["b"].ask("GET", f"/collaborations/{world['collaboration_shared']}").json()
    assert {document["uid"] for document in told["documents"]} == seen["b"]
