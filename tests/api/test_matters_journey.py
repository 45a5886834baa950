"""A matter's whole journey by the API: five municipalities, from the forum to the register."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.journey import AMAL, BENGTSFORS, CHANGED, CODES, KEEPER, MELLERUD, TIME, Walked, day, opened, pdf

pytestmark = pytest.mark.slow
NAMES = {"1461": "Mellerud", "1460": "Bengtsfors", "1492": "Åmål", "1439": "Färgelanda", "1438": "Dals-Ed"}


@pytest.fixture
def gone(walked: Callable[[str], Walked]) -> Walked:
    return walked("api")


@pytest.fixture
def told(gone: Walked) -> dict[str, Any]:
    return gone.told[KEEPER]


def of(told: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in told["referrals"] if one["organisation"]["code"] == code)


def test_the_condition_holds_for_the_wording_that_all_accepted(told: dict[str, Any]):
    (wording,) = told["wordings"]
    assert (wording["organisation"], wording["text"]) == ("Åmål", CHANGED)
    assert sorted(wording["accepted_by"]) == sorted(NAMES.values())
    assert told["entry_condition"]["holds"] is True
    assert {one["state"] for one in told["entry_condition"]["reasons"]} == {"Uppfyllt"}
    entry = told["entry"]
    assert (entry["on"], entry["sha256"]) == ("2026-09-01", wording["sha256"])
    assert sorted(entry["parties"]) == sorted(NAMES.values())
    decided = {
        one["uid"]
        for code in CODES
        for step in of(told, code)["local"]["steps"]
        for one in step["decisions"]
        if one["deciding"] and one["outcome"] != "REMITTED" and not one["corrected"]
    }
    assert set(entry["decisions"]) == decided


def test_it_turned_when_the_last_decision_was_confirmed(gone: Walked):
    conditions = [seen[3] for seen in gone.seen]
    assert [condition["holds"] for condition in conditions] == [False] * 6 + [True]
    confirmed = [one for one in gone.seen[-1][2] if "laga kraft bekräftad" in one["text"]]
    entered = [one for one in gone.seen[-1][2] if one["text"].startswith("Villkoret uppfylldes")]
    assert [one["on"] for one in entered] == [max(one["on"] for one in confirmed)]


def test_the_register_says_what_each_decided(gone: Walked):
    days = {"1461": (45, "80"), "1460": (46, "19"), "1492": (30, "52"), "1439": (64, "55"), "1438": (49, "21")}
    register = gone.register
    assert (register["name"], register["form"], register["stage"]) == (
        "Gemensam jour i Dalsland", "CONTRACT", "IN_FORCE",
    )  # fmt: skip
    assert sorted(register["parties"], key=lambda party: party["name"]) == [
        {
            "name": NAMES[code], "role": "HOST" if code == MELLERUD else "MEMBER",
            "extent": "endast helger" if code == "1438" else "", "starts_on": date(2026, 9, 1), "ends_on": None,
            "registry_number": f"KS 2026/{code}", "decided_by": "Kommunfullmäktige", "decided_on": day(days[code][0]),
            "decision_item": days[code][1],
        }
        for code in sorted(CODES, key=NAMES.__getitem__)
    ]  # fmt: skip
    (document,) = register["documents"]
    assert document["sha256"] == hashlib.sha256(pdf("avtal.pdf")).hexdigest()
    assert (document["starts_on"], document["ends_on"]) == (date(2026, 9, 1), date(2029, 1, 1))


def test_each_signed_the_version_that_entered_into_force(told: dict[str, Any]):
    signed = {code: of(told, code)["local"]["signing"] for code in CODES}
    assert {code: one["sha256"] for code, one in signed.items()} == dict.fromkeys(CODES, told["entry"]["sha256"])
    assert {code: one["signed_by"] for code, one in signed.items()} == {code: f"Ordföranden i {code}" for code in CODES}


def test_what_was_recorded_wrongly_stays_beside_what_it_was(told: dict[str, Any]):
    (council,) = [step for step in of(told, "1438")["local"]["steps"] if step["deciding"]]
    wrong, right = council["decisions"]
    assert (wrong["outcome"], wrong["corrected"], right["corrects"]) == ("REJECTED", True, wrong["uid"])
    assert (right["outcome"], right["corrected"]) == ("APPROVED", False)


def test_a_notice_taken_down_too_early_counts_from_the_second(told: dict[str, Any]):
    (council,) = [step for step in of(told, AMAL)["local"]["steps"] if step["deciding"]]
    (decided,) = council["decisions"]
    kinds = [one["kind"] for one in decided["announcements"]]
    assert kinds == ["ANNOUNCED", "TAKEN_DOWN", "ANNOUNCED", "CONFIRMED"]
    assert decided["legal_force"]["last_day_to_appeal"] == "2026-05-06"  # three weeks from 15 April
    assert decided["legal_force"]["state"] == "CONFIRMED"


def test_each_authority_reads_its_own_texts_only(gone: Walked):
    read = {
        who: [one["organisation"]["code"] for one in told["referrals"] if one["local"]["texts"]]
        for who, told in gone.told.items()
    }
    assert read == {KEEPER: [MELLERUD], **{code: [code] for code in CODES}}
    assert of(gone.told[KEEPER], MELLERUD)["local"]["texts"]["preamble"] == "Melleruds ingress."


def timeless(told: Any) -> Any:
    return json.loads(TIME.sub("time", json.dumps(told)))


# --- the export -----------------------------------------------------------------------------------------------------
@pytest.fixture(params=[KEEPER, BENGTSFORS])
def export(gone: Walked, request: pytest.FixtureRequest) -> dict[str, bytes]:
    return opened(gone.exports[request.param])


def test_every_file_of_the_export_has_its_checksum_in_the_manifest(export: dict[str, bytes]):
    manifest = dict(reversed(line.split("  ")) for line in export["manifest-sha256.txt"].decode().splitlines())
    assert manifest == {
        name: hashlib.sha256(content).hexdigest() for name, content in export.items() if name != "manifest-sha256.txt"
    }
    told = json.loads(export["matter.json"])
    assert {one["name"]: one["sha256"] for one in told["files"]} == {
        name: digest for name, digest in manifest.items() if "/" in name
    }


def test_the_export_holds_the_papers_and_extracts_that_one_may_see(gone: Walked):
    extracts = ["extracts/001-Mellerud-2026-04-16-utdrag.pdf", "extracts/002-Åmål-2026-04-01-utdrag.pdf"]
    files = {who: [name for name in opened(raw) if "/" in name] for who, raw in gone.exports.items()}
    assert files == {
        KEEPER: ["papers/001-avtal.pdf", "papers/002-riskbedomning.pdf", *extracts],
        BENGTSFORS: ["papers/001-avtal.pdf", *extracts],  # the other is marked as secret
    }
    theirs = b"".join(opened(gone.exports[BENGTSFORS]).values())
    assert b"Melleruds ingress" not in theirs
    assert "Riskbedömning".encode() not in theirs
    ours = opened(gone.exports[KEEPER])
    assert b"Melleruds ingress" in ours["matter.json"]
    assert ours["papers/002-riskbedomning.pdf"] == pdf("riskbedomning.pdf")


def test_the_export_tells_all_of_it(gone: Walked):
    told = json.loads(opened(gone.exports[KEEPER])["matter.json"])
    assert (told["format"], told["exported_on"]) == ("samsyn-matter-1", "2026-06-21")
    matter = told["matter"]
    counted = {
        name: len(matter[name])
        for name in (
            "proposals",
            "asked",
            "standpoints",
            "documents",
            "referrals",
            "wordings",
            "deliveries",
            "receipts",
        )
    }
    assert counted == {
        "proposals": 2, "asked": 5, "standpoints": 1, "documents": 2, "referrals": 5, "wordings": 1,
        "deliveries": 10, "receipts": 5,
    }  # fmt: skip
    assert {one["state"] for one in matter["deliveries"]} == {"SENT"}
    assert [one["consequence"] for one in matter["asked"] if one["consequence"]] != []
    assert matter["sittings"] != []
    assert matter["timeline"] == gone.seen[-1][2]
    shown = {name: value for name, value in matter.items() if name in gone.told[KEEPER]}
    assert timeless(shown) == timeless(gone.told[KEEPER])  # a time is written in one way or the other
