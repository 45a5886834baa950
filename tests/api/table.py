"""Reads the policy of the API, and knows where each operation is and what is sent to it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.keys import KEYS
from tests.documents.examining import making_pdf
from tests.matrix.table import today
from tests.world import World

POLICY = Path(__file__).parent / "policy.txt"


@dataclass(frozen=True)
class Case:
    """One operation, one object, and the expected answer for every key."""

    method: str
    path: str
    kind: str
    state: str
    letters: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.state}"

    @property
    def operation(self) -> tuple[str, str]:
        return self.method, self.path

    def expected(self) -> dict[str, str]:
        return dict(zip(KEYS, self.letters, strict=True))


def read_policy() -> list[Case]:
    profiles: dict[str, dict[str, str]] = {}
    cases: list[Case] = []
    current = ""
    for line in POLICY.read_text().splitlines():
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        if words[0] == "profile":
            current = words[1]
            profiles[current] = {}
        elif line.startswith("  "):
            state, letters = words
            assert len(letters) == len(KEYS), (current, state, letters)
            profiles[current][state] = letters
        else:
            method, path, profile, *kind = words
            for state, letters in profiles[profile].items():
                cases.append(Case(method, path, kind[0] if kind else "", state, letters))
    return cases


def uid_of(case: Case, world: World) -> UUID:
    if case.kind == "body":
        return world[case.state]
    if case.kind == "organisation":
        return world["organisation_added" if case.state == "added" else case.state]
    return world[f"{case.kind}_{case.state}"]


QUERIES = {"/search": "?q=samverkan", "/imports": "?dry_run=false", "/map": "?county=14"}


def path_of(case: Case, world: World, *, missing: bool = False) -> str:
    """Where it is; or where something that is nowhere would be."""
    if not case.kind:
        return case.path + QUERIES.get(case.path, "")
    return case.path.replace("{uid}", str(uuid4() if missing else uid_of(case, world)))


# What is sent, and the kind of event that tells that it was done.
EVENTS = {
    ("POST", "/networks"): "found_network",
    ("POST", "/networks/{uid}/members"): "add_members",
    ("POST", "/organisations"): "register_organisation",
    ("POST", "/organisations/{uid}/bodies"): "create_body",
    ("POST", "/bodies/{uid}/sittings"): "add_sittings",
    ("POST", "/collaborations"): "register",
    ("PATCH", "/collaborations/{uid}"): "describe",
    ("POST", "/collaborations/{uid}/parties"): "add_parties",
    ("POST", "/collaborations/{uid}/stage"): "change_stage",
    ("POST", "/collaborations/{uid}/openness"): "set_openness",
    ("POST", "/imports"): "import_created",
    ("POST", "/forums/{uid}/matters"): "raise_matter",
    ("PATCH", "/matters/{uid}"): "describe_matter",
    ("POST", "/matters/{uid}/share"): "share_matter",
    ("POST", "/matters/{uid}/publish"): "publish_matter",
    ("POST", "/matters/{uid}/proposals"): "propose",
    ("POST", "/matters/{uid}/entry-condition"): "propose",
    ("POST", "/matters/{uid}/asked"): "describe_asked",
    ("POST", "/matters/{uid}/standpoints"): "take_standpoint",
    ("POST", "/matters/{uid}/documents"): "add_matter_document",
    ("POST", "/matter-documents/{uid}/share"): "share_document",
    ("POST", "/matter-documents/{uid}/secrecy"): "mark_matter_document",
    ("POST", "/matters/{uid}/refer"): "refer",
    ("POST", "/matters/{uid}/refer-anew"): "refer_anew",
    ("POST", "/matters/{uid}/withdraw"): "withdraw",
    ("POST", "/matters/{uid}/close"): "close_matter",
    ("POST", "/matters/{uid}/apply"): "apply",
    ("POST", "/referrals/{uid}/receive"): "receive",
    ("POST", "/referrals/{uid}/remind"): "remind",
    ("PATCH", "/local-matters/{uid}"): "describe_local",
    ("POST", "/local-matters/{uid}/texts"): "write_texts",
    ("POST", "/local-matters/{uid}/path"): "set_chain",
    ("POST", "/local-matters/{uid}/sign"): "sign_decision",
    ("POST", "/local-matters/{uid}/publish"): "publish_answer",
    ("POST", "/steps/{uid}/decisions"): "record_decision",
    ("POST", "/steps/{uid}/decisions/with-extract"): "record_decision",
    ("POST", "/decisions/{uid}/corrections"): "record_decision",
    ("POST", "/decisions/{uid}/force"): "record_force",
}


def body_of(case: Case, world: World) -> Any:
    """What a program would send; a new file each time, for it is read only once."""
    soon = (today() + timedelta(days=90)).isoformat()
    bodies: dict[tuple[str, str], Any] = {
        ("POST", "/networks"): {"name": "Nytt nätverk"},
        ("POST", "/networks/{uid}/members"): {"organisations": ["Åmål"]},
        ("POST", "/organisations"): {"kind": "COMPANY", "name": "Nya bolaget"},
        ("POST", "/organisations/{uid}/bodies"): {"kind": "COMMITTEE", "name": "Nya nämnden", "decides": True},
        ("POST", "/bodies/{uid}/sittings"): [{"sits_on": soon}],
        ("POST", "/collaborations"): {"name": "Ny samverkan", "area": "IT", "parties": ["Mellerud"]},
        ("PATCH", "/collaborations/{uid}"): {"version": version_of(case, world), "purpose": "Annat"},
        ("POST", "/collaborations/{uid}/parties"): {"organisations": ["Åmål"]},
        ("POST", "/collaborations/{uid}/stage"): {
            "stage": "DECIDING" if case.state == "outside" else "UNDER_NOTICE",
            "starts_on": today().isoformat(),
        },
        ("POST", "/collaborations/{uid}/openness"): {
            "to": "PUBLISHED" if case.state == "shared" else "SHARED",
            "version": version_of(case, world),
        },
        ("POST", "/imports"): {"file": SimpleUploadedFile("s.csv", b"namn;parter\nGemensam arkivarie;Mellerud\n")},
    }
    return bodies[case.operation] if case.operation in bodies else _of_matters(case, world, soon)


def _of_matters(case: Case, world: World, soon: str) -> Any:
    now = today().isoformat()
    decided = {"decided_on": now, "outcome": "APPROVED", "item": "9"}
    pdf = SimpleUploadedFile("a.pdf", making_pdf.on_page("nytt"))
    board = str(world[f"{case.state[-4:]}_board"]) if case.path.endswith("/path") else ""
    bodies: dict[tuple[str, str], Any] = {
        ("POST", "/forums/{uid}/matters"): {"title": "Nytt ärende", "area": "IT"},
        ("PATCH", "/matters/{uid}"): {"version": version_of(case, world), "title": "Annan rubrik"},
        ("POST", "/matters/{uid}/publish"): {"to": case.state != "published"},
        ("POST", "/matters/{uid}/proposals"): {
            "kind": "START", "text": "Något annat.", "name": "Ny samverkan", "area": "IT", "form": "CONTRACT",
            "named": ["1461", "Bengtsfors"],
        },
        ("POST", "/matters/{uid}/entry-condition"): {"legal_force": True},
        ("POST", "/matters/{uid}/asked"): {"organisation": "1460", "consequence": "Något annat"},
        ("POST", "/matters/{uid}/standpoints"): {"taken_on": now, "text": "Vi tycker annat.", "next_step": "DROP"},
        ("POST", "/matters/{uid}/documents"): {"title": "Nytt", "file": pdf},
        ("POST", "/matter-documents/{uid}/secrecy"): {"provision": "OSL 19:3"},
        ("POST", "/matters/{uid}/refer"): {"answer_by": soon},
        ("POST", "/matters/{uid}/refer-anew"): {"answer_by": soon},
        ("POST", "/matters/{uid}/withdraw"): {"reason": "Skälet"},
        ("POST", "/referrals/{uid}/receive"): {"received_on": now, "registry_number": "KS 9/99"},
        ("POST", "/referrals/{uid}/remind"): {"text": "Svara gärna"},
        ("PATCH", "/local-matters/{uid}"): {"version": version_of(case, world), "registry_number": "KS 8/88"},
        ("POST", "/local-matters/{uid}/texts"): {"summary": "Vår sammanfattning"},
        ("POST", "/local-matters/{uid}/path"): {"bodies": [{"body": board}], "deciding": board},
        ("POST", "/local-matters/{uid}/sign"): {"signed_on": now, "signed_by": "Ordföranden"},
        ("POST", "/local-matters/{uid}/publish"): {"to": True},
        ("POST", "/steps/{uid}/decisions"): decided,
        ("POST", "/steps/{uid}/decisions/with-extract"): {**decided, "file": pdf},
        ("POST", "/decisions/{uid}/corrections"): decided,
        ("POST", "/decisions/{uid}/force"): {"kind": "ANNOUNCED", "on": now},
    }  # fmt: skip
    return bodies.get(case.operation, {})


def version_of(case: Case, world: World) -> int:
    from samsyn.collaborations.models import Collaboration
    from samsyn.matters.models import LocalMatter, Matter
    from tests.conftest import wall_2_off

    models: dict[str, Any] = {"collaboration": Collaboration, "matter": Matter, "local": LocalMatter}
    if case.kind not in models:
        return 0
    with wall_2_off():
        return int(models[case.kind].objects.get(uid=uid_of(case, world)).version)
