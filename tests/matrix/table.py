"""Reads the policy table, and knows how to fill in each address and form."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.documents.examining import making_pdf
from tests.matrix.signing import passkey_of, second_steps
from tests.world import FILE, PERSONAS, World

POLICY = Path(__file__).parent / "policy.txt"
PEOPLE = ("stranger", *PERSONAS)


@dataclass(frozen=True)
class Case:
    """One address, one method, one object, and the expected answer for everybody."""

    name: str
    method: str
    kind: str
    state: str
    letters: str

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.kind} {self.state}".strip()

    def expected(self) -> dict[str, str]:
        return dict(zip(PEOPLE, self.letters, strict=True))


def read_policy() -> list[Case]:
    profiles: dict[str, dict[str, str]] = {}
    cases: list[Case] = []
    current = ""
    for line in POLICY.read_text().splitlines():
        plain = line.split("#", 1)[0].rstrip()
        if not plain:
            continue
        words = plain.split()
        if words[0] == "profile":
            current = words[1]
            profiles[current] = {}
        elif line.startswith("  "):
            state, letters = words
            assert len(letters) == len(PEOPLE), (current, state, letters)
            profiles[current][state] = letters
        else:
            name, methods, profile, *kind = words
            for method in methods.split(","):
                for state, letters in profiles[profile].items():
                    cases.append(Case(name, method, kind[0] if kind else "", state, letters))
    return cases


def url_of(case: Case, world: World, *, missing: bool = False) -> str:
    if not case.kind:
        return reverse(case.name, args=["sv"] if case.name == "language" else [])
    if case.kind == "slug":
        return reverse(case.name, args=["ingen-alls" if missing else case.state])
    if case.kind == "link":
        return reverse(case.name, args=["1", "en-forbrukad-nyckel"])
    if case.kind == "passkey":
        return reverse(case.name, args=[0 if missing else passkey_of(world)])
    uid = uuid4() if missing else _uid(case, world)
    if case.kind == "membership":
        return reverse(
            case.name,
            args=[world[f"network_{case.state}"] if not missing else uid, world.pks[f"membership_{case.state}"]],
        )
    if case.kind == "seat":
        state = case.state if "_" in case.state else f"{case.state}_{'1460' if case.state == 'other' else '1461'}"
        return reverse(
            case.name, args=[world[f"forum_{state.split('_')[0]}"] if not missing else uid, world.pks[f"seat_{state}"]]
        )
    if case.kind == "asked":
        code = "1460" if case.state == "other" else "1461"
        return reverse(
            case.name,
            args=[world[f"matter_{case.state}"] if not missing else uid, world.pks[f"asked_{case.state}_{code}"]],
        )
    if case.kind == "holder":
        return reverse(case.name, args=[world["forum_shared"] if not missing else uid, world.pks["holder_shared"]])
    return reverse(case.name, args=[uid])


def _uid(case: Case, world: World) -> Any:
    if case.kind == "organisation":
        return world["organisation_added" if case.state == "added" else case.state]
    if case.kind in ("body", "sitting", "path"):
        return world[case.state]
    if case.kind in ("membership", "seat", "holder", "asked"):
        return None
    return world[f"{case.kind}_{case.state}"]


def _file(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def today() -> date:
    from samsyn.isolation import clock

    return clock.today()


Payload = Callable[[Case, World], dict[str, Any]]
_soon = lambda: (today() + timedelta(days=90)).isoformat()  # noqa: E731
_now = lambda: today().isoformat()  # noqa: E731

# Forms of allauth: what is sent by them is tried in tests/accounts; the policy tells who gets the page.
SENT_ELSEWHERE = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "mfa_generate_recovery_codes",
}
# What is sent, and the kind of event that tells that it was done. An empty kind: see EFFECTS.
PAYLOADS: dict[str, tuple[Payload, str]] = {
    "demo:step-in": (lambda c, w: _invented(c), ""),
    "desk:key-new": (lambda c, w: {"purpose": "prov", "expires_on": _soon()}, "make_key"),
    "desk:choose": (lambda c, w: {}, ""),
    "desk:key-withdraw": (lambda c, w: {}, "withdraw_key"),
    "organisations:new": (lambda c, w: {"kind": "COMPANY", "name": "Nya bolaget"}, "register_organisation"),
    "organisations:edit": (lambda c, w: {"kind": "COMPANY", "name": "Annat namn"}, "describe_organisation"),
    "organisations:body-new": (
        lambda c, w: {"kind": "COMMITTEE", "name": "Nya nämnden", "task": "DECIDES"},
        "create_body",
    ),
    "organisations:path-new": (lambda c, w: {"area": "RESCUE", "change": "", "body_1": _board(w)}, "set_path"),
    "organisations:assignment-new": (
        lambda c, w: {"body": _board(w), "name": "Ny Person", "role": "MEMBER", "starts_on": _now()},
        "give_assignment",
    ),
    "organisations:body-edit": (lambda c, w: {"name": "Annat namn", "task": "DECIDES"}, "change_body"),
    "organisations:sitting-new": (lambda c, w: {"sits_on": _soon()}, "add_sittings"),
    "organisations:sittings-import": (
        lambda c, w: {"file": _file("k.csv", f"datum;manusstopp\n{_soon()};\n".encode())},
        "add_sittings",
    ),
    "organisations:sitting-cancel": (lambda c, w: {}, "cancel_sitting"),
    "organisations:path-end": (lambda c, w: {"ends_on": _soon()}, "end_path"),
    "organisations:assignment-end": (lambda c, w: {"ends_on": _soon()}, "end_assignment"),
    "organisations:invite": (lambda c, w: {"email": f"{c.state}@demo.example"}, "invite"),
    "networks:new": (lambda c, w: {"name": "Nytt nätverk"}, "found_network"),
    "networks:edit": (lambda c, w: {"rests_on": "Annat"}, "describe"),
    "networks:text-new": (lambda c, w: {"kind": "NAME", "text": "Nytt namn", "starts_on": _now()}, "set_text"),
    "networks:member-new": (lambda c, w: {"members": "Åmål"}, "add_members"),
    "networks:member-end": (lambda c, w: {"ends_on": _now()}, "end_membership"),
    "networks:presidency-new": (
        lambda c, w: {"organisation": "Bengtsfors", "year": str(today().year + 2)},
        "set_presidency",
    ),
    "networks:end": (lambda c, w: {"ends_on": _soon()}, "end_network"),
    "networks:share": (lambda c, w: {"understood": "on"}, "set_openness"),
    "networks:publish": (lambda c, w: {"understood": "on"}, "set_openness"),
    "networks:keeping-offer": (
        lambda c, w: {"organisation": "Bengtsfors", "authority": "Kommunstyrelsen"},
        "offer_keeping",
    ),
    "networks:keeping-take": (lambda c, w: {}, "take_over"),
    "networks:forum-new": (lambda c, w: {"name": "Nytt forum", "dormant_after_months": "9"}, "found_forum"),
    "networks:forum-edit": (lambda c, w: {"dormant_after_months": "12", "last_met_on": _now()}, "describe"),
    "networks:forum-text-new": (lambda c, w: {"kind": "MANDATE", "text": "Nytt", "starts_on": _now()}, "set_text"),
    "networks:forum-share": (lambda c, w: {"understood": "on"}, "set_openness"),
    "networks:forum-publish": (lambda c, w: {"understood": "on"}, "set_openness"),
    "networks:forum-keeping-offer": (
        lambda c, w: {"organisation": "Bengtsfors", "authority": "Kommunstyrelsen"},
        "offer_keeping",
    ),
    "networks:forum-keeping-take": (lambda c, w: {}, "take_over"),
    "networks:seat-new": (lambda c, w: {"kind": "SECRETARY", "organisations": "Mellerud"}, "add_seats"),
    "networks:seat-end": (lambda c, w: {"ends_on": _now()}, "end_seat"),
    "networks:appoint": (
        lambda c, w: {"person": w.people[f"{'a' if '1461' in c.state else 'b'}_chair"]["person"], "starts_on": _now()},
        "appoint",
    ),
    "networks:recall": (lambda c, w: {"ends_on": _now()}, "recall"),
    "networks:wake": (lambda c, w: {"starts_on": _now(), "note": "igen"}, "wake"),
    "networks:rest": (lambda c, w: {"ends_on": _now()}, "rest"),
    "collaborations:new": (
        lambda c, w: {"name": "Ny samverkan", "area": "IT", "form": "UNKNOWN", "stage": "IDEA", "parties": "Mellerud"},
        "register",
    ),
    "collaborations:import-new": (
        lambda c, w: {"file": _file("s.csv", b"namn;parter\nGemensam arkivarie;Mellerud\n")},
        "begin_import",
    ),
    "collaborations:import-apply": (lambda c, w: {"to": "DRAFT"}, "import"),
    "collaborations:edit": (lambda c, w: {"area": "IT", "source_kind": "OWN", "purpose": "Annat"}, "describe"),
    "collaborations:rename": (lambda c, w: {"name": "Annat namn", "starts_on": _now()}, "rename"),
    "collaborations:form-change": (lambda c, w: {"form": "PURCHASE", "starts_on": _now()}, "change_form"),
    "collaborations:stage-change": (
        lambda c, w: {"stage": "DECIDING" if c.state == "outside" else "UNDER_NOTICE", "starts_on": _now()},
        "change_stage",
    ),
    "collaborations:party-new": (lambda c, w: {"organisations": "Åmål", "role": "MEMBER"}, "add_parties"),
    "collaborations:contact-new": (lambda c, w: {"kind": "MAJORITY", "name": "Ny kontakt"}, "set_contact"),
    "collaborations:document-new": (
        lambda c, w: {"kind": "OTHER", "title": "Nytt", "file": _file("a.pdf", making_pdf.on_page("nytt"))},
        "add_document",
    ),
    "collaborations:points": (lambda c, w: {"met_0": "yes", "where_0": "punkt 2"}, "check_points"),
    "collaborations:share": (lambda c, w: {"understood": "on"}, "set_openness"),
    "collaborations:publish": (lambda c, w: {"understood": "on"}, "set_openness"),
    "collaborations:party-edit": (lambda c, w: {"role": "MEMBER", "extent": "lite"}, "change_party"),
    "collaborations:party-remove": (lambda c, w: {}, "remove_party"),
    "collaborations:contact-remove": (lambda c, w: {}, "remove_contact"),
    "collaborations:document-edit": (lambda c, w: {"kind": "OTHER", "title": "Annan titel"}, "change_document"),
    "collaborations:signature-new": (lambda c, w: {"party": _party(c, w), "signed_by": "Någon"}, "sign"),
    "collaborations:document-secrecy": (lambda c, w: {"secrecy_provision": "OSL 19:3"}, "mark_secret"),
    "organisations:authority-edit": (lambda c, w: {"registry_email": "ny@demo.example"}, "describe_authority"),
    "matters:new": (lambda c, w: {"title": "Nytt ärende", "area": "IT"}, "raise_matter"),
    "matters:edit": (lambda c, w: {"title": "Annan rubrik", "area": "IT"}, "describe_matter"),
    "matters:propose": (
        lambda c, w: {
            "text": "Något annat.",
            "name": "Ny samverkan",
            "area": "IT",
            "form": "CONTRACT",
            "named": "Mellerud\nBengtsfors",
            "agreement_kind": "AGREEMENT",
        },
        "propose",
    ),
    "matters:asked": (lambda c, w: {"consequence": "Något annat"}, "describe_asked"),
    "matters:standpoint": (
        lambda c, w: {"taken_on": _now(), "text": "Vi tycker annat.", "next_step": "DROP"},
        "take_standpoint",
    ),
    "matters:share": (lambda c, w: {"understood": "on"}, "share_matter"),
    "matters:refer": (lambda c, w: {"answer_by": _soon(), "understood": "on"}, "refer"),
    "matters:refer-anew": (lambda c, w: {"answer_by": _soon(), "understood": "on"}, "refer_anew"),
    "matters:withdraw": (lambda c, w: {"reason": "Skälet", "understood": "on"}, "withdraw"),
    "matters:close": (lambda c, w: {"note": "Klart"}, "close_matter"),
    "matters:publish": (lambda c, w: {}, "publish_matter"),
    "matters:apply": (lambda c, w: {}, "apply"),
    "matters:document-new": (
        lambda c, w: {"title": "Nytt", "file": _file("a.pdf", making_pdf.on_page("nytt"))},
        "add_matter_document",
    ),
    "matters:document-share": (lambda c, w: {"understood": "on"}, "share_document"),
    "matters:document-secrecy": (lambda c, w: {"provision": "OSL 19:3"}, "mark_matter_document"),
    "matters:remind": (lambda c, w: {"text": "Svara gärna", "understood": "on"}, "remind"),
    "matters:receive": (lambda c, w: {"received_on": _now(), "registry_number": "KS 9/99"}, "receive"),
    "matters:local-edit": (lambda c, w: {"registry_number": "KS 8/88"}, "describe_local"),
    "matters:texts": (lambda c, w: {"summary": "Vår sammanfattning"}, "write_texts"),
    "matters:chain": (lambda c, w: _chain(c, w), "set_chain"),
    "matters:sign": (lambda c, w: {"signed_on": _now(), "signed_by": "Ordföranden"}, "sign_decision"),
    "matters:publish-answer": (lambda c, w: {}, "publish_answer"),
    "matters:record": (lambda c, w: {"decided_on": _now(), "outcome": "APPROVED", "item": "9"}, "record_decision"),
    "matters:correct": (lambda c, w: {"decided_on": _now(), "outcome": "APPROVED", "item": "9"}, "record_decision"),
    "matters:force-new": (lambda c, w: {"kind": "ANNOUNCED", "on": _now()}, "record_force"),
}


def _chain(case: Case, world: World) -> dict[str, Any]:
    from samsyn.organisations.models import Body

    board = _look(Body, uid=world[f"{case.state[-4:]}_board"])
    return {"body_1": board, "deciding": board}


def _invented(case: Case) -> dict[str, Any]:
    """One of the demonstration's people stands in the world too, when the case is about them."""
    from samsyn.accounts.models import User

    if case.state == "elin":
        User.objects.filter(email="administrator_2481@demo.example").update(email="elin@demo.example")
    return {}


def _board(world: World) -> int:
    from samsyn.organisations.models import Body

    return _look(Body, uid=world["1461_board"])


def _party(case: Case, world: World) -> int:
    from samsyn.collaborations.models import Party

    return _look(Party, uid=world[f"party_{case.state}"])


def _look(model: Any, **lookup: Any) -> int:
    from tests.conftest import wall_2_off

    with wall_2_off():
        return int(model.objects.get(**lookup).pk)


def text_in(body: bytes) -> bytes:
    """Everything readable in an answer: workbooks are zip files."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def kept_files(world: World, folder: Path) -> None:
    """The files that the world's rows speak of, and one person's second steps at sign-in."""
    from samsyn.organisations.models import Authority
    from tests.conftest import wall_2_off

    second_steps(world)

    sha256 = hashlib.sha256(FILE).hexdigest()
    with wall_2_off():
        authorities = list(Authority.objects.values_list("uid", flat=True))
    for uid in authorities:
        place = folder / "files" / str(uid) / sha256[:2]
        place.mkdir(parents=True)
        (place / sha256).write_bytes(FILE)
    (folder / "imports").mkdir()
    for name in ("own", "other"):
        (folder / "imports" / str(world[f"import_{name}"])).write_text(f"namn;parter\nInläst {name};Mellerud\n")
