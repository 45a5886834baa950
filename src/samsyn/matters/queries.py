"""Reads of matters: one with everything that follows from it, lists, and what waits for somebody."""

from collections.abc import Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject

from samsyn.common.periods import on_day
from samsyn.common.prepared import prepared
from samsyn.common.swedish import SvKey
from samsyn.common.web import one_or_404
from samsyn.dispatch.models import Delivery, Receipt
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.matters.enums import ForceKind, MatterStage
from samsyn.matters.models import (
    Asked,
    ChainStep,
    Decision,
    Entry,
    ForceEvent,
    LocalMatter,
    Matter,
    MatterDocument,
    Proposal,
    Referral,
    Signing,
    Standpoint,
    Wording,
)
from samsyn.matters.standing import Standing, arrange
from samsyn.networks.enums import TextKind
from samsyn.networks.models import Forum, ForumText, Network, Seat
from samsyn.organisations.enums import BodyKind
from samsyn.organisations.models import Authority, Body, CircleMember, Organisation, PathStep, ServedParty, Sitting

PERIODICAL = {"made_at", "recorded_at", "sent_at"}


def _told(model: Any, *fields: str, order: str = "pk", **others: str) -> ArraySubquery:
    """All rows of a matter's kind, as JSON with the matter itself."""
    names = {"pk": "pk", **{name: name for name in fields}, **others}
    return ArraySubquery(model.objects.filter(matter=OuterRef("pk")).order_by(order).values(json=JSONObject(**names)))


def _rows(told: list[dict[str, Any]]) -> list[Any]:
    """Rows that came as JSON, with days and moments as such."""
    return [
        SimpleNamespace(
            **{
                name: datetime.fromisoformat(value)
                if name in PERIODICAL and value
                else date.fromisoformat(value)
                if name.endswith("_on") and value
                else value
                for name, value in row.items()
            }
        )
        for row in told
    ]


def _forum_name(day: date) -> Subquery:
    """Nothing for who was asked and has no seat in the forum: the matter is theirs to read, the forum is not."""
    names = ForumText.objects.filter(on_day(day), owner=OuterRef("forum"), kind=TextKind.NAME)
    return Subquery(names.values("text")[:1])


def _forum_uid() -> Subquery:
    return Subquery(Forum.objects.filter(pk=OuterRef("forum")).values("uid")[:1])


def network_of(matter: Matter) -> Network | None:
    """The network of its forum, as far as one may see it."""
    return Network.objects.filter(forums=matter.forum_id).first()


@prepared
def _one(*, reader: Reader, uid: UUID) -> Any:
    entry = Entry.objects.filter(matter=OuterRef("pk"))
    told = {name: name for name in ("uid", "sha256", "on", "parties", "decisions", "made_at")}
    return (
        Matter.objects.visible_to(reader)
        .filter(uid=uid)
        .select_related("authority__organisation")
        .annotate(
            forum_name=_forum_name(reader.today),
            forum_uid=_forum_uid(),
            proposals_json=_told(
                Proposal, "uid", "number", "text", "change", "condition", "sha256", "note", "made_at", order="number"
            ),
            wordings_json=_told(
                Wording, "uid", "text", "change", "sha256", "made_at", "organisation_id", name="organisation__name",
                proposal="proposal_id",
            ),
            standpoints_json=_told(
                Standpoint, "uid", "taken_on", "text", "next_step", "recorded_at", number="proposal__number"
            ),
            asked_json=_told(
                Asked, "consequence", "organisation_id", "receiver_id", name="organisation__name",
                uid="organisation__uid", receiver="receiver__name", order="pk",
            ),
            entry_json=ArraySubquery(
                entry.values(
                    json=JSONObject(
                        pk="pk", **told, collaboration="applied__collaboration", applied_at="applied__at"
                    )
                )
            ),
        )
    )  # fmt: skip


@prepared
def _referrals(*, matter: int) -> Any:
    """Also those that were taken back: what was recorded there stays."""
    found = Referral.objects.filter(matter=matter)
    return found.select_related("organisation", "receiver", "local", "local__signing").order_by(
        SvKey("organisation__name")
    )


@prepared
def _steps(*, matter: int) -> Any:
    found = ChainStep.objects.filter(local__matter=matter).annotate(
        body_name=F("body__name"), body_kind=F("body__kind")
    )
    return found.order_by("local", "position")


@prepared
def _decisions(*, matter: int) -> Any:
    events = ForceEvent.objects.filter(decision=OuterRef("pk")).order_by("on", "recorded_at")
    told = {name: name for name in ("pk", "kind", "on", "note", "board_id", "recorded_at")}
    return (
        Decision.objects.filter(local__matter=matter)
        .annotate(
            force_json=ArraySubquery(events.values(json=JSONObject(**told))),
            wording_sha256=F("wording__sha256"),
            body_name=F("body__name"),
            body_kind=F("body__kind"),
        )
        .order_by("decided_on", "recorded_at")
    )


def load(reader: Reader, uid: UUID) -> Standing:
    """A matter that the reader may see, with how it stands; 404 when it may not be seen."""
    return _standing(one_or_404(_one(reader=reader, uid=uid)), reader.today)


def _standing(matter: Any, today: date) -> Standing:
    for name in ("proposals", "wordings", "standpoints", "asked"):
        setattr(matter, f"{name}_told", _rows(getattr(matter, f"{name}_json")))
    entries = matter.entry_json
    matter.entry_told = _entry(entries[0]) if entries else None
    matter.names_told = {one.uid: one.name for one in matter.asked_told}
    decisions = list(_decisions(matter=matter.pk))
    for decision in decisions:
        decision.force_events = [_event(told) for told in decision.force_json]
    return arrange(matter, _referrals(matter=matter.pk), _steps(matter=matter.pk), decisions, today)


def _entry(told: dict[str, Any]) -> Any:
    days = {"on": date.fromisoformat(told["on"]), "made_at": datetime.fromisoformat(told["made_at"])}
    return SimpleNamespace(**told | days)


def _event(told: dict[str, Any]) -> Any:
    moment = datetime.fromisoformat(told["recorded_at"])
    days = {"on": date.fromisoformat(told["on"]), "recorded_at": moment}
    return SimpleNamespace(**told | days | {"label": ForceKind(told["kind"]).label})


@prepared
def matter_at(*, reader: Reader, uid: UUID) -> Any:
    """A matter without its parts, with the forum's name."""
    found = Matter.objects.visible_to(reader).filter(uid=uid)
    return found.select_related("authority__organisation").annotate(forum_name=_forum_name(reader.today))


# --- lists ------------------------------------------------------------------------------------------------------------
def listed(reader: Reader, *, open_only: bool, start: int, most: int) -> Any:
    """Matters by when something last happened; with the forum's name and what each municipality has answered."""
    if start:  # seldom asked, and so not worth keeping
        return _listed.build(reader=reader, open_only=open_only, start=start, most=most)
    return _listed(reader=reader, shape={"open_only": open_only, "start": start, "most": most})


@prepared
def _listed(*, reader: Reader, open_only: bool, start: int, most: int) -> Any:
    found: Any = Matter.objects.filter(readable_by(reader))
    if open_only:
        found = found.filter(stage__in=[MatterStage.PREPARING, MatterStage.REFERRED])
    return (
        found.annotate(
            forum_name=_forum_name(reader.today),
            entered_on=Subquery(Entry.objects.filter(matter=OuterRef("pk")).values("on")[:1]),
            outcomes=ArraySubquery(_latest_outcomes()),
        )
        .order_by("-changed_at", "-pk")
        .values(
            "uid", "title", "area", "stage", "openness", "answer_by", "referred_on", "changed_at", "forum_name",
            "entered_on", "outcomes",
        )[start : start + most]
    )  # fmt: skip


def _latest_outcomes() -> Any:
    """Per referred municipality, its name and its latest deciding outcome."""
    answers = Decision.objects.filter(local__referral=OuterRef("pk"), deciding=True, corrected_by=None)
    latest = answers.exclude(outcome="NOTED").order_by("-decided_on", "-recorded_at").values("outcome")[:1]
    found = Referral.objects.filter(matter=OuterRef("pk"), withdrawn_on=None)
    told = JSONObject(name="organisation__name", outcome=Subquery(latest))
    return found.order_by(SvKey("organisation__name")).values(json=told)


def with_collaboration(reader: Reader, uid: UUID) -> list[Any]:
    """The matters that have changed or would change a collaboration, newest first."""
    return list(_with_collaboration(reader=reader, uid=str(uid)))


@prepared
def _with_collaboration(*, reader: Reader, uid: str) -> Any:
    named = Proposal.objects.annotate(about=KeyTextTransform("collaboration", "change"))
    about = named.filter(matter=OuterRef("pk"), about=uid)
    wrote = Entry.objects.annotate(wrote=Cast("applied__collaboration", CharField()))
    wrote = wrote.filter(matter=OuterRef("pk"), wrote=uid)
    found = Matter.objects.filter(readable_by(reader)).filter(Exists(about) | Exists(wrote))
    return found.order_by("-changed_at")[:50]


@prepared
def our_forums(*, reader: Reader) -> Any:
    """The forums whose papers the reader's authority keeps, where a matter may be raised."""
    seen: Any = Forum.objects.visible_to(reader).named_on(reader.today)
    return seen.filter(authority=reader.authority).exclude(ended_on__lte=reader.today).order_by("name")


def in_forum(reader: Reader, forum: int) -> list[Any]:
    """The matters of a forum, newest first."""
    return list(_in_forum(reader=reader, forum=forum))


@prepared
def _in_forum(*, reader: Reader, forum: int) -> Any:
    return Matter.objects.filter(readable_by(reader), forum=forum).order_by("-changed_at")[:50]


# --- parts of one matter ----------------------------------------------------------------------------------------------
@prepared
def documents(*, reader: Reader, matter: int) -> Any:
    """The papers that the reader may see."""
    return MatterDocument.objects.visible_to(reader).filter(matter=matter).order_by("title", "-edition")


@prepared
def asked(*, matter: int) -> Any:
    """Those who are to be asked, with the authority that receives the matter."""
    found = Asked.objects.filter(matter=matter).select_related("organisation", "receiver__organisation")
    return found.order_by(SvKey("organisation__name"))


def answered(*, matter: int) -> list[str]:
    """The municipalities that have answered, by name."""
    found = Decision.objects.filter(local__matter=matter, deciding=True, corrected_by=None).exclude(outcome="NOTED")
    names = found.order_by(SvKey("organisation__name")).values_list("organisation__name", flat=True)
    return list(dict.fromkeys(names))


def referred_names(*, matter: int) -> list[str]:
    """Those the matter is with now, by name."""
    found = Referral.objects.filter(matter=matter, withdrawn_on=None).order_by(SvKey("organisation__name"))
    return list(found.values_list("organisation__name", flat=True))


def named_in(*, referral: Referral) -> list[tuple[UUID, str]]:
    """Those a referred version names: uid and name, in order."""
    named = referral.proposal.change.get("named", [])
    return list(Organisation.objects.filter(uid__in=named).in_order().values_list("uid", "name"))


def document_at(reader: Reader, uid: UUID) -> MatterDocument:
    """A paper the reader may see."""
    found: MatterDocument = one_or_404(_document(reader=reader, uid=uid))
    return found


@prepared
def _document(*, reader: Reader, uid: UUID) -> Any:
    seen = MatterDocument.objects.visible_to(reader).filter(uid=uid)
    return seen.select_related("matter__authority__organisation")


@prepared
def deliveries(*, about: UUID) -> Any:
    return Delivery.objects.filter(about=about).select_related("receiver__organisation").order_by("-queued_at")


@prepared
def receipts(*, about: UUID) -> Any:
    return Receipt.objects.filter(about=about)


@prepared
def signings(*, matter: int) -> Any:
    return Signing.objects.filter(local__matter=matter).select_related("organisation")


@prepared
def sittings(*, bodies: list[int], since: date) -> Any:
    """The calendars of the bodies on the way."""
    return Sitting.objects.filter(body__any=bodies, sits_on__gte=since).order_by("sits_on")


def calendars(voices: Sequence[Any], since: date) -> dict[int, list[Any]]:
    """The sittings of all bodies on these municipalities' ways, by body."""
    bodies = [step.body_id for voice in voices for step in voice.steps]
    found: dict[int, list[Any]] = {}
    for sitting in sittings(bodies=bodies, since=since) if bodies else ():
        found.setdefault(sitting.body_id, []).append(sitting)
    return found


def local_at(reader: Reader, uid: UUID) -> LocalMatter:
    """A municipality's own matter, for those who take part."""
    found: LocalMatter = one_or_404(_local(reader=reader, uid=uid))
    return found


@prepared
def _local(*, reader: Reader, uid: UUID) -> Any:
    seen = Q(organisation=reader.organisation) | Q(circle__any=reader.circles)
    return LocalMatter.objects.filter(seen, uid=uid).select_related(
        "matter__authority__organisation", "referral__proposal", "authority", "organisation"
    )


def step_at(reader: Reader, uid: UUID) -> ChainStep:
    found: ChainStep = one_or_404(_step(reader=reader, uid=uid))
    return found


@prepared
def _step(*, reader: Reader, uid: UUID) -> Any:
    seen = Q(organisation=reader.organisation) | Q(circle__any=reader.circles)
    return ChainStep.objects.filter(seen, uid=uid).select_related(
        "body", "local__matter", "local__referral__proposal", "local__organisation", "organisation"
    )


@prepared
def steps_of(*, local: int) -> Any:
    return ChainStep.objects.filter(local=local).select_related("body").order_by("position")


def served_by(body: int, day: date) -> Any:
    """The municipalities a joint committee serves, host among them."""
    served = ServedParty.objects.on(day).filter(body=body).values("party")
    host = Body.objects.filter(pk=body).values("organisation")
    return Organisation.objects.filter(Q(pk__in=served) | Q(pk__in=host)).in_order()


def version_about(step: ChainStep, corrects: Decision | None) -> Proposal:
    """The version a decision is about: the one that is referred, or the one that the corrected record was about."""
    referral = step.local.referral
    if corrects is None or corrects.recorded_at >= referral.sent_at:
        return referral.proposal
    if corrects.wording:
        return corrects.wording.proposal
    earlier = Proposal.objects.filter(matter=step.local.matter_id)
    said = earlier.filter(sha256__in=corrects.accepts).first()
    known = earlier.filter(made_at__lte=corrects.recorded_at).order_by("-number").first()
    return said or known or referral.proposal


def decision_at(reader: Reader, uid: UUID) -> Decision:
    found: Decision = one_or_404(_decision(reader=reader, uid=uid))
    return found


@prepared
def _decision(*, reader: Reader, uid: UUID) -> Any:
    seen = Q(organisation=reader.organisation) | Q(circle__any=reader.circles)
    return Decision.objects.filter(seen, uid=uid).select_related(
        "body", "step__body", "local__matter", "local__referral__proposal", "organisation", "wording"
    )


def referral_at(reader: Reader, uid: UUID) -> Referral:
    found: Referral = one_or_404(_referral(reader=reader, uid=uid))
    return found


@prepared
def _referral(*, reader: Reader, uid: UUID) -> Any:
    seen = Referral.objects.filter(readable_by(reader), uid=uid)
    return seen.select_related("matter__authority__organisation", "proposal", "organisation", "receiver", "local")


def path_for(organisation: int, area: str, change: str, day: date) -> list[Body]:
    """The usual chain of bodies of one organisation."""
    return paths_for([organisation], area, change, day).get(organisation, [])


def paths_for(organisations: list[int], area: str, change: str, day: date) -> dict[int, list[Body]]:
    """Each organisation's chain that fits best: for the area and kind of change, else for either, else for all."""
    chains: dict[int, dict[int, tuple[tuple[bool, bool], list[Body]]]] = {}
    for step in _path_steps(organisations=organisations, area=area, change=change, day=day):
        rank = (step.path.area == area, step.path.change == change)
        chains.setdefault(step.organisation_id, {}).setdefault(step.path_id, (rank, []))[1].append(step.body)
    return {organisation: max(found.values(), key=lambda chain: chain[0])[1] for organisation, found in chains.items()}


@prepared
def _path_steps(*, organisations: list[int], area: str, change: str, day: date) -> Any:
    held = PathStep.objects.filter(on_day(day, "path__"), organisation__any=organisations)
    fitting = held.filter(Q(path__area=area) | Q(path__area="ALL"), Q(path__change=change) | Q(path__change=""))
    return fitting.select_related("path", "body").order_by("path", "position")


@prepared
def _boards(*, organisations: list[int]) -> Any:
    """The executive board's authority of each municipality; of others, the board's."""
    kinds = [BodyKind.EXECUTIVE_BOARD, BodyKind.BOARD]
    found = Body.objects.filter(organisation__any=organisations, kind__in=kinds).order_by("-kind", "pk")
    return found.values_list("organisation_id", "authority_id")


def receivers(*, organisations: list[int]) -> dict[int, int]:
    """Whom one asks when nothing else is said: the executive board (kommunstyrelsen), by organisation."""
    return dict(_boards(organisations=organisations)) if organisations else {}


def readers(matter: Any) -> list[str]:
    """The organisations that read the matter, by name."""
    members = CircleMember.objects.filter(circle=matter.own_circle_id).order_by(SvKey("member__name"))
    return list(dict.fromkeys(members.values_list("member__name", flat=True)))


# --- my turn ----------------------------------------------------------------------------------------------------------
ANSWERS = ["APPROVED", "APPROVED_WITH_CHANGES", "REJECTED", "OPTED_OUT"]


def _few(rows: Any, **fields: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(json=JSONObject(**fields))[:20])


@prepared
def waiting(*, reader: Reader) -> Any:
    """What waits for the reader's authority in matters, in one query: four lists on one row.

    `receive`: referred to the authority and not received. `decide`: our municipality's own parts without an answer.
    `late`: matters we keep whose day to answer has passed without all having answered. `announce`: our municipality's
    yes that has not been announced, so that legal force does not begin to run (KL 13:5).
    """
    receive = Referral.objects.filter(
        receiver=reader.authority, withdrawn_on=None, local=None, matter__stage=MatterStage.REFERRED
    )
    answered = Decision.objects.filter(local=OuterRef("pk"), deciding=True, corrected_by=None, outcome__in=ANSWERS)
    decide = LocalMatter.objects.filter(
        ~Exists(answered),
        organisation=reader.organisation,
        referral__withdrawn_on=None,
        matter__stage=MatterStage.REFERRED,
    )
    silent = Referral.objects.filter(
        ~Exists(Decision.objects.filter(local__referral=OuterRef("pk"), deciding=True, corrected_by=None)),
        matter=OuterRef("pk"),
        withdrawn_on=None,
    )
    late = Matter.objects.filter(
        Exists(silent), authority=reader.authority, stage=MatterStage.REFERRED, answer_by__lt=reader.today
    )
    announce = Decision.objects.filter(
        ~Exists(ForceEvent.objects.filter(decision=OuterRef("pk"), kind="ANNOUNCED")),
        organisation=reader.organisation,
        deciding=True,
        corrected_by=None,
        outcome__in=ANSWERS[:2],
        local__matter__stage=MatterStage.REFERRED,
    )
    return Authority.objects.filter(pk=reader.authority).annotate(
        receive=_few(receive.order_by("answer_by"), uid="uid", title="matter__title", answer_by="answer_by"),
        decide=_few(
            decide.order_by("referral__answer_by"), uid="uid", title="matter__title", answer_by="referral__answer_by"
        ),
        late=_few(late.order_by("answer_by"), uid="uid", title="title", answer_by="answer_by"),
        announce=_few(
            announce.order_by("decided_on"),
            uid="uid",
            title="local__matter__title",
            body="body__name",
            decided_on="decided_on",
        ),
    )


@prepared
def seated(*, forum: int, day: date) -> Any:
    """The organisations with a seat in a forum that day."""
    return Seat.objects.filter(on_day(day), owner=forum).values_list("organisation", flat=True).distinct()
