"""Nobody decides for another: no forum, no body that prepares, no other's registrar; in no page and no table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from samsyn.common.verdict import NotAllowed, Refused
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as_samsyn, reader
from samsyn.matters.actions import deciding
from samsyn.matters.models import ChainStep, Decision, ForceEvent, LocalMatter, Matter
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Body, Organisation
from tests.conftest import wall_2_off
from tests.matters.making import BENGTSFORS, MELLERUD, Dalsland, sent
from tests.sending import opened, text

pytestmark = pytest.mark.django_db
OURS_ONLY = "Bara kommunens egen registrator kan registrera kommunens beslut."
REGISTRARS_ONLY = "En registrator eller sekreterare i kommunen registrerar vad dess organ beslutar."
INSERT = """
insert into matters_decision (uid, step_id, local_id, body_id, organisation_id, circle_id, deciding, decided_on,
    outcome, accepts, conditions, minority, decided_text, item, preferred_form, reservations, reason, sha256,
    file_name, media_type, size, recorded_at, recorded_by_id)
select gen_random_uuid(), s.id, s.local_id, s.body_id, s.organisation_id, s.circle_id, {deciding}, current_date,
    'APPROVED', '{{}}', '[]', false, '', '', '', '', '', '', '', '', 0, now(), l.authority_id
from matters_chainstep s join matters_localmatter l on l.id = s.local_id where s.id = %s
"""


@pytest.fixture
def matter(two: Dalsland) -> Matter:
    """With both, received by both, and answered by nobody."""
    made = two.referred()
    for code in (MELLERUD, BENGTSFORS):
        two.receive(made, code)
    return made


@contextmanager
def denied(words: str) -> Iterator[None]:
    """Inside, the database says no, and the transaction lives on."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def step_of(two: Dalsland, matter: Matter, code: str) -> ChainStep:
    with wall_2_off():
        step = two.step(matter, code)
        assert step.local.referral.proposal.text  # read here, where everything may be read
        return step


OTHERS = [
    ("a_coordinator", REGISTRARS_ONLY),  # who keeps the forum's papers
    ("a_chair", REGISTRARS_ONLY),
    ("b_registrar", OURS_ONLY),
    ("b_coordinator", OURS_ONLY),
]


@pytest.mark.parametrize(("persona", "sentence"), OTHERS)
def test_nobody_else_records_what_mellerud_decides(two: Dalsland, matter: Matter, persona: str, sentence: str):
    step = step_of(two, matter, MELLERUD)
    who = two.persona(persona)
    client: Client = who.signed_in()

    opened_page = client.get(reverse("matters:record", args=[step.uid]))
    answer = sent(who, client, "matters:record", step.uid, decided_on=str(clock.today()), outcome="APPROVED")

    assert [opened_page.status_code, answer.status_code] == [403, 403]
    assert sentence in text(answer)
    with who.acting() as by, pytest.raises(NotAllowed) as refused:
        deciding.record_decision(step, by=by, at=clock.now(), decided_on=by.today, outcome="APPROVED")
    assert str(refused.value.reason) == sentence
    with who.acting(), denied("row-level security"):
        connection.cursor().execute(INSERT.format(deciding="s.deciding"), [step.pk])
    with wall_2_off():
        assert not Decision.objects.filter(local__matter=matter).exists()


def test_samsyn_itself_decides_nothing(two: Dalsland, matter: Matter):
    step = step_of(two, matter, MELLERUD)
    with acting_as_samsyn(two.world.people["a_registrar"]["authority"]), transaction.atomic():
        with pytest.raises(NotAllowed):
            deciding.record_decision(step, by=reader(), at=clock.now(), decided_on=clock.today(), outcome="APPROVED")
        with denied("row-level security"):
            connection.cursor().execute(INSERT.format(deciding="s.deciding"), [step.pk])


def test_its_own_registrar_does_and_then_nothing_of_it_is_changed(two: Dalsland, matter: Matter):
    made = two.decide(matter, MELLERUD)

    for statement in ("update matters_decision set outcome = 'REJECTED' where id = %s",
                      "delete from matters_decision where id = %s"):  # fmt: skip
        with two.registrars[MELLERUD].acting(), denied("permission denied"):
            connection.cursor().execute(statement, [made.pk])
    with wall_2_off():
        assert Decision.objects.get(pk=made.pk).outcome == "APPROVED"


@pytest.mark.parametrize("persona", ["b_registrar", "a_coordinator", "b_coordinator"])
def test_nobody_else_announces_confirms_or_corrects_it(two: Dalsland, matter: Matter, persona: str):
    made = two.decide(matter, MELLERUD)
    who = two.persona(persona)
    client = who.signed_in()

    answers = [
        sent(who, client, "matters:force-new", made.uid, kind="ANNOUNCED", on=str(clock.today())),
        sent(who, client, "matters:correct", made.uid, decided_on=str(clock.today()), outcome="REJECTED"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    with who.acting(), denied("row-level security"):
        ForceEvent.objects.create(
            decision=made, organisation_id=made.organisation_id, circle_id=made.circle_id, kind="ANNULLED",
            on=clock.today(), recorded_at=clock.now(),
        )  # fmt: skip


# --- a body that prepares ------------------------------------------------------------------------------------------
@pytest.fixture
def subcommittee(two: Dalsland, matter: Matter) -> Body:
    """The executive board's drafting committee in Mellerud, first on the way."""
    with two.persona("a_administrator").acting() as by:
        board = Body.objects.get(organisation__code=MELLERUD, name="Kommunstyrelsen")
        ours = Organisation.objects.get(code=MELLERUD)
        made = organisations.create_body(
            ours, by=by, at=clock.now(), kind="SUBCOMMITTEE", name="Arbetsutskottet", parent=board, decides=False
        )
    with two.registrars[MELLERUD].acting() as by:
        local = LocalMatter.objects.select_related("matter").get(matter=matter, organisation__code=MELLERUD)
        board = Body.objects.get(pk=board.pk)
        deciding.set_chain(local, by=by, at=clock.now(), bodies=[made, board], deciding=board)
    return made


def test_a_preparing_body_recommends_and_is_never_the_answer(two: Dalsland, matter: Matter, subcommittee: Body):
    registrar = two.registrars[MELLERUD]
    client = registrar.signed_in()
    with registrar.acting():
        step = ChainStep.objects.get(local__matter=matter, body=subcommittee)
    form = opened(client, reverse("matters:record", args=[step.uid]))
    assert "Tillstyrkt" in text(client.get(form.url))

    refused = form.send(decided_on=str(clock.today()), outcome="OPTED_OUT")
    assert refused.status_code == 422
    assert form.send(decided_on=str(clock.today()), outcome="APPROVED", if_all="on").status_code == 302

    with wall_2_off():
        made = Decision.objects.get(step=step)
        assert (made.deciding, made.accepts, made.conditions) == (False, [], [])
    said = text(client.get(matter.get_absolute_url()))
    assert "Ingen av två kommuner har sagt ja." in said
    assert "Tillstyrkt" in said


def test_a_preparing_body_is_not_made_the_one_that_decides(two: Dalsland, matter: Matter, subcommittee: Body):
    registrar = two.registrars[MELLERUD]
    with registrar.acting() as by:
        local = LocalMatter.objects.select_related("matter").get(matter=matter, organisation__code=MELLERUD)
        step = ChainStep.objects.get(local=local, body=subcommittee)
        with pytest.raises(Refused) as refused, transaction.atomic():
            deciding.set_chain(local, by=by, at=clock.now(), bodies=[subcommittee], deciding=subcommittee)
    assert str(refused.value.reason) == "Välj ett organ på vägen som beslutar, inte ett som bereder."
    page = opened(registrar.signed_in(), reverse("matters:chain", args=[local.uid]))
    assert page.send(body_1=subcommittee.pk, deciding=subcommittee.pk).status_code == 422

    with registrar.acting():
        with denied("a_preparing_body_cannot_decide"):
            ChainStep.objects.filter(pk=step.pk).update(deciding=True)
        with denied("foreign key"):
            ChainStep.objects.filter(pk=step.pk).update(deciding=True, decides=True)
            connection.cursor().execute("set constraints all immediate")
        with denied("foreign key"):
            connection.cursor().execute(INSERT.format(deciding="true"), [step.pk])
            connection.cursor().execute("set constraints all immediate")


def test_a_forum_takes_standpoints_and_decides_nothing(two: Dalsland):
    matter = two.prepare()
    client = two.keeper.signed_in()
    form = opened(client, reverse("matters:standpoint", args=[matter.uid]))
    sent_in: dict[str, Any] = {"taken_on": str(clock.today()), "text": "Vi är för.", "next_step": "REFER"}

    assert form.send(**sent_in).status_code == 302

    said = text(client.get(matter.get_absolute_url()))
    assert "Ställningstagande, inte beslut." in said
    assert "Ärendet bereds. Ingen är tillfrågad om beslut." in said
    with wall_2_off():
        assert not Decision.objects.filter(local__matter=matter).exists()
