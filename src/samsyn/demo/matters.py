"""The demonstration's matters: two that are history, and one in mid-journey, laid out at the days they happened.

What is told of 2022 and 2023 is known from public pages; the live matter, its dates, votes and paragraphs are invented.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from samsyn.collaborations.enums import DocumentKind, LegalForm, NoticeAnchor, PartyRole
from samsyn.collaborations.models import Collaboration
from samsyn.common.swedish import MONTHS
from samsyn.demo.people import AMAL, BENGTSFORS, DALS_ED, DALSLAND, FARGELANDA, KF, KS, MELLERUD, SN, SU
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.matters.actions import deciding, entering, preparing, referring
from samsyn.matters.changes import Agreement, Change, ProposedParty
from samsyn.matters.enums import ForceKind, NextStep, Outcome, TermKind
from samsyn.matters.models import Asked, ChainStep, LocalMatter, Matter, Referral
from samsyn.networks.models import Forum
from samsyn.organisations.enums import Area, ChangeKind, Role
from samsyn.organisations.models import Authority, Body, Organisation

Acting = Callable[[str, str, str], AbstractContextManager[Reader]]
NEWS_2022 = "https://www.fargelanda.se/nyhetscentral/nyheter-2022/kommuner-i-dalsland-samverkar-for-att-bli-starkare-tillsammans/"
REGISTRARS = {
    BENGTSFORS: (KS, Role.REGISTRAR),
    DALS_ED: (KS, Role.REGISTRAR),
    FARGELANDA: (SN, Role.SECRETARY),
    MELLERUD: (KS, Role.REGISTRAR),
    AMAL: (KS, Role.REGISTRAR),
}
PROPOSAL = """1. Kommunen ingår samverkansavtal om gemensam socialjour enligt KL 9:37. Värd är Mellerud.
2. Avtalet gäller från den {start} och till och med den {end}.
3. Kostnaden fördelas med 30 procent lika och 70 procent efter antalet invånare.
4. Socialnämnden i Mellerud får delegation enligt bilaga 2."""


class Matters:
    """Lays out the matters, each step by somebody with an assignment for it."""

    def __init__(self, by: Acting, today: date) -> None:
        self.by, self.today = by, today
        with by(MELLERUD, KS, Role.COORDINATOR):
            self.five = {one.code: one for one in Organisation.objects.filter(code__in=DALSLAND)}

    def build(self) -> None:
        self._four()
        self._five()
        self._live()

    @contextmanager
    def _at(self, day: date, code: str = MELLERUD, body: str = KS, role: str = Role.COORDINATOR) -> Iterator[Any]:
        moment = datetime.combine(day, time(9, 0), tzinfo=clock.SWEDEN)
        with clock.standing_at(moment), self.by(code, body, role) as reader:
            yield {"by": reader, "at": moment}

    def _uids(self, *codes: str) -> tuple[str, ...]:
        return tuple(str(self.five[code].uid) for code in codes)

    # --- steps --------------------------------------------------------------------------------------------------------
    def _raise(self, day: date, forum: str, title: str, **facts: Any) -> Matter:
        with self._at(day) as who:
            found = Forum.objects.named_on(self.today).get(name=forum)
            made = preparing.raise_matter(found, title=title, **facts, **who)
            return preparing.share_matter(made, **who)

    def _refer(self, day: date, matter: Matter, *, answer_by: date | None, receivers: dict[str, str]) -> None:
        with self._at(day) as who:
            for asked in Asked.objects.filter(matter=matter).select_related("matter", "organisation"):
                body = receivers.get(asked.organisation.code, KS)
                receiver = Authority.objects.get(organisation=asked.organisation, name=body)
                preparing.describe_asked(asked, receiver=receiver, consequence=asked.consequence, **who)
            matter.refresh_from_db()
            referring.refer(matter, answer_by=answer_by, **who)

    def _receive(self, day: date, matter: Matter, code: str, number: str) -> None:
        with self._at(day, code, *REGISTRARS[code]) as who:
            referral = Referral.objects.select_related("matter", "proposal").get(matter=matter, organisation__code=code)
            deciding.receive(referral, received_on=day, registry_number=number, **who)

    def _decide(
        self,
        day: date,
        matter: Matter,
        code: str,
        body: str,
        outcome: str,
        item: str,
        *,
        recorded: date | None = None,
        **more: Any,
    ) -> Any:
        with self._at(recorded or day, code, *REGISTRARS[code]) as who:
            step = ChainStep.objects.select_related(
                "body", "local__matter", "local__referral__proposal", "local__organisation"
            ).get(local__matter=matter, organisation__code=code, body__name=body)
            return deciding.record_decision(step, decided_on=day, outcome=outcome, item=item, **more, **who)

    def _announce(self, day: date, decision: Any, code: str) -> None:
        with self._at(day, code, *REGISTRARS[code]) as who:
            deciding.record_force(decision, kind=ForceKind.ANNOUNCED, on=day, **who)

    # --- history ------------------------------------------------------------------------------------------------------
    def _four(self) -> None:
        """Spring 2022: four councils adopt the declaration of intent. Days and paragraphs are not known."""
        day = date(2022, 3, 1)
        matter = self._raise(
            day,
            "Kommundirektörerna",
            "Avsiktsförklaring avseende kommunal samverkan 4D",
            area=Area.ALL,
            background="Kommunstyrelsernas ordförande gav den 29 september 2017 kommuncheferna i uppdrag att utreda "
            f"en bredare samverkan. Våren 2022 antog fyra fullmäktige avsiktsförklaringen. Källa: {NEWS_2022}",
        )
        four = [code for code in DALSLAND if code != AMAL]
        self._declare(day, matter, "4D-samverkan", four)
        for code in four:
            self._receive(day, matter, code, "")
            self._way(day, matter, code, KF)
            self._decide(
                day,
                matter,
                code,
                KF,
                Outcome.APPROVED,
                "",
                decided_text="våren 2022",
                reason="Antog avsiktsförklaringen.",
            )
        self._finish(matter, day)

    def _five(self) -> None:
        """8 December 2023: the five chairs of the executive boards sign, and the name changes."""
        day = date(2023, 12, 8)
        matter = self._raise(
            day,
            "Kommundirektörerna",
            "Avsiktsförklaring för Dalslandssamverkan, med Åmål",
            area=Area.ALL,
            background="Våren 2023 väcktes frågan om en ny avsiktsförklaring där även Åmål ingår. Den 8 december 2023 "
            "skrev de fem kommunstyrelsernas ordförande under, och samverkan bytte namn från 4D-samverkan till "
            "Dalslandssamverkan.",
        )
        self._declare(day, matter, "Dalslandssamverkan", list(DALSLAND))
        for code in DALSLAND:
            self._receive(day, matter, code, "")
            self._way(day, matter, code, KS)
            self._decide(
                day,
                matter,
                code,
                KS,
                Outcome.APPROVED,
                "",
                decided_text="senast 8 december 2023",
                reason="Dag och paragraf är inte kända; det är undertecknandet som är belagt.",
            )
            with self._at(day, code, *REGISTRARS[code]) as who:
                local = LocalMatter.objects.select_related("matter", "organisation").get(
                    matter=matter, organisation__code=code
                )
                deciding.sign_decision(local, signed_on=day, signed_by="kommunstyrelsens ordförande", **who)
        self._finish(matter, day)

    def _declare(self, day: date, matter: Matter, name: str, codes: list[str]) -> None:
        """A declaration of intent that all adopt, and its referral the same day."""
        with self._at(day) as who:
            record = Collaboration.objects.get(name=name)
            change = Change(
                kind=ChangeKind.START,
                collaboration=str(record.uid),
                form=LegalForm.LETTER_OF_INTENT,
                named=self._uids(*codes),
                parties=tuple(ProposedParty(uid) for uid in self._uids(*codes)),
                starts_on=day,
            )
            text = f"Kommunen antar avsiktsförklaringen om {name}."
            preparing.propose(matter, text=text, change=change, condition=[{"kind": str(TermKind.ALL)}], **who)
        self._refer(day, matter, answer_by=None, receivers={FARGELANDA: SN})

    def _way(self, day: date, matter: Matter, code: str, body: str) -> None:
        with self._at(day, code, *REGISTRARS[code]) as who:
            local = LocalMatter.objects.select_related("matter").get(matter=matter, organisation__code=code)
            found = Body.objects.get(organisation__code=code, name=body)
            deciding.set_chain(local, bodies=[found], deciding=found, **who)

    def _finish(self, matter: Matter, day: date) -> None:
        with self._at(day) as who:
            entering.apply(matter.uid, **who)
            entering.announce_entry(matter.uid, **who)
            matter.refresh_from_db()
            preparing.close_matter(matter, note="Historik, införd i efterhand.", **who)
            matter.refresh_from_db()
            preparing.publish_matter(matter, to=True, **who)

    # --- the live matter ----------------------------------------------------------------------------------------------
    def _live(self) -> None:
        def day(ago: int) -> date:
            return self.today - timedelta(days=ago)

        start = (self.today + timedelta(days=200)).replace(day=1)
        matter = self._raise(
            day(80),
            "USD, Utveckling socialtjänst Dalsland",
            "Gemensam socialjour, kvällar och helger",
            area=Area.SOCIAL,
            registry_number=f"KS {day(80).year}-14",
            background="Påhittat, för att öva på. Ingen av kommunerna har ensam underlag för en egen socialjour dygnet "
            "runt. USD har berett en gemensam jour med Mellerud som värd.",
        )
        later = (start + timedelta(days=31)).replace(day=1)
        for ago, note, form in (
            (78, "", LegalForm.UNKNOWN),
            (70, "Avtalssamverkan i stället för öppen form", LegalForm.CONTRACT),
            (62, "Fördelningen ändrad till 30 procent lika", LegalForm.CONTRACT),
        ):
            with self._at(day(ago)) as who:
                share = "30 procent lika och 70" if ago == 62 else "20 procent lika och 80"
                text = PROPOSAL.format(start=_words(start), end=f"31 december {start.year + 3}")
                text = text.replace("30 procent lika och 70", share)
                preparing.propose(
                    matter,
                    text=text,
                    change=self._change(start, form),
                    condition=self._condition(start) if form == LegalForm.CONTRACT else [],
                    note=note,
                    **who,
                )
        self._consequences(day(62), matter)
        with self._at(day(61)) as who:
            preparing.take_standpoint(
                matter,
                taken_on=day(61),
                text="USD ställer sig bakom version 3 och föreslår att den prövas av varje kommun.",
                next_step=NextStep.REFER,
                **who,
            )
        self._refer(day(60), matter, answer_by=day(5), receivers={FARGELANDA: SN})
        self._mellerud(matter, day)
        self._bengtsfors(matter, day, start, later)
        self._dals_ed(matter, day)
        self._fargelanda(matter, day)

    def _change(self, start: date, form: str) -> Change:
        host = self._uids(MELLERUD)[0]
        return Change(
            kind=ChangeKind.START,
            name="Övningsexempel: gemensam socialjour i Dalsland",
            area=Area.SOCIAL,
            form=form,
            legal_basis="KL 9:37" if form == LegalForm.CONTRACT else "",
            purpose="Påhittat, för att öva på. En jour för kvällar, nätter och helger.",
            cost_rule="30 procent lika, 70 procent efter antalet invånare.",
            parties=tuple(
                ProposedParty(uid, PartyRole.HOST if uid == host else PartyRole.MEMBER) for uid in self._uids(*DALSLAND)
            ),
            named=self._uids(*DALSLAND),
            starts_on=start,
            agreement=Agreement(
                title="Samverkansavtal om gemensam socialjour",
                kind=DocumentKind.AGREEMENT,
                edition="version 3",
                ends_on=date(start.year + 4, 1, 1),
                renewal_months=24,
                notice_months=12,
                notice_anchor=NoticeAnchor.END_OF_TERM,
            ),
        )

    def _condition(self, start: date) -> list[dict[str, Any]]:
        return [
            {"kind": str(TermKind.AT_LEAST), "number": 4},
            {"kind": str(TermKind.THESE), "parties": sorted(self._uids(MELLERUD))},
            {"kind": str(TermKind.LEGAL_FORCE)},
        ]

    def _consequences(self, day: date, matter: Matter) -> None:
        told = {
            MELLERUD: "Värd för jouren: arbetsgivare för sex socionomer. Lokaler i socialkontoret.",
            AMAL: "Nuvarande avtal om socialjour behöver sägas upp innan starten.",
        }
        with self._at(day) as who:
            for asked in Asked.objects.filter(matter=matter).select_related("matter", "organisation", "receiver"):
                text = told.get(asked.organisation.code, "Kommunens egen bakjour upphör. Kostnaden står i kalkylen.")
                preparing.describe_asked(asked, receiver=asked.receiver, consequence=text, **who)

    def _mellerud(self, matter: Matter, day: Callable[[int], date]) -> None:
        year = day(58).year
        self._receive(day(58), matter, MELLERUD, f"KS {year}/167")
        self._decide(day(48), matter, MELLERUD, SN, Outcome.APPROVED, "8")
        self._decide(day(41), matter, MELLERUD, KS, Outcome.APPROVED, "27")
        dals_ed = list(self._uids(DALS_ED))
        decided = self._decide(
            day(30), matter, MELLERUD, KF, Outcome.APPROVED, "23", votes_for=26, votes_against=4,
            reservations="Framtidslistan reserverar sig.", recorded=day(29),
            conditions=[{"kind": str(TermKind.THESE), "parties": dals_ed}],
        )  # fmt: skip
        self._announce(day(23), decided, MELLERUD)

    def _bengtsfors(self, matter: Matter, day: Callable[[int], date], start: date, later: date) -> None:
        self._receive(day(59), matter, BENGTSFORS, f"KS {day(59).year}-391")
        self._decide(day(50), matter, BENGTSFORS, SU, Outcome.APPROVED, "6")
        text = PROPOSAL.format(start=_words(later), end=f"31 december {start.year + 3}")
        changed: dict[str, Any] = {"wording": text, "starts_on": later, "reason": f"Start {_words(later)}"}
        self._decide(day(36), matter, BENGTSFORS, KS, Outcome.APPROVED_WITH_CHANGES, "34", **changed)
        decided = self._decide(
            day(20), matter, BENGTSFORS, KF, Outcome.APPROVED_WITH_CHANGES, "18", recorded=day(18), **changed
        )
        self._announce(day(12), decided, BENGTSFORS)

    def _dals_ed(self, matter: Matter, day: Callable[[int], date]) -> None:
        self._receive(day(57), matter, DALS_ED, f"KS {day(57).year}/118")
        self._decide(day(46), matter, DALS_ED, SN, Outcome.APPROVED, "5")
        self._decide(day(34), matter, DALS_ED, KS, Outcome.APPROVED, "41", preferred_form=LegalForm.JOINT_COMMITTEE)
        self._decide(
            day(14), matter, DALS_ED, KF, Outcome.APPROVED, "12", recorded=day(13),
            conditions=[{"kind": str(TermKind.THESE), "parties": list(self._uids(MELLERUD))}],
            preferred_form=LegalForm.JOINT_COMMITTEE,
            reason="Ja om Mellerud är med. En gemensam nämnd hade varit att föredra.",
        )  # fmt: skip

    def _fargelanda(self, matter: Matter, day: Callable[[int], date]) -> None:
        self._receive(day(56), matter, FARGELANDA, f"SN {day(56).year}-58")
        self._decide(day(47), matter, FARGELANDA, SN, Outcome.APPROVED, "4", preferred_form=LegalForm.CONTRACT)
        self._decide(day(33), matter, FARGELANDA, KS, Outcome.APPROVED, "38")
        self._decide(
            day(16), matter, FARGELANDA, KF, Outcome.REMITTED, "9", votes_for=10, votes_against=19, minority=True,
            reason="Utred kostnaden om Åmål inte är med.",
        )  # fmt: skip


def _words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
