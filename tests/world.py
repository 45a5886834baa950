"""A small world that every test starts from: three municipalities, people of every kind, and something of everything.

Built once through the product's own actions and kept as a template database. Then every text that somebody could have
written is marked with whose it is, so that a mark found where it does not belong is a leak.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests import servers
from tests.world_matters import Matters

TODAY_FILE = servers.HOME / "world.json"
MELLERUD, BENGTSFORS, LYCKSELE = "1461", "1460", "2481"

# key: (organisation, body, role); the order is that of the policy table
PERSONAS: dict[str, tuple[str, str, str]] = {
    "a_coordinator": (MELLERUD, "Kommunstyrelsen", "COORDINATOR"),
    "a_registrar": (MELLERUD, "Kommunstyrelsen", "REGISTRAR"),
    "a_secretary": (MELLERUD, "Kommunstyrelsen", "SECRETARY"),
    "a_chair": (MELLERUD, "Kommunstyrelsen", "CHAIR"),
    "a_opposition": (MELLERUD, "Kommunstyrelsen", "OPPOSITION_COMMISSIONER"),
    "a_administrator": (MELLERUD, "Kommunstyrelsen", "ADMINISTRATOR"),
    "a_officer": (MELLERUD, "Socialnämnden", "CASE_OFFICER"),
    "b_coordinator": (BENGTSFORS, "Kommunstyrelsen", "COORDINATOR"),
    "b_registrar": (BENGTSFORS, "Kommunstyrelsen", "REGISTRAR"),
    "b_chair": (BENGTSFORS, "Kommunstyrelsen", "CHAIR"),
    "c_coordinator": (LYCKSELE, "Kommunstyrelsen", "COORDINATOR"),
    "ex_member": (MELLERUD, "Kommunstyrelsen", "COORDINATOR"),
    "operator": ("", "", ""),
}
MARK = re.compile(
    rb"qz(\d+)c(\d+)(s?)zq"
)  # in every text: whose it is, the circle that reads it, and whether it is secret
FILE = b"%PDF-1.4 provfil"
# Text that is not somebody's prose: marking it would break what it is for.
UNMARKED = {
    "sha256",
    "media_type",
    "code",
    "county_code",
    "number",
    "import_key",
    "token_hash",
    "email",
    "password",
    "issuer",
    "subject",
    "connection",
    "url",
    "starts_text",
    "kind",
    "location",
    "actor",
    "file_name",
    "secrecy_provision",
    "word",
    "role",
    "point",
    "decision_item",
    "reported_item",
    "source_kind",
    "state",
    "address",
    "message_id",
}


@dataclass
class World:
    """Where things are: names to uids and keys."""

    uids: dict[str, UUID] = field(default_factory=dict)
    pks: dict[str, int] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "World":
        told = json.loads(TODAY_FILE.read_text())
        return cls({name: UUID(uid) for name, uid in told["uids"].items()}, told["pks"], told["people"])

    def __getitem__(self, name: str) -> UUID:
        return self.uids[name]

    @contextmanager
    def acting(self, persona: str) -> Iterator[Any]:
        """Inside, the database answers as it answers this person."""
        from django.db import transaction

        from samsyn.isolation.acting import acting_as, reader

        told = self.people[persona]
        uid = told.get("assignment")
        with acting_as(told["person"], UUID(uid) if uid else None), transaction.atomic():
            yield reader()


class _Builder:
    def __init__(self) -> None:
        from samsyn.isolation import clock

        self.world = World()
        self.today = clock.today()
        self.at = clock.now()

    # --- people -------------------------------------------------------------------------------------------------
    def people(self) -> None:
        from django.db import transaction

        from samsyn.accounts.models import ApiKey, Person, User
        from samsyn.isolation.acting import acting_as, reader
        from samsyn.organisations import actions, reference
        from samsyn.organisations.models import Assignment, Body, Organisation

        since = self.today - timedelta(days=400)
        admins = {}
        for code in (MELLERUD, BENGTSFORS, LYCKSELE):
            found = Organisation.objects.using("owner").get(code=code)
            self.world.pks[code], self.world.uids[code] = found.pk, found.uid
            key = "a_administrator" if code == MELLERUD else f"administrator_{code}"
            admins[code] = reference.open_organisation(
                found, name=f"Person {key}", email=f"{key}@demo.example", starts_on=since
            )
            self._person(key, admins[code])
        for code in (MELLERUD, BENGTSFORS):
            with acting_as(admins[code].person_id, admins[code].uid), transaction.atomic():
                ours = Organisation.objects.get(code=code)
                body = actions.create_body(
                    ours, by=reader(), at=self.at, kind="COMMITTEE", name="Socialnämnden", decides=True
                )
                self.world.uids[f"{code}_committee"] = body.uid
                board = Body.objects.get(organisation=ours, kind="EXECUTIVE_BOARD")
                self.world.uids[f"{code}_board"] = board.uid
                path = actions.set_path(ours, by=reader(), at=self.at, bodies=[body, board], starts_on=since)
                self.world.uids[f"{code}_path"] = path.uid
                days = [
                    {
                        "sits_on": self.today + timedelta(days=d),
                        "copy_deadline_on": None,
                        "mailing_on": None,
                        "note": "",
                    }
                    for d in (30, 60)
                ]
                actions.add_sittings(board, days, by=reader(), at=self.at)
                self.world.uids[f"{code}_sitting"] = board.sittings.first().uid
                old = actions.create_body(
                    ours,
                    by=reader(),
                    at=self.at,
                    kind="COMMITTEE",
                    name="Gamla nämnden",
                    decides=True,
                    starts_on=since,
                    ends_on=self.today,
                )
                self.world.uids[f"{code}_ended_body"] = old.uid
        for key, (code, name, role) in PERSONAS.items():
            if key in self.world.people:
                continue
            if not code:
                person = Person.objects.using("owner").create(
                    name=f"Person {key}", organisation_id=self.world.pks[MELLERUD]
                )
                User(email=f"{key}@demo.example", person=person, password="!").save(using="owner")
                self.world.people[key] = {"person": person.pk, "email": f"{key}@demo.example"}
                self.world.uids[f"person_{key}"] = person.uid
                continue
            with acting_as(admins[code].person_id, admins[code].uid), transaction.atomic():
                body = Body.objects.select_related("organisation").get(organisation__code=code, name=name)
                ends = self.today if key == "ex_member" else None
                given = actions.give_assignment(
                    body, by=reader(), at=self.at, role=role, name=f"Person {key}", starts_on=since, ends_on=ends
                )
                User.objects.create_user(f"{key}@demo.example", "ett-långt-lösenord-" + key, person=given.person)
            self._person(key, given)
        with self.world.acting("a_coordinator") as by:
            added = actions.register_organisation(by=by, at=self.at, kind="MUNICIPAL_ASSOCIATION", name="Provförbundet")
            self.world.uids["organisation_added"] = added.uid
        for name, persona, write in (
            ("read", "a_coordinator", False),
            ("write", "a_coordinator", True),
            ("b", "b_coordinator", True),
        ):
            with self.world.acting(persona) as by:
                key, secret = actions.make_key(
                    by=by, at=self.at, purpose="prov", may_write=write, expires_on=self.today + timedelta(days=200)
                )
                self.world.uids[f"key_{name}"] = key.uid
                self.world.people[f"token_{name}"] = {"secret": secret}
        assert ApiKey.objects.count() == 3
        assert Assignment.objects.using("owner").count() > 10

    def _person(self, key: str, assignment: Any) -> None:
        self.world.people[key] = {
            "person": assignment.person_id,
            "assignment": str(assignment.uid),
            "email": f"{key}@demo.example",
            "authority": assignment.authority_id,
            "organisation": assignment.organisation_id,
        }
        self.world.uids[f"person_{key}"] = assignment.person.uid
        self.world.uids[f"assignment_{key}"] = assignment.uid

    # --- networks and forums --------------------------------------------------------------------------------------
    def networks(self) -> None:
        from samsyn.accounts.models import Person
        from samsyn.networks import actions
        from samsyn.organisations.models import Authority, Organisation

        start = self.today - timedelta(days=300)
        for key, persona, to, members in (
            ("draft", "a_coordinator", None, (MELLERUD, BENGTSFORS)),
            ("shared", "a_coordinator", "SHARED", (MELLERUD, BENGTSFORS)),
            ("published", "a_coordinator", "PUBLISHED", (MELLERUD, BENGTSFORS)),
            ("ended", "a_coordinator", "SHARED", (MELLERUD, BENGTSFORS)),
            ("other", "b_coordinator", None, (BENGTSFORS,)),
            ("offered", "a_coordinator", "SHARED", (MELLERUD, BENGTSFORS)),
        ):
            with self.world.acting(persona) as by:
                network = actions.found_network(
                    by=by,
                    at=self.at,
                    name=f"Nätverket {key}",
                    purpose="Syftet",
                    vision="Synen",
                    rests_on="Avsikt",
                    source="Källan",
                    starts_on=start,
                )
                actions.add_members(
                    network,
                    Organisation.objects.filter(code__in=members),
                    by=by,
                    at=self.at,
                    starts_on=start,
                    note="not",
                )
                actions.set_presidency(
                    network,
                    Organisation.objects.get(code=members[0]),
                    by=by,
                    at=self.at,
                    starts_on=start,
                    ends_on=self.today + timedelta(days=60),
                    note="not",
                )
                forum = actions.found_forum(
                    by=by,
                    at=self.at,
                    network=network,
                    name=f"Forumet {key}",
                    short_name="F",
                    purpose="Att bereda",
                    mandate="Får föreslå",
                    reports_to="alla",
                    source="Källan",
                    starts_on=start,
                )
                seats = actions.add_seats(
                    forum,
                    Organisation.objects.filter(code__in=members).order_by("-code"),
                    by=by,
                    at=self.at,
                    kind="OTHER",
                    title="Platsen",
                    starts_on=start,
                )
                if to:
                    actions.set_openness(network, by=by, at=self.at, to=to)
                    actions.set_openness(forum, by=by, at=self.at, to=to)
                if key == "offered":
                    theirs = Authority.objects.get(pk=self.world.people["b_coordinator"]["authority"])
                    for thing in (network, forum):
                        actions.offer_keeping(thing, theirs, by=by, at=self.at)
                if key == "ended":
                    actions.end_network(network, by=by, at=self.at, ends_on=self.today - timedelta(days=5))
                self.world.uids[f"network_{key}"], self.world.uids[f"forum_{key}"] = network.uid, forum.uid
                self.world.pks[f"membership_{key}"] = network.memberships.first().pk
                for seat in seats:
                    self.world.pks[f"seat_{key}_{seat.organisation.code}"] = seat.pk
        with self.world.acting("a_registrar") as by:
            seat = actions.Seat.objects.select_related("organisation").get(pk=self.world.pks[f"seat_shared_{MELLERUD}"])
            seat.owner = actions.Forum.objects.named_on(self.today).get(uid=self.world["forum_shared"])
            holder = actions.appoint(
                seat, Person.objects.get(pk=self.world.people["a_chair"]["person"]), by=by, at=self.at, starts_on=start
            )
            self.world.pks["holder_shared"] = holder.pk

    # --- the register ---------------------------------------------------------------------------------------------
    def register(self) -> None:
        from samsyn.collaborations import actions
        from samsyn.collaborations.models import GoverningDocument
        from samsyn.documents.files import Stored
        from samsyn.organisations.models import Organisation

        start = self.today - timedelta(days=800)
        for key, persona, to, stage in (
            ("draft", "a_coordinator", None, "IN_FORCE"),
            ("shared", "a_coordinator", "SHARED", "IN_FORCE"),
            ("published", "a_coordinator", "PUBLISHED", "IN_FORCE"),
            ("ended", "a_coordinator", "SHARED", "IN_FORCE"),
            ("other", "b_coordinator", None, "IN_FORCE"),
            ("outside", "c_coordinator", None, "IDEA"),
            ("committee", "a_officer", None, "IN_FORCE"),
        ):
            with self.world.acting(persona) as by:
                texts = (
                    "purpose",
                    "stays_local",
                    "for_residents",
                    "for_employees",
                    "cost_rule",
                    "staff",
                    "risk",
                    "external_delegation",
                    "note",
                    "area_text",
                    "archive_responsible",
                    "controller",
                    "source",
                )
                made = actions.register(
                    by=by,
                    at=self.at,
                    name=f"Samverkan {key}",
                    area="SOCIAL",
                    form="CONTRACT",
                    legal_basis="KL 9:37",
                    stage=stage,
                    starts_on=start,
                    **{name: name for name in texts},
                )
                codes = (MELLERUD, BENGTSFORS) if key != "outside" else (LYCKSELE, "2421")
                parties = actions.add_parties(
                    made,
                    Organisation.objects.filter(code__in=codes).order_by("-code"),
                    by=by,
                    at=self.at,
                    extent="allt",
                    starts_on=start,
                    source="källa",
                )
                actions.change_party(
                    parties[0],
                    by=by,
                    at=self.at,
                    registry_number="KS 1",
                    decided_by="fullmäktige",
                    follow_up="den som följer",
                    ownership_share="hälften",
                    doubt="",
                )
                actions.set_contact(
                    made,
                    by=by,
                    at=self.at,
                    kind="OFFICIAL",
                    name="Kontakten",
                    office="kontoret",
                    email="kontoret@demo.example",
                )
                document = actions.add_document(
                    made,
                    by=by,
                    at=self.at,
                    kind="AGREEMENT",
                    title="Avtalet",
                    edition="1",
                    starts_on=start,
                    ends_on=self.today + timedelta(days=200),
                    notice_months=3,
                    notice_anchor="END_OF_TERM",
                    entry_note="villkor",
                    source="källa",
                )
                actions.sign(document, parties[0], by=by, at=self.at, signed_on=start, signed_by="den som skrev under")
                stored = Stored(hashlib.sha256(FILE).hexdigest(), len(FILE), "avtal.pdf", "application/pdf")
                GoverningDocument.objects.filter(pk=document.pk).update(
                    sha256=stored.sha256, size=stored.size, file_name=stored.name, media_type=stored.media_type
                )
                hidden = actions.add_document(
                    made, by=by, at=self.at, kind="OTHER", title="Bilagan", edition="1", starts_on=start
                )
                hidden.owner = made
                actions.sign(hidden, parties[0], by=by, at=self.at, signed_on=start, signed_by="den som skrev under")
                actions.mark_secret(hidden, by=by, at=self.at, provision="OSL 18:8")
                actions.check_points(made, by=by, at=self.at, form="CONTRACT", answers={"KL9:37.1": (True, "punkt 1")})
                if to:
                    actions.set_openness(made, by=by, at=self.at, to=to)
                if key == "ended":
                    actions.change_stage(
                        made, by=by, at=self.at, stage="ENDED", starts_on=self.today - timedelta(days=5), note="slut"
                    )
                self.world.uids[f"collaboration_{key}"] = made.uid
                (
                    self.world.uids[f"party_{key}"],
                    self.world.uids[f"document_{key}"],
                    self.world.uids[f"secret_{key}"],
                ) = parties[1].uid, document.uid, hidden.uid
                self.world.uids[f"contact_{key}"] = made.contacts.get().uid
        for key, persona in (("own", "a_coordinator"), ("other", "b_coordinator")):
            from samsyn.collaborations.models import ImportRun

            with self.world.acting(persona) as by:
                run = ImportRun.objects.create(
                    authority_id=by.authority,
                    organisation_id=by.organisation,
                    person_id=by.person,
                    file_name=f"fil-{key}.csv",
                    sha256="0" * 64,
                    state="READ",
                    made_at=self.at,
                    total=1,
                    rows=[
                        {
                            "place": "1",
                            "name": "Rad",
                            "outcome": "CREATE",
                            "changes": [],
                            "errors": [],
                            "doubts": [],
                            "parties": 0,
                        }
                    ],
                )
                self.world.uids[f"import_{key}"] = run.uid

    # --- marks ----------------------------------------------------------------------------------------------------
    def mark(self) -> None:
        """Write into every text whose it is: the authority that owns the row, and the kind of circle that reads it."""
        from django.apps import apps
        from django.db import models

        with servers.administrator(servers.WORLD) as admin:
            for model in apps.get_models():
                meta = model._meta
                columns = {f.column for f in meta.fields}
                if (
                    meta.app_label not in ("collaborations", "dispatch", "matters", "networks")
                    or meta.db_table.startswith('"public')
                    or meta.object_name.endswith("Event")
                ):
                    continue
                who = (
                    "authority_id" if "authority_id" in columns else "0"
                )  # a municipality's own part: its circle reads it
                if who == "0" and "circle_id" not in columns:
                    continue
                secret = (
                    "case when secrecy_provision <> '' then 's' else '' end" if "secrecy_provision" in columns else "''"
                )
                circle = "circle_id" if "circle_id" in columns else "0"
                mark = f"' qz' || {who} || 'c' || {circle} || {secret} || 'zq'"
                for f in meta.fields:
                    plain = (
                        isinstance(f, (models.CharField, models.TextField)) and not f.choices and f.name not in UNMARKED
                    )
                    if plain and not isinstance(f, (models.UUIDField, models.GeneratedField)):
                        text, most = f'"{f.column}"', f.max_length or 5000
                        admin.execute(
                            f"update \"{meta.db_table}\" set {text} = left({text} || {mark}, {most}) where {text} <> ''"
                        )
        self._copy_anew()

    def _copy_anew(self) -> None:
        """What follows from the texts follows from the marked ones: search entries and public copies."""
        from samsyn.collaborations import publishing as register
        from samsyn.collaborations.models import Collaboration
        from samsyn.matters import publishing as matters
        from samsyn.matters.models import LocalMatter, Matter
        from samsyn.networks import publishing
        from samsyn.networks.models import Forum, Network

        for persona in ("a_coordinator", "b_coordinator", "c_coordinator", "a_officer"):
            with self.world.acting(persona) as by:
                register.bring_up_to_date(
                    Collaboration.objects.filter(authority=by.authority), today=self.today, at=self.at
                )
                for model in (Network, Forum):
                    for thing in model.objects.filter(authority=by.authority):
                        publishing.bring_up_to_date(thing, today=self.today, at=self.at)
                for matter in Matter.objects.filter(authority=by.authority).select_related("authority", "forum"):
                    matters.bring_up_to_date(matter, at=self.at)
                for local in LocalMatter.objects.filter(authority=by.authority).select_related(
                    "matter", "organisation", "referral"
                ):
                    matters.bring_part_up_to_date(local, at=self.at)


def build() -> None:
    builder = _Builder()
    builder.people()
    builder.networks()
    builder.register()
    Matters(builder.world, builder.at).build()
    builder.mark()
    told = builder.world
    TODAY_FILE.write_text(
        json.dumps(
            {
                "uids": {name: str(uid) for name, uid in told.uids.items()},
                "pks": told.pks,
                "people": told.people,
            }
        )
    )
