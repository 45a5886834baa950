"""Every action asks its rule itself, whoever calls it: the pages, the API, the command line or a job."""

import ast
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from samsyn.audit.models import Event
from samsyn.collaborations import actions as register
from samsyn.collaborations.importing import runs, saving
from samsyn.collaborations.models import Collaboration, Contact, GoverningDocument, ImportRun, Party
from samsyn.common.verdict import NotAllowed
from samsyn.isolation import clock
from samsyn.matters.actions import deciding, entering, preparing, referring
from samsyn.matters.changes import Change
from samsyn.matters.models import Asked, ChainStep, Decision, LocalMatter, Matter, MatterDocument, Referral
from samsyn.networks import actions as networks
from samsyn.networks.models import Forum, Membership, Network, Seat, SeatHolder
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Assignment, Body, DecisionPath, Organisation, Sitting
from tests.conftest import wall_2_off
from tests.servers import ROOT
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = clock.today()
KEPT = (
    "collaborations/actions.py",
    "collaborations/importing",
    "matters/actions",
    "networks/actions.py",
    "organisations/actions.py",
)

# Done by the chair of Bengtsfors's executive board, who only reads, to what Mellerud keeps and has shared.
Tried = Callable[[SimpleNamespace, dict[str, Any]], Any]
REGISTER: dict[str, Tried] = {
    "register": lambda t, by: register.register(name="Ny", area="IT", **by),
    "describe": lambda t, by: register.describe(t.collaboration, purpose="Nytt", **by),
    "rename": lambda t, by: register.rename(t.collaboration, name="Nytt", starts_on=TODAY, **by),
    "change_form": lambda t, by: register.change_form(t.collaboration, form="PURCHASE", starts_on=TODAY, **by),
    "change_stage": lambda t, by: register.change_stage(t.collaboration, stage="UNDER_NOTICE", starts_on=TODAY, **by),
    "add_parties": lambda t, by: register.add_parties(t.collaboration, [t.organisation], **by),
    "change_party": lambda t, by: register.change_party(t.party, extent="lite", **by),
    "remove_party": lambda t, by: register.remove_party(t.party, **by),
    "set_contact": lambda t, by: register.set_contact(t.collaboration, kind="MAJORITY", name="Ny", **by),
    "remove_contact": lambda t, by: register.remove_contact(t.contact, **by),
    "add_document": lambda t, by: register.add_document(t.collaboration, kind="OTHER", title="Nytt", **by),
    "change_document": lambda t, by: register.change_document(t.document, title="Nytt", **by),
    "sign": lambda t, by: register.sign(t.document, t.party, signed_on=TODAY, signed_by="Någon", **by),
    "mark_secret": lambda t, by: register.mark_secret(t.document, provision="OSL 19:3", **by),
    "set_openness": lambda t, by: register.set_openness(t.collaboration, to="PUBLISHED", **by),
    "check_points": lambda t, by: register.check_points(t.collaboration, form="CONTRACT", answers={}, **by),
    "begin": lambda t, by: runs.begin(None, **by),  # type: ignore[arg-type]
    "apply": lambda t, by: runs.apply(t.run, to="DRAFT", **by),
    "save": lambda t, by: saving.save([], **by),
}
NETWORKS: dict[str, Tried] = {
    "found_network": lambda t, by: networks.found_network(name="Nytt", **by),
    "found_forum": lambda t, by: networks.found_forum(name="Nytt", **by),
    "describe": lambda t, by: networks.describe(t.network, rests_on="Annat", **by),
    "set_text": lambda t, by: networks.set_text(t.network, kind="NAME", text="Nytt", starts_on=TODAY, **by),
    "add_members": lambda t, by: networks.add_members(t.network, [t.organisation], **by),
    "end_membership": lambda t, by: networks.end_membership(t.membership, ends_on=TODAY, **by),
    "set_presidency": lambda t, by: networks.set_presidency(
        t.network, t.organisation, starts_on=TODAY, ends_on=None, **by
    ),
    "end_network": lambda t, by: networks.end_network(t.network, ends_on=TODAY, **by),
    "set_openness": lambda t, by: networks.set_openness(t.network, to="PUBLISHED", **by),
    "offer_keeping": lambda t, by: networks.offer_keeping(t.network, t.board.authority, **by),
    "take_over": lambda t, by: networks.take_over(t.network, **by),
    "add_seats": lambda t, by: networks.add_seats(t.forum, [t.organisation], kind="OTHER", **by),
    "end_seat": lambda t, by: networks.end_seat(t.seat, ends_on=TODAY, **by),
    "appoint": lambda t, by: networks.appoint(t.seat, t.assignment.person, **by),
    "recall": lambda t, by: networks.recall(t.holder, ends_on=TODAY, **by),
    "wake": lambda t, by: networks.wake(t.forum, starts_on=TODAY, **by),
    "rest": lambda t, by: networks.rest(t.forum, ends_on=TODAY, **by),
}
ORGANISATIONS: dict[str, Tried] = {
    "register_organisation": lambda t, by: organisations.register_organisation(kind="COMPANY", name="Nya", **by),
    "describe_organisation": lambda t, by: organisations.describe_organisation(t.added, name="Annat", **by),
    "describe_authority": lambda t, by: organisations.describe_authority(t.board.authority, letterhead="Nytt", **by),
    "create_body": lambda t, by: organisations.create_body(
        t.organisation, kind="COMMITTEE", name="Ny", decides=True, **by
    ),
    "change_body": lambda t, by: organisations.change_body(t.board, name="Annat", **by),
    "set_path": lambda t, by: organisations.set_path(t.organisation, bodies=[t.board], **by),
    "end_path": lambda t, by: organisations.end_path(t.path, ends_on=TODAY, **by),
    "add_sittings": lambda t, by: organisations.add_sittings(t.board, [], **by),
    "cancel_sitting": lambda t, by: organisations.cancel_sitting(t.sitting, **by),
    "give_assignment": lambda t, by: organisations.give_assignment(t.board, role="MEMBER", name="Ny", **by),
    "end_assignment": lambda t, by: organisations.end_assignment(t.assignment, ends_on=TODAY, **by),
    "invite": lambda t, by: organisations.invite(
        t.assignment.person,
        t.assignment,
        email="ny@demo.example",
        request=None,  # type: ignore[arg-type]
        **by,
    ),
}
MATTERS: dict[str, Tried] = {
    "raise_matter": lambda t, by: preparing.raise_matter(t.forum, title="Nytt", area="IT", **by),
    "describe_matter": lambda t, by: preparing.describe_matter(t.matter, title="Annat", **by),
    "propose": lambda t, by: preparing.propose(t.matter, text="Annat", change=Change(kind="START"), **by),
    "describe_asked": lambda t, by: preparing.describe_asked(t.asked, receiver=None, consequence="Annat", **by),
    "take_standpoint": lambda t, by: preparing.take_standpoint(
        t.matter, taken_on=TODAY, text="Annat", next_step="DROP", **by
    ),
    "share_matter": lambda t, by: preparing.share_matter(t.matter, **by),
    "add_matter_document": lambda t, by: preparing.add_matter_document(
        t.matter,
        title="Nytt",
        file=None,  # type: ignore[arg-type]
        **by,
    ),
    "share_document": lambda t, by: preparing.share_document(t.paper, **by),
    "mark_matter_document": lambda t, by: preparing.mark_matter_document(t.paper, provision="OSL 19:3", **by),
    "close_matter": lambda t, by: preparing.close_matter(t.matter, **by),
    "publish_matter": lambda t, by: preparing.publish_matter(t.matter, to=True, **by),
    "refer": lambda t, by: referring.refer(t.ready, answer_by=None, **by),
    "refer_anew": lambda t, by: referring.refer_anew(t.matter, answer_by=None, **by),
    "withdraw": lambda t, by: referring.withdraw(t.matter, reason="Annat", **by),
    "remind": lambda t, by: referring.remind(t.referral, text="Svara", **by),
    "receive": lambda t, by: deciding.receive(t.referral, received_on=TODAY, **by),
    "describe_local": lambda t, by: deciding.describe_local(t.local, officer="Annan", **by),
    "write_texts": lambda t, by: deciding.write_texts(t.local, summary="Annat", **by),
    "set_chain": lambda t, by: deciding.set_chain(t.local, bodies=[t.board], deciding=t.board, **by),
    "record_decision": lambda t, by: deciding.record_decision(t.step, decided_on=TODAY, outcome="APPROVED", **by),
    "record_force": lambda t, by: deciding.record_force(t.decision, kind="APPEALED", on=TODAY, **by),
    "publish_answer": lambda t, by: deciding.publish_answer(t.local, to=True, **by),
    "sign_decision": lambda t, by: deciding.sign_decision(t.local, signed_on=TODAY, signed_by="Någon", **by),
    "apply": lambda t, by: entering.apply(t.entered, **by),
}
TRIED = {
    **{f"matters {name}": tried for name, tried in MATTERS.items()},
    **{f"collaborations {name}": tried for name, tried in REGISTER.items()},
    **{f"networks {name}": tried for name, tried in NETWORKS.items()},
    **{f"organisations {name}": tried for name, tried in ORGANISATIONS.items()},
}


def things(world: World) -> SimpleNamespace:
    """What Mellerud keeps, one of each."""
    collaboration = Collaboration.objects.as_of(TODAY).get(uid=world["collaboration_shared"])
    network = Network.objects.named_on(TODAY).get(uid=world["network_shared"])
    forum = Forum.objects.named_on(TODAY).get(uid=world["forum_shared"])
    return SimpleNamespace(
        collaboration=collaboration,
        party=Party.objects.filter(owner=collaboration).first(),
        contact=Contact.objects.filter(owner=collaboration).first(),
        document=GoverningDocument.objects.filter(owner=collaboration, secrecy_provision="").first(),
        run=ImportRun.objects.get(uid=world["import_own"]),
        network=network,
        membership=Membership.objects.get(pk=world.pks["membership_shared"]),
        forum=forum,
        seat=Seat.objects.get(pk=world.pks["seat_shared_1461"]),
        holder=SeatHolder.objects.get(pk=world.pks["holder_shared"]),
        organisation=Organisation.objects.get(uid=world["1461"]),
        added=Organisation.objects.get(uid=world["organisation_added"]),
        board=Body.objects.get(uid=world["1461_board"]),
        path=DecisionPath.objects.get(uid=world["1461_path"]),
        sitting=Sitting.objects.get(uid=world["1461_sitting"]),
        assignment=Assignment.objects.select_related("person").get(uid=world["assignment_a_registrar"]),
        matter=Matter.objects.get(uid=world["matter_shared"]),
        ready=Matter.objects.get(uid=world["matter_ready"]),
        entered=world["matter_unapplied"],
        asked=Asked.objects.get(pk=world.pks["asked_shared_1461"]),
        paper=MatterDocument.objects.get(uid=world["paper_shared"]),
        referral=Referral.objects.get(uid=world["referral_asked_1461"]),
        local=LocalMatter.objects.get(uid=world["local_received_1461"]),
        step=ChainStep.objects.get(uid=world["step_received_1461_2"]),
        decision=Decision.objects.get(uid=world["decision_shared_1461_2"]),
    )


@pytest.mark.parametrize("tried", TRIED)
def test_an_action_refuses_whoever_may_not(tried: str, world: World):
    with world.acting("b_chair") as by, wall_2_off():
        there, before = things(world), Event.objects.count()
        with pytest.raises(NotAllowed):
            TRIED[tried](there, {"by": by, "at": clock.now()})
        assert Event.objects.count() == before


def test_a_network_gets_its_forums_from_its_keeper(world: World):
    with world.acting("b_coordinator") as by:
        network = Network.objects.named_on(TODAY).get(uid=world["network_shared"])
        with pytest.raises(NotAllowed):
            networks.found_forum(by=by, at=clock.now(), network=network, name="Nytt")


def _asking() -> set[str]:
    """Every function below the pages that requires something of who acts."""
    found = set()
    source = ROOT / "src" / "samsyn"
    for path in sorted(source.rglob("*.py")):
        told = str(path.relative_to(source))
        if not told.startswith(KEPT):
            continue
        for function in ast.parse(Path(path).read_text()).body:
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            if isinstance(function, ast.FunctionDef) and any(ast.unparse(call.func) == "require" for call in calls):
                found.add(f"{told.split('/')[0]} {function.name}")
    return found


def test_every_action_with_a_rule_is_tried():
    assert set(TRIED) == _asking()
