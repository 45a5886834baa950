"""Matters by the API: nobody decides for another, each sentence stands with its field, and files come whole."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.isolation import clock
from samsyn.matters.doors import exporting
from samsyn.matters.models import Decision, ForceEvent, Proposal
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Body, Organisation
from tests.api.keys import KeyClient
from tests.conftest import wall_2_off
from tests.documents.examining import making_pdf
from tests.journey import opened
from tests.matrix.table import kept_files
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
OURS_ONLY = "Bara kommunens egen registrator kan registrera kommunens beslut."
REGISTRARS_ONLY = "En registrator eller sekreterare i kommunen registrerar vad dess organ beslutar."
OTHERS = [
    ("write", REGISTRARS_ONLY),  # the coordinator, who keeps the forum's papers
    ("reader", REGISTRARS_ONLY),
    ("administrator", REGISTRARS_ONLY),
    ("b", OURS_ONLY),
    ("b_registrar", OURS_ONLY),
]


def now() -> str:
    return clock.today().isoformat()


def refused(response: Any, status: int = 422) -> dict[str, Any]:
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    told: dict[str, Any] = response.json()
    return told


def by_field(response: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for error in refused(response)["errors"]:
        found.setdefault(error["where"], []).append(error["what"])
    return found


def count(model: Any) -> int:
    with wall_2_off():
        return int(model.objects.count())


# --- nobody decides for another ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("key", "sentence"), OTHERS)
def test_nobody_else_records_what_mellerud_decides(world: World, keys: dict[str, KeyClient], key: str, sentence: str):
    before = count(Decision)
    step = world["step_received_1461_2"]
    extract = SimpleUploadedFile("utdrag.pdf", making_pdf.on_page("utdrag"))
    decided = {"decided_on": now(), "outcome": "APPROVED"}

    told = [
        refused(keys[key].ask("POST", f"/steps/{step}/decisions", decided), 403),
        refused(keys[key].ask("POST", f"/steps/{step}/decisions/with-extract", {**decided, "file": extract}), 403),
    ]

    assert [one["detail"] for one in told] == [sentence, sentence]
    assert count(Decision) == before


@pytest.mark.parametrize("key", [key for key, _sentence in OTHERS])
def test_nobody_else_corrects_announces_or_signs_it(world: World, keys: dict[str, KeyClient], key: str):
    before = count(Decision), count(ForceEvent)
    decision, local = world["decision_entered_1461_2"], world["local_shared_1461"]

    answers = [
        keys[key].ask("POST", f"/decisions/{decision}/corrections", {"decided_on": now(), "outcome": "REJECTED"}),
        keys[key].ask("POST", f"/decisions/{decision}/force", {"kind": "ANNULLED", "on": now()}),
        keys[key].ask("POST", f"/local-matters/{local}/sign", {"signed_on": now(), "signed_by": "Någon"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert (count(Decision), count(ForceEvent)) == before


def test_its_own_registrar_does(world: World, keys: dict[str, KeyClient]):
    step = world["step_received_1461_2"]
    answer = keys["registrar"].ask(
        "POST",
        f"/steps/{step}/decisions",
        {"decided_on": now(), "outcome": "APPROVED", "votes_for": 0, "votes_against": 0},
    )
    assert answer.status_code == 201
    told = answer.json()
    assert (told["deciding"], told["outcome"], told["votes_for"]) == (True, "APPROVED", 0)
    assert told["legal_force"]["state"] == "NOT_ANNOUNCED"


@pytest.fixture
def subcommittee(world: World) -> Body:
    """The executive board's drafting committee in Mellerud."""
    with world.acting("a_administrator") as by:
        board = Body.objects.get(uid=world["1461_board"])
        ours = Organisation.objects.get(code="1461")
        return organisations.create_body(
            ours, by=by, at=clock.now(), kind="SUBCOMMITTEE", name="Arbetsutskottet", parent=board, decides=False
        )


def test_a_body_that_prepares_recommends_and_decides_nothing(
    world: World, keys: dict[str, KeyClient], subcommittee: Body
):
    path, board = f"/local-matters/{world['local_received_1461']}/path", str(world["1461_board"])
    prepares = str(subcommittee.uid)
    wrong = keys["registrar"].ask("POST", path, {"bodies": [{"body": prepares}], "deciding": prepares})
    assert by_field(wrong) == {
        "deciding": ["Välj ett giltigt alternativ. Det valet finns inte bland tillgängliga alternativ."]
    }
    told = keys["registrar"].ask("POST", path, {"bodies": [{"body": prepares}, {"body": board}], "deciding": board})
    assert [(one["body"]["name"], one["deciding"]) for one in told.json()["local"]["steps"]] == [
        ("Arbetsutskottet", False),
        ("Kommunstyrelsen", True),
    ]
    step = told.json()["local"]["steps"][0]["uid"]

    out = keys["registrar"].ask("POST", f"/steps/{step}/decisions", {"decided_on": now(), "outcome": "OPTED_OUT"})
    conditional = {"decided_on": now(), "outcome": "APPROVED", "if_all": True}
    bound = keys["registrar"].ask("POST", f"/steps/{step}/decisions", conditional)
    made = keys["registrar"].ask("POST", f"/steps/{step}/decisions", {"decided_on": now(), "outcome": "APPROVED"})

    assert "outcome" in by_field(out)
    assert by_field(bound) == {"if_all": ["Det frågas inte efter här."]}
    assert (made.json()["deciding"], made.json()["accepts"], made.json()["legal_force"]) == (False, [], None)
    assert made.json()["outcome_in_words"] == "Tillstyrkt"
    condition = keys["write"].ask("GET", f"/matters/{world['matter_received']}/entry-condition").json()
    assert (condition["holds"], condition["would_enter"]) == (False, [])


# --- sentences by field -----------------------------------------------------------------------------------------------
def test_each_sentence_stands_with_its_field(world: World, keys: dict[str, KeyClient]):
    before = count(Proposal)
    answer = keys["write"].ask(
        "POST",
        f"/matters/{world['matter_draft']}/proposals",
        {
            "kind": "START", "text": "", "name": "", "area": "NEJ", "form": "CONTRACT", "named": ["Melerud"],
            "starts_on": "1700-01-01", "agreement": {"title": "Avtal", "notice_months": 6},
        },
    )  # fmt: skip
    told = by_field(answer)
    assert {name: len(sentences) for name, sentences in told.items()} == {
        "text": 1, "name": 1, "area": 1, "named": 1, "starts_on": 1, "agreement_notice_anchor": 1,
    }  # fmt: skip
    assert told["starts_on"] == ["Året måste vara mellan 1862 och 2199."]
    assert "Menade du Mellerud" in told["named"][0]
    assert count(Proposal) == before


def test_what_a_kind_of_change_has_not_is_pointed_out(world: World, keys: dict[str, KeyClient]):
    body = {"kind": "START", "text": "x", "name": "x", "area": "IT", "form": "CONTRACT", "named": ["1461"]}
    path = f"/matters/{world['matter_draft']}/proposals"
    wrong = keys["write"].ask("POST", path, {**body, "parties": ["1461"], "ends_on": "2030-01-01"})
    assert by_field(wrong) == {name: ["Det frågas inte efter här."] for name in ("parties", "ends_on")}
    kind = by_field(keys["write"].ask("POST", path, {**body, "kind": "NEJ"}))
    assert kind == {"kind": ["”NEJ” är inte något av: START, JOIN, AMEND, LEAVE, END."]}


DECISIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"outcome": "NEJ"}, "outcome", "Välj ett giltigt alternativ."),
    ({"outcome": "APPROVED", "votes_for": 3}, "votes_against", "Skriv både"),
    ({"outcome": "APPROVED", "accepts": ["0" * 64]}, "accepts", ""),
    ({"outcome": "APPROVED", "these": ["1440"]}, "these", "Välj ett giltigt alternativ."),
]


@pytest.mark.parametrize(("body", "field", "sentence"), DECISIONS)
def test_a_decision_that_cannot_be_is_refused_at_its_field(
    world: World, keys: dict[str, KeyClient], body: dict[str, Any], field: str, sentence: str
):
    path = f"/steps/{world['step_received_1461_2']}/decisions"
    told = by_field(keys["registrar"].ask("POST", path, {"decided_on": now(), **body}))
    assert list(told) == [field]
    assert sentence in told[field][0]


RULES: list[tuple[dict[str, Any], int, str, str]] = [
    ({"outcome": "APPROVED"}, -400, "decided_on", "Sammanträdet var före hänskjutandet."),
    ({"outcome": "APPROVED"}, 1, "decided_on", "Sammanträdet har inte varit än."),
    ({"outcome": "REMITTED", "minority": True}, 0, "minority", "En minoritet på en tredjedel"),
    ({"outcome": "APPROVED_WITH_CHANGES"}, 0, "wording", "Skriv vad som beslutades"),
    ({"outcome": "APPROVED", "these": ["Habö"]}, 0, "these", "Menade du Håbo"),
    ({"outcome": "APPROVED", "about": "0" * 64}, 0, "about", "Medan du skrev hänsköts version 1."),
]


@pytest.mark.parametrize(("body", "days", "field", "sentence"), RULES)
def test_what_the_law_or_the_matter_does_not_allow_is_said(
    world: World, keys: dict[str, KeyClient], body: dict[str, Any], days: int, field: str, sentence: str
):
    day = (clock.today() + timedelta(days=days)).isoformat()
    path = f"/steps/{world['step_received_1461_2']}/decisions"
    told = refused(keys["registrar"].ask("POST", path, {"decided_on": day, **body}))
    assert told["field"] == field
    assert sentence in told["detail"]


@pytest.mark.parametrize("name", ["fel.pdf", "fel.docx"])
def test_an_extract_that_is_not_what_its_name_says_is_refused(world: World, keys: dict[str, KeyClient], name: str):
    path = f"/steps/{world['step_received_1461_2']}/decisions/with-extract"
    file = SimpleUploadedFile(name, b"GIF89a")
    told = refused(keys["registrar"].ask("POST", path, {"decided_on": now(), "outcome": "APPROVED", "file": file}))
    assert told["field"] == "file"
    with wall_2_off():
        assert not Decision.objects.filter(file_name=name).exists()


def test_versions_that_were_read_are_held_to(world: World, keys: dict[str, KeyClient]):
    path = f"/matters/{world['matter_draft']}"
    version = keys["write"].ask("GET", path).json()["version"]
    first = keys["write"].ask("PATCH", path, {"version": version, "background": "Den första"})
    assert (first.status_code, first.json()["title"]) == (200, keys["write"].ask("GET", path).json()["title"])
    refused(keys["write"].ask("PATCH", path, {"version": version, "background": "Den andra"}), 409)
    refused(keys["write"].ask("POST", f"{path}/close", {"version": version}), 409)
    assert keys["write"].ask("GET", path).json()["background"] == "Den första"


def test_another_condition_makes_a_version_with_the_same_change(world: World, keys: dict[str, KeyClient]):
    path = f"/matters/{world['matter_draft']}"
    before = keys["write"].ask("GET", path).json()["proposals"]
    told = keys["write"].ask("POST", f"{path}/entry-condition", {"these": ["Mellerud"], "note": "Ett villkor"}).json()
    earlier, latest = told["proposals"][-2:]
    assert earlier == before[-1]
    assert (latest["number"], latest["text"], latest["change"]) == (
        earlier["number"] + 1, earlier["text"], earlier["change"],
    )  # fmt: skip
    assert [term["kind"] for term in latest["condition"]] == ["THESE"]
    assert latest["sha256"] != earlier["sha256"]
    same = refused(keys["write"].ask("POST", f"{path}/entry-condition", {"these": ["1461"]}))
    assert "Inget skiljer från version" in same["detail"]


# --- lists and files --------------------------------------------------------------------------------------------------
def test_lists_are_of_ones_own(world: World, keys: dict[str, KeyClient]):
    def uids(key: str, path: str) -> set[str]:
        return {row["uid"] for row in keys[key].ask("GET", path).json()}

    assert str(world["matter_draft"]) in uids("write", "/matters?limit=200")
    assert str(world["matter_ended"]) not in uids("write", "/matters?limit=200")
    assert str(world["matter_ended"]) in uids("write", "/matters?open=false&limit=200")
    assert str(world["matter_draft"]) not in uids("b", "/matters?open=false&limit=200")
    ours, theirs = uids("write", "/local-matters"), uids("b", "/local-matters")
    assert str(world["local_shared_1461"]) in ours - theirs
    assert str(world["local_shared_1460"]) in theirs - ours
    assert uids("b", "/referrals") == {
        str(world[name]) for name in world.uids if name.startswith("referral_") and name.endswith("_1460")
    } - _received(theirs)


def _received(locals_: set[str]) -> set[str]:
    from samsyn.matters.models import LocalMatter

    with wall_2_off():
        rows = LocalMatter.objects.filter(uid__in=locals_).values_list("referral__uid", flat=True)
        return {str(uid) for uid in rows}


@pytest.fixture
def filed(world: World, files: Any) -> None:
    kept_files(world, files)


@pytest.mark.usefixtures("filed")
def test_files_come_as_they_lie(world: World, keys: dict[str, KeyClient]):
    paths = (
        f"/matter-documents/{world['paper_shared']}/file",
        f"/decisions/{world['decision_shared_1460_2']}/extract",
    )
    for path in paths:
        answer = keys["b"].ask("GET", path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.content == b"%PDF-1.4 provfil"


@pytest.mark.usefixtures("filed")
def test_the_same_matter_gives_the_same_bytes(world: World, keys: dict[str, KeyClient]):
    path = f"/matters/{world['matter_published']}/export"
    once, again = (keys["b"].ask("GET", path).content for _time in range(2))
    assert once == again
    assert len([name for name in opened(once) if name.startswith("extracts/")]) == 3


def test_a_file_that_is_not_there_is_said_to_be_missing(world: World, keys: dict[str, KeyClient]):
    """An export is given all the same: what is lost should not take the rest with it."""
    found = opened(keys["b"].ask("GET", f"/matters/{world['matter_published']}/export").content)
    told = json.loads(found["matter.json"])
    assert {one["missing"] for one in told["files"]} == {True}
    assert set(found) == {"matter.json", "manifest-sha256.txt"}
    digest = hashlib.sha256(found["matter.json"]).hexdigest()
    assert found["manifest-sha256.txt"].decode() == f"{digest}  matter.json\n"


def test_more_than_an_export_carries_is_refused(
    world: World, keys: dict[str, KeyClient], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exporting, "MOST_FILES", 2)
    told = refused(keys["b"].ask("GET", f"/matters/{world['matter_published']}/export"))
    assert told["detail"] == "Ärendet har fler filer än en export rymmer. Hämta handlingarna en och en."


@pytest.mark.usefixtures("filed")
def test_a_large_export_streams(world: World, keys: dict[str, KeyClient], monkeypatch: pytest.MonkeyPatch):
    path = f"/matters/{world['matter_published']}/export"
    whole = keys["b"].ask("GET", path).content
    monkeypatch.setattr(exporting, "IN_MEMORY", 100)
    answer = keys["b"].ask("GET", path)
    assert answer.streaming
    assert b"".join(answer.streaming_content) == whole


def test_the_page_leads_to_the_export(world: World, clients: dict[str, Any]):
    uid = world["matter_shared"]
    page = clients["b_chair"].get(f"/arenden/{uid}/").content.decode()
    assert f'href="/arenden/{uid}/export/"' in page
    answer = clients["b_chair"].get(f"/arenden/{uid}/export/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    told = json.loads(opened(answer.content)["matter.json"])["matter"]
    assert told["uid"] == str(uid)
    assert clients["c_coordinator"].get(f"/arenden/{uid}/export/").status_code == 404


def test_names_in_the_zip_lead_nowhere():
    names = ["../../etc/passwd", "/etc/passwd", "...", "", "a\\b:c.pdf", "å ä ö.docx", "x" * 300 + ".pdf"]
    plain = [exporting._plain(name) for name in names]
    assert plain[:6] == ["_.._etc_passwd", "_etc_passwd", "_", "_", "a_b_c.pdf", "å_ä_ö.docx"]
    assert len(plain[6]) == 100
    assert plain[6].endswith(".pdf")
