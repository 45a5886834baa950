"""The entry into force through the database: what the function lets in, the law core says and brute force finds."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import combinations, product
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from samsyn.collaborations import actions as register
from samsyn.collaborations.models import Collaboration, FormPeriod, GoverningDocument, Party
from samsyn.isolation import clock
from samsyn.matters import queries
from samsyn.matters.actions import deciding
from samsyn.matters.changes import Agreement, ProposedParty
from samsyn.matters.models import Applied, Decision, Entry, Matter
from samsyn.organisations.models import Organisation
from tests.conftest import wall_2_off
from tests.cores.law.brute_entry import Found, brute_force
from tests.matters.answering import ALL, LEGAL_FORCE, Case, Told, alphabet, asked_case
from tests.matters.making import (
    AMAL,
    BENGTSFORS,
    DALS_ED,
    DALSLAND,
    FARGELANDA,
    MELLERUD,
    Dalsland,
    run_jobs,
)
from tests.sending import text
from tests.world import World

pytestmark = pytest.mark.django_db
CONDITIONS: list[tuple[Any, ...]] = [
    (),
    (ALL,),
    ({"kind": "AT_LEAST", "number": 2},),
    ({"kind": "THESE", "parties": (0,)}, {"kind": "NOT_BEFORE", "day": -3}),
    ({"kind": "AT_LEAST", "number": 2}, LEGAL_FORCE),
    (ALL, {"kind": "NOT_BEFORE", "day": 30}),
]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def entered(matter: Matter, version: str | None, parties: Any, day: Any) -> bool:
    """Ask the database's function straight away, as whoever acts; nothing of it stays."""
    try:
        with undone(), connection.cursor() as cursor:
            told = [matter.pk, version, list(parties), day, clock.now()]
            cursor.execute("select samsyn.enter_into_force(%s, %s, %s, %s, %s)", told)
    except IntegrityError:
        return False
    return True


def wrong(case: Case, answers: tuple[Told, ...], condition: tuple[Any, ...], *, claims: bool) -> list[str]:
    """Where the page's reckoning and the database differ from brute force, of one combination of answers."""
    expected = brute_force(case.asked(), case.given(answers), case.terms(condition), case.today)
    with case.dalsland.keeper.acting() as by, undone():
        case.write(answers)
        entry = queries.load(by, case.matter.uid).entry
        assert entry is not None
        ours = Found(entry.holds, entry.can_hold, entry.version, entry.parties, entry.on)
        found = [] if ours == expected else [f"{answers}: {ours}, not {expected}"]
        if entered(case.matter, entry.version, entry.parties, entry.on or case.today) != expected.holds:
            found.append(f"{answers}: the database says the opposite of {expected}")
        if claims:
            terms = [*condition, *(term for told in answers for term in told.conditions)]
            found += [f"{answers}: {claim} was let in" for claim in _let_in(case, expected, terms)]
    return found


def _let_in(case: Case, expected: Found, terms: list[Any]) -> Iterator[Any]:
    """Claims that the database let in, and that are not what is right."""
    parties = [case.uid(number) for number in range(len(case.codes))]
    day = expected.on or case.today
    for version in case.shas.values():
        for size in range(len(parties) + 1):
            for claimed in combinations(parties, size):
                right = expected.holds and version == expected.version and set(claimed) == set(expected.parties)
                if not right and entered(case.matter, version, claimed, day):
                    yield version, claimed
    if expected.holds:
        # The very day of legal force takes a calendar of holidays; the database holds it between bounds.
        least = 1 if LEGAL_FORCE not in terms else 40
        for off in (day - timedelta(days=least), day + timedelta(days=least), None):
            if entered(case.matter, expected.version, expected.parties, off):
                yield off


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_combination_of_two_answers_and_every_claim(two: Dalsland, condition: tuple[Any, ...]):
    case = asked_case(two, DALSLAND[:2], condition)
    chance = random.Random(2)
    combined = list(product(alphabet(0, 2), alphabet(1, 2)))

    found = [
        fault
        for answers in chance.sample(combined, 70)
        for fault in wrong(case, answers, condition, claims=chance.random() < 0.3)
    ]

    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_combination_of_two_answers(two: Dalsland, condition: tuple[Any, ...]):
    case = asked_case(two, DALSLAND[:2], condition)
    combined = product(alphabet(0, 2), alphabet(1, 2))
    assert [fault for answers in combined for fault in wrong(case, answers, condition, claims=True)] == []


@pytest.mark.parametrize(("parties", "samples", "claims"), [(3, 40, 0.15), (5, 40, 0.02)])
@pytest.mark.parametrize("condition", [CONDITIONS[2], CONDITIONS[4]])
def test_combinations_of_more_answers(
    five: Dalsland, condition: tuple[Any, ...], parties: int, samples: int, claims: float
):
    case = asked_case(five, DALSLAND[:parties], condition)
    chance = random.Random(parties)

    found = []
    for _sample in range(samples):
        answers = tuple(_likely(number, parties, chance) for number in range(parties))
        found += wrong(case, answers, condition, claims=chance.random() < claims)

    assert found == []


def _likely(number: int, parties: int, chance: random.Random) -> Told:
    """Mostly a yes, so that conditions are seen to hold as well."""
    letters = alphabet(number, parties)
    saying_yes = [one for one in letters if one.outcome.startswith("APPROVED") and "old" not in one.accepts]
    return chance.choice(saying_yes if chance.random() < 0.8 else letters)


# --- the function cannot be talked into it ------------------------------------------------------------------------
def test_the_condition_turns_with_the_last_yes(five: Dalsland):
    matter = five.referred()
    for code in DALSLAND[:4]:
        five.decide(matter, code)
        with five.keeper.acting():
            assert not entered(matter, _sha(matter), list(five.uids.values()), clock.today())
            assert not entered(matter, _sha(matter), [five.uids[one] for one in DALSLAND[:4]], clock.today())
    five.decide(matter, DALS_ED)

    with wall_2_off():
        entry = Entry.objects.get(matter=matter)
        rests = Decision.objects.filter(local__matter=matter)
        assert set(entry.decisions) == set(rests.values_list("uid", flat=True))
        assert set(entry.parties) == set(rests.values_list("organisation", flat=True))
        assert entry.on == clock.today()
    with five.keeper.acting():
        assert not entered(matter, _sha(matter), list(five.uids.values()), clock.today())  # once


def _sha(matter: Matter) -> str:
    with wall_2_off():
        return matter.proposals.latest("number").sha256


def _waiting(two: Dalsland) -> Matter:
    """Both have said yes and only a day is waited for; then the day comes."""
    tomorrow = {"kind": "NOT_BEFORE", "day": (clock.today() + timedelta(days=1)).isoformat()}
    matter = two.referred(condition=(tomorrow,))
    for code in DALSLAND[:2]:
        two.decide(matter, code)
    return matter


def test_nobody_outside_enters_a_matter_into_force(two: Dalsland, world: World):
    matter = _waiting(two)
    day = clock.today() + timedelta(days=1)
    told = [matter.pk, _sha(matter), list(two.uids.values()), day, clock.now()]
    call = "select samsyn.enter_into_force(%s, %s, %s, %s, %s)"

    with clock.standing_at(clock.now() + timedelta(days=1)):
        for persona in ("c_coordinator", "operator"):
            with world.acting(persona), pytest.raises(DatabaseError, match="no such matter"), transaction.atomic():
                connection.cursor().execute(call, told)
        with pytest.raises(DatabaseError, match="no such matter"), transaction.atomic():
            connection.cursor().execute(call, told)  # nobody at all
        with two.registrars[BENGTSFORS].acting():
            assert entered(matter, told[1], told[2], day)  # anybody who takes part


def test_the_day_that_was_waited_for_enters_it(two: Dalsland):
    from samsyn.matters import jobs

    matter = _waiting(two)
    with wall_2_off():
        keeper = Matter.objects.get(pk=matter.pk).authority_id
        assert not Entry.objects.filter(matter=matter).exists()

    jobs.consider_again(authority=keeper, matter=str(matter.uid))
    with wall_2_off():
        assert not Entry.objects.filter(matter=matter).exists()  # too early
    with clock.standing_at(clock.now() + timedelta(days=1)):
        jobs.consider_again(authority=keeper, matter=str(matter.uid))

    with wall_2_off():
        assert Entry.objects.get(matter=matter).on == clock.today() + timedelta(days=1)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into matters_entry "
        '(uid, matter_id, authority_id, circle_id, sha256, parties, decisions, "on", made_at) '
        "select gen_random_uuid(), id, authority_id, circle_id, repeat('0', 64), '{}', '{}', now(), now() "
        "from matters_matter where id = %s",
        "update matters_entry set \"on\" = '1999-01-01' where matter_id <> %s",
        "delete from matters_entry where matter_id <> %s",
    ],
)
def test_the_entry_is_written_by_the_function_alone(two: Dalsland, statement: str):
    matter = two.referred()
    with (
        two.keeper.acting(),
        pytest.raises(DatabaseError, match=r"permission denied|row-level security"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement, [matter.pk])


def test_a_matter_that_is_closed_or_withdrawn_is_not_entered(two: Dalsland):
    matter = _waiting(two)
    with wall_2_off():
        Matter.objects.filter(pk=matter.pk).update(stage="CLOSED")
    with clock.standing_at(clock.now() + timedelta(days=1)), two.keeper.acting():
        assert not entered(matter, _sha(matter), list(two.uids.values()), clock.today())


# --- the register follows -----------------------------------------------------------------------------------------
def running(dalsland: Dalsland, codes: tuple[str, ...], **facts: Any) -> Collaboration:
    """A collaboration that has been in the register since before, kept by Mellerud."""
    with dalsland.keeper.acting() as by:
        who = {"by": by, "at": clock.now()}
        start = by.today - timedelta(days=400)
        told = {"name": "Växeln", "area": "IT", "form": "CONTRACT", "stage": "IN_FORCE", "cost_rule": "lika", **facts}
        made = register.register(starts_on=start, **told, **who)
        found = Organisation.objects.filter(code__in=codes)
        register.add_parties(made, found, role="MEMBER", extent="allt", starts_on=start, **who)
        register.add_document(made, kind="AGREEMENT", title="Växelavtalet", edition="1", starts_on=start,
                              ends_on=by.today + timedelta(days=90), **who)  # fmt: skip
        register.set_openness(made, to="SHARED", **who)
    return made


def parties_of(record: Any) -> dict[str, list[tuple[Any, ...]]]:
    """By municipality: role, extent, from and to, and the decision beside it."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with wall_2_off():
        for one in Party.objects.filter(owner=record).select_related("organisation").order_by("starts_on"):
            told = (one.role, one.extent, one.starts_on, one.ends_on, one.decided_by, one.decided_on)
            found.setdefault(one.organisation.code, []).append(told)
    return found


def forms_of(record: Any) -> list[tuple[Any, ...]]:
    with wall_2_off():
        found = FormPeriod.objects.filter(owner=record).order_by("starts_on")
        return list(found.values_list("form", "legal_basis", "starts_on"))


def decided(dalsland: Dalsland, matter: Matter, codes: tuple[str, ...]) -> Applied:
    for code in codes:
        dalsland.decide(matter, code, item="12")
    run_jobs()
    run_jobs()
    with wall_2_off():
        return Applied.objects.select_related("entry").get(entry__matter=matter)


def test_a_start_is_written_for_those_who_said_yes_with_its_agreement_and_decisions(five: Dalsland):
    first_day = clock.today() + timedelta(days=100)
    uids = five.uids
    matter = five.referred(
        condition=({"kind": "AT_LEAST", "number": 3},),
        starts_on=first_day,
        purpose="Jour dygnet runt",
        cost_rule="per invånare",
        legal_basis="KL 9:37",
        parties=tuple(
            ProposedParty(uids[code], "HOST" if code == MELLERUD else "MEMBER", "helger" if code == AMAL else "")
            for code in DALSLAND
        ),
        agreement=Agreement(title="Jouravtalet", edition="1", ends_on=first_day + timedelta(days=365),
                            notice_months=6, notice_anchor="END_OF_TERM"),
    )  # fmt: skip
    five.decide(matter, BENGTSFORS, "REJECTED")
    told = decided(five, matter, (MELLERUD, AMAL, FARGELANDA))
    five.decide(matter, DALS_ED)  # came too late for the entry

    with wall_2_off():
        made = Collaboration.objects.get(uid=told.collaboration)
        on_the_day = Collaboration.objects.as_of(first_day).get(pk=made.pk)
        paper = GoverningDocument.objects.get(owner=made)
    today = clock.today()
    assert (made.name, made.purpose, made.cost_rule) == ("Jouren", "Jour dygnet runt", "per invånare")
    assert (on_the_day.form, on_the_day.stage) == ("CONTRACT", "IN_FORCE")
    assert forms_of(made) == [("CONTRACT", "KL 9:37", first_day)]
    assert parties_of(made) == {
        MELLERUD: [("HOST", "", first_day, None, "Kommunstyrelsen", today)],
        AMAL: [("MEMBER", "helger", first_day, None, "Kommunfullmäktige", today)],
        FARGELANDA: [("MEMBER", "", first_day, None, "Kommunfullmäktige", today)],
    }
    assert (paper.uid, paper.title, paper.edition, paper.starts_on) == (told.document, "Jouravtalet", "1", first_day)
    assert (paper.ends_on, paper.notice_months) == (first_day + timedelta(days=365), 6)
    said = text(five.registrars[AMAL].signed_in().get(matter.get_absolute_url()))
    assert "Samverkan i registret" in said


def test_who_joins_is_added_and_nobody_else_is_touched(five: Dalsland):
    record = running(five, (MELLERUD, BENGTSFORS))
    before = parties_of(record)
    matter = five.referred(
        kind="JOIN", collaboration=str(record.uid), name="", codes=(MELLERUD, BENGTSFORS, AMAL),
        parties=(ProposedParty(five.uids[AMAL], "MEMBER", "dagtid"),),
    )  # fmt: skip

    decided(five, matter, (MELLERUD, BENGTSFORS, AMAL))

    after = parties_of(record)
    assert after.pop(AMAL) == [("MEMBER", "dagtid", clock.today(), None, "Kommunfullmäktige", clock.today())]
    with_decisions = {code: [(*rows[0][:4], "Kommunstyrelsen", clock.today())] for code, rows in before.items()}
    assert after == with_decisions


def test_an_amendment_is_new_periods_from_its_day_and_a_new_version_of_the_agreement(five: Dalsland):
    record = running(five, (MELLERUD, BENGTSFORS, AMAL))
    before, day = parties_of(record), clock.today() + timedelta(days=91)
    matter = five.referred(
        kind="AMEND", collaboration=str(record.uid), name="", codes=(MELLERUD, BENGTSFORS, AMAL), starts_on=day,
        form="JOINT_COMMITTEE", legal_basis="KL 9:19", cost_rule="per samtal",
        parties=(ProposedParty(five.uids[AMAL], "MEMBER", "dagtid"),),
        agreement=Agreement(title="Växelavtalet", edition="2"),
    )  # fmt: skip

    told = decided(five, matter, (MELLERUD, BENGTSFORS, AMAL))

    after = parties_of(record)
    old = before.pop(AMAL)[0]
    assert after.pop(AMAL) == [
        ("MEMBER", "allt", old[2], day, "", None),
        ("MEMBER", "dagtid", day, None, "Kommunfullmäktige", clock.today()),
    ]
    assert after == before
    with wall_2_off():
        earlier = Collaboration.objects.as_of(day - timedelta(days=1)).get(pk=record.pk)
        later = Collaboration.objects.as_of(day).get(pk=record.pk)
        assert (earlier.form, later.form) == ("CONTRACT", "JOINT_COMMITTEE")
        assert (earlier.cost_rule, later.cost_rule) == ("per samtal", "per samtal")
        papers = GoverningDocument.objects.filter(owner=record).order_by("starts_on")
        assert [(one.edition, one.starts_on) for one in papers][-1] == ("2", day)
        assert papers[1].uid == told.document


def test_who_leaves_is_a_party_to_its_last_day(five: Dalsland):
    record = running(five, (MELLERUD, BENGTSFORS, AMAL))
    before, after_last = parties_of(record), clock.today() + timedelta(days=180)
    matter = five.referred(
        kind="LEAVE", collaboration=str(record.uid), name="", form="", codes=(AMAL,), ends_on=after_last, condition=()
    )

    decided(five, matter, (AMAL,))

    old = before[AMAL][0]
    assert parties_of(record) == before | {AMAL: [(*old[:3], after_last, *old[4:])]}


def test_the_end_ends_all_parties_and_the_collaboration(five: Dalsland):
    record = running(five, (MELLERUD, BENGTSFORS))
    before, after_last = parties_of(record), clock.today() + timedelta(days=60)
    matter = five.referred(
        kind="END", collaboration=str(record.uid), name="", codes=(MELLERUD, BENGTSFORS), ends_on=after_last
    )

    decided(five, matter, (MELLERUD, BENGTSFORS))

    assert parties_of(record) == {code: [(*rows[0][:3], after_last, *rows[0][4:])] for code, rows in before.items()}
    with wall_2_off():
        assert Collaboration.objects.as_of(after_last - timedelta(days=1)).get(pk=record.pk).stage == "IN_FORCE"
        assert Collaboration.objects.as_of(after_last).get(pk=record.pk).stage == "ENDED"


def test_it_is_written_once_however_often_the_job_runs(two: Dalsland):
    from samsyn.matters import jobs

    matter = two.referred()
    decided(two, matter, DALSLAND[:2])
    with wall_2_off():
        keeper = Matter.objects.get(pk=matter.pk).authority_id

    for _time in range(3):
        jobs.apply_entry(authority=keeper, matter=str(matter.uid))

    with wall_2_off():
        assert Collaboration.objects.filter(name="Jouren").count() == 1


def test_a_changed_wording_that_all_accept_enters_with_its_own_day(two: Dalsland):
    matter = two.referred(starts_on=clock.today())
    later = clock.today() + timedelta(days=31)
    changed = two.decide(matter, BENGTSFORS, "APPROVED_WITH_CHANGES", starts_on=later)

    told = None
    with wall_2_off():
        sha = Decision.objects.select_related("wording").get(pk=changed.pk).wording.sha256
    two.decide(matter, MELLERUD, accepts=[sha])
    run_jobs()

    with wall_2_off():
        entry = Entry.objects.get(matter=matter)
        told = Applied.objects.get(entry=entry)
        made = Collaboration.objects.get(uid=told.collaboration)
    assert (entry.sha256, entry.on) == (sha, later)
    assert {rows[0][2] for rows in parties_of(made).values()} == {later}


# --- without ground ---------------------------------------------------------------------------------------------------
def test_an_annulled_decision_says_what_now_stands_without_ground(two: Dalsland):
    matter = two.referred()
    decided(two, matter, DALSLAND[:2])
    with wall_2_off():
        decision = Decision.objects.get(local__matter=matter, organisation__code=BENGTSFORS)
        before = list(Entry.objects.filter(matter=matter).values())
    with two.registrars[BENGTSFORS].acting() as by:
        decision = queries.decision_at(by, decision.uid)
        deciding.record_force(decision, by=by, at=clock.now(), kind="ANNULLED", on=by.today)

    client: Client = two.registrars[MELLERUD].signed_in()
    said = text(client.get(matter.get_absolute_url()))

    assert "Det som har trätt i kraft saknar delvis grund." in said
    assert "Beslutet i Bengtsfors är upphävt. Kommunens del i registret vilar på det beslutet." in said
    with wall_2_off():
        assert list(Entry.objects.filter(matter=matter).values()) == before
