"""Matters as people make them, each step by somebody with an assignment for it; up to five municipalities."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import Person, User
from samsyn.dispatch import jobs as dispatch_jobs
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.matters import jobs
from samsyn.matters.actions import deciding, preparing, referring
from samsyn.matters.changes import Change, ProposedParty
from samsyn.matters.models import ChainStep, Decision, LocalMatter, Matter, Proposal, Referral
from samsyn.networks import actions as networks
from samsyn.networks.models import Forum
from samsyn.organisations import actions as organisations
from samsyn.organisations import reference
from samsyn.organisations.models import Assignment, Authority, Body, Organisation
from tests.conftest import wall_2_off
from tests.world import World

MELLERUD, BENGTSFORS, AMAL, FARGELANDA, DALS_ED = "1461", "1460", "1492", "1439", "1438"
DALSLAND = (MELLERUD, BENGTSFORS, AMAL, FARGELANDA, DALS_ED)
TEXT = "1. Kommunen ingår avtalet om gemensam jour."
ALL = {"kind": "ALL"}
PASSWORD = "ett-långt-lösenord"


@dataclass
class Post:
    """Somebody's assignment, by which they act."""

    person: int
    assignment: UUID
    email: str

    @contextmanager
    def acting(self) -> Iterator[Any]:
        with acting_as(self.person, self.assignment), transaction.atomic():
            yield reader()

    def signed_in(self) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=self.email))
        return client


@dataclass
class Dalsland:
    """Mellerud keeps the papers of a forum where each of the others that are open has a seat."""

    world: World
    codes: Sequence[str]
    forum: UUID = field(init=False)
    registrars: dict[str, Post] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    keeper: Post = field(init=False)

    def __post_init__(self) -> None:
        self.keeper = self.persona("a_coordinator")
        for code in self.codes:
            self._open(code)
        self._found_forum()

    def persona(self, name: str) -> Post:
        told = self.world.people[name]
        return Post(told["person"], UUID(told["assignment"]), told["email"])

    def _open(self, code: str) -> None:
        """Its registry can be reached, it has a usual way through its bodies, and a registrar."""
        known = {MELLERUD: "a_administrator", BENGTSFORS: f"administrator_{BENGTSFORS}"}
        if code in known:
            administrator = self.persona(known[code])
        else:
            with wall_2_off():
                administrator = opened_here(Organisation.objects.get(code=code), f"administrator-{code}@demo.example")
        with administrator.acting() as by:
            who = {"by": by, "at": clock.now()}
            ours = Organisation.objects.get(code=code)
            self.uids[code] = str(ours.uid)
            bodies = {one.name: one for one in Body.objects.filter(organisation=ours).select_related("organisation")}
            board, council = bodies["Kommunstyrelsen"], bodies["Kommunfullmäktige"]
            authority = Authority.objects.get(pk=board.authority_id)
            organisations.describe_authority(authority, registry_email=f"registrator-{code}@demo.example", **who)
            if code not in known:
                organisations.set_path(ours, bodies=[board, council], **who)
                self.registrars[code] = self._invited(board, code, who)
        if code in known:
            self.registrars[code] = self.persona("a_registrar" if code == MELLERUD else "b_registrar")

    def _invited(self, board: Body, code: str, who: dict[str, Any]) -> Post:
        email = f"registrator-{code}@demo.example"
        given = organisations.give_assignment(board, role="REGISTRAR", name=f"Registrator {code}", **who)
        User.objects.create_user(email, PASSWORD, person=Person.objects.get(pk=given.person_id))
        return Post(given.person_id, given.uid, email)

    def _found_forum(self) -> None:
        with self.keeper.acting() as by:
            who = {"by": by, "at": clock.now()}
            made = networks.found_forum(name="Jourforumet", starts_on=by.today - timedelta(days=90), **who)
            seated = Organisation.objects.filter(code__in=self.codes)
            networks.add_seats(made, seated, kind="OTHER", title="Plats", starts_on=None, **who)
            networks.set_openness(made, to="SHARED", **who)
            self.forum = made.uid

    # --- steps ------------------------------------------------------------------------------------------------------
    def prepare(self, title: str = "Gemensam jour", **more: Any) -> Matter:
        """Raised, proposed and shared."""
        with self.keeper.acting() as by:
            who = {"by": by, "at": clock.now()}
            forum = Forum.objects.named_on(by.today).get(uid=self.forum)
            matter = preparing.raise_matter(forum, title=title, area="SOCIAL", **who)
            self.propose(matter, **more)
            matter.refresh_from_db()
            return preparing.share_matter(matter, **who)

    def propose(
        self,
        matter: Matter,
        *,
        text: str = TEXT,
        condition: Sequence[dict[str, Any]] = (ALL,),
        codes: Sequence[str] = (),
        **facts: Any,
    ) -> Proposal:
        with self.keeper.acting() as by:
            named = tuple(self.uids[code] for code in codes or self.codes)
            told = {"kind": "START", "name": "Jouren", "area": "SOCIAL", "form": "CONTRACT", **facts}
            if told["kind"] == "START":
                told.setdefault("parties", tuple(ProposedParty(uid) for uid in named))
            change = Change(named=named, **told)
            matter = Matter.objects.get(pk=matter.pk)
            return preparing.propose(matter, text=text, change=change, condition=condition, by=by, at=clock.now())

    def refer(self, matter: Matter, *, answer_by: date | None = None, anew: bool = False) -> Matter:
        act = referring.refer_anew if anew else referring.refer
        with self.keeper.acting() as by:
            return act(Matter.objects.get(pk=matter.pk), by=by, at=clock.now(), answer_by=answer_by)

    def referred(self, **more: Any) -> Matter:
        return self.refer(self.prepare(**more))

    def receive(self, matter: Matter, code: str, number: str = "") -> LocalMatter:
        with self.registrars[code].acting() as by:
            return deciding.receive(
                self.referral(matter, code), by=by, at=clock.now(), received_on=by.today, registry_number=number
            )

    def referral(self, matter: Matter, code: str) -> Referral:
        found = Referral.objects.select_related("matter", "proposal", "organisation")
        return found.get(matter=matter, organisation__code=code)

    def step(self, matter: Matter, code: str, *, deciding: bool = True) -> ChainStep:
        steps = ChainStep.objects.select_related(
            "body", "local__matter", "local__referral__proposal", "local__organisation", "organisation"
        )
        return steps.filter(local__matter=matter, organisation__code=code, deciding=deciding).first()  # type: ignore[return-value]

    def decide(self, matter: Matter, code: str, outcome: str = "APPROVED", **more: Any) -> Decision:
        """Received, unless it has been, and decided today by the body that decides."""
        with wall_2_off():
            there = LocalMatter.objects.filter(matter=matter, organisation__code=code).exists()
        if not there:
            self.receive(matter, code)
        with self.registrars[code].acting() as by:
            return deciding.record_decision(
                self.step(matter, code), by=by, at=clock.now(), **{"decided_on": by.today, "outcome": outcome, **more}
            )

    def clients(self) -> dict[str, Client]:
        return {code: post.signed_in() for code, post in self.registrars.items()}


def opened_here(organisation: Organisation, email: str) -> Post:
    """As the platform's own command lets an organisation in, within the test's transaction."""
    let_in: Any = reference.open_organisation.__wrapped__  # type: ignore[attr-defined]  the same, in no transaction of its own
    given: Assignment = let_in(
        organisation, name="Administratören", email=email, starts_on=date(2020, 1, 1), using="default"
    )
    return Post(given.person_id, given.uid, email)


def run_jobs() -> int:
    """What the worker would do now, in this very transaction; returns how many jobs there were."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    tasks: dict[str, Any] = {"apply_entry": jobs.apply_entry, "deliver": dispatch_jobs.deliver}
    done: set[int] = set()
    while waiting := list(
        ProcrastinateJob.objects.filter(task_name__in=tasks, scheduled_at=None).exclude(pk__in=done).order_by("pk")
    ):
        for job in waiting:
            tasks[job.task_name](**job.args)
            done.add(job.pk)
    return len(done)


def sent(post: Post, client: Client, route: str, *args: Any, **answers: Any) -> Any:
    """A form sent straight away by somebody, with a key of its own."""
    from uuid import uuid4

    told = {"acting": str(post.assignment), "key": str(uuid4()), **answers}
    return client.post(reverse(route, args=args), told)
