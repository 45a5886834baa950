"""A matter enters into force when its condition holds, and the register then says what was decided."""

import logging
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from samsyn.audit.actions import record
from samsyn.collaborations import actions as register
from samsyn.collaborations.enums import ALIVE, DocumentKind, LegalForm, Stage
from samsyn.collaborations.models import Collaboration, Party
from samsyn.common.swedish import in_words
from samsyn.common.verdict import require
from samsyn.cores.law.entry import Entry as LawEntry
from samsyn.dispatch.actions import send
from samsyn.dispatch.enums import DeliveryKind
from samsyn.documents.files import Stored
from samsyn.isolation.acting import Reader
from samsyn.matters import publishing, queries, rules
from samsyn.matters.changes import Change
from samsyn.matters.enums import MatterStage
from samsyn.matters.models import Applied, Matter, MatterDocument
from samsyn.matters.standing import Standing
from samsyn.networks.enums import Openness
from samsyn.organisations.enums import ChangeKind
from samsyn.organisations.models import Organisation

logger = logging.getLogger(__name__)


def consider(uid: UUID, *, by: Reader, at: datetime) -> UUID | None:
    """Write the entry into force when the condition holds now; else see to it again the day it may. Returns its uid.

    Anybody who takes part may ask: the database checks the condition itself before it writes.
    """
    from samsyn.matters.jobs import apply_entry, consider_on  # noqa: PLC0415  the jobs call back into this module

    standing = queries.load(by, uid)
    if standing.entered or standing.matter.stage != MatterStage.REFERRED:
        return None
    entry = standing.entry
    if entry is None:
        return None
    keeper = standing.matter.authority_id
    if not entry.holds:
        if entry.can_hold and entry.earliest_on and entry.earliest_on > by.today:
            consider_on(entry.earliest_on, authority=keeper, matter=uid)
        return None
    made = _enter(standing, entry, at)
    if made:
        apply_entry.defer(authority=keeper, matter=str(uid))
    return made


def _enter(standing: Standing, entry: LawEntry, at: datetime) -> UUID | None:
    """Ask the database to write it. Should it see the condition otherwise, what was just recorded is not lost by it."""
    parties = [str(party) for party in entry.parties]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select samsyn.enter_into_force(%s, %s, %s, %s, %s)",
                [standing.matter.pk, entry.version, parties, entry.on or standing.today, at],
            )
            made: UUID = cursor.fetchone()[0]
    except IntegrityError:
        logger.exception("matter %s: the condition holds as computed, and not in the database", standing.matter.uid)
        return None
    return made


def writer_of(standing: Standing) -> int:
    """The authority that writes the entry in the register: who keeps the record, or of a new one the matter."""
    change = standing.change_of(standing.entered.sha256) if standing.entered else None
    kept = Collaboration.objects.filter(uid=change.collaboration) if change and change.collaboration else None
    found = kept.values_list("authority_id", flat=True).first() if kept is not None else None
    return found or standing.matter.authority_id


def apply(uid: UUID, *, by: Reader, at: datetime) -> Applied | None:
    """Write in the register exactly what was decided, once; None when it is done already or is another's to do."""
    standing = queries.load(by, uid)
    matter, entered = standing.matter, standing.entered
    keeper = writer_of(standing)
    if matter.authority_id == by.authority != keeper:
        from samsyn.matters.jobs import apply_entry  # noqa: PLC0415  as above

        apply_entry.defer(authority=keeper, matter=str(uid))
        return None
    require(rules.may_apply(by, keeper=keeper))
    if not entered or Applied.objects.filter(entry=entered.pk).exists():
        return None
    change = standing.change_of(entered.sha256)
    writer = Writer(standing, change, by, at)
    collaboration, document = writer.write()
    made = Applied.objects.create(
        entry_id=entered.pk,
        authority_id=by.authority,
        circle_id=matter.circle_id,
        collaboration=collaboration.uid,
        document=document,
        at=at,
    )
    record("apply", matter, by=by, at=at, collaboration=str(collaboration))
    return made


def announce_entry(uid: UUID, *, by: Reader, at: datetime) -> None:
    """Tell all who were asked that it has entered into force; by the matter's keeper, once."""
    standing = queries.load(by, uid)
    matter, entered = standing.matter, standing.entered
    if not entered or matter.entry_told_on or matter.authority_id != by.authority:
        return
    Matter.objects.filter(pk=matter.pk).update(entry_told_on=by.today)
    for voice in standing.voices:
        send(
            voice.referral.receiver,
            by=by,
            at=at,
            kind=DeliveryKind.ENTRY,
            about=matter.uid,
            circle=matter.own_circle_id,
            subject=_("In force: %(title)s") % {"title": matter.title},
            text=_("The condition holds: %(title)s enters into force %(day)s.")
            % {"title": matter.title, "day": in_words(entered.on)},
        )
    publishing.bring_up_to_date(Matter.objects.get(pk=matter.pk), at=at)


class Writer:
    """Writes one change in the register, by its keeper."""

    def __init__(self, standing: Standing, change: Change, by: Reader, at: datetime) -> None:
        self.standing, self.change, self.matter = standing, change, standing.matter
        self.who: dict[str, Any] = {"by": by, "at": at}
        self.on: date = standing.entered.on
        self.source = _("Matter in Samsyn: %(title)s") % {"title": self.matter.title}
        entered = set(standing.entered.parties)
        self.entering = [voice for voice in standing.voices if voice.referral.organisation_id in entered]

    def write(self) -> tuple[Collaboration, UUID | None]:
        kinds = {
            ChangeKind.START: self._start,
            ChangeKind.JOIN: self._join,
            ChangeKind.AMEND: self._amend,
            ChangeKind.LEAVE: self._leave,
            ChangeKind.END: self._end,
        }
        collaboration = kinds[ChangeKind(self.change.kind)]()
        return collaboration, self._agreement(collaboration)

    def _record(self) -> Collaboration:
        found: Any = Collaboration.objects.as_of(self.on)
        return found.get(uid=self.change.collaboration)  # type: ignore[no-any-return]

    def _start(self) -> Collaboration:
        change = self.change
        if change.collaboration:
            made = self._record()
            if change.form and change.form != made.form:
                register.change_form(
                    made,
                    form=change.form,
                    legal_basis=change.legal_basis,
                    starts_on=self.on,
                    source=self.source,
                    **self.who,
                )
            if made.stage not in ALIVE:
                register.change_stage(made, stage=Stage.IN_FORCE, starts_on=self.on, source=self.source, **self.who)
        else:
            made = register.register(
                name=change.name,
                area=change.area,
                form=change.form or LegalForm.UNKNOWN,
                legal_basis=change.legal_basis,
                stage=Stage.IN_FORCE,
                starts_on=self.on,
                purpose=change.purpose,
                cost_rule=change.cost_rule,
                network_id=network.pk if (network := queries.network_of(self.matter)) else None,
                source=self.source,
                **self.who,
            )
        self._add(made)
        if not change.collaboration:
            register.set_openness(made, to=Openness.SHARED, **self.who)
        return made

    def _join(self) -> Collaboration:
        found = self._record()
        self._add(found)
        return found

    def _add(self, collaboration: Collaboration) -> None:
        """Those the change is about, as far as they have said yes; each with its own decision."""
        told = {party.organisation: party for party in self.change.parties}
        held = Party.objects.filter(owner=collaboration).on(self.on).select_related("owner", "organisation")
        here = {party.organisation_id: party for party in held}
        for voice in self.entering:
            party = told.get(voice.uid)
            if voice.referral.organisation_id in here:
                self._rest_on(here[voice.referral.organisation_id], voice)
            if party is None or voice.referral.organisation_id in here:
                continue
            (made,) = register.add_parties(
                collaboration,
                [Organisation.objects.get(uid=voice.uid)],
                role=party.role,
                extent=party.extent,
                starts_on=self.on,
                source=self.source,
                **self.who,
            )
            self._rest_on(made, voice)

    def _rest_on(self, party: Party, voice: Any) -> None:
        """The party's own decision beside it."""
        decision = voice.latest
        register.change_party(
            party,
            registry_number=voice.local.registry_number if voice.local else "",
            decided_by=decision.body_name,
            decided_on=decision.decided_on,
            decision_item=decision.item,
            **self.who,
        )

    def _amend(self) -> Collaboration:
        """From the day: parties' extent and role, legal form, cost rule; what is not told stays as it is."""
        change, found = self.change, self._record()
        if change.form and change.form not in (found.form, LegalForm.UNKNOWN):
            register.change_form(
                found,
                form=change.form,
                legal_basis=change.legal_basis,
                starts_on=self.on,
                source=self.source,
                **self.who,
            )
        if change.cost_rule and change.cost_rule != found.cost_rule:
            register.describe(found, cost_rule=change.cost_rule, **self.who)
        uids = {voice.uid: voice for voice in self.entering}
        for told in change.parties:
            if told.organisation not in uids:
                continue
            held = Party.objects.filter(owner=found, organisation__uid=told.organisation).on(self.on).first()
            if held is None or (held.role, held.extent) == (told.role, told.extent):
                continue
            ends_on = held.ends_on
            if held.starts_on is None or held.starts_on < self.on:
                register.change_party(held, ends_on=self.on, **self.who)
            else:
                register.change_party(held, role=told.role, extent=told.extent, **self.who)
                continue
            (made,) = register.add_parties(
                found,
                [held.organisation],
                role=told.role,
                extent=told.extent,
                starts_on=self.on,
                ends_on=ends_on,
                source=self.source,
                **self.who,
            )
            self._rest_on(made, uids[told.organisation])
        return found

    def _leave(self) -> Collaboration:
        found = self._record()
        leaving = {party.organisation for party in self.change.parties} or set(self.change.named)
        for voice in self.entering:
            if voice.uid in leaving:
                held = Party.objects.filter(owner=found, organisation__uid=voice.uid).on(self.on).first()
                if held:
                    register.change_party(held, ends_on=self._last_day(), **self.who)
        return found

    def _end(self) -> Collaboration:
        found = self._record()
        day = self._last_day()
        for held in Party.objects.filter(owner=found, ends_on=None):
            register.change_party(held, ends_on=day, **self.who)
        register.change_stage(found, stage=Stage.ENDED, starts_on=day, source=self.source, **self.who)
        return found

    def _last_day(self) -> date:
        """The first day after it: of what was decided, or of the entry into force."""
        return max(self.change.ends_on or self.on, self.on)

    def _agreement(self, collaboration: Collaboration) -> UUID | None:
        """The governing document that begins to hold, with its file when it is a paper of the matter."""
        told = self.change.agreement
        if told is None or not told.title:
            return None
        made = register.add_document(
            collaboration,
            file=self._file(told.document),
            kind=told.kind or DocumentKind.AGREEMENT,
            title=told.title,
            edition=told.edition,
            starts_on=self.on,
            ends_on=told.ends_on,
            renewal_months=told.renewal_months,
            notice_months=told.notice_months,
            notice_anchor=told.notice_anchor,
            entry_note="",
            source=self.source,
            **self.who,
        )
        return made.uid

    def _file(self, document: str) -> Stored | None:
        """The file as it lies in the store of whoever writes the register; another's is only told of."""
        if not document:
            return None
        paper = MatterDocument.objects.filter(uid=document, authority=self.who["by"].authority).first()
        return Stored(paper.sha256, paper.size, paper.file_name, paper.media_type) if paper else None
