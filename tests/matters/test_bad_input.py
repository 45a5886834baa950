"""What cannot be right in a matter is refused with a sentence, kept on the page, and loses nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samsyn.collaborations.models import Collaboration, Party
from samsyn.dispatch.models import Delivery
from samsyn.isolation import clock
from samsyn.isolation.clock import SWEDEN
from samsyn.matters.actions import referring
from samsyn.matters.changes import ProposedParty
from samsyn.matters.models import (
    ChainStep,
    Decision,
    Entry,
    ForceEvent,
    LocalMatter,
    Matter,
    Proposal,
    Referral,
    Wording,
)
from samsyn.networks import actions as networks
from samsyn.networks.models import Seat
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Body, Organisation, Sitting
from tests.conftest import wall_2_off
from tests.documents.examining import hostile, making_pdf, making_word
from tests.matters.making import AMAL, BENGTSFORS, DALS_ED, FARGELANDA, MELLERUD, TEXT, Dalsland, run_jobs
from tests.sending import kept, opened, text

pytestmark = pytest.mark.django_db
CLOSED = "Ärendet är avslutat eller återkallat. Inget mer skrivs i det."


@pytest.fixture
def matter(two: Dalsland) -> Matter:
    """Referred to Mellerud and Bengtsfors, and received by Bengtsfors."""
    made = two.referred()
    two.receive(made, BENGTSFORS, "KS 2026/14")
    return made


def stands() -> list[Any]:
    with wall_2_off():
        models = (Matter, Proposal, Referral, LocalMatter, ChainStep, Decision, Wording, ForceEvent, Entry, Delivery)
        return [list(model.objects.order_by("pk").values()) for model in models]


def step_url(two: Dalsland, matter: Matter, code: str = BENGTSFORS, *, deciding: bool = True) -> str:
    with wall_2_off():
        return reverse("matters:record", args=[two.step(matter, code, deciding=deciding).uid])


def page_of(client: Client, matter: Matter) -> str:
    answer = client.get(matter.get_absolute_url())
    assert answer.status_code == 200
    return text(answer)


def recorded(two: Dalsland, matter: Matter, code: str = BENGTSFORS, **answers: Any) -> Any:
    """The form for a decision, opened and sent by the municipality's registrar."""
    form = opened(two.registrars[code].signed_in(), step_url(two, matter, code))
    return form.send(**{"decided_on": str(clock.today()), "outcome": "APPROVED", "reason": "Skälet", **answers})


# --- what a body decided ----------------------------------------------------------------------------------------------
def test_a_body_answers_once_a_sitting(two: Dalsland, matter: Matter):
    two.decide(matter, BENGTSFORS)
    before = stands()

    answer = recorded(two, matter, outcome="REJECTED", reason="Vi ångrade oss")

    assert answer.status_code == 422
    assert "Vad organet beslutade den dagen är redan registrerat. Rätta den registreringen" in text(answer)
    assert kept(answer, "Vi ångrade oss")
    assert stands() == before


def test_a_later_decision_of_the_same_body_counts_and_the_earlier_stays(two: Dalsland):
    with clock.standing_at(clock.now() - timedelta(days=20)):
        matter = two.referred()
        first = two.decide(matter, BENGTSFORS, "REJECTED")

    assert recorded(two, matter).status_code == 302

    said = page_of(two.keeper.signed_in(), matter)
    assert "En av två kommuner har sagt ja." in said
    assert first.get_absolute_url() in two.keeper.signed_in().get(matter.get_absolute_url()).content.decode()


def test_a_record_that_was_wrong_is_corrected_once_and_keeps_what_is_not_changed(two: Dalsland, matter: Matter):
    condition = [{"kind": "THESE", "parties": [two.uids[MELLERUD]]}]
    wrong = two.decide(matter, BENGTSFORS, conditions=condition, reason="Ja om Mellerud")
    url = reverse("matters:correct", args=[wrong.uid])
    client = two.registrars[BENGTSFORS].signed_in()
    form = opened(client, url)
    shown = client.get(url).context["form"]
    again = {name: shown[name].value() for name in ("decided_on", "outcome", "reason", "these")}

    assert form.send(**{**again, "reason": "Ja om Mellerud är med"}).status_code == 302

    with wall_2_off():
        right = Decision.objects.get(corrects=wrong)
        assert (right.conditions, right.reason) == (condition, "Ja om Mellerud är med")
    assert client.get(url).status_code == 404
    assert "Var fel, och är rättat." in page_of(client, matter)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(-1, "Sammanträdet var före hänskjutandet. Kontrollera dagen."), (1, "Sammanträdet har inte varit än.")],
)
def test_a_sitting_before_the_referral_or_still_to_come(two: Dalsland, matter: Matter, day: int, sentence: str):
    before = stands()
    when = str(clock.today() + timedelta(days=day))

    answer = recorded(two, matter, decided_on=when)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, when)
    assert kept(answer, "Skälet")
    assert stands() == before


def test_a_matter_is_not_received_before_it_was_referred(two: Dalsland):
    matter = two.referred()
    with two.registrars[BENGTSFORS].acting():
        url = reverse("matters:receive", args=[two.referral(matter, BENGTSFORS).uid])
    before = stands()
    day = str(clock.today() - timedelta(days=1))

    answer = opened(two.registrars[BENGTSFORS].signed_in(), url).send(received_on=day, registry_number="KS 1")

    assert answer.status_code == 422
    assert "Dagen då det kom in måste ligga mellan den dagen och i dag." in text(answer)
    assert kept(answer, day)
    assert kept(answer, "KS 1")
    assert stands() == before


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"outcome": "REMITTED", "minority": "on"}, "bara i fullmäktige eller ett förbunds beslutande församling"),
        ({"outcome": "REJECTED", "minority": "on"}, "En minoritet på en tredjedel kan bara skjuta upp"),
        ({"votes_for": "10"}, "Skriv både ja- och nej-röster, eller ingetdera."),
        ({"outcome": "APPROVED_WITH_CHANGES"}, "Skriv vad som beslutades i stället för förslaget"),
        ({"outcome": "APPROVED_WITH_CHANGES", "wording": TEXT}, "Lydelsen är densamma som förslaget."),
        ({"wording": "En annan text"}, "En egen lydelse hör till ”bifall med ändring”."),
        ({"outcome": "REJECTED", "if_all": "on"}, "Villkor och godtagna lydelser hör till ett ja."),
    ],
)
def test_what_a_committee_cannot_have_decided(two: Dalsland, matter: Matter, answers: dict[str, str], sentence: str):
    before = stands()

    answer = recorded(two, matter, item="47", reservations="Ledamoten reserverade sig", **answers)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert [kept(answer, typed) for typed in ("47", "Ledamoten reserverade sig", "Skälet")] == [True] * 3
    assert stands() == before


def test_a_minority_in_a_council_postpones_once(five: Dalsland):
    with clock.standing_at(clock.now() - timedelta(days=40)):
        matter = five.referred()
        five.decide(matter, AMAL, "REMITTED", minority=True, votes_for=20, votes_against=10)
    before = stands()

    again = recorded(five, matter, AMAL, outcome="TABLED", minority="on")

    assert again.status_code == 422
    assert "Ärendet har redan skjutits upp av en minoritet. En andra gång krävs majoritet (KL 5:50)." in text(again)
    assert kept(again, "Skälet")
    assert stands() == before
    assert recorded(five, matter, AMAL, outcome="TABLED").status_code == 302


# --- who ------------------------------------------------------------------------------------------------------------
def test_a_municipality_outside_the_matter_sees_and_writes_nothing_of_it(five: Dalsland, clients: dict[str, Client]):
    matter = five.referred(codes=(MELLERUD, BENGTSFORS))
    five.receive(matter, BENGTSFORS)
    outside = clients["c_coordinator"]
    before = stands()

    assert outside.get(matter.get_absolute_url()).status_code == 404
    sent = {"acting": five.world.people["c_coordinator"]["assignment"], "outcome": "APPROVED"}
    assert outside.post(step_url(five, matter), sent).status_code == 404
    assert stands() == before


def test_a_municipality_that_is_asked_need_not_sit_in_the_forum(two: Dalsland, five: Dalsland):
    """Forums prepare with some; a matter may concern more. The forum's own pages stay the forum's."""
    five.forum = two.forum
    matter = five.referred(codes=(MELLERUD, AMAL))

    client = five.registrars[AMAL].signed_in()
    said = page_of(client, matter)
    assert "Jourforumet" not in said
    assert "Förs av Melleruds kommun, kommunstyrelsen" in said
    five.receive(matter, AMAL)
    assert recorded(five, matter, AMAL).status_code == 302


def test_a_condition_about_somebody_who_is_not_asked(five: Dalsland):
    matter = five.referred(codes=(MELLERUD, BENGTSFORS))
    five.receive(matter, BENGTSFORS)
    before = stands()

    answer = recorded(five, matter, these=[five.uids[AMAL]])

    assert answer.status_code == 422
    assert "Välj ett giltigt alternativ." in text(answer)
    assert kept(answer, "Skälet")
    assert stands() == before


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"host": "Åmål"}, "Värden måste vara bland dem som beslutar."),
        ({"extents": "Åmål: bara helger"}, "Åmål är inte bland de tillfrågade."),
        ({"these": "Åmål"}, "Åmål är inte bland de tillfrågade."),
        ({"extents": "Bengtsfors bara helger"}, "Skriv kommunen, ett kolon och omfattningen"),
        ({"named": "Bengtfors"}, "”Bengtfors” är inte känt. Menade du Bengtsfors (1460)?"),
        ({"at_least": "3"}, "Minst 3 kan inte säga ja när bara 2 tillfrågas."),
        ({"agreement_notice_months": "6"}, "Ange vad uppsägningstiden räknas bakåt från."),
    ],
)
def test_a_proposal_that_cannot_be_right(two: Dalsland, answers: dict[str, str], sentence: str):
    matter = two.prepare()
    url = reverse("matters:propose", args=[matter.uid])
    before = stands()
    sent = {
        "text": "1. En helt ny text.", "name": "Jouren", "area": "SOCIAL", "form": "CONTRACT",
        "named": "Mellerud\nBengtsfors", "agreement_kind": "AGREEMENT", **answers,
    }  # fmt: skip

    answer = opened(two.keeper.signed_in(), url).send(**sent)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert kept(answer, "1. En helt ny text.")
    assert [value for value in answers.values() if not kept(answer, value)] == []
    assert stands() == before


def test_a_running_party_is_asked_about_an_amendment_unless_the_agreement_says_otherwise(five: Dalsland):
    record = running(five, (MELLERUD, BENGTSFORS, AMAL))
    url = reverse("matters:propose", args=[five.prepare().uid]) + "?slag=AMEND"
    sent = {
        "text": "1. Avtalet ändras.", "collaboration": str(record.uid), "form": "CONTRACT", "cost_rule": "lika",
        "named": "Mellerud\nBengtsfors", "agreement_kind": "AGREEMENT",
    }  # fmt: skip

    answer = opened(five.keeper.signed_in(), url).send(**sent)

    assert answer.status_code == 422
    assert "Åmål är part i dag och måste tillfrågas." in text(answer)
    assert kept(answer, "1. Avtalet ändras.")
    assert opened(five.keeper.signed_in(), url).send(**sent, amendment_clause="§ 12").status_code == 302


def running(dalsland: Dalsland, codes: tuple[str, ...]) -> Collaboration:
    """A collaboration in the register, since before."""
    from samsyn.collaborations import actions as register

    with dalsland.keeper.acting() as by:
        who = {"by": by, "at": clock.now()}
        start = by.today - timedelta(days=400)
        made = register.register(name="Växeln", area="IT", form="CONTRACT", stage="IN_FORCE", starts_on=start, **who)
        found = Organisation.objects.filter(code__in=codes)
        register.add_parties(made, found, role="MEMBER", starts_on=start, **who)
        register.set_openness(made, to="SHARED", **who)
    return made


# --- registry numbers -------------------------------------------------------------------------------------------------
def test_a_registry_number_that_another_matter_has(two: Dalsland, matter: Matter):
    other = two.referred(title="Ett annat ärende")
    with two.registrars[BENGTSFORS].acting():
        url = reverse("matters:receive", args=[two.referral(other, BENGTSFORS).uid])
    client = two.registrars[BENGTSFORS].signed_in()
    before = stands()
    sent = {"received_on": str(clock.today()), "registry_number": "KS 2026/14", "officer": "Anna Berg"}

    answer = opened(client, url).send(**sent)

    assert answer.status_code == 422
    assert "Det diarienumret används redan av er myndighet." in text(answer)
    assert [kept(answer, typed) for typed in ("KS 2026/14", "Anna Berg")] == [True, True]
    assert stands() == before
    assert opened(client, url).send(**{**sent, "registry_number": "KS 2026/15"}).status_code == 302

    with two.registrars[BENGTSFORS].acting():
        local = LocalMatter.objects.get(matter=other)
    changed = opened(client, reverse("matters:local-edit", args=[local.uid])).send(registry_number="KS 2026/14")
    assert changed.status_code == 422
    assert "Det diarienumret används redan av er myndighet." in text(changed)


def test_two_matters_of_the_keeper_have_two_numbers(two: Dalsland):
    client = two.keeper.signed_in()
    url = reverse("matters:new", args=[two.forum])
    sent = {"title": "Jour", "area": "SOCIAL", "registry_number": "KS 77", "background": "Varför nu"}
    assert opened(client, url).send(**sent).status_code == 302

    answer = opened(client, url).send(**sent)

    assert answer.status_code == 422
    assert "Det diarienumret används redan av er myndighet." in text(answer)
    assert kept(answer, "Varför nu")


# --- extracts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (making_word.base, "protokoll.pdf", "Den är ett Worddokument"),
        (lambda: b"MZ\x90\x00", "protokoll.pdf", "varken en PDF eller"),
        (lambda: b"x" * 20_000_001, "protokoll.pdf", "större än 20 MB"),
        (hostile.locked_pdf, "protokoll.pdf", "låst med lösenord"),
        (hostile.encrypted_word, "protokoll.docx", "låst med lösenord"),
        (hostile.zip_bomb, "protokoll.docx", "packas upp till mycket mer"),
        (hostile.stream_bomb, "protokoll.pdf", "packas upp till mycket mer"),
        (hostile.broken_pdf, "protokoll.pdf", "är skadad"),
    ],
)
def test_an_extract_that_is_not_one(
    two: Dalsland, matter: Matter, files: Any, make: Callable[[], bytes], name: str, words: str
):
    before = stands()

    answer = recorded(two, matter, file=SimpleUploadedFile(name, make()))

    assert answer.status_code == 422
    assert words in text(answer)
    assert kept(answer, "Skälet")
    assert "Välj filen igen" in text(answer)
    assert stands() == before
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_an_extract_is_kept_and_read_by_the_others(two: Dalsland, matter: Matter):
    raw = making_pdf.on_page("Kommunstyrelsen beslutar")

    assert recorded(two, matter, file=SimpleUploadedFile("utdrag.pdf", raw)).status_code == 302

    with wall_2_off():
        made = Decision.objects.get(local__matter=matter)
    url = reverse("matters:extract", args=[made.uid])
    assert two.keeper.signed_in().get(url).content == raw


# --- the proposal changes -------------------------------------------------------------------------------------------
def test_the_proposal_is_changed_after_two_have_answered(five: Dalsland):
    matter = five.referred()
    five.decide(matter, BENGTSFORS)
    five.decide(matter, AMAL)
    client = five.keeper.signed_in()
    form = opened(client, reverse("matters:propose", args=[matter.uid]))
    warned = text(client.get(form.url))
    assert "Bengtsfors och Åmål har redan svarat, på den version som hänsköts." in warned
    new = {"text": "1. En ny text.", "name": "Jouren", "area": "SOCIAL", "form": "CONTRACT", "agreement_kind": "OTHER"}
    everybody = "\n".join(("Mellerud", "Bengtsfors", "Åmål", "Färgelanda", "Dals-Ed"))
    assert form.send(**new, named=everybody, all_must="on").status_code == 302
    said = page_of(client, matter)
    assert "Version 2 är gjord. Kommunerna har version 1 att besluta om." in said
    assert "Två av fem kommuner har sagt ja." in said

    anew = opened(client, reverse("matters:refer-anew", args=[matter.uid]))
    assert "Bengtsfors och Åmål har redan svarat." in text(client.get(anew.url))
    assert anew.send().status_code == 302

    said = page_of(client, matter)
    assert "Bengtsfors har sagt ja till version 1, inte till det som frågas nu." in said
    for code in (MELLERUD, FARGELANDA, DALS_ED):
        five.decide(matter, code)
    with wall_2_off():
        assert not Entry.objects.filter(matter=matter).exists()
        assert Decision.objects.filter(local__matter=matter).count() == 5
    for code in (
        BENGTSFORS,
        AMAL,
    ):  # the same body the same day: what was recorded is corrected, or it decides anew later
        answer = recorded(five, matter, code)
        assert answer.status_code == 422
        assert "ett senare beslut gäller från sin egen dag" in text(answer)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        for code in (BENGTSFORS, AMAL):
            assert recorded(five, matter, code).status_code == 302
    with wall_2_off():
        entered = Entry.objects.get(matter=matter)
        assert entered.sha256 == Proposal.objects.get(matter=matter, number=2).sha256


def test_a_yes_that_was_being_written_when_the_proposal_changed_is_not_a_yes_to_the_new_one(
    two: Dalsland, matter: Matter
):
    form = opened(two.registrars[BENGTSFORS].signed_in(), step_url(two, matter))
    two.propose(matter, text="1. Dubbelt så dyrt.")
    two.refer(matter, anew=True)
    before = stands()
    sent = {"decided_on": str(clock.today()), "outcome": "APPROVED", "reason": "Vi är med"}

    answer = form.send(**sent)

    assert answer.status_code == 422
    assert "Medan du skrev hänsköts version 2." in text(answer)
    assert "1. Dubbelt så dyrt." in text(answer)
    assert kept(answer, "Vi är med")
    assert stands() == before
    form.fields["about"] = answer.context["form"]["about"].value()
    assert form.send(**sent).status_code == 302
    with wall_2_off():
        newest = Proposal.objects.get(matter=matter, number=2)
        assert Decision.objects.get(local__matter=matter).accepts == [newest.sha256]


def test_a_correction_is_about_the_version_that_was_decided_on(two: Dalsland, matter: Matter):
    wrong = two.decide(matter, BENGTSFORS, item="8")
    two.propose(matter, text="1. Dubbelt så dyrt.")
    two.refer(matter, anew=True)
    client = two.registrars[BENGTSFORS].signed_in()

    form = opened(client, reverse("matters:correct", args=[wrong.uid]))
    assert form.send(decided_on=str(wrong.decided_on), outcome="APPROVED", item="9").status_code == 302

    with wall_2_off():
        right = Decision.objects.get(corrects=wrong)
        assert (right.item, right.accepts) == ("9", wrong.accepts)


def test_two_who_refer_at_once_refer_once(two: Dalsland):
    matter = two.prepare()
    client = two.keeper.signed_in()
    forms = [opened(client, reverse("matters:refer", args=[matter.uid])) for _time in range(2)]
    assert forms[0].send().status_code == 302
    before = stands()

    answer = forms[1].send()

    assert answer.status_code == 403
    assert "Ärendet är redan hänskjutet." in text(answer)
    assert stands() == before


# --- withdrawn --------------------------------------------------------------------------------------------------------
def test_what_was_being_written_when_the_matter_was_withdrawn_is_given_back(two: Dalsland, matter: Matter):
    decided = two.decide(matter, BENGTSFORS)
    client = two.registrars[BENGTSFORS].signed_in()
    form = opened(client, step_url(two, matter))
    withdrawn(two, matter)
    before = stands()

    answer = form.send(decided_on=str(clock.today()), outcome="REJECTED", reason="Det vi hade skrivit")

    assert answer.status_code == 403
    assert CLOSED in text(answer)
    assert "Det vi hade skrivit" in text(answer)
    assert stands() == before
    said = page_of(client, matter)
    assert "Ärendet är återkallat." in said
    assert "Frågan har fallit" in said
    assert "En av två kommuner har sagt ja." in said
    assert "Återkallat från Bengtsfors och Mellerud" in said
    with wall_2_off():
        url = decided.local.get_absolute_url()
    local = client.get(url)
    assert local.status_code == 200
    assert "Ärendet togs tillbaka" in text(local)
    assert client.get(decided.get_absolute_url()).status_code == 200


def withdrawn(two: Dalsland, matter: Matter) -> None:
    with two.keeper.acting() as by:
        found = Matter.objects.get(pk=matter.pk)
        referring.withdraw(found, by=by, at=clock.now(), reason="Frågan har fallit")


def test_a_withdrawn_matter_is_received_by_nobody_and_told_to_all(two: Dalsland, matter: Matter):
    with two.registrars[MELLERUD].acting():
        url = reverse("matters:receive", args=[two.referral(matter, MELLERUD).uid])
    form = opened(two.registrars[MELLERUD].signed_in(), url)
    withdrawn(two, matter)

    answer = form.send(received_on=str(clock.today()), registry_number="KS 9")

    assert answer.status_code == 403
    assert CLOSED in text(answer)
    assert "KS 9" in text(answer)
    with wall_2_off():
        told = Delivery.objects.filter(about=matter.uid, kind="WITHDRAWAL").order_by("address")
        assert [one.address for one in told] == [f"registrator-{code}@demo.example" for code in (BENGTSFORS, MELLERUD)]


def test_what_is_in_force_is_not_withdrawn_or_referred_anew(two: Dalsland, matter: Matter):
    two.decide(matter, MELLERUD)
    client = two.keeper.signed_in()
    form = opened(client, reverse("matters:withdraw", args=[matter.uid]))
    two.propose(matter, text="1. Senare.")
    anew = opened(client, reverse("matters:refer-anew", args=[matter.uid]))
    two.decide(matter, BENGTSFORS)
    before = stands()
    assert before[-2]

    for answer in (form.send(reason="För sent"), anew.send()):
        assert answer.status_code == 422
        assert "Det har trätt i kraft. Det som nu ska ändras eller avslutas är ett eget ärende." in text(answer)
    assert stands() == before


# --- calendars --------------------------------------------------------------------------------------------------------
def calendar(five: Dalsland, code: str, name: str, days: list[date]) -> None:
    with five.registrars[code].acting() as by:
        body = Body.objects.select_related("organisation").get(organisation__code=code, name=name)
        rows = [{"sits_on": day, "copy_deadline_on": None, "mailing_on": None, "note": ""} for day in days]
        organisations.add_sittings(body, rows, by=by, at=clock.now())


def test_the_summer_gap_moves_the_plan_to_august_and_the_end_of_a_calendar_is_told(five: Dalsland):
    with clock.standing_at(datetime(2026, 5, 11, 9, tzinfo=SWEDEN)):
        matter = five.referred(codes=(AMAL, FARGELANDA))
        for code in (AMAL, FARGELANDA):
            five.receive(matter, code)
        calendar(five, AMAL, "Kommunstyrelsen", [date(2026, 6, 10), date(2026, 8, 26)])
        calendar(five, AMAL, "Kommunfullmäktige", [date(2026, 6, 15), date(2026, 9, 23)])
        calendar(five, FARGELANDA, "Kommunstyrelsen", [date(2026, 6, 3)])
        calendar(five, FARGELANDA, "Kommunfullmäktige", [date(2026, 5, 27)])

        said = page_of(five.keeper.signed_in(), matter)

    assert "Färgelanda: Kalendern för Kommunfullmäktige slutar 27 maj 2026. Lägg till senare sammanträden." in said
    table = said[said.index("Tidplanen som tabell") :]
    assert "2026-09-23" in table


def test_a_cancelled_sitting_moves_the_plan_and_nothing_is_decided_there(five: Dalsland):
    with clock.standing_at(datetime(2026, 5, 11, 9, tzinfo=SWEDEN)):
        matter = five.referred(codes=(AMAL, FARGELANDA))
        five.receive(matter, AMAL)
        calendar(five, AMAL, "Kommunstyrelsen", [date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 29)])
        calendar(five, AMAL, "Kommunfullmäktige", [date(2026, 6, 10), date(2026, 6, 17), date(2026, 7, 1)])
        with five.registrars[AMAL].acting() as by:
            council = Body.objects.get(organisation__code=AMAL, name="Kommunfullmäktige")
            for day in (date(2026, 6, 10), date(2026, 6, 17)):
                sitting = Sitting.objects.select_related("body").get(body=council, sits_on=day)
                organisations.cancel_sitting(sitting, by=by, at=clock.now())
        said = page_of(five.keeper.signed_in(), matter)
    with clock.standing_at(datetime(2026, 6, 18, 9, tzinfo=SWEDEN)):
        before = stands()

        answer = recorded(five, matter, AMAL, decided_on="2026-06-17")

        assert answer.status_code == 422
        assert "Kommunfullmäktige har ställt in sitt sammanträde 17 juni 2026." in text(answer)
        assert kept(answer, "2026-06-17")
        assert stands() == before

    assert "Kommunfullmäktige har ställt in sitt sammanträde 17 juni 2026." in said
    assert "2026-07-01" in said[said.index("Tidplanen som tabell") :]


# --- who leaves in between ----------------------------------------------------------------------------------------
def test_a_municipality_that_leaves_the_forum_keeps_the_matter_and_may_answer(two: Dalsland, matter: Matter):
    with two.keeper.acting() as by:
        seat = Seat.objects.select_related("owner", "organisation").get(
            owner__uid=two.forum, organisation__code=BENGTSFORS
        )
        networks.end_seat(seat, by=by, at=clock.now(), ends_on=by.today)

    client = two.registrars[BENGTSFORS].signed_in()
    assert client.get(matter.get_absolute_url()).status_code == 200
    assert recorded(two, matter, outcome="OPTED_OUT", reason="Vi har lämnat samverkan").status_code == 302

    said = page_of(two.keeper.signed_in(), matter)
    assert "Bengtsfors avstår." in said
    assert "Villkoret kan inte längre uppfyllas som det nu är." in said
    assert "Föreslå på nytt, utan Bengtsfors." in said


def test_one_left_out_of_a_later_version_is_told_and_what_it_did_stays(five: Dalsland):
    matter = five.referred(codes=(MELLERUD, BENGTSFORS, AMAL))
    decided = five.decide(matter, BENGTSFORS)
    five.propose(matter, text="1. Utan Bengtsfors.", codes=(MELLERUD, AMAL))
    five.refer(matter, anew=True)

    client = five.registrars[BENGTSFORS].signed_in()
    said = page_of(client, matter)
    assert "Ingen av två kommuner har sagt ja." in said
    assert "Kommunstyrelsen i Bengtsfors: bifall" in said
    assert "Återkallat från Bengtsfors" in said
    assert said.count("Hänskjutet till") == 2
    refused = client.get(step_url(five, matter))
    assert refused.status_code == 403
    assert "Ärendet har tagits tillbaka från kommunen." in text(refused)
    with wall_2_off():
        url = decided.local.get_absolute_url()
    local = text(client.get(url))
    assert "Förslaget gäller inte längre er." in local
    for code in (MELLERUD, AMAL):
        five.decide(matter, code)
    with wall_2_off():
        entered = Entry.objects.get(matter=matter)
        assert decided.uid not in entered.decisions


def test_a_party_that_has_left_before_the_entry_is_not_written_back(five: Dalsland):
    from samsyn.collaborations import actions as register

    record = running(five, (MELLERUD, BENGTSFORS, AMAL))
    matter = five.referred(
        kind="AMEND", collaboration=str(record.uid), name="", codes=(MELLERUD, BENGTSFORS, AMAL),
        parties=tuple(ProposedParty(five.uids[code], "MEMBER", "halva växeln") for code in (BENGTSFORS, AMAL)),
        cost_rule="per invånare",
    )  # fmt: skip
    with five.keeper.acting() as by:
        party = Party.objects.select_related("owner", "organisation").get(owner=record, organisation__code=AMAL)
        register.change_party(party, ends_on=by.today, by=by, at=clock.now())
    for code in (MELLERUD, BENGTSFORS, AMAL):
        five.decide(matter, code)

    run_jobs()

    with wall_2_off():
        held = Party.objects.filter(owner=record).on(clock.today())
        assert {one.organisation.code: one.extent for one in held} == {MELLERUD: "", BENGTSFORS: "halva växeln"}
        assert Collaboration.objects.get(pk=record.pk).cost_rule == "per invånare"


# --- clock changes ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=SWEDEN),  # spring: two becomes three
        datetime(2026, 3, 29, 3, 30, tzinfo=SWEDEN),
        datetime(2026, 10, 25, 2, 30, tzinfo=SWEDEN),  # autumn: half past two comes twice
        datetime(2026, 10, 25, 2, 30, tzinfo=SWEDEN, fold=1),
        datetime(2026, 10, 25, 0, 30, tzinfo=SWEDEN),
        datetime(2026, 7, 1, 1, 30, tzinfo=SWEDEN),  # half past eleven the day before, by universal time
    ],
)
def test_the_day_of_the_referral_is_swedish_also_the_night_the_clocks_change(two: Dalsland, moment: datetime):
    day = moment.date()
    with clock.standing_at(moment):
        matter = two.referred()
        two.receive(matter, BENGTSFORS)
        early = recorded(two, matter, decided_on=str(day - timedelta(days=1)))
        on_time = recorded(two, matter, decided_on=str(day))
        said = page_of(two.keeper.signed_in(), matter)

    assert early.status_code == 422
    assert "Sammanträdet var före hänskjutandet." in text(early)
    assert on_time.status_code == 302
    with wall_2_off():
        assert Matter.objects.get(pk=matter.pk).referred_on == day
        assert Decision.objects.get(local__matter=matter).decided_on == day
    assert "Kommunstyrelsen i Bengtsfors: bifall" in said


def test_three_weeks_over_a_clock_change_end_at_midnight(two: Dalsland):
    """Announced on 5 October 2026, three weeks end on the 26th, the day after the clocks went back (KL 13:5)."""
    with clock.standing_at(datetime(2026, 10, 1, 9, tzinfo=SWEDEN)):
        matter = two.referred(condition=({"kind": "LEGAL_FORCE"},), codes=(BENGTSFORS,))
        made = two.decide(matter, BENGTSFORS)
    url = reverse("matters:force-new", args=[made.uid])
    client = two.registrars[BENGTSFORS].signed_in()
    with clock.standing_at(datetime(2026, 10, 5, 9, tzinfo=SWEDEN)):
        assert opened(client, url).send(kind="ANNOUNCED", on="2026-10-05").status_code == 302
    sent = {"kind": "CONFIRMED", "note": "Kommunjuristen"}
    with clock.standing_at(datetime(2026, 10, 26, 23, 59, tzinfo=SWEDEN)):
        early = opened(client, url).send(**sent, on="2026-10-26")
    with clock.standing_at(datetime(2026, 10, 27, 0, 1, tzinfo=SWEDEN)):
        late = opened(client, url).send(**sent, on="2026-10-27")

    assert early.status_code == 422
    assert "Det kan överklagas till och med 26 oktober 2026." in text(early)
    assert kept(early, "Kommunjuristen")
    assert late.status_code == 302
    with wall_2_off():
        assert Entry.objects.get(matter=matter).on == date(2026, 10, 27)
