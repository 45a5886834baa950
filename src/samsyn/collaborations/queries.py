"""Reads of the register that several pages share: rows with their parties, documents and judgement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from samsyn.collaborations.enums import OVER, LegalForm, PartyRole, Stage
from samsyn.collaborations.facts import DocumentFacts, Facts, PartyFacts
from samsyn.collaborations.models import Collaboration, GoverningDocument, Party, StagePeriod
from samsyn.collaborations.models.collaboration import AsOf
from samsyn.collaborations.validity import Validity, judge, notice_of
from samsyn.common.periods import DAY, covers, on_day
from samsyn.common.prepared import prepared
from samsyn.common.swedish import SvKey, sort_key, upper_first
from samsyn.common.web import one_or_404
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
    parties: list[Any]  # Party on a page of its own, ListedParty in lists
    validity: Validity
    name: str = ""

    @property
    def form_label(self) -> str:
        label = str(FORM_LABELS[self.form])
        return label[:1].upper() + label[1:]

    @property
    def party_names(self) -> str:
        names = [party.name for party in self.parties]
        return ", ".join(names[:6]) + (f" +{len(names) - 6}" if len(names) > 6 else "")


FORM_LABELS = dict(LegalForm.choices)


class _Listed(NamedTuple):
    pk: int
    uid: UUID
    name: str
    area: str
    then: dict[str, Any]
    replaced_by_name: str | None
    stated_parties: int | None
    unlisted_parties: str
    form_as_stated: str
    source_kind: str
    checked_on: date | None
    last_follow_up_on: date | None
    next_follow_up_on: date | None
    doubt_notes: list[str]


class ListedCollaboration(AsOf, _Listed):
    """What lists and maps need of a collaboration, at a fraction of the cost of the row itself."""

    __slots__ = ()


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


def matching(reader: Reader, asked: Filter, *, start: int = 0, most: int = 200, texts: bool = False) -> list[Any]:
    """The collaborations that may be seen and match, with name, form and stage as of the day; so many from `start`.

    Whole rows with `texts`, else what a list shows.
    """
    values: dict[str, Any] = {"reader": reader, "day": asked.day}
    if asked.organisations is not None:
        values["organisations"] = asked.organisations
    if asked.area:
        values["area"] = asked.area
    # What has begun since then is not of that day; what is to come is shown today.
    shape: dict[str, Any] = {"over": asked.over, "past": asked.day < reader.today}
    shape |= {"form": asked.form, "text": asked.text, "start": start, "most": most, "texts": texts}
    seldom = asked.form or asked.text or start  # and so not worth keeping
    found = _matching.build(**values, **shape) if seldom else _matching(shape=shape, **values)
    return list(found) if texts else [ListedCollaboration(*row) for row in found]


@prepared
def _matching(
    *,
    reader: Reader,
    day: date,
    organisations: list[int] | None = None,
    area: str = "",
    form: str,
    text: str,
    over: bool,
    past: bool,
    start: int,
    most: int,
    texts: bool,
) -> Any:
    found: Any = Collaboration.objects.visible_to(reader).as_of(day)
    if organisations is not None:
        found = found.filter(Exists(Party.objects.filter(owner=OuterRef("pk"), organisation__any=organisations)))
    if area:
        found = found.filter(area=area)
    if form:
        found = found.filter(then__form=form)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(area_text__icontains=text))
    if not over:
        found = found.exclude(then__stage__in=OVER)
    if past:
        begun = StagePeriod.objects.filter(Q(starts_on=None) | Q(starts_on__lte=day), owner=OuterRef("pk"))
        found = found.filter(Exists(begun))
    found = found.in_order()[start : start + most]
    return found if texts else found.values_list(*ListedCollaboration._fields)


class ListedParty(NamedTuple):
    """What lists, maps and exports tell of a party, at a tenth of the cost of the row itself: there are hundreds."""

    owner_id: int
    organisation_id: int
    name: str
    kind: str
    role: str
    doubt: str
    starts_on: date | None
    ends_on: date | None
    starts_text: str

    @property
    def through(self) -> date | None:
        return self.ends_on - DAY if self.ends_on else None


class ListedDocument(NamedTuple):
    """What the judgement needs of a governing document."""

    owner_id: int
    starts_on: date | None
    title: str
    kind: str
    ends_on: date | None
    notice_months: int | None
    notice_anchor: str
    renewal_months: int | None


@prepared
def _listed_parties(*, owners: list[int]) -> Any:
    fields = [*ListedParty._fields]
    fields[2:4] = "organisation__name", "organisation__kind"
    return Party.objects.filter(owner__any=owners).order_by(SvKey("organisation__name")).values_list(*fields)


@prepared
def _listed_documents(*, reader: Reader, owners: list[int]) -> Any:
    seen = GoverningDocument.objects.visible_to(reader).filter(owner__any=owners)
    return seen.values_list(*ListedDocument._fields)


@prepared
def _parties(*, owner: int) -> Any:
    found = Party.objects.filter(owner=owner).select_related("organisation")
    return found.order_by(SvKey("organisation__name"), "starts_on")


def with_rows(found: Iterable[Any], reader: Reader, day: date) -> list[Row]:
    """Parties and documents of these collaborations, two queries however many they are, and what follows from them."""
    listed = list(found)
    ids = [collaboration.pk for collaboration in listed]
    parties: dict[int, list[ListedParty]] = {}
    for told in _listed_parties(owners=ids):
        parties.setdefault(told[0], []).append(ListedParty(*told))
    documents: dict[int, list[ListedDocument]] = {}
    for told in _listed_documents(reader=reader, owners=ids):
        documents.setdefault(told[0], []).append(ListedDocument(*told))
    return [row(found, parties.get(found.pk, []), documents.get(found.pk, []), day) for found in listed]


def row(collaboration: Any, parties: list[Any], documents: list[Any], day: date) -> Row:
    """A collaboration with what follows from its rows; the parties in Swedish order."""
    facts = facts_of(collaboration, parties, documents, day)
    return Row(
        collaboration,
        collaboration.form,
        collaboration.stage or Stage.UNKNOWN,
        parties,
        judge(facts, today=day),
        collaboration.name_then,
    )


def facts_of(collaboration: Any, parties: list[Any], documents: list[Any], day: date) -> Facts:
    """What the judgement needs, from rows already fetched."""
    here = [party for party in parties if covers(party.starts_on, party.ends_on, day)]
    # The latest version of each document counts, also when its time has run out.
    latest: dict[tuple[str, str], Any] = {}
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
        parties=tuple(PartyFacts(party.name, party.kind, party.role, party.doubt) for party in here),
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


def document_facts(document: Any) -> DocumentFacts:
    return DocumentFacts(
        document.title,
        document.kind,
        document.ends_on,
        document.notice_months,
        document.notice_anchor,
        document.renewal_months,
    )


@dataclass(frozen=True)
class Detail:
    """One collaboration with its parties, and the papers that the reader may see."""

    collaboration: Any
    parties: list[Party]
    documents: list[Any]


def detail(reader: Reader, uid: UUID, day: date) -> Detail:
    """One collaboration's page, in as few queries as it has kinds of rows; 404 when it may not be seen."""
    found = one_or_404(_one(reader=reader, uid=uid, day=day))
    parties = list(_parties(owner=found.pk))
    return Detail(found, parties, list(_papers(reader=reader, owner=found.pk)))


@prepared
def _one(*, reader: Reader, uid: UUID, day: date) -> Any:
    seen: Any = Collaboration.objects.visible_to(reader).as_of(day).with_histories()
    return seen.filter(uid=uid).select_related("authority__organisation")


@prepared
def _papers(*, reader: Reader, owner: int) -> Any:
    seen = GoverningDocument.objects.visible_to(reader).filter(owner=owner)
    return seen.with_signatures().order_by("kind", "title", "-starts_on")


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
                cells[index] = {"code": code, "name": party.name, "doubt": party.doubt}
            elif code != "f":
                others.append(party.name)
        made.append(MapRow(found, cells, _shortened(others, found.collaboration.unlisted_parties)))
    return made


def _shortened(names: list[str], unlisted: str) -> str:
    shown = ", ".join(sorted(names, key=sort_key)[:4])
    more = f" +{len(names) - 4}" if len(names) > 4 else ""
    return "; ".join(part for part in (shown + more, unlisted) if part)


def columns_for(asked: Filter, day: date) -> list[Organisation]:
    """The municipalities that stand as columns: a network's members that day, a county's, or those asked for."""
    if asked.network:
        return list(_members(network=UUID(asked.network), day=day))
    if asked.county:
        found = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, county_code=asked.county)
    else:
        found = Organisation.objects.filter(pk__in=asked.organisations or [])
    return list(found.in_order())


@prepared
def _members(*, network: UUID, day: date) -> Any:
    members = Membership.objects.filter(on_day(day), owner__uid=network, organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(members)).in_order()


def our_networks(reader: Reader, day: date) -> list[Network]:
    return list(_our_networks(reader=reader, day=day))


@prepared
def _our_networks(*, reader: Reader, day: date) -> Any:
    member = Membership.objects.filter(on_day(day), owner=OuterRef("pk"), organisation=reader.organisation)
    return Network.objects.visible_to(reader).named_on(day).filter(Exists(member), ended_on=None).order_by("name")


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
    """What our organisation is party to and may soon no longer leave in time; what is over needs no notice."""
    today = reader.today
    found = []
    for document in _terminable(reader=reader):
        notice = notice_of(document_facts(document), "", today)
        if notice and notice.last_day and 0 <= (notice.last_day - today).days <= within_days:
            found.append(NoticeDay(document.owner, document.title, notice.last_day))
    return sorted(found, key=lambda item: item.last_day)


@prepared
def _terminable(*, reader: Reader) -> Any:
    ours = Party.objects.filter(on_day(reader.today), owner=OuterRef("owner"), organisation=reader.organisation)
    over = StagePeriod.objects.filter(on_day(reader.today), owner=OuterRef("owner"), stage__in=OVER)
    seen = GoverningDocument.objects.visible_to(reader).filter(Exists(ours), ~Exists(over), notice_months__isnull=False)
    return seen.on(reader.today).select_related("owner")
