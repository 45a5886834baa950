"""Lay out the demonstration: real municipalities and collaborations, invented people, dates around today.

Everything is done through the same actions as in the pages, by people with assignments of their own; only the first
administrators come from the platform.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from samsyn.accounts.models import Person, User
from samsyn.collaborations import actions as register
from samsyn.collaborations.enums import ContactKind, DocumentKind, LegalForm, NoticeAnchor, Stage
from samsyn.collaborations.importing.planning import plan
from samsyn.collaborations.importing.saving import save
from samsyn.collaborations.models import Collaboration
from samsyn.demo.matters import Matters
from samsyn.demo.people import AMAL, BENGTSFORS, DALSLAND, KF, KS, MELLERUD, OTHERS, PERSONAS, REGION_10, SN, SU, Post
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader, acting_as, reader
from samsyn.networks import actions as networks
from samsyn.networks.enums import Openness, SeatKind, TextKind
from samsyn.networks.models import Forum, Network
from samsyn.organisations import actions as organisations
from samsyn.organisations import reference
from samsyn.organisations.enums import Area, BodyKind, Role
from samsyn.organisations.models import Assignment, Authority, Body, Organisation

DATA = Path(__file__).parent / "data" / "register.json"
DALSLAND_NEWS = (
    "https://www.dalsed.se/nyheter/nyhetsarkiv-2023/dalslandskommunerna-starker-samarbetet-for-att-minska-sarbarheten/"
)
REGION_10_PAGE = "https://region10.se/region-8/"
SEAT_ROLES = {
    SeatKind.SOCIAL_CHAIR: (Role.CHAIR, (SN, SU)),
    SeatKind.OPPOSITION: (Role.VICE_CHAIR, (SN, SU)),
    SeatKind.HEAD_OF_SOCIAL_SERVICES: (Role.HEAD_OF_SOCIAL_SERVICES, (SN, SU)),
    SeatKind.EXECUTIVE_CHAIR: (Role.CHAIR, (KS,)),
    SeatKind.OPPOSITION_COMMISSIONER: (Role.OPPOSITION_COMMISSIONER, (KS,)),
    SeatKind.CHIEF_EXECUTIVE: (Role.CHIEF_EXECUTIVE, (KS,)),
}


def empty() -> None:
    """Take away everything but the tables; as their owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables "
            "where schemaname in ('public', 'public_site') "
            "and tablename not in ('django_migrations', 'django_content_type')"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"truncate {tables} restart identity cascade")  # the catalogue's own names


class Layout:
    """Builds the demonstration step by step, telling `say` what it is doing."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.today = clock.today()
        self.posts: dict[tuple[str, str, str], Assignment] = {}
        self.people: dict[str, int] = {}
        self.administrators: dict[str, Assignment] = {}

    def build(self) -> None:
        self.say("kommuner och regioner")
        empty()
        reference.load()
        self.say("organ och påhittade personer")
        self._organisations()
        self.say("sammanträden")
        self._calendars()
        self.say("nätverk och forum")
        self._dalsland()
        self._region_10()
        self.say("samverkansregistret")
        self._register()
        self.say("ärenden")
        Matters(self._by, self.today).build()

    # --- who ------------------------------------------------------------------------------------------------------
    def _organisations(self) -> None:
        since = date(2022, 1, 1)  # the registrars, who lay in what happened then
        for code in (*DALSLAND, *REGION_10):
            found = Organisation.objects.using("owner").filter(code=code).first()
            if found is None:
                continue
            known = next((p for p in PERSONAS if p.posts[0] == Post(code, KS, Role.ADMINISTRATOR)), None)
            name, key = (known.name, known.key) if known else (f"Administratör {found.name}", f"admin-{code}")
            self.administrators[code] = reference.open_organisation(
                found, name=name, email=f"{key}@demo.example", starts_on=since
            )
        for code in DALSLAND:
            with self._acting(self.administrators[code]) as by:
                ours = Organisation.objects.get(pk=by.organisation)
                if code == BENGTSFORS:
                    board = Body.objects.get(organisation=ours, kind=BodyKind.EXECUTIVE_BOARD)
                    self._body(ours, by, BodyKind.SUBCOMMITTEE, SU, decides=True, parent=board)
                else:
                    self._body(ours, by, BodyKind.COMMITTEE, SN, decides=True)
        for persona in PERSONAS:
            for number, post in enumerate(persona.posts):
                if post.role != Role.ADMINISTRATOR:
                    self._give(persona.name, post, since, email=persona.email if number == 0 else "")
        for name, post in OTHERS:
            self._give(name, post, since)
        for code in DALSLAND:
            with self._acting(self.administrators[code]) as by:
                self._ways(Organisation.objects.get(pk=by.organisation), by, since)

    def _ways(self, ours: Organisation, by: Reader, since: date) -> None:
        """The usual ways through its bodies, and where its registries are reached."""
        bodies = {body.name: body for body in Body.objects.filter(organisation=ours)}
        social = bodies.get(SN) or bodies[SU]
        chain = [social, bodies[KS], bodies[KF]]
        organisations.set_path(ours, by=by, at=clock.now(), bodies=chain, area=Area.SOCIAL, starts_on=since)
        organisations.set_path(ours, by=by, at=clock.now(), bodies=chain[1:], starts_on=since)
        place = ours.name.lower().translate(str.maketrans("åäö", "aao"))
        for authority in Authority.objects.filter(organisation=ours).select_related("organisation"):
            office = authority.name.lower().translate(str.maketrans("åäö", "aao"))
            organisations.describe_authority(
                authority,
                by=by,
                at=clock.now(),
                registry_email=f"{office}.{place}@demo.example",
                letterhead=f"{ours.full_name}\n{authority.name}\nPåhittad gata 1",
            )

    def _body(
        self, ours: Organisation, by: Reader, kind: str, name: str, *, decides: bool, parent: Body | None = None
    ) -> Body:
        return organisations.create_body(
            ours, by=by, at=clock.now(), kind=kind, name=name, decides=decides, parent=parent
        )

    def _give(self, name: str, post: Post, since: date, *, email: str = "") -> None:
        with self._acting(self.administrators[post.code]) as by:
            body = (
                Body.objects.select_related("organisation").filter(organisation=by.organisation, name=post.body).first()
            )
            assert body, post  # noqa: S101
            person = Person.objects.filter(pk=self.people.get(name, 0)).first()
            given = organisations.give_assignment(
                body,
                by=by,
                at=clock.now(),
                role=post.role,
                person=person,
                name=name,
                title=post.title,
                political_party=post.party,
                starts_on=since,
            )
            self.people[name] = given.person_id
            self.posts[post.code, post.body, post.role] = given
            if email:
                User.objects.create_user(email, None, person=given.person)

    @contextmanager
    def _acting(self, assignment: Assignment) -> Iterator[Reader]:
        with acting_as(assignment.person_id, assignment.uid), transaction.atomic():
            yield reader()

    def _by(self, code: str, body: str, role: str) -> Any:
        return self._acting(self.posts[code, body, role])

    # --- when -----------------------------------------------------------------------------------------------------
    def _calendars(self) -> None:
        for code in DALSLAND:
            with self._acting(self.administrators[code]) as by:
                for body in Body.objects.filter(organisation=by.organisation).select_related("organisation"):
                    week, weekday = {BodyKind.EXECUTIVE_BOARD: (2, 2), BodyKind.COUNCIL: (4, 2)}.get(
                        BodyKind(body.kind), (3, 1)
                    )
                    days = [
                        nth_weekday(first, week, weekday) for first in months_from(self.today, 12) if first.month != 7
                    ]
                    rows: list[dict[str, Any]] = [
                        {
                            "sits_on": d,
                            "copy_deadline_on": d - timedelta(days=14),
                            "mailing_on": d - timedelta(days=7),
                            "note": "",
                        }
                        for d in days
                    ]
                    organisations.add_sittings(
                        body, [row for row in rows if row["sits_on"] >= self.today], by=by, at=clock.now()
                    )

    # --- networks -------------------------------------------------------------------------------------------------
    def _dalsland(self) -> None:
        with self._by(MELLERUD, KS, Role.COORDINATOR) as by:
            at = clock.now()
            network = networks.found_network(
                by=by,
                at=at,
                name="4D-samverkan",
                starts_on=date(2022, 3, 1),
                starts_text="våren 2022",
                source=DALSLAND_NEWS,
                purpose="Stärka den gemensamma kapaciteten, minska sårbarheten och säkra kompetensförsörjningen.",
                vision="Stolta, starka och självständiga Dalslandskommuner med gemensam kapacitet att möta framtiden.",
                rests_on="Avsiktsförklaring, undertecknad 8 december 2023",
            )
            old = list(Organisation.objects.filter(code__in=[code for code in DALSLAND if code != AMAL]))
            networks.add_members(
                network, old, by=by, at=at, starts_on=date(2022, 3, 1), starts_text="våren 2022", source=DALSLAND_NEWS
            )
            joined = date(2023, 12, 8)
            networks.set_text(
                network,
                by=by,
                at=at,
                kind=TextKind.NAME,
                text="Dalslandssamverkan",
                starts_on=joined,
                source=DALSLAND_NEWS,
            )
            networks.add_members(
                network, Organisation.objects.filter(code=AMAL), by=by, at=at, starts_on=joined, source=DALSLAND_NEWS
            )
            networks.set_openness(network, by=by, at=at, to=Openness.PUBLISHED)
            council = self._forum(
                by,
                network,
                "Samverkansrådet",
                starts_on=joined,
                months=9,
                met=75,
                purpose="Kommunstyrelsens ordförande och oppositionsråd i varje kommun träffas regelbundet.",
                mandate="Rådet tar ställning och ger uppdrag åt kommundirektörerna. Det beslutar inget.",
                reports_to="kommunstyrelserna",
            )
            usd = self._forum(
                by,
                network,
                "USD, Utveckling socialtjänst Dalsland",
                short="USD",
                starts_on=date(2003, 1, 1),
                starts_text="2003",
                months=9,
                met=40,
                purpose="Gemensamma utvecklingsområden, och uppföljning av befintlig samverkan med ett årshjul.",
                mandate="Bereder åtgärder och ställningstaganden som sedan går till nämnden i varje kommun för beslut.",
                reports_to="kommunstyrelsen i varje kommun, som får minnesanteckningarna för kännedom",
            )
            usd.activities.update(ends_on=date(2020, 4, 1), note="Stannade av under pandemin.")
            networks.wake(
                usd,
                by=by,
                at=at,
                starts_on=date(2023, 6, 1),
                note="Startade om på initiativ av nämndordförandena i Mellerud och Dals-Ed.",
            )
            Forum.objects.filter(pk=usd.pk).update(last_met_on=self.today - timedelta(days=40))
            chiefs = self._forum(
                by,
                network,
                "Kommundirektörerna",
                starts_on=joined,
                months=6,
                met=20,
                purpose="Stödjer samverkansrådet.",
                mandate="Förbereder rådets möten och följer upp uppdragen.",
                reports_to="samverkansrådet",
            )
            five = list(Organisation.objects.filter(code__in=DALSLAND))
            self._seats(by, council, five, (SeatKind.EXECUTIVE_CHAIR, SeatKind.OPPOSITION_COMMISSIONER), joined)
            kinds = (SeatKind.SOCIAL_CHAIR, SeatKind.OPPOSITION, SeatKind.HEAD_OF_SOCIAL_SERVICES)
            self._seats(by, usd, five, kinds, date(2023, 6, 1))
            self._seats(by, chiefs, five, (SeatKind.CHIEF_EXECUTIVE,), joined)
            mellerud = [organisation for organisation in five if organisation.code == MELLERUD]
            self._seats(by, usd, mellerud, (SeatKind.COORDINATOR,), date(2023, 6, 1))
        self._fill_seats()

    def _forum(
        self,
        by: Reader,
        network: Network,
        name: str,
        *,
        starts_on: date,
        months: int,
        met: int,
        short: str = "",
        starts_text: str = "",
        **texts: str,
    ) -> Forum:
        made = networks.found_forum(
            by=by,
            at=clock.now(),
            network=network,
            name=name,
            short_name=short,
            starts_on=starts_on,
            starts_text=starts_text,
            dormant_after_months=months,
            source=DALSLAND_NEWS,
            **texts,
        )
        networks.describe(made, by=by, at=clock.now(), last_met_on=self.today - timedelta(days=met))
        networks.set_openness(made, by=by, at=clock.now(), to=Openness.PUBLISHED)
        return made

    def _seats(
        self, by: Reader, forum: Forum, municipalities: list[Organisation], kinds: tuple[str, ...], since: date
    ) -> None:
        for kind in kinds:
            networks.add_seats(forum, municipalities, by=by, at=clock.now(), kind=kind, starts_on=since)

    def _fill_seats(self) -> None:
        """Each municipality sends its own; two seats stay vacant."""
        for code in DALSLAND:
            with self._acting(self.administrators[code]) as by:
                from_day = date(self.today.year - 1, 1, 1)
                for forum in Forum.objects.all():
                    for seat in forum.seats.filter(organisation=by.organisation).select_related("organisation"):
                        seat.owner = Forum.objects.named_on(self.today).get(pk=forum.pk)
                        holder = self._who(code, seat.kind)
                        if holder:
                            networks.appoint(
                                seat, Person.objects.get(pk=holder), by=by, at=clock.now(), starts_on=from_day
                            )

    def _who(self, code: str, kind: str) -> int | None:
        if kind == SeatKind.COORDINATOR:
            return self.posts[MELLERUD, KS, Role.COORDINATOR].person_id
        role, bodies = SEAT_ROLES[SeatKind(kind)]
        found = [self.posts[code, body, role] for body in bodies if (code, body, role) in self.posts]
        return found[0].person_id if found else None

    def _region_10(self) -> None:
        with self._by("2421", KS, Role.COORDINATOR) as by:
            at = clock.now()
            network = networks.found_network(
                by=by,
                at=at,
                name="Region 8",
                starts_on=date(2012, 1, 1),
                starts_text="2012",
                source=REGION_10_PAGE,
                rests_on="Avsiktsförklaring",
                purpose="En starkare roll för inlandets kommuner, och områden att utveckla tillsammans.",
            )
            found = {o.name: o for o in Organisation.objects.filter(code__in=REGION_10)}
            eight = [
                found[name]
                for name in ("Dorotea", "Lycksele", "Malå", "Norsjö", "Sorsele", "Storuman", "Vilhelmina", "Åsele")
            ]
            networks.add_members(
                network, eight, by=by, at=at, starts_on=date(2012, 1, 1), starts_text="2012", source=REGION_10_PAGE
            )
            late = "Var med före Arvidsjaur; exakt dag är inte känd."
            networks.add_members(
                network,
                [found["Arjeplog"]],
                by=by,
                at=at,
                starts_on=date(2017, 12, 31),
                starts_text="senast 2017",
                note=late,
            )
            networks.add_members(
                network, [found["Arvidsjaur"]], by=by, at=at, starts_on=date(2018, 1, 1), source=REGION_10_PAGE
            )
            networks.set_text(
                network,
                by=by,
                at=at,
                kind=TextKind.NAME,
                text="Region 10",
                starts_on=date(2018, 1, 1),
                source=REGION_10_PAGE,
            )
            for name, year in (("Vilhelmina", 2018), ("Dorotea", 2023), ("Storuman", 2024)):
                period: Any = {"starts_on": date(year, 1, 1), "ends_on": date(year + 1, 1, 1)}
                networks.set_presidency(network, found[name], by=by, at=at, source=REGION_10_PAGE, **period)
            networks.set_openness(network, by=by, at=at, to=Openness.PUBLISHED)
            forum = self._forum(
                by,
                network,
                "Stormötet",
                starts_on=date(2012, 1, 1),
                starts_text="2012",
                months=14,
                met=340,
                purpose="Ett årligt möte för förtroendevalda och tjänstepersoner i de tio kommunerna.",
                mandate="Årets arbete summeras och nästa års områden diskuteras.",
                reports_to="kommunstyrelserna",
            )
            self._seats(by, forum, list(found.values()), (SeatKind.EXECUTIVE_CHAIR,), date(2018, 1, 1))

    # --- the register ---------------------------------------------------------------------------------------------
    def _register(self) -> None:
        rows = json.loads(DATA.read_text())["rader"]
        with self._by(MELLERUD, KS, Role.COORDINATOR) as by:
            at = clock.now()
            association = organisations.register_organisation(
                by=by,
                at=at,
                kind="MUNICIPAL_ASSOCIATION",
                name="Dalslands miljö- och energiförbund",
                number="222000-0877",
            )
            assert association  # noqa: S101
            planned = plan(rows, [str(n) for n in range(1, len(rows) + 1)], reader=by)
            save(planned, by=by, at=at, to=Openness.PUBLISHED)
            found = {c.name: c for c in Collaboration.objects.select_related("authority__organisation")}
            dalsland = Network.objects.get(memberships__organisation__code=AMAL)
            part = (
                "USD – Utveckling Socialtjänst Dalsland",
                "Dalslandssamverkan",
                "Gemensam ledningsorganisation socialtjänst Mellerud–Bengtsfors",
            )
            for name in part:
                register.describe(found[name], by=by, at=at, network=dalsland)
            register.describe(
                found["4D-samverkan"], by=by, at=at, network=dalsland, replaced_by=found["Dalslandssamverkan"]
            )
            self._examples(by, dalsland)

    def _examples(self, by: Reader, network: Network) -> None:
        """Two that are invented and say so, to practise on: a draft, and an agreement whose notice day is near."""
        at, today = clock.now(), self.today
        register.register(
            by=by,
            at=at,
            name="Övningsexempel: gemensam socialjour",
            area=Area.SOCIAL,
            form=LegalForm.UNKNOWN,
            stage=Stage.IDEA,
            network=network,
            starts_on=today - timedelta(days=30),
            purpose="Påhittat, för att öva på. Ett utkast som bara kommunstyrelsen i Mellerud ser.",
        )
        made = register.register(
            by=by,
            at=at,
            name="Övningsexempel: delad arkivarie",
            area=Area.ARCHIVES,
            form=LegalForm.CONTRACT,
            legal_basis="KL 9:37",
            stage=Stage.IN_FORCE,
            starts_on=date(today.year - 2, 1, 1),
            network=network,
            cost_rule="Hälften var.",
            purpose="Påhittat, för att öva på. Mellerud och Åmål delar en arkivarie.",
            last_follow_up_on=today - timedelta(days=900),
        )
        parties = register.add_parties(
            made,
            Organisation.objects.filter(code__in=(MELLERUD, AMAL)),
            by=by,
            at=at,
            starts_on=date(today.year - 2, 1, 1),
        )
        ends = first_of_month(today + timedelta(days=260))
        document = register.add_document(
            made,
            by=by,
            at=at,
            kind=DocumentKind.AGREEMENT,
            title="Avtal om delad arkivarie",
            starts_on=date(today.year - 2, 1, 1),
            ends_on=ends,
            notice_months=6,
            notice_anchor=NoticeAnchor.END_OF_TERM,
            renewal_months=24,
        )
        for party in parties:
            register.sign(
                document,
                party,
                by=by,
                at=at,
                signed_on=date(today.year - 3, 12, 10),
                signed_by="kommunstyrelsens ordförande (påhittat)",
            )
        register.add_document(
            made,
            by=by,
            at=at,
            kind=DocumentKind.OTHER,
            title="Bilaga om lokalens lås och larm",
            starts_on=date(today.year - 2, 1, 1),
        )
        secret = made.documents.get(kind=DocumentKind.OTHER)
        secret.owner = made
        register.mark_secret(secret, by=by, at=at, provision="OSL 18:8")
        register.set_contact(
            made,
            by=by,
            at=at,
            kind=ContactKind.OFFICIAL,
            name="Göran Örsjö",
            office="Kommundirektör, Mellerud (påhittad)",
        )
        register.set_openness(made, by=by, at=at, to=Openness.SHARED)


def months_from(day: date, count: int) -> Iterator[date]:
    for number in range(count):
        year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
        yield date(year, month + 1, 1)


def nth_weekday(first: date, nth: int, weekday: int) -> date:
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def first_of_month(day: date) -> date:
    return day.replace(day=1)
