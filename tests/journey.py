"""A matter's whole journey, once, as data: five municipalities, from the forum to the register.

Whoever drives it (`Driver`: the API, the command line, a browser) does each step as the person named, on its day, and
nothing else; what a step is about is found in what that person may read. The days lie in 2026, whatever day it is.
"""

import fcntl
import io
import json
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests import servers

MELLERUD, BENGTSFORS, AMAL, FARGELANDA, DALS_ED = "1461", "1460", "1492", "1439", "1438"
CODES = (MELLERUD, BENGTSFORS, AMAL, FARGELANDA, DALS_ED)
OUTSIDE = "1440"
KEEPER, COORDINATOR_B, OUTSIDER = "samordnare", "samordnare-b", "utanför"
START = date(2026, 3, 2)
TEMPLATE = "samsyn_journey"
BOARD, COUNCIL, PREPARES = "Kommunstyrelsen", "Kommunfullmäktige", "Arbetsutskottet"


def day(number: int) -> date:
    """So many days after the matter is raised."""
    return START + timedelta(days=number)


def email(who: str) -> str:
    names = {KEEPER: "samordnare", COORDINATOR_B: "samordnare-b", OUTSIDER: "utanfor"}
    return f"{names.get(who) or f'registrator-{who}'}@demo.example"


@dataclass(frozen=True)
class Named:
    """Something that has its uid or SHA-256 from the program: a paper, a body, a municipality's wording."""

    kind: str
    name: str


@dataclass(frozen=True)
class Step:
    """What one person does one day. `at`: the municipality, body or paper that it is about."""

    day: int
    who: str
    verb: str
    values: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    about: str = ""
    file: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.day), self.who, self.verb, self.about, self.body) if part)


TEXT = (
    "1. Kommunen ingår avtalet om gemensam jour.\n"
    "2. Avtalet gäller från och med den 1 september 2026.\n"
    "3. Kostnaden delas efter invånarantal."
)
CHANGED = TEXT.replace("efter invånarantal", "lika mellan kommunerna till och med 2027, därefter efter invånarantal")
PROPOSED: dict[str, Any] = {
    "kind": "START",
    "text": TEXT,
    "note": "Första versionen",
    "name": "Gemensam jour i Dalsland",
    "area": "SOCIAL",
    "form": "CONTRACT",
    "legal_basis": "KL 9:37",
    "purpose": "En jour som räcker till för alla fem.",
    "cost_rule": "Efter invånarantal den 1 november året före.",
    "named": list(CODES),
    "host": MELLERUD,
    "extents": {"Dals-Ed": "endast helger"},
    "starts_on": date(2026, 9, 1),
    "agreement_title": "Avtal om gemensam jour",
    "agreement_kind": "AGREEMENT",
    "agreement_edition": "1",
    "agreement_document": Named("paper", "Avtalet"),
    "agreement_ends_on": date(2029, 1, 1),
    "agreement_renewal_months": 12,
    "agreement_notice_months": 6,
    "agreement_notice_anchor": "END_OF_TERM",
    "all_must": True,
}


def yes(**more: Any) -> dict[str, Any]:
    return {"outcome": "APPROVED", "accepts": [Named("wording", "Åmål")], **more}


def _prepared() -> Iterator[Step]:
    """In the forum: a draft, two versions, papers, what it means for each, a standpoint; then it goes out."""
    yield Step(0, KEEPER, "raise", {
        "title": "Gemensam jour", "area": "SOCIAL", "background": "Jouren är svår att bemanna var för sig.",
        "registry_number": "KS 2026/17",
    })  # fmt: skip
    yield Step(0, KEEPER, "add_document", {"title": "Avtalet"}, file="avtal.pdf")
    yield Step(0, KEEPER, "add_document", {"title": "Riskbedömning"}, file="riskbedomning.pdf")
    yield Step(0, KEEPER, "propose", PROPOSED)
    yield Step(1, KEEPER, "mark_document", {"provision": "OSL 18:8"}, about="Riskbedömning")
    yield Step(1, KEEPER, "change", {"answer_by": day(120)})
    yield Step(1, KEEPER, "consequence", {"consequence": "En tjänst flyttas hit."}, about=MELLERUD)
    yield Step(1, KEEPER, "consequence", {"consequence": "Jouren köps bara på helger."}, about=DALS_ED)
    yield Step(2, KEEPER, "share")
    yield Step(2, KEEPER, "share_document", about="Avtalet")
    yield Step(4, KEEPER, "standpoint", {
        "taken_on": day(3), "text": "Forumet förordar avtalet.", "next_step": "REFER",
    })  # fmt: skip
    yield Step(5, KEEPER, "set_condition", {
        "all_must": True, "legal_force": True, "note": "Först när alla beslut har laga kraft",
    })  # fmt: skip
    yield Step(6, KEEPER, "refer", {"answer_by": day(120)})


def _received() -> Iterator[Step]:
    for code in CODES:
        on = 9 if code == DALS_ED else 8
        yield Step(on, code, "receive", {"received_on": day(on), "registry_number": f"KS 2026/{code}"}, about=code)
    way = {"bodies": [Named("body", name) for name in (PREPARES, BOARD, COUNCIL)], "deciding": Named("body", COUNCIL)}
    yield Step(9, MELLERUD, "path", way, about=MELLERUD)
    yield Step(9, MELLERUD, "registry", {"officer": "Handläggare Holm"}, about=MELLERUD)
    yield Step(9, MELLERUD, "texts", {"preamble": "Melleruds ingress.", "economy": "Ryms i budget."}, about=MELLERUD)


def _decided() -> Iterator[Step]:
    """Åmål with changes; the others after it, each in its own way, to Åmål's wording."""
    for code, on, outcome in ((AMAL, 20, "APPROVED_WITH_CHANGES"), (FARGELANDA, 22, "APPROVED")):
        more = {"wording": CHANGED} if outcome == "APPROVED_WITH_CHANGES" else {}
        yield Step(on, code, "decide", {"decided_on": day(on), "outcome": outcome, "item": "41", **more}, BOARD)
    yield Step(31, AMAL, "decide", {
        "decided_on": day(30), "outcome": "APPROVED_WITH_CHANGES", "item": "52", "wording": CHANGED,
        "votes_for": 28, "votes_against": 7, "abstained": 1, "reservations": "Anna Ek (X) till förmån för förslaget.",
        "reason": "Kostnaden får inte öka första året.",
    }, COUNCIL, file="utdrag.pdf")  # fmt: skip
    yield Step(24, MELLERUD, "decide", {"decided_on": day(24), "outcome": "NOTED", "item": "5"}, PREPARES)
    yield Step(33, MELLERUD, "decide", {"decided_on": day(33), "item": "66", **yes(accepts=[])}, BOARD)
    yield Step(36, FARGELANDA, "decide", {
        "decided_on": day(36), "outcome": "REMITTED", "item": "30", "minority": True, "votes_for": 11,
        "votes_against": 20, "reason": "Fler uppgifter om kostnaden behövs.",
    }, COUNCIL)  # fmt: skip
    yield Step(45, MELLERUD, "decide", yes(decided_on=day(45), item="80", votes_for=33, votes_against=0), COUNCIL,
               file="utdrag.pdf")  # fmt: skip
    yield Step(47, BENGTSFORS, "decide", yes(
        decided_on=day(46), item="19", these=[MELLERUD, AMAL], preferred_form="JOINT_COMMITTEE",
    ), COUNCIL)  # fmt: skip
    yield Step(50, DALS_ED, "decide", {
        "decided_on": day(49), "outcome": "REJECTED", "item": "12", "reason": "För dyrt.",
    }, COUNCIL)  # fmt: skip
    yield Step(51, DALS_ED, "correct", yes(decided_on=day(49), item="21", at_least=3), COUNCIL)
    yield Step(65, FARGELANDA, "decide", yes(decided_on=day(64), item="55", votes_for=30, votes_against=1), COUNCIL)


def _in_force() -> Iterator[Step]:
    """Announced, one too short and one appealed; when the last is confirmed the condition holds."""
    days = {AMAL: 33, MELLERUD: 48, BENGTSFORS: 49, DALS_ED: 52, FARGELANDA: 67}

    def force(on: int, code: str, kind: str, note: str = "") -> Step:
        return Step(on, code, "force", {"kind": kind, "on": day(on), "note": note}, COUNCIL)

    yield force(days[AMAL], AMAL, "ANNOUNCED")
    yield force(days[AMAL] + 10, AMAL, "TAKEN_DOWN")
    yield force(days[AMAL] + 11, AMAL, "ANNOUNCED", "Anslaget på nytt")
    for code in (MELLERUD, BENGTSFORS, DALS_ED, FARGELANDA):
        yield force(days[code], code, "ANNOUNCED")
    yield force(60, BENGTSFORS, "APPEALED", "Förvaltningsrätten, mål 1234-26")
    yield force(80, BENGTSFORS, "APPEAL_ENDED", "Avslaget")
    for number, code in enumerate((AMAL, MELLERUD, DALS_ED, BENGTSFORS, FARGELANDA)):
        yield force(92 + number, code, "CONFIRMED", "Intyg från förvaltningsrätten")
    for number, code in enumerate(CODES):
        yield Step(100 + number, code, "sign", {"signed_on": day(99), "signed_by": f"Ordföranden i {code}"}, about=code)
    yield Step(106, MELLERUD, "publish_answer", about=MELLERUD)
    yield Step(106, KEEPER, "publish")
    yield Step(110, KEEPER, "close", {"note": "Gäller nu."})


def steps() -> list[Step]:
    """The journey, by day; on one day in the order they are told."""
    return sorted([*_prepared(), *_received(), *_decided(), *_in_force()], key=lambda step: step.day)


READ_AFTER = ("refer", "receive", "close")  # when board, plan, timeline and condition are read and compared too


@dataclass
class Walked:
    """What came of the journey: all that those who took part may read and export, and what the register says."""

    told: dict[str, dict[str, Any]]
    seen: list[Any]
    exports: dict[str, bytes]
    register: dict[str, Any]


# --- driving --------------------------------------------------------------------------------------------------------
class Driver(ABC):
    """Somebody who walks the journey by one door."""

    def __init__(self) -> None:
        self.matter = ""
        self.forum = forum()
        self.seen: list[Any] = []

    def walk(self) -> None:
        """All of it, each step on its day, with what Samsyn does by itself in between."""
        for number, step in enumerate(steps()):
            with at(step.day, number):
                self.take(step)
                work()
                if step.verb in READ_AFTER:
                    self.seen.append(self.views(KEEPER))

    def walked(self) -> Walked:
        """Walk it, and look at what came of it."""
        self.walk()
        with at(111):
            told = {who: self.read(who) for who in (KEEPER, *CODES)}
            exports = {who: self.export(who) for who in (KEEPER, BENGTSFORS)}
            return Walked(told, self.seen, exports, register_of(told[KEEPER]["entry"]["collaboration"]))

    @abstractmethod
    def take(self, step: Step) -> None: ...

    @abstractmethod
    def read(self, who: str) -> dict[str, Any]:
        """The matter, with all that they may see of it."""

    @abstractmethod
    def views(self, who: str) -> Any:
        """Board, plan, timeline and condition."""

    @abstractmethod
    def export(self, who: str) -> bytes: ...

    def referral(self, told: dict[str, Any], code: str) -> dict[str, Any]:
        return next(one for one in told["referrals"] if one["organisation"]["code"] == code)

    def subject(self, step: Step) -> str:
        """The uid of what a step is about."""
        if step.verb == "raise":
            return self.forum
        told = self.read(step.who)
        match step.verb:
            case "mark_document" | "share_document":
                return str(next(one["uid"] for one in told["documents"] if one["title"] == step.about))
            case "receive":
                return str(self.referral(told, step.about)["uid"])
            case "path" | "registry" | "texts" | "sign" | "publish_answer":
                return str(self.referral(told, step.about)["local"]["uid"])
            case "decide" | "correct" | "force":
                return self._of_body(told, step)
        return self.matter

    def _of_body(self, told: dict[str, Any], step: Step) -> str:
        local = self.referral(told, step.who)["local"]
        found = next(one for one in local["steps"] if one["body"]["name"] == step.body)
        return str(found["uid"] if step.verb == "decide" else found["decisions"][-1]["uid"])

    def version(self, step: Step) -> int:
        """What was read: of the matter, of what a municipality is asked, or of its own part."""
        told = self.read(step.who)
        match step.verb:
            case "registry":
                return int(self.referral(told, step.about)["local"]["version"])
            case "consequence":
                return int(next(one for one in told["asked"] if one["organisation"]["code"] == step.about)["version"])
        return int(told["version"])

    def resolved(self, value: Any, told: dict[str, Any]) -> Any:
        """Values with what the program has named in them."""
        if isinstance(value, Named):
            return self.named(value, told)
        if isinstance(value, list):
            return [self.resolved(one, told) for one in value]
        return value

    def named(self, thing: Named, told: dict[str, Any]) -> str:
        if thing.kind == "paper":
            return str(next(one["uid"] for one in told["documents"] if one["title"] == thing.name))
        assert thing.kind == "wording", thing
        return str(next(one["sha256"] for one in told["wordings"] if one["organisation"] == thing.name))

    def values(self, step: Step) -> dict[str, Any]:
        told = self.read(step.who) if self.matter else {}
        return {name: self.resolved(value, told) for name, value in step.values.items()}


@contextmanager
def at(number: int, minute: int = 0) -> Iterator[None]:
    """Inside it is that day of the journey, in the morning; later steps of a day come later."""
    from samsyn.isolation import clock

    moment = datetime.combine(day(number), time(8), tzinfo=ZoneInfo("Europe/Stockholm"))
    with clock.standing_at(moment + timedelta(minutes=minute)):
        yield


def work() -> None:
    """What the worker would do now: the jobs that are due, in order."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from samsyn.dispatch import jobs as dispatch
    from samsyn.isolation import clock
    from samsyn.matters import jobs

    tasks: dict[str, Any] = {
        "apply_entry": jobs.apply_entry,
        "consider_again": jobs.consider_again,
        "deliver": dispatch.deliver,
    }
    while waiting := [
        job
        for job in ProcrastinateJob.objects.filter(task_name__in=tasks, status="todo").order_by("pk")
        if job.scheduled_at is None or job.scheduled_at <= clock.now()
    ]:
        for job in waiting:
            with servers.administrator(_database()) as admin:
                admin.execute("delete from procrastinate_jobs where id = %s", [job.pk])
            tasks[job.task_name](**job.args)


def _database() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


@cache
def pdf(name: str) -> bytes:
    """A small PDF, the same bytes every time."""
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = name
    kept = io.BytesIO()
    made.save(kept, static_id=True)
    return kept.getvalue()


def register_of(uid: str) -> dict[str, Any]:
    """The collaboration as Mellerud reads it the day it begins to hold."""
    from samsyn.collaborations import queries

    with acting(KEEPER) as who:
        found = queries.detail(who["by"], UUID(uid), PROPOSED["starts_on"])
        party = (
            "role",
            "extent",
            "starts_on",
            "ends_on",
            "registry_number",
            "decided_by",
            "decided_on",
            "decision_item",
        )
        document = ("title", "edition", "kind", "starts_on", "ends_on", "sha256", "notice_months")
        return {
            "name": found.collaboration.name,
            "form": found.collaboration.form,
            "stage": found.collaboration.stage,
            "parties": [
                {"name": one.organisation.name, **{name: getattr(one, name) for name in party}} for one in found.parties
            ],
            "documents": [{name: getattr(one, name) for name in document} for one in found.documents],
        }


# --- comparing ------------------------------------------------------------------------------------------------------
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")


def opened(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without_ids_and_times(told: str, files: set[str]) -> str:
    """The text with its uids and versions numbered as they come, and no times; checksums of files stay."""
    known: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        text = found[0]
        return text if text in files else known.setdefault(text, f"id-{len(known)}")

    return TIME.sub("time", SHA256.sub(numbered, UID.sub(numbered, told)))


def compared(raw: bytes) -> dict[str, Any]:
    """An export without ids and times: what stands in it, and its files."""
    found = opened(raw)
    told = json.loads(found["matter.json"])
    sums = {one["sha256"] for one in told["files"]}
    manifest = found["manifest-sha256.txt"].decode().splitlines()
    return {
        "matter": json.loads(without_ids_and_times(json.dumps(told, ensure_ascii=False), sums)),
        "manifest": [line for line in manifest if not line.endswith("  matter.json")],
        "files": {name: content for name, content in found.items() if "/" in name},
    }


# --- where it takes place -------------------------------------------------------------------------------------------
def forum() -> str:
    """The forum where it begins."""
    from samsyn.networks.models import Forum
    from tests.conftest import wall_2_off

    with wall_2_off():
        return str(Forum.objects.values_list("uid", flat=True).get())


def prepare() -> None:
    """Make the template, unless it stands since an earlier run and nothing it comes from has changed."""
    told = servers.fingerprint(servers.ROOT / "src" / "samsyn", Path(__file__))
    state = servers.HOME / "journey.json"
    with (servers.HOME / "journey.lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        with servers.administrator() as admin:
            there = admin.execute("select 1 from pg_database where datname = %s", [TEMPLATE]).fetchone()
        if there and state.exists() and state.read_text() == told:
            return
        state.unlink(missing_ok=True)
        servers.clone(servers.MIGRATED, TEMPLATE)
        servers._run(
            "from samsyn.isolation.laying import lay_down; lay_down(); from tests.journey import lay_out; lay_out()",
            TEMPLATE,
        )
        with servers.administrator(TEMPLATE) as admin:
            admin.execute("grant execute on all functions in schema samsyn to samsyn_test")
        state.write_text(told)


def lay_out() -> None:
    """Five municipalities and one outside, with people, calendars and a forum; before the journey begins."""
    with at(-60):
        for code in (*CODES, OUTSIDE):
            _open(code)
        _found_forum()


def _open(code: str) -> None:
    from samsyn.organisations import actions as organisations
    from samsyn.organisations import reference
    from samsyn.organisations.models import Authority, Body, Organisation

    found = Organisation.objects.using("owner").get(code=code)
    given = reference.open_organisation(
        found, name=f"Administratör {code}", email=f"administrator-{code}@demo.example", starts_on=date(2020, 1, 1)
    )
    with _acting(given.person_id, given.uid) as who:
        ours = Organisation.objects.get(code=code)
        bodies = {one.name: one for one in Body.objects.filter(organisation=ours).select_related("organisation")}
        board, council = bodies[BOARD], bodies[COUNCIL]
        authority = Authority.objects.get(pk=board.authority_id)
        organisations.describe_authority(authority, registry_email=f"registrator-{code}@demo.example", **who)
        prepares = organisations.create_body(
            ours, kind="SUBCOMMITTEE", name=PREPARES, parent=board, decides=False, **who
        )
        organisations.set_path(ours, bodies=[board, council], **who)
        for body, first in ((prepares, 10), (board, 20), (council, 31)):
            days = [
                {"sits_on": day(first + 35 * n), "copy_deadline_on": day(first + 35 * n - 14), "mailing_on": None,
                 "note": ""}
                for n in range(6)
            ]  # fmt: skip
            organisations.add_sittings(body, days, **who)
        if code in CODES:
            _employ(board, code, "REGISTRAR", f"Registrator {code}", who)
        extra = {MELLERUD: KEEPER, BENGTSFORS: COORDINATOR_B, OUTSIDE: OUTSIDER}
        if code in extra:
            role = "REGISTRAR" if code == OUTSIDE else "COORDINATOR"
            _employ(board, extra[code], role, f"Samordnare {code}", who)


def _employ(body: Any, key: str, role: str, name: str, who: dict[str, Any]) -> None:
    from samsyn.accounts.models import Person, User
    from samsyn.organisations import actions as organisations

    given = organisations.give_assignment(body, role=role, name=name, **who)
    User.objects.create_user(email(key), None, person=Person.objects.get(pk=given.person_id))


def _found_forum() -> None:
    from samsyn.networks import actions as networks
    from samsyn.organisations.models import Organisation

    with acting(KEEPER) as who:
        made = networks.found_forum(name="Socialchefsforum Dalsland", starts_on=date(2024, 1, 1), **who)
        seated = Organisation.objects.filter(code__in=CODES).order_by("code")
        networks.add_seats(made, seated, kind="OTHER", title="Plats", **who)
        networks.set_openness(made, to="SHARED", **who)


@contextmanager
def acting(who: str) -> Iterator[dict[str, Any]]:
    """As that person, by their only assignment."""
    from django.db import transaction

    from samsyn.accounts.models import User
    from samsyn.isolation import clock
    from samsyn.isolation.acting import acting_as
    from samsyn.organisations.models import Assignment

    person = User.objects.get(email=email(who)).person_id
    with acting_as(person), transaction.atomic():
        assignment = Assignment.objects.filter(person=person).on(clock.today()).values_list("uid", flat=True).get()
    with _acting(person, assignment) as told:
        yield told


@contextmanager
def _acting(person: int, assignment: Any) -> Iterator[dict[str, Any]]:
    from django.db import transaction

    from samsyn.isolation import clock
    from samsyn.isolation.acting import acting_as, reader

    with acting_as(person, assignment), transaction.atomic():
        yield {"by": reader(), "at": clock.now()}
