"""Reads of the register that several pages share: rows with their parties, documents and judgement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from samsyn.collaborations.enums import OVER, LegalForm, PartyRole, Stage
from samsyn.collaborations.facts import DocumentFacts, Facts, PartyFacts
from samsyn.collaborations.models import Collaboration, GoverningDocument, Party, StagePeriod
from samsyn.collaborations.validity import Validity, judge, notice_of
from samsyn.common.periods import covers, on_day
from samsyn.common.swedish import sort_key, upper_first
from samsyn.isolation.acting import Reader
from samsyn.networks.models import Membership, Network
from samsyn.organisations.enums import Area, OrganisationKind
from samsyn.organisations.models import Organisation


@dataclass
class Row:
    """A collaboration in a list or on the map: as of a day, judged."""

    collaboration: Any
    form: str
    stage: str
    parties: list[Party]
    validity: Validity
    name: str = ""

    @property
    def form_label(self) -> str:
        label = str(FORM_LABELS[self.form])
        return label[:1].upper() + label[1:]

    @property
    def party_names(self) -> str:
        names = [party.organisation.name for party in self.parties]
        return ", ".join(names[:6]) + (f" +{len(names) - 6}" if len(names) > 6 else "")


FORM_LABELS = dict(LegalForm.choices)


@dataclass
class Filter:
    """What to show of the register. Read from the address, so that a view can be sent to somebody."""

    day: date
    text: str = ""
    area: str = ""
    form: str = ""
    whose: str = "vara"  # vara, natverk, alla
    network: str = ""
    county: str = ""
    over: bool = False
    organisations: list[int] | None = field(default=None)

    @property
    def narrowed(self) -> bool:
        """Is one of the less common questions asked?"""
        return bool(self.area or self.form or self.over)


def matching(reader: Reader, asked: Filter) -> Any:
    """The collaborations that may be seen and match, with name, form and stage as of the day."""
    found: Any = Collaboration.objects.visible_to(reader).as_of(asked.day)
    if asked.organisations is not None:
        concerned = Party.objects.filter(organisation__in=asked.organisations)
        found = found.filter(pk__in=concerned.values("owner"))
    if asked.area:
        found = found.filter(area=asked.area)
    if asked.form:
        found = found.filter(form=asked.form)
    if asked.text:
        found = found.filter(Q(name__icontains=asked.text) | Q(area_text__icontains=asked.text))
    if not asked.over:
        found = found.exclude(stage__in=OVER)
    if asked.day < reader.today:  # what has begun since then is not of that day; what is to come is shown today
        begun = StagePeriod.objects.filter(Q(starts_on=None) | Q(starts_on__lte=asked.day), owner=OuterRef("pk"))
        found = found.filter(Exists(begun))
    return found.in_order()


def with_rows(found: Iterable[Collaboration], day: date) -> list[Row]:
    """Parties and documents of these collaborations, two queries however many they are, and what follows from them."""
    listed = list(found)
    ids = [collaboration.pk for collaboration in listed]
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.filter(owner__in=ids).select_related("organisation"):
        parties.setdefault(party.owner_id, []).append(party)
    documents: dict[int, list[GoverningDocument]] = {}
    for document in GoverningDocument.objects.filter(owner__in=ids):
        documents.setdefault(document.owner_id, []).append(document)
    return [row(found, parties.get(found.pk, []), documents.get(found.pk, []), day) for found in listed]


def row(collaboration: Any, parties: list[Party], documents: list[GoverningDocument], day: date) -> Row:
    facts = facts_of(collaboration, parties, documents, day)
    parties.sort(key=lambda party: sort_key(party.organisation.name))
    return Row(
        collaboration,
        collaboration.form,
        collaboration.stage or Stage.UNKNOWN,
        parties,
        judge(facts, today=day),
        collaboration.name_then,
    )


def facts_of(collaboration: Any, parties: list[Party], documents: list[GoverningDocument], day: date) -> Facts:
    """What the judgement needs, from rows already fetched."""
    here = [party for party in parties if covers(party.starts_on, party.ends_on, day)]
    # The latest version of each document counts, also when its time has run out.
    latest: dict[tuple[str, str], GoverningDocument] = {}
    for document in sorted(documents, key=lambda found: found.starts_on or date.min):
        if document.starts_on is None or document.starts_on <= day:
            latest[document.kind, document.title] = document
    return Facts(
        name=collaboration.name_then,
        form=collaboration.form,
        stage=collaboration.stage or Stage.UNKNOWN,
        stage_since=getattr(collaboration, "stage_since", None),
        stage_until=getattr(collaboration, "stage_until", None),
        stage_note=getattr(collaboration, "stage_note", None) or "",
        parties=tuple(
            PartyFacts(party.organisation.name, party.organisation.kind, party.role, party.doubt) for party in here
        ),
        documents=tuple(document_facts(document) for document in latest.values()),
        stated_parties=collaboration.stated_parties,
        unlisted_parties=collaboration.unlisted_parties,
        form_as_stated=collaboration.form_as_stated,
        source_kind=collaboration.source_kind,
        checked_on=collaboration.checked_on,
        last_follow_up_on=collaboration.last_follow_up_on,
        next_follow_up_on=collaboration.next_follow_up_on,
        replaced_by=getattr(collaboration, "replaced_by_name", None) or "",
        noted=tuple(collaboration.doubt_notes),
    )


def document_facts(document: GoverningDocument) -> DocumentFacts:
    return DocumentFacts(
        document.title,
        document.kind,
        document.ends_on,
        document.notice_months,
        document.notice_anchor,
        document.renewal_months,
    )


def detail(reader: Reader, day: date) -> QuerySet[Collaboration]:
    """One collaboration's page, in as few queries as it has kinds of rows."""
    parties = Prefetch("parties", Party.objects.select_related("organisation").order_by("starts_on"))
    documents = Prefetch(
        "documents",
        GoverningDocument.objects.visible_to(reader).with_signatures().order_by("kind", "title", "-starts_on"),
    )
    found = Collaboration.objects.visible_to(reader).as_of(day).with_histories()
    return found.select_related("authority__organisation").prefetch_related(parties, documents)


@dataclass
class MapRow:
    """A row of the collaboration map: one cell per municipality, the other parties in words."""

    row: Row
    cells: list[dict[str, str]]
    others: str


CODE = {PartyRole.HOST: "v", PartyRole.MEMBER: "p", PartyRole.BUYER: "k", PartyRole.ADJUNCT: "a"}


def map_rows(rows: list[Row], columns: list[Organisation], day: date) -> list[MapRow]:
    """Collaborations × municipalities as of a day: present and former parties, and where sources disagree."""
    position = {organisation.pk: index for index, organisation in enumerate(columns)}
    made = []
    for found in rows:
        cells: list[dict[str, str]] = [{} for _column in columns]
        others = []
        over = found.stage in OVER
        for party in sorted(found.parties, key=lambda party: party.starts_on or date.min):
            if party.starts_on and party.starts_on > day:
                continue
            code = CODE[PartyRole(party.role)] if covers(party.starts_on, party.ends_on, day) and not over else "f"
            code = "o" if party.doubt and code != "f" else code
            index = position.get(party.organisation_id)
            if index is not None:
                cells[index] = {"code": code, "name": party.organisation.name, "doubt": party.doubt}
            elif code != "f":
                others.append(party.organisation.name)
        made.append(MapRow(found, cells, _shortened(others, found.collaboration.unlisted_parties)))
    return made


def _shortened(names: list[str], unlisted: str) -> str:
    shown = ", ".join(sorted(names, key=sort_key)[:4])
    more = f" +{len(names) - 4}" if len(names) > 4 else ""
    return "; ".join(part for part in (shown + more, unlisted) if part)


def columns_for(asked: Filter, day: date) -> list[Organisation]:
    """The municipalities that stand as columns: a network's members that day, a county's, or those asked for."""
    if asked.network:
        members = Membership.objects.filter(on_day(day), owner__uid=asked.network, organisation__isnull=False)
        found = Organisation.objects.filter(pk__in=members.values("organisation"))
    elif asked.county:
        found = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, county_code=asked.county)
    else:
        found = Organisation.objects.filter(pk__in=asked.organisations or [])
    return list(found.in_order())


def our_networks(reader: Reader, day: date) -> list[Network]:
    member = Membership.objects.filter(on_day(day), organisation=reader.organisation).values("owner")
    return list(Network.objects.visible_to(reader).named_on(day).filter(pk__in=member, ended_on=None).order_by("name"))


def by_area(rows: list[Any]) -> list[tuple[str, list[Any]]]:
    """Rows grouped by area, each group in the order it comes."""
    groups: dict[str, list[Any]] = {}
    for found in rows:
        groups.setdefault(getattr(found, "row", found).collaboration.area, []).append(found)
    labels = dict(Area.choices)
    return sorted(
        ((upper_first(labels[area]), listed) for area, listed in groups.items()),
        key=lambda group: (group[1] is not groups.get(Area.ALL), sort_key(group[0])),
    )


@dataclass(frozen=True)
class NoticeDay:
    """An agreement whose last day to give notice is coming."""

    collaboration: Collaboration
    title: str
    last_day: date


def coming_notice_days(reader: Reader, *, within_days: int = 180) -> list[NoticeDay]:
    """What our organisation is party to and may soon no longer leave in time."""
    today = reader.today
    ours = Party.objects.filter(on_day(today), organisation=reader.organisation).values("owner")
    documents = (
        GoverningDocument.objects.visible_to(reader)
        .filter(owner__in=ours, notice_months__isnull=False)
        .on(today)
        .select_related("owner")
    )
    found = []
    for document in documents:
        notice = notice_of(document_facts(document), "", today)
        if notice and notice.last_day and 0 <= (notice.last_day - today).days <= within_days:
            found.append(NoticeDay(document.owner, document.title, notice.last_day))
    return sorted(found, key=lambda item: item.last_day)
